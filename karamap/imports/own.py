"""karamap's own events back from a file: jsonl, GeoJSON, CSV or any table that GDAL or Arrow reads.

``jsonl`` (one event a line, what ``karamap events`` prints) carries whole places; the flat formats
carry the first place's point, rounded to what its precision holds, and the names of the others.
Fields that a file lacks take the value that says nothing: no date, no place, asserted by nobody.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from karamap.errors import InputError
from karamap.gazetteer import Gazetteer
from karamap.imports.cells import as_day, as_float, as_int, as_list, as_text, as_told
from karamap.imports.places import flat_toponyms, nested_toponyms
from karamap.imports.rows import NumberedRow, rows_of
from karamap.model import Casualties, DateSpan, Document, Event, EventType, Stance

__all__ = ["EventFile", "read_event_file", "read_events", "read_rows"]

_DATE_OF = ("event", "statement", "none")
_KINDS = ("killed", "wounded", "missing", "captured", "displaced")


@dataclass(frozen=True, slots=True)
class EventFile:
    """The events of one file, the documents they name, and the rows that could not be used.

    `notes` tell what had to be assumed of rows that were used.
    """

    events: tuple[Event, ...]
    documents: tuple[Document, ...]
    faults: tuple[InputError, ...] = ()
    notes: tuple[str, ...] = ()

    def between(self, since: date | None, until: date | None) -> tuple[Event, ...]:
        """Return the events that may have happened from `since` to `until`, both included.

        With either given, events without a day of their own are left out: when it was said does
        not tell when it happened.
        """
        if since is None and until is None:
            return self.events
        return tuple(e for e in self.events if _overlaps(e.date, since, until))


def _overlaps(span: DateSpan | None, since: date | None, until: date | None) -> bool:
    if span is None or (span.start is None and span.end is None):
        return False
    first, last = span.start or span.end, span.end or span.start
    after = since is None or (last is not None and last >= since)
    return after and (until is None or (first is not None and first <= until))


def read_events(path: str | Path, *, gazetteer: Gazetteer | None = None) -> tuple[Event, ...]:
    """Return the events of a file that karamap wrote.

    Parameters
    ----------
    path
        ``.jsonl`` or ``.ndjson``, ``.geojson`` or ``.json``, ``.csv``, ``.gpkg``, ``.fgb`` or
        ``.parquet``.
    gazetteer
        Fills in what a flat format drops of a place it names by id (its kind, its radius).

    Raises
    ------
    InputError
        Naming file and line of the first row that is no event, or where the file cannot be read.
    """
    found = read_event_file(path, gazetteer=gazetteer)
    if found.faults:
        raise found.faults[0]
    return found.events


def read_event_file(path: str | Path, *, gazetteer: Gazetteer | None = None) -> EventFile:
    """Return events, documents and faults of a file that karamap wrote; bad rows cost no others.

    Parameters are those of `read_events`.

    Raises
    ------
    InputError
        Where the file cannot be read at all.
    """
    path = Path(path)
    return read_rows(rows_of(path), path, lambda row: _event(row, gazetteer))


def read_rows(
    rows: Iterable[NumberedRow | InputError],
    path: Path,
    code: Callable[[dict[str, Any]], tuple[Event, Document | None]],
) -> EventFile:
    """Return what `code` makes of `rows`, each row that it refuses as a fault with its line."""
    events: dict[str, Event] = {}
    documents: dict[str, Document] = {}
    faults: list[InputError] = []
    for numbered in rows:
        if isinstance(numbered, InputError):
            faults.append(numbered)
            continue
        number, row = numbered
        try:
            event, document = code(row)
            if event.id in events:
                raise ValueError(f"event {event.id!r} came before; drop one of the two")  # noqa: TRY301  one way out for all
        except ValueError as fault:
            faults.append(InputError(str(fault), path, number))
            continue
        events[event.id] = event
        if document:
            documents.setdefault(document.id, document)
    return EventFile(tuple(events.values()), tuple(documents.values()), tuple(faults))


def _event(row: dict[str, Any], gazetteer: Gazetteer | None) -> tuple[Event, Document | None]:
    """Return the event that a row tells, and its document where the row describes one.

    Raises
    ------
    ValueError
        Where the row is no event; says which field is wrong.
    """
    key = as_told(row.get("id")) or as_told(row.get("uid"))
    if not key:
        raise ValueError("has no id; give karamap's own events, or see 'karamap import'")
    start = as_int(row.get("start"), "start") or 0
    nested = isinstance(row.get("places"), list)
    document = str(row.get("document") or "")
    date_of, when = _date_of(row), _date(row)
    if date_of == "none" and when is not None:
        raise ValueError("date_of is none but a day is told; write event or statement")
    event = Event(
        id=key,
        document=document,
        start=start,
        end=as_int(row.get("end"), "end") or start,
        type=_word(EventType, row.get("type"), "type"),
        trigger=str(row.get("trigger") or ""),
        date=when if date_of == "event" else None,
        places=nested_toponyms(row["places"]) if nested else flat_toponyms(row, start, gazetteer),
        where_precision=as_int(row.get("where_precision"), "where_precision"),
        radius_km=as_float(row.get("radius_km"), "radius_km"),
        actors=as_list(row.get("actors")),
        targets=as_list(row.get("targets")),
        stance=_word(Stance, row.get("stance") or Stance.ASSERTED, "stance"),
        claimed_by=as_told(row.get("claimed_by")),
        denied_by=as_told(row.get("denied_by")),
        casualties=_casualties(row),
        evidence=str(row.get("evidence") or ""),
        confidence=_or_one(as_float(row.get("confidence"), "confidence")),
        reason=str(row.get("reason") or ""),
        weapons=as_list(row.get("weapons")),
        said_on=when if date_of == "statement" else None,
    )
    return event, _document(row, document)


def _word(kind: Any, cell: object, name: str) -> Any:  # noqa: ANN401  either of two enums
    try:
        return kind(str(cell))
    except ValueError:
        known = ", ".join(kind)
        raise ValueError(f"{name} {cell!r} is unknown; one of {known}") from None


def _or_one(number: float | None) -> float:
    return 1.0 if number is None else number


def _date_of(row: dict[str, Any]) -> str:
    """Return what the row's days are of; in files of before the column, of the event itself."""
    cell = row.get("date_of")
    told = cell.strip() if isinstance(cell, str) else ""
    if told != "none" and as_text(told) is None:
        return "event"
    if told not in _DATE_OF:
        raise ValueError(f"date_of {told!r} is unknown; one of {', '.join(_DATE_OF)}")
    return told


