"""Gazetteers of other regions: from GeoNames dumps, to and from Linked Places Format."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from karamap.errors import GazetteerError, OutputError
from karamap.gazetteer import Gazetteer
from karamap.gazetteer.dumps import build_gazetteer
from karamap.gazetteer.lpf import read_lpf, to_lpf
from karamap.gazetteer.tables import read_folder
from karamap.gazetteer.writing import guess_script, write_folder
from karamap.model import FeatureClass, Name, Place

DATA = Path(__file__).parent / "data" / "gazetteer"
DUMP = DATA / "XA.txt"  # an invented country in the columns of a GeoNames dump


def build(out: Path, **options: Any) -> dict[str, Place]:  # noqa: ANN401  passed on
    build_gazetteer([DUMP], out, **options)
    return {p.id: p for p in read_folder(out).places}


# -- from dumps -------------------------------------------------------------------------------


def test_a_dump_becomes_a_gazetteer(tmp_path: Path) -> None:
    """Rows become places that a gazetteer opened on the folder finds by every name."""
    counts = build_gazetteer([DUMP], tmp_path / "g")
    opened = Gazetteer.open(tmp_path / "g", world=False, packaged=False)
    for name in ("Orlen", "Orlenstadt", "Орлен", "orlen's"):
        assert opened.lookup(name)[0].place.id == "geonames:9000003"
    assert counts.rows == len(DUMP.read_text(encoding="utf-8").splitlines())
    assert counts.places == len(opened.curated_places())
    assert counts.rows == counts.places + counts.left_out
    assert sum(counts.by_class.values()) == counts.places


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        ("9000002", FeatureClass.ADMIN1),
        ("9000003", FeatureClass.SETTLEMENT),
        ("9000004", FeatureClass.DISTRICT),
        ("9000005", FeatureClass.RIVER),
        ("9000006", FeatureClass.LAKE),
        ("9000007", FeatureClass.MOUNTAIN),
        ("9000008", FeatureClass.SITE),
        ("9000009", FeatureClass.FORMER_UNIT),
        ("9000010", FeatureClass.REGION),
    ],
)
def test_feature_codes_become_our_classes(tmp_path: Path, number: str, kind: FeatureClass) -> None:
    """Each GeoNames code is mapped to the class that reporting means by it."""
    assert build(tmp_path / "g")[f"geonames:{number}"].feature_class is kind


def test_what_reporting_does_not_name_is_left_out(tmp_path: Path) -> None:
    """Hotels, roads and rows without a class make no place."""
    places = build(tmp_path / "g")
    assert not {"geonames:9000011", "geonames:9000012", "geonames:9000013"} & places.keys()


def test_units_contain_their_places(tmp_path: Path) -> None:
    """A place's parent is the smallest unit of the dump that holds it, up to the country."""
    places = build(tmp_path / "g")
    assert places["geonames:9000003"].parent == "geonames:9000004"
    assert places["geonames:9000004"].parent == "geonames:9000002"
    assert places["geonames:9000002"].parent == "iso:XA"
    assert places["iso:XA"].parent == ""


def test_facts_of_a_row_are_kept(tmp_path: Path) -> None:
    """Point, people, country and source come from the row."""
    place = build(tmp_path / "g")["geonames:9000003"]
    assert (place.lon, place.lat, place.population) == (10.5, 50.25, 12000)
    assert (place.country, place.source) == ("XA", "GeoNames 9000003 (CC BY 4.0)")
    assert 1 < place.radius_km < 5


def test_codes_links_and_machine_names_are_no_names(tmp_path: Path) -> None:
    """Airport codes, web addresses and lower-case romanisations are dropped."""
    build(tmp_path / "g")
    names = {n.text for n in read_folder(tmp_path / "g").names}
    assert "Orlenstadt" in names
    assert not {"ORL", "orln", "https://orlen.example"} & names


def test_names_tell_their_script_and_no_language(tmp_path: Path) -> None:
    """Dumps tell no language: names are und, their script is seen from the letters."""
    build(tmp_path / "g")
    scripts = {n.text: (n.language, n.script) for n in read_folder(tmp_path / "g").names}
    assert scripts["Орлен"] == ("und", "Cyrl")
    assert scripts["Orlenstadt"] == ("und", "Latn")


def test_small_settlements_and_other_classes_can_be_left_out(tmp_path: Path) -> None:
    """A least number of people concerns settlements only; classes can be chosen."""
    large = build(tmp_path / "a", min_population=1000)
    assert "geonames:9000014" not in large
    assert "geonames:9000005" in large
    towns = build(tmp_path / "b", feature_classes=[FeatureClass.SETTLEMENT])
    assert {p.feature_class for p in towns.values()} == {FeatureClass.SETTLEMENT}


