"""The static map: bytes, extents, labels and hostile text."""

from __future__ import annotations

import dataclasses
import itertools
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import geopandas as gpd
import matplotlib as mpl
import numpy as np
import pytest
import shapely
from PIL import Image

from karamap.errors import InputError, OutputError
from karamap.layers import all_layers, load_basemap
from karamap.model import (
    Event,
    EventType,
    FeatureClass,
    Incident,
    Mention,
    Place,
    Stance,
    Toponym,
)
from karamap.render.spec import MappedPlace, MapSpec
from karamap.render.static import render_static
from karamap.render.static.areas import label_area, reach_of
from karamap.render.static.extent import layers_of_day, main_bounds, overview_bounds
from karamap.render.static.ground import CountryNames, fit_country
from karamap.render.static.labels import LabelPlacer, count_overlaps
from karamap.render.static.marks import sites_of, tally_events
from karamap.render.static.output import print_settings
from karamap.render.static.overlays import overlays_in, shorter_names
from karamap.render.static.page import Page, compose_page
from karamap.render.static.projection import (
    WGS84,
    Bounds,
    choose_crs,
    fit_frame,
    geodesic_circle,
)
from karamap.render.static.sheet import Rect, Sheet
from karamap.render.static.typeset import make_drawable, measure_text, wrap_text
from karamap.render.static.view import Drawn, MapStyle, View

KARABAKH = (
    ("Ağdam", 46.93, 39.99),
    ("Ստեփանակերտ", 46.75, 39.82),
    ("Şuşa / Շուշի / Шуша", 46.75, 39.76),
    ("Gəncə", 46.36, 40.68),
    ("Təbriz", 46.29, 38.08),
)
COLOMBIA = (("Bogotá", -74.07, 4.71), ("Cali", -76.53, 3.44), ("Medellín", -75.57, 6.25))


def make_event(place: Place, number: int, **changes: object) -> Event:
    event = Event(
        id=f"{place.id}-{number}",
        document="d",
        start=0,
        end=1,
        type=EventType.BATTLE,
        trigger="",
        date=None,
        places=(Toponym(Mention(0, 1, place.name), place, 0.9, ""),),
        where_precision=1,
        radius_km=2.0,
        actors=(),
        targets=(),
        stance=Stance.ASSERTED,
        claimed_by=None,
        denied_by=None,
        casualties=(),
        evidence="",
        confidence=0.9,
        reason="",
    )
    return dataclasses.replace(event, **changes)  # type: ignore[arg-type]


def make_places(points: tuple[tuple[str, float, float], ...]) -> tuple[MappedPlace, ...]:
    return tuple(
        MappedPlace(
            Place(f"p{i}", name, FeatureClass.SETTLEMENT, lon, lat, 2.0, curated=True),
            name,
            (),
            (name,),
            2,
        )
        for i, (name, lon, lat) in enumerate(points)
    )


def make_spec(
    points: tuple[tuple[str, float, float], ...] = (),
    *,
    ground: bool = True,
    title: str = "Reports",
) -> MapSpec:
    places = make_places(points)
    return MapSpec(
        title=title,
        as_of=date(2020, 10, 5),
        names_policy="as_written",
        documents=(),
        events=tuple(make_event(p.place, j) for p in places for j in range(2)),
        incidents=(),
        places=places,
        layers=all_layers() if ground else all_layers().iloc[:0],
        basemap=load_basemap() if ground else {},
        attribution=("Natural Earth (public domain)",),
        note="Names and borders take no side.",
    )


def compose(spec: MapSpec, size: str = "a4") -> Page:
    with print_settings(spec):
        return compose_page(spec, size=size)


@pytest.mark.parametrize("suffix", ["png", "svg", "pdf"])
def test_same_bytes_twice(tmp_path: Path, suffix: str) -> None:
    """The same spec gives the same bytes in every format."""
    spec = make_spec(KARABAKH)
    paths = [tmp_path / f"{i}.{suffix}" for i in range(2)]
    for path in paths:
        render_static(spec, path, dpi=60)
    first, second = (p.read_bytes() for p in paths)
    assert first == second
    assert len(first) > 20_000


