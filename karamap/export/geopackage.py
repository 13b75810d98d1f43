"""GeoPackage: every layer in one file, real DATE columns, repeatable to the byte."""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyogrio

from karamap.errors import OutputError
from karamap.export.write import replace_with

__all__ = ["write_geopackage"]

_DATE_COLUMNS = ("date_start", "date_end", "published", "valid_from", "valid_to")
# GDAL stamps each layer; a fixed stamp keeps the bytes the same on every run
_STAMP = datetime(2000, 1, 1, tzinfo=UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _typed(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    frame = frame.rename(columns={"id": "uid"}) if "id" in frame else frame.copy()
    for column in _DATE_COLUMNS:
        if column in frame:
            days = pd.to_datetime(frame[column], errors="coerce")
            frame[column] = [None if pd.isna(d) else d.date() for d in days]
    return frame


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
                    _typed(frame).to_file(temporary, layer=name, driver="GPKG", engine="pyogrio")
            if temporary.exists():
                replace_with(temporary, path)
    except (OSError, pyogrio.errors.DataSourceError) as error:
        raise OutputError(f"cannot be written ({error})", path) from error
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": None})
    return path
