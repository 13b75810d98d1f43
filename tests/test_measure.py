"""Measuring: distances against an independent library, symmetry, areas and lengths."""

from __future__ import annotations

import contextlib
import io
import math
import re
from pathlib import Path

import pytest
from geopy.distance import geodesic
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import (
    GeometryCollection,
    LineString,
    MultiPoint,
    MultiPolygon,
    Point,
    Polygon,
    box,
)

from karamap.errors import InputError
from karamap.measure import (
    Measured,
    area_km2,
    distance_km,
    length_km,
    measure,
    measure_area,
)

BAKU = (49.867, 40.409)
CEYHAN = (35.817, 37.025)

LON = st.floats(38, 52).map(lambda value: round(value, 4))
LAT = st.floats(36, 44).map(lambda value: round(value, 4))
POINTS = st.tuples(LON, LAT)
LINES = st.lists(POINTS, min_size=2, max_size=5, unique=True).map(LineString)


def geopy_km(a: tuple[float, float], b: tuple[float, float]) -> float:
    return float(geodesic((a[1], a[0]), (b[1], b[0]), ellipsoid="WGS-84").km)


def test_baku_to_ceyhan() -> None:
    """Baku to Ceyhan is 1,277 km as geopy has it, to a metre."""
    result = measure(Point(BAKU), Point(CEYHAN), a_name="Baku", b_name="Ceyhan")
    assert result.distance_km == pytest.approx(geopy_km(BAKU, CEYHAN), abs=1e-3)
    assert result.distance_km == pytest.approx(1277, abs=1)
    assert (result.a, result.b) == ("Baku", "Ceyhan")
    assert result.point_a == pytest.approx(BAKU)


def test_accuracies_add_up() -> None:
    """The accuracy of a distance is the sum of both, and a small distance is said to be open."""
    far = measure(Point(BAKU), Point(CEYHAN), a_accuracy_km=8, b_accuracy_km=3)
    near = measure(Point(47, 40), Point(47.05, 40), a_accuracy_km=3, b_accuracy_km=3)
    assert far.accuracy_km == pytest.approx(11)
    assert "may meet" not in far.reason
    assert "may meet" in near.reason


def test_things_that_meet_are_at_no_distance() -> None:
    """Crossing lines, a point in an area and a line in an area are at distance 0 with a point."""
    area = box(46, 39, 48, 41)
    crossing = measure(LineString([(46, 40), (47, 40)]), LineString([(46.5, 39), (46.5, 41)]))
    assert crossing.distance_km == 0
    assert crossing.point_a == crossing.point_b == pytest.approx((46.5, 40))
    assert measure(Point(47, 40), area).distance_km == 0
    assert measure(area, LineString([(46.5, 40), (47, 40.5)])).distance_km == 0


def test_point_to_meridian() -> None:
    """From a point to a long meridian the foot lies where no denser sampling finds a nearer one."""
    point = (47.0, 40.3)
    line = LineString([(45, 36), (45, 44)])
    best = min(geopy_km(point, (45, 40 + step / 2000)) for step in range(1500))
    result = measure(Point(point), line)
    assert result.distance_km == pytest.approx(best, abs=1e-3)
    assert result.point_b[0] == pytest.approx(45, abs=1e-6)


def test_point_outside_an_area() -> None:
    """The distance to an area is that to its nearest edge."""
    result = measure(Point(45, 40), box(46, 39, 48, 41))
    assert result.distance_km == pytest.approx(geopy_km((45, 40), result.point_b), abs=1e-6)
    assert result.point_b[0] == pytest.approx(46, abs=1e-6)
    assert result.distance_km < geopy_km((45, 40), (46, 39.9))


def test_two_far_lines_with_two_near_places() -> None:
    """Of two places where lines come close the nearer one is found."""
    wave = LineString([(40, 40), (42, 41.9), (44, 40), (46, 41.95), (48, 40)])
    result = measure(wave, LineString([(40, 42), (48, 42)]))
    assert result.point_a == pytest.approx((46, 41.95), abs=1e-3)
    assert result.distance_km == pytest.approx(geopy_km((46, 41.95), (46, 42)), abs=0.01)


