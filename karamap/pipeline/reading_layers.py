"""Lines and areas out of a user's files, with the columns that the maps read."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely

from karamap.errors import InputError
from karamap.imports.cells import as_day, as_float, as_text
from karamap.layers import COLUMNS

__all__ = ["LAYER_FILES", "layers_or_none", "read_layer_files"]

# what ``karamap build`` writes beside events.geojson
LAYER_FILES = (
    "areas.geojson",
    "contact_line.geojson",
    "corridors.geojson",
    "pipelines.geojson",
)
_CRS = "EPSG:4326"
_DAYS = ("valid_from", "valid_to")
_NUMBERS = ("accuracy_m", "length_km_published", "pct_held")


def layers_or_none(folder: Path | None) -> Path | None:
    """Return the ``layers`` folder of a gazetteer folder, None where it has none."""
    return folder / "layers" if folder and (folder / "layers").is_dir() else None


def read_layer_files(paths: Iterable[Path]) -> tuple[gpd.GeoDataFrame, list[str]]:
    """Return the lines and areas of `paths` in one frame, and what to warn of.

    A file may be GeoJSON or anything else that GDAL reads. A row without ``kind`` is of the kind
    that its file's name says; ``valid_from`` and ``valid_to`` are open, ``name`` and ``source``
    empty where a file has none.

    Raises
    ------
    InputError
        If a file cannot be read, or a date or number in it is none; names file and row.
    """
    rows: list[dict[str, Any]] = []
    told: list[str] = []
    for path in paths:
        found, points = _read_file(path)
        rows += found
        if points:
            told.append(f"{path}: {points} point(s) are no lines or areas: left out")
    data = {c: pd.Series([row[c] for row in rows], dtype=object) for c in COLUMNS}
    for column in _NUMBERS:
        data[column] = data[column].astype(float)
    geometries = [row["geometry"] for row in rows]
    return gpd.GeoDataFrame(data, geometry=geometries, crs=_CRS), told


def _read_file(path: Path) -> tuple[list[dict[str, Any]], int]:
    """Return the rows of one file and how many points were left out."""
    if not path.is_file():
        raise InputError("no such file: name a file of lines and areas", path)
    try:
        frame = gpd.read_file(path)
    except Exception as fault:  # GDAL raises errors of many kinds
        why = str(fault).splitlines()[0] if str(fault) else type(fault).__name__
        raise InputError(
            f"cannot be read ({why}); give GeoJSON of lines and areas", path
        ) from fault
    if not isinstance(frame, gpd.GeoDataFrame):
        raise InputError("has no geometry; give GeoJSON of lines and areas", path)
    if frame.crs is not None:
        frame = frame.to_crs(_CRS)
    rows, points = [], 0
    geometries = frame.geometry
    for number, (record, geometry) in enumerate(
        zip(frame.drop(columns=geometries.name).to_dict("records"), geometries, strict=True), 1
    ):
        shape = _shape(geometry)
        if shape is None:
            points += geometry is not None and not geometry.is_empty
            continue
        rows.append(_row(record, path, number) | {"geometry": shape})
    return rows, points


def _shape(geometry: Any) -> Any:  # noqa: ANN401  any geometry
    """Return the lines or areas of a geometry in one of a kind, None where it has none."""
    if geometry is None or geometry.is_empty:
        return None
    parts = [p for g in shapely.get_parts(geometry) for p in shapely.get_parts(g)]
    for dimension in (2, 1):
        alike = [p for p in parts if shapely.get_dimensions(p) == dimension]
        if alike:
            return shapely.make_valid(
                shapely.multipolygons(alike) if dimension == 2 else shapely.multilinestrings(alike)
            )
    return None


def _row(record: dict[Any, Any], path: Path, number: int) -> dict[str, Any]:
    told = {str(k).lower(): v for k, v in record.items()}
    row: dict[str, Any] = {c: as_text(told.get(c)) for c in COLUMNS}
    try:
        row |= {c: as_day(told.get(c), c) for c in _DAYS}
        row |= {c: as_float(told.get(c), c) for c in _NUMBERS}
    except ValueError as fault:
        raise InputError(f"feature {number}: {fault}", path) from None
    row["kind"] = row["kind"] or path.stem.lower().replace("-", "_").replace(" ", "_")
    row["id"] = row["id"] or f"{path.stem}-{number}"
    row["name"] = row["name"] or ""
    return row
