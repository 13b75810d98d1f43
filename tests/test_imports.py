"""Events from files: karamap's own and other people's; every row here is invented."""

from __future__ import annotations

import contextlib
import csv
import gzip
import io
import json
import tempfile
import zipfile
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from karamap.cli import main
from karamap.errors import InputError
from karamap.export import event_row, export_events, make_handover, write_csv, write_geojson
from karamap.frames import events_frame
from karamap.imports import (
    load_event_file,
    read_acled,
    read_event_file,
    read_events,
    read_ucdp,
)
from karamap.imports.downloads import map_type
from karamap.imports.own import EventFile
from karamap.model import (
    Casualties,
    DateSpan,
    Document,
    Event,
    EventType,
    FeatureClass,
    Mention,
    Place,
    Stance,
    Toponym,
)

TOWN = Place("t:town", 'Nörəbəd "old"; Норабад', FeatureClass.SETTLEMENT, 46.5, 40.0, 4.0)


def event(key: str = "e1", **told: object) -> Event:
    """Return an invented event at TOWN."""
    fields: dict[str, object] = {
        "id": key,
        "document": "d1",
        "start": 10,
        "end": 60,
        "type": EventType.SHELLING,
        "trigger": "shelled",
        "date": DateSpan(date(2020, 10, 1), date(2020, 10, 3), 2),
        "places": (Toponym(Mention(12, 20, "Norabad"), TOWN, 1.0, ""),),
        "where_precision": 2,
        "radius_km": 25.0,
        "actors": ("northern army", "a unit"),
        "targets": (),
        "stance": Stance.CLAIMED,
        "claimed_by": "the mayor",
        "denied_by": None,
        "casualties": (Casualties("killed", 3, 2, 5), Casualties("wounded", 7, side="civilian")),
        "evidence": 'Guns "fired",\nat Norabad.',
        "confidence": 0.7,
        "reason": "",
        "weapons": ("howitzer",),
    }
    return Event(**(fields | told))  # type: ignore[arg-type]  # fields of any kind


def write_lines(path: Path, *events: Event) -> Path:
    """Write events as jsonl."""
    path.write_text("".join(json.dumps(event_row(e)) + "\n" for e in events), encoding="utf-8")
    return path


@pytest.mark.parametrize("suffix", ["jsonl", "geojson", "csv"])
def test_own_files_give_the_events_table_back(tmp_path: Path, suffix: str) -> None:
    """What karamap writes of events reads back to the same table of events."""
    document = Document("d1", "", "A title", "A paper", date(2020, 10, 4), url="https://x.invalid")
    events = (event(), event("e2", date=None, places=(), where_precision=None, radius_km=None))
    frame = events_frame(events, [document])
    path = tmp_path / f"events.{suffix}"
    if suffix == "jsonl":
        write_lines(path, *events)
    else:
        (write_geojson if suffix == "geojson" else write_csv)(frame, path)
    found = read_event_file(path)
    assert not found.faults
    again = events_frame(found.events, found.documents or [document])
    different = [c for c in frame.columns if not frame[c].astype(str).equals(again[c].astype(str))]
    assert not different
    assert found.events[0].fatalities == 3


@pytest.mark.parametrize(
    "name",
    [
        "events.jsonl",
        "events.geojson",
        "events.csv",
        "events.fgb",
        "events.parquet",
        "karamap.gpkg",
    ],
)
def test_a_day_of_saying_reads_back_as_one(tmp_path: Path, name: str) -> None:
    """A day on which something was only said comes back as such, never as the event's own."""
    day = DateSpan(date(2020, 10, 21), date(2020, 10, 21), 1)
    told = (event("e1", date=None, said_on=day), event("e2"), event("e3", date=None))
    keys = ["jsonl", "geojson", "csv", "flatgeobuf", "geoparquet", "gpkg"]
    export_events(make_handover(told, []), keys, tmp_path)
    found = {e.id: e for e in read_events(tmp_path / name)}
    assert (found["e1"].date, found["e1"].said_on) == (None, day)
    assert (found["e2"].date, found["e2"].said_on) == (event("e2").date, None)
    assert (found["e3"].date, found["e3"].said_on) == (None, None)
    assert not EventFile((found["e1"],), ()).between(date(2020, 10, 1), None)


