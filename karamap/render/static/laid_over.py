"""Events of other data sets over the map: small marks at their very points, without labels."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING

import shapely

from karamap.render.marking import precision_of, told_places
from karamap.render.static.typeset import make_drawable

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from karamap.model import Place
    from karamap.render.spec import MapSpec
    from karamap.render.static.projection import Frame
    from karamap.render.static.sheet import Sheet
    from karamap.style import Family

__all__ = ["draw_laid_over", "draw_small"]

_SIZE, _LARGEST = 1.7, 4.2  # points
_VAGUE, _COUNTRYWIDE = 3, 6  # where_precision from which an event is somewhere around its point
_NAME = 48  # letters of a data set's name in the legend


def draw_laid_over(
    sheet: Sheet, frame: Frame, spec: MapSpec, *, z: float, but: BaseGeometry | None = None
) -> set[str]:
    """Draw the marks of what is laid over the map in this window; return whose there are.

    Events of one kind at one point are one mark, the larger the more they are; one that is told
    of an area stands in a broken ring, one of a whole country is left out. `but` is the outline
    in degrees of another map's window, which shows those in it.
    """
    names = {d.id: make_drawable(d.title or d.id, limit=_NAME) for d in spec.laid_over.documents}
    elsewhere = shapely.Polygon() if but is None else shapely.Polygon(shapely.get_coordinates(but))
    marks: Counter[tuple[float, float, str, bool]] = Counter()
    whose: set[str] = set()
    for event in spec.laid_over.events:
        key = spec.style.family_of(event.type).key
        for place in (t.place for t in told_places(event) if t.place):
            level, _ = precision_of(event, place)
            at = _on_page(frame, place, elsewhere) if level < _COUNTRYWIDE else None
            if at:
                marks[*at, key, level >= _VAGUE] += 1
                whose.add(names.get(event.document, "another data set"))
    families = {family.key: family for family in spec.style.families}
    # the largest first: a small mark must not vanish beneath a large one
    for (x, y, key, vague), count in sorted(marks.items(), key=lambda kv: (-kv[1], kv[0])):
        draw_small(sheet, x, y, families[key], z=z, count=count, vague=vague)
    return whose


def _on_page(frame: Frame, place: Place, elsewhere: BaseGeometry) -> tuple[float, float] | None:
    """Return the place's point on the page, or None outside the window and in the other's."""
    x, y = frame.point(place.lon, place.lat)
    inside = math.isfinite(x) and math.isfinite(y) and frame.rect.grow(-3).holds(x, y)
    if not inside or shapely.contains_xy(elsewhere, place.lon, place.lat):
        return None
    return round(x, 2), round(y, 2)


def draw_small(
    sheet: Sheet,
    x: float,
    y: float,
    family: Family,
    *,
    z: float,
    count: int = 1,
    vague: bool = False,
) -> None:
    """Draw one small mark for `count` events at a point of the page."""
    radius = min(_LARGEST, _SIZE * math.sqrt(1 + 0.35 * (count - 1)))
    if vague:
        ring = shapely.Point(x, y).buffer(radius + 2.0, quad_segs=12).exterior
        sheet.stroke(ring, sheet.look.page.ring, 0.6, z=z, dash=(2, 1.5))
    sheet.mark(family.shape, x, y, radius, colour=family.colour, z=z + 0.01)