def test_building_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    """The same dump makes the same files, sorted, also over files that are there."""
    build_gazetteer([DUMP, DUMP], tmp_path / "a")
    build_gazetteer([DUMP], tmp_path / "b")
    build_gazetteer([DUMP], tmp_path / "b")
    assert sorted(p.name for p in (tmp_path / "b").iterdir()) == ["names.csv", "places.csv"]
    for name in ("places.csv", "names.csv"):
        data = (tmp_path / "a" / name).read_bytes()
        assert data == (tmp_path / "b" / name).read_bytes()
        rows = data.decode().splitlines()[1:]
        assert [r.split(",")[0] for r in rows] == sorted(r.split(",")[0] for r in rows)


@pytest.mark.parametrize(
    ("row", "word"),
    [
        ("1\tA\tB", "3 columns"),
        ("x" + "\tA" * 18, "no number"),
        ("1\tA\tA\t\tnorth\t0\tP\tPPL\tXA\t\t\t\t\t\t0\t\t\t\t", "north"),
        ("1\tA\tA\t\t95\t0\tP\tPPL\tXA\t\t\t\t\t\t0\t\t\t\t", "degrees"),
        ("1\tA\tA\t\tnan\t0\tP\tPPL\tXA\t\t\t\t\t\t0\t\t\t\t", "degrees"),
        ("1\tA\tA\t\t5\t0\tP\tPPL\tXA\t\t\t\t\t\tmany\t\t\t\t", "many"),
        ("1\t\t\t\t5\t0\tP\tPPL\tXA\t\t\t\t\t\t0\t\t\t\t", "no name"),
    ],
)
def test_a_bad_row_is_told_by_file_and_line(tmp_path: Path, row: str, word: str) -> None:
    """A fault in a dump names the file, the line and what is wrong, and nothing is written."""
    dump = tmp_path / "XB.txt"
    good = DUMP.read_text(encoding="utf-8").splitlines()[0]
    dump.write_text(f"{good}\n{row}\n", encoding="utf-8")
    with pytest.raises(GazetteerError, match=word) as fault:
        build_gazetteer([dump], tmp_path / "g")
    assert (fault.value.source, fault.value.line) == (str(dump), 2)
    assert not (tmp_path / "g").exists()


def test_a_dump_still_zipped_is_told(tmp_path: Path) -> None:
    """What is no text is refused, and the message says to unzip it."""
    dump = tmp_path / "XB.zip"
    dump.write_bytes(b"PK\x03\x04\xff\xfe\xfa")
    with pytest.raises(GazetteerError, match="unzip"):
        build_gazetteer([dump], tmp_path / "g")
    with pytest.raises(GazetteerError, match=r"missing\.txt"):
        build_gazetteer([tmp_path / "missing.txt"], tmp_path / "g")


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    """A file in the way of the output folder is one line with a remedy."""
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(OutputError, match="-o"):
        build_gazetteer([DUMP], tmp_path / "file" / "g")


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("Ağdam", "Latn"),
        ("Шуша", "Cyrl"),
        ("Շուշի", "Armn"),
        ("შუშა", "Geor"),
        ("شوشا", "Arab"),
        ("舒沙", "Hani"),
        ("12", "Zyyy"),
    ],
)
def test_scripts_are_told_from_letters(text: str, script: str) -> None:
    """The script is that of the first letter."""
    assert guess_script(text) == script


def test_what_is_written_reads_back(tmp_path: Path) -> None:
    """A folder written from places and names reads back equal, commas and quotes included."""
    place = Place(
        "p:1",
        'Orlen, "old"',
        FeatureClass.REGION,
        -0.00001,
        12.34567,
        2.5,
        "XA",
        "iso:XA",
        7,
        date(1990, 2, 3),
        date(1999, 1, 1),
        "map, sheet 1",
        curated=True,
    )
    name = Name("p:1", "Орлен", "ru", "Cyrl", "historic", "xa", None, date(1991, 1, 1), "map")
    write_folder(tmp_path / "g", [place], [name])
    assert read_folder(tmp_path / "g")[:2] == ([place], [name])


# -- Linked Places Format ---------------------------------------------------------------------


def write_lpf(path: Path, told: dict[str, Any]) -> Path:
    path.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    return path


def test_the_packaged_gazetteer_survives_the_round_trip(
    gazetteer: Gazetteer, tmp_path: Path
) -> None:
    """Every curated place and name, its side, kind, script, days and source, reads back equal."""
    places = gazetteer.curated_places()
    table = read_lpf(write_lpf(tmp_path / "all.lpf.json", to_lpf(gazetteer, places)))
    assert tuple(table.places) == places
    assert table.names == [n for p in places for n in gazetteer.names(p.id)]


