"""What is compared: each thing that a set of events tells, once, however many reports tell it.

Distances are kilometres, points WGS 84 degrees (longitude, latitude).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from karamap.events import merge_events
from karamap.model import WHERE_PRECISION, Event, EventType, Stance, Toponym
from karamap.style import RING_KM, family_of

__all__ = ["LEAST_KM", "Spot", "Thing", "comparable", "family_key", "things_of"]

# data sets whose rows are coded as one incident each: merging them again would lose rows
_CODED = ("ucdp:", "acled:")
_COUNTRYWIDE = 6  # where_precision from which a point says nothing about where it happened
_TOLD = (Stance.ASSERTED, Stance.CLAIMED)
# two gazetteers put the point of one town up to this far apart
LEAST_KM = 5.0
# kinds that one source calls this and another that, where people are killed
_VIOLENT = frozenset(
    {
        EventType.BATTLE,
        EventType.SHELLING,
        EventType.AIR_STRIKE,
        EventType.CEASEFIRE_VIOLATION,
        EventType.TERRITORIAL_CHANGE,
        EventType.OTHER,
    }
)
SAME_TYPE, SAME_FAMILY, BOTH_VIOLENT = 0.0, 0.25, 0.5


@dataclass(frozen=True, slots=True)
class Spot:
    """A point of a thing and how far around it the thing may have happened, in km."""

    lon: float
    lat: float
    radius_km: float
    name: str


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing that a set tells: its reports, days (both included) and spots."""

    events: tuple[Event, ...]
    types: frozenset[EventType]
    first: date | None
    last: date | None
    spots: tuple[Spot, ...]

    @property
    def id(self) -> str:
        """The id of its first report."""
        return self.events[0].id

    @property
    def family(self) -> str:
        """The type family of its first report."""
        return family_key(self.events[0].type)

    @property
    def year(self) -> int | None:
        """The year in which it began."""
        return self.first.year if self.first else None

    @property
    def violent(self) -> bool:
        """Whether force is told, or a toll of the dead."""
        if self.types & _VIOLENT:
            return True
        return EventType.HUMANITARIAN in self.types and bool(self.dead)

    @property
    def dead(self) -> int | None:
        """The highest best figure of the dead that its reports tell."""
        return max((e.fatalities for e in self.events if e.fatalities is not None), default=None)


def family_key(kind: EventType) -> str:
    """Return the type family of `kind`, as the maps have them (``fighting``, ``forces``, …)."""
    return family_of(kind).key


def things_of(events: Iterable[Event]) -> tuple[tuple[Thing, ...], int]:
    """Return the things that `events` say happened, by id, and how many events are left out.

    Left out is what is denied, demanded or planned. Several reports of one incident are one thing;
    rows of UCDP GED and ACLED are one thing each.
    """
    given = list(events)
    told = [e for e in given if e.stance in _TOLD]
    coded = [(e,) for e in told if e.id.startswith(_CODED)]
    own = [e for e in told if not e.id.startswith(_CODED)]
    groups = [*coded, *(i.events for i in merge_events(own))]
    things = sorted((_thing(group) for group in groups), key=lambda t: t.id)
    return tuple(things), len(given) - len(told)


def _thing(events: tuple[Event, ...]) -> Thing:
    spans = [e.date for e in events if e.date]
    # the sharpest report tells the days; a vaguer one must not widen them
    sharp = min(spans, key=lambda s: (s.precision, s.start or date.max), default=None)
    first = (sharp.start or sharp.end) if sharp else None
    last = (sharp.end or sharp.start) if sharp else None
    spots = {s: None for e in events for s in _spots(e)}
    return Thing(events, frozenset(e.type for e in events), first, last, tuple(spots))


def _spots(event: Event) -> list[Spot]:
    if event.where_precision is None or event.where_precision >= _COUNTRYWIDE:
        return []
    placed = [t for t in event.places if t.place]
    return [s for t in placed if (s := _spot(t, event, alone=len(placed) == 1))]


def _spot(toponym: Toponym, event: Event, *, alone: bool) -> Spot | None:
    place = toponym.place
    if place is None:
        return None
    level = WHERE_PRECISION[place.feature_class]
    if alone and event.where_precision:
        level = event.where_precision
    if level >= _COUNTRYWIDE:
        return None
    radius = (event.radius_km if alone else None) or place.radius_km or RING_KM[level]
    return Spot(place.lon, place.lat, max(radius, LEAST_KM), place.name)


def comparable(one: Thing, two: Thing) -> float | None:
    """Return how unlike the types are, 0 to 0.5; None where they cannot mean the same.

    The same type 0, another of the same family 0.25, both violent 0.5 (who counts deaths calls
    battle what a report calls the taking of a village).
    """
    return _unlike(one.types, one.violent, two.types, two.violent)


@lru_cache(maxsize=4096)
def _unlike(
    one: frozenset[EventType],
    one_violent: bool,  # noqa: FBT001  remembered by position
    two: frozenset[EventType],
    two_violent: bool,  # noqa: FBT001
) -> float | None:
    if one & two:
        return SAME_TYPE
    if {family_key(t) for t in one} & {family_key(t) for t in two}:
        return SAME_FAMILY
    return BOTH_VIOLENT if one_violent and two_violent else None
