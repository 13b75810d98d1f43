"""Score the events stage against gold and print the figures.

    python benchmarks/events.py                     our whole chain on the seeds
    python benchmarks/events.py --gold-parts        gold places and dates, our events only
    python benchmarks/events.py --cases             the golden cases of tests/data/events
    python benchmarks/events.py --unseen            reports that no rule or weight was made on
    python benchmarks/events.py --baseline          keyword and most-frequent-type baselines
    python benchmarks/events.py --roles             actors and targets, with and without a parse

`--shared DIR` says where the seeds, their gold and the scorer lie (default ``../shared``).
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from karamap.dates import find_dates
from karamap.documents import read_documents
from karamap.events import find_events, merge_events
from karamap.events.lexicon import find_triggers
from karamap.events.parsing import Parse
from karamap.gazetteer import Gazetteer
from karamap.model import (
    DateMention,
    DateSpan,
    Document,
    Event,
    FeatureClass,
    Mention,
    Place,
    Span,
    Toponym,
)
from karamap.nlp import open_model
from karamap.recognition import find_mentions
from karamap.resolution import resolve
from karamap.text import split_sentences

CASES = Path(__file__).parents[1] / "tests" / "data" / "events"
ROLES = CASES.parent / "parsing"
UNSEEN = Path(__file__).parent / "unseen"
Parts = tuple[Document, list[Toponym], list[DateMention]]


def read_rows(path: Path) -> list[dict[str, Any]]:
    """Return the objects of a jsonl file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]


def to_day(text: str | None) -> date | None:
    """Return an ISO date, None for none."""
    return date.fromisoformat(text) if text else None


def read_parts(document: Document, gazetteer: Gazetteer) -> Parts:
    """Return a document with places and dates as our own stages find them."""
    toponyms = resolve(document, find_mentions(document, gazetteer), gazetteer)
    return document, toponyms, find_dates(document)


def load_chain(paths: list[Path], published: dict[str, str]) -> list[Parts]:
    """Return the documents with places and dates as our own stages find them."""
    gazetteer = Gazetteer.open()
    out = []
    for path in paths:
        day = to_day(published.get(path.parent.name))
        out.append(read_parts(read_documents([path], published=day)[0], gazetteer))
    return out


def load_corpus(path: Path) -> list[Parts]:
    """Return the documents of a toponym corpus, as our own stages read them."""
    gazetteer = Gazetteer.open()
    out = []
    for row in read_rows(path):
        document = Document(str(row["id"]), row["text"], published=date(2017, 1, 1))
        out.append(read_parts(document, gazetteer))
    return out


def print_speed(name: str, parts: list[Parts]) -> None:
    """Print the text read per second of CPU time, the best of five runs over `parts`.

    The expressions that a text needs are compiled in the first run, about half a second.
    """
    size = sum(len(document.text) for document, _, _ in parts) / 1000
    if not size:
        return
    times = []
    for _ in range(5):
        begun = time.process_time()
        for document, _, _ in parts:
            find_dates(document)
        middle = time.process_time()
        for part in parts:
            find_events(*part)
        end = time.process_time()
        times.append((middle - begun, end - middle))
    dates, events = min(d for d, _ in times), min(e for _, e in times)
    print(
        f"{name}: {size / events:.0f} kB/s for events, {size / dates:.0f} for dates,"
        f" {size / (dates + events):.0f} for both"
    )


def load_case(folder: Path) -> Parts:
    """Return one golden case with the places and dates that its annotator gave."""
    meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
    text = (folder / "in.txt").read_text(encoding="utf-8")
    document = Document(meta["id"], text, published=to_day(meta["published"]))
    toponyms = [
        Toponym(
            Mention(t["start"], t["end"], t["surface"]),
            Place(t["place_id"], t["name"], FeatureClass(t["feature_class"]), t["lon"], t["lat"]),
            1.0,
            "gold",
        )
        for t in read_rows(folder / "toponyms.jsonl")
    ]
    return document, toponyms, [to_mention(d) for d in read_rows(folder / "dates.jsonl")]


def to_mention(row: dict[str, Any]) -> DateMention:
    """Return a gold time expression."""
    start, end = to_day(row["date_start"]), to_day(row["date_end"])
    precision = row["precision"] if isinstance(row["precision"], int) else 1
    span = DateSpan(start, end, precision) if start or end else None
    return DateMention(row["start"], row["end"], row["text"], span, "gold")


