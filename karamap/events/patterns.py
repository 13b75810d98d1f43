"""The lexicon's language of word patterns, and tables of them that find their matches fast.

The language itself is described at the top of lexicon.toml.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Hashable, Iterable, Iterator, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from operator import itemgetter
from typing import Any, Generic, TypeVar

__all__ = ["Table", "compile_patterns", "read_data"]

_SEP = r"[\"”’»]?[\s\-–]+[\"“‘«]?"
# a gap does not run into a clause of its own
_WORD = r"(?!(?:that|which|who|but|while|because|if|whether)\b)(?:\d[\d.,]*\d|[^\s,;:—\"“”«»()]+)"
_SHORT_GAP = rf"(?:{_SEP}{_WORD}){{0,4}}?"
_LONG_GAP = rf"(?:,?{_SEP}{_WORD}){{0,9}}?,?"
_GAPS = {
    "~": _SHORT_GAP,
    "~~": _LONG_GAP,
    "~~~": rf"(?:,?{_SEP}{_WORD}){{0,20}}?,?",
}
_FIGURES = [
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve", "dozens", "scores", "hundreds", "thousands", "several", "many",
]  # fmt: skip
_FIGURE = (
    rf"(?:\d[\d,.]*|{'|'.join(_FIGURES)}|a\s+dozen)(?:\s+(?:thousand|hundred|million|dozen|of))*"
)
_FIGURE_KEYS = ["#", "=a", *(f"={word}" for word in _FIGURES)]
_PREFIXES = range(1, 7)  # letters
_PLAIN = re.compile(r"[^\W_]+")

Label = TypeVar("Label", bound=Hashable)


@cache
def read_data(name: str) -> dict[str, Any]:
    """Return one of the package's data files."""
    return tomllib.loads(files(__package__).joinpath(name).read_text(encoding="utf-8"))


def _split_element(element: str) -> Iterator[str]:
    """Yield the alternatives of an element, those of a set in its place."""
    for alternative in element.removesuffix("?").split("|"):
        if alternative.startswith("@"):
            for member in read_data("lexicon.toml")["sets"][alternative[1:]]:
                yield from _split_element(member)
        else:
            yield alternative


def _expand_alternative(alternative: str) -> str:
    if alternative == "#":
        return _FIGURE
    words = alternative.split("_")
    return r"[\s\-]*".join(re.escape(w).replace(r"\*", r"\w*").replace("'", "['’]") for w in words)


def _expand_element(element: str) -> str:
    return "(?:" + "|".join(map(_expand_alternative, _split_element(element))) + r")(?!\w)"


def _compile_one(pattern: str) -> str:
    """Return the regular expression of one pattern of the lexicon's language."""
    out: list[str] = []
    begun = False
    for element in pattern.split():
        if element in _GAPS:
            out.append(_GAPS[element])
        elif element.endswith("?"):
            body = _expand_element(element)
            out.append(f"(?:{_SEP}{body})?" if begun else f"(?:{body}{_SEP})?")
        else:
            out.append((_SEP if begun else "") + _expand_element(element))
            begun = True
    return "".join(out)


def compile_patterns(patterns: Sequence[str]) -> re.Pattern[str]:
    """Return one expression for any of `patterns`, of which there must be some."""
    joined = "|".join(f"(?:{_compile_one(p)})" for p in patterns)
    return re.compile(rf"(?<![\w’'])(?:{joined})", re.IGNORECASE)


def _keys_of_element(element: str) -> frozenset[str]:
    """Return keys, one of which the first word of whatever `element` matches has."""
    return frozenset(k for a in _split_element(element) for k in _keys_of_alternative(a))


def _keys_of_alternative(alternative: str) -> list[str]:
    """Return the keys of an alternative's first word, which in "cease_fire" may be both at once."""
    if alternative == "#":
        return _FIGURE_KEYS
    keys: list[str] = []
    word = ""
    for part in alternative.lower().split("_"):
        found = _PLAIN.match(part)
        if found is None:
            raise ValueError(f"a word of the pattern “{alternative}” begins with no letter")
        word += found[0]
        if part.startswith("*", found.end()):
            return [*keys, word[: _PREFIXES[-1]]]
        keys.append(f"={word}")
        if found.end() < len(part):  # "people's"
            break
    return keys


