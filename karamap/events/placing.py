"""Where an event happened: the places a trigger governs, never the place of the speaking."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from karamap.events.findings import Finding
from karamap.events.governing import govern
from karamap.events.phrases import has_verb
from karamap.events.sentences import Sentence
from karamap.model import WHERE_PRECISION, EventType, FeatureClass, Place, Stance, Toponym

__all__ = ["SPOTS", "Placing", "find_places", "last_areas", "last_town"]

T = EventType
_MET = {T.TALKS, T.STATEMENT, T.AGREEMENT, T.POLITICAL, T.PROTEST}
_FIRED = {T.SHELLING, T.BATTLE, T.AIR_STRIKE, T.CEASEFIRE_VIOLATION}
_FOUGHT = {T.SHELLING, T.BATTLE, T.AIR_STRIKE, T.HUMANITARIAN}
_APART = {"while", "but", "since", "and"}
_SETTLED = frozenset({FeatureClass.SETTLEMENT})
SPOTS = _SETTLED | {FeatureClass.DISTRICT}
_WIDE = {FeatureClass.COUNTRY, FeatureClass.CONTINENT}

# what may stand between the preposition and the name
_LIST = re.compile(
    r"^(?:\sdistricts?|\sregions?|\sprovinces?)?(?:,|,?\sand|,?\sor|,?\sas\swell\sas)\s(?:the\s)?(?:\w+\s(?:of\s)?)?$",
    re.IGNORECASE,
)
# in "the conflict in X" the place belongs to the conflict, not to what is told about it
_TOPIC = re.compile(
    r"\b(?:conflict|situation|war|crisis|ceasefire|cease-fire|truce|settlement|peace|tension\w*|problem|issue|"
    r"question|hostilities|fighting|violence|clashes|dispute|events|stability|operations?|officials?|leaders?|"
    r"authorities|government|leadership|ambassador|embassy|office|forces|parliament|people|population|"
    r"communities|regime|separatists|rebels)\s(?:in|around|over|on|near|within|inside|across|along)\s(?:and\saround\s)?$",
    re.IGNORECASE,
)
_OFFICIAL = re.compile(
    r"\b(?:officials?|leaders?|authorities|government|leadership|ministry|ambassador|embassy|people|population|"
    r"communities|regime|separatists|based|born|hospital|from|president|media)\s(?:in|of|to|from|at)\s(?:the\s)?$",
    re.IGNORECASE,
)
# "at the gates of X": a noun between the preposition and the name, no body of people
_INHABITANTS = re.compile(r"population|people|communities|hospital", re.IGNORECASE)
_FOUGHT_OVER = re.compile(
    r"\b(?:conflict|war|wars|dispute|row|stand-?off|tensions?|crisis)\sover\s(?:the\s)?(?:[\w-]+\s){0,3}?(?:of\s)?$",
    re.IGNORECASE,
)
_AIMED = re.compile(
    r"\b(?:blame|pressure|sanctions|depend\w*|call\w*|attention|position|impose\w*|influence)\s"
    r"(?:\w+\s)?on\s(?:the\s)?$",
    re.IGNORECASE,
)
# "from posts near X" says where the fire came from, not where it fell
_ORIGIN = re.compile(
    r"\bfrom\s(?:(?!(?:on|at|to|towards?|against)\s)[\w-]+\s){0,5}?(?:in|near|at|of|around|inside|outside)\s(?:the\s)?(?:\w+\s(?:of\s)?)?$",
    re.IGNORECASE,
)
# "a truce agreed in X broke down": the place belongs to the truce
_AGREED = re.compile(
    r"\b(?:agreed|brokered|signed|reached|mediated|negotiated)\s(?:[\w-]+\s)?(?:in|at)\s$",
    re.IGNORECASE,
)
_MEETING = re.compile(
    r"(?:speaking|addressing|answering)\b|(?:at|during|after|before|in)\s(?:an?|the|his|her|their)\s(?:[\w-]+\s){0,2}?"
    r"(?:meeting|session|conference|summit|briefing|speech|interview|talks|debate|visit|ceremony|rally|statement)\b",
    re.IGNORECASE,
)
_LOCALS = re.compile(
    r"(?:local\s)?officials?\sin\b|residents\s(?:of|in)\b|authorities\sin\b", re.IGNORECASE
)
_POSSESSIVE = re.compile(
    r"(?:’s|'s|`s|’|')\s(?!(?:(?:[\w-]+\s){0,2}(?:square|street|avenue|hospital|cathedral|church|theatre|market|stadium)|"
    r"capital|outskirts|airport|centre|center|region|district|province|border|\w+\s"
    r"(?:region|district|province|border))\b)",
    re.IGNORECASE,
)
_NEAR = re.compile(
    r"\b(?:near|around|outside|close\sto|east\sof|west\sof|north\sof|south\sof|\w+-?(?:east|west)\sof|"
    r"kilomet\w+\s(?:\w+\s)?(?:of|from)|outskirts\sof|suburbs\sof|towards?|direction\sof)\b",
    re.IGNORECASE,
)
_SIDE = re.compile(
    r"\b(?:southern|northern|eastern|western|south|north|east|west|central)\b", re.IGNORECASE
)
_AREA_NOUN = re.compile(
    r"\b(in|around|over|inside|throughout|across|into|from|of|shell(?:ed|ing)|attack(?:ed|ing)|"
    r"bomb(?:ed|ing)|pound(?:ed|ing)|enter(?:ed|ing)|left|fled|leaving)\s+(?:and\saround\s)?(?:(?:the|this)\s)"
    r"(?:(?:mountainous|ethnic|Armenian|contested|disputed|breakaway|separatist|southern|northern|self-proclaimed|"
    r"Armenian-populated|part|parts|areas?|of|the)\s)*"
    r"(enclave|breakaway\s(?:region|territory|republic)|disputed\s(?:region|territory)|region|territory|"
    r"conflict\szone|unrecogni[sz]ed\srepublic)\b(?!\s(?:of|between|which))",
    re.IGNORECASE,
)
_TOWN_NOUN = re.compile(
    r"(?:^|\b(?:in|at|on|near|around|outside|of|into|from|to|struck|hit|left|took|[a-z]{3,}(?:ed|ing))\s)the\s(?:city|town|village)\b(?!\sof\s[A-Z])|"
    r"\b(?:killed|landed|fell|fired|hit|died|dead|shelled|wounded)\sthere\b",
    re.IGNORECASE,
)


_MET_THERE = re.compile(r"\b(?:planned|held|met|meet|due|scheduled|talks|expected|place)\sthere\b")
_UNIT_OF = re.compile(
    r"\s(?:region|area|enclave|territory|republic)\sof\s(?:the\s)?", re.IGNORECASE
)
_INSIDE = re.compile(
    r"(?:\s(?:village|town|city|settlement|heights?))?(?:,\s|\s\(|,?\s(?:in|of)\s)(?:the\s)?(?:[\w-]+\s){0,3}?"
)


@dataclass(frozen=True, slots=True)
class Placing:
    """The places of an event, UCDP's where_prec and how far off the points may be."""

    places: tuple[Toponym, ...]
    precision: int | None
    radius_km: float | None
    reason: str