@pytest.mark.parametrize(
    ("cell", "day", "said", "fault"),
    [
        (None, date(2020, 10, 1), None, ""),
        ("", date(2020, 10, 1), None, ""),
        ("NA", date(2020, 10, 1), None, ""),
        ("statement", None, date(2020, 10, 1), ""),
        ("none", None, None, "date_of is none but a day is told"),
        ("guess", None, None, "date_of 'guess' is unknown; one of event, statement, none"),
    ],
)
def test_files_without_or_with_the_basis_of_dates(
    tmp_path: Path, cell: str | None, day: date | None, said: date | None, fault: str
) -> None:
    """A file of before the column has days of the events themselves; a wrong word is a fault."""
    row = {"id": "a", "type": "battle", "date_start": "2020-10-01", "date_end": "2020-10-01"}
    path = tmp_path / "e.jsonl"
    path.write_text(json.dumps(row if cell is None else {**row, "date_of": cell}) + "\n")
    found = read_event_file(path)
    assert [fault in str(f) for f in found.faults] == [True] * bool(fault)
    for read in found.events:
        assert (read.date.start if read.date else None) == day
        assert (read.said_on.start if read.said_on else None) == said


def test_a_bad_line_costs_no_other_event(tmp_path: Path) -> None:
    """A line that is no event is told with its number, the others are read; strict reading ends."""
    path = write_lines(tmp_path / "e.jsonl", event(), event("e2"))
    lines = path.read_text(encoding="utf-8").splitlines()
    strange = {**json.loads(lines[1]), "id": "e3", "type": "picnic"}
    path.write_text("\n".join([lines[0], "{broken", json.dumps(strange), lines[1], lines[0]]))
    found = read_event_file(path)
    assert [e.id for e in found.events] == ["e1", "e2"]
    assert [f.line for f in found.faults] == [2, 3, 5]
    assert "'picnic' is unknown" in str(found.faults[1])
    with pytest.raises(InputError, match=r"e\.jsonl:2"):
        read_events(path)


def test_a_file_of_another_kind_is_one_clear_error(tmp_path: Path) -> None:
    """A missing file, a file with another ending and a GeoJSON without features are refused."""
    (tmp_path / "a.geojson").write_text("[]")
    (tmp_path / "a.docx").write_text("")
    for name in ("none.jsonl", "a.geojson", "a.docx"):
        with pytest.raises(InputError, match=name):
            read_events(tmp_path / name)


