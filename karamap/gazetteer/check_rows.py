"""Rows of a gazetteer folder with their line numbers, read without stopping at a fault."""

from __future__ import annotations

import csv
import math
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

__all__ = [
    "TABLE_COLUMNS",
    "Report",
    "Row",
    "index_rows",
    "measure_km",
    "read_day",
    "read_number",
    "read_point",
    "read_rows",
]

Row = tuple[int, dict[str, str]]  # line of the file, cells by column
Report = Callable[[int, str, str], None]  # line, level (error | warning), message

TABLE_COLUMNS = {
    "places.csv": "id,name,feature_class,lon,lat,radius_km,country,parent,population,valid_from,"
    "valid_to,source",
    "names.csv": "place_id,text,language,script,kind,used_by,valid_from,valid_to,source",
    "countries.csv": "id,name,lon,lat,radius_km,aliases,demonyms,source",
    "doubtful_names.csv": "place_id,text,language,script,kind,used_by,valid_from,valid_to,source,"
    "why",
    "one_sided.csv": "place_id,side,why",
}
_OPTIONAL = ("countries.csv", "doubtful_names.csv", "one_sided.csv")


def read_rows(path: Path, report: Report) -> list[Row]:
    """Return the rows that have the right number of fields; report the others."""
    columns = TABLE_COLUMNS[path.name].split(",")
    if not path.exists():
        if path.name not in _OPTIONAL:
            report(1, "error", f"is missing; write it with the columns {','.join(columns)}")
        return []
    rows: list[Row] = []
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            reader = csv.DictReader(stream)
            for column in columns:
                if column not in (reader.fieldnames or ()):
                    report(1, "error", f"lacks the column {column!r}; add it to the header")
                    return []
            for row in reader:
                if None in row or None in row.values():
                    report(reader.line_num, "error", "field count differs; quote cells with commas")
                else:
                    rows.append((reader.line_num, row))
    except UnicodeDecodeError as error:
        report(1, "error", f"is not UTF-8 ({error.reason}); save it as UTF-8")
    return rows


def index_rows(rows: Iterable[Row], report: Report) -> dict[str, dict[str, str]]:
    """Return the rows by id; report ids that are missing or occur twice."""
    found: dict[str, dict[str, str]] = {}
    for line, row in rows:
        if not row["id"]:
            report(line, "error", "the row has no id; give it a short lower-case slug")
        elif row["id"] in found:
            report(line, "error", f"the id {row['id']!r} occurs twice; merge or rename one")
        found.setdefault(row["id"], row)
    return found


def read_number(text: str) -> float | None:
    """Return `text` as a finite number, or None."""
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def read_point(row: dict[str, str]) -> tuple[float, float] | None:
    """Return lon, lat in degrees, or None where they are none."""
    lon, lat = read_number(row["lon"]), read_number(row["lat"])
    if lon is None or lat is None or abs(lon) > 180 or abs(lat) > 90:
        return None
    return lon, lat


def read_day(text: str) -> date | None:
    """Return the day of an ISO date, or None."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def measure_km(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Return the great-circle distance of two lon/lat points on a sphere, good to 0.5 %."""
    lon_a, lat_a, lon_b, lat_b = map(math.radians, (*a, *b))
    h = math.sin((lat_b - lat_a) / 2) ** 2
    h += math.cos(lat_a) * math.cos(lat_b) * math.sin((lon_b - lon_a) / 2) ** 2
    return 12742 * math.asin(min(1.0, math.sqrt(h)))
