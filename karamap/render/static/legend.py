"""The legend: a swatch and a few words for everything that the maps of a page show."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import shapely

from karamap.render.static.laid_over import draw_small
from karamap.render.static.marks import Row, Site, Tally
from karamap.render.static.overlays import Overlay, draw_area, draw_line
from karamap.render.static.sheet import Rect
from karamap.render.static.typeset import ASCENT, wrap_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from karamap.render.static.sheet import Sheet
    from karamap.style import Style

__all__ = ["Z", "draw_heading", "draw_legend", "legend_entries", "set_legend"]

Z = 20.0  # drawing order of all that stands around a map
_SWATCH = 19.0  # width of a swatch, points
_SWATCH_HEIGHT = 8.8
_HATCH_GAP = 3.2  # at most, so that a swatch shows its pattern
# type as a share of the theme's and the gap between lines in points, the roomiest first
_LEGEND_STEPS = (
    (1.0, 5.2),
    (1.0, 3.4),
    (0.95, 3.4),
    (0.9, 3.2),
    (0.85, 3.0),
    (0.8, 3.0),
    (0.75, 2.6),
)


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


def _event_entries(
    sites: list[Site], look: Style, *, rings: int, boxes: int, nameless: int
) -> list[_Entry]:
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
        row = Row((Tally(first, is_open=False, count=1),))
        entries.append(_Entry("Boxed: at the dot beside it", _mark_drawer(row, box="exact")))
    if nameless:
        row = Row((Tally(first, is_open=False, count=1),))
        entries.append(_Entry("Without a name: what is told most there", _mark_drawer(row)))
    if any(s.vague for s in sites):
        row = Row((Tally(first, is_open=False, count=1),))
        entries.append(_Entry("Broken box: somewhere in that area", _mark_drawer(row, box="vague")))
    if rings:
        entries.append(_Entry("Broken circle: how far that area reaches", _draw_ring_swatch))
    return entries


def _mark_drawer(row: Row, *, box: str = "") -> Callable[[Sheet, Rect], None]:
    def draw(sheet: Sheet, swatch: Rect) -> None:
        rim = row.height - 2 * row.radius if box else 1.2
        sized = replace(row, radius=(swatch.height - rim) / 2)
        x, y = swatch.centre[0] - sized.width / 2, swatch.centre[1]
        if box:
            sized.draw_boxed(sheet, x, y, z=Z, vague=box == "vague")
        else:
            sized.draw(sheet, x, y, z=Z)

    return draw


def _draw_ring_swatch(sheet: Sheet, box: Rect) -> None:
    circle = shapely.Point(*box.centre).buffer(box.height / 2 - 0.4, quad_segs=16)
    sheet.stroke(circle, sheet.look.page.ring, 0.9, z=Z, dash=(3, 2))


def _draw_small_swatch(sheet: Sheet, box: Rect) -> None:
    for step, family in zip((-5.0, 0.0, 5.0), sheet.look.families, strict=False):
        x, y = box.centre
        draw_small(sheet, x + step, y, family, z=Z)


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
            dense = replace(overlay.style, hatch_gap=min(overlay.style.hatch_gap, _HATCH_GAP))
            draw_area(sheet, inner.polygon(), dense, z=Z)
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
    nameless: int,
    dots: int,
    borders: bool,
    units: bool,
    bare: bool,
    laid_over: set[str] | frozenset[str] = frozenset(),
) -> list[_Entry]:
    """Return all of the legend's lines for what the maps show."""
    return [
        *_event_entries(sites, look, rings=rings, boxes=boxes, nameless=nameless),
        *(_Entry(f"Small: told by {name}", _draw_small_swatch) for name in sorted(laid_over)),
        *_overlay_entries(overlays),
        *_ground_entries(dots=dots, borders=borders, units=units, bare=bare),
    ]


@dataclass(frozen=True, slots=True)
class _Line:
    """An entry where it stands: its swatch, and its words from `top` downward."""

    entry: _Entry
    swatch: Rect
    top: float
    words: list[str]
    low: float  # where the next may begin


def set_legend(
    entries: list[_Entry], rect: Rect, full: float, *, columns: int
) -> tuple[list[_Line], float]:
    """Return the lines of a legend from the top of `rect` downward, and their type size.

    Type (`full` points where there is room) and swatches shrink, then a column is added, where the
    room is short; neither swatches nor words of two lines ever touch.
    """
    lines: list[_Line] = []
    size = full
    for count in (columns, columns + 1):
        for share, gap in _LEGEND_STEPS:
            size = share * full
            lines = _set_lines(entries, rect, size, gap, count)
            if all(line.low >= rect.y0 - gap for line in lines):
                return lines, size
    return lines, size


def _set_lines(
    entries: list[_Entry], rect: Rect, size: float, gap: float, columns: int
) -> list[_Line]:
    wide = rect.width / columns - 4 * (columns > 1)
    per_column = math.ceil(len(entries) / columns)
    half = min(_SWATCH_HEIGHT, 1.1 * size) / 2
    lines = []
    top = rect.y1
    for i, entry in enumerate(entries):
        if i % per_column == 0:
            top = rect.y1
        left = rect.x0 + i // per_column * (rect.width / columns)
        words = wrap_text(entry.text, wide - _SWATCH - 6, size)
        middle = top - size * 0.62
        swatch = Rect(left, middle - half, left + _SWATCH, middle + half)
        low = min(top - len(words) * size * 1.18, middle - half) - gap
        lines.append(_Line(entry, swatch, top, words, low))
        top = low
    return lines


def draw_legend(sheet: Sheet, entries: list[_Entry], rect: Rect, *, columns: int = 1) -> float:
    """Draw the legend from the top of `rect` downward; return the y below it."""
    if not entries:
        return rect.y1
    lines, size = set_legend(entries, rect, sheet.look.type.legend, columns=columns)
    for line in lines:
        line.entry.draw(sheet, line.swatch)
        sheet.lines(line.swatch.x1 + 6, line.top, line.words, size, z=Z, leading=1.18)
    return min(line.low for line in lines)


def draw_heading(sheet: Sheet, x: float, top: float, text: str) -> float:
    """Write a small heading; return the y below it."""
    sheet.text(x, top - ASCENT * 7.6, text, 7.6, z=Z, bold=True)
    return top - 12.5
