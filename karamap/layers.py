"""Overlays by date, and the basemap under them.

The folder ``layers`` of a gazetteer holds GeoJSON files of lines and areas, each feature with the
dates between which it describes the ground, and ``stations.csv`` with what stands along the
pipelines; ``basemap`` holds land, borders and lakes.
"""

from __future__ import annotations

import csv
import datetime as dt
import json
import math
from functools import lru_cache
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
from shapely.errors import ShapelyError
from shapely.geometry import shape

from karamap.errors import GazetteerError
from karamap.gazetteer.tables import table_files
from karamap.resources import data_dir

__all__ = ["COLUMNS", "KINDS", "all_layers", "layers_on", "load_basemap", "load_stations"]

KINDS = frozenset(
    {
        "contact_line",
        "corridor",
        "peacekeeping_area",
        "former_unit",
        "district",
        "pipeline",
        "held_area",
        "control_change",
        "claimed_area",
    }
)
COLUMNS = (
    "id",
    "kind",
    "name",
    "names",
    "product",
    "operation",
    "status",
    "valid_from",
    "valid_to",
    "accuracy_m",
    "length_km_published",
    "pct_held",
    "source",
    "licence",
    "note",
)
_NUMBERS = ("accuracy_m", "length_km_published", "pct_held")
_STATION_COLUMNS = (
    "id",
    "pipelines",
    "kind",
    "name",
    "km",
    "accuracy_m",
    "valid_from",
    "valid_to",
    "source",
)
_STATUSES = ("de facto", "de jure", "claimed by")
_REQUIRED = ("id", "kind", "name", "accuracy_m", "source", "licence")
_CRS = "EPSG:4326"
_SCALES = ("detail", "wide", "world")


def all_layers(folder: str | Path | None = None, *, packaged: bool = True) -> gpd.GeoDataFrame:
    """Return every overlay of a gazetteer folder, whatever its dates.

    Parameters
    ----------
    folder
        A gazetteer folder; its ``layers`` sub-folder is read. Default: the packaged one.
    packaged
        Whether the packaged layers serve where `folder` has no ``layers``; else there are none.

    Returns
    -------
    GeoDataFrame
        Sorted by ``id``, WGS84, with the columns of `COLUMNS` and ``geometry``. ``names`` lists
        other names as ``az …; hy …``; ``status`` begins with *de facto*, *de jure* or *claimed by*
        and ``operation`` tells what a pipeline does. ``valid_from`` and ``valid_to`` are dates,
        both included, or None where open; ``accuracy_m`` is in metres, ``length_km_published`` in
        kilometres; ``pct_held`` is the share of a district held by Armenian forces on its dates.

    Raises
    ------
    GazetteerError
        If the folder or one of its files cannot be used; names the file and the feature.
    """
    home = _home(folder)
    if not (home / "layers").exists() and table_files(home):
        if not packaged:
            return _frame([])
        home = _home(None)
    return _read_layers(home).copy()


def layers_on(
    day: dt.date | str, folder: str | Path | None = None, *, packaged: bool = True
) -> gpd.GeoDataFrame:
    """Return the overlays that were valid on `day`.

    Parameters
    ----------
    day
        A date, or its ISO form (``2020-09-30``).
    folder, packaged
        As for `all_layers`.

    Raises
    ------
    GazetteerError
        As for `all_layers`, or if `day` is no date.
    """
    return _valid(all_layers(folder, packaged=packaged), _as_date(day))


def load_stations(
    folder: str | Path | None = None, *, on: dt.date | str | None = None
) -> gpd.GeoDataFrame:
    """Return the terminals, pump, compressor and metering stations of the pipelines.

    Parameters
    ----------
    folder
        As for `all_layers`; a folder without ``layers/stations.csv`` has no stations.
    on
        Only those at work on this day.

    Returns
    -------
    GeoDataFrame
        Points, WGS84, sorted by ``id``. ``pipelines`` and ``kind`` may hold several, parted by
        ``;``; ``km`` is the published distance from the start of the line, NaN where not told.

    Raises
    ------
    GazetteerError
        If the file has a row that cannot be used; names file and line.
    """
    frame = _read_stations(_home(folder)).copy()
    return frame if on is None else _valid(frame, _as_date(on))