@settings(max_examples=60, deadline=None)
@given(POINTS, POINTS)
def test_points_agree_with_geopy(a: tuple[float, float], b: tuple[float, float]) -> None:
    """Between any two points of the region the distance is geopy's."""
    assert distance_km(*a, *b) == pytest.approx(geopy_km(a, b), abs=1e-6)
    assert measure(Point(a), Point(b)).distance_km == pytest.approx(geopy_km(a, b), abs=1e-6)


@settings(max_examples=40, deadline=None)
@given(LINES, LINES)
def test_distance_is_symmetric_and_the_least(a: LineString, b: LineString) -> None:
    """Either way round gives the same distance and ends, and no pair of vertices is nearer."""
    one, two = measure(a, b), measure(b, a)
    assert one.distance_km == two.distance_km
    if one.distance_km:
        assert (one.point_a, one.point_b) == (two.point_b, two.point_a)
        assert distance_km(*one.point_a, *one.point_b) == pytest.approx(one.distance_km)
    # a metre: what straight in degrees and straight on the ground may differ within a cut piece
    for p in a.segmentize(0.5).coords:
        for q in b.segmentize(0.5).coords:
            assert one.distance_km <= distance_km(*p, *q) + 1e-3


@settings(max_examples=40, deadline=None)
@given(POINTS, LINES)
def test_ends_lie_on_what_was_measured(point: tuple[float, float], line: LineString) -> None:
    """The ends of a distance lie on the two geometries."""
    result = measure(Point(point), line)
    assert result.point_a == pytest.approx(point, abs=1e-9)
    assert line.distance(Point(result.point_b)) < 1e-4


def test_across_the_date_line() -> None:
    """Two points on either side of the 180th meridian are as near as they are."""
    assert measure(Point(179.9, 0), Point(-179.9, 0)).distance_km == pytest.approx(22.264, abs=0.01)


def test_area_and_length() -> None:
    """Areas and lengths are those on the ellipsoid, holes and the way of rings regarded."""
    # one degree square at 39.5° N: from the radii of curvature of WGS84
    a, e2 = 6378.137, 0.00669438
    lat = math.radians(39.5)
    n = a / math.sqrt(1 - e2 * math.sin(lat) ** 2)
    m = n * (1 - e2) / (1 - e2 * math.sin(lat) ** 2)
    expected = m * n * math.cos(lat) * math.radians(1) ** 2
    square = box(46, 39, 47, 40)
    assert area_km2(square) == pytest.approx(expected, rel=1e-3)
    assert area_km2(square.reverse()) == pytest.approx(area_km2(square))
    hole = Polygon(square.exterior, [box(46.2, 39.2, 46.4, 39.4).exterior])
    gap = area_km2(box(46.2, 39.2, 46.4, 39.4))
    assert area_km2(hole) == pytest.approx(area_km2(square) - gap)
    nested = GeometryCollection([Point(0, 0), MultiPolygon([square, box(48, 39, 49, 40)])])
    assert area_km2(nested) == pytest.approx(2 * area_km2(square))
    assert length_km(LineString([BAKU, (50.867, 40.409)])) == pytest.approx(84.9, abs=0.2)
    assert area_km2(Point(1, 1)) == length_km(Point(1, 1)) == 0


def test_many_points_as_one() -> None:
    """The distance to a collection is that to its nearest member."""
    result = measure(Point(47, 40), MultiPoint([(46, 40), (47.5, 40), (49, 41)]))
    assert result.point_b == (47.5, 40)


@pytest.mark.parametrize(
    "bad",
    [Point(), LineString(), Point(500_000, 4_400_000), Point(46, 95), Point(math.inf, 40)],
)
def test_useless_geometries_are_input_errors(bad: Point) -> None:
    """Empty geometries and coordinates that are no degrees are refused in one line."""
    with pytest.raises(InputError, match="line geometry"):
        measure(Point(46, 40), bad, b_name="line")


def between(distance: float, accuracy: float, *, a: str = "A", b: str = "B") -> Measured:
    return Measured(a, b, distance, accuracy, (0.0, 0.0), (0.0, 0.0), "")


