"""The conflict's own lines and areas: contact lines, corridors, districts, pipelines."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from karamap.render.static.typeset import make_drawable, measure_text
from karamap.style import LayerStyle, Style, load_style, style_key

if TYPE_CHECKING:
    import geopandas as gpd

    from karamap.render.static.labels import LabelPlacer
    from karamap.render.static.projection import Frame
    from karamap.render.static.sheet import Sheet

__all__ = ["Overlay", "draw_overlays", "hatch_shapes", "name_routes", "overlays_in"]

_SLANTS = {"/": (45.0,), "\\": (-45.0,), "-": (0.0,), "|": (90.0,), "x": (45.0, -45.0)}
_DOT = 0.42  # points: radius of a dot of a dotted area
_TOGETHER = 3.2  # points: routes nearer than this over a good part of their way are set apart
_APART = 2.4
_RIM = 8.0  # beyond the window, so that what is moved aside still reaches its edge
_NAME_SHARE = 0.27  # of the map's width: the longest a route's name may be
_ROUTE_SCALE = 0.72  # of the style's width: routes are context on a printed map


@dataclass(frozen=True, slots=True)
class Overlay:
    """One layer row as seen through a frame, in page points."""

    key: str  # of the style
    name: str
    style: LayerStyle
    shape: BaseGeometry
    accuracy_m: float | None

    @property
    def is_area(self) -> bool:
        """Whether it is filled rather than only stroked."""
        return bool(shapely.get_dimensions(self.shape) == 2)

    @property
    def is_route(self) -> bool:
        """Whether it is a pipeline."""
        return self.key.startswith("pipeline")


def overlays_in(frame: Frame, layers: gpd.GeoDataFrame, look: Style | None = None) -> list[Overlay]:
    """Return the rows of `layers` that the frame shows, areas first, contact lines last.

    `look` says how each kind is drawn, the light theme by default.
    """
    look = look or load_style()
    found = []
    for row in layers.to_dict("records"):
        geometry = row.get("geometry")
        shape = None if geometry is None else frame.project(geometry, margin=_RIM)
        if shape is None or shape.is_empty:
            continue
        key = style_key(str(row.get("kind")), row.get("product"))
        style = look.layer(key)
        style = replace(style, label=make_drawable(style.label, limit=60) or look.other.label)
        accuracy = row.get("accuracy_m")
        name = make_drawable(str(row.get("name") or ""), limit=60)
        found.append(Overlay(key, name, style, shape, _number(accuracy)))
    order = list(look.layers)
    rank = {key: i for i, key in enumerate(reversed(order))}
    found.sort(key=lambda o: (not o.is_area, not o.is_route, rank.get(o.key, -1), o.name))
    window = frame.rect.polygon()
    clipped = [
        replace(o, shape=shapely.intersection(_unpacked(o.shape), window))
        for o in _set_apart(found)
    ]
    return [o for o in clipped if not o.shape.is_empty]


def _unpacked(shape: BaseGeometry) -> BaseGeometry:
    """Return a collection of lines as one multi-line, which can be cut; areas as they are."""
    lines = _line_parts(shape)
    return shapely.MultiLineString(lines) if lines else shape


def _number(value: object) -> float | None:
    """Return a table's figure, or None where it has none."""
    return float(value) if isinstance(value, (int, float)) and value == value else None  # noqa: PLR0124  NaN


def _set_apart(overlays: list[Overlay]) -> list[Overlay]:
    """Move routes that share a trench a little aside, so that none hides another."""
    routes = [o for o in overlays if o.is_route]
    groups: list[list[Overlay]] = []
    for route in routes:
        near = route.shape.buffer(_TOGETHER, quad_segs=2)
        home = next(
            (
                g
                for g in groups
                if any(
                    near.intersection(o.shape).length
                    > 0.2 * min(o.shape.length, route.shape.length)
                    for o in g
                )
            ),
            None,
        )
        if home is None:
            groups.append([route])
        else:
            home.append(route)
    moved = {}
    for group in groups:
        for slot, route in enumerate(group):
            offset = (slot - (len(group) - 1) / 2) * _APART
            moved[id(route)] = _shifted(route, offset) if offset else route
    return [moved.get(id(o), o) for o in overlays]


def _shifted(route: Overlay, offset: float) -> Overlay:
    """Return a route drawn `offset` points to its left, west to east."""
    parts = []
    merged = shapely.line_merge(shapely.multilinestrings(_line_parts(route.shape)))
    for part in shapely.get_parts(merged):
        points = shapely.get_coordinates(part)
        eastward = part if points[0][0] <= points[-1][0] else shapely.reverse(part)
        parts.append(
            shapely.offset_curve(shapely.simplify(eastward, 0.6), offset, join_style="round")
        )
    shape = shapely.GeometryCollection([p for g in parts for p in shapely.get_parts(g)])
    return replace(route, shape=shape)


def _line_parts(shape: BaseGeometry) -> list[shapely.LineString]:
    """Return the single lines of a geometry."""
    return [g for g in shapely.get_parts(shapely.get_parts(shape)) if g.geom_type == "LineString"]


def hatch_shapes(shape: BaseGeometry, hatch: str, gap: float) -> BaseGeometry:
    r"""Return the lines (``/ \ - | x``) or dots (``.``) that fill an area, `gap` points apart.

    Hatching as geometry looks the same in every file format. Each kind of area has its own, so
    that two that overlap can be told apart.
    """
    if not hatch or shape.is_empty:
        return shapely.GeometryCollection()
    if hatch == ".":
        return _dots(shape, gap)
    turns = _SLANTS[hatch]
    lines = [line for turn in turns for line in _parallels(shape.bounds, turn, gap)]
    found: BaseGeometry = shapely.intersection(shapely.MultiLineString(lines), shape)
    return found


