"""No side's name, border or claim is given as the truth; docs/neutrality.md tells the rules."""

from __future__ import annotations

import csv
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from karamap.cli import main
from karamap.gazetteer import NAME_POLICIES, Gazetteer
from karamap.gazetteer.checking import Finding, check_folder
from karamap.layers import all_layers
from karamap.resources import data_dir

ROOT = Path(__file__).resolve().parents[1]
# words by which one side judges the other or claims the ground; allowed where somebody is said
# to use them, and as names of bodies that bear them
JUDGING = re.compile(
    r"\b(?:de-?occup\w*|occup(?:y|ied|ier|iers|ation)|liberat\w*|separatis\w*|breakaway|"
    r"self-proclaimed|so-called|illegal\w*|unlawful|puppet|regime|terroris\w*|anti-terrorist|"
    r"aggress\w*|invad\w*|rebel\w*|ancestral|enemy|reunif\w*|(?:true|real|correct|right) names?)\b",
    re.IGNORECASE,
)
ATTRIBUTED = re.compile(r"\b(?:call(?:ed|s)?|held it to be|side|denie[sd]|claim\w*)\b")
CONTESTED = frozenset(
    {"held_area", "control_change", "peacekeeping_area", "district", "claimed_area", "corridor"}
)


def read_table(name: str) -> list[dict[str, str]]:
    with (data_dir("gazetteer") / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def walk(command: click.Command) -> Iterator[str]:
    yield from (command.help or "", command.epilog or "", command.short_help or "")
    yield from (p.help or "" for p in command.params if isinstance(p, click.Option))
    if isinstance(command, click.Group):
        for sub in command.commands.values():
            yield from walk(sub)


def list_wordings() -> dict[str, list[str]]:
    """Return by origin what karamap says in its own voice."""
    themes = sorted((ROOT / "karamap" / "themes").glob("*.toml"))
    labels = [
        str(table["label"])
        for path in themes
        for group in tomllib.loads(path.read_text(encoding="utf-8")).values()
        if isinstance(group, dict)
        for table in group.values()
        if isinstance(table, dict) and "label" in table
    ]
    layers = all_layers()
    return {
        "labels of places": [r["name"] for r in read_table("places.csv")],
        "labels of countries": [r["name"] for r in read_table("countries.csv")],
        "labels of layers": list(layers["name"]),
        "legends": labels,
        "names policies": list(NAME_POLICIES.values()),
        "help": list(walk(main)),
    }


@pytest.mark.parametrize("origin", list_wordings())
def test_karamaps_own_voice_does_not_judge(origin: str) -> None:
    """Labels, legends, policies and help use none of the words by which a side judges."""
    wordings = list_wordings()[origin]
    assert any(wordings)
    assert [w for w in wordings if JUDGING.search(w)] == []


def test_judging_words_of_layers_are_somebodys() -> None:
    """In notes and statuses of layers such words stand only where a side is said to use them."""
    layers = all_layers()
    texts = [t for column in ("note", "status") for t in layers[column].dropna()]
    sentences = [s for t in texts for s in re.split(r"(?<=\.) (?=[A-Z])|; ", t)]
    judged = [s for s in sentences if JUDGING.search(s)]
    assert judged
    assert [s for s in judged if not ATTRIBUTED.search(s)] == []


def test_contested_areas_say_who_held_and_whose_law() -> None:
    """Each area on contested ground tells what was de facto or claimed, and the law beside it."""
    layers = all_layers()
    for row in layers[layers["kind"].isin(CONTESTED)].to_dict("records"):
        assert "de jure Azerbaijan" in row["status"], row["id"]
        assert "de facto" in row["status"] or "claimed by" in row["status"], row["id"]
    held = layers[layers["kind"].isin({"held_area", "district", "peacekeeping_area"})]
    assert all("claimed by" in status for status in held["status"])


def test_no_column_gives_one_name_as_the_name() -> None:
    """Where sides use different names, the place has several, each with its user."""
    used = defaultdict(set)
    for row in read_table("names.csv"):
        used[row["place_id"]].add(row["used_by"])
    both = [p for p, sides in used.items() if {"az", "am"} <= sides]
    assert len(both) > 350
    policy = (ROOT / "docs" / "neutrality.md").read_text(encoding="utf-8")
    assert all(f"`{name}`" in policy for name in NAME_POLICIES)


@pytest.mark.parametrize(
    "pair", ["Shusha / Shushi", "Khankendi / Stepanakert", "Getavan / Gozlukorpu"]
)
def test_contested_labels_carry_both_names(gazetteer: Gazetteer, pair: str) -> None:
    """Both names lead to one place, whose label shows the two in either order."""
    places = [gazetteer.lookup(name)[0].place for name in pair.split(" / ")]
    assert places[0] == places[1]
    assert set(places[0].name.split(" / ")) == set(pair.split(" / "))


# -- the check ----------------------------------------------------------------------------------

AREA = (
    '{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": '
    '{"id": "a", "kind": "held_area"}, "geometry": {"type": "Polygon", "coordinates": '
    "[[[46, 39], [47, 39], [47, 40], [46, 40], [46, 39]]]}}]}"
)


def write_contested(folder: Path, *, one_sided: str = "", label: str = "Elden / Morva") -> Path:
    """Write twelve contested places with names of both sides; the last two as told."""
    rows = [f"p{i:02},Elden{i},settlement,46.5,39.{i:02},1,AZ,,0,,,map" for i in range(10, 22)]
    rows[-1] = f"p21,{label},settlement,46.5,39.21,1,AZ,,0,,,map"
    names = []
    for i in range(10, 22):
        names += [f"p{i},Elden{i if i < 21 else ''},en,Latn,common,az,,,map"]
        if i != 20:
            names += [f"p{i},{'Morva' if i == 21 else f'Eldenn{i}'},en,Latn,common,am,,,map"]
    head = "id,name,feature_class,lon,lat,radius_km,country,parent,population,valid_from,valid_to,"
    (folder / "places.csv").write_text("\n".join([head + "source", *rows, ""]), encoding="utf-8")
    head = "place_id,text,language,script,kind,used_by,valid_from,valid_to,source"
    (folder / "names.csv").write_text("\n".join([head, *sorted(names), ""]), encoding="utf-8")
    (folder / "layers").mkdir()
    (folder / "layers" / "areas.geojson").write_text(AREA, encoding="utf-8")
    if one_sided:
        (folder / "one_sided.csv").write_text(f"place_id,side,why\n{one_sided}\n", encoding="utf-8")
    return folder


def sided(findings: list[Finding]) -> list[str]:
    return [str(f) for f in findings if "uses" in f.message]


def test_a_contested_place_with_one_sides_names_is_a_warning(tmp_path: Path) -> None:
    """A place on held ground that one side alone names is told, with what to do."""
    (found,) = sided(check_folder(write_contested(tmp_path)))
    assert found.startswith("places.csv:12: warning: 'p20' has no name that 'am' uses")
    assert "one_sided.csv" in found


def test_a_listed_place_may_have_one_sides_names(tmp_path: Path) -> None:
    """A place that is listed with the reason is no finding; a row that is needless is an error."""
    listed = "p20,am,none found\np21,am,none found"
    (found,) = sided(check_folder(write_contested(tmp_path, one_sided=listed)))
    assert found.startswith("one_sided.csv:3: error: 'p21' has names that 'am' uses")


def test_a_label_with_one_sides_name_is_a_warning(tmp_path: Path) -> None:
    """Where the sides' names differ, a label that shows one of them alone is told."""
    folder = write_contested(tmp_path, label="Elden", one_sided="p20,am,none found")
    (found,) = sided(check_folder(folder))
    assert "the label 'Elden' shows no name that 'am' uses" in found
    assert "Morva" in found


def test_places_off_contested_ground_are_not_asked_for_two_names(tmp_path: Path) -> None:
    """Without areas in the layers nobody is asked for the other side's names."""
    folder = write_contested(tmp_path)
    (folder / "layers" / "areas.geojson").unlink()
    assert sided(check_folder(folder)) == []
