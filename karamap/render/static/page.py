"""The static map's page: a close-up, an overview, and what stands around them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from karamap.render.basemaps import wide_basemap, world_basemap
from karamap.render.static.extent import main_bounds, overview_bounds
from karamap.render.static.furniture import (
    CREDIT_LEADING,
    FURNITURE_SIZE,
    LIST_HEIGHT,
    draw_credits,
    draw_elsewhere,
    draw_scale,
    draw_title,
    set_credits,
)
from karamap.render.static.ground import cover_of
from karamap.render.static.legend import draw_heading, draw_legend, legend_entries
from karamap.render.static.mapview import draw_map
from karamap.render.static.marks import Site, sites_of
from karamap.render.static.projection import Bounds, Frame, fit_frame
from karamap.render.static.sheet import Rect, Sheet
from karamap.render.static.view import Drawn, MapStyle

if TYPE_CHECKING:
    import geopandas as gpd

    from karamap.render.spec import MapSpec

__all__ = ["MM", "PAGE_SIZES", "Page", "best_basemap", "compose_page"]

MM = 72.0 / 25.4
PAGE_SIZES = {  # millimetres, width and height
    "a4": (297.0, 210.0),
    "16x9": (320.0, 180.0),
    "square": (210.0, 210.0),
}
_FULL_COVER = 0.97
_OVERVIEW_SHARE = 0.45  # of the side column's height: the legend needs the rest
_OVERVIEW_ASPECT = 0.75
_OVERVIEW_TYPE = 0.71  # of the main map's type and marks
_LEAST_COVER = 0.2  # share of the frame below which a base map says nothing


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where things stand on the page."""

    title: Rect
    main: Rect
    side: Rect
    credits: Rect
    below: bool  # the side matter stands below the map, in two halves


@dataclass(frozen=True, slots=True)
class Page:
    """A composed page and what its maps show."""

    sheet: Sheet
    frame: Frame  # of the main map
    main: Drawn
    overview: Drawn | None


def _layout(width: float, height: float, foot: float) -> _Layout:
    """Divide a page: the side matter beside a wide map, below a square one."""
    edge, gap, head = 10 * MM, 4 * MM, 17 * MM
    title = Rect(edge, height - edge * 0.8 - head, width - edge, height - edge * 0.8)
    credits_box = Rect(edge, edge * 0.7, width - edge, edge * 0.7 + foot)
    top, low = title.y0 + 1.5 * MM, credits_box.y1 + 6.0 * MM
    left = edge + 3 * MM  # room for the parallels' figures
    if width / height > 1.15:
        side_width = min(76 * MM, 0.27 * width)
        split = width - edge - side_width
        main = Rect(left, low, split - gap, top)
        return _Layout(
            title, main, Rect(split, low - 3 * MM, width - edge, top), credits_box, below=False
        )
    split = low + 0.33 * (top - low)
    main = Rect(left, split + gap + 3 * MM, width - edge, top)
    return _Layout(
        title, main, Rect(edge, low - 4 * MM, width - edge, split), credits_box, below=True
    )


def _covers(basemap: dict[str, gpd.GeoDataFrame], bounds: Bounds) -> float:
    """Return which share of `bounds` a base map covers."""
    cover = cover_of(basemap)
    if cover is None:
        return 0.0
    box = bounds.box()
    return float(cover.box(0.01).intersection(box).area / max(box.area, 1e-12))


def best_basemap(
    choices: list[dict[str, gpd.GeoDataFrame]], bounds: Bounds
) -> dict[str, gpd.GeoDataFrame]:
    """Return the first base map that covers the extent, else the one that covers most of it."""
    shares = [_covers(c, bounds) for c in choices]
    for basemap, share in zip(choices, shares, strict=True):
        if share >= _FULL_COVER:
            return basemap
    return choices[int(np.argmax(shares))] if max(shares, default=0.0) > _LEAST_COVER else {}


def _furniture_rect(frame: Frame, sites: list[Site]) -> Rect:
    """Return the corner for scale and arrow that covers least of the story."""
    rect, (width, height) = frame.rect.grow(-5), FURNITURE_SIZE
    corners = [
        Rect(rect.x0, rect.y0, rect.x0 + width, rect.y0 + height),
        Rect(rect.x1 - width, rect.y0, rect.x1, rect.y0 + height),
        Rect(rect.x0, rect.y1 - height, rect.x0 + width, rect.y1),
        Rect(rect.x1 - width, rect.y1 - height, rect.x1, rect.y1),
    ]
    points = [(frame.point(s.place.lon, s.place.lat), s.weight) for s in sites]

    def cost(corner: Rect) -> float:
        near = corner.grow(25)
        return sum(weight for (x, y), weight in points if near.holds(x, y))

    return min(corners, key=cost)


def compose_page(spec: MapSpec, *, size: str) -> Page:
    """Draw the whole page; call it within `karamap.render.static.output.print_settings`."""
    width, height = (side * MM for side in PAGE_SIZES[size])
    sheet = Sheet(width, height, look=spec.style)
    lines, type_size = set_credits(spec, width - 20 * MM, 18 * MM)
    layout = _layout(width, height, len(lines) * type_size * CREDIT_LEADING)
    sites = sites_of(spec)
    wide, world = wide_basemap(), world_basemap()
    bounds = main_bounds(spec, otherwise=cover_of(wide))
    frame = fit_frame(bounds, layout.main)
    basemap = best_basemap([spec.basemap, wide, world], frame.bounds())
    furniture = _furniture_rect(frame, sites)
    style = MapStyle.of(spec.style, furniture=furniture)
    main = draw_map(sheet, frame, spec, sites, basemap=basemap, style=style)
    draw_scale(sheet, frame, furniture)
    draw_title(sheet, spec, layout.title)
    overview, rooms = _draw_overview(sheet, spec, sites, layout, frame, main.shown, [wide, world])
    _draw_side(
        sheet,
        sites,
        rooms,
        [main, overview],
        basemap=basemap,
        seen=frame.bounds(),
        columns=2 if layout.below else 1,
    )
    draw_credits(sheet, lines, type_size, layout.credits)
    return Page(sheet, frame, main, overview)