def load_basemap(
    folder: str | Path | None = None, *, scale: str = "detail"
) -> dict[str, gpd.GeoDataFrame]:
    """Return the layers of the basemap by name (``ocean``, ``countries``, ``borders``, ``lakes``).

    Parameters
    ----------
    folder
        A gazetteer folder. Where it has no ``basemap`` of this scale, the packaged one serves.
    scale
        ``detail`` (the South Caucasus, with first-level units as ``admin1``), ``wide`` (from the
        Adriatic to the Caspian) or ``world`` (coarse, ``countries`` only).

    Raises
    ------
    GazetteerError
        If the scale is unknown or a file cannot be used.
    """
    if scale not in _SCALES:
        raise GazetteerError(f"unknown basemap scale {scale!r}: choose one of {', '.join(_SCALES)}")
    home = _home(folder)
    if not any((home / "basemap").glob(f"{scale}_*.geojson")):
        home = data_dir("gazetteer")
    return {name: frame.copy() for name, frame in _read_basemap(home, scale).items()}


def _home(folder: str | Path | None) -> Path:
    return data_dir("gazetteer") if folder is None else Path(folder).resolve()


def _valid(frame: gpd.GeoDataFrame, on: dt.date) -> gpd.GeoDataFrame:
    valid = [
        (start is None or start <= on) and (end is None or on <= end)
        for start, end in zip(frame["valid_from"], frame["valid_to"], strict=True)
    ]
    return frame[valid].reset_index(drop=True)


def _as_date(day: dt.date | str) -> dt.date:
    if isinstance(day, dt.datetime):
        return day.date()
    if isinstance(day, dt.date):
        return day
    try:
        return dt.date.fromisoformat(day)
    except ValueError:
        raise GazetteerError(f"no date: {day!r}; write it as YYYY-MM-DD") from None


@lru_cache(maxsize=8)
def _read_layers(home: Path) -> gpd.GeoDataFrame:
    folder = home / "layers"
    paths = sorted(folder.glob("*.geojson"))
    if not paths:
        raise GazetteerError("no layer files (*.geojson): name a gazetteer folder", folder)
    seen: dict[str, Path] = {}
    rows = []
    for path in paths:
        for row in _read_rows(path):
            if row["id"] in seen:
                raise GazetteerError(
                    f"feature {row['id']!r}: id also in {seen[row['id']].name}; rename one", path
                )
            seen[row["id"]] = path
            rows.append(row)
    rows.sort(key=lambda row: row["id"])
    return _frame(rows)


def _frame(rows: list[dict[str, Any]]) -> gpd.GeoDataFrame:
    # object, so that None stays None: an open end or a missing product is no NaN and no NaT
    data = {column: pd.Series([row[column] for row in rows], dtype=object) for column in COLUMNS}
    for column in _NUMBERS:
        data[column] = data[column].astype(float)
    return gpd.GeoDataFrame(data, geometry=[row["geometry"] for row in rows], crs=_CRS)


@lru_cache(maxsize=8)
def _read_basemap(home: Path, scale: str) -> dict[str, gpd.GeoDataFrame]:
    paths = sorted((home / "basemap").glob(f"{scale}_*.geojson"))
    return {path.stem.removeprefix(f"{scale}_"): _read_frame(path) for path in paths}


def _read_frame(path: Path) -> gpd.GeoDataFrame:
    features = _features(path)
    rows = [dict(feature.get("properties") or {}) for feature in features]
    shapes = [_geometry(feature, path, f"feature {i}") for i, feature in enumerate(features, 1)]
    return gpd.GeoDataFrame(rows, geometry=shapes, crs=_CRS)


def _read_rows(path: Path) -> list[dict[str, Any]]:
    return [_row(feature, path, i) for i, feature in enumerate(_features(path), 1)]


def _features(path: Path) -> list[dict[str, Any]]:
    """Return the features of a GeoJSON file; the file must hold a collection of them."""
    try:
        collection = json.loads(path.read_text(encoding="utf-8"))
    except json.JSONDecodeError as fault:
        raise GazetteerError(f"no JSON ({fault.msg}): mend the file", path, fault.lineno) from None
    except (OSError, UnicodeDecodeError) as fault:
        raise GazetteerError(f"cannot be read ({fault}): it must be UTF-8 GeoJSON", path) from None
    features = collection.get("features") if isinstance(collection, dict) else None
    if not isinstance(features, list) or not all(isinstance(item, dict) for item in features):
        raise GazetteerError("no FeatureCollection: write it as RFC 7946 GeoJSON", path)
    return features


