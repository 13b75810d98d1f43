"""The common jsonl that gold and predictions come in, read strictly: every fault has a line."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from karamap.errors import InputError
from karamap.model import AREAL_CLASSES, FeatureClass, Span

__all__ = [
    "DocumentRow",
    "PlaceRow",
    "check_documents",
    "check_number",
    "check_object",
    "check_span",
    "read_objects",
    "read_toponyms",
]

# first letters of GeoNames feature codes (geonames.org/export/codes.html), by group
_SETTLEMENT_CODES = ("PPL", "STLMT")
_AREAL_CODES = (
    "PCL", "ADM", "TERR", "ZN", "CONT", "RGN", "AREA", "OCN", "SEA", "GULF", "STRT", "BAY",
    "LK", "STM", "ISL", "ISLS", "PEN", "CH", "MTS", "PRK", "DSRT", "VAL", "PRSH", "LTER",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """One place name of a document, in gold or in predictions.

    Coordinates are WGS 84 degrees, both or neither; within `tolerance_km` of a gold point any
    answer is right.
    """

    start: int
    end: int
    surface: str = ""
    lat: float | None = None
    lon: float | None = None
    name: str = ""  # the place's, for people to read
    kind: str = "toponym"  # toponym | demonym
    feature: str = "unknown"  # settlement | areal | other | unknown
    tolerance_km: float = 0.0
    confidence: float | None = None

    @property
    def point(self) -> tuple[float, float] | None:
        """Latitude and longitude, None where the row has none."""
        return None if self.lat is None or self.lon is None else (self.lat, self.lon)


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """One document's place names; predictions that touch an `ignore` span do not count."""

    id: str
    toponyms: tuple[PlaceRow, ...]
    ignore: tuple[Span, ...] = ()
    line: int = 0


def _read_bytes(path: str | Path) -> bytes:
    if str(path) == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror}); check the path", path) from error


def read_objects(path: str | Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield each line's number and JSON object; ``-`` is standard input, blank lines are passed.

    Raises
    ------
    InputError
        Where the file cannot be read or a line is no JSON object.
    """
    for number, line in enumerate(_read_bytes(path).split(b"\n"), start=1):
        text = line.removeprefix(b"\xef\xbb\xbf").strip()
        if not text:
            continue
        try:
            row = json.loads(text)
        except (ValueError, RecursionError) as error:
            told = "not valid JSON in UTF-8; write one object a line"
            raise InputError(told, path, number) from error
        if not isinstance(row, dict):
            raise InputError("not a JSON object; write one object a line", path, number)
        yield number, row


def check_object(row: object, where: tuple[str | Path, int]) -> dict[str, Any]:
    """Return `row` if it is a JSON object; a fault where it is something else."""
    if not isinstance(row, dict):
        raise InputError(f"{row!r:.40} is no object", *where)
    return row


def check_span(row: object, where: tuple[str | Path, int]) -> Span:
    """Return the row's ``start`` and ``end``; a fault where they are no range of characters."""
    start, end = (check_object(row, where).get(key) for key in ("start", "end"))
    if not (type(start) is int and type(end) is int and 0 <= start < end):
        told = f'"start" {start!r}, "end" {end!r}: no range of characters; write 0 <= start < end'
        raise InputError(told, *where)
    return Span(start, end)


def check_number(
    row: Mapping[str, Any], key: str, limits: tuple[float, float], where: tuple[str | Path, int]
) -> float | None:
    """Return a number of the row, None for null; a fault where it is none or beyond `limits`."""
    value = row.get(key)
    if value is None:
        return None
    if type(value) not in (int, float) or not limits[0] <= value <= limits[1]:
        told = f'"{key}" is {value!r}; write a number from {limits[0]:g} to {limits[1]:g}, or null'
        raise InputError(told, *where)
    return float(value)


def _feature(row: Mapping[str, Any]) -> str:
    """Return the group a row's class belongs to, from whichever key its maker wrote."""
    own = row.get("feature_class")
    if own in list(FeatureClass):
        if own == FeatureClass.SETTLEMENT:
            return "settlement"
        return "areal" if FeatureClass(own) in AREAL_CLASSES else "other"
    code = str(row.get("fcode") or "")
    if code:
        groups = (("settlement", _SETTLEMENT_CODES), ("areal", _AREAL_CODES))
        return next((name for name, heads in groups if code.startswith(heads)), "other")
    areal = row.get("areal")
    return "unknown" if areal is None else "areal" if areal else "point"


def _kind(row: Mapping[str, Any]) -> str:
    told = {str(row.get(key) or "").lower() for key in ("kind", "type")}
    return "demonym" if "demonym" in told else "toponym"


def _place(value: object, where: tuple[str | Path, int]) -> PlaceRow:
    row, span = check_object(value, where), check_span(value, where)
    lat = check_number(row, "lat", (-90, 90), where)
    lon = check_number(row, "lon", (-180, 180), where)
    if (lat is None) is not (lon is None):
        raise InputError('"lat" without "lon" or the reverse; write both, or null twice', *where)
    name = row.get("name") or row.get("canonical") or row.get("geonameid") or ""
    return PlaceRow(
        span.start,
        span.end,
        str(row.get("surface") or ""),
        lat,
        lon,
        str(name),
        _kind(row),
        _feature(row),
        check_number(row, "tolerance_km", (0, 20040), where) or 0.0,
        check_number(row, "confidence", (0, 1), where),
    )


def _list(row: Mapping[str, Any], key: str, where: tuple[str | Path, int]) -> list[Any]:
    value = row.get(key, [])
    if not isinstance(value, list):
        raise InputError(f'"{key}" is no list', *where)
    return value


def read_toponyms(path: str | Path) -> dict[str, DocumentRow]:
    """Return the documents of a jsonl file by id, in the file's order.

    A line is ``{"id": …, "toponyms": [{"start", "end", "surface", "lat", "lon", …}]}``; gold may
    carry ``tolerance_km`` on a place name and ``ignore`` spans on a document.

    Raises
    ------
    InputError
        At the first line that is not of this form, or repeats an id.
    """
    documents: dict[str, DocumentRow] = {}
    for line, row in read_objects(path):
        where = (path, line)
        key = "" if row.get("id") is None else str(row["id"])
        if not key or "toponyms" not in row:
            raise InputError('needs "id" and "toponyms"; see docs/evaluation.md', *where)
        if key in documents:
            told = f"document {key!r} is also on line {documents[key].line}; join the two"
            raise InputError(told, *where)
        places = tuple(_place(place, where) for place in _list(row, "toponyms", where))
        ignore = tuple(check_span(span, where) for span in _list(row, "ignore", where))
        documents[key] = DocumentRow(key, places, ignore, line)
    return documents


def check_documents(
    gold: Mapping[str, DocumentRow],
    predicted: Mapping[str, DocumentRow],
    paths: Sequence[str | Path],
) -> None:
    """See that gold holds something and each predicted document; `paths` are those two files.

    Raises
    ------
    InputError
        Naming the prediction's line.
    """
    if not gold:
        raise InputError("holds no document; give the gold first, then the predictions", paths[0])
    for document in predicted.values():
        if document.id not in gold:
            told = f"document {document.id!r} is not in {paths[0]}; remove it or give its gold"
            raise InputError(told, paths[1], document.line)
