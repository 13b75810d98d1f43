"""What ties a place name to a trigger: prepositions, objects, subjects."""

from __future__ import annotations

import re

from karamap.events.findings import Finding
from karamap.model import EventType

__all__ = ["govern"]

T = EventType
_MOVES = {
    T.TALKS, T.TROOP_MOVEMENT, T.HUMANITARIAN, T.ARMS, T.POLITICAL, T.INTERVENTION, T.OTHER,
    T.BLOCKADE, T.INFRASTRUCTURE,
}  # fmt: skip
_TAKES_OBJECT = {
    T.SHELLING, T.AIR_STRIKE, T.BATTLE, T.TERRITORIAL_CHANGE, T.BLOCKADE, T.INFRASTRUCTURE, T.TALKS,
    T.HUMANITARIAN, T.OTHER, T.TROOP_MOVEMENT,
}  # fmt: skip
_ALONG = {T.TROOP_MOVEMENT, T.BLOCKADE, T.BATTLE, T.SHELLING, T.CEASEFIRE_VIOLATION}
_ENTERS = {T.TERRITORIAL_CHANGE, T.BATTLE}
_INWARD = {"into", "toward", "towards"}
_BETWEEN = {T.BLOCKADE, T.INFRASTRUCTURE, T.PROTEST}
_TAKES_SUBJECT = {T.TERRITORIAL_CHANGE, T.BLOCKADE, T.INFRASTRUCTURE, T.SHELLING}
_SUBJECT_GAP = 60  # characters
_COMES_FROM = {T.ARMS, T.INTERVENTION, T.HUMANITARIAN, T.TROOP_MOVEMENT}
_FILLER = (
    r"(?:(?:the|a|an|its|his|their|occupied|nearby|neighbou?ring|breakaway|contested|disputed|mountainous|"
    r"mountain|strategic|strategically|key|historic|ancient|border|southern|northern|eastern|western|"
    r"central|edge|breakaway|reaches|fringes|south|north|east|west|north-?east(?:ern)?|north-?west(?:ern)?|south-?east(?:ern)?|"
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
    rf"\b(visit\w*|connect(?:s|ing)|link(?:s|ing)|to|into|towards?|for|onto|reach(?:ed)?)\s+{_FILLER}$",
    re.IGNORECASE,
)
_OF = re.compile(
    rf"\b(?:control|capture|seizure|fall|shelling|bombardment|bombing|siege|blockade|loss|liberation|"
    rf"recapture|occupation|defence|defense|village|town|city|district|region|province|villages|towns|"
    rf"districts|outskirts|part|parts|north|south|east|west|streets|centre|center|heights?|areas?|direction|"
    rf"directions|territory|surrender|evacuation|republic|exclave|enclave|handover|return)\s(?:over\s|of\s)+{_FILLER}$",
    re.IGNORECASE,
)
# "a missile attack hit X": the noun is the trigger, its verb says no more
_STRUCK = (
    r"(?:(?:has|have|had)\s(?:also\s)?)?(?:hit|struck|targeted|rocked|shook|damaged|devastated)\s+"
)
_OBJECT = re.compile(rf"^\s*(?:{_STRUCK})?{_FILLER}$", re.IGNORECASE)
_BORDER = re.compile(r"\b(?:border|frontier)s?\swith\s$", re.IGNORECASE)
_AT_THE = re.compile(
    r"\b(?:in|at|near|outside|around|inside|on|before)\s(?:the|a|an|its)\s(?!(?:government|army|"
    r"parliament|forces?|president|ministry|name|face|case|interests?|fight|talks|event|border)\b)"
    r"(?:[a-z-]+\s){1,3}(?:of|in|to|at|near)\s(?:the\s)?$"
)
_HOST = re.compile(r"\w+\s(?:has\s|will\s)?host")
_FROM = re.compile(rf"\bfrom\s{_FILLER}$", re.IGNORECASE)
_UNDERGOES = re.compile(
    r"[\w-]+(?:[\s-][Dd]istricts?|[\s-][Rr]egion|[\s-][Cc]orridor|\scity)?"
    r"(?P<aside>,\s[^,.;:“”\"]{3,90},)?"  # ", which lies below Y," ", a town of the north,"
    r"(?P<inside>\s(?:in|of)\s(?:the\s)?[\w-]+(?:\s[\w-]+)?)?"
    r"(?:(?:,\s[A-Z][\w-]+)*,?\sand\s[A-Z][\w-]+)?\s"
    r"(?:was|were|had|has|have|been|came|is|are|fell|also|that|which|be|will|,)"
)


def govern(finding: Finding, text: str, start: int, end: int, *, wide: bool) -> tuple[float, str]:
    """Return what ties the name at ``[start, end)`` to the trigger, and how firmly."""
    score, how = _preposition(finding.type, text[max(0, start - 110) : start], wide=wide)
    if how:
        return score, how
    if finding.clause.intro in {"which", "where"} and 0 <= finding.clause.start - end <= 1:
        return 0.75, "which"
    if finding.type in {T.TALKS, T.TROOP_MOVEMENT} and _HOST.match(text, start):
        return 0.7, "host"
    return (0.0, "") if wide else _argument(finding, text, start, end)


def _preposition(kind: EventType, before: str, *, wide: bool) -> tuple[float, str]:
    """Return the preposition that governs a name, 0 and "" where none suits `kind`."""
    found = _LOCATIVE.search(before)
    if found and (found[1].lower() != "between" or kind in _BETWEEN):
        attached = wide and found[1].lower() == "on"  # "an attack on Armenia"
        return (0.0 if attached else 0.95), found[0].strip()
    if not wide and (found := _AT_THE.search(before)):
        return 0.8, found[0].strip()
    found = _OF.search(before) or (_BORDER.search(before) if kind in _ALONG else None)
    if found:
        return 0.85, found[0].strip()
    found = _TOWARD.search(before)
    if found and (kind in _MOVES or (kind in _ENTERS and found[1].lower() in _INWARD)):
        aimed = found[1].lower() == "for" and kind is not T.TALKS
        return (0.0, "") if aimed else (0.8, found[0].strip())
    if kind in _COMES_FROM and _FROM.search(before):
        return 0.55, "from"
    return 0.0, ""


def _argument(finding: Finding, text: str, start: int, end: int) -> tuple[float, str]:
    """Return whether a name is the object or the subject of the trigger."""
    if finding.type in _TAKES_SUBJECT and start < finding.start < end:
        return 0.9, "subject"  # the trigger begins inside the name: "Lachin corridor was blocked"
    if finding.type in _TAKES_OBJECT:
        after = finding.end <= start and _OBJECT.match(text[finding.end : start])
        if after or finding.start <= start < finding.end:
            return 0.9, "object"
    if finding.type in _TAKES_SUBJECT and start < finding.start:
        undergoes = _UNDERGOES.match(text, start, finding.start)
        aside = len(undergoes["aside"] or "") if undergoes else 0
        if undergoes and finding.start - start - aside < _SUBJECT_GAP:
            # "X in the Y district was taken": no less firmly than the "in" ties the district
            return (0.8 if undergoes["inside"] else 0.7), "subject"
    return 0.0, ""
