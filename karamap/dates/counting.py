"""Expressions that count: units, windows, offsets, lengths, from publication or the text's days."""

from __future__ import annotations

import re
from datetime import date

from karamap.dates.expressions import Expression, Part, Unit
from karamap.dates.intervals import (
    DAY_ONE,
    Interval,
    move,
    part_interval,
    third_start,
    unit_interval,
    years_interval,
)
from karamap.dates.running import Answer, Running
from karamap.dates.tense import Tense

__all__ = [
    "NO_DATE",
    "base_day",
    "lasting_interval",
    "one_day",
    "resolve_counted",
    "resolve_lasting",
    "resolve_length",
    "resolve_offset",
    "resolve_since",
    "resolve_unit",
    "resolve_window",
]

NO_DATE = Answer(None, "no publication date to count from", untold=True)
_WEEK_PRECISION = 3
_AFTERWARDS = re.compile(r"\b(?:after|following)(?: \w+){0,2} $", re.IGNORECASE)
# "has cost 14 lives since the start of the year": the present one, whatever the text spoke of
_SO_FAR = re.compile(r"\b(?:has|have)\b[^,;:.]*\bsince (?:the )?$", re.IGNORECASE)
_STILL = re.compile(r"\b(?:still|yet|even now)\b[^.;]*$")


def base_day(expression: Expression, running: Running) -> date | None:
    """Return the day to count from: the text's for an anaphoric expression, else publication."""
    near = running.text_interval(expression) if expression.anaphoric else None
    published = running.published
    if near is None or (published and near[0] > published and expression.shift == -1):
        return published
    return near[1]


def one_day(day: date, reason: str) -> Answer:
    """Return one day as an answer."""
    return Answer((day, day), reason)


def resolve_unit(expression: Expression, running: Running) -> Answer:
    """Resolve "this week", "the end of the month", "at the weekend"."""
    base, unit = base_day(expression, running), expression.unit or Unit.DAY
    if expression.shift is None:  # the end of the year, at the weekend
        told = running.text_interval(expression)
        ahead = base is not None and (
            unit is Unit.WEEKEND or running.tense(expression) is Tense.FUTURE
        )
        ahead = ahead or _SO_FAR.search(running.words_before(expression)) is not None
        over = told is not None and (base is None or told[1] < base) and not ahead
        base = told[1] if told and over and running.is_elsewhere(told) else base
    if base is None:
        return NO_DATE
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


def resolve_window(expression: Expression, running: Running) -> Answer:
    """Resolve "the past two days", "in the next week"."""
    unit, count = expression.unit or Unit.DAY, expression.count
    anchor = running.fresh_anchor(expression)
    if anchor is None and count > 0 and running.tense(expression) is Tense.PAST:
        anchor = running.text_interval(expression)  # "in January …; over the next four months"
    precision = _WEEK_PRECISION if unit is Unit.WEEK and abs(count) == 1 else None
    if count > 0 and anchor is not None and running.is_elsewhere(anchor):
        span = anchor[1] + DAY_ONE, move(anchor[1], unit, count)
        return Answer(span, "after the day the text speaks of", precision, from_text=True)
    if running.published is None:
        return NO_DATE
    other = move(running.published, unit, count)
    span = min(other, running.published), max(other, running.published)
    return Answer(span, "up to publication" if count < 0 else "from publication on", precision)


_FINE = frozenset({Unit.DAY, Unit.HOUR, Unit.WEEK, Unit.FORTNIGHT})


def _is_up_to_now(expression: Expression, running: Running) -> bool:
    """Whether "26 years later" is the present: the terms are still unmet 26 years later."""
    before = running.layout.shadow[max(0, expression.start - 60) : expression.start]
    later = expression.anaphoric and expression.unit is Unit.YEAR and expression.count > 0
    return later and _STILL.search(before) is not None


def resolve_offset(expression: Expression, running: Running) -> Answer:
    """Resolve "two days ago", "a week later"."""
    if expression.rough == "over":
        return Answer(None, "open-ended")
    if _is_up_to_now(expression, running):
        if running.published is None:
            return NO_DATE
        return Answer(years_interval(running.published.year), "up to the year of publication")
    base, from_text = running.published, False
    if expression.anaphoric:
        fine = expression.unit in _FINE
        near = running.fresh_anchor(expression) if fine else running.text_interval(expression)
        ahead = near and running.published and near[0] > running.published
        if near is not None and not (ahead and expression.count < 0):
            base, from_text = (near[1] if expression.count > 0 else near[0]), True
    if base is None:
        return NO_DATE
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


def resolve_counted(expression: Expression, running: Running) -> Answer:
    """Resolve "for a fourth day"."""
    anchor = running.fresh_anchor(expression)
    if running.published is None:
        return NO_DATE
    if running.is_elsewhere(anchor):
        return Answer(None, "the text does not say from when it counts")
    unit = expression.unit or Unit.DAY
    start = move(running.published, unit, -1) + DAY_ONE
    return Answer((start, running.published), "the one that publication is in")


def resolve_length(expression: Expression, running: Running) -> Answer:
    """Resolve "monthlong": up to publication, its start no finer than its unit tells."""
    if running.published is None:
        return NO_DATE
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


def resolve_lasting(expression: Expression, running: Running) -> Answer:
    """Resolve "four days of fighting": up to the day spoken of, or up to publication."""
    if running.tense(expression) is Tense.FUTURE:
        return Answer(None, "a length, not placed in time")
    anchor = running.fresh_anchor(expression)
    before = running.layout.shadow[max(0, expression.start - 30) : expression.start]
    told = running.is_elsewhere(anchor) or _AFTERWARDS.search(before) is not None
    end = anchor[1] if anchor is not None and told else running.published
    if end is None:
        return NO_DATE
    reason = "publication" if end == running.published else "the day the text speaks of"
    return Answer(lasting_interval(expression, end), f"about that long, up to {reason}")


def lasting_interval(expression: Expression, end: date) -> Interval:
    """Return the time of `expression`'s length that ends on `end`."""
    start = move(end, expression.unit or Unit.DAY, expression.count)
    return (third_start(start) if expression.unit is Unit.MONTH else start), end


def resolve_since(expression: Expression, running: Running) -> Answer:
    """Resolve "since the morning"."""
    anchor = running.fresh_anchor(expression)
    if anchor is not None and running.is_elsewhere(anchor):
        return Answer(anchor, "the day the text speaks of")
    if running.published is None:
        return NO_DATE
    return one_day(running.published, "the day of publication")
