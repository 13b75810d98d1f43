"""Reading a gazetteer folder: ``places.csv``, ``names.csv`` and ``countries.csv``."""

from __future__ import annotations

import csv
import math
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from karamap.errors import GazetteerError
from karamap.model import FeatureClass, Name, Place

__all__ = ["Table", "read_folder", "table_files"]

PLACE_COLUMNS = (
    "id",
    "name",
    "feature_class",
    "lon",
    "lat",
    "radius_km",
    "country",
    "parent",
    "population",
    "valid_from",
    "valid_to",
    "source",
)
NAME_COLUMNS = (
    "place_id",
    "text",
    "language",
    "script",
    "kind",
    "used_by",
    "valid_from",
    "valid_to",
    "source",
)
LPF_SUFFIX = ".lpf.json"
COUNTRIES = "countries.csv"
_FILES = ("places.csv", "names.csv", COUNTRIES)
_COUNTRY_COLUMNS = ("id", "name", "lon", "lat", "radius_km", "aliases", "demonyms", "source")


class Table(NamedTuple):
    """What one gazetteer folder holds."""

    places: list[Place]
    names: list[Name]
    demonyms: list[tuple[str, str]]  # word, place id


def _rows(path: Path, columns: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            reader = csv.DictReader(stream)
            missing = [c for c in columns if c not in (reader.fieldnames or ())]
            if missing:
                raise GazetteerError(
                    f"lacks the column {missing[0]!r}; columns are {','.join(columns)}", path, 1
                )
            for row in reader:
                if None in row or None in row.values():
                    raise GazetteerError(
                        f"has {'more' if None in row else 'fewer'} fields than its header; "
                        "quote fields that hold commas",
                        path,
                        reader.line_num,
                    )
                yield reader.line_num, row
    except UnicodeDecodeError as error:
        raise GazetteerError(f"is not UTF-8 ({error.reason}); save it as UTF-8", path) from error
    except OSError as error:
        raise GazetteerError(f"cannot be read ({error.strerror}); check the path", path) from error


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _radius(text: str) -> float:
    radius = float(text or 0)
    if not 0 <= radius < math.inf:
        raise ValueError(f"radius_km {text} is no length")
    return radius


def _people(text: str) -> int:
    people = int(text or 0)
    if not 0 <= people < 10**11:
        raise ValueError(f"population {text} is no number of people")
    return people


def _place(row: dict[str, str]) -> Place:
    lon, lat = float(row["lon"]), float(row["lat"])
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        raise ValueError(f"lon {lon}, lat {lat} are not degrees")
    return Place(
        id=row["id"],
        name=row["name"],
        feature_class=FeatureClass(row["feature_class"]),
        lon=lon,
        lat=lat,
        radius_km=_radius(row["radius_km"]),
        country=row["country"],
        parent=row["parent"],
        population=_people(row["population"]),
        valid_from=_day(row["valid_from"]),
        valid_to=_day(row["valid_to"]),
        source=row["source"],
        curated=True,
    )


def _name(row: dict[str, str]) -> Name:
    return Name(
        row["place_id"],
        row["text"],
        row["language"],
        row["script"],
        row["kind"],
        row["used_by"],
        _day(row["valid_from"]),
        _day(row["valid_to"]),
        row["source"],
    )


def _country(row: dict[str, str]) -> tuple[Place, list[Name], list[tuple[str, str]]]:
    code = row["id"].removeprefix("iso:")
    place = Place(
        id=row["id"],
        name=row["name"],
        feature_class=FeatureClass.COUNTRY if "-" not in code else FeatureClass.ADMIN1,
        lon=float(row["lon"]),
        lat=float(row["lat"]),
        radius_km=_radius(row["radius_km"]),
        country=code.split("-")[0],
        source=row["source"],
    )
    split = {
        k: [t.strip() for t in row[k].split(";") if t.strip()] for k in ("aliases", "demonyms")
    }
    names = [
        Name(place.id, text, "en", "Latn", "common", source=row["source"])
        for text in dict.fromkeys([row["name"], *split["aliases"]])
    ]
    return place, names, [(word, place.id) for word in split["demonyms"]]


def table_files(folder: Path) -> list[Path]:
    """Return the files that a gazetteer folder (or single file of one) is read from."""
    if folder.is_file():
        return [folder]
    tables = [p for p in (folder / name for name in _FILES) if p.is_file()]
    return tables + sorted(folder.glob(f"*{LPF_SUFFIX}"))


def read_folder(folder: Path) -> Table:
    """Read one gazetteer folder, or a Linked Places file or ``countries.csv`` by itself.

    A folder has ``places.csv`` and ``names.csv``, with or without ``countries.csv``, or Linked
    Places files (``*.lpf.json``), or both.

    Raises
    ------
    GazetteerError
        Naming the file, the line and what to mend.
    """
    if folder.is_file() and folder.name.endswith(LPF_SUFFIX):
        return _read_lpf([folder])
    if folder.is_file() and folder.name == COUNTRIES:
        return _read_tables((folder,), Table([], [], []))
    if not folder.is_dir():
        raise GazetteerError(
            "is no folder; name a folder with places.csv and names.csv, or a *.lpf.json file",
            folder,
        )
    linked = sorted(folder.glob(f"*{LPF_SUFFIX}"))
    table = _read_lpf(linked)
    if linked and not (folder / _FILES[0]).exists():
        return table
    return _read_tables([folder / name for name in _FILES], table)


def _read_lpf(files: list[Path]) -> Table:
    from karamap.gazetteer.lpf import read_lpf  # noqa: PLC0415  it imports this module

    table = Table([], [], [])
    for path in files:
        read = read_lpf(path)
        table.places.extend(read.places)
        table.names.extend(read.names)
    return table


def _read_tables(files: Sequence[Path], table: Table) -> Table:
    current, line = files[0], 0
    try:
        for current in files:
            if current.name == COUNTRIES and not current.exists():
                continue
            columns, add = _READERS[current.name]
            for line, row in _rows(current, columns):  # noqa: B007  told in the error
                add(table, row)
    except ValueError as error:
        raise GazetteerError(f"{error}; correct the row", current, line) from error
    return table


def _add_country(table: Table, row: dict[str, str]) -> None:
    place, names, demonyms = _country(row)
    table.places.append(place)
    table.names.extend(names)
    table.demonyms.extend(demonyms)


_READERS: dict[str, tuple[tuple[str, ...], Callable[[Table, dict[str, str]], None]]] = {
    "places.csv": (PLACE_COLUMNS, lambda table, row: table.places.append(_place(row))),
    "names.csv": (NAME_COLUMNS, lambda table, row: table.names.append(_name(row))),
    COUNTRIES: (_COUNTRY_COLUMNS, _add_country),
}
