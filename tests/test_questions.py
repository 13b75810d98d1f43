"""Questions of place and time, against distances and areas worked out by hand; events invented.

A degree along the meridian at 40° N is 111.035 km, along the parallel 85.394 km (WGS 84, by the
series 111132.954 − 559.822 cos 2φ + 1.175 cos 4φ and 111412.84 cos φ − 93.5 cos 3φ metres).
"""

from __future__ import annotations

import csv
import io
import json
import math
import re
import shlex
from datetime import date
from pathlib import Path
from typing import Any

import click
import geopandas as gpd
import numpy as np
import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LineString, Point, Polygon, box

from karamap.cli import main
from karamap.errors import InputError
from karamap.gazetteer import Gazetteer
from karamap.layers import KINDS, all_layers
from karamap.measure import area_km2, measure
from karamap.questions import (
    border_layers,
    count_by_district,
    count_sentence,
    density_sentence,
    event_density,
    events_near,
    near_sentence,
    nearest_settlements,
    settlement_sentence,
    territory_change,
    territory_sentence,
)
from karamap.questions.columns import disc, radius_km, within_days
from karamap.questions.nearness import point_distance_km
from karamap.questions.territory import CONTROL

NORTH_KM, EAST_KM = 111.035, 85.394  # a degree at 40° N


def events(*rows: dict[str, Any]) -> gpd.GeoDataFrame:
    """Return a frame of events; each at 46 E 40 N, exactly placed, on 1 October 2020 by default."""
    usual = {
        "type": "battle",
        "date_start": "2020-10-01",
        "date_end": "2020-10-01",
        "place": "somewhere",
        "where_precision": 1,
        "radius_km": None,
        "fatalities": None,
        "geometry": Point(46.0, 40.0),
    }
    told = [{"id": f"e{n}", **usual, **row} for n, row in enumerate(rows, 1)]
    frame = gpd.GeoDataFrame(told, geometry="geometry", crs="EPSG:4326")
    frame["where_precision"] = frame["where_precision"].astype("Int64")
    frame["radius_km"] = frame["radius_km"].astype("float64")
    return frame


def layers(*rows: dict[str, Any]) -> gpd.GeoDataFrame:
    """Return layers that always stood and are exact unless a row says otherwise."""
    usual = {
        "kind": "contact_line",
        "name": "the line",
        "valid_from": None,
        "valid_to": None,
        "accuracy_m": 1000.0,
    }
    told = [{"id": f"l{n}", **usual, **row} for n, row in enumerate(rows, 1)]
    return gpd.GeoDataFrame(told, geometry="geometry", crs="EPSG:4326")


LINE = LineString([(46.0, 39.0), (46.0, 41.0)])


# -- near ---


def test_the_distance_to_a_line_is_geodesic() -> None:
    """A tenth of a degree east of a meridian at 40° N is 8.54 km from it."""
    frame = events({"geometry": Point(46.1, 40.0)})
    (row,) = events_near(frame, layers({"geometry": LINE}), km=20).to_dict("records")
    assert row["distance_km"] == pytest.approx(0.1 * EAST_KM, abs=0.01)
    assert (row["accuracy_km"], row["answer"]) == (2.0, "within")  # 1 km the line, 1 km the town


@settings(max_examples=40)
@given(st.floats(44, 50), st.floats(38, 42), st.sampled_from(["btc", "contact-line-1994-2020"]))
def test_the_fast_distance_is_that_of_measure(lon: float, lat: float, name: str) -> None:
    """One projection about the point gives what the general search finds."""
    shape, point = all_layers().set_index("id").geometry[name], Point(lon, lat)
    fast = point_distance_km(point, shape.segmentize(0.05))
    assert fast == pytest.approx(measure(point, shape).distance_km, abs=0.002)


