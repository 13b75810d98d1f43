"""Layers: where the lines run, on which days they hold, and how files are read."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
from geojson_pydantic import FeatureCollection
from shapely import get_parts
from shapely.geometry import Point, Polygon
from shapely.geometry.base import BaseGeometry

from karamap.errors import GazetteerError
from karamap.layers import COLUMNS, KINDS, all_layers, layers_on, load_basemap, load_stations
from karamap.measure import area_km2, length_km, measure
from karamap.resources import data_dir

FILES = sorted((data_dir("gazetteer") / "layers").glob("*.geojson"))
BASEMAP = sorted((data_dir("gazetteer") / "basemap").glob("*.geojson"))

HELD_IN_MID_2020 = {
    "Aghdam": (46.927, 39.991),
    "Fuzuli": (47.145, 39.601),
    "Martakert": (46.821, 40.211),
    "Talish": (46.742, 40.378),
    "Madagiz": (46.751, 40.326),
    "Martuni": (47.112, 39.795),
    "Khankendi": (46.752, 39.815),
    "Hadrut": (47.032, 39.520),
    "Jabrayil": (47.028, 39.399),
    "Zangilan": (46.660, 39.085),
    "Kalbajar": (46.037, 40.107),
    "Garakhanbeyli": (47.271, 39.603),
    "Levonarkh": (46.810, 40.315),
    "Seysulan": (46.986, 40.247),
}
NOT_HELD_IN_MID_2020 = {
    "Tartar": (46.932, 40.342),
    "Barda": (47.126, 40.376),
    "Horadiz": (47.335, 39.450),
    "Beylagan": (47.615, 39.775),
    "Naftalan": (46.825, 40.507),
    "Quzanli": (47.110, 40.160),
    "Gulustan": (46.584, 40.357),
    "Jojug Marjanli": (47.301, 39.392),
    "Lele Tepe": (47.266, 39.409),
    "Shikharkh": (46.886, 40.331),
    "Banovshalar": (47.080, 40.126),
    "Goranboy": (46.790, 40.610),
    "Dashkasan": (46.082, 40.524),
}
IN_PEACEKEEPING_AREA = {
    "Khankendi": (46.752, 39.815),
    "Askeran": (46.832, 39.939),
    "Martakert": (46.821, 40.211),
    "Martuni": (47.112, 39.795),
    "Red Bazaar": (46.951, 39.677),
    "Vank": (46.544, 40.053),
}
OUT_OF_PEACEKEEPING_AREA = {
    "Shusha": (46.750, 39.757),
    "Hadrut": (47.032, 39.520),
    "Talish": (46.742, 40.378),
    "Madagiz": (46.751, 40.326),
    "Aghdam": (46.927, 39.991),
    "Lachin": (46.550, 39.637),
    "Kalbajar": (46.037, 40.107),
    "Azokh": (46.978, 39.619),
}
# towns or sites a pipeline is known to pass, and how near (km) a line of our accuracy must come
PASSED = {
    "btc": {
        "Sangachal": (49.464, 40.170, 5),
        "Yevlakh": (47.150, 40.618, 5),
        "Kurdamir": (48.151, 40.338, 10),
        "Borsunlu": (46.665, 40.650, 3),
        "Soyugbulag": (45.270, 41.323, 3),
        "Akhali Samgori": (45.069, 41.575, 3),
        "Rustavi": (44.993, 41.549, 8),
        "Refahiye, Yurtbashi": (38.924, 39.918, 5),
        "Erzurum": (41.272, 39.902, 12),
        "Ceyhan terminal": (35.93, 36.88, 5),
    },
    "scp": {
        "Sangachal": (49.464, 40.170, 5),
        "Krtsanisi": (44.903, 41.610, 6),
        "Tetritsqaro": (44.462, 41.544, 6),
        "Tadzrisi": (43.277, 41.734, 5),
        "Atsquri": (43.161, 41.730, 6),
        "Posof": (42.728, 41.511, 12),
    },
    "tanap": {
        "Posof": (42.728, 41.511, 12),
        "Erzurum": (41.272, 39.902, 15),
        "Dumlu": (41.357, 40.059, 8),
        "Akchakent": (34.096, 39.623, 10),
        "Karakechili": (33.378, 39.594, 10),
        "Kemer": (27.066, 40.418, 10),
        "Eskishehir": (30.521, 39.777, 20),
        "Ipsala": (26.383, 40.921, 10),
    },
    "tap": {
        "Komotini": (25.405, 41.119, 10),
        "Vithkuq": (20.582, 40.525, 6),
        "Chorovoda": (20.227, 40.504, 6),
        "Berat": (19.952, 40.706, 6),
        "Fier": (19.556, 40.724, 10),
        "Melendugno": (18.338, 40.272, 8),
    },
    "wrep": {"Gori": (44.116, 41.984, 10), "Supsa": (41.785, 42.018, 5)},
    "baku-novorossiysk": {"Tikhoretsk": (40.130, 45.855, 10), "Novorossiysk": (37.79, 44.72, 10)},
}


# what a route loses in length when drawn as coarsely as ours, found with references by
# benchmarks/check_layers.py ("reference drawn as coarsely" beside "reference")
LOST_BY_DRAWING = {
    "btc": 0.018,
    "scp": 0.014,
    "tanap": 0.050,
    "tap": 0.097,
    "wrep": 0.041,
    "baku-novorossiysk": 0.031,
}
PIPELINES_OF_2020 = {"baku-novorossiysk", "btc", "scp", "tanap", "wrep"}
DISTRICTS = {
    f"district-{name}"
    for name in ("aghdam", "fuzuli", "jabrayil", "kalbajar", "lachin", "qubadli", "zangilan")
}
PEACEKEEPERS = {"contact-line-2020-2023", "peacekeeping-area-2020", "control-change-2020"}
# what stood on a day; the claim of 1991 besides
STOOD = {
    "1993-01-01": {"district-lachin"},
    "2015-06-01": {
        *DISTRICTS,
        *(PIPELINES_OF_2020 - {"tanap"}),
        "tanap-construction",
        "contact-line-1994-2016",
        "held-area-1994-2016",
    },
    "2020-09-30": {
        *DISTRICTS,
        *PIPELINES_OF_2020,
        "tap-construction",
        "contact-line-1994-2020",
        "held-area-1994-2020",
        "control-change-2016-talish",
        "control-change-2016-lele-tepe",
    },
    "2020-12-01": {
        *PEACEKEEPERS,
        *PIPELINES_OF_2020,
        "tap",
        "district-lachin",
        "lachin-corridor-2020",
    },
    "2022-10-01": {*PEACEKEEPERS, *PIPELINES_OF_2020, "tap", "lachin-corridor-2022"},
    "2023-10-01": {*PIPELINES_OF_2020, "tap", "control-change-2020", "control-change-2023"},
}


def layer(name: str) -> BaseGeometry:
    return all_layers().set_index("id").geometry[name]


def held_side() -> Polygon:
    """Return the line of contact of mid-2020, closed far to the south-west."""
    return Polygon(
        [*layer("contact-line-1994-2020").coords, (47.305, 38), (44.5, 38), (44.5, 40.3)]
    )


def write_layers(folder: Path, *features: object) -> Path:
    (folder / "layers").mkdir()
    path = folder / "layers" / "own.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return path


def feature(**changes: object) -> dict[str, object]:
    properties: dict[str, object] = {
        "id": "my-line",
        "kind": "contact_line",
        "name": "My line",
        "accuracy_m": 500,
        "source": "own",
        "licence": "CC BY 4.0",
        "valid_from": "2001-02-03",
    }
    geometry = {"type": "LineString", "coordinates": [[46, 40], [47, 40]]}
    geometry = changes.pop("geometry", geometry)  # type: ignore[assignment]
    return {"type": "Feature", "properties": properties | changes, "geometry": geometry}


@pytest.mark.parametrize("name", HELD_IN_MID_2020)
def test_places_held_before_the_war_lie_west_of_the_line(name: str) -> None:
    """A place held by Armenian forces in mid-2020 lies on that side of the line."""
    assert held_side().contains(Point(HELD_IN_MID_2020[name]))


@pytest.mark.parametrize("name", NOT_HELD_IN_MID_2020)
def test_places_not_held_before_the_war_lie_east_of_the_line(name: str) -> None:
    """A place held by Azerbaijan in mid-2020 lies on that side of the line."""
    assert not held_side().intersects(Point(NOT_HELD_IN_MID_2020[name]))


def test_line_of_contact_is_drawn_in_detail() -> None:
    """The line of contact has sixty or more vertices, is valid and about 200 km long."""
    line = layer("contact-line-1994-2020")
    assert len(line.coords) >= 60
    assert line.is_simple
    assert 180 < length_km(line) < 235


def test_line_of_contact_keeps_its_distance_from_aghdam() -> None:
    """The line runs about 6 km east of Aghdam, not through it."""
    gap = measure(layer("contact-line-1994-2020"), Point(HELD_IN_MID_2020["Aghdam"])).distance_km
    assert 4 < gap < 10


@pytest.mark.parametrize("name", IN_PEACEKEEPING_AREA)
def test_places_inside_the_peacekeeping_area(name: str) -> None:
    """A place where peacekeepers stood after November 2020 lies in their area."""
    assert layer("peacekeeping-area-2020").contains(Point(IN_PEACEKEEPING_AREA[name]))


@pytest.mark.parametrize("name", OUT_OF_PEACEKEEPING_AREA)
def test_places_outside_the_peacekeeping_area(name: str) -> None:
    """A place under Azerbaijani control after November 2020 lies outside that area."""
    assert not layer("peacekeeping-area-2020").intersects(Point(OUT_OF_PEACEKEEPING_AREA[name]))


def test_second_line_is_the_edge_of_the_peacekeeping_area() -> None:
    """The line of 2020–2023 runs along the edge of the area, open only at the corridor."""
    edge = layer("peacekeeping-area-2020").boundary
    line = layer("contact-line-2020-2023")
    assert line.difference(edge.buffer(1e-6)).is_empty
    mouth = edge.difference(line.buffer(1e-6))
    assert measure(mouth, layer("lachin-corridor-2020")).distance_km == 0
    assert length_km(mouth) < 12


def test_former_oblast_has_its_official_size() -> None:
    """The former oblast is within ten per cent of its official 4,388 km² and holds its towns."""
    area = layer("nkao")
    assert area_km2(area) == pytest.approx(4388, rel=0.10)
    for name in ("Khankendi", "Martakert", "Martuni", "Hadrut"):
        assert area.contains(Point(HELD_IN_MID_2020[name]))
    for name in ("Aghdam", "Fuzuli", "Jabrayil", "Kalbajar"):
        assert not area.intersects(Point(HELD_IN_MID_2020[name]))


def test_seven_districts_with_their_dates() -> None:
    """Seven districts hold on 2020-09-30, one is left on 2020-11-30, none on 2020-12-02."""
    counts = {
        day: int((layers_on(day)["kind"] == "district").sum())
        for day in ("1992-01-01", "1992-06-01", "2020-09-30", "2020-11-30", "2020-12-02")
    }
    assert list(counts.values()) == [0, 1, 7, 1, 0]


def test_corridor_moves_away_from_lachin() -> None:
    """The first corridor goes through Lachin, the second ends its run south of it."""
    lachin = Point(46.550, 39.637)
    assert layer("lachin-corridor-2020").contains(lachin)
    assert not layer("lachin-corridor-2022").contains(lachin)
    width = area_km2(layer("lachin-corridor-2020")) / (length_km(layer("lachin-corridor-2020")) / 2)
    assert 3 < width < 5


@pytest.mark.parametrize(
    ("name", "town"), [(name, town) for name, towns in PASSED.items() for town in towns]
)
def test_pipelines_pass_known_places(name: str, town: str) -> None:
    """A pipeline passes the towns and terminals it is known to pass."""
    lon, lat, limit = PASSED[name][town]
    assert measure(layer(name), Point(lon, lat)).distance_km <= limit


@pytest.mark.parametrize("name", LOST_BY_DRAWING)
def test_pipeline_lengths_agree_with_the_published(name: str) -> None:
    """Allowing for what drawing as coarsely costs a route, lengths are within 8 % of published."""
    published = float(all_layers().set_index("id")["length_km_published"][name])
    drawn = length_km(layer(name))
    assert drawn == pytest.approx(published * (1 - LOST_BY_DRAWING[name]), rel=0.08)
    assert 0.84 * published < drawn <= published


@pytest.mark.parametrize("day", STOOD)
def test_what_stood_on_a_day(day: str) -> None:
    """On each of six days exactly the lines, areas and pipelines of that day are given."""
    assert set(layers_on(day)["id"]) == STOOD[day] | {"claimed-area-1991"}


def test_former_oblast_ends_in_1991() -> None:
    """The oblast stands until its abolition, the republic's claim from its proclamation on."""
    assert set(layers_on("1991-11-26")["id"]) == {"nkao", "claimed-area-1991"}
    assert set(layers_on("1991-09-01")["id"]) == {"nkao"}
    assert "nkao" not in set(layers_on("1991-11-27")["id"])


