"""Recognition: where a text names a place.

A scan of the gazetteer at capitalised words, longest name first, and then evidence for and against
each hit: the words beside it (titles, organisations, verbs), how the text itself writes the word
elsewhere, and how well known the place is.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from importlib import resources
from itertools import pairwise
from typing import NamedTuple

from karamap.gazetteer import WORD, Gazetteer, folded_key
from karamap.model import Document, FeatureClass, Mention, Place

__all__ = ["find_mentions"]

# between two words of one name: a hyphen, dot, apostrophe or one blank, also across a line's end
_JOINT = re.compile(r"[ \t\u00a0]?\n?[ \t]?|[-\u2010\u2011\u2013'’ʻʼ`.]|[-\u2010]\n|\. ?|['’ʻʼ`] ?")
_DIRECTIONS = frozenset({"north", "south", "east", "west", "central", "upper", "lower", "northern"})
_MIN_FOLDED = 6  # letters; shorter words fold into each other too easily
_KNOWN_PEOPLE = 300_000  # a city of that size needs no help from its context
_KNOWN_UNIT_PEOPLE = 100_000  # so does a first-level unit; parishes of small states are below
# a capitalised word that ends so after a place's name makes both a person's: *Ararat Mirzoyan*
_SURNAME = re.compile(
    r" ([A-ZÀ-Ž][\w’']+(?:[iy]ants?|[iy]an|[aeoy]va?|zad[eə]|o(?:g|ğ|gh)l[uy]|shvili|dze|enko|"
    r"[bdklmnprt]son))\b(?!-)"
)
_SENTENCE_END = re.compile(r"(?:[.!?:;]['\"”’)\]]*|\n|^|--|—|/)\s*[\"“‘'(\[]?\s*$")
_LOCATIVE = re.compile(
    r"\b(?:in|at|from|near|to|towards?|into|outside|inside|around|across|over|of|through|via|"
    r"between|throughout|within|beyond|leaving|reached|visit(?:ed|ing)?|capital|town|city|village|"
    r"settlement|region|district|province|outskirts|north|south|east|west|northern|southern|"
    r"eastern|western|central|entire|northeast|northwest|southeast|southwest)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_UNIT_AFTER = re.compile(r"\s+(?:district|region|rayon|raion|province|city|town|village|section)\b")
# a small town does not speak: the word is somebody's name
_SPEAKS = re.compile(
    r",? (?:said|says|told|adds?|added|tweeted|wrote|writes|asked|replied|explained|noted|"
    r"testified|recalled|argued|insisted|thinks|believes|joked|laughed|smiled)\b"
)
_AGENT_VERB = re.compile(
    r"\s*,?\s*(?:(?:has|have|had|also|later|repeatedly|again|immediately|itself|will|would|may|"
    r"could|must|should|been)\s+){0,3}"
    r"(?:sa(?:id|ys|ying)|claim(?:s|ed)|accus(?:es|ed)|den(?:ies|ied)|reject(?:s|ed)|"
    r"report(?:s|ed)|announc(?:es|ed)|warn(?:s|ed)|call(?:s|ed)|demand(?:s|ed)|agre(?:es|ed)|"
    r"refus(?:es|ed)|insist(?:s|ed)|vow(?:s|ed)|urg(?:es|ed)|want(?:s|ed)|hope(?:s|d)|back(?:s|ed)|"
    r"support(?:s|ed)|launch(?:es|ed)|attack(?:s|ed)|violat(?:es|ed)|blam(?:es|ed)|alleg(?:es|ed)|"
    r"condemn(?:s|ed)|confirm(?:s|ed)|sign(?:s|ed)|deploy(?:s|ed)|sen(?:t|ds)|complain(?:s|ed)|"
    r"declar(?:es|ed)|respond(?:s|ed)|express(?:es|ed)|broker(?:s|ed)|mediat(?:es|ed)|"
    r"continu(?:es|ed)|appeal(?:s|ed)|host(?:s|ed)|remain(?:s|ed)|recogni[sz](?:es|ed)|"
    r"offer(?:s|ed)|consider(?:s|ed)|plan(?:s|ned)|seek(?:s)?|sought|threaten(?:s|ed))\b"
)


class _Word(NamedTuple):
    start: int
    end: int
    key: str
    capital: bool


class _Hit(NamedTuple):
    start: int
    end: int
    places: tuple[Place, ...]
    exact: bool


@lru_cache(maxsize=1)
def _cues() -> dict[str, frozenset[str]]:
    """Return the word lists of ``recognition_cues.txt`` by heading."""
    lists: dict[str, set[str]] = {}
    heading = ""
    text = resources.files("karamap").joinpath("recognition_cues.txt").read_text("utf-8")
    for line in text.splitlines():
        if line.startswith("["):
            heading = line.strip("[]")
            lists[heading] = set()
        elif line and not line.startswith("#"):
            lists[heading].update(line.split())
    return {name: frozenset(words) for name, words in lists.items()}


def _words(text: str) -> list[_Word]:
    return [
        _Word(m.start(), m.end(), m[0].casefold(), not m[0][0].islower() and m[0][0].isalpha())
        for m in WORD.finditer(text)
    ]


def _is_strong(place: Place) -> bool:
    """Whether a place is known well enough to need no help from its context."""
    if place.curated:
        return True
    if place.feature_class is FeatureClass.SETTLEMENT:
        return place.population >= _KNOWN_PEOPLE
    return place.feature_class is not FeatureClass.ADMIN1 or place.population >= _KNOWN_UNIT_PEOPLE


class _Scan:
    """One document's scan: its words, and what the document itself says of them.

    ``people`` gathers words that stood in a person's name; *Dunbar* after *Adrian Dunbar* is one.
    """

    def __init__(self, document: Document, gazetteer: Gazetteer) -> None:
        self.text = document.text
        self.gazetteer = gazetteer
        self.words = _words(self.text)
        self.people: set[str] = set()
        self.lower = Counter(
            w.key for w in self.words if not w.capital and self.text[w.start].islower()
        )

    def hits(self) -> list[_Hit]:
        found = []
        i = 0
        while i < len(self.words):
            width = self._longest_at(i)
            hit = self._hit(i, width) if width else self._folded_hit(i)
            if hit:
                found.append(hit)
            i += max(1, width)
        return found

    def _may_start(self, i: int) -> bool:
        word = self.words[i]
        if word.capital:
            return True
        follows = i + 1 < len(self.words) and self.words[i + 1].capital
        return word.key in _DIRECTIONS and follows

    def _longest_at(self, i: int) -> int:
        """Return how many words the longest gazetteer name at word `i` has, or 0."""
        if not self._may_start(i):
            return 0
        most = self.gazetteer.longest_name(self.words[i].key)
        for width in range(min(most, len(self.words) - i), 0, -1):
            span = self.words[i : i + width]
            if not self._joined(span):
                continue
            key = " ".join(w.key for w in span)
            if self.gazetteer.has_name(key) and self._case_fits(span, key):
                return width
        return 0

    def _joined(self, span: list[_Word]) -> bool:
        return all(_JOINT.fullmatch(self.text, a.end, b.start) for a, b in pairwise(span))

    def _case_fits(self, span: list[_Word], key: str) -> bool:
        """Tell whether the capitals fit: initials (US, NKR) count only as written."""
        surface = self.text[span[0].start : span[-1].end]
        spellings = self.gazetteer.spellings(key)
        letters = [s.replace(".", "").replace(" ", "") for s in spellings]
        if all(s.isupper() and len(s) <= 5 for s in letters):
            return surface.replace(".", "").replace(" ", "").isupper()
        small = _cues()["particles"]
        return all(w.capital or w.key in small for w in span[1:])

    def _hit(self, i: int, width: int) -> _Hit | None:
        start, end = self.words[i].start, self.words[i + width - 1].end
        surface = self.text[start:end]
        if "." in surface and self.text[end : end + 1] == "." and len(surface) <= 5:
            end += 1  # the last dot of U.S. belongs to it
        places = tuple(c.place for c in self.gazetteer.lookup(surface, fuzzy=False))
        if not places or not self._is_place(i, width, places):
            return None
        return _Hit(start, end, places, exact=True)

    def _folded_hit(self, i: int) -> _Hit | None:
        """Find a press spelling no table lists, or a name with a case ending."""
        word = self.words[i]
        if not word.capital or len(word.key) < _MIN_FOLDED or self.lower[word.key]:
            return None
        if word.key in _cues()["common"] or word.key in _cues()["forenames"]:
            return None
        surface = self.text[word.start : word.end]
        if not self.gazetteer.has_folded(folded_key(surface)) and surface.isascii():
            return None
        places = tuple(c.place for c in self.gazetteer.lookup(surface, fuzzy=False))
        if not places or not self._is_place(i, 1, places):
            return None
        return _Hit(word.start, word.end, places, exact=False)

    # -- evidence ---------------------------------------------------------------------------

    def _is_place(self, i: int, width: int, places: tuple[Place, ...]) -> bool:
        """Weigh the context of a hit; well-known places need less of it."""
        start, end = self.words[i].start, self.words[i + width - 1].end
        key = " ".join(w.key for w in self.words[i : i + width])
        strong = _is_strong(places[0])
        if self._is_something_else(i, width, key, strong=strong):
            return False
        located = bool(_LOCATIVE.search(self.text, max(0, start - 40), start)) or bool(
            re.match(r", [A-Z]", self.text[end : end + 3])
        )
        if key in _cues()["common"]:
            return located and not self.lower[key]
        if self.gazetteer.demonym(key):
            return bool(_UNIT_AFTER.match(self.text, end))
        return strong or located or width > 1 or not self._starts_sentence(start)

    def _is_something_else(self, i: int, width: int, key: str, *, strong: bool) -> bool:
        """Whether the name is a person's, an organisation's, an address or a plain word."""
        start, end = self.words[i].start, self.words[i + width - 1].end
        if self._after_title(i) or self._in_person(i, width, strong=strong):
            self.people.add(key)
            return True
        return (
            key.replace(" ", "_") in _cues()["never"]
            or self._in_address(start, end)
            or self._in_organisation(i + width)
            or (not strong and self._is_unlikely(start, end, key))
        )

    def _is_unlikely(self, start: int, end: int, key: str) -> bool:
        """Whether a little-known name is more likely a person, an acronym or a plain word."""
        return (
            key in self.people
            or bool(_SPEAKS.match(self.text, end))
            or self._is_acronym(start, end)
            or bool(self.lower[key])
        )

    def _in_address(self, start: int, end: int) -> bool:
        """Whether the word is part of a web or mail address: *Turan.az*, *@Ganja*."""
        around = self.text[max(0, start - 1) : start], self.text[end : end + 2]
        return around[0] == "@" or bool(re.match(r"[.@/][a-z]", around[1]))

    def _is_acronym(self, start: int, end: int) -> bool:
        """Whether capitals that spell a small town stand in ordinary text: *NATO*, *EU*."""
        surface = self.text[start:end]
        beside = self.text[max(0, start - 30) : end + 30].replace(surface, "")
        return surface.isupper() and len(surface) <= 5 and any(c.islower() for c in beside)

    def _starts_sentence(self, start: int) -> bool:
        return bool(_SENTENCE_END.search(self.text[max(0, start - 8) : start]))

    def _neighbour(self, j: int) -> _Word | None:
        return self.words[j] if 0 <= j < len(self.words) else None

    def _touches(self, a: _Word, b: _Word) -> bool:
        return self.text[a.end : b.start] in {" ", "-", "\u00a0", " \n", "\n"}

    def _in_organisation(self, j: int) -> bool:
        """Whether the words after the name make it an organisation's: *Minsk Group*."""
        before, word = self._neighbour(j - 1), self._neighbour(j)
        if not before or not word or not self._touches(before, word):
            return False
        if not word.capital or self.text[before.end : word.start] == "\n":
            return False
        if word.key in _cues()["organisations"]:
            return True
        after = self._neighbour(j + 1)
        return bool(
            after
            and after.capital
            and self._touches(word, after)
            and after.key in _cues()["organisations"]
            and word.key not in _cues()["offices"]
            and not self.gazetteer.has_name(word.key)
        )

    def _after_title(self, i: int) -> bool:
        """Whether a person's title stands right before the name: *Mr. Lincoln*."""
        before = self._neighbour(i - 1)
        return bool(
            before
            and before.key in _cues()["titles"]
            and self.text[before.end : self.words[i].start] in {" ", ". ", "."}
        )

    def _before_surname(self, word: _Word) -> bool:
        """Whether the next word is built like a surname: *Ararat Mirzoyan*."""
        surname = _SURNAME.match(self.text, word.end)
        return bool(
            surname
            and not self.gazetteer.demonym(surname[1])
            and not self.gazetteer.has_name(surname[1].casefold())
            and not _LOCATIVE.search(self.text, max(0, word.start - 40), word.start)
        )

    def _in_person(self, i: int, width: int, *, strong: bool) -> bool:
        """Whether the name is part of a person's: a forename before, a surname after."""
        before, after = self._neighbour(i - 1), self._neighbour(i + width)
        last = self.words[i + width - 1]
        if (
            before
            and before.key in _cues()["forenames"]
            and before.capital
            and self._touches(before, self.words[i])
        ):
            return True
        if width == 1 and self._before_surname(last):
            return True
        if strong:
            return False
        if (
            before
            and before.capital
            and before.key not in _cues()["qualifiers"]
            and self._touches(before, self.words[i])
            and not self.gazetteer.has_name(before.key)
            and not self.gazetteer.demonym(before.key)
        ):
            return True
        if not after or not after.capital or not self._touches(last, after):
            return False
        unknown = not self.gazetteer.has_name(after.key) and after.key not in _cues()["offices"]
        return unknown or self.words[i].key in _cues()["forenames"]