def _date(row: dict[str, Any]) -> DateSpan | None:
    start = as_day(row.get("date_start"), "date_start")
    end = as_day(row.get("date_end"), "date_end")
    precision = as_int(row.get("date_precision"), "date_precision")
    if start is None and end is None and precision is None:
        return None
    if start and end and end < start:
        raise ValueError(f"date_end {end} is before date_start {start}; swap them")
    return DateSpan(start, end, precision or 5)


def _casualties(row: dict[str, Any]) -> tuple[Casualties, ...]:
    cell = row.get("casualties")
    if isinstance(cell, list):
        return tuple(
            Casualties(
                str(toll.get("kind") or "killed"),
                as_int(toll.get("best"), "best"),
                as_int(toll.get("low"), "low"),
                as_int(toll.get("high"), "high"),
                as_told(toll.get("side")),
            )
            for toll in cell
            if isinstance(toll, dict)
        )
    told = tuple(filter(None, map(_toll, as_list(cell))))
    dead = as_int(row.get("fatalities"), "fatalities")
    killed = [i for i, t in enumerate(told) if t.kind == "killed"]
    if dead is None or any(told[i].best == dead for i in killed):
        return told
    open_ones = [i for i in killed if told[i].best is None]
    if not open_ones:
        return (Casualties("killed", dead), *told)
    first = open_ones[0]
    return (*told[:first], replace(told[first], best=dead), *told[first + 1 :])


def _toll(text: str) -> Casualties | None:
    """Return the toll that a flat column tells: *3-5 killed (side)*; None where it tells none.

    The best figure of a range is not told there: the column ``fatalities`` has that of the dead.
    """
    figure, _, rest = text.partition(" ")
    kind, _, side = rest.partition(" (")
    low, dash, high = figure.partition("-")
    if kind not in _KINDS or not low.isdigit() or (dash and not high.isdigit()):
        return None
    whose = side.removesuffix(")") or None
    if not dash:
        return Casualties(kind, int(low), side=whose)
    return Casualties(kind, None, int(low), int(high), whose)


def _document(row: dict[str, Any], key: str) -> Document | None:
    title, publisher, url = (as_told(row.get(name)) for name in ("title", "publisher", "url"))
    published = as_day(row.get("published"), "published")
    if not key or not (title or publisher or published or url):
        return None
    return Document(key, "", title, publisher, published, url=url)