def test_operation_of_pipelines() -> None:
    """A pipeline is under construction before it operates; nothing else has an operation."""
    frame = all_layers()
    pipelines = frame["kind"] == "pipeline"
    assert frame.loc[~pipelines, "operation"].isna().all()
    building = frame["id"].str.endswith("-construction")
    assert set(frame.loc[building, "operation"]) == {"under_construction"}
    assert set(frame.loc[pipelines & ~building, "operation"]) == {"operating"}


def test_status_is_de_facto_de_jure_or_a_claim() -> None:
    """Each layer says whether it is de facto, de jure or claimed, and claims name the claimant."""
    frame = all_layers()
    assert frame["status"].str.startswith(("de facto", "de jure", "claimed by")).all()
    status = frame.set_index("id")["status"]
    assert status["contact-line-1994-2020"] == "de facto"
    assert status["claimed-area-1991"].startswith("claimed by the Armenian side")
    assert frame.loc[frame["kind"] == "district", "status"].str.startswith("de jure Azer").all()


def test_names_of_both_sides() -> None:
    """Lines and areas of the conflict carry Azerbaijani, Armenian and Russian names."""
    frame = all_layers()
    told = frame[~frame["kind"].isin({"pipeline", "held_area"}) & frame["names"].notna()]
    assert len(told) >= 15
    for names in told["names"]:
        languages = [part.split(" ", 1)[0] for part in names.split("; ")]
        assert {"az", "hy", "ru"} <= set(languages)