def load_gold_parts(paths: list[Path], gold: Path) -> list[Parts]:
    """Return the seeds with gold places and dates, feature classes guessed from the gold."""
    dates: dict[str, list[DateMention]] = {}
    for row in read_rows(gold / "dates.jsonl"):
        dates.setdefault(row["document"], []).append(to_mention(row))
    places = {row["id"]: row["toponyms"] for row in read_rows(gold / "toponyms.jsonl")}
    out = []
    for path in paths:
        document = read_documents([path])[0]
        rows = [t for t in places[path.name] if t.get("lat") is not None]
        noise = tuple(Span(t["start"], t["end"]) for t in rows if t["boilerplate"])
        document = Document(
            path.name, document.text, published=document.published, boilerplate=noise
        )
        out.append((document, [to_toponym(t) for t in rows], dates.get(path.name, [])))
    return out


def to_toponym(row: dict[str, Any]) -> Toponym:
    """Return a gold place mention."""
    kind = FeatureClass.SETTLEMENT
    if row["areal"]:
        contested = "arabakh" in row["surface"]
        kind = FeatureClass.REGION if contested else FeatureClass.COUNTRY
    place = Place(row["surface"], row["surface"], kind, row["lon"], row["lat"])
    mention = Mention(row["start"], row["end"], row["surface"], boilerplate=row["boilerplate"])
    return Toponym(mention, place, 1.0, "gold")


def to_row(event: Event, document: str) -> dict[str, Any]:
    """Return an event as `karamap events --format jsonl` writes it."""
    span = event.when
    return {
        "id": event.id,
        "document": document,
        "start": event.start,
        "end": event.end,
        "type": event.type.value,
        "date_start": span.start.isoformat() if span and span.start else None,
        "date_end": span.end.isoformat() if span and span.end else None,
        "places": [
            {"name": t.place.name, "lat": t.place.lat, "lon": t.place.lon, "text": t.mention.text}
            for t in event.places
            if t.place is not None
        ],
        "claimed_by": event.claimed_by,
        "stance": event.stance.value,
        "fatalities": event.fatalities,
    }


def guess_rows(parts: list[Parts], *, keyword: bool) -> list[dict[str, Any]]:
    """Return a baseline: each trigger's own type, or "battle" for every sentence with one."""
    rows: list[dict[str, Any]] = []
    for document, _, _ in parts:
        for span in split_sentences(document.text):
            triggers = find_triggers(document.text[span.start : span.end])
            kinds = {t.type.value for t in triggers} if keyword else {"battle"} if triggers else ()
            rows += [
                {
                    "document": Path(document.id).name, "start": span.start, "end": span.end,
                    "type": kind, "stance": "asserted", "claimed_by": None, "places": [],
                }
                for kind in sorted(kinds)
            ]  # fmt: skip
    return rows


def score(rows: Iterable[dict[str, Any]], gold: Path, toponyms: Path, scorer: Path) -> str:
    """Return the scorer's line for `rows`."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "pred.jsonl"
        lines = (json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        path.write_text("".join(lines), encoding="utf-8")
        command = [sys.executable, str(scorer), str(gold), str(toponyms), str(path)]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def score_cases(scorer: Path, *, chain: bool) -> None:
    """Print the figures of the golden cases."""
    folders = sorted(p for p in CASES.iterdir() if p.is_dir())
    if chain:
        published = {
            f.name: json.loads((f / "meta.json").read_text("utf-8"))["published"] for f in folders
        }
        parts = load_chain([f / "in.txt" for f in folders], published)
    else:
        parts = [load_case(f) for f in folders]
    rows = [to_row(e, f.name) for f, p in zip(folders, parts, strict=True) for e in find_events(*p)]
    gold = [row for f in folders for row in read_rows(f / "events.jsonl")]
    points = [
        {
            "id": f.name,
            "toponyms": [dict(t, areal=is_areal(t)) for t in read_rows(f / "toponyms.jsonl")],
        }
        for f in folders
    ]
    print("cases      ", score_rows(rows, gold, points, scorer))


def score_unseen(scorer: Path) -> None:
    """Print the figures of the reports kept aside (`unseen/`), by set and over all."""
    gazetteer = Gazetteer.open()
    gold: list[dict[str, Any]] = []
    rows: list[dict[str, Any]] = []
    points: list[dict[str, Any]] = []
    for path in sorted(UNSEEN.glob("*.json")):
        start, start_gold = len(rows), len(gold)
        for report in json.loads(path.read_text(encoding="utf-8")):
            name = f"{path.stem}-{report['id']}"
            document = Document(name, report["text"], published=to_day(report["published"]))
            events = find_events(*read_parts(document, gazetteer))
            rows += [to_row(e, name) for e in events]
            gold += [dict(e, document=name) for e in report["events"]]
            places = [
                {"surface": surface, "lat": lat, "lon": lon, "areal": areal}
                for surface, (lat, lon, areal) in report["places"].items()
            ]
            points.append({"id": name, "toponyms": places})
        print(f"{path.stem:7}", score_rows(rows[start:], gold[start_gold:], points, scorer))
    print("all    ", score_rows(rows, gold, points, scorer))


def score_rows(
    rows: Iterable[dict[str, Any]],
    gold: Iterable[dict[str, Any]],
    points: Iterable[dict[str, Any]],
    scorer: Path,
) -> str:
    """Return the scorer's line for `rows` against `gold`, whose places `points` locates."""
    with tempfile.TemporaryDirectory() as folder:
        paths = Path(folder) / "gold.jsonl", Path(folder) / "places.jsonl"
        for path, told in zip(paths, (gold, points), strict=True):
            path.write_text("".join(json.dumps(r) + "\n" for r in told), encoding="utf-8")
        return score(rows, *paths, scorer)