@pytest.mark.parametrize(
    ("distance", "accuracy", "told"),
    [
        (29.6, 3.6, "A and B are about 30 ± 4 km apart."),
        (29.4, 12, "A and B are about 29 ± 12 km apart."),
        (1277.3, 110, "A and B are about 1,280 ± 110 km apart."),
        (4.23, 0.34, "A and B are about 4.2 ± 0.3 km apart."),
        (7.8, 0.021, "A and B are about 7.800 ± 0.021 km apart."),
        (7.8, 38, "A and B are about 8 ± 38 km apart: they may meet."),
        (2.2, 6, "A and B are about 2 ± 6 km apart: they may meet."),
        (4.26, 0, "A and B are 4.3 km apart."),
        (0, 3, "A and B meet, or one lies within the other."),
    ],
)
def test_sentence_is_no_finer_than_what_is_known(
    distance: float, accuracy: float, told: str
) -> None:
    """The sentence rounds the distance to the accuracy and says when both may meet."""
    assert between(distance, accuracy).sentence == told


def test_sentence_without_names() -> None:
    """Things without names are the first and the second."""
    assert between(5, 0, a="", b="").sentence == "the first and the second are 5.0 km apart."


@pytest.mark.parametrize(
    ("distance", "accuracy", "verdict"),
    [(29, 12, "less"), (45, 6, "open"), (55, 6, "open"), (60, 6, "more")],
)
def test_claim_about_a_distance(distance: float, accuracy: float, verdict: str) -> None:
    """A limit within the accuracy leaves a claim open; outside it, it is less or more."""
    assert between(distance, accuracy).compare(50) == verdict


def test_area_with_accuracy() -> None:
    """An area is off by at most its edge times the accuracy, less where errors are independent."""
    square = box(46, 39, 47, 40)
    worst = measure_area(square, 3, name="The square")
    assert worst.area_km2 == pytest.approx(area_km2(square))
    assert worst.accuracy_km2 == pytest.approx(3 * length_km(square))
    # a square grown by 3 km all round gains about that much
    grown = box(46 - 3 / 86.2, 39 - 3 / 111, 47 + 3 / 86.2, 40 + 3 / 111)
    assert area_km2(grown) - area_km2(square) == pytest.approx(worst.accuracy_km2, rel=0.05)
    likely = measure_area(square, 3, independent=True)
    stretches = length_km(square) / 30
    assert likely.accuracy_km2 == pytest.approx(worst.accuracy_km2 / math.sqrt(stretches))
    assert worst.sentence == "The square covers about 9,500 ± 1,200 km²."
    assert worst.compare(12_000) == "less"
    assert worst.compare(9_000) == "open"
    assert worst.compare(8_000) == "more"


def test_area_known_exactly_and_tiny() -> None:
    """No accuracy gives no ±, and an area smaller than its accuracy is never off by less."""
    assert measure_area(box(46, 39, 47, 40), 0).sentence.startswith("It covers 9,5")
    dot = box(46, 39, 46.01, 39.01)
    assert measure_area(dot, 3, independent=True).accuracy_km2 == pytest.approx(3 * length_km(dot))


def test_area_of_nothing_or_with_a_bad_accuracy() -> None:
    """An empty geometry and a negative or endless accuracy are errors with a remedy."""
    with pytest.raises(InputError, match="empty"):
        measure_area(Polygon(), 1)
    for wrong in (-1.0, math.inf, math.nan):
        with pytest.raises(InputError, match="give kilometres"):
            measure_area(box(46, 39, 47, 40), wrong)


DOCS = Path(__file__).parents[1] / "docs" / "checking-claims.md"
EXAMPLES = re.findall(r"```python\n(.*?)```\n\n```\n(.*?)```", DOCS.read_text("utf-8"), re.DOTALL)


@pytest.mark.parametrize(("code", "told"), EXAMPLES)
def test_worked_examples_print_what_they_say(code: str, told: str) -> None:
    """Each worked example of docs/checking-claims.md prints the output shown below it."""
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(code, {})  # noqa: S102  our own documentation
    assert printed.getvalue() == told


def test_all_worked_examples_are_found() -> None:
    """The document has three worked examples with output."""
    assert len(EXAMPLES) == 3