@pytest.mark.parametrize(
    ("km", "level", "radius", "answer"),
    [
        (8.0, 1, None, "open"),
        (6.0, 1, None, "beyond"),
        (12.0, 1, None, "within"),
        (12.0, 2, None, "open"),  # somewhere within 25 km
        (12.0, 2, 2.0, "within"),
    ],
)
def test_the_answer_is_open_where_the_place_is_too_vague(
    km: float, level: int, radius: float | None, answer: str
) -> None:
    """8.54 ± 2 km is within 12, beyond 6 and open for 8; a vaguer place leaves more open."""
    frame = events({"geometry": Point(46.1, 40.0), "where_precision": level, "radius_km": radius})
    assert events_near(frame, layers({"geometry": LINE}), km=km)["answer"].tolist() == [answer]


def test_each_event_is_measured_to_the_line_of_its_own_day() -> None:
    """Without --on the line of the event's day counts, with it the line of that day for all."""
    old = {"name": "old", "valid_to": date(2020, 11, 9), "geometry": LINE}
    moved = LineString([(47.0, 39.0), (47.0, 41.0)])
    new = {"name": "new", "valid_from": date(2020, 11, 10), "geometry": moved}
    frame = events(
        {"geometry": Point(46.1, 40.0)},
        {"geometry": Point(46.1, 40.0), "date_start": "2020-12-01", "date_end": None},
        {"geometry": Point(46.1, 40.0), "date_start": None, "date_end": None},
    )
    both = layers(old, new)
    own = events_near(frame, both, km=10).set_index("id")
    assert own["layer"].tolist()[:2] == ["old", "new"]
    assert own["distance_km"]["e2"] == pytest.approx(0.9 * EAST_KM, rel=1e-3)
    assert own["answer"]["e3"] == "no day"
    one_day = events_near(frame, both, km=10, on=date(2020, 12, 1))
    assert set(one_day["layer"]) == {"new"}
    nothing = events_near(frame, layers(old), km=10, on=date(2021, 1, 1))
    assert set(nothing["answer"]) == {"no layer"}


def test_the_sentence_says_what_is_not_known() -> None:
    """The sentence counts what is within, what may be, and what cannot be told."""
    frame = events(
        {"geometry": Point(46.01, 40.0)},
        {"geometry": Point(46.1, 40.0)},
        {"geometry": Point(46.0, 40.0), "where_precision": 6},
        {"geometry": None, "where_precision": None},
    )
    found = events_near(frame, layers({"geometry": LINE}), km=8)
    told = near_sentence(found, "the line", km=8, asked=len(frame))
    assert told == (
        "1 of 4 events lie within 8 km of the line; 1 more may (place or line is not known well "
        "enough), by their points alone 1 do; 2 cannot be told (no day, no such line that day, or "
        "no place)."
    )


def test_borders_can_be_asked_for() -> None:
    """The base map's borders are layers too, each named by the two states it parts."""
    borders = border_layers()
    assert "Border of Armenia and Azerbaijan" in set(borders["name"])
    assert set(borders["status"]) == {"de jure"}


# -- nearest settlement ---


def settlements(*points: tuple[str, float, float]) -> gpd.GeoDataFrame:
    """Return settlements at lon, lat."""
    rows = [{"id": n, "name": n, "geometry": Point(x, y)} for n, x, y in points]
    return gpd.GeoDataFrame(rows, geometry="geometry", crs="EPSG:4326")


def test_the_nearest_settlement_has_distance_direction_and_doubt() -> None:
    """A twentieth of a degree north of a village: 5.55 km N; sure while no other can be nearer."""
    places = settlements(("A", 46.0, 39.95), ("B", 46.0, 40.2))
    found = nearest_settlements(events({}, {"where_precision": 2}), places)
    assert found["settlement"].tolist() == ["A", "A"]
    assert found["settlement_km"].tolist() == pytest.approx([0.05 * NORTH_KM] * 2, abs=0.01)
    assert found["direction"].tolist() == ["N", "N"]
    assert found["sure"].tolist() == [True, False]  # 25 km around, B may be nearer
    assert "A is nearest to most events (2 of 2); for 1 no other" in settlement_sentence(found)


