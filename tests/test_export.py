"""Files for other tools: valid, inert, typed, atomic, the same bytes on every write."""

from __future__ import annotations

import csv
import io
import json
import math
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest
from geojson_pydantic import FeatureCollection
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import (
    GeometryCollection,
    LinearRing,
    LineString,
    MultiPolygon,
    Point,
    Polygon,
    box,
    shape,
)
from shapely.geometry.base import BaseGeometry
from test_frames import AREA, DOCUMENT, EVENT, NOWHERE, TOWN, named

from karamap.errors import OutputError
from karamap.export import (
    check_folder,
    csv_text,
    document_row,
    event_row,
    geojson_text,
    write_csv,
    write_geojson,
    write_geopackage,
    write_text,
)
from karamap.export.write import write_pieces
from karamap.frames import events_frame, toponyms_frame
from karamap.layers import all_layers

CLOCKWISE = Polygon([(0, 0), (0, 4), (4, 4), (4, 0)], [[(1, 1), (2, 1), (2, 2), (1, 2)]])
EVENTS = events_frame([EVENT, NOWHERE, replace(EVENT, id="e3")], [DOCUMENT])


def frame_of(geometry: BaseGeometry | None = None, **columns: object) -> gpd.GeoDataFrame:
    place = Point(46.5, 40.25) if geometry is None else geometry
    return gpd.GeoDataFrame({k: [v] for k, v in columns.items()}, geometry=[place], crs="EPSG:4326")


def features(frame: gpd.GeoDataFrame) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(geojson_text(frame))["features"]
    return found


# -- GeoJSON ---


@pytest.mark.parametrize(
    "frame",
    [EVENTS, EVENTS.iloc[:0], toponyms_frame({"a": [named(AREA, "Sahra"), named(None, "X")]})],
    ids=["events", "nothing", "toponyms"],
)
def test_geojson_is_valid(frame: gpd.GeoDataFrame) -> None:
    """What is written is a valid RFC 7946 collection of as many features as rows, without a crs."""
    text = geojson_text(frame, name="test")
    collection: FeatureCollection[Any] = FeatureCollection.model_validate_json(text)
    assert len(collection.features) == len(frame)
    assert "crs" not in json.loads(text)


def test_layers_are_valid_geojson() -> None:
    """The packaged lines and areas of all dates are valid RFC 7946."""
    layers = all_layers()
    text = geojson_text(layers)
    collection: FeatureCollection[Any] = FeatureCollection.model_validate_json(text)
    assert [f.id for f in collection.features] == list(layers["id"])


@pytest.mark.parametrize("area", [CLOCKWISE, MultiPolygon([CLOCKWISE, box(5, 5, 6, 6, ccw=False)])])
def test_rings_follow_the_right_hand_rule(area: Polygon | MultiPolygon) -> None:
    """Outer rings run counterclockwise and holes clockwise, whatever the frame has."""
    (feature,) = features(frame_of(area, id="a"))
    written = shape(feature["geometry"])
    for part in gpd.GeoSeries([written]).explode():
        assert isinstance(part, Polygon)
        assert LinearRing(part.exterior).is_ccw
        assert not any(LinearRing(hole).is_ccw for hole in part.interiors)
    assert written.equals(area)


def test_id_is_a_member_of_the_feature() -> None:
    """The column ``id`` is the feature's own id and stays among its properties."""
    (feature,) = features(frame_of(id="e1", note="x"))
    assert feature["id"] == feature["properties"]["id"] == "e1"
    assert list(features(frame_of(note="x"))[0]) == ["type", "properties", "geometry"]


def test_rows_without_geometry_are_kept() -> None:
    """A row without a place is a feature with null geometry, in its turn."""
    told = features(EVENTS)
    assert [f["id"] for f in told] == ["e1", "e2", "e3"]
    assert [f["geometry"] is None for f in told] == [False, True, False]


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (math.nan, None),
        (math.inf, None),
        (-math.inf, None),
        (None, None),
        (pd.NA, None),
        (pd.NaT, None),
        (date(2020, 9, 30), "2020-09-30"),
        (datetime(2020, 9, 30, 12, 30), "2020-09-30T12:30:00"),  # noqa: DTZ001  as tables give it
        (True, True),
        (7, 7),
        (0.5, 0.5),
        ("</script> “quoted” \n \u2028 Şuşa", "</script> “quoted” \n \u2028 Şuşa"),
    ],
)
def test_values_become_plain_json(value: object, written: object) -> None:
    """Dates are ISO text, what is missing or no number is null, the rest stays what it is."""
    frame = frame_of(a=1)
    frame["value"] = pd.Series([value], dtype=object)
    assert features(frame)[0]["properties"]["value"] == written


@pytest.mark.parametrize(
    "geometry",
    [Point(), Point(math.nan, 1), Polygon([(0, 0), (1e-7, 0), (0, 1e-7)])],
    ids=["empty", "not a number", "smaller than the grid"],
)
def test_no_real_geometry_is_null(geometry: BaseGeometry) -> None:
    """A geometry that says nothing is written as null, not as an invalid one."""
    text = geojson_text(frame_of(geometry, id="a"))
    FeatureCollection.model_validate_json(text)
    assert json.loads(text)["features"][0]["geometry"] is None