def test_svg_tells_title_and_day(tmp_path: Path) -> None:
    """An SVG's head carries the title and the as-of line as text."""
    path = tmp_path / "map.svg"
    render_static(make_spec(KARABAKH, title="Front & rear <1>"), path)
    text = path.read_text(encoding="utf-8")
    assert "Front &amp; rear &lt;1&gt;" in text
    assert "as of 5 October 2020" in text


@pytest.mark.parametrize(("size", "shape"), [("a4", 1.414), ("16x9", 1.778), ("square", 1.0)])
def test_page_sizes(tmp_path: Path, size: str, shape: float) -> None:
    """Each page size has its shape, and something is drawn on it."""
    path = tmp_path / "map.png"
    render_static(make_spec(KARABAKH), path, size=size, dpi=50)
    with Image.open(path) as image:
        assert image.width / image.height == pytest.approx(shape, abs=0.01)
        assert len(image.convert("RGB").getcolors(maxcolors=10**6) or []) > 100


def test_print_resolution_stays_small(tmp_path: Path) -> None:
    """At the default resolution a page is sharp enough for print and under 3 MB."""
    path = tmp_path / "map.png"
    render_static(make_spec(KARABAKH), path)
    with Image.open(path) as image:
        assert image.width >= 297 / 25.4 * 200
    assert path.stat().st_size < 3_000_000


def test_empty_spec_draws(tmp_path: Path) -> None:
    """A spec without events, places, layers and base map still gives a page."""
    path = tmp_path / "map.png"
    render_static(make_spec(ground=False), path, dpi=40)
    assert path.stat().st_size > 1000


def test_far_conflict_gets_its_own_extent() -> None:
    """Places in Colombia set the frame, whatever layers of another region are loaded."""
    bounds = main_bounds(make_spec(COLOMBIA))
    assert -79 < bounds.west < bounds.east < -71
    assert 1 < bounds.south < bounds.north < 9


def test_far_conflict_shows_all_of_its_places() -> None:
    """Every place of a conflict without base map is drawn and labelled."""
    page = compose(make_spec(COLOMBIA))
    assert page.main.shown == {"p0", "p1", "p2"}
    assert page.main.unlabelled == []
    assert page.main.overlays == []


def test_far_outlier_does_not_set_the_main_frame() -> None:
    """A capital a thousand kilometres off stays out of the close-up."""
    bounds = main_bounds(make_spec((*KARABAKH, ("Moskva", 37.62, 55.75))))
    assert bounds.north < 45
    assert bounds.west > 42


def test_talks_abroad_do_not_move_the_close_up() -> None:
    """However much is said in far capitals, the close-up stays on the conflict's own lines."""
    capitals = (("Moskva", 37.62, 55.75), ("Wien", 16.37, 48.21), ("Bruxelles", 4.35, 50.85))
    spec = make_spec((*KARABAKH[:2], *capitals))
    talks = tuple(
        make_event(m.place, i, type=EventType.STATEMENT) for m in spec.places[2:] for i in range(30)
    )
    bounds = main_bounds(dataclasses.replace(spec, events=spec.events + talks))
    assert 43 < bounds.west < bounds.east < 50
    assert bounds.north < 43


def test_overview_reaches_the_capitals_but_not_another_continent() -> None:
    """Moscow and Brussels come onto the overview; New York is told in the list instead."""
    far = (("Moskva", 37.62, 55.75), ("Bruxelles", 4.35, 50.85), ("New York", -74.0, 40.71))
    page = compose(make_spec((*KARABAKH, *far)))
    assert page.overview is not None
    assert {"p5", "p6"} <= page.overview.shown
    assert "p7" not in page.overview.shown | page.main.shown
    assert "New York" in {t.get_text() for t in page.sheet.axes.texts}


