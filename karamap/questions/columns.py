"""What every question reads of an events frame: days, and how far around its point an event is."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj import Geod

from karamap.errors import InputError
from karamap.style import RING_KM

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = [
    "COUNTRYWIDE",
    "GEOD",
    "LEAST_KM",
    "day_of",
    "disc",
    "own_days",
    "placed",
    "radius_km",
    "within_days",
]

GEOD = Geod(ellps="WGS84")
COUNTRYWIDE = 6  # where_precision from which the point says nothing about where it happened
LEAST_KM = 1.0  # a settlement is no point; nor do its coordinates tell more
_CORNERS = 72  # of a disc: its area is 0.13 % short of the circle's


def day_of(cell: Any) -> date | None:  # noqa: ANN401  a cell of a frame
    """Return the day that a cell holds as ISO text, date or timestamp; None where it is empty."""
    if cell is None or cell is pd.NaT or cell is pd.NA or cell != cell:  # noqa: PLR0124  NaN
        return None
    if isinstance(cell, date):
        return cell if type(cell) is date else date(cell.year, cell.month, cell.day)
    return date.fromisoformat(str(cell)[:10])


def radius_km(events: gpd.GeoDataFrame) -> NDArray[np.float64]:
    """Return how far around its point, in km, each event may have happened; at least a kilometre.

    The event's own ``radius_km``, else the one that its ``where_precision`` stands for.

    Raises
    ------
    InputError
        If the frame has no such columns.
    """
    missing = [c for c in ("where_precision", "radius_km") if c not in events]
    if missing:
        raise InputError(f"no column {' and '.join(missing)}: give a frame of karamap's events")
    told = events["radius_km"].astype("float64").to_numpy(dtype=np.float64, na_value=np.nan)
    usual = events["where_precision"].map(RING_KM).astype("float64").to_numpy()
    radius = np.where(np.isfinite(told) & (told > 0), told, usual)
    return np.fmax(radius, LEAST_KM)


def placed(events: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the events with a point that says more than which country."""
    level = events["where_precision"].astype("float64")
    return events[events.geometry.notna() & ~events.geometry.is_empty & (level < COUNTRYWIDE)]


def own_days(events: gpd.GeoDataFrame) -> list[tuple[date | None, date | None]]:
    """Return first and last day of each event itself.

    The day on which it was said (``date_of`` is *statement*) does not tell when it happened: such
    an event has none. In a frame without the column all days are the events' own.
    """
    firsts, lasts = (list(map(day_of, events[c])) for c in ("date_start", "date_end"))
    told = list(events["date_of"]) if "date_of" in events else ["event"] * len(events)
    return [
        (None, None) if of == "statement" else (first, last)
        for first, last, of in zip(firsts, lasts, told, strict=True)
    ]


def within_days(
    events: gpd.GeoDataFrame, since: date | None, until: date | None
) -> gpd.GeoDataFrame:
    """Return the events that may have happened from `since` to `until`, both included.

    With either given, events without a day of their own are left out.
    """
    if since is None and until is None:
        return events
    kept = []
    for first, last in own_days(events):
        start, end = first or last, last or first
        dated = start is not None and end is not None
        early = dated and since is not None and end is not None and end < since
        late = dated and until is not None and start is not None and start > until
        kept.append(dated and not early and not late)
    return events[kept]


def disc(lon: float, lat: float, km: float) -> shapely.Polygon:
    """Return the points within `km` of a point (degrees), as a polygon of 72 corners on the edge.

    It must not reach over a pole or the date line.
    """
    turn = np.linspace(0, 360, _CORNERS, endpoint=False)
    size = np.full(_CORNERS, lon), np.full(_CORNERS, lat), np.full(_CORNERS, km * 1000)
    lons, lats, _ = GEOD.fwd(size[0], size[1], -turn, size[2])
    return shapely.Polygon(np.column_stack([lons, lats]))