_NOWHERE = Placing((), None, None, "no place is told")


def last_areas(sentences: list[Sentence]) -> list[Toponym | None]:
    """Return for each sentence the contested region named last before it or in it."""
    areas: list[Toponym | None] = []
    latest: Toponym | None = None
    for sentence in sentences:
        for top in sentence.toponyms:
            if top.place is not None and top.place.feature_class is FeatureClass.REGION:
                latest = top
        areas.append(latest)
    return areas


# who speaks for a state from its capital: the capital is no place of what they tell
_DESK = re.compile(r"\b(?:[Mm]inistry|[Ss]pokes\w+|[Gg]overnment|[Pp]arliament|[Pp]rosecutors?)\b")
_DESK_IN = re.compile(r"\b(?:officials?|spokes\w+|[Mm]inistry|diplomats?|sources?)\sin\s$")
_IN_SEAT = re.compile(r"In\s[A-ZÀ-Ý][\w’'-]+,\s")


def last_town(
    sentences: list[Sentence], index: int, kinds: frozenset[FeatureClass] = _SETTLED
) -> Toponym | None:
    """Return the place of `kinds` named last in the two sentences before `index`."""
    for sentence in reversed(sentences[max(0, index - 2) : index]):
        for top in reversed(sentence.toponyms):
            inside = top.mention.start - sentence.start >= sentence.body
            desk = _DESK_IN.search(sentence.text, 0, top.mention.start - sentence.start)
            if inside and not desk and top.place and top.place.feature_class in kinds:
                return top
    return None


