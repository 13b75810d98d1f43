"""What ties a place name to a trigger: prepositions, objects, subjects."""

from __future__ import annotations

import re

from karamap.events.findings import Finding
from karamap.events.where.endings import Ending
from karamap.events.where.seats import is_seat_of_body
from karamap.model import EventType

__all__ = ["NATIVE", "VISITING", "govern", "is_struck", "is_suffered"]

T = EventType
_MOVES = {
    T.TALKS, T.TROOP_MOVEMENT, T.HUMANITARIAN, T.ARMS, T.POLITICAL, T.INTERVENTION, T.OTHER,
    T.BLOCKADE, T.INFRASTRUCTURE,
}  # fmt: skip
_TAKES_OBJECT = {
    T.SHELLING, T.AIR_STRIKE, T.BATTLE, T.TERRITORIAL_CHANGE, T.BLOCKADE, T.INFRASTRUCTURE, T.TALKS,
    T.HUMANITARIAN, T.OTHER, T.TROOP_MOVEMENT, T.PROTEST,
}  # fmt: skip
_ALONG = {T.TROOP_MOVEMENT, T.BLOCKADE, T.BATTLE, T.SHELLING, T.CEASEFIRE_VIOLATION}
_GUARDS = {T.TROOP_MOVEMENT, T.BLOCKADE, T.BATTLE, T.HUMANITARIAN, T.SHELLING}
_ENTERS = {T.TERRITORIAL_CHANGE, T.BATTLE}
_INWARD = {"into", "onto", "toward", "towards"}
_BETWEEN = {T.BLOCKADE, T.INFRASTRUCTURE, T.PROTEST}
_TAKES_SUBJECT = {
    T.TERRITORIAL_CHANGE, T.BLOCKADE, T.INFRASTRUCTURE, T.SHELLING, T.BATTLE, T.AIR_STRIKE,
}  # fmt: skip
_ATTACKED = {T.BATTLE, T.AIR_STRIKE}  # a name before these verbs may be an army's
_SUBJECT_GAP = 60  # characters
_COMES_FROM = {
    T.ARMS, T.INTERVENTION, T.HUMANITARIAN, T.TROOP_MOVEMENT,
}  # fmt: skip
_TRAVELS = {T.TALKS, T.TROOP_MOVEMENT, T.HUMANITARIAN, T.ARMS, T.INTERVENTION}
_FILLER = (
    r"(?:(?:the|a|an|its|his|their|occupied|nearby|neighbou?ring|breakaway|contested|disputed|mountainous|"
    r"mountain|strategic|strategically|key|historic|ancient|border|southern|northern|eastern|western|"
    r"central|edge|breakaway|reaches|fringes|south|north|east|west|north-?east(?:ern)?|north-?west(?:ern)?|south-?east(?:ern)?|"
    r"south-?west(?:ern)?|separatist|regional|de\sfacto|main|capital|ethnic|"
    r"Armenian|Azerbaijani|Azeri|Russian|Turkish|Iranian|Georgian|Caucasus|rebel|besieged|unrecogni[sz]ed|"
    r"villages?|towns?|city|cities|settlements?|districts?|regions?|provinces?|exclave|enclave|"
    r"territor(?:y|ies)|area|areas|outskirts|suburbs|republic|autonomous|around|parts?|whole|"
    r"of|and|in|direction|all|most|much|self-proclaimed|heights?|hills?|capital,|Black\sSea|resort|"
    r"line\sof\scontact|contact\sline|front-?\s?lines?|border|road|highway|war-torn|nation|country|state|city,|"
    r"banks?|side|shores?|slopes?|foot|entrances?|exit|approaches|gates|vicinity|environs|section|sector|stretch|"
    r"frontier|zone|front|centre|center|main\sroad|besieged|embattled|northernmost|southernmost|easternmost|westernmost|"
    r"entire|rest|remainder|ruins|remains|adjoining|bordering|surrounding|adjacent\sto|(?:artillery|firing|rocket|gun)\srange|range|sight|reach|[\w-]+[’']s|"
    r"(?:roads?|highway|route|bridge)\s(?:that\s)?(?:link(?:s|ing)|connect(?:s|ing)|lead(?:s|ing)|run(?:s|ning))(?:\s(?:down|up))?"
    r"(?:\s(?:to|from|between|towards?))?|"
    r"[\w-]+(?=\s(?:(?:resort|port|border|capital|holiday|lakeside)\s)?(?:city|town|village|capital|resort|port)(?:\sof|,)?\s))[\s,(]+)*"
)
# "the region and X": what follows "and" is governed only where a name stands before it
_END = r"(?<!\sand\s)$"
_LOCATIVE = re.compile(
    rf"\b(in|at|near|around|outside|over|inside|within|across|along|throughout|on|above|from\snear|close\sto|"
    rf"outside\sof|east\sof|west\sof|north\sof|south\sof|north-?east\sof|north-?west\sof|"
    rf"south-?east\sof|south-?west\sof|kilomet\w+\s(?:\w+\s)?of|kilomet\w+\sfrom|off|via|through|between|opposite|facing|beside|alongside|as\sfar\sas|up\sto|spread(?:ing)?\s(?:in)?to|spill\w*\s(?:over\s)?(?:in)?to|"
    rf"across\sfrom|beyond|against)[\s(]+[“\"]?{_FILLER}[“\"]?{_END}",
    re.IGNORECASE,
)
_TOWARD = re.compile(
    rf"\b(visit\w*|connect(?:s|ing)|link(?:s|ing)|to|into|towards?|for|onto|reach(?:ed)?)\s+{_FILLER}{_END}",
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
_VERB_OF = re.compile(
    rf"\b(?:[a-z]{{3,}}ed|took|hit|struck|left|held|cut)\s{_FILLER}{_END}", re.IGNORECASE
)
_STRIKES = {T.SHELLING, T.AIR_STRIKE, T.BATTLE}
_LATER = re.compile(
    rf"[^,;:]{{0,60}}?\s(?:hit|struck|pounded|landed\son|slammed\sinto)\s+{_FILLER}", re.IGNORECASE
)
_FLEEING = re.compile(
    rf"\b(?:fled|flee(?:ing)?|leaving|escap(?:ed|ing)\sfrom|abandon(?:ed|ing))\s(?:from\s)?{_FILLER}{_END}",
    re.IGNORECASE,
)
_STRIKING = re.compile(
    rf"\b(?:shell|bomb(?:ard)?|attack|pound|storm|target|fir)(?:ed|ing)\s(?:(?:on|at|upon)\s)?{_FILLER}{_END}",
    re.IGNORECASE,
)
_SHARE = (
    r"(?:(?:[\w-]+\s){0,3}(?:districts|villages|towns|cities|regions|areas),?\sand\s)?"
    r"(?:(?:nearly|almost|about|over|more\sthan|another|at\sleast|some)\s)?(?:a\s(?:third|quarter|fifth|half|part)|half|"
    r"two-?\s?thirds|three-?\s?quarters|large\s(?:parts|swathes|areas)|most|much|parts)\sof\s"
)
_OBJECT = re.compile(rf"^\s*(?:{_STRUCK})?(?:{_SHARE})?{_FILLER}{_END}", re.IGNORECASE)
_BORDER = Ending(
    "with",
    r"(?<!near\sthe\s)(?<!towards\sthe\s)(?<!toward\sthe\s)\b(?:border|frontier)s?\swith\s$",
    re.IGNORECASE,
)
_AT_THE = Ending(
    "of in to at near",
    r"\b(?:in|at|near|outside|around|inside|on)\s(?:the|a|an|its)\s(?!(?:government|army|"
    r"parliament|forces?|president|ministry|name|face|case|interests?|fight|talks|event|border)\b)"
    r"(?:[a-z-]+\s){1,3}(?:of|in|to|at|near)\s(?:the\s)?$",
)
_HOST = re.compile(r"\w+\s(?:[a-z]+\s){0,3}?host(?:s|ed|ing)?\b")
_FROM = re.compile(rf"\bfrom\s{_FILLER}$", re.IGNORECASE)
# "a conscript from X was killed": where somebody comes from; "refugees from X" fled it
NATIVE = re.compile(
    r"(?<!of\s)\b(?:soldiers?|servicem[ae]n|m[ae]n|wom[ae]n|boys?|girls?|conscripts?|resident|native|privates?|"
    r"lieutenants?|captains?|majors?|sergeants?|officers?|farmers?|fighters?|volunteers?|mercenar(?:y|ies)|"
    r"journalists?|reporters?|drivers?|workers?|students?|teenagers?|civilian|mother|father|correspondents?)\sfrom\s"
)
_SAID = {T.STATEMENT, T.POLITICAL, T.AGREEMENT, T.TALKS}
VISITING = re.compile(
    r"\b(?:visit(?:ed|ing|s)?|(?:visit|trip|tour|return)\s(?:to|in|of)|landed\s(?:in|at)|arriv(?:ed|ing)\s(?:in|at)|"
    r"(?:flew|flown|travell?ed|travelling|returned)\s(?:in)?to)(?:\sthe)?\s?$"
)
_SET_OFF = Ending(
    "for",
    r"\b(?:left|leav(?:es?|ing)|depart\w*|set\s(?:off|out)|head(?:ed|ing|s)?|bound|flew|flown|flies|sail\w*|t(?:ook|aken|akes?)\soff|"
    r"embark\w*|due)\b[^,;:]{0,70}\sfor\s(?:the\s)?$",
)
_LEAVES = re.compile(r"\b(?:left|leav(?:es?|ing)|depart\w*)$")
_PEOPLE = re.compile(
    rf"\b(?:populations?|inhabitants|residents|people|villagers|townspeople|civilians|citizens|families|children|"
    rf"refugees|households|homes|houses|dead|bodies|Armenians|Azer(?:is|baijanis)|Kurds|Russians)\s(?:of|in)\s{_FILLER}$",
    re.IGNORECASE,
)
# "X declares independence", "the X parliament voted"
_DECIDES = re.compile(
    r"(?:[’']s)?(?:\s(?:regional|supreme|national|local))?(?:\s(?:soviet|parliament|assembly|council|legislature|lawmakers|deputies))?"
    r"\s(?:has\s|had\s|on\s\w+\s)?(?:declar|proclaim|vot|seced|elect|adopt|held\s(?:an?|its)\s(?:\w+\s)?(?:referendum|election))\w*",
    re.IGNORECASE,
)
_VOTES = re.compile(
    r"\s(?:(?:is|are|was|were)\s(?:due|set|to)\s(?:to\s)?|will\s|has\s|had\s)?(?:hold|holds|held|elect\w*|vot\w+|goes\s|go\s|went\s)"
)
_ELECTS = re.compile(r"elect|vot|referendum|poll|parliamentary|presidential", re.IGNORECASE)
_VOTERS = Ending(
    "of in",
    r"\b(?:residents|voters|people|inhabitants|citizens|population|Armenians)\s(?:of|in)\s(?:the\s)?$",
    re.IGNORECASE,
)
# "brought in for X and Y": where an order is in force
_IN_FORCE = Ending(
    "for",
    r"\b(?:curfew|emergency|martial\slaw|rule|mobili[sz]ation|vote|referendum|elections?)\b[^,;:]{0,60}\sfor\s(?:the\s)?$",
)
_RECALLED = Ending(
    "from",
    r"\b(?:recall\w*|withdr[ae]w\w*|expel\w*)\s(?:\w+\s){1,4}?(?:ambassadors?|envoys?|diplomats?)\sfrom\s$",
)
_ON_THE_BORDER = re.compile(
    r"\b(?:(?:fighting|clashes|battles|hostilities|skirmish\w*)\b[^,;]{0,40}|borders?|frontier|roads?|highway|route|corridor|line)\sbetween\s(?:the\s)?(?:[\w’']+\s(?:of\s)?)?$"
)
_BORDER_OF = re.compile(r"\b(?:borders?|frontier)\sbetween\s$", re.IGNORECASE)
_UNDERGOES = re.compile(
    r"[\w-]+(?:[\s-](?:[Dd]istricts?|[Rr]egions?|[Cc]orridor|[Hh]eights?|[Hh]ills?|villages?|towns?|city|settlements?|"
    r"pass|bridge|road|airport|province|area|enclave|front|pocket|garrison))?(?:\sitself)?"
    r"(?P<aside>,\s[^,.;:“”\"]{3,90},)?"  # ", which lies below Y," ", a town of the north,"
    r"(?P<inside>\s(?:in|of)\s(?:the\s)?[\w-]+(?:\s[\w-]+)?)?"
    r"(?P<others>(?:,\s[A-Z][\w-]+)*,?\sand\s(?:an?\s\w+\sof\s|[a-z]+\s)?other\s[^,;]{3,90})?"
    r"(?:(?:,\s[A-Z][\w-]+)*,?\sand\s[A-Z][\w-]+(?:\s(?:heights|hills|districts|villages|towns))?)?\s"
    r"(?:was|were|had|has|have|been|came|is|are|fell|also|that|which|be|will|,)"
)
# "a fifth of the country, including X", "six villages, among them X"
_INCLUDING = re.compile(
    rf"\b(?:including|among\sthem|notably|such\sas|namely)\s{_FILLER}{_END}", re.IGNORECASE
)
_BEFALLS = {T.TERRITORIAL_CHANGE, T.SHELLING, T.AIR_STRIKE, T.BATTLE, T.HUMANITARIAN}
_ORIGIN = re.compile(r"\b(?:from|by|with)\s(?:the\s)?$")
# "an attack on X, near the border, which they took": what may stand before a relative clause
_ASIDE = re.compile(
    r"(?:\s(?:district|region|province|corridor|village|city|town|heights))?"
    r"(?:,\s(?:near|in|on|outside|close\sto|north|south|east|west|just|some|about|\d)[^,;]{3,50}(?=,|$))?,?\s?(?:in|during|at|from|on|over|through|after)?"
)
# "towards X, in which, it said, guns were used"
_IN_WHICH = re.compile(
    r"(?:\s[a-z]+)?,?\s(?:(?:in|during|at|on|from|over)\swhich|where),\s[^,;]{2,40},\s"
)
_NAMED_TALKS = re.compile(
    r"\s(?:peace\s)?(?:talks|summit|meeting|negotiations|round|conference)\b", re.IGNORECASE
)
_NAMED_DEED = re.compile(
    r"\s(?:protocol|accords?|agreement|declaration|truce|ceasefire|deal)\b", re.IGNORECASE
)
_OFFICE_OF = re.compile(r"\b(?:chairm[ae]n|chair|co-?chairs?\w*|members?|format)\sof\sthe\s[\w-]+$")
_SUFFERED = re.compile(r"\b(?:was|were|been|being|is|are|be|comes?|came|fell|falls?)\b")


def is_suffered(words: str) -> bool:
    """Whether words of a clause tell what befell its subject."""
    return bool(_SUFFERED.search(words))


def is_struck(before: str, kind: EventType) -> bool:
    """Whether the words before a name tell that it was fired on or, with its dead, fled."""
    fled = kind is T.HUMANITARIAN and _FLEEING.search(before)
    return bool(fled or _STRIKING.search(before))


def govern(finding: Finding, text: str, start: int, end: int, *, wide: bool) -> tuple[float, str]:
    """Return what ties the name at ``[start, end)`` to the trigger, and how firmly."""
    intro = finding.clause.intro
    acts = intro == "which" and finding.type in _SAID  # "Baku, which insists on …"
    aside = _IN_WHICH.match(text, end, finding.start)
    if (aside and finding.start - aside.end() < _SUBJECT_GAP) or (
        intro in {"which", "where"}
        and not acts
        and _ASIDE.fullmatch(text, end, finding.clause.start)
    ):
        return 0.97, "which"
    if finding.type is T.STATEMENT and (found := VISITING.search(text, max(0, start - 60), start)):
        return 0.8, found[0].strip()
    before = text[max(0, start - 110) : start]
    if finding.type is T.POLITICAL and (score := _weigh_body(finding, text, start, end, wide=wide)):
        return score, "seat"
    score, how = _preposition(finding, before, wide=wide)
    if not how and _names_deed(finding, text, end):
        score, how = 0.9, "name"
    if not how and finding.type in {T.TALKS, T.TROOP_MOVEMENT} and _HOST.match(text, start):
        score, how = 0.7, "host"
    return (score, how) if how or wide else _argument(finding, text, start, end)


def _names_deed(finding: Finding, text: str, end: int) -> bool:
    """Whether talks or an agreement bear the name of their place ("the X protocol was signed")."""
    named = {T.TALKS: _NAMED_TALKS, T.AGREEMENT: _NAMED_DEED}.get(finding.type)
    near = finding.start - 2 <= end <= finding.end and not _OFFICE_OF.search(text, 0, end)
    return bool(named and near and named.match(text, end))


def _weigh_body(finding: Finding, text: str, start: int, end: int, *, wide: bool) -> float:
    """Return how firmly the seat of a body that decides ties a name to what it decides."""
    if wide:
        return 1.0 if _VOTES.match(text, end) and _ELECTS.search(finding.trigger) else 0.0
    if is_seat_of_body(text[max(0, start - 110) : start]):
        return 0.65
    decides = start < finding.start and _DECIDES.match(text, end)
    return 1.2 if decides else 0.0  # a name that stands for a body loses 0.6


def _preposition(finding: Finding, before: str, *, wide: bool) -> tuple[float, str]:
    """Return the preposition that governs a name, 0 and "" where none suits `kind`."""
    kind, low = finding.type, before.lower()
    found = _LOCATIVE.search(before)
    if found and (word := found[1].lower()) == "between":
        border = _ON_THE_BORDER if not wide else _BORDER_OF if kind in _GUARDS else None
        found = found if kind in _BETWEEN or (border and border.search(before)) else None
    elif found and word == "against" and kind is not T.INTERVENTION:
        found = None if wide or kind not in _ALONG | {T.HUMANITARIAN} else found
    if found:
        attached = wide and found[0].strip().lower() == "on"  # "an attack on Armenia"
        return (0.0 if attached else 0.95), found[0].strip()
    if not wide and (found := _AT_THE.search(before)):
        return 0.8, found[0].strip()
    along = kind in (_GUARDS if wide else _ALONG)
    of = "of" in low or "over" in low
    found = (of and _OF.search(before)) or (_BORDER.search(before) if along else None)
    if found:
        return 0.85, found[0].strip()
    if kind in _BEFALLS and not wide and (found := _INCLUDING.search(before)):
        return 0.7, found[0].strip()
    return _of_people(kind, before) or _direction(finding, before)


def _of_people(kind: EventType, before: str) -> tuple[float, str] | None:
    """Return what ties a name to those who were driven out or who voted there."""
    if kind is T.HUMANITARIAN and (found := _PEOPLE.search(before)):
        return 0.8, found[0].strip()
    if kind is T.POLITICAL:
        found = _VOTERS.search(before) or _IN_FORCE.search(before) or _RECALLED.search(before)
        return (0.8, found[0].strip()) if found else None
    return None


def _direction(finding: Finding, before: str) -> tuple[float, str]:
    """Return whether a name tells where something went to or came from."""
    kind = finding.type
    if kind in _TRAVELS and (found := _SET_OFF.search(before)):
        return 1.3, found[0].strip()  # more than the "at" of where it left
    found = _TOWARD.search(before)
    inward = kind in _ENTERS | _STRIKES and found and found[1].lower() in _INWARD
    if found and (kind in _MOVES or inward):
        aimed = found[1].lower() == "for" and kind is not T.TALKS
        return (0.0, "") if aimed else (0.8, found[0].strip())
    if kind in _COMES_FROM and _FROM.search(before):
        native = kind is T.HUMANITARIAN and NATIVE.search(before)
        return (0.0, "") if native else (0.55, "from")
    return 0.0, ""


def _argument(finding: Finding, text: str, start: int, end: int) -> tuple[float, str]:
    """Return whether a name is the object or the subject of the trigger."""
    kind = finding.type
    if kind in _TAKES_SUBJECT - _ATTACKED and start < finding.start < end:
        return 0.9, "subject"  # the trigger begins inside the name: "Lachin corridor was blocked"
    if kind in _TAKES_OBJECT:
        after = finding.end <= start and _OBJECT.match(text[finding.end : start])
        later = kind in _STRIKES and finding.end <= start
        if later and _LATER.fullmatch(text, finding.end, start):
            return 0.85, "object"  # "rockets fired from Y hit X"
        # "refugees from X blocked the road"
        native = kind not in _COMES_FROM and end < finding.end and text.endswith("from ", 0, start)
        if after or (finding.start <= start < finding.end and not native):
            left = kind in _TRAVELS and _LEAVES.search(finding.trigger)
            return (0.6, "left") if left else (0.9, "object")
    if finding.strength == "likely" and _VERB_OF.search(text, max(0, start - 80), start):
        return 0.6, "object"
    if kind in _TAKES_SUBJECT and start < finding.start:
        return _subject(finding, text, start, end)
    return 0.0, ""


def _subject(finding: Finding, text: str, start: int, end: int) -> tuple[float, str]:
    """Return whether the trigger tells what befell the name at ``[start, end)``."""
    passive = finding.type not in _ATTACKED or _SUFFERED.search(text, end, finding.end)
    if 0 <= finding.start - end <= 1 and _SUFFERED.search(text, end, finding.end):
        return 0.8, "subject"  # "the X | district had been handed over"
    undergoes = _UNDERGOES.match(text, start, finding.end)
    if undergoes is None or _ORIGIN.search(text, max(0, start - 30), start):
        return 0.0, ""
    aside = len(undergoes["aside"] or "") + len(undergoes["others"] or "")
    if finding.start - start - aside >= _SUBJECT_GAP or not passive:
        return 0.0, ""
    # "X in the Y district was taken": no less firmly than the "in" ties the district
    return (0.8 if undergoes["inside"] else 0.7), "subject"
