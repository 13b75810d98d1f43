"""Incidents: one thing told in several reports, its rival claims side by side."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache
from itertools import combinations, takewhile

from karamap.model import DateSpan, Event, EventType, Incident, Stance, stable_id

__all__ = ["merge_events"]

_T = EventType
# what one report calls fighting another calls shelling; the rest must match as told
_FAMILIES: dict[EventType, str] = {
    _T.BATTLE: "fighting",
    _T.SHELLING: "fighting",
    _T.AIR_STRIKE: "fighting",
    _T.CEASEFIRE_VIOLATION: "fighting",
}
_LONG = 45  # days; two reports that only share so wide a span need not mean one thing
_GENERIC = frozenset({"both sides", "civilians", "presidents", "foreign ministers"})


def merge_events(events: Iterable[Event]) -> list[Incident]:
    """Return the incidents that `events` tell, each event in exactly one.

    Two events belong together when their types are of one family, their dates overlap, their
    places are the same or unknown to one of them, and their actors do not rule it out. A denial
    joins the claim it answers; the incident is then disputed. Nothing is averaged: rival tolls
    and claims stay in the events. The result does not depend on the order of `events`.
    """
    ordered = sorted(set(events), key=lambda e: (e.document, e.start, e.end, e.type.value, e.id))
    parent = list(range(len(ordered)))

    def find(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for i, j in _links(ordered):
        low, high = sorted((find(i), find(j)))
        parent[high] = low
    gathered: defaultdict[int, list[Event]] = defaultdict(list)
    for i, event in enumerate(ordered):
        gathered[find(i)].append(event)
    incidents = [_incident(tuple(members)) for members in gathered.values()]
    return sorted(incidents, key=_order)


def _order(incident: Incident) -> tuple[date, str, str]:
    start = incident.date.start if incident.date and incident.date.start else date.max
    return start, incident.type.value, incident.id


def _family(event: Event) -> str:
    return _FAMILIES.get(event.type, event.type.value)


# fighters brought in are one thing, a third state's own forces another
_FIGHTERS = re.compile(r"mercenar|fighter|militant|jihad|mujah|volunteer|terrorist", re.IGNORECASE)
_ORIGIN = re.compile(r"(?:kurd|syria|liby|afghan|chechen|pakistan|arab|ukrain|slav)", re.IGNORECASE)


def _facet(event: Event) -> str:
    """Return what kind of intervention is told; "" for a denial, which may answer either."""
    if event.stance is Stance.DENIED:
        return ""
    return "fighters" if _FIGHTERS.search(event.trigger) else "forces"


def _origins(event: Event) -> set[str]:
    told = " ".join([event.trigger, *(t.mention.text for t in event.places)])
    return {m[0].lower() for m in _ORIGIN.finditer(told)}


def _opposed(a: Event, b: Event) -> bool:
    """Whether two accusations are made by the two sides against each other."""
    sides = {_side(a.claimed_by or ""), _side(b.claimed_by or "")}
    return sides == {"armenian", "azerbaijani"}


def _side(name: str) -> str:
    armenian = re.search(r"armeni|yerevan|karabakh|artsakh|stepanakert", name, re.IGNORECASE)
    other = re.search(r"azerbaijan|azeri|baku", name, re.IGNORECASE)
    return "armenian" if armenian and not other else "azerbaijani" if other else ""


def _links(ordered: list[Event]) -> list[tuple[int, int]]:
    """Return the pairs of events that are one thing, as positions in `ordered`."""
    groups: defaultdict[str, list[int]] = defaultdict(list)
    for i, event in enumerate(ordered):
        groups[_family(event)].append(i)
    links = []
    for members in groups.values():
        links += [
            (i, j) for i, j in _near_pairs(ordered, members) if _belong(ordered[i], ordered[j])
        ]
        told: defaultdict[str, list[int]] = defaultdict(list)
        for i in members:
            told[ordered[i].document].append(i)
        for i in members:
            answered = _answered(ordered, told[ordered[i].document], i)
            if answered is not None:
                links.append((i, answered))
    return links


def _near_pairs(ordered: list[Event], members: list[int]) -> Iterator[tuple[int, int]]:
    """Yield the pairs that can belong together at all: all others differ in their dates.

    Dated events are swept in the order of their first day, so that a corpus of years costs little
    more than the sum of its weeks. Undated ones only matter for interventions.
    """
    if ordered[members[0]].type is _T.INTERVENTION:
        yield from _near_reports(members, _news_days(ordered), ordered)
        return
    spans = {i: d for i in members if (d := ordered[i].date) is not None}
    short = sorted(
        (i for i in spans if _days(spans[i]) <= _LONG), key=lambda i: (_first(spans[i]), i)
    )
    for n, i in enumerate(short):
        for j in takewhile(lambda j: _first(spans[j]) <= _last(spans[i]), short[n + 1 :]):  # noqa: B023
            yield i, j
    alike: defaultdict[DateSpan, list[int]] = defaultdict(list)
    for i in sorted(set(spans) - set(short)):
        alike[spans[i]].append(i)
    for same in alike.values():
        yield from combinations(same, 2)


def _near_reports(
    members: list[int], days: dict[str, date], ordered: list[Event]
) -> Iterator[tuple[int, int]]:
    """Yield the pairs told within weeks of each other, by the days that their documents tell of."""
    told = sorted((days.get(ordered[i].document, date.max), i) for i in members)
    for n, (day, i) in enumerate(told):
        for other, j in told[n + 1 :]:
            if other != date.max and (other - day).days > _LONG:
                break
            yield min(i, j), max(i, j)


def _news_days(ordered: list[Event]) -> dict[str, date]:
    """Return the last day that each document tells of, plans apart: about when it was written."""
    days: dict[str, date] = {}
    for event in ordered:
        span = event.date
        if span is None or span.start is None or event.stance is Stance.PLANNED:
            continue
        days[event.document] = max(days.get(event.document, span.start), span.start)
    return days


def _first(span: DateSpan) -> date:
    return span.start or date.min


def _last(span: DateSpan) -> date:
    return span.end or date.max


def _belong(a: Event, b: Event) -> bool:
    """Whether two events of one family are the same thing told by two documents."""
    if a.document == b.document:
        return False
    if a.type is _T.STATEMENT:
        return _same_statement(a, b)
    if a.type is _T.INTERVENTION:
        return _same_intervention(a, b)
    if Stance.CALLED_FOR in {a.stance, b.stance} and a.stance is not b.stance:
        return False
    alike = _places_agree(a, b) and _dates_agree(a, b) and _actors_agree(a, b)
    return alike and _anchored(a, b)


def _same_intervention(a: Event, b: Event) -> bool:
    """Whether two reports accuse the same party of the same kind of intervention.

    They seldom carry a date, and a place may be where fighters come from or where they fight; a
    denial only belongs to the claim it answers in its own document.
    """
    facet = _facet(a)
    if not facet or facet != _facet(b) or _opposed(a, b) or not _dates_agree(a, b):
        return False
    if Stance.PLANNED in {a.stance, b.stance} and a.stance is not b.stance:
        return False
    if facet == "fighters":
        ours, theirs = _origins(a), _origins(b)
        return not ours or not theirs or bool(ours & theirs)
    return bool(_words(a.actors) & _words(b.actors))


def _answered(ordered: list[Event], told: list[int], i: int) -> int | None:
    """Return the claim that the denial at `i` answers: the nearest by another source.

    `told` are the positions of the events of the same family in the denial's document.
    """
    denial = ordered[i]
    if denial.stance is not Stance.DENIED or denial.type is _T.STATEMENT:
        return None
    own = _words((denial.claimed_by or "",))
    claims = [
        j
        for j in told
        if ordered[j].stance in {Stance.CLAIMED, Stance.ASSERTED}
        and not own & _words((ordered[j].claimed_by or "",))
        and _answers_kind(ordered[j], denial)
    ]
    return min(claims, key=lambda j: _distance(ordered[j], denial), default=None)


_FLIGHT = re.compile(
    r"fle[de]|fleeing|refugee|displac|evacuat|exodus|left\b|leav|escap|aid\b|relief|convoy|"
    r"exchang|releas|prisoner|captive",
    re.IGNORECASE,
)


def _answers_kind(claim: Event, denial: Event) -> bool:
    """Whether a denial can mean a claim: one of harm to people denies no flight and no aid."""
    if claim.type is not _T.HUMANITARIAN or denial.type is not _T.HUMANITARIAN:
        return True
    if claim.start <= denial.start and bool(_FLIGHT.search(denial.evidence)):
        return True
    return not _FLIGHT.search(claim.trigger)


def _distance(claim: Event, denial: Event) -> tuple[bool, bool, int, int]:
    """Return how far a claim is from a denial: by kind, by owner, then in characters."""
    return (
        claim.type is not denial.type,
        claim.claimed_by is None,
        abs(claim.start - denial.start),
        claim.start,
    )


def _same_statement(a: Event, b: Event) -> bool:
    """Statements are one only when one speaker makes them on one day."""
    if a.stance is not b.stance or not a.date or not b.date:
        return False
    same = _words((a.claimed_by or "",)) & _words((b.claimed_by or "",))
    return bool(same) and a.date == b.date


def _anchored(a: Event, b: Event) -> bool:
    """Whether a date or a place ties two reports, rather than mere lack of contrary facts."""
    dated = a.date is not None and b.date is not None
    placed = bool(a.places) and bool(b.places)
    shared = bool(_words(a.actors + a.targets) & _words(b.actors + b.targets))
    return dated and (placed or shared)


def _dates_agree(a: Event, b: Event) -> bool:
    if a.date is None or b.date is None:
        return a.type is _T.INTERVENTION
    if _days(a.date) > _LONG or _days(b.date) > _LONG:
        return a.date == b.date
    first = max(a.date.start or date.min, b.date.start or date.min)
    last = min(a.date.end or date.max, b.date.end or date.max)
    return first <= last


def _days(span: DateSpan) -> int:
    if span.start is None or span.end is None:
        return _LONG + 1
    return (span.end - span.start).days + 1


def _places_agree(a: Event, b: Event) -> bool:
    """Whether two events share a place, or one lies in the other's, or one names none."""
    if not a.places or not b.places:
        return True
    ours = {t.place.id for t in a.places if t.place is not None}
    theirs = {t.place.id for t in b.places if t.place is not None}
    return bool(ours & (theirs | _around(b)) or theirs & _around(a))


