"""From degrees to the page: a projection fit for the extent, and the frame it is seen through."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import shapely
from pyproj import CRS, Geod, Transformer
from shapely.geometry.base import BaseGeometry

from karamap.render.static.sheet import Rect

__all__ = ["Bounds", "Frame", "choose_crs", "fit_frame", "geodesic_circle", "turn_near"]

Array = npt.NDArray[np.float64]
WGS84 = Geod(ellps="WGS84")
_WORLD_SPAN = 140.0  # degrees of longitude beyond which only a world projection is fair
_LOW_LATITUDE = 12.0
_HIGH_LATITUDE = 68.0


@dataclass(frozen=True, slots=True)
class Bounds:
    """An extent in degrees; `east` may exceed 180 where it crosses the antimeridian."""

    west: float
    south: float
    east: float
    north: float

    @classmethod
    def around(cls, points: Sequence[tuple[float, float]]) -> Bounds:
        """Return the extent of (lon, lat) points."""
        lons, lats = zip(*points, strict=True)
        return cls(min(lons), min(lats), max(lons), max(lats))

    @property
    def centre(self) -> tuple[float, float]:
        """Middle longitude and latitude."""
        return (self.west + self.east) / 2, (self.south + self.north) / 2

    @property
    def diagonal_km(self) -> float:
        """Geodesic length from corner to corner."""
        return float(WGS84.inv(self.west, self.south, self.east, self.north)[2]) / 1000

    def corners(self) -> list[tuple[float, float]]:
        """Return the four corners."""
        return [
            (self.west, self.south),
            (self.east, self.south),
            (self.east, self.north),
            (self.west, self.north),
        ]

    def joined(self, other: Bounds) -> Bounds:
        """Return the extent of both."""
        return Bounds.around([*self.corners(), *other.corners()])

    def box(self, margin: float = 0.0) -> shapely.Polygon:
        """Return the extent as a geometry, `margin` degrees wider."""
        return shapely.box(
            self.west - margin, self.south - margin, self.east + margin, self.north + margin
        )


def turn_near(lon: float, centre: float) -> float:
    """Return `lon` turned by whole circles to within 180 degrees of `centre`."""
    return centre + (lon - centre + 180.0) % 360.0 - 180.0


def choose_crs(bounds: Bounds) -> str:
    """Return a PROJ string that distorts little over `bounds`.

    Conformal conic for an extent of the middle latitudes, transverse Mercator where it is tall
    and narrow, azimuthal near poles and equator, Equal Earth for the world.
    """
    lon, lat = bounds.centre
    common = f"+lon_0={lon:.4f} +datum=WGS84 +units=m +no_defs"
    height = bounds.north - bounds.south
    width = (bounds.east - bounds.west) * float(np.cos(np.radians(lat)))
    if bounds.east - bounds.west > _WORLD_SPAN:
        return f"+proj=eqearth {common}"
    straddles = bounds.south < 0 < bounds.north
    if abs(lat) < _LOW_LATITUDE or abs(lat) > _HIGH_LATITUDE or straddles:
        return f"+proj=laea +lat_0={lat:.4f} {common}"
    if height > 1.8 * width:
        return f"+proj=tmerc +lat_0={lat:.4f} +k=1 {common}"
    low, high = bounds.south + height / 6, bounds.north - height / 6
    return f"+proj=lcc +lat_0={lat:.4f} +lat_1={low:.4f} +lat_2={high:.4f} {common}"


@lru_cache(maxsize=16)
def _transformer(crs: str, *, inverse: bool) -> Transformer:
    """Return a cached degrees → metres transformer, or its inverse."""
    pair = (CRS(4326), CRS.from_proj4(crs))
    return Transformer.from_crs(*(pair[::-1] if inverse else pair), always_xy=True)


@dataclass(frozen=True, slots=True)
class Frame:
    """A window on the page through which a part of the earth is seen.

    `scale` is points a metre; (`x0`, `y0`) the projected metres at the window's lower left.
    """

    rect: Rect
    crs: str
    scale: float
    x0: float
    y0: float

    def page(self, lons: npt.ArrayLike, lats: npt.ArrayLike) -> tuple[Array, Array]:
        """Project degrees to page points; what the projection can't show is ``inf``."""
        x, y = _transformer(self.crs, inverse=False).transform(lons, lats)
        return (
            self.rect.x0 + (np.asarray(x, dtype=float) - self.x0) * self.scale,
            self.rect.y0 + (np.asarray(y, dtype=float) - self.y0) * self.scale,
        )

    def point(self, lon: float, lat: float) -> tuple[float, float]:
        """Project one point."""
        x, y = self.page([turn_near(lon, self._centre_lon)], [lat])
        return float(x[0]), float(y[0])

    @property
    def is_world(self) -> bool:
        """Whether the window shows so much that scale and north differ across it."""
        return "eqearth" in self.crs

    @property
    def _centre_lon(self) -> float:
        return float(self.crs.split("+lon_0=")[1].split()[0])

    def degrees(self, x: npt.ArrayLike, y: npt.ArrayLike) -> tuple[Array, Array]:
        """Return longitudes and latitudes of page points; ``inf`` off the earth."""
        mx = self.x0 + (np.asarray(x, dtype=float) - self.rect.x0) / self.scale
        my = self.y0 + (np.asarray(y, dtype=float) - self.rect.y0) / self.scale
        lon, lat = _transformer(self.crs, inverse=True).transform(mx, my)
        centre = self._centre_lon
        lon = np.asarray(lon, dtype=float)
        seen = np.isfinite(lon)
        lon[seen] = centre + (lon[seen] - centre + 180.0) % 360.0 - 180.0
        return lon, np.asarray(lat, dtype=float)

    def bounds(self) -> Bounds:
        """Return the extent that the window shows."""
        return _seen_bounds(self)

    def project(self, geometry: BaseGeometry, *, margin: float = 0.0) -> BaseGeometry:
        """Return the part of a geometry (degrees) that the window shows, in page points."""
        seen = self.bounds()
        span = max(seen.east - seen.west, seen.north - seen.south)
        near = shapely.intersection(shapely.make_valid(geometry), seen.box(0.05 * span + 0.05))
        if near.is_empty:
            return near
        dense = shapely.segmentize(near, max(span / 60.0, 0.02))

        def to_page(points: Array) -> Array:
            return np.column_stack(self.page(points[:, 0], points[:, 1]))

        flat = shapely.transform(dense, to_page)
        if not np.isfinite(shapely.get_coordinates(flat)).all():
            return shapely.GeometryCollection()
        flat = shapely.simplify(shapely.make_valid(flat), 0.12)
        window = self.rect.grow(margin)
        clipped = shapely.intersection(shapely.make_valid(flat), window.polygon())
        return _same_dimension(clipped, int(shapely.get_dimensions(geometry)))

    def km_per_point(self, x: float, y: float) -> float:
        """Return the ground distance of one point on the page, eastward from (`x`, `y`)."""
        lon, lat = self.degrees([x, x + 10.0], [y, y])
        if not np.isfinite(lon).all():
            return 1.0 / self.scale / 1000
        return float(abs(WGS84.inv(lon[0], lat[0], lon[1], lat[1])[2])) / 10_000

    def north(self, x: float, y: float) -> float:
        """Return the direction of true north at a page point, degrees counter-clockwise from up."""
        lon, lat = self.degrees([x], [y])
        if not np.isfinite(lon).all() or lat[0] > 89:
            return 0.0
        tx, ty = self.page(lon, lat + 0.05)
        return float(np.degrees(np.arctan2(-(tx[0] - x), ty[0] - y)))


