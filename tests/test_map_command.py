"""``karamap map``: what a build exported, and files of others, drawn again."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner, Result

from karamap.cli import main
from karamap.errors import InputError
from karamap.export import event_row, write_geojson, write_text
from karamap.gazetteer import Gazetteer
from karamap.layers import all_layers, load_basemap
from karamap.pipeline import Analysis, analyse, drawing
from karamap.pipeline.building import make_spec
from karamap.pipeline.reading_layers import read_layer_files
from karamap.pipeline.redrawing import spec_of_files
from karamap.render.interactive.payload import build_payload
from karamap.render.marking import events_by_place
from karamap.render.static.marks import sites_of
from karamap.themes import load_style

if TYPE_CHECKING:
    from karamap.render.spec import MapSpec

DNIESTER = Path(__file__).resolve().parents[1] / "docs" / "examples" / "dniester"
LOOK = load_style()


def export(analysis: Analysis, folder: Path, *, names: str = "as-written") -> Path:
    """Write what a build writes for other tools; return the events' file."""
    folder.mkdir(exist_ok=True)
    write_geojson(analysis.places_frame(names=names), folder / "places.geojson", name="places")
    layers = all_layers()
    homes = {"contact_line": "contact_line", "corridor": "corridors", "pipeline": "pipelines"}
    files = layers["kind"].map(homes).fillna("areas")
    for name in sorted(set(files)):
        rows = layers[files == name]
        write_geojson(rows, folder / f"{name}.geojson", name=name)
    return write_geojson(analysis.events_frame(), folder / "events.geojson", name="events")


@pytest.fixture(scope="module")
def seeds(gazetteer: Gazetteer) -> Analysis:
    """Return the analysis of the packaged seeds."""
    return analyse(gazetteer=gazetteer)


@pytest.fixture(scope="module")
def exported(seeds: Analysis, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return events.geojson among the other exports of the seeds."""
    return export(seeds, tmp_path_factory.mktemp("exports"))


@pytest.fixture
def opened(gazetteer: Gazetteer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Open the packaged gazetteer once a worker."""
    kept = Gazetteer.open

    def once(*folders: Any, **options: Any) -> Gazetteer:  # noqa: ANN401  as the method has them
        return kept(*folders, **options) if folders else gazetteer

    monkeypatch.setattr(Gazetteer, "open", once)


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch, opened: None) -> list[MapSpec]:  # noqa: ARG001  it opens
    """Leave the maps undrawn and return the specs that they would have been drawn from."""
    seen: list[MapSpec] = []

    def keep(spec: MapSpec, folder: Path, **_page: object) -> tuple[list[Path], list[str]]:
        seen.append(spec)
        return [write_text(folder / "karamap.html", "")], []

    monkeypatch.setattr("karamap.pipeline.redrawing.draw_maps", keep)
    return seen


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["map", *map(str, arguments)])


def collection(*rows: dict[str, Any], point: tuple[float, float] = (32.53, 15.6)) -> str:
    features = [
        {
            "type": "Feature",
            "properties": row,
            "geometry": {"type": "Point", "coordinates": list(point)},
        }
        for row in rows
    ]
    return json.dumps({"type": "FeatureCollection", "features": features})


def marks(spec: MapSpec) -> dict[str, list[str]]:
    return {k: [e.id for e in v] for k, v in events_by_place(spec.events).items()}


def spec_of_build(analysis: Analysis, **options: Any) -> MapSpec:  # noqa: ANN401  options
    day = analysis.median_day()
    assert day is not None
    layers = options.pop("layers", None)
    return make_spec(
        analysis,
        on=day,
        names=options.pop("names", "as-written"),
        layers=all_layers() if layers is None else layers,
        basemap=load_basemap(),
    )


# -- round trip ---


