"""Why a thing of one set is none of the other: the nearest miss, told in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
from pyproj import Geod

from karamap.comparison.things import Thing, comparable
from karamap.model import EventType

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Unmatched", "days_apart", "explain_all"]

_GEOD = Geod(ellps="WGS84")
_NAMED = 2  # of those that would fit but are taken


@dataclass(frozen=True, slots=True)
class Unmatched:
    """A thing that only one set tells, and why none of the other's is the same.

    `outside` is set where the other set does not reach: another time, or no such kind of event.
    """

    thing: Thing
    reason: str
    outside: bool = False


def days_apart(one: Thing, two: Thing) -> int | None:
    """Return the days between the two, 0 where they overlap; None where one tells no day."""
    if not (one.first and one.last and two.first and two.last):
        return None
    return max(0, (one.first - two.last).days, (two.first - one.last).days)


def explain_all(
    left: Sequence[tuple[Thing, Sequence[str]]], others: Sequence[Thing], *, days: int
) -> tuple[Unmatched, ...]:
    """Return why each of `left` has no partner among `others`.

    Parameters
    ----------
    left
        Things without a partner, each with the ids of those that would have fitted.
    others
        All things of the other set.
    days
        How many days apart two may be.
    """
    kinds: dict[tuple[frozenset[EventType], bool], _Alike] = {}
    found = []
    for thing, fitting in left:
        key = (thing.types, thing.violent)
        if key not in kinds:
            kinds[key] = _Alike.of([o for o in others if comparable(thing, o) is not None])
        found.append(_explain(thing, fitting, kinds[key], days))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Alike:
    """The things of the other set that may be of one's kind, and their days as numbers."""

    things: tuple[Thing, ...]
    dated: tuple[Thing, ...]
    firsts: NDArray[np.int64]
    lasts: NDArray[np.int64]

    @classmethod
    def of(cls, things: Sequence[Thing]) -> _Alike:
        dated = tuple(t for t in things if t.first and t.last)
        firsts = np.array([t.first.toordinal() for t in dated if t.first], dtype=np.int64)
        lasts = np.array([t.last.toordinal() for t in dated if t.last], dtype=np.int64)
        return cls(tuple(things), dated, firsts, lasts)

    def days_from(self, first: date, last: date) -> NDArray[np.int64]:
        """Return how many days each of the dated lies from the days given, 0 where they overlap."""
        after, before = self.firsts - last.toordinal(), first.toordinal() - self.lasts
        return np.maximum(0, np.maximum(after, before))


def _explain(thing: Thing, fitting: Sequence[str], alike: _Alike, days: int) -> Unmatched:
    if fitting:
        named = ", ".join(fitting[:_NAMED]) + (", …" if len(fitting) > _NAMED else "")
        return Unmatched(thing, f"would fit {named}, which fits another better")
    beyond = _beyond(thing, alike, days)
    if beyond:
        return Unmatched(thing, beyond, outside=True)
    if thing.first is None or thing.last is None:
        return Unmatched(thing, "tells no day")
    if not thing.spots:
        return Unmatched(thing, "tells no place finer than a country")
    apart = alike.days_from(thing.first, thing.last)
    return Unmatched(thing, _nearest_miss(thing, alike, apart, days))


def _beyond(thing: Thing, alike: _Alike, days: int) -> str:
    """Return how the other set does not reach the thing; "" where it does."""
    if not alike.things:
        return "the other set has no event of this kind"
    if not alike.dated:
        return "the other set tells no day of such events"
    first, last = (date.fromordinal(int(d)) for d in (alike.firsts.min(), alike.lasts.max()))
    early = thing.last is not None and (first - thing.last).days > days
    late = thing.first is not None and (thing.first - last).days > days
    return f"the other set tells such events from {first} to {last} only" if early or late else ""


def _nearest_miss(thing: Thing, alike: _Alike, apart: NDArray[np.int64], days: int) -> str:
    timely = [alike.dated[i] for i in np.flatnonzero(apart <= days)]
    near = _nearest(thing, timely)
    if near:
        other, distance, allowed = near
        return (
            f"on those days the nearest is {other.id} at {_place(other)}, {distance:.0f} km away "
            f"({allowed:.0f} km allowed)"
        )
    if timely:
        return f"on those days {timely[0].id} fits, but tells no place finer than a country"
    best = int(apart.argmin())  # of several the first by id
    other = alike.dated[best]
    told = _days(other.first, other.last)
    return f"the nearest in time is {other.id}, {apart[best]} days away ({told})"


def _days(first: date | None, last: date | None) -> str:
    return f"{first}" if first == last else f"{first} to {last}"


def _place(thing: Thing) -> str:
    return thing.spots[0].name if thing.spots else "no place"


def _nearest(thing: Thing, others: Sequence[Thing]) -> tuple[Thing, float, float] | None:
    """Return the nearest of `others` with its distance in km and what both precisions allow."""
    spots = [(o, q, p) for o in others for q in o.spots for p in thing.spots]
    if not spots:
        return None
    ends = np.array([(p.lon, p.lat, q.lon, q.lat) for _, q, p in spots])
    metres = np.asarray(_GEOD.inv(*ends.T)[2])
    best = int(metres.argmin())
    other, q, p = spots[best]
    return other, float(metres[best]) / 1000, p.radius_km + q.radius_km
