"""Calendar expressions: days, months and parts of years, in words and in numerals."""

from __future__ import annotations

import re
from collections.abc import Iterator

from karamap.dates.expressions import Expression, Kind
from karamap.dates.lexicon import (
    COUNTED_THINGS,
    DAY,
    MONTH,
    MONTH_ANY,
    MONTH_OPENERS,
    PART,
    PART_OPENERS,
    RELATIVE_YEAR,
    TOLD_YEAR,
    WEEKDAY,
    WEEKDAY_OPENERS,
    WEEKDAY_SHORT,
    YEAR,
    month_number,
    part_of_words,
    shift_of,
    weekday_number,
)
from karamap.dates.month_names import is_month
from karamap.dates.scanning import Reader, Readers, scan

__all__ = ["find_calendar"]

_SUFFIX = r"(?:st|nd|rd|th)?"
_STATED_DAY = rf"(?:(?:(?P<wd>{WEEKDAY})|(?P<ws>{WEEKDAY_SHORT})),? (?:the )?)?"
_NO_MORE = r"(?![0-9%]|[.,:][0-9]|-[a-z]| per ?cent)"
_THIS_YEAR = rf"(?:(?:,? |,? of ){TOLD_YEAR}|,? {RELATIVE_YEAR})?"
# "-22", " to 22", ", 20 and 22"
_AND_DAY = (
    r"(?: ?[-—/] ?| (?:to|through|until|till|or) (?:the )?"
    rf"|(?:, {DAY}{_SUFFIX}){{0,4}},? and (?:the )?)(?P<d2>{DAY}){_SUFFIX}"
)
_SEVERAL = rf"(?:{_AND_DAY}{_NO_MORE}(?!{COUNTED_THINGS})(?! ?[-—] ?{DAY}))?"
# "April, 21 2020", but "in March, 16 men died"
_COMMA = rf", (?=(?:the )?{DAY}{_SUFFIX}(?:,? [12][0-9]{{3}}|[).;\]]|$))"
_MONTH_DAY = re.compile(
    rf"(?<!\w){_STATED_DAY}(?P<month>{MONTH_ANY})(?: |{_COMMA}|(?<=\.))"
    rf"(?:the )?(?P<d1>{DAY}){_SUFFIX}{_NO_MORE}{_SEVERAL}{_NO_MORE}{_THIS_YEAR}"
)
_DAY_MONTH = re.compile(
    rf"(?<![\w.:/$€£])(?<![0-9][,-]){_STATED_DAY}(?:the )?(?P<d1>{DAY}){_SUFFIX}"
    rf"(?:{_AND_DAY})?(?:[ -]| (?:day )?of )(?P<month>{MONTH_ANY})(?!\w)"
    rf"(?:(?:-(?P<joined>{YEAR}))|{_THIS_YEAR})"
)
_MONTH_YEAR = re.compile(
    rf"(?<!\w){PART}?(?:[Tt]he month of )?(?P<month>{MONTH_ANY})(?:,? |,? of |,? in )"
    rf"(?:{TOLD_YEAR}|{RELATIVE_YEAR})"
)
_MONTH_ALONE = re.compile(
    rf"(?<!\w)(?:(?P<named>[Tt]he month of )|{PART}"
    r"|(?P<mod>[Ll]ast|[Tt]his|[Nn]ext|[Tt]he (?:previous|following|preceding|same)"
    rf"|[Tt]his (?:past|coming)|[Tt]he past) )?(?P<month>{MONTH})(?!\w)"
)
_YEAR_PART = re.compile(rf"(?<!\w){PART}(?P<year>{YEAR})(?![\w%]|[.,:][0-9])(?!{COUNTED_THINGS})")
_CLOCK = r"[0-2]?[0-9]:[0-5][0-9](?::[0-5][0-9])?"
_NUMERIC = re.compile(
    rf"(?<![\w.,:/+@#-])(?:{_CLOCK},? )?(?:"
    r"(?P<y1>[12][0-9]{3})(?P<s1>[-/.])(?P<m1>[01]?[0-9])(?P=s1)(?P<d1>[0-3]?[0-9])"
    rf"(?:T{_CLOCK}(?:\.[0-9]{{1,6}})?(?:Z|[+-][0-9]{{2}}:?[0-9]{{2}})?)?"
    r"|(?P<a>[0-3]?[0-9])(?P<s2>[./-])(?P<b>[0-3]?[0-9])(?P=s2)(?P<y2>[12][0-9]{3})"
    r"|(?P<c>[0-3]?[0-9])/(?P<d>[0-3]?[0-9])/(?P<y3>[0-9]{2})"
    rf")(?![\w/@%-]|[.:,][0-9])(?:,? {_CLOCK}(?![\w:]))?"
)


