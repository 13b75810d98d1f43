"""What the wording of a sentence makes likely, where no pattern of the lexicon tells it.

``wording.txt`` says what each word, and each pair of words at most three apart, adds to the
log-odds that a sentence tells an event of a type (logistic regressions, one a type, fitted by
``benchmarks/event_wording.py`` on reports of our own). Names, days and figures count as such only,
so that it is language that is learned and not who fought where.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from karamap.model import EventType

__all__ = ["Likely", "find_likely", "read_features"]

PRIOR = "<prior>"  # the line of what holds for every sentence; no word is written so
OPENERS = "<openers>"  # the line of the words that are no name where they open a sentence
THRESHOLD = 0.2  # the chance of a type from which it is told; chosen on held-out reports
SPOKEN = 0.35  # of a statement: most sentences that quote somebody tell no more than that
_TYPES = tuple(EventType)
_LOG_ODDS = tuple(
    math.log(chance / (1 - chance))
    for chance in (SPOKEN if kind is EventType.STATEMENT else THRESHOLD for kind in _TYPES)
)
_APART = 3  # words: how far the two of a pair may stand apart
_TOKEN = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)?|\d[\d,.:]*|[.,;:()“”\"]")
_DAY = re.compile(
    r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)(?:t|uary|ruary|ch|il|e|y|ust|tember|"
    r"ober|ember)?|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
)
_TITLES = frozenset(
    "president minister ministry army defense defence foreign security council".split()  # noqa: SIM905  a word list reads better as text
)
_NAME, _DATE, _FIGURE = "<name>", "<day>", "#"
_MARKS = frozenset('.,;:()“”"')
_ENDINGS = ("ings", "ing", "ed", "es", "s", "ly")
_CONTENT = re.compile(
    r"(?!(?:that|which|than|with|from|were|have|been|their|this|they|would|will|could|about|into|"
    r"through|there|when|where|while|after|before|since|more|most|also|some|those|these|under|over|"
    r"between|against|other|whose|what|said|says)$)[^\W\d_A-Z][^\W\d_]{3,}"
)
_TELLING = 8  # words
_STEM = 4  # letters that an ending leaves at least


@dataclass(frozen=True, slots=True)
class Likely:
    """A type that the wording makes likely, how likely, and the words that tell most.

    `words` are their places in the sentence and what they add to the log-odds, the most telling
    first; function words and names stand in pairs but are not among them.
    """

    type: EventType
    chance: float
    words: tuple[tuple[int, int, float], ...]


def find_likely(sentence: str, begin: int = 0) -> list[Likely]:
    """Return the types that the wording of a sentence makes likely, the likeliest first.

    Parameters
    ----------
    sentence
        Its text; `begin` is where it begins after a dateline.
    """
    features = list(read_features(sentence, begin))
    scores = [0.0] * len(_TYPES)
    for feature in (PRIOR, *(name for name, _, _ in features)):
        for kind, weight in _weights_of(feature):
            scores[kind] += weight
    likely = [kind for kind, score in enumerate(scores) if score >= _LOG_ODDS[kind]]
    if not likely:
        return []
    content = {
        m.start(): m[0] for m in _TOKEN.finditer(sentence, begin) if _CONTENT.fullmatch(m[0])
    }
    out = []
    for kind in likely:
        chance = 1 / (1 + math.exp(-scores[kind]))
        words = _most_telling(features, kind, content)
        out.append(Likely(_TYPES[kind], round(chance, 2), words))
    return sorted(out, key=lambda likely: -likely.chance)


def _most_telling(
    features: list[tuple[str, int, int]], kind: int, content: dict[int, str]
) -> tuple[tuple[int, int, float], ...]:
    """Return the places of the words that speak most for a type, and how much."""
    told = dict.fromkeys(content, 0.0)
    for feature, start, _ in features:
        if start in told:
            for other, weight in _weights_of(feature):
                told[start] += weight if other == kind else 0.0
    # the first of the words that tell as much, so that ties stay where they are
    best = sorted((-weight, at) for at, weight in told.items() if weight > 0)
    return tuple((at, at + len(content[at]), -less) for less, at in best[:_TELLING])


def read_features(
    sentence: str, begin: int = 0, *, openers: Collection[str] | None = None
) -> Iterator[tuple[str, int, int]]:
    """Yield each word and pair of words as it is weighed, with the place of the word it is of.

    A pair is given the place of its word that is not a name, a day or a figure: the second, where
    both are not.

    Parameters
    ----------
    sentence
        Its text; `begin` is where it begins after a dateline.
    openers
        The words that are no name though a capital opens the sentence; None: those of the file.
    """
    known = _read_openers() if openers is None else openers
    tokens = list(_read_tokens(sentence, begin, known))
    for i, (word, start, end) in enumerate(tokens):
        if word.isalpha():
            yield word, start, end
        if word in {".", ";"}:
            continue
        near = "_"
        for other, start2, end2 in tokens[i + 1 : i + 1 + _APART]:
            if other in {".", ";"} or (word == _NAME and near == "~"):
                break
            if other.isalpha():
                yield f"{word}{near}{other}", start2, end2
            else:
                yield f"{word}{near}{other}", start, end
            near = "~"


def _read_tokens(
    sentence: str, begin: int, openers: Collection[str]
) -> Iterator[tuple[str, int, int]]:
    """Yield the words of a sentence, stemmed; names, days and figures as what they are."""
    last = ""
    first = True
    for match in _TOKEN.finditer(sentence, begin):
        word = match[0]
        if word[0] in _MARKS:
            token = word
        elif word[0].isupper() and _DAY.fullmatch(word):
            token = _DATE
        elif word[0].isdigit():
            token = _FIGURE
        elif word[0].isupper() and not _is_word(word.lower(), openers if first else _TITLES):
            token = _NAME
        else:
            token = _stem(word.lower())
        if token != _NAME or last != _NAME:
            yield token, match.start(), match.end()
        last, first = token, first and word[0] in _MARKS


def _is_word(word: str, known: Collection[str]) -> bool:
    return word in known or word in _TITLES


@lru_cache(maxsize=20_000)
def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _STEM:
            return word[: -len(ending)]
    return word


@lru_cache(maxsize=1)
def _read_lines() -> dict[str, str]:
    """Read ``wording.txt``: by feature, what its line tells; read no further, there are many."""
    path = resources.files(__name__.rpartition(".")[0]).joinpath("wording.txt")
    lines = path.read_text(encoding="utf-8").split("\n")
    told = (line.partition(" ") for line in lines if line and not line.startswith("# "))
    return {feature: cells for feature, _, cells in told}


@lru_cache(maxsize=1)
def _read_openers() -> frozenset[str]:
    """Return the words that texts also write small."""
    return frozenset(_read_lines().get(OPENERS, "").split())


@lru_cache(maxsize=50_000)
def _weights_of(feature: str) -> tuple[tuple[int, float], ...]:
    """Return what a feature adds to the log-odds of types, each by its place in `_TYPES`."""
    pairs = (cell.split(":") for cell in _read_lines().get(feature, "").split())
    return tuple((_TYPES.index(EventType(kind)), float(weight)) for kind, weight in pairs)
