"""The command line: help, exit statuses, one clear line a fault, data on stdout only."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result
from geojson_pydantic import FeatureCollection

import karamap.pipeline
from karamap.cli import main
from karamap.gazetteer import Gazetteer
from karamap.pipeline import building

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
START = [sys.executable, "-c", "from karamap.cli import main; main(prog_name='karamap')"]
REPORT = (
    "YEREVAN, October 3. Azerbaijani forces shelled the town of Hadrut on October 2, 2020, the "
    "Armenian Defence Ministry said. Three people were killed in Stepanakert. Baku denied it."
)
LIMIT = 20_000_000  # bytes of one document


@pytest.fixture(autouse=True)
def _shared_gazetteer(gazetteer: Gazetteer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Hand every command the gazetteer that is already open, unless it names a folder."""
    opened = Gazetteer.open

    def choose(*folders: str | Path, **options: Any) -> Gazetteer:  # noqa: ANN401  passed on
        return opened(*folders, **options) if folders else gazetteer

    monkeypatch.setattr(Gazetteer, "open", choose)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the working folder of the commands, with a good text in it."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "report.txt").write_text(REPORT, encoding="utf-8")
    return tmp_path


def run(*words: str, stdin: str | bytes | None = None) -> Result:
    return CliRunner().invoke(main, list(words), input=stdin, prog_name="karamap")


def rows(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def told(result: Result) -> list[str]:
    return result.stderr.splitlines()


def walk(command: click.Command, *path: str) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    yield path, command
    if isinstance(command, click.Group):
        for name, sub in command.commands.items():
            yield from walk(sub, *path, name)


COMMANDS = dict(walk(main, "karamap"))
LEAVES = [path for path, command in COMMANDS.items() if not isinstance(command, click.Group)]


def check_invocation(line: str) -> tuple[str, ...]:
    """Return the command that `line` calls; every option in it must exist."""
    words = shlex.split(line, comments=True)
    words = words[: next((i for i, w in enumerate(words) if w.startswith(">")), len(words))]
    path: tuple[str, ...] = ()
    while words and (*path, words[0]) in COMMANDS:
        path = (*path, words.pop(0))
    known = {o for p in COMMANDS[path].params for o in p.opts} | {"--help", "-h"}
    assert not {w for w in words if re.match("--?[a-z]", w)} - known, line
    return path


# -- help and documentation ---


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_help_ends_with_a_real_example(path: tuple[str, ...]) -> None:
    """Each command's help ends with an example that calls this command with options it has."""
    result = run(*path[1:], "--help")
    assert result.exit_code == 0
    text = " ".join(result.stdout.split())
    head, _, example = text.rpartition("Example: ")
    assert head
    called = check_invocation(example)
    assert called[: len(path)] == path
    assert called in LEAVES


@pytest.mark.parametrize("path", LEAVES, ids=" ".join)
def test_readme_shows_the_command(path: tuple[str, ...]) -> None:
    """Each command is in the README."""
    assert " ".join(path) in README


def test_readme_invocations_exist() -> None:
    """Every command line in the README's code blocks calls a command with options it has."""
    blocks = re.findall(r"```sh\n(.*?)```", README, re.DOTALL)
    lines = [x for x in "\n".join(blocks).splitlines() if x.startswith("karamap ")]
    assert len(lines) >= len(LEAVES)
    for line in lines:
        assert check_invocation(line) in LEAVES


@pytest.mark.parametrize("path", LEAVES, ids=" ".join)
def test_every_option_is_explained(path: tuple[str, ...]) -> None:
    """Each option of each command has a help text or a list of values."""
    for parameter in COMMANDS[path].params:
        if isinstance(parameter, click.Option):
            assert parameter.help or isinstance(parameter.type, click.Choice), parameter.name


def test_version_is_printed() -> None:
    """The option --version prints the package's version."""
    assert run("--version").stdout == f"karamap, version {karamap.__version__}\n"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["nosuch"], "nosuch"),
        (["geoparse"], "INPUT"),
        (["geoparse", "report.txt", "--format", "xls"], "xls"),
        (["geoparse", "report.txt", "--nosuch"], "--nosuch"),
        (["build", "report.txt", "--names", "klingon"], "klingon"),
        (["build", "report.txt", "--on", "2020-13-01"], "2020-13-01"),
        (["build", "report.txt", "--published", "yesterday"], "yesterday"),
        (["layers", "--on", "09/30/2020"], "09/30/2020"),
        (["measure", "BTC"], "B"),
        (["completion", "tcsh"], "tcsh"),
    ],
)
def test_a_wrong_option_is_told(folder: Path, words: list[str], expected: str) -> None:
    """An unknown command, option or value is status 2, named on stderr, with no data."""
    assert folder.is_dir()
    result = run(*words)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert expected in told(result)[-1]


