"""How tables of patterns are run over a text: each only at the words that can open a match."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from karamap.dates.expressions import Expression

__all__ = ["Reader", "Readers", "find_opened", "scan", "words_before"]

_LOOK_BACK = 16  # characters
_WORD = re.compile(r"\w+")


class Reader(NamedTuple):
    """A pattern, the words its matches begin with and what is made of a match.

    `openers` are lower case, "#" stands for anything that begins with a digit. A pattern is tried
    at these words only, some hundred places instead of every character of a text, so every match
    must begin with one of them.
    """

    pattern: re.Pattern[str]
    openers: Collection[str]
    read: Callable[[str, re.Match[str]], Expression | None]


Readers = tuple[Reader, ...]


def scan(shadow: str, readers: Readers) -> Iterator[Expression]:
    """Yield what each reader makes of the matches of its pattern; None is no expression."""
    for pattern, openers, read in readers:
        for match in find_opened(pattern, openers, shadow):
            found = read(shadow, match)
            if found is not None:
                yield found


def find_opened(
    pattern: re.Pattern[str], openers: Collection[str], shadow: str
) -> Iterator[re.Match[str]]:
    """Yield the matches of `pattern`, as its `finditer` does, all of which `openers` begin."""
    starts = _index_words(shadow)
    done = 0
    for at in sorted(chain.from_iterable(starts[w] for w in openers if w in starts)):
        match = pattern.match(shadow, at) if at >= done else None
        if match is not None:
            done = match.end()
            yield match


@lru_cache(maxsize=1)  # the finders read the same shadow, one after the other
def _index_words(shadow: str) -> dict[str, list[int]]:
    """Return where each word of `shadow` begins, under "#" what begins with a digit."""
    starts: dict[str, list[int]] = {}
    for match in _WORD.finditer(shadow):
        word = match[0].lower()
        starts.setdefault("#" if word[0].isdigit() else word, []).append(match.start())
    return starts


def words_before(shadow: str, match: re.Match[str]) -> str:
    """Return the few words that stand before a match."""
    return shadow[max(0, match.start() - _LOOK_BACK) : match.start()]
