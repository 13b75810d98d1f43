"""``karamap.build`` on the packaged seeds: all files, the same bytes again, the right places."""

from __future__ import annotations

import csv
import hashlib
import json
import math
import os
import re
import shutil
import subprocess
import sys
import tomllib
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import urllib3  # noqa: F401  opens a socket of this machine when imported: before tests may not
from geojson_pydantic import FeatureCollection

import karamap
from karamap.errors import InputError, OutputError
from karamap.pipeline import analyse, building
from karamap.render.interactive import assets
from karamap.style import load_style

if TYPE_CHECKING:
    from karamap.pipeline import BuildResult
    from karamap.render.spec import MapSpec

ROOT = Path(__file__).resolve().parents[1]
COLLECTIONS = {
    *("events.geojson", "places.geojson", "pipelines.geojson", "contact_line.geojson"),
    *("corridors.geojson", "areas.geojson"),
}
FILES = COLLECTIONS | {
    *("karamap.html", "karamap.png", "karamap.svg", "karamap.pdf", "karamap.gpkg", "events.csv"),
    *("karamap.qgz", "events.jsonl", "README.txt", "provenance.json"),
}
# lon, lat in degrees, from atlases; the digests name each
CITIES = {
    "Ganja": (46.36, 40.68),
    "Shusha": (46.75, 39.76),
    "Lachin": (46.55, 39.64),
    "Nakhchivan": (45.41, 39.21),
    "Khankendi": (46.75, 39.82),
    "Ceyhan": (35.82, 37.03),
}


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> BuildResult:
    """Return what a build of the packaged seeds made; done once for this file."""
    return karamap.build(output=tmp_path_factory.mktemp("build"))


@pytest.fixture(scope="module")
def folder(result: BuildResult) -> Path:
    """Return the folder of that build."""
    return result.files[0].parent


def read(path: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["features"]
    return found


def sums(folder: Path) -> dict[str, str]:
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in folder.iterdir()}


def distance_km(one: tuple[float, float], two: tuple[float, float]) -> float:
    along = (one[0] - two[0]) * math.cos(math.radians(one[1]))
    return 111.2 * math.hypot(along, one[1] - two[1])


def test_all_files_are_written(result: BuildResult, folder: Path) -> None:
    """Exactly the documented files are there, none empty, and the result lists them."""
    assert {p.name for p in folder.iterdir()} == FILES
    assert {p.name for p in result.files} == FILES
    assert all(p.stat().st_size > 0 for p in result.files)


def test_another_process_writes_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    """A second run in a process of its own, elsewhere, with other hashes, gives the same bytes."""
    code = "import karamap; karamap.build(output='again')"
    environment = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo", "PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, "-c", code], check=True, cwd=tmp_path, env=environment)
    assert sums(tmp_path / "again") == sums(folder)


@pytest.mark.parametrize("city", CITIES)
def test_city_is_where_it_is(folder: Path, city: str) -> None:
    """Each city that the seeds name is a point of places.geojson within five kilometres."""
    points = [
        tuple(f["geometry"]["coordinates"])
        for f in read(folder / "places.geojson")
        if city in f["properties"]["written"].split("; ")
    ]
    assert points
    assert min(distance_km(p, CITIES[city]) for p in points) <= 5


def test_both_spellings_are_one_place(folder: Path) -> None:
    """Ganja and Ganca are one row with both spellings."""
    rows = [f["properties"] for f in read(folder / "places.geojson")]
    (ganja,) = [r for r in rows if r["id"] == "ganja"]
    assert {"Ganja", "Ganca"} <= set(ganja["written"].split("; "))


def test_events_carry_their_evidence(result: BuildResult, folder: Path) -> None:
    """There are at least twenty events, each with the words of its document at its offsets."""
    texts = {d.id: d.text for d in result.analysis.documents}
    told = [f["properties"] for f in read(folder / "events.geojson")]
    assert len(told) >= 20
    for event in told:
        assert event["evidence"]
        assert texts[event["document"]][event["start"] : event["end"]] == event["evidence"]
    assert sum(f["geometry"] is not None for f in read(folder / "events.geojson")) >= 15
    assert sum(e["date_start"] is not None for e in told) >= 15
    assert len({e["type"] for e in told}) >= 6


def test_events_table_matches_the_features(folder: Path) -> None:
    """The CSV has one row for each feature of events.geojson, in the same order."""
    with (folder / "events.csv").open(encoding="utf-8", newline="") as stream:
        ids = [row["id"] for row in csv.DictReader(stream)]
    assert ids == [f["id"] for f in read(folder / "events.geojson")]
    assert len(set(ids)) == len(ids)


