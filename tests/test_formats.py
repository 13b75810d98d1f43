"""``karamap export``: every format is whole, typed, explained, and read by the tools it is for."""

from __future__ import annotations

import csv
import io
import json
import shutil
import struct
import subprocess
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import duckdb
import geopandas as gpd
import jsonschema
import pyarrow.parquet as pq
import pyogrio
import pytest
from click.testing import CliRunner
from lxml import etree
from test_frames import AREA, DOCUMENT, EVENT, LAND, NOWHERE, named

from karamap.cli import main
from karamap.errors import InputError, OutputError
from karamap.events import merge_events
from karamap.export import formats
from karamap.export.formats import FORMATS, export_events
from karamap.export.geopackage import gis_layers
from karamap.export.handover import Handover, make_handover, split_layers
from karamap.export.icons import icon_png
from karamap.export.kml import kml_text
from karamap.export.looks import look_of
from karamap.export.schema import json_schema, read_schema
from karamap.export.timemap import timemap_tables
from karamap.frames import EVENT_COLUMNS, INCIDENT_COLUMNS, PLACE_COLUMNS, places_frame
from karamap.gazetteer import Gazetteer
from karamap.layers import COLUMNS, all_layers, load_basemap
from karamap.model import DateSpan, Stance
from karamap.style import FAMILIES

ROOT = Path(__file__).resolve().parents[1]
KML = {"k": "http://www.opengis.net/kml/2.2"}
WIDE = replace(
    EVENT,
    id="e3",
    places=(named(AREA, "Sahra"),),
    where_precision=3,
    radius_km=None,
    stance=Stance.DENIED,
    denied_by='<b>the "other" side</b> & co',
    evidence="=2+2 “quoted” <script>\nŞuşa Շուշի Шуша",
)
EVENTS = [EVENT, NOWHERE, WIDE, replace(EVENT, id="e4", places=(named(LAND, "Wideland"),))]


@pytest.fixture(scope="module")
def handover(gazetteer: Gazetteer) -> Handover:
    """Return a hand-over of four events with every layer."""
    return make_handover(
        EVENTS,
        [DOCUMENT],
        merge_events(EVENTS),
        places=places_frame({"a.txt": [t for e in EVENTS for t in e.places]}, gazetteer),
        layers=split_layers(all_layers()),
        basemap=load_basemap(),
        gazetteer=gazetteer,
        title="A test & more",
        note="Names are uses.",
        attribution=("Somebody",),
    )