def find_places(
    sentence: Sentence,
    finding: Finding,
    others: list[Finding],
    area: Toponym | None,
    town: Toponym | None = None,
    spot: Toponym | None = None,
) -> Placing:
    """Return where `finding` happened.

    Parameters
    ----------
    sentence
        The sentence that tells it.
    finding
        The event.
    others
        The sentence's other events: a place that follows one of them more closely is theirs.
    area
        What "the enclave" or "the region" stands for.
    town
        What "the town" or "the city" stands for.
    spot
        What "there" stands for: a town or a district.
    """
    scored = _score_all(sentence, finding, others)
    if scored:
        best = max(s for s, _, _ in scored)
        chosen = [(t, how) for s, t, how in scored if s >= best - 0.25]
        fine = [c for c in chosen if c[0].place is not None and not c[0].place.areal]
        if fine and finding.type is not T.ARMS:
            chosen = fine
        return _place_at(_drop_containers(sentence, chosen))
    if area is not None and finding.type not in _MET and not finding.refers:
        noun = _find_area_noun(sentence, finding)
        if noun:
            return _area(area, noun)
    if finding.type is T.TALKS and town is not None:
        there = _MET_THERE.search(sentence.text, finding.start)
        if there:
            return _area(town, there[0])
    if finding.type not in _MET and not finding.refers:
        here = _TOWN_NOUN.search(sentence.text, finding.clause.start, finding.clause.end)
        before = spot if here and here[0].endswith("there") else town
        named = _town_before(sentence, finding, here.start()) or before if here else None
        if here and named:
            return _area(named, here[0])
    return _NOWHERE


def _town_before(sentence: Sentence, finding: Finding, at: int) -> Toponym | None:
    """Return the settlement that the sentence names last before `at` and that may be meant."""
    for top in reversed(sentence.toponyms):
        start = top.mention.start - sentence.start
        settled = top.place and top.place.feature_class is FeatureClass.SETTLEMENT
        if not (sentence.body <= start < at and settled):
            continue
        if not _is_hosting(sentence, finding, start):
            return top
    return None


def _drop_containers(
    sentence: Sentence, chosen: list[tuple[Toponym, str]]
) -> list[tuple[Toponym, str]]:
    """Keep the finest place where a place and the unit that contains it are both named."""
    around: set[str] = set()
    for top, _ in chosen:
        place = top.place
        if place is not None:
            around |= {place.parent, f"iso:{place.country}"} - {place.id, "", "iso:"}
    dropped = {t.place.id for t, _ in chosen if t.place is not None and t.place.id in around}
    for (one, _), (two, _) in pairwise(chosen):
        between = sentence.text[
            one.mention.end - sentence.start : two.mention.start - sentence.start
        ]
        if _UNIT_OF.fullmatch(between):  # "the Caucasus region of X"
            dropped.add(one.place.id if one.place else "")
        if _INSIDE.fullmatch(between) and _coarser(two, one):
            dropped.add(two.place.id if two.place else "")
    return [c for c in chosen if c[0].place is None or c[0].place.id not in dropped] or chosen


def _coarser(one: Toponym, other: Toponym) -> bool:
    if one.place is None or other.place is None:
        return False
    mine, theirs = (WHERE_PRECISION[t.place.feature_class] for t in (one, other) if t.place)
    return mine > theirs


def _score_all(
    sentence: Sentence, finding: Finding, others: list[Finding]
) -> list[tuple[float, Toponym, str]]:
    """Return the candidate places, in order, with a score and the words that govern them."""
    out: list[tuple[float, Toponym, str]] = []
    previous: tuple[int, float, str] | None = None  # end, score and governor of the name before
    for top in sentence.toponyms:
        start, end = top.mention.start - sentence.start, top.mention.end - sentence.start
        if top.place is None or start < sentence.body or sentence.in_citation(start):
            continue
        if top.mention.kind != "toponym":
            continue
        score, how = _score(sentence, finding, top, start)
        if previous and _LIST.match(sentence.text[previous[0] : start]) and not how:
            score, how = previous[1], previous[2]
        previous = (end, score, how)
        if how and score > 0 and (how == "which" or _is_owner(sentence, finding, others, start)):
            out.append((score, top, how))
    return out


def _is_owner(sentence: Sentence, finding: Finding, others: list[Finding], at: int) -> bool:
    """Whether the place at `at` belongs to `finding` rather than to another event."""
    home = sentence.clause_at(at)
    if home != finding.clause and any(o.clause == home for o in others):
        return False
    for other in others:
        if finding.start < other.start < at and other.clause == home:
            return False
        if at < finding.start and other.start < at and other.clause == home:
            return False
    return True


def _score(sentence: Sentence, finding: Finding, top: Toponym, start: int) -> tuple[float, str]:
    """Return how well a toponym fits as the place of `finding`, and what governs it."""
    own = _speaker_place(finding, start)
    if own:
        return 0.5, own
    if _is_elsewhere(sentence, finding, top, start):
        return 0.0, ""
    wide = top.place is not None and top.place.feature_class in _WIDE
    score, how = govern(finding, sentence.text, start, start + len(top.mention.text), wide=wide)
    if not how:
        return 0.0, ""
    clause = sentence.clause_at(start)
    if clause != finding.clause and how != "which":
        apart = clause.intro in _APART or finding.clause.intro in {"while", "but"}
        score -= 0.75 if apart else 0.35
    score -= 0.2 * wide + 0.6 * (not top.mention.literal and how != "host")
    return score - min(abs(start - finding.start), 200) / 1000, how


