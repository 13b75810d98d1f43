"""Rings around events whose place is not sharp: geodesic circles as areas, for any GIS."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pyproj
import shapely

from karamap.style import RING_KM, RINGED

__all__ = ["precision_rings", "rings_about"]

_CORNERS = 36
_GEOD = pyproj.Geod(ellps="WGS84")
_KEPT = [
    *("id", "type", "date_start", "date_end", "date_of"),
    *("place", "where_precision", "radius_km"),
]


def rings_about(lon: np.ndarray, lat: np.ndarray, radius_km: np.ndarray) -> np.ndarray:
    """Return a polygon around each point (degrees), its corners `radius_km` away on WGS 84."""
    count = len(lon)
    azimuths = np.tile(np.linspace(360, 0, _CORNERS, endpoint=False), count)

    def spread(values: np.ndarray) -> np.ndarray:
        return np.repeat(np.asarray(values, dtype=float), _CORNERS)

    x, y, _ = _GEOD.fwd(spread(lon), spread(lat), azimuths, spread(radius_km) * 1000)
    corners = np.column_stack([x, y]).round(4)
    lines = shapely.linearrings(corners, indices=np.repeat(np.arange(count), _CORNERS))
    return np.asarray(shapely.polygons(lines))


def precision_rings(events: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the ring of each event that the maps draw one for, sorted as the events are.

    Those are the events known to a district, a province or a part of an area (``where_precision``
    3 to 5). Events of one place on the same days share one ring; it bears the first one's id.
    """
    level = pd.to_numeric(events["where_precision"], errors="coerce")
    told = events[level.isin(list(RINGED)) & events.geometry.notna()]
    kept = gpd.GeoDataFrame(told[_KEPT], geometry=told.geometry, crs=events.crs)
    level = pd.to_numeric(kept["where_precision"]).astype(int)
    radius = pd.to_numeric(kept["radius_km"], errors="coerce").astype(float)
    kept["radius_km"] = radius.where(radius > 0, level.map(RING_KM).astype(float))
    kept["_lon"], kept["_lat"] = kept.geometry.x, kept.geometry.y
    kept = kept.drop_duplicates(["_lon", "_lat", "radius_km", "date_start", "date_end", "date_of"])
    lon, lat = kept.pop("_lon").to_numpy(), kept.pop("_lat").to_numpy()
    kept = kept.reset_index(drop=True)
    return kept.set_geometry(
        gpd.GeoSeries(
            list(rings_about(lon, lat, kept["radius_km"].to_numpy())),
            index=kept.index,
            crs=events.crs,
        )
    )
