"""The ground of a map: sea, land, lakes, borders, relief, graticule and the names of countries."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from karamap.render.static.labels import lead_to
from karamap.render.static.projection import Bounds, Frame
from karamap.render.static.relief import draw_relief
from karamap.render.static.typeset import make_drawable, measure_text, space_letters

if TYPE_CHECKING:
    import geopandas as gpd

    from karamap.render.static.labels import LabelPlacer
    from karamap.render.static.sheet import Rect, Sheet

__all__ = [
    "CountryNames",
    "country_rows",
    "cover_of",
    "draw_graticule",
    "draw_ground",
    "fit_country",
    "name_countries",
    "name_lakes",
]

_ROW_ROOM = 11.0  # height of a row of marks beneath a name
Basemap = dict[str, "gpd.GeoDataFrame"]
_STEPS = (0.1, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 30.0)


def cover_of(basemap: dict[str, gpd.GeoDataFrame]) -> Bounds | None:
    """Return the extent that a base map covers, or None for an empty one."""
    boxes = [f.total_bounds for f in basemap.values() if len(f)]
    if not boxes:
        return None
    return Bounds(
        float(min(b[0] for b in boxes)),
        float(min(b[1] for b in boxes)),
        float(max(b[2] for b in boxes)),
        float(max(b[3] for b in boxes)),
    )


def _seen(frame: Frame, layer: gpd.GeoDataFrame | None) -> BaseGeometry:
    """Return a layer's shapes within the frame, in page points."""
    if layer is None or not len(layer):
        return shapely.GeometryCollection()
    bounds = frame.bounds()
    near = layer.geometry[layer.geometry.intersects(bounds.box(0.5))]
    parts = [frame.project(g) for g in near]
    return shapely.GeometryCollection([p for g in parts for p in shapely.get_parts(g)])


def draw_ground(
    sheet: Sheet,
    frame: Frame,
    basemap: dict[str, gpd.GeoDataFrame],
    *,
    units: bool,
    z: float,
    scale: float = 1.0,
) -> dict[str, BaseGeometry]:
    """Draw sea, land, lakes and borders; return the shapes that labels may want to know.

    Parameters
    ----------
    sheet, frame
        The page and the window on it.
    basemap
        Frames by name as in `MapSpec.basemap`; any may be missing or empty.
    units
        Whether first-level units are drawn.
    z
        Drawing order to start from.
    scale
        Of the borders' width.
    """
    look, halo = sheet.look.ground, sheet.look.page.halo
    sheet.box(frame.rect, z=z, fill=look.no_data)
    shapes = {name: _seen(frame, basemap.get(name)) for name in ("ocean", "countries", "lakes")}
    sheet.fill(shapes["countries"], look.land, z=z + 0.1, edge=look.land, width=0.4)
    sheet.fill(shapes["ocean"], look.sea, z=z + 0.2)
    draw_relief(sheet, frame, shapes["countries"], z=z + 0.3)
    sheet.stroke(shapes["ocean"], look.shore, 0.45, z=z + 0.4)
    sheet.fill(shapes["lakes"], look.sea, z=z + 0.4, edge=look.shore, width=0.4)
    if units:
        units_seen = _outline(_seen(frame, basemap.get("admin1")))
        sheet.stroke(units_seen, look.unit, look.unit_width, z=z + 0.5)
    borders = _outline(_seen(frame, basemap.get("borders")))
    if borders.is_empty:
        borders = _outline(shapes["countries"])
    width = look.border_width * scale
    sheet.stroke(borders, halo, width + 1.1 * scale, z=z + 0.6, alpha=0.6)
    sheet.stroke(borders, look.border, width, z=z + 0.7, dash=look.border_dash)
    shapes["borders"] = borders
    return shapes


def _outline(geometry: BaseGeometry) -> BaseGeometry:
    """Return lines as they are and areas as their outlines."""
    lines = [
        g if shapely.get_dimensions(g) == 1 else shapely.boundary(g)
        for g in shapely.get_parts(geometry)
    ]
    return shapely.GeometryCollection(lines)


def _grid_step(span: float, *, most: int = 6) -> float:
    """Return the smallest step that gives no more than `most` lines."""
    return next((s for s in _STEPS if span / s <= most), _STEPS[-1])


def _degrees_text(value: float, positive: str, negative: str) -> str:
    """Write a meridian or parallel: 46°30′ E."""
    value = (value + 180) % 360 - 180 if positive == "E" and abs(value) > 180 else value
    whole, minutes = divmod(round(abs(value) * 60), 60)
    side = "" if round(value, 4) == 0 else f" {positive if value > 0 else negative}"
    return f"{whole}°{minutes:02d}′{side}" if minutes else f"{whole}°{side}"


