"""The trigger lexicon: patterns that people review, and what a sentence holds of them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from karamap.events.patterns import Table, compile_patterns, read_data
from karamap.model import EventType

__all__ = [
    "Trigger",
    "count_conflict_words",
    "count_words",
    "cue",
    "find_triggers",
    "speech_verbs",
]

_LEXICON, _SPEECH = "lexicon.toml", "speech.toml"
# where two share words ("called … false") the rarer kind wins
_RAREST_FIRST = ("deny", "accuse", "call", "vow", "say")
# "fighting near the pass" is one fight, "fighting in the region" may be weeks of it
_AT_A_SPOT = re.compile(r"\b(?:around|near|at|for|outside)$", re.IGNORECASE)
_MASK = "ǂ"  # a letter that no news text holds; the set "place" of the lexicon has it


@dataclass(frozen=True, slots=True)
class Trigger:
    """A stretch of a sentence that tells a kind of event; offsets into that sentence."""

    type: EventType
    start: int
    end: int
    text: str
    strength: str  # strong | weak | likely (by the wording alone)
    summary: bool = False  # the noun of a long fight, which gives way to a toll


@cache
def cue(name: str) -> re.Pattern[str]:
    """Return the expression of a group of cues or titles of speech.toml."""
    speech = read_data(_SPEECH)
    return compile_patterns({**speech["cues"], **speech["titles"]}[name])


@cache
def speech_verbs() -> Table[str]:
    """Return the verbs of saying by kind: say, accuse, deny, call, vow; the rarer kinds first."""
    return Table((kind, read_data(_SPEECH)["verbs"][kind]) for kind in _RAREST_FIRST)


@cache
def _domains() -> Table[str]:
    return Table(read_data(_LEXICON)["domain"].items())


def count_conflict_words(text: str) -> int:
    """Return how many different words of armed conflict `text` holds."""
    return count_words(text, "words")


def count_words(text: str, domain: str) -> int:
    """Return how many different words of a domain of the lexicon `text` holds."""
    return len({word for word, label in _find_domain_words(text) if label == domain})


@lru_cache(maxsize=1)  # the domains are asked of the same text, one after the other
def _find_domain_words(text: str) -> frozenset[tuple[str, str]]:
    return frozenset((m[0].lower()[:7], domain) for m, domain in _domains().find_in(text))


@cache
def trigger_patterns() -> tuple[tuple[tuple[EventType, str], str], ...]:
    """Return the patterns of the lexicon, each with the type and strength of what it tells."""
    return tuple(
        ((EventType(name), strength), pattern)
        for name, entry in read_data(_LEXICON)["types"].items()
        for strength in ("strong", "weak")
        for pattern in entry.get(strength, [])
    )


@cache
def _triggers() -> Table[tuple[EventType, str]]:
    """Return the triggers by type and strength, and under "bars" what a trigger must not touch."""
    types = read_data(_LEXICON)["types"].items()
    bars = [((EventType(n), "bars"), entry["bars"]) for n, entry in types if "bars" in entry]
    # a row for each: one alternation of all would stop at the first, not the longest
    return Table([*((label, [pattern]) for label, pattern in trigger_patterns()), *bars])


@cache
def _summary_nouns() -> dict[EventType, re.Pattern[str]]:
    types = read_data(_LEXICON)["types"].items()
    return {EventType(n): compile_patterns(entry["sum"]) for n, entry in types if "sum" in entry}


def find_triggers(sentence: str, places: Iterable[tuple[int, int]] = ()) -> list[Trigger]:
    """Return the triggers of `sentence`, in order; overlapping ones of a type are joined.

    Parameters
    ----------
    sentence
        The text.
    places
        Where it names towns and villages: "attacked Xyz" reads like "attacked the town".
    """
    masked = _mask(sentence, places)
    spans: dict[tuple[EventType, str], list[tuple[int, int]]] = {}
    for match, label in _triggers().find_in(masked):
        spans.setdefault(label, []).append(match.span())
    found: list[Trigger] = []
    for (kind, strength), hits in spans.items():
        if strength == "bars":
            continue
        nouns, bars = _summary_nouns().get(kind), spans.get((kind, "bars"), [])
        for start, end in _shortest(h for h in hits if not _overlaps(h, bars)):
            text = sentence[start:end]
            summary = bool(nouns and nouns.search(text) and not _AT_A_SPOT.search(text))
            found.append(Trigger(kind, start, end, text, strength, summary))
    found.sort(key=lambda t: (t.start, t.end, t.type.value, t.strength))
    return found


def _mask(sentence: str, places: Iterable[tuple[int, int]]) -> str:
    """Return `sentence` with the names of towns as one letter over and over (set "place")."""
    for start, end in places:
        if sentence[start:end].lower() not in _named_words():
            sentence = sentence[:start] + _MASK * (end - start) + sentence[end:]
    return sentence


@cache
def _named_words() -> frozenset[str]:
    """Return the words that the lexicon itself names, such as capitals."""
    lexicon = read_data(_LEXICON)
    lists = [e.get(s, []) for e in lexicon["types"].values() for s in ("strong", "weak", "bars")]
    patterns = [*lexicon["sets"].values(), *lists]
    return frozenset(w for ps in patterns for p in ps for w in re.findall(r"\w+", p.lower()))


def _overlaps(span: tuple[int, int], others: list[tuple[int, int]]) -> bool:
    return any(a < span[1] and span[0] < b for a, b in others)


def _shortest(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return `spans` without those that contain another one: the tightest wording tells best."""
    kept: list[tuple[int, int]] = []
    for span in sorted(spans, key=lambda s: (s[1] - s[0], s)):
        if not _overlaps(span, kept):
            kept.append(span)
    return sorted(kept)
