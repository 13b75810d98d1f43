"""How fast 100,000 events are written, in how much memory, beside plain geopandas.

    python benchmarks/exports.py [--events 100000] [FORMAT]...

Each format is written twice in a process of its own: seconds of the first write by the clock and
of the processor (which other programs do not lengthen; threads of pyarrow add up), peak memory of
the process, size, whether the second write gives the same bytes. The peer is what a user would
write without karamap: ``GeoDataFrame.to_file`` or ``to_parquet`` of the same rows. At the end one
write of each format is killed half-way, to see that the old file stays.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import resource
import signal
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any

TARGETS = {"gpkg": 20.0, "flatgeobuf": 5.0, "geoparquet": 3.0}
PEERS = {
    "gpkg": "to_file(driver='GPKG')",
    "flatgeobuf": "to_file(driver='FlatGeobuf')",
    "geoparquet": "to_parquet()",
    "geojson": "to_file(driver='GeoJSON')",
    "csv": "to_csv()",
}
PEER_FILES = {
    "gpkg": "events.gpkg",
    "flatgeobuf": "events.fgb",
    "geojson": "events.geojson",
}
FORMATS = ("gpkg", "flatgeobuf", "geoparquet", "geojson", "jsonl", "csv", "kmz")
TEXT = "guns fired at the village near the road Շուշի Şuşa Шуша said the ministry on two"


def make_events(count: int) -> list[Any]:
    """Return synthetic events of four years at 2,000 places, one in five without a place."""
    from karamap.model import (  # noqa: PLC0415  only in the child
        Casualties,
        DateSpan,
        Event,
        EventType,
        FeatureClass,
        Mention,
        Place,
        Stance,
        Toponym,
    )

    pick = random.Random(7)  # noqa: S311  the same events on every run
    classes = list(FeatureClass)
    places = [
        Place(f"p{i}", f"Place {i}", pick.choice(classes[:3]), pick.uniform(44, 50),
              pick.uniform(38, 42), pick.uniform(0, 30))
        for i in range(2000)
    ]  # fmt: skip
    events = []
    for number in range(count):
        day = date(2018, 1, 1) + timedelta(pick.randrange(1500))
        place = pick.choice(places) if pick.random() < 0.8 else None
        text = " ".join(pick.choices(TEXT.split(), k=22))
        told = Toponym(Mention(0, 7, "Place"), place, 0.9, "made up")
        events.append(
            Event(
                f"{number:012x}", f"document {number // 20}", 0, len(text),
                pick.choice(list(EventType)), "fired", DateSpan(day, day, 1),
                (told,) if place else (), pick.randint(1, 5) if place else None,
                5.0 if place else None, ("one side", "its allies"), ("the other",),
                pick.choice(list(Stance)), "a ministry", None,
                (Casualties("killed", pick.randrange(9)),), text, 0.8, "made up", ("howitzer",),
            )
        )  # fmt: skip
    return events


def digest(folder: Path) -> str:
    """Return one checksum of all files of a folder."""
    parts = [p.name.encode() + p.read_bytes() for p in sorted(folder.iterdir())]
    return hashlib.sha256(b"".join(parts)).hexdigest()


def write_peer(frame: Any, key: str, folder: Path) -> None:  # noqa: ANN401  a GeoDataFrame
    """Write the same rows as geopandas does by itself."""
    if key == "geoparquet":
        frame.to_parquet(folder / "events.parquet")
    elif key == "csv":
        frame.to_csv(folder / "events.csv", index=False)
    else:
        driver = PEERS[key].split("'")[1]
        renamed = frame.rename(columns={"id": "uid"})
        if key == "flatgeobuf":  # it cannot write rows without a point beside an index
            renamed = renamed[renamed.geometry.notna()]
        renamed.to_file(folder / PEER_FILES[key], driver=driver)


def run_child(key: str, count: int, *, peer: bool, folder: Path) -> None:
    """Write one format, print seconds, peak memory in GB and whether a second write is the same."""
    from karamap.export.formats import write_files  # noqa: PLC0415  only in the child
    from karamap.export.handover import make_handover  # noqa: PLC0415

    handover = make_handover(make_events(count))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    sums, seconds, cpu = [], 0.0, 0.0
    for turn in ("one",) if peer else ("one", "two"):
        (folder / turn).mkdir(parents=True, exist_ok=True)
        start, busy = time.perf_counter(), time.process_time()
        if peer:
            write_peer(handover.events, key, folder / turn)
        else:
            write_files(handover, [key], folder / turn)
        seconds = seconds or time.perf_counter() - start
        cpu = cpu or time.process_time() - busy
        sums.append(digest(folder / turn))
    size = sum(p.stat().st_size for p in (folder / "one").iterdir()) / 1e6
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    told = {"seconds": seconds, "cpu": cpu, "before": before, "peak": peak, "mb": size}
    print(json.dumps(told | {"same": len(set(sums)) == 1}))


def run(key: str, count: int, *, peer: bool) -> dict[str, Any]:
    """Return what a child process tells of one format."""
    with tempfile.TemporaryDirectory() as folder:
        words = [sys.executable, __file__, "--child", key, "--events", str(count), "--in", folder]
        done = subprocess.run(
            [*words, *(["--peer"] if peer else [])], capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise SystemExit(done.stderr)
        told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
        return told


def kill_half_way(key: str, count: int) -> str:
    """Kill a writing process while its temporary file grows; tell whether the old file stayed."""
    from karamap.export.formats import FORMATS as FORMS  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "one"
        folder.mkdir()
        (path,) = (folder / f for f in FORMS[key].files)
        path.write_bytes(b"old")
        words = [sys.executable, __file__, "--child", key, "--events", str(count), "--in", name]
        child = subprocess.Popen(words, stdout=subprocess.DEVNULL)
        deadline = time.monotonic() + 120
        while child.poll() is None and time.monotonic() < deadline:
            others = [p for p in folder.rglob("*") if p != path and p.is_file()]
            if any(p.stat().st_size > 50_000 for p in others if p.exists()):
                break
            time.sleep(0.002)
        child.send_signal(signal.SIGKILL)
        child.wait()
        return "old file whole" if path.read_bytes() == b"old" else "finished first"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("formats", nargs="*", default=FORMATS)
    parser.add_argument("--events", type=int, default=100_000)
    parser.add_argument("--child")
    parser.add_argument("--peer", action="store_true")
    parser.add_argument("--in", dest="folder", type=Path)
    told = parser.parse_args()
    if told.child:
        run_child(told.child, told.events, peer=told.peer, folder=told.folder)
        return
    print(f"{told.events:,} events; memory is the peak of the whole process, events included")
    print(
        f"{'format':<12}{'s':>7}{'cpu s':>7}{'target':>8}{'peak GB':>9}{'MB':>8}  same bytes  peer"
    )
    for key in told.formats:
        ours = run(key, told.events, peer=False)
        row = f"{key:<12}{ours['seconds']:>7.2f}{ours['cpu']:>7.2f}{TARGETS.get(key, ''):>8}"
        row += f"{ours['peak']:>9.2f}"
        row += f"{ours['mb']:>8.1f}  {'yes' if ours['same'] else 'NO':<10}"
        if key in PEERS:
            theirs = run(key, told.events, peer=True)
            row += f"  {theirs['seconds']:.2f} s (cpu {theirs['cpu']:.2f}), "
            row += f"{theirs['peak']:.2f} GB: {PEERS[key]}"
        print(row, flush=True)
    for key in told.formats:
        if key in TARGETS or key == "geojson":
            print(f"killed while writing {key}: {kill_half_way(key, told.events)}", flush=True)


if __name__ == "__main__":
    main()
