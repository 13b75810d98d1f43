"""The trigger lexicon: patterns that people review, compiled to regular expressions once."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from karamap.model import EventType

__all__ = [
    "Trigger",
    "WordTable",
    "Words",
    "compile_patterns",
    "compile_table",
    "compile_words",
    "count_conflict_words",
    "count_words",
    "cue",
    "find_triggers",
    "speech_verbs",
]

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
_FIGURE = (
    r"(?:\d[\d,.]*|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens|scores|"
    r"hundreds|thousands|several|many|a\s+dozen)(?:\s+(?:thousand|hundred|million|dozen|of))*"
)


@dataclass(frozen=True, slots=True)
class Trigger:
    """A stretch of a sentence that tells a kind of event; offsets into that sentence."""

    type: EventType
    start: int
    end: int
    text: str
    strength: str  # strong | weak
    summary: bool = False  # the noun of a long fight, which gives way to a toll


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath(name).read_text(encoding="utf-8"))


@cache
def _lexicon() -> dict[str, Any]:
    return _read("lexicon.toml")


@cache
def _speech() -> dict[str, Any]:
    return _read("speech.toml")


def _expand_alternative(alternative: str) -> str:
    if alternative == "#":
        return _FIGURE
    if alternative.startswith("@"):
        return "|".join(_expand_alternative(a) for a in _lexicon()["sets"][alternative[1:]])
    words = alternative.split("_")
    return r"[\s\-]*".join(re.escape(w).replace(r"\*", r"\w*").replace("'", "['’]") for w in words)


def _expand_element(element: str) -> str:
    return "(?:" + "|".join(_expand_alternative(a) for a in element.split("|")) + r")(?!\w)"


def _compile_one(pattern: str) -> str:
    """Return the regular expression of one pattern of the lexicon's language."""
    out: list[str] = []
    begun = False
    for element in pattern.split():
        if element in _GAPS:
            out.append(_GAPS[element])
        elif element.endswith("?"):
            body = _expand_element(element[:-1])
            out.append(f"(?:{_SEP}{body})?" if begun else f"(?:{body}{_SEP})?")
        else:
            out.append((_SEP if begun else "") + _expand_element(element))
            begun = True
    return "".join(out)


# "fighting near the pass" is one fight, "fighting in the region" may be weeks of it
_AT_A_SPOT = re.compile(r"\b(?:around|near|at|for|outside)$", re.IGNORECASE)
_MASK = "ǂ"  # a letter that no news text holds; the set "place" of the lexicon has it
_PREFIXES = range(1, 7)  # letters
_PLAIN = re.compile(r"[^\W_]+")


@lru_cache(maxsize=256)
def _keys(text: str) -> frozenset[str]:
    """Return the words of `text` ("=word") and their beginnings, lower case."""
    words = {w.lower() for w in _PLAIN.findall(text)}
    return frozenset({f"={w}" for w in words} | {w[:n] for w in words for n in _PREFIXES})


def _needs(pattern: str) -> tuple[frozenset[str], ...]:
    """Return for each obligatory element of `pattern` the keys, one of which it needs.

    A sentence without them cannot match, which is much cheaper to see than a failing search. The
    most telling element comes first.
    """
    needed = []
    for element in pattern.split():
        if element in _GAPS or element.endswith("?") or "#" in element.split("|"):
            continue
        keys = frozenset(k for a in element.split("|") for k in _first_keys(a))
        needed.append(keys)
    return tuple(sorted(needed, key=lambda keys: (len(keys), sorted(keys))))


def _first_keys(alternative: str) -> list[str]:
    if alternative.startswith("@"):
        return [k for a in _lexicon()["sets"][alternative[1:]] for k in _first_keys(a)]
    found = _PLAIN.search(alternative)
    if found is None:
        return []
    word = found[0].lower()
    return [f"={word}" if word == alternative.lower() else word[: _PREFIXES[-1]]]


@dataclass(frozen=True, slots=True)
class Words:
    """Patterns compiled to one expression, not searched where none of their words occurs."""

    regex: re.Pattern[str]
    keys: frozenset[str]

    def find_in(self, text: str, start: int = 0) -> list[re.Match[str]]:
        """Return the matches in `text` from `start` on."""
        if self.keys.isdisjoint(_keys(text)):
            return []
        return list(self.regex.finditer(text, start))


@dataclass(frozen=True, slots=True)
class WordTable:
    """Labelled `Words`, of which only those with a key in the text are searched."""

    rows: tuple[tuple[str, Words], ...]
    by_key: dict[str, tuple[int, ...]]

    def find_in(self, text: str) -> list[tuple[re.Match[str], str]]:
        """Return the matches in `text` with their labels, in the order of the table."""
        keys, by_key = _keys(text), self.by_key
        likely = {i for key in keys if key in by_key for i in by_key[key]}
        rows = (self.rows[i] for i in sorted(likely))
        return [(m, label) for label, words in rows for m in words.regex.finditer(text)]


def compile_table(rows: Iterable[tuple[str, list[str]]]) -> WordTable:
    """Return labels with their patterns as a `WordTable`."""
    table = tuple((label, compile_words(patterns)) for label, patterns in rows)
    by_key: dict[str, tuple[int, ...]] = {}
    for i, (_, words) in enumerate(table):
        for key in words.keys:
            by_key[key] = (*by_key.get(key, ()), i)
    return WordTable(table, by_key)


def compile_words(patterns: list[str]) -> Words:
    """Return `patterns` as `Words`."""
    compiled = compile_patterns(patterns)
    assert compiled is not None  # noqa: S101  the data files hold no empty lists
    return Words(compiled, frozenset(k for p in patterns for k in _needs(p)[0]))


