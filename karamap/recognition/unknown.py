"""Unknown places: names that no gazetteer has, where the text itself says that they are places."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator

from karamap.gazetteer import Gazetteer, exact_key
from karamap.recognition.words import load_cues

__all__ = ["find_unknown"]

_WORD = r"[A-ZÀ-ÖØ-ÞĀĂĄĆČĎĘĚĞİŁŃŇŌŐŘŚŞŠŢŤŪŰŹŻŽƏ][\w’'ʼ]+(?:-[\w’'ʼ]+)?"
_NAME = rf"{_WORD}(?: {_WORD})?"
_LIST = rf"{_NAME}(?:(?:, and |, | and ){_NAME})*"
_ONE = r"(?:village|hamlet|settlement|town|township)"
_MANY = r"(?:villages|hamlets|settlements|towns|townships)"
_UNIT = re.compile(
    r"\b(?:villages?|hamlets?|settlements?|towns?|townships?|districts?|ray?i?ons?)\b"
)
_TO = r"\b(?:in|at|near|from|to|into|towards?|outside|of|around|between|over) (?:the )?"
# *the village of X*, *the villages of X, Y and Z*, *in X village*, *in X and Y districts*
_FRAMES = tuple(
    map(
        re.compile,
        (
            rf"\b{_ONE} (?:of|called|named) (?P<names>{_NAME})",
            rf"\b{_MANY} (?:of|called|named) (?P<names>{_LIST})",
            rf"{_TO}(?P<names>{_NAME}) (?:village|settlement|township|district|rayon|raion)\b",
            rf"{_TO}(?P<names>{_LIST}) (?:villages|settlements|rayons|raions)\b",
        ),
    )
)
_LAND = r"(?:heights?|plain|plateau|gorge|pass|pocket|gate)"
# *near X*, *the X heights*: weaker, for names that no place of the world has; behind what a text
# must have at all
_WEAK_FRAMES = (
    (re.compile("near "), re.compile(rf"\bnear (?P<names>{_WORD})(?![\w’'-]| [A-Z])")),
    (
        re.compile(rf" {_LAND}\b"),
        re.compile(rf"\bthe (?P<names>{_WORD}) {_LAND}\b"),
    ),
)
_LINE = re.compile(r"[^\n]+")  # no frame runs across its end
_ITEM = re.compile(_NAME)
_POSSESSIVE = re.compile(r"['’]s?$")


def _is_name(text: str, gazetteer: Gazetteer) -> bool:
    """Whether capitalised words are none that say what people or things a place has."""
    cues = load_cues()
    words = exact_key(text).split(" ")
    told = cues["common"] | cues["titles"] | cues["never"]
    if words[0] in cues["forenames"] or told.intersection(words):
        return False
    return not any(gazetteer.demonym(word) for word in words)


def _weak_frames(text: str, gazetteer: Gazetteer) -> Iterator[re.Match[str]]:
    for word, frame in _WEAK_FRAMES:
        for found in frame.finditer(text) if word.search(text) else ():
            name = found["names"]  # somebody's desk is no place
            if not _POSSESSIVE.search(name) and not gazetteer.lookup(name, fuzzy=False):
                yield found


def find_unknown(
    text: str, taken: Iterable[tuple[int, int]], gazetteer: Gazetteer
) -> Iterator[tuple[int, int]]:
    """Return the spans of names in frames such as *the village of X*, none in `taken`."""
    lines = [m.span() for m in _LINE.finditer(text) if _UNIT.search(text, *m.span())]
    frames = [found for frame in _FRAMES for line in lines for found in frame.finditer(text, *line)]
    frames += _weak_frames(text, gazetteer)
    known = sorted(taken) if frames else []  # none overlapping
    for found in frames:
        for item in _ITEM.finditer(text, *found.span("names")):
            start = item.start()
            end = start + len(_POSSESSIVE.sub("", item[0]))
            at = bisect_left(known, (end, end))
            clash = at > 0 and known[at - 1][1] > start
            if not clash and _is_name(text[start:end], gazetteer):
                known.insert(at, (start, end))
                yield start, end