@pytest.mark.usefixtures("opened")
def test_a_builds_events_are_drawn_as_the_build_drew_them(seeds: Analysis, exported: Path) -> None:
    """From events.geojson come the same marks at the same places, under the same words."""
    build = spec_of_build(seeds)
    spec, faults, told = spec_of_files(exported, style=LOOK)
    assert not faults
    assert not told
    assert marks(spec) == marks(build)
    assert sites_of(spec) == sites_of(build)
    assert (spec.title, spec.as_of, spec.note) == (build.title, build.as_of, build.note)
    assert [d.id for d in spec.documents] == [d.id for d in build.documents]
    assert [(p.place, p.label, p.written, p.mentions) for p in spec.places] == [
        (p.place, p.label, p.written, p.mentions) for p in build.places
    ]
    grouped = {i.id: ({e.id for e in i.events}, i.type, i.disputed) for i in spec.incidents}
    assert grouped == {
        i.id: ({e.id for e in i.events}, i.type, i.disputed) for i in build.incidents
    }


@pytest.mark.usefixtures("opened")
def test_the_page_tells_an_event_as_the_builds_page_does(seeds: Analysis, exported: Path) -> None:
    """Type, date, marks, claims, evidence of each event are the build's on the redrawn page."""
    build = build_payload(spec_of_build(seeds))
    again = build_payload(spec_of_files(exported, style=LOOK)[0])
    keys = ("id", "type", "family", "date", "stance", "open", "disputed", "claimedBy", "deniedBy")
    for one, other in zip(again["events"], build["events"], strict=True):
        assert {k: one.get(k) for k in keys} == {k: other.get(k) for k in keys}
        assert [m[:3] for m in one.get("at", [])] == [m[:3] for m in other.get("at", [])]
        words = ["".join(text for _, text in e["evidence"]) for e in (one, other)]
        assert words[0] == words[1]


@pytest.mark.usefixtures("opened")
def test_layers_come_back_whole(exported: Path) -> None:
    """The lines and areas beside the events are the packaged ones: dates, style, accuracy."""
    again = spec_of_files(exported, style=LOOK)[0].layers.sort_values("id").reset_index(drop=True)
    packaged = all_layers()
    for column in (
        "id",
        "kind",
        "name",
        "product",
        "valid_from",
        "valid_to",
        "accuracy_m",
        "source",
    ):
        assert list(again[column]) == list(packaged[column]), column


@pytest.mark.usefixtures("opened")
def test_lossless_events_are_drawn_without_places(seeds: Analysis, tmp_path: Path) -> None:
    """From events.jsonl alone come the same marks as from the build."""
    rows = [json.dumps(event_row(e), ensure_ascii=False) for e in seeds.events]
    path = write_text(tmp_path / "events.jsonl", "\n".join(rows) + "\n")
    spec, faults, _ = spec_of_files(path, style=LOOK)
    assert faults == ()
    assert marks(spec) == marks(spec_of_build(seeds))
    assert [i.id for i in spec.incidents] == [i.id for i in seeds.incidents]


def test_a_gazetteer_of_ones_own_is_not_needed(tmp_path: Path) -> None:
    """Places of another conflict come from places.geojson alone, kind and reach included."""
    analysis = analyse([DNIESTER / "report.txt"], gazetteer=Gazetteer.open(DNIESTER))
    path = export(analysis, tmp_path / "out")
    layers = [DNIESTER / "layers" / "contact_line.geojson"]
    spec, faults, _ = spec_of_files(path, layers=layers, style=LOOK)
    build = spec_of_build(analysis)
    assert faults == ()
    assert marks(spec) == marks(build)
    again = {p.place.id: p for p in spec.places}
    for known in build.places:
        place = again[known.place.id].place
        assert place.feature_class is known.place.feature_class
        assert (place.lon, place.lat) == pytest.approx((known.place.lon, known.place.lat), abs=1e-4)
    assert set(spec.layers["kind"]) == {"contact_line"}


@pytest.mark.usefixtures("opened")
@pytest.mark.parametrize("policy", ["az", "hy", "both"])
def test_names_policy_holds_for_exports(seeds: Analysis, exported: Path, policy: str) -> None:
    """Under a names policy the labels are those that a build would have."""
    spec = spec_of_files(exported, style=LOOK, names=policy)[0]
    build = spec_of_build(seeds, names=policy)
    assert [p.label for p in spec.places] == [p.label for p in build.places]