def _dots(shape: BaseGeometry, gap: float) -> BaseGeometry:
    """Return dots in staggered rows."""
    west, south, east, north = shape.bounds
    rows = np.arange(np.floor(south / gap), np.ceil(north / gap) + 1)
    columns = np.arange(np.floor(west / gap) - 1, np.ceil(east / gap) + 1)
    xs = ((columns[None, :] + (rows[:, None] % 2) / 2) * gap).ravel()
    ys = np.repeat(rows * gap, len(columns))
    shapely.prepare(shape)
    inside = shapely.contains_xy(shape, xs, ys)
    discs = [
        shapely.Point(x, y).buffer(_DOT, quad_segs=2)
        for x, y in zip(xs[inside], ys[inside], strict=True)
    ]
    return shapely.GeometryCollection(discs)


def _parallels(
    bounds: tuple[float, float, float, float], turn: float, gap: float
) -> list[shapely.LineString]:
    """Return lines at `turn` degrees through a box, on a grid that all areas of a page share."""
    west, south, east, north = bounds
    along = np.array([np.cos(np.radians(turn)), np.sin(np.radians(turn))])
    across = np.array([-along[1], along[0]])
    corners = np.array([(west, south), (east, south), (east, north), (west, north)])
    low, high = (corners @ across).min(), (corners @ across).max()
    start, end = (corners @ along).min() - 1, (corners @ along).max() + 1
    return [
        shapely.LineString([along * start + across * d, along * end + across * d])
        for d in np.arange(np.ceil(low / gap) * gap, high, gap)
    ]


def draw_overlays(sheet: Sheet, overlays: list[Overlay], *, z: float, scale: float = 1.0) -> None:
    """Draw areas with tint, hatch and outline, lines with a white casing."""
    for step, overlay in enumerate(overlays):
        level = z + step * 0.001
        if overlay.is_area:
            draw_area(sheet, overlay.shape, overlay.style, z=level, scale=scale)
        else:
            thin = scale * (_ROUTE_SCALE if overlay.is_route else 1.0)
            draw_line(sheet, overlay.shape, overlay.style, z=level + 0.2, scale=thin)


def draw_area(
    sheet: Sheet, shape: BaseGeometry, style: LayerStyle, *, z: float, scale: float = 1.0
) -> None:
    """Draw one area."""
    sheet.fill(shape, style.fill or style.stroke, z=z, alpha=style.fill_opacity or 0.08)
    pattern = hatch_shapes(shape, style.hatch, style.hatch_gap)
    if style.hatch == ".":
        sheet.fill(pattern, style.stroke, z=z + 0.0003, alpha=0.8)
    else:
        sheet.stroke(pattern, style.stroke, 0.4 * scale, z=z + 0.0003, alpha=0.55)
    sheet.stroke(shape, style.stroke, style.width * scale, z=z + 0.0006, dash=style.dash)


def draw_line(
    sheet: Sheet, shape: BaseGeometry, style: LayerStyle, *, z: float, scale: float = 1.0
) -> None:
    """Draw one line: casing like the halo, then its stroke, dashed where its style says so."""
    width = style.width * scale
    sheet.stroke(shape, sheet.look.page.halo, width + 1.8 * scale, z=z, alpha=0.92)
    sheet.stroke(shape, style.stroke, width, z=z + 0.0005, dash=style.dash)


def shorter_names(name: str) -> list[str]:
    """Return forms of a name, the longest first, using what it says in brackets itself.

    ``Western Line (WL, A–B), planned`` may be cut to ``Western Line (WL), planned``, then to
    ``Western Line, planned``, then to ``WL, planned``.
    """
    long, bracket, rest = name.partition("(")
    if not bracket:
        return [name] if name else []
    inner, _, tail = rest.partition(")")
    abbreviation = inner.split(",")[0].strip()
    long = long.strip()
    forms = [name, f"{long}{tail}"]
    if abbreviation.isupper() and " " not in abbreviation:
        forms = [name, f"{long} ({abbreviation}){tail}", f"{long}{tail}", f"{abbreviation}{tail}"]
    return list(dict.fromkeys(f for f in forms if f.strip()))


def name_routes(
    sheet: Sheet, overlays: list[Overlay], placer: LabelPlacer, *, size: float, z: float
) -> set[str]:
    """Write each pipeline's name along it, the full name or what stands in its brackets."""
    named = set()
    for overlay in [o for o in overlays if o.is_route]:
        forms = shorter_names(overlay.name)
        for text in forms:
            width = measure_text(text, size, italic=True)
            last = text == forms[-1]
            if width > _NAME_SHARE * placer.window.width and not last:
                continue
            along = placer.place_along(
                overlay.shape, width + 2, size * 1.0, lift=1.8, most=30.0 if last else 8.0
            )
            if along is None:
                continue
            turn = np.radians(along.rotation)
            drop = 0.36 * size  # from the middle of the letters to their baseline
            sheet.text(
                along.x + np.sin(turn) * drop,
                along.y - np.cos(turn) * drop,
                text,
                size,
                z=z,
                colour=overlay.style.stroke,
                italic=True,
                ha="center",
                rotation=along.rotation,
                halo=sheet.look.page.halo,
            )
            named.add(overlay.name)
            break
    return named
