"""One map in one window: the close-up, the overview, or (later) one sheet of a series."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from karamap.model import FeatureClass
from karamap.render.static.extent import layers_of_day
from karamap.render.static.ground import (
    country_rows,
    draw_graticule,
    draw_ground,
    name_countries,
    name_lakes,
)
from karamap.render.static.labels import LabelPlacer, Placed
from karamap.render.static.marks import Row, Site, draw_dot, draw_ring, ring_shape
from karamap.render.static.overlays import Overlay, draw_overlays, name_routes, overlays_in
from karamap.render.static.sheet import Rect
from karamap.render.static.typeset import ASCENT, DESCENT, measure_text, space_letters

if TYPE_CHECKING:
    import geopandas as gpd

    from karamap.render.spec import MapSpec
    from karamap.render.static.projection import Frame
    from karamap.render.static.sheet import Sheet

__all__ = ["Drawn", "MapStyle", "draw_map"]

INK = "#1a1a1a"
AREA_INK = "#5b3a1a"


@dataclass(frozen=True, slots=True)
class MapStyle:
    """Sizes of one map, in points."""

    label: float = 8.2
    small: float = 7.0
    mark: float = 4.1
    country: tuple[float, float] = (6.8, 13.0)
    line_scale: float = 0.85
    border_scale: float = 1.0
    units: bool = True
    grid_labels: bool = True
    quiet_labels: bool = True  # whether places without an event are named
    furniture: Rect | None = None  # a corner to leave free


@dataclass(slots=True)
class Drawn:
    """What a map came to show, for legend, lists and tests."""

    shown: set[str] = field(default_factory=set)  # place ids
    overlays: list[Overlay] = field(default_factory=list)
    boxes: list[Rect] = field(default_factory=list)  # of labels
    unlabelled: list[str] = field(default_factory=list)
    rings: int = 0
    boxed: int = 0  # rows of marks listed beside a dot
    dots: int = 0


_Spot = tuple[Site, float, float]  # a place and its point on the page


@dataclass(frozen=True, slots=True)
class _View:
    """What the steps of drawing one map share."""

    sheet: Sheet
    frame: Frame
    style: MapStyle
    placer: LabelPlacer
    drawn: Drawn


def draw_map(
    sheet: Sheet,
    frame: Frame,
    spec: MapSpec,
    sites: list[Site],
    *,
    basemap: dict[str, gpd.GeoDataFrame],
    style: MapStyle,
    extra_box: BaseGeometry | None = None,
) -> Drawn:
    """Draw the map that `frame` shows and tell what is on it.

    Parameters
    ----------
    sheet, frame
        The page and the window on it.
    spec, sites
        What to show; `sites` the most important first.
    basemap
        The ground under it; may be empty.
    style
        Sizes.
    extra_box
        Outline of another map's extent, drawn as a locator.
    """
    shapes = draw_ground(sheet, frame, basemap, units=style.units, z=1, scale=style.border_scale)
    draw_graticule(sheet, frame, size=5.6, z=1.95, labels=style.grid_labels)
    overlays = overlays_in(frame, layers_of_day(spec))
    draw_overlays(sheet, overlays, z=2, scale=style.line_scale)
    soft = [
        (shapes["borders"], 0.08),
        *((o.shape, 0.12 if o.is_route else 0.4) for o in overlays if not o.is_area),
    ]
    placer = LabelPlacer(frame.rect.grow(-2.5), lines=soft)
    if style.furniture is not None:
        placer.reserve(style.furniture)
    view = _View(sheet, frame, style, placer, Drawn(overlays=overlays))
    if extra_box is not None:
        _draw_locator(view, extra_box)
    _draw_sites(view, sites, countries=_countries(sites, basemap), basemap=basemap)
    sheet.box(frame.rect, z=8, edge="#3a3a3a", width=0.8)
    return view.drawn


def _draw_locator(view: _View, box: BaseGeometry) -> None:
    """Draw the extent of the main map."""
    flat = view.frame.project(box)
    view.sheet.stroke(flat, "white", 2.4, z=3.0)
    view.sheet.stroke(flat, "#C00000", 1.1, z=3.01)


def _countries(sites: list[Site], basemap: dict[str, gpd.GeoDataFrame]) -> dict[str, Site]:
    """Return ISO code → the site that stands for the country as a whole."""
    codes = {}
    nations = [s for s in sites if s.place.feature_class is FeatureClass.COUNTRY]
    for code, name, geometry in country_rows(basemap):
        shapely.prepare(geometry)
        for site in nations:
            named = name in {site.place.name, site.label}
            if named or shapely.contains_xy(geometry, site.place.lon, site.place.lat):
                codes[code] = site
    return codes


def _visible(view: _View, sites: list[Site], lettered: set[str]) -> list[_Spot]:
    """Return the sites whose point is in the window, with that point.

    Whole countries are told under the base map's names; `lettered` are those to place as areas.
    """
    found = []
    for site in sites:
        if site.whole_country and site.place.id not in lettered:
            continue
        x, y = view.frame.point(site.place.lon, site.place.lat)
        if np.isfinite(x) and np.isfinite(y) and view.frame.rect.grow(-4).holds(x, y):
            found.append((site, x, y))
    return found


def _draw_sites(
    view: _View,
    sites: list[Site],
    *,
    countries: dict[str, Site],
    basemap: dict[str, gpd.GeoDataFrame],
) -> None:
    """Draw marks, then labels: what must be read first gets its place first."""
    # without a base map's outline, a country is lettered at its representative point
    lettered = set() if country_rows(basemap) else {s.place.id for s in sites if s.vague}
    visible = _visible(view, sites, lettered)
    points = [v for v in visible if not v[0].place.areal]
    areas = [v for v in visible if v[0].place.areal]
    centred = _draw_points(view, points)
    roomy = {a[0].place.id for a in areas if a[0].vague and _is_roomy(view, *a)}
    order = [
        *(a for a in areas if a[0].place.id in roomy),
        *(p for p in points if p[0].tallies),
        *(a for a in areas if a[0].vague and a[0].place.id not in roomy),
    ]
    _label_all(view, order, centred)
    name_routes(view.sheet, view.drawn.overlays, view.placer, size=view.style.small, z=6)
    _label_countries(view, countries, basemap)
    _label_all(view, [v for v in (*points, *areas) if not v[0].tallies], centred)
    name_lakes(view.sheet, view.frame, basemap, view.placer, size=view.style.small - 0.4, z=5)


def _label_all(view: _View, order: list[_Spot], centred: set[str]) -> None:
    """Label points and areas in this order."""
    for site, x, y in order:
        if site.place.areal:
            _label_area(view, site, x, y)
        else:
            _label_point(view, site, x, y, centred=site.place.id in centred)


def _label_countries(
    view: _View, countries: dict[str, Site], basemap: dict[str, gpd.GeoDataFrame]
) -> None:
    """Name the countries, and beneath a name what is told of the country as a whole."""
    rows = {c: Row(s.vague, view.style.mark) for c, s in countries.items() if s.vague}
    below = name_countries(
        view.sheet,
        view.frame,
        basemap,
        view.placer,
        labels={c: s.label for c, s in countries.items()},
        room={c: r.width for c, r in rows.items()},
        sizes=view.style.country,
        z=5.5,
    )
    for code, row in rows.items():
        if code in below:
            x, y = below[code]
            row.draw_boxed(view.sheet, x - row.width / 2, y, z=6.5, vague=True)
            view.drawn.shown.add(countries[code].place.id)


def _is_roomy(view: _View, site: Site, x: float, y: float) -> bool:
    """Whether an area is large enough on the page to carry its name inside."""
    width = measure_text(space_letters(site.label.upper(), hairs=1), view.style.label, bold=True)
    return 2 * site.radius_km / max(view.frame.km_per_point(x, y), 1e-9) >= width


def _draw_points(view: _View, points: list[_Spot]) -> set[str]:
    """Draw dots, rings and lone marks; return the sites whose mark sits on its very point.

    A lone mark is drawn on the point; several stand beside the name, and a dot marks the point, as
    do marks that would cover a neighbour's.
    """
    lone: dict[str, tuple[float, float]] = {}
    spots = np.array([[x, y] for _, x, y in points]) if points else np.empty((0, 2))
    for i, (site, x, y) in enumerate(points):
        near = np.hypot(spots[:, 0] - x, spots[:, 1] - y)
        near[i] = np.inf
        room = near.min(initial=np.inf) > 2 * view.style.mark + 2.5
        if site.lone is not None and room:
            lone[site.place.id] = (x, y)
    for site, x, y in points:
        ring = ring_shape(view.frame, site)
        if ring is not None:
            draw_ring(view.sheet, ring, z=3.5)
            view.drawn.rings += 1
        if site.place.id in lone:
            row = Row(site.exact, view.style.mark)
            view.placer.reserve(row.draw_on_point(view.sheet, x, y, z=4.5))
        elif site.tallies or view.style.quiet_labels:
            radius = 1.9 if site.tallies else 1.4
            view.placer.reserve(draw_dot(view.sheet, x, y, z=4.2, radius=radius))
            view.drawn.dots += 1
        if site.tallies or view.style.quiet_labels:
            view.placer.anchor(x, y)
    return set(lone)


def _rows(view: _View, site: Site, *, centred: bool) -> tuple[Row | None, Row | None]:
    """Return the rows of marks beside a place's name: told at the point, told around it."""
    mark = view.style.mark
    exact = Row(site.exact, mark) if site.exact and not centred else None
    return exact, Row(site.vague, mark) if site.vague else None