def test_overview_keeps_to_the_story() -> None:
    """Lines of another continent's conflict do not draw the overview there."""
    bounds = main_bounds(make_spec(COLOMBIA))
    wide = overview_bounds(make_spec(COLOMBIA), bounds, cover=Bounds(-180, -56, 180, 84))
    assert wide is not None
    assert wide.east < -40


def test_every_part_of_the_world_has_ground() -> None:
    """A conflict far from the packaged detail is drawn on the coarse map of the world."""
    page = compose(make_spec(COLOMBIA))
    told = {t.get_text().replace("\u200a", "") for t in page.sheet.axes.texts}
    assert "COLOMBIA" in told
    assert "No base map at hand" not in told


def test_date_line_does_not_split_a_story() -> None:
    """Places on either side of the antimeridian share one small frame."""
    bounds = main_bounds(make_spec((("Suva", 178.4, -18.1), ("Taveuni", -179.97, -16.85))))
    assert bounds.east - bounds.west < 10


def test_overview_reaches_where_the_pipelines_go() -> None:
    """The overview takes in the whole of the day's routes, within the base map."""
    spec = make_spec(KARABAKH)
    main = main_bounds(spec)
    wide = overview_bounds(spec, main, cover=Bounds(8, 34, 60, 50))
    assert wide is not None
    assert wide.west < 36.5
    assert overview_bounds(spec, main, cover=None) is None


def test_layers_of_the_day_only() -> None:
    """Only lines and areas that stood on the spec's day are drawn."""
    spec = make_spec(KARABAKH)
    early = set(layers_of_day(spec)["id"])
    late = set(layers_of_day(dataclasses.replace(spec, as_of=date(2021, 3, 1)))["id"])
    assert "contact-line-1994-2020" in early
    assert "contact-line-1994-2020" not in late
    assert "contact-line-2020-2023" in late


def test_missing_dates_mean_open_ends() -> None:
    """A layer table without any date column stands on every day."""
    spec = make_spec(KARABAKH)
    bare = spec.layers.drop(columns=["valid_from", "valid_to"])
    assert len(layers_of_day(dataclasses.replace(spec, layers=bare))) == len(bare)


def test_labels_do_not_overlap() -> None:
    """Eighty crowded places give labels of which no two overlap, all within the map."""
    points = tuple(
        (f"Village {i}", 46.0 + (i * 37 % 80) * 0.016, 39.2 + (i * 53 % 80) * 0.014)
        for i in range(80)
    )
    page = compose(make_spec(points))
    boxes = page.main.boxes
    assert len(boxes) + len(page.main.unlabelled) == 80
    assert len(boxes) >= 70
    assert count_overlaps(boxes) == 0


def test_every_event_place_is_told_somewhere() -> None:
    """A place whose label finds no room on the map keeps its marks in the list beside it."""
    points = tuple((f"Close {i}", 46.75 + i * 1e-4, 39.8) for i in range(40))
    page = compose(make_spec(points))
    listed = {t.get_text() for t in page.sheet.axes.texts}
    dropped = [f"Close {i}" for i in range(40) if f"p{i}" not in page.main.shown]
    more = [t for t in listed if t.startswith("and ")]
    assert all(name in listed for name in dropped) or more


def test_placer_keeps_to_free_room() -> None:
    """The placer never covers what is reserved and never leaves the window."""
    window = Rect(0, 0, 200, 120)
    placer = LabelPlacer(window)
    wall = Rect(105, 0, 200, 120)
    placer.reserve(wall)
    placed = placer.place_point(100, 60, 40, 10, clear=3)
    assert placed is not None
    assert not placed.rect.overlaps(wall)
    assert window.contains(placed.rect)


def test_placer_gives_up_when_full() -> None:
    """Where no room is left, the placer says so instead of overlapping."""
    placer = LabelPlacer(Rect(0, 0, 50, 50))
    placer.reserve(Rect(0, 0, 50, 50))
    assert placer.place_point(25, 25, 20, 8, clear=2) is None
    assert placer.place_area(25, 25, 20, 8, reach=10) is None


