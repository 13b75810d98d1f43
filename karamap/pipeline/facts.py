"""What else is known of a place on a day: what it was part of, and the lines near it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import geopandas as gpd
from shapely.geometry import Point

from karamap.gazetteer import Gazetteer
from karamap.measure import measure
from karamap.model import Place

__all__ = ["NearbyLayer", "PlaceFacts", "place_facts"]

_NEAR_KM = 50.0
_AREAS = frozenset({"Polygon", "MultiPolygon"})


@dataclass(frozen=True, slots=True)
class NearbyLayer:
    """A line or area near a place, with the dates it stood; distance and accuracy in km."""

    id: str
    name: str
    kind: str
    status: str
    valid_from: date | None
    valid_to: date | None
    distance_km: float
    accuracy_km: float


@dataclass(frozen=True, slots=True)
class PlaceFacts:
    """What a place lies in and near; `within` are areas of layers, `parents` gazetteer entries."""

    parents: tuple[Place, ...]
    within: tuple[NearbyLayer, ...]
    near: tuple[NearbyLayer, ...]


def _parents(place: Place, gazetteer: Gazetteer) -> tuple[Place, ...]:
    found: list[Place] = []
    above = gazetteer.place(place.parent) if place.parent else None
    while above and above not in found:
        found.append(above)
        above = gazetteer.place(above.parent) if above.parent else None
    return tuple(found)


def place_facts(place: Place, gazetteer: Gazetteer, layers: gpd.GeoDataFrame) -> PlaceFacts:
    """Return what `place` is part of and which of `layers` lie within 50 km, nearest first.

    Give the layers of a day for that day, or all of them to see each with its dates. A place whose
    point only represents an area is not held against areas: it may lie partly in several.
    """
    point = Point(place.lon, place.lat)
    within, near = [], []
    for row in layers.to_dict("records"):
        result = measure(point, row["geometry"])
        if result.distance_km > _NEAR_KM:
            continue
        told = NearbyLayer(
            row["id"],
            row["name"],
            row["kind"],
            str(row.get("status") or ""),
            row["valid_from"],
            row["valid_to"],
            result.distance_km,
            float(row["accuracy_m"]) / 1000 + place.radius_km,
        )
        if row["geometry"].geom_type not in _AREAS:
            near.append(told)
        elif not result.distance_km and not place.areal:
            within.append(told)
    within.sort(key=lambda n: (n.valid_from or date.min, n.id))
    near.sort(key=lambda n: (n.distance_km, n.id))
    return PlaceFacts(_parents(place, gazetteer), tuple(within), tuple(near))
