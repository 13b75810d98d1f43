"""What the formats written through GDAL share: typed columns, fixed stamps, whole files only."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import shapely

from karamap.errors import OutputError
from karamap.export.schema import columns_of_type
from karamap.export.write import clean_text, replace_with

__all__ = ["STAMP", "geometry_type", "whole_file", "write_layer"]

# GDAL stamps what it writes; a fixed stamp keeps the bytes the same on every run
STAMP = "2000-01-01T00:00:00.000Z"


def _column(values: pd.Series[Any], name: str, *, dates: bool) -> tuple[Any, Any]:
    """Return the values as an array GDAL takes, and where they are missing (None: nowhere).

    geopandas would write days as text or as instants; only NumPy's day type becomes a DATE.
    """
    missing = values.isna().to_numpy()
    if dates and name in columns_of_type("date"):
        return pd.to_datetime(values, errors="coerce").to_numpy().astype("datetime64[D]"), None
    if pd.api.types.is_bool_dtype(values.dtype) or pd.api.types.is_float_dtype(values.dtype):
        return values.to_numpy(), None
    if pd.api.types.is_integer_dtype(values.dtype):
        return values.fillna(0).to_numpy(dtype="int64"), missing
    if name in columns_of_type("number"):
        return pd.to_numeric(values, errors="coerce").to_numpy(dtype="float64"), None
    pairs = zip(values.to_numpy(dtype=object), missing, strict=True)
    texts = [None if gone else clean_text(str(v)) for v, gone in pairs]
    return np.array(texts, dtype=object), None


def geometry_type(frame: gpd.GeoDataFrame) -> str:
    """Return the one geometry type to declare; parts and wholes together are Multi."""
    kinds = set(frame.geom_type.dropna())
    if len(kinds) == 2 and {k.removeprefix("Multi") for k in kinds} != kinds:
        kinds = {max(kinds, key=len)}  # parts and whole: all are written as Multi…
    return kinds.pop() if len(kinds) == 1 else "Unknown"


def write_layer(
    frame: gpd.GeoDataFrame,
    path: Path,
    layer: str,
    *,
    driver: str,
    dates: bool = True,
    **options: Any,  # noqa: ANN401  GDAL's own
) -> None:
    """Write `frame` (WGS 84) as one layer; with `dates`, days as GDAL's DATE, else as ISO text."""
    names = [c for c in frame.columns if c != frame.geometry.name]
    columns = [_column(frame[c], c, dates=dates) for c in names]
    kind = geometry_type(frame)
    pyogrio.raw.write(
        path,
        shapely.to_wkb(frame.geometry.to_numpy()),
        [data for data, _ in columns],
        np.array(names, dtype=object),
        field_mask=[mask for _, mask in columns],
        layer=layer,
        driver=driver,
        geometry_type=kind,
        promote_to_multi=kind.startswith("Multi"),
        crs="EPSG:4326",
        **options,
    )


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """Give a path beside `path` to write to; what is there at the end takes its place at once.

    Raises
    ------
    OutputError
        Where the file cannot be written; the old one stays.
    """
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": STAMP})
    try:
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=f".{path.suffix[1:]}.") as folder:
            temporary = Path(folder) / path.name
            yield temporary
            if temporary.exists():
                replace_with(temporary, path)
    except (OSError, pyogrio.errors.DataSourceError) as error:
        raise OutputError(f"cannot be written ({error})", path) from error
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": None})
