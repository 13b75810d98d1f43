"""Keys under which names are found: exact, romanised, and folded by the region's spelling habits.

A key is a space-joined string of word keys, so that a scan can compare words one by one. Hyphens,
apostrophes and dots separate words: *Nagorno-Karabakh* and *Nagorno Karabakh* share a key.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from anyascii import anyascii

__all__ = [
    "WORD",
    "case_stems",
    "exact_key",
    "folded_key",
    "is_clipped",
    "loose_key",
    "plain_key",
    "split_generic",
    "strip_case_ending",
    "strip_possessive",
    "telling_words",
    "word_keys",
]

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

# Azerbaijani and Turkish case endings after a proper name, longest first: ablative, locative,
# genitive, dative, accusative; those that begin with n stand after a possessive (Xankəndi-ndə).
_ENDINGS = tuple(
    re.compile(pattern + "$")
    for pattern in (
        "n[dt][aəe]n",
        "[dt][aəe]n",
        "n[dt][aəe]",
        "n[ıiuü]n",
        "[dt][aəe]",
        "[ıiuü]n",
        "[yn][aəe]",
        "[yn][ıiuü]",
        "[aəeıiuü]",
    )
)
_MIN_STEM = 4
_MIN_STEM_OF_LETTER = 5  # one letter comes off a longer name only: *Ağdama*
_APOSTROPHES = "'’‘ʼʻ`´"
_POSSESSIVE = re.compile(rf"\s*[{_APOSTROPHES}]s?$", re.IGNORECASE)

# Words that say what a place is, by the group that may stand for each other in a name.
_GENERIC = {
    word: group
    for group, words in {
        "unit": "district region province rayon raion county oblast marz uyezd rayonu",
        "river": "river chay chayi chai su",
        "lake": "lake golu reservoir",
        "mount": "mount mountain mountains range ridge peak height heights dagi",
        "town": "city town village settlement",
        "airport": "airport airfield airbase aerodrome",
        "corridor": "corridor road",
    }.items()
    for word in words.split()
}
_LEADING = frozenset({"lake", "mount", "river"})  # of these, those that stand before the name
# names that differ in one of these are different places, however close the rest
_OPPOSED = frozenset(
    word
    for line in (
        "north south east west northern southern eastern western upper lower inner outer",
        "old new great greater little big small",
        "yukhari yuxari ashaghi asagi boyuk kichik bash bas",  # Azerbaijani
        "verin nerkin mets pokr hin nor",  # Armenian
    )
    for word in line.split()
)
# Sounds that press spellings of one name confuse, beyond what the folded key joins.
_LOOSER = str.maketrans("kdbzyi", "gtpsuu")


def word_keys(text: str) -> list[str]:
    """Return the exact key of each word of `text`."""
    return [w.casefold() for w in WORD.findall(unicodedata.normalize("NFC", text))]


def exact_key(text: str) -> str:
    """Return the key that ignores case, hyphens and apostrophes but keeps every letter."""
    return " ".join(word_keys(text))


@lru_cache(maxsize=200_000)
def _plain_word(word: str) -> str:
    if word.isascii():
        return word
    word = word.replace("ու", "u")  # one Armenian vowel of two letters
    return re.sub(r"[^a-z0-9]", "", anyascii(word).casefold())


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


def _generic_at(words: list[str]) -> int | None:
    """Return where among folded words the one for the kind of place stands, or None."""
    if len(words) > 1 and words[-1] in _FOLDED_GENERIC:
        return len(words) - 1
    return 0 if len(words) > 1 and words[0] in _FOLDED_LEADING else None


def loose_key(folded: str) -> str:
    """Return a folded key without words such as *district* and with confused sounds joined."""
    words = folded.split(" ")
    at = _generic_at(words)
    return " ".join(w for i, w in enumerate(words) if i != at).translate(_LOOSER)


def telling_words(folded: str) -> frozenset[str]:
    """Return what in a folded key tells two places of one name apart: *upper*, *east*, *lake*.

    Words for one kind of place count as one: *district* and *rayon*.
    """
    words = folded.split(" ")
    at = _generic_at(words)
    kind = () if at is None else (_FOLDED_GENERIC[words[at]],)
    return frozenset(kind).union(w for w in words if w in _FOLDED_OPPOSED)


def split_generic(name: str) -> tuple[str, tuple[str, ...]] | None:
    """Return the proper part of *Lachin rayon* and the words that may replace the other, or None.

    The generic word may stand last or first (*Lake Sevan*).
    """
    words = plain_key(name).split(" ")
    ways = [(words[:-1], words[-1])]
    if words[0] in _LEADING:
        ways.append((words[1:], words[0]))
    for proper, generic in ways:
        if proper and generic in _GENERIC:
            group = _GENERIC[generic]
            return " ".join(proper), tuple(w for w, g in _GENERIC.items() if g == group)
    return None


def is_clipped(name: str) -> bool:
    """Whether `name` is a word cut short with a dot, such as *Calif.*; *N.Y.* is not."""
    return name.endswith(".") and "." not in name[:-1]


def strip_possessive(name: str) -> str | None:
    """Return `name` without an English possessive, or None where there is none."""
    stem = _POSSESSIVE.sub("", name)
    return stem if stem != name and stem else None


def case_stems(word: str) -> tuple[str, ...]:
    """Return what `word` may be without an Azerbaijani case ending, longest ending first."""
    stems = []
    for ending in _ENDINGS:
        found = ending.search(word.casefold())
        if not found:
            continue
        taken = len(found[0])
        stem = word[: len(word) - taken].rstrip(_APOSTROPHES)
        if len(stem) >= (_MIN_STEM if taken > 1 else _MIN_STEM_OF_LETTER):
            stems.append(stem)
    return tuple(dict.fromkeys(stems))


def strip_case_ending(word: str) -> str | None:
    """Return `word` without its longest case ending, or None where there is none to strip."""
    stems = case_stems(word)
    return stems[0] if stems else None


_FOLDED_GENERIC = {folded_key(word): group for word, group in _GENERIC.items()}
_FOLDED_LEADING = frozenset(folded_key(word) for word in _LEADING)
_FOLDED_OPPOSED = frozenset(folded_key(word) for word in _OPPOSED)