# -- inputs that cannot be used ---


BROKEN = {
    "empty.txt": b"",
    "blank.txt": b" \n\t\n",
    "binary.txt": bytes(range(256)) * 16,
    "image.txt": b"\x89PNG\r\n\x1a\n" + bytes(2000),
    "koi8.txt": "Снег выпал в Горисе и в Гяндже.".encode("koi8-r"),
    "rows.jsonl": b'{"id": "1", "text": "Snow in Goris."}\n{broken\n',
    "rows.csv": b"id,title\n1,no text\n",
    "deck.pptx": b"PK\x03\x04" + bytes(200),
}


@pytest.mark.parametrize("name", BROKEN)
@pytest.mark.parametrize("command", ["geoparse", "events"])
def test_a_broken_input_is_one_line_and_the_others_are_done(
    folder: Path, command: str, name: str
) -> None:
    """A bad input is one line that names it and status 2; good ones are read all the same."""
    (folder / name).write_bytes(BROKEN[name])
    result = run(command, "report.txt", name)
    assert result.exit_code == 2
    lines = [line for line in told(result) if name in line]
    assert len(lines) == 1
    assert lines[0].startswith(f"karamap: {name}")
    assert "Traceback" not in result.stderr
    ids = {row.get("document") or row["id"] for row in rows(result)}
    assert "report.txt" in ids


