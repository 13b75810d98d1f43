"""Place names that tell of a speaker, an owner or a topic, not of where an event happened."""

from __future__ import annotations

import re

from karamap.events.findings import Finding
from karamap.events.phrases import has_verb
from karamap.events.sentences import Sentence
from karamap.model import EventType, FeatureClass, Stance, Toponym

__all__ = ["MEETINGS", "is_elsewhere", "is_hosting", "speaker_place"]

T = EventType
MEETINGS = frozenset({T.TALKS, T.STATEMENT, T.AGREEMENT, T.POLITICAL, T.PROTEST})
_FIRED = {T.SHELLING, T.BATTLE, T.AIR_STRIKE, T.CEASEFIRE_VIOLATION}
_FOUGHT = {T.SHELLING, T.BATTLE, T.AIR_STRIKE, T.HUMANITARIAN}
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
# who speaks for a state from its capital: the capital is no place of what they tell
_DESK = re.compile(r"\b(?:[Mm]inistry|[Ss]pokes\w+|[Gg]overnment|[Pp]arliament|[Pp]rosecutors?)\b")
_IN_SEAT = re.compile(r"In\s[A-ZÀ-Ý][\w’'-]+,\s")


def is_elsewhere(sentence: Sentence, finding: Finding, top: Toponym, start: int) -> bool:
    """Whether a toponym tells of a speaker, an owner or a topic, not of the event's place."""
    before = sentence.text[max(0, start - 110) : start]
    end = start + len(top.mention.text)
    owned = _POSSESSIVE.match(sentence.text, end) or sentence.text.startswith(" side", end)
    if owned or _AIMED.search(before) or _FOUGHT_OVER.search(before):
        return True
    fired = finding.type in _FIRED and (_ORIGIN.search(before) or _AGREED.search(before))
    if fired or is_hosting(sentence, finding, start):
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
    return bool(finding.type in MEETINGS | {T.ARMS} and _TOPIC.search(before))


def is_hosting(sentence: Sentence, finding: Finding, start: int) -> bool:
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


def speaker_place(finding: Finding, start: int) -> str:
    """Return "officials in" where those who report fighting report it from their own town."""
    frame = finding.frame
    if frame is None or finding.type not in _FOUGHT or finding.stance is Stance.DENIED:
        return ""
    own = _LOCALS.match(frame.subject)
    return own[0] if own and frame.subject_start <= start < frame.subject_end else ""
