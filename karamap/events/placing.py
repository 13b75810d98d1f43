"""Where an event happened: the places a trigger governs, never the place of the speaking."""

from __future__ import annotations

import re
from dataclasses import dataclass

from karamap.events.coding import Finding
from karamap.events.sentences import Sentence
from karamap.model import WHERE_PRECISION, EventType, FeatureClass, Place, Toponym

__all__ = ["Placing", "find_places", "last_areas", "last_town"]

T = EventType
_MET = {T.TALKS, T.STATEMENT, T.AGREEMENT, T.POLITICAL, T.PROTEST}
_MOVES = {T.TALKS, T.TROOP_MOVEMENT, T.HUMANITARIAN, T.ARMS, T.POLITICAL, T.INTERVENTION, T.OTHER}
_TAKES_OBJECT = {
    T.SHELLING, T.AIR_STRIKE, T.BATTLE, T.TERRITORIAL_CHANGE, T.BLOCKADE, T.INFRASTRUCTURE, T.TALKS,
    T.HUMANITARIAN, T.OTHER, T.TROOP_MOVEMENT,
}  # fmt: skip
_FOUGHT = {T.SHELLING, T.BATTLE, T.AIR_STRIKE, T.HUMANITARIAN}
_BETWEEN = {T.BLOCKADE, T.INFRASTRUCTURE, T.PROTEST}
_TAKES_SUBJECT = {T.TERRITORIAL_CHANGE, T.BLOCKADE, T.INFRASTRUCTURE, T.SHELLING}
_SUBJECT_GAP = 60  # characters
_APART = {"while", "but", "since", "and"}
_COMES_FROM = {T.ARMS, T.INTERVENTION, T.HUMANITARIAN, T.TROOP_MOVEMENT}
_WIDE = {FeatureClass.COUNTRY, FeatureClass.CONTINENT, FeatureClass.FORMER_UNIT}