@pytest.mark.parametrize("size", [LIMIT + 1_000_000, 50_000_000])
def test_a_huge_file_is_one_line(folder: Path, size: int) -> None:
    """A document of 21 or 50 MB is refused with its limit."""
    with (folder / "big.txt").open("wb") as stream:
        for _ in range(size // 1_000_000):
            stream.write(b"Snow fell in Goris. " * 50_000)
    result = run("geoparse", "big.txt")
    assert result.exit_code == 2
    assert result.stdout == ""
    (line,) = told(result)
    assert "big.txt" in line
    assert "20 MB" in line


def test_a_broken_row_is_told_by_its_line(folder: Path) -> None:
    """A broken line of jsonl is told with its number, the rows around it are read."""
    text = '{"id": "1", "text": "Snow in Goris."}\n{broken\n{"id": "3", "text": "Rain in Ganja."}\n'
    (folder / "rows.jsonl").write_text(text, encoding="utf-8")
    result = run("geoparse", "rows.jsonl")
    assert result.exit_code == 2
    assert [r["id"] for r in rows(result)] == ["1", "3"]
    (line,) = told(result)
    assert line.startswith("karamap: rows.jsonl:2: ")


@pytest.mark.parametrize("command", ["geoparse", "events", "build"])
def test_a_missing_file_is_one_line(folder: Path, command: str) -> None:
    """A file that is not there is status 2 and one line with its name."""
    assert folder.is_dir()
    result = run(command, "gone.txt")
    assert result.exit_code == 2
    (line,) = told(result)
    assert line.startswith("karamap: gone.txt: ")


def test_a_missing_gazetteer_is_one_line(folder: Path) -> None:
    """A gazetteer folder that is not there is status 2 and one line with its name."""
    assert folder.is_dir()
    result = run("geoparse", "report.txt", "--gazetteer", "gone")
    assert result.exit_code == 2
    (line,) = told(result)
    assert line.startswith("karamap: gone: ")


@pytest.mark.parametrize(
    "words",
    [
        ("geoparse", "report.txt", "-o", "report.txt/rows.jsonl"),
        ("events", "report.txt", "-o", "report.txt/rows.jsonl"),
        ("build", "report.txt", "-o", "report.txt/out"),
        ("layers", "-o", "report.txt/layers.geojson"),
    ],
    ids=lambda words: words[0],
)
def test_an_unwritable_output_is_one_line(folder: Path, words: tuple[str, ...]) -> None:
    """An output path under a regular file is status 2, one line, and the file is untouched."""
    result = run(*words)
    assert result.exit_code == 2
    assert result.stdout == ""
    (line,) = told(result)
    assert "report.txt" in line
    assert "cannot be written" in line
    assert (folder / "report.txt").read_text(encoding="utf-8") == REPORT


def test_an_unknown_encoding_is_one_line(folder: Path) -> None:
    """An encoding that does not exist is status 2 and one line."""
    assert folder.is_dir()
    result = run("geoparse", "report.txt", "--encoding", "klingon-8")
    assert result.exit_code == 2
    assert len(told(result)) == 1
    assert "klingon-8" in result.stderr


def test_a_named_encoding_is_used(folder: Path) -> None:
    """With its encoding named, a file that is not UTF-8 is read."""
    (folder / "old.txt").write_bytes("Снег выпал: Степанакерт".encode("cp1251"))
    result = run("geoparse", "old.txt", "--encoding", "cp1251")
    assert result.exit_code == 0
    assert [t["surface"] for t in rows(result)[0]["toponyms"]] == ["Степанакерт"]


def test_our_own_fault_is_one_line_and_status_1(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An unexpected exception is status 1 and one line; with --debug it is raised."""
    assert folder.is_dir()

    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError("of all things")

    monkeypatch.setattr(karamap.pipeline, "geoparse", fail)
    result = run("geoparse", "report.txt")
    assert result.exit_code == 1
    (line,) = told(result)
    assert "of all things" in line
    assert "--debug" in line
    assert isinstance(run("--debug", "geoparse", "report.txt").exception, ZeroDivisionError)


# -- geoparse and events ---


TOPONYM_KEYS = {
    *("start", "end", "surface", "kind", "literal", "place_id", "name", "lat", "lon"),
    *("confidence", "reason", "candidates", "boilerplate", "where_precision", "radius_km"),
}
EVENT_KEYS = {
    *("id", "document", "start", "end", "type", "date_start", "date_end", "date_precision"),
    *("places", "where_precision", "actors", "targets", "claimed_by", "denied_by", "stance"),
    "fatalities",
}


def test_geoparse_rows_have_their_keys(folder: Path) -> None:
    """A row is a document's id and its toponyms, each with the documented keys."""
    assert folder.is_dir()
    (row,) = rows(run("geoparse", "report.txt"))
    assert list(row) == ["id", "toponyms"]
    assert row["id"] == "report.txt"
    assert row["toponyms"]
    for toponym in row["toponyms"]:
        assert set(toponym) - {"feature_class"} == TOPONYM_KEYS
        assert REPORT[toponym["start"] : toponym["end"]] == toponym["surface"]


def test_events_rows_have_their_keys(folder: Path) -> None:
    """A row is one event with the documented keys; its span is a sentence of the text."""
    assert folder.is_dir()
    found = rows(run("events", "report.txt", "--published", "2020-10-03"))
    assert found
    for event in found:
        assert set(event) >= EVENT_KEYS
        assert event["document"] == "report.txt"
        assert 0 <= event["start"] < event["end"] <= len(REPORT)
        for place in event["places"]:
            assert set(place) >= {"name", "place_id", "lat", "lon", "text", "start", "end"}
    assert any(e["type"] == "shelling" and e["date_start"] == "2020-10-02" for e in found)


@pytest.mark.parametrize("command", ["geoparse", "events"])
def test_formats_agree(folder: Path, command: str) -> None:
    """The jsonl, geojson and csv outputs of one text list equally many things."""
    assert folder.is_dir()
    plain = rows(run(command, "report.txt"))
    count = len(plain[0]["toponyms"]) if command == "geoparse" else len(plain)
    collection: FeatureCollection[Any] = FeatureCollection.model_validate_json(
        run(command, "report.txt", "--format", "geojson").stdout
    )
    table = run(command, "report.txt", "--format", "csv").stdout
    assert len(collection.features) == count
    assert len(list(csv.DictReader(io.StringIO(table)))) == count


def test_output_file_holds_what_stdout_would(folder: Path) -> None:
    """With -o the data goes to the file, byte for byte, and stdout stays empty."""
    plain = run("geoparse", "report.txt").stdout
    result = run("geoparse", "report.txt", "-o", "new/rows.jsonl")
    assert result.stdout == ""
    assert (folder / "new" / "rows.jsonl").read_bytes() == plain.encode()


def test_standard_input_is_read(folder: Path) -> None:
    """A lone dash stands for standard input."""
    assert folder.is_dir()
    (row,) = rows(run("geoparse", "-", stdin="Snow fell in Goris."))
    assert row["id"] == "-"
    assert [t["surface"] for t in row["toponyms"]] == ["Goris"]


def test_a_text_without_a_place_is_told(folder: Path) -> None:
    """A text that names no place gives an empty row, a line on stderr and status 0."""
    (folder / "nowhere.txt").write_text("Nothing was said.", encoding="utf-8")
    result = run("geoparse", "nowhere.txt")
    assert result.exit_code == 0
    assert rows(result) == [{"id": "nowhere.txt", "toponyms": []}]
    assert told(result) == ["karamap: nowhere.txt: names no place"]


def test_demonyms_on_demand(folder: Path) -> None:
    """With --demonyms peoples and adjectives are listed, without it they are not."""
    assert folder.is_dir()
    kinds = {
        flag: {t["kind"] for t in rows(run("geoparse", "report.txt", *flag))[0]["toponyms"]}
        for flag in ((), ("--demonyms",))
    }
    assert kinds == {(): {"toponym"}, ("--demonyms",): {"toponym", "demonym"}}


def test_article_only_leaves_boilerplate_out(folder: Path) -> None:
    """Mentions in a headline list are marked, and left out with --article-only."""
    lines = [f"1{i}:15 0{i}.03.2021\nEnvoys fly to Ganja" for i in range(6)]
    (folder / "page.txt").write_text(
        "Snow fell in Goris on Monday, and the road to the south was shut for a day.\n\n"
        "Latest news\n" + "\n".join(lines) + "\n",
        encoding="utf-8",
    )
    (everything,) = rows(run("geoparse", "page.txt"))
    (article,) = rows(run("geoparse", "page.txt", "--article-only"))
    marks = {t["surface"]: t["boilerplate"] for t in everything["toponyms"]}
    assert marks == {"Goris": False, "Ganja": True}
    assert [t["surface"] for t in article["toponyms"]] == ["Goris"]


def test_rows_of_jsonl_keep_their_ids(folder: Path) -> None:
    """A jsonl input's rows keep their ids; keys that are not ours are ignored."""
    lines = [
        {"id": "b-1", "text": "Snow in Goris.", "mood": 3},
        {"id": "7", "text": "Rain in Ganja."},
    ]
    text = "\n".join(json.dumps(line) for line in lines)
    (folder / "in.jsonl").write_text(text, encoding="utf-8")
    assert [r["id"] for r in rows(run("geoparse", "in.jsonl"))] == ["b-1", "7"]


def test_events_are_reviewed_and_corrected(folder: Path) -> None:
    """A row rejected in the review table is gone on the next run; a bad decision names its line."""
    before = rows(run("events", "report.txt", "--review", "r.csv"))
    with (folder / "r.csv").open(encoding="utf-8", newline="") as stream:
        table = list(csv.DictReader(stream))
    assert [row["id"] for row in table] == [event["id"] for event in before]
    for decision in ("reject", "perhaps"):
        table[0]["decision"] = decision
        with (folder / "c.csv").open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, list(table[0]))
            writer.writeheader()
            writer.writerows(table)
        result = run("events", "report.txt", "--corrections", "c.csv")
        if decision == "reject":
            assert [e["id"] for e in rows(result)] == [e["id"] for e in before[1:]]
        else:
            assert result.exit_code == 2
            assert "c.csv:2" in told(result)[0]


@pytest.mark.parametrize(
    ("form", "column"), [("acled-style", "event_id_cnty"), ("ucdp-style", "where_prec")]
)
def test_events_in_layouts_people_know(form: str, column: str) -> None:
    """The -style formats are CSV with that dataset's columns."""
    header = run("events", "report.txt", "--format", form).stdout.splitlines()[0]
    assert column in header.split(",")


# -- look-ups ---


def test_gazetteer_lookup_lists_candidates() -> None:
    """A look-up prints one candidate a line, best first, with the names of its sides."""
    result = run("gazetteer", "lookup", "Stepanakert", "--json")
    first = rows(result)[0]
    assert first["place_id"] == "khankendi"
    assert {"az", "hy", "ru"} <= {n["language"] for n in first["names"]}
    assert all(n["source"] for n in first["names"])


def test_gazetteer_lookup_of_a_day() -> None:
    """With --on a name out of use that day scores less."""
    then, now = (
        rows(run("gazetteer", "lookup", "Kirovabad", "--on", day, "--json"))[0]
        for day in ("1985-01-01", "2020-01-01")
    )
    assert then["place_id"] == now["place_id"] == "ganja"
    assert then["score"] > now["score"]


def test_gazetteer_lookup_for_people() -> None:
    """Without --json a look-up tells names by language and side, what it lies in and is near."""
    text = run("gazetteer", "lookup", "Stepanakert", "--on", "2020-09-30").stdout
    assert "az · az: Xankəndi" in text
    assert "Ստեփանակերտ" in text
    assert "lies in:" in text
    assert "held by Armenian forces" in text.replace("Held", "held")
    assert "Line of contact" in text


def test_gazetteer_lookup_as_linked_places() -> None:
    """With --lpf a look-up is one Linked Places FeatureCollection."""
    collection = json.loads(run("gazetteer", "lookup", "Shushi", "--lpf").stdout)
    assert collection["type"] == "FeatureCollection"
    assert {n["toponym"] for n in collection["features"][0]["names"]} >= {"Shushi", "Şuşa"}


def test_gazetteer_near() -> None:
    """Near a point the nearest place comes first, with its distance."""
    near = rows(run("gazetteer", "near", "39.76", "46.75", "--km", "15"))
    assert near[0]["place_id"] == "shusha"
    assert [n["distance_km"] for n in near] == sorted(n["distance_km"] for n in near)


def test_gazetteer_check_tells_errors(tmp_path: Path) -> None:
    """The packaged gazetteer is clean; a broken folder gives lines with file and row, status 2."""
    assert run("gazetteer", "check").exit_code == 0
    for name in ("places.csv", "names.csv"):
        header = (ROOT / "gazetteer" / name).read_text("utf-8").splitlines()[0]
        row = "nowhere,Nowhere,en,Latn,common,,,,own" if name == "names.csv" else ""
        (tmp_path / name).write_text(f"{header}\n{row}\n".replace("\n\n", "\n"), "utf-8")
    result = run("gazetteer", "check", str(tmp_path))
    assert result.exit_code == 2
    assert "names.csv:2: error:" in result.stdout


def test_gazetteer_lookup_of_nothing() -> None:
    """A name that nothing is called is status 2 and one line."""
    result = run("gazetteer", "lookup", "Nowhereville")
    assert result.exit_code == 2
    assert result.stdout == ""
    assert len(told(result)) == 1


def test_layers_of_a_day() -> None:
    """Layers are valid GeoJSON; with --on every one of them was valid that day."""
    day = date(2020, 9, 30)
    text = run("layers", "--on", day.isoformat()).stdout
    collection: FeatureCollection[Any] = FeatureCollection.model_validate_json(text)
    kinds = set()
    for feature in collection.features:
        known = feature.properties or {}
        kinds.add(known["kind"])
        assert known["valid_from"] is None or known["valid_from"] <= day.isoformat()
        assert known["valid_to"] is None or day.isoformat() <= known["valid_to"]
    assert {"contact_line", "pipeline", "district"} <= kinds
    everything = json.loads(run("layers").stdout)["features"]
    assert len(everything) > len(collection.features)


def test_measure_gives_distance_and_accuracy() -> None:
    """The pipeline ran within tens of kilometres of the line of contact; the accuracy is given."""
    result = run("measure", "BTC", "line of contact", "--on", "2020-09-30")
    (row,) = rows(result)
    assert 20 < row["distance_km"] < 45
    assert 0 < row["accuracy_km"] < 20
    assert row["on"] == "2020-09-30"
    assert "BTC" in row["a"]


def test_measure_between_places() -> None:
    """Two towns are measured by any side's name for them."""
    one, two = (rows(run("measure", n, "Ganja"))[0] for n in ("Stepanakert", "Xankəndi"))
    assert one["distance_km"] == two["distance_km"]
    assert 90 < one["distance_km"] < 115


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("BTC", "line of contact"), "--on"),
        (("BTC", "Qqxzw"), "Qqxzw"),
        (("", "Baku"), "no place"),
    ],
)
def test_measure_refuses_in_one_line(words: tuple[str, str], expected: str) -> None:
    """A line of several dates without a day, and an unknown name, are status 2 and one line."""
    result = run("measure", *words)
    assert result.exit_code == 2
    (line,) = told(result)
    assert expected in line


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_is_printed(shell: str) -> None:
    """Each shell's completion code is printed and calls karamap."""
    result = run("completion", shell)
    assert result.exit_code == 0
    assert "_KARAMAP_COMPLETE" in result.stdout


