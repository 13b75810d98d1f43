"""Unknown places: names that no gazetteer has, where the text itself says that they are places."""

from __future__ import annotations

import re
from collections.abc import Iterator

from karamap.gazetteer import Gazetteer, exact_key
from karamap.recognition.words import load_cues

__all__ = ["find_unknown"]

_NAME = r"[A-ZÀ-ÖØ-ÞŞÇĞƏİ][\w’'ʼ]+(?:-[A-ZÀ-Þ]?[\w’'ʼ]+)?(?: [A-ZÀ-ÖØ-ÞŞÇĞƏİ][\w’'ʼ]+)?"
_KIND = r"(?:villages?|hamlets?|settlements?|towns?|townships?)"
_BEFORE = re.compile(rf"\b{_KIND} (?:of|called|named) (?P<name>{_NAME})")
_AFTER = re.compile(
    rf"\b(?:in|at|near|from|to|into|towards?|outside|of|around) (?:the )?"
    rf"(?P<name>{_NAME}) (?:villages?|settlements?|township|district|rayon|raion)\b(?! \w+s? court)"
)
_POSSESSIVE = re.compile(r"['’]s?$")


def find_unknown(
    text: str, taken: list[tuple[int, int]], gazetteer: Gazetteer
) -> Iterator[tuple[int, int]]:
    """Return the spans of names in frames such as *the village of X*, none in `taken`."""
    cues = load_cues()
    for pattern in (_BEFORE, _AFTER):
        for found in pattern.finditer(text):
            start, end = found.span("name")
            end -= len(text[start:end]) - len(_POSSESSIVE.sub("", text[start:end]))
            words = exact_key(text[start:end]).split(" ")
            plain = any(w in cues["common"] or w in cues["titles"] for w in words)
            people = any(gazetteer.demonym(w) for w in words)
            clash = any(s < end and start < e for s, e in taken)
            if not (plain or people or clash or words[0] in cues["forenames"]):
                yield start, end
