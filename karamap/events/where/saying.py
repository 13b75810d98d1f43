"""Where the saying takes place: scenes, hearers and speakers, never the place of what is told."""

from __future__ import annotations

import re

from karamap.events.findings import Finding
from karamap.events.phrases import has_verb
from karamap.events.sentences import Sentence
from karamap.events.where.seats import is_seat
from karamap.model import EventType, Stance, Toponym

__all__ = [
    "is_announced",
    "is_aside",
    "is_heard",
    "is_hosting",
    "is_of_speaker",
    "is_passing",
    "is_scene",
    "speaker_place",
]

T = EventType
_FOUGHT = {T.SHELLING, T.BATTLE, T.AIR_STRIKE, T.HUMANITARIAN}
_MEETING = re.compile(
    r"(?:speaking|addressing|answering)\b|(?:at|during|after|before|in)\s(?:an?|the|his|her|their)\s(?:[\w-]+\s){0,2}?"
    r"(?:meeting|session|conference|summit|briefing|speech|interview|talks|debate|visit|ceremony|rally|statement)\b",
    re.IGNORECASE,
)
_LOCALS = re.compile(
    r"(?:local\s)?officials?\sin\b|(?:local\s)?authorities\sin\b|"
    r"(?:residents|witnesses|eyewitnesses|villagers|doctors|medics|people|inhabitants)\s(?:of|in)\b",
    re.IGNORECASE,
)
# "In X, residents said": they tell what they saw; others who speak in X may tell of elsewhere
_WITNESS = re.compile(
    r"\b(?:residents?|witness\w*|villagers|locals?|doctors?|nurses?|medics|correspondents?|reporters?|police|hospitals?|"
    r"rescuers?|refugees?|survivors?|mayor|inhabitants|shopkeepers|teachers?|townspeople)\b",
    re.IGNORECASE,
)
_OPENING = re.compile(
    r"(?:meanwhile,?\s|and\s|but\s|later,?\s|earlier,?\s)?(?:back\s)?(?:in|from)\s(?=[A-ZÀ-Ý])",
    re.IGNORECASE,
)
_TRAVELLED_ON = re.compile(r"\b(?:left|headed|(?:went|flew|travell?ed|moved)\son)\b")


def is_hosting(sentence: Sentence, finding: Finding, start: int) -> bool:
    """Whether a place is where somebody speaks of the event ("At a meeting in X, Y denied")."""
    frame = finding.frame
    if frame is None or finding.type is T.STATEMENT:
        return False
    if not sentence.body <= start < min(frame.subject_start, frame.start):
        return False
    told = finding.start < frame.start and finding.strength != "likely"
    if told or finding.start < start or _WITNESS.search(frame.subject):
        return False  # "In X, they marched, reports said"
    opening = _OPENING.match(sentence.text, sentence.body)
    said = opening is not None and opening.end() == start
    return said or bool(_MEETING.match(sentence.text, sentence.body))


def is_announced(sentence: Sentence, finding: Finding, start: int) -> bool:
    """Whether a place that opens a sentence is where what is announced there takes place.

    "In X the opposition said it would rally"; "in X the ministry said Y would host the talks".
    """
    opening = _OPENING.match(sentence.text, sentence.body)
    if opening is None or opening.end() != start:
        return False
    hosted = finding.type is T.TALKS and " host" in sentence.text[start : finding.end + 20]
    return hosted or finding.type in {T.PROTEST, T.POLITICAL}


def is_aside(finding: Finding, start: int) -> bool:
    """Whether a name stands where the saying, not the deed, is told."""
    pairs = zip(finding.asides[::2], finding.asides[1::2], strict=False)
    for (begin, end), (subject, stop) in pairs:
        ahead = start < subject and finding.start < subject  # both before the speaker is named
        beside = begin <= finding.start < end and finding.strength != "likely"
        declares = finding.type is T.POLITICAL and 0 <= finding.start - stop <= 1
        if (subject <= start < stop and not declares) or (
            begin <= start < end and not ahead and not beside
        ):
            return True
    return False


def is_of_speaker(sentence: Sentence, finding: Finding, start: int) -> bool:
    """Whether a name tells of the speaker ("the UN, which has an office in X, said")."""
    frame = finding.frame
    clause = sentence.clause_at(start)
    relative = clause.intro in {"who", "which"} and clause != finding.clause
    return bool(
        relative and frame and frame.subject_start < clause.start < frame.start < finding.start
    )


def is_heard(sentence: Sentence, finding: Finding, start: int) -> bool:
    """Whether a name tells where those are who are told ("told reporters in X that …")."""
    frame = finding.frame
    if frame is None or not frame.end <= start < finding.start:
        return False
    between, after = sentence.text[frame.end : start], sentence.text[start : finding.start]
    return " that " in after and " that " not in between and not has_verb(between)


def is_passing(sentence: Sentence, start: int) -> bool:
    """Whether a speaker was at a place and went on ("who was in X and left for Y")."""
    clause = sentence.clause_at(start)
    relative = clause.intro in {"who", "which"}
    return relative and bool(_TRAVELLED_ON.search(sentence.text, clause.start, clause.end))


def is_scene(finding: Finding, sentence: Sentence, start: int) -> bool:
    """Whether a place around a statement's verb sets the scene of the saying."""
    text, frame = sentence.text, finding.frame
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
    opening = _OPENING.match(text, sentence.body)
    if opening is not None and opening.end() == start:
        return True
    return start < frame.start and start < frame.scope[0]


def speaker_place(finding: Finding, top: Toponym, start: int) -> str:
    """Return "officials in" where those who report fighting report it from their own town."""
    frame = finding.frame
    if frame is None or finding.type not in _FOUGHT or finding.stance is Stance.DENIED:
        return ""
    own = _LOCALS.match(frame.subject)
    if own is None or (is_seat(top) and not _WITNESS.match(frame.subject)):
        return ""
    return own[0] if frame.subject_start <= start < frame.subject_end else ""
