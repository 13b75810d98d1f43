"""The opened gazetteer: keys to places, places to names."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from karamap.errors import GazetteerError
from karamap.gazetteer.policy import NAME_POLICIES, choose_label
from karamap.gazetteer.spelling import (
    exact_key,
    folded_key,
    plain_key,
    strip_case_ending,
)
from karamap.gazetteer.tables import read_folder
from karamap.gazetteer.world import load_world
from karamap.model import Candidate, FeatureClass, Name, Place
from karamap.resources import data_dir

__all__ = ["Gazetteer"]

_FUZZY_CUTOFF = 85.0  # rapidfuzz ratio; NLP.md measured precision .9 there, within the region
_MIN_FUZZY_LENGTH = 5
_SAME_PLACE_KM = 30.0
_LONGEST_CITY = 17.0  # natural log of the largest city's people, for the prior

# How a class stands against others of the same name before any context is known. A town and its
# district often share a name: the town is what reporting means unless it says otherwise.
_CLASS_PRIOR = {
    FeatureClass.COUNTRY: 0.97,
    FeatureClass.CONTINENT: 0.97,
    FeatureClass.SEA: 0.9,
    FeatureClass.REGION: 0.9,
    FeatureClass.CORRIDOR: 0.9,
    FeatureClass.FORMER_UNIT: 0.85,
    FeatureClass.ADMIN1: 0.66,
    FeatureClass.DISTRICT: 0.3,
}
_HOME_BONUS = 0.25
_HOME_FROM = 10  # curated places that make a country one of the conflict's own
# a match by looser spelling counts for less than one to the letter
_HOW_WEIGHT = {"exact": 1.0, "folded": 0.85, "inflected": 0.85, "fuzzy": 0.6}


def _prior(place: Place, *, home: bool) -> float:
    base = _CLASS_PRIOR.get(place.feature_class)
    if base is None:
        base = 0.2 + 0.6 * min(1.0, math.log(place.population + 1) / _LONGEST_CITY)
    return min(1.0, base + _HOME_BONUS * home)


def _near(a: Place, b: Place) -> bool:
    # an equirectangular look is enough to tell one town from another
    x = (a.lon - b.lon) * math.cos(math.radians(a.lat))
    return 111.2 * math.hypot(x, a.lat - b.lat) <= _SAME_PLACE_KM


class Gazetteer:
    """Places and their names, looked up by any of their spellings.

    Parameters
    ----------
    folders
        Gazetteer folders; an entry of an earlier folder hides one of the same id in a later.
    world
        Whether the world's cities and first-level units stand behind the folders.
    """

    def __init__(self, folders: Iterable[Path], *, world: bool = True) -> None:
        self.folders = tuple(folders)
        self._places: dict[str, Place] = {}
        self._names: dict[str, list[Name]] = defaultdict(list)
        self._exact: dict[str, dict[str, str]] = defaultdict(dict)  # key → place id → spelling
        self._folded: dict[str, dict[str, str]] = defaultdict(dict)  # curated only
        self._demonyms: dict[str, str] = {}
        self._starts: dict[str, int] = {}  # first word key → most words of a name that starts so
        for folder in self.folders:
            self._add_folder(folder)
        counts = Counter(p.country for p in self._places.values() if p.curated)
        self._home = frozenset(c for c, n in counts.items() if n >= _HOME_FROM)
        if world:
            self._add_world()

    @classmethod
    def open(cls, *folders: str | Path, world: bool = True, packaged: bool = True) -> Gazetteer:
        """Open `folders` stacked over the packaged gazetteer and the world.

        Raises
        ------
        GazetteerError
            Where a folder or one of its tables cannot be used.
        """
        stacked = [Path(f) for f in folders]
        if packaged:
            stacked.append(data_dir("gazetteer"))
        return cls(stacked, world=world)

    # -- building ---------------------------------------------------------------------------

    def _add_folder(self, folder: Path) -> None:
        table = read_folder(folder)
        taken = set(self._places)
        for place in table.places:
            if place.id not in taken:
                self._places[place.id] = place
        for name in table.names:
            if name.place_id in taken:
                continue
            if name.place_id not in self._places:
                raise GazetteerError(
                    f"names {name.text!r} for {name.place_id!r}, which places.csv lacks",
                    folder / "names.csv",
                )
            self._names[name.place_id].append(name)
            self._index(name.text, name.place_id, fold=self._places[name.place_id].curated)
        for word, place_id in table.demonyms:
            self._demonyms.setdefault(exact_key(word), place_id)

    def _add_world(self) -> None:
        for place, names in load_world():
            self._places.setdefault(place.id, place)
            for text in names:
                self._index(text, place.id, fold=False)

    def _index(self, text: str, place_id: str, *, fold: bool) -> None:
        key = exact_key(text)
        if not key:
            return
        self._exact[key].setdefault(place_id, text)
        self._note_start(key)
        if not key.isascii():
            plain = plain_key(text)
            self._exact[plain].setdefault(place_id, text)
            self._note_start(plain)
        if fold:
            folded = folded_key(text)
            if folded:
                self._folded[folded].setdefault(place_id, text)

    def _note_start(self, key: str) -> None:
        words = key.split(" ")
        self._starts[words[0]] = max(len(words), self._starts.get(words[0], 0))

    # -- asking -----------------------------------------------------------------------------

    def place(self, place_id: str) -> Place | None:
        """Return the entry with that id, or None."""
        return self._places.get(place_id)

    def names(self, place_id: str) -> tuple[Name, ...]:
        """Return the dated, sided names of an entry; empty for the world's places."""
        return tuple(self._names.get(place_id, ()))

    def curated_places(self) -> tuple[Place, ...]:
        """Return the entries of the conflict's own folders, by id."""
        return tuple(sorted((p for p in self._places.values() if p.curated), key=lambda p: p.id))

    def longest_name(self, first_word: str) -> int:
        """Return how many words the longest name has that starts with this word key; 0: none."""
        return self._starts.get(first_word, 0)

    def has_name(self, key: str) -> bool:
        """Whether some place has exactly this key."""
        return key in self._exact

    def has_folded(self, key: str) -> bool:
        """Whether some curated place has this folded key."""
        return key in self._folded

    def spellings(self, key: str) -> tuple[str, ...]:
        """Return the gazetteer's own spellings behind an exact key."""
        return tuple(dict.fromkeys(self._exact.get(key, {}).values()))

    def demonym(self, word: str) -> Place | None:
        """Return the country whose people or adjective `word` is, or None."""
        place_id = self._demonyms.get(exact_key(word))
        return self._places.get(place_id) if place_id else None

    def lookup(self, name: str, *, on: date | None = None, fuzzy: bool = True) -> list[Candidate]:
        """Return the places `name` may mean, best first, each with how it was found.

        Exact spelling first (case, hyphens and apostrophes aside); where there is none, the
        region's spelling habits, then an Azerbaijani case ending taken off, then (`fuzzy`) the
        nearest curated spelling. With `on`, entries and names not in use that day rank lower.
        """
        hits = self._hits(name, fuzzy=fuzzy)
        found = [self._candidate(pid, text, how, on) for pid, (text, how) in hits.items()]
        found.sort(key=lambda c: (-c.score, -c.place.population, c.place.id))
        return self._without_twins(found)

    def _hits(self, name: str, *, fuzzy: bool) -> dict[str, tuple[str, str]]:
        for key in (exact_key(name), plain_key(name)):
            if key in self._exact:
                return {pid: (text, "exact") for pid, text in self._exact[key].items()}
        folded = folded_key(name)
        if folded in self._folded:
            return {pid: (text, "folded") for pid, text in self._folded[folded].items()}
        stem = strip_case_ending(name.strip())
        if stem and exact_key(stem) in self._exact:
            ids = self._exact[exact_key(stem)]
            return {
                pid: (text, "inflected") for pid, text in ids.items() if self._places[pid].curated
            }
        return self._fuzzy_hits(folded) if fuzzy and len(folded) >= _MIN_FUZZY_LENGTH else {}

    def _fuzzy_hits(self, folded: str) -> dict[str, tuple[str, str]]:
        from rapidfuzz import fuzz, process  # noqa: PLC0415  only for names nothing else found

        close = process.extract(
            folded, self._folded.keys(), scorer=fuzz.ratio, score_cutoff=_FUZZY_CUTOFF, limit=5
        )
        return {
            pid: (text, "fuzzy") for key, *_ in close for pid, text in self._folded[key].items()
        }

    def _candidate(self, place_id: str, text: str, how: str, on: date | None) -> Candidate:
        place = self._places[place_id]
        home = place.curated and (not place.country or place.country in self._home)
        score = _prior(place, home=home) * _HOW_WEIGHT[how]
        if on is not None and not self._in_use(place, text, on):
            score *= 0.5
        return Candidate(place, round(score, 4), text, how)

    def _in_use(self, place: Place, text: str, on: date) -> bool:
        if (place.valid_from and on < place.valid_from) or (place.valid_to and place.valid_to < on):
            return False
        same = [n for n in self._names.get(place.id, ()) if n.text == text]
        return not same or any(n.valid_on(on) for n in same)

    @staticmethod
    def _without_twins(found: list[Candidate]) -> list[Candidate]:
        """Drop the world's record of a place that the curated gazetteer has too."""
        curated = [c.place for c in found if c.place.curated]
        return [
            c
            for c in found
            if c.place.curated
            or not any(p.areal == c.place.areal and _near(p, c.place) for p in curated)
        ]

    def label(
        self,
        place: Place,
        policy: str,
        *,
        written: str | None = None,
        on: date | None = None,
    ) -> str:
        """Return the label of `place` under a names policy (see ``NAME_POLICIES``).

        Raises
        ------
        GazetteerError
            Where there is no such policy.
        """
        if policy not in NAME_POLICIES:
            raise GazetteerError(f"no names policy {policy!r}; take {', '.join(NAME_POLICIES)}")
        names = self.names(place.id)
        return choose_label(names, policy, default=place.name, written=written, on=on)
