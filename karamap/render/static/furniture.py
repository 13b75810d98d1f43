"""What stands around a map: title, legend, scale, north arrow, lists, sources and notes."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import shapely

from karamap.render.static.ground import BORDER, LAND, NO_DATA, UNIT
from karamap.render.static.marks import RING, Row, Site, Tally
from karamap.render.static.overlays import Overlay, draw_area, draw_line
from karamap.render.static.sheet import Rect
from karamap.render.static.typeset import ASCENT, make_drawable, measure_text, wrap_text
from karamap.render.style import FAMILIES
from karamap.render.wording import count_line, names_line

if TYPE_CHECKING:
    from collections.abc import Callable

    from karamap.render.spec import MapSpec
    from karamap.render.static.projection import Frame
    from karamap.render.static.sheet import Sheet

__all__ = [
    "CREDIT_LEADING",
    "FURNITURE_SIZE",
    "draw_credits",
    "draw_elsewhere",
    "draw_legend",
    "draw_scale",
    "draw_title",
    "set_credits",
    "subtitle_of",
]

Z = 20.0
FURNITURE_SIZE = (150.0, 30.0)  # of scale bar and north arrow together, points
_NICE = (1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000, 2000, 5000)
_SWATCH = 19.0
CREDIT_LEADING = 1.25
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def date_text(day: object) -> str:
    """Write a day out, free of any locale: 21 October 2020."""
    year, month, number = (int(part) for part in str(day)[:10].split("-"))
    return f"{number} {_MONTHS[month - 1]} {year}"


def subtitle_of(spec: MapSpec) -> str:
    """Return the line under the title: the day of the lines and how much is told."""
    day = f"Lines and areas as of {date_text(spec.as_of)}"
    return f"{day} · {count_line(spec)}" if spec.events else day


def draw_title(sheet: Sheet, spec: MapSpec, rect: Rect) -> None:
    """Write title and as-of line into `rect`, from its top."""
    title = make_drawable(spec.title, limit=200) or "Map of events"
    size = next(
        (s for s in (18.0, 16.0, 14.0) if measure_text(title, s, bold=True) <= rect.width), 12.5
    )
    lines = wrap_text(title, rect.width, size, bold=True, lines=2)
    top = rect.y1
    for line in lines:
        sheet.text(rect.x0, top - ASCENT * size, line, size, z=Z, bold=True)
        top -= 1.15 * size
    for line in wrap_text(subtitle_of(spec), rect.width, 9.0, lines=1):
        sheet.text(rect.x0, top - 1.5 - ASCENT * 9.0, line, 9.0, z=Z, colour="#444444")


def _nice_length(longest: float) -> float:
    """Return the largest round length that is not longer."""
    fitting = [n for n in _NICE if n <= longest]
    return fitting[-1] if fitting else longest


def draw_scale(sheet: Sheet, frame: Frame, rect: Rect) -> None:
    """Draw a scale bar in kilometres and miles, true at its own place, and a north arrow.

    A map of the world has neither one scale nor one north.
    """
    if frame.is_world:
        return
    sheet.box(rect, z=9, fill="white", alpha=0.82, round_by=2)
    per_point = frame.km_per_point(*rect.centre)
    left, base = rect.x0 + 8, rect.y0 + rect.height / 2
    room = rect.width - 44
    for unit, km, sign in (("km", 1.0, 1), ("mi", 1.609344, -1)):
        length = _nice_length(room * per_point / km)
        points = length * km / per_point
        low, high = sorted((base, base + sign * 2.6))
        for piece in range(2):
            box = Rect(left + piece * points / 2, low, left + (piece + 1) * points / 2, high)
            fill = "#222222" if piece == 0 else "white"
            sheet.box(box, z=9.1, fill=fill, edge="#222222", width=0.5)
        y = base + 4.4 if sign > 0 else base - 8.6
        sheet.text(left, y, "0", 5.8, z=9.2, ha="center")
        text = f"{length:g}"
        sheet.text(left + points, y, text, 5.8, z=9.2, ha="center")
        after = left + points + measure_text(text, 5.8) / 2
        sheet.text(after + 1.5, y, unit, 5.8, z=9.2)
    _draw_north(sheet, frame, rect.x1 - 11, base)


def _draw_north(sheet: Sheet, frame: Frame, x: float, y: float) -> None:
    """Draw an arrow to true north at its place."""
    turn = math.radians(frame.north(x, y))

    def at(dx: float, dy: float) -> tuple[float, float]:
        return (
            x + dx * math.cos(turn) - dy * math.sin(turn),
            y + dx * math.sin(turn) + dy * math.cos(turn),
        )

    sheet.fill(shapely.Polygon([at(0, 5), at(-3.4, -8), at(0, -5)]), "#222222", z=9.2)
    half = shapely.Polygon([at(0, 5), at(3.4, -8), at(0, -5)])
    sheet.fill(half, "white", z=9.2, edge="#222222", width=0.5)
    sheet.text(at(0, 7)[0], at(0, 7)[1], "N", 6.6, z=9.2, bold=True, ha="center")


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


def _event_entries(sites: list[Site], *, rings: int, boxes: int) -> list[_Entry]:
    """Return the legend's lines on events."""
    present = {t.family.key for s in sites for t in s.tallies}
    entries = []
    for family in FAMILIES:
        if family.key in present:
            row = Row((Tally(family, is_open=False, count=1),))
            entries.append(_Entry(family.label, _mark_drawer(row)))
    tallies = [t for s in sites for t in s.tallies]
    if any(t.is_open for t in tallies):
        row = Row((Tally(FAMILIES[0], is_open=True, count=1),))
        entries.append(_Entry("Outline: denied, disputed, demanded or planned", _mark_drawer(row)))
    if any(t.count > 1 for t in tallies):
        row = Row((Tally(FAMILIES[0], is_open=False, count=3),))
        entries.append(_Entry("Figure: so many events at one place", _mark_drawer(row)))
    if boxes:
        row = Row((Tally(FAMILIES[0], is_open=False, count=1),), 2.9)
        entries.append(_Entry("Boxed: at the dot beside it", _mark_drawer(row, box="exact")))
    if any(s.vague for s in sites):
        row = Row((Tally(FAMILIES[0], is_open=False, count=1),), 2.9)
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
    sheet.stroke(circle, RING, 0.9, z=Z, dash=(3, 2))


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
        entries.append(_Entry("Internationally recognised border", _line_drawer(BORDER, 0.75)))
    if units:
        entries.append(_Entry("District, province", _line_drawer(UNIT, 0.5)))
    if bare:
        entries.append(_Entry("No base map at hand", _draw_bare_swatch))
    return entries


