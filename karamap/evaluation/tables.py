"""Figures as a person reads them (aligned text) and as a machine does (plain JSON values)."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from karamap.evaluation.calibration import Reliability
from karamap.evaluation.confusions import Confusion
from karamap.evaluation.events import EventRow, EventScores
from karamap.evaluation.rows import PlaceRow
from karamap.evaluation.toponyms import (
    RIGHT_KM,
    Interval,
    PrecisionRecall,
    Resolution,
    ToponymScores,
)

__all__ = [
    "confusion_lines",
    "event_lines",
    "event_record",
    "group_lines",
    "interval_lines",
    "reliability_lines",
    "to_plain",
    "toponym_lines",
    "toponym_record",
]

_NONE = "–"
_CONFUSION_TITLES = {
    "missed": "missed",
    "spurious": "spurious",
    "boundary": "found with another start or end",
    "wrong_place": f"more than {RIGHT_KM:.0f} km off",
    "unresolved": "found, left without a place",
}
_INTERVAL_TITLES = {
    "f1": "recognition F1",
    "acc161": "resolution acc@161",
    "end_to_end_f1": "end to end F1",
    "end_to_end_recall": "end to end R",
}


def _share(value: float | None) -> str:
    return _NONE if value is None or math.isnan(value) else f"{value:.3f}"


def _km(value: float, digits: int = 1) -> str:
    return _NONE if math.isnan(value) else f"{value:.{digits}f} km"


def _align(rows: Sequence[Sequence[str]]) -> list[str]:
    """Return the rows as columns: the first to the left, figures to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(
            cell.ljust(width) if index == 0 else cell.rjust(width)
            for index, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]


def _found(name: str, figures: PrecisionRecall, counts: str) -> str:
    three = f"P {figures.precision:.3f}  R {figures.recall:.3f}  F1 {figures.f1:.3f}"
    return f"{name:<24}{three}   {counts}"


def _placed(name: str, figures: Resolution) -> str:
    told = (
        f"acc@161 {_share(figures.acc161)}  acc@20 {_share(figures.acc20)}  "
        f"mean {_km(figures.mean_km, 0)}  median {_km(figures.median_km)}  "
        f"AUC {_share(figures.auc)}"
    )
    return f"{name:<24}{told}   ({figures.names} names)"


def toponym_lines(scores: ToponymScores, *, match: str) -> list[str]:
    """Return the figures of a set of documents as lines."""
    seen, whole = scores.recognition, scores.end_to_end
    without = f", {scores.without_row} without predictions" if scores.without_row else ""
    return [
        f"{scores.documents} documents{without}; spans matched: {match}",
        _found(
            "recognition",
            seen,
            f"({seen.gold} in gold, {seen.predicted} predicted, {seen.right} matched)",
        ),
        _placed("resolution", scores.resolution),
        _placed("  of those with a place", scores.resolved),
        _found(
            f"end to end, {RIGHT_KM:.0f} km",
            whole,
            f"({whole.gold} in gold with a place, {whole.right} found and right)",
        ),
    ]


def interval_lines(intervals: Mapping[str, Interval]) -> list[str]:
    """Return the 95 % intervals as lines."""
    rows = [
        ["  " + _INTERVAL_TITLES[name], _share(low), _share(high)]
        for name, (low, high) in intervals.items()
    ]
    return ["95 % intervals, documents resampled", *_align(rows)]


def group_lines(title: str, groups: Mapping[str, ToponymScores]) -> list[str]:
    """Return a table of groups of names (kinds, documents), a line each.

    There is no precision: a spurious name has no group in gold.
    """
    head = [title, "gold", "found", "spurious", "recall", "acc@161", "acc@20", "end to end R"]
    rows = [
        [
            "  " + name,
            str(s.recognition.gold),
            str(s.recognition.right),
            str(s.recognition.predicted - s.recognition.right),
            _share(s.recognition.recall) if s.recognition.gold else _NONE,
            _share(s.resolution.acc161),
            _share(s.resolution.acc20),
            _share(s.end_to_end.recall) if s.end_to_end.gold else _NONE,
        ]
        for name, s in groups.items()
    ]
    return _align([head, *rows])


def _place_told(row: PlaceRow | None) -> str:
    if row is None or row.point is None:
        return "no place"
    where = f"{row.point[0]:.2f} N {row.point[1]:.2f} E"
    return f"{row.name} ({where})" if row.name else where