def test_placer_prefers_the_right_side_and_avoids_lines() -> None:
    """A free point is labelled on its right; a line there moves the label elsewhere."""
    free = LabelPlacer(Rect(0, 0, 200, 200)).place_point(100, 100, 30, 8, clear=2)
    line = shapely.LineString([(104, 90), (140, 110)])
    lined = LabelPlacer(Rect(0, 0, 200, 200), lines=[(line, 1.0)])
    moved = lined.place_point(100, 100, 30, 8, clear=2)
    assert free is not None
    assert moved is not None
    assert free.rect.x0 > 100
    assert lined.line_cost(moved.rect) == 0


def test_label_stands_nearer_to_its_own_point() -> None:
    """Of two points close together, neither's label can be read as the other's."""
    placer = LabelPlacer(Rect(0, 0, 300, 300))
    spots = {"upper": (150.0, 154.0), "lower": (150.0, 146.0)}
    for x, y in spots.values():
        placer.reserve(Rect(x, y, x, y).grow(2.5))
        placer.anchor(x, y)
    for name, (x, y) in spots.items():
        placed = placer.place_point(x, y, 40, 20, clear=2.4)
        assert placed is not None
        away = {k: placed.rect.polygon().distance(shapely.Point(v)) for k, v in spots.items()}
        assert placed.leader is not None or min(away, key=lambda k: away[k]) == name


def test_placer_is_deterministic() -> None:
    """The same requests get the same places."""

    def run() -> list[object]:
        placer = LabelPlacer(Rect(0, 0, 300, 300))
        spots = itertools.product(range(40, 260, 25), repeat=2)
        return [placer.place_point(x, y, 31, 9, clear=2) for x, y in spots]

    assert run() == run()


def test_route_name_keeps_off_its_neighbour() -> None:
    """The name of the lower of two parallel lines goes below both, not onto the other."""
    upper = shapely.LineString([(0, 104), (300, 104)])
    lower = shapely.LineString([(0, 100), (300, 100)])
    placer = LabelPlacer(Rect(0, 0, 300, 200), lines=[(upper, 0.2), (lower, 0.2)])
    along = placer.place_along(lower, 80, 8, lift=2, most=10)
    assert along is not None
    assert along.y < 100


def test_shorter_names_use_the_name_itself() -> None:
    """A route's short forms are cut from its own name; words in brackets are no abbreviation."""
    assert shorter_names("Western Line (WL, A–B), planned")[-1] == "WL, planned"
    assert shorter_names("Coast pipeline (northern route)")[-1] == "Coast pipeline"
    assert shorter_names("Plain") == ["Plain"]


def test_contact_line_and_routes_stay_in_the_window() -> None:
    """Overlays are clipped to the map's window, those moved aside included."""
    spec = make_spec(KARABAKH)
    frame = fit_frame(main_bounds(spec), Rect(50, 50, 550, 450))
    overlays = overlays_in(frame, layers_of_day(spec))
    assert {"contact_line", "pipeline_oil"} <= {o.key for o in overlays}
    window = frame.rect.grow(0.01).polygon()
    assert all(window.covers(o.shape) for o in overlays)


@pytest.mark.parametrize(
    ("bounds", "projection"),
    [
        (Bounds(44, 38, 50, 42), "lcc"),
        (Bounds(-77, 2, -73, 7), "laea"),
        (Bounds(-75, -50, -70, -18), "tmerc"),
        (Bounds(-60, 78, -10, 84), "laea"),
        (Bounds(-170, -60, 170, 80), "eqearth"),
    ],
)
def test_projection_fits_the_extent(bounds: Bounds, projection: str) -> None:
    """Conic for middle latitudes, transverse where tall, azimuthal at the ends of the earth."""
    assert f"+proj={projection} " in choose_crs(bounds)


