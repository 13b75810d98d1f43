"""A gazetteer of another region from GeoNames country dumps (download.geonames.org, CC BY 4.0).

A dump is a table of 19 tab-separated columns without a header. Its alternate names carry neither a
language nor a side: they are marked ``und``, for people to sort out.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from karamap.errors import GazetteerError
from karamap.gazetteer.writing import guess_script, write_folder
from karamap.model import FeatureClass, Name, Place

__all__ = ["BuildCounts", "build_gazetteer"]

_COLUMNS = 19
_F = FeatureClass
# GeoNames feature code, or its start, or its class alone → our class; the longest match counts
_CLASSES = {
    "A": _F.DISTRICT,
    "A.ADM1": _F.ADMIN1,
    "A.ADM1H": _F.FORMER_UNIT,
    "A.ADM2H": _F.FORMER_UNIT,
    "A.ADM3H": _F.FORMER_UNIT,
    "A.ADM4H": _F.FORMER_UNIT,
    "A.ADMDH": _F.FORMER_UNIT,
    "A.PCL": _F.COUNTRY,
    "A.PCLH": _F.FORMER_UNIT,
    "A.TERR": _F.REGION,
    "A.ZN": _F.REGION,
    "H.BAY": _F.SEA,
    "H.CNL": _F.RIVER,
    "H.GULF": _F.SEA,
    "H.LGN": _F.LAKE,
    "H.LK": _F.LAKE,
    "H.OCN": _F.SEA,
    "H.RSV": _F.LAKE,
    "H.SEA": _F.SEA,
    "H.STM": _F.RIVER,
    "H.STRT": _F.SEA,
    "H.WAD": _F.RIVER,
    "L.CONT": _F.CONTINENT,
    "L.MILB": _F.SITE,
    "L.OILF": _F.SITE,
    "L.GASF": _F.SITE,
    "L.RGN": _F.REGION,
    "P": _F.SETTLEMENT,
    "L.PRT": _F.SITE,
    "T.HLL": _F.MOUNTAIN,
    "T.ISL": _F.REGION,
    "T.MT": _F.MOUNTAIN,
    "T.PASS": _F.SITE,
    "T.PEN": _F.REGION,
    "T.PK": _F.MOUNTAIN,
    "T.PLAT": _F.REGION,
    "T.PLN": _F.REGION,
    "T.RDGE": _F.MOUNTAIN,
    "T.VLC": _F.MOUNTAIN,
}
# of the many kinds of building, what reporting on a conflict names
_CLASSES |= {
    f"S.{code}": _F.SITE
    for line in (
        "AIRB AIRF AIRH AIRP BDG BRKS CH CMP CSTL CSTM DAM FT HSP INSM",
        "MN MSQE MSTY NUKE OIL PP PS RLG RSTN RUIN SHRN STNB STNM",
    )
    for code in line.split()
}
# how far a feature of a class reaches from its point, km, where its people do not tell; a guess
_RADIUS_KM = {
    _F.ADMIN1: 60.0,
    _F.DISTRICT: 20.0,
    _F.COUNTRY: 300.0,
    _F.REGION: 40.0,
    _F.FORMER_UNIT: 40.0,
    _F.CONTINENT: 2500.0,
    _F.SEA: 100.0,
    _F.LAKE: 5.0,
    _F.RIVER: 20.0,
    _F.MOUNTAIN: 3.0,
    _F.SITE: 1.0,
}
_UNIT_CODES = {"ADM1": 1, "ADM2": 2, "ADM3": 3, "ADM4": 4}
_CODE = re.compile(r"[A-Z0-9]{1,4}")  # airport and station codes among the alternates
_LINK = re.compile(r"https?:|www\.")


class BuildCounts(NamedTuple):
    """What `build_gazetteer` made of its dumps."""

    rows: int
    places: int
    names: int
    left_out: int  # rows of a kind, class or size that was not asked for, or told twice
    by_class: dict[str, int]


class _Row(NamedTuple):
    place: Place
    alternates: str
    units: tuple[str, ...]  # country and unit codes, first level down
    level: int  # of a unit that exists: 1 to 4; 0: something else
    settled: bool


def _class(feature: str) -> FeatureClass | None:
    for end in range(len(feature), 0, -1):
        if feature[:end] in _CLASSES:
            return _CLASSES[feature[:end]]
    return None


def _radius(kind: FeatureClass, population: int) -> float:
    if kind is _F.SETTLEMENT:
        return round(min(25.0, 1.0 + math.sqrt(population) / 100), 1)
    return _RADIUS_KM.get(kind, 10.0)


def _read_row(fields: Sequence[str]) -> _Row | None:
    """Return what a row tells, or None where its kind is none of ours (roads, woods, …).

    Raises
    ------
    ValueError
        Where a field does not hold what its column is for.
    """
    if len(fields) != _COLUMNS:
        raise ValueError(f"has {len(fields)} columns, a GeoNames dump has {_COLUMNS}")
    number, name, _, alternates, lat, lon, letter, code, country = fields[:9]
    kind = _class(f"{letter}.{code}") if letter else None
    if not number.isdigit():
        raise ValueError(f"geonameid {number!r} is no number")
    if not name:
        raise ValueError(f"geonameid {number} has no name")
    y, x = float(lat), float(lon)
    if not (-180 <= x <= 180 and -90 <= y <= 90):
        raise ValueError(f"latitude {lat}, longitude {lon} are not degrees")
    population = int(fields[14] or 0)
    if kind is None:
        return None
    place = Place(
        # a country has the id under which it is a parent everywhere else
        id=f"iso:{country}" if kind is _F.COUNTRY and country else f"geonames:{number}",
        name=name,
        feature_class=kind,
        lon=x,
        lat=y,
        radius_km=_radius(kind, population),
        country=country,
        population=max(0, population),
        source=f"GeoNames {number} (CC BY 4.0)",
        curated=True,
    )
    units = (country, *fields[10:14])
    return _Row(place, alternates, units, _UNIT_CODES.get(code, 0), letter == "P")


def _rows(path: Path) -> Iterator[_Row | None]:
    line = 0
    try:
        with path.open(encoding="utf-8", newline="\n") as stream:
            for line, text in enumerate(stream, 1):  # noqa: B007  told in the error
                yield _read_row(text.rstrip("\r\n").split("\t"))
    except UnicodeDecodeError as error:
        raise GazetteerError(
            "is not UTF-8 text; unzip a dump before use", path, line + 1
        ) from error
    except ValueError as error:
        raise GazetteerError(f"{error}; take a country dump as downloaded", path, line) from error
    except OSError as error:
        raise GazetteerError(f"cannot be read ({error.strerror}); check the path", path) from error


def _texts(row: _Row) -> list[str]:
    """Return the names of a row: its own, and the alternates that a person may have written."""
    kept = [row.place.name]
    for part in row.alternates.split(","):
        text = part.strip()
        if not text or text.islower() or _LINK.match(text):
            continue  # lower case: a machine's romanisation
        if _CODE.fullmatch(text) and row.place.feature_class is not _F.COUNTRY:
            continue
        kept.append(text)
    return list(dict.fromkeys(kept))


def _with_parent(row: _Row, units: dict[tuple[str, ...], str]) -> Place:
    """Return the place with the smallest unit of the dumps that holds it as its parent."""
    place = row.place
    if place.feature_class is _F.COUNTRY:
        return place
    for depth in range(row.level - 1 if row.level else 4, 0, -1):
        unit = units.get(row.units[: depth + 1])
        if unit:
            return replace(place, parent=unit)
    return replace(place, parent=f"iso:{place.country}") if place.country else place


def _names(row: _Row) -> Iterable[Name]:
    for text in _texts(row):
        yield Name(row.place.id, text, "und", guess_script(text), "common", source=row.place.source)


def build_gazetteer(
    dumps: Sequence[Path],
    out: Path,
    *,
    min_population: int = 0,
    feature_classes: Collection[FeatureClass] | None = None,
) -> BuildCounts:
    """Write the gazetteer folder `out` from GeoNames country dumps.

    Parameters
    ----------
    dumps
        Unzipped dumps, such as ``AZ.txt``; a record told by two of them is taken from the first.
    out
        Folder for ``places.csv`` and ``names.csv``; what it has under these names is replaced.
    min_population
        Settlements with fewer people are left out, those of unknown size among them.
    feature_classes
        Only these are kept; None: all.

    Raises
    ------
    GazetteerError
        Where a dump cannot be used, naming the file and the line.
    OutputError
        Where `out` cannot be written.
    """
    rows: dict[str, _Row] = {}
    read = 0
    for dump in dumps:
        for row in _rows(dump):
            read += 1
            if row is not None:
                rows.setdefault(row.place.id, row)
    units = {r.units[: r.level + 1]: r.place.id for r in rows.values() if r.level}
    kept = [
        row
        for row in rows.values()
        if (feature_classes is None or row.place.feature_class in feature_classes)
        and not (row.settled and row.place.population < min_population)
    ]
    places = [_with_parent(row, units) for row in kept]
    names = [name for row in kept for name in _names(row)]
    write_folder(out, places, names)
    classes = Counter(str(p.feature_class) for p in places)
    return BuildCounts(
        read, len(places), len(names), read - len(places), dict(sorted(classes.items()))
    )
