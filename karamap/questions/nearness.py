"""Which events lie within so many kilometres of a line or area as it stood."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj import Proj
from shapely.geometry.base import BaseGeometry

from karamap.errors import InputError
from karamap.layers import load_basemap
from karamap.questions.columns import day_of, own_days, placed, radius_km

__all__ = [
    "BASEMAP_ACCURACY_M",
    "border_layers",
    "events_near",
    "near_sentence",
    "point_distance_km",
]

# Natural Earth's outlines: as our own layers judge those they take from it (districts, ± 4 km)
BASEMAP_ACCURACY_M = 4000.0
_STEP_DEG = 0.05  # as karamap.measure cuts edges


@dataclass(frozen=True, slots=True)
class _Target:
    """What stood on a day: its shape in short pieces, name and accuracy in km."""

    shape: BaseGeometry
    name: str
    accuracy_km: float


def border_layers(folder: str | Path | None = None) -> gpd.GeoDataFrame:
    """Return the international borders (de jure) of the base map with the columns of layers.

    ``kind`` is *border*, ``name`` names the two countries, ``accuracy_m`` is 4,000. Parameter and
    errors are those of `karamap.layers.load_basemap`.
    """
    base = load_basemap(folder)
    names = dict(zip(base["countries"]["iso_a3"], base["countries"]["name"], strict=True))
    rows = []
    for row in base["borders"].to_dict("records"):
        one, two = (str(names.get(row[side], row[side])) for side in ("left_a3", "right_a3"))
        rows.append(
            {
                "id": f"border-{row['left_a3']}-{row['right_a3']}".lower(),
                "kind": "border",
                "name": f"Border of {one} and {two}",
                "status": "de jure",
                "valid_from": None,
                "valid_to": None,
                "accuracy_m": BASEMAP_ACCURACY_M,
                "geometry": row["geometry"],
            }
        )
    return gpd.GeoDataFrame(rows, geometry="geometry", crs="EPSG:4326")


def events_near(
    events: gpd.GeoDataFrame, layers: gpd.GeoDataFrame, *, km: float, on: date | None = None
) -> gpd.GeoDataFrame:
    """Return the events, nearest first, with their distance to `layers` and whether within `km`.

    Parameters
    ----------
    events
        As `karamap.frames.events_frame` gives them; those that tell no place finer than a country
        are left out.
    layers
        Rows of `karamap.layers.all_layers` (or `border_layers`): one thing, or what it was at
        several dates. The nearest of those that stood counts.
    km
        The limit in kilometres.
    on
        The day whose lines are meant; without it each event is measured to what stood on the day
        it began. The day on which it was said is not that day.

    Returns
    -------
    GeoDataFrame
        The events' columns and ``layer`` (names), ``layer_on`` (the day), ``distance_km``,
        ``accuracy_km`` (that of the event's place and of the layer added up) and ``answer``:
        *within*, *beyond*, *open* where the limit lies within the accuracy, *no day* or *no layer*
        where nothing can be measured.

    Raises
    ------
    InputError
        If `km` is no distance or `layers` has no row.
    """
    if not km >= 0:
        raise InputError(f"{km!r} is no distance: give kilometres, 0 or more")
    if layers.empty:
        raise InputError("no line or area to measure to; see 'karamap layers'")
    known = placed(events)
    cache: dict[tuple[str, ...], _Target] = {}
    dated = any(d is not None for c in ("valid_from", "valid_to") for d in map(day_of, layers[c]))
    rows = [
        _answer(point, radius, on or first, layers, cache, km=km, dated=dated)
        for point, radius, (first, _) in zip(
            known.geometry, radius_km(known), own_days(known), strict=True
        )
    ]
    columns = ("layer", "layer_on", "distance_km", "accuracy_km", "answer")
    told = pd.DataFrame(rows, columns=list(columns), index=known.index)
    result = gpd.GeoDataFrame(pd.concat([known, told], axis=1), geometry=known.geometry.name)
    return result.sort_values(["distance_km", "id"], kind="stable").reset_index(drop=True)


def _answer(
    point: BaseGeometry,
    radius: float,
    day: date | None,
    layers: gpd.GeoDataFrame,
    cache: dict[tuple[str, ...], _Target],
    *,
    km: float,
    dated: bool,
) -> tuple[Any, ...]:
    if day is None and dated:
        return None, None, float("nan"), float("nan"), "no day"
    stood = [_stood(row, day) for row in zip(layers["valid_from"], layers["valid_to"], strict=True)]
    rows = layers[stood]
    if rows.empty:
        return None, _iso(day), float("nan"), float("nan"), "no layer"
    key = tuple(rows["id"])
    if key not in cache:
        name = "; ".join(dict.fromkeys(rows["name"]))
        accuracy = float(rows["accuracy_m"].max()) / 1000
        cache[key] = _Target(rows.geometry.union_all().segmentize(_STEP_DEG), name, accuracy)
    target = cache[key]
    distance, off = point_distance_km(point, target.shape), radius + target.accuracy_km
    answer = "within" if distance + off < km else "beyond" if distance - off > km else "open"
    return target.name, _iso(day), round(distance, 2), round(off, 2), answer


def point_distance_km(point: BaseGeometry, shape: BaseGeometry) -> float:
    """Return the geodesic distance in km from a point to a shape cut into pieces of 0.05°.

    In the azimuthal equidistant projection about the point every distance from it is true; within
    a piece, straight in degrees and straight in the projection differ by less than a metre. It is
    `karamap.measure.measure` for the many points of a question, without the other end.
    """
    if shape.intersects(point):
        return 0.0
    x, y = point.coords[0][:2]
    project = Proj(proj="aeqd", lon_0=x, lat_0=y, ellps="WGS84")
    flat = shapely.transform(shape, lambda xy: np.column_stack(project(xy[:, 0], xy[:, 1])))
    return float(flat.distance(shapely.Point(0, 0))) / 1000


def _stood(dates: tuple[Any, Any], day: date | None) -> bool:
    if day is None:
        return True
    start, end = day_of(dates[0]), day_of(dates[1])
    return (start is None or start <= day) and (end is None or day <= end)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def near_sentence(answers: gpd.GeoDataFrame, name: str, *, km: float, asked: int) -> str:
    """Return what `events_near` found in one sentence; `asked` counts all events asked about."""
    count = Counter(answers["answer"])
    text = f"{count['within']} of {asked} events lie within {km:g} km of {name}"
    if count["open"]:
        points = int((answers["distance_km"] <= km).sum())
        text += f"; {count['open']} more may (place or line is not known well enough)"
        text += f", by their points alone {points} do"
    unknown = asked - count["within"] - count["open"] - count["beyond"]
    if unknown:
        text += f"; {unknown} cannot be told (no day, no such line that day, or no place)"
    return text + "."
