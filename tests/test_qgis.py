"""The GeoPackage and the project in QGIS itself, headless: valid, styled, dated, drawn."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
import subprocess
import zipfile
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pytest
import shapely
from lxml import etree
from PIL import Image
from test_formats import EVENTS
from test_frames import NOWHERE

from karamap.events import merge_events
from karamap.export.formats import export_events
from karamap.export.geopackage import gis_layers
from karamap.export.handover import Handover, make_handover, split_layers
from karamap.export.looks import look_of
from karamap.export.qgis_project import project_xml
from karamap.export.rings import precision_rings
from karamap.export.sld import sld_text
from karamap.frames import places_frame
from karamap.gazetteer import Gazetteer
from karamap.layers import all_layers, layers_on, load_basemap, load_stations
from karamap.model import DateSpan
from karamap.style import FAMILIES

READER = Path(__file__).with_name("qgis_reader.py")
PYTHON = "/usr/bin/python3"  # the one that Debian's python3-qgis is for
DAYS = ("2016-01-01", "2020-10-02", "2020-12-01", "2023-10-01")
DATED = {
    *("events", "precision_rings", "incidents", "contact_line", "corridors", "areas"),
    *("districts", "pipelines", "stations"),
}


@pytest.fixture(scope="module")
def handover(gazetteer: Gazetteer) -> Handover:
    """Return a hand-over with every layer, two of its events in Shusha and its district."""
    shusha, lachin = (gazetteer.lookup(n)[0].place for n in ("Shusha", "Lachin District"))
    told = [
        replace(e, places=tuple(replace(t, place=p) for t in e.places[:1]))
        for e, p in zip(EVENTS, (shusha, None, lachin, shusha), strict=True)
    ]
    day = DateSpan(date(2020, 12, 1), date(2020, 12, 1), 1)
    told.append(replace(NOWHERE, id="s1", said_on=day))
    return make_handover(
        told,
        (),
        merge_events(told),
        places=places_frame({"a": [t for e in told for t in e.places]}, gazetteer),
        layers=split_layers(all_layers()),
        stations=load_stations(),
        basemap=load_basemap(),
        gazetteer=gazetteer,
        as_of=date(2020, 10, 8),
        title="A test & more",
        note="Names are uses.",
        attribution=("Somebody",),
        provenance='{"made": "by a test"}',
    )


@pytest.fixture(scope="module")
def folder(handover: Handover, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with package and project, moved from where they were written."""
    written = tmp_path_factory.mktemp("written")
    export_events(handover, ["qgis"], written)
    moved = tmp_path_factory.mktemp("moved") / "elsewhere"
    shutil.move(written, moved)
    return moved