def _draw_bare_swatch(sheet: Sheet, box: Rect) -> None:
    sheet.box(box.grow(-1), z=Z, fill=NO_DATA, edge="#999999", width=0.3)


def _draw_dot_swatch(sheet: Sheet, box: Rect) -> None:
    disc = shapely.Point(*box.centre).buffer(1.6, quad_segs=8)
    sheet.fill(disc, "white", z=Z, edge="#222222", width=0.9)


def _line_drawer(colour: str, width: float) -> Callable[[Sheet, Rect], None]:
    dash = (7, 1.5, 1.5, 1.5) if colour == BORDER else ()

    def draw(sheet: Sheet, box: Rect) -> None:
        if colour == UNIT:
            sheet.box(box.grow(-1), z=Z - 0.1, fill=LAND)
        line = shapely.LineString([(box.x0, box.centre[1]), (box.x1, box.centre[1])])
        sheet.stroke(line, colour, width, z=Z, dash=dash)

    return draw


def legend_entries(
    sites: list[Site],
    overlays: list[Overlay],
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
        *_event_entries(sites, rings=rings, boxes=boxes),
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


def draw_elsewhere(sheet: Sheet, sites: list[Site], rect: Rect) -> float:
    """List places with events that lie outside both maps, marks beside names, as room allows."""
    if not sites or rect.height < 26:
        return rect.y1
    top = draw_heading(sheet, rect.x0, rect.y1, "Also told, not on these maps")
    x, left_out = rect.x0, 0
    size, line = 6.8, 11.2
    for site in sites:
        row = Row(site.tallies, 3.1)
        wide = measure_text(site.label, size) + row.width + 9
        if x > rect.x0 and x + wide > rect.x1:
            x, top = rect.x0, top - line
        if top - line < rect.y0 or wide > rect.width:
            left_out += 1
            continue
        row.draw(sheet, x, top - 0.45 * size, z=Z)
        sheet.text(x + row.width + 2, top - ASCENT * size, site.label, size, z=Z)
        x += wide
    if left_out:
        top -= line
        text = f"and {left_out} more place{'' if left_out == 1 else 's'}"
        sheet.text(rect.x0, max(top, rect.y0 + line) - ASCENT * size, text, size, z=Z)
    return top - line


def set_credits(spec: MapSpec, width: float, height: float) -> tuple[list[str], float]:
    """Set the note on names and borders, then sources and licences; return lines and type size."""
    note = make_drawable(spec.note, limit=700)
    sources = "; ".join(make_drawable(a, limit=300) for a in spec.attribution)
    parts = [p for p in (note, make_drawable(names_line(spec.names_policy), limit=80)) if p]
    texts = [" ".join(parts), f"Sources: {sources}" if sources else ""]
    set_lines = {
        size: [w for t in texts if t for w in wrap_text(t, width, size)]
        for size in (6.6, 6.4, 6.2, 5.8, 5.4)
    }
    fitting = [
        s for s, lines in set_lines.items() if len(lines) * s * CREDIT_LEADING <= height
    ] or [5.4]
    # a slightly smaller type that saves a line of one or two words
    size = min(fitting[:3], key=lambda s: (len(set_lines[s]), -s))
    return set_lines[size][: int(height / (size * CREDIT_LEADING))], size


def draw_credits(sheet: Sheet, lines: list[str], size: float, rect: Rect) -> None:
    """Write what `set_credits` has set."""
    top = rect.y1
    for line in lines:
        sheet.text(rect.x0, top - ASCENT * size, line, size, z=Z, colour="#444444")
        top -= size * CREDIT_LEADING