GED = (
    "id,year,type_of_violence,conflict_name,side_a,side_b,source_article,source_office,source_date,"
    "source_headline,source_original,where_prec,where_coordinates,where_description,adm_1,adm_2,"
    "latitude,longitude,country,event_clarity,date_prec,date_start,date_end,deaths_a,deaths_b,"
    "deaths_civilians,deaths_unknown,best,high,low"
)
GED_ROW = (
    '7001,2020,1,Northland: Hills,Government of Northland,Hill Army,"Wire, 2020-10-04",Wire,'
    "2020-10-04,Guns in the hills,ministry,2,Norabad town,near Norabad,North province,Sahra,"
    "40.0,46.5,Northland,1,2,2020-10-01 00:00:00.000,2020-10-03 00:00:00.000,1,0,2,0,3,5,2"
)
ACLED_NOW = (
    "event_id_cnty,event_date,year,time_precision,disorder_type,event_type,sub_event_type,actor1,"
    "assoc_actor_1,inter1,actor2,assoc_actor_2,inter2,interaction,civilian_targeting,iso,region,"
    "country,admin1,admin2,admin3,location,latitude,longitude,geo_precision,source,source_scale,"
    "notes,fatalities,tags,timestamp"
)
ACLED_ROW = (
    "NOR12,2020-10-14,2020,2,Political violence,Explosions/Remote violence,Air/drone strike,"
    "Military Forces of Northland,,State forces,Civilians (Hills),,Civilians,State-Civilians,"
    "Civilian targeting,999,Somewhere,Northland,North,Sahra,,Norabad,40.0,46.5,2,Daily Wire,Local,"
    '"On 14 October a drone struck Norabad.",4,,1603000000'
)
ACLED_OLD = (
    "data_id,iso,event_id_cnty,event_id_no_cnty,event_date,year,time_precision,event_type,"
    "sub_event_type,actor1,assoc_actor_1,inter1,actor2,assoc_actor_2,inter2,interaction,region,"
    "country,admin1,admin2,admin3,location,latitude,longitude,geo_precision,source,source_scale,"
    "notes,fatalities,timestamp,iso3"
)
ACLED_OLD_ROW = (
    "55,999,NOR3,3,14 October 2018,2018,3,Battle-No change of territory,,Northland Army,,1,"
    "Hill Army,,2,12,Somewhere,Northland,North,Sahra,,Norabad,40.0,46.5,3,Wire,Local,"
    "A clash.,0,1600,NOR"
)


def write_table(path: Path, *lines: str) -> Path:
    """Write lines as a table."""
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_a_ged_row_becomes_an_event_with_its_precision_tolls_and_source(tmp_path: Path) -> None:
    """Days, precision, sides, tolls, point and who told it come over as GED codes them."""
    found = read_ucdp(write_table(tmp_path / "GEDEvent.csv", GED, GED_ROW))
    (event,) = found.events
    assert not found.faults
    assert not found.notes
    assert event.id == "ucdp:7001"
    assert event.type is EventType.BATTLE
    assert event.date == DateSpan(date(2020, 10, 1), date(2020, 10, 3), 2)
    assert (event.where_precision, event.radius_km) == (2, 25.0)
    place = event.places[0].place
    assert place
    assert (place.name, place.lon, place.lat) == ("Norabad town", 46.5, 40.0)
    assert event.actors == ("Government of Northland", "Hill Army")
    assert event.casualties[0] == Casualties("killed", 3, 2, 5)
    assert event.casualties[2] == Casualties("killed", 2, side="civilians")
    assert (event.stance, event.claimed_by) == (Stance.CLAIMED, "ministry")
    assert "Guns in the hills" in event.evidence
    assert "Wire, 2020-10-04" in event.evidence
    assert event.evidence[event.places[0].mention.start :].startswith("Norabad town")
    assert found.documents[0].publisher == "Uppsala Conflict Data Program (UCDP)"


@pytest.mark.parametrize("packing", ["gz", "zip"])
def test_packed_tables_and_other_cases_of_columns_read_alike(tmp_path: Path, packing: str) -> None:
    """Gzip, zip, upper-case headings and the column names of older releases change nothing."""
    old = GED.upper().replace("BEST,HIGH,LOW", "BEST_EST,HIGH_EST,LOW_EST")
    text = f"\ufeff{old}\r\n{GED_ROW}\r\n".encode()
    path = tmp_path / f"ged.csv.{packing}"
    if packing == "gz":
        path.write_bytes(gzip.compress(text))
    else:
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("folder/ged.csv", text)
    plain = read_ucdp(write_table(tmp_path / "ged.csv", GED, GED_ROW))
    packed = load_event_file(path)
    assert packed.events[0].casualties == plain.events[0].casualties
    assert packed.events[0].evidence == plain.events[0].evidence