def test_april_2016_moved_the_line_a_little() -> None:
    """Lele Tepe changes sides, Talish does not, and 8 to 20 km² change hands in two places."""
    before, after = layer("held-area-1994-2016"), layer("held-area-1994-2020")
    lele, talish = Point(NOT_HELD_IN_MID_2020["Lele Tepe"]), Point(HELD_IN_MID_2020["Talish"])
    assert before.contains(lele)
    assert not after.intersects(lele)
    assert before.contains(talish)
    assert after.contains(talish)
    pieces = [layer("control-change-2016-talish"), layer("control-change-2016-lele-tepe")]
    assert pieces[1].contains(lele)
    assert 8 <= sum(map(area_km2, pieces)) <= 20
    assert area_km2(before) - area_km2(after) == pytest.approx(sum(map(area_km2, pieces)), abs=0.5)


def test_held_area_follows_the_line_and_the_border() -> None:
    """The area held has its published size and the line of contact as its edge."""
    area = layer("held-area-1994-2020")
    assert area_km2(area) == pytest.approx(11_500, rel=0.04)
    line = layer("contact-line-1994-2020")
    inland = line.intersection(load_basemap()["countries"].set_index("iso_a3").geometry["AZE"])
    assert inland.difference(area.boundary.buffer(1e-4)).length < 0.01
    for point in HELD_IN_MID_2020.values():
        assert area.contains(Point(point))


