"""``places.geojson`` of a build, read back: which entry an id or a name of an event stands for."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from karamap.errors import InputError
from karamap.gazetteer import Gazetteer
from karamap.gazetteer.policy import choose_label
from karamap.imports.cells import as_float, as_int, as_list, as_text
from karamap.imports.places import checked_degrees
from karamap.imports.rows import rows_of
from karamap.model import FeatureClass, Name, Place, Toponym
from karamap.render.marking import distance_km

__all__ = ["PlaceRow", "PlaceTable", "read_places"]

_SAME_KM = 2.0  # a file rounds coordinates: nearer than this it is the gazetteer's own entry
_NAME = re.compile(r"(?P<text>.+) \((?P<language>[a-z]{2,3})(?:, (?P<side>[^()]*))?\)")
_SCRIPTS = {"hy": "Armn", "ru": "Cyrl"}


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """One row of the table."""

    place: Place
    names: tuple[Name, ...]
    written: tuple[str, ...]
    mentions: int
    documents: frozenset[str]


@dataclass(frozen=True, slots=True)
class PlaceTable:
    """Rows by place id, and ids by the name that other columns call a place by."""

    rows: dict[str, PlaceRow]
    by_name: dict[str, tuple[str, ...]]

    def find(self, toponym: Toponym, document: str) -> Place | None:
        """Return the table's entry for a place of an event, None where it has none.

        Of several with one name, that which the event's document names is meant.
        """
        if toponym.place is not None:
            row = self.rows.get(toponym.place.id)
            return row.place if row else None
        keys = self.by_name.get(toponym.mention.text, ())
        named = [k for k in keys if document in self.rows[k].documents]
        return self.rows[(named or list(keys))[0]].place if keys else None

    @staticmethod
    def label(place: Place, names: tuple[Name, ...], policy: str, *, written: str, on: date) -> str:
        """Return the label of a place under a names policy."""
        return choose_label(names, policy, default=place.name, written=written, on=on)


def read_places(path: Path | None, gazetteer: Gazetteer) -> PlaceTable:
    """Return the rows of a places file; the gazetteer's own entry where the row is of one.

    Raises
    ------
    InputError
        If the file cannot be read or a row of it is no place; names file and row.
    """
    rows: dict[str, PlaceRow] = {}
    by_name: dict[str, list[str]] = defaultdict(list)
    for numbered in rows_of(path) if path else ():
        if isinstance(numbered, InputError):
            raise numbered
        number, row = numbered
        try:
            read = _read_row(row, gazetteer)
        except ValueError as fault:
            raise InputError(f"{fault}; give places.geojson of a build", path, number) from None
        rows[read.place.id] = read
        for name in dict.fromkeys((read.place.name, str(row.get("name") or ""))):
            by_name[name].append(read.place.id)
    return PlaceTable(rows, {name: tuple(keys) for name, keys in by_name.items()})


def _read_row(row: dict[str, Any], gazetteer: Gazetteer) -> PlaceRow:
    """Return what a row tells.

    Raises
    ------
    ValueError
        Where it is no place; says what is wrong.
    """
    key = as_text(row.get("id"))
    lon, lat = as_float(row.get("lon"), "lon"), as_float(row.get("lat"), "lat")
    if not key or lon is None or lat is None:
        raise ValueError("has no id or no point")
    lon, lat = checked_degrees(lon, lat)
    kind = as_text(row.get("feature_class")) or FeatureClass.SETTLEMENT
    if kind not in list(FeatureClass):
        raise ValueError(f"feature_class {kind!r} is unknown")
    place = Place(
        key,
        as_text(row.get("name")) or key,
        FeatureClass(kind),
        lon,
        lat,
        as_float(row.get("radius_km"), "radius_km") or 0.0,
        as_text(row.get("country")) or "",
        source=as_text(row.get("source")) or "",
    )
    known = gazetteer.place(key)
    if (
        known
        and known.feature_class is place.feature_class
        and distance_km(known, place) < _SAME_KM
    ):
        place = known
    return PlaceRow(
        place,
        tuple(filter(None, (_name(key, text) for text in as_list(row.get("names"))))),
        as_list(row.get("written")),
        as_int(row.get("mentions"), "mentions") or 0,
        frozenset(as_list(row.get("documents"))),
    )


def _name(key: str, text: str) -> Name | None:
    """Return the name that a cell tells: *Şuşa (az, az)*."""
    found = _NAME.fullmatch(text)
    if not found:
        return None
    name, language = found["text"], found["language"]
    script = "Latn" if name.isascii() else _SCRIPTS.get(language, "Latn")
    return Name(key, name, language, script, "common", found["side"] or "")
