"""The opened gazetteer: keys to places, places to names."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from karamap.errors import GazetteerError
from karamap.gazetteer.check_codes import COMMON_WORDS
from karamap.gazetteer.compiling import open_folders, open_world
from karamap.gazetteer.policy import NAME_POLICIES, choose_label
from karamap.gazetteer.ranking import (
    current_first,
    geodesic_km,
    is_near,
    score_of,
    seats_first,
)
from karamap.gazetteer.spelling import (
    case_stems,
    exact_key,
    folded_key,
    is_clipped,
    loose_key,
    plain_key,
    split_generic,
    strip_possessive,
    telling_words,
)
from karamap.gazetteer.store import Store
from karamap.gazetteer.tables import COUNTRIES
from karamap.model import Candidate, FeatureClass, Name, Place
from karamap.resources import data_dir

__all__ = ["Gazetteer"]

# rapidfuzz ratios between loose keys, and their mean with that between folded keys;
# benchmarks/gazetteer.py prints what they bring
_FUZZY_CUTOFF = 80.0
_FUZZY_SHARE = 0.85
_FUZZY_KEPT = 8  # spellings looked at
_MIN_FUZZY_LENGTH = 5


class _Hit(NamedTuple):
    text: str  # the gazetteer's spelling
    how: str
    share: float = 1.0  # how much of the spelling agrees


_REMEMBERED = 8192  # entries and look-ups kept; a long document has some hundred names


def _reopen(folders: tuple[Path, ...], world: bool) -> Gazetteer:  # noqa: FBT001  as pickle calls
    return Gazetteer(folders, world=world)


class Gazetteer:
    """Places and their names, looked up by any of their spellings.

    Parameters
    ----------
    folders
        Gazetteer folders; an entry of an earlier folder hides one of the same id in a later.
    world
        Whether the world's cities and first-level units stand behind the folders.
    """

    def __init__(
        self,
        folders: Iterable[Path],
        *,
        world: bool = True,
        tell: Callable[[str], None] | None = None,
    ) -> None:
        self.folders = tuple(folders)
        self._curated = open_folders(self.folders)
        self._stores: tuple[Store, ...] = (self._curated,)
        if world:
            self._stores += (open_world(tell),)
        self._home = frozenset(self._curated.meta["home"])
        self._demonyms: dict[str, str] = self._curated.meta["demonyms"]
        # rows that a look-up has just come by, so that they need not be sought again
        self._seen: dict[str, tuple[Store, int]] = {}
        # a document asks for the same few names again and again
        self._entry = lru_cache(_REMEMBERED)(self._read_entry)
        self._found = lru_cache(_REMEMBERED)(self._look_up)
        self._loose_keys = lru_cache(1)(self._read_loose_keys)

    @classmethod
    def open(
        cls,
        *folders: str | Path,
        world: bool = True,
        packaged: bool = True,
        tell: Callable[[str], None] | None = None,
    ) -> Gazetteer:
        """Open `folders` stacked over the packaged gazetteer and the world.

        Without `packaged` they stand in its place; of ours only the countries of the world, which
        belong to the `world`, stay behind them. All are compiled on first use and kept in the
        user's cache folder (``KARAMAP_CACHE`` names another). `tell` is called with a line for the
        user before that takes some seconds.

        Raises
        ------
        GazetteerError
            Where a folder or one of its tables cannot be used.
        """
        stacked = [Path(f) for f in folders]
        if packaged:
            stacked.append(data_dir("gazetteer"))
        elif world:
            stacked.append(data_dir("gazetteer") / COUNTRIES)
        return cls(stacked, world=world, tell=tell)

    def __reduce__(self) -> tuple[Any, ...]:
        """Send to another process what was opened, not what it holds."""
        return _reopen, (self.folders, len(self._stores) > 1)

    def _read_entry(self, place_id: str) -> Place | None:
        found, seen = self._seen.pop(place_id, (None, 0))
        for store in self._stores:
            row = seen if store is found else store.row(place_id)
            if row is not None:
                return store.place(row)
        return None

    def _exact(self, key: str) -> dict[str, str]:
        """Return place id → spelling for an exact key; a folder's spelling before the world's."""
        hits: dict[str, str] = {}
        for store in self._stores:
            for row, text in store.exact.hits(key):
                place_id = store.place_id(row)
                if place_id not in hits:
                    hits[place_id] = store.text(text)
                    self._seen[place_id] = store, row
        if len(self._seen) > _REMEMBERED:
            self._seen.clear()
        return hits

    def _folded(self, key: str) -> dict[str, str]:
        store = self._curated
        return {store.place_id(row): store.text(text) for row, text in store.folded.hits(key)}

    def _read_loose_keys(self) -> dict[str, list[str]]:
        loose: dict[str, list[str]] = {}
        for folded in self._curated.folded.keys():  # noqa: SIM118  a table, not a dict
            loose.setdefault(loose_key(folded), []).append(folded)
        return loose

    # -- asking -----------------------------------------------------------------------------

    def place(self, place_id: str) -> Place | None:
        """Return the entry with that id, or None."""
        return self._entry(place_id)

    def names(self, place_id: str) -> tuple[Name, ...]:
        """Return the dated, sided names of an entry; empty for the world's places."""
        row = self._curated.row(place_id)
        return () if row is None else self._curated.names(row)

    def curated_places(self) -> tuple[Place, ...]:
        """Return the entries of the conflict's own folders, by id."""
        entries = (self._curated.place(row) for row in range(self._curated.size))
        return tuple(sorted((p for p in entries if p.curated), key=lambda p: p.id))

    def longest_name(self, first_word: str) -> int:
        """Return how many words the longest name has that starts with this word key; 0: none."""
        found = [store.exact.find(first_word) for store in self._stores]
        return max((f[2] for f in found if f), default=0)

    def has_name(self, key: str, *, shy: bool = False) -> bool:
        """Whether some place has exactly this key.

        With `shy`, also where all of them are villages and abbreviations of the world that are
        more often something else: they need evidence beside the name (*Paxton, Ill.*).
        """
        found = [store.exact.find(key) for store in self._stores]
        return any(f[1] and (shy or not f[3]) for f in found if f)

    def has_folded(self, key: str) -> bool:
        """Whether some curated place has this folded key."""
        return self._curated.folded.find(key) is not None

    def spellings(self, key: str) -> tuple[str, ...]:
        """Return the gazetteer's own spellings behind an exact key."""
        return tuple(dict.fromkeys(self._exact(key).values()))

    def demonym(self, word: str) -> Place | None:
        """Return the country whose people or adjective `word` is, or None."""
        place_id = self._demonyms.get(exact_key(word))
        return self._entry(place_id) if place_id else None

    def lookup(self, name: str, *, on: date | None = None, fuzzy: bool = True) -> list[Candidate]:
        """Return the places `name` may mean, best first, each with how it was found.

        Exact spelling first (case, hyphens and apostrophes aside); where there is none, the
        region's spelling habits, then an Azerbaijani case ending taken off, then (`fuzzy`) the
        country whose people the word names, then the nearest curated spelling. With `on`, entries
        and names not in use that day rank lower; without, former names follow those of today.
        """
        return list(self._found(name, on, fuzzy))

    def _look_up(self, name: str, on: date | None, fuzzy: bool) -> tuple[Candidate, ...]:  # noqa: FBT001  remembered by position
        hits = self._hits(name, fuzzy=fuzzy)
        found = seats_first([self._candidate(pid, hit, on) for pid, hit in hits.items()])
        if on is None:
            found = current_first(found, self._home, self.names)
        found.sort(key=lambda c: (-c.score, -c.place.population, c.place.id))
        return tuple(self._without_twins(found))

    def _hits(self, name: str, *, fuzzy: bool) -> dict[str, _Hit]:
        found = self._as_spelt(name)
        if found:
            return found
        people = self.demonym(name) if fuzzy else None
        if people:
            return {people.id: _Hit(name, "demonym")}
        owner = strip_possessive(name)
        if owner:
            found = {p: hit._replace(how="inflected") for p, hit in self._as_spelt(owner).items()}
        found = found or self._inflected(case_stems(name))
        if found or not fuzzy or exact_key(name) in COMMON_WORDS:
            return found
        return self._other_generic(name) or self._fuzzy_hits(folded_key(name))

    def _as_spelt(self, name: str) -> dict[str, _Hit]:
        """Return hits to the letter, else by the region's spelling habits.

        Capitals hide which i was meant: LAÇIN is Laçın too, though some town is called Laçin.
        """
        exact, plain = exact_key(name), plain_key(name)
        found = self._spelt(exact, name)
        if plain != exact and not any(map(self._is_curated, found)):
            others = self._spelt(plain, name)
            if found:
                others = {pid: text for pid, text in others.items() if self._is_curated(pid)}
            found = {**others, **found}
        if found:
            return {pid: _Hit(text, "exact") for pid, text in found.items()}
        found = self._folded(folded_key(name))
        return {pid: _Hit(text, "folded") for pid, text in found.items()}

    def _spelt(self, key: str, name: str) -> dict[str, str]:
        found = self._exact(key)
        if name.endswith("."):
            return found
        return {p: t for p, t in found.items() if not is_clipped(t)}  # *Ky.* is one, *Ky* is none

    def _inflected(self, stems: Iterable[str]) -> dict[str, _Hit]:
        """Return hits of the first of `stems` that names a curated place."""
        for stem in stems:
            found = {
                pid: _Hit(hit.text, "inflected")
                for pid, hit in self._as_spelt(stem).items()
                if self._is_curated(pid)
            }
            if found:
                return found
        return {}

    def _is_curated(self, place_id: str) -> bool:
        place = self._entry(place_id)
        return place is not None and place.curated

    def _other_generic(self, name: str) -> dict[str, _Hit]:
        """Return hits of *Lachin rayon* for *Lachin district*: another word of the same kind."""
        split = split_generic(name)
        if not split:
            return {}
        proper, words = split
        for word in words:
            for key in (f"{proper} {word}", f"{word} {proper}"):
                found = self._inflected((key,))
                if found:
                    return {pid: hit._replace(how="folded") for pid, hit in found.items()}
        return {}

    def _fuzzy_hits(self, folded: str) -> dict[str, _Hit]:
        """Return curated places whose spelling is near and whose *upper*, *east*, *lake* agree."""
        if len(folded) < _MIN_FUZZY_LENGTH:
            return {}
        from rapidfuzz import fuzz, process  # noqa: PLC0415  only for names nothing else found

        wanted, loose, told = loose_key(folded), self._loose_keys(), telling_words(folded)
        close = process.extract(
            wanted, loose.keys(), scorer=fuzz.ratio, score_cutoff=_FUZZY_CUTOFF, limit=_FUZZY_KEPT
        )
        hits: dict[str, _Hit] = {}
        for key, alike, _ in close:
            for known in loose[key]:
                if telling_words(known) != told:
                    continue
                share = (alike + fuzz.ratio(folded, known)) / 200
                if share < _FUZZY_SHARE:
                    continue
                for pid, text in self._folded(known).items():
                    if pid not in hits or hits[pid].share < share:
                        hits[pid] = _Hit(text, "fuzzy", share)
        return hits

    def _candidate(self, place_id: str, hit: _Hit, on: date | None) -> Candidate:
        entry = self._entry(place_id)
        assert entry is not None  # noqa: S101  each row has its place
        place = self._own(entry)
        home = place.curated and (not place.country or place.country in self._home)
        score = score_of(place, hit.how, hit.share, home=home)
        if on is not None and not self._in_use(place, hit.text, on):
            score *= 0.5
        return Candidate(place, round(score, 4), hit.text, hit.how)

    def _in_use(self, place: Place, text: str, on: date) -> bool:
        if (place.valid_from and on < place.valid_from) or (place.valid_to and place.valid_to < on):
            return False
        same = [n for n in self.names(place.id) if n.text == text]
        return not same or any(n.valid_on(on) for n in same)

    def _own(self, place: Place) -> Place:
        """Return the curated entry of a place of the world where the folders have it too."""
        if place.curated or place.country not in self._home:
            return place
        for key in dict.fromkeys((exact_key(place.name), plain_key(place.name))):
            for row, _ in self._curated.exact.hits(key):
                own = self._entry(self._curated.place_id(row))
                if own and own.curated and own.areal == place.areal and is_near(own, place):
                    return own
        return place

    def _without_twins(self, found: list[Candidate]) -> list[Candidate]:
        """Drop the world's record of a place that the curated gazetteer has too, and repeats.

        In the conflict's own countries that includes the unit that is no more than a town.
        """
        curated = [c.place for c in found if c.place.curated]
        kept: dict[str, Candidate] = {}
        for candidate in found:
            place = candidate.place
            town = place.feature_class is FeatureClass.ADMIN1 and place.country in self._home
            if place.curated or not any(
                (town or p.areal == place.areal) and is_near(p, place) for p in curated
            ):
                kept.setdefault(place.id, candidate)
        return list(kept.values())

    def nearby(
        self, lon: float, lat: float, *, km: float = 25.0, limit: int = 20
    ) -> list[tuple[float, Place]]:
        """Return the entries whose point lies within `km` of a point, nearest first, with km.

        Distances are geodesic (WGS 84). The point of an area is a representative one: it may lie
        far off although the area holds the place asked for. Of the world, towns only.

        Raises
        ------
        GazetteerError
            Where `lon` and `lat` are no degrees.
        """
        if not (-180 <= lon <= 180 and -90 <= lat <= 90):
            raise GazetteerError(f"lon {lon}, lat {lat} are not degrees; latitude is within ±90")
        rows = [(store, row) for store in self._stores for row in store.rows_near(lon, lat, km)]
        entries = {store.place_id(row): store for store, row in reversed(rows)}
        places = [p for p in map(self._entry, entries) if p is not None]
        found = [
            (d, p) for d, p in zip(geodesic_km(lon, lat, places), places, strict=True) if d <= km
        ]
        found.sort(key=lambda f: (f[0], f[1].id))
        return [f for f in found if f[1].curated or self._stands_alone(f[1])][:limit]

    def _stands_alone(self, place: Place) -> bool:
        """Whether a place of the world is a town that the curated gazetteer lacks."""
        if place.areal:
            return place.feature_class is FeatureClass.COUNTRY  # from a folder's countries.csv
        return any(c.place.id == place.id for c in self.lookup(place.name, fuzzy=False))

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
