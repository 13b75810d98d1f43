"""A text as words, and the lists that say what a word does to its neighbours."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib import resources
from typing import NamedTuple

from karamap.gazetteer import WORD

__all__ = ["JOINT", "Word", "Words", "common_words", "load_cues"]

# between two words of one name: a hyphen, dot, apostrophe or one blank, also across a line's end
JOINT = re.compile(r"[ \t\u00a0]?\n?[ \t]?|[-\u2010\u2011\u2013'’ʻʼ`.]|[-\u2010]\n|\. ?|['’ʻʼ`] ?")
_SMALL = re.compile(r"\b[^\W\d_A-ZÀ-Þ]\w{2,}")
_TOUCHING = frozenset({" ", "-", "\u00a0", " \n", "\n"})


@lru_cache(maxsize=1)
def load_cues() -> dict[str, frozenset[str]]:
    """Return the word lists of ``cues.txt`` by heading."""
    lists: dict[str, set[str]] = {}
    heading = ""
    text = resources.files(__name__.rpartition(".")[0]).joinpath("cues.txt").read_text("utf-8")
    for line in text.splitlines():
        if line.startswith("["):
            heading = line.strip("[]")
            lists[heading] = set()
        elif line and not line.startswith("#"):
            lists[heading].update(line.split())
    return {name: frozenset(words) for name, words in lists.items()}


class Word(NamedTuple):
    """One word: where it stands, its key, whether it begins with a capital."""

    start: int
    end: int
    key: str
    capital: bool


class Words:
    """The words of a text, made when they are asked for."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.spans = [m.span() for m in WORD.finditer(text)]
        firsts = [text[start] for start, _ in self.spans]
        # of words that begin with a capital or a letter of a script without case
        self.capitals = [i for i, c in enumerate(firsts) if not c.islower() and c.isalpha()]
        self._made: list[Word | None] = [None] * len(self.spans)
        self._small: frozenset[str] | None = None

    def __len__(self) -> int:
        return len(self.spans)

    def __getitem__(self, i: int) -> Word:
        made = self._made[i]
        if made is None:
            start, end = self.spans[i]
            first = self.text[start]
            capital = first.isalpha() and not first.islower()
            made = self._made[i] = Word(start, end, self.text[start:end].casefold(), capital)
        return made

    def at(self, i: int) -> Word | None:
        """Return the word at `i`, or None beyond the text's ends."""
        return self[i] if 0 <= i < len(self.spans) else None

    def touches(self, a: Word, b: Word) -> bool:
        """Whether nothing but a blank or a hyphen stands between two neighbours."""
        return self.text[a.end : b.start] in _TOUCHING

    def next_capital(self, i: int) -> bool:
        """Whether word `i` begins with a capital and follows the one before it directly."""
        if not 0 < i < len(self.spans):
            return False
        start = self.spans[i][0]
        return self.text[start].isupper() and self.text[self.spans[i - 1][1] : start] in _TOUCHING

    def written_small(self, key: str) -> bool:
        """Whether the text itself writes the word with a small letter."""
        if self._small is None:
            self._small = frozenset(_SMALL.findall(self.text))
        return key in self._small


def common_words() -> frozenset[str]:
    """Return the English words that are also towns' names and need a locative beside them."""
    return load_cues()["common"]