def draw_graticule(sheet: Sheet, frame: Frame, *, size: float, z: float, labels: bool) -> None:
    """Draw meridians and parallels; write them along the left and lower edge, outside the frame."""
    seen = frame.bounds()
    step = _grid_step((seen.north - seen.south) * 1.4)
    turn = max(step, _grid_step(seen.east - seen.west, most=10))
    for lon in np.arange(math.ceil(seen.west / turn) * turn, seen.east + 1e-9, turn):
        line = shapely.LineString([(lon, seen.south), (lon, seen.north)])
        _grid_line(sheet, frame, line, _degrees_text(lon, "E", "W"), size=size, z=z, labels=labels)
    south, north = max(seen.south, -85.0), min(seen.north, 85.0)
    for lat in np.arange(math.ceil(south / step) * step, north + 1e-9, step):
        line = shapely.LineString([(seen.west, lat), (seen.east, lat)])
        _grid_line(sheet, frame, line, _degrees_text(lat, "N", "S"), size=size, z=z, labels=labels)


def _grid_line(
    sheet: Sheet,
    frame: Frame,
    line: shapely.LineString,
    text: str,
    *,
    size: float,
    z: float,
    labels: bool,
) -> None:
    """Draw one line of the graticule and, where it meets its edge, its label."""
    flat = frame.project(line)
    if flat.is_empty:
        return
    ink = sheet.look.page.muted
    sheet.stroke(flat, sheet.look.ground.grid, 0.3, z=z, alpha=0.55)
    if not labels:
        return
    rect, points = frame.rect, shapely.get_coordinates(flat)
    wide = measure_text(text, size) / 2
    meridian = text.endswith(("E", "W")) or line.coords[0][0] == line.coords[-1][0]
    if meridian:
        at = points[np.abs(points[:, 1] - rect.y0) < 0.1]
        if len(at) and rect.x0 + wide < at[0][0] < rect.x1 - wide:
            sheet.text(at[0][0], rect.y0 - size - 1.6, text, size, z=z, colour=ink, ha="center")
    else:
        at = points[np.abs(points[:, 0] - rect.x0) < 0.1]
        if len(at) and rect.y0 + wide < at[0][1] < rect.y1 - wide:
            sheet.text(
                rect.x0 - 2.6, at[0][1], text, size, z=z, colour=ink, ha="center", rotation=90
            )


def _column(frame: gpd.GeoDataFrame, names: tuple[str, ...]) -> list[str]:
    """Return the first column of `names` that is there, as text."""
    for name in names:
        if name in frame:
            return ["" if v is None or v != v else str(v) for v in frame[name]]  # noqa: PLR0124  NaN
    return [""] * len(frame)


def country_rows(
    basemap: dict[str, gpd.GeoDataFrame],
) -> list[tuple[str, str, BaseGeometry]]:
    """Return (ISO code, name, geometry) of the base map's countries."""
    layer = basemap.get("countries")
    if layer is None or not len(layer):
        return []
    codes = _column(layer, ("iso", "iso_a2", "id", "iso_a3"))
    names = _column(layer, ("name_en", "name", "label"))
    return [
        (code.removeprefix("iso:"), name, geometry)
        for code, name, geometry in zip(codes, names, layer.geometry, strict=True)
    ]


def name_lakes(
    sheet: Sheet,
    frame: Frame,
    basemap: dict[str, gpd.GeoDataFrame],
    placer: LabelPlacer,
    *,
    size: float,
    z: float,
) -> None:
    """Name the lakes that are large enough on the page."""
    layer = basemap.get("lakes")
    if layer is None or not len(layer):
        return
    for name, geometry in zip(_column(layer, ("name_en", "name")), layer.geometry, strict=True):
        flat = frame.project(geometry)
        label = make_drawable(name, limit=30)
        if not label or flat.is_empty or flat.area < 14 * size * size / 4:
            continue
        width = measure_text(label, size, italic=True)
        x, y = shapely.get_coordinates(flat.representative_point())[0]
        placed = placer.place_area(x, y, width, size, reach=2.2 * size + width / 2)
        if placed is not None:
            sheet.text(
                placed.rect.x0,
                placed.rect.y0 + 0.2 * size,
                label,
                size,
                z=z,
                colour=sheet.look.ground.water_ink,
                italic=True,
                halo=sheet.look.page.halo,
                halo_width=1.2,
            )


