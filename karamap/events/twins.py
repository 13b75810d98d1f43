"""A thing told twice in one document is one event, at its fullest sentence."""

from __future__ import annotations

import re

from karamap.events.findings import STRONG, Draft
from karamap.model import Event, EventType, Stance

__all__ = ["tell_once"]

_AIRCRAFT = re.compile(
    r"\b(?:shot|shooting|down\w*|plane|jet|aircraft|drone|helicopter)", re.IGNORECASE
)
# a document tells several of these, so that lack of contrary facts does not make them one
_NEEDS_ANCHOR = {
    EventType.ARMS, EventType.INFRASTRUCTURE, EventType.POLITICAL, EventType.OTHER,
    EventType.TROOP_MOVEMENT, EventType.PROTEST, EventType.TERRITORIAL_CHANGE, EventType.BLOCKADE,
    EventType.CEASEFIRE_VIOLATION,
}  # fmt: skip
# very different things are of one of these types, so that the day does not make them one
_MANIFOLD = {EventType.POLITICAL, EventType.OTHER, EventType.ARMS, EventType.INFRASTRUCTURE}


def tell_once(drafts: list[Draft]) -> list[Draft]:
    """Drop what an earlier or fuller sentence of the document tells as well."""
    kept: list[Draft] = []
    for draft in drafts:
        twin = next((i for i, k in enumerate(kept) if _is_twin(k, draft)), None)
        if twin is None:
            kept.append(draft)
        elif _fullness(draft.event) > _fullness(kept[twin].event):
            kept[twin] = draft
    return sorted(kept, key=lambda d: (d.event.start, d.finding.start, d.event.type.value))


def _is_twin(one: Draft, other: Draft) -> bool:
    """Whether two drafts tell the same thing; an answer to a claim stands for itself."""
    return one.finding.refers == other.finding.refers and _same(one.event, other.event)


def _fullness(event: Event) -> int:
    return (
        2 * bool(event.places) + 3 * bool(event.date) + bool(event.casualties)
        + bool(event.actors) + bool(event.targets) + 3 * (event.confidence >= STRONG - 0.1)
    )  # fmt: skip


def _same(a: Event, b: Event) -> bool:
    """Whether two events of one document tell the same thing."""
    if a.type is not b.type or a.stance is not b.stance or not _agree(a.claimed_by, b.claimed_by):
        return False
    if a.type is EventType.STATEMENT:
        return True
    apart = a.start == b.start or not _overlap(a, b) or _places_differ(a, b) or _actors_differ(a, b)
    return not apart and _same_kind(a, b)


def _same_kind(a: Event, b: Event) -> bool:
    """Whether nothing particular to their type tells two like events apart."""
    again = bool(a.claimed_by and _stems(a.trigger) & _stems(b.trigger))
    if a.type is EventType.CEASEFIRE_VIOLATION and again:
        return True  # one side's charge, made in the same words
    if a.type in _NEEDS_ANCHOR:
        return _share_anchor(a, b)
    if a.type in {EventType.TALKS, EventType.AGREEMENT}:
        return bool(set(a.actors) & set(b.actors)) or not (a.actors and b.actors)
    if a.type is EventType.BATTLE:
        return bool(_AIRCRAFT.search(a.trigger)) == bool(_AIRCRAFT.search(b.trigger))
    if a.type is EventType.HUMANITARIAN:
        return _tell_one_toll(a, b)
    return True


def _tell_one_toll(a: Event, b: Event) -> bool:
    """Whether two tolls are one: the same figures, or none of their own and the same wording."""
    if a.casualties and b.casualties:
        return {(c.kind, c.best) for c in a.casualties} == {(c.kind, c.best) for c in b.casualties}
    return not (a.casualties or b.casualties) and bool(_stems(a.trigger) & _stems(b.trigger))


def _places_differ(a: Event, b: Event) -> bool:
    return bool(a.places and b.places) and not {t.place for t in a.places} & {
        t.place for t in b.places
    }


def _actors_differ(a: Event, b: Event) -> bool:
    """Whether two claims name different actors; in the outlet's voice actors vary too much."""
    ours, theirs = set(a.actors) - {"both sides"}, set(b.actors) - {"both sides"}
    return a.stance is not Stance.ASSERTED and bool(ours and theirs) and not ours & theirs


def _share_anchor(a: Event, b: Event) -> bool:
    """Whether a date or a place ties two events of a document, not just their type."""
    alike = a.type not in _MANIFOLD or bool(_stems(a.trigger) & _stems(b.trigger))
    dated = a.date is not None and a.date == b.date and alike
    placed = {p.place for p in a.places} & {p.place for p in b.places}
    return dated or bool(placed)


def _stems(text: str) -> set[str]:
    return {w[:5] for w in re.findall(r"[^\W\d_]{4,}", text.lower())}


def _agree(one: str | None, other: str | None) -> bool:
    if one is None or other is None:
        return one == other
    return bool(set(_words(one)) & set(_words(other)))


def _words(text: str) -> list[str]:
    skip = {"the", "and", "ministry", "president", "prime", "minister", "foreign", "defence",
            "defense"}  # fmt: skip
    return [w for w in re.findall(r"[^\W\d_]{3,}", text.lower()) if w not in skip]


def _overlap(a: Event, b: Event) -> bool:
    if a.date is None or b.date is None:
        return True
    starts = [d for d in (a.date.start, b.date.start) if d is not None]
    ends = [d for d in (a.date.end, b.date.end) if d is not None]
    return not starts or not ends or max(starts) <= min(ends)
