"""What is read off a sentence before its place, date and people are looked up."""

from __future__ import annotations

from dataclasses import dataclass

from karamap.events.sentences import Clause
from karamap.events.speakers import Frame
from karamap.model import EventType, Stance

__all__ = ["Finding"]


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
