"""A plain table in which an analyst corrects events, and the way back.

``write_review`` gives one row an event. In the table, ``decision`` is left empty, or is ``accept``
or ``reject``; ``new_type``, ``new_date`` and ``new_place`` change what they name, and ``none`` in
the last two clears. ``date`` is the event's own; ``said_on`` tells when it was said where that is
all there is. ``apply_corrections`` finds the events again by their stable ids.
"""

from __future__ import annotations

import csv
import io
import re
from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from karamap.errors import InputError
from karamap.gazetteer import Gazetteer
from karamap.model import (
    WHERE_PRECISION,
    DateSpan,
    Document,
    Event,
    EventType,
    Mention,
    Place,
    Toponym,
)

__all__ = ["REVIEW_COLUMNS", "apply_corrections", "read_corrections", "write_review"]

REVIEW_COLUMNS = (
    "id",
    "decision",
    "new_type",
    "new_date",
    "new_place",
    "type",
    "date",
    "said_on",
    "place",
    "stance",
    "claimed_by",
    "fatalities",
    "confidence",
    "evidence",
    "document",
    "title",
)
_DECISIONS = ("", "accept", "reject")
_CLEAR = "none"
_NUMBERLIKE = re.compile(r"\d{5,}|\d+e\d+")  # longer than a toll
_MONTH, _YEAR = len("2020-10"), len("2020")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a cell that a spreadsheet would run


def write_review(events: Iterable[Event], documents: Iterable[Document]) -> str:
    """Return the table to correct as CSV text, UTF-8, one row an event in the given order.

    Parameters
    ----------
    events
        What ``find_events`` gave.
    documents
        Their texts, for the titles.
    """
    titles = {d.id: d.title or "" for d in documents}
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(REVIEW_COLUMNS)
    for event in events:
        figure = "" if event.fatalities is None else str(event.fatalities)
        cells = (
            event.id, "", "", "", "", event.type.value, _write_span(event.date),
            _write_span(event.said_on),
            "; ".join(t.place.name for t in event.places if t.place is not None),
            event.stance.value, event.claimed_by or "", figure, f"{event.confidence:.2f}",
            " ".join(event.evidence.split()), event.document, titles.get(event.document, ""),
        )  # fmt: skip
        writer.writerow([f"'{c}" if _is_unsafe(c) else c for c in cells])
    return out.getvalue()


def _is_unsafe(cell: str) -> bool:
    """Whether a spreadsheet would run a cell, or take an id (``12345e678901``) for a number."""
    return cell.startswith(_FORMULA) or _NUMBERLIKE.fullmatch(cell) is not None


def _write_span(span: DateSpan | None) -> str:
    if span is None:
        return ""
    start = span.start.isoformat() if span.start else ""
    end = span.end.isoformat() if span.end else ""
    return start if start == end else f"{start}/{end}"


def read_corrections(text: str, *, source: str = "-") -> list[dict[str, str]]:
    """Return the rows of a corrected table, each with its ``line`` and ``source`` added.

    Raises
    ------
    InputError
        If the table has no ``id`` or no ``decision`` column.
    """
    text = text.removeprefix("\ufeff")
    head = text.partition("\n")[0]
    # spreadsheets write what their locale lists with
    delimiter = max((",", ";", "\t"), key=head.count)
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    missing = [c for c in ("id", "decision") if c not in (reader.fieldnames or ())]
    if missing:
        raise InputError(
            f"no column {missing[0]!r}; start from the table that --review writes", source, 1
        )
    rows, line = [], reader.line_num + 1
    for row in reader:
        known = {k: (v or "").strip() for k, v in row.items() if isinstance(k, str)}
        known["id"] = known["id"].removeprefix("'")
        rows.append({**known, "line": str(line), "source": source})
        line = reader.line_num + 1
    return rows


@dataclass(frozen=True, slots=True)
class _Where:
    """Where a row of the table stands, for messages."""

    source: str
    line: int

    def fault(self, message: str) -> InputError:
        """Return the error to raise about the row."""
        return InputError(message, self.source, self.line)