def test_lpf_has_what_the_format_asks_for(gazetteer: Gazetteer) -> None:
    """Each feature has id, title, class letter, names with language and source, a point."""
    told = to_lpf(gazetteer, gazetteer.curated_places()[:60])
    assert told["type"] == "FeatureCollection"
    assert "linkedplaces-context" in told["@context"][0]
    for feature in told["features"]:
        assert feature["@id"].startswith("karamap:")
        assert feature["properties"]["title"]
        assert set(feature["properties"]["fclasses"]) <= set("AHLPRST")
        assert all(n["toponym"] and n["lang"] for n in feature["names"])
        assert all(n["citations"][0]["label"] for n in feature["names"])
        assert feature["geometry"]["type"] == "Point"


def test_sides_and_days_are_in_the_file(gazetteer: Gazetteer) -> None:
    """A name of one side for some years says so: side, script where unusual, timespan."""
    place = gazetteer.place("ganja")
    assert place is not None
    (feature,) = to_lpf(gazetteer, [place])["features"]
    names = {n["toponym"]: n for n in feature["names"]}
    assert names["Gəncə"]["lang"] == "az"
    assert names["Gəncə"]["karamap:used_by"] == "az"
    spans = names["Kirovabad"]["when"]["timespans"]
    assert spans[0]["end"]["in"].startswith("1989")


FOREIGN: dict[str, Any] = {
    "@context": "https://example.org/context.jsonld",
    "type": "FeatureCollection",
    "features": [
        {
            "@id": "http://gaz.example/1",
            "type": "Feature",
            "properties": {"title": "Orlen", "ccodes": ["DE"], "fclasses": ["P"]},
            "when": {"timespans": [{"start": {"earliest": "1250"}, "end": {"in": "1945-05"}}]},
            "names": [
                {
                    "toponym": "Orlen",
                    "lang": "de",
                    "citation": {"label": "Old Atlas (1890)"},
                    "when": {"timespans": [{"start": {"in": "1600"}, "end": {"in": "1699"}}]},
                },
                {"toponym": "Орлен", "lang": "ru"},
            ],
            "geometry": {
                "type": "GeometryCollection",
                "geometries": [
                    {
                        "type": "Polygon",
                        "coordinates": [[[10, 50], [11, 50], [11, 51], [10, 51], [10, 50]]],
                    }
                ],
            },
            "relations": [
                {"relationType": "gvp:broaderPartitive", "relationTo": "http://gaz.example/9"}
            ],
        }
    ],
}


def test_files_of_others_are_read(tmp_path: Path) -> None:
    """Areas become a point inside them; years and months their first and last day."""
    table = read_lpf(write_lpf(tmp_path / "x.lpf.json", FOREIGN))
    (place,) = table.places
    assert (place.id, place.country) == ("http://gaz.example/1", "DE")
    assert place.parent == "http://gaz.example/9"
    assert 10 < place.lon < 11
    assert 50 < place.lat < 51
    assert (place.valid_from, place.valid_to) == (date(1250, 1, 1), date(1945, 5, 31))
    german, russian = table.names
    assert (german.valid_from, german.valid_to) == (date(1600, 1, 1), date(1699, 12, 31))
    assert (german.source, german.script) == ("Old Atlas (1890)", "Latn")
    assert (russian.script, russian.kind) == ("Cyrl", "common")


def test_a_folder_or_a_file_of_linked_places_is_a_gazetteer(tmp_path: Path) -> None:
    """``--gazetteer`` takes the file itself, or a folder that holds it, alone or beside tables."""
    path = write_lpf(tmp_path / "x.lpf.json", FOREIGN)
    for given in (path, tmp_path):
        opened = Gazetteer.open(given, world=False, packaged=False)
        assert opened.lookup("Orlen")[0].place.id == "http://gaz.example/1"
    build_gazetteer([DUMP], tmp_path)
    both = Gazetteer.open(tmp_path, world=False, packaged=False)
    found = {c.place.id for c in both.lookup("Orlen")}
    assert {"http://gaz.example/1", "geonames:9000003"} <= found


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"names": None}, "feature 1"),
        ({"geometry": None}, "no geometry"),
        ({"properties": {}}, "title"),
        ({"geometry": {"type": "Point", "coordinates": [200, 0]}}, "degrees"),
        ({"geometry": {"type": "Point", "coordinates": ["x", 0]}}, "feature 1"),
        ({"geometry": {"type": "Point", "coordinates": [1]}}, "feature 1"),
    ],
)
def test_a_bad_feature_is_told_by_number(tmp_path: Path, change: dict[str, Any], word: str) -> None:
    """A fault names the file and the feature."""
    told = {**FOREIGN, "features": [{**FOREIGN["features"][0], **change}]}
    path = write_lpf(tmp_path / "x.lpf.json", told)
    with pytest.raises(GazetteerError, match=word) as fault:
        read_lpf(path)
    assert fault.value.source == str(path)


