"""Golden cases: articles of our own in many newsroom styles, annotated before the rules."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from karamap.events import find_events
from karamap.model import (
    DateMention,
    DateSpan,
    Document,
    Event,
    EventType,
    FeatureClass,
    Mention,
    Place,
    Toponym,
)

FOLDER = Path(__file__).parent / "data" / "events"
NAMES = sorted(p.name for p in FOLDER.iterdir() if p.is_dir())


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


@cache
def coded(name: str) -> tuple[Event, ...]:
    folder = FOLDER / name
    meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
    text = (folder / "in.txt").read_text(encoding="utf-8")
    toponyms = [
        Toponym(
            Mention(t["start"], t["end"], t["surface"]),
            Place(t["place_id"], t["name"], FeatureClass(t["feature_class"]), t["lon"], t["lat"]),
            1.0,
            "gold",
        )
        for t in rows(folder / "toponyms.jsonl")
    ]
    dates = [
        DateMention(
            d["start"],
            d["end"],
            d["text"],
            DateSpan(day(d["date_start"]), day(d["date_end"]), d["precision"]),
            "gold",
        )
        for d in rows(folder / "dates.jsonl")
    ]
    document = Document(name, text, published=day(meta["published"]))
    return tuple(find_events(document, toponyms, dates))


def pairs(name: str) -> Iterator[tuple[dict[str, Any], Event]]:
    """Match gold and coded events of one sentence and type, stance first."""
    left = list(coded(name))
    gold = rows(FOLDER / name / "events.jsonl")
    for strict in (True, False):
        for g in list(gold):
            for e in left:
                same = (e.start, e.end, e.type.value) == (g["start"], g["end"], g["type"])
                if same and (not strict or e.stance.value == g["stance"]):
                    left.remove(e)
                    gold.remove(g)
                    yield g, e
                    break


def lies_inside(span: DateSpan, gold: dict[str, Any]) -> bool:
    """Whether a date lies in gold's, give or take a day; open ends hold anything."""
    first, last = day(gold["date_start"]) or date.min, day(gold["date_end"]) or date.max
    start, end = span.start or span.end, span.end or span.start
    assert start is not None
    assert end is not None
    return first <= start + timedelta(1) and end <= min(last, date(9999, 1, 1)) + timedelta(1)


def test_cases_cover_all_types() -> None:
    """Every one of the 17 types occurs in the golden cases."""
    told = {g["type"] for n in NAMES for g in rows(FOLDER / n / "events.jsonl")}
    assert told == {t.value for t in EventType}


@pytest.mark.parametrize("name", NAMES)
def test_case_is_mostly_found(name: str) -> None:
    """In each article more than half of the events are found, and few are made up."""
    gold = len(rows(FOLDER / name / "events.jsonl"))
    found = len(list(pairs(name)))
    assert found >= gold * 0.55
    assert found >= len(coded(name)) * 0.55


def test_pooled_quality() -> None:
    """Over all cases F1, sources, stances and dates stay where they were measured."""
    matched = [p for n in NAMES for p in pairs(n)]
    gold = sum(len(rows(FOLDER / n / "events.jsonl")) for n in NAMES)
    predicted = sum(len(coded(n)) for n in NAMES)
    assert 2 * len(matched) / (gold + predicted) >= 0.83
    stance = [e.stance.value == g["stance"] for g, e in matched]
    source = [(e.claimed_by is None) == (g["claimed_by"] is None) for g, e in matched]
    dated = [
        e.date is not None and lies_inside(e.date, g)
        for g, e in matched
        if g["date_start"] and g["date_of"] == "event"
    ]
    placed = [
        bool({t.mention.text for t in e.places} & set(g["places"]))
        for g, e in matched
        if g["places"]
    ]
    for share, floor in ((stance, 0.95), (source, 0.95), (dated, 0.9), (placed, 0.75)):
        assert sum(share) / len(share) >= floor