# what may stand between the preposition and the name
_FILLER = (
    r"(?:(?:the|a|an|its|his|their|occupied|nearby|neighbou?ring|breakaway|contested|disputed|mountainous|"
    r"mountain|strategic|strategically|key|historic|ancient|border|southern|northern|eastern|western|"
    r"central|south|north|east|west|north-?east(?:ern)?|north-?west(?:ern)?|south-?east(?:ern)?|"
    r"south-?west(?:ern)?|separatist|regional|de\sfacto|main|capital|ethnic|"
    r"Armenian|Azerbaijani|Azeri|Russian|Turkish|Iranian|Georgian|Caucasus|rebel|besieged|unrecogni[sz]ed|"
    r"villages?|towns?|city|cities|settlements?|districts?|regions?|provinces?|exclave|enclave|"
    r"territor(?:y|ies)|area|areas|outskirts|suburbs|republic|autonomous|around|parts?|whole|"
    r"of|and|in|direction|all|most|much|self-proclaimed|heights?|hills?|capital,|Black\sSea|resort|"
    r"line\sof\scontact|contact\sline|front-?\s?lines?|border|road|highway|war-torn|nation|country|state|city,)[\s,]+)*"
)
_LOCATIVE = re.compile(
    rf"\b(in|at|near|around|outside|over|inside|within|across|along|throughout|on|above|from\snear|close\sto|"
    rf"outside\sof|east\sof|west\sof|north\sof|south\sof|north-?east\sof|north-?west\sof|"
    rf"south-?east\sof|south-?west\sof|kilomet\w+\s(?:\w+\s)?of|kilomet\w+\sfrom|off|via|through|between)[\s(]+[“\"]?{_FILLER}[“\"]?$",
    re.IGNORECASE,
)
_TOWARD = re.compile(
    rf"\b(visit\w*|to|into|towards?|for|onto|reach(?:ed)?)\s+{_FILLER}$", re.IGNORECASE
)
_OF = re.compile(
    rf"\b(?:control|capture|seizure|fall|shelling|bombardment|bombing|siege|blockade|loss|liberation|"
    rf"recapture|occupation|defence|defense|village|town|city|district|region|province|villages|towns|"
    rf"districts|outskirts|part|parts|north|south|east|west|streets|centre|center|heights?|areas?|direction|"
    rf"directions|territory|surrender|evacuation|republic|exclave|enclave|handover|return)\s(?:over\s|of\s)+{_FILLER}$",
    re.IGNORECASE,
)
_OBJECT = re.compile(rf"^\s*{_FILLER}$", re.IGNORECASE)
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
_AT_THE = re.compile(
    r"\b(?:in|at|near|outside|around|inside|on|before)\s(?:the|a|an|its)\s(?!(?:government|army|"
    r"parliament|forces?|president|ministry|name|face|case|interests?|fight|talks|event|border)\b)"
    r"(?:[a-z-]+\s){1,3}(?:of|in|to|at|near)\s(?:the\s)?$"
)
_AIMED = re.compile(
    r"\b(?:blame|pressure|sanctions|depend\w*|call\w*|attention|position|impose\w*|influence)\s"
    r"(?:\w+\s)?on\s(?:the\s)?$",
    re.IGNORECASE,
)
_LOCALS = re.compile(
    r"(?:local\s)?officials?\sin\b|residents\s(?:of|in)\b|authorities\sin\b", re.IGNORECASE
)
_HOST = re.compile(r"\w+\s(?:has\s|will\s)?host")
_FROM = re.compile(rf"\bfrom\s{_FILLER}$", re.IGNORECASE)
_UNDERGOES = re.compile(
    r"[\w-]+(?:[\s-][Dd]istricts?|[\s-][Rr]egion|[\s-][Cc]orridor|\scity)?\s"
    r"(?:was|were|had|has|have|been|came|is|are|fell|also|that|which|be|will|,)"
)
_POSSESSIVE = re.compile(
    r"(?:’s|'s|`s|’|')\s(?!(?:capital|outskirts|airport|centre|center|region|district|province|border|\w+\s"
    r"(?:region|district|province|border))\b)"
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
    r"\b(in|around|over|inside|throughout|across|into|from|of)\s+(?:and\saround\s)?(?:(?:the|this)\s)"
    r"(?:(?:mountainous|ethnic|Armenian|contested|disputed|breakaway|separatist|southern|northern|self-proclaimed|"
    r"Armenian-populated|part|parts|areas?|of|the)\s)*"
    r"(enclave|breakaway\s(?:region|territory|republic)|disputed\s(?:region|territory)|region|territory|"
    r"conflict\szone|unrecogni[sz]ed\srepublic)\b(?!\s(?:of|between|which))",
    re.IGNORECASE,
)
_TOWN_NOUN = re.compile(
    r"(?:^|\b(?:in|at|on|near|around|outside|of|into|from|to)\s)the\s(?:city|town|village)\b(?!\sof\s[A-Z])|"
    r"\b(?:killed|landed|fell|fired|hit|died|shelled)\sthere\b",
    re.IGNORECASE,
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


def last_town(sentences: list[Sentence], index: int) -> Toponym | None:
    """Return the settlement named last in the two sentences before `index`."""
    for sentence in reversed(sentences[max(0, index - 2) : index]):
        for top in reversed(sentence.toponyms):
            inside = top.mention.start - sentence.start >= sentence.body
            if inside and top.place and top.place.feature_class is FeatureClass.SETTLEMENT:
                return top
    return None


def find_places(
    sentence: Sentence,
    finding: Finding,
    others: list[Finding],
    area: Toponym | None,
    town: Toponym | None = None,
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
    """
    scored = _score_all(sentence, finding, others)
    if scored:
        best = max(s for s, _, _ in scored)
        chosen = [(t, how) for s, t, how in scored if s >= best - 0.25]
        fine = [c for c in chosen if c[0].place is not None and not c[0].place.areal]
        if fine and finding.type is not T.ARMS:
            chosen = fine
        return _place_at(chosen)
    if area is not None and finding.type not in _MET and not finding.refers:
        noun = _find_area_noun(sentence, finding)
        if noun:
            return _area(area, noun)
    if town is not None and finding.type not in _MET and not finding.refers:
        here = _TOWN_NOUN.search(sentence.text, finding.clause.start, finding.clause.end)
        if here:
            return _area(town, here[0])
    return _NOWHERE


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
    score, how = _govern(finding, sentence.text, start, start + len(top.mention.text), wide=wide)
    if not how:
        return 0.0, ""
    clause = sentence.clause_at(start)
    if clause != finding.clause and how != "which":
        apart = clause.intro in _APART or finding.clause.intro in {"while", "but"}
        score -= 0.75 if apart else 0.35
    score -= 0.2 * wide + 0.6 * (not top.mention.literal)
    return score - min(abs(start - finding.start), 200) / 1000, how


def _speaker_place(finding: Finding, start: int) -> str:
    """Return "officials in" where those who report fighting report it from their own town."""
    frame = finding.frame
    if frame is None or finding.type not in _FOUGHT:
        return ""
    own = _LOCALS.match(frame.subject)
    return own[0] if own and frame.subject_start <= start < frame.subject_end else ""


def _is_elsewhere(sentence: Sentence, finding: Finding, top: Toponym, start: int) -> bool:
    """Whether a toponym tells of a speaker, an owner or a topic, not of the event's place."""
    before = sentence.text[max(0, start - 110) : start]
    if _POSSESSIVE.match(sentence.text, start + len(top.mention.text)) or _AIMED.search(before):
        return True
    if finding.type is not T.STATEMENT and any(a <= start < b for a, b in finding.asides):
        return True
    if finding.type not in {T.STATEMENT, T.PROTEST} and _OFFICIAL.search(before):
        return True
    return bool(finding.type in _MET | {T.ARMS} and _TOPIC.search(before))


def _govern(finding: Finding, text: str, start: int, end: int, *, wide: bool) -> tuple[float, str]:
    """Return what ties the name at ``[start, end)`` to the trigger, and how firmly."""
    score, how = _preposition(finding.type, text[max(0, start - 110) : start], wide=wide)
    if how:
        return score, how
    if finding.clause.intro in {"which", "where"} and 0 <= finding.clause.start - end <= 1:
        return 0.75, "which"
    if finding.type in {T.TALKS, T.TROOP_MOVEMENT} and _HOST.match(text, start):
        return 0.7, "host"
    return (0.0, "") if wide else _argument(finding, text, start)


def _preposition(kind: EventType, before: str, *, wide: bool) -> tuple[float, str]:
    """Return the preposition that governs a name, 0 and "" where none suits `kind`."""
    found = _LOCATIVE.search(before)
    if found and (found[1].lower() != "between" or kind in _BETWEEN):
        attached = wide and found[1].lower() == "on"  # "an attack on Armenia"
        return (0.0 if attached else 0.95), found[0].strip()
    if not wide and (found := _AT_THE.search(before)):
        return 0.8, found[0].strip()
    found = _OF.search(before)
    if found:
        return 0.85, found[0].strip()
    found = _TOWARD.search(before)
    if found and kind in _MOVES:
        aimed = found[1].lower() == "for" and kind is not T.TALKS
        return (0.0, "") if aimed else (0.8, found[0].strip())
    if kind in _COMES_FROM and _FROM.search(before):
        return 0.55, "from"
    return 0.0, ""


def _argument(finding: Finding, text: str, start: int) -> tuple[float, str]:
    """Return whether a name is the object or the subject of the trigger."""
    if finding.type in _TAKES_OBJECT:
        after = finding.end <= start and _OBJECT.match(text[finding.end : start])
        if after or finding.start <= start < finding.end:
            return 0.9, "object"
    gap = text[start : finding.start]
    if finding.type in _TAKES_SUBJECT and len(gap) < _SUBJECT_GAP and _UNDERGOES.match(gap):
        return 0.7, "subject"
    return 0.0, ""


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
        near = sentence.clause_at(m.start()) == finding.clause and m.start() < finding.end + 120
        if near or finding.type is T.HUMANITARIAN:
            return m[0]
    return ""


def _area(area: Toponym, noun: str) -> Placing:
    assert area.place is not None  # noqa: S101  the callers pass resolved ones
    precision, radius = _precision(area.place, noun)
    return Placing((area,), precision, radius, f"“{noun}” read as {area.mention.text}")
