"""Votes: which state or province the names of a text speak for together.

*Franklin County* alone may lie in two dozen states. Each name of a text votes for the first-level
units that its candidates lie in, by how likely each candidate is; a candidate is then backed by
what the *other* names say. Two rounds: the second starts from what the first made likely.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Hashable, Mapping
from typing import NamedTuple, TypeVar

from karamap.model import FeatureClass, Place

__all__ = ["Ballot", "count_votes"]

_SHARPNESS = 8.0  # how soon a better candidate takes a name's whole vote
_ROUNDS = 2
_ENOUGH = 2.0  # half of the other names are as good as all
_LIKELIEST = 3  # units of a country that a place of unknown unit may lie in
_FIT = 2.0  # with half of the other names in other countries nothing is left
_BESIDE_UNIT = 0.5  # of the backing, for a town or county named like a state

K = TypeVar("K", bound=Hashable)
_Votes = dict[str, float]


class Ballot(NamedTuple):
    """What one name may mean, best first, before and after its own words were heard."""

    places: tuple[Place, ...]
    priors: tuple[float, ...]
    scores: tuple[float, ...]


def _unit(place: Place) -> str:
    """Return the first-level unit of the world that a place is or lies in, or ''."""
    if place.feature_class is FeatureClass.ADMIN1:
        return place.id
    return place.parent if place.parent.startswith("admin1:") else ""


def _own_votes(ballot: Ballot, scores: tuple[float, ...]) -> _Votes:
    best = max(scores)
    likely = [math.exp(_SHARPNESS * (score - best)) for score in scores]
    total = sum(likely)
    votes: _Votes = {}
    for place, share in zip(ballot.places, likely, strict=True):
        unit = _unit(place)
        if unit:
            votes[unit] = votes.get(unit, 0.0) + share / total
    return votes


class _Count(NamedTuple):
    """All votes of a text."""

    names: int
    units: Counter[str]
    among: dict[str, list[str]]  # the likeliest units of a country
    countries: Counter[str]  # how many names have a candidate in it

    def share(self, unit: str, own: _Votes) -> float:
        """Return 0..1, how much the names other than the one of `own` speak for a unit.

        Less where many of them cannot lie in its country: news of the world, not of the state.
        """
        others = max(1, self.names - 1)
        country = _country(unit)
        fit = (self.countries[country] - 1) / others
        told = _ENOUGH * (self.units[unit] - own.get(unit, 0.0)) / others
        return max(0.0, min(1.0, told) * min(1.0, _FIT * fit - _FIT + 1))


def _country(unit: str) -> str:
    return unit.removeprefix("admin1:").partition(".")[0]


def _backing(ballot: Ballot, own: _Votes, count: _Count) -> tuple[float, ...]:
    """Return 0..1 for each candidate: what the other names do for it."""

    def share(unit: str) -> float:
        return count.share(unit, own)

    taken = {p.country for p in ballot.places if p.feature_class is FeatureClass.COUNTRY}
    named_unit = any(p.feature_class is FeatureClass.ADMIN1 for p in ballot.places[:2])
    backing = []
    for place in ballot.places:
        if place.feature_class is FeatureClass.COUNTRY or place.country in taken:
            backing.append(0.0)  # units of Mexico say nothing against Mexico
            continue
        unit = _unit(place)
        # where a place's unit is not known it may be the likeliest of its country
        told = (
            share(unit)
            if unit
            else max(map(share, count.among.get(place.country, ())), default=0.0)
        )
        half = named_unit and place.feature_class is not FeatureClass.ADMIN1
        backing.append(max(0.0, told) * (_BESIDE_UNIT if half else 1.0))
    return tuple(backing)


def _likeliest(units: Counter[str]) -> dict[str, list[str]]:
    """Return the units of each country that have most votes."""
    among: dict[str, list[str]] = {}
    for unit, _ in units.most_common():
        of_country = among.setdefault(_country(unit), [])
        if len(of_country) < _LIKELIEST:
            of_country.append(unit)
    return among


def count_votes(ballots: Mapping[K, Ballot]) -> dict[K, tuple[float, ...]]:
    """Return for each name how much, 0..1, the other names back each of its candidates."""
    scores = {name: ballot.priors for name, ballot in ballots.items()}
    countries = Counter(c for b in ballots.values() for c in {p.country for p in b.places})
    backing: dict[K, tuple[float, ...]] = {}
    for _ in range(_ROUNDS):
        own = {name: _own_votes(ballot, scores[name]) for name, ballot in ballots.items()}
        units: Counter[str] = Counter()
        for votes in own.values():
            units.update(votes)
        count = _Count(len(ballots), units, _likeliest(units), countries)
        for name, ballot in ballots.items():
            backing[name] = _backing(ballot, own[name], count)
            told = zip(ballot.scores, backing[name], strict=True)
            scores[name] = tuple(score + more for score, more in told)
    return backing
