"""The sheet of small maps over time: its periods, its maps, what it cannot show."""

from __future__ import annotations

import dataclasses
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_static import KARABAKH, make_event, make_places, make_spec

from karamap.errors import InputError
from karamap.model import DateSpan, Event, FeatureClass, Place
from karamap.render.static import draw_series
from karamap.render.static.output import print_settings
from karamap.render.static.periods import Period, split_periods
from karamap.render.static.series import Series, compose_series

PLACE = make_places(KARABAKH)[0].place


def told(*days: date | None, place: Place = PLACE) -> tuple[Event, ...]:
    """Return an event a day at one place."""
    return tuple(
        make_event(place, i, date=None if d is None else DateSpan(d, d, 1))
        for i, d in enumerate(days)
    )


def labels(events: tuple[Event, ...], most: int) -> list[tuple[str, int]]:
    return [(p.label, len(p.events)) for p in split_periods(events, most)]


def compose(days: tuple[date | None, ...], size: str = "a4") -> Series:
    spec = dataclasses.replace(make_spec(KARABAKH, ground=False), events=told(*days))
    with print_settings(spec):
        return compose_series(spec, size=size)


def test_a_few_years_are_a_map_each() -> None:
    """Where each year has its share, years are the periods; empty ones are left out."""
    days = [date(year, month, 1) for year in (1992, 1994, 2016) for month in (2, 5)]
    assert labels(told(*days), 3) == [("1992", 2), ("1994", 2), ("2016", 2)]


def test_the_fullest_year_is_split() -> None:
    """A war of six weeks after years of little is told by weeks, the years by themselves."""
    war = [date(2020, 9, 27) + timedelta(i) for i in range(40)]
    assert labels(told(date(1994, 5, 12), date(2016, 4, 2), *war), 8) == [
        *(("1994", 1), ("2016", 1), ("Jul – Sep 2020", 4)),
        *(("1–7 Oct 2020", 7), ("8–15 Oct 2020", 8), ("16–23 Oct 2020", 8)),
        *(("24–31 Oct 2020", 8), ("Nov 2020", 5)),
    ]


def test_centuries_are_joined() -> None:
    """Whatever the span, there are no more periods than maps."""
    days = [date(year, 1, 1) for year in range(1700, 2020, 7)]
    periods = split_periods(told(*days), 6)
    assert len(periods) <= 6
    assert sum(len(p.events) for p in periods) == len(days)


@given(st.lists(st.dates(), max_size=60), st.integers(1, 9))
def test_every_dated_event_is_in_one_period(days: list[date], most: int) -> None:
    """Periods are in order, apart, at most as many as asked, and hold each event once."""
    events = told(*days)
    periods = split_periods(events, most)
    assert sorted(e.id for p in periods for e in p.events) == sorted(e.id for e in events)
    assert len(periods) <= most
    assert all(p.start <= p.middle <= p.end for p in periods)
    assert all(a.end < b.start for a, b in pairwise(periods))
    assert len({p.label for p in periods}) == len(periods)


@pytest.mark.parametrize(
    ("start", "end", "label"),
    [
        (date(2020, 1, 1), date(2020, 12, 31), "2020"),
        (date(1990, 1, 1), date(1999, 12, 31), "1990–1999"),
        (date(2020, 10, 1), date(2020, 10, 31), "Oct 2020"),
        (date(2020, 7, 1), date(2020, 9, 30), "Jul – Sep 2020"),
        (date(2020, 10, 5), date(2020, 10, 11), "5–11 Oct 2020"),
        (date(2020, 9, 28), date(2020, 10, 4), "28 Sep – 4 Oct 2020"),
        (date(2020, 12, 28), date(2021, 1, 3), "28 Dec 2020 – 3 Jan 2021"),
        (date(2020, 10, 9), date(2020, 10, 9), "9 Oct 2020"),
    ],
)
def test_periods_are_told_in_words(start: date, end: date, label: str) -> None:
    """A period is named by its calendar unit, else by its first and last day."""
    assert Period(start, end, (), 0).label == label


