"""What is read off a sentence, before and after its place, date and people are looked up."""

from __future__ import annotations

from dataclasses import dataclass

from karamap.events.sentences import Clause, Sentence
from karamap.events.sources.speakers import Frame
from karamap.model import Event, EventType, Stance

__all__ = ["HARMFUL", "STRONG", "Draft", "Finding"]

# what harms people or things; a toll or a denial may be of any of them
HARMFUL = frozenset({
    EventType.BATTLE, EventType.SHELLING, EventType.AIR_STRIKE, EventType.OTHER,
    EventType.CEASEFIRE_VIOLATION,
})  # fmt: skip
STRONG = 0.75  # confidence in a plain trigger


@dataclass(frozen=True, slots=True)
class Finding:
    """An event read off a sentence, before its place, date and people are looked up."""

    type: EventType
    start: int  # of the trigger, in the sentence
    end: int
    trigger: str
    clause: Clause
    stance: Stance
    speaker: str | None
    frame: Frame | None
    strength: str
    refers: bool = False  # to the claim told before
    answers: str = ""  # the words that name that claim ("the report", "that figure")
    summary: bool = False
    reason: str = ""
    asides: tuple[tuple[int, int], ...] = ()  # where the saying, not the deed, is told


@dataclass(frozen=True, slots=True)
class Draft:
    """A finding with the sentence it stands in."""

    sentence: Sentence
    finding: Finding
    event: Event
