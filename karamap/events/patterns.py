"""The lexicon's language of word patterns, and tables of them that find their matches fast.

The language itself is described at the top of lexicon.toml.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Hashable, Iterable, Iterator, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from itertools import accumulate
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
    "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
    "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety", "dozens",
    "scores", "hundreds", "thousands", "several", "many",
]  # fmt: skip
_UNITS = "one|two|three|four|five|six|seven|eight|nine"  # of "twenty-five"
_FIGURE = (
    rf"(?:\d[\d,.]*|{'|'.join(_FIGURES)}|a\s+dozen)(?:-(?:{_UNITS})\b)?"
    r"(?:\s+(?:thousand|hundred|million|dozen|of))*"
)
_FIGURE_KEYS = ["#", "=a", *(f"={word}" for word in _FIGURES)]
_PREFIXES = range(1, 7)  # letters
_PLAIN = re.compile(r"[^\W_]+")
_APART = re.compile(rf"({_PLAIN.pattern})")

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


def _key(run: str) -> str:
    """Return what a word of a text must have to be `run`, a word or several written as one."""
    found = _PLAIN.match(run.lower())
    if found is None:
        raise ValueError(f"“{run}” in a pattern begins with no letter or figure")
    return found[0][: _PREFIXES[-1]] if run.startswith("*", found.end()) else f"={found[0]}"


def _keys_of_word(word: str) -> list[str]:
    """Return what a word of a text has: all of it ("=word"), its beginnings, a figure."""
    word = word.lower()
    figure = ["#"] if word[0].isdigit() else []
    return [f"={word}", *dict.fromkeys(word[:n] for n in _PREFIXES), *figure]


def _keys_of_words(words: list[str]) -> frozenset[str]:
    """Return keys, one of which a text has where it has `words`; none if there are no words.

    The longest word tells most; it may be written as one with those beside it.
    """
    at = max(range(len(words)), key=lambda n: len(words[n]), default=0)
    runs = ("".join(words[a:b]) for a in range(at + 1) for b in range(at + 1, len(words) + 1))
    return frozenset(map(_key, runs))


def _keys_of_element(element: str) -> frozenset[str]:
    """Return keys, one of which a text has where it has something that `element` matches."""
    keys: set[str] = set()
    for alternative in _split_element(element):
        keys.update(_FIGURE_KEYS if alternative == "#" else _keys_of_words(alternative.split("_")))
    return frozenset(keys)


def _openings(element: str) -> Iterator[tuple[str, frozenset[str]]]:
    """Yield the keys of words that can open a match of `element`, and what each then needs."""
    for alternative in _split_element(element):
        if alternative == "#":
            yield from ((key, frozenset()) for key in _FIGURE_KEYS)
            continue
        words = alternative.split("_")
        for n in range(1, len(words) + 1):  # "cease_fire" may be one word or two
            ends = "*" in words[n - 1]
            yield _key("".join(words[:n])), frozenset() if ends else _keys_of_words(words[n:])
            if ends:
                break


def _needs_of(pattern: str) -> tuple[list[tuple[str, frozenset[str]]], list[frozenset[str]]]:
    """Return what opens `pattern`, as `_openings`, and the keys of each later word it must have."""
    openings: list[tuple[str, frozenset[str]]] = []
    needed: list[frozenset[str]] = []
    begun = False
    for element in pattern.split():
        if element in _GAPS or (begun and element.endswith("?")):
            continue
        if begun:
            needed.append(_keys_of_element(element))
        else:
            openings += _openings(element)
            begun = not element.endswith("?")
    return openings, needed


@lru_cache(maxsize=128)  # several tables read the sentences of a document, one after the other
def _read_words(text: str) -> tuple[list[str], list[int], frozenset[str]]:
    """Return the words of `text`, their offsets, and the different ones among them."""
    pieces = _APART.split(text)  # the odd ones are words
    words = pieces[1::2]
    return words, list(accumulate(map(len, pieces)))[::2], frozenset(words)


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
        self._opened: dict[str, set[tuple[int, int]]] = {}  # patterns by key, with their needs
        self._served: dict[str, int] = {}  # needs by key
        self._expressions: dict[int, re.Pattern[str]] = {}  # compiled when a text needs them
        bits: dict[frozenset[str], int] = {frozenset(): 0}
        for label, patterns in rows:
            for pattern in patterns:
                self._add(pattern, bits)
            self._labels.append(label)
        for need, bit in bits.items():
            for key in need:
                self._served[key] = self._served.get(key, 0) | bit
        self._needs = (1 << len(bits)) - 1  # all of them
        self._look_up = lru_cache(maxsize=1 << 14)(self._read_word)

    def _add(self, pattern: str, bits: dict[frozenset[str], int]) -> None:
        openings, needed = _needs_of(pattern)
        for key, then in openings:
            needs = 0
            for need in (then, *needed):
                needs |= bits.setdefault(need, 1 << len(bits))
            self._opened.setdefault(key, set()).add((len(self._patterns), needs))
        self._patterns.append(pattern)
        self._rows.append(len(self._labels))

    def _read_word(self, word: str) -> tuple[list[tuple[int, int]], int] | None:
        """Return the patterns that a word opens, in order, with their needs, and those it serves.

        None for a word that no pattern asks for.
        """
        keys = _keys_of_word(word)
        opened = sorted({told for key in keys for told in self._opened.get(key, ())})
        served = 0
        for key in keys:
            served |= self._served.get(key, 0)
        return (opened, served) if opened or served else None

    def find_in(self, text: str, start: int = 0) -> list[tuple[re.Match[str], Label]]:
        """Return the matches in `text` from `start` on, row by row.

        Those of a row are what one expression for any of its patterns would find: disjoint, and of
        the first pattern that matches where several do.
        """
        found: list[tuple[int, re.Match[str]]] = []
        done: dict[int, int] = {}  # by row, where its last match ends
        for at, n in self._open(text, start):
            row = self._rows[n]
            match = self._expression(n).match(text, at) if at >= done.get(row, 0) else None
            if match is not None:
                done[row] = match.end()
                found.append((row, match))
        found.sort(key=itemgetter(0))
        return [(match, self._labels[row]) for row, match in found]

    def find_likely(self, text: str) -> frozenset[Label]:
        """Return the labels of the rows that may match in `text`: it has the words they need."""
        return frozenset(self._labels[self._rows[n]] for _, n in self._open(text))

    def _open(self, text: str, start: int = 0) -> list[tuple[int, int]]:
        """Return where to try which pattern, in order."""
        words, starts, different = _read_words(text)
        openers: list[tuple[str, list[tuple[int, int]]]] = []
        told = 0  # needs
        look_up = self._look_up
        for word in different:
            found = look_up(word)
            if found is not None:
                opened, served = found
                told |= served
                if opened:
                    openers.append((word, opened))
        lacking = self._needs ^ told
        kept: dict[str, list[int]] = {}
        for word, opened in openers:
            if tries := [n for n, needs in opened if not needs & lacking]:
                kept[word] = tries
        if not kept:
            return []
        opening = [(word, at) for word, at in zip(words, starts, strict=False) if word in kept]
        return [(at, n) for word, at in opening if at >= start for n in kept[word]]

    def _expression(self, n: int) -> re.Pattern[str]:
        found = self._expressions.get(n)
        if found is None:
            found = self._expressions[n] = compile_patterns([self._patterns[n]])
        return found
