"""What each kind of expression means, given the running context."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from karamap.dates.expressions import Expression, Kind, Part, Unit, replace
from karamap.dates.intervals import (
    DAY_ONE,
    Interval,
    move,
    part_interval,
    third_start,
    unit_interval,
    week_interval,
    years_interval,
)
from karamap.dates.running import Answer, Running, choose_year, occurrence
from karamap.dates.tense import Tense

__all__ = ["lasting_interval", "resolve_expression"]

_NO_DATE = Answer(None, "no publication date to count from", untold=True)
_WEEK_PRECISION = 3
_AFTERWARDS = re.compile(r"\b(?:after|following)(?: \w+){0,2} $", re.IGNORECASE)
_STILL = re.compile(r"\b(?:still|yet|even now)\b[^.;]*$")


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
    base = _base(expression, running)
    if base is None:
        return _NO_DATE
    interval = occurrence(expression, base.year + expression.shift)
    return Answer(interval, "in the year its words name", from_text=expression.anaphoric)


def _base(expression: Expression, running: Running) -> date | None:
    """Return the day to count from: the text's for an anaphoric expression, else publication."""
    near = running.text_interval(expression) if expression.anaphoric else None
    published = running.published
    if near is None or (published and near[0] > published and expression.shift == -1):
        return published
    return near[1]


def _resolve_which(expression: Expression, running: Running) -> Answer:
    """Resolve "last May", "this autumn", "the previous autumn"."""
    base = _base(expression, running)
    if base is None:
        return _NO_DATE
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
    base = _base(expression, running)
    if base is None:
        return _NO_DATE
    if shift is None or (shift == 0 and not expression.unit and not expression.anaphoric):
        return _bare_weekday(expression, base, running)
    if expression.unit is Unit.WEEK:
        monday = week_interval(base + timedelta(days=7 * shift))[0]
        return _one_day(monday + timedelta(days=weekday), "in the week its words name")
    if expression.anaphoric:
        return _anaphoric_weekday(expression, base, running)
    if shift == -1:
        return _one_day(_latest(weekday, base - DAY_ONE), "the latest one before publication")
    monday = week_interval(base)[0] + timedelta(days=7)
    return _one_day(monday + timedelta(days=weekday), "in the week after publication")


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
            return _one_day(day, "the same one as before in the text")
    # "this Saturday's match has been moved" tells nothing of when the match is
    possessive = running.layout.shadow.startswith("'s", expression.end)
    ahead = tense is Tense.FUTURE
    if expression.shift == 0:
        ahead = possessive or tense is not Tense.PAST
    if ahead:
        return _one_day(_latest(weekday, published + timedelta(days=6)), "the one to come")
    return _one_day(_latest(weekday, published), "the latest one up to publication")


def _latest(weekday: int, limit: date) -> date:
    """Return the last such weekday that is not after `limit`."""
    return limit - timedelta(days=(limit.weekday() - weekday) % 7)


def _one_day(day: date, reason: str) -> Answer:
    return Answer((day, day), reason)


def _resolve_day_number(expression: Expression, running: Running) -> Answer:
    day = expression.day or 1
    if expression.shift is not None:
        base = _base(expression, running)
        if base is None:
            return _NO_DATE
        month = move(base.replace(day=1), Unit.MONTH, expression.shift)
        return _one_day(month.replace(day=day), "in the month its words name")
    told = running.text_interval(expression)
    if told is not None and (told[1] - told[0]).days < 31:
        return _day_in_month(expression, told, running)
    published = running.published
    if published is None:
        return _NO_DATE
    months = [move(published.replace(day=1), Unit.MONTH, n) for n in (-2, -1, 0, 1, 2)]
    days = [o[0] for m in months if (o := occurrence(replace(expression, month=m.month), m.year))]
    if running.tense(expression) is Tense.FUTURE:
        return _one_day(next(d for d in days if d >= published), "the next one")
    return _one_day([d for d in days if d <= published][-1], "the latest one")


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
        return _NO_DATE
    return _one_day(
        running.published + timedelta(days=expression.count), "counted from publication"
    )


