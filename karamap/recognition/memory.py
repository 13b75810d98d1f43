"""Answers of a gazetteer to the questions that every document asks again."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar
from weakref import WeakKeyDictionary

from karamap.gazetteer import Gazetteer, folded_key

__all__ = ["Memory", "memory_of"]

_MOST = 50_000  # answers of a kind; texts have some thousand different words each

V = TypeVar("V")


class Memory:
    """What one gazetteer said; it holds no reference to it."""

    def __init__(self) -> None:
        self._longest: dict[str, int] = {}
        self._listed: dict[str, int] = {}
        self._people: dict[str, bool] = {}
        self._folded: dict[str, bool] = {}

    def longest_name(self, gazetteer: Gazetteer, word: str) -> int:
        """Return how many words the longest name has that starts with this word key; 0: none."""
        return _ask(self._longest, word, gazetteer.longest_name)

    def has_name(self, gazetteer: Gazetteer, key: str) -> bool:
        """Whether some place has exactly this key and is more often a place than not."""
        return self._has(gazetteer, key) == 2

    def has_shy_name(self, gazetteer: Gazetteer, key: str) -> bool:
        """Whether some place has exactly this key."""
        return self._has(gazetteer, key) > 0

    def _has(self, gazetteer: Gazetteer, key: str) -> int:
        def ask(key: str) -> int:
            if not gazetteer.has_name(key, shy=True):
                return 0  # as most are
            return 2 if gazetteer.has_name(key) else 1

        return _ask(self._listed, key, ask)

    def is_people(self, gazetteer: Gazetteer, key: str) -> bool:
        """Whether the key is of a people's name or a country's adjective."""
        return _ask(self._people, key, lambda key: gazetteer.demonym(key) is not None)

    def has_folded(self, gazetteer: Gazetteer, word: str) -> bool:
        """Whether some curated place shares the folded key of a word."""
        return _ask(self._folded, word, lambda word: gazetteer.has_folded(folded_key(word)))


def _ask(known: dict[str, V], key: str, ask: Callable[[str], V]) -> V:
    found = known.get(key)
    if found is None:
        if len(known) >= _MOST:
            known.clear()
        found = known[key] = ask(key)
    return found


_MEMORIES: WeakKeyDictionary[Gazetteer, Memory] = WeakKeyDictionary()


def memory_of(gazetteer: Gazetteer) -> Memory:
    """Return what is remembered of this gazetteer, by all threads together."""
    memory = _MEMORIES.get(gazetteer)
    if memory is None:
        memory = _MEMORIES.setdefault(gazetteer, Memory())
    return memory
