"""An event dated by the time that passed from it to another: "two days after troops took X"."""

from __future__ import annotations

import re
from datetime import date, timedelta

from karamap.dates.intervals import move
from karamap.dates.lexicon import NUMBER, UNITS, number_of
from karamap.events.findings import Finding
from karamap.events.sentences import Sentence
from karamap.model import DateSpan

__all__ = ["count_back"]

# what stands right before the clause that "after" opens
_PASSED = re.compile(
    rf"(?<![\w-])(?:(?:less\sthan|barely|not|within|only|just|about|some|roughly)\s)?"
    rf"(?:(?P<n>(?P<few>a\sfew|several|some)|{NUMBER}|an?)\s)?(?P<unit>minute|hour|day|week)s?$",
    re.IGNORECASE,
)


def count_back(
    sentence: Sentence, finding: Finding, before: DateSpan | None, published: date | None
) -> tuple[DateSpan, str] | None:
    """Return when an event was that another one followed after a told time, and why.

    Parameters
    ----------
    sentence
        The sentence that tells both.
    finding
        The earlier event, in a clause opened by "after".
    before
        When the event told just before was, the later one where its own clause tells no day.
    published
        The day of the report, which a sentence after a dateline speaks of.

    Returns
    -------
    tuple of DateSpan and str, or None
        None where no time is told, or no day to count it from. "Hours after" may reach back over
        midnight, and so give two days.
    """
    start = finding.clause.start
    later = finding.clause.intro == "after" and start > sentence.body
    passed = _PASSED.search(sentence.text, sentence.body, start) if later else None
    if passed is None:
        return None
    reported = DateSpan(published, published, 1) if published and sentence.body else None
    day = _day_of_the_later(sentence, passed.start()) or before or reported
    if day is None or day.start is None or day.end is None or (day.end - day.start).days > 1:
        return None
    unit = passed["unit"].lower()
    if unit == "minute":
        return day, f"“{passed[0]} after”: the same day"
    count = number_of(passed["n"]) if passed["n"] and not passed["few"] else 0
    if unit == "hour":
        days = count // 24
        early = day.start - timedelta(max(days, 1))
        return DateSpan(early, day.end, 2), f"counted back “{passed[0]}”"
    if count == 0:
        return None
    start_day, end_day = (move(at, UNITS[unit], -count) for at in (day.start, day.end))
    then = DateSpan(start_day, end_day, day.precision)
    return then, f"counted back “{passed[0]}”"


def _day_of_the_later(sentence: Sentence, end: int) -> DateSpan | None:
    """Return the day that the clauses before `end` tell."""
    told = [
        m.span
        for m in sentence.dates
        if m.span is not None
        and sentence.body <= m.start - sentence.start
        and m.end - sentence.start <= end
    ]
    return told[-1] if told else None
