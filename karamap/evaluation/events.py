"""Event figures: was it found, and were date, place, source and stance right.

A prediction answers a gold event of its document when both have one type and their evidence
sentences share at least half of the shorter. Where several could, those whose date, place and
source are right go first, then those that share more.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from karamap.errors import InputError
from karamap.evaluation.matching import great_circle_km
from karamap.evaluation.rows import check_number, check_span, read_objects
from karamap.evaluation.toponyms import PrecisionRecall
from karamap.model import EventType

__all__ = [
    "ITEMS",
    "EventRow",
    "EventScores",
    "GoldPoints",
    "read_events",
    "read_points",
    "score_events",
]

ITEMS = ("date", "place", "source", "stance")
_PLACE_KM, _AREA_KM = 25.0, 161.0
_DAY = timedelta(days=1)
_WORD = re.compile(r"[^\W\d_]{3,}")
_AREAL_KINDS = frozenset({"country", "region", "admin"})

GoldPoints = dict[str, tuple[tuple[float, float], bool]]  # name → its point, and whether an area's


@dataclass(frozen=True, slots=True)
class EventRow:
    """One event of gold or predictions."""

    document: str  # without its folders
    start: int  # of the evidence sentence
    end: int
    type: str
    first: date | None
    last: date | None
    places: tuple[str, ...]  # names, as gold has them
    points: tuple[tuple[float, float], ...]  # as predictions have them
    claimed_by: str
    stance: str
    by_statement: bool = False  # gold knows only when it was said


@dataclass(frozen=True, slots=True)
class EventScores:
    """What was found, what of it was right, what was missed and made up."""

    found: PrecisionRecall
    right: dict[str, float | None]  # of ITEMS: share of the found, None where none was found
    tuples: float  # share of gold found with every item right
    by_type: dict[str, PrecisionRecall]
    missed: tuple[EventRow, ...]
    spurious: tuple[EventRow, ...]


def _day(row: Mapping[str, Any], key: str, where: tuple[str | Path, int]) -> date | None:
    value = row.get(key)
    if not value:
        return None
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError as error:
        told = f'"{key}" is {value!r}; write a day as 2020-11-09, or null'
        raise InputError(told, *where) from error


def _points(
    places: Sequence[object], where: tuple[str | Path, int]
) -> tuple[tuple[float, float], ...]:
    points = []
    for place in places:
        if not isinstance(place, dict):
            continue
        lat = check_number(place, "lat", (-90, 90), where)
        lon = check_number(place, "lon", (-180, 180), where)
        if lat is not None and lon is not None:
            points.append((lat, lon))
    return tuple(points)


def _event(row: Mapping[str, Any], where: tuple[str | Path, int]) -> EventRow:
    span = check_span(row, where)
    kind = row.get("type")
    if kind not in list(EventType):
        raise InputError(f'"type" is {kind!r}; docs/events.md lists the 17 types', *where)
    if not row.get("document"):
        raise InputError('needs "document", the file name or id of its text', *where)
    places = row.get("places") or []
    if not isinstance(places, list):
        raise InputError('"places" is no list', *where)
    return EventRow(
        document=str(row["document"]).rsplit("/", 1)[-1],
        start=span.start,
        end=span.end,
        type=str(kind),
        first=_day(row, "date_start", where),
        last=_day(row, "date_end", where),
        places=tuple(place for place in places if isinstance(place, str)),
        points=_points(places, where),
        claimed_by=str(row.get("claimed_by") or ""),
        stance=str(row.get("stance") or ""),
        by_statement=row.get("date_of") == "statement",
    )


def read_events(path: str | Path) -> list[EventRow]:
    """Return the events of a jsonl file, one a line, as ``karamap events`` writes them.

    Gold names its ``places``; predictions give them as objects with ``lat`` and ``lon``.

    Raises
    ------
    InputError
        At the first line that is no event.
    """
    return [_event(row, (path, line)) for line, row in read_objects(path)]


def read_points(path: str | Path) -> GoldPoints:
    """Return where the place names of a toponym gold lie, in lower case; the first met counts.

    Raises
    ------
    InputError
        At the first line that is not of the form `read_toponyms` takes.
    """
    points: GoldPoints = {}
    for line, row in read_objects(path):
        where = (path, line)
        if not isinstance(row.get("toponyms"), list):
            raise InputError('needs a list "toponyms"; give the gold of the place names', *where)
        for place in row["toponyms"]:
            check_span(place, where)
            found = _points([place], where)
            areal = bool(place.get("areal")) or place.get("kind") in _AREAL_KINDS
            for name in (place.get("surface"), place.get("canonical")):
                if name and found:
                    points.setdefault(str(name).lower(), (found[0], areal))
    return points


def _date_right(gold: EventRow, found: EventRow) -> bool:
    """Whether the predicted interval lies in gold's, widened by a day at both ends."""
    first, last = found.first or found.last, found.last or found.first
    if first is None or last is None:
        return gold.by_statement or (gold.first is None and gold.last is None)
    if gold.first is None and gold.last is None:
        return False
    starts = gold.first is None or first >= gold.first - _DAY
    return starts and (gold.last is None or last <= gold.last + _DAY)


