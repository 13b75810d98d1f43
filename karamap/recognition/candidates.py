"""Candidates: every stretch of a text that some gazetteer lists, before any is believed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from karamap.gazetteer import Gazetteer, plain_key
from karamap.model import Place
from karamap.recognition.memory import memory_of
from karamap.recognition.patterns import LOCATIVE, LOOK_BACK
from karamap.recognition.words import JOINT, Word, Words, load_cues

__all__ = ["Candidate", "Spot", "find_candidates"]

_DIRECTIONS = frozenset({"north", "south", "east", "west", "central", "upper", "lower", "northern"})
_MIN_FOLDED = 6  # letters; shorter words fold into each other too easily
_MOST_INITIALS = 5  # letters of *U.S.A.* and its like
_LONGEST_CLIPPED = 6  # letters of *Calif.* and its like


class Candidate(NamedTuple):
    """A stretch of text that may be a place's name."""

    first: int  # index of its first word
    width: int  # words
    start: int
    end: int
    key: str
    places: tuple[Place, ...]  # what it may mean, best first
    shy: bool  # a village's or an abbreviation: needs evidence
    exact: bool = True  # False: found by the region's spelling habits

    def __hash__(self) -> int:
        return hash((self.start, self.end))  # all fields would take as long as the rest together

    @property
    def after(self) -> int:
        """Index of the first word after it."""
        return self.first + self.width


class Spot(NamedTuple):
    """The candidates that begin at one word, longest first."""

    first: int
    options: tuple[Candidate, ...]


class _Finder:
    def __init__(self, words: Words, gazetteer: Gazetteer) -> None:
        self.words = words
        self.text = words.text
        self.gazetteer = gazetteer
        self.memory = memory_of(gazetteer)

    def spots(self) -> Iterator[Spot]:
        before = -1
        for i in self.words.capitals:
            led = i - 1 > before and i > 0 and self.words[i - 1].key in _DIRECTIONS
            for first in (i - 1, i) if led else (i,):
                options = self._options(first)
                if options:
                    yield Spot(first, options)
            before = i

    def _options(self, i: int) -> tuple[Candidate, ...]:
        most = self.memory.longest_name(self.gazetteer, self.words[i].key)
        found = [c for c in self._listed(i, most) if c] if most else []
        if not found and self.words[i].capital:
            folded = self._folded(i)
            found = [folded] if folded else []
        return tuple(found)

    def _listed(self, i: int, most: int) -> Iterator[Candidate | None]:
        """Return candidates of the names that start at word `i`, longest first."""
        span, small = [self.words[i]], load_cues()["particles"]
        for j in range(i + 1, min(i + most, len(self.words))):
            word = self.words[j]
            if not word.capital and word.key not in small:
                break
            if not JOINT.fullmatch(self.text, span[-1].end, word.start):
                break
            span.append(word)
        for width in range(len(span), 0, -1):
            key = " ".join(w.key for w in span[:width])
            if not self.memory.has_shy_name(self.gazetteer, key):
                continue
            if width == 1 and not (span[0].capital and self._may_be(span[0])):
                continue
            shy = not self.memory.has_name(self.gazetteer, key)
            if self._case_fits(span[:width], key):
                yield self._candidate(i, span[:width], key, shy=shy)

    def _may_be(self, word: Word) -> bool:
        """Tell a word that is no place, or none without a word for places beside it."""
        cues = load_cues()
        if word.key in cues["never"]:
            return False
        if word.key not in cues["common"]:
            return True
        after = self.text[word.end : word.end + 2]
        low = max(0, word.start - LOOK_BACK)
        return after == ", " or bool(LOCATIVE.search(self.text, low, word.start))

    def _case_fits(self, span: list[Word], key: str) -> bool:
        """Tell whether the capitals fit: initials (US, NKR) count only as written."""
        surface = self.text[span[0].start : span[-1].end].replace(".", "").replace(" ", "")
        if len(surface) > _MOST_INITIALS or surface.isupper():
            return True
        letters = (s.replace(".", "").replace(" ", "") for s in self.gazetteer.spellings(key))
        return not all(s.isupper() for s in letters)

    def _candidate(self, i: int, span: list[Word], key: str, *, shy: bool) -> Candidate | None:
        start, end = span[0].start, span[-1].end
        surface = self.text[start:end]
        if self.text[end : end + 1] == ".":
            if "." in surface and len(surface) <= _MOST_INITIALS:
                end += 1  # the last dot of U.S. belongs to it
            elif len(surface) <= _LONGEST_CLIPPED:
                dotted = self.gazetteer.lookup(surface + ".", fuzzy=False)
                if any(c.matched.endswith(".") for c in dotted):
                    end, shy = end + 1, True  # so does that of Calif.
        found = self.gazetteer.lookup(self.text[start:end], fuzzy=False)
        if not found:
            return None
        return Candidate(i, len(span), start, end, key, tuple(c.place for c in found), shy)

    def _too_short(self, surface: str) -> bool:
        """Whether a word is too short to be folded; not where only its marks keep it unlisted."""
        if len(surface) >= _MIN_FOLDED:
            return False
        return surface.isascii() or not self.gazetteer.has_name(plain_key(surface))

    def _folded(self, i: int) -> Candidate | None:
        """Find a press spelling no table lists, or a name with a case ending."""
        word = self.words[i]
        surface = self.text[word.start : word.end]
        if self.words.written_small(word.key) or self._too_short(surface):
            return None
        if surface.isascii() and not self.memory.has_folded(self.gazetteer, surface):
            return None
        cues = load_cues()
        if word.key in cues["common"] or word.key in cues["forenames"]:
            return None
        found = self.gazetteer.lookup(surface, fuzzy=False)
        if not found:
            return None
        places = tuple(c.place for c in found)
        return Candidate(i, 1, word.start, word.end, word.key, places, shy=False, exact=False)


def find_candidates(words: Words, gazetteer: Gazetteer) -> list[Spot]:
    """Return, by first word, what `gazetteer` lists of the capitalised stretches of a text."""
    return list(_Finder(words, gazetteer).spots())
