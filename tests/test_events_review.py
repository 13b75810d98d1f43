"""The analyst's table: written, corrected, applied by stable id."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date

import pytest

from karamap.errors import InputError
from karamap.events import apply_corrections, read_corrections, write_review
from karamap.gazetteer import Gazetteer
from karamap.model import (
    DateSpan,
    Document,
    Event,
    EventType,
    FeatureClass,
    Mention,
    Place,
    Stance,
    Toponym,
)

TEXT = "Gunners shelled Hadrut and Shusha on Sunday,\nthe ministry said. =2+2"
TOWN = Place("kb:x", "Hadrut", FeatureClass.SETTLEMENT, 47.0, 39.5)
EVENT = Event(
    id="aa11",
    document="d.txt",
    start=0,
    end=62,
    type=EventType.BATTLE,
    trigger="shelled",
    date=DateSpan(date(2020, 10, 4), date(2020, 10, 4), 1),
    places=(Toponym(Mention(16, 22, "Hadrut"), TOWN, 1.0, ""),),
    where_precision=1,
    radius_km=0.0,
    actors=(),
    targets=(),
    stance=Stance.CLAIMED,
    claimed_by="=ministry",
    denied_by=None,
    casualties=(),
    evidence=TEXT[:62],
    confidence=0.75,
    reason="“shelled”",
)
EVENTS = [EVENT, replace(EVENT, id="bb22"), replace(EVENT, id="cc33", date=None, places=())]


def edit(**cells: str) -> list[dict[str, str]]:
    """Return the table of `EVENTS` with `cells` filled in for the first event."""
    rows = read_corrections(write_review(EVENTS, [Document("d.txt", TEXT)]), source="r.csv")
    rows[0].update(cells)
    return rows


def test_the_table_has_a_row_an_event() -> None:
    """Each event is one row of plain cells, and no cell runs as a formula."""
    text = write_review(EVENTS, [Document("d.txt", TEXT, title="Sunday")])
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [r["id"] for r in rows] == ["aa11", "bb22", "cc33"]
    assert rows[0]["date"] == "2020-10-04"
    assert rows[0]["claimed_by"] == "'=ministry"
    assert rows[0]["title"] == "Sunday"
    assert "\n" not in rows[0]["evidence"]


def test_an_untouched_table_changes_nothing(gazetteer: Gazetteer) -> None:
    """Writing and applying without a decision gives the same events."""
    assert apply_corrections(EVENTS, edit(), gazetteer) == EVENTS


def test_reject_drops_and_accept_makes_sure(gazetteer: Gazetteer) -> None:
    """A rejected event is gone; an accepted one stays with full confidence."""
    assert [e.id for e in apply_corrections(EVENTS, edit(decision="reject"), gazetteer)] == [
        "bb22",
        "cc33",
    ]
    accepted = apply_corrections(EVENTS, edit(decision="Accept"), gazetteer)[0]
    assert accepted.confidence == 1.0
    assert accepted.reason.endswith("accepted in review")


def test_type_date_and_place_change(gazetteer: Gazetteer) -> None:
    """New values replace the old ones, which the reason keeps; the id stays."""
    rows = edit(new_type="shelling", new_date="2020-10-04/2020-10-07", new_place="Shusha")
    changed = apply_corrections(EVENTS, rows, gazetteer)[0]
    assert changed.id == "aa11"
    assert changed.type is EventType.SHELLING
    assert changed.date == DateSpan(date(2020, 10, 4), date(2020, 10, 7), 2)
    (place,) = changed.places
    assert place.place is not None
    assert place.place.id == gazetteer.lookup("Shusha")[0].place.id
    assert TEXT[place.mention.start : place.mention.end] == place.mention.text == "Shusha"
    assert "type was battle" in changed.reason
    assert "place was Hadrut" in changed.reason


def test_none_clears(gazetteer: Gazetteer) -> None:
    """The word none takes a wrong date or place away."""
    changed = apply_corrections(EVENTS, edit(new_date="none", new_place="None"), gazetteer)[0]
    assert (changed.date, changed.places, changed.where_precision) == (None, (), None)


def test_a_day_of_saying_is_shown_apart(gazetteer: Gazetteer) -> None:
    """The date stays empty where only the saying has a day; a date given, or none, replaces it."""
    day = DateSpan(date(2020, 10, 21), date(2020, 10, 21), 1)
    said = replace(EVENT, date=None, said_on=day)
    rows = read_corrections(write_review([said], []))
    assert (rows[0]["date"], rows[0]["said_on"]) == ("", "2020-10-21")
    assert apply_corrections([said], rows, gazetteer) == [said]
    for new, of in (("2020-10-04", "event"), ("none", "none")):
        (changed,) = apply_corrections([said], [{**rows[0], "new_date": new}], gazetteer)
        assert (changed.said_on, changed.date_of) == (None, of)


def test_corrections_can_be_applied_again(gazetteer: Gazetteer) -> None:
    """Ids survive a change, so that the same table applies to its own result."""
    rows = edit(new_type="shelling", decision="accept")
    once = apply_corrections(EVENTS, rows, gazetteer)
    assert [e.type for e in apply_corrections(once, rows, gazetteer)] == [e.type for e in once]


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ({"decision": "maybe"}, "unknown decision 'maybe'"),
        ({"new_type": "raid"}, "unknown type 'raid'; one of battle, "),
        ({"new_date": "4 October"}, "cannot read the date '4 October'"),
        ({"new_date": "/"}, "cannot read the date '/'"),
        ({"new_date": "2020-10-04/2020-10-01"}, "ends before it begins"),
        ({"new_place": "Qwxzyq"}, "no place 'Qwxzyq' in the gazetteer"),
        ({"id": "zz99", "decision": "accept"}, "no event 'zz99' in this run"),
    ],
)
def test_faults_name_the_line(gazetteer: Gazetteer, cells: dict[str, str], message: str) -> None:
    """What cannot be applied is one line with the table's name and line number."""
    with pytest.raises(InputError, match=r"^r\.csv:2: ") as caught:
        apply_corrections(EVENTS, edit(**cells), gazetteer)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def test_an_event_decided_twice(gazetteer: Gazetteer) -> None:
    """Two decisions about one event are a fault that names both lines."""
    rows = edit(decision="accept")
    rows[1].update(id="aa11", decision="reject")
    with pytest.raises(
        InputError, match=r"^r\.csv:3: event aa11 is decided twice, first in line 2"
    ):
        apply_corrections(EVENTS, rows, gazetteer)


