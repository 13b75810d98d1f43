"""Every quality figure in one run: toponyms, dates and events, against gold that lies outside.

    python benchmarks/quality.py [--shared DIR]

`DIR` (default ``../shared``) holds the seeds with their gold, the development halves of the press
corpora and the scorers; what is missing there is said and left out. Each stage writes the file that
the command line would write, and the scorer of `DIR` reads it. Exit status is 0 whatever the
figures.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import karamap
from karamap.export import document_row, event_row
from karamap.gazetteer import Gazetteer
from karamap.pipeline import Analysis, analyse, geoparse

ROOT = Path(__file__).resolve().parents[1]
CORPORA = ("LGL", "TR-News", "GeoWebNews")
OWN = ROOT / "tests" / "data" / "toponyms"

Row = dict[str, Any]
OVERLAP = ("--match", "overlap")


def write_rows(rows: Iterable[Row], path: Path) -> Path:
    """Write `rows` as jsonl."""
    lines = (json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    path.write_text("".join(lines), encoding="utf-8")
    return path


def read_rows(path: Path) -> list[Row]:
    """Return the objects of a jsonl file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]


def run_scorer(script: Path, *words: str | Path) -> Row:
    """Return what a scorer of the shared tools prints with ``--json``."""
    command = [sys.executable, str(script), *map(str, words), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    figures: Row = json.loads(done.stdout)
    return figures


def tell(name: str, **figures: object) -> None:
    """Print one line of the table."""
    cells = (f"{k} {v:.3f}" if isinstance(v, float) else f"{k} {v}" for k, v in figures.items())
    print(f"{name:<30}" + "  ".join(cells))


def tell_toponyms(name: str, figures: Row, match: str) -> None:
    """Print recognition and end-to-end figures for one way of matching spans."""
    found = figures[match]
    tell(
        name,
        P=found["P"],
        R=found["R"],
        F1=found["F1"],
        end_to_end=found["e2e_F1"],
        acc161=found["acc161"],
        gold=found["gold"],
    )


def score_seed_toponyms(analysis: Analysis, shared: Path, scratch: Path) -> None:
    """Print the seeds' toponym figures, spans matched by overlap."""
    rows = (document_row(d.id, analysis.toponyms[d.id]) for d in analysis.documents)
    predicted = write_rows(rows, scratch / "seeds.jsonl")
    gold = shared / "seeds" / "gold" / "toponyms.jsonl"
    figures = run_scorer(shared / "tools" / "score_toponyms.py", gold, predicted, *OVERLAP)
    tell_toponyms("toponyms seeds overlap", figures, "overlap")


def score_corpus(
    gold: Path, name: str, match: str, gazetteer: Gazetteer, shared: Path, scratch: Path
) -> None:
    """Print one corpus's toponym figures; the corpus itself is the input, read as jsonl."""
    if not gold.is_file():
        print(f"{name:<30}not there: {gold}")
        return
    started = time.perf_counter()
    texts = [{"id": str(r["id"]), "text": r["text"]} for r in read_rows(gold)]
    source = write_rows(texts, scratch / "texts.jsonl")
    found, faults = geoparse([source], gazetteer=gazetteer)
    seconds = time.perf_counter() - started
    rows = (document_row(key, toponyms) for key, toponyms in found.items())
    predicted = write_rows(rows, scratch / "predicted.jsonl")
    figures = run_scorer(shared / "tools" / "score_toponyms.py", gold, predicted, "--match", match)
    tell_toponyms(name, figures, match)
    note = f", {len(faults)} not readable" if faults else ""
    print(f"{'':<30}{len(found)} documents in {seconds:.1f} s{note}")


def score_dates(analysis: Analysis, shared: Path) -> None:
    """Print how many of the seeds' gold time expressions are found, and how many exactly right."""
    gold = read_rows(shared / "seeds" / "gold" / "dates.jsonl")
    found = right = 0
    for row in gold:
        mentions = analysis.dates.get(row["document"], ())
        at = [m for m in mentions if m.start < row["end"] and row["start"] < m.end]
        found += bool(at)
        spans = [m.span for m in at if m.span]
        right += (row["date_start"], row["date_end"]) in [
            (s.start and s.start.isoformat(), s.end and s.end.isoformat()) for s in spans
        ]
    articles = {d.id: d for d in analysis.documents}
    extra = sum(
        not any(m.start < r["end"] and r["start"] < m.end for r in gold if r["document"] == key)
        for key, mentions in analysis.dates.items()
        for m in mentions
        if not articles[key].is_boilerplate(m.start, m.end)
    )
    tell(
        "dates seeds", right=right / len(gold), found=found / len(gold), gold=len(gold), extra=extra
    )


def score_events(analysis: Analysis, shared: Path, scratch: Path) -> None:
    """Print the seeds' event figures: types matched, then what of each match is right."""
    predicted = write_rows(map(event_row, analysis.events), scratch / "events.jsonl")
    gold = shared / "seeds" / "gold"
    figures = run_scorer(
        shared / "tools" / "score_events.py",
        gold / "events.jsonl",
        gold / "toponyms.jsonl",
        predicted,
    )
    tell("events seeds", **{k: figures[k] for k in ("P", "R", "F1")})
    tell("", **{k: figures[k] for k in ("date", "place", "source", "stance", "tuple")})
    tell("", **{k: figures[k] for k in ("gold", "predicted", "matched")})


def score_seeds(gazetteer: Gazetteer, shared: Path, scratch: Path) -> None:
    """Print all figures of the seed articles."""
    articles = sorted((shared / "seeds").glob("*.txt"))
    if not articles:
        print(f"seeds: not there: {shared / 'seeds'}")
        return
    started = time.perf_counter()
    analysis = analyse(articles, gazetteer=gazetteer)
    seconds = time.perf_counter() - started
    score_seed_toponyms(analysis, shared, scratch)
    score_dates(analysis, shared)
    score_events(analysis, shared, scratch)
    print(f"{'':<30}{len(articles)} articles, all stages, in {seconds:.1f} s")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description="Print every quality figure.")
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    shared = parser.parse_args().shared
    print(f"karamap {karamap.__version__}: python benchmarks/quality.py --shared {shared}")
    if not (shared / "tools").is_dir():
        print(f"no scorers in {shared / 'tools'}; name the folder with --shared")
        return
    gazetteer = Gazetteer.open()
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        score_seeds(gazetteer, shared, scratch)
        for name in ("reports", "traps"):
            score_corpus(
                OWN / f"{name}.jsonl", f"toponyms own {name}", "overlap", gazetteer, shared, scratch
            )
        for name in CORPORA:
            gold = shared / "data" / "corpora" / f"{name}-dev.jsonl"
            score_corpus(gold, f"toponyms {name} exact", "exact", gazetteer, shared, scratch)


if __name__ == "__main__":
    main()