def test_share_held_is_that_of_our_line() -> None:
    """The share of each district is its area on the held side of our own line, in per cent."""
    frame = all_layers().set_index("id")
    held = layer("held-area-1994-2020")
    for name in DISTRICTS:
        district = frame.geometry[name]
        share = 100 * area_km2(district.intersection(held)) / area_km2(district)
        assert frame["pct_held"][name] == pytest.approx(share, abs=0.6)
    assert 60 < frame["pct_held"]["district-aghdam"] < 85
    assert 25 < frame["pct_held"]["district-fuzuli"] < 50
    assert frame.loc[frame["kind"] != "district", "pct_held"].isna().all()


def test_control_after_2020_and_2023_share_out_the_held_area() -> None:
    """What changed hands in 2020 and in 2023 does not overlap and makes up the area held."""
    first, second = layer("control-change-2020"), layer("control-change-2023")
    held = layer("held-area-1994-2020")
    assert area_km2(first.intersection(second)) < 1
    assert area_km2(first.union(second).intersection(held)) > 0.99 * area_km2(held)
    assert second.contains(Point(IN_PEACEKEEPING_AREA["Khankendi"]))
    assert first.contains(Point(OUT_OF_PEACEKEEPING_AREA["Shusha"]))


def test_the_claim_goes_beyond_the_oblast() -> None:
    """The claim of 1991 takes in the oblast and Shahumyan, not the seven districts' towns."""
    claim = layer("claimed-area-1991")
    assert area_km2(layer("nkao").difference(claim)) < 1
    assert claim.contains(Point(46.565, 40.418))
    for name in ("Aghdam", "Fuzuli", "Kalbajar", "Zangilan"):
        assert not claim.intersects(Point(HELD_IN_MID_2020[name]))