def test_collections_of_geometries_are_written() -> None:
    """A geometry collection is written part by part."""
    both = GeometryCollection([Point(1, 2), LineString([(0, 0), (1, 1)])])
    FeatureCollection.model_validate_json(geojson_text(frame_of(both)))
    assert shape(features(frame_of(both))[0]["geometry"]).equals(both)


def test_coordinates_have_five_decimals() -> None:
    """Coordinates are cut to about a metre, finer than any source."""
    (feature,) = features(frame_of(LineString([(46.123456789, 40.1), (47, 39.987654321)])))
    assert feature["geometry"]["coordinates"] == [[46.12346, 40.1], [47.0, 39.98765]]


@given(st.text(max_size=60))
def test_any_text_survives(text: str) -> None:
    """Any text in a cell comes back from the file as it was, half surrogate pairs aside."""
    (feature,) = features(frame_of(id="a", evidence=text))
    assert feature["properties"]["evidence"] == text


# -- CSV ---


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.parametrize(
    "cell", ["=1+1", "+1", "-1 km", "@SUM(A1)", "\tx", "\rx", '=HYPERLINK("http://x","y")']
)
def test_a_formula_in_a_cell_is_made_text(cell: str) -> None:
    """A cell that a spreadsheet would run starts with an apostrophe instead."""
    (row,) = rows_of(csv_text(frame_of(evidence=cell)))
    assert row["evidence"] == f"'{cell}".replace("\r", "\n")


def test_plain_cells_and_numbers_are_left_alone() -> None:
    """Ordinary text and negative numbers are written as they are."""
    (row,) = rows_of(csv_text(frame_of(Point(-71.5, -33.25), a="1=1", b=-5, c='"quoted", here')))
    assert row == {"a": "1=1", "b": "-5", "c": '"quoted", here', "lon": "-71.5", "lat": "-33.25"}


def test_csv_has_a_row_for_each_event() -> None:
    """Each event is one row with lon and lat; both are empty where no place is told."""
    rows = rows_of(csv_text(EVENTS))
    assert [r["id"] for r in rows] == ["e1", "e2", "e3"]
    assert [r["lon"] for r in rows] == ["46.1235", "", "46.1235"]
    assert [r["lat"] for r in rows] == ["40.6543", "", "40.6543"]
    assert rows[0]["fatalities"] == "3"


def test_csv_of_nothing_is_a_header() -> None:
    """Without rows, or with none that has a place, the header is written all the same."""
    assert csv_text(EVENTS.iloc[:0]).count("\n") == 1
    assert rows_of(csv_text(events_frame([NOWHERE])))[0]["lon"] == ""


# -- GeoPackage ---


