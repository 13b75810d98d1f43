"""Calendar arithmetic: months, thirds, seasons, weeks, and their UCDP precision.

Conventions (docs: a part of a month is a third of it, of a year four months):

- *early, mid, late* are thirds; the *end* and the *start* of a month are its last and first third,
  of a year its last and first three months;
- autumn is September to November; a winter is named by the year of its December;
- a week runs from Monday to Sunday.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from karamap.dates.expressions import Part, Unit
from karamap.model import DateSpan

__all__ = [
    "DAY_ONE",
    "Interval",
    "last_day",
    "make_span",
    "month_interval",
    "move",
    "part_interval",
    "season_interval",
    "third_start",
    "unit_interval",
    "week_interval",
    "years_interval",
]

Interval = tuple[date, date]
DAY_ONE = timedelta(days=1)
_WEEK = 7
_MONTH_MAX = 31
_DECADE = 120  # months


def make_span(interval: Interval, precision: int | None = None) -> DateSpan:
    """Return `interval` as a `DateSpan`; without `precision` UCDP's, from its length in days."""
    start, end = interval
    days = (end - start).days + 1
    if precision is None:
        precision = 5
        for limit, value in ((1, 1), (6, 2), (_WEEK, 3), (_MONTH_MAX, 4)):
            if days <= limit:
                precision = value
                break
    return DateSpan(start, end, precision)


def last_day(year: int, month: int) -> int:
    """Return the number of days of a month."""
    return monthrange(year, month)[1]


def month_interval(year: int, month: int) -> Interval:
    """Return a calendar month."""
    return date(year, month, 1), date(year, month, last_day(year, month))


def years_interval(year: int, length: int = 1) -> Interval:
    """Return `length` calendar years from `year`."""
    return date(year, 1, 1), date(year + length - 1, 12, 31)


def season_interval(year: int, season: int) -> Interval:
    """Return a season (0 spring … 3 winter) of `year`; winter ends in the year after."""
    first = (3, 6, 9, 12)[season]
    end = (year, first + 2) if season < 3 else (year + 1, 2)
    return date(year, first, 1), month_interval(*end)[1]


def week_interval(day: date) -> Interval:
    """Return the week, Monday to Sunday, that `day` lies in."""
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)


def unit_interval(day: date, unit: Unit) -> Interval:
    """Return the calendar day, week, weekend, month, year, decade or century of `day`."""
    if unit is Unit.WEEK:
        return week_interval(day)
    if unit is Unit.WEEKEND:
        sunday = week_interval(day)[1]
        return sunday - DAY_ONE, sunday
    if unit is Unit.MONTH:
        return month_interval(day.year, day.month)
    if unit in {Unit.YEAR, Unit.DECADE, Unit.CENTURY}:
        length = {Unit.YEAR: 1, Unit.DECADE: 10, Unit.CENTURY: 100}[unit]
        return years_interval(day.year - day.year % length, length)
    return day, day


def move(day: date, unit: Unit, count: int) -> date:
    """Return `day` moved by `count` units; the 31st becomes the last day of a shorter month."""
    days = {Unit.DAY: 1, Unit.WEEK: _WEEK, Unit.WEEKEND: _WEEK, Unit.FORTNIGHT: 2 * _WEEK}
    if unit is Unit.HOUR:
        whole = -(-abs(count) // 24)
        return day + timedelta(days=whole if count > 0 else -whole)
    if unit in days:
        return day + timedelta(days=count * days[unit])
    months = {Unit.MONTH: 1, Unit.SEASON: 3, Unit.YEAR: 12, Unit.DECADE: 120, Unit.CENTURY: 1200}
    at = day.year * 12 + day.month - 1 + count * months[unit]
    year, month = at // 12, at % 12 + 1
    return date(year, month, min(day.day, last_day(year, month)))


def third_start(day: date) -> date:
    """Return the first day of the third of the month that `day` lies in."""
    return day.replace(day=1 if day.day <= 10 else 11 if day.day <= 20 else 21)


def part_interval(whole: Interval, part: Part | None) -> Interval:
    """Return a part of a week, month, season, year or decade."""
    if part is None:
        return whole
    days = (whole[1] - whole[0]).days + 1
    if days <= _WEEK:
        return _part_of_week(whole, part)
    if days <= _MONTH_MAX:
        return _part_of_month(whole, part)
    return _part_of_months(whole, part)


def _part_of_week(whole: Interval, part: Part) -> Interval:
    monday = whole[0]
    first, last = {
        Part.EARLY: (0, 2),
        Part.START: (0, 1),
        Part.MID: (2, 3),
        Part.LATE: (3, 6),
        Part.END: (4, 6),
    }.get(part, (0, 6))
    return monday + timedelta(days=first), monday + timedelta(days=last)


_WEEKS = (Part.WEEK1, Part.WEEK2, Part.WEEK3, Part.WEEK4)


def _part_of_month(whole: Interval, part: Part) -> Interval:
    end = whole[1].day
    first, last = {
        Part.EARLY: (1, 10),
        Part.START: (1, 10),
        Part.MID: (11, 20),
        Part.LATE: (21, end),
        Part.END: (21, end),
        Part.HALF1: (1, 15),
        Part.HALF2: (16, end),
        Part.LAST_WEEK: (end - 6, end),
        Part.FIRST_DAYS: (1, 5),
        Part.LAST_DAYS: (end - 4, end),
        **{part: (7 * n + 1, 7 * n + 7) for n, part in enumerate(_WEEKS)},
    }.get(part, (1, end))
    return whole[0].replace(day=first), whole[0].replace(day=last)


def _part_of_months(whole: Interval, part: Part) -> Interval:
    """Return a part of whole months, as fractions of their number."""
    months = (whole[1].year - whole[0].year) * 12 + whole[1].month - whole[0].month + 1
    fractions = {
        Part.EARLY: (0.0, 1 / 3),
        Part.MID: (1 / 3, 2 / 3),
        Part.LATE: (2 / 3, 1.0),
        Part.START: (0.0, 1 / 4),
        Part.END: (3 / 4, 1.0),
        Part.HALF1: (0.0, 1 / 2),
        Part.HALF2: (1 / 2, 1.0),
        Part.QUARTER1: (0.0, 1 / 4),
        Part.QUARTER2: (1 / 4, 1 / 2),
        Part.QUARTER3: (1 / 2, 3 / 4),
        Part.QUARTER4: (3 / 4, 1.0),
    }
    if part in _WEEKS or part in {Part.FIRST_DAYS, Part.LAST_WEEK, Part.LAST_DAYS}:
        at_end = part in {Part.LAST_WEEK, Part.LAST_DAYS}
        edge = whole[1] if at_end else whole[0]
        return _part_of_month(month_interval(edge.year, edge.month), part)
    if months >= _DECADE:  # early 1990s: up to 1993; mid: 1994–1996
        fractions |= {Part.EARLY: (0.0, 0.4), Part.MID: (0.4, 0.7), Part.LATE: (0.7, 1.0)}
    low, high = fractions.get(part, (0.0, 1.0))
    first, last = round(months * low), max(round(months * high), round(months * low) + 1)
    start = move(whole[0], Unit.MONTH, first)
    return start, move(whole[0], Unit.MONTH, last) - DAY_ONE