def test_stations_stand_on_their_pipelines() -> None:
    """Each station lies on the lines it serves, within the accuracy of both."""
    pipelines = all_layers().set_index("id")
    stations = load_stations()
    assert len(stations) >= 12
    assert stations["source"].str.len().min() > 5
    for _, station in stations.iterrows():
        for name in station["pipelines"].split(";"):
            line = pipelines.loc[name]
            gap = measure(station["geometry"], line["geometry"]).distance_km
            assert gap <= (station["accuracy_m"] + line["accuracy_m"]) / 1000


def test_stations_by_date_and_kilometre() -> None:
    """Stations hold from their day on; the last one of BTC is at its published length."""
    assert "kipoi-compressor" not in set(load_stations(on="2020-01-01")["id"])
    assert "kipoi-compressor" in set(load_stations(on=dt.date(2021, 1, 1))["id"])
    km = load_stations().set_index("id")["km"]
    assert km["sangachal-terminal"] == 0
    assert km["ceyhan-terminal"] == all_layers().set_index("id")["length_km_published"]["btc"]


def test_stations_of_an_own_folder(tmp_path: Path) -> None:
    """A folder without stations has none, and a broken row is named with its line."""
    write_layers(tmp_path, feature())
    assert load_stations(tmp_path).empty
    other = tmp_path / "other"
    other.mkdir()
    (other / "layers").mkdir()
    header = "id,pipelines,kind,name,lon,lat,km,accuracy_m,valid_from,valid_to,source\n"
    table = other / "layers" / "stations.csv"
    table.write_text(header + "a,p,pump,A,east,40,,100,,,own\n")
    with pytest.raises(GazetteerError, match="station 'a': lon") as caught:
        load_stations(other)
    assert f"{table}:2" in str(caught.value)


def test_stations_without_a_source(tmp_path: Path) -> None:
    """A station without a source is an error."""
    (tmp_path / "layers").mkdir()
    (tmp_path / "layers" / "stations.csv").write_text(
        "id,pipelines,kind,name,lon,lat,km,accuracy_m,valid_from,valid_to,source\n"
        "a,p,pump,A,46,40,,100,,,\n"
    )
    with pytest.raises(GazetteerError, match="source missing"):
        load_stations(tmp_path)


