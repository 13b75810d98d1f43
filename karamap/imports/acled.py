"""ACLED as the user downloaded it, read into karamap's events.

Columns of today's exports and of those before 2023 (``data_id``, ``event_id_no_cnty``, ``iso3``).
The rows stay with the user: ACLED's terms do not let others hand them on. Coordinates are WGS 84
degrees, radii kilometres.
"""

from __future__ import annotations

import calendar
from collections import Counter
from datetime import timedelta
from pathlib import Path

from karamap.errors import InputError
from karamap.imports.cells import as_count, as_day, as_float, as_int, as_text, told_cells
from karamap.imports.coding import DataSet, add_place, finish, reading_notes
from karamap.imports.downloads import Download, map_type, open_download
from karamap.imports.own import EventFile, read_rows
from karamap.model import Casualties, DateSpan, Document, Event, Stance
from karamap.style import RING_KM

__all__ = ["ACLED", "is_acled", "read_acled"]

ACLED = DataSet(
    "acled", "ACLED", "Armed Conflict Location & Event Data (ACLED)", "https://acleddata.com/"
)
_NAMES = {
    "id": ("event_id_cnty", "data_id", "event_id"),
    "date": ("event_date",),
    "time_precision": ("time_precision", "time_prec"),
    "type": ("event_type",),
    "sub_type": ("sub_event_type",),
    "actor1": ("actor1",),
    "actor2": ("actor2",),
    "targeting": ("civilian_targeting",),
    "inter2": ("inter2",),
    "country": ("country",),
    "admin1": ("admin1",),
    "admin2": ("admin2",),
    "place": ("location",),
    "lat": ("latitude",),
    "lon": ("longitude",),
    "geo_precision": ("geo_precision", "geo_precis"),
    "source": ("source",),
    "scale": ("source_scale",),
    "notes": ("notes",),
    "dead": ("fatalities",),
    "tags": ("tags",),
    "timestamp": ("timestamp",),
}
_NEEDED = ("id", "date", "type", "lat", "lon", "dead")
# the scales do not line up; both mappings are this project's choice (docs/comparing.md)
_WHERE = {1: 1, 2: 2, 3: 4}
_WHEN = {1: 1, 2: 3, 3: 4}
_CIVILIANS = ("7", "civilians")


def is_acled(table: Download) -> bool:
    """Whether the columns of `table` are those of an ACLED export."""
    return all(table.has(_NAMES[name]) for name in _NEEDED)


def read_acled(path: str | Path) -> EventFile:
    """Return the events of an ACLED export (csv, csv.gz or zip), ids as ``acled:ABC123``.

    Notes
    -----
    Both actors act, as ACLED tells no direction, but for violence against civilians. A
    ``time_precision`` of 2 is the week about the day given, 3 its month. Fatalities of 0 mean none
    known and give no toll. Who reported it is the claimant, ``notes`` the evidence.

    Raises
    ------
    InputError
        Where the file cannot be read or has other columns.
    """
    table = open_download(Path(path))
    if not is_acled(table):
        missing = [_NAMES[n][0] for n in _NEEDED if not table.has(_NAMES[n])]
        raise InputError(
            f"has no columns of ACLED: {', '.join(missing)} missing; see docs/comparing.md", path
        )
    counts: Counter[str] = Counter()
    document = ACLED.document(table.path, table.sha256)

    def code(row: dict[str, str]) -> tuple[Event, Document]:
        return _event(row, document.id, counts), document

    return finish(read_rows(table.rows(_NAMES), table.path, code), reading_notes(counts))


def _event(row: dict[str, str], document: str, counts: Counter[str]) -> Event:
    key = as_text(row["id"])
    if key is None:
        raise ValueError("has no event_id_cnty")
    event_type = map_type(ACLED.key, row["type"], row["sub_type"])
    dead = as_count(row["dead"], "fatalities")
    level = _look(_WHERE, row["geo_precision"], "geo_precision")
    evidence = " ".join(row["notes"].split()) or f"{row['type']}, {row['place']}"
    lon, lat = as_float(row["lon"], "longitude"), as_float(row["lat"], "latitude")
    point = None if lon is None or lat is None else (lon, lat)
    places = add_place(ACLED, as_text(row["place"]), point, level or 2, evidence)
    span = _span(row)
    if span is None and point is None:
        raise ValueError("has neither a day nor a point")
    if point is None:
        counts["without a point, kept but on no map"] += 1
    elif level is None:
        counts["without geo_precision, 2 (25 km around) is taken"] += 1
    level = (level or 2) if point else None
    actors, targets = _sides(row)
    return Event(
        id=f"{ACLED.key}:{key}",
        document=document,
        start=0,
        end=len(evidence),
        type=event_type,
        trigger=row["sub_type"] or row["type"],
        date=span,
        places=places,
        where_precision=level,
        radius_km=RING_KM[level] if level else None,
        actors=actors,
        targets=targets,
        stance=Stance.CLAIMED if row["source"] else Stance.ASSERTED,
        claimed_by=as_text(row["source"]),
        denied_by=None,
        casualties=(Casualties("killed", dead),) if dead else (),
        evidence=evidence,
        confidence=1.0,
        reason=_reason(row),
    )


def _look(table: dict[int, int], cell: str, name: str) -> int | None:
    number = as_int(cell, name)
    if number is None:
        return None
    if number not in table:
        raise ValueError(f"{name} {number} is none of 1 to 3")
    return table[number]


def _span(row: dict[str, str]) -> DateSpan | None:
    day = as_day(row["date"], "event_date")
    if day is None:
        return None
    level = _look(_WHEN, row["time_precision"], "time_precision") or 1
    if level == 3:
        return DateSpan(day - timedelta(days=3), day + timedelta(days=3), level)
    if level == 4:
        last = calendar.monthrange(day.year, day.month)[1]
        return DateSpan(day.replace(day=1), day.replace(day=last), level)
    return DateSpan(day, day, level)


def _sides(row: dict[str, str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    one, two = as_text(row["actor1"]), as_text(row["actor2"])
    civilian = bool(row["targeting"]) or row["inter2"].lower() in _CIVILIANS
    if civilian:
        return tuple(filter(None, (one,))), tuple(filter(None, (two or "civilians",)))
    return tuple(filter(None, (one, two))), ()


# what a reason tells of a row: its word, the column
_REASONS = (
    ("geo_precision", "geo_precision"),
    ("time_precision", "time_precision"),
    ("source_scale", "scale"),
    ("tags", "tags"),
    ("in", "admin2"),
    ("in", "admin1"),
    ("in", "country"),
)


def _reason(row: dict[str, str]) -> str:
    parts = [f"{ACLED.name}: {row['type']}" + (f" / {row['sub_type']}" if row["sub_type"] else "")]
    return "; ".join([*parts, *told_cells(row, _REASONS)])