def test_an_acled_row_of_today_and_one_of_before_2019(tmp_path: Path) -> None:
    """Both column sets read; precision widens the days and the ring; no toll is made of a 0."""
    (now,) = read_acled(write_table(tmp_path / "a.csv", ACLED_NOW, ACLED_ROW)).events
    (old,) = read_acled(write_table(tmp_path / "b.csv", ACLED_OLD, ACLED_OLD_ROW)).events
    assert (now.id, now.type) == ("acled:NOR12", EventType.AIR_STRIKE)
    assert now.date == DateSpan(date(2020, 10, 11), date(2020, 10, 17), 3)
    assert (now.where_precision, now.radius_km, now.fatalities) == (2, 25.0, 4)
    assert now.targets == ("Civilians (Hills)",)
    assert now.claimed_by == "Daily Wire"
    assert (old.id, old.type) == ("acled:NOR3", EventType.BATTLE)
    assert old.date == DateSpan(date(2018, 10, 1), date(2018, 10, 31), 4)
    assert (old.where_precision, old.fatalities) == (4, None)
    assert old.actors == ("Northland Army", "Hill Army")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("40.0,46.5", "400,46.5", "are no degrees"),
        ("2020-10-01 00", "2020-13-01 00", "date_start"),
        ("7001,2020,1", "7001,2020,9", "type '9'"),
        (",1,2,2020-10-01", ",1,8,2020-10-01", "date_prec 8"),
        (",3,5,2", ",-3,5,2", "best -3 is below 0"),
        (",Northland,1,", ",", "cells where the header has"),
    ],
)
def test_a_bad_row_is_told_with_its_line(tmp_path: Path, old: str, new: str, says: str) -> None:
    """A row that cannot be used is told with its line, and the rows about it are kept."""
    bad = GED_ROW.replace(old, new)
    assert bad != GED_ROW
    third = GED_ROW.replace("7001", "7003")
    path = write_table(tmp_path / "g.csv", GED, GED_ROW, bad.replace("7001", "7002"), third)
    found = read_ucdp(path)
    assert [e.id for e in found.events] == ["ucdp:7001", "ucdp:7003"]
    assert [(f.line, says in str(f)) for f in found.faults] == [(3, True)]


def test_what_an_extract_lacks_is_assumed_carefully_and_told(tmp_path: Path) -> None:
    """Without where_prec a point is near, never exact; without date_end the first day counts."""
    path = write_table(
        tmp_path / "x.csv",
        "id,type_of_violence,date_start,date_end,latitude,longitude,best",
        "1,3,2020-10-01,,40.0,46.5,2",
        "2,,2020-10-02,2020-10-09,,,1",
    )
    found = read_ucdp(path)
    first, second = found.events
    assert (first.where_precision, first.radius_km, first.type) == (2, 25.0, EventType.OTHER)
    assert first.date == DateSpan(date(2020, 10, 1), date(2020, 10, 1), 1)
    assert (second.where_precision, second.places, second.type) == (None, (), EventType.OTHER)
    assert second.date == DateSpan(date(2020, 10, 2), date(2020, 10, 9), 4)
    assert len(found.notes) == 4
    assert "rows without where_prec, 2 (25 km around) is taken: 1" in found.notes


def test_import_writes_what_it_could_and_says_what_it_could_not(tmp_path: Path) -> None:
    """The command writes good rows, names bad lines, leaves with 2; other columns make no file."""
    path = write_table(tmp_path / "g.csv", GED, GED_ROW, GED_ROW)
    out = tmp_path / "events.geojson"
    result = CliRunner().invoke(main, ["import", "ucdp", str(path), "-o", str(out)])
    assert result.exit_code == 2
    assert "g.csv:3: event 'ucdp:7001' came before" in result.stderr
    assert "g.csv: 1 event (1 battle)" in result.stderr
    assert [e.id for e in read_events(out)] == ["ucdp:7001"]
    refused = CliRunner().invoke(
        main, ["import", "acled", str(path), "-o", str(tmp_path / "a.csv")]
    )
    assert refused.exit_code == 2
    assert refused.stderr.count("\n") == 1
    assert "event_id_cnty, event_date, event_type, fatalities missing" in refused.stderr
    assert not (tmp_path / "a.csv").exists()