def _around(event: Event) -> set[str]:
    """Return the ids of what contains an event's places: parent and country."""
    ids = set()
    for top in event.places:
        if top.place is not None:
            ids |= {top.place.parent, f"iso:{top.place.country}"}
    return ids - {"", "iso:"}


def _actors_agree(a: Event, b: Event) -> bool:
    """Whether the actors of two events can be the same; unknown ones rule nothing out."""
    ours, theirs = _words(a.actors + a.targets), _words(b.actors + b.targets)
    return not ours or not theirs or bool(ours & theirs)


@lru_cache(maxsize=4096)
def _words(names: tuple[str, ...]) -> frozenset[str]:
    told = [n for n in names if n.lower() not in _GENERIC]
    words = {w.lower()[:7] for n in told for w in re.findall(r"[^\W\d_]{3,}", n)}
    return frozenset(words) - {
        "the",
        "armed",
        "forces",
        "ministr",
        "defence",
        "defense",
        "foreign",
        "office",
        "preside",
        "ministe",
    }


def _incident(events: tuple[Event, ...]) -> Incident:
    kinds = [e.type for e in events]
    kind = max(sorted(set(kinds), key=lambda k: k.value), key=kinds.count)
    stances = {e.stance for e in events}
    disputed = Stance.DENIED in stances
    sources = tuple(sorted({e.claimed_by for e in events if e.claimed_by}))
    denials = sum(e.stance is Stance.DENIED for e in events)
    return Incident(
        id=stable_id("incident", *sorted(e.id for e in events)),
        type=kind,
        date=_common_date(events),
        events=events,
        disputed=disputed,
        agreement=_agreement(events),
        reason=_reason(events, denials),
        sources=sources,
    )


def _common_date(events: tuple[Event, ...]) -> DateSpan | None:
    """Return the narrowest interval told: days are told more sharply than months."""
    told = [e.date for e in events if e.date is not None]
    return min(told, key=lambda d: (d.precision, _days(d), d.start or date.min), default=None)


def _agreement(events: tuple[Event, ...]) -> float:
    """Return 1 where all reports agree on type, toll and fact, less for each rival claim."""
    if len(events) == 1:
        return 0.5 if events[0].stance is Stance.DENIED else 1.0
    kinds = {e.type for e in events}
    tolls = {e.fatalities for e in events if e.fatalities is not None}
    denied = sum(e.stance is Stance.DENIED for e in events) / len(events)
    score = 1.0 - min(denied, 1 - denied) - 0.1 * (len(kinds) - 1)
    score -= 0.2 * (len(tolls) > 1)
    return round(max(score, 0.0), 2)


def _reason(events: tuple[Event, ...], denials: int) -> str:
    documents = len({e.document for e in events})
    told = f"{len(events)} report(s) in {documents} document(s)"
    if len(events) > 1:
        told += ", joined by type family, dates, places and actors"
    return told + (f"; {denials} of them a denial" if denials else "")
