"""Expressions that end right before a name, searched for only after a preposition they end with."""

from __future__ import annotations

import re
from functools import lru_cache

__all__ = ["Ending"]

_LONGEST = 40  # characters of a preposition with the words around it


class Ending:
    """An expression for the words right before a name, the preposition that ties it among them.

    Most names follow another preposition; to see that is much cheaper than a failing search.

    Parameters
    ----------
    links
        The prepositions that may end the expression, a "the" after them passed over; of several
        words the last.
    pattern, flags
        As for `re.compile`; the pattern ends with a space and ``$``.
    """

    __slots__ = ("_expression", "_links")

    def __init__(self, links: str, pattern: str, flags: int = 0) -> None:
        self._links = frozenset(links.split())
        self._expression = re.compile(pattern, flags)

    def search(self, before: str) -> re.Match[str] | None:
        """Return what `re.Pattern.search` finds in the words before a name."""
        return self._expression.search(before) if _link(before) in self._links else None


@lru_cache(maxsize=8)  # many expressions are asked of the same words, one after the other
def _link(before: str) -> str:
    """Return the last word of `before`, small, "the" passed over; "" where no space follows it."""
    words = before[-_LONGEST:].lower().split()
    if not words or not before[-1].isspace():
        return ""
    return words[-2] if words[-1] == "the" and len(words) > 1 else words[-1]
