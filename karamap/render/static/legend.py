"""The legend: a swatch and a few words for everything that the maps of a page show."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import shapely

from karamap.render.static.marks import Row, Site, Tally
from karamap.render.static.overlays import Overlay, draw_area, draw_line
from karamap.render.static.sheet import Rect
from karamap.render.static.typeset import ASCENT, wrap_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from karamap.render.static.sheet import Sheet
    from karamap.render.style import Style

__all__ = ["Z", "draw_heading", "draw_legend", "legend_entries"]

Z = 20.0  # drawing order of all that stands around a map
_SWATCH = 19.0  # width of a swatch, points


@dataclass(frozen=True, slots=True)
class _Entry:
    """One line of the legend."""

    text: str
    draw: Callable[[Sheet, Rect], None]


def _accuracy(overlays: list[Overlay]) -> str:
    """Return ± the coarsest accuracy of the layers of one kind, in km."""
    known = [o.accuracy_m for o in overlays if o.accuracy_m]
    if not known:
        return ""
    km = max(known) / 1000
    return f" (±\u00a0{km:.0f}\u00a0km)" if km >= 1 else f" (±\u00a0{km:.1f}\u00a0km)"


def _event_entries(sites: list[Site], look: Style, *, rings: int, boxes: int) -> list[_Entry]:
    """Return the legend's lines on events."""
    first = look.families[0]
    present = {t.family.key for s in sites for t in s.tallies}
    entries = []
    for family in look.families:
        if family.key in present:
            row = Row((Tally(family, is_open=False, count=1),))
            entries.append(_Entry(family.label, _mark_drawer(row)))
    tallies = [t for s in sites for t in s.tallies]
    if any(t.is_open for t in tallies):
        row = Row((Tally(first, is_open=True, count=1),))
        entries.append(_Entry("Outline: denied, disputed, demanded or planned", _mark_drawer(row)))
    if any(t.count > 1 for t in tallies):
        row = Row((Tally(first, is_open=False, count=3),))
        entries.append(_Entry("Figure: so many events at one place", _mark_drawer(row)))
    if boxes:
        row = Row((Tally(first, is_open=False, count=1),), 2.9)
        entries.append(_Entry("Boxed: at the dot beside it", _mark_drawer(row, box="exact")))
    if any(s.vague for s in sites):
        row = Row((Tally(first, is_open=False, count=1),), 2.9)
        entries.append(_Entry("Broken box: somewhere in that area", _mark_drawer(row, box="vague")))
    if rings:
        entries.append(_Entry("Broken circle: how far that area reaches", _draw_ring_swatch))
    return entries


def _mark_drawer(row: Row, *, box: str = "") -> Callable[[Sheet, Rect], None]:
    def draw(sheet: Sheet, swatch: Rect) -> None:
        x, y = swatch.centre[0] - row.width / 2, swatch.centre[1]
        if box:
            row.draw_boxed(sheet, x, y, z=Z, vague=box == "vague")
        else:
            row.draw(sheet, x, y, z=Z)

    return draw


def _draw_ring_swatch(sheet: Sheet, box: Rect) -> None:
    circle = shapely.Point(*box.centre).buffer(4.3, quad_segs=16)
    sheet.stroke(circle, sheet.look.page.ring, 0.9, z=Z, dash=(3, 2))


def _overlay_entries(overlays: list[Overlay]) -> list[_Entry]:
    """Return the legend's lines on layers, one a kind, in drawing order from the top."""
    kinds: dict[str, list[Overlay]] = {}
    for overlay in reversed(overlays):
        kinds.setdefault(overlay.key, []).append(overlay)
    return [
        _Entry(group[0].style.label + _accuracy(group), _overlay_drawer(group[0]))
        for group in kinds.values()
    ]


def _overlay_drawer(overlay: Overlay) -> Callable[[Sheet, Rect], None]:
    def draw(sheet: Sheet, box: Rect) -> None:
        if overlay.is_area:
            inner = Rect(box.x0 + 1, box.y0 + 1.2, box.x1 - 1, box.y1 - 1.2)
            draw_area(sheet, inner.polygon(), overlay.style, z=Z)
        else:
            y = box.centre[1]
            line = shapely.LineString([(box.x0, y), (box.x1, y)])
            draw_line(sheet, line, overlay.style, z=Z, scale=0.8)

    return draw


