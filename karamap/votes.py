"""Votes: which state or province, and which neighbourhood, the names of a text speak for together.

*Franklin County* alone may lie in two dozen states. Each name of a text votes for the first-level
units that its candidates lie in, and for the ground around them, by how likely each candidate is; a
candidate is then backed by what the *other* names say. Two rounds: the second starts from what the
first made likely.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Hashable, Mapping
from typing import Generic, NamedTuple, TypeVar

from karamap.model import FeatureClass, Place

__all__ = ["Backing", "Ballot", "count_votes"]

K = TypeVar("K", bound=Hashable)

_SHARPNESS = 8.0  # how soon a better candidate takes a name's whole vote
_ROUNDS = 2
_ENOUGH = 2.0  # half of the other names are as good as all
_LIKELIEST = 3  # units of a country that a place of unknown unit may lie in
_FIT = 2.0  # with half of the other names in other countries nothing is left
_BESIDE_UNIT = 0.5  # of the backing, for a town or county named like a state
_CLOSE_KM = 40.0  # a neighbour's vote falls to a third at this distance
_FAR_KM = 100.0  # from here on it counts for nothing; less than a cell's height
_MOST_NEAR = 8  # candidates of a name that vote for their ground, the likeliest
_HALF_NEAR = 0.5  # votes that count for half of all that neighbours can say
_UNIT_KM = 500.0  # a town of unknown unit may lie in the unit of its name so near
_WIDE = frozenset(
    {
        FeatureClass.COUNTRY,
        FeatureClass.ADMIN1,
        FeatureClass.CONTINENT,
        FeatureClass.SEA,
        FeatureClass.FORMER_UNIT,
    }
)

_Votes = dict[str, float]


class Backing(NamedTuple):
    """What the other names do for a candidate, each 0..1."""

    unit: float  # they lie in its state or province
    near: float  # they lie close by


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


def _likelihoods(scores: tuple[float, ...]) -> list[float]:
    best = max(scores)
    likely = [math.exp(_SHARPNESS * (score - best)) for score in scores]
    total = sum(likely)
    return [share / total for share in likely]


def _own_votes(ballot: Ballot, likely: list[float]) -> _Votes:
    votes: _Votes = {}
    for place, share in zip(ballot.places, likely, strict=True):
        unit = _unit(place)
        if unit:
            votes[unit] = votes.get(unit, 0.0) + share
    return votes


def _column(row: int, lon: float) -> int:
    return math.floor(lon * math.cos(math.radians(row + 0.5)))


def _km(a: Place, b: Place) -> float:
    x = (a.lon - b.lon + 180) % 360 - 180
    return 111.2 * math.hypot(x * math.cos(math.radians((a.lat + b.lat) / 2)), a.lat - b.lat)


class _Link(NamedTuple, Generic[K]):
    """A candidate of another name that lies close by."""

    name: K
    at: int  # its place among them
    weight: float  # 0..1, less with distance


class _Ground(Generic[K]):
    """Which candidates of other names lie close to each candidate of a name with several."""

    def __init__(self, ballots: Mapping[K, Ballot]) -> None:
        self._cells: dict[tuple[int, int], list[tuple[K, int, Place]]] = {}
        for name, ballot in ballots.items():
            for i in sorted(range(len(ballot.priors)), key=lambda i: -ballot.priors[i])[
                :_MOST_NEAR
            ]:
                place = ballot.places[i]
                if place.feature_class not in _WIDE:
                    row = math.floor(place.lat)
                    cell = self._cells.setdefault((row, _column(row, place.lon)), [])
                    cell.append((name, i, place))
        self._links = {
            name: [self._linked(name, place) for place in ballot.places]
            for name, ballot in ballots.items()
            if len(ballot.places) > 1
        }

    def _linked(self, name: K, place: Place) -> list[_Link[K]]:
        if place.feature_class in _WIDE:
            return []
        middle = math.floor(place.lat)
        found = []
        for row in range(middle - 1, middle + 2):
            column = _column(row, place.lon)
            for cell in range(column - 1, column + 2):
                for other, i, neighbour in self._cells.get((row, cell), ()):
                    km = _FAR_KM if other == name else _km(place, neighbour)
                    if km < _FAR_KM:
                        found.append(_Link(other, i, math.exp(-km / _CLOSE_KM)))
        return found

    def backing(self, name: K, likely: Mapping[K, list[float]]) -> list[float] | None:
        """Return 0..1 for each candidate: how much other names speak for the ground about it."""
        links = self._links.get(name)
        if links is None or not any(links):
            return None
        told = []
        for linked in links:
            votes: dict[K, float] = {}
            for other, i, weight in linked:
                vote = weight * likely[other][i]
                if vote > votes.get(other, 0.0):
                    votes[other] = vote
            total = sum(votes.values())
            told.append(total / (total + _HALF_NEAR))
        return told


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
    named_unit = _named_unit(ballot)
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


def _named_unit(ballot: Ballot) -> bool:
    """Whether a state or province is among the two first that a name may mean."""
    return any(p.feature_class is FeatureClass.ADMIN1 for p in ballot.places[:2])


def _near(ballot: Ballot, told: list[float] | None) -> list[float]:
    """Return what neighbours do for each candidate, a country or unit having that of its towns."""
    if told is None:
        return [0.0] * len(ballot.places)
    share = _BESIDE_UNIT if _named_unit(ballot) else 1.0
    return [
        max((n for p, n in zip(ballot.places, told, strict=True) if _is_in(p, place)), default=0.0)
        if place.feature_class in (FeatureClass.COUNTRY, FeatureClass.ADMIN1)
        else near * share
        for place, near in zip(ballot.places, told, strict=True)
    ]


def _is_in(place: Place, unit: Place) -> bool:
    """Whether a place lies in a country or unit, or may do so where its own is not known."""
    if place.country != unit.country:
        return False
    if unit.feature_class is FeatureClass.COUNTRY or place.parent == unit.id:
        return True
    return _km(place, unit) < _UNIT_KM


def _likeliest(units: Counter[str]) -> dict[str, list[str]]:
    """Return the units of each country that have most votes."""
    among: dict[str, list[str]] = {}
    for unit, _ in units.most_common():
        of_country = among.setdefault(_country(unit), [])
        if len(of_country) < _LIKELIEST:
            of_country.append(unit)
    return among


def count_votes(
    ballots: Mapping[K, Ballot], unit_weight: float, near_weight: float
) -> dict[K, tuple[Backing, ...]]:
    """Return for each name how much the other names back each of its candidates.

    The weights are what full backing adds to a score.
    """
    ground = _Ground(ballots)
    scores = {name: ballot.priors for name, ballot in ballots.items()}
    countries = Counter(c for b in ballots.values() for c in {p.country for p in b.places})
    backing: dict[K, tuple[Backing, ...]] = {}
    for _ in range(_ROUNDS):
        likely = {name: _likelihoods(scores[name]) for name in ballots}
        own = {name: _own_votes(ballot, likely[name]) for name, ballot in ballots.items()}
        units: Counter[str] = Counter()
        for votes in own.values():
            units.update(votes)
        count = _Count(len(ballots), units, _likeliest(units), countries)
        for name, ballot in ballots.items():
            near = _near(ballot, ground.backing(name, likely))
            backing[name] = tuple(map(Backing, _backing(ballot, own[name], count), near))
            scores[name] = tuple(
                score + unit_weight * more.unit + near_weight * more.near
                for score, more in zip(ballot.scores, backing[name], strict=True)
            )
    return backing
