"""A second look: what an expression means because of another one in the same sentence."""

from __future__ import annotations

import re
from datetime import date, timedelta

from karamap.dates.beside import after_event, beside_day, is_said_on, listed_weekday
from karamap.dates.context import Layout
from karamap.dates.expressions import Expression, Kind, replace
from karamap.dates.intervals import DAY_ONE
from karamap.dates.running import Answer

__all__ = ["revise"]

_INTO = re.compile(r" (?:in)?to ")
_APPOSED = re.compile(r",? ?(?:on |\(|- ?)?(?:the )?")
_GIVES_WAY = frozenset({Kind.OFFSET, Kind.WEEKDAY, Kind.DEICTIC, Kind.COUNTED})
_TO_DAY = re.compile(r" ?(?:to|into|on|till|from)? ?(?:the )?")
_RECENT = 7  # days
_JUST_NOW = 2  # days
_NEIGHBOURS = 8  # expressions to either side: a "sentence" may be a whole table


def revise(
    expressions: list[Expression],
    answers: list[Answer],
    layout: Layout,
    *,
    published: date | None,
) -> list[Answer]:
    """Return the answers, those changed that a neighbour settles.

    "A week later, on October 11" is October 11; "overnight" is the night to the day told beside
    it; "today" in a quotation is the day it was said on; a fourth day "on Tuesday" is that Tuesday.
    """
    revised = list(answers)
    for at, expression in enumerate(expressions):
        if expression.kind in _GIVES_WAY:
            revised[at] = _by_apposition(at, expressions, revised, layout)
        if expression.kind is Kind.OVERNIGHT:
            revised[at] = _overnight(at, expressions, revised, layout)
        elif expression.kind is Kind.COUNTED:
            revised[at] = _counted(at, expressions, revised, layout, published)
        elif expression.kind is Kind.DEICTIC:
            revised[at] = _quoted(at, expressions, revised, layout, published)
        else:
            revised[at] = _special(at, expressions, revised, layout, published)
    return revised


def _special(
    at: int,
    expressions: list[Expression],
    answers: list[Answer],
    layout: Layout,
    published: date | None,
) -> Answer:
    kind = expressions[at].kind
    if kind is Kind.AFTER:
        return after_event(at, expressions, answers, layout)
    if kind is Kind.WEEKDAY:
        return listed_weekday(at, expressions, answers, layout, published)
    if kind not in {Kind.LASTING, Kind.SINCE}:
        return answers[at]
    for other in _days_in_sentence(at, expressions, answers, layout):
        day = answers[other].interval
        if day is not None and not is_said_on(expressions[other], layout):
            return beside_day(expressions[at], expressions[other], answers[at], layout, day[0])
    return answers[at]


def _is_day(answer: Answer) -> bool:
    return answer.interval is not None and answer.interval[0] == answer.interval[1]


def _by_apposition(
    at: int, expressions: list[Expression], answers: list[Answer], layout: Layout
) -> Answer:
    if at + 1 >= len(expressions):
        return answers[at]
    this, following = expressions[at], expressions[at + 1]
    dated = following.kind is Kind.CALENDAR and following.day is not None
    if not dated or following.start - this.end > 12 or not _is_day(answers[at + 1]):
        return answers[at]
    if not _APPOSED.fullmatch(layout.shadow, this.end, following.start):
        return answers[at]
    same_day = answers[at + 1].interval
    assert same_day is not None  # noqa: S101  a day, as just asked
    if this.kind is Kind.WEEKDAY and same_day[0].weekday() != this.weekday:
        return answers[at]
    return replace(answers[at + 1], reason="the date beside it")


def _days_in_sentence(
    at: int, expressions: list[Expression], answers: list[Answer], layout: Layout
) -> list[int]:
    """Return the other expressions of the sentence that mean one day, nearest first."""
    sentence = layout.sentence(expressions[at].start)
    found = []
    for step in (-1, 1):
        other = at + step
        while 0 <= other < len(expressions) and abs(other - at) <= _NEIGHBOURS:
            if not sentence.start <= expressions[other].start < sentence.end:
                break
            anchored = expressions[other].kind in {Kind.CALENDAR, Kind.WEEKDAY, Kind.DAY_NUMBER}
            if anchored and _is_day(answers[other]):
                found.append(other)
            other += step
    return sorted(found, key=lambda n: abs(expressions[n].start - expressions[at].start))


def _overnight(
    at: int, expressions: list[Expression], answers: list[Answer], layout: Layout
) -> Answer:
    leads_to = _INTO.match(layout.shadow, expressions[at].end)  # "the night to April 6"
    for other in _days_in_sentence(at, expressions, answers, layout):
        if leads_to and other < at:
            continue
        day = answers[other].interval
        near = abs(expressions[other].start - expressions[at].end) < 60
        if day is not None and (near or is_said_on(expressions[other], layout)):
            return Answer((day[0] - DAY_ONE, day[0]), "the night to the day told beside it")
    return answers[at]


def _counted(
    at: int,
    expressions: list[Expression],
    answers: list[Answer],
    layout: Layout,
    published: date | None,
) -> Answer:
    if published is None:
        return answers[at]
    for other in _days_in_sentence(at, expressions, answers, layout):
        day = answers[other].interval
        # not "the truce that began on Thursday held for a sixth day"
        if day is not None and 0 <= (published - day[0]).days <= _JUST_NOW:
            return Answer(day, "the day told in its sentence")
    return answers[at]


def _quoted(
    at: int,
    expressions: list[Expression],
    answers: list[Answer],
    layout: Layout,
    published: date | None,
) -> Answer:
    quote = layout.quote(expressions[at].start)
    if quote is None or published is None:
        return answers[at]
    for other in _days_in_sentence(at, expressions, answers, layout):
        day = answers[other].interval
        outside = layout.quote(expressions[other].start) is None
        if day is not None and outside and 0 <= (published - day[0]).days <= _RECENT:
            said = day[0] + timedelta(days=expressions[at].count)
            return Answer((said, said), "counted from the day it was said")
    return answers[at]
