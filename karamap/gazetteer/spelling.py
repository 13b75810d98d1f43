"""Keys under which names are found: exact, romanised, and folded by the region's spelling habits.

A key is a space-joined string of word keys, so that a scan can compare words one by one. Hyphens,
apostrophes and dots separate words: *Nagorno-Karabakh* and *Nagorno Karabakh* share a key.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from anyascii import anyascii

__all__ = ["WORD", "exact_key", "folded_key", "plain_key", "strip_case_ending", "word_keys"]

# a word: letters and digits with combining marks; everything else separates
WORD = re.compile(r"[^\W_]+(?:[\u0300-\u036f]+[^\W_]*)*")

# Romanisations of the Caucasus differ in these letters only; order matters: longer
# sequences first.
_FOLDS = (
    ("kh", "h"),
    ("x", "h"),
    ("dzh", "j"),
    ("dj", "j"),
    ("zh", "j"),
    ("ch", "c"),
    ("sh", "s"),
    ("gh", "g"),
    ("q", "g"),
    ("ts", "c"),
    ("tz", "c"),
    ("ck", "k"),
    ("ya", "a"),
    ("yu", "u"),
    ("yo", "o"),
    ("ou", "u"),
    ("oo", "u"),
    ("iy", "i"),
    ("yi", "i"),
    ("y", "i"),
    ("w", "v"),
    ("j", "c"),
    ("e", "a"),
    ("o", "u"),
)
_DOUBLED = re.compile(r"(.)\1+")

# Azerbaijani and Turkish case endings after a proper name, longest first: locative, ablative,
# genitive, dative, accusative; an apostrophe may stand before them.
_ENDINGS = re.compile(
    r"(?:n[ıiuü]n|[ıiuü]n|[dt][aə]n|[dt][ae]n|[dt][aə]|[dt][ae]|y[aəe]|n[ıiuü]|y[ıiuü])$"
)
_MIN_STEM = 4


def word_keys(text: str) -> list[str]:
    """Return the exact key of each word of `text`."""
    return [w.casefold() for w in WORD.findall(unicodedata.normalize("NFC", text))]


def exact_key(text: str) -> str:
    """Return the key that ignores case, hyphens and apostrophes but keeps every letter."""
    return " ".join(word_keys(text))


@lru_cache(maxsize=200_000)
def _plain_word(word: str) -> str:
    return word if word.isascii() else re.sub(r"[^a-z0-9]", "", anyascii(word).casefold())


def plain_key(text: str) -> str:
    """Return the key in plain Latin letters: *Gəncə* and *Gence* share it."""
    return " ".join(filter(None, (_plain_word(w) for w in word_keys(text))))


@lru_cache(maxsize=200_000)
def _folded_word(word: str) -> str:
    # Azerbaijani ş, ç, c, ğ, ə carry sounds that plain romanisation would lose
    for letter, sound in (("ş", "sh"), ("ç", "ch"), ("ə", "a"), ("ğ", "gh")):
        word = word.replace(letter, sound)
    word = _plain_word(word)
    for variant, common in _FOLDS:
        word = word.replace(variant, common)
    return _DOUBLED.sub(r"\1", word)


def folded_key(text: str) -> str:
    """Return the key under which press romanisations of one Caucasus name fall together.

    *Ganja*, *Ganca* and *Gandzha* share it; so do some names that are different places, which is
    why it is asked only within the conflict's gazetteer and only where exact keys found nothing.
    """
    return " ".join(filter(None, (_folded_word(w) for w in word_keys(text))))


def strip_case_ending(word: str) -> str | None:
    """Return `word` without its Azerbaijani case ending, or None where there is none to strip."""
    stem = _ENDINGS.sub("", word).rstrip("'’")
    return stem if stem != word and len(stem) >= _MIN_STEM else None
