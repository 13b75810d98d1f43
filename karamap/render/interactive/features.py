"""Frames of the spec as GeoJSON small enough to embed."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from shapely.geometry import mapping

from karamap.render.country_names import country_name
from karamap.render.interactive.escape import replace_controls
from karamap.style import Style, load_style, style_key

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import geopandas as gpd
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    Basemap = Mapping[str, gpd.GeoDataFrame]

__all__ = [
    "BASEMAP_ORDER",
    "basemap_collections",
    "country_labels",
    "layer_collection",
    "route_slots",
]

Json = dict[str, Any]

BASEMAP_ORDER = ("ocean", "countries", "lakes", "admin1", "borders")
BASEMAP_DECIMALS = 3  # about 100 m: finer than Natural Earth's 1:10m
LAYER_DECIMALS = 4  # about 10 m: finer than any layer's stated accuracy
# about 20 characters a vertex: 0.7 MB of the page
MAX_VERTICES = 36_000
FIRST_TOLERANCE = 0.002  # degrees
SPOT_GRID = 24  # points a side among which labels' spots are sought
MIN_SPOT_STEP = 0.1  # degrees: finer than any label
MAX_SPOTS = 12
TRENCH_DEGREES = 0.02  # about 2 km: nearer than routes are known
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


def layer_collection(layers: gpd.GeoDataFrame, look: Style | None = None) -> Json:
    """Return the dated layers as a FeatureCollection with everything a reader may ask of a line.

    Only kinds that `look` (the light theme by default) has a style for are in it.
    """
    known = (look or load_style()).layers
    features = []
    slots = _slots_by_row(layers)
    for number, row in enumerate(layers.to_dict("records")):
        style = style_key(row["kind"], row["product"])
        geometry = _to_geometry(row["geometry"], LAYER_DECIMALS)
        if style not in known or geometry is None:
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
            "slot": slots.get(number),
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


def _slots_by_row(layers: gpd.GeoDataFrame) -> dict[int, float]:
    """Return the places of pipelines that run beside others, by row number."""
    numbers = [i for i, kind in enumerate(layers["kind"]) if kind == "pipeline"]
    shapes = [layers.geometry.iloc[i] for i in numbers]
    drawn = [(i, s) for i, s in zip(numbers, shapes, strict=True) if s is not None and s.length]
    slots = route_slots([s for _, s in drawn])
    return {i: slot for (i, _), slot in zip(drawn, slots, strict=True) if slot}


def _missing(value: object) -> bool:
    """Whether a cell is empty in any of pandas' ways."""
    return value is None or value == "" or value != value  # noqa: PLR0124  NaN and NaT


def _iso(value: object) -> str | None:
    """Return the day in ISO 8601."""
    if _missing(value) or not isinstance(value, date):
        return None
    return value.isoformat()[:10]


def country_labels(*basemaps: Basemap, policies: Sequence[str] = ("as-written",)) -> list[Json]:
    """Return each country's label and the spots where it may stand, largest country first.

    A spot is ``[lon, lat, room]``, room being how far the country's edge is, in degrees. A country
    of several basemaps has the spots of each: where the larger one's are out of view, the smaller
    one's may be in it. ``label`` is the name under the first policy, ``labels`` has others that
    differ from it.
    """
    found: dict[str, Json] = {}
    size: dict[str, float] = {}
    for basemap in basemaps:
        for code, name, geometry in _named_countries(basemap):
            labels = [replace_controls(country_name(code, name, p)) for p in policies]
            others = zip(policies[1:], labels[1:], strict=True)
            told = found.setdefault(
                name,
                {
                    "label": labels[0],
                    "labels": {p: label for p, label in others if label != labels[0]},
                    "spots": [],
                },
            )
            told["spots"] += _label_spots(geometry)
            size[name] = max(size.get(name, 0.0), geometry.area)
    return [found[name] for name in sorted(found, key=lambda n: (-size[n], n))]


def _named_countries(basemap: Basemap) -> list[tuple[str, str, BaseGeometry]]:
    """Return code, name and shape of each country that has a name and a shape."""
    frame = basemap.get("countries")
    if frame is None or "name" not in frame.columns:
        return []
    codes = frame["iso_a3"] if "iso_a3" in frame.columns else [""] * len(frame)
    return [
        (str(code or ""), str(name), geometry)
        for code, name, geometry in zip(codes, frame["name"], frame.geometry, strict=True)
        if not _missing(name) and geometry is not None and geometry.area
    ]


def _label_spots(geometry: BaseGeometry) -> list[list[float]]:
    """Return up to a dozen points within a country, those furthest from its edge first.

    They lie apart, so that wherever a reader looks one of them is likely in view.
    """
    west, south, east, north = geometry.bounds
    step = max((east - west) / SPOT_GRID, (north - south) / SPOT_GRID, MIN_SPOT_STEP)
    lon, lat = np.meshgrid(
        np.arange(west + step / 2, east, step), np.arange(south + step / 2, north, step)
    )
    within = shapely.contains_xy(geometry, lon, lat)
    points = [shapely.point_on_surface(geometry), *shapely.points(lon[within], lat[within])]
    room = shapely.distance(points, geometry.boundary)
    kept: list[Any] = []
    for i in np.argsort(-room, kind="stable"):
        if all(shapely.distance(points[i], points[k]) > 2.5 * step for k in kept):
            kept.append(i)
        if len(kept) == MAX_SPOTS:
            break
    return [[round(points[i].x, 2), round(points[i].y, 2), round(float(room[i]), 2)] for i in kept]


def route_slots(shapes: Sequence[BaseGeometry]) -> list[float]:
    """Return for each route how many places to the left of its way, west to east, it is drawn.

    Routes that share a trench over a fifth of the shorter one's length form a group and get places
    of their own around its middle, in the order given; all others get 0.
    """
    groups: list[list[int]] = []
    near = [shape.buffer(TRENCH_DEGREES, quad_segs=2) for shape in shapes]

    def together(i: int, j: int) -> bool:
        shared = near[i].intersection(shapes[j]).length
        return bool(shared > 0.2 * min(shapes[i].length, shapes[j].length))

    for i in range(len(shapes)):
        home = next((g for g in groups if any(together(i, j) for j in g)), None)
        if home is None:
            groups.append([i])
        else:
            home.append(i)
    slots = {i: at - (len(g) - 1) / 2 for g in groups for at, i in enumerate(g)}
    return [slots[i] for i in range(len(shapes))]
