"""GeoPackage: every layer in one file, real DATE columns, repeatable to the byte."""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import shapely

from karamap.errors import OutputError
from karamap.export.write import clean_text, replace_with

__all__ = ["write_geopackage"]

_DATE_COLUMNS = ("date_start", "date_end", "published", "valid_from", "valid_to")
# GDAL stamps each layer; a fixed stamp keeps the bytes the same on every run
_STAMP = datetime(2000, 1, 1, tzinfo=UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
_VERSION = "1.2"  # of the format; GDAL before 3.7 warns of later ones


def _column(values: pd.Series[Any], name: str) -> tuple[Any, Any]:
    """Return the values as an array GDAL takes, and where they are missing (None: nowhere).

    geopandas would write days as text or as instants; only NumPy's day type becomes a DATE.
    """
    missing = values.isna().to_numpy()
    if name in _DATE_COLUMNS:
        return pd.to_datetime(values, errors="coerce").to_numpy().astype("datetime64[D]"), None
    if pd.api.types.is_bool_dtype(values.dtype) or pd.api.types.is_float_dtype(values.dtype):
        return values.to_numpy(), None
    if pd.api.types.is_integer_dtype(values.dtype):
        return values.fillna(0).to_numpy(dtype="int64"), missing
    texts = [None if gone else clean_text(str(v)) for v, gone in zip(values, missing, strict=True)]
    return np.array(texts, dtype=object), None


def _geometry_type(frame: gpd.GeoDataFrame) -> str:
    kinds = set(frame.geom_type.dropna())
    if len(kinds) == 2 and {k.removeprefix("Multi") for k in kinds} != kinds:
        kinds = {max(kinds, key=len)}  # parts and whole: all are written as Multi…
    return kinds.pop() if len(kinds) == 1 else "Unknown"


def _write_layer(frame: gpd.GeoDataFrame, path: Path, layer: str) -> None:
    frame = frame.rename(columns={"id": "uid"})
    names = [c for c in frame.columns if c != frame.geometry.name]
    columns = [_column(frame[c], c) for c in names]
    kind = _geometry_type(frame)
    pyogrio.raw.write(
        path,
        shapely.to_wkb(frame.geometry.to_numpy()),
        [data for data, _ in columns],
        np.array(names, dtype=object),
        field_mask=[mask for _, mask in columns],
        layer=layer,
        driver="GPKG",
        geometry_type=kind,
        promote_to_multi=kind.startswith("Multi"),
        crs="EPSG:4326",
        dataset_options={"VERSION": _VERSION},
    )


def write_geopackage(layers: dict[str, gpd.GeoDataFrame], path: Path) -> Path:
    """Write `layers` (by name, WGS 84) to one GeoPackage; empty ones are left out.

    A column ``id`` becomes ``uid``: GeoPackage keeps that name for its own row numbers.

    Raises
    ------
    OutputError
        Where the file cannot be written.
    """
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": _STAMP})
    try:
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=".gpkg.") as folder:
            temporary = Path(folder) / path.name
            for name, frame in layers.items():
                if not frame.empty:
                    _write_layer(frame, temporary, name)
            if temporary.exists():
                replace_with(temporary, path)
            else:
                path.unlink(missing_ok=True)  # an earlier build's file would pass for this one's
    except (OSError, pyogrio.errors.DataSourceError) as error:
        raise OutputError(f"cannot be written ({error})", path) from error
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": None})
    return path
