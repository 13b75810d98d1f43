"""Counted parts of a year or month: the first eight months of 2018, the last ten days of March."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator

from karamap.dates.expressions import Expression, Kind, Part, Unit
from karamap.dates.lexicon import (
    MONTH,
    NUMBER,
    RELATIVE_YEAR,
    YEAR,
    month_number,
    number_of,
    shift_of,
)
from karamap.dates.scanning import Reader, Readers, scan, words_before

__all__ = ["find_portions"]

_PORTION = re.compile(
    r"(?<![\w-])(?:the )?(?P<edge>first|opening|last|final|closing) "
    rf"(?P<n>{NUMBER}) (?P<unit>day|week|month)s (?:of|in) (?:the )?"
    rf"(?:(?P<month>{MONTH})(?:,? (?P<year>{YEAR})|,? {RELATIVE_YEAR})?|(?P<year2>{YEAR})"
    r"|(?P<now>this year|year|current year))(?![\w%]|[.,][0-9])",
    re.IGNORECASE,
)
_YEAR_END = re.compile(
    r"(?<![\w-])(?:the )?(?P<unit>year|month|week)(?:-| |'s |s' )end(?![\w-])", re.IGNORECASE
)
_AT_ITS_END = re.compile(r"\b(?:by|before|at|until|till|towards?) $", re.IGNORECASE)
_WHOLE = re.compile(r"(?<![\w-])the (?P<unit>week|month)(?![\w-])", re.IGNORECASE)
_ALL_OF_IT = re.compile(r"\b(?:throughout|during|in the course of|over|all) $", re.IGNORECASE)
_OF_SOMETHING = re.compile(r" (?:of|before|after|that|which|when|ahead|between)\b")
_FEAST = re.compile(
    r"(?<![\w-])(?:(?P<year>New Year)(?:'s)?|Christmas) (?P<day>Eve|Day)(?:,? (?P<told>"
    + YEAR
    + r"))?(?!\w)"
)
_DAYS_IN = {"day": 1, "week": 7}
_MONTHS = 12


def find_portions(shadow: str) -> Iterator[Expression]:
    """Yield the counted and the closing parts of years and months; they may overlap others."""
    return scan(shadow, _READERS)


def _read_portion(_shadow: str, match: re.Match[str]) -> Expression | None:
    count, unit = number_of(match["n"]), match["unit"].lower()
    first = match["edge"].lower() in {"first", "opening"}
    if match["month"] is None:
        if unit != "month" or count >= _MONTHS:
            return None
        months = (1, count) if first else (_MONTHS - count + 1, _MONTHS)
        year = int(match["year2"]) if match["year2"] else None
        first_month, last_month = (_calendar(match, year=year, month=m) for m in months)
        return Expression(*match.span(), Kind.RANGE, first=first_month, last=last_month)
    if unit == "month":
        return None
    month, days = month_number(match["month"]), count * _DAYS_IN[unit]
    year = int(match["year"]) if match["year"] else None
    length = calendar.monthrange(year or 2001, month)[1]
    if days >= length:
        return None
    begin, end = (1, days) if first else (length - days + 1, length)
    shift, anaphoric = shift_of(match["rel"])
    return Expression(
        *match.span(),
        Kind.CALENDAR,
        year=year,
        month=month,
        day=begin,
        day_end=end,
        shift=shift,
        anaphoric=anaphoric,
    )


def _calendar(match: re.Match[str], *, year: int | None, month: int) -> Expression:
    return Expression(*match.span(), Kind.CALENDAR, year=year, month=month)


def _read_end(shadow: str, match: re.Match[str]) -> Expression | None:
    """Read "by year-end": the end of a unit, where a preposition makes it a time."""
    if not _AT_ITS_END.search(words_before(shadow, match)):
        return None
    unit = Unit(match["unit"].lower())
    return Expression(*match.span(), Kind.UNIT, unit=unit, part=Part.END)


def _read_whole(shadow: str, match: re.Match[str]) -> Expression | None:
    """Read "throughout the week", "during the month": as long, up to now."""
    if not _ALL_OF_IT.search(words_before(shadow, match)):
        return None
    if _OF_SOMETHING.match(shadow, match.end()):
        return None  # during the week of the truce
    return Expression(*match.span(), Kind.WINDOW, unit=Unit(match["unit"].lower()), count=-1)


def _read_feast(_shadow: str, match: re.Match[str]) -> Expression:
    """Read New Year's Eve and Day, and Christmas as the western calendar has it."""
    eve = match["day"] == "Eve"
    month, day = (12, 31 if eve else 1) if match["year"] else (12, 24 if eve else 25)
    month = 1 if match["year"] and not eve else month
    year = int(match["told"]) if match["told"] else None
    return Expression(*match.span(), Kind.CALENDAR, year=year, month=month, day=day)


_READERS: Readers = (
    Reader(_PORTION, {"the", "first", "opening", "last", "final", "closing"}, _read_portion),
    Reader(_YEAR_END, {"the", "year", "month", "week"}, _read_end),
    Reader(_WHOLE, {"the"}, _read_whole),
    Reader(_FEAST, {"new", "christmas"}, _read_feast),
)
