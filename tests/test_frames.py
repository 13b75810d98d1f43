"""Results as GeoDataFrames: plain columns, WGS 84, precision kept, nothing invented."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from karamap.frames import (
    CRS,
    EVENT_COLUMNS,
    INCIDENT_COLUMNS,
    PLACE_COLUMNS,
    TOPONYM_COLUMNS,
    events_frame,
    incidents_frame,
    places_frame,
    to_geodataframe,
    toponyms_frame,
)
from karamap.gazetteer import Gazetteer
from karamap.model import (
    Casualties,
    DateSpan,
    Document,
    Event,
    EventType,
    FeatureClass,
    Incident,
    Mention,
    Place,
    Stance,
    Toponym,
)

TOWN = Place("t", "Norabad", FeatureClass.SETTLEMENT, 46.123456, 40.654321, 3.0, "AZ", source="map")
AREA = Place("d", "Sahra", FeatureClass.DISTRICT, 46.98765, 39.12345, 25.0, "AZ")
LAND = Place("l", "Wideland", FeatureClass.COUNTRY, 47.0, 40.0, 200.0, "XW")
DOCUMENT = Document(
    "a.txt",
    "Guns fired at Norabad.",
    title="A title",
    publisher="A paper",
    published=date(2020, 10, 2),
)


def named(place: Place | None, text: str, start: int = 0, *, kind: str = "toponym") -> Toponym:
    mention = Mention(start, start + len(text), text, kind=kind)
    return Toponym(mention, place, 0.9 if place else 0.0, "test")


EVENT = Event(
    id="e1",
    document="a.txt",
    start=0,
    end=22,
    type=EventType.SHELLING,
    trigger="fired",
    date=DateSpan(date(2020, 10, 1), date(2020, 10, 2), 2),
    places=(named(TOWN, "Norabad", 14), named(AREA, "Sahra")),
    where_precision=1,
    radius_km=3.0,
    actors=("one side", "its gunners"),
    targets=("a town",),
    stance=Stance.CLAIMED,
    claimed_by="a ministry",
    denied_by=None,
    casualties=(
        Casualties("killed", 3),
        Casualties("wounded", 8, low=7, high=9, side="one side"),
    ),
    evidence="Guns fired at Norabad.",
    confidence=0.8,
    reason="test",
    weapons=("howitzer",),
)
NOWHERE = replace(
    EVENT, id="e2", places=(), where_precision=None, radius_km=None, date=None, casualties=()
)


def test_an_event_is_a_row_of_plain_values() -> None:
    """An event's row gives its type, days, place, parties, tolls, source and evidence as text."""
    incident = Incident("i1", EVENT.type, EVENT.date, (EVENT,), disputed=True, agreement=0.5)
    row = events_frame([EVENT], [DOCUMENT], [incident]).iloc[0]
    expected = {
        "id": "e1",
        "type": "shelling",
        "date_start": "2020-10-01",
        "date_end": "2020-10-02",
        "date_precision": 2,
        "place": "Norabad",
        "place_as_written": "Norabad",
        "place_id": "t",
        "other_places": "Sahra",
        "actors": "one side; its gunners",
        "targets": "a town",
        "stance": "claimed",
        "claimed_by": "a ministry",
        "denied_by": None,
        "fatalities": 3,
        "casualties": "3 killed; 7-9 wounded (one side)",
        "weapons": "howitzer",
        "incident": "i1",
        "disputed": True,
        "evidence": "Guns fired at Norabad.",
        "title": "A title",
        "publisher": "A paper",
        "published": "2020-10-02",
    }
    assert {k: row[k] for k in expected} == expected


def test_an_event_without_place_or_day_is_kept() -> None:
    """What is not told is null: no place gives no geometry, no day no date, no toll no figure."""
    frame = events_frame([EVENT, NOWHERE])
    untold = ("geometry", "date_start", "date_end", "place", "casualties", "fatalities")
    for column in (*untold, "where_precision"):
        assert frame[column].isna().tolist() == [False, True]


@pytest.mark.parametrize(
    ("precision", "lon", "lat"), [(1, 46.1235, 40.6543), (3, 46.12, 40.65), (6, 46.1, 40.7)]
)
def test_coordinates_carry_no_more_than_their_precision(
    precision: int, lon: float, lat: float
) -> None:
    """The coarser the place, the fewer decimals its point has."""
    points = events_frame([replace(EVENT, where_precision=precision)]).geometry
    assert (points.x.item(), points.y.item()) == (lon, lat)


