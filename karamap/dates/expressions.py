"""What a time expression says, before anything resolves it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

__all__ = ["Expression", "Kind", "Part", "Unit", "replace"]


class Kind(StrEnum):
    """How an expression names its time, and so how it is resolved."""

    CALENDAR = "calendar"  # some of year, season, month and day, perhaps a part of them
    RANGE = "range"  # from `first` to `last`
    WEEKDAY = "weekday"
    DAY_NUMBER = "day_number"  # the 21st
    DEICTIC = "deictic"  # today, the day before yesterday
    OVERNIGHT = "overnight"
    UNIT = "unit"  # last week, this month, the end of the year
    WINDOW = "window"  # the past two decades
    OFFSET = "offset"  # two days earlier, three years ago, the next day
    COUNTED = "counted"  # a fourth day
    LENGTH = "length"  # monthlong
    AFTER = "after"  # a day after the truce, within hours
    LASTING = "lasting"  # four days of fighting
    SINCE = "since"  # since morning
    VAGUE = "vague"  # recent months


class Unit(StrEnum):
    """A length of time."""

    HOUR = "hour"
    DAY = "day"
    WEEKEND = "weekend"
    WEEK = "week"
    FORTNIGHT = "fortnight"
    MONTH = "month"
    SEASON = "season"
    YEAR = "year"
    DECADE = "decade"
    CENTURY = "century"


class Part(StrEnum):
    """A part of a month, year or longer: thirds, edges, halves, quarters, numbered weeks."""

    EARLY = "early"
    MID = "mid"
    LATE = "late"
    START = "start"
    END = "end"
    HALF1 = "half1"
    HALF2 = "half2"
    QUARTER1 = "quarter1"
    QUARTER2 = "quarter2"
    QUARTER3 = "quarter3"
    QUARTER4 = "quarter4"
    WEEK1 = "week1"
    WEEK2 = "week2"
    WEEK3 = "week3"
    WEEK4 = "week4"
    LAST_WEEK = "last_week"
    FIRST_DAYS = "first_days"
    LAST_DAYS = "last_days"
    SO_FAR = "so_far"  # earlier this month
    STILL = "still"  # later this month


@dataclass(frozen=True, slots=True)
class Expression:
    """A time expression at ``[start, end)`` and what its words say.

    Attributes
    ----------
    year, month, day
        Calendar fields that are told; `day_end` closes a range of days within the month.
    length
        For a calendar span longer than a year: years it covers (10 a decade, 100 a century).
    season
        0 spring, 1 summer, 2 autumn, 3 winter.
    weekday
        0 Monday … 6 Sunday, also where it stands beside a date.
    shift
        -1 last, 0 this, 1 next; for a calendar date the year it is in, counted from now.
    which
        For a month or season without year: -1 the latest one over, 0 the present, 1 the next.
    anaphoric
        Counted from the time the text speaks of rather than from its publication.
    unit, count
        A number of units; a negative `count` points back.
    rough
        How open a count is: "" as said, "about", "over", "up to".
    """

    start: int
    end: int
    kind: Kind
    year: int | None = None
    month: int | None = None
    day: int | None = None
    day_end: int | None = None
    length: int = 1
    season: int | None = None
    weekday: int | None = None
    part: Part | None = None
    shift: int | None = None
    which: int | None = None
    anaphoric: bool = False
    unit: Unit | None = None
    count: int = 0
    rough: str = ""
    first: Expression | None = None
    last: Expression | None = None
    day_first: bool | None = None  # of numerals with slashes that can be read one way only
    swapped: tuple[int, int] | None = None  # (month, day) of the other reading of 03/06/2020
