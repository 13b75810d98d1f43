"""GeoParquet 1.1 with typed columns and a covering of boxes, through pyarrow."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd

from karamap.errors import OutputError
from karamap.export.handover import Handover, Tell
from karamap.export.schema import read_schema
from karamap.export.write import replace_with

__all__ = ["hand_over", "write_geoparquet"]


def write_geoparquet(frame: gpd.GeoDataFrame, path: Path, *, table: str = "events") -> Path:
    """Write `frame` to `path`, each column with the type that the schema of `table` tells.

    Raises
    ------
    OutputError
        Where the file cannot be written; the old one stays.
    """
    typed = frame.copy()
    for field in read_schema()[table].fields:
        if field.name in typed:
            typed[field.name] = _typed(typed[field.name], field.type)
    try:
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=".parquet.") as folder:
            temporary = Path(folder) / path.name
            typed.to_parquet(
                temporary, index=False, schema_version="1.1.0", write_covering_bbox=True
            )
            replace_with(temporary, path)
    except OSError as error:
        raise OutputError(f"cannot be written ({error.strerror})", path) from error
    return path


def _typed(values: pd.Series[Any], kind: str) -> pd.Series[Any]:
    """Return a column in Arrow's type, so that one without any value has its type all the same."""
    import pyarrow as pa  # noqa: PLC0415  an extra

    if kind == "date":
        return pd.to_datetime(values, errors="coerce").astype(pd.ArrowDtype(pa.date32()))
    types = {"integer": pa.int64(), "number": pa.float64(), "boolean": pa.bool_()}
    return values.astype(pd.ArrowDtype(types.get(kind, pa.string())))


def hand_over(handover: Handover, path: Path, _tell: Tell) -> None:
    """Write the events."""
    write_geoparquet(handover.events, path)
