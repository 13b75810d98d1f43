"""What a date told beside an event gives: a day after it, the time up to it, lists of weekdays."""

from __future__ import annotations

import re
from datetime import date, timedelta

from karamap.dates.context import Layout
from karamap.dates.counting import lasting_interval
from karamap.dates.expressions import Expression, Kind, Unit, replace
from karamap.dates.intervals import Interval, move
from karamap.dates.running import Answer

__all__ = ["after_event", "beside_day", "is_said_on", "listed_weekday"]

_DATED = frozenset({Kind.CALENDAR, Kind.WEEKDAY, Kind.DAY_NUMBER, Kind.OFFSET, Kind.DEICTIC})
_REACH = 120  # characters from "a day after" to its event's date
_LOOK_BACK = 100  # characters before a date in which a speaker is looked for
_CLAUSE_END = re.compile(r"[,;:()\"“”«»—]|\b(?:said|says|told|reported|announced|and)\b")
_SAID = re.compile(
    r"\b(?:said|says|told|reported|announced|stated)\b(?: \w+){0,3}? (?:on |late )?$"
)
_DEFINITE = re.compile(r" (?:th(?:e|at|is|ey|eir)|it|its|he|she|his|her)\b", re.IGNORECASE)
_ENDED = re.compile(r"\b(?:after|following)(?: \w+){0,2} $", re.IGNORECASE)
_ENDS = re.compile(r"[^,;:.]*\b(?:ended|ends|stopped|ceased|closed|halted|culminated)\b[^,;:.]*")
_AND = re.compile(r",?(?: and|,)(?: on)? ")
_WEEK, _LIST_MAX = 7, 3  # days; "Thursday and Friday" lie at most so far apart


def is_said_on(expression: Expression, layout: Layout) -> bool:
    """Whether the date tells when something was said: "the ministry said on Friday"."""
    before = layout.shadow[max(0, expression.start - _LOOK_BACK) : expression.start]
    return _SAID.search(before) is not None


def after_event(
    at: int, expressions: list[Expression], answers: list[Answer], layout: Layout
) -> Answer:
    """Return the day counted from the event's own date, or from the day the text speaks of.

    An event with an article or pronoun may be the one told before; any other that bears no date
    gives no days.
    """
    this = expressions[at]
    if this.rough == "over":
        return Answer(None, "open-ended")
    if not this.anaphoric:
        day = _date_of_event(at, expressions, answers, layout)
        if day is not None:
            return _count(this, day, "counted from the date of its event")
    day = _day_before(at, expressions, answers, layout)
    definite = this.anaphoric or _DEFINITE.match(layout.shadow, this.end)
    if day is None or not definite:
        return answers[at]
    return _count(this, day, "counted from the day the text speaks of")


def _date_of_event(
    at: int, expressions: list[Expression], answers: list[Answer], layout: Layout
) -> date | None:
    if at + 1 >= len(expressions):
        return None
    this, following = expressions[at], expressions[at + 1]
    near = following.start - this.end <= _REACH and following.kind in _DATED
    if not near or layout.sentence_index(this.start) != layout.sentence_index(following.start):
        return None
    if _CLAUSE_END.search(layout.shadow, this.end, following.start):
        return None
    return _single(answers[at + 1])


def _day_before(
    at: int, expressions: list[Expression], answers: list[Answer], layout: Layout
) -> date | None:
    """Return the last day told in the sentence before, for "within hours" also in its own."""
    if at == 0:
        return None
    this, previous = expressions[at], expressions[at - 1]
    back = layout.sentence_index(this.start) - layout.sentence_index(previous.start)
    if back > 1 or (back == 0 and not this.anaphoric) or previous.kind not in _DATED | {Kind.AFTER}:
        return None
    return None if is_said_on(previous, layout) else _single(answers[at - 1])


def _single(answer: Answer) -> date | None:
    interval = answer.interval
    return interval[0] if interval is not None and interval[0] == interval[1] else None


def _count(this: Expression, day: date, reason: str) -> Answer:
    try:
        end = move(day, this.unit or Unit.DAY, this.count)
    except (ValueError, OverflowError):
        return Answer(None, "outside the calendar")
    start = day if this.rough == "up to" else end
    precision = 3 if this.unit is Unit.WEEK else None
    return Answer((start, end), reason, precision, from_text=True)


def beside_day(
    this: Expression, other: Expression, answer: Answer, layout: Layout, day: date
) -> Answer:
    """Return "since morning" or "after four days of fighting" with the day told beside it."""
    if this.kind is Kind.SINCE:
        return Answer((day, day), "the day told beside it")
    before = layout.shadow[max(0, this.start - 30) : this.start]
    near = 0 < other.start - this.end <= _REACH
    ended = near and _ENDS.fullmatch(layout.shadow, this.end, other.start)
    if answer.interval is None:
        return answer
    if not (ended or _ENDED.search(before)):
        return Answer(None, "a length, and the date beside it does not say which end")
    try:
        return Answer(lasting_interval(this, day), "about that long, up to the day beside it")
    except (ValueError, OverflowError):
        return Answer(None, "outside the calendar")


def listed_weekday(
    at: int,
    expressions: list[Expression],
    answers: list[Answer],
    layout: Layout,
    published: date | None,
) -> Answer:
    """Return the weekday moved a week where a list tells so: "Thursday and Friday" are in order."""
    answer = answers[at]
    for other in (at - 1, at + 1):
        if not 0 <= other < len(expressions) or published is None or answer.interval is None:
            continue
        first, last = min(at, other), max(at, other)
        if not _is_list(expressions[first], expressions[last], layout):
            continue
        pair = answers[first].interval, answers[last].interval
        if pair[0] is None or pair[1] is None or pair[0] <= pair[1]:
            continue
        ahead = pair[0][0] > published
        if ahead is (at == last):
            moved = _by_days(answer.interval, _WEEK if ahead else -_WEEK)
            return replace(answer, interval=moved, reason="in the order of its list")
    return answer


def _is_list(first: Expression, last: Expression, layout: Layout) -> bool:
    bare = first.kind is last.kind is Kind.WEEKDAY and first.shift is None and last.shift is None
    if not bare or not _AND.fullmatch(layout.shadow, first.end, last.start):
        return False
    return 0 < ((last.weekday or 0) - (first.weekday or 0)) % _WEEK <= _LIST_MAX


def _by_days(interval: Interval, days: int) -> Interval:
    return interval[0] + timedelta(days=days), interval[1] + timedelta(days=days)