def count_roles(rows: list[dict[str, Any]], parse: Parse | None) -> dict[str, list[int]]:
    """Return how many actors and targets are right, found and in the gold, and cases all right."""
    counts = {"actors": [0, 0, 0], "targets": [0, 0, 0], "whole cases": [0, len(rows), len(rows)]}
    for row in rows:
        events = find_events(Document("d", row["text"]), [], [], parse=parse)
        event = next((e for e in events if row["trigger"] in e.trigger), None)
        whole = event is not None
        for field in ("actors", "targets"):
            found, gold = set(getattr(event, field, ())), set(row[field])
            for i, n in enumerate((len(found & gold), len(found), len(gold))):
                counts[field][i] += n
            whole = whole and found == gold
        counts["whole cases"][0] += whole
    return counts


def score_roles() -> None:
    """Print who does what to whom against our own sentences, with and without a parse."""
    model = open_model()
    parse: Parse | None = None
    for name, parse in (("without", None), ("with", model.parse if model else None)):
        if name == "with" and parse is None:
            print("with a parse: no pipeline is installed")
            return
        for path in sorted(ROLES.glob("*.jsonl")):
            for field, (right, found, gold) in count_roles(read_rows(path), parse).items():
                f1 = 2 * right / max(found + gold, 1)
                print(f"{path.stem:9} {name:7} {field:11} {right} right, {found} found, {gold} gold"
                      f"  F1 {f1:.3f}")  # fmt: skip
    folders = sorted(p for p in CASES.iterdir() if p.is_dir())
    same, total = 0, 0
    for part in map(load_case, folders):
        pairs = zip(find_events(*part), find_events(*part, parse=parse), strict=True)
        agree = [(a.actors, a.targets) == (b.actors, b.targets) for a, b in pairs]
        same, total = same + sum(agree), total + len(agree)
    print(f"golden cases: both paths agree on {same} of {total} events")


def is_areal(row: dict[str, Any]) -> bool:
    """Whether a gold place's point only represents an area."""
    return Place("", "", FeatureClass(row["feature_class"]), 0, 0).areal


def main() -> None:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--gold-parts", action="store_true")
    parser.add_argument("--cases", action="store_true")
    parser.add_argument("--unseen", action="store_true")
    parser.add_argument("--chain", action="store_true", help="with --cases: our places and dates")
    parser.add_argument("--baseline", action="store_true")
    parser.add_argument("--roles", action="store_true", help="who does what to whom")
    parser.add_argument("--dump", type=Path, help="write the predicted rows here")
    options = parser.parse_args()
    if options.roles:
        score_roles()
        return
    scorer = options.shared / "tools" / "score_events.py"
    if options.unseen:
        score_unseen(scorer)
        return
    if options.cases:
        score_cases(scorer, chain=options.chain)
        return
    seeds, gold = options.shared / "seeds", options.shared / "seeds" / "gold"
    paths = sorted(seeds.glob("*.txt"))
    parts = load_gold_parts(paths, gold) if options.gold_parts else load_chain(paths, {})
    events = [(e, Path(p[0].id).name) for p in parts for e in find_events(*p)]
    rows = [to_row(e, name) for e, name in events]
    if options.dump:
        options.dump.write_text("".join(json.dumps(r) + "\n" for r in rows), encoding="utf-8")
    truth = (gold / "events.jsonl", gold / "toponyms.jsonl", scorer)
    print("karamap    ", score(rows, *truth))
    if options.baseline:
        print("keyword    ", score(guess_rows(parts, keyword=True), *truth))
        print("one type   ", score(guess_rows(parts, keyword=False), *truth))
    incidents = merge_events([e for e, _ in events])
    disputed = sum(i.disputed for i in incidents)
    print(f"{len(incidents)} incidents, {disputed} disputed")
    corpus = options.shared / "data" / "corpora" / "TR-News-dev.jsonl"
    print_speed("seeds", parts)
    print_speed("mixed news", load_corpus(corpus) if corpus.exists() else [])


if __name__ == "__main__":
    main()