def _speaker_place(finding: Finding, start: int) -> str:
    """Return "officials in" where those who report fighting report it from their own town."""
    frame = finding.frame
    if frame is None or finding.type not in _FOUGHT or finding.stance is Stance.DENIED:
        return ""
    own = _LOCALS.match(frame.subject)
    return own[0] if own and frame.subject_start <= start < frame.subject_end else ""


def _is_elsewhere(sentence: Sentence, finding: Finding, top: Toponym, start: int) -> bool:
    """Whether a toponym tells of a speaker, an owner or a topic, not of the event's place."""
    before = sentence.text[max(0, start - 110) : start]
    end = start + len(top.mention.text)
    owned = _POSSESSIVE.match(sentence.text, end) or sentence.text.startswith(" side", end)
    if owned or _AIMED.search(before) or _FOUGHT_OVER.search(before):
        return True
    fired = finding.type in _FIRED and (_ORIGIN.search(before) or _AGREED.search(before))
    if fired or _is_hosting(sentence, finding, start):
        return True
    aside = any(a <= start < b for a, b in finding.asides)
    if aside != (finding.type is T.STATEMENT):
        topic = top.place is not None and top.place.feature_class is FeatureClass.REGION
        scene = finding.type is T.STATEMENT and topic  # what is spoken of: the contested region
        return not (scene or _is_scene(finding, sentence.text, start))
    official = _OFFICIAL.search(before)
    if official and finding.type is T.HUMANITARIAN and _INHABITANTS.match(official[0]):
        return False  # "half the population of X was displaced"
    if finding.type not in {T.STATEMENT, T.PROTEST} and official:
        return True
    return bool(finding.type in _MET | {T.ARMS} and _TOPIC.search(before))


def _is_hosting(sentence: Sentence, finding: Finding, start: int) -> bool:
    """Whether a place is where somebody speaks of the event ("At a meeting in X, Y denied")."""
    frame = finding.frame
    if frame is None or finding.type is T.STATEMENT:
        return False
    ahead = sentence.body <= start < min(frame.subject_start, frame.start)
    desk = _IN_SEAT.match(sentence.text, sentence.body)
    said = desk is not None and desk.end() == frame.subject_start and _DESK.search(frame.subject)
    return ahead and bool(said or _MEETING.match(sentence.text, sentence.body))


def _is_scene(finding: Finding, text: str, start: int) -> bool:
    """Whether a place around a statement's verb sets the scene of the saying."""
    frame = finding.frame
    if finding.type is not T.STATEMENT or frame is None:
        return False
    if frame.end <= start:
        between = text[frame.end : start]
        bracketed = between.lstrip().startswith("(") and ")" not in between
        told = (
            not has_verb(between)
            and " that " not in between
            and " that " in text[start : frame.scope[1]]
        )
        closing = frame.tail[0] <= start < frame.tail[1]  # "…," X said in Y
        return bracketed or (frame.kind == "say" and (told or closing))
    return start < frame.start and start < frame.scope[0]


def _place_at(chosen: list[tuple[Toponym, str]]) -> Placing:
    places = tuple(t for t, _ in chosen)
    unique: list[Toponym] = []
    for top in places:
        if all(top.place != u.place for u in unique):
            unique.append(top)
    precisions, radii = zip(
        *(_precision(t.place, how) for t, how in chosen if t.place), strict=True
    )
    how = chosen[0][1]
    return Placing(tuple(unique), max(precisions), max(radii), f"place governed by “{how}”")


def _precision(place: Place, how: str) -> tuple[int, float]:
    """Return UCDP's where_prec and a radius in kilometres for a place and what governs it."""
    precision = WHERE_PRECISION[place.feature_class]
    radius = place.radius_km
    if _NEAR.search(how) and precision == 1:
        return 2, max(radius, 25.0)
    if _SIDE.search(how) and place.areal and not _NEAR.search(how):
        return 5, max(radius, 25.0)
    return precision, radius


def _find_area_noun(sentence: Sentence, finding: Finding) -> str:
    for m in _AREA_NOUN.finditer(sentence.text):
        if any(a <= m.start() < b for a, b in finding.asides):
            continue  # "the minister of the unrecognised republic said"
        near = sentence.clause_at(m.start()) == finding.clause and m.start() < finding.end + 120
        if near or finding.type is T.HUMANITARIAN:
            return m[0]
    return ""


def _area(area: Toponym, noun: str) -> Placing:
    assert area.place is not None  # noqa: S101  the callers pass resolved ones
    precision, radius = _precision(area.place, noun)
    return Placing((area,), precision, radius, f"“{noun}” read as {area.mention.text}")
