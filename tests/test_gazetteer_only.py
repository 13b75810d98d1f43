"""A gazetteer folder in place of ours: ``--gazetteer DIR --only-gazetteer``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from karamap.cli import main
from karamap.gazetteer import Gazetteer
from karamap.gazetteer.dumps import build_gazetteer
from karamap.layers import all_layers, layers_on

EXAMPLE = Path(__file__).resolve().parents[1] / "docs" / "examples" / "dniester"
DUMP = Path(__file__).parent / "data" / "gazetteer" / "XA.txt"


def run(*words: str) -> Result:
    return CliRunner().invoke(main, list(words), prog_name="karamap")


def rows(result: Result) -> list[dict[str, object]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_in_place_of_ours_our_places_are_gone() -> None:
    """Only the folder's places, the world's and the countries are found; stacked, ours too."""
    over = run("gazetteer", "lookup", "Varanda", "--gazetteer", str(EXAMPLE), "--json")
    assert rows(over)[0]["place_id"] == "fuzuli"
    alone = ("--gazetteer", str(EXAMPLE), "--only-gazetteer", "--json")
    assert run("gazetteer", "lookup", "Varanda", *alone).exit_code == 2
    assert rows(run("gazetteer", "lookup", "Tighina", *alone))[0]["place_id"] == "bender"
    assert rows(run("gazetteer", "lookup", "Moldova", *alone))[0]["place_id"] == "iso:MD"
    world = rows(run("gazetteer", "lookup", "Toulouse", *alone))[0]
    assert str(world["place_id"]).startswith("geonames:")


def test_the_world_behind_another_folder_knows_countries_and_peoples() -> None:
    """Without the packaged places the countries of the world and their peoples remain."""
    opened = Gazetteer.open(EXAMPLE, packaged=False)
    people = opened.demonym("Moldovans")
    assert people is not None
    assert people.id == "iso:MD"
    assert {p.country for p in opened.curated_places() if not p.id.startswith("iso:")} <= {
        "MD",
        "UA",
        "",
    }


def test_only_needs_a_folder() -> None:
    """``--only-gazetteer`` alone is told in one line with the remedy."""
    result = run("gazetteer", "lookup", "Shushi", "--only-gazetteer")
    assert result.exit_code == 2
    assert "--gazetteer DIR" in result.stderr


def test_a_folder_without_layers_takes_ours_or_none(tmp_path: Path) -> None:
    """A folder from a dump has no lines: stacked it shows ours, in place of ours none."""
    build_gazetteer([DUMP], tmp_path / "g")
    assert list(all_layers(tmp_path / "g")["id"]) == list(all_layers()["id"])
    assert all_layers(tmp_path / "g", packaged=False).empty
    assert layers_on("2020-09-30", tmp_path / "g", packaged=False).empty
    folder = ("--gazetteer", str(tmp_path / "g"))
    shown = json.loads(run("layers", *folder).stdout)["features"]
    alone = json.loads(run("layers", *folder, "--only-gazetteer").stdout)["features"]
    assert (len(shown), len(alone)) == (len(all_layers()), 0)


def test_a_gazetteer_from_a_dump_is_looked_up(tmp_path: Path) -> None:
    """What ``gazetteer build`` made is looked up, stacked and alone, though it has no layers."""
    build_gazetteer([DUMP], tmp_path / "g")
    name = Gazetteer.open(tmp_path / "g", world=False, packaged=False).curated_places()[0].name
    for more in ((), ("--only-gazetteer",)):
        result = run("gazetteer", "lookup", name, "--gazetteer", str(tmp_path / "g"), *more)
        assert result.exit_code == 0, result.stderr
        assert "GeoNames" in result.stdout


def test_maps_of_another_conflict_show_nothing_of_ours(tmp_path: Path) -> None:
    """``build --only-gazetteer`` maps the example's report with its own places and line."""
    report = EXAMPLE / "report.txt"
    out = tmp_path / "out"
    given = ("--gazetteer", str(EXAMPLE), "--only-gazetteer")
    result = run("build", str(report), *given, "-o", str(out))
    assert result.exit_code == 0, result.stderr
    lines = json.loads((out / "contact_line.geojson").read_text(encoding="utf-8"))["features"]
    assert [f["properties"]["id"] for f in lines] == ["dniester-line-1992"]
    options = json.loads((out / "provenance.json").read_text(encoding="utf-8"))["options"]
    assert options["only_gazetteer"] is True


@pytest.mark.parametrize("a", ["BTC", "Varanda"])
def test_measuring_knows_only_the_folder(a: str) -> None:
    """``measure`` finds none of our lines and places either."""
    result = run("measure", a, "Tiraspol", "--gazetteer", str(EXAMPLE), "--only-gazetteer")
    assert result.exit_code == 2
    assert a in result.stderr


# -- what a look-up says of itself ----------------------------------------------------------------


def test_a_look_up_says_when_a_name_is_historic() -> None:
    """For people the historic name and its years are told; in JSON who used it, as what, when."""
    text = run("gazetteer", "lookup", "Leninakan").stdout
    assert "Gyumri" in text.splitlines()[0]
    assert "by the historic name Leninakan (1924–1990)" in text.splitlines()[0]
    row = rows(run("gazetteer", "lookup", "Leninakan", "--json"))[0]
    assert [set(use) for use in row["matched_as"]] == [  # type: ignore[attr-defined]
        {"kind", "used_by", "valid_from", "valid_to"}
    ]
    assert rows(run("gazetteer", "lookup", "Toulouse", "--json"))[0]["matched_as"] == []


def test_a_look_up_tells_law_and_ground_apart() -> None:
    """What a place is part of is said to be de jure; who held it stands beside, with the days."""
    text = run("gazetteer", "lookup", "Shushi", "--on", "2019-01-01").stdout
    assert "part of, de jure: Shusha district, Azerbaijan" in text
    row = rows(run("gazetteer", "lookup", "Shushi", "--on", "2019-01-01", "--json"))[0]
    units, areas = row["part_of_de_jure"], row["lies_in"]
    assert [u["place_id"] for u in units] == ["shusha-district", "iso:AZ"]  # type: ignore[attr-defined]
    held = {a["id"]: a for a in areas}["held-area-1994-2020"]  # type: ignore[attr-defined]
    assert held["status"].startswith("de facto held by Armenian forces; de jure Azerbaijan")
    assert (held["valid_from"], held["valid_to"]) == ("2016-04-05", "2020-11-09")


def test_a_look_up_of_a_people_says_so() -> None:
    """A word for a people is answered with the country, not with a village that sounds alike."""
    (line,) = [t for t in run("gazetteer", "lookup", "Iranian").stdout.splitlines() if "score" in t]
    assert "[iso:IR]" in line
    assert "demonym from Iranian" in line


def test_a_river_of_the_folder_is_the_one_that_the_world_knows_too() -> None:
    """Of two records of a river far apart along it, the folder's own is kept."""
    own = Gazetteer.open(EXAMPLE).lookup("Dniester")
    assert [c.place.id for c in own if c.place.feature_class == "river"] == ["dniester"]


def test_a_folders_lines_are_credited_to_it(tmp_path: Path) -> None:
    """A map with a folder's places and lines names the folder, not our own digitisation."""
    run("build", str(EXAMPLE / "report.txt"), "--gazetteer", str(EXAMPLE), "-o", str(tmp_path))
    page = (tmp_path / "karamap.html").read_text(encoding="utf-8")
    assert "Lines and areas: dniester" in page