def compile_patterns(patterns: list[str]) -> re.Pattern[str] | None:
    """Return one expression for any of `patterns`, None where there is no pattern."""
    if not patterns:
        return None
    joined = "|".join(f"(?:{_compile_one(p)})" for p in patterns)
    return re.compile(rf"(?<![\w’'])(?:{joined})", re.IGNORECASE)


@cache
def cue(name: str) -> re.Pattern[str]:
    """Return the expression of a group of cues or titles of speech.toml."""
    groups = {**_speech()["cues"], **_speech()["titles"]}
    compiled = compile_patterns(groups[name])
    assert compiled is not None  # noqa: S101  every group in the file has entries
    return compiled


@cache
def speech_verbs() -> dict[str, Words]:
    """Return the verbs of saying by kind: say, accuse, deny, call, vow."""
    return {kind: compile_words(patterns) for kind, patterns in _speech()["verbs"].items()}


@cache
def _domain(name: str) -> Words:
    return compile_words(_lexicon()["domain"][name])


def count_conflict_words(text: str) -> int:
    """Return how many different words of armed conflict `text` holds."""
    return count_words(text, "words")


def count_words(text: str, domain: str) -> int:
    """Return how many different words of a domain of the lexicon `text` holds."""
    return len({m[0].lower()[:7] for m in _domain(domain).regex.finditer(text)})


@dataclass(frozen=True, slots=True)
class _Pattern:
    """One line of the lexicon: one alternation of all would stop at the first, not the longest."""

    type: EventType
    strength: str
    text: str

    @property
    def regex(self) -> re.Pattern[str]:
        """The expression, compiled when a text first needs it."""
        return _expression(self.text)


@cache
def _expression(pattern: str) -> re.Pattern[str]:
    compiled = compile_patterns([pattern])
    assert compiled is not None  # noqa: S101  there is a pattern
    return compiled


@cache
def _patterns() -> list[_Pattern]:
    return [
        _Pattern(EventType(name), strength, pattern)
        for name, entry in _lexicon()["types"].items()
        for strength in ("strong", "weak")
        for pattern in entry.get(strength, [])
    ]


@cache
def _index() -> tuple[tuple[dict[str, int], ...], tuple[int, ...]]:
    """Return for each place in a pattern which patterns (bits) a key serves, and which lack it."""
    needs = [_needs(p.text) for p in _patterns()]
    tables: list[dict[str, int]] = [{} for _ in range(max(map(len, needs)))]
    lacking = [0] * len(tables)
    for n, needed in enumerate(needs):
        for at, table in enumerate(tables):
            if at >= len(needed):
                lacking[at] |= 1 << n
                continue
            for key in needed[at]:
                table[key] = table.get(key, 0) | 1 << n
    return tuple(tables), tuple(lacking)


@lru_cache(maxsize=1 << 14)
def _served(word: str) -> tuple[int, ...]:
    """Return for each place in a pattern the patterns (bits) that a lower-case word may serve."""
    keys = [f"={word}", *(word[:n] for n in _PREFIXES)]
    out = []
    for table in _index()[0]:
        served = 0
        for key in keys:
            served |= table.get(key, 0)
        out.append(served)
    return tuple(out)


@cache
def _bars() -> dict[EventType, re.Pattern[str] | None]:
    types = _lexicon()["types"].items()
    return {EventType(n): compile_patterns(e.get("bars", [])) for n, e in types}


@cache
def _summary_nouns() -> dict[str, re.Pattern[str] | None]:
    return {n: compile_patterns(e.get("sum", [])) for n, e in _lexicon()["types"].items()}


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
    for pattern in _candidates(masked):
        hits = [m.span() for m in pattern.regex.finditer(masked)]
        if hits:
            spans.setdefault((pattern.type, pattern.strength), []).extend(hits)
    found: list[Trigger] = []
    for (kind, strength), hits in spans.items():
        nouns = _summary_nouns()[kind.value]
        for start, end in _shortest(_unbarred(masked, kind, hits)):
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
    lexicon = _lexicon()
    lists = [e.get(s, []) for e in lexicon["types"].values() for s in ("strong", "weak", "bars")]
    patterns = [*lexicon["sets"].values(), *lists]
    return frozenset(w for ps in patterns for p in ps for w in re.findall(r"\w+", p.lower()))


def _candidates(sentence: str) -> list[_Pattern]:
    """Return the patterns all of whose obligatory elements begin somewhere in `sentence`."""
    served = list(_index()[1])
    for word in set(_PLAIN.findall(sentence.lower())):
        for at, bits in enumerate(_served(word)):
            served[at] |= bits
    likely = -1
    for bits in served:
        likely &= bits
    patterns, found = _patterns(), []
    while likely:
        lowest = likely & -likely
        found.append(patterns[lowest.bit_length() - 1])
        likely ^= lowest
    return found


def _unbarred(sentence: str, kind: EventType, hits: list[tuple[int, int]]) -> list[tuple[int, int]]:
    bars = _bars()[kind]
    barred = [m.span() for m in bars.finditer(sentence)] if bars else []
    return sorted(h for h in hits if not any(a < h[1] and h[0] < b for a, b in barred))


def _shortest(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return `spans` without those that contain another one: the tightest wording tells best."""
    kept: list[tuple[int, int]] = []
    for span in sorted(spans, key=lambda s: (s[1] - s[0], s)):
        if not any(k[0] < span[1] and span[0] < k[1] for k in kept):
            kept.append(span)
    return sorted(kept)