def _demonyms(scan: _Scan, taken: list[tuple[int, int]], document: Document) -> list[Mention]:
    found = []
    for word in scan.words:
        if not word.capital or any(s < word.end and word.start < e for s, e in taken):
            continue
        if scan.gazetteer.demonym(word.key):
            found.append(
                Mention(
                    word.start,
                    word.end,
                    scan.text[word.start : word.end],
                    kind="demonym",
                    literal=False,
                    boilerplate=document.is_boilerplate(word.start, word.end),
                )
            )
    return found


_METONYMS = frozenset({FeatureClass.COUNTRY, FeatureClass.SETTLEMENT, FeatureClass.REGION})


def _is_literal(text: str, hit: _Hit) -> bool:
    """Whether the name means the place itself and not its government: *Baku said* does not."""
    if hit.places[0].feature_class not in _METONYMS:
        return True
    if _LOCATIVE.search(text, max(0, hit.start - 40), hit.start):
        return True
    return not _AGENT_VERB.match(text, hit.end)


def find_mentions(
    document: Document, gazetteer: Gazetteer, *, demonyms: bool = False
) -> list[Mention]:
    """Return the place names of `document` in order of appearance, never overlapping.

    The whole text is read; mentions in boilerplate are marked. With `demonyms`, words such as
    *Armenian* are listed too, as mentions of kind ``demonym``.
    """
    scan = _Scan(document, gazetteer)
    hits = scan.hits()
    found = [
        Mention(
            hit.start,
            hit.end,
            document.text[hit.start : hit.end],
            literal=_is_literal(document.text, hit),
            boilerplate=document.is_boilerplate(hit.start, hit.end),
        )
        for hit in hits
    ]
    if demonyms:
        found += _demonyms(scan, [(h.start, h.end) for h in hits], document)
    return sorted(found, key=lambda m: m.start)