def _label_point(view: _View, site: Site, x: float, y: float, *, centred: bool) -> None:
    """Write a place's name beside its point, its marks in a row beneath the name."""
    style = view.style
    if not site.tallies and not style.quiet_labels:
        return
    bold = bool(site.tallies)
    rows = _rows(view, site, centred=centred)
    block = _Block(site.label, style.label if bold else style.small, rows, bold=bold)
    clear = style.mark + 0.8 if centred else 2.4
    right = Row(site.exact, style.mark).overhang if centred else 0.0
    placed = view.placer.place_point(
        x, y, block.width, block.height, clear=clear, leaders=bold, right=right
    )
    if placed is None:
        view.drawn.unlabelled.append(site.place.id)
        if not site.tallies or centred:  # the mark itself is on the map
            view.drawn.shown.add(site.place.id)
        return
    view.drawn.shown.add(site.place.id)
    _draw_leader(view, placed)
    align = _align(placed, x)
    _draw_block(view, block, placed.rect, align=align, colour=INK if bold else "#3c3c3c")


def _align(placed: Placed, x: float) -> str:
    """Return how a label is set so that it leans towards its point or its leader."""
    rect = placed.rect
    if placed.leader is not None:
        x = placed.leader[1][0]
        share = (x - rect.x0) / rect.width
        return "left" if share < 0.33 else "right" if share > 0.67 else "center"
    return "right" if rect.x1 <= x else "left" if rect.x0 >= x else "center"