@pytest.mark.parametrize(
    ("lon", "lat", "wind"),
    [(46.1, 40.0, "E"), (45.9, 40.0, "W"), (46.1, 40.077, "NE"), (46.0, 39.9, "S"), (46, 40, "")],
)
def test_the_direction_is_that_of_the_event_seen_from_the_settlement(
    lon: float, lat: float, wind: str
) -> None:
    """East of the village is E; within a kilometre there is no direction."""
    found = nearest_settlements(
        events({"geometry": Point(lon, lat)}), settlements(("A", 46.0, 40.0))
    )
    assert found["direction"].tolist() == [wind]


def test_the_nearest_settlement_may_lie_over_the_date_line() -> None:
    """A village at 179.99 W is nearer to 179.99 E than one at 179.5 E."""
    places = settlements(("far", 179.5, 40.0), ("near", -179.99, 40.0))
    found = nearest_settlements(events({"geometry": Point(179.99, 40.0)}), places)
    assert found["settlement"].tolist() == ["near"]
    assert found["settlement_km"][0] == pytest.approx(0.02 * EAST_KM, abs=0.01)


# -- districts ---

HALVES = gpd.GeoDataFrame(
    {"name": ["West", "East"]}, geometry=[box(45, 39, 46, 41), box(46, 39, 47, 41)], crs="EPSG:4326"
)


def test_counts_have_a_lower_and_an_upper_bound() -> None:
    """An event near the edge may be in either district, one told vaguely in either month."""
    frame = events(
        {"geometry": Point(45.5, 40.0), "fatalities": 3},  # surely west
        {"geometry": Point(45.95, 40.0), "where_precision": 2},  # 4 km from the edge, known to 25
        {"geometry": Point(46.5, 40.0), "date_end": "2020-11-03"},  # east, in one of two months
        {"geometry": Point(45.5, 40.0), "date_start": None, "date_end": None},
        {"geometry": Point(46.5, 40.0), "where_precision": 6},  # only a country is told
    )
    found = count_by_district(frame, HALVES).set_index(["district", "period"])
    columns = ["at_least", "events", "at_most", "fatalities"]
    cells = {k: found.loc[k, columns].tolist() for k in found.index}
    assert cells == {
        ("West", "2020-10"): [1, 2, 2, 3],
        ("East", "2020-10"): [0, 1, 2, 0],
        ("East", "2020-11"): [0, 0, 1, 0],
        ("West", "no day"): [0, 1, 1, 0],
    }
    told = count_sentence(found.reset_index(), len(frame))
    assert told.startswith(
        "4 of 5 events have their point in one of the districts; of 1 the district"
    )


def test_an_event_told_of_a_district_is_in_it() -> None:
    """Where the source tells the district (where_prec 3) its ring does not put it next door."""
    frame = events({"geometry": Point(45.95, 40.0), "where_precision": 3, "radius_km": 40.0})
    found = count_by_district(frame, HALVES, by="all")
    assert found[["district", "at_least", "at_most"]].to_numpy().tolist() == [["West", 1, 1]]


def test_a_wrong_period_or_areas_without_names_are_refused() -> None:
    """Both are told in one line."""
    with pytest.raises(InputError, match="no period 'week'"):
        count_by_district(events({}), HALVES, by="week")
    with pytest.raises(InputError, match="no column 'name'"):
        count_by_district(events({}), HALVES[["geometry"]])


# -- density ---


def test_a_vague_event_is_a_faint_stain_over_all_its_disc() -> None:
    """Known to 25 km, an event gives 1 / (π 25²) = 0.51 per 1,000 km² inside, nothing outside."""
    cells = event_density(events({"where_precision": 2}), cell_km=5)
    assert cells["events"].sum() == pytest.approx(1.0)
    inner = cells[[g.distance(Point(46.0, 40.0)) < 0.1 for g in cells.geometry]]
    assert inner["per_1000_km2"].to_numpy() == pytest.approx(1000 / (math.pi * 625), rel=2e-3)
    west, _, east, _ = cells.total_bounds
    assert (east - west) * EAST_KM == pytest.approx(50, abs=11)  # the disc and parts of cells
    assert cells["at_points"].sum() == 1


def test_a_sharp_event_stays_in_its_cell() -> None:
    """An exactly placed event spreads a kilometre, not more."""
    cells = event_density(
        events({}, {"geometry": Point(46.3, 40.2)}, {"where_precision": 6}), cell_km=20
    )
    assert cells["events"].sum() == pytest.approx(2.0)
    assert len(cells) <= 8
    assert "2 of 3 events" in density_sentence(cells, asked=3, cell_km=20)


