"""ACLED-style and UCDP-GED-style columns: layouts only, filled from our own events."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import geopandas as gpd
import pytest

from karamap.export.layouts import ACLED_COLUMNS, UCDP_COLUMNS, acled_style, ucdp_style
from karamap.frames import events_frame
from karamap.gazetteer import Gazetteer
from karamap.model import (
    Casualties,
    DateSpan,
    Document,
    Event,
    EventType,
    Mention,
    Stance,
    Toponym,
)


def tell(
    name: str,
    gazetteer: Gazetteer,
    *,
    kind: EventType = EventType.SHELLING,
    place: str = "Shusha",
    stance: Stance = Stance.CLAIMED,
    dead: Casualties | None = None,
    dated: bool = True,
    trigger: str = "shelled",
) -> Event:
    found = gazetteer.lookup(place)[0].place if place else None
    top = Toponym(Mention(0, len(place), place), found, 1.0, "")
    return Event(
        id=name,
        document="d",
        start=0,
        end=9,
        type=kind,
        trigger=trigger,
        date=DateSpan(date(2020, 10, 8), date(2020, 10, 8), 1) if dated else None,
        places=(top,) if found else (),
        where_precision=1 if found else None,
        radius_km=0.0 if found else None,
        actors=("Azerbaijan's armed forces", "Turkey"),
        targets=("civilians",),
        stance=stance,
        claimed_by="Stepanakert",
        denied_by=None,
        casualties=(dead,) if dead else (),
        evidence="They shelled\nit.",
        confidence=0.8,
        reason="",
    )


@pytest.fixture
def frame(gazetteer: Gazetteer) -> gpd.GeoDataFrame:
    events = [
        tell("a", gazetteer, dead=Casualties("killed", 4, 3, 5)),
        tell("b", gazetteer, stance=Stance.DENIED),
        tell("c", gazetteer, stance=Stance.PLANNED, kind=EventType.TALKS),
        tell("d", gazetteer, dated=False, dead=Casualties("killed", 2, 2, 2)),
        tell("e", gazetteer, place="", kind=EventType.TERRITORIAL_CHANGE, trigger="captured"),
        tell("f", gazetteer, kind=EventType.TERRITORIAL_CHANGE, trigger="handed over"),
    ]
    return events_frame(events, [Document("d", "…", title="T", publisher="P")])


def test_layouts_have_their_columns(frame: gpd.GeoDataFrame) -> None:
    """The columns are those of the two layouts, in order: 31 and 49."""
    assert list(acled_style(frame).columns) == list(ACLED_COLUMNS)
    assert list(ucdp_style(frame).columns) == list(UCDP_COLUMNS)
    assert (len(ACLED_COLUMNS), len(UCDP_COLUMNS)) == (31, 49)


def test_only_what_is_told_to_have_happened(frame: gpd.GeoDataFrame) -> None:
    """Denials, plans and undated events have no room in the ACLED layout."""
    assert list(acled_style(frame)["event_id_cnty"]) == ["a", "e", "f"]


def test_acled_row(frame: gpd.GeoDataFrame, gazetteer: Gazetteer) -> None:
    """A shelling keeps its day, place, precision, toll and who says so."""
    row = acled_style(frame, gazetteer).iloc[0]
    assert row["event_date"] == "2020-10-08"
    assert (row["year"], row["time_precision"], row["geo_precision"]) == (2020, 1, 1)
    assert row["event_type"] == "Explosions/Remote violence"
    assert row["sub_event_type"] == "Shelling/artillery/missile attack"
    assert (row["actor1"], row["assoc_actor_1"], row["actor2"]) == (
        "Azerbaijan's armed forces",
        "Turkey",
        "civilians",
    )
    assert "Shusha" in row["location"]
    assert (row["country"], row["fatalities"]) == ("Azerbaijan", 4)
    assert row["notes"] == "Stepanakert says: They shelled it."


def test_who_regains_ground_is_not_said(frame: gpd.GeoDataFrame) -> None:
    """A place taken has no sub-type that takes a side; a handover is a transfer."""
    taken, handed = acled_style(frame).iloc[1], acled_style(frame).iloc[2]
    assert (taken["event_type"], taken["sub_event_type"]) == ("Battles", "")
    assert handed["sub_event_type"] == "Non-violent transfer of territory"


def test_ucdp_takes_lethal_events(frame: gpd.GeoDataFrame, gazetteer: Gazetteer) -> None:
    """GED's unit needs a death; bounds stay apart and nobody is guessed to be whose."""
    table = ucdp_style(frame, gazetteer)
    assert list(table["id"]) == ["a", "d"]
    row = table.iloc[0]
    assert (row["best"], row["low"], row["high"], row["deaths_unknown"]) == (4, 3, 5, 4)
    assert (row["where_prec"], row["date_prec"], row["event_clarity"]) == (1, 1, 1)
    assert (row["country"], row["source_original"]) == ("Azerbaijan", "Stepanakert")
    assert row["geom_wkt"].startswith("POINT (46.")
    assert table.iloc[1]["date_start"] == ""


def test_a_day_of_saying_has_the_coarsest_precision(gazetteer: Gazetteer) -> None:
    """Where only the saying has a day, both layouts say that the event's own is not known."""
    day = DateSpan(date(2020, 10, 21), date(2020, 10, 21), 1)
    event = tell("s", gazetteer, dated=False, dead=Casualties("killed", 2, 2, 2))
    frame = events_frame([replace(event, said_on=day)])
    (row,) = acled_style(frame).to_dict("records")
    assert (row["event_date"], row["time_precision"]) == ("2020-10-21", 3)
    assert row["tags"] == "day of the saying"
    assert row["notes"].startswith("Said on 2020-10-21; when it happened is not told. Stepanakert")
    (row,) = ucdp_style(frame).to_dict("records")
    assert (row["date_start"], row["date_end"], row["date_prec"]) == ("", "2020-10-21", 5)
    assert row["year"] is None


def test_empty_frames(gazetteer: Gazetteer) -> None:
    """No events make tables without rows but with their columns."""
    empty = events_frame([])
    assert list(acled_style(empty, gazetteer).columns) == list(ACLED_COLUMNS)
    assert len(ucdp_style(empty)) == 0
