"""Peoples: words such as *Armenian* and *South Ossetian*, and the places they speak of."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from karamap.gazetteer import Gazetteer, exact_key
from karamap.model import Place
from karamap.recognition.memory import memory_of
from karamap.recognition.patterns import SPEAKS
from karamap.recognition.words import Words, load_cues

__all__ = ["find_peoples", "place_of_people"]

_MOST_WORDS = 3  # of one: *Papua New Guinean*


@lru_cache(maxsize=1)
def _regions() -> dict[str, str]:
    pairs = (entry.partition("=") for entry in load_cues()["regions"])
    return {word.replace("_", " "): name.replace("_", " ") for word, _, name in pairs}


def place_of_people(text: str, gazetteer: Gazetteer) -> Place | None:
    """Return the country or region whose people or adjective `text` is, or None."""
    country = gazetteer.demonym(text)
    region = _regions().get(exact_key(text))
    if country or not region:
        return country
    found = gazetteer.lookup(region, fuzzy=False)
    return found[0].place if found else None


def _spans(words: Words, taken: set[int], gazetteer: Gazetteer) -> Iterator[tuple[int, int]]:
    """Return first and last word of each people outside of the `taken` words, longest first."""
    regions, memory = _regions(), memory_of(gazetteer)
    last = -1
    for i in words.capitals:
        if i <= last or i in taken:
            continue
        width = 1
        while width < _MOST_WORDS and words.next_capital(i + width):
            width += 1
        for last in range(i + width - 1, i - 1, -1):
            key = " ".join(words[j].key for j in range(i, last + 1)) if last > i else words[i].key
            if key in regions or memory.is_people(gazetteer, key):
                yield i, last
                break
        else:
            last = i - 1


def _after_forename(words: Words, first: int) -> bool:
    before = words.at(first - 1)
    return bool(
        before
        and words.next_capital(first)
        and before.capital
        and before.key in load_cues()["forenames"]
    )


def _in_name(words: Words, first: int, last: int) -> bool:
    """Whether it is part of a company's name or of another people's: *African American*."""
    cues = load_cues()
    before = words.at(first - 1)
    if before and before.key in cues["compounds"] and words.next_capital(first):
        return True
    after = words.at(last + 1)
    if after and words[first].key in cues["compounds"] and after.key.startswith("american"):
        return True
    end = last + 1
    while end - last <= _MOST_WORDS and words.next_capital(end):
        if words[end].key in cues["firms"]:
            return True
        end += 1
    return False


def find_peoples(words: Words, taken: set[int], gazetteer: Gazetteer) -> Iterator[tuple[int, int]]:
    """Return the spans of words for peoples outside of the `taken` words.

    Not where the word is a person's (*Monica French*, and then *French said*), a company's or
    another people's.
    """
    found = list(_spans(words, taken, gazetteer))
    persons = {words[last].key for first, last in found if _after_forename(words, first)}
    for first, last in found:
        if _after_forename(words, first) or _in_name(words, first, last):
            continue
        end = words[last].end
        if words[last].key in persons and SPEAKS.match(words.text, end):
            continue
        yield words[first].start, end
