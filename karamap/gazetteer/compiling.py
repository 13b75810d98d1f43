"""From tables to stores: which keys lead to which place, and by which spelling."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from karamap.errors import GazetteerError
from karamap.gazetteer.cache import digest, open_cached
from karamap.gazetteer.layout import FORMAT
from karamap.gazetteer.packing import Keys, pack_store
from karamap.gazetteer.spelling import exact_key, folded_key, plain_key
from karamap.gazetteer.store import Store
from karamap.gazetteer.tables import read_folder, table_files
from karamap.gazetteer.world import is_shy, load_world, world_files
from karamap.model import Name, Place

__all__ = ["compile_folders", "compile_world", "open_folders", "open_world"]

_MADE_BY = (
    "compiling.py",
    "features.csv",
    "layout.py",
    "lpf.py",
    "packing.py",
    "spelling.py",
    "tables.py",
    "unit_points.csv",
    "us_counties.csv",
    "world.py",
)
_HOME_FROM = 10  # curated places that make a country one of the conflict's own


class _Index:
    """Keys gathered from spellings; the first spelling of a place under a key stays."""

    def __init__(self) -> None:
        self.exact: dict[str, dict[str, str]] = defaultdict(dict)  # key → place id → spelling
        self.folded: dict[str, dict[str, str]] = defaultdict(dict)
        self.starts: dict[str, int] = {}
        self._bold: set[str] = set()

    def add(self, text: str, place_id: str, *, fold: bool, shy: bool = False) -> None:
        key = exact_key(text)
        if not key:
            return
        for found in {key} if key.isascii() else {key: None, plain_key(text): None}:
            self._add_exact(found, text, place_id)
            if not shy:
                self._bold.add(found)
        folded = folded_key(text) if fold else ""
        if folded:
            self.folded[folded].setdefault(place_id, text)

    def keys(self) -> Keys:
        shy = self.exact.keys() - self._bold
        return Keys(self.exact, self.folded, self.starts, shy)

    def _add_exact(self, key: str, text: str, place_id: str) -> None:
        if not key:
            return
        self.exact[key].setdefault(place_id, text)
        words = key.split(" ")
        self.starts[words[0]] = max(len(words), self.starts.get(words[0], 0))


def compile_folders(folders: Iterable[Path]) -> bytes:
    """Return the store of gazetteer folders, an earlier folder's entry hiding a later one's.

    Raises
    ------
    GazetteerError
        Where a folder or one of its tables cannot be used.
    """
    index = _Index()
    places: dict[str, Place] = {}
    names: dict[str, list[Name]] = defaultdict(list)
    demonyms: dict[str, str] = {}
    for folder in folders:
        table = read_folder(folder)
        taken = set(places)
        for place in table.places:
            if place.id not in taken:
                places[place.id] = place
        for name in table.names:
            if name.place_id in taken:
                continue
            if name.place_id not in places:
                raise GazetteerError(
                    f"names {name.text!r} for {name.place_id!r}, which places.csv lacks",
                    folder / "names.csv",
                )
            names[name.place_id].append(name)
            index.add(name.text, name.place_id, fold=places[name.place_id].curated)
        for word, place_id in table.demonyms:
            demonyms.setdefault(exact_key(word), place_id)
    counts = Counter(p.country for p in places.values() if p.curated)
    meta = {"home": sorted(c for c, n in counts.items() if n >= _HOME_FROM), "demonyms": demonyms}
    return pack_store(places.values(), names, index.keys(), meta)


def compile_world() -> bytes:
    """Return the store of the world's cities and first-level units."""
    index = _Index()
    places: list[Place] = []
    for place, texts in load_world():
        places.append(place)
        for text in texts:
            index.add(text, place.id, fold=False, shy=is_shy(place, text))
    return pack_store(places, {}, index.keys(), {})


def _makers() -> list[bytes]:
    """Return what else a compiled file depends on: the code that makes it."""
    here = Path(__file__).parent
    made = [f"format {FORMAT}".encode()]
    for name in _MADE_BY:
        path = here / name
        if path.exists():  # it does not in a frozen application: the format must do
            made.append(path.read_bytes())
    return made


def open_folders(folders: Sequence[Path]) -> Store:
    """Return the store of `folders`, compiled where they changed since the last time."""
    parts = _makers()
    for folder in folders:
        for path in table_files(folder):
            parts += [path.name.encode(), path.read_bytes()]
        parts.append(b"")
    return open_cached("folders", digest(parts), lambda: compile_folders(folders))


def open_world(tell: Callable[[str], None] | None = None) -> Store:
    """Return the world's store, compiled on first use, which `tell` then hears of."""
    parts = _makers()
    for path in world_files():
        stat = path.stat()
        parts.append(f"{path.name} {stat.st_size} {stat.st_mtime_ns}".encode())
    return open_cached(
        "world",
        digest(parts),
        compile_world,
        tell=tell,
        message="compiling the world's place names, once; some seconds …",
    )
