"""How well a place stands for a name before any context is known, and how near two places are."""

from __future__ import annotations

import math
from collections.abc import Callable, Container, Sequence
from dataclasses import replace

from karamap.model import Candidate, FeatureClass, Name, Place

__all__ = ["current_first", "geodesic_km", "is_near", "score_of", "seats_first"]

_SAME_PLACE_KM = 30.0
_LONGEST_CITY = 17.0  # natural log of the largest city's people, for the prior

# How a class stands against others of the same name before any context is known. A town and its
# district often share a name: the town is what reporting means unless it says otherwise.
_CLASS_PRIOR = {
    FeatureClass.COUNTRY: 0.97,
    FeatureClass.CONTINENT: 0.97,
    FeatureClass.SEA: 0.9,
    FeatureClass.REGION: 0.9,
    FeatureClass.CORRIDOR: 0.9,
    FeatureClass.FORMER_UNIT: 0.85,
    FeatureClass.ADMIN1: 0.66,
    FeatureClass.DISTRICT: 0.3,
}
_WORLD_FEATURE = 0.7  # a river, lake, peak or airport that the whole world knows
_HOME_BONUS = 0.25
# a match by looser spelling counts for less than one to the letter
_HOW_WEIGHT = {"exact": 1.0, "folded": 0.85, "inflected": 0.85, "fuzzy": 0.6, "demonym": 0.6}
_SEAT_FROM = 100_000  # people; a smaller town seldom outshines the unit named after it
_STEP = 0.01  # how far below another a candidate is put that should follow it
_SHARE_POWER = 6  # the nearer of two spellings comes first, well before how well known they are


def score_of(place: Place, how: str, share: float, *, home: bool) -> float:
    """Return 0..1 for a place found in the way `how`, `share` of whose spelling agrees.

    `home` says that the place is curated and in one of the conflict's own countries.
    """
    base = _CLASS_PRIOR.get(place.feature_class)
    if base is None and place.id.startswith("feature:"):
        base = _WORLD_FEATURE
    if base is None:
        base = 0.2 + 0.6 * min(1.0, math.log(place.population + 1) / _LONGEST_CITY)
    return min(1.0, base + _HOME_BONUS * home) * _HOW_WEIGHT[how] * share**_SHARE_POWER


def seats_first(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Rank a first-level unit below the city in it that it is named after: *Geneva* is the city."""
    cities = [
        c
        for c in candidates
        if c.place.feature_class is FeatureClass.SETTLEMENT and c.place.population >= _SEAT_FROM
    ]
    ranked = []
    for candidate in candidates:
        unit, score = candidate.place, candidate.score
        if unit.feature_class is FeatureClass.ADMIN1:
            reach = max(unit.radius_km, _SAME_PLACE_KM)
            for city in cities:
                if city.place.country == unit.country and _km(city.place, unit) <= reach:
                    score = min(score, round(city.score - _STEP, 4))
        ranked.append(replace(candidate, score=score) if score != candidate.score else candidate)
    return ranked


def current_first(
    candidates: Sequence[Candidate], home: Container[str], names: Callable[[str], Sequence[Name]]
) -> list[Candidate]:
    """Rank places that once had the name below those of their kind that bear it today.

    *Norashen* was a town's name until 1964 and is that of villages; who gives no date means them.
    Only towns and areas in the conflict's own countries (`home`) push a former name back. `names`
    returns the dated names of a place by its id.
    """
    old = {c.place.id for c in candidates if _is_former(c, names(c.place.id))}
    ranked = []
    for candidate in candidates:
        score = candidate.score
        if candidate.place.id in old:
            bearers = [
                c.score
                for c in candidates
                if c.place.id not in old
                and c.place.country in home
                and c.place.areal == candidate.place.areal
            ]
            score = min([score, *(round(max(0.0, b - _STEP), 4) for b in bearers)])
        ranked.append(replace(candidate, score=score) if score != candidate.score else candidate)
    return ranked


def _is_former(candidate: Candidate, names: Sequence[Name]) -> bool:
    """Whether the place no longer bears the name by which it was found."""
    same = [n for n in names if n.text == candidate.matched]
    return bool(same) and all(n.kind == "historic" or n.valid_to for n in same)


def _km(a: Place, b: Place) -> float:
    # an equirectangular look is enough to tell one town from another
    x = (a.lon - b.lon) * math.cos(math.radians(a.lat))
    return 111.2 * math.hypot(x, a.lat - b.lat)


def is_near(a: Place, b: Place) -> bool:
    """Whether two records of one name may be of the same place.

    Two points of one river may lie as far apart as it is long.
    """
    rivers = a.feature_class is b.feature_class is FeatureClass.RIVER
    return _km(a, b) <= (max(a.radius_km, b.radius_km) if rivers else _SAME_PLACE_KM)


def geodesic_km(lon: float, lat: float, places: list[Place]) -> list[float]:
    """Return how far each of `places` is from a point, km on the WGS 84 ellipsoid."""
    from pyproj import Geod  # noqa: PLC0415  only to measure

    if not places:
        return []
    n = len(places)
    *_, metres = Geod(ellps="WGS84").inv(
        [lon] * n, [lat] * n, [p.lon for p in places], [p.lat for p in places]
    )
    return [round(m / 1000, 3) for m in metres]
