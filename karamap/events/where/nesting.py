"""Of places that hold one another the finest, and how near an event lies to its place."""

from __future__ import annotations

import re
from itertools import pairwise

from karamap.events.sentences import Sentence
from karamap.model import WHERE_PRECISION, Place, Toponym

__all__ = ["drop_containers", "find_finest", "is_beside", "precision_of"]

_NEAR = re.compile(
    r"\b(?:near|around|outside|close\sto|east\sof|west\sof|north\sof|south\sof|\w+-?(?:east|west)\sof|"
    r"kilomet\w+\s(?:\w+\s)?(?:of|from)|outskirts\sof|suburbs\sof|towards?|direction\sof)\b",
    re.IGNORECASE,
)
_SIDE = re.compile(
    r"\b(?:southern|northern|eastern|western|south|north|east|west|central)\b", re.IGNORECASE
)
# "the Caucasus region of X", "the Kazakh city of X"
_UNIT_OF = re.compile(
    r"\s(?:[\w-]+\s)?(?:region|area|enclave|territory|republic|city|town|village|capital|resort|port)\sof\s(?:the\s)?",
    re.IGNORECASE,
)
_INSIDE = re.compile(
    r"\s(?:sector|section|stretch|part|side)\sof\s(?:the\s)?[^,;]{0,40}?(?:border|frontier|front)(?:\s(?:between|with))?\s(?:the\s)?|(?:\s(?:village|town|city|settlement|heights?))?(?:,\s|\s\(|,?\s(?:in|of)\s)(?:the\s)?(?:(?!(?:and|or|but|while|which|where|who|as)\s)[\w’'-]+\s){0,5}?"
)
_UNIT = re.compile(r"\s(?:district|region|province|rayon|marz)\b", re.IGNORECASE)
# "X, 25 km east of Y", "X, north of Y", "X, near Y": only how to find X
_BESIDE = re.compile(
    r"(?:\s(?:village|town|city|settlement|heights?|district|region|province|terminal|station|base|airport))?,?\s\(?(?:which\slies\s|lying\s|located\s|situated\s)?"
    r"(?:(?:just|some|about|around|roughly|only)\s)?"
    r"(?:(?:\d[\d.,]*|[a-z]+)[\s-](?:km|kilomet\w+|miles?)\s)?(?:to\sthe\s)?"
    r"(?:(?:north|south|east|west|north-?east|north-?west|south-?east|south-?west|outside|not\sfar|away|(?<=km\s)from|(?<=\ss\s)from)"
    r"(?:\s(?:of|from))?|near|close\sto|from)\s(?:the\s)?(?:(?:town|city|village|border)\s(?:of\s)?)?"
)


def drop_containers(
    sentence: Sentence, chosen: list[tuple[Toponym, str]]
) -> list[tuple[Toponym, str]]:
    """Keep the finest place where a place and the unit that contains it are both named."""
    around: set[str] = set()
    for top, _ in chosen:
        place = top.place
        if place is not None:
            around |= {place.parent, f"iso:{place.country}"} - {place.id, "", "iso:"}
    dropped = {t.place.id for t, _ in chosen if t.place is not None and t.place.id in around}
    for (one, _), (two, _) in pairwise(chosen):
        between = sentence.text[
            one.mention.end - sentence.start : two.mention.start - sentence.start
        ]
        if _UNIT_OF.fullmatch(between) and not _coarser(two, one):
            dropped.add(one.place.id if one.place else "")
        elif is_beside(sentence, one, two):
            dropped.add(two.place.id if two.place else "")
    return [c for c in chosen if c[0].place is None or c[0].place.id not in dropped] or chosen


def is_beside(sentence: Sentence, one: Toponym, two: Toponym) -> bool:
    """Whether `two`, named right after `one`, only tells how to find it ("X, north of Y")."""
    between = sentence.text[one.mention.end - sentence.start : two.mention.start - sentence.start]
    beside = bool(_BESIDE.fullmatch(between)) and not _coarser(one, two)
    return beside or _is_inside(sentence, one, two)


def find_finest(chain: list[Toponym]) -> list[Toponym]:
    """Return the finest of places that locate one another ("X, in the Y province of Z")."""
    precisions = [WHERE_PRECISION[t.place.feature_class] if t.place else 9 for t in chain]
    return [t for t, p in zip(chain, precisions, strict=True) if p == min(precisions)]


def _is_inside(sentence: Sentence, one: Toponym, two: Toponym) -> bool:
    """Whether `two`, named right after `one`, tells in what district or state `one` lies."""
    between = sentence.text[one.mention.end - sentence.start : two.mention.start - sentence.start]
    unit = _UNIT.match(sentence.text, two.mention.end - sentence.start)
    coarser = _coarser(two, one) or (unit is not None and not _coarser(one, two))
    return coarser and bool(_INSIDE.fullmatch(between))


def _coarser(one: Toponym, other: Toponym) -> bool:
    if one.place is None or other.place is None:
        return False
    mine, theirs = (WHERE_PRECISION[t.place.feature_class] for t in (one, other) if t.place)
    return mine > theirs


def precision_of(place: Place, how: str) -> tuple[int, float]:
    """Return UCDP's where_prec and a radius in kilometres for a place and what governs it."""
    precision = WHERE_PRECISION[place.feature_class]
    radius = place.radius_km
    if _NEAR.search(how) and precision == 1:
        return 2, max(radius, 25.0)
    if _SIDE.search(how) and place.areal and not _NEAR.search(how):
        return 5, max(radius, 25.0)
    return precision, radius
