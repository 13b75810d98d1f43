"""A sheet of small maps over time: the same ground, one period of events a map."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from karamap.errors import InputError
from karamap.render.basemaps import wide_basemap, world_basemap
from karamap.render.marking import told_places
from karamap.render.static.extent import main_bounds
from karamap.render.static.furniture import (
    CREDIT_LEADING,
    FURNITURE_SIZE,
    draw_credits,
    draw_scale,
    draw_title,
    set_credits,
)
from karamap.render.static.ground import cover_of
from karamap.render.static.legend import Z, draw_legend, legend_entries
from karamap.render.static.mapview import draw_map
from karamap.render.static.marks import sites_of
from karamap.render.static.page import MM, PAGE_SIZES, best_basemap
from karamap.render.static.periods import Period, day_label, split_periods
from karamap.render.static.projection import Frame, fit_frame
from karamap.render.static.sheet import Rect, Sheet
from karamap.render.static.typeset import wrap_text
from karamap.render.static.view import Drawn, MapStyle
from karamap.render.wording import plural

if TYPE_CHECKING:
    from karamap.render.spec import MapSpec
    from karamap.render.static.ground import Basemap
    from karamap.render.static.marks import Site

__all__ = ["Series", "compose_series"]

_GRIDS = {"a4": (3, 2), "16x9": (4, 2), "square": (3, 3)}  # columns and rows at most
_CAPTION = 22.0  # points above each map
_GAP = 3.5 * MM
_LEGEND = {"a4": 66.0, "16x9": 60.0, "square": 92.0}  # points at the foot of the sheet
_LEGEND_COLUMNS = {"a4": 4, "16x9": 5, "square": 3}
_TYPE = 0.8  # of a single map's type and marks


@dataclass(frozen=True, slots=True)
class Series:
    """A composed sheet, its periods and what each of its maps shows."""

    sheet: Sheet
    periods: tuple[Period, ...]
    maps: tuple[Drawn, ...]


def compose_series(spec: MapSpec, *, size: str) -> Series:
    """Draw the sheet; call it within `karamap.render.static.output.print_settings`.

    Raises
    ------
    InputError
        If no event has both a day and a place.
    """
    columns, rows = _GRIDS[size]
    periods = split_periods((e for e in spec.events if told_places(e)), columns * rows)
    if not periods:
        raise InputError("no event has both a day and a place: no series of maps can be drawn")
    width, height = (side * MM for side in PAGE_SIZES[size])
    sheet = Sheet(width, height, look=spec.style)
    lines, type_size = set_credits(spec, width - 20 * MM, 18 * MM)
    foot = 7 * MM + len(lines) * type_size * CREDIT_LEADING
    draw_credits(sheet, lines, type_size, Rect(10 * MM, 7 * MM, width - 10 * MM, foot))
    head = Rect(10 * MM, height - 25 * MM, width - 10 * MM, height - 8 * MM)
    draw_title(sheet, spec, head, subtitle=_subtitle(spec, periods))
    legend = Rect(10 * MM, foot + 6, width - 10 * MM, foot + 6 + _LEGEND[size])
    room = Rect(10 * MM, legend.y1 + 8, width - 10 * MM, head.y0 + 2 * MM)
    cells = _cells(room, len(periods), columns)
    bounds = main_bounds(spec, otherwise=cover_of(wide_basemap()))
    basemap: Basemap = {}
    maps, sites = [], []
    for number, (period, cell) in enumerate(zip(periods, cells, strict=True)):
        frame = fit_frame(bounds, cell, margin=0.03)
        if not number:
            choices = [spec.basemap, wide_basemap(), world_basemap()]
            basemap = best_basemap(choices, frame.bounds())
        drawn, told = _draw_panel(sheet, frame, _told_in(spec, period), period, basemap, number)
        maps.append(drawn)
        sites += told
    _draw_key(sheet, sites, maps, basemap, legend, columns=_LEGEND_COLUMNS[size])
    return Series(sheet, tuple(periods), tuple(maps))


def _draw_key(
    sheet: Sheet,
    sites: list[Site],
    maps: list[Drawn],
    basemap: Basemap,
    rect: Rect,
    *,
    columns: int,
) -> None:
    """Draw the legend of all maps."""
    entries = legend_entries(
        sites,
        [o for m in maps for o in m.overlays],
        sheet.look,
        rings=sum(m.rings for m in maps),
        boxes=sum(m.boxed for m in maps),
        nameless=sum(m.nameless for m in maps),
        dots=0,
        borders=bool(len(basemap.get("borders", ())) or len(basemap.get("countries", ()))),
        units=False,
        bare=False,
        laid_over=set[str]().union(*(m.laid_over for m in maps)),
    )
    draw_legend(sheet, entries, rect, columns=columns)


def _subtitle(spec: MapSpec, periods: list[Period]) -> str:
    """Return what the sheet shows, and what it cannot show."""
    shown = sum(len(p.events) for p in periods)
    text = f"{plural(shown, 'report')} in {plural(len(periods), 'period')}, by the first day told"
    said = sum(p.said for p in periods)
    text += f" (of {said} only that of the saying)" if said else ""
    left = len(spec.events) - shown
    return f"{text} · {plural(left, 'report')} without a day or a place not shown" if left else text


def _told_in(spec: MapSpec, period: Period) -> MapSpec:
    """Return the spec of one map: its events, the lines of their median day."""
    ids = {e.id for e in period.events}
    incidents = tuple(i for i in spec.incidents if any(e.id in ids for e in i.events))
    return replace(spec, events=period.events, incidents=incidents, as_of=period.middle)


def _cells(room: Rect, count: int, columns: int) -> list[Rect]:
    """Return the windows of `count` maps in reading order, captions left free above them."""
    columns = min(columns, count)
    rows = math.ceil(count / columns)
    columns = math.ceil(count / rows)
    wide = (room.width - (columns - 1) * _GAP) / columns
    tall = (room.height - (rows - 1) * _GAP) / rows
    cells = []
    for i in range(count):
        left = room.x0 + (i % columns) * (wide + _GAP)
        top = room.y1 - (i // columns) * (tall + _GAP)
        cells.append(Rect(left, top - tall, left + wide, top - _CAPTION))
    return cells


def _draw_panel(
    sheet: Sheet, frame: Frame, spec: MapSpec, period: Period, basemap: Basemap, number: int
) -> tuple[Drawn, list[Site]]:
    """Draw one map with its caption; the first has the scale bar."""
    rect = frame.rect
    look = sheet.look
    furniture = None
    if not number:
        low = rect.grow(-3)
        furniture = Rect(low.x0, low.y0, low.x0 + FURNITURE_SIZE[0] * 0.75, low.y0 + 26)
    style = MapStyle.of(
        look, share=_TYPE, country=(4.8, 8.0), line_scale=0.6, border_scale=0.6,
        units=False, grid_labels=False, quiet_labels=False, furniture=furniture,
    )  # fmt: skip
    told = [s for s in sites_of(spec) if s.tallies]
    drawn = draw_map(sheet, frame, spec, told, basemap=basemap, style=style)
    if furniture is not None:
        draw_scale(sheet, frame, furniture)
    sheet.text(rect.x0, rect.y1 + 12.5, period.label, 8.6, z=Z, bold=True)
    said = f" ({period.said} by its saying)" if period.said else ""
    about = f"{plural(len(period.events), 'report')}{said} · lines of {day_label(spec.as_of)}"
    elsewhere = [s.label for s in told if s.place.id not in drawn.shown]
    if elsewhere:
        about += f" · elsewhere: {', '.join(elsewhere)}"
    line = wrap_text(about, rect.width, 6.6, lines=1)[0]
    sheet.text(rect.x0, rect.y1 + 4.0, line, 6.6, z=Z, colour=look.page.muted)
    return drawn, told