def test_lines_and_pipelines_are_in_their_files(folder: Path) -> None:
    """The line of contact and the pipelines are in their files, each with status and source."""
    names = {f["properties"]["name"] for f in read(folder / "pipelines.geojson")}
    for pipeline in ("BTC", "TANAP", "TAP", "South Caucasus", "Supsa"):
        assert any(pipeline in name for name in names), pipeline
    lines = read(folder / "contact_line.geojson")
    assert {"1994", "2020"} <= {f["properties"]["valid_from"][:4] for f in lines}
    for name in ("pipelines", "contact_line", "corridors", "areas"):
        for feature in read(folder / f"{name}.geojson"):
            known = feature["properties"]
            assert known["source"]
            assert known["accuracy_m"] > 0


@pytest.mark.parametrize("name", sorted(COLLECTIONS))
def test_file_is_valid_geojson(folder: Path, name: str) -> None:
    """Each GeoJSON file is valid RFC 7946 and has rows."""
    text = (folder / name).read_text(encoding="utf-8")
    collection: FeatureCollection[Any] = FeatureCollection.model_validate_json(text)
    assert collection.features


@pytest.mark.gis
@pytest.mark.parametrize("name", [*sorted(COLLECTIONS), "karamap.gpkg"])
def test_gdal_reads_the_file_without_a_warning(folder: Path, name: str) -> None:
    """GDAL's own tool reads every row of the file and complains of nothing."""
    done = subprocess.run(
        ["ogrinfo", "-ro", "-al", str(folder / name)], capture_output=True, text=True, check=True
    )
    assert done.stderr == ""
    assert "Feature Count: 0" not in done.stdout


def test_provenance_traces_inputs_and_files(folder: Path) -> None:
    """The record lists the inputs with SHA-256, versions, options, counts, and every other file."""
    record = json.loads((folder / "provenance.json").read_text(encoding="utf-8"))
    catalogue = tomllib.loads((ROOT / "seeds" / "catalogue.toml").read_text(encoding="utf-8"))
    seeds = {s["digest"]: s for s in catalogue["seed"]}
    assert [i["file"] for i in record["inputs"]] == list(seeds)
    for entry in record["inputs"]:
        digest = (ROOT / "seeds" / entry["file"]).read_bytes()
        assert entry["sha256"] == hashlib.sha256(digest).hexdigest()
        assert entry["published"] == seeds[entry["file"]]["published"].isoformat()
        assert entry["publisher"] == seeds[entry["file"]]["publisher"]
    assert record["versions"]["karamap"] == karamap.__version__
    assert record["options"]["names"] == "as-written"
    assert record["options"]["model"] is None
    assert record["counts"]["documents"] == 5
    rows = read(folder / "events.geojson")
    assert record["counts"]["events"] == len(rows)
    told = [row["properties"]["date_of"] for row in rows]
    assert record["counts"]["events_without_date"] == len(told) - told.count("event")
    assert record["counts"]["of_these_said_on_a_day"] == told.count("statement")
    assert record["files"] == {k: v for k, v in sums(folder).items() if k != "provenance.json"}


def test_no_file_knows_the_machine_or_the_hour(folder: Path) -> None:
    """No text file holds a path of this machine or a date of today."""
    for path in folder.iterdir():
        if path.suffix in {".html", ".svg", ".geojson", ".json", ".csv"}:
            text = path.read_text(encoding="utf-8")
            assert str(ROOT) not in text
            assert str(folder) not in text
            assert not re.search(r"20(2[6-9]|[3-9]\d)-\d\d-\d\dT", text), path.name


def test_html_holds_its_scripts(result: BuildResult, folder: Path) -> None:
    """With the vendor files packaged, the page links to no script and nothing is warned of."""
    if not (assets.WEB / "vendor" / "leaflet.js").is_file():
        pytest.skip("built without vendor files")
    page = (folder / "karamap.html").read_text(encoding="utf-8")
    assert not re.search(r"<(script|link)[^>]+(src|href)=[\"']https?:", page)
    assert result.warnings == ()


