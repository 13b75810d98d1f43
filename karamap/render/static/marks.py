"""Events as marks: how many of which family at a place, sharp or only somewhere around it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import shapely
from shapely.geometry.base import BaseGeometry

from karamap.model import FeatureClass
from karamap.render.marking import events_by_place, precision_of
from karamap.render.static.extent import all_mapped
from karamap.render.static.projection import Frame, geodesic_circle, turn_near
from karamap.render.static.sheet import Rect
from karamap.render.static.typeset import make_drawable, measure_text
from karamap.style import Family, is_open_mark

if TYPE_CHECKING:
    from karamap.model import Event, Place
    from karamap.render.spec import MapSpec
    from karamap.render.static.sheet import Sheet

__all__ = [
    "Row",
    "Site",
    "Tally",
    "draw_dot",
    "draw_ring",
    "ring_shape",
    "sites_of",
    "tally_events",
]

VAGUE_FROM = 3  # where_precision from which an event is only somewhere around its point
_COUNT_SIZE = 6.2


@dataclass(frozen=True, slots=True)
class Tally:
    """So many events of one family at one place, open or filled."""

    family: Family
    is_open: bool
    count: int


@dataclass(frozen=True, slots=True)
class Row:
    """Marks side by side, with a count where there is more than one."""

    tallies: tuple[Tally, ...]
    radius: float = 3.6

    @property
    def width(self) -> float:
        """Width in points, rim included."""
        return sum(self._advance(t) for t in self.tallies) + 1.6

    @property
    def overhang(self) -> float:
        """How much a count adds on the right of a single mark."""
        return self.width - 2 * self.radius - 3.8

    @property
    def height(self) -> float:
        """Height in points."""
        return 2 * self.radius + 3.6

    def _advance(self, tally: Tally) -> float:
        wide = 2 * self.radius + 2.2
        if tally.count > 1:
            wide += measure_text(str(tally.count), _COUNT_SIZE, bold=True) + 1.4
        return wide

    def draw_boxed(self, sheet: Sheet, x: float, y: float, *, z: float, vague: bool) -> None:
        """Draw the row in a box: its marks are listed here and stand elsewhere.

        A plain rim means at the named point, a broken one somewhere in or around what is named; a
        mark without a box stands on its very place.
        """
        half = self.height / 2
        shape = Rect(x, y - half, x + self.width, y + half).grow(-2.5).polygon()
        shape = shape.buffer(2.5, quad_segs=6)
        page = sheet.look.page
        sheet.fill(shape, page.panel, z=z - 0.02, alpha=0.88)
        sheet.stroke(shape, page.ring, 0.55, z=z - 0.01, dash=(3, 2) if vague else ())
        self.draw(sheet, x, y, z=z)

    def draw(self, sheet: Sheet, x: float, y: float, *, z: float) -> None:
        """Draw the row from its left end, centred on the height `y`."""
        x += 0.6
        for tally in self.tallies:
            sheet.mark(
                tally.family.shape,
                x + self.radius + 0.8,
                y,
                self.radius,
                colour=tally.family.colour,
                z=z,
                is_open=tally.is_open,
            )
            if tally.count > 1:
                sheet.text(
                    x + 2 * self.radius + 2.0,
                    y - 0.36 * _COUNT_SIZE,
                    str(tally.count),
                    _COUNT_SIZE,
                    z=z + 0.02,
                    bold=True,
                    halo=sheet.look.page.halo,
                )
            x += self._advance(tally)

    def draw_on_point(self, sheet: Sheet, x: float, y: float, *, z: float) -> Rect:
        """Draw the row so that its first mark is centred on the point; return the box it fills."""
        self.draw(sheet, x - self.radius - 1.4, y, z=z)
        around = Rect(x, y, x, y).grow(self.radius + 0.8)
        return Rect(around.x0, around.y0, around.x1 + self.overhang, around.y1)


@dataclass(frozen=True, slots=True)
class Site:
    """A place of the map with what is told there."""

    place: Place
    label: str
    mentions: int
    exact: tuple[Tally, ...]  # told at the point
    vague: tuple[Tally, ...]  # told around it, or somewhere in the area it stands for
    radius_km: float  # of the vague ones

    @property
    def weight(self) -> float:
        """How important its label is."""
        told = sum(t.count for t in (*self.exact, *self.vague))
        return 3.0 * told + self.mentions + min(self.place.population, 10**7) / 10**7

    @property
    def lone(self) -> Tally | None:
        """The only mark, where all that is told is one kind of thing at the very point."""
        return self.exact[0] if len(self.exact) == 1 and not self.vague else None

    @property
    def tallies(self) -> tuple[Tally, ...]:
        """All of its marks."""
        return (*self.exact, *self.vague)

    @property
    def whole_country(self) -> bool:
        """Whether the place is a country, to be told under its name."""
        return self.place.feature_class in {FeatureClass.COUNTRY, FeatureClass.CONTINENT}


def tally_events(spec: MapSpec, events: Sequence[Event]) -> tuple[Tally, ...]:
    """Count `events` by family and openness; reports of one incident count once."""
    incident_of = {e.id: i for i in spec.incidents for e in i.events}
    seen: dict[str, tuple[str, bool]] = {}
    for event in events:
        incident = incident_of.get(event.id)
        disputed = incident.disputed if incident else False
        kind = incident.type if incident else event.type
        key = incident.id if incident else event.id
        is_open = is_open_mark(event.stance, disputed=disputed)
        earlier = seen.get(key)
        # an incident is filled as soon as one report of it stands as told
        seen[key] = (spec.style.family_of(kind).key, is_open and (earlier is None or earlier[1]))
    counts = Counter(seen.values())
    return tuple(
        Tally(family, is_open, counts[family.key, is_open])
        for family in spec.style.families
        for is_open in (False, True)
        if counts[family.key, is_open]
    )


def sites_of(spec: MapSpec) -> list[Site]:
    """Return every place of the spec with its marks, the most important first."""
    told = events_by_place(spec.events)
    mapped = {m.place.id: m for m in spec.places}
    sites = []
    for key, place in all_mapped(spec).items():
        events = told.get(key, [])
        vague: list[Event] = []
        exact: list[Event] = []
        radii: list[float] = []
        for event in events:
            level, radius = precision_of(event, place)
            if level < VAGUE_FROM:
                exact.append(event)
                continue
            vague.append(event)
            radii.append(radius)
        known = mapped.get(key)
        sites.append(
            Site(
                place,
                make_drawable(known.label if known else place.name, limit=60),
                known.mentions if known else 0,
                tally_events(spec, exact),
                tally_events(spec, vague),
                max(radii, default=place.radius_km),
            )
        )
    return sorted(sites, key=lambda s: (-s.weight, s.place.id))


def ring_shape(frame: Frame, site: Site) -> BaseGeometry | None:
    """Return the circle within which a site's vague events happened, or None.

    No ring is drawn for whole countries, nor where it would be a dot or wider than the frame.
    """
    radius = site.radius_km / max(frame.km_per_point(*frame.rect.centre), 1e-9)
    if not site.vague or site.whole_country or not 6.0 < radius < 0.6 * frame.rect.width:
        return None
    lon = turn_near(site.place.lon, frame.bounds().centre[0])
    circle = geodesic_circle(lon, site.place.lat, site.radius_km)
    shape = frame.project(shapely.LineString(circle))
    return None if shape.is_empty else shape


def draw_ring(sheet: Sheet, ring: BaseGeometry, *, z: float) -> None:
    """Draw the dashed circle of an event that has no sharp place."""
    page, marks = sheet.look.page, sheet.look.marks
    sheet.stroke(ring, page.halo, marks.ring_width + 1.25, z=z, alpha=0.8)
    sheet.stroke(ring, page.ring, marks.ring_width, z=z + 0.01, dash=marks.ring_dash)


def draw_dot(sheet: Sheet, x: float, y: float, *, z: float, radius: float = 1.7) -> Rect:
    """Draw a place that is named; return the box it fills."""
    disc = shapely.Point(x, y).buffer(radius, quad_segs=8)
    sheet.fill(disc, sheet.look.page.panel, z=z, edge=sheet.look.page.rim, width=0.9)
    return Rect(x, y, x, y).grow(radius + 0.6)