@pytest.mark.parametrize("text", ["{", "[]", '{"features": 1}', '{"type": "Feature"}'])
def test_what_is_no_collection_is_refused(tmp_path: Path, text: str) -> None:
    """Files that are no feature collection are one line that names the file."""
    path = tmp_path / "x.lpf.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(GazetteerError, match=r"x\.lpf\.json"):
        read_lpf(path)


# -- spelling within the region ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "place"),
    [
        ("Ganca", "ganja"),
        ("Gandža", "ganja"),
        ("Gyandzha", "ganja"),
        ("Gandzha", "ganja"),
        ("Gəncədə", "ganja"),
        ("Gəncəyə", "ganja"),
        ("GƏNCƏ", "ganja"),
        ("Stepanagert", "khankendi"),
        ("Stepanakerd", "khankendi"),
        ("Stepanakerta", "khankendi"),
        ("Степанакерте", "khankendi"),
        ("Xankəndində", "khankendi"),
        ("XANKƏNDİ", "khankendi"),
        ("AĞDAM", "aghdam"),
        ("Nagorno Karabach", "nagorno-karabakh"),
        ("Mountain Karabakh", "nagorno-karabakh"),
        ("Nagorno‑Karabakh’s", "nagorno-karabakh"),
        ("Shusha's", "shusha"),
        ("Shushaʼs", "shusha"),
        ("ŞUŞADAN", "shusha"),
        ("Laçının", "lachin"),
        ("LAÇINDA", "lachin"),
        ("Bakıya", "baku"),
        ("BAKIDA", "baku"),
        ("Azerbaijan’s", "iso:AZ"),
        ("Lachin rayonu", "lachin-district"),
    ],
)
def test_press_variants_lead_to_their_place(gazetteer: Gazetteer, written: str, place: str) -> None:
    """Romanisations, capitals, possessives and case endings that no table lists are found."""
    found = gazetteer.lookup(written)
    assert found[0].place.id == place
    assert found[0].how in {"exact", "folded", "inflected", "fuzzy"}


@pytest.mark.parametrize(
    ("written", "place"), [("Upper Askiparra", "ashaghi-askipara"), ("Lake Sevana", "sevan-town")]
)
def test_opposed_words_are_not_confused(gazetteer: Gazetteer, written: str, place: str) -> None:
    """Upper is not lower and a lake is no town, however near the spelling."""
    assert place not in {c.place.id for c in gazetteer.lookup(written)}


def test_the_nearer_spelling_comes_first(gazetteer: Gazetteer) -> None:
    """Of places near in spelling the nearest leads, not the best known."""
    scores = [(c.place.id, c.score) for c in gazetteer.lookup("Vanadzorr")]
    assert scores[0][0] == "vanadzor"


@pytest.mark.parametrize("written", ["Moscov's", "Parisdə", "Chikaggo", "Londonn"])
def test_loose_spelling_never_reaches_the_world(gazetteer: Gazetteer, written: str) -> None:
    """Only curated places are found by anything but their spelling or its possessive."""
    assert all(c.place.curated for c in gazetteer.lookup(written))


# -- the worked example in the docs -----------------------------------------------------------

EXAMPLE = Path(__file__).resolve().parents[1] / "docs" / "examples" / "dniester"


def test_the_example_of_the_docs_stands_by_itself() -> None:
    """Another conflict's folder is enough: both sides' names lead to one place of its own."""
    opened = Gazetteer.open(EXAMPLE, world=False, packaged=False)
    assert len(opened.curated_places()) == 17
    for one, two in (("Bendery", "Tighina"), ("Рыбница", "Râbnița"), ("Приднестровье", "PMR")):
        assert opened.lookup(one)[0].place == opened.lookup(two)[0].place
    assert opened.lookup("Dubossari")[0].how == "folded"
    sides = {n.used_by for p in opened.curated_places() for n in opened.names(p.id)}
    assert {"md", "pmr", "international"} <= sides
    assert all(n.source for p in opened.curated_places() for n in opened.names(p.id))


def test_the_examples_line_holds_from_its_day() -> None:
    """The example's line is there from the day of the agreement, not the day before."""
    from karamap.layers import layers_on  # noqa: PLC0415  geopandas: slow

    assert layers_on("1992-07-20", EXAMPLE).empty
    assert list(layers_on("1992-07-21", EXAMPLE)["id"]) == ["dniester-line-1992"]


def test_the_example_draws_on_ours_for_the_rest() -> None:
    """Stacked over the packaged gazetteer the example's entries come first, ours stay."""
    opened = Gazetteer.open(EXAMPLE)
    assert opened.lookup("Bendery")[0].place.id == "bender"
    assert opened.lookup("Shushi")[0].place.id == "shusha"
    near = [p.id for _, p in opened.nearby(29.5, 46.85, km=6)]
    assert near[:2] == ["bender", "varnita"]
    assert "geonames:618577" not in near
