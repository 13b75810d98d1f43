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


def _backing(
    ballot: Ballot, own: _Votes, units: Counter[str], among: Mapping[str, list[str]], others: int
) -> tuple[float, ...]:
    """Return 0..1 for each candidate: what the other names do for it."""

    def share(unit: str) -> float:
        return min(1.0, _ENOUGH * (units[unit] - own.get(unit, 0.0)) / others)

    taken = {p.country for p in ballot.places if p.feature_class is FeatureClass.COUNTRY}
    named_unit = any(p.feature_class is FeatureClass.ADMIN1 for p in ballot.places[:2])
    backing = []
    for place in ballot.places:
        if place.feature_class is FeatureClass.COUNTRY or place.country in taken:
            backing.append(0.0)  # units of Mexico say nothing against Mexico
            continue
        unit = _unit(place)
        # where a place's unit is not known it may be the likeliest of its country
        told = share(unit) if unit else max(map(share, among.get(place.country, ())), default=0.0)
        half = named_unit and place.feature_class is not FeatureClass.ADMIN1
        backing.append(max(0.0, told) * (_BESIDE_UNIT if half else 1.0))
    return tuple(backing)


def count_votes(ballots: Mapping[K, Ballot]) -> dict[K, tuple[float, ...]]:
    """Return for each name how much, 0..1, the other names back each of its candidates."""
    scores = {name: ballot.priors for name, ballot in ballots.items()}
    backing: dict[K, tuple[float, ...]] = {}
    for _ in range(_ROUNDS):
        own = {name: _own_votes(ballot, scores[name]) for name, ballot in ballots.items()}
        units: Counter[str] = Counter()
        for votes in own.values():
            units.update(votes)
        among: dict[str, list[str]] = {}
        for unit in units:
            among.setdefault(unit.removeprefix("admin1:").partition(".")[0], []).append(unit)
        others = max(1, len(ballots) - 1)
        for name, ballot in ballots.items():
            backing[name] = _backing(ballot, own[name], units, among, others)
            told = zip(ballot.scores, backing[name], strict=True)
            scores[name] = tuple(score + more for score, more in told)
    return backing
