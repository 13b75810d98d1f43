"""Recognition and resolution on texts of our own, with stand-off gold in ``data/toponyms``.

``reports.jsonl`` holds news-like texts of 1988 to 2024 in the styles and spellings of both sides
and of wires; ``traps.jsonl`` short texts that each try one trap; ``unseen.jsonl`` twenty texts that
were annotated before anything read them (first runs, end to end: F1 .978 of twelve, .964 of eight)
and weigh nothing. Spans are proper names without
possessives and lower-case generics; names inside organisations' names are left out of account.
"""

from __future__ import annotations

import json
import math
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from karamap.export import document_row
from karamap.gazetteer import Gazetteer
from karamap.model import Document
from karamap.recognition import find_mentions
from karamap.resolution import resolve

DATA = Path(__file__).resolve().parent / "data" / "toponyms"
FAR_KM = 161.0
# a little under what was measured; see the report of benchmarks/quality.py for the seeds
FLOOR_RECOGNITION, FLOOR_END_TO_END = 0.97, 0.965

Row = dict[str, Any]


def read_rows(name: str) -> list[Row]:
    text = (DATA / name).read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


REPORTS, TRAPS = read_rows("reports.jsonl"), read_rows("traps.jsonl")
UNSEEN = read_rows("unseen.jsonl")


def parse(row: Row, gazetteer: Gazetteer) -> list[Row]:
    document = Document(id=row["id"], text=row["text"])
    found = resolve(document, find_mentions(document, gazetteer), gazetteer)
    told: list[Row] = document_row(document.id, found)["toponyms"]
    return [t for t in told if not any(overlap(t, i) for i in row.get("ignore", ()))]


def overlap(one: Row, two: Row) -> bool:
    return bool(one["start"] < two["end"]) and bool(two["start"] < one["end"])


def distance_km(one: Row, two: Row) -> float:
    if one["lat"] is None or two["lat"] is None:
        return math.inf
    a, b = math.radians(one["lat"]), math.radians(two["lat"])
    along = math.radians(one["lon"] - two["lon"])
    half = math.sin((a - b) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(along / 2) ** 2
    return 12742 * math.asin(min(1.0, math.sqrt(half)))


def is_right(gold: Row, found: Row) -> bool:
    near = max(25.0, gold.get("tolerance_km", 0.0))
    same = gold["place_id"] is None or gold["place_id"] == found["place_id"]
    return bool(same) and distance_km(gold, found) <= near


def f1(right: int, found: int, wanted: int) -> float:
    return 2 * right / (found + wanted)


def test_gold_spans_are_their_surfaces() -> None:
    """Each gold span holds the surface it states, in order and without overlap."""
    for row in REPORTS + TRAPS + UNSEEN:
        spans = [(t["start"], t["end"]) for t in row["toponyms"]]
        assert [row["text"][s:e] for s, e in spans] == [t["surface"] for t in row["toponyms"]]
        assert all(a[1] <= b[0] for a, b in pairwise(spans))


def test_gold_ids_are_in_the_gazetteer(gazetteer: Gazetteer) -> None:
    """Each place that the gold names by id exists."""
    for row in REPORTS + TRAPS + UNSEEN:
        ids = {t["place_id"] for t in row["toponyms"]} - {None}
        assert not [i for i in ids if gazetteer.place(i) is None]


@pytest.mark.parametrize("rows", [REPORTS, UNSEEN], ids=["reports", "unseen"])
def test_reports_reach_their_floors(gazetteer: Gazetteer, rows: list[Row]) -> None:
    """Over all reports recognition and end-to-end F1 stay above their floors."""
    recognised = right = found = wanted = 0
    for row in rows:
        told = parse(row, gazetteer)
        free = list(told)
        found += len(told)
        wanted += len(row["toponyms"])
        for gold in row["toponyms"]:
            hit = next((t for t in free if overlap(gold, t)), None)
            if hit:
                free.remove(hit)
                recognised += 1
                right += distance_km(gold, hit) <= max(FAR_KM, gold.get("tolerance_km", 0.0))
    assert f1(recognised, found, wanted) >= FLOOR_RECOGNITION
    assert f1(right, found, wanted) >= FLOOR_END_TO_END


@pytest.mark.parametrize("row", TRAPS, ids=lambda row: row["id"])
def test_trap(gazetteer: Gazetteer, row: Row) -> None:
    """The text yields exactly the gold's spans, each resolved to the gold's place."""
    told = parse(row, gazetteer)
    assert [t["surface"] for t in told] == [t["surface"] for t in row["toponyms"]]
    for gold, hit in zip(row["toponyms"], told, strict=True):
        assert (hit["start"], hit["end"]) == (gold["start"], gold["end"])
        assert is_right(gold, hit), f"{hit['surface']} → {hit['place_id']}: {hit['reason']}"
