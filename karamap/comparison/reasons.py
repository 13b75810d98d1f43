"""Why a thing of one set is none of the other: the nearest miss, told in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from pyproj import Geod

from karamap.comparison.things import Thing, comparable

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
    return tuple(_explain(thing, fitting, others, days) for thing, fitting in left)


def _explain(thing: Thing, fitting: Sequence[str], others: Sequence[Thing], days: int) -> Unmatched:
    if fitting:
        named = ", ".join(fitting[:_NAMED]) + (", …" if len(fitting) > _NAMED else "")
        return Unmatched(thing, f"would fit {named}, which fits another better")
    alike = [o for o in others if comparable(thing, o) is not None]
    if not alike:
        return Unmatched(thing, "the other set has no event of this kind", outside=True)
    if thing.first is None:
        return Unmatched(thing, "tells no day")
    beyond = _beyond(thing, alike, days)
    if beyond:
        return Unmatched(thing, beyond, outside=True)
    if not thing.spots:
        return Unmatched(thing, "tells no place finer than a country")
    return Unmatched(thing, _nearest_miss(thing, alike, days))


def _beyond(thing: Thing, others: Sequence[Thing], days: int) -> str:
    """Return that the thing lies before or after all of the others; "" where it does not."""
    firsts = [o.first for o in others if o.first]
    lasts = [o.last for o in others if o.last]
    if not firsts or not lasts or thing.first is None or thing.last is None:
        return "the other set tells no day of such events"
    first, last = min(firsts), max(lasts)
    if (first - thing.last).days > days or (thing.first - last).days > days:
        return f"the other set tells such events from {first} to {last} only"
    return ""


def _nearest_miss(thing: Thing, others: Sequence[Thing], days: int) -> str:
    apart = [(gap, o) for o in others if (gap := days_apart(thing, o)) is not None]
    timely = [o for gap, o in apart if gap <= days]
    near = _nearest(thing, timely)
    if near:
        other, distance, allowed = near
        return (
            f"on those days the nearest is {other.id} at {_place(other)}, {distance:.0f} km away "
            f"({allowed:.0f} km allowed)"
        )
    if timely:
        return f"on those days {timely[0].id} fits, but tells no place finer than a country"
    gap, other = min(apart, key=lambda pair: (pair[0], pair[1].id))
    return f"the nearest in time is {other.id}, {gap} days away ({_days(other.first, other.last)})"


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
