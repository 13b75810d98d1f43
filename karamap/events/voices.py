"""Whose words a sentence is where it names nobody: quotations, bulletins, releases."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

from karamap.events.coding import code_sentence
from karamap.events.findings import Finding
from karamap.events.frames import Frame
from karamap.events.lexicon import cue
from karamap.events.memory import Memory, resolve_frames
from karamap.events.phrases import is_name, main_subject
from karamap.events.sentences import Sentence
from karamap.events.speakers import find_frames
from karamap.model import EventType, Stance

__all__ = ["read_voices"]

T = EventType
_OURS = re.compile(
    r"\b(?:(?:the\s)?enemy\b|the\s(?:adversary|opponent)\b|(?:by|of|from)\sthe\s(?:opposing|opposite)\sside|"
    r"the\s(?:opposing|opposite)\sside\s(?:has|had|is|was|did|[a-z]+ed|[a-z]+s)\b|our\s(?:[\w-]+\s){0,3}?(?:positions?|units?|"
    r"subunits?|troops|forces|army|soldiers|servicemen|side|defen[cs]e|villages?|posts?|guards?|borders?)\b)",
    re.IGNORECASE,
)
_ARMY = re.compile(
    r"\b(?:ministry|army|press\s(?:service|centre|center|office)|command|defen[cs]e|staff|forces|military)\b",
    re.IGNORECASE,
)
_ABROAD = re.compile(r"\b(?:foreign|interior|emergenc\w+|health|economy)\b", re.IGNORECASE)
# "Statement by the Foreign Ministry of X": whose words the document is
_HEADED = re.compile(
    r"(?:statement|comment|commentary|remarks|address|speech|interview|answers?|response|press\srelease|briefing)\s"
    r"(?:by|of|from|with)\s(?:the\s)?(?P<who>\S.{2,90})$",
    re.IGNORECASE,
)
# a heading such as "Press service of the Ministry of Defence of X informs:"
_INFORMS = re.compile(
    r"(?P<who>\S.{5,120}?)\s(?:informs?|reports?|announces?|communicates?|states?|(?:hereby\s)?notifies)\s?:?$",
    re.IGNORECASE,
)
_STAFF = re.compile(
    r"\b(?:press\s(?:service|centre|center|office)|defen[cs]e\s(?:ministry|army|committee)|ministry\sof\sdefen[cs]e|"
    r"general\sstaff|army|military)\b",
    re.IGNORECASE,
)
_THIRD = re.compile(
    r"\b(?:Russia\w*|Moscow|Turk\w+|Ankara|Iran\w*|Georgia\w*|U\.?S\.?|OSCE|EU|UN)\b"
)
# what a bulletin tells of the front; what it tells of tolls and talks the outlet may tell too
_FRONT = {T.BATTLE, T.SHELLING, T.AIR_STRIKE, T.CEASEFIRE_VIOLATION}
# under a heading that somebody informs, all is theirs
_ALL = _FRONT | {T.HUMANITARIAN, T.TERRITORIAL_CHANGE, T.TROOP_MOVEMENT, T.OTHER, T.BLOCKADE}
_LEAD = 2  # sentences in which a bulletin names its source
_NEAR = 3  # sentences after which an outlet is back in its own voice
_OLD = timedelta(days=45)  # what lies further back is background


@dataclass(frozen=True, slots=True)
class _Read:
    """A sentence with its acts of saying and who spoke last, up to it."""

    sentence: Sentence
    frames: list[Frame]
    last: str


def read_voices(
    sentences: list[Sentence], published: date | None
) -> list[tuple[Sentence, list[Finding]]]:
    """Code the sentences in order, with the memory of who spoke; headlines give nothing.

    Parameters
    ----------
    sentences
        Of one document, as `read_sentences` gives them.
    published
        Of the document; what a bulletin tells of long before is no news of its source.
    """
    reads, informs = _read_frames(sentences)
    bulletin = informs or _bulletin_source(reads)
    told_at, out = -_NEAR, []
    for i, read in enumerate(reads):
        quoted = _quoted_by(read, reads[i + 1 : i + 5])
        if read.frames:
            told_at = i
        elif quoted is None and _OURS.search(read.sentence.text) and i - told_at <= _NEAR:
            quoted = read.last if _ARMY.search(read.last) else None
            told_at = i if quoted else told_at
        findings = code_sentence(read.sentence, read.frames, quoted)
        near = bool(informs) or (read.last == bulletin and i - told_at <= _NEAR)
        if bulletin and near and (informs or not _is_background(read.sentence, published)):
            findings = [_relay(f, bulletin, _ALL if informs else _FRONT) for f in findings]
        out.append((read.sentence, findings))
    return out


def _read_frames(sentences: list[Sentence]) -> tuple[list[_Read], str]:
    """Return the told sentences with their speakers, and who informs by the heading."""
    memory = Memory()
    reads: list[_Read] = []
    informs = ""
    for sentence in sentences:
        if sentence.headline:
            headed = _HEADED.match(sentence.text) if sentence.index == 0 else None
            heading = None if reads or informs else _INFORMS.match(sentence.text)
            if heading and _ARMY.search(heading["who"]):
                informs = heading["who"]
            if headed or informs:
                memory.note(headed["who"] if headed else informs)
            continue
        frames = resolve_frames(find_frames(sentence), sentence, memory)
        if not frames and _may_be_meant(who := main_subject(sentence)):
            memory.meet(who)  # "he" may be one who acted and did not speak
        reads.append(_Read(sentence, frames, memory.last))
    return reads, informs


def _may_be_meant(who: str) -> bool:
    """Whether "he" or "it" in the next sentence may stand for the subject of this one."""
    return is_name(who) or bool(who[:1].isupper() and cue("body").search(who))


def _bulletin_source(reads: list[_Read]) -> str:
    """Return the army whose bulletin a text passes on, "" where it is none.

    Such a text begins with the words of one ministry and goes on in them.
    """
    lead = next((r for r in reads[:_LEAD] if r.frames), None)
    if lead is None or lead.frames[0].kind != "say":
        return ""
    who = lead.frames[0].speaker
    frame = lead.frames[0]
    whole = frame.scope[0] < frame.subject_start and len(lead.frames) == 1
    ours = _STAFF.search(who) and not _ABROAD.search(who) and not _THIRD.search(who)
    return who if whole and ours else ""


def _is_background(sentence: Sentence, published: date | None) -> bool:
    """Whether a sentence tells of what is long past or of a whole war."""
    if published is None:
        return False
    ends = [d.span.end or d.span.start for d in sentence.dates if d.span]
    return any(end and end < published - _OLD for end in ends)


def _relay(finding: Finding, source: str, types: set[EventType]) -> Finding:
    """Return what an unattributed sentence of a bulletin tells as the words of its source."""
    if finding.stance is not Stance.ASSERTED or finding.type not in types:
        return finding
    return replace(finding, stance=Stance.CLAIMED, speaker=source)


def _quoted_by(read: _Read, following: list[_Read]) -> str | None:
    """Return who speaks a sentence that lies wholly inside a quotation."""
    quotation = read.sentence.quoted_by
    if quotation is None or read.frames:
        return None
    for after in following:
        if after.sentence.start > quotation.end:
            break
        if after.frames and after.sentence.end > quotation.end:
            return after.frames[0].speaker
    return read.last or None