def _confusion_line(row: Confusion) -> str:
    told = f"  {row.count:>4}  {row.surface!r}"
    if row.fault == "boundary" and row.predicted:
        told += f", predicted {row.predicted.surface!r}"
    if row.fault == "spurious":
        told += f": {_place_told(row.predicted)}"
    if row.fault == "unresolved":
        told += f": gold {_place_told(row.gold)}"
    if row.error_km is not None:
        pair = f"gold {_place_told(row.gold)}, predicted {_place_told(row.predicted)}"
        told += f": {pair}, {row.error_km:.0f} km"
    return f"{told}  [{row.document}:{row.start}-{row.end}]"


def confusion_lines(confusions: Iterable[Confusion]) -> list[str]:
    """Return the faults, each kind under its heading, with their count and first occurrence."""
    lines: list[str] = []
    last = ""
    for row in confusions:
        if row.fault != last:
            lines.append(_CONFUSION_TITLES[row.fault])
            last = row.fault
        lines.append(_confusion_line(row))
    return lines


def reliability_lines(title: str, reliability: Reliability) -> list[str]:
    """Return the reliability table, its empty bins left out."""
    head = [title, "answers", "mean confidence", "share right"]
    rows = [
        [f"  {b.low:.2f}–{b.high:.2f}", str(b.count), _share(b.confidence), _share(b.right)]
        for b in reliability.bins
        if b.count
    ]
    error = f"  expected calibration error {_share(reliability.error)}"
    return [*_align([head, *rows]), f"{error} ({reliability.answers} answers)"]


def event_lines(scores: EventScores) -> list[str]:
    """Return the figures of events as lines, and a table by type."""
    found = scores.found
    counts = f"({found.gold} in gold, {found.predicted} predicted, {found.right} matched)"
    items = "  ".join(f"{name} {_share(value)}" for name, value in scores.right.items())
    head = ["by type", "gold", "predicted", "matched", "P", "R", "F1"]
    rows = [
        [
            "  " + kind,
            *map(str, (f.gold, f.predicted, f.right)),
            *map(_share, (f.precision, f.recall, f.f1)),
        ]
        for kind, f in scores.by_type.items()
    ]
    return [
        _found("events", found, counts),
        f"{'of the matched':<24}{items}",
        f"{'all of gold':<24}tuple {scores.tuples:.3f}   (found, and every item right)",
        *_align([head, *rows]),
    ]


def to_plain(value: object) -> Any:  # noqa: ANN401  whatever JSON holds
    """Return dataclasses as objects, NaN as None, numbers to six decimals, days as ISO text."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = dataclasses.fields(value)
        return {field.name: to_plain(getattr(value, field.name)) for field in fields}
    if isinstance(value, Mapping):
        return {str(key): to_plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [to_plain(item) for item in value]
    if isinstance(value, float):
        return None if math.isnan(value) else round(value, 6)
    return value if value is None or isinstance(value, bool | int | str) else str(value)


def _rates(figures: PrecisionRecall) -> dict[str, Any]:
    rates = {"precision": figures.precision, "recall": figures.recall, "f1": figures.f1}
    return {**to_plain(figures), **to_plain(rates)}


def toponym_record(scores: ToponymScores) -> dict[str, Any]:
    """Return the figures of place names for JSON."""
    return {
        "documents": scores.documents,
        "without_row": scores.without_row,
        "recognition": _rates(scores.recognition),
        "resolution": {**to_plain(scores.resolution), "unresolved": scores.unresolved},
        "resolved": to_plain(scores.resolved),
        "end_to_end": _rates(scores.end_to_end),
    }


def event_record(scores: EventScores) -> dict[str, Any]:
    """Return the figures of events for JSON."""

    def told(rows: Iterable[EventRow]) -> list[dict[str, Any]]:
        return [
            {"document": e.document, "start": e.start, "end": e.end, "type": e.type} for e in rows
        ]

    return {
        "events": _rates(scores.found),
        **to_plain(scores.right),
        "tuple": to_plain(scores.tuples),
        "by_type": {kind: _rates(f) for kind, f in scores.by_type.items()},
        "missed": told(scores.missed),
        "spurious": told(scores.spurious),
    }
