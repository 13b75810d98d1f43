"""Extent: how near to a place's point the spot lies that the words beside its name mean.

*Near Hadrut*, *17 km from Hadrut*, *southern Karabakh*, *between Goris and Lachin* and *the border
with Iran* are not at the point of the name. They keep the place, as its nearest known point, with
UCDP's ``where_prec`` (GED codebook 22.1, appendix) and a radius in kilometres about the point in
which the spot lies.
"""

from __future__ import annotations

import math
import re
from typing import NamedTuple

from karamap.model import WHERE_PRECISION, FeatureClass, Mention, Place

__all__ = ["Extent", "are_ends", "find_extent"]

_NEAR, _PART = 2, 5  # where_prec: limited area around a point; line, border or part of an area
_NEAR_KM = 25.0  # what UCDP takes *near* for
_FARTHEST_KM = 150.0  # between towns farther apart people talk, and nothing lies
_LOOK_BACK = 60  # characters
_KM_OF = {"k": 1.0, "m": 1.609344}  # by the unit's first letter; metres are left out before

_AROUND = re.compile(
    r"\b(?:near|nearby|outside|around|close to|not far from|just (?:off|beyond)|"
    r"(?:on |in |at )?(?:the )?(?:outskirts|suburbs|vicinity|environs|approaches) (?:of|to)|"
    r"(?:north|south|east|west)(?:-?east|-?west)?(?:ward)? of|in the direction of|towards?)\s+"
    r"(?:the\s+)?(?:(?:city|town|village|settlement)\s+of\s+)?$",
    re.IGNORECASE,
)
_LIST = re.compile(r"(?:[A-ZÀ-ẞƏ][\w’'-]+(?:,? and |, ))+$")  # the names before it in a list
_DISTANCE = re.compile(
    r"\b(?P<many>\d{1,4}(?:[.,]\d{1,3})?|a few|several|a dozen|some ten)[\s-]*"
    r"(?P<unit>kilomet(?:re|er)s?|km|miles?)\b(?:\s+(?:to the\s+)?[\w-]+)?"
    r"\s+(?:from|of|off|outside|beyond)\s+(?:the\s+)?"
    r"(?:(?:city|town|village|settlement|border|line)\s+(?:of|with)\s+)?$",
    re.IGNORECASE,
)
_SIDE = re.compile(
    r"\b(?:(?:north|south|east|west)(?:-?east|-?west)?(?:ern)?(?:most)?|central|lower|upper|parts?"
    r"|(?:mountainous|coastal|border)\s+(?:areas?|districts?|regions?)|half|tip|corner)"
    r"(?:\s+(?:part|parts|half|areas?|districts?))?(?:\s+of)?\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_BORDER_BEFORE = re.compile(
    r"\b(?:borders?|frontier|contact line|line of contact|ceasefire line)\s+"
    r"(?:(?:area|region|zone|section)s?\s+)?(?:with|of|between|to)\s+(?:\w+\s+and\s+)?(?:the\s+)?$",
    re.IGNORECASE,
)
_BORDER_AFTER = re.compile(r"(?:['’]s?)?\s+(?:\w+\s+)?(?:border|frontier)\b")
_BETWEEN = re.compile(
    r"\bbetween\s+(?:the\s+)?(?:(?:city|town|village)s?\s+(?:of\s+)?)?$", re.IGNORECASE
)
_AND = re.compile(r"\s+and\s+(?:the\s+)?(?:(?:city|town|village)\s+of\s+)?")
# what all of these end with but for a list, which is cheaper to see than five searches
_LEADS = (
    "near", "nearby", "outside", "around", "toward", "towards", "from", "off", "beyond", "of", "to",
    "with", "between", "and", "the", "north", "south", "east", "west", "ern", "most", "central",
    "lower", "upper", "part", "parts", "area", "areas", "district", "districts", "region",
    "regions", "half", "tip", "corner",
)  # fmt: skip
_WORDS = {"a few": 5.0, "several": 10.0, "a dozen": 12.0, "some ten": 10.0}


class Extent(NamedTuple):
    """UCDP's where_prec, 1 to 7, and a radius in kilometres about the place's point."""

    precision: int
    radius_km: float


def _km(a: Place, b: Place) -> float:
    x = (a.lon - b.lon + 180) % 360 - 180
    return 111.2 * math.hypot(x * math.cos(math.radians((a.lat + b.lat) / 2)), a.lat - b.lat)


def _distance(told: re.Match[str]) -> float:
    many = told["many"].casefold()
    number = _WORDS.get(many) or float(many.replace(",", "."))
    return number * _KM_OF[told["unit"][0].casefold()]


def _is_wide(place: Place) -> bool:
    return place.areal or place.feature_class is FeatureClass.MOUNTAIN


def find_extent(text: str, mention: Mention, place: Place, partner: Place | None = None) -> Extent:
    """Return how near to `place` the words beside `mention` put what they tell of.

    Parameters
    ----------
    text
        The document's.
    mention
        Where the name stands.
    place
        What it means.
    partner
        The other end where the text says *between A and B*.
    """
    before = text[max(0, mention.start - _LOOK_BACK) : mention.start]
    own = Extent(WHERE_PRECISION[place.feature_class], place.radius_km)
    if partner is not None and _km(place, partner) <= _FARTHEST_KM:
        return Extent(_PART, round(max(_km(place, partner), place.radius_km), 1))
    led = before.rstrip().lower().endswith(_LEADS)
    away = _DISTANCE.search(before) if led else None
    if away:
        return Extent(max(own.precision, _NEAR), round(_distance(away) + place.radius_km, 1))
    if (led and _BORDER_BEFORE.search(before)) or _BORDER_AFTER.match(text, mention.end):
        return Extent(_PART, place.radius_km)
    if led and _is_wide(place) and _SIDE.search(before):
        return Extent(_PART, place.radius_km) if own.precision < 7 else own
    if (led or before.endswith(", ")) and _AROUND.search(_LIST.sub("", before)):
        return Extent(max(own.precision, _NEAR), max(place.radius_km, _NEAR_KM))
    return own


def are_ends(text: str, one: Mention, two: Mention) -> bool:
    """Whether the text says *between* one *and* the other."""
    if not _AND.fullmatch(text, one.end, two.start):
        return False
    return bool(_BETWEEN.search(text[max(0, one.start - _LOOK_BACK) : one.start]))