def _draw_overview(
    sheet: Sheet,
    spec: MapSpec,
    sites: list[Site],
    layout: _Layout,
    main: Frame,
    shown: set[str],
    basemaps: list[dict[str, gpd.GeoDataFrame]],
) -> tuple[Drawn | None, list[Rect]]:
    """Draw the overview at the head of the side matter; return it and the rooms that are left.

    The first is the legend's; a second, on a page that has one, is for the list of other places.
    """
    bounds = overview_bounds(spec, main.bounds(), cover=cover_of(basemaps[-1]))
    side = layout.side
    if bounds is None:
        return None, [side]
    if layout.below:
        room = Rect(side.x0, side.y0, side.x0 + side.width * 0.44, side.y1)
    else:
        room = Rect(side.x0, side.y1 - _OVERVIEW_SHARE * side.height, side.x1, side.y1)
    frame = _overview_frame(bounds, room)
    basemap = best_basemap(basemaps, frame.bounds())
    style = MapStyle.of(
        spec.style, share=_OVERVIEW_TYPE, country=(4.8, 6.2), line_scale=0.6,
        border_scale=0.6, units=False, grid_labels=False,
    )  # fmt: skip
    steps = np.linspace(0, 1, 25)
    rect = main.rect
    xs = np.concatenate([rect.x0 + steps * rect.width, np.full(25, rect.x1),
                         rect.x1 - steps * rect.width, np.full(25, rect.x0)])  # fmt: skip
    ys = np.concatenate([np.full(25, rect.y0), rect.y0 + steps * rect.height,
                         np.full(25, rect.y1), rect.y1 - steps * rect.height])  # fmt: skip
    outline = shapely.LineString(np.column_stack(main.degrees(xs, ys)))
    drawn = draw_map(
        sheet,
        frame,
        spec,
        _outside(sites, main, shown),
        basemap=basemap,
        style=style,
        extra_box=outline,
    )
    if layout.below:
        split = room.x1 + 14
        rest = Rect(side.x0, side.y0, room.x1, frame.rect.y0 - 9)
        return drawn, [Rect(split, side.y0, side.x1, side.y1), rest]
    return drawn, [Rect(side.x0, side.y0, side.x1, frame.rect.y0 - 9)]


def _outside(sites: list[Site], main: Frame, shown: set[str]) -> list[Site]:
    """Return the sites that the main map does not show."""
    return [
        s
        for s in sites
        if s.place.id not in shown and not main.rect.holds(*main.point(s.place.lon, s.place.lat))
    ]


def _overview_frame(bounds: Bounds, room: Rect) -> Frame:
    """Return the overview's frame: as wide as the room and as tall as its content needs.

    A flat content gets some ground above and below it, so that the room is not left empty.
    """
    loose = fit_frame(bounds, Rect(0, 0, room.width, 10 * room.width), margin=0.02)
    seen = shapely.linearrings(bounds.box().segmentize(1.0).exterior.coords)
    points = shapely.get_coordinates(seen)
    ys = loose.page(points[:, 0], points[:, 1])[1]
    needed = float(np.nanmax(ys) - np.nanmin(ys)) * 1.06
    tall = min(max(needed, _OVERVIEW_ASPECT * room.width), room.height)
    return fit_frame(bounds, Rect(room.x0, room.y1 - tall, room.x1, room.y1), margin=0.02)


def _draw_side(
    sheet: Sheet,
    sites: list[Site],
    rooms: list[Rect],
    maps: list[Drawn | None],
    *,
    basemap: dict[str, gpd.GeoDataFrame],
    seen: Bounds,
    columns: int,
) -> None:
    """Draw legend and the list of what no map shows."""
    drawn = [m for m in maps if m is not None]
    shown = set[str]().union(*(m.shown for m in drawn))
    rest = [s for s in sites if s.tallies and s.place.id not in shown]
    entries = legend_entries(
        sites,
        [o for m in drawn for o in m.overlays],
        sheet.look,
        rings=sum(m.rings for m in drawn),
        boxes=sum(m.boxed for m in drawn),
        nameless=sum(m.nameless for m in drawn),
        dots=sum(m.dots for m in drawn),
        borders=bool(len(basemap.get("borders", ())) or len(basemap.get("countries", ()))),
        units=bool(len(basemap.get("admin1", ()))),
        bare=_covers(basemap, seen) < _FULL_COVER,
        laid_over=set[str]().union(*(m.laid_over for m in drawn)),
    )
    rect = rooms[0]
    apart = len(rooms) > 1 and rooms[1].height > LIST_HEIGHT
    kept = LIST_HEIGHT + 11.2 * (len(rest) // 3) if rest and not apart else 0.0
    low = rect.y0 + min(kept, 64.0)
    top = draw_heading(sheet, rect.x0, rect.y1, "Legend") if entries else rect.y1
    low = draw_legend(sheet, entries, Rect(rect.x0, low, rect.x1, top), columns=columns)
    list_room = rooms[1] if apart else Rect(rect.x0, rect.y0, rect.x1, low - 4)
    draw_elsewhere(sheet, rest, list_room)
