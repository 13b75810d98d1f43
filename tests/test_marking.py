"""What both maps share: where an event is marked, the words of counts, the ground beneath."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import geopandas as gpd
import pytest
from interactive_spec import DISTRICT, LAND, TOWN, make_events, make_spec, toponym
from shapely.geometry import MultiPolygon, Point, box

from karamap.gazetteer import NAME_POLICIES
from karamap.layers import load_basemap
from karamap.model import DateSpan, Document, Event, FeatureClass, Place, Stance
from karamap.render.basemaps import shared_borders, world_basemap
from karamap.render.interactive import render_interactive
from karamap.render.interactive.opening import opening_span
from karamap.render.interactive.payload import build_payload
from karamap.render.marking import events_by_place, precision_of, told_places
from karamap.render.spec import MapSpec
from karamap.render.static.furniture import set_credits, subtitle_of
from karamap.render.static.marks import sites_of
from karamap.render.wording import POLICY_WORDS, count_events, count_line, names_line
from karamap.resources import data_dir

LINE = "Norabad Wideland Sahra"


def at_places(event: Event, *names: str) -> Event:
    """Return the event told at these places of LINE."""
    places = {"Norabad": TOWN, "Wideland": LAND, "Sahra": DISTRICT}
    return replace(event, places=tuple(toponym(places[n], LINE, n) for n in names))


def test_containing_place_is_not_marked() -> None:
    """A country named beside its town gives no mark of its own; two towns give two."""
    event = make_events()[0]

    def told(*names: str) -> list[str]:
        return [t.mention.text for t in told_places(at_places(event, *names))]

    assert told("Wideland", "Norabad") == ["Norabad"]
    assert told("Sahra", "Norabad") == ["Sahra", "Norabad"]
    assert told("Wideland") == ["Wideland"]


def test_both_maps_mark_the_same_places() -> None:
    """For each event, the interactive map's marks and the printed map's sites are the same."""
    first, *others = make_events()
    events = (
        at_places(first, "Norabad", "Wideland"),
        at_places(others[0], "Sahra", "Norabad"),
        *others[1:],
    )
    spec = make_spec(events=events, incidents=())
    data = build_payload(spec)
    ids = [p["id"] for p in data["places"]]
    clicked = {(ids[mark[0]], e["id"]) for e in data["events"] for mark in e.get("at", [])}
    told = {(k, e.id) for k, found in events_by_place(spec.events).items() for e in found}
    printed = {s.place.id: sum(t.count for t in s.tallies) for s in sites_of(spec) if s.tallies}
    assert clicked == told
    assert LAND.id not in printed
    assert printed == {k: len(found) for k, found in events_by_place(spec.events).items()}


def test_each_of_several_marks_has_its_own_reach() -> None:
    """An event in a region and in a larger one does not stretch the smaller one's ring."""
    small = Place("r:small", "Sahra", FeatureClass.REGION, 46.5, 40.0, 50.0)
    large = Place("r:large", "Wideland", FeatureClass.REGION, 60.0, 40.0, 450.0)
    places = (toponym(small, LINE, "Sahra"), toponym(large, LINE, "Wideland"))
    event = replace(make_events()[0], places=places, where_precision=4, radius_km=450.0)
    assert precision_of(event, small) == (4, 50.0)
    assert precision_of(replace(event, places=places[:1]), small) == (4, 450.0)
    spec = make_spec(events=(event,), incidents=(), places=())
    assert {s.place.id: s.radius_km for s in sites_of(spec)} == {small.id: 50.0, large.id: 450.0}


def test_counts_are_told_in_the_same_words() -> None:
    """Five reports, two of them of one event, are four events; both maps say so alike."""
    spec = make_spec()
    assert count_events(spec) == 4
    assert count_line(spec) == "5 reports of 4 events in 1 document"
    assert count_line(spec) in subtitle_of(spec)
    assert count_line(spec) in render_interactive(spec)
    assert count_line(make_spec(events=(), incidents=())) == "1 document"


def test_names_policy_is_told_in_words() -> None:
    """Every policy of the gazetteer has words for readers, on both maps; no key is shown."""
    assert set(POLICY_WORDS) == set(NAME_POLICIES)
    assert names_line("as-written") == names_line("as_written") == "Names: as the texts write them."
    spec = make_spec()
    lines, _ = set_credits(spec, 700, 60)
    assert "Names: as the texts write them." in " ".join(lines)
    assert "Names: as the texts write them." in render_interactive(spec)
    assert names_line("") == ""