def query(path: Path, statement: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(statement).fetchall()


def test_geopackage_has_typed_dates(tmp_path: Path) -> None:
    """Days are DATE columns, so that GIS tools filter them as dates."""
    path = write_geopackage({"events": EVENTS, "layers": all_layers()}, tmp_path / "k.gpkg")
    types = {row[1]: row[2] for row in query(path, "PRAGMA table_info(events)")}
    assert {types[c] for c in ("date_start", "date_end", "published")} == {"DATE"}
    types = {row[1]: row[2] for row in query(path, "PRAGMA table_info(layers)")}
    assert {types[c] for c in ("valid_from", "valid_to")} == {"DATE"}
    days = query(path, "SELECT date_start FROM events ORDER BY uid")
    assert days == [("2020-10-01",), (None,), ("2020-10-01",)]


def test_geopackage_keeps_ids_as_uid(tmp_path: Path) -> None:
    """The rows' own ids are kept in ``uid``, also of rows without geometry."""
    path = write_geopackage({"events": EVENTS}, tmp_path / "k.gpkg")
    assert query(path, "SELECT uid FROM events ORDER BY uid") == [("e1",), ("e2",), ("e3",)]


def test_geopackage_is_the_same_bytes_again(tmp_path: Path) -> None:
    """Two writes, over an old file and elsewhere, give the same bytes."""
    layers = {"events": EVENTS, "layers": all_layers()}
    first = write_geopackage(layers, tmp_path / "one.gpkg").read_bytes()
    assert write_geopackage(layers, tmp_path / "one.gpkg").read_bytes() == first
    (tmp_path / "elsewhere").mkdir()
    assert write_geopackage(layers, tmp_path / "elsewhere" / "one.gpkg").read_bytes() == first


def test_geopackage_leaves_out_empty_layers(tmp_path: Path) -> None:
    """A layer without rows is not in the file."""
    path = write_geopackage({"none": EVENTS.iloc[:0], "events": EVENTS}, tmp_path / "k.gpkg")
    told = query(path, "SELECT table_name FROM gpkg_contents WHERE data_type = 'features'")
    assert told == [("events",)]


# -- writing ---


WRITERS: dict[str, Callable[[Path], Path]] = {
    "a.txt": lambda path: write_text(path, "new"),
    "a.geojson": lambda path: write_geojson(EVENTS, path),
    "a.csv": lambda path: write_csv(EVENTS, path),
    "a.gpkg": lambda path: write_geopackage({"events": EVENTS}, path),
}


@pytest.mark.parametrize("name", WRITERS)
def test_a_failing_write_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Where the last step fails, the old file is whole, nothing else is left, the fault is told."""
    path = tmp_path / name
    path.write_bytes(b"old")

    def refuse(self: Path, target: Path) -> None:
        raise OSError(28, "No space left on device", str(self), None, str(target))

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(OutputError, match=name):
        WRITERS[name](path)
    assert path.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize("name", WRITERS)
def test_a_missing_folder_is_told(tmp_path: Path, name: str) -> None:
    """A file in a folder that does not exist is refused with its name."""
    with pytest.raises(OutputError, match="gone"):
        WRITERS[name](tmp_path / "gone" / name)


@pytest.mark.parametrize("name", ["a.txt", "a.geojson", "a.csv"])
def test_new_files_are_readable_by_others(tmp_path: Path, name: str) -> None:
    """A written file has the rights of any new file, not those of a temporary one."""
    plain = tmp_path / "plain"
    plain.touch()
    assert WRITERS[name](tmp_path / name).stat().st_mode == plain.stat().st_mode


def test_a_piece_that_cannot_be_made_leaves_the_old_file(tmp_path: Path) -> None:
    """Where making the text fails half-way, the old file is whole and nothing else is left."""
    path = tmp_path / "a.txt"
    path.write_bytes(b"old")

    def pieces() -> Iterator[str]:
        yield "new"
        raise ValueError("no such piece")

    with pytest.raises(ValueError, match="no such piece"):
        write_pieces(path, pieces())
    assert path.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["a.txt"]


def test_half_characters_are_replaced(tmp_path: Path) -> None:
    """A lone surrogate, which no file can hold, is written as the replacement character."""
    frame = frame_of(id="a")
    frame["note"] = pd.Series(["x\ud800y"], dtype=object)
    told = json.loads(write_geojson(frame, tmp_path / "a.geojson").read_text(encoding="utf-8"))
    assert told["features"][0]["properties"]["note"] == "x\ufffdy"
    path = write_geopackage({"a": frame}, tmp_path / "a.gpkg")
    assert query(path, "SELECT note FROM a") == [("x\ufffdy",)]


def test_output_folder_is_made(tmp_path: Path) -> None:
    """A folder that does not exist yet is made, with those above it."""
    assert check_folder(tmp_path / "a" / "b").is_dir()


def test_output_folder_under_a_file_is_refused(tmp_path: Path) -> None:
    """A folder that cannot be made is refused with its name and a remedy."""
    (tmp_path / "file").touch()
    with pytest.raises(OutputError, match="choose another folder") as fault:
        check_folder(tmp_path / "file" / "out")
    assert "file" in str(fault.value)


# -- rows of jsonl ---


def test_document_row_keeps_every_mention() -> None:
    """A document's row lists each mention; of one that was not found lat and lon are null."""
    row = document_row("a.txt", [named(TOWN, "Norabad", 14), named(None, "Elsewhere", 30)])
    assert row["id"] == "a.txt"
    first, second = row["toponyms"]
    assert (first["lat"], first["lon"], first["place_id"]) == (40.654321, 46.123456, "t")
    assert (second["lat"], second["lon"], second["place_id"]) == (None, None, None)
    assert (second["surface"], second["start"], second["end"]) == ("Elsewhere", 30, 39)


def test_event_row_is_lossless() -> None:
    """An event's row gives days as ISO text, places with their points, and every toll."""
    row = event_row(EVENT)
    assert (row["date_start"], row["date_end"], row["date_precision"]) == (
        "2020-10-01",
        "2020-10-02",
        2,
    )
    assert [p["name"] for p in row["places"]] == ["Norabad", "Sahra"]
    assert row["casualties"][1] == {
        "kind": "wounded",
        "best": 8,
        "low": 7,
        "high": 9,
        "side": "one side",
    }
    assert json.loads(json.dumps(row)) == row
    bare = event_row(NOWHERE)
    assert (bare["date_start"], bare["places"], bare["fatalities"]) == (None, [], None)


# -- other tools ---


@pytest.mark.gis
@pytest.mark.parametrize("name", ["events.geojson", "layers.geojson", "k.gpkg"])
def test_gdal_reads_the_file_without_a_warning(tmp_path: Path, name: str) -> None:
    """GDAL's own tool opens the file, finds the rows and complains of nothing."""
    path = tmp_path / name
    frame = all_layers() if name.startswith("layers") else EVENTS
    if path.suffix == ".gpkg":
        write_geopackage({"events": frame}, path)
    else:
        write_geojson(frame, path)
    ogrinfo = shutil.which("ogrinfo")
    assert ogrinfo
    done = subprocess.run(
        [ogrinfo, "-ro", "-al", "-so", str(path)], capture_output=True, text=True, check=True
    )
    assert done.stderr == ""
    assert "Warning" not in done.stdout
    assert f"Feature Count: {len(frame)}" in done.stdout
