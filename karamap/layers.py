"""Overlays by date, and the basemap under them.

The folder ``layers`` of a gazetteer holds GeoJSON files of lines and areas, each feature with the
dates between which it describes the ground; ``basemap`` holds land, borders and lakes.
"""

from __future__ import annotations

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
from karamap.resources import data_dir

__all__ = ["COLUMNS", "KINDS", "all_layers", "layers_on", "load_basemap"]

KINDS = frozenset(
    {"contact_line", "corridor", "peacekeeping_area", "former_unit", "district", "pipeline"}
)
COLUMNS = (
    "id",
    "kind",
    "name",
    "product",
    "status",
    "valid_from",
    "valid_to",
    "accuracy_m",
    "source",
    "licence",
    "note",
)
_REQUIRED = ("id", "kind", "name", "accuracy_m", "source", "licence")
_CRS = "EPSG:4326"
_SCALES = ("detail", "wide")


def all_layers(folder: str | Path | None = None) -> gpd.GeoDataFrame:
    """Return every overlay of a gazetteer folder, whatever its dates.

    Parameters
    ----------
    folder
        A gazetteer folder; its ``layers`` sub-folder is read. Default: the packaged one.

    Returns
    -------
    GeoDataFrame
        Sorted by ``id``, WGS84, with the columns of `COLUMNS` and ``geometry``. ``valid_from``
        and ``valid_to`` are dates, both included, or None where open; ``accuracy_m`` is in metres.

    Raises
    ------
    GazetteerError
        If the folder or one of its files cannot be used; names the file and the feature.
    """
    return _read_layers(_home(folder)).copy()


def layers_on(day: dt.date | str, folder: str | Path | None = None) -> gpd.GeoDataFrame:
    """Return the overlays that were valid on `day`.

    Parameters
    ----------
    day
        A date, or its ISO form (``2020-09-30``).
    folder
        As for `all_layers`.

    Raises
    ------
    GazetteerError
        As for `all_layers`, or if `day` is no date.
    """
    on = _as_date(day)
    layers = all_layers(folder)
    valid = [
        (start is None or start <= on) and (end is None or on <= end)
        for start, end in zip(layers["valid_from"], layers["valid_to"], strict=True)
    ]
    return layers[valid].reset_index(drop=True)


def load_basemap(
    folder: str | Path | None = None, *, scale: str = "detail"
) -> dict[str, gpd.GeoDataFrame]:
    """Return the layers of the basemap by name (``ocean``, ``countries``, ``borders``, ``lakes``).

    Parameters
    ----------
    folder
        A gazetteer folder. Where it has no ``basemap`` of this scale, the packaged one serves.
    scale
        ``detail`` (the South Caucasus, with first-level units as ``admin1``) or ``wide``
        (from the Adriatic to the Caspian).

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
    # object, so that None stays None: an open end or a missing product is no NaN and no NaT
    data = {column: pd.Series([row[column] for row in rows], dtype=object) for column in COLUMNS}
    data["accuracy_m"] = data["accuracy_m"].astype(float)
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
    row["geometry"] = _geometry(feature, path, label)
    return row


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