# -- build ---


@pytest.fixture
def _no_drawing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the maps undrawn: tests/test_build.py draws them."""
    monkeypatch.setattr(building, "draw_maps", lambda *_spec, **_page: ([], ["a test's warning"]))


@pytest.mark.usefixtures("_no_drawing")
def test_build_does_the_good_inputs_and_tells_the_bad(folder: Path) -> None:
    """A build with a good and a bad input writes its files, prints its table, is status 2."""
    (folder / "empty.txt").touch()
    result = run("build", "report.txt", "empty.txt", "-o", "out")
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "karamap: warning: a test's warning" in told(result)
    assert sum("empty.txt" in line for line in told(result)) == 1
    table = dict(line.split() for line in told(result) if re.fullmatch(r"\w+ +\d+", line))
    assert table["documents"] == "1"
    assert set(table) == {"documents", "toponyms", "unresolved", "events", "files"}
    record = json.loads((folder / "out" / "provenance.json").read_text(encoding="utf-8"))
    assert [i["id"] for i in record["inputs"]] == ["report.txt"]
    assert len(record["faults"]) == 1


@pytest.mark.usefixtures("_no_drawing")
def test_build_tells_a_text_without_a_place(folder: Path) -> None:
    """A text that names no place is told, its files are written and the status is 0."""
    (folder / "nowhere.txt").write_text("Nothing was said.", encoding="utf-8")
    result = run("build", "nowhere.txt", "-o", "out")
    assert result.exit_code == 0
    assert "no place found in nowhere.txt" in told(result)
    assert json.loads((folder / "out" / "places.geojson").read_text())["features"] == []


@pytest.mark.usefixtures("_no_drawing")
def test_build_takes_the_names_policy_and_the_day(folder: Path) -> None:
    """Labels follow --names, the exported lines are those of --on."""
    run("build", "report.txt", "-o", "out", "--names", "az", "--on", "2021-06-01")
    places = json.loads((folder / "out" / "places.geojson").read_text(encoding="utf-8"))
    labels = {f["properties"]["id"]: f["properties"]["label"] for f in places["features"]}
    assert labels["khankendi"] == "Xankəndi"
    lines = json.loads((folder / "out" / "contact_line.geojson").read_text(encoding="utf-8"))
    assert len(lines["features"]) == 1
    assert lines["features"][0]["properties"]["valid_from"] == "2020-11-10"


# -- as a process ---


def test_data_and_human_text_are_kept_apart(folder: Path) -> None:
    """As a process: rows alone on stdout, lines for people on stderr, no colours, status 2."""
    (folder / "empty.txt").touch()
    done = subprocess.run(
        [*START, "geoparse", "report.txt", "empty.txt"],
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert done.returncode == 2
    assert [json.loads(x)["id"] for x in done.stdout.decode().splitlines()] == ["report.txt"]
    (line,) = done.stderr.decode().splitlines()
    assert line.startswith("karamap: empty.txt: ")
    assert b"\x1b" not in done.stdout + done.stderr


def test_shell_completion_offers_commands() -> None:
    """Asked by a shell, the program offers the commands that fit what is typed."""
    asked = {"_KARAMAP_COMPLETE": "bash_complete", "COMP_WORDS": "karamap g", "COMP_CWORD": "1"}
    done = subprocess.run(
        START,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **asked, "PYTHONPATH": str(ROOT)},
    )
    assert {line.split(",")[1] for line in done.stdout.split()} == {"gazetteer", "geoparse"}