@dataclass(frozen=True, slots=True)
class CountryNames:
    """How countries are to be named.

    `labels` maps ISO code to name under the map's names policy, others are named as the base map
    does; `room` maps it to the width of a row of marks that will be drawn beneath; `avoid` are
    areas with marks of their own, of which a country's would seem to tell; `sizes` the smallest
    and largest type size.
    """

    labels: dict[str, str]
    room: dict[str, float]
    avoid: BaseGeometry
    sizes: tuple[float, float]


def name_countries(
    sheet: Sheet,
    frame: Frame,
    basemap: dict[str, gpd.GeoDataFrame],
    placer: LabelPlacer,
    names: CountryNames,
    *,
    z: float,
) -> dict[str, tuple[float, float]]:
    """Letter the countries in view, those with marks first and large ones large.

    Returns
    -------
    :
        ISO code → middle of the free row beneath the name, of the countries named.
    """
    done: dict[str, tuple[float, float]] = {}
    look = sheet.look.ground
    rows = _by_size(frame, basemap)
    for code, name, shape in sorted(rows, key=lambda r: r[0] not in names.room):
        label = space_letters(make_drawable(names.labels.get(code, name), limit=40).upper())
        wide = names.room.get(code, 0.0)
        found = fit_country(placer, shape, label, wide, names)
        if found is None and wide:
            found = _lead_to_country(sheet, placer, shape, label, wide, names.sizes[0], z=z)
        if found is None:
            continue
        rect, size = found
        x = rect.centre[0]
        low = rect.y0 + (_ROW_ROOM if wide else 0.0) + 0.22 * size
        sheet.text(
            x,
            low,
            label,
            size,
            z=z,
            colour=look.country_ink,
            ha="center",
            halo=look.land,
            halo_width=1.6,
        )
        done[code] = (x, rect.y0 + 5.2)
    return done


def _lead_to_country(
    sheet: Sheet,
    placer: LabelPlacer,
    shape: shapely.Polygon,
    label: str,
    row: float,
    size: float,
    *,
    z: float,
) -> tuple[Rect, float] | None:
    """Find room near a country too small for its name and marks, and draw a line to it."""
    x, y = shapely.get_coordinates(shapely.maximum_inscribed_circle(shape, tolerance=1.0))[0]
    width = max(measure_text(label, size), row)
    placed = placer.place_point(x, y, width, size * 1.05 + _ROW_ROOM, clear=1.0)
    if placed is None:
        return None
    line = shapely.LineString(lead_to(x, y, placed.rect, 0.0))
    sheet.stroke(line, sheet.look.page.halo, 1.8, z=z - 0.02, alpha=0.85)
    sheet.stroke(line, sheet.look.page.rim, 0.6, z=z - 0.01)
    return placed.rect, size


def _by_size(
    frame: Frame, basemap: dict[str, gpd.GeoDataFrame]
) -> list[tuple[str, str, shapely.Polygon]]:
    """Return code, name and largest visible part of the countries in view, the largest first."""
    rows = []
    for code, name, geometry in country_rows(basemap):
        flat = frame.project(geometry)
        if not flat.is_empty:
            parts = [g for g in shapely.get_parts(flat) if isinstance(g, shapely.Polygon)]
            rows.append((code, name, max(parts, key=lambda g: g.area)))
    return sorted(rows, key=lambda r: (-r[2].area, r[0], r[1]))


def fit_country(
    placer: LabelPlacer, shape: shapely.Polygon, label: str, row: float, names: CountryNames
) -> tuple[Rect, float] | None:
    """Find room for a country's name, with a row of marks of width `row` beneath, and its size."""
    parts = [
        p
        for p in shapely.get_parts(shapely.difference(shape, names.avoid))
        if isinstance(p, shapely.Polygon) and not p.is_empty
    ]
    if not parts:
        return None
    circle = shapely.maximum_inscribed_circle(max(parts, key=lambda p: p.area), tolerance=1.0)
    radius = circle.length
    x, y = shapely.get_coordinates(circle)[0]

    def is_its_own(rect: Rect) -> bool:
        inside = bool(shapely.contains_xy(shape, *rect.centre))
        return inside and not names.avoid.intersects(rect.polygon())

    smallest, most = names.sizes
    largest = min(max(radius / 5.0, smallest), most)
    tries = [(s, s) for s in (largest, (largest + smallest) / 2, smallest)]
    for size, air in [*tries, (smallest, 1.0)] if row else tries:
        width = measure_text(label, size)
        if not label or width > 3.2 * radius + 6 * size * bool(row):
            continue
        placed = placer.place_area(
            x,
            y,
            max(width, row),
            size * 1.05 + (_ROW_ROOM if row else 0.0),
            reach=max(1.6 * radius, 8.0),
            allowed=is_its_own,
            air=air,
        )
        if placed is not None:
            return placed.rect, size
    return None
