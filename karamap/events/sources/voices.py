"""Whose words a sentence is where it names nobody: quotations, bulletins, releases."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from karamap.events.coding import code_sentence
from karamap.events.findings import Finding
from karamap.events.lexicon import cue
from karamap.events.phrases import is_name, main_subject
from karamap.events.sentences import Sentence
from karamap.events.sources.frames import Frame
from karamap.events.sources.memory import Memory, find_titled, resolve_frames
from karamap.events.sources.speakers import find_frames
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
# "Statement by the Foreign Ministry of X": whose words the document is
_HEADED = re.compile(
    r"(?:(?:press|joint|official|opening|closing)\s)?(?:statement|comment|commentary|remarks|address|speech|interview|answers?|response|press\srelease|briefing)\s"
    r"(?:by|of|from|with)\s(?:the\s)?(?P<who>\S.{2,90})$",
    re.IGNORECASE,
)
# a heading such as "Press service of the Ministry of Defence of X informs:"
_INFORMS = re.compile(
    r"(?P<who>[^,;:]{6,120}?)\s(?:informs?|reports?|announces?|communicates?|states?|(?:hereby\s)?notifies)\s?:$",
    re.IGNORECASE,
)
# what a release tells in the voice of its house
_FRONT = {
    T.BATTLE, T.SHELLING, T.AIR_STRIKE, T.CEASEFIRE_VIOLATION, T.HUMANITARIAN, T.TERRITORIAL_CHANGE,
    T.TROOP_MOVEMENT, T.OTHER, T.BLOCKADE,
}  # fmt: skip
_STAFF = re.compile(
    r"(?:an?\s|the\s|our\s)?(?P<whose>[A-Z][\w-]*|[Oo]ur|[Tt]his)\s(?:own\s|special\s|local\s)?(?:correspondent|reporter|witness|journalist|"
    r"photographer|team|newspaper|volunteer|researcher|staff|monitor|delegate|observer)s?\b"
)
_HEAD = 4  # sentences in which an outlet names itself
_NO_NAMES = frozenset(
    """Where What When How Why Who There Here This That These Those Then But And If As Some Many
    Most All One Two Three Such Another Others None Nothing Nobody Few Several""".split()  # noqa: SIM905
)
_LONGEST = 8  # words of a name with its office
_NEAR = 3  # sentences after which an outlet is back in its own voice


@dataclass(frozen=True, slots=True)
class _Read:
    """A sentence with its acts of saying and who spoke last, up to it."""

    sentence: Sentence
    frames: list[Frame]
    last: str


def read_voices(sentences: list[Sentence]) -> list[tuple[Sentence, list[Finding]]]:
    """Code the sentences in order, with the memory of who spoke; headlines give nothing."""
    reads, informs = _read_frames(sentences)
    told_at, out = -_NEAR, []
    for i, read in enumerate(reads):
        quoted = _quoted_by(read, reads[i + 1 : i + 5])
        if read.frames:
            told_at = i
        elif quoted is None and i - told_at <= _NEAR and _OURS.search(read.sentence.text):
            quoted = read.last if _ARMY.search(read.last) else None
            told_at = i if quoted else told_at
        findings = code_sentence(read.sentence, read.frames, quoted)
        if informs:
            findings = [_relay(f, informs) for f in findings]
        out.append((read.sentence, findings))
    return out


def _read_frames(sentences: list[Sentence]) -> tuple[list[_Read], str]:
    """Return the told sentences with their speakers, and who informs by the heading."""
    memory = Memory()
    house = " ".join(s.text if s.headline else s.text[: s.body] for s in sentences[:_HEAD])
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
        found = [f for f in find_frames(sentence) if not _is_house(f, house)]
        frames = resolve_frames(found, sentence, memory)
        if not frames and _may_be_meant(who := main_subject(sentence)):
            memory.meet(who)  # "he" may be one who acted and did not speak
        elif not frames and (named := find_titled(sentence)):
            memory.meet(named[-1])
        reads.append(_Read(sentence, frames, memory.last))
    return reads, informs


def _is_house(frame: Frame, house: str) -> bool:
    """Whether the outlet's own people tell it ("a Reuters witness", "our correspondent")."""
    staff = _STAFF.match(frame.subject)
    if staff is None or frame.kind != "say":
        return False
    return staff["whose"].lower() in {"our", "this"} or staff["whose"].lower() in house.lower()


def _may_be_meant(who: str) -> bool:
    """Whether "he" or "it" in the next sentence may stand for the subject of this one."""
    if who in _NO_NAMES or len(who.split()) > _LONGEST:
        return False
    if is_name(who) or not who[:1].isupper():
        return is_name(who)
    if " " not in who:
        return True  # a state or a capital
    return bool(cue("body").search(who) or cue("people").search(who.rsplit(maxsplit=1)[-1]))


def _relay(finding: Finding, source: str) -> Finding:
    """Return what an unattributed sentence of a bulletin tells as the words of its source."""
    if finding.stance is not Stance.ASSERTED or finding.type not in _FRONT:
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
