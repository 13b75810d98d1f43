"""Peoples: words such as *Armenian* and *South Ossetian*, and the places they speak of."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from karamap.gazetteer import Gazetteer, exact_key
from karamap.model import Place
from karamap.recognition.memory import memory_of
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


def find_peoples(words: Words, taken: set[int], gazetteer: Gazetteer) -> Iterator[tuple[int, int]]:
    """Return the spans of words for peoples outside of the `taken` words, longest first."""
    regions, memory = _regions(), memory_of(gazetteer)
    last = -1
    for i in words.capitals:
        if i <= last or i in taken:
            continue
        span = [words[i]]
        while len(span) < _MOST_WORDS and words.next_capital(i + len(span)):
            span.append(words[i + len(span)])
        for width in range(len(span), 0, -1):
            key = " ".join(w.key for w in span[:width]) if width > 1 else span[0].key
            if key in regions or memory.is_people(gazetteer, key):
                yield span[0].start, span[width - 1].end
                last = i + width - 1
                break