def test_each_map_has_its_own_events_and_lines() -> None:
    """Each map shows its period's events on the lines of their median day, all on one ground."""
    spec = dataclasses.replace(
        make_spec(KARABAKH),
        events=told(date(2020, 5, 1), date(2021, 3, 1), date(2021, 3, 3), None),
    )
    with print_settings(spec):
        series = compose_series(spec, size="a4")
    middles = [p.middle.isoformat() for p in series.periods]
    assert middles == ["2020-05-01", "2021-03-01", "2021-03-03"]
    kinds = [{o.name for o in drawn.overlays} for drawn in series.maps]
    assert kinds[0] != kinds[1] == kinds[2]
    assert all(drawn.shown == {"p0"} for drawn in series.maps)
    words = {t.get_text() for t in series.sheet.axes.texts}
    assert {"2020", "1 Mar 2021", "3 Mar 2021", "1 report · lines of 1 May 2020"} <= words
    assert any("1 report without a day or a place not shown" in w for w in words)


def test_a_day_of_saying_is_told_in_the_captions() -> None:
    """An event that only its saying dates is in that period, and the sheet says so."""
    day = DateSpan(date(2021, 3, 1), date(2021, 3, 1), 1)
    said = make_event(PLACE, 9, date=None, said_on=day)
    spec = dataclasses.replace(
        make_spec(KARABAKH, ground=False), events=(*told(date(2020, 5, 1), date(2021, 5, 5)), said)
    )
    (_, period) = split_periods(spec.events, 2)
    assert (period.said, period.middle) == (1, date(2021, 5, 5))
    assert Period(day.start or date.min, date.max, (said,), 0).middle == day.start
    with print_settings(spec):
        words = {t.get_text() for t in compose_series(spec, size="a4").sheet.axes.texts}
    assert any("by the first day told (of 1 only that of the saying)" in w for w in words)
    assert any(w.startswith("1 report (1 by its saying) · lines of") for w in words)


def test_places_off_the_maps_are_named() -> None:
    """A place outside the common ground is named above the map of its period."""
    far = Place("far", "Lisboa", FeatureClass.SETTLEMENT, -9.14, 38.72)
    events = (*told(date(2020, 5, 1)), *told(date(2020, 5, 2), place=far))
    spec = dataclasses.replace(make_spec(KARABAKH, ground=False), events=events)
    with print_settings(spec):
        series = compose_series(spec, size="square")
    assert any(t.get_text().endswith("elsewhere: Lisboa") for t in series.sheet.axes.texts)


@pytest.mark.parametrize(("size", "most"), [("a4", 6), ("16x9", 8), ("square", 9)])
def test_a_sheet_is_full_at_most(size: str, most: int) -> None:
    """A sheet has no more maps than its page has room for, and each stands on the page."""
    days = tuple(date(2020, 9, 1) + timedelta(i) for i in range(60))
    series = compose(days, size)
    assert 3 <= len(series.maps) <= most
    frames = [
        t for t in series.sheet.axes.texts if t.get_text() in {p.label for p in series.periods}
    ]
    assert len(frames) == len(series.maps)
    assert all(series.sheet.rect.holds(*t.get_position()) for t in frames)


def test_without_a_day_there_is_no_series() -> None:
    """Events without a day or a place give one clear line."""
    with pytest.raises(InputError, match="no event has both a day and a place"):
        compose((None, None))


def test_a_series_is_the_same_bytes_again() -> None:
    """Two sheets of one spec are the same to the byte."""
    spec = dataclasses.replace(make_spec(KARABAKH, ground=False), events=told(date(2020, 5, 1)))
    kinds = ("svg", "pdf")
    assert draw_series(spec, kinds) == draw_series(spec, kinds)
