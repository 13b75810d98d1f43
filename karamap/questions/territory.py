"""Who held what on one day and on another, as the layers of those days tell it."""

from __future__ import annotations

from datetime import date
from typing import Any

import geopandas as gpd
import shapely
from shapely.geometry.base import BaseGeometry

from karamap.measure import MeasuredArea, measure, measure_area
from karamap.questions.columns import day_of
from karamap.style import LAYER_STYLES

__all__ = ["CONTROL", "territory_change", "territory_sentence"]

# where two of a day overlap, the first says it: a corridor runs through land of another status
CONTROL = ("held_area", "corridor", "peacekeeping_area", "control_change")
NOT_MAPPED = "no layer"
_LEAST_KM2 = 0.5  # slivers between two drawings of one edge
_COLUMNS = [
    "before", "after", "area_km2", "accuracy_km2", "settlements", "names", "open_names", "sources",
]  # fmt: skip


def territory_change(
    layers: gpd.GeoDataFrame,
    before: date,
    after: date,
    *,
    settlements: gpd.GeoDataFrame | None = None,
) -> gpd.GeoDataFrame:
    """Return the areas by what they were on the day `before` and on the day `after`.

    Parameters
    ----------
    layers
        As `karamap.layers.all_layers` gives them; de facto areas count: land held, corridors,
        peacekeepers' areas and changes of control. Claims and de jure units do not.
    before, after
        The two days.
    settlements
        Points with a ``name``, such as `karamap.questions.settlements_frame` gives.

    Returns
    -------
    GeoDataFrame
        One row a pair of states, the largest first: ``before`` and ``after`` in the words of the
        maps' legend (*no layer*: nothing of the kind was mapped there), ``area_km2`` ±
        ``accuracy_km2`` (the edge off to one side all along, the worst case), how many
        ``settlements`` lie in it, their ``names``, and ``open_names``: those so near to the edge
        that they may lie on either side.
    """
    one, two = _states(layers, before), _states(layers, after)
    rows = []
    for was, (shape, off, source) in one.items():
        for becomes, (other, other_off, other_source) in two.items():
            piece = _clean(shape.intersection(other))
            sources = _join([*source, *other_source])
            rows += _row(was, becomes, piece, max(off, other_off), sources, settlements)
    rows += _rest(one, two, settlements)
    rows.sort(key=lambda r: (-r["area_km2"], r["before"], r["after"]))
    columns = [*_COLUMNS, "geometry"]
    return gpd.GeoDataFrame(rows, columns=columns, geometry="geometry", crs="EPSG:4326")


_State = tuple[BaseGeometry, float, list[str]]  # area, accuracy in km, ids of the layers


def _states(layers: gpd.GeoDataFrame, day: date) -> dict[str, _State]:
    """Return what was what on a day: areas that do not overlap, by label."""
    states: dict[str, _State] = {}
    taken: BaseGeometry = shapely.Polygon()
    for kind in CONTROL:
        rows = layers[layers["kind"] == kind]
        rows = rows[[_stood(r["valid_from"], r["valid_to"], day) for _, r in rows.iterrows()]]
        if rows.empty:
            continue
        shape = rows.geometry.union_all()
        free = _clean(shape.difference(taken))
        taken = taken.union(shape)
        if not free.is_empty:
            off = float(rows["accuracy_m"].max()) / 1000
            states[LAYER_STYLES[kind].label] = (free, off, list(rows["id"]))
    return states


def _stood(start: Any, end: Any, day: date) -> bool:  # noqa: ANN401  cells of a frame
    first, last = day_of(start), day_of(end)
    return (first is None or first <= day) and (last is None or day <= last)


def _rest(
    one: dict[str, _State], two: dict[str, _State], settlements: gpd.GeoDataFrame | None
) -> list[dict[str, Any]]:
    """Return what one of the two days has no layer for."""
    whole_one = shapely.union_all([s for s, _, _ in one.values()])
    whole_two = shapely.union_all([s for s, _, _ in two.values()])
    rows = []
    for label, (shape, off, source) in one.items():
        piece = _clean(shape.difference(whole_two))
        rows += _row(label, NOT_MAPPED, piece, off, _join(source), settlements)
    for label, (shape, off, source) in two.items():
        piece = _clean(shape.difference(whole_one))
        rows += _row(NOT_MAPPED, label, piece, off, _join(source), settlements)
    return rows


def _join(ids: list[str]) -> str:
    return "; ".join(dict.fromkeys(ids))


def _clean(shape: BaseGeometry) -> BaseGeometry:
    """Return the areas of a shape without lines, points and slivers."""
    parts = [
        p
        for p in shapely.get_parts(shapely.get_parts(shape))
        if p.geom_type == "Polygon" and p.area
    ]
    return shapely.union_all([p for p in parts if measure_area(p, 0).area_km2 >= _LEAST_KM2])


def _row(
    before: str,
    after: str,
    shape: BaseGeometry,
    accuracy_km: float,
    sources: str,
    settlements: gpd.GeoDataFrame | None,
) -> list[dict[str, Any]]:
    if shape.is_empty:
        return []
    area = measure_area(shape, accuracy_km)
    inside, unsure = _within(shape, accuracy_km, settlements)
    return [
        {
            "before": before,
            "after": after,
            "area_km2": round(area.area_km2, 1),
            "accuracy_km2": round(area.accuracy_km2, 1),
            "settlements": len(inside),
            "names": "; ".join(inside) or None,
            "open_names": "; ".join(unsure) or None,
            "sources": sources,
            "geometry": shape,
        }
    ]


def _within(
    shape: BaseGeometry, accuracy_km: float, settlements: gpd.GeoDataFrame | None
) -> tuple[list[str], list[str]]:
    """Return the settlements in an area, and those within its accuracy of the edge."""
    if settlements is None:
        return [], []
    # a degree of latitude has 110.6 km at the least; of longitude fewer, by the cosine
    reach = accuracy_km / 55
    near = settlements[settlements.geometry.intersects(shape.buffer(reach))]
    edge = shape.boundary
    inside, unsure = [], []
    for name, point in zip(near["name"], near.geometry, strict=True):
        if shape.intersects(point):
            inside.append(str(name))
        if accuracy_km and measure(point, edge).distance_km <= accuracy_km:
            unsure.append(str(name))
    return sorted(inside), sorted(unsure)


def territory_sentence(change: gpd.GeoDataFrame, before: date, after: date) -> str:
    """Return what `territory_change` found, a sentence a row in which something changed."""
    lines = []
    for row in change.to_dict("records"):
        if row["before"] != row["after"]:
            name = f"{row['before']} on {before}, {row['after']} on {after}:"
            area = MeasuredArea(name, row["area_km2"], row["accuracy_km2"])
            told = area.sentence.replace(": covers", ":").removesuffix(".")
            lines.append(f"{told}; settlements of the gazetteer in it: {row['settlements']}.")
    return "\n".join(lines) or f"Nothing mapped changed between {before} and {after}."
