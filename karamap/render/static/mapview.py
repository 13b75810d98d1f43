"""One map in one window: the close-up, the overview, or (later) one sheet of a series."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from karamap.model import FeatureClass
from karamap.render.static.areas import is_roomy, label_area, reach_of
from karamap.render.static.extent import layers_of_day
from karamap.render.static.ground import (
    CountryNames,
    country_rows,
    draw_graticule,
    draw_ground,
    name_countries,
    name_lakes,
)
from karamap.render.static.labels import LabelPlacer
from karamap.render.static.laid_over import draw_laid_over
from karamap.render.static.marks import Row, Site, draw_dot, draw_ring, ring_shape
from karamap.render.static.overlays import draw_overlays, name_routes, overlays_in
from karamap.render.static.sheet import Rect
from karamap.render.static.view import (
    Block,
    Drawn,
    MapStyle,
    View,
    align_of,
    draw_block,
    draw_leader,
    rows_of,
)

if TYPE_CHECKING:
    import geopandas as gpd

    from karamap.render.spec import MapSpec
    from karamap.render.static.projection import Frame
    from karamap.render.static.sheet import Sheet

__all__ = ["draw_map"]

_FULL = 60  # labels that found no room: from then on none is led to from afar, which takes long
_Spot = tuple[Site, float, float]  # a place and its point on the page


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
    overlays = overlays_in(frame, layers_of_day(spec), spec.style)
    draw_overlays(sheet, overlays, z=2, scale=style.line_scale)
    soft = [
        (shapes["borders"], 0.08),
        *((o.shape, 0.12 if o.is_route else 0.4) for o in overlays if not o.is_area),
    ]
    if extra_box is not None:
        soft.append((frame.project(extra_box), 0.6))
    placer = LabelPlacer(frame.rect.grow(-2.5), lines=soft)
    if style.furniture is not None:
        placer.reserve(style.furniture)
    view = View(sheet, frame, style, placer, Drawn(overlays=overlays))
    if extra_box is not None:
        _draw_locator(view, extra_box)
    view.drawn.laid_over = draw_laid_over(sheet, frame, spec, z=3.5, but=extra_box)
    _draw_sites(view, sites, countries=_countries(sites, basemap), basemap=basemap)
    sheet.box(frame.rect, z=8, edge=sheet.look.page.frame, width=0.8)
    return view.drawn


def _draw_locator(view: View, box: BaseGeometry) -> None:
    """Draw the extent of the main map."""
    flat = view.frame.project(box)
    page = view.sheet.look.page
    view.sheet.stroke(flat, page.halo, 2.4, z=3.0)
    view.sheet.stroke(flat, page.locator, 1.1, z=3.01)


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


def _visible(view: View, sites: list[Site], lettered: set[str]) -> list[_Spot]:
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
    view: View,
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
    roomy = {a[0].place.id for a in areas if a[0].vague and is_roomy(view, *a)}
    order = [
        *(a for a in areas if a[0].place.id in roomy),
        *(p for p in points if p[0].tallies),
        *(a for a in areas if a[0].vague and a[0].place.id not in roomy),
    ]
    _label_all(view, order, centred)
    name_routes(view.sheet, view.drawn.overlays, view.placer, size=view.style.small, z=6)
    _label_countries(view, countries, basemap, avoid=_told_areas(view, areas))
    _label_all(view, [v for v in (*points, *areas) if not v[0].tallies], centred)
    name_lakes(view.sheet, view.frame, basemap, view.placer, size=view.style.small - 0.4, z=5)


def _label_all(view: View, order: list[_Spot], centred: set[str]) -> None:
    """Label points and areas in this order."""
    for site, x, y in order:
        if site.place.areal:
            label_area(view, site, x, y)
        else:
            _label_point(view, site, x, y, centred=site.place.id in centred)


def _told_areas(view: View, areas: list[_Spot]) -> BaseGeometry:
    """Return what a country's own name and marks must not seem to tell of."""
    discs = [
        shapely.Point(x, y).buffer(reach_of(view, site, x, y))
        for site, x, y in areas
        if site.vague and reach_of(view, site, x, y) < 0.25 * view.frame.rect.width
    ]
    drawn = [o.shape for o in view.drawn.overlays if o.is_area]
    return shapely.union_all([*discs, *drawn])


def _label_countries(
    view: View,
    countries: dict[str, Site],
    basemap: dict[str, gpd.GeoDataFrame],
    *,
    avoid: BaseGeometry,
) -> None:
    """Name the countries, and beneath a name what is told of the country as a whole."""
    rows = {c: Row(s.vague, view.style.mark) for c, s in countries.items() if s.vague}
    below = name_countries(
        view.sheet,
        view.frame,
        basemap,
        view.placer,
        CountryNames(
            labels={c: s.label for c, s in countries.items()},
            room={c: r.width for c, r in rows.items()},
            avoid=avoid,
            sizes=view.style.country,
        ),
        z=5.5,
    )
    for code, row in rows.items():
        if code in below:
            x, y = below[code]
            row.draw_boxed(view.sheet, x - row.width / 2, y, z=6.5, vague=True)
            view.drawn.shown.add(countries[code].place.id)


def _draw_points(view: View, points: list[_Spot]) -> set[str]:
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


def _label_point(view: View, site: Site, x: float, y: float, *, centred: bool) -> None:
    """Write a place's name beside its point, its marks in a row beneath the name."""
    style = view.style
    if not site.tallies and not style.quiet_labels:
        return
    bold = bool(site.tallies)
    rows = rows_of(view, site, centred=centred)
    block = Block(site.label, style.label if bold else style.small, rows, bold=bold)
    clear = style.mark + 0.8 if centred else 2.4
    right = Row(site.exact, style.mark).overhang if centred else 0.0
    full = len(view.drawn.unlabelled) >= _FULL
    placed = view.placer.place_point(
        x, y, block.width, block.height, clear=clear, leaders=bold and not full, right=right
    )
    if placed is None:
        view.drawn.unlabelled.append(site.place.id)
        if site.exact and not centred:
            _draw_main_mark(view, site, x, y)
        if not site.tallies or site.exact:  # its mark is on the map all the same
            view.drawn.shown.add(site.place.id)
        return
    view.drawn.shown.add(site.place.id)
    draw_leader(view, placed)
    align, page = align_of(placed, x), view.sheet.look.page
    draw_block(view, block, placed.rect, align=align, colour=page.ink if bold else page.muted)


def _draw_main_mark(view: View, site: Site, x: float, y: float) -> None:
    """Draw what is told most at a point whose name and marks find no room, by number of events."""
    main = max(site.exact, key=lambda t: t.count)
    told = sum(t.count for t in site.exact)
    radius = view.style.mark * min(0.55 + 0.2 * math.log10(told), 1.0)
    view.sheet.mark(
        main.family.shape,
        x,
        y,
        radius,
        colour=main.family.colour,
        z=4.3,
        is_open=main.is_open,
    )
    view.placer.reserve(Rect(x, y, x, y).grow(radius))
    view.drawn.nameless += 1