def _place_right(gold: EventRow, found: EventRow, points: GoldPoints) -> bool:
    """Whether some predicted place is near some gold one; gold names without a point are right."""
    if not gold.places:
        return not found.points
    known = [points[name.lower()] for name in gold.places if name.lower() in points]
    return not known or any(
        great_circle_km(point, answer) <= (_AREA_KM if areal else _PLACE_KM)
        for point, areal in known
        for answer in found.points
    )


def _words(text: str) -> set[str]:
    return {word.lower() for word in _WORD.findall(text)}


def _source_right(gold: EventRow, found: EventRow) -> bool:
    """Whether both name one source: a word of three letters or more in common."""
    if not gold.claimed_by:
        return not found.claimed_by
    return bool(_words(gold.claimed_by) & _words(found.claimed_by))


def _judge(gold: EventRow, found: EventRow, points: GoldPoints) -> dict[str, bool]:
    return {
        "date": _date_right(gold, found),
        "place": _place_right(gold, found, points),
        "source": _source_right(gold, found),
        "stance": gold.stance == found.stance,
    }


def _common(gold: EventRow, found: EventRow) -> int:
    """Return the characters both sentences share, 0 where the two are no match."""
    common = min(gold.end, found.end) - max(gold.start, found.start)
    shorter = min(gold.end - gold.start, found.end - found.start)
    return common if gold.type == found.type and common >= shorter / 2 else 0


def _pair(
    gold: Sequence[EventRow], found: Sequence[EventRow], points: GoldPoints
) -> list[tuple[int, int]]:
    possible = []
    for i, g in enumerate(gold):
        for j, f in enumerate(found):
            common = _common(g, f)
            if common:
                right = _judge(g, f, points)
                possible.append((-sum(right[item] for item in ITEMS[:3]), -common, i, j))
    hit: set[int] = set()
    used: set[int] = set()
    pairs = []
    for _, _, i, j in sorted(possible):
        if i not in hit and j not in used:
            hit.add(i)
            used.add(j)
            pairs.append((i, j))
    return pairs


def _group(events: Sequence[EventRow]) -> dict[str, list[EventRow]]:
    grouped: dict[str, list[EventRow]] = defaultdict(list)
    for event in events:
        grouped[event.document].append(event)
    return grouped


def _by_type(
    pairs: Sequence[tuple[EventRow, EventRow]],
    missed: Sequence[EventRow],
    spurious: Sequence[EventRow],
) -> dict[str, PrecisionRecall]:
    out = {}
    for kind in sorted({e.type for e in (*(g for g, _ in pairs), *missed, *spurious)}):
        right = sum(g.type == kind for g, _ in pairs)
        made_up, lost = (sum(e.type == kind for e in rows) for rows in (spurious, missed))
        out[kind] = PrecisionRecall(right, right + made_up, right + lost)
    return out


def score_events(
    gold: Sequence[EventRow], predicted: Sequence[EventRow], points: GoldPoints
) -> EventScores:
    """Return the figures of predicted events against gold.

    Parameters
    ----------
    gold, predicted
        From `read_events`. A prediction in a document without gold events counts as made up.
    points
        From `read_points`: where gold's place names lie. A place is right within 25 km, of an
        area's point within 161 km.
    """
    expected, answers = _group(gold), _group(predicted)
    pairs: list[tuple[EventRow, EventRow]] = []
    missed: list[EventRow] = []
    spurious = [e for key, rows in answers.items() if key not in expected for e in rows]
    for document, events in expected.items():
        found = answers.get(document, [])
        matched = _pair(events, found, points)
        hit, used = {i for i, _ in matched}, {j for _, j in matched}
        pairs += [(events[i], found[j]) for i, j in matched]
        missed += [e for i, e in enumerate(events) if i not in hit]
        spurious += [e for j, e in enumerate(found) if j not in used]
    judged = [_judge(g, f, points) for g, f in pairs]
    count = len(pairs)
    return EventScores(
        PrecisionRecall(count, len(predicted), len(gold)),
        {item: sum(j[item] for j in judged) / count if count else None for item in ITEMS},
        sum(all(j.values()) for j in judged) / len(gold) if gold else 0.0,
        _by_type(pairs, missed, spurious),
        tuple(missed),
        tuple(spurious),
    )