def test_without_vendor_files_only_the_page_differs(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without packaged JavaScript the page links to the CDN, a warning says so, all else stays."""
    web = tmp_path / "web"
    shutil.copytree(assets.WEB, web, ignore=shutil.ignore_patterns("vendor"))
    monkeypatch.setattr(assets, "WEB", web)
    result = karamap.build(output=tmp_path / "out")
    page = (tmp_path / "out" / "karamap.html").read_text(encoding="utf-8")
    assert re.search(rf"<script[^>]+src=[\"']{re.escape(assets.CDN_HOST)}/", page)
    (warning,) = result.warnings
    assert "\n" not in warning
    record = json.loads((tmp_path / "out" / "provenance.json").read_text(encoding="utf-8"))
    assert record["warnings"] == [warning]
    before, after = sums(folder), sums(tmp_path / "out")
    assert {k for k in FILES if before[k] != after[k]} == {"karamap.html", "provenance.json"}


# -- without drawing ---


@pytest.fixture
def specs(monkeypatch: pytest.MonkeyPatch) -> list[MapSpec]:
    """Leave the maps undrawn and return the specs that they would have been drawn from."""
    seen: list[MapSpec] = []

    def keep(spec: MapSpec, _folder: Path, **_page: object) -> tuple[list[Path], list[str]]:
        seen.append(spec)
        return [], []

    monkeypatch.setattr(building, "draw_maps", keep)
    return seen


def write(folder: Path, name: str, text: str) -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def test_theme_and_style_reach_the_maps(tmp_path: Path, specs: list[MapSpec]) -> None:
    """A theme and a file of single keys over it are what the maps are drawn with."""
    text = write(tmp_path, "a.txt", "Troops shelled Goris on September 13, 2022, Yerevan said.")
    own = write(tmp_path, "own.toml", '[page]\nink = "#123456"\n')
    karamap.build([text], tmp_path / "out", theme="print-grey", style=own)
    assert specs[0].style.page.ink == "#123456"
    assert specs[0].style.page.paper == load_style("print-grey").page.paper
    told = json.loads((tmp_path / "out" / "provenance.json").read_text(encoding="utf-8"))
    assert told["options"]["theme"] == "print-grey"
    bad = write(tmp_path, "bad.toml", '[page]\ninkk = "#123456"\n')
    with pytest.raises(InputError, match=r"bad\.toml"):
        karamap.build([text], tmp_path / "none", style=bad)
    assert not (tmp_path / "none").exists()


def test_the_map_shows_the_day_of_its_events(tmp_path: Path, specs: list[MapSpec]) -> None:
    """Without a day the lines are those of the events' median day; with one, of that day."""
    text = write(tmp_path, "a.txt", "Troops shelled Goris on September 13, 2022, Yerevan said.")
    karamap.build([text], tmp_path / "out")
    karamap.build([text], tmp_path / "out", on=date(2020, 9, 30))
    assert [s.as_of.isoformat() for s in specs] == ["2022-09-13", "2020-09-30"]


def test_boilerplate_is_on_no_map(tmp_path: Path, specs: list[MapSpec]) -> None:
    """A place named only in a headline list is neither a place nor an event of the map."""
    news = "\n".join(f"1{i}:15 0{i}.03.2021\nShells hit Ganja" for i in range(6))
    body = "Snow fell in Goris on Monday, and the road to the south was shut for a day."
    text = write(tmp_path, "a.txt", f"{body}\n\nLatest news\n{news}\n")
    karamap.build([text], tmp_path / "out")
    (spec,) = specs
    assert [p.place.id for p in spec.places] == ["goris"]
    assert not [e for e in spec.events if "Ganja" in e.evidence]


@pytest.mark.usefixtures("specs")
def test_an_own_gazetteer_needs_no_layers(tmp_path: Path) -> None:
    """A gazetteer folder without layers adds its places and keeps the packaged layers."""
    own = tmp_path / "own"
    own.mkdir()
    write(
        own,
        "places.csv",
        "id,name,feature_class,lon,lat,radius_km,country,parent,population,valid_from,valid_to,"
        "source\nqvar,Qvarashen,settlement,46.5,40.0,2,AZ,,10,,,test\n",
    )
    write(
        own,
        "names.csv",
        "place_id,text,language,script,kind,used_by,valid_from,valid_to,source\n"
        "qvar,Qvarashen,en,Latn,common,,,,test\n",
    )
    text = write(tmp_path, "a.txt", "Snow fell in Qvarashen.")
    result = karamap.build([text], tmp_path / "out", gazetteer=own)
    folder = result.files[0].parent
    assert [f["id"] for f in read(folder / "places.geojson")] == ["qvar"]
    assert read(folder / "contact_line.geojson")


@pytest.mark.usefixtures("specs")
def test_nothing_usable_is_refused(tmp_path: Path) -> None:
    """Where no input can be used the first fault is raised and no file is written."""
    with pytest.raises(InputError, match="gone"):
        karamap.build([tmp_path / "gone.txt"], tmp_path / "out")
    assert not list((tmp_path / "out").glob("*"))


def test_an_unwritable_folder_is_refused_before_any_work(tmp_path: Path) -> None:
    """An output folder under a regular file is refused before an input is read."""
    text = write(tmp_path, "a.txt", "Snow.")
    with pytest.raises(OutputError):
        karamap.build([tmp_path / "gone.txt"], text / "out")


def test_unknown_policy_is_refused(tmp_path: Path) -> None:
    """A names policy that does not exist is refused with those that do."""
    with pytest.raises(InputError, match="as-written"):
        karamap.build(output=tmp_path, names="klingon")


def test_one_bad_input_stops_nothing(tmp_path: Path) -> None:
    """An input that cannot be used is among the faults, the others are analysed."""
    good = write(tmp_path, "a.txt", "Snow fell in Goris.")
    analysis = analyse([tmp_path / "gone.txt", good])
    assert [d.id for d in analysis.documents] == ["a.txt"]
    assert [str(f).split(": ")[0] for f in analysis.faults] == [str(tmp_path / "gone.txt")]
