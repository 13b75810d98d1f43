"""Frames of the spec as GeoJSON small enough to embed."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from shapely.geometry import mapping

from karamap.render.interactive.escape import replace_controls
from karamap.render.style import LAYER_STYLES

if TYPE_CHECKING:
    from collections.abc import Mapping

    import geopandas as gpd
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    Basemap = Mapping[str, gpd.GeoDataFrame]

__all__ = ["BASEMAP_ORDER", "basemap_collections", "country_labels", "layer_collection"]

Json = dict[str, Any]

BASEMAP_ORDER = ("ocean", "countries", "lakes", "admin1", "borders")
BASEMAP_DECIMALS = 3  # about 100 m: finer than Natural Earth's 1:10m
LAYER_DECIMALS = 4  # about 10 m: finer than any layer's stated accuracy
# about 20 characters a vertex: 0.7 MB of the page
MAX_VERTICES = 36_000
FIRST_TOLERANCE = 0.002  # degrees
RIM = 0.5  # degrees by which two basemaps overlap: more than the coarser one's error


def basemap_collections(
    basemap: Basemap, under: Basemap, world: Basemap | None = None
) -> dict[str, Json]:
    """Return one FeatureCollection a basemap layer, bottom first, generalised to fit the page.

    Parameters
    ----------
    basemap
        The map's own layers by name.
    under
        A wider basemap to lie beneath it; its keys come back with ``wide_`` before them. It is
        generalised first.
    world
        A coarse map of the world, lowest of all; its keys come back with ``world_``. What `under`
        covers is cut out of it, a rim excepted, so that no seam shows.
    """
    own = {k: _geometries(basemap[k]) for k in BASEMAP_ORDER if k in basemap}
    wide = {f"wide_{k}": _geometries(under[k]) for k in BASEMAP_ORDER if k in under}
    most = world or {}
    # the sea of the world is the page's own background
    lowest = {f"world_{k}": _geometries(most[k]) for k in ("countries", "borders") if k in most}
    lowest = _cut_out(lowest, under)
    room = MAX_VERTICES - min(_count_vertices(own), MAX_VERTICES * 2 // 3)
    fitted = lowest | _fit_shapes(wide, room) | _fit_shapes(own, MAX_VERTICES)
    return {k: _collect(g) for k, g in fitted.items()}


def _cut_out(shapes: dict[str, NDArray[np.object_]], cover: Basemap) -> dict[str, Any]:
    """Return the layers without what lies well within the extent of `cover`."""
    boxes = [frame.total_bounds for frame in cover.values() if len(frame)]
    if not boxes:
        return shapes
    west, south = np.min(boxes, axis=0)[:2] + RIM
    east, north = np.max(boxes, axis=0)[2:] - RIM
    hole = shapely.box(west, south, east, north)
    cut = {k: shapely.difference(g, hole) for k, g in shapes.items()}
    return {k: g[~shapely.is_empty(g)] for k, g in cut.items()}


def _count_vertices(shapes: Mapping[str, NDArray[np.object_]]) -> int:
    """Return how many vertices all of the layers have."""
    return sum(int(shapely.get_num_coordinates(g).sum()) for g in shapes.values())


def _fit_shapes(
    shapes: dict[str, NDArray[np.object_]], room: int
) -> dict[str, NDArray[np.object_]]:
    """Return the layers generalised just so far that they have at most `room` vertices."""
    tolerance, fitted = FIRST_TOLERANCE, shapes
    while _count_vertices(fitted) > room and tolerance < 1:
        fitted = {k: shapely.simplify(g, tolerance) for k, g in shapes.items()}
        tolerance *= 2
    return fitted


def _geometries(frame: gpd.GeoDataFrame) -> NDArray[np.object_]:
    """Return the frame's non-empty geometries."""
    values: NDArray[np.object_] = np.asarray(frame.geometry.array, dtype=object)
    kept: NDArray[np.object_] = values[~(shapely.is_missing(values) | shapely.is_empty(values))]
    return kept


def _collect(geometries: NDArray[np.object_]) -> Json:
    """Return the geometries as one feature: none of them is told apart on the page."""
    parts = [_to_geometry(g, BASEMAP_DECIMALS) for g in geometries]
    features = [
        {"type": "Feature", "id": str(i), "properties": {}, "geometry": part}
        for i, part in enumerate(parts)
        if part is not None
    ]
    return {"type": "FeatureCollection", "features": features}


def _to_geometry(geometry: BaseGeometry | None, decimals: int) -> Json | None:
    """Return the geometry in GeoJSON, rounded, or None where nothing is left of it."""
    if geometry is None or geometry.is_empty:
        return None
    rounded: BaseGeometry = shapely.transform(geometry, lambda xy: np.round(xy, decimals))
    slim: BaseGeometry = shapely.remove_repeated_points(rounded)
    if slim.is_empty:
        return None
    shape: Json = mapping(slim)
    return shape


def layer_collection(layers: gpd.GeoDataFrame) -> Json:
    """Return the dated layers as a FeatureCollection with everything a reader may ask of a line."""
    features = []
    for number, row in enumerate(layers.to_dict("records")):
        style = f"{row['kind']}_{row['product']}" if row["kind"] == "pipeline" else row["kind"]
        geometry = _to_geometry(row["geometry"], LAYER_DECIMALS)
        if style not in LAYER_STYLES or geometry is None:
            continue
        told = {
            "style": style,
            "name": row["name"],
            "status": row["status"],
            "operation": row.get("operation"),
            "from": _iso(row["valid_from"]),
            "to": _iso(row["valid_to"]),
            "accuracy": None if _missing(row["accuracy_m"]) else float(row["accuracy_m"]),
            "source": row["source"],
            "licence": row["licence"],
            "note": row["note"],
        }
        features.append(
            {
                "type": "Feature",
                "id": f"layer-{number}",
                "properties": {
                    k: replace_controls(v) if isinstance(v, str) else v
                    for k, v in told.items()
                    if not _missing(v)
                },
                "geometry": geometry,
            }
        )
    return {"type": "FeatureCollection", "features": features}


def _missing(value: object) -> bool:
    """Whether a cell is empty in any of pandas' ways."""
    return value is None or value == "" or value != value  # noqa: PLR0124  NaN and NaT


def _iso(value: object) -> str | None:
    """Return the day in ISO 8601."""
    if _missing(value) or not isinstance(value, date):
        return None
    return value.isoformat()[:10]


def country_labels(*basemaps: Basemap) -> list[list[Any]]:
    """Return ``[name, lon, lat, size]`` a country, largest first; size is in square degrees.

    A country of several basemaps has a label in each: where the larger one's is out of view, the
    smaller one's may be in it.
    """
    labels = [label for basemap in basemaps for label in _labels_of(basemap)]
    return sorted(labels, key=lambda x: (-x[3], x[0]))


def _labels_of(basemap: Basemap) -> list[list[Any]]:
    frame = basemap.get("countries")
    if frame is None or "name" not in frame.columns:
        return []
    labels = []
    for name, geometry in zip(frame["name"], frame.geometry, strict=True):
        if _missing(name) or geometry is None or geometry.is_empty:
            continue
        parts = [p for p in shapely.get_parts(geometry) if p.geom_type == "Polygon"]
        if not parts:
            continue
        largest = max(parts, key=lambda p: p.area)
        spot = shapely.point_on_surface(largest)
        labels.append(
            [
                replace_controls(str(name)),
                round(spot.x, 2),
                round(spot.y, 2),
                round(largest.area, 2),
            ]
        )
    return labels
