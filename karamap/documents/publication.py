"""When a document was published, from what its head or its address says.

Only full, unambiguous dates count: a dateline without a year or ``3/4/2020`` says too little.
Dots put the day first (``03.06.2020`` is 3 June); slashes count only where one part exceeds 12.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import TYPE_CHECKING

from karamap.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from karamap.model import Span

__all__ = ["find_published", "parse_date", "read_published"]

_HEAD_LINES = 15
_HEAD_CHARS = 20_000  # a line longer than this is no byline; never scan a whole book for one
_LINE_CHARS = 400
_YEARS = range(1900, 2100)
_MONTHS_IN_YEAR = 12

# English (full and short), Russian (genitive), Azerbaijani: twelve a line.
_MONTH_NAMES = """
january february march april may june july august september october november december
jan feb mar apr may jun jul aug sep oct nov dec
января февраля марта апреля мая июня июля августа сентября октября ноября декабря
yanvar fevral mart aprel may iyun iyul avqust sentyabr oktyabr noyabr dekabr
"""
_MONTHS = {
    name: number
    for line in _MONTH_NAMES.strip().splitlines()
    for number, name in enumerate(line.split(), start=1)
} | {"sept": 9}
_MONTH = "(?P<month>" + "|".join(sorted(_MONTHS, key=lambda name: (-len(name), name))) + r")\b\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>\d{4})"
_EDGE, _END = r"(?<![\w./-])", r"(?![\w/-]|\.\d)"

_FORMS = tuple(
    re.compile(_EDGE + form + _END, re.IGNORECASE)
    for form in (
        r"(?P<year>\d{4})([-/.])(?P<month>\d{1,2})\2(?P<day>\d{1,2})(?:T[\d:.]+(?:Z|[+-]\d\d:?\d\d)?)?",
        r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})",
        r"(?P<a>\d{1,2})([/-])(?P<b>\d{1,2})\2(?P<year>\d{4})",
        _DAY + r"(?:\s+of)?[\s-]+" + _MONTH + r",?[\s-]+" + _YEAR,
        _MONTH + r"\s+" + _DAY + r",?\s+" + _YEAR,
    )
)

_CLOCK = re.compile(r"\b\d{1,2}[:.]\d{2}(?::\d{2})?\s*(?:[ap]\.?m\b\.?)?", re.IGNORECASE)
_LABEL = re.compile(r"\b(?:first\s+)?(?:published|posted|publication\s+date|date)\b", re.IGNORECASE)
_UPDATE = re.compile(r"\b(?:updated|modified|last\s+update)\b", re.IGNORECASE)
_STAMP_WORDS = re.compile(
    r"published|posted|publication|date|first|on|at|by|updated|modified|last|update|local|time|am|pm|"
    r"gmt|utc|cet|est|edt|et|msk|bst|(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?",
    re.IGNORECASE,
)
_BYLINE_REST = 8  # words beside a numeric date: section, agency, authors
_SENTENCE_WORDS = 3  # a dateline opens a sentence
_STAMP_REST = 2  # words beside a date in words: a headline may hold such a date itself

# "BAKU, 21 October 2020 --", "Yerevan, October 21, 2020 /Agency/"
_PLACE = r"[^\W\d_][^,\d]{1,60},"
_DATELINE = re.compile(rf"\ufeff?\W{{0,3}}{_PLACE}(?:\s*{_PLACE})?\s*")
_DATELINE_END = re.compile(r"\s*\.?\s*(?:--|[-–—:/(]|\.\s*[/(])|\.\s+(?=[\"“«]?[^\W\d_])")

_URL_DATE = re.compile(
    r"/(?P<year>(?:19|20)\d\d)(?:([/-])(?P<month>\d{1,2})\2(?P<day>\d{1,2})"
    r"|(?P<month2>\d\d)(?P<day2>\d\d))(?=[/._-]|$)"
)


def find_published(
    text: str, url: str | None = None, boilerplate: Sequence[Span] = ()
) -> tuple[date, str] | None:
    """Return the publication date that the text's head or its address tells, and what told it.

    Parameters
    ----------
    text
        The document.
    url
        Its address, where known.
    boilerplate
        Spans to skip: the time stamps of a headline list are not the article's own.

    Returns
    -------
        The day and ``dateline``, ``byline`` or ``url``; None where nothing full and
        unambiguous is told.
    """
    lines = list(_head_lines(text, boilerplate))
    for line in lines:
        if day := _read_dateline(line):
            return day, "dateline"
    bylines = [(day, rank) for line in lines for day, rank in _read_byline(line)]
    if bylines:
        return min(bylines, key=lambda found: found[1])[0], "byline"
    if day := _read_url(url or ""):
        return day, "url"
    return None


def parse_date(value: str) -> date | None:
    """Return the one full date that `value` tells, or None."""
    for form in _FORMS:
        for found in form.finditer(value):
            if day := _to_date(found):
                return day
    return None


def read_published(value: object, source: str, line: int | None = None) -> date | None:
    """Return the date that metadata gives; None where it gives nothing.

    Raises
    ------
    InputError
        If the value is no full, unambiguous date.
    """
    if value is None or value == "":
        return None
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    day = parse_date(value.strip()) if isinstance(value, str) else None
    if day is None:
        shown = repr(value)[:60]
        raise InputError(f"publication date {shown} cannot be read: write YYYY-MM-DD", source, line)
    return day


def _to_date(found: re.Match[str]) -> date | None:
    parts = found.groupdict()
    year = int(parts["year"])
    if "a" in parts:
        order = _order_slashes(int(parts["a"]), int(parts["b"]))
        if order is None:
            return None
        month, day = order
    else:
        told, day = parts["month"], int(parts["day"])
        month = int(told) if told.isdigit() else _MONTHS[told.lower()]
    return _make_date(year, month, day)


def _order_slashes(first: int, second: int) -> tuple[int, int] | None:
    """Return (month, day), or None where either may be the month."""
    if first > _MONTHS_IN_YEAR or first == second:
        return second, first
    return (first, second) if second > _MONTHS_IN_YEAR else None


def _make_date(year: int, month: int, day: int) -> date | None:
    if year not in _YEARS:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _head_lines(text: str, boilerplate: Sequence[Span]) -> Iterator[str]:
    start = count = 0
    head = text[:_HEAD_CHARS]
    for line in head.split("\n"):
        end = start + len(line)
        skip = not line.strip() or any(s.start < end and start < s.end for s in boilerplate)
        if not skip:
            count += 1
            yield line.strip()[:_LINE_CHARS]
        if count == _HEAD_LINES:
            return
        start = end + 1


def _read_dateline(line: str) -> date | None:
    place = _DATELINE.match(line)
    if place and any(word[0].islower() for word in re.findall(r"[^\W\d_]{4,}", place[0])):
        return None  # a phrase, not the name of a place
    # a place of two words may swallow the month of "MOSCOW, September": then the forms fail
    starts = {found.end() for found in re.finditer(r",\s*", line[: place.end()])} if place else ()
    for start in sorted(starts):
        for form in _FORMS:
            found = form.match(line, start)
            end = _DATELINE_END.match(line, found.end()) if found else None
            if found and end and len(line[end.end() :].split()) >= _SENTENCE_WORDS:
                return _to_date(found)
    return None


def _read_byline(line: str) -> Iterator[tuple[date, int]]:
    """Yield each date of a byline with its rank: labelled, plain, last change."""
    last = _CLOCK.sub("", line).rstrip()
    if last.endswith((".", "?", "!", "”", '"')) and not _LABEL.search(line):
        return
    for form in _FORMS:
        for found in form.finditer(line):
            day = _to_date(found)
            if day and _is_stamp(line, found):
                yield day, _rank_label(line[: found.start()])


def _rank_label(before: str) -> int:
    """Return 0 if the nearest label before a date says it was published, 2 if changed, else 1."""
    published = max((label.end() for label in _LABEL.finditer(before)), default=0)
    changed = max((label.end() for label in _UPDATE.finditer(before)), default=0)
    return 1 if published == changed else 0 if published > changed else 2


def _is_stamp(line: str, found: re.Match[str]) -> bool:
    rest = line
    for form in _FORMS:
        rest = form.sub(" ", rest)
    words = re.findall(r"[^\W\d_][\w.'’-]*", _CLOCK.sub(" ", rest))
    beside = [word for word in words if not _STAMP_WORDS.fullmatch(word.strip("."))]
    in_words = not (found.groupdict().get("month") or "0").isdigit()
    if in_words and any(word[0].islower() for word in beside):
        return False  # a phrase about that day
    labelled = _LABEL.search(line) or re.match(r"by\s", line, re.IGNORECASE) or "|" in line
    return len(beside) <= (_BYLINE_REST if labelled or not in_words else _STAMP_REST)


def _read_url(url: str) -> date | None:
    for found in _URL_DATE.finditer(url):
        parts = found.groupdict()
        month, day = parts["month"] or parts["month2"], parts["day"] or parts["day2"]
        if made := _make_date(int(parts["year"]), int(month), int(day)):
            return made
    return None