def _keys_of_word(word: str) -> list[str]:
    """Return what a pattern may ask of a word: all of it ("=word"), its beginning, a figure."""
    word = word.lower()
    figure = ["#"] if word[0].isdigit() else []
    return [f"={word}", *dict.fromkeys(word[:n] for n in _PREFIXES), *figure]


def _needs_of(pattern: str) -> tuple[frozenset[str], list[frozenset[str]]]:
    """Return the keys of the words that open `pattern`, and of each later one that it must have."""
    openers: frozenset[str] = frozenset()
    needed: list[frozenset[str]] = []
    begun = False
    for element in pattern.split():
        if element in _GAPS or (begun and element.endswith("?")):
            continue
        keys = _keys_of_element(element)
        if begun:
            needed.append(keys)
        else:
            openers |= keys
            begun = not element.endswith("?")
    return openers, needed


@lru_cache(maxsize=128)  # several tables read the sentences of a document, one after the other
def _read_words(text: str) -> tuple[tuple[str, int], ...]:
    """Return the words of `text` with their offsets."""
    return tuple((m[0], m.start()) for m in _PLAIN.finditer(text))


class Table(Generic[Label]):
    """Labelled patterns, each tried only at the words that can open it.

    Nearly all patterns have no such word in a given sentence, or lack another one that they need:
    to see that is much cheaper than a failing search. What each word can open and which needs it
    serves (bits) is remembered from one text to the next.
    """

    def __init__(self, rows: Iterable[tuple[Label, Sequence[str]]]) -> None:
        self._labels: list[Label] = []
        self._patterns: list[str] = []
        self._rows: list[int] = []  # of each pattern
        self._needed: list[int] = []  # by each pattern
        self._opened: dict[str, list[int]] = {}  # patterns by key
        self._served: dict[str, int] = {}  # needs by key
        self._expressions: dict[int, re.Pattern[str]] = {}  # compiled when a text needs them
        bits: dict[frozenset[str], int] = {}
        for label, patterns in rows:
            for pattern in patterns:
                self._add(pattern, bits)
            self._labels.append(label)
        self._look_up = lru_cache(maxsize=1 << 14)(self._read_word)

    def _add(self, pattern: str, bits: dict[frozenset[str], int]) -> None:
        openers, needed = _needs_of(pattern)
        for key in openers:
            self._opened.setdefault(key, []).append(len(self._patterns))
        for need in needed:
            bit = bits.setdefault(need, 1 << len(bits))
            for key in need:
                self._served[key] = self._served.get(key, 0) | bit
        self._needed.append(sum({bits[need] for need in needed}))
        self._patterns.append(pattern)
        self._rows.append(len(self._labels))

    def _read_word(self, word: str) -> tuple[list[int], int] | None:
        """Return the patterns that a word opens, in order, and the needs it leaves; None if all."""
        keys = _keys_of_word(word)
        opened = sorted({n for key in keys for n in self._opened.get(key, ())})
        served = 0
        for key in keys:
            served |= self._served.get(key, 0)
        return (opened, ~served) if opened or served else None

    def find_in(self, text: str, start: int = 0) -> list[tuple[re.Match[str], Label]]:
        """Return the matches in `text` from `start` on, row by row.

        Those of a row are what one expression for any of its patterns would find: disjoint, and of
        the first pattern that matches where several do.
        """
        lacking = -1  # needs
        openings: list[tuple[int, list[int]]] = []
        for word, at in _read_words(text):
            told = self._look_up(word)
            if told is not None and at >= start:
                opened, lacked = told
                lacking &= lacked
                openings.append((at, opened))
        found: list[tuple[int, re.Match[str]]] = []
        done: dict[int, int] = {}  # by row, where its last match ends
        for at, opened in openings:
            for n in opened:
                if self._needed[n] & lacking or at < done.get(self._rows[n], 0):
                    continue
                match = self._expression(n).match(text, at)
                if match is not None:
                    done[self._rows[n]] = match.end()
                    found.append((self._rows[n], match))
        found.sort(key=itemgetter(0))
        return [(match, self._labels[row]) for row, match in found]

    def _expression(self, n: int) -> re.Pattern[str]:
        found = self._expressions.get(n)
        if found is None:
            found = self._expressions[n] = compile_patterns([self._patterns[n]])
        return found