@pytest.fixture(scope="module")
def folder(handover: Handover, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with every format written once."""
    folder = tmp_path_factory.mktemp("formats")
    export_events(handover, FORMATS, folder)
    return folder


def files_of(key: str) -> list[str]:
    return list(FORMATS[key].files)


# -- the registry ---


def test_every_format_writes_its_files(folder: Path) -> None:
    """Each format writes the files it is listed with, none is empty, nothing else is left."""
    expected = {name for form in FORMATS.values() for name in form.files} | {"README.txt"}
    assert {p.name for p in folder.iterdir()} == expected
    assert all(p.stat().st_size > 0 for p in folder.iterdir())


def test_a_second_run_gives_the_same_bytes(
    handover: Handover, folder: Path, tmp_path: Path
) -> None:
    """Every file of every format is the same, byte for byte, when written again elsewhere."""
    for path in export_events(handover, FORMATS, tmp_path / "again"):
        assert path.read_bytes() == (folder / path.name).read_bytes(), path.name


def test_the_readme_names_files_and_columns(handover: Handover, tmp_path: Path) -> None:
    """README.txt lists the files that were asked for and each column with unit and counterpart."""
    export_events(handover, ["csv", "kml"], tmp_path)
    text = (tmp_path / "README.txt").read_text(encoding="utf-8")
    assert "events.csv" in text
    assert "events.kml" in text
    assert "karamap.gpkg" not in text
    assert "Incidents\n" not in text  # no file asked for has them
    for column in EVENT_COLUMNS:
        assert f"\n  {column} (" in text
    assert "radius_km (number, km)" in text
    assert "[UCDP where_prec; ACLED geo_precision]" in text


def test_an_unknown_format_is_refused_before_anything_is_written(
    handover: Handover, tmp_path: Path
) -> None:
    """A format that does not exist is an input error that lists those that do; no file is made."""
    with pytest.raises(InputError, match="flatgeobuf"):
        export_events(handover, ["csv", "shp"], tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_missing_extra_is_told_in_one_line(
    handover: Handover, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without pyarrow, GeoParquet is refused with the pip command that brings it."""
    monkeypatch.setattr(formats, "find_spec", lambda _name: None)
    with pytest.raises(InputError, match=r"pip install 'karamap\[parquet\]'") as fault:
        export_events(handover, ["geoparquet"], tmp_path)
    assert "\n" not in str(fault.value)


@pytest.mark.parametrize("key", sorted(FORMATS))
def test_a_failing_write_leaves_the_old_file(
    handover: Handover, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    """Where the last step fails, old files stay whole and no temporary one is left."""
    for name in files_of(key):
        (tmp_path / name).write_bytes(b"old")

    def refuse(self: Path, target: Path) -> None:
        raise OSError(28, "No space left on device", str(self), None, str(target))

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(OutputError, match="No space"):
        export_events(handover, [key], tmp_path)
    assert {p.name for p in tmp_path.iterdir()} == set(files_of(key))
    assert all(p.read_bytes() == b"old" for p in tmp_path.iterdir())


def test_progress_is_told(handover: Handover, tmp_path: Path) -> None:
    """Each format is announced when it begins and when it is done; layers of GeoPackage too."""
    told: list[tuple[str, int, int]] = []
    export_events(handover, ["csv", "gpkg"], tmp_path, tell=lambda *a: told.append(a))
    assert told[:2] == [("csv", 0, 1), ("csv", 1, 1)]
    assert ("gpkg", 1, len(gis_layers(handover))) in told


# -- the schema ---


def test_the_schema_tells_every_column() -> None:
    """The one table of columns has those of the frames, in their order."""
    tables = read_schema()
    told = {name: tuple(f.name for f in table.fields) for name, table in tables.items()}
    assert told["events"] == EVENT_COLUMNS
    assert told["incidents"] == INCIDENT_COLUMNS
    assert told["places"] == PLACE_COLUMNS
    assert told["layers"] == COLUMNS


def test_geojson_follows_its_schema(folder: Path) -> None:
    """The GeoJSON of the events is valid under the JSON Schema that is printed for it."""
    schema = json_schema("events")
    jsonschema.Draft202012Validator.check_schema(schema)
    told = json.loads((folder / "events.geojson").read_text(encoding="utf-8"))
    validator = jsonschema.Draft202012Validator(
        schema, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
    )
    validator.validate(told)
    told["features"][0]["properties"]["date_start"] = "October"
    assert not validator.is_valid(told)


def test_layers_follow_their_schema() -> None:
    """Lines and areas as GeoJSON are valid under the schema of the layers."""
    from karamap.export import geojson_text  # noqa: PLC0415

    validator = jsonschema.Draft202012Validator(json_schema("layers"))
    for frame in split_layers(all_layers()).values():
        told = json.loads(geojson_text(frame))
        validator.validate(told)
        assert len({f["geometry"]["type"] for f in told["features"]}) == 1  # one kind a file


def test_docs_have_the_schema_as_it_is() -> None:
    """docs/schema.md is what ``karamap schema`` prints."""
    done = CliRunner().invoke(main, ["schema"])
    assert done.exit_code == 0
    assert (ROOT / "docs" / "schema.md").read_text(encoding="utf-8") == done.output


def test_schema_command_prints_json() -> None:
    """``karamap schema --json TABLE`` prints that table's JSON Schema; an unknown one is told."""
    done = CliRunner().invoke(main, ["schema", "--json", "places"])
    assert json.loads(done.output)["title"] == "Places"
    done = CliRunner().invoke(main, ["schema", "--json", "roads"])
    assert done.exit_code == 2
    assert "events, incidents" in done.output


# -- tables ---


def test_jsonl_is_lossless(folder: Path) -> None:
    """The twin of the GeoJSON has a line an event, with lists as lists and whole places."""
    lines = (folder / "events.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    assert [r["id"] for r in rows] == [e.id for e in EVENTS]
    assert rows[0]["places"][0]["lon"] == 46.123456  # not rounded
    assert rows[0]["actors"] == ["one side", "its gunners"]
    assert rows[0]["title"] == "A title"


@pytest.mark.parametrize("name", ["events.csv", "events_acled_style.csv", "events_ucdp_style.csv"])
def test_no_cell_of_a_csv_is_run(folder: Path, name: str) -> None:
    """No cell of any CSV starts as a formula does, numbers aside."""
    text = (folder / name).read_text(encoding="utf-8")
    for row in csv.DictReader(io.StringIO(text)):
        for cell in row.values():
            assert not cell.startswith(("=", "+", "@", "\t", "\r"))
            assert not cell.startswith("-") or float(cell) < 0


def test_parquet_is_typed_and_has_its_crs(folder: Path) -> None:
    """GeoParquet 1.1 with real dates, whole numbers and WGS 84; all rows are there."""
    path = folder / "events.parquet"
    meta = json.loads(pq.read_schema(path).metadata[b"geo"])
    assert meta["version"] == "1.1.0"
    assert "covering" in meta["columns"]["geometry"]
    types = {f.name: str(f.type) for f in pq.read_schema(path)}
    assert types["date_start"] == types["published"] == "date32[day]"
    assert types["fatalities"] == types["where_precision"] == "int64"
    assert types["url"] == "string"  # though no row has one
    frame = gpd.read_parquet(path)
    assert frame.crs == "EPSG:4326"
    assert frame.geometry.notna().tolist() == [True, False, True, True]


def test_duckdb_counts_the_same(folder: Path) -> None:
    """DuckDB's spatial extension finds as many rows and points in Parquet and GeoPackage."""
    spec = find_spec("duckdb_extension_spatial")
    assert spec
    assert spec.submodule_search_locations
    (extension,) = Path(spec.submodule_search_locations[0]).rglob("spatial.duckdb_extension")
    base = duckdb.connect(config={"autoinstall_known_extensions": "false"})
    base.execute(f"LOAD '{extension}'")
    parquet, geojson = [str(folder / "events.parquet")], [str(folder / "events.geojson")]
    counted = "SELECT count(*), count(geometry) FROM read_parquet(?)"
    assert base.execute(counted, parquet).fetchone() == (4, 3)
    near = "SELECT count(*) FROM read_parquet(?) WHERE ST_X(geometry) < 46.5"
    assert base.execute(near, parquet).fetchone() == (1,)
    counted = "SELECT count(*), count(geom) FROM ST_Read(?)"
    assert base.execute(counted, geojson).fetchone() == (4, 3)


def test_flatgeobuf_keeps_every_row(folder: Path, handover: Handover, tmp_path: Path) -> None:
    """Rows without a point are kept, then without an index; where all have one, it is there."""
    assert len(gpd.read_file(folder / "events.fgb")) == 4
    placed = handover.events[handover.events.geometry.notna()]
    export_events(replace(handover, events=placed), ["flatgeobuf"], tmp_path)
    assert pyogrio.read_info(tmp_path / "events.fgb")["capabilities"]["fast_spatial_filter"]


def test_pmtiles_have_the_placed_events(folder: Path) -> None:
    """The deepest tiles hold each event that has a point, with its type and day."""
    frame = gpd.read_file(folder / "events.pmtiles", engine="pyogrio")
    assert {"e1", "e3", "e4"} == set(frame["id"])
    assert set(frame.loc[frame["id"] == "e1", "date_start"]) == {"2020-10-01"}


@pytest.mark.gis
@pytest.mark.parametrize(
    "name", ["events.geojson", "karamap.gpkg", "events.kml", "events.kmz", "events.fgb"]
)
def test_ogrinfo_reads_without_a_warning(folder: Path, name: str) -> None:
    """Debian's ogrinfo, older than our GDAL, reads each row and complains of nothing."""
    ogrinfo = shutil.which("ogrinfo")
    assert ogrinfo
    done = subprocess.run(
        [ogrinfo, "-ro", "-al", str(folder / name)], capture_output=True, text=True, check=True
    )
    assert done.stderr == ""
    assert "Warning" not in done.stdout
    assert "Şuşa Շուշի Шуша" in done.stdout


@pytest.mark.parametrize("name", ["events.parquet", "events.pmtiles"])
def test_our_gdal_or_arrow_reads_what_debians_cannot(folder: Path, name: str) -> None:
    """What Debian's GDAL 3.6 has no driver for is read, without a warning, by newer readers."""
    if name.endswith(".parquet"):
        assert pq.read_table(folder / name).num_rows == 4
    else:
        assert pyogrio.read_info(folder / name)["features"] >= 3


# -- KML ---


def kml_schema() -> etree.XMLSchema:
    """Return OGC's schema of KML 2.2, which comes with fastkml."""
    spec = find_spec("fastkml")
    assert spec
    assert spec.submodule_search_locations
    path = Path(spec.submodule_search_locations[0]) / "schema" / "ogckml22.xsd"
    return etree.XMLSchema(etree.parse(path))


@pytest.fixture(scope="module")
def kml(folder: Path) -> Any:  # noqa: ANN401  lxml has no types
    """Return the root of the KML file."""
    return etree.parse(folder / "events.kml").getroot()


def test_kml_is_valid(folder: Path, kml: Any) -> None:  # noqa: ANN401
    """KML and the document within KMZ are valid under OGC's schema."""
    schema = kml_schema()
    schema.assertValid(kml)
    with zipfile.ZipFile(folder / "events.kmz") as archive:
        schema.assertValid(etree.fromstring(archive.read("doc.kml")))


def test_kml_has_every_event_and_layer(kml: Any) -> None:  # noqa: ANN401
    """Each event and each line or area is a placemark with an id; those without place too."""
    ids = [p.get("id") for p in kml.iterfind(".//k:Placemark", KML)]
    assert {f"e-{e.id}" for e in EVENTS} <= set(ids)
    assert len(ids) == len(set(ids)) == len(EVENTS) + len(all_layers())


def test_kml_styles_are_all_there(kml: Any) -> None:  # noqa: ANN401
    """Each placemark's style is defined; a denied event has the open one of its family."""
    styles = {s.get("id") for s in kml.iterfind(".//k:Style", KML)}
    used = {u.text.removeprefix("#") for u in kml.iterfind(".//k:styleUrl", KML)}
    assert used <= styles
    (denied,) = kml.iterfind(".//k:Placemark[@id='e-e3']/k:styleUrl", KML)
    assert denied.text == "#fighting-open"


def test_kml_has_time_spans(kml: Any) -> None:  # noqa: ANN401
    """Days are time spans for the slider; an event without a day has none."""
    begin = kml.findtext(".//k:Placemark[@id='e-e1']/k:TimeSpan/k:begin", namespaces=KML)
    end = kml.findtext(".//k:Placemark[@id='e-e1']/k:TimeSpan/k:end", namespaces=KML)
    assert (begin, end) == ("2020-10-01", "2020-10-02")
    assert kml.find(".//k:Placemark[@id='e-e2']/k:TimeSpan", KML) is None


def test_kml_draws_rings_where_places_are_not_sharp(kml: Any) -> None:  # noqa: ANN401
    """An event in a district has its ring of 25 km; one at a town has only its point."""
    ring = kml.findtext(".//k:Placemark[@id='e-e3']//k:LineString/k:coordinates", namespaces=KML)
    corners = [tuple(map(float, c.split(","))) for c in ring.split()]
    lats = [lat for _, lat in corners]
    assert (max(lats) - min(lats)) / 2 * 111.1 == pytest.approx(25, rel=0.01)
    assert kml.find(".//k:Placemark[@id='e-e1']//k:LineString", KML) is None


def test_kml_balloons_run_nothing(kml: Any) -> None:  # noqa: ANN401
    """What the texts say is escaped in the balloons, which viewers read as HTML."""
    balloon = kml.findtext(".//k:Placemark[@id='e-e3']/k:description", namespaces=KML)
    assert "&lt;script&gt;" in balloon
    assert "<script" not in balloon
    assert "<b>the" not in balloon


def test_kmz_brings_its_icons(folder: Path) -> None:
    """Each icon that the document names is in the archive and is a PNG."""
    with zipfile.ZipFile(folder / "events.kmz") as archive:
        names = set(archive.namelist())
        root = etree.fromstring(archive.read("doc.kml"))
        hrefs = {h.text for h in root.iterfind(".//k:href", KML)}
        assert hrefs
        assert hrefs <= names
        assert all(archive.read(h).startswith(b"\x89PNG") for h in hrefs)


@pytest.mark.parametrize("family", FAMILIES, ids=lambda f: f.key)
def test_an_open_icon_is_white_within(family: Any) -> None:  # noqa: ANN401
    """The middle of a mark has its family's colour, of an open mark white."""

    def middle(data: bytes) -> tuple[int, ...]:
        start = data.index(b"IDAT")
        (length,) = struct.unpack(">I", data[start - 4 : start])
        rows = zlib.decompress(data[start + 4 : start + 4 + length])
        at = 24 * (1 + 48 * 4) + 1 + 24 * 4
        return tuple(rows[at : at + 4])

    rgb = tuple(int(family.colour[i : i + 2], 16) for i in (1, 3, 5))
    assert middle(icon_png(family, is_open=False)) == (*rgb, 255)
    assert middle(icon_png(family, is_open=True)) == (255, 255, 255, 255)


def test_kml_of_nothing_is_valid(handover: Handover) -> None:
    """Without any event the document is valid all the same."""
    empty = replace(handover, events=handover.events.iloc[:0], layers={})
    kml_schema().assertValid(etree.fromstring(kml_text(empty).encode()))


# -- TimeMap and Linked Places ---


def texts_of(value: object) -> Iterator[object]:
    if isinstance(value, dict):
        for part in value.values():
            yield from texts_of(part)
    elif isinstance(value, list):
        for part in value:
            yield from texts_of(part)
    else:
        yield value


def test_timemap_is_all_text_and_linked(handover: Handover) -> None:
    """Every value is text, and each source and association an event names is in its table."""
    tables = timemap_tables(handover.events)
    assert all(isinstance(v, str) for v in texts_of(tables))
    known = {a["id"] for a in tables["associations"]}
    assert len(known) == len(tables["associations"])
    for event in tables["events"]:
        assert set(event["associations"]) <= known
        assert set(event["sources"]) <= set(tables["sources"])
    assert {a["mode"] for a in tables["associations"]} == {"FILTER", "CATEGORY"}


def test_timemap_takes_events_with_day_or_place(handover: Handover) -> None:
    """Days are month/day/year; an event with neither day nor place, which TimeMap drops, is out."""
    events = {e["id"]: e for e in timemap_tables(handover.events)["events"]}
    assert set(events) == {"e1", "e3", "e4"}
    assert events["e1"]["date"] == "10/01/2020"
    assert (events["e1"]["latitude"], events["e1"]["longitude"]) == ("40.6543", "46.1235")


SAID = replace(
    EVENT, id="s1", date=None, said_on=DateSpan(date(2020, 10, 21), date(2020, 10, 21), 1)
)


def test_kml_and_timemap_tell_a_day_of_saying() -> None:
    """What was only said on a day stands on it in the sliders, and says that its own is untold."""
    handover = make_handover([SAID], [DOCUMENT])
    root = etree.fromstring(kml_text(handover).encode())
    place = ".//k:Placemark[@id='e-s1']"
    assert root.findtext(f"{place}/k:TimeSpan/k:begin", namespaces=KML) == "2020-10-21"
    snippet = root.findtext(f"{place}/k:Snippet", namespaces=KML)
    assert snippet == "said on 2020-10-21; its own day is not told"
    balloon = root.findtext(f"{place}/k:description", namespaces=KML)
    assert "Said from</th><td>2020-10-21" in balloon
    assert "Its own day</th><td>not told" in balloon
    assert "From day" not in balloon
    (told,) = timemap_tables(handover.events)["events"]
    assert (told["date"], told["time_precision"]) == ("10/21/2020", "day of the saying")
    assert told["time_display"] == "said on 2020-10-21; its own day is not told"


def test_a_day_of_saying_is_coded_in_every_table(tmp_path: Path) -> None:
    """GeoPackage, its rings and incidents, tiles and QGIS' map tip tell what the days are of."""
    wide = replace(SAID, id="s2", places=(named(AREA, "Sahra"),), where_precision=3, radius_km=None)
    export_events(
        make_handover([wide], [DOCUMENT], merge_events([wide])), ["gpkg", "pmtiles"], tmp_path
    )
    for layer in ("events", "incidents", "precision_rings"):
        frame = gpd.read_file(tmp_path / "karamap.gpkg", layer=layer)
        assert frame["date_of"].tolist() == ["statement"]
        assert str(frame["date_start"].iloc[0])[:10] == "2020-10-21"
    tiles = gpd.read_file(tmp_path / "events.pmtiles", engine="pyogrio")
    assert set(tiles["date_of"]) == {"statement"}
    assert "', said on ' || \"date_start\"" in look_of("events").title


def test_places_are_linked_places(tmp_path: Path, handover: Handover) -> None:
    """The places that the gazetteer knows are written with their dated names."""
    named_places = handover.events.assign(place_id=["shusha", "", "no such", "shusha"])
    export_events(replace(handover, events=named_places, places=None), ["lpf"], tmp_path)
    told = json.loads((tmp_path / "places_lpf.json").read_text(encoding="utf-8"))
    (shusha,) = told["features"]
    assert shusha["@id"] == "karamap:shusha"
    assert "Шуша" in {n["toponym"] for n in shusha["names"]}


# -- the command ---


def test_export_command_reads_what_karamap_wrote(folder: Path, tmp_path: Path) -> None:
    """``karamap export`` of the lossless file gives the same GeoJSON and jsonl again."""
    done = CliRunner().invoke(
        main,
        ["export", str(folder / "events.jsonl"), "--to", "geojson,jsonl", "-o", str(tmp_path)],
    )
    assert done.exit_code == 0, done.output
    for name in ("events.geojson", "events.jsonl"):
        assert (tmp_path / name).read_bytes() == (folder / name).read_bytes()


def test_export_command_tells_what_it_cannot_do(folder: Path, tmp_path: Path) -> None:
    """An unknown format, and a file that holds no events, end with status 2 and one clear line."""
    done = CliRunner().invoke(main, ["export", str(folder / "events.csv"), "--to", "shp"])
    assert done.exit_code == 2
    assert "geoparquet" in done.output
    (tmp_path / "a.jsonl").write_text("{}\n", encoding="utf-8")
    done = CliRunner().invoke(main, ["export", str(tmp_path / "a.jsonl"), "--to", "csv"])
    assert done.exit_code == 2
    assert "a.jsonl:1" in done.output