def _resolve_overnight(_expression: Expression, running: Running) -> Answer:
    if running.published is None:
        return _NO_DATE
    return Answer((running.published - DAY_ONE, running.published), "the night to publication")


def _resolve_unit(expression: Expression, running: Running) -> Answer:
    base, unit = _base(expression, running), expression.unit or Unit.DAY
    if expression.shift is None:  # the end of the year, at the weekend
        told = running.text_interval(expression)
        over = told is not None and (base is None or told[1] < base)
        base = told[1] if told and over and running.is_elsewhere(told) else base
    if base is None:
        return _NO_DATE
    shift = expression.shift or 0
    if unit is Unit.WEEKEND and expression.shift is None:
        ahead = running.tense(expression) is Tense.FUTURE
        shift = 0 if ahead or base.weekday() >= 5 else -1
    whole = unit_interval(move(base, unit, shift), unit)
    from_text = base != running.published
    if expression.part is Part.SO_FAR:
        return Answer((whole[0], max(whole[0], min(base, whole[1]))), "up to publication")
    if expression.part is Part.STILL:
        return Answer((min(whole[1], max(base, whole[0])), whole[1]), "from publication on")
    reason = "the one the text speaks of" if from_text else "counted from publication"
    return Answer(part_interval(whole, expression.part), reason, from_text=from_text)


def _resolve_window(expression: Expression, running: Running) -> Answer:
    unit, count = expression.unit or Unit.DAY, expression.count
    anchor = running.fresh_anchor(expression)
    precision = _WEEK_PRECISION if unit is Unit.WEEK and abs(count) == 1 else None
    if count > 0 and anchor is not None and running.is_elsewhere(anchor):
        span = anchor[1] + DAY_ONE, move(anchor[1], unit, count)
        return Answer(span, "after the day the text speaks of", precision, from_text=True)
    if running.published is None:
        return _NO_DATE
    other = move(running.published, unit, count)
    span = min(other, running.published), max(other, running.published)
    return Answer(span, "up to publication" if count < 0 else "from publication on", precision)


_FINE = frozenset({Unit.DAY, Unit.HOUR, Unit.WEEK, Unit.FORTNIGHT})


def _is_up_to_now(expression: Expression, running: Running) -> bool:
    """Whether "26 years later" is the present: the terms are still unmet 26 years later."""
    before = running.layout.shadow[max(0, expression.start - 60) : expression.start]
    later = expression.anaphoric and expression.unit is Unit.YEAR and expression.count > 0
    return later and _STILL.search(before) is not None


def _resolve_offset(expression: Expression, running: Running) -> Answer:
    if expression.rough == "over":
        return Answer(None, "open-ended")
    if _is_up_to_now(expression, running):
        if running.published is None:
            return _NO_DATE
        return Answer(years_interval(running.published.year), "up to the year of publication")
    base, from_text = running.published, False
    if expression.anaphoric:
        fine = expression.unit in _FINE
        near = running.fresh_anchor(expression) if fine else running.text_interval(expression)
        ahead = near and running.published and near[0] > running.published
        if near is not None and not (ahead and expression.count < 0):
            base, from_text = (near[1] if expression.count > 0 else near[0]), True
    if base is None:
        return _NO_DATE
    interval = _offset_interval(expression, base)
    published = running.published
    if expression.anaphoric and published and interval[0] > published and expression.count:
        return _beyond(expression, running, interval, published)
    reason = "counted from the day the text speaks of" if from_text else "counted from publication"
    precision = _WEEK_PRECISION if expression.unit in {Unit.WEEK, Unit.FORTNIGHT} else None
    return Answer(interval, reason, precision, from_text=from_text)