def find_calendar(shadow: str) -> Iterator[Expression]:
    """Yield every calendar expression but the bare year; they may overlap."""
    return scan(shadow, _READERS)


def _weekday_stated(match: re.Match[str]) -> int | None:
    word = match["wd"] or match["ws"]
    return weekday_number(word) if word else None


def _year_told(match: re.Match[str]) -> tuple[int | None, int | None, bool]:
    """Return year, shift and whether it is anaphoric, from the groups `year` and `rel`."""
    shift, anaphoric = shift_of(match["rel"])
    return (int(match["year"]) if match["year"] else None), shift, anaphoric


def _read_days(shadow: str, match: re.Match[str]) -> Expression | None:
    """Return the day or days of a month, and where the order is impossible the last one only."""
    first, last = int(match["d1"]), int(match["d2"]) if match["d2"] else None
    month = month_number(match["month"])
    year, shift, anaphoric = _year_told(match)
    joined = match.groupdict().get("joined")
    year = int(joined) if joined else year
    start = match.start()
    if shadow.startswith(("the ", "The "), start) and shadow[match.end("d1") :][:1] not in "stnr":
        start += 4  # the 10 November statement, but the 21st of October
    if last is not None and last < first:
        if match.start("month") < match.start("d1"):
            return None
        start, first, last = match.start("d2"), last, None
    if shadow[match.start("month")].islower() and shadow[start].isdigit() and not year:
        following = shadow[match.end("month") :][:1]
        if following == "'":  # "3 march's"
            return None
    return Expression(
        start,
        match.end(),
        Kind.CALENDAR,
        year=year,
        month=month,
        day=first,
        day_end=last,
        weekday=_weekday_stated(match),
        shift=shift,
        anaphoric=anaphoric,
    )


def _read_month_alone(shadow: str, match: re.Match[str]) -> Expression | None:
    return _read_month(shadow, match) if is_month(shadow, match) else None


def _read_year_part(_shadow: str, match: re.Match[str]) -> Expression:
    part = part_of_words(match["part"], match["edge"])
    return Expression(*match.span(), Kind.CALENDAR, year=int(match["year"]), part=part)


def _read_month(_shadow: str, match: re.Match[str]) -> Expression:
    groups = match.groupdict()
    year = int(groups["year"]) if groups.get("year") else None
    shift, anaphoric = shift_of(groups.get("rel"))
    part = part_of_words(groups["part"], groups["edge"])
    month = month_number(match["month"])
    if groups.get("mod"):
        # "last May" is the latest one over, which need not lie in the year before
        step, anaphoric = shift_of(groups["mod"])
        return Expression(
            *match.span(), Kind.CALENDAR, month=month, which=step, anaphoric=anaphoric
        )
    return Expression(
        *match.span(),
        Kind.CALENDAR,
        year=year,
        month=month,
        part=part,
        shift=shift,
        anaphoric=anaphoric,
    )


def _read_numeric(_shadow: str, match: re.Match[str]) -> Expression | None:
    """Return a date in numerals; one that can be read both ways keeps the other reading."""
    if match["y1"]:
        year, month, day = int(match["y1"]), int(match["m1"]), int(match["d1"])
        slashes = False
    elif match["y3"]:
        short = int(match["y3"])
        year = short + (2000 if short < 70 else 1900)
        month, day, slashes = int(match["c"]), int(match["d"]), True
    else:
        year, slashes = int(match["y2"]), match["s2"] == "/"
        month, day = int(match["a"]), int(match["b"])
        if not slashes:  # dots and dashes: day first
            month, day = day, month
    turned = month > 12 >= day
    if turned:
        month, day = day, month
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    ambiguous = slashes and not turned and day <= 12
    return Expression(
        *match.span(),
        Kind.CALENDAR,
        year=year,
        month=month,
        day=day,
        day_first=turned if slashes and not ambiguous else None,
        swapped=(day, month) if ambiguous else None,
    )


_READERS: Readers = (
    Reader(_MONTH_DAY, WEEKDAY_OPENERS | MONTH_OPENERS, _read_days),
    Reader(_DAY_MONTH, WEEKDAY_OPENERS | {"the", "#"}, _read_days),
    Reader(_MONTH_YEAR, PART_OPENERS | MONTH_OPENERS, _read_month),
    Reader(
        _MONTH_ALONE, PART_OPENERS | MONTH_OPENERS | {"last", "this", "next"}, _read_month_alone
    ),
    Reader(_YEAR_PART, PART_OPENERS, _read_year_part),
    Reader(_NUMERIC, {"#"}, _read_numeric),
)