@dataclass(frozen=True, slots=True)
class _Block:
    """A name with rows of marks beneath it, placed as one."""

    text: str
    size: float
    rows: tuple[Row | None, Row | None]
    bold: bool = False
    italic: bool = False

    @property
    def row_width(self) -> float:
        """Width of the rows side by side."""
        return sum(r.width + 1.6 for r in self.rows if r is not None)

    @property
    def width(self) -> float:
        """Width in points."""
        name = measure_text(self.text, self.size, bold=self.bold, italic=self.italic)
        return max(name, self.row_width)

    @property
    def height(self) -> float:
        """Height in points."""
        tall = max((r.height for r in self.rows if r is not None), default=0.0)
        return self.size * (ASCENT + DESCENT) + tall


def _draw_block(view: _View, block: _Block, rect: Rect, *, align: str, colour: str) -> None:
    """Draw a name and its marks in the box that was found for them."""
    view.drawn.boxes.append(rect)
    at = {"left": rect.x0, "right": rect.x1, "center": rect.centre[0]}[align]
    view.sheet.text(
        at,
        rect.y1 - ASCENT * block.size,
        block.text,
        block.size,
        z=7,
        bold=block.bold,
        italic=block.italic,
        ha=align,
        halo="white",
        colour=colour,
    )
    share = {"left": 0.0, "right": 1.0, "center": 0.5}[align]
    left = rect.x0 + share * (rect.width - block.row_width) + 0.8
    exact, vague = block.rows
    if exact is not None:
        view.drawn.boxed += 1
        exact.draw_boxed(view.sheet, left, rect.y0 + exact.height / 2, z=6.5, vague=False)
        left += exact.width + 1.6
    if vague is not None:
        vague.draw_boxed(view.sheet, left, rect.y0 + vague.height / 2, z=6.5, vague=True)


def _draw_leader(view: _View, placed: Placed) -> None:
    """Join a label to its far point."""
    if placed.leader is not None:
        line = shapely.LineString(placed.leader)
        view.sheet.stroke(line, "white", 1.8, z=4.0, alpha=0.85)
        view.sheet.stroke(line, "#222222", 0.6, z=4.01)


def _label_area(view: _View, site: Site, x: float, y: float) -> None:
    """Letter an area across it, its marks beneath; a dashed ring tells how far it may reach.

    A name that is wider than its ring stands beside it instead.
    """
    style = view.style
    reach = site.radius_km / max(view.frame.km_per_point(x, y), 1e-9)
    told = bool(site.vague)
    if not told and (reach > 0.4 * view.frame.rect.width or not style.quiet_labels):
        return
    ring = ring_shape(view.frame, site)
    if ring is not None:
        draw_ring(view.sheet, ring, z=3.5)
        view.drawn.rings += 1
    text = space_letters(site.label.upper() if told else site.label, hairs=1)
    size = style.label if told else style.small
    block = _Block(text, size, _rows(view, site, centred=False), bold=told, italic=True)
    if told and 2 * reach < block.width:
        placed = view.placer.place_point(x, y, block.width, block.height, clear=max(reach, 3.0))
        align = _align(placed, x) if placed else "center"
    else:
        placed = view.placer.place_area(x, y, block.width, block.height, reach=max(reach, 12.0))
        align = "center"
    if placed is None:
        view.drawn.unlabelled.append(site.place.id)
        return
    view.drawn.shown.add(site.place.id)
    _draw_leader(view, placed)
    _draw_block(view, block, placed.rect, align=align, colour=AREA_INK)
