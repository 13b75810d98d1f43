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

from karamap.export.write import write_text

__all__ = ["geojson_text", "write_geojson"]

_GRID = 1e-5  # degrees: about a metre, finer than any source here


def _plain(value: Any) -> Any:  # noqa: ANN401  any cell of a frame
    if value is None or value is pd.NA or value is pd.NaT:
        return None
    if isinstance(value, float) and not math.isfinite(value):
        return None  # JSON has no word for it
    if isinstance(value, date):
        return value.isoformat()
    return value.item() if hasattr(value, "item") else value


def _round(value: Any) -> Any:  # noqa: ANN401  nested tuples of numbers
    return round(value, 5) if isinstance(value, float) else [_round(v) for v in value]


def _geometry(geometry: BaseGeometry | None) -> dict[str, Any] | None:
    if geometry is not None and geometry.geom_type.endswith("Polygon"):
        geometry = shapely.orient_polygons(shapely.set_precision(geometry, _GRID))
    if geometry is None or geometry.is_empty or not np.isfinite(geometry.bounds).all():
        return None  # an area smaller than the grid is none
    if isinstance(geometry, GeometryCollection):
        return {"type": "GeometryCollection", "geometries": [_geometry(g) for g in geometry.geoms]}
    shape = mapping(geometry)
    return {"type": shape["type"], "coordinates": _round(shape["coordinates"])}


def _members(frame: gpd.GeoDataFrame) -> list[str]:
    features = []
    columns = [c for c in frame.columns if c != frame.geometry.name]
    records = frame[columns].to_dict("records")
    for record, geometry in zip(records, frame.geometry, strict=True):
        feature: dict[str, Any] = {"type": "Feature"}
        if "id" in record:
            feature["id"] = record["id"]
        feature["properties"] = {k: _plain(v) for k, v in record.items()}
        feature["geometry"] = _geometry(geometry)
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