def test_an_import_survives_its_jsonl_and_geojson(tmp_path: Path) -> None:
    """Imported events written and read again give the same table of events."""
    path = write_table(tmp_path / "g.csv", GED, GED_ROW)
    found = read_ucdp(path)
    frame = events_frame(found.events, found.documents)
    for suffix in (".jsonl", ".geojson", ".csv"):
        out = tmp_path / f"e{suffix}"
        assert (
            CliRunner().invoke(main, ["import", "ucdp", str(path), "-o", str(out)]).exit_code == 0
        )
        again = events_frame(read_events(out), found.documents)
        different = [c for c in frame if not frame[c].astype(str).equals(again[c].astype(str))]
        assert not different


def test_every_type_of_the_table_is_one_of_karamaps() -> None:
    """The reviewed table maps each ACLED sub-type; an unknown sub-type counts as its type."""
    assert map_type("acled", "Battles", "Government regains territory") == "territorial_change"
    assert map_type("acled", "Protests", "Something new") == "protest"
    assert map_type("ucdp", "2") == "battle"
    with pytest.raises(ValueError, match="is none of ACLED's"):
        map_type("acled", "Weather")


@pytest.mark.parametrize(
    "places", [[1], [{"candidates": 5}], [{"candidates": [1]}], [{"lat": 95, "lon": 1}]]
)
def test_places_of_another_shape_are_a_fault(tmp_path: Path, places: object) -> None:
    """What is no place in a row is told with its line."""
    path = tmp_path / "e.jsonl"
    path.write_text(json.dumps({**event_row(event()), "places": places}))
    assert [f.line for f in read_event_file(path).faults] == [1]


def test_a_geometry_of_another_shape_is_no_point(tmp_path: Path) -> None:
    """A feature whose geometry is no point is an event without a place."""
    rows = [{"type": "Point", "coordinates": 5}, {"type": "Point"}, [], None]
    features = [
        {"id": f"e{n}", "properties": {"type": "battle"}, "geometry": g} for n, g in enumerate(rows)
    ]
    path = tmp_path / "e.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    assert [e.places for e in read_events(path)] == [()] * 4


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["lat", "lon", "place_id", "candidates", "kind", "best", "start", "valid_from"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=8,
)
_FIELDS = st.sampled_from([*event_row(event()), "lon", "lat", "place", "title", "published"])


@given(st.dictionaries(_FIELDS, _VALUES, max_size=8))
def test_any_json_row_is_an_event_or_a_fault(row: dict[str, object]) -> None:
    """Whatever stands in a row's fields, it is read or told, never a crash."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "e.jsonl")
        text = json.dumps({**event_row(event()), **row})
        path.write_text(text, encoding="utf-8", errors="surrogatepass")
        with contextlib.suppress(InputError):
            found = read_event_file(path)
            assert len(found.events) + len(found.faults) == 1


@given(st.lists(st.text(max_size=12), min_size=30, max_size=30), st.binary(max_size=60))
def test_any_table_is_read_or_refused(cells: list[str], tail: bytes) -> None:
    """Any cells, and any bytes after them, give events, faults or one error."""
    text = io.StringIO()
    csv.writer(text).writerow(cells)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "g.csv")
        told = f"{GED}\n{GED_ROW}\n{text.getvalue()}".encode(errors="surrogatepass")
        path.write_bytes(told + tail)
        with contextlib.suppress(InputError):
            assert len(read_ucdp(path).events) >= 1
        path.write_bytes(tail)
        for read in (load_event_file, read_ucdp, read_acled):
            with contextlib.suppress(InputError):
                read(path)