def _beyond(
    expression: Expression, running: Running, interval: Interval, published: date
) -> Answer:
    """Answer for "26 years later" where that would lie after publication."""
    if running.tense(expression) is Tense.FUTURE:
        return Answer(interval, "counted from the day the text speaks of", from_text=True)
    if expression.unit is Unit.YEAR:
        return Answer(years_interval(published.year), "up to the year of publication")
    return Answer(None, "the text does not say from when")


def _offset_interval(expression: Expression, base: date) -> Interval:
    """Return the day, month or year that lies `count` units off, as fine as the unit tells."""
    unit, count = expression.unit or Unit.DAY, expression.count
    day = move(base, unit, count)
    if unit in _FINE:
        return day, day
    slack = (1 if expression.rough == "about" else 0) + (2 if unit is Unit.DECADE else 0)
    coarse = Unit.MONTH if unit is Unit.MONTH else Unit.YEAR
    low, high = move(day, coarse, -slack), move(day, coarse, slack)
    return unit_interval(low, coarse)[0], unit_interval(high, coarse)[1]


def _resolve_counted(expression: Expression, running: Running) -> Answer:
    anchor = running.fresh_anchor(expression)
    if running.published is None:
        return _NO_DATE
    if running.is_elsewhere(anchor):
        return Answer(None, "the text does not say from when it counts")
    unit = expression.unit or Unit.DAY
    start = move(running.published, unit, -1) + DAY_ONE
    return Answer((start, running.published), "the one that publication is in")


def _resolve_length(expression: Expression, running: Running) -> Answer:
    """Resolve "monthlong": up to publication, its start no finer than its unit tells."""
    if running.published is None:
        return _NO_DATE
    told = running.text_interval(expression)
    if told is not None and told[1] < running.published and running.is_elsewhere(told):
        return Answer(None, "a length, not placed in time")
    unit = expression.unit or Unit.MONTH
    start = move(running.published, unit, expression.count)
    if unit is Unit.MONTH:
        start = third_start(start)
    elif unit in {Unit.YEAR, Unit.DECADE}:
        start = start.replace(day=1)
    return Answer((start, running.published), "about that long, up to publication")


def _resolve_lasting(expression: Expression, running: Running) -> Answer:
    """Resolve "four days of fighting": up to the day spoken of, or up to publication."""
    if running.tense(expression) is Tense.FUTURE:
        return Answer(None, "a length, not placed in time")
    anchor = running.fresh_anchor(expression)
    before = running.layout.shadow[max(0, expression.start - 30) : expression.start]
    told = running.is_elsewhere(anchor) or _AFTERWARDS.search(before) is not None
    end = anchor[1] if anchor is not None and told else running.published
    if end is None:
        return _NO_DATE
    reason = "publication" if end == running.published else "the day the text speaks of"
    return Answer(lasting_interval(expression, end), f"about that long, up to {reason}")


def lasting_interval(expression: Expression, end: date) -> Interval:
    """Return the time of `expression`'s length that ends on `end`."""
    start = move(end, expression.unit or Unit.DAY, expression.count)
    return (third_start(start) if expression.unit is Unit.MONTH else start), end


def _resolve_since(expression: Expression, running: Running) -> Answer:
    anchor = running.fresh_anchor(expression)
    if anchor is not None and running.is_elsewhere(anchor):
        return Answer(anchor, "the day the text speaks of")
    if running.published is None:
        return _NO_DATE
    return _one_day(running.published, "the day of publication")


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
    Kind.UNIT: _resolve_unit,
    Kind.WINDOW: _resolve_window,
    Kind.OFFSET: _resolve_offset,
    Kind.COUNTED: _resolve_counted,
    Kind.LENGTH: _resolve_length,
    Kind.AFTER: _resolve_after,
    Kind.LASTING: _resolve_lasting,
    Kind.SINCE: _resolve_since,
    Kind.VAGUE: _resolve_vague,
}
