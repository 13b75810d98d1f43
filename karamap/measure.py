"""Distances, lengths and areas on the WGS84 ellipsoid.

Geometries are shapely's, in degrees of longitude and latitude; their edges are straight in
degrees, as GeoJSON has it. Results are in kilometres and square kilometres.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from karamap.errors import InputError

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from shapely.geometry import Point
    from shapely.geometry.base import BaseGeometry

__all__ = [
    "Measured",
    "MeasuredArea",
    "area_km2",
    "distance_km",
    "length_km",
    "measure",
    "measure_area",
]

# edges are cut into pieces of this many degrees (at most 6 km): within a piece, straight in
# degrees and straight on the ground differ by less than a metre
_STEP_DEG = 0.05
_STEP_KM = 6.0
_STARTS = 12
_ROUNDS = 60
_POLISHES = 3
_CLOSE_ENOUGH_KM = 1e-5
_BLOCK = 2_000_000
# an edge drawn piece by piece is off independently after about ten times its accuracy
_INDEPENDENT = 10.0
# an accuracy that begins with 1 or 2 is told to two figures, else to one
_FEW = 3
_MAX_LON = 180.0
_MAX_LAT = 90.0


@dataclass(frozen=True, slots=True)
class Measured:
    """The shortest distance between two things and how well it is known.

    Distances in kilometres, points as (longitude, latitude) in degrees. `accuracy_km` is the sum
    of both accuracies: the true distance lies within ± that of `distance_km`.
    """

    a: str
    b: str
    distance_km: float
    accuracy_km: float
    point_a: tuple[float, float]
    point_b: tuple[float, float]
    reason: str

    @property
    def sentence(self) -> str:
        """The result as a person would say it, no finer than it is known."""
        ends = f"{self.a or 'the first'} and {self.b or 'the second'}"
        if self.distance_km == 0:
            return f"{ends} meet, or one lies within the other."
        told = _told(self.distance_km, self.accuracy_km, "km")
        if self.accuracy_km and self.distance_km <= self.accuracy_km:
            return f"{ends} are {told} apart: they may meet."
        return f"{ends} are {told} apart."

    def compare(self, limit_km: float) -> str:
        """Return whether the distance is ``less`` or ``more`` than `limit_km`, or ``open``.

        *Open* where the limit lies within the accuracy.
        """
        return _compare(self.distance_km, self.accuracy_km, limit_km)


@dataclass(frozen=True, slots=True)
class MeasuredArea:
    """An area in square kilometres and how well it is known: ± `accuracy_km2`."""

    name: str
    area_km2: float
    accuracy_km2: float

    @property
    def sentence(self) -> str:
        """The result as a person would say it, no finer than it is known."""
        return f"{self.name or 'It'} covers {_told(self.area_km2, self.accuracy_km2, 'km²')}."

    def compare(self, limit_km2: float) -> str:
        """Return whether the area is ``less`` or ``more`` than `limit_km2`, or ``open``."""
        return _compare(self.area_km2, self.accuracy_km2, limit_km2)


def distance_km(lon1: float, lat1: float, lon2: float, lat2: float) -> float:
    """Return the geodesic distance between two points given in degrees, in kilometres."""
    return float(_geod().inv(lon1, lat1, lon2, lat2)[2]) / 1000


def length_km(geometry: BaseGeometry) -> float:
    """Return the length of a line, or the perimeter of an area, in kilometres; 0 of points."""
    return float(_geod().geometry_length(_cut(geometry))) / 1000


def area_km2(geometry: BaseGeometry) -> float:
    """Return the area in square kilometres, holes left out; 0 of lines and points."""
    from shapely import get_parts  # noqa: PLC0415  heavy, only when used
    from shapely.geometry.polygon import orient  # noqa: PLC0415  heavy, only when used

    # rings turned one way: pyproj counts an area as negative when its ring runs clockwise
    # parts of parts: a collection may hold a multipolygon
    parts = get_parts(get_parts(_cut(geometry)))
    polygons = [part for part in parts if part.geom_type == "Polygon"]
    square_metres = sum(_geod().geometry_area_perimeter(orient(part))[0] for part in polygons)
    return float(square_metres) / 1e6


def measure(
    a: BaseGeometry,
    b: BaseGeometry,
    *,
    a_name: str = "",
    b_name: str = "",
    a_accuracy_km: float = 0.0,
    b_accuracy_km: float = 0.0,
) -> Measured:
    """Return the shortest geodesic distance between two geometries; 0 where they meet.

    Parameters
    ----------
    a, b
        Points, lines, areas or collections of them, WGS84.
    a_name, b_name
        How to call them in the result.
    a_accuracy_km, b_accuracy_km
        How far off each may be, in kilometres.

    Raises
    ------
    InputError
        If a geometry is empty or has coordinates that are no degrees.
    """
    _check(a, a_name or "first")
    _check(b, b_name or "second")
    point_a, point_b, meets = _closest(a, b)
    distance = 0.0 if meets else distance_km(*point_a, *point_b)
    accuracy = a_accuracy_km + b_accuracy_km
    return Measured(
        a_name, b_name, distance, accuracy, point_a, point_b, _reason(distance, accuracy, meets)
    )


def measure_area(
    geometry: BaseGeometry, accuracy_km: float, *, name: str = "", independent: bool = False
) -> MeasuredArea:
    """Return the area and how far off it may be when its edge may be `accuracy_km` off.

    Parameters
    ----------
    geometry
        An area or a collection of them, WGS84.
    accuracy_km
        How far off the edge may lie, in kilometres.
    name
        How to call it in the result.
    independent
        False takes the edge to be off to one side all along it, the worst case: edge times
        accuracy. True takes stretches of ten times the accuracy to be off independently, as they
        are where the edge was drawn piece by piece: the root of their squares' sum.

    Raises
    ------
    InputError
        If the geometry is empty, has coordinates that are no degrees, or the accuracy is negative
        or no number.
    """
    _check(geometry, name or "given")
    if not 0 <= accuracy_km < math.inf:
        raise InputError(f"accuracy {accuracy_km!r} is no length: give kilometres, 0 or more")
    edge = length_km(geometry)
    off = edge * accuracy_km
    stretches = edge / (_INDEPENDENT * accuracy_km) if accuracy_km else 1.0
    if independent and stretches > 1:
        off /= math.sqrt(stretches)
    return MeasuredArea(name, area_km2(geometry), off)


def _compare(value: float, accuracy: float, limit: float) -> str:
    if value + accuracy < limit:
        return "less"
    return "more" if value - accuracy > limit else "open"


def _told(value: float, accuracy: float, unit: str) -> str:
    """Return *about 30 ± 4 km*: the accuracy to one or two figures, the value no finer."""
    if not accuracy:
        return f"{value:,.1f} {unit}"
    step = 10.0 ** math.floor(math.log10(accuracy))
    if accuracy / step < _FEW:
        step /= 10
    if 0 < value < step:
        step = 10.0 ** math.floor(math.log10(value))
    digits = max(0, -math.floor(math.log10(step) + 1e-9))
    shown, off = round(value / step) * step, round(accuracy / step) * step
    return f"about {shown:,.{digits}f} ± {off:,.{digits}f} {unit}"


def _reason(distance: float, accuracy: float, meets: bool) -> str:  # noqa: FBT001  private
    if meets:
        return "they meet or one lies within the other"
    text = "shortest geodesic on WGS84"
    if accuracy and distance <= accuracy:
        return f"{text}; not more than the accuracy, so they may meet"
    return text


@lru_cache(maxsize=1)
def _geod() -> Any:  # noqa: ANN401  pyproj ships no types
    from pyproj import Geod  # noqa: PLC0415  heavy, only when used

    return Geod(ellps="WGS84")


def _cut(geometry: BaseGeometry) -> BaseGeometry:
    return geometry.segmentize(_STEP_DEG)


def _check(geometry: BaseGeometry, name: str) -> None:
    if geometry.is_empty:
        raise InputError(f"nothing to measure: the {name} geometry is empty")
    west, south, east, north = geometry.bounds
    numbers = all(map(math.isfinite, (west, south, east, north)))
    if not numbers or west < -_MAX_LON or east > _MAX_LON or south < -_MAX_LAT or north > _MAX_LAT:
        raise InputError(f"the {name} geometry is not in degrees of longitude and latitude (WGS84)")


def _closest(
    a: BaseGeometry, b: BaseGeometry
) -> tuple[tuple[float, float], tuple[float, float], bool]:
    """Return the closest point of each, and whether they meet."""
    shared = a.intersection(b)
    if not shared.is_empty:
        point = _xy(shared.representative_point())
        return point, point, True
    # one order for both ways round, so that measure(a, b) and measure(b, a) agree to the last bit
    swapped = a.wkb > b.wkb
    first, second = (_cut(b), _cut(a)) if swapped else (_cut(a), _cut(b))
    candidates = (_descend(first, second, start) for start in _starts(first, second))
    one, two = min(candidates, key=lambda pair: distance_km(*pair[0], *pair[1]))
    return (two, one, False) if swapped else (one, two, False)


def _starts(a: BaseGeometry, b: BaseGeometry) -> list[tuple[float, float]]:
    """Return the vertices of `b` that may lie near the closest point: those nearest to `a`."""
    lonlat = _vertices(b)
    nearest = _nearest_km(_unit_vectors(lonlat), _unit_vectors(_vertices(a)))
    limit = nearest.min() + 2 * _STEP_KM
    chosen: list[int] = []
    for index in map(int, np.argsort(nearest, kind="stable")):
        if nearest[index] > limit or len(chosen) == _STARTS:
            break
        # neighbours along the line lead to the same place
        if all(abs(index - other) > 1 for other in chosen):
            chosen.append(index)
    return [(float(lonlat[i, 0]), float(lonlat[i, 1])) for i in chosen]


def _vertices(geometry: BaseGeometry) -> NDArray[np.float64]:
    from shapely import get_coordinates  # noqa: PLC0415  heavy, only when used

    return np.asarray(get_coordinates(geometry), dtype=np.float64)


def _unit_vectors(lonlat: NDArray[np.float64]) -> NDArray[np.float64]:
    lon, lat = np.radians(lonlat.T)
    return np.column_stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])


def _nearest_km(of: NDArray[np.float64], to: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return for each vector of `of` the distance on a sphere to the nearest of `to`."""
    rows = max(1, _BLOCK // len(to))
    blocks = [of[i : i + rows] @ to.T for i in range(0, len(of), rows)]
    cosine = np.concatenate([block.max(axis=1) for block in blocks])
    return np.asarray(np.arccos(np.clip(cosine, -1, 1)) * 6371.0, dtype=np.float64)


def _descend(
    a: BaseGeometry, b: BaseGeometry, start: tuple[float, float]
) -> tuple[tuple[float, float], tuple[float, float]]:
    """Return the closest pair reached from a point of `b` by turns: nearest on `a`, then on `b`.

    Each turn can only shorten the distance.
    """
    on_b = start
    on_a = _nearest_on(a, on_b)
    before = distance_km(*on_a, *on_b)
    for _ in range(_ROUNDS):
        on_b = _nearest_on(b, on_a)
        on_a = _nearest_on(a, on_b)
        now = distance_km(*on_a, *on_b)
        if before - now < _CLOSE_ENOUGH_KM:
            break
        before = now
    return _polish(a, b, (on_a, on_b))


def _polish(
    a: BaseGeometry, b: BaseGeometry, pair: tuple[tuple[float, float], tuple[float, float]]
) -> tuple[tuple[float, float], tuple[float, float]]:
    """Return the closest pair near `pair`: turns creep where two lines run side by side.

    One look in the projection about a point of the pair sees both lines at once; it is taken only
    where it is nearer on the ellipsoid.
    """
    from shapely import shortest_line, transform  # noqa: PLC0415  heavy, only when used

    for _ in range(_POLISHES):
        project = _projection(pair[1])

        def flatten(xy: NDArray[np.float64], to: Any = project) -> NDArray[np.float64]:  # noqa: ANN401
            return np.column_stack(to(xy[:, 0], xy[:, 1]))

        ends = shortest_line(transform(a, flatten), transform(b, flatten)).coords
        (on_a, on_b) = (project(x, y, inverse=True) for x, y in (ends[0], ends[-1]))
        better = (float(on_a[0]), float(on_a[1])), (float(on_b[0]), float(on_b[1]))
        if distance_km(*better[0], *better[1]) >= distance_km(*pair[0], *pair[1]):
            break
        pair = better
    return pair


def _nearest_on(geometry: BaseGeometry, point: tuple[float, float]) -> tuple[float, float]:
    """Return the point of `geometry` nearest to `point`.

    In the azimuthal equidistant projection about `point` every distance from it is true.
    """
    from shapely import shortest_line, transform  # noqa: PLC0415  heavy, only when used
    from shapely.geometry import Point  # noqa: PLC0415  heavy, only when used

    if geometry.geom_type == "Point":
        return _xy(geometry)
    project = _projection(point)
    flat = transform(geometry, lambda xy: np.column_stack(project(xy[:, 0], xy[:, 1])))
    x, y = shortest_line(flat, Point(0, 0)).coords[0]
    lon, lat = project(x, y, inverse=True)
    return float(lon), float(lat)


@lru_cache(maxsize=64)
def _projection(centre: tuple[float, float]) -> Any:  # noqa: ANN401  pyproj ships no types
    from pyproj import Proj  # noqa: PLC0415  heavy, only when used

    return Proj(proj="aeqd", lon_0=centre[0], lat_0=centre[1], ellps="WGS84")


def _xy(point: Point | BaseGeometry) -> tuple[float, float]:
    x, y = point.coords[0][:2]
    return float(x), float(y)
