"""Names of areas with what is told of them: inside the area where there is room, else led to it."""

from __future__ import annotations

from dataclasses import replace

import shapely

from karamap.render.static.labels import Placed, lead_to
from karamap.render.static.marks import Site, draw_ring, ring_shape
from karamap.render.static.sheet import Rect
from karamap.render.static.typeset import space_letters
from karamap.render.static.view import (
    Block,
    View,
    align_of,
    draw_block,
    draw_leader,
    rows_of,
)

__all__ = ["is_roomy", "label_area", "reach_of"]

_IN_RING = 5.0  # points by which a leader reaches into the ring that it comes from
_SMALL_ROW = 3.0  # times its height: a wider row is not set apart from its name


def reach_of(view: View, site: Site, x: float, y: float) -> float:
    """Return how far the area reaches from its point, on the page."""
    return site.radius_km / max(view.frame.km_per_point(x, y), 1e-9)


def is_roomy(view: View, site: Site, x: float, y: float) -> bool:
    """Whether an area is large enough on the page to carry its marks inside."""
    block = Block(site.label, view.style.label, rows_of(view, site, centred=False))
    return 2 * reach_of(view, site, x, y) >= block.row_width


def label_area(view: View, site: Site, x: float, y: float) -> None:
    """Letter an area, its marks beneath; a dashed ring tells how far it may reach.

    The marks stand inside the ring, or a line leads from it to them: beside it, they would seem to
    tell of the next area.
    """
    style = view.style
    reach = reach_of(view, site, x, y)
    told = bool(site.vague)
    if not told and (reach > 0.4 * view.frame.rect.width or not style.quiet_labels):
        return
    ring = ring_shape(view.frame, site)
    if ring is not None:
        draw_ring(view.sheet, ring, z=3.5)
        view.drawn.rings += 1
    text = space_letters(site.label.upper() if told else site.label, hairs=1)
    size = style.label if told else style.small
    block = Block(text, size, rows_of(view, site, centred=False), bold=told, italic=True)
    if told:
        marks = _set_inside(view, block, x, y, reach) or _set_outside(view, block, x, y, reach)
        if marks is not None:
            view.drawn.area_marks[site.place.id] = marks
    else:
        placed = view.placer.place_area(x, y, block.width, block.height, reach=max(reach, 12.0))
        marks = _draw(view, block, placed, "center")
    if marks is not None:
        view.drawn.shown.add(site.place.id)
    else:
        view.drawn.unlabelled.append(site.place.id)


def _draw(view: View, block: Block, placed: Placed | None, align: str) -> Rect | None:
    """Draw a block where it was placed; return the box of its marks."""
    if placed is None:
        return None
    draw_leader(view, placed)
    draw_block(view, block, placed.rect, align=align, colour=view.sheet.look.page.area_ink)
    return block.marks_in(placed.rect, align)


def _set_inside(view: View, block: Block, x: float, y: float, reach: float) -> Rect | None:
    """Set name and marks with the marks inside the area, the name above them or nearby."""
    disc = shapely.Point(x, y).buffer(reach)

    def stands_in(rect: Rect) -> bool:
        marks = block.marks_in(rect, "center")
        small = reach < max(marks.width, marks.height) / 2
        return marks.holds(x, y) if small else bool(shapely.covers(disc, marks.polygon()))

    room = max(reach, block.height)
    placed = view.placer.place_area(x, y, block.width, block.height, reach=room, allowed=stands_in)
    if placed is not None:
        return _draw(view, block, placed, "center")
    if block.row_width > _SMALL_ROW * block.row_height:
        return None
    row = replace(block, text="")
    spot = view.placer.place_area(x, y, row.width, row.height, reach=room, allowed=stands_in)
    if spot is None:
        return None
    name = replace(block, rows=(None, None))
    middle = spot.rect.centre
    beside = view.placer.place_point(*middle, name.width, name.height, clear=row.width / 2)
    if beside is None:
        return None
    _draw(view, name, beside, align_of(beside, middle[0]))
    return _draw(view, row, spot, "center")


def _set_outside(view: View, block: Block, x: float, y: float, reach: float) -> Rect | None:
    """Set name and marks beside the area, with a line from its rim."""
    clear = max(reach, 3.0)
    placed = view.placer.place_point(x, y, block.width, block.height, clear=clear)
    if placed is None:
        return None
    line = lead_to(x, y, placed.rect, max(clear - _IN_RING, 0.0))
    return _draw(view, block, replace(placed, leader=line), align_of(placed, x))