def test_shared_borders_leave_out_the_coast() -> None:
    """Two countries side by side share one edge, islands or not; their outer edges are none."""
    with_island = MultiPolygon([box(1, 0, 2, 1), box(8, 8, 9, 9)])
    pair = gpd.GeoDataFrame(geometry=[box(0, 0, 1, 1), with_island, box(5, 5, 6, 6)], crs=4326)
    borders = shared_borders(pair)
    assert [g.wkt for g in borders.geometry] == ["LINESTRING (1 0, 1 1)"]
    assert len(shared_borders(pair.iloc[2:])) == 0


@pytest.mark.parametrize(
    ("lon", "lat", "country"),
    [
        (37.62, 55.75, "Russia"),
        (4.35, 50.85, "Belgium"),
        (-77.04, 38.9, "United States of America"),
        (6.14, 46.2, "Switzerland"),
        (-74.07, 4.71, "Colombia"),
    ],
)
def test_world_has_the_capitals_on_land(lon: float, lat: float, country: str) -> None:
    """The coarse world is true enough that capitals far off lie in their countries."""
    world = world_basemap()["countries"]
    assert list(world[world.contains(Point(lon, lat))]["name"]) == [country]


@pytest.mark.parametrize("scale", ["wide", "world"])
def test_borders_are_those_recognised(scale: str) -> None:
    """Crimea is drawn with Ukraine and the north of Cyprus with Cyprus: the legend says de jure."""
    countries = load_basemap(scale=scale)["countries"]
    for point, name in ((Point(34.2, 45.3), "Ukraine"), (Point(33.3, 35.25), "Cyprus")):
        assert list(countries[countries.contains(point)]["name"]) == [name]


def test_world_is_small_and_fits_together() -> None:
    """The file is below 160 kB, and no two of its countries overlap."""
    path = data_dir("gazetteer") / "basemap" / "world_countries.geojson"
    assert path.stat().st_size <= 160_000
    shapes = load_basemap(scale="world")["countries"].geometry
    assert sum(g.area for g in shapes) == pytest.approx(shapes.union_all().area, abs=1e-6)


def dated(*days: date) -> tuple[Event, ...]:
    """Return an event a day."""
    event = make_events()[1]
    return tuple(
        replace(event, id=f"d{i}", date=DateSpan(d, d, 1), stance=Stance.ASSERTED)
        for i, d in enumerate(days)
    )


def spec_of(events: tuple[Event, ...], *published: date | None) -> MapSpec:
    documents = tuple(Document(f"d{i}", "", published=d) for i, d in enumerate(published))
    return make_spec(events=events, incidents=(), documents=documents)


RECENT = tuple(date(2020, month, 5) for month in (2, 4, 7, 9, 9, 10, 10))


def test_map_opens_on_the_publication_years() -> None:
    """A few background years do not squeeze what the texts report; the span is the events' own."""
    events = dated(date(1994, 5, 12), date(2016, 4, 2), *RECENT)
    expected = (RECENT[0], RECENT[-1])
    assert opening_span(spec_of(events, date(2020, 10, 20), date(2020, 2, 9))) == expected
    assert build_payload(spec_of(events, date(2020, 10, 20)))["opening"] == [
        "2020-02-05",
        "2020-10-05",
    ]


def test_text_of_january_opens_on_the_autumn_before() -> None:
    """Events shortly before the year of publication are what its texts are about, too."""
    days = [date(2017, 12, 12), *(date(2019, 12, d) for d in (1, 9, 20, 28)), date(2020, 1, 2)]
    assert opening_span(spec_of(dated(*days), date(2020, 1, 10))) == (days[1], days[-1])
    assert opening_span(spec_of(dated(*days), date(2020, 6, 10))) is None


def test_map_of_history_opens_on_its_densest_years() -> None:
    """Texts of much later, or without a date, open on the few years that hold most events."""
    days = [date(1988, 2, 20), *(date(1992, m, 1) for m in (1, 2, 3, 5, 6)), date(2016, 4, 2)]
    expected = (date(1992, 1, 1), date(1992, 6, 1))
    assert opening_span(spec_of(dated(*days), date(2021, 3, 1))) == expected
    assert opening_span(spec_of(dated(*days), None)) == expected


def test_map_opens_on_all_dates_where_nothing_is_squeezed() -> None:
    """Events all in the year of publication, spread over decades, or undated need no cut."""
    assert opening_span(spec_of(dated(*RECENT), date(2020, 11, 1))) is None
    spread = dated(*(date(y, 6, 1) for y in range(1990, 2020, 3)))
    assert opening_span(spec_of(spread, date(2021, 1, 1))) is None
    assert opening_span(spec_of((make_events()[4],), date(2020, 1, 1))) is None