SAID = replace(
    EVENT, id="said", date=None, said_on=DateSpan(date(2020, 10, 21), date(2020, 10, 21), 1)
)


def test_the_day_of_the_saying_is_told_as_such() -> None:
    """A row's days are the event's own, or, and then it says so, only those of the saying."""
    frame = events_frame([EVENT, SAID, NOWHERE])
    assert frame["date_of"].tolist() == ["event", "statement", "none"]
    assert frame["date_start"].tolist()[:2] == ["2020-10-01", "2020-10-21"]
    assert frame["date_end"].tolist()[:2] == ["2020-10-02", "2020-10-21"]
    assert pd.isna(frame["date_start"].iloc[2])


def test_an_incident_is_dated_by_its_saying_only_where_nothing_dates_it() -> None:
    """One report's own day is the incident's; with none, its days are those it was reported on."""
    both = Incident("i1", EVENT.type, EVENT.date, (EVENT, SAID), disputed=False, agreement=1.0)
    late = replace(SAID, id="late", said_on=DateSpan(date(2020, 10, 23), date(2020, 10, 24), 2))
    none = Incident("i2", EVENT.type, None, (late, replace(SAID, id="s2")), False, 1.0)  # noqa: FBT003
    bare = Incident("i3", EVENT.type, None, (NOWHERE,), disputed=False, agreement=1.0)
    told = events_frame(
        [EVENT, SAID, late, replace(SAID, id="s2"), NOWHERE], [], [both, none, bare]
    )
    frame = incidents_frame(told)
    assert frame["date_of"].tolist() == ["event", "statement", "none"]
    assert frame["date_start"].tolist()[:2] == ["2020-10-01", "2020-10-21"]
    assert frame["date_end"].tolist()[:2] == ["2020-10-02", "2020-10-24"]
    older = incidents_frame(told[told["id"] == "e1"].drop(columns="date_of"))
    assert older["date_of"].tolist() == ["event"]


def test_a_place_that_was_not_found_gives_no_point() -> None:
    """The first place that was found is the point; an event with none has no geometry."""
    unknown = named(None, "Elsewhere")
    frame = events_frame(
        [replace(EVENT, places=(unknown,)), replace(EVENT, places=(unknown, named(AREA, "Sahra")))]
    )
    assert frame.geometry.isna().tolist() == [True, False]
    assert frame["place"].isna().tolist() == [True, False]
    assert frame["place"].iloc[1] == "Sahra"


def test_toponyms_keep_unresolved_mentions() -> None:
    """Each mention is a row, one that was named but not found has no geometry."""
    frame = toponyms_frame({"a.txt": [named(TOWN, "Norabad", 14), named(None, "Elsewhere", 30)]})
    assert frame["surface"].tolist() == ["Norabad", "Elsewhere"]
    assert frame["start"].tolist() == [14, 30]
    assert frame["place_id"].isna().tolist() == [False, True]
    assert frame.geometry.isna().tolist() == [False, True]


def test_places_are_counted_over_documents() -> None:
    """A place is one row with its spellings by number, its mentions and its documents."""
    again = [named(TOWN, "Norabad"), named(TOWN, "Nor Abad", 20), named(TOWN, "Norabad", 40)]
    frame = places_frame({"b.txt": again, "a.txt": [named(TOWN, "NORABAD")]})
    assert len(frame) == 1
    row = frame.iloc[0]
    assert row["mentions"] == 4
    assert row["documents"] == "a.txt; b.txt"
    assert row["written"] == "Norabad; NORABAD; Nor Abad"
    assert row["label"] == "Norabad"
    assert row["source"] == "map"


def test_places_leave_out_boilerplate_demonyms_and_the_unresolved() -> None:
    """A place named only in clutter, by its people or in vain is not among the places."""
    clutter = replace(named(TOWN, "Norabad"), mention=Mention(0, 7, "Norabad", boilerplate=True))
    found = [clutter, named(LAND, "Widelander", kind="demonym"), named(None, "Elsewhere")]
    assert places_frame({"a.txt": found}).empty


