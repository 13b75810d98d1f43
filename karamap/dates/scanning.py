"""How a table of patterns and their readers is run over a text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from karamap.dates.expressions import Expression

__all__ = ["Readers", "scan", "words_before"]

Readers = tuple[tuple[re.Pattern[str], Callable[[str, re.Match[str]], Expression | None]], ...]

_LOOK_BACK = 16  # characters


def scan(shadow: str, readers: Readers) -> Iterator[Expression]:
    """Yield what each reader makes of the matches of its pattern; None is no expression."""
    for pattern, read in readers:
        for match in pattern.finditer(shadow):
            found = read(shadow, match)
            if found is not None:
                yield found


def words_before(shadow: str, match: re.Match[str]) -> str:
    """Return the few words that stand before a match."""
    return shadow[max(0, match.start() - _LOOK_BACK) : match.start()]