def ask_qgis(path: Path, out: Path) -> dict[str, Any]:
    """Return what QGIS makes of a file; its pictures go to `out`."""
    if subprocess.run(
        [PYTHON, "-c", "import qgis.core"], capture_output=True, check=False
    ).returncode:
        pytest.skip("needs QGIS for Python: apt-get install python3-qgis")
    done = subprocess.run(
        [PYTHON, str(READER), str(path), str(out / "map.png"), str(out / "sheet.png"), *DAYS],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


@pytest.fixture(scope="module")
def package(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Return what QGIS makes of the GeoPackage alone."""
    out = tmp_path_factory.mktemp("package")
    return ask_qgis(folder / "karamap.gpkg", out) | {"out": out}


@pytest.fixture(scope="module")
def project(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Return what QGIS makes of the project."""
    out = tmp_path_factory.mktemp("project")
    return ask_qgis(folder / "karamap.qgz", out) | {"out": out}


def colours(path: Path) -> set[tuple[int, ...]]:
    pixels = np.asarray(Image.open(path).convert("RGB")).reshape(-1, 3)
    return {(int(r), int(g), int(b)) for r, g, b in np.unique(pixels, axis=0)}


def rgb(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[i : i + 2], 16) for i in (1, 3, 5))


# -- the GeoPackage in QGIS ---


def test_every_layer_is_valid_and_whole(package: dict[str, Any], handover: Handover) -> None:
    """QGIS opens every layer, in WGS 84, with as many rows as were written."""
    told = package["layers"]
    assert {n: x["count"] for n, x in told.items()} == {
        name: len(frame) for name, frame in gis_layers(handover).items()
    }
    assert all(x["valid"] and x["crs"] == "EPSG:4326" for x in told.values())


def test_default_styles_draw_every_row(package: dict[str, Any]) -> None:
    """The default styles load: ten classes of events, named as on our maps; no row without one."""
    told = package["layers"]
    labels = [label for f in FAMILIES for label in (f.label, f"{f.label}: disputed or not done")]
    assert told["events"]["categories"] == labels
    assert told["incidents"]["categories"] == labels
    assert len(told["areas"]["categories"]) == 5
    assert told["pipelines"]["categories"] == ["Oil pipeline", "Gas pipeline"]
    assert {n for n, x in told.items() if x["undrawn"]} == set()


def test_the_time_player_is_set(package: dict[str, Any]) -> None:
    """Layers with days are played from their first to their last day; the base map is not."""
    told = package["layers"]
    assert {n for n, x in told.items() if x["temporal"]} == DATED
    assert (told["events"]["start"], told["events"]["end"]) == ("date_start", "date_end")
    assert (told["areas"]["start"], told["areas"]["end"]) == ("valid_from", "valid_to")
    assert {told[n]["mode"] for n in DATED} == {4}


@pytest.mark.parametrize("day", DAYS)
def test_the_time_player_shows_what_was_so(package: dict[str, Any], day: str) -> None:
    """On a day, the player shows what stood then, the first and the last day included."""
    shown = [
        key
        for name in ("contact_line", "corridors", "areas", "districts", "pipelines")
        for key in package["layers"][name]["played"][day]
    ]
    assert sorted(shown) == sorted(layers_on(day)["id"])


def test_the_time_player_shows_events(package: dict[str, Any]) -> None:
    """Events show on their days, the last included, else on that of their saying, else on all."""
    played = package["layers"]["events"]["played"]
    assert played["2020-10-02"] == ["e1", "e2", "e3", "e4"]
    assert played["2020-12-01"] == ["e2", "s1"]


def test_a_map_tip_tells_what_a_day_is_of(package: dict[str, Any]) -> None:
    """A day of saying is called one; that of an event stands alone."""
    named = package["layers"]["events"]["named"]
    assert "shelling, said on 2020-12-01; its own day is not told" in named
    assert sum(name.endswith(", 2020-10-01") for name in named) == 3


def test_columns_are_typed_and_named(package: dict[str, Any]) -> None:
    """Days are dates, figures are whole numbers, and columns show what they are called."""
    events = package["layers"]["events"]
    assert events["fields"]["date_start"] == events["fields"]["published"] == "Date"
    assert events["fields"]["fatalities"] == "Integer64"
    assert events["fields"]["disputed"] == "Boolean"
    assert events["aliases"]["where_precision"] == "Place precision"
    assert package["layers"]["areas"]["aliases"]["accuracy_m"] == "Accuracy"


def test_the_package_is_drawn(package: dict[str, Any]) -> None:
    """What QGIS draws of the package has the colours of marks, water and lines."""
    drawn = colours(package["out"] / "map.png")
    assert rgb("#D55E00") in drawn  # an event of fighting
    assert rgb("#d3e3ec") in drawn  # Lake Sevan
    assert rgb("#f7f4ec") in drawn  # land
    assert rgb("#111111") in drawn  # line of contact


# -- the project in QGIS ---


def test_a_moved_project_finds_its_layers(
    project: dict[str, Any], folder: Path, handover: Handover
) -> None:
    """In another folder than it was written in, every layer is valid and read from there."""
    assert project["opened"]
    assert project["error"] == ""
    assert project["title"] == "A test & more"
    told = project["layers"]
    assert len(told) == len(gis_layers(handover))
    for layer in told.values():
        assert layer["valid"]
        assert layer["source"].startswith(f"{folder}/karamap.gpkg|")
        assert layer["undrawn"] == 0
    assert {x["temporal"] for n, x in told.items() if n.startswith(("Events", "Corridors"))} == {
        True
    }


def test_layers_are_grouped(project: dict[str, Any]) -> None:
    """The tree has events, places, lines, pipelines and the base map, in this order."""
    assert list(project["groups"]) == [
        *("Events", "Places", "Lines and areas", "Pipelines", "Base map (de jure)")
    ]
    assert project["groups"]["Events"][0] == "events_karamap"


def test_the_view_is_the_region_in_metres(project: dict[str, Any]) -> None:
    """The map opens on the conflict's region in its UTM zone; the player has the events' days."""
    assert project["crs"] == "EPSG:32638"
    west, south, east, north = project["view"]
    assert 200_000 < east - west < 600_000
    assert 200_000 < north - south < 600_000
    assert project["span"] == ["2020-10-01", "2020-12-01"]


@pytest.mark.parametrize("day", DAYS)
def test_the_time_player_draws_its_day(project: dict[str, Any], day: str) -> None:
    """With the player on a day, the map shows what stood then, whatever the project's own day."""
    drawn = colours(project["out"] / f"map.png.{day}.png")
    assert (rgb("#56B4E9") in drawn) == (day == "2020-12-01")  # the peacekeepers' area
    assert (rgb("#D55E00") in drawn) == (day == "2020-10-02")  # an event of two days
    assert rgb("#2B2B2B") in drawn  # a pipeline at work without a last day


def test_the_layout_prints(project: dict[str, Any]) -> None:
    """The print layout has map, legend, scale, title, note and sources, and QGIS exports it."""
    (layout,) = project["layouts"].values()
    assert (layout["maps"], layout["legends"], layout["bars"], layout["exported"]) == (1, 1, 1, 0)
    text = "\n".join(layout["texts"])
    for part in ("A test & more", "as of 2020-10-08", "Names are uses.", "Sources: Somebody"):
        assert part in text
    drawn = colours(project["out"] / "sheet.png")
    for family in FAMILIES:  # the legend, if not the map, shows each
        assert rgb(family.colour) in drawn


def test_only_what_was_so_that_day_is_drawn(project: dict[str, Any]) -> None:
    """In October 2020 the peacekeepers' blue is in no part of the map, though in the legend."""
    blue = rgb("#56B4E9")
    assert blue not in colours(project["out"] / "map.png")
    assert blue in colours(project["out"] / "sheet.png")


# -- what stands in the files ---


def rows(path: Path, statement: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(path)) as base:
        return base.execute(statement).fetchall()


def test_styles_are_defaults_for_every_layer(folder: Path, handover: Handover) -> None:
    """Each layer has one default style, as QML and as SLD, both well-formed XML."""
    path = folder / "karamap.gpkg"
    found = rows(path, "SELECT f_table_name, useAsDefault, styleQML, styleSLD FROM layer_styles")
    assert {r[0] for r in found} == set(gis_layers(handover))
    for _, default, qml, sld in found:
        assert default == 1
        assert etree.fromstring(qml.encode()).tag == "qgis"
        assert etree.fromstring(sld.encode()).tag.endswith("StyledLayerDescriptor")


def test_the_package_explains_itself(folder: Path) -> None:
    """Columns have meaning and codes, the file tells sources and provenance, as the norm has it."""
    path = folder / "karamap.gpkg"
    told = dict(
        rows(
            path,
            "SELECT column_name, description FROM gpkg_data_columns WHERE table_name = 'events'",
        )
    )
    assert told["radius_km"].endswith("Unit: km.")
    codes = rows(
        path,
        "SELECT value FROM gpkg_data_column_constraints JOIN gpkg_data_columns USING"
        " (constraint_name) WHERE table_name = 'events' AND column_name = 'stance'",
    )
    assert ("called_for",) in codes
    metadata = rows(path, "SELECT mime_type, metadata FROM gpkg_metadata ORDER BY id")
    assert "Somebody" in metadata[0][1]
    assert metadata[1] == ("application/json", '{"made": "by a test"}')
    assert {r[0] for r in rows(path, "SELECT extension_name FROM gpkg_extensions")} == {
        *("gpkg_rtree_index", "gpkg_schema", "gpkg_metadata")
    }
    assert rows(path, "PRAGMA integrity_check") == [("ok",)]
    assert rows(path, "PRAGMA foreign_key_check") == []


def corners_of(area: Any) -> list[tuple[float, ...]]:  # noqa: ANN401  geopandas' own type is wide
    return [tuple(c) for c in shapely.get_coordinates(area)]


def test_rings_are_geodesic(handover: Handover) -> None:
    """Only the event known to a district has a ring; its corners are 25 km away, true to 0.2 %."""
    (ring,) = precision_rings(handover.events).to_dict("records")
    assert ring["id"] == "e3"
    point = handover.events.geometry.iloc[2]
    zone = gpd.GeoSeries([point, ring["geometry"]], crs=4326).to_crs(32638)
    away = [shapely.distance(zone[0], shapely.Point(c)) / 1000 for c in corners_of(zone[1])]
    assert ring["radius_km"] * 0.998 < min(away)
    assert max(away) < ring["radius_km"] * 1.002


def test_sld_tells_the_same_classes() -> None:
    """The SLD of the events has a rule for each class, with types and openness as its filter."""
    root = etree.fromstring(sld_text("events", look_of("events")).encode())
    space = {"se": "http://www.opengis.net/se", "ogc": "http://www.opengis.net/ogc"}
    found = root.findall(".//se:Rule", space)
    assert len(found) == 2 * len(FAMILIES)
    told = [e.text for e in found[0].iterfind(".//ogc:Literal", space)]
    assert told[:4] == ["battle", "shelling", "air_strike", "ceasefire_violation"]
    assert {"true", "denied", "planned"} <= set(told)


def test_the_project_has_only_relative_paths(folder: Path) -> None:
    """The project is one qgs in a zip of fixed dates; its layers are beside it."""
    with zipfile.ZipFile(folder / "karamap.qgz") as archive:
        (info,) = archive.infolist()
        assert (info.filename, info.date_time) == ("karamap.qgs", (2000, 1, 1, 0, 0, 0))
        root = etree.fromstring(archive.read(info))
    sources = [e.text for e in root.iterfind(".//maplayer/datasource")]
    assert sources
    assert all(re.fullmatch(r"\./karamap\.gpkg\|layername=\w+", str(s)) for s in sources)


def test_a_project_of_few_layers_is_made(handover: Handover) -> None:
    """Events alone, and no event with a place, still give a project."""
    bare = replace(handover, places=None, incidents=None, layers={}, stations=None, basemap={})
    assert "events_karamap" in project_xml(bare)
    nowhere = replace(bare, events=handover.events[handover.events.geometry.isna()])
    assert "EPSG:8857" in project_xml(nowhere)