def test_places_come_by_id_with_their_names(gazetteer: Gazetteer) -> None:
    """Places are sorted by id and list the gazetteer's names with language and side."""
    places = [gazetteer.place(i) for i in ("shusha", "ganja")]
    found = [named(p, "as written") for p in places]
    frame = places_frame({"a.txt": found}, gazetteer, names="az")
    assert frame["id"].tolist() == ["ganja", "shusha"]
    assert frame["label"].tolist() == ["Gəncə", "Şuşa"]
    assert "Շուշի (hy, am)" in frame["names"].iloc[1]


@pytest.mark.parametrize(
    ("frame", "columns"),
    [
        (events_frame([]), EVENT_COLUMNS),
        (toponyms_frame({}), TOPONYM_COLUMNS),
        (places_frame({}), PLACE_COLUMNS),
        (events_frame([NOWHERE]), EVENT_COLUMNS),
    ],
    ids=["no events", "no toponyms", "no places", "no geometry"],
)
def test_an_empty_frame_has_all_columns(frame: object, columns: tuple[str, ...]) -> None:
    """Without a row or a geometry a frame still has its columns and its reference system."""
    assert list(frame.columns) == [*columns, "geometry"]  # type: ignore[attr-defined]
    assert frame.crs == CRS  # type: ignore[attr-defined]


def test_to_geodataframe_takes_events_or_toponyms() -> None:
    """A list of events and a dict of toponyms each become their frame."""
    assert to_geodataframe([EVENT])["id"].tolist() == ["e1"]
    toponyms = {"a.txt": (named(TOWN, "Norabad"),)}
    assert to_geodataframe(dict[str, Sequence[Toponym]](toponyms))["place_id"].tolist() == ["t"]


def test_incidents_keep_rival_reports_side_by_side() -> None:
    """An incident has days over all reports, lowest and highest toll, all sides, the best place."""
    vague = replace(
        EVENT,
        id="e9",
        document="b.txt",
        date=DateSpan(date(2020, 9, 30), date(2020, 10, 1), 2),
        places=(named(AREA, "Sahra"),),
        where_precision=3,
        claimed_by=None,
        denied_by="another ministry",
        casualties=(Casualties("killed", 11),),
    )
    one = Incident("i1", EVENT.type, EVENT.date, (vague, EVENT), disputed=True, agreement=0.5)
    two = Incident("i0", EVENT.type, None, (NOWHERE,), disputed=False, agreement=1.0)
    frame = incidents_frame(events_frame([vague, EVENT, NOWHERE], [DOCUMENT], [one, two]))
    assert tuple(frame.columns) == (*INCIDENT_COLUMNS, "geometry")
    nowhere, told = frame.to_dict("records")
    expected = {
        "id": "i1",
        "date_start": "2020-09-30",
        "date_end": "2020-10-02",
        "place": "Norabad",
        "where_precision": 1,
        "reports": 2,
        "sources": "b.txt; A paper",
        "disputed": True,
        "claimed_by": "a ministry",
        "denied_by": "another ministry",
        "fatalities_low": 3,
        "fatalities_high": 11,
        "events": "e9; e1",
    }
    assert {k: told[k] for k in expected} == expected
    assert (told["geometry"].x, told["geometry"].y) == (46.1235, 40.6543)
    assert (nowhere["id"], nowhere["geometry"]) == ("i0", None)
    assert pd.isna(nowhere["date_start"])


def test_events_of_no_incident_give_none() -> None:
    """Events that were not merged make no incidents, and the table has its columns all the same."""
    frame = incidents_frame(events_frame([EVENT]))
    assert len(frame) == 0
    assert tuple(frame.columns) == (*INCIDENT_COLUMNS, "geometry")


def test_a_part_of_a_list_keeps_to_itself() -> None:
    """What parts a list does not stand in a part of it."""
    row = events_frame([replace(EVENT, actors=("one; two", "three"))]).iloc[0]
    assert row["actors"] == "one, two; three"


def test_half_characters_make_no_trouble() -> None:
    """A lone surrogate in a text becomes the replacement character, whatever library holds it."""
    row = events_frame([replace(EVENT, evidence="x\ud800y")]).iloc[0]
    assert row["evidence"] == "x\ufffdy"
