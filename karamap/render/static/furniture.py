"""What stands around a map: title, scale, north arrow, lists, sources and notes."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import shapely

from karamap.render.static.legend import Z, draw_heading
from karamap.render.static.marks import Row, Site
from karamap.render.static.sheet import Rect
from karamap.render.static.typeset import ASCENT, make_drawable, measure_text, wrap_text
from karamap.render.wording import count_line, names_line, plural

if TYPE_CHECKING:
    from karamap.render.spec import MapSpec
    from karamap.render.static.projection import Frame
    from karamap.render.static.sheet import Sheet

__all__ = [
    "CREDIT_LEADING",
    "FURNITURE_SIZE",
    "LIST_HEIGHT",
    "draw_credits",
    "draw_elsewhere",
    "draw_scale",
    "draw_title",
    "set_credits",
    "subtitle_of",
]

FURNITURE_SIZE = (150.0, 30.0)  # of scale bar and north arrow together, points
_NICE = (1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000, 2000, 5000)
CREDIT_LEADING = 1.25
LIST_HEIGHT = 31.0  # of the list of other places with one line, points
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


def draw_title(sheet: Sheet, spec: MapSpec, rect: Rect, *, subtitle: str = "") -> None:
    """Write title and `subtitle`, the as-of line by default, into `rect`, from its top."""
    title = make_drawable(spec.title, limit=200) or "Map of events"
    look = sheet.look.type
    size = next(
        (
            s
            for s in (look.title, 0.89 * look.title, 0.78 * look.title)
            if measure_text(title, s, bold=True) <= rect.width
        ),
        0.7 * look.title,
    )
    lines = wrap_text(title, rect.width, size, bold=True, lines=2)
    top = rect.y1
    for line in lines:
        sheet.text(rect.x0, top - ASCENT * size, line, size, z=Z, bold=True)
        top -= 1.15 * size
    for line in wrap_text(subtitle or subtitle_of(spec), rect.width, 9.0, lines=1):
        sheet.text(rect.x0, top - 1.5 - ASCENT * 9.0, line, 9.0, z=Z, colour=sheet.look.page.muted)


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
    page = sheet.look.page
    sheet.box(rect, z=9, fill=page.panel, alpha=0.82, round_by=2)
    per_point = frame.km_per_point(*rect.centre)
    left, base = rect.x0 + 8, rect.y0 + rect.height / 2
    room = rect.width - 44
    for unit, km, sign in (("km", 1.0, 1), ("mi", 1.609344, -1)):
        length = _nice_length(room * per_point / km)
        points = length * km / per_point
        low, high = sorted((base, base + sign * 2.6))
        for piece in range(2):
            box = Rect(left + piece * points / 2, low, left + (piece + 1) * points / 2, high)
            fill = page.rim if piece == 0 else page.panel
            sheet.box(box, z=9.1, fill=fill, edge=page.rim, width=0.5)
        y = base + 4.4 if sign > 0 else base - 8.6
        sheet.text(left, y, "0", 5.8, z=9.2, ha="center")
        text = f"{length:g}"
        sheet.text(left + points, y, text, 5.8, z=9.2, ha="center")
        after = left + points + measure_text(text, 5.8) / 2
        sheet.text(after + 1.5, y, unit, 5.8, z=9.2)
    _draw_north(sheet, frame, rect.x1 - 11, base)


def _draw_north(sheet: Sheet, frame: Frame, x: float, y: float) -> None:
    """Draw an arrow to true north at its place."""
    page = sheet.look.page
    turn = math.radians(frame.north(x, y))

    def at(dx: float, dy: float) -> tuple[float, float]:
        return (
            x + dx * math.cos(turn) - dy * math.sin(turn),
            y + dx * math.sin(turn) + dy * math.cos(turn),
        )

    sheet.fill(shapely.Polygon([at(0, 5), at(-3.4, -8), at(0, -5)]), page.rim, z=9.2)
    half = shapely.Polygon([at(0, 5), at(3.4, -8), at(0, -5)])
    sheet.fill(half, page.panel, z=9.2, edge=page.rim, width=0.5)
    sheet.text(at(0, 7)[0], at(0, 7)[1], "N", 6.6, z=9.2, bold=True, ha="center")


def draw_elsewhere(sheet: Sheet, sites: list[Site], rect: Rect) -> float:
    """List places with events that lie outside both maps, marks beside names, as room allows."""
    if not sites or rect.height < 25:
        return rect.y1
    top = draw_heading(sheet, rect.x0, rect.y1, "Also told, not on these maps")
    size, line = 6.8, 11.2
    rows: list[list[tuple[Site, Row, float]]] = [[]]
    x = rect.x0
    for site in sites:
        row = Row(site.tallies, 3.1)
        wide = measure_text(site.label, size) + row.width + 9
        if x > rect.x0 and x + wide > rect.x1:
            x = rect.x0
            rows.append([])
        rows[-1].append((site, row, x))
        x += wide
    room = max(int((top - rect.y0) / line), 1)
    if len(rows) > room:  # the last line is for how many are left out
        rows = rows[: room - 1]
    for told in rows:
        for site, row, left in told:
            row.draw(sheet, left, top - 0.45 * size, z=Z)
            sheet.text(left + row.width + 2, top - ASCENT * size, site.label, size, z=Z)
        top -= line
    left_out = len(sites) - sum(map(len, rows))
    if left_out:
        text = f"and {plural(left_out, 'more place')}" if rows else plural(left_out, "place")
        sheet.text(rect.x0, top - ASCENT * size, text, size, z=Z)
        top -= line
    return top


def set_credits(spec: MapSpec, width: float, height: float) -> tuple[list[str], float]:
    """Set the note on names and borders, then sources and licences; return lines and type size."""
    note = make_drawable(spec.note, limit=700)
    sources = "; ".join(make_drawable(a, limit=300) for a in spec.attribution)
    parts = [p for p in (note, make_drawable(names_line(spec.names_policy), limit=80)) if p]
    texts = [" ".join(parts), f"Sources: {sources}" if sources else ""]
    sizes = [spec.style.type.notes * share for share in (1.0, 0.97, 0.94, 0.88, 0.82)]
    set_lines = {size: [w for t in texts if t for w in wrap_text(t, width, size)] for size in sizes}
    fitting = [
        s for s, lines in set_lines.items() if len(lines) * s * CREDIT_LEADING <= height
    ] or [sizes[-1]]
    # a slightly smaller type that saves a line of one or two words
    size = min(fitting[:3], key=lambda s: (len(set_lines[s]), -s))
    return set_lines[size][: int(height / (size * CREDIT_LEADING))], size


def draw_credits(sheet: Sheet, lines: list[str], size: float, rect: Rect) -> None:
    """Write what `set_credits` has set."""
    top = rect.y1
    for line in lines:
        sheet.text(rect.x0, top - ASCENT * size, line, size, z=Z, colour=sheet.look.page.muted)
        top -= size * CREDIT_LEADING