def test_frame_shows_its_bounds_and_inverts() -> None:
    """A frame shows all of what it was fitted to, and page points lead back to degrees."""
    frame = fit_frame(Bounds(44, 38, 50, 42), Rect(10, 20, 510, 420))
    for lon, lat in Bounds(44, 38, 50, 42).corners():
        x, y = frame.point(lon, lat)
        assert frame.rect.holds(x, y)
        back = frame.degrees([x], [y])
        assert (back[0][0], back[1][0]) == pytest.approx((lon, lat), abs=1e-6)


def test_scale_is_geodesic() -> None:
    """The scale at the frame's middle agrees with the ellipsoid within a hundredth."""
    frame = fit_frame(Bounds(44, 38, 50, 42), Rect(0, 0, 500, 400))
    x, y = frame.point(47, 40)
    lon, lat = frame.degrees([x, x + 50], [y, y])
    km = WGS84.inv(lon[0], lat[0], lon[1], lat[1])[2] / 1000
    assert frame.km_per_point(x, y) * 50 == pytest.approx(km, rel=0.01)


def test_ring_is_a_geodesic_circle() -> None:
    """Every point of a ring is its radius away from the middle."""
    ring = geodesic_circle(46.75, 39.8, 30.0)
    away = WGS84.inv(np.full(len(ring), 46.75), np.full(len(ring), 39.8), ring[:, 0], ring[:, 1])[2]
    assert away == pytest.approx(np.full(len(ring), 30_000.0), abs=1.0)


def test_vague_events_get_a_ring_and_no_sharp_mark() -> None:
    """An event of where_precision 3 is drawn with a ring, and its mark is not on the point."""
    spec = make_spec(KARABAKH)
    vague = tuple(
        dataclasses.replace(e, where_precision=3, radius_km=25.0)
        for e in spec.events
        if e.id.startswith("p0")
    )
    site = sites_of(dataclasses.replace(spec, events=vague))[0]
    assert site.place.id == "p0"
    assert site.lone is None
    assert site.radius_km == 25.0
    assert compose(dataclasses.replace(spec, events=vague)).main.rings == 1
    assert compose(spec).main.rings == 0


def region_spec(radius_km: float, label: str = "Yaylaq") -> MapSpec:
    """Return the spec with a region in the middle of its towns where five kinds of things are."""
    region = Place("r", label, FeatureClass.REGION, 46.9, 39.6, radius_km, curated=True)
    kinds = (EventType.BATTLE, EventType.ARMS, EventType.TALKS, EventType.PROTEST, EventType.OTHER)
    told = tuple(
        make_event(region, i, type=kind, where_precision=4, radius_km=radius_km)
        for i, kind in enumerate(kinds)
    )
    spec = make_spec(KARABAKH[:3])
    mapped = MappedPlace(region, label, (), (label,), 9)
    return dataclasses.replace(spec, events=spec.events + told, places=(*spec.places, mapped))


def ring_on_page(page: Page, radius_km: float) -> shapely.Polygon:
    frame = page.frame
    circle = geodesic_circle(46.9, 39.6, radius_km)
    return shapely.Polygon(np.column_stack(frame.page(circle[:, 0], circle[:, 1])))


def test_marks_of_a_region_stand_inside_its_ring() -> None:
    """A region's marks lie within it, not beside it in the next one, even under a long name."""
    for label in ("Yaylaq", "Dağlıq Yaylaq və Qonşu Düzənliklər"):
        page = compose(region_spec(45.0, label))
        marks = page.main.area_marks["r"].polygon()
        assert ring_on_page(page, 46.0).covers(marks)


def label_region(*taken: tuple[float, float, float, float]) -> tuple[View, Rect, list[Any]]:
    """Label a region 100 points around the middle of a page, of which some boxes are taken."""
    site = next(s for s in sites_of(region_spec(45.0)) if s.place.id == "r")
    frame = fit_frame(Bounds(45.4, 38.5, 48.4, 40.7), Rect(0, 0, 600, 600))
    x, y = frame.point(site.place.lon, site.place.lat)
    reach = reach_of(
        View(Sheet(1, 1), frame, MapStyle(), LabelPlacer(frame.rect), Drawn()), site, x, y
    )
    placer = LabelPlacer(frame.rect)
    placer.reserve(
        *(Rect(x + a * reach, y + b * reach, x + c * reach, y + d * reach) for a, b, c, d in taken)
    )
    view = View(Sheet(600, 600), frame, MapStyle(), placer, Drawn())
    label_area(view, site, x, y)
    lines = [np.asarray(p.get_path().vertices) for p in view.sheet.axes.patches]
    leaders = [shapely.LineString(v) for v in lines if len(v) == 2]
    return view, Rect(x - reach, y - reach, x + reach, y + reach), leaders