# -- files of others ---


def test_foreign_events_with_two_columns_are_drawn(tmp_path: Path, drawn: list[MapSpec]) -> None:
    """GeoJSON with an id and a type is enough; the day of the map is the events' own."""
    rows = ({"id": 1, "type": "battle", "date_start": "2023-04-15"}, {"id": 2, "type": "protest"})
    path = write_text(tmp_path / "sudan.geojson", collection(*rows))
    result = run(path, "-o", tmp_path / "out")
    assert result.exit_code == 0, result.output
    (spec,) = drawn
    assert [e.type.value for e in spec.events] == ["battle", "protest"]
    assert spec.as_of.isoformat() == "2023-04-15"
    assert not len(spec.layers)
    assert spec.title == "Events of sudan"
    ((place,),) = [{t.place for t in e.places} for e in spec.events[:1]]
    assert place is not None
    assert (place.lon, place.lat) == (32.53, 15.6)


@pytest.mark.usefixtures("opened")
def test_foreign_events_give_all_files(tmp_path: Path) -> None:
    """The page and the three printed formats are there, in the theme and the size asked for."""
    path = write_text(tmp_path / "e.geojson", collection({"id": "a", "type": "battle"}))
    line = {"type": "LineString", "coordinates": [[32, 15], [33, 16]]}
    rows = [{"type": "Feature", "properties": {}, "geometry": line}]
    lines = write_text(
        tmp_path / "My trench.geojson", json.dumps({"type": "FeatureCollection", "features": rows})
    )
    arguments = (path, "--layers", lines, "--theme", "dark", "--size", "square", "--series")
    result = run(*arguments, "-o", tmp_path / "out")
    assert result.exit_code == 0, result.output
    assert "warning: no event has both a day and a place" in result.output
    made = {p.name for p in (tmp_path / "out").iterdir()}
    assert made == {"karamap.html", "karamap.png", "karamap.svg", "karamap.pdf"}
    page = (tmp_path / "out" / "karamap.html").read_text(encoding="utf-8")
    assert "my_trench" in page
    assert 'viewBox="0 0 595.2' in (tmp_path / "out" / "karamap.svg").read_text(encoding="utf-8")


@pytest.mark.usefixtures("opened")
def test_the_same_files_give_the_same_spec(exported: Path) -> None:
    """Two readings of one build's files are the same to the last word of the page."""
    one, other = (spec_of_files(exported, style=LOOK)[0] for _ in range(2))
    assert build_payload(one) == build_payload(other)
    assert sites_of(one) == sites_of(other)


def test_missing_columns_are_one_line(tmp_path: Path, drawn: list[MapSpec]) -> None:
    """A file without id and type is refused in one line that names them; nothing is drawn."""
    path = write_text(tmp_path / "e.geojson", collection({"name": "x"}, {"name": "y"}))
    result = run(path, "-o", tmp_path / "out")
    assert result.exit_code == 2
    (line,) = result.output.splitlines()
    assert line.startswith(f"karamap: {path}: has no columns id and type")
    assert drawn == []


def test_bad_rows_cost_no_others(tmp_path: Path, drawn: list[MapSpec]) -> None:
    """A row of an unknown type is told with its number, the rest is drawn; status 2."""
    rows = ({"id": "a", "type": "battle"}, {"id": "b", "type": "quarrel"})
    path = write_text(tmp_path / "e.geojson", collection(*rows))
    result = run(path, "-o", tmp_path / "out")
    assert result.exit_code == 2
    assert f"{path}:2: type 'quarrel' is unknown" in result.output
    assert [e.id for e in drawn[0].events] == ["a"]


def test_many_bad_rows_are_counted(tmp_path: Path, drawn: list[MapSpec]) -> None:
    """Of a hundred bad rows twenty are listed and the rest counted."""
    rows = [{"id": "a", "type": "battle"}, *({"id": f"b{i}", "type": "x"} for i in range(100))]
    path = write_text(tmp_path / "e.geojson", collection(*rows))
    result = run(path, "-o", tmp_path / "out")
    assert "100 rows left out, 80 not listed here" in result.output
    assert result.output.count("is unknown") == 20
    assert len(drawn) == 1