@settings(max_examples=25)
@given(
    st.lists(
        st.tuples(st.floats(44, 48), st.floats(38, 42), st.floats(1, 60)), min_size=1, max_size=6
    ),
    st.sampled_from([7.0, 20.0, 50.0]),
)
def test_the_cells_add_up_to_the_events(
    told: list[tuple[float, float, float]], cell_km: float
) -> None:
    """However vague, an event counts one in all; all cells cover the same area."""
    frame = events(
        *({"geometry": Point(x, y), "where_precision": 2, "radius_km": r} for x, y, r in told)
    )
    cells = event_density(frame, cell_km=cell_km)
    assert cells["events"].sum() == pytest.approx(len(told))
    areas = [area_km2(g) for g in cells.geometry]
    assert np.ptp(areas) < 0.01 * cell_km**2
    assert areas[0] == pytest.approx(cell_km**2, rel=0.01)


def test_too_many_cells_are_refused_with_a_size_that_works() -> None:
    """The refusal names the least edge."""
    frame = events({}, {"geometry": Point(52.0, 45.0)})
    with pytest.raises(InputError, match=r"take (\d+) km or more"):
        event_density(frame, cell_km=0.1)


# -- territory ---


def test_territory_change_has_areas_and_settlements() -> None:
    """A square of a tenth of a degree changes hands: 94.8 km², with the village in it."""
    held = box(46.0, 39.95, 46.2, 40.05)
    west, east = box(46.0, 39.95, 46.1, 40.05), box(46.1, 39.95, 46.2, 40.05)
    then = {"valid_from": date(2020, 11, 10)}
    rows = layers(
        {"kind": "held_area", "valid_to": date(2020, 11, 9), "geometry": held},
        {"kind": "held_area", **then, "geometry": east},
        {"kind": "control_change", **then, "geometry": west},
        {"kind": "claimed_area", "geometry": box(45, 39, 47, 41)},
    )
    places = settlements(("In", 46.05, 40.0), ("Edge", 46.095, 40.0), ("Out", 46.3, 40.0))
    found = territory_change(rows, date(2020, 10, 1), date(2020, 12, 1), settlements=places)
    changed = found[found["before"] != found["after"]]
    (row,) = changed.to_dict("records")
    assert (row["before"], row["after"]) == (
        "Held by Armenian forces",
        "Control passed to Azerbaijan",
    )
    assert row["area_km2"] == pytest.approx(0.1 * EAST_KM * 0.1 * NORTH_KM, rel=1e-3)
    # 1 km along an edge of 2 × 8.54 + 2 × 11.10 km
    assert row["accuracy_km2"] == pytest.approx(39.3, abs=0.1)
    assert (row["settlements"], row["names"], row["open_names"]) == (2, "Edge; In", "Edge")
    told = territory_sentence(found, date(2020, 10, 1), date(2020, 12, 1))
    assert told == (
        "Held by Armenian forces on 2020-10-01, Control passed to Azerbaijan on 2020-12-01: "
        "about 90 ± 40 km²; settlements of the gazetteer in it: 2."
    )


def test_nothing_changes_within_a_day() -> None:
    """The same day twice has no change; what is held stays held."""
    found = territory_change(all_layers(), date(2015, 1, 1), date(2015, 1, 1))
    assert found["before"].tolist() == found["after"].tolist() == ["Held by Armenian forces"]
    assert "Nothing mapped changed" in territory_sentence(found, date(2015, 1, 1), date(2015, 1, 1))
    assert set(CONTROL) <= KINDS


def test_the_parts_of_what_was_held_add_up() -> None:
    """What was held before the war of 2020 is the sum of what it became."""
    before, after = date(2020, 9, 26), date(2020, 12, 2)
    found = territory_change(all_layers(), before, after)
    parts = found[found["before"] == "Held by Armenian forces"]["area_km2"].sum()
    held = all_layers().set_index("id").geometry["held-area-1994-2020"]
    assert parts == pytest.approx(area_km2(held), rel=2e-3)


