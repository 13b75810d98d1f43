"""An act of saying inside a sentence."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Frame"]


@dataclass(frozen=True, slots=True)
class Frame:
    """One act of saying inside a sentence; offsets into the sentence."""

    kind: str  # say | accuse | deny | call | vow
    verb: str
    start: int  # of the verb
    end: int
    subject: str  # as written; "" where it must be inherited
    subject_start: int
    subject_end: int
    scope: tuple[int, int]
    tail: tuple[int, int]  # the words around the verb that tell when and to whom, not what
    speaker: str = ""  # resolved
    settled: bool = False  # whether the scope was read with the frame
