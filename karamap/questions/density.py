"""Where events are dense, each spread over all the ground on which it may have happened."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import shapely
from pyproj import CRS, Transformer

from karamap.errors import InputError
from karamap.questions.columns import disc, placed, radius_km

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

__all__ = ["density_sentence", "event_density"]

_CRS = "EPSG:4326"
_MOST_CELLS = 250_000
_COLUMNS = ["lon", "lat", "events", "per_1000_km2", "at_points"]


def event_density(events: gpd.GeoDataFrame, *, cell_km: float = 10.0) -> gpd.GeoDataFrame:
    """Return square cells with the number of events that each is expected to hold.

    An event counts 1 in all, spread evenly over the disc in which it may have happened (its
    ``radius_km``, else what its ``where_precision`` stands for): one known to 25 km is a faint
    stain, not a sharp dot. The cells are squares in Lambert's azimuthal equal-area projection
    about the middle of the events, so that each covers the same area.

    Parameters
    ----------
    events
        As `karamap.frames.events_frame` gives them; those that tell no place finer than a country
        are left out: they would only tint the country.
    cell_km
        Edge of a cell in kilometres.

    Returns
    -------
    GeoDataFrame
        The cells that hold anything, from the south-west: ``lon`` and ``lat`` of their middle in
        degrees, ``events`` (they add up to the number
        of events placed), ``per_1000_km2`` and ``at_points``, how many points lie in the cell, as
        a map of sharp dots would have it.

    Raises
    ------
    InputError
        If `cell_km` is no length or makes more than 250,000 cells.
    """
    if not 0 < cell_km < np.inf:
        raise InputError(f"cell of {cell_km!r} km is no length: give kilometres above 0")
    known = placed(events)
    if known.empty:
        return gpd.GeoDataFrame(columns=[*_COLUMNS, "geometry"], geometry="geometry", crs=_CRS)
    lon, lat = known.geometry.x.to_numpy(), known.geometry.y.to_numpy()
    to_plane, back = _projections((lon.min() + lon.max()) / 2, (lat.min() + lat.max()) / 2)
    around = [disc(*map(float, at)) for at in zip(lon, lat, radius_km(known), strict=True)]
    discs = [_project(shape, to_plane) for shape in around]
    size = cell_km * 1000
    _check_size(shapely.total_bounds(discs), size, cell_km)
    sums = _sum_cells(discs, np.column_stack(to_plane.transform(lon, lat)), size)
    keys = sorted(sums)
    middles = np.array(keys, dtype=np.float64)[:, ::-1] * size + size / 2
    lons, lats = back.transform(middles[:, 0], middles[:, 1])
    rows = [
        (round(float(x), 4), round(float(y), 4), weight, weight / cell_km**2 * 1000, int(points))
        for x, y, (weight, points) in zip(lons, lats, (sums[k] for k in keys), strict=True)
    ]
    squares = [shapely.box(c * size, r * size, (c + 1) * size, (r + 1) * size) for r, c in keys]
    cells = [_project(square, back) for square in squares]
    return gpd.GeoDataFrame(rows, columns=_COLUMNS, geometry=cells, crs=_CRS)


def _sum_cells(
    discs: list[BaseGeometry], points: NDArray[np.float64], size: float
) -> dict[tuple[int, int], list[float]]:
    """Return by row and column of each cell the shares of discs in it and the points."""
    sums: dict[tuple[int, int], list[float]] = {}
    for shape, (x, y) in zip(discs, points, strict=True):
        for key, share in _shares(shape, size):
            sums.setdefault(key, [0.0, 0.0])[0] += share
        sums.setdefault((int(y // size), int(x // size)), [0.0, 0.0])[1] += 1
    return sums


def _projections(lon: float, lat: float) -> tuple[Transformer, Transformer]:
    plane = CRS.from_dict({"proj": "laea", "lon_0": lon, "lat_0": lat, "datum": "WGS84"})
    return (
        Transformer.from_crs(_CRS, plane, always_xy=True),
        Transformer.from_crs(plane, _CRS, always_xy=True),
    )


def _project(shape: BaseGeometry, transformer: Transformer) -> BaseGeometry:
    def move(xy: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.column_stack(transformer.transform(xy[:, 0], xy[:, 1]))

    return shapely.transform(shape, move)


def _check_size(bounds: NDArray[np.float64], size: float, cell_km: float) -> None:
    west, south, east, north = bounds
    cells = (np.ceil((east - west) / size) + 1) * (np.ceil((north - south) / size) + 1)
    if cells > _MOST_CELLS:
        least = cell_km * np.sqrt(cells / _MOST_CELLS)
        raise InputError(
            f"cells of {cell_km:g} km are {cells:,.0f} here: take {np.ceil(least):g} km or more"
        )


def _shares(shape: BaseGeometry, size: float) -> list[tuple[tuple[int, int], float]]:
    """Return the share of `shape` in each cell that it touches; they add up to 1."""
    west, south, east, north = shape.bounds
    columns = np.arange(west // size, east // size + 1)
    rows = np.arange(south // size, north // size + 1)
    column, row = (grid.ravel() for grid in np.meshgrid(columns, rows))
    boxes = shapely.box(column * size, row * size, (column + 1) * size, (row + 1) * size)
    parts = shapely.area(shapely.intersection(boxes, shape))
    return [
        ((int(r), int(c)), float(share))
        for r, c, share in zip(row, column, parts / parts.sum(), strict=True)
        if share > 0
    ]


def density_sentence(cells: gpd.GeoDataFrame, *, asked: int, cell_km: float) -> str:
    """Return what `event_density` found in one sentence; `asked` counts all events asked about."""
    if cells.empty:
        return f"None of {asked} events tells a place finer than a country."
    top = cells.iloc[int(cells["events"].to_numpy().argmax())]
    return (
        f"{cells['events'].sum():.0f} of {asked} events, each spread over where it may have "
        f"happened: most, {top['events']:.1f}, are expected in the {cell_km:g} km cell around "
        f"{top['lat']:.2f} N {top['lon']:.2f} E."
    )
