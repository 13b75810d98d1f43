"""One reading for each stretch of text: the longest; then ranges and lists of dates."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from karamap.dates.expressions import Expression, Kind, replace

__all__ = ["choose_longest", "drop_apposed", "join_ranges", "settle_slashes", "share_years"]

_TO = re.compile(r" ?[-—] ?| (?:to|through|thru) (?:the )?(?:early hours of )?")
_UNTIL = re.compile(r",? (?:until|till|up to|and) (?:the )?")
_MOVED = re.compile(
    r"\b(?:postponed|moved|rescheduled|delayed|shifted)(?: \w+){0,3} from (?:the )?$"
)
_LISTED = re.compile(
    r"(?:,|,? (?:and|or)|,? as well as|,? and (?:again|then))(?: on| in)? (?:the )?"
)
_JOINED = frozenset({Kind.CALENDAR, Kind.WEEKDAY, Kind.DAY_NUMBER})
_COMMENT = {
    Kind.AFTER: re.compile(r"(?:,| -+| —)? ?(?:\(|just |only |less than |more than |barely )?"),
    Kind.LASTING: re.compile(
        r",? (?:after|following) (?:the |more than |nearly |almost |about |some )?"
    ),
}


def choose_longest(found: Iterable[Expression], length: int) -> list[Expression]:
    """Return the expressions that do not overlap, longer ones first to choose, in text order."""
    taken = bytearray(length)
    chosen = []
    for expression in sorted(found, key=lambda e: (e.start - e.end, e.start)):
        start, end = expression.start, expression.end
        if not any(taken[start:end]):
            taken[start:end] = b"\x01" * (end - start)
            chosen.append(expression)
    return sorted(chosen, key=lambda e: e.start)


def drop_apposed(expressions: list[Expression], shadow: str) -> list[Expression]:
    """Return the expressions without what only comments the date just before it.

    "On Tuesday, a day after the convoy left" and "on Tuesday after four days of fighting" are
    Tuesday.
    """
    kept: list[Expression] = []
    for expression in expressions:
        led = _COMMENT.get(expression.kind)
        previous = kept[-1] if kept else None
        dated = previous is not None and previous.kind in _JOINED
        if led and previous and dated and led.fullmatch(shadow, previous.end, expression.start):
            continue
        kept.append(expression)
    return kept


def join_ranges(expressions: list[Expression], shadow: str) -> list[Expression]:
    """Return the expressions with "May 18 to May 22" and the like made one."""
    joined: list[Expression] = []
    for expression in expressions:
        previous = joined[-1] if joined else None
        if previous is not None and _is_range(previous, expression, shadow):
            first = _with_year_of(previous, expression)
            joined[-1] = Expression(
                previous.start, expression.end, Kind.RANGE, first=first, last=expression
            )
        else:
            joined.append(expression)
    return joined


def _is_range(first: Expression, last: Expression, shadow: str) -> bool:
    if first.kind not in _JOINED or last.kind is not first.kind or first.day_end:
        return False
    if last.start - first.end > 24 or (first.day is None) is not (last.day is None):
        return False
    if first.kind is Kind.CALENDAR and first.month is None and first.season is None:
        return False  # years were joined where they were found
    gap = shadow[first.end : last.start]
    before = shadow[max(0, first.start - 40) : first.start].lower()
    if _MOVED.search(before):
        return False
    if _TO.fullmatch(gap):
        return _in_order(first, last)
    led = "between " if gap.strip(", ").startswith("and") else "from "
    led_in = before.endswith((led, led + "the "))
    return led_in and _UNTIL.fullmatch(gap) is not None and _in_order(first, last)


def _in_order(first: Expression, last: Expression) -> bool:
    """Whether two dates of one year can be a range's ends; without years anything can."""
    if first.year is None or last.year is None:
        return True
    start = (first.year, first.month or 0, first.day or 0)
    return start <= (last.year, last.month or 0, last.day or 0)


def _with_year_of(first: Expression, last: Expression) -> Expression:
    """Return `first` in the year of `last`, or the year before where the months say so."""
    if last.year is None or first.year is not None or first.month is None:
        return first
    later = (first.month, first.day or 0) > (last.month or 12, last.day or 31)
    return replace(first, year=last.year - later)


def share_years(expressions: list[Expression], shadow: str) -> list[Expression]:
    """Return the expressions with the year of "April 2 and May 5, 2016" given to both."""
    shared = list(expressions)
    for at in range(len(shared) - 2, -1, -1):
        this, following = shared[at], shared[at + 1]
        if following.kind is not Kind.CALENDAR or this.kind is not Kind.CALENDAR:
            continue
        told = following.year if following.shift is None else None
        bare = this.year is None and this.shift is None and this.which is None
        alike = this.month and following.month and (this.day is None) is (following.day is None)
        gap = shadow[this.end : following.start]
        if told and bare and alike and len(gap) < 24 and _LISTED.fullmatch(gap):
            ordered = (this.month or 0, this.day or 0) <= (following.month or 0, following.day or 0)
            shared[at] = replace(this, year=told if ordered else told - 1)
    return shared


def settle_slashes(expressions: list[Expression], published: date | None) -> list[Expression]:
    """Return the expressions with 03/06/2020 read the way the document writes its dates.

    Month first, as Americans do, unless another date in it can only be day first, or day first
    gives the day of publication and no other date speaks against it.
    """
    orders = {e.day_first for e in expressions} - {None}
    if not orders and published is not None:
        orders = {
            published == _day_of(e, e.swapped)
            for e in expressions
            if e.swapped and published in {_day_of(e, e.swapped), _day_of(e, (e.month, e.day))}
        }
    if orders != {True}:
        return expressions
    return [
        replace(e, month=e.swapped[0], day=e.swapped[1]) if e.swapped else e for e in expressions
    ]


def _day_of(expression: Expression, told: tuple[int | None, int | None]) -> date:
    return date(expression.year or 1, told[0] or 1, told[1] or 1)
