"""A small hand-made map spec for the tests of the interactive map: invented places and texts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import geopandas as gpd
from shapely.geometry import LineString, Polygon, box

from karamap.model import (
    Casualties,
    DateSpan,
    Document,
    Event,
    EventType,
    FeatureClass,
    Incident,
    Mention,
    Name,
    Place,
    Stance,
    Toponym,
)
from karamap.render.spec import MappedPlace, MapSpec

TOWN = Place("t:town", "Norabad", FeatureClass.SETTLEMENT, 46.5, 40.0, 4.0, "AZ", curated=True)
VILLAGE = Place("t:village", "Qala", FeatureClass.SETTLEMENT, 46.9, 39.8, 1.0, "AZ", curated=True)
DISTRICT = Place("t:district", "Sahra", FeatureClass.DISTRICT, 46.2, 39.6, 20.0, "AZ", curated=True)
LAND = Place("t:land", "Wideland", FeatureClass.COUNTRY, 47.0, 40.2, 180.0)
CAPITAL = Place("t:capital", "Farburg", FeatureClass.SETTLEMENT, 6.1, 46.2, 8.0, curated=True)

NAMES = (
    Name("t:town", "Norabad", "en", "Latn", "common", "international"),
    Name("t:town", "Норабад", "ru", "Cyrl", "common"),
    Name("t:town", "Nörəbəd", "az", "Latn", "official", "az"),
)

TEXT = (
    "Guns fired at Norabad on Monday, the mayor said. "
    "Both ministers met in Farburg. "
    "Soldiers left the Sahra district. "
    "Nobody shelled Norabad, the other side replied. "
    "Aid is still missing."
)


def toponym(place: Place | None, text: str, written: str, start: int = 0) -> Toponym:
    """Return the mention of `written` in `text` from `start` on, resolved to `place`."""
    at = text.index(written, start)
    return Toponym(Mention(at, at + len(written), written), place, 0.9, "the only such name")


def event(number: int, kind: EventType, evidence: str, trigger: str, **told: Any) -> Event:  # noqa: ANN401
    """Return an event about one sentence of TEXT."""
    start = TEXT.index(evidence)
    return Event(
        id=f"e{number}",
        document="d1",
        start=start,
        end=start + len(evidence),
        type=kind,
        trigger=trigger,
        date=told.pop("when", None),
        places=told.pop("places", ()),
        where_precision=told.pop("level", None),
        radius_km=told.pop("radius", None),
        actors=told.pop("actors", ()),
        targets=(),
        stance=told.pop("stance", Stance.ASSERTED),
        claimed_by=told.pop("claimed_by", None),
        denied_by=told.pop("denied_by", None),
        casualties=told.pop("casualties", ()),
        evidence=evidence,
        confidence=0.8,
        reason="a word of shelling with a place",
    )


def make_events() -> tuple[Event, ...]:
    """Return five events: three families, one disputed, one areal, one undated, one unplaced."""
    day, later = date(2020, 3, 2), date(2020, 6, 20)
    fired = TEXT.split(". ", maxsplit=1)[0] + "."
    denial = "Nobody shelled Norabad, the other side replied."
    return (
        event(
            1,
            EventType.SHELLING,
            fired,
            "fired",
            when=DateSpan(day, day, 1),
            places=(toponym(TOWN, TEXT, "Norabad"),),
            level=1,
            stance=Stance.CLAIMED,
            claimed_by="the mayor",
            actors=("guns",),
            casualties=(Casualties("wounded", 3, 2, 5),),
        ),
        event(
            2,
            EventType.TALKS,
            "Both ministers met in Farburg.",
            "met",
            when=DateSpan(date(2020, 4, 1), date(2020, 4, 30), 4),
            places=(toponym(CAPITAL, TEXT, "Farburg"),),
            level=1,
        ),
        event(
            3,
            EventType.TROOP_MOVEMENT,
            "Soldiers left the Sahra district.",
            "left",
            when=DateSpan(later, later, 1),
            places=(toponym(DISTRICT, TEXT, "Sahra"),),
            level=3,
            radius=20.0,
        ),
        event(
            4,
            EventType.SHELLING,
            denial,
            "shelled",
            when=DateSpan(day, day, 1),
            places=(toponym(TOWN, TEXT, "Norabad", TEXT.index(denial)),),
            level=1,
            stance=Stance.DENIED,
            denied_by="the other side",
        ),
        event(5, EventType.HUMANITARIAN, "Aid is still missing.", "Aid"),
    )


def make_layers() -> gpd.GeoDataFrame:
    """Return a line before and another after May 2020, and an area without dates."""
    rows: list[dict[str, Any]] = [
        {"id": "l1", "kind": "contact_line", "valid_to": date(2020, 4, 30), "status": "observed"},
        {"id": "l2", "kind": "contact_line", "valid_from": date(2020, 5, 1)},
        {"id": "a1", "kind": "district"},
        {"id": "p1", "kind": "pipeline", "product": "gas"},
    ]
    plain: dict[str, Any] = {
        "product": "",
        "status": "",
        "valid_from": None,
        "valid_to": None,
        "note": "",
    }
    full = [
        {**plain, "name": f"layer {r['id']}", "accuracy_m": 2000.0, **r, "source": "own drawing"}
        for r in rows
    ]
    shapes = [
        LineString([(46.0, 39.5), (46.6, 40.4)]),
        LineString([(46.4, 39.5), (47.0, 40.4)]),
        box(46.0, 39.4, 46.4, 39.8),
        LineString([(45.0, 40.5), (48.0, 40.1)]),
    ]
    frame = gpd.GeoDataFrame(full, geometry=shapes, crs="EPSG:4326")
    return frame.assign(licence="CC0-1.0")


def make_basemap() -> dict[str, gpd.GeoDataFrame]:
    """Return land and sea of a few corners."""
    land = Polygon([(44, 38), (49, 38), (49, 42), (46.1234567, 42.7654321), (44, 42)])
    return {
        "ocean": gpd.GeoDataFrame(geometry=[box(49, 37, 52, 43)], crs="EPSG:4326"),
        "countries": gpd.GeoDataFrame({"name": ["Wideland"]}, geometry=[land], crs="EPSG:4326"),
        "borders": gpd.GeoDataFrame(geometry=[LineString([(44, 38), (49, 38)])], crs="EPSG:4326"),
    }


def make_spec(**changes: Any) -> MapSpec:  # noqa: ANN401
    """Return the spec, with other values for some fields if asked."""
    events = make_events()
    document = Document(
        "d1",
        TEXT,
        title="A report from Norabad",
        publisher="The Daily",
        published=date(2020, 7, 1),
        url="https://example.org/report",
        source="report.txt",
    )
    places = (
        MappedPlace(TOWN, "Norabad", NAMES, ("Norabad",), 2),
        MappedPlace(CAPITAL, "Farburg", (), ("Farburg",), 1),
        MappedPlace(DISTRICT, "Sahra", (), ("Sahra",), 1),
    )
    span = events[0].date
    incident = Incident("i1", EventType.SHELLING, span, (events[0], events[3]), True, 0.5, "same")  # noqa: FBT003
    spec = MapSpec(
        title="Places and events in one text",
        as_of=date(2020, 3, 15),
        names_policy="as-written",
        documents=(document,),
        events=events,
        incidents=(incident,),
        places=places,
        layers=make_layers(),
        basemap=make_basemap(),
        attribution=("Land: drawn for a test", "Lines: drawn for a test"),
        note="Borders as drawn for a test; no name is a claim.",
    )
    return replace(spec, **changes)


def crowded_spec(count: int, **changes: Any) -> MapSpec:  # noqa: ANN401
    """Return the spec with `count` events on a grid of 400 places, spread over a year."""
    places = tuple(
        Place(f"g:{i}", f"Place {i}", FeatureClass.SETTLEMENT, 45 + i % 20 / 7, 39 + i // 20 / 9)
        for i in range(400)
    )
    kinds, stances = tuple(EventType), tuple(Stance)
    events = []
    for number in range(count):
        place = places[number % len(places)]
        day = date(2020, 1, 1) + timedelta(days=number * 7 % 366)
        text = f"Report {number} tells of {place.name}."
        at = text.index(place.name)
        told = Toponym(Mention(at, at + len(place.name), place.name), place, 0.9, "invented")
        base = event(1, kinds[number % len(kinds)], "Aid is still missing.", "Aid", places=(told,))
        events.append(
            replace(
                base,
                id=f"c{number:05d}",
                date=DateSpan(day, day, 1),
                evidence=text,
                stance=stances[number % len(stances)],
            )
        )
    mapped = tuple(MappedPlace(p, p.name, (), (p.name,), 1) for p in places)
    return make_spec(**{"events": tuple(events), "incidents": (), "places": mapped, **changes})
