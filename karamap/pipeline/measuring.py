"""Distances between things a person names: places of the gazetteer and lines or areas of a day."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import geopandas as gpd
from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry

from karamap.errors import InputError
from karamap.gazetteer import Gazetteer, exact_key
from karamap.layers import all_layers, layers_on
from karamap.measure import Measured, measure

__all__ = ["find_layer", "measure_between"]

_SMALL_WORDS = {"the", "of", "a"}


def _words(text: str) -> frozenset[str]:
    return frozenset(exact_key(text).split()) - _SMALL_WORDS


def find_layer(name: str, layers: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the rows of `layers` that `name` means: by id, name or kind, else by its words.

    *line of contact*, *contact_line* and *Line of contact 1994–2020* all find the line.
    """
    wanted = _words(name)
    if not wanted:
        return layers.iloc[:0]
    for exact in (True, False):
        hit = [
            any(
                wanted == words if exact else wanted <= words
                for words in (_words(str(row[c])) for c in ("id", "name", "kind"))
            )
            for _, row in layers.iterrows()
        ]
        if any(hit):
            return layers[hit]
    return layers.iloc[:0]


def _named_layer(
    name: str, layers: gpd.GeoDataFrame, on: date | None
) -> tuple[BaseGeometry, str, float] | None:
    rows = find_layer(name, layers)
    if rows.empty:
        return None
    if len(rows) > 1 and on is None:
        raise InputError(
            f"{name!r} has changed over time ({'; '.join(rows['name'])}); say which day with --on"
        )
    label = "; ".join(rows["name"])
    return rows.geometry.union_all(), label, float(rows["accuracy_m"].max()) / 1000


def _named_place(name: str, gazetteer: Gazetteer, on: date | None) -> tuple[Point, str, float]:
    found = gazetteer.lookup(name, on=on)
    if not found:
        raise InputError(
            f"no place or layer {name!r}; see 'karamap gazetteer lookup' and 'karamap layers'"
        )
    place = found[0].place
    return Point(place.lon, place.lat), place.name, place.radius_km


def measure_between(
    a: str,
    b: str,
    *,
    on: date | None = None,
    gazetteer: Gazetteer | None = None,
    layers_folder: str | Path | None = None,
    packaged: bool = True,
) -> Measured:
    """Return the geodesic distance between two named places or layers, with its accuracy.

    A place counts as its point, known to the radius of the feature; a layer as its line or area on
    the day `on`, known to its stated accuracy.

    Raises
    ------
    InputError
        Where a name is unknown, or means lines of several dates and no day is given.
    """
    opened = gazetteer or Gazetteer.open()
    if on:
        layers = layers_on(on, layers_folder, packaged=packaged)
    else:
        layers = all_layers(layers_folder, packaged=packaged)
    ends = [_named_layer(n, layers, on) or _named_place(n, opened, on) for n in (a, b)]
    (shape_a, name_a, accuracy_a), (shape_b, name_b, accuracy_b) = ends
    return measure(
        shape_a,
        shape_b,
        a_name=name_a,
        b_name=name_b,
        a_accuracy_km=accuracy_a,
        b_accuracy_km=accuracy_b,
    )