def _ground_entries(*, dots: int, borders: bool, units: bool, bare: bool) -> list[_Entry]:
    """Return the legend's lines on the ground."""
    entries = []
    if dots:
        entries.append(_Entry("Place named in the texts", _draw_dot_swatch))
    if borders:
        entries.append(_Entry("Internationally recognised border", _draw_border_swatch))
    if units:
        entries.append(_Entry("District, province", _draw_unit_swatch))
    if bare:
        entries.append(_Entry("No base map at hand", _draw_bare_swatch))
    return entries


def _draw_bare_swatch(sheet: Sheet, box: Rect) -> None:
    sheet.box(
        box.grow(-1), z=Z, fill=sheet.look.ground.no_data, edge=sheet.look.page.muted, width=0.3
    )


def _draw_dot_swatch(sheet: Sheet, box: Rect) -> None:
    disc = shapely.Point(*box.centre).buffer(1.6, quad_segs=8)
    sheet.fill(disc, sheet.look.page.panel, z=Z, edge=sheet.look.page.rim, width=0.9)


def _across(box: Rect) -> shapely.LineString:
    """Return a line through the middle of a swatch."""
    return shapely.LineString([(box.x0, box.centre[1]), (box.x1, box.centre[1])])


def _draw_border_swatch(sheet: Sheet, box: Rect) -> None:
    ground = sheet.look.ground
    sheet.stroke(_across(box), ground.border, ground.border_width, z=Z, dash=ground.border_dash)


def _draw_unit_swatch(sheet: Sheet, box: Rect) -> None:
    ground = sheet.look.ground
    sheet.box(box.grow(-1), z=Z - 0.1, fill=ground.land)
    sheet.stroke(_across(box), ground.unit, max(ground.unit_width, 0.5), z=Z)


def legend_entries(  # noqa: PLR0913  what is shown, one by one
    sites: list[Site],
    overlays: list[Overlay],
    look: Style,
    *,
    rings: int,
    boxes: int,
    dots: int,
    borders: bool,
    units: bool,
    bare: bool,
) -> list[_Entry]:
    """Return all of the legend's lines for what the maps show."""
    return [
        *_event_entries(sites, look, rings=rings, boxes=boxes),
        *_overlay_entries(overlays),
        *_ground_entries(dots=dots, borders=borders, units=units, bare=bare),
    ]


def draw_legend(sheet: Sheet, entries: list[_Entry], rect: Rect, *, columns: int = 1) -> float:
    """Draw the legend from the top of `rect` downward; return the y below it.

    Type shrinks a little where the room is short.
    """
    if not entries:
        return rect.y1
    per_column = math.ceil(len(entries) / columns)
    wide = rect.width / columns - 4 * (columns > 1)
    for size, gap in (
        (8.0, 5.2),
        (8.0, 3.4),
        (7.6, 3.4),
        (7.2, 3.2),
        (6.8, 3.0),
        (6.4, 3.0),
        (6.0, 2.6),
    ):
        wrapped = [wrap_text(e.text, wide - _SWATCH - 6, size) for e in entries]
        heights = [len(w) * size * 1.18 + gap for w in wrapped]
        tall = max(sum(heights[i : i + per_column]) for i in range(0, len(entries), per_column))
        if tall <= rect.height:
            break
    low = rect.y1
    for column in range(columns):
        top = rect.y1
        left = rect.x0 + column * (rect.width / columns)
        for i in range(column * per_column, min((column + 1) * per_column, len(entries))):
            middle = top - size * 0.62
            entries[i].draw(sheet, Rect(left, middle - 4.4, left + _SWATCH, middle + 4.4))
            sheet.lines(left + _SWATCH + 6, top, wrapped[i], size, z=Z, leading=1.18)
            top -= heights[i]
        low = min(low, top)
    return low


def draw_heading(sheet: Sheet, x: float, top: float, text: str) -> float:
    """Write a small heading; return the y below it."""
    sheet.text(x, top - ASCENT * 7.6, text, 7.6, z=Z, bold=True)
    return top - 12.5
