"""Any events survive every lossless format: other scripts, quotes, line breaks, nothing told."""

from __future__ import annotations

import json
import math
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import shape
from test_frames import DOCUMENT

from karamap.export.formats import export_events
from karamap.export.handover import Handover, make_handover
from karamap.export.schema import read_schema
from karamap.imports import read_events
from karamap.model import (
    Candidate,
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

NASTY = [
    "Şuşa Շուշի Шуша შუშა 上海 القدس",
    'a "quoted", word; and more',
    "two\nlines and a\ttab",
    "=1+1",
    "+1",
    "-1",
    "@A1",
    "'=1",
    "''",
    "NULL",
    "<b>&amp;</b>",
    "🙂 \u2028 \u00a0",
    "\\N",
]
WORDS = st.one_of(st.sampled_from(NASTY), st.text(st.characters(codec="utf-8"), max_size=20))
# what every stage before the exports gives: some visible text, no blanks around it
NAMES = WORDS.map(lambda t: "".join(c for c in t if c >= " " or c == "\n").strip()).filter(
    lambda t: t.lower() not in {"", "na", "n/a", "nan", "nat", "none", "null", "<na>"}
)
LON, LAT = st.floats(-180, 180), st.floats(-90, 90)
DAYS = st.dates(date(1700, 1, 1), date(2100, 1, 1))
NUMBERS = st.one_of(st.none(), st.integers(0, 10**6))


@st.composite
def places(draw: st.DrawFn) -> Place:
    return Place(
        draw(NAMES),
        draw(NAMES),
        draw(st.sampled_from(FeatureClass)),
        round(draw(LON), 6),
        round(draw(LAT), 6),
        draw(st.sampled_from([0.0, 2.5, 300.0])),
        draw(st.sampled_from(["", "AZ"])),
        draw(st.sampled_from(["", "up"])),
        draw(st.integers(0, 10**7)),
        draw(st.one_of(st.none(), DAYS)),
        None,
        draw(st.sampled_from(["", "map"])),
        curated=draw(st.booleans()),
    )


@st.composite
def toponyms(draw: st.DrawFn) -> Toponym:
    text = draw(NAMES)
    start = draw(st.integers(0, 99))
    place = draw(st.one_of(st.none(), places()))
    others = draw(st.lists(places(), max_size=1))
    return Toponym(
        Mention(start, start + len(text), text, literal=draw(st.booleans())),
        place,
        draw(st.floats(0, 1)),
        draw(NAMES),
        tuple(Candidate(p, 0.5, p.name, "exact") for p in others),
    )


@st.composite
def spans(draw: st.DrawFn) -> DateSpan | None:
    first, last = sorted(draw(st.tuples(DAYS, DAYS)))
    start = draw(st.sampled_from([first, None]))
    end = draw(st.sampled_from([last, None]))
    told = DateSpan(start, end, draw(st.integers(1, 5)))
    return draw(st.sampled_from([told, None]))


@st.composite
def tolls(draw: st.DrawFn) -> Casualties:
    side = draw(st.one_of(st.none(), NAMES))
    kind = draw(st.sampled_from(["killed", "wounded"]))
    return Casualties(kind, draw(NUMBERS), draw(NUMBERS), draw(NUMBERS), side)


@st.composite
def events(draw: st.DrawFn) -> Event:
    told = draw(st.lists(toponyms(), max_size=2))
    start = draw(st.integers(0, 1000))
    when = draw(spans())
    said = draw(spans()) if when is None else None
    return Event(
        id=draw(st.uuids()).hex,
        document=draw(st.sampled_from(["a.txt", "other"])),
        start=start,
        end=start + draw(st.integers(1, 99)),
        type=draw(st.sampled_from(EventType)),
        trigger=draw(NAMES),
        date=when,
        places=tuple(told),
        where_precision=draw(st.integers(1, 7)) if told else None,
        radius_km=draw(st.sampled_from([0.0, 12.5])) if told else None,
        actors=tuple(draw(st.lists(NAMES, max_size=2))),
        targets=tuple(draw(st.lists(NAMES, max_size=1))),
        stance=draw(st.sampled_from(Stance)),
        claimed_by=draw(st.one_of(st.none(), NAMES)),
        denied_by=draw(st.one_of(st.none(), NAMES)),
        casualties=tuple(draw(st.lists(tolls(), max_size=2))),
        evidence=draw(WORDS),
        confidence=draw(st.floats(0, 1)),
        reason=draw(WORDS),
        weapons=tuple(draw(st.lists(NAMES, max_size=1))),
        said_on=said,
    )


EVENTS = st.lists(events(), min_size=1, max_size=4, unique_by=lambda e: e.id)


def write(told: list[Event], key: str, name: str, folder: str) -> tuple[Handover, Path]:
    handover = make_handover(told, [DOCUMENT])
    export_events(handover, [key], Path(folder))
    return handover, Path(folder) / name


@given(EVENTS)
@settings(max_examples=60)
def test_jsonl_gives_the_same_events(told: list[Event]) -> None:
    """Events read back from jsonl equal those written, field for field, candidates and all."""
    with tempfile.TemporaryDirectory() as folder:
        _, path = write(told, "jsonl", "events.jsonl", folder)
        assert list(read_events(path)) == told


def cells(frame: pd.DataFrame, *, blank_is_gap: bool) -> list[dict[str, Any]]:
    """Return the rows as plain values under the schema's types, whatever a reader made of them."""
    rows = []
    for record in frame.to_dict("records"):
        row: dict[str, Any] = {}
        for field in read_schema()["events"].fields:
            value = record[field.name]
            gap = value is None or pd.isna(value) or (blank_is_gap and value == "")
            row[field.name] = None if gap else _plain(value, field.type)
        point: Any = record.get("geometry")
        here = point is not None and not math.isnan(point.x)
        row["geometry"] = (round(point.x, 5), round(point.y, 5)) if here else None
        rows.append(row)
    return rows


def _plain(value: Any, kind: str) -> Any:  # noqa: ANN401  a cell
    if kind == "date":
        return pd.Timestamp(value).date().isoformat() if not isinstance(value, str) else value
    if kind == "boolean":
        return str(value).lower() in {"true", "1"}
    if kind in {"integer", "number"}:
        return pytest.approx(float(value), rel=1e-12)
    # no file of text or C strings holds NUL; CSV keeps one kind of line break
    return str(value).replace("\x00", "\ufffd").replace("\r\n", "\n").replace("\r", "\n")


def read_csv(path: Path) -> gpd.GeoDataFrame:
    table = pd.read_csv(path, dtype=str, keep_default_na=False, na_values=[""])
    for column in table.columns:
        run = table[column].str.match(r"'+[=+\-@\t\r]", na=False)
        table[column] = table[column].mask(run, table[column].str[1:])
    points = gpd.points_from_xy(table.pop("lon").astype(float), table.pop("lat").astype(float))
    return gpd.GeoDataFrame(table, geometry=points, crs="EPSG:4326")


def read_geojson(path: Path) -> gpd.GeoDataFrame:
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    rows = [
        f["properties"] | {"geometry": f["geometry"] and shape(f["geometry"])} for f in features
    ]
    return gpd.GeoDataFrame(rows, geometry="geometry", crs="EPSG:4326")


READERS: dict[str, tuple[str, Any]] = {
    "geojson": ("events.geojson", read_geojson),
    "flatgeobuf": ("events.fgb", gpd.read_file),
    "geoparquet": ("events.parquet", gpd.read_parquet),
    "gpkg": (
        "karamap.gpkg",
        lambda p: gpd.read_file(p, layer="events").rename(columns={"uid": "id"}),
    ),
    "csv": ("events.csv", read_csv),
}


@pytest.mark.parametrize("key", READERS)
@given(told=EVENTS)
@settings(max_examples=15)
def test_every_row_survives_a_flat_format(key: str, told: list[Event]) -> None:
    """Every cell of the events' table comes back from the file, typed as the schema says."""
    name, read = READERS[key]
    with tempfile.TemporaryDirectory() as folder:
        handover, path = write(told, key, name, folder)
        blank = key == "csv"  # CSV has one sign for nothing told and empty text
        expected = cells(handover.events, blank_is_gap=blank)
        found = cells(read(path), blank_is_gap=blank)
        if key == "flatgeobuf":  # its spatial index orders the rows
            found, expected = (sorted(rows, key=lambda r: r["id"]) for rows in (found, expected))
        assert found == expected
