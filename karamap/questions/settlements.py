"""The settlement nearest to an event, how far and in which direction."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
from shapely.geometry import Point

from karamap.errors import InputError
from karamap.gazetteer import Gazetteer
from karamap.model import FeatureClass
from karamap.questions.columns import GEOD, placed, radius_km

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["nearest_settlements", "settlement_sentence", "settlements_frame"]

_WINDS = ("N", "NE", "E", "SE", "S", "SW", "W", "NW")
_CLOSE = 4  # nearest on the sphere that are measured on the ellipsoid: it errs by 0.6 % at most
_BLOCK = 2000


def settlements_frame(gazetteer: Gazetteer) -> gpd.GeoDataFrame:
    """Return the curated settlements of a gazetteer: ``id``, ``name``, ``radius_km``, a point."""
    rows = [
        {"id": p.id, "name": p.name, "radius_km": p.radius_km, "geometry": Point(p.lon, p.lat)}
        for p in gazetteer.curated_places()
        if p.feature_class is FeatureClass.SETTLEMENT
    ]
    rows.sort(key=lambda row: str(row["id"]))
    columns = ["id", "name", "radius_km", "geometry"]
    return gpd.GeoDataFrame(rows, columns=columns, geometry="geometry", crs="EPSG:4326")


def nearest_settlements(
    events: gpd.GeoDataFrame, settlements: gpd.GeoDataFrame
) -> gpd.GeoDataFrame:
    """Return the events with the settlement nearest to each.

    Parameters
    ----------
    events
        As `karamap.frames.events_frame` gives them; those that tell no place finer than a country
        are left out.
    settlements
        Points with ``id`` and ``name``, such as `settlements_frame` gives.

    Returns
    -------
    GeoDataFrame
        The events' columns and ``settlement_id``, ``settlement``, ``settlement_km``, ``direction``
        (of the event as seen from there: N, NE, …; empty within a kilometre), ``accuracy_km`` and
        ``sure``: whether no other settlement can be nearer, given how well the place is known.

    Raises
    ------
    InputError
        If `settlements` has no row.
    """
    if settlements.empty:
        raise InputError("no settlements to look among; give a gazetteer that has some")
    known = placed(events).reset_index(drop=True)
    radius = radius_km(known)
    there = np.column_stack([settlements.geometry.x, settlements.geometry.y])
    here = np.column_stack([known.geometry.x, known.geometry.y])
    picks, distances = _nearest(here, there)
    best = there[picks[:, 0]]
    bearing = GEOD.inv(best[:, 0], best[:, 1], here[:, 0], here[:, 1])[0]
    far = distances[:, 0]
    second = distances[:, 1] if distances.shape[1] > 1 else np.full(len(known), np.inf)
    winds = np.array(_WINDS)[(np.round(np.asarray(bearing) / 45).astype(int)) % len(_WINDS)]
    told = pd.DataFrame(
        {
            "settlement_id": settlements["id"].to_numpy()[picks[:, 0]],
            "settlement": settlements["name"].to_numpy()[picks[:, 0]],
            "settlement_km": far.round(2),
            "direction": np.where(far > 1.0, winds, ""),
            "accuracy_km": radius.round(2),
            # moving the event by r brings one nearer by r at most and takes another r farther
            "sure": far + radius < second - radius,
        }
    )
    return gpd.GeoDataFrame(pd.concat([known, told], axis=1), geometry=known.geometry.name)


def _nearest(
    here: NDArray[np.float64], there: NDArray[np.float64]
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return for each point of `here` the few nearest of `there` in order, and the km to each."""
    few = min(_CLOSE, len(there))
    picks = np.empty((len(here), few), dtype=np.int64)
    targets = _unit(there)
    for start in range(0, len(here), _BLOCK):
        cosine = _unit(here[start : start + _BLOCK]) @ targets.T
        picks[start : start + _BLOCK] = np.argsort(-cosine, axis=1, kind="stable")[:, :few]
    ends = np.repeat(here, few, axis=0), there[picks.ravel()]
    metres = GEOD.inv(ends[0][:, 0], ends[0][:, 1], ends[1][:, 0], ends[1][:, 1])[2]
    kilometres = np.asarray(metres).reshape(-1, few) / 1000
    order = np.argsort(kilometres, axis=1, kind="stable")
    return np.take_along_axis(picks, order, 1), np.take_along_axis(kilometres, order, 1)


def _unit(lonlat: NDArray[np.float64]) -> NDArray[np.float64]:
    lon, lat = np.radians(lonlat.reshape(-1, 2).T)
    return np.column_stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])


def settlement_sentence(answers: gpd.GeoDataFrame) -> str:
    """Return what `nearest_settlements` found in one sentence."""
    if answers.empty:
        return "No event tells a place finer than a country."
    sure = int(answers["sure"].sum())
    top = answers["settlement"].value_counts(sort=False).sort_index()
    most = str(top.idxmax())
    return (
        f"{most} is nearest to most events ({int(top.max())} of {len(answers)}); for {sure} no "
        "other settlement can be nearer, as well as their place is known."
    )