@pytest.mark.parametrize(
    ("day", "found"),
    [
        ("2016-04-04", "contact-line-1994-2016"),
        ("2016-04-05", "contact-line-1994-2020"),
        ("2020-11-09", "contact-line-1994-2020"),
        ("2020-11-10", "contact-line-2020-2023"),
    ],
)
def test_both_ends_of_a_span_are_included(day: str, found: str) -> None:
    """A layer holds on its first and on its last day."""
    frame = layers_on(day)
    assert list(frame.loc[frame["kind"] == "contact_line", "id"]) == [found]


def test_a_datetime_counts_as_its_day() -> None:
    """A datetime is read as the day it falls on."""
    at_noon = dt.datetime(2020, 9, 30, 12, tzinfo=dt.UTC)
    assert list(layers_on(at_noon)["id"]) == list(layers_on("2020-09-30")["id"])


def test_columns_and_order() -> None:
    """The frame has the promised columns, sorted ids, WGS84 and None where nothing is known."""
    frame = all_layers()
    assert list(frame.columns) == [*COLUMNS, "geometry"]
    assert list(frame["id"]) == sorted(frame["id"])
    assert frame.crs == "EPSG:4326"
    assert set(frame["kind"]) == KINDS
    row = frame.set_index("id").loc["btc"]
    assert row["valid_to"] is None
    assert isinstance(row["valid_from"], dt.date)
    assert frame.set_index("id").loc["nkao", "product"] is None


def test_every_layer_names_source_licence_and_accuracy() -> None:
    """Each layer has a source, a licence, a note and an accuracy of 0.1 to 50 km."""
    frame = all_layers()
    for column in ("source", "licence", "note", "name"):
        assert frame[column].str.len().min() > 5
    assert frame["accuracy_m"].between(100, 50_000).all()


def test_changing_a_result_does_not_change_the_next() -> None:
    """The cache hands out copies."""
    first = all_layers()
    first.loc[0, "name"] = "changed"
    ocean = load_basemap()["ocean"]
    ocean["name"] = "changed"
    assert all_layers().loc[0, "name"] != "changed"
    assert list(load_basemap()["ocean"]["name"]) == ["sea"]


@pytest.mark.parametrize("path", [*FILES, *BASEMAP], ids=lambda path: path.stem)
def test_files_are_rfc_7946(path: Path) -> None:
    """Each GeoJSON file is a valid FeatureCollection without a crs member, geometries valid."""
    text = path.read_text(encoding="utf-8")
    collection: FeatureCollection[Any] = FeatureCollection.model_validate_json(text)
    assert collection.features
    assert '"crs"' not in text
    assert gpd.read_file(path).geometry.is_valid.all()


@pytest.mark.parametrize("path", [*FILES, *BASEMAP], ids=lambda path: path.stem)
def test_rings_follow_the_right_hand_rule(path: Path) -> None:
    """Outer rings run counter-clockwise and holes clockwise."""
    for geometry in gpd.read_file(path).geometry:
        for part in get_parts(geometry):
            if isinstance(part, Polygon):
                assert part.exterior.is_ccw
                assert not any(hole.is_ccw for hole in part.interiors)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_layer_files_are_sorted_and_rounded(path: Path) -> None:
    """Features are sorted by id and coordinates have five decimals at most."""
    text = path.read_text(encoding="utf-8")
    raw = json.loads(text, parse_float=str)
    ids = [item["id"] for item in raw["features"]]
    assert ids == sorted(ids)
    numbers = json.dumps([item["geometry"]["coordinates"] for item in raw["features"]])
    assert all(len(number.split(".")[1]) <= 5 for number in numbers.split('"') if "." in number)


