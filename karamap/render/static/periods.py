"""The periods of a series of maps: calendar units, finer where more happened."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from karamap.model import Event

__all__ = ["Period", "day_label", "first_day", "split_periods"]

_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_CROWDED = 1.5  # times its fair share of events: a period with more is split further


@dataclass(frozen=True, slots=True)
class Period:
    """Days with the events that began in them; `unit` is the position of its calendar unit."""

    start: date
    end: date
    events: tuple[Event, ...]
    unit: int

    @property
    def label(self) -> str:
        """The period in words: 2016 · Jan – Mar 2020 · Oct 2020 · 5–11 Oct 2020."""
        start, end = self.start, self.end
        if start == end:
            return day_label(start)
        if (start.day, start.month, end.day, end.month) == (1, 1, 31, 12):
            return f"{start.year}" if start.year == end.year else f"{start.year}–{end.year}"
        first, last = _MONTHS[start.month - 1], _MONTHS[end.month - 1]
        whole = start.day == 1 and (end + timedelta(1)).day == 1
        if whole and (start.year, start.month) == (end.year, end.month):
            return f"{first} {start.year}"
        if whole:
            return f"{first} – {last} {end.year}"
        if (start.year, start.month) == (end.year, end.month):
            return f"{start.day}–{end.day} {last} {end.year}"
        year = "" if start.year == end.year else f" {start.year}"
        return f"{start.day} {first}{year} – {end.day} {last} {end.year}"

    @property
    def middle(self) -> date:
        """The day by which half of its events had happened, an event in the middle of its span.

        Days of saying count only where no event has a day of its own.
        """
        own = [e for e in self.events if e.date_of == "event"]
        days = sorted(d for e in own or self.events if (d := _middle_day(e)))
        return days[len(days) // 2]

    @property
    def said(self) -> int:
        """How many of its events are in it by the day of their saying alone."""
        return sum(e.date_of == "statement" for e in self.events)


def day_label(day: date) -> str:
    """Write a day short: 21 Oct 2020."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def first_day(event: Event) -> date | None:
    """Return the first day on which an event may have happened, None where it tells none.

    Where only the day of the saying is told, it is that one.
    """
    return (event.when.start or event.when.end) if event.when else None


def _middle_day(event: Event) -> date | None:
    start = first_day(event)
    end = event.when.end if event.when else None
    return start + (max(end, start) - start) / 2 if start and end else start


def _decade(day: date) -> tuple[date, date]:
    year = day.year - day.year % 10
    return date(max(year, 1), 1, 1), date(min(year + 9, 9999), 12, 31)


def _year(day: date) -> tuple[date, date]:
    return date(day.year, 1, 1), date(day.year, 12, 31)


def _months(day: date, count: int) -> tuple[date, date]:
    first = (day.month - 1) // count * count + 1
    last = first + count - 1
    end = date(day.year, 12, 31) if last == 12 else date(day.year, last + 1, 1) - timedelta(1)
    return date(day.year, first, 1), end


def _part(day: date, starts: tuple[int, ...]) -> tuple[date, date]:
    """Return the part of its month that holds a day; parts begin on the days `starts`."""
    at = sum(day.day >= start for start in starts) - 1
    if at + 1 < len(starts):
        return day.replace(day=starts[at]), day.replace(day=starts[at + 1] - 1)
    return day.replace(day=starts[at]), _months(day, 1)[1]


_UNITS: tuple[Callable[[date], tuple[date, date]], ...] = (
    _decade,
    _year,
    lambda day: _months(day, 3),
    lambda day: _months(day, 1),
    lambda day: _part(day, (1, 16)),
    lambda day: _part(day, (1, 8, 16, 24)),  # about a week
    lambda day: (day, day),
)


def _divide(events: Iterable[Event], unit: int, within: tuple[date, date]) -> list[Period]:
    """Return the periods of a calendar unit that hold events, cut to `within`."""
    found: dict[tuple[date, date], list[Event]] = defaultdict(list)
    for event in events:
        day = first_day(event)
        if day is not None:
            start, end = _UNITS[unit](day)
            found[max(start, within[0]), min(end, within[1])].append(event)
    return [Period(*days, tuple(told), unit) for days, told in sorted(found.items())]


def split_periods(events: Iterable[Event], most: int) -> list[Period]:
    """Return at most `most` periods that hold all dated events, in order; empty ones are left out.

    Years to begin with (decades where there are too many), then the fullest is split into
    quarters, months, halves and quarters of a month and days as long as room is left and it holds
    far more than its share.
    """
    dated = [e for e in events if first_day(e) is not None]
    always = (date.min, date.max)
    periods = _divide(dated, 1, always)
    if len(periods) > most:
        periods = _divide(dated, 0, always)
    periods = _joined(periods, most)
    while True:
        fair = _CROWDED * len(dated) / most
        crowded = sorted((p for p in periods if len(p.events) > fair), key=lambda p: -len(p.events))
        for period in crowded:
            parts = _finer(period)
            if 1 < len(parts) <= most - len(periods) + 1:
                at = periods.index(period)
                periods[at : at + 1] = parts
                break
        else:
            return periods


def _finer(period: Period) -> list[Period]:
    """Return a period split by the coarsest unit that splits it."""
    for unit in range(period.unit + 1, len(_UNITS)):
        parts = _divide(period.events, unit, (period.start, period.end))
        if len(parts) > 1:
            return parts
    return [period]


def _joined(periods: list[Period], most: int) -> list[Period]:
    """Join the emptiest neighbours until no more than `most` are left."""
    periods = list(periods)
    while len(periods) > most:
        sums = [len(a.events) + len(b.events) for a, b in pairwise(periods)]
        at = sums.index(min(sums))
        a, b = periods[at : at + 2]
        periods[at : at + 2] = [Period(a.start, b.end, a.events + b.events, 0)]
    return periods