def apply_corrections(
    events: Iterable[Event], rows: Iterable[Mapping[str, str]], gazetteer: Gazetteer
) -> list[Event]:
    """Return `events` with an analyst's decisions applied, in the same order.

    Parameters
    ----------
    events
        The events of this run.
    rows
        What `read_corrections` returns; rows without a decision or a change are passed over.
    gazetteer
        Where the names or ids of ``new_place`` are looked up.

    Raises
    ------
    InputError
        For an id that this run did not give, an id decided twice, an unknown decision, type, date
        or place; it names the line of the table.
    """
    known = {e.id: e for e in events}
    done: dict[str, int] = {}
    for number, row in enumerate(rows, start=2):
        where = _Where(row.get("source", "-"), int(row.get("line", number)))
        decision = row.get("decision", "").strip().lower()
        changes = {
            k: v for k in ("type", "date", "place") if (v := row.get(f"new_{k}", "").strip())
        }
        if decision not in _DECISIONS:
            raise where.fault(f"unknown decision {decision!r}; write accept, reject or nothing")
        if not decision and not changes:
            continue
        key = row.get("id", "").strip()
        if key in done:
            raise where.fault(f"event {key} is decided twice, first in line {done[key]}")
        if key not in known:
            raise where.fault(f"no event {key!r} in this run; write the table anew with --review")
        done[key] = where.line
        if decision == "reject":
            del known[key]
        else:
            known[key] = _change(known[key], changes, gazetteer, where)
    return list(known.values())


def _change(event: Event, changes: dict[str, str], gazetteer: Gazetteer, where: _Where) -> Event:
    """Return `event` as the analyst left it: its id stays, its confidence is full."""
    told = []
    if "type" in changes:
        told.append(f"type was {event.type.value}")
        event = replace(event, type=_read_type(changes["type"], where))
    if "date" in changes:
        told.append(f"date was {_write_span(event.date) or 'none'}")
        # an own day makes that of the saying needless; "none" clears both
        event = replace(event, date=_read_span(changes["date"], where), said_on=None)
    if "place" in changes:
        names = "; ".join(t.place.name for t in event.places if t.place is not None)
        told.append(f"place was {names or 'none'}")
        event = _move(event, changes["place"], gazetteer, where)
    note = "accepted in review" if not told else f"corrected in review: {', '.join(told)}"
    return replace(event, confidence=1.0, reason=f"{event.reason}; {note}")


def _read_type(text: str, where: _Where) -> EventType:
    try:
        return EventType(text.lower().replace(" ", "_"))
    except ValueError:
        types = ", ".join(t.value for t in EventType)
        raise where.fault(f"unknown type {text!r}; one of {types}") from None


def _read_span(text: str, where: _Where) -> DateSpan | None:
    """Return "2020-10-04", "2020-10", "2020-10-04/2020-10-06" or "2020-10-04/" as an interval."""
    if text.lower() == _CLEAR:
        return None
    first, slash, last = text.partition("/")
    try:
        start = _read_day(first, last=False) if first else None
        end = _read_day(last if slash else first, last=True) if last or not slash else None
    except ValueError:
        raise where.fault(
            f"cannot read the date {text!r}; write 2020-10-04, or two with a /"
        ) from None
    if start is None and end is None:
        raise where.fault(f"cannot read the date {text!r}; write 2020-10-04, or none")
    if start and end and end < start:
        raise where.fault(f"the date {text!r} ends before it begins")
    return DateSpan(start, end, _precision(start, end))


def _read_day(text: str, *, last: bool) -> date:
    """Return a day, or the first or last day of a month or year."""
    if len(text) == _YEAR and text.isdigit():
        return date(int(text), 12, 31) if last else date(int(text), 1, 1)
    if len(text) == _MONTH:
        day = date.fromisoformat(f"{text}-01")
        return day.replace(day=monthrange(day.year, day.month)[1]) if last else day
    return date.fromisoformat(text)


def _precision(start: date | None, end: date | None) -> int:
    if start is None or end is None:
        return 5
    days = (end - start).days + 1
    return next((p for limit, p in ((1, 1), (6, 2), (7, 3), (31, 4)) if days <= limit), 5)


def _move(event: Event, text: str, gazetteer: Gazetteer, where: _Where) -> Event:
    """Return `event` at the place whose id or name is `text`."""
    if text.lower() == _CLEAR:
        return replace(event, places=(), where_precision=None, radius_km=None)
    day = event.date.start if event.date else None
    place: Place | None = gazetteer.place(text)
    if place is None:
        found = gazetteer.lookup(text, on=day)
        place = found[0].place if found else None
    if place is None:
        raise where.fault(f"no place {text!r} in the gazetteer; write a name or id it knows")
    at = event.evidence.find(text)
    begin = event.start + max(at, 0)  # a name that the sentence lacks is a mention of no length
    mention = Mention(begin, begin + (len(text) if at >= 0 else 0), text if at >= 0 else "")
    top = Toponym(mention, place, 1.0, f"set to {place.name} in review")
    precision = WHERE_PRECISION[place.feature_class]
    return replace(event, places=(top,), where_precision=precision, radius_km=place.radius_km)
