"""The packaged base maps that every renderer puts under or beside a map's own."""

from __future__ import annotations

from functools import lru_cache

import geopandas as gpd
import numpy as np
import shapely

from karamap.layers import load_basemap

__all__ = ["shared_borders", "wide_basemap", "world_basemap"]

Basemap = dict[str, gpd.GeoDataFrame]


def wide_basemap() -> Basemap:
    """Return the packaged base map for overviews of the conflict's surroundings."""
    return load_basemap(scale="wide")


def world_basemap() -> Basemap:
    """Return the packaged coarse map of the world: ``countries``, their ``borders``, ``ocean``."""
    return dict(_world())


@lru_cache(maxsize=1)
def _world() -> Basemap:
    world = load_basemap(scale="world")
    countries = world["countries"]
    sea = shapely.difference(shapely.box(-180, -90, 180, 90), countries.geometry.union_all())
    ocean = gpd.GeoDataFrame(geometry=[sea], crs=countries.crs)
    return {**world, "borders": shared_borders(countries), "ocean": ocean}


def shared_borders(countries: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the edges that two of `countries` share, as lines; coasts are left out.

    Neighbours must share their vertices, as those of a coverage do.
    """
    # of multipolygons get_rings returns none
    rings = shapely.get_rings(shapely.get_parts(np.asarray(countries.geometry.array, dtype=object)))
    edges = [np.hstack([xy[:-1], xy[1:]]) for xy in map(shapely.get_coordinates, rings)]
    if not edges:
        return gpd.GeoDataFrame(geometry=[], crs=countries.crs)
    flat = np.vstack(edges)
    # the same edge runs one way in one country and the other way in its neighbour
    turned = (flat[:, 0] > flat[:, 2]) | ((flat[:, 0] == flat[:, 2]) & (flat[:, 1] > flat[:, 3]))
    flat[turned] = flat[turned][:, [2, 3, 0, 1]]
    unique, counts = np.unique(flat, axis=0, return_counts=True)
    lines = shapely.MultiLineString(unique[counts > 1].reshape(-1, 2, 2).tolist())
    merged = shapely.line_merge(lines)
    return gpd.GeoDataFrame(geometry=list(shapely.get_parts(merged)), crs=countries.crs)
