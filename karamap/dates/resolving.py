"""What each kind of expression means, given the running context."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from karamap.dates.counting import (
    NO_DATE,
    base_day,
    one_day,
    resolve_counted,
    resolve_lasting,
    resolve_length,
    resolve_offset,
    resolve_since,
    resolve_unit,
    resolve_window,
)
from karamap.dates.expressions import Expression, Kind, Unit, replace
from karamap.dates.intervals import (
    DAY_ONE,
    Interval,
    move,
    week_interval,
)
from karamap.dates.running import Answer, Running, choose_year, occurrence
from karamap.dates.tense import Tense

__all__ = ["resolve_expression"]


def resolve_expression(expression: Expression, running: Running) -> Answer:
    """Return what `expression` means; never raises for a date outside the calendar."""
    try:
        return _RESOLVERS[expression.kind](expression, running)
    except (ValueError, OverflowError):
        return Answer(None, "outside the calendar")


def _resolve_calendar(expression: Expression, running: Running) -> Answer:
    if expression.year is not None:
        interval = occurrence(expression, expression.year)
        reason = "date as written" if interval else "there is no such day"
        return Answer(interval, reason)
    if expression.which is not None:
        return _resolve_which(expression, running)
    if expression.shift is None:
        return choose_year(expression, running)
    base = base_day(expression, running)
    if base is None:
        return NO_DATE
    interval = occurrence(expression, base.year + expression.shift)
    return Answer(interval, "in the year its words name", from_text=expression.anaphoric)


def _resolve_which(expression: Expression, running: Running) -> Answer:
    """Resolve "last May", "this autumn", "the previous autumn"."""
    base = base_day(expression, running)
    if base is None:
        return NO_DATE
    years = range(base.year - 2, base.year + 3)
    found = [o for o in (occurrence(expression, y) for y in years) if o is not None]
    if expression.which == -1:
        chosen = [o for o in found if o[1] < base][-1]
        return Answer(chosen, "the latest one over")
    if expression.which == 1:
        return Answer(next(o for o in found if o[0] > base), "the next one")
    if expression.anaphoric:
        chosen = min(found, key=lambda o: (max((o[0] - base).days, (base - o[1]).days, 0), o))
        return Answer(chosen, "the one the text speaks of", from_text=True)
    if running.tense(expression) is Tense.FUTURE:
        return Answer(next(o for o in found if o[1] >= base), "the present or next one")
    return Answer([o for o in found if o[0] <= base][-1], "the present or latest one")


def _resolve_range(expression: Expression, running: Running) -> Answer:
    first, last = expression.first, expression.last
    if first is None or last is None:
        return Answer(None, "no range")
    if last.kind is Kind.WEEKDAY:
        return _resolve_weekday_range(first, last, running)
    if first.year is not None and last.year is None and last.shift is None:
        later = (last.month or 0, last.day or 0) < (first.month or 0, first.day or 0)
        last = replace(last, year=first.year + later)
    # the tense around the last date is that of the whole
    end = resolve_expression(last, running)
    if end.interval is None:
        return end
    start = _range_start(first, end.interval[1])
    if start is None:
        return Answer(None, "there is no such range")
    return Answer((start, end.interval[1]), f"range, {end.reason}", from_text=end.from_text)


def _range_start(first: Expression, end: date) -> date | None:
    """Return the last day that `first` can begin on up to `end`."""
    if first.kind is Kind.DAY_NUMBER:
        month = move(end.replace(day=1), Unit.MONTH, 0 if (first.day or 1) <= end.day else -1)
        return month.replace(day=first.day or 1)
    years = (end.year, end.year - 1) if first.year is None else (first.year,)
    found = [o[0] for year in years if (o := occurrence(first, year)) is not None]
    return next((start for start in found if start <= end), None)


def _resolve_weekday_range(first: Expression, last: Expression, running: Running) -> Answer:
    answer = _resolve_weekday(last, running)
    if answer.interval is None or first.weekday is None:
        return answer
    end = answer.interval[0]
    back = (end.weekday() - first.weekday) % 7
    return Answer((end - timedelta(days=back), end), f"range, {answer.reason}")


def _resolve_weekday(expression: Expression, running: Running) -> Answer:
    weekday, shift = expression.weekday or 0, expression.shift
    base = base_day(expression, running)
    if base is None:
        return NO_DATE
    if shift is None or (shift == 0 and not expression.unit and not expression.anaphoric):
        return _bare_weekday(expression, base, running)
    if expression.unit is Unit.WEEK:
        monday = week_interval(base + timedelta(days=7 * shift))[0]
        return one_day(monday + timedelta(days=weekday), "in the week its words name")
    if expression.anaphoric:
        return _anaphoric_weekday(expression, base, running)
    if shift == -1:
        return one_day(_latest(weekday, base - DAY_ONE), "the latest one before publication")
    monday = week_interval(base)[0] + timedelta(days=7)
    return one_day(monday + timedelta(days=weekday), "in the week after publication")


def _anaphoric_weekday(expression: Expression, base: date, running: Running) -> Answer:
    weekday = expression.weekday or 0
    if expression.shift == -1:
        day = _latest(weekday, base - DAY_ONE)
    elif expression.shift == 1:
        day = _latest(weekday, base + timedelta(days=7))
    else:
        day = running.weekdays.get(weekday) or _latest(weekday, base)
    return Answer((day, day), "counted from the day the text speaks of", from_text=True)


def _bare_weekday(expression: Expression, published: date, running: Running) -> Answer:
    weekday, tense = expression.weekday or 0, running.tense(expression)
    if tense is Tense.NEUTRAL and expression.shift is None and weekday in running.weekdays:
        day = running.weekdays[weekday]
        if abs((day - published).days) <= 7:
            return one_day(day, "the same one as before in the text")
    # "this Saturday's match has been moved" tells nothing of when the match is
    possessive = running.layout.shadow.startswith("'s", expression.end)
    ahead = tense is Tense.FUTURE
    if expression.shift == 0:
        ahead = possessive or tense is not Tense.PAST
    if ahead:
        return one_day(_latest(weekday, published + timedelta(days=6)), "the one to come")
    return one_day(_latest(weekday, published), "the latest one up to publication")


def _latest(weekday: int, limit: date) -> date:
    """Return the last such weekday that is not after `limit`."""
    return limit - timedelta(days=(limit.weekday() - weekday) % 7)


def _resolve_day_number(expression: Expression, running: Running) -> Answer:
    day = expression.day or 1
    if expression.shift is not None:
        base = base_day(expression, running)
        if base is None:
            return NO_DATE
        month = move(base.replace(day=1), Unit.MONTH, expression.shift)
        return one_day(month.replace(day=day), "in the month its words name")
    told = running.text_interval(expression)
    if told is not None and (told[1] - told[0]).days < 31:
        return _day_in_month(expression, told, running)
    published = running.published
    if published is None:
        return NO_DATE
    months = [move(published.replace(day=1), Unit.MONTH, n) for n in (-2, -1, 0, 1, 2)]
    days = [o[0] for m in months if (o := occurrence(replace(expression, month=m.month), m.year))]
    if running.tense(expression) is Tense.FUTURE:
        return one_day(next(d for d in days if d >= published), "the next one")
    return one_day([d for d in days if d <= published][-1], "the latest one")


def _day_in_month(expression: Expression, told: Interval, running: Running) -> Answer:
    """Return "the 2nd" in the month the text is in; after the 30th, in the next month."""
    day, first = expression.day or 1, told[0].replace(day=1)
    published = running.published
    if day < told[0].day and (told[1] - told[0]).days < 7:
        later = move(first, Unit.MONTH, 1).replace(day=day)
        possible = published is None or later <= published
        possible = possible or running.tense(expression) is Tense.FUTURE
        if possible and (later - told[0]).days < 15:
            return Answer((later, later), "in the month after the one spoken of", from_text=True)
    there = first.replace(day=day)
    return Answer((there, there), "in the month the text is in", from_text=True)


def _resolve_deictic(expression: Expression, running: Running) -> Answer:
    if running.published is None:
        return NO_DATE
    return one_day(running.published + timedelta(days=expression.count), "counted from publication")


def _resolve_overnight(_expression: Expression, running: Running) -> Answer:
    if running.published is None:
        return NO_DATE
    return Answer((running.published - DAY_ONE, running.published), "the night to publication")


def _resolve_after(_expression: Expression, _running: Running) -> Answer:
    return Answer(None, "the text does not say from when it counts")  # but see `revising`


def _resolve_vague(_expression: Expression, _running: Running) -> Answer:
    return Answer(None, "vague")


_RESOLVERS: dict[Kind, Callable[[Expression, Running], Answer]] = {
    Kind.CALENDAR: _resolve_calendar,
    Kind.RANGE: _resolve_range,
    Kind.WEEKDAY: _resolve_weekday,
    Kind.DAY_NUMBER: _resolve_day_number,
    Kind.DEICTIC: _resolve_deictic,
    Kind.OVERNIGHT: _resolve_overnight,
    Kind.UNIT: resolve_unit,
    Kind.WINDOW: resolve_window,
    Kind.OFFSET: resolve_offset,
    Kind.COUNTED: resolve_counted,
    Kind.LENGTH: resolve_length,
    Kind.AFTER: _resolve_after,
    Kind.LASTING: resolve_lasting,
    Kind.SINCE: resolve_since,
    Kind.VAGUE: _resolve_vague,
}
