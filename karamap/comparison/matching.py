"""Which thing of one set is which of another, and why the rest is not.

Two things may be the same where their types may mean the same, their days are no more than `days`
apart and their points no farther apart than both precisions allow. How well they fit is 1 less
two fifths of the days that they do not share, two fifths of the distance as a share of what is
allowed, and the unlikeness of the types. Of all assignments one to one, the one with the largest
total fit is taken (see `karamap.comparison.assignment`).
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from pyproj import Geod
from shapely import Geometry, STRtree, box, points

from karamap.comparison.assignment import assign
from karamap.comparison.reasons import Unmatched, days_apart, explain_all
from karamap.comparison.things import Spot, Thing, comparable, things_of
from karamap.model import Event

__all__ = ["Comparison", "Pair", "Unmatched", "compare_events"]

_SHARE = 0.4
_LEAST_FIT = 0.01  # what may be the same stays so, however badly it fits
_KM_PER_DEGREE = 110.5  # of latitude, at the least; the tree only has to find too many
_SHARP_DAYS, _SHARP_KM = 7, 60.0
_GEOD = Geod(ellps="WGS84")


@dataclass(frozen=True, slots=True)
class Pair:
    """A thing that both sets tell; distances in km.

    `sharp` is False where days or places are so wide that much else would have fitted: one of both
    spans more than a week, or the points may lie more than 60 km apart.
    """

    ours: Thing
    theirs: Thing
    fit: float
    distance_km: float
    allowed_km: float
    days_apart: int
    sharp: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two sets of events side by side; `left_out` counts what is denied, demanded or planned."""

    found: tuple[Pair, ...]
    missed: tuple[Unmatched, ...]  # only in theirs
    extra: tuple[Unmatched, ...]  # only in ours
    left_out: tuple[int, int]


def compare_events(ours: Iterable[Event], theirs: Iterable[Event], *, days: int = 1) -> Comparison:
    """Return what both tell, what only `theirs` tells (missed) and what only `ours` (extra).

    Parameters
    ----------
    ours, theirs
        Events of two sources; rows of UCDP GED and ACLED stand for themselves, reports of one
        incident count once.
    days
        How many days apart two may be: reports and data sets part nights differently.
    """
    (one, left_one), (two, left_two) = things_of(ours), things_of(theirs)
    near = _near(one, two)
    edges = {
        (i, j): fit
        for (i, j), (distance, allowed) in near.items()
        if (fit := _fit(one[i], two[j], distance / allowed, days))
    }
    chosen = assign((i, j, fit) for (i, j), fit in edges.items())
    found = tuple(_pair(one[i], two[j], edges[i, j], *near[i, j]) for i, j in chosen)
    to_two, to_one = dict(chosen), {j: i for i, j in chosen}
    fit_one: dict[int, list[str]] = defaultdict(list)
    fit_two: dict[int, list[str]] = defaultdict(list)
    for i, j in sorted(edges):
        fit_one[i].append(two[j].id)
        fit_two[j].append(one[i].id)
    ours_left = [(t, fit_one[i]) for i, t in enumerate(one) if i not in to_two]
    theirs_left = [(t, fit_two[j]) for j, t in enumerate(two) if j not in to_one]
    missed = explain_all(theirs_left, one, days=days)
    extra = explain_all(ours_left, two, days=days)
    return Comparison(found, missed, extra, (left_one, left_two))


def _near(one: Sequence[Thing], two: Sequence[Thing]) -> dict[tuple[int, int], tuple[float, float]]:
    """Return the pairs with points as near as both radii allow: distance and what is allowed."""
    left, right = _flatten(one), _flatten(two)
    if not left or not right:
        return {}
    reach = max(spot.radius_km for _, spot in right)
    boxes = [_around(spot, spot.radius_km + reach) for _, spot in left]
    tree = STRtree(points([(spot.lon, spot.lat) for _, spot in right]))
    hits = [(left[a], right[b]) for a, b in tree.query(boxes).T]
    ends = np.array([(p.lon, p.lat, q.lon, q.lat) for (_, p), (_, q) in hits]).reshape(-1, 4)
    metres = _GEOD.inv(*ends.T)[2]
    found: dict[tuple[int, int], tuple[float, float]] = {}
    for ((i, p), (j, q)), far in zip(hits, metres, strict=True):
        distance, allowed = float(far) / 1000, p.radius_km + q.radius_km
        known = found.get((i, j))
        if distance <= allowed and (known is None or distance / allowed < known[0] / known[1]):
            found[i, j] = (distance, allowed)
    return dict(sorted(found.items()))


def _flatten(things: Sequence[Thing]) -> list[tuple[int, Spot]]:
    return [(i, spot) for i, thing in enumerate(things) for spot in thing.spots]


def _around(spot: Spot, km: float) -> Geometry:
    """Return a box of degrees that holds all within `km` of the spot, and more."""
    high = km / _KM_PER_DEGREE
    top = min(89.0, abs(spot.lat) + high)
    wide = high / math.cos(math.radians(top))
    if abs(spot.lon) + wide > 180 or top == 89.0:
        return box(-180, spot.lat - high, 180, spot.lat + high)  # over the date line or a pole
    return box(spot.lon - wide, spot.lat - high, spot.lon + wide, spot.lat + high)


def _fit(one: Thing, two: Thing, share_of_allowed: float, days: int) -> float | None:
    """Return how well two things near each other fit; None where they cannot be the same."""
    unlike, apart = comparable(one, two), days_apart(one, two)
    if unlike is None or apart is None or apart > days:
        return None
    fit = 1 - _SHARE * (1 - _shared(one, two)) - _SHARE * share_of_allowed - _SHARE * unlike
    return max(_LEAST_FIT, fit)


def _shared(one: Thing, two: Thing) -> float:
    """Return the days both have as a share of those either has."""
    if not (one.first and one.last and two.first and two.last):
        return 0.0
    both = (min(one.last, two.last) - max(one.first, two.first)).days + 1
    either = (max(one.last, two.last) - min(one.first, two.first)).days + 1
    return max(0, both) / either


def _pair(one: Thing, two: Thing, fit: float, distance: float, allowed: float) -> Pair:
    spans = [(t.last - t.first).days + 1 for t in (one, two) if t.first and t.last]
    sharp = max(spans) <= _SHARP_DAYS and allowed <= _SHARP_KM
    return Pair(one, two, fit, distance, allowed, days_apart(one, two) or 0, sharp)