@pytest.mark.parametrize("scale", ["detail", "wide"])
def test_basemap_has_its_layers(scale: str) -> None:
    """Both scales have sea, countries, borders and lakes; Karabakh lies in Azerbaijan de jure."""
    basemap = load_basemap(scale=scale)
    assert {"ocean", "countries", "borders", "lakes"} <= set(basemap)
    countries = basemap["countries"]
    found = countries[countries.contains(Point(46.75, 39.82))]
    assert list(found["iso_a3"]) == ["AZE"]
    assert basemap["ocean"].contains(Point(50.6, 40.0)).any()


def test_basemap_borders_lie_on_country_edges() -> None:
    """Simplifying kept the topology: borders are edges that two countries share."""
    basemap = load_basemap()
    azerbaijan, armenia = (
        basemap["countries"].set_index("iso_a3").geometry[code] for code in ("AZE", "ARM")
    )
    assert azerbaijan.intersection(armenia).area == pytest.approx(0, abs=1e-9)
    pair = basemap["borders"].query("left_a3 == 'ARM' and right_a3 == 'AZE'").geometry.union_all()
    assert pair.difference(azerbaijan.boundary.buffer(1e-6)).is_empty
    assert pair.difference(armenia.boundary.buffer(1e-6)).is_empty


def test_basemap_is_small() -> None:
    """All basemap vectors together stay under 700 kB."""
    assert sum(path.stat().st_size for path in BASEMAP) <= 700_000


def test_own_folder_with_the_packaged_basemap(tmp_path: Path) -> None:
    """A folder with layers and no basemap gives its layers and the packaged basemap."""
    write_layers(tmp_path, feature())
    assert list(all_layers(tmp_path)["id"]) == ["my-line"]
    assert list(layers_on("2001-02-02", tmp_path)["id"]) == []
    assert len(load_basemap(tmp_path)["countries"]) == len(load_basemap()["countries"])


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"kind": "front"}, "kind 'front' unknown"),
        ({"source": ""}, "source missing"),
        ({"valid_from": "3 Feb"}, "no date"),
        ({"valid_to": "1999-01-01"}, "valid_from is after valid_to"),
        ({"accuracy_m": "good"}, "no positive number"),
        ({"status": "ours"}, "status 'ours' unknown"),
        ({"pct_held": 120}, "pct_held 120 is no such number"),
        ({"length_km_published": "long"}, "length_km_published 'long' is no such number"),
        ({"geometry": None}, "no readable geometry"),
        (
            {
                "geometry": {
                    "type": "Polygon",
                    "coordinates": [[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]],
                }
            },
            "crosses itself",
        ),
    ],
)
def test_bad_feature_is_named(tmp_path: Path, changes: dict[str, object], words: str) -> None:
    """A feature that cannot be used is an error of one line with the file and the feature."""
    path = write_layers(tmp_path, feature(**changes))
    with pytest.raises(GazetteerError, match=words) as caught:
        all_layers(tmp_path)
    assert "my-line" in str(caught.value)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_same_id_twice_is_an_error(tmp_path: Path) -> None:
    """Two features may not share an id."""
    write_layers(tmp_path, feature(), feature())
    with pytest.raises(GazetteerError, match="id also in"):
        all_layers(tmp_path)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"{", "no JSON"),
        (b"[]", "no FeatureCollection"),
        (b'{"features": 1}', "no FeatureCollection"),
        (b'\xff\xfe{"a"', "cannot be read"),
    ],
)
def test_broken_file_is_named(tmp_path: Path, content: bytes, words: str) -> None:
    """A file that is no GeoJSON is an error of one line with the file's name."""
    path = write_layers(tmp_path)
    path.write_bytes(content)
    with pytest.raises(GazetteerError, match=words) as caught:
        all_layers(tmp_path)
    assert str(path) in str(caught.value)


def test_folder_without_layers_and_unknown_scale(tmp_path: Path) -> None:
    """A folder without layer files, a wrong scale and a wrong day are errors with a remedy."""
    with pytest.raises(GazetteerError, match="name a gazetteer folder"):
        all_layers(tmp_path)
    with pytest.raises(GazetteerError, match="choose one of detail, wide"):
        load_basemap(scale="huge")
    with pytest.raises(GazetteerError, match="YYYY-MM-DD"):
        layers_on("autumn 2020")