# -- what all share ---


def test_days_filter_and_frames_without_our_columns() -> None:
    """An event is kept while it may have happened in time; a frame of others is refused."""
    frame = events({"date_start": "2020-09-25", "date_end": "2020-10-02"}, {"date_start": None}, {})
    kept = within_days(frame, date(2020, 10, 1), date(2020, 10, 31))
    assert kept["id"].tolist() == ["e1", "e2", "e3"]  # e2 has an end
    assert within_days(frame, None, None) is frame
    with pytest.raises(InputError, match="no column where_precision"):
        radius_km(frame[["id", "geometry"]])


def test_a_day_of_saying_answers_no_question_of_time() -> None:
    """What was only said that day is of no day: not within days, in no month, on no day's line."""
    frame = events({"date_of": "event"}, {"date_of": "statement"})
    assert within_days(frame, date(2020, 9, 1), None)["id"].tolist() == ["e1"]
    units = gpd.GeoDataFrame({"name": ["all"]}, geometry=[box(45, 39, 47, 41)], crs="EPSG:4326")
    counts = count_by_district(frame, units).set_index("period")["events"]
    assert counts.to_dict() == {"2020-10": 1, "no day": 1}
    lines = layers({"geometry": LINE, "valid_from": date(2020, 1, 1)})
    near = events_near(frame, lines, km=10).set_index("id")["answer"]
    assert near.to_dict() == {"e1": "within", "e2": "no day"}


def test_a_disc_has_its_radius() -> None:
    """Each corner of a disc of 25 km is 25 km off, and the disc holds 0.1 % less than a circle."""
    found: Polygon = disc(46.0, 40.0, 25.0)
    assert area_km2(found) == pytest.approx(math.pi * 625, rel=2e-3)
    assert found.bounds[3] - 40.0 == pytest.approx(25 / NORTH_KM, rel=1e-3)


# -- the command ---


@pytest.fixture
def told(tmp_path: Path) -> Path:
    """Return a file with two invented events."""
    rows = (
        "id,type_of_violence,date_start,date_end,latitude,longitude,best,where_prec,date_prec",
        "1,1,2020-10-01,2020-10-01,40.0,46.9,2,1,1",
        "2,1,2020-10-20,2020-10-20,39.0,44.0,1,1,1",
    )
    path = tmp_path / "events.csv"
    path.write_text("\n".join(rows), encoding="utf-8")
    return path


def ask(*words: object) -> Result:
    result = CliRunner().invoke(main, ["ask", *map(str, words)])
    assert result.exit_code == 0, result.output
    return result


def test_ask_near_prints_a_sentence_and_rows(told: Path) -> None:
    """Text for people, JSON with the sentence, CSV and GeoJSON for programs."""
    text = ask("near", told, "line of contact", "--km", 30).stdout
    assert text.startswith("1 of 2 events lie within 30 km of line of contact")
    data = json.loads(ask("near", told, "contact_line", "--km", 30, "--format", "json").stdout)
    assert [r["answer"] for r in data["rows"]] == ["within", "beyond"]
    assert data["sentence"].startswith("1 of 2 events")
    rows = list(csv.DictReader(io.StringIO(
        ask("near", told, "BTC", "--km", 50, "--format", "csv").stdout
    )))  # fmt: skip
    assert {"distance_km", "accuracy_km", "answer"} <= set(rows[0])
    border = ask("near", told, "border of Armenia and Azerbaijan", "--km", 500).stdout
    assert border.startswith("2 of 2 events lie within 500 km")


def test_ask_marks_a_day_of_saying(tmp_path: Path) -> None:
    """A table for people says of a day that something was only said on it."""
    path = tmp_path / "events.csv"
    path.write_text(
        "id,type,date_start,date_end,date_of,place,lon,lat,where_precision\n"
        "a,battle,2020-10-21,2020-10-21,statement,Norabad,46.9,40,1\n",
        encoding="utf-8",
    )
    assert "said 2020-10-21" in ask("settlement", path).output