def _row(feature: dict[str, Any], path: Path, number: int) -> dict[str, Any]:
    properties = feature.get("properties")
    if not isinstance(properties, dict):
        raise GazetteerError(f"feature {number}: has no properties", path)
    label = f"feature {properties.get('id') or number!r}"
    missing = [key for key in _REQUIRED if properties.get(key) in (None, "")]
    if missing:
        raise GazetteerError(f"{label}: {', '.join(missing)} missing; add it", path)
    if properties["kind"] not in KINDS:
        known = ", ".join(sorted(KINDS))
        raise GazetteerError(f"{label}: kind {properties['kind']!r} unknown; use {known}", path)
    row = {column: properties.get(column) for column in COLUMNS}
    for key in ("valid_from", "valid_to"):
        row[key] = _date_of(properties.get(key), path, f"{label}: {key}")
    if row["valid_from"] and row["valid_to"] and row["valid_from"] > row["valid_to"]:
        raise GazetteerError(f"{label}: valid_from is after valid_to; swap them", path)
    row["accuracy_m"] = _metres(properties["accuracy_m"], path, label)
    _check_told(row, path, label)
    row["geometry"] = _geometry(feature, path, label)
    return row


def _check_told(row: dict[str, Any], path: Path, label: str) -> None:
    """Raise where status, published length or share held cannot be what they should be."""
    status = row["status"]
    if status is not None and not str(status).startswith(_STATUSES):
        known = ", ".join(_STATUSES)
        raise GazetteerError(f"{label}: status {status!r} unknown; begin it with {known}", path)
    for key, most in (("length_km_published", math.inf), ("pct_held", 100)):
        value = row[key]
        if value is not None and not (isinstance(value, (int, float)) and 0 <= value <= most):
            raise GazetteerError(f"{label}: {key} {value!r} is no such number", path)


@lru_cache(maxsize=8)
def _read_stations(home: Path) -> gpd.GeoDataFrame:
    path = home / "layers" / "stations.csv"
    rows: list[dict[str, Any]] = []
    if path.is_file():
        with path.open(encoding="utf-8", newline="") as lines:
            reader = csv.DictReader(lines)
            rows = [_station(row, path, reader.line_num) for row in reader]
    rows.sort(key=lambda row: str(row["id"]))
    columns = {c: pd.Series([row[c] for row in rows], dtype=object) for c in _STATION_COLUMNS}
    for column in ("km", "accuracy_m"):
        columns[column] = columns[column].astype(float)
    points = gpd.points_from_xy([row["lon"] for row in rows], [row["lat"] for row in rows])
    return gpd.GeoDataFrame(columns, geometry=points, crs=_CRS)


def _station(row: dict[str, Any], path: Path, line: int) -> dict[str, Any]:
    label = f"station {row.get('id') or line!r}"
    try:
        numbers = {key: float(row[key]) for key in ("lon", "lat", "accuracy_m")}
        numbers["km"] = float(row["km"] or "nan")
    except (KeyError, TypeError, ValueError):
        raise GazetteerError(
            f"{label}: lon, lat, km or accuracy_m is no number; mend it", path, line
        ) from None
    missing = [key for key in ("id", "pipelines", "kind", "name", "source") if not row.get(key)]
    if missing:
        raise GazetteerError(f"{label}: {', '.join(missing)} missing; add it", path, line)
    days = {k: _date_of(row.get(k), path, f"{label}: {k}") for k in ("valid_from", "valid_to")}
    return {**row, **numbers, **days}


def _date_of(value: object, path: Path, label: str) -> dt.date | None:
    if value in (None, ""):
        return None
    try:
        return dt.date.fromisoformat(str(value))
    except ValueError:
        raise GazetteerError(f"{label} {value!r} is no date; write YYYY-MM-DD", path) from None


def _metres(value: object, path: Path, label: str) -> float:
    if isinstance(value, (int, float)) and not isinstance(value, bool) and 0 < value < math.inf:
        return float(value)
    raise GazetteerError(f"{label}: accuracy_m {value!r} is no positive number of metres", path)


def _geometry(feature: dict[str, Any], path: Path, label: str) -> Any:  # noqa: ANN401  any geometry
    try:
        geometry = shape(feature["geometry"])
    except (ShapelyError, KeyError, TypeError, ValueError, AttributeError, IndexError):
        raise GazetteerError(f"{label}: no readable geometry", path) from None
    if geometry.is_empty or not geometry.is_valid:
        raise GazetteerError(f"{label}: geometry is empty or crosses itself; mend it", path)
    return geometry
