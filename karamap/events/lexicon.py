"""The trigger lexicon: patterns that people review, compiled to regular expressions once."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from karamap.model import EventType

__all__ = [
    "Trigger",
    "compile_patterns",
    "count_conflict_words",
    "cue",
    "find_triggers",
    "speech_verbs",
]

_SEP = r"[\"”’»]?[\s\-–]+[\"“‘«]?"
# a gap does not run into a clause of its own
_WORD = r"(?!(?:that|which|who|but|while|because|if|whether)\b)[^\s,;:—\"“”«»()]+"
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


_Pattern = tuple[tuple[frozenset[str], ...], re.Pattern[str]]


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


_STEM = 3  # letters
_PLAIN = re.compile(r"[^\W_]+")


def _stems(text: str) -> frozenset[str]:
    """Return the beginnings of the words of `text`."""
    return frozenset(w[:_STEM].lower() for w in _PLAIN.findall(text))


def _needs(pattern: str) -> tuple[frozenset[str], ...]:
    """Return for each obligatory element of `pattern` the word beginnings, one of which it needs.

    A sentence without them cannot match, which is much cheaper to see than a failing search.
    """
    needed = []
    for element in pattern.split():
        if element in _GAPS or element.endswith("?") or "#" in element.split("|"):
            continue
        words = [w for a in element.split("|") for w in _first_words(a)]
        needed.append(frozenset(w[:_STEM] for w in words))
    return tuple(needed)


def _first_words(alternative: str) -> list[str]:
    if alternative.startswith("@"):
        return [w for a in _lexicon()["sets"][alternative[1:]] for w in _first_words(a)]
    return [m[0].lower()] if (m := _PLAIN.search(alternative)) else []


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
def speech_verbs() -> dict[str, re.Pattern[str]]:
    """Return the expressions of the verbs of saying by kind: say, accuse, deny, call, vow."""
    out = {}
    for kind, patterns in _speech()["verbs"].items():
        compiled = compile_patterns(patterns)
        if compiled is not None:
            out[kind] = compiled
    return out


@cache
def _domain() -> re.Pattern[str] | None:
    return compile_patterns(_lexicon()["domain"]["words"])


def count_conflict_words(text: str) -> int:
    """Return how many different words of armed conflict `text` holds."""
    pattern = _domain()
    return len({m[0].lower()[:7] for m in pattern.finditer(text)}) if pattern else 0


@cache
def _compiled() -> list[tuple[EventType, str, list[_Pattern], re.Pattern[str] | None]]:
    out = []
    for name, entry in _lexicon()["types"].items():
        bars = compile_patterns(entry.get("bars", []))
        for strength in ("strong", "weak"):
            # one expression a pattern: alternation would stop at the first, not at the longest
            each = [
                (_needs(p), c)
                for p in entry.get(strength, [])
                if (c := compile_patterns([p])) is not None
            ]
            out.append((EventType(name), strength, each, bars))
    return out


@cache
def _summary_nouns() -> dict[str, re.Pattern[str] | None]:
    return {n: compile_patterns(e.get("sum", [])) for n, e in _lexicon()["types"].items()}


def find_triggers(sentence: str) -> list[Trigger]:
    """Return the triggers of `sentence`, in order; overlapping ones of a type are joined."""
    found: list[Trigger] = []
    stems = _stems(sentence)
    for kind, strength, patterns, bars in _compiled():
        barred = [m.span() for m in bars.finditer(sentence)] if bars else []
        spans = sorted(
            m.span()
            for needed, pattern in patterns
            if all(stems & some for some in needed)
            for m in pattern.finditer(sentence)
            if not any(a < m.end() and m.start() < b for a, b in barred)
        )
        nouns = _summary_nouns()[kind.value]
        for start, end in _shortest(spans):
            text = sentence[start:end]
            summary = bool(nouns and nouns.search(text))
            found.append(Trigger(kind, start, end, text, strength, summary))
    found.sort(key=lambda t: (t.start, t.end, t.type.value))
    return found


def _shortest(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return `spans` without those that contain another one: the tightest wording tells best."""
    kept: list[tuple[int, int]] = []
    for span in sorted(spans, key=lambda s: (s[1] - s[0], s)):
        if not any(k[0] < span[1] and span[0] < k[1] for k in kept):
            kept.append(span)
    return sorted(kept)