def test_ask_near_of_nothing_is_one_line(told: Path) -> None:
    """A name that means no layer is told with where to look."""
    result = CliRunner().invoke(main, ["ask", "near", str(told), "the moon", "--km", "5"])
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
    assert "no line or area 'the moon'" in result.stderr


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("districts", "--by", "year"), "1 of 2 events have their point in one of the districts"),
        (("settlement", "--since", "2020-10-10"), "is nearest to most events (1 of 1)"),
        (("density", "--cell", "30"), "2 of 2 events, each spread over"),
    ],
)
def test_ask_answers_in_text(told: Path, words: tuple[str, ...], says: str) -> None:
    """Each question has an answer of its own in words."""
    assert says in ask(words[0], told, *words[1:]).stdout


def test_ask_territory_tells_what_changed(tmp_path: Path) -> None:
    """The two days' layers are told apart; GeoJSON has an area a row."""
    out = tmp_path / "t.geojson"
    ask("territory", "2020-09-26", "2020-12-02", "--format", "geojson", "-o", out)
    rows = [f["properties"] for f in json.loads(out.read_text(encoding="utf-8"))["features"]]
    (passed,) = [r for r in rows if r["after"] == "Control passed to Azerbaijan"
                 and r["before"] == "Held by Armenian forces"]  # fmt: skip
    assert passed["settlements"] > 100
    assert passed["area_km2"] > passed["accuracy_km2"]


def test_ask_districts_takes_the_users_own_areas(told: Path, tmp_path: Path) -> None:
    """Areas with a name from a file of the user's are counted instead."""
    path = tmp_path / "areas.geojson"
    HALVES.to_file(path, driver="GeoJSON")
    data = json.loads(ask("districts", told, "--districts", path, "--format", "json").stdout)
    assert [(r["district"], r["period"]) for r in data["rows"]] == [("East", "2020-10")]


# -- the pages ---

DOCS = Path(__file__).resolve().parents[1] / "docs"


def test_the_notebook_page_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, gazetteer: Gazetteer
) -> None:
    """Every line of docs/notebook.md runs as written; its first five lead from a text to a map."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(Gazetteer, "open", lambda *_, **__: gazetteer)
    page = (DOCS / "notebook.md").read_text(encoding="utf-8")
    (report,) = re.findall(r"```text\n(.*?)```", page, re.DOTALL)
    (tmp_path / "report.txt").write_text(report, encoding="utf-8")
    first, *blocks = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    assert len([line for line in first.splitlines() if line]) == 5
    names: dict[str, Any] = {}
    for block in (first, *blocks):
        exec(block, names)  # noqa: S102  our own page
    frame = names["events"]
    assert isinstance(frame, gpd.GeoDataFrame)
    assert {"Hadrut", "Tartar"} <= set(frame["place"])
    drawn = eval(first.splitlines()[-1], names)  # noqa: S307  the line of our own page
    assert "Hadrut" in drawn.get_root().render()
    answers = names["near"].set_index("place")["answer"]
    # of Tartar only "near" is told
    assert answers.to_dict() == {"Hadrut": "within", "Tartar": "open", "Geneva": "beyond"}
    assert names["again"]["id"].tolist() == frame["id"].tolist()


@pytest.mark.parametrize("name", ["questions.md", "comparing.md", "notebook.md"])
def test_the_pages_call_commands_that_exist(name: str) -> None:
    """Each command line on a page has a command and options of ours, each link a file."""
    page = (DOCS / name).read_text(encoding="utf-8")
    lines = re.findall(r"^\$ (karamap .*)$", page, re.MULTILINE)
    for block in re.findall(r"```sh\n(.*?)```", page, re.DOTALL):
        lines += block.splitlines()
    for line in lines:
        words = shlex.split(line.split(" | ")[0])
        command: click.Command = main
        depth = 1
        while isinstance(command, click.Group):
            command = command.commands[words[depth]]
            depth += 1
        known = {o for p in command.params for o in p.opts}
        assert {w for w in words[depth:] if w.startswith("-")} <= known, line
    for target in re.findall(r"\]\(([^)#]+)\)", page):
        assert target.startswith("http") or (DOCS / target).exists(), target
