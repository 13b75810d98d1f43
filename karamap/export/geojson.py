"""GeoJSON, RFC 7946: WGS 84, right-hand rings, stable ids, no ``crs`` member."""

from __future__ import annotations

import json
import math
from datetime import date
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely.geometry import GeometryCollection, mapping
from shapely.geometry.base import BaseGeometry

from karamap.export.handover import Handover, Tell
from karamap.export.write import write_text

__all__ = ["geojson_text", "hand_over", "write_geojson"]

_DECIMALS = 5  # degrees: about a metre, finer than any source here
_SHARE = 10  # a grid this much finer than the accuracy of what is drawn loses nothing


def _plain(value: Any) -> Any:  # noqa: ANN401  any cell of a frame
    if value is None or value is pd.NA or value is pd.NaT:
        return None
    if isinstance(value, float) and not math.isfinite(value):
        return None  # JSON has no word for it
    if isinstance(value, date):
        return value.isoformat()
    return value.item() if hasattr(value, "item") else value


def _round(value: Any, decimals: int) -> Any:  # noqa: ANN401  nested tuples of numbers
    if isinstance(value, float):
        return round(value, decimals)
    return [_round(v, decimals) for v in value]


def _decimals(accuracy_m: Any) -> int:  # noqa: ANN401  any cell of a frame
    """Return how many decimals of a degree carry what is accurate to so many metres."""
    if not isinstance(accuracy_m, (int, float)) or not accuracy_m > 0:
        return _DECIMALS
    degrees = accuracy_m / _SHARE / 111_195
    return min(max(math.ceil(-math.log10(degrees)), 1), _DECIMALS)


def _geometry(geometry: BaseGeometry | None, decimals: int = _DECIMALS) -> dict[str, Any] | None:
    if geometry is not None and geometry.geom_type.endswith("Polygon"):
        geometry = shapely.orient_polygons(shapely.set_precision(geometry, 10**-decimals))
    if geometry is None or geometry.is_empty or not np.isfinite(geometry.bounds).all():
        return None  # an area smaller than the grid is none
    if isinstance(geometry, GeometryCollection):
        parts = [_geometry(g, decimals) for g in geometry.geoms]
        return {"type": "GeometryCollection", "geometries": parts}
    shape = mapping(geometry)
    return {"type": shape["type"], "coordinates": _round(shape["coordinates"], decimals)}


def _one_kind(geometries: list[dict[str, Any] | None]) -> None:
    """Make single parts Multi where a file has both, so that it holds one geometry kind."""
    told = [g for g in geometries if g]
    kinds = {g["type"] for g in told}
    if len(kinds) != 2 or len({k.removeprefix("Multi") for k in kinds}) != 1:
        return
    for geometry in told:
        if not geometry["type"].startswith("Multi"):
            geometry["type"] = f"Multi{geometry['type']}"
            geometry["coordinates"] = [geometry["coordinates"]]


def _members(frame: gpd.GeoDataFrame) -> list[str]:
    features = []
    columns = [c for c in frame.columns if c != frame.geometry.name]
    records = frame[columns].to_dict("records")
    shapes = [
        _geometry(geometry, _decimals(record.get("accuracy_m")))
        for record, geometry in zip(records, frame.geometry, strict=True)
    ]
    _one_kind(shapes)
    for record, shape in zip(records, shapes, strict=True):
        feature: dict[str, Any] = {"type": "Feature"}
        if "id" in record:
            feature["id"] = record["id"]
        feature["properties"] = {k: _plain(v) for k, v in record.items()}
        feature["geometry"] = shape
        features.append(json.dumps(feature, ensure_ascii=False, allow_nan=False))
    return features


def geojson_text(frame: gpd.GeoDataFrame, *, name: str | None = None) -> str:
    """Return `frame` (WGS 84) as a FeatureCollection, one feature a line, in the frame's order."""
    title = f'"name": {json.dumps(name)}, ' if name else ""
    body = ",\n".join(_members(frame))
    return f'{{"type": "FeatureCollection", {title}"features": [\n{body}\n]}}\n'


def write_geojson(frame: gpd.GeoDataFrame, path: Path, *, name: str | None = None) -> Path:
    """Write `frame` to `path`."""
    return write_text(path, geojson_text(frame, name=name or path.stem))


def hand_over(handover: Handover, path: Path, _tell: Tell) -> None:
    """Write the events."""
    write_geojson(handover.events, path)
