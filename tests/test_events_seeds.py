"""The whole chain on the packaged digests: what several reports tell is one incident."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

import pytest

from karamap.dates import find_dates
from karamap.documents import read_documents
from karamap.events import find_events, merge_events
from karamap.gazetteer import Gazetteer
from karamap.model import Event, EventType, Incident, Stance
from karamap.recognition import find_mentions
from karamap.resolution import resolve

SEEDS = sorted((Path(__file__).resolve().parents[1] / "seeds").glob("00*.md"))


@cache
def code(path: Path, gazetteer: Gazetteer) -> tuple[Event, ...]:
    (document,) = read_documents([path])
    toponyms = resolve(document, find_mentions(document, gazetteer), gazetteer)
    return tuple(find_events(document, toponyms, find_dates(document)))


@pytest.fixture
def incidents(gazetteer: Gazetteer) -> list[Incident]:
    return merge_events(e for path in SEEDS for e in code(path, gazetteer))


def test_mercenaries_are_one_disputed_incident(incidents: list[Incident]) -> None:
    """Three reports of mercenaries are one incident with claims by several and two denials."""
    (told,) = [
        i
        for i in incidents
        if i.type is EventType.INTERVENTION
        and any("ercenaries" in e.trigger and len(i.events) > 1 for e in i.events)
    ]
    assert len({e.document for e in told.events}) == 3
    denials = {e.claimed_by for e in told.events if e.stance is Stance.DENIED}
    assert denials == {"Aliyev", "Turkey"}
    assert {e.claimed_by for e in told.events} > denials
    assert not any("involve" in e.trigger for e in told.events)


def test_the_aircraft_is_one_disputed_incident(incidents: list[Incident]) -> None:
    """One side's shoot-down and the other's denial are one incident with two owners."""
    (told,) = [
        i
        for i in incidents
        if i.type is EventType.BATTLE and any("plane" in e.trigger for e in i.events)
    ]
    assert told.disputed
    assert {e.stance for e in told.events} == {Stance.CLAIMED, Stance.DENIED}
    assert len(told.sources) == 2


def test_the_planned_meeting_is_one_incident(incidents: list[Incident]) -> None:
    """The meeting of 23 October in Washington is planned, and one incident of two reports."""
    (told,) = [
        i
        for i in incidents
        if i.type is EventType.TALKS
        and i.date is not None
        and i.date.start == i.date.end == date(2020, 10, 23)
    ]
    assert {e.stance for e in told.events} == {Stance.PLANNED}
    assert len({e.document for e in told.events}) == 2
    assert {"Washington"} <= {t.mention.text for e in told.events for t in e.places}


def test_ids_do_not_depend_on_the_order_of_documents(gazetteer: Gazetteer) -> None:
    """Coding the documents backwards gives the same ids, and merging the same incidents."""
    code.cache_clear()
    backwards = [e for path in reversed(SEEDS) for e in code(path, gazetteer)]
    code.cache_clear()
    forwards = [e for path in SEEDS for e in code(path, gazetteer)]
    assert {e.id for e in backwards} == {e.id for e in forwards}
    assert len({e.id for e in forwards}) == len(forwards)
    assert merge_events(backwards) == merge_events(forwards)
