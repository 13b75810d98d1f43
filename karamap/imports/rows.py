"""The rows of an events file, whatever its format, each with its line or number."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from karamap.errors import InputError

__all__ = ["NumberedRow", "csv_rows", "rows_of"]

NumberedRow = tuple[int, dict[str, Any]]  # line of a text file, number of a feature or table row
_TABLES = (".gpkg", ".fgb", ".parquet", ".geoparquet", ".shp")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def rows_of(path: Path) -> Iterator[NumberedRow | InputError]:
    """Yield the rows of an events file with their numbers; what is no row comes as its fault.

    Raises
    ------
    InputError
        Where the file cannot be read or its format is unknown.
    """
    suffix = path.suffix.lower()
    if suffix in _TABLES:
        yield from _table_rows(path)
        return
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as fault:
        raise InputError(f"cannot be read ({fault}); give a UTF-8 file", path) from None
    if suffix in {".jsonl", ".ndjson"}:
        yield from _json_lines(text, path)
    elif suffix in {".geojson", ".json"}:
        yield from _features(text, path)
    elif suffix == ".csv":
        yield from _own_csv_rows(text)
    else:
        known = ", ".join((".jsonl", ".geojson", ".csv", *_TABLES))
        raise InputError(f"no events file: its name must end in one of {known}", path)


def _json_lines(text: str, path: Path) -> Iterator[NumberedRow | InputError]:
    # not splitlines: U+2028 and its like may stand inside a value
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except json.JSONDecodeError as fault:
            yield InputError(f"no JSON ({fault.msg}); one event a line", path, number)
            continue
        if isinstance(row, dict):
            yield number, row
        else:
            yield InputError("no JSON object; one event a line", path, number)


def _features(text: str, path: Path) -> Iterator[NumberedRow | InputError]:
    try:
        collection = json.loads(text)
    except json.JSONDecodeError as fault:
        raise InputError(f"no JSON ({fault.msg}); mend the file", path, fault.lineno) from None
    features = collection.get("features") if isinstance(collection, dict) else None
    if not isinstance(features, list):
        raise InputError("no FeatureCollection; give GeoJSON of karamap's events", path)
    for number, feature in enumerate(features, 1):
        row = feature.get("properties") if isinstance(feature, dict) else None
        if not isinstance(row, dict):
            yield InputError(f"feature {number} has no properties; drop it", path)
            continue
        yield number, {"id": feature.get("id"), **row, **_point(feature.get("geometry"))}


def _point(geometry: object) -> dict[str, Any]:
    if not isinstance(geometry, dict) or geometry.get("type") != "Point":
        return {}
    given = geometry.get("coordinates")
    at: list[Any] = given if isinstance(given, list) else []
    lon, lat, *_ = [*at, None, None]
    return {"lon": lon, "lat": lat}


def _own_csv_rows(text: str) -> Iterator[NumberedRow]:
    for number, row in csv_rows(text):
        yield number, {name: _plain(cell) for name, cell in row.items()}


def _plain(cell: str) -> str | None:
    # the writer puts one ' before what a spreadsheet would run, and before that with ' of its own
    defused = cell[:1] == "'" and cell.lstrip("'").startswith(_FORMULA)
    return (cell[1:] if defused else cell) or None


def csv_rows(text: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the rows of a CSV text by column, each with the line that it starts on.

    Cells that a short row lacks are empty; those beyond the header are dropped.
    """
    reader = csv.DictReader(io.StringIO(text, newline=""), restval="")
    first = 2
    for row in reader:
        yield first, {k: v for k, v in row.items() if isinstance(k, str) and isinstance(v, str)}
        first = reader.line_num + 1


def _table_rows(path: Path) -> Iterator[NumberedRow]:
    import geopandas as gpd  # noqa: PLC0415  heavy, only when used

    try:
        if path.suffix.lower() in {".parquet", ".geoparquet"}:
            frame = gpd.read_parquet(path)
        else:
            frame = gpd.read_file(path, layer="events" if path.suffix.lower() == ".gpkg" else None)
    except Exception as fault:  # GDAL and Arrow raise errors of many kinds
        raise InputError(f"cannot be read ({fault}); give a file of events", path) from fault
    name = frame.geometry.name
    for number, row in enumerate(frame.to_dict("records"), 1):
        point = row.pop(name)
        if point is not None and not point.is_empty and point.geom_type == "Point":
            row |= {"lon": point.x, "lat": point.y}
        yield number, {str(k): None if _is_gap(v) else v for k, v in row.items()}


def _is_gap(cell: Any) -> bool:  # noqa: ANN401  any cell of a frame
    import pandas as pd  # noqa: PLC0415  heavy, only when used

    with suppress(TypeError, ValueError):
        return bool(pd.isna(cell))
    return False
