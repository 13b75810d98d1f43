"""Where an event is marked and how sharply: one rule for every renderer."""

from __future__ import annotations

from collections.abc import Iterable
from math import asin, cos, radians, sin, sqrt

from karamap.model import WHERE_PRECISION, Event, Place, Toponym
from karamap.style import RING_KM

__all__ = ["distance_km", "events_by_place", "precision_of", "told_places"]

EARTH_KM = 6371.0088
COUNTRYWIDE = 6


def distance_km(a: Place, b: Place) -> float:
    """Return the great-circle distance of two places in kilometres, for layout only."""
    lat_a, lat_b = radians(a.lat), radians(b.lat)
    half = sin((lat_b - lat_a) / 2) ** 2
    half += cos(lat_a) * cos(lat_b) * sin(radians(b.lon - a.lon) / 2) ** 2
    return 2 * EARTH_KM * asin(min(1.0, sqrt(half)))


def told_places(event: Event) -> tuple[Toponym, ...]:
    """Return the places of `event` to mark: each once, without those that only contain another.

    "In Ganja, Azerbaijan" is marked at Ganja; "in Fuzuli and Jabrayil" at both.
    """
    found: dict[str, Toponym] = {}
    for toponym in event.places:
        if toponym.place is not None:
            found.setdefault(toponym.place.id, toponym)
    return tuple(t for t in found.values() if not _contains_any(t.place, found.values()))


def _contains_any(place: Place | None, others: Iterable[Toponym]) -> bool:
    """Whether a place named more finely lies within `place`."""
    if place is None:
        return False
    own = WHERE_PRECISION[place.feature_class]
    finer = [o.place for o in others if o.place and WHERE_PRECISION[o.place.feature_class] < own]
    if own >= COUNTRYWIDE:
        return bool(finer)
    return any(
        o.parent == place.id or distance_km(place, o) <= max(place.radius_km, 5.0) for o in finer
    )


def precision_of(event: Event, place: Place) -> tuple[int, float]:
    """Return where_precision and the ring's radius in km of the mark of `event` at `place`.

    What the event itself says of its precision holds where it has one mark; of several, each has
    its place's own.
    """
    alone = len(told_places(event)) == 1
    level = WHERE_PRECISION[place.feature_class]
    if alone and event.where_precision is not None:
        level = max(level, event.where_precision)
    if alone and event.radius_km:
        return level, float(event.radius_km)
    if level <= 1:
        return level, 0.0
    return level, max(float(place.radius_km), 0.0) or RING_KM[level]


def events_by_place(events: Iterable[Event]) -> dict[str, list[Event]]:
    """Return the events marked at each place id, in their order."""
    found: dict[str, list[Event]] = {}
    for event in events:
        for toponym in told_places(event):
            if toponym.place is not None:
                found.setdefault(toponym.place.id, []).append(event)
    return found