def test_marks_beside_a_crowded_region_are_led_to_it() -> None:
    """Where a region is full, its marks stand outside and a line comes from within its ring."""
    view, ring, leaders = label_region((-1.0, -0.8, 1.0, 1.0))
    marks = view.drawn.area_marks["r"]
    disc = shapely.Point(ring.centre).buffer(ring.width / 2)
    assert not disc.covers(marks.polygon())
    assert leaders
    assert all(disc.intersects(line) for line in leaders)
    assert all(view.drawn.boxes[0].grow(0.5).polygon().intersects(line) for line in leaders)


def test_marks_in_a_free_region_need_no_line() -> None:
    """Half of a region free is enough for name and marks; the marks do not leave the ring."""
    view, ring, leaders = label_region((-1.0, -0.2, 1.0, 1.0))
    disc = shapely.Point(ring.centre).buffer(ring.width / 2)
    assert disc.covers(view.drawn.area_marks["r"].polygon())
    assert not leaders


def test_country_name_shrinks_rather_than_enter_an_area() -> None:
    """A name too wide for the room beside an area with marks is set smaller."""
    names = CountryNames({}, {}, avoid=shapely.box(100, 0, 200, 100), sizes=(6.0, 13.0))
    shape = shapely.box(0, 0, 300, 100)
    free = dataclasses.replace(names, avoid=shapely.Polygon())
    found = [
        fit_country(LabelPlacer(Rect(0, 0, 300, 100)), shape, "A" * 16, 0.0, n)
        for n in (names, free)
    ]
    assert found[0] is not None
    assert found[1] is not None
    assert not found[0][0].overlaps(Rect(100, 0, 200, 100))
    assert found[0][1] < found[1][1]


def test_country_name_keeps_off_a_region_with_marks() -> None:
    """The marks of a country do not stand in an area that has marks of its own."""
    country = Place("iso:AZ", "Azerbaijan", FeatureClass.COUNTRY, 47.5, 40.3, 200.0, "AZ")
    spec = region_spec(45.0)
    told = make_event(country, 0, where_precision=6, radius_km=200.0)
    mapped = MappedPlace(country, "Azerbaijan", (), ("Azerbaijan",), 5)
    spec = dataclasses.replace(spec, events=(*spec.events, told), places=(*spec.places, mapped))
    page = compose(spec)
    assert "iso:AZ" in page.main.shown
    name = "A\u200a\u200aZ\u200a\u200aE"
    spots = [t.get_position() for t in page.sheet.axes.texts if t.get_text().startswith(name)]
    inside = [p for p in spots if page.frame.rect.holds(*p)]
    assert inside
    assert not any(ring_on_page(page, 45.0).contains(shapely.Point(p)) for p in inside)


def test_reports_of_one_incident_count_once() -> None:
    """Two reports of one incident are one mark; a disputed incident is drawn open."""
    place = make_places(KARABAKH)[0].place
    events = tuple(make_event(place, i) for i in range(3))
    incidents = (
        Incident("i0", EventType.BATTLE, None, events[:2], disputed=True, agreement=0.5),
        Incident("i1", EventType.BATTLE, None, events[2:], disputed=False, agreement=1.0),
    )
    spec = dataclasses.replace(make_spec(), events=events, incidents=incidents)
    counted = {(t.family.key, t.is_open): t.count for t in tally_events(spec, events)}
    assert counted == {("fighting", True): 1, ("fighting", False): 1}