@lru_cache(maxsize=64)
def _seen_bounds(frame: Frame) -> Bounds:
    steps = np.linspace(0, 1, 17)
    gx, gy = np.meshgrid(
        frame.rect.x0 + steps * frame.rect.width, frame.rect.y0 + steps * frame.rect.height
    )
    lon, lat = frame.degrees(gx.ravel(), gy.ravel())
    seen = np.isfinite(lon) & np.isfinite(lat)
    if seen.sum() < seen.size * 0.6:
        return Bounds(-180.0, -90.0, 180.0, 90.0)
    return Bounds(
        float(lon[seen].min()),
        float(lat[seen].min()),
        float(lon[seen].max()),
        float(lat[seen].max()),
    )


def _same_dimension(geometry: BaseGeometry, dimension: int) -> BaseGeometry:
    """Drop the points and lines that clipping or mending an area leaves behind."""
    parts = [g for g in shapely.get_parts(geometry) if shapely.get_dimensions(g) == dimension]
    if any(g.geom_type == "GeometryCollection" for g in shapely.get_parts(geometry)):
        inner = shapely.get_parts(shapely.get_parts(geometry))
        parts = [g for g in inner if shapely.get_dimensions(g) == dimension]
    return shapely.union_all(parts) if dimension > 1 else shapely.GeometryCollection(parts)


def geodesic_circle(lon: float, lat: float, radius_km: float, *, steps: int = 180) -> Array:
    """Return (lon, lat) rows of a closed circle of `radius_km` on the ellipsoid."""
    angles = np.linspace(0, 360, steps + 1)
    ends = WGS84.fwd(
        np.full(steps + 1, lon),
        np.full(steps + 1, lat),
        angles,
        np.full(steps + 1, radius_km * 1e3),
    )
    lons = np.array([turn_near(value, lon) for value in ends[0]])
    return np.column_stack([lons, ends[1]])


def fit_frame(bounds: Bounds, rect: Rect, *, margin: float = 0.06) -> Frame:
    """Return the frame that shows `bounds` in the middle of `rect`.

    Parameters
    ----------
    bounds
        What must be seen.
    rect
        The window on the page.
    margin
        Free rim as a share of the window's sides.
    """
    crs = choose_crs(bounds)
    steps = np.linspace(0, 1, 33)
    lons = bounds.west + steps * (bounds.east - bounds.west)
    lats = bounds.south + steps * (bounds.north - bounds.south)
    lon = np.concatenate([lons, lons, np.full(33, bounds.west), np.full(33, bounds.east)])
    lat = np.concatenate([np.full(33, bounds.south), np.full(33, bounds.north), lats, lats])
    x, y = _transformer(crs, inverse=False).transform(lon, lat)
    seen = np.isfinite(x) & np.isfinite(y)
    west, east, south, north = x[seen].min(), x[seen].max(), y[seen].min(), y[seen].max()
    share = 1 - 2 * margin
    scale = min(
        rect.width * share / max(east - west, 1.0), rect.height * share / max(north - south, 1.0)
    )
    return Frame(
        rect,
        crs,
        float(scale),
        float((west + east) / 2 - rect.width / scale / 2),
        float((south + north) / 2 - rect.height / scale / 2),
    )