def layer(folder: Path, name: str, properties: dict[str, Any], geometry: dict[str, Any]) -> Path:
    rows = [{"type": "Feature", "properties": properties, "geometry": geometry}]
    return write_text(folder / name, json.dumps({"type": "FeatureCollection", "features": rows}))


LINE = {"type": "LineString", "coordinates": [[32, 15], [33, 16]]}


def test_a_layers_name_is_its_kind(tmp_path: Path) -> None:
    """Without a kind the file's name tells it; dates and numbers are read, open ends stay open."""
    told = {"name": "x", "valid_from": "2020-09-27", "accuracy_m": 500}
    frame, warned = read_layer_files([layer(tmp_path, "Front line-2.geojson", told, LINE)])
    (row,) = frame.to_dict("records")
    assert row["kind"] == "front_line_2"
    assert (str(row["valid_from"]), row["valid_to"], row["accuracy_m"]) == ("2020-09-27", None, 500)
    assert warned == []


def test_points_are_no_layer(tmp_path: Path) -> None:
    """Points among lines and areas are left out with a warning that counts them."""
    point = {"type": "Point", "coordinates": [32, 15]}
    frame, warned = read_layer_files([layer(tmp_path, "p.geojson", {}, point)])
    assert not len(frame)
    assert warned == [f"{tmp_path / 'p.geojson'}: 1 point(s) are no lines or areas: left out"]


def spoil(path: Path) -> Path:
    path.write_text("{", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (lambda f: f / "gone.geojson", "no such file"),
        (lambda f: spoil(f / "bad.geojson"), "cannot be read"),
        (
            lambda f: layer(f, "d.geojson", {"valid_from": "soon"}, LINE),
            "feature 1: valid_from 'soon' is no day",
        ),
    ],
)
def test_a_bad_layer_is_one_line(tmp_path: Path, make: Callable[[Path], Path], told: str) -> None:
    """A layer file that is missing, broken or has a date that is none is told in one line."""
    with pytest.raises(InputError, match=told) as fault:
        read_layer_files([make(tmp_path)])
    assert "\n" not in str(fault.value)


def test_a_bad_style_stops_before_any_work(tmp_path: Path, drawn: list[MapSpec]) -> None:
    """A style with an unknown key is refused with its line; no folder is made."""
    path = write_text(tmp_path / "e.geojson", collection({"id": "a", "type": "battle"}))
    style = write_text(tmp_path / "own.toml", "[page]\npapper = '#000000'\n")
    result = run(path, "--style", style, "-o", tmp_path / "out")
    assert result.exit_code == 2
    assert f"{style}:2: there is no 'page.papper'" in result.output
    assert not (tmp_path / "out").exists()
    assert drawn == []


def test_the_style_reaches_the_spec(tmp_path: Path, drawn: list[MapSpec]) -> None:
    """--theme and --style end up in the spec, and a user's kind of layer has an entry there."""
    path = write_text(tmp_path / "e.geojson", collection({"id": "a", "type": "battle"}))
    style = write_text(tmp_path / "own.toml", "[layers.contact_line]\nwidth = 5\n")
    lines = layer(tmp_path, "trench.geojson", {}, LINE)
    run(path, "--style", style, "--theme", "dark", "--layers", lines, "-o", tmp_path / "out")
    (spec,) = drawn
    assert spec.style.theme == "dark"
    assert spec.style.layers["contact_line"].width == 5
    assert spec.style.layers["trench"].label == "Trench"


def test_sizes_are_those_of_the_pages() -> None:
    """The sizes that the command offers are those that can be drawn."""
    from karamap.render.static import PAGE_SIZES  # noqa: PLC0415  compared here alone

    assert tuple(PAGE_SIZES) == drawing.SIZES
    sizes = next(p for p in main.commands["map"].params if p.name == "size")
    assert tuple(sizes.type.choices) == drawing.SIZES  # type: ignore[attr-defined]