def test_hostile_text_is_only_text(tmp_path: Path) -> None:
    """Dollar signs, backslashes, controls, long words and markup are drawn as they are."""
    nasty = r"$\frac{a}{ $x_1^2$ </text><script>-- ]]> & %s {0}"
    points = ((nasty, 46.9, 39.9), ("W" * 3000, 46.5, 39.6), ("a\u202eb\x00c\nd", 47.0, 40.0))
    spec = dataclasses.replace(make_spec(points, title=nasty * 9), note=nasty, attribution=(nasty,))
    for suffix in ("svg", "png", "pdf"):
        render_static(spec, tmp_path / f"map.{suffix}", dpi=50)
    drawn = {t.get_text() for t in compose(spec).sheet.axes.texts}
    assert any(t.startswith(r"$\frac{a}{ $x_1^2$ </text>") for t in drawn)
    assert "abc d" in drawn
    assert "<script>" not in (tmp_path / "map.svg").read_text(encoding="utf-8")


def test_scripts_of_the_region_have_glyphs() -> None:
    """Azerbaijani, Armenian, Cyrillic and Georgian letters pass unchanged; others are romanised."""
    for text in ("Xankəndi Ağdərə İşğal", "Ստեփանակերտ", "Степанакерт ё", "თბილისი"):
        assert make_drawable(text) == text
    assert make_drawable("漢").isascii()


def test_wrapping_keeps_to_the_column() -> None:
    """No line is wider than asked, whatever the words."""
    lines = wrap_text("some words and " + "x" * 200, 90, 7)
    assert max(measure_text(line, 7) for line in lines) <= 90
    assert wrap_text("a b c d e f g h", 20, 9, lines=1)[0].endswith("…")


def test_wrong_options_are_told(tmp_path: Path) -> None:
    """A wrong suffix, page size or folder is one clear error."""
    spec = make_spec(ground=False)
    with pytest.raises(InputError, match="suffix"):
        render_static(spec, tmp_path / "map.gif")
    with pytest.raises(InputError, match="square"):
        render_static(spec, tmp_path / "map.png", size="a5")
    with pytest.raises(OutputError, match="-o"):
        render_static(spec, tmp_path / "no" / "map.png")


def test_users_matplotlib_settings_do_not_reach_the_map(tmp_path: Path) -> None:
    """A page is the same whatever rcParams the caller has set, and leaves them alone."""
    spec = make_spec(COLOMBIA, ground=False)
    render_static(spec, tmp_path / "a.svg")
    with mpl.rc_context({"savefig.bbox": "tight", "font.size": 30, "text.color": "red"}):
        render_static(spec, tmp_path / "b.svg")
        assert mpl.rcParams["font.size"] == 30
    assert (tmp_path / "a.svg").read_bytes() == (tmp_path / "b.svg").read_bytes()


def test_no_pyplot(tmp_path: Path) -> None:
    """Drawing never loads pyplot, whose state is global and may want a display."""
    code = (
        "import sys, geopandas as gpd, datetime as dt, pathlib\n"
        "from karamap.render.spec import MapSpec\n"
        "from karamap.render.static import render_static\n"
        "empty = gpd.GeoDataFrame({'kind': []}, geometry=[], crs=4326)\n"
        "spec = MapSpec('t', dt.date(2020, 1, 1), '', (), (), (), (), empty, {}, (), '')\n"
        f"render_static(spec, pathlib.Path({str(tmp_path / 'x.svg')!r}))\n"
        "assert 'matplotlib.pyplot' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-W", "error", "-c", code], check=True)


def test_layers_without_known_kinds_are_drawn() -> None:
    """A layer of a kind that the style does not know is drawn and told by its name."""
    line = shapely.LineString([(46.5, 39.5), (47.0, 40.0)])
    rows = gpd.GeoDataFrame({"kind": ["trench_works"], "name": ["x"]}, geometry=[line], crs=4326)
    page = compose(dataclasses.replace(make_spec(KARABAKH), layers=rows))
    assert [o.style.label for o in page.main.overlays] == ["Trench works"]
