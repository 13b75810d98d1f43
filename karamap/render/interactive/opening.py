"""Which time the interactive map opens on: when most of it happened or was said."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from karamap.model import DateSpan
    from karamap.render.spec import MapSpec

__all__ = ["opening_span"]

SHARE = 0.7  # of the dated reports: what makes a time the one that the texts are about
LEAD = timedelta(days=90)  # a text of January still reports on autumn

Span = tuple[date, date]


def opening_span(spec: MapSpec) -> Span | None:
    """Return the first and last day to open on, or None where all dates are the better view.

    The documents' years, if most of the dated reports fall there; else the fewest whole years
    that hold most of them, if those are less than half of all. A few background years would
    otherwise squeeze the rest into a corner of the time control.
    """
    spans = [s for s in (_closed(e.when) for e in spec.events) if s]
    if not spans:
        return None
    whole = _reach(spans)
    for window in (_published_years(spec), _densest_years(spans)):
        if window is None:
            continue
        inside = [s for s in spans if window[0] <= _middle(s) <= window[1]]
        if len(inside) < SHARE * len(spans):
            continue
        first, last = _reach(inside)
        found = max(first, window[0]), min(last, window[1])
        return None if found == whole else found
    return None


def _closed(when: DateSpan | None) -> Span | None:
    """Return the span with an open end closed by the other end, or None without any."""
    if when is None:
        return None
    start, end = when.start or when.end, when.end or when.start
    return (start, end) if start and end else None


def _middle(span: Span) -> date:
    return span[0] + (span[1] - span[0]) / 2


def _reach(spans: Sequence[Span]) -> Span:
    return min(s[0] for s in spans), max(s[1] for s in spans)


def _published_years(spec: MapSpec) -> Span | None:
    """Return the years in which the documents appeared, from a little before the first of them."""
    days = [d.published for d in spec.documents if d.published]
    if not days:
        return None
    first, last = min(days), max(days)
    return min(date(first.year, 1, 1), first - LEAD), date(last.year, 12, 31)


def _densest_years(spans: Sequence[Span]) -> Span | None:
    """Return the shortest run of whole years with most of the spans, or None if it is no short one.

    Of equally short runs the fullest, then the latest, is taken.
    """
    years = sorted(_middle(s).year for s in spans)
    runs = [
        (last - first, -sum(first <= y <= last for y in years), -last)
        for first in set(years)
        for last in set(years)
        if first <= last and sum(first <= y <= last for y in years) >= SHARE * len(years)
    ]
    length, _, minus_last = min(runs)
    if 2 * (length + 1) >= years[-1] - years[0] + 1:
        return None
    return date(-minus_last - length, 1, 1), date(-minus_last, 12, 31)
