"""Events of other data sets laid over the maps: credited, told apart, no part of the texts."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from browser_pages import Opener, ask, says, wait_for_shown
from click.testing import CliRunner
from interactive_spec import make_spec
from playwright.sync_api import expect

from karamap.cli import main
from karamap.errors import InputError
from karamap.pipeline.overlaying import overlay_events, read_overlays
from karamap.render.interactive.payload import build_payload
from karamap.render.spec import MapSpec
from karamap.render.static.output import print_settings
from karamap.render.static.page import compose_page
from karamap.render.wording import count_line

pytest_plugins = ("browser_fixtures",)

HEAD = (
    "id,type_of_violence,date_start,date_end,latitude,longitude,best,where_prec,where_coordinates"
)
ROWS = (
    "1,1,2020-10-01,2020-10-01,40.05,46.6,2,1,Hill town",
    "2,1,2020-10-02,2020-10-02,40.05,46.6,1,1,Hill town",
    "3,3,2020-10-03,2020-10-03,39.7,46.3,1,3,Sahra district",
    "4,1,2020-10-04,2020-10-04,40.1,47.5,4,6,Northland",
)


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """Return a table of four invented events in GED's columns."""
    path = tmp_path / "ged.csv"
    path.write_text("\n".join((HEAD, *ROWS)) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def spec(table: Path) -> MapSpec:
    """Return the invented map with the table laid over it."""
    return overlay_events(make_spec(), read_overlays([table]))


def test_what_is_laid_over_is_credited_and_not_counted(spec: MapSpec) -> None:
    """The data set is named among the sources; reports and documents of the texts stay theirs."""
    plain = make_spec()
    assert count_line(spec) == count_line(plain)
    assert spec.events == plain.events
    assert [e.id for e in spec.laid_over.events] == ["ucdp:1", "ucdp:2", "ucdp:3", "ucdp:4"]
    assert spec.attribution[-1] == (
        "Events laid over: UCDP GED (ged.csv), Uppsala Conflict Data Program (UCDP), "
        "https://ucdp.uu.se/"
    )


def test_the_page_lists_it_as_a_source_of_its_own(spec: MapSpec) -> None:
    """On the interactive map its events point to a document that is marked as laid over."""
    payload = build_payload(spec)
    laid = [i for i, d in enumerate(payload["documents"]) if d.get("overlaid")]
    assert [payload["documents"][i]["title"] for i in laid] == ["UCDP GED (ged.csv)"]
    ids = [e["id"] for e in payload["events"] if e.get("doc", -1) in laid]
    assert ids == ["ucdp:1", "ucdp:2", "ucdp:3", "ucdp:4"]
    assert all(len(e["at"]) == 1 for e in payload["events"] if e["id"] in ids)


def test_the_printed_map_shows_small_marks_and_says_whose(spec: MapSpec) -> None:
    """A map tells whose marks are laid over it; what only a country is told of has none."""
    assert _laid_over(spec) == {"UCDP GED (ged.csv)"}
    assert _laid_over(make_spec()) == set()
    nation = replace(spec.laid_over, events=spec.laid_over.events[3:])
    assert _laid_over(replace(spec, laid_over=nation)) == set()


def _laid_over(spec: MapSpec) -> set[str]:
    with print_settings(spec):
        page = compose_page(spec, size="a4")
    return set[str]().union(*(m.laid_over for m in (page.main, page.overview) if m))


def test_an_event_that_the_map_tells_already_is_not_laid_over(table: Path) -> None:
    """The same id twice, in files or on the map, is drawn once."""
    overlay = read_overlays([table, table])
    assert len(overlay.events) == 4
    own = replace(make_spec(), events=overlay.events[:1])
    assert len(overlay_events(own, overlay).laid_over.events) == 3


def test_bad_rows_are_kept_as_faults_and_a_wrong_file_stops(table: Path, tmp_path: Path) -> None:
    """One bad row costs no other; a file without an event is an error that names its line."""
    table.write_text("\n".join((HEAD, *ROWS, "5,1,never,,1,2,3,1,x")) + "\n", encoding="utf-8")
    overlay = read_overlays([table])
    assert (len(overlay.events), [f.line for f in overlay.faults]) == (4, [6])
    wrong = tmp_path / "wrong.jsonl"
    wrong.write_text("{}\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"wrong\.jsonl:1"):
        read_overlays([wrong])


def test_build_and_map_draw_what_events_names(
    table: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """``--events`` reaches the maps, the exports hold what the texts tell, the run says so."""
    drawn: list[MapSpec] = []

    def draw(spec: MapSpec, *_: object, **__: object) -> tuple[list[Path], list[str]]:
        drawn.append(spec)
        return [], []

    for module in ("building", "redrawing"):
        monkeypatch.setattr(f"karamap.pipeline.{module}.draw_maps", draw)
    text = tmp_path / "report.txt"
    text.write_text("BAKU, October 3, 2020. Shells hit Hadrut on October 2.", encoding="utf-8")
    out = tmp_path / "out"
    run = CliRunner().invoke
    built = run(main, ["build", str(text), "-o", str(out), "--events", str(table)])
    assert built.exit_code == 0, built.stderr
    exported = (out / "events.geojson").read_text(encoding="utf-8")
    assert "ucdp:" not in exported
    record = json.loads((out / "provenance.json").read_text(encoding="utf-8"))
    assert record["options"]["events"] == ["UCDP GED (ged.csv)"]
    again = ["map", str(out / "events.geojson"), "-o", str(tmp_path / "m"), "--events", str(table)]
    assert run(main, again).exit_code == 0
    assert [len(s.laid_over.events) for s in drawn] == [4, 4]


@pytest.mark.browser
@pytest.mark.enable_socket
def test_the_page_tells_what_is_laid_over_and_can_hide_it(spec: MapSpec, show: Opener) -> None:
    """The legend has a dotted mark with the data set's name; its box under Documents hides it."""
    page = show(spec)
    says(page.locator("#k-legend-body"), "dotted: told by UCDP GED (ged.csv)")
    dotted = "karamap.data.events.filter((e) => e.overlaid).map((e) => e.id)"
    assert ask(page, dotted) == ["ucdp:1", "ucdp:2", "ucdp:3", "ucdp:4"]
    page.get_by_role("tab", name="Filters and layers").click()
    box = page.get_by_label("UCDP GED (ged.csv)")
    expect(box).to_be_checked()
    before = ask(page, "karamap.app.visible().length")
    box.uncheck()
    wait_for_shown(page, before - 4)