def test_a_table_without_its_columns() -> None:
    """A table that --review did not write is refused in its first line."""
    with pytest.raises(InputError, match=r"^x\.csv:1: no column 'id'"):
        read_corrections("a,b\n1,2\n", source="x.csv")


def test_lines_count_through_cells_of_several_lines() -> None:
    """A note with a line break in a cell does not shift the line numbers of later rows."""
    text = 'id,decision,note\na,,"one\ntwo"\nb,accept,\n'
    assert [r["line"] for r in read_corrections(text)] == ["2", "4"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_table_saved_by_any_spreadsheet_is_read(delimiter: str, gazetteer: Gazetteer) -> None:
    """Semicolons, tabs and a byte order mark, as spreadsheets of some countries write them."""
    rows = edit(decision="reject")
    out = io.StringIO("\ufeff")
    out.seek(1)
    writer = csv.DictWriter(out, list(rows[0]), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    read = read_corrections(out.getvalue(), source="r.csv")
    assert [e.id for e in apply_corrections(EVENTS, read, gazetteer)] == ["bb22", "cc33"]


@pytest.mark.parametrize("name", ["123456789012", "12345e678901"])
def test_an_id_that_looks_like_a_number_survives(name: str, gazetteer: Gazetteer) -> None:
    """Such an id is written as text, and found again."""
    events = [replace(EVENT, id=name)]
    table = write_review(events, [Document("d.txt", TEXT)])
    assert f"'{name}" in table
    rows = read_corrections(table)
    rows[0]["decision"] = "accept"
    assert apply_corrections(events, rows, gazetteer)[0].confidence == 1.0


@pytest.mark.parametrize(
    ("written", "start", "end", "precision"),
    [
        ("2020-10", date(2020, 10, 1), date(2020, 10, 31), 4),
        ("1994", date(1994, 1, 1), date(1994, 12, 31), 5),
        ("2020-09/2020-10-04", date(2020, 9, 1), date(2020, 10, 4), 5),
    ],
)
def test_months_and_years_are_whole_periods(
    written: str, start: date, end: date, precision: int, gazetteer: Gazetteer
) -> None:
    """A month or a year in new_date means all of it."""
    changed = apply_corrections(EVENTS, edit(new_date=written), gazetteer)[0]
    assert changed.date == DateSpan(start, end, precision)
