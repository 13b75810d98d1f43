"""Events that reach up to the report: "since Monday", "for three days", "since it began in May"."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from karamap.dates.lexicon import NUMBER, number_of
from karamap.events.findings import Finding
from karamap.events.sentences import Sentence
from karamap.model import DateMention, DateSpan, EventType, Stance

__all__ = ["SINCE", "clip", "find_length", "open_since", "since_clause"]

SINCE = re.compile(r"\bsince\s+(?:[\w’'-]+\s+){0,7}?$", re.IGNORECASE)
_OPENING = re.compile(r"\b(?:start|beginning|onset)\sof\b", re.IGNORECASE)  # "of the year"
_PERFECT = re.compile(r"\b(?:has|have)\b", re.IGNORECASE)
_FOR_DAYS = re.compile(
    r"^(?=.*\b(?:has|have|now)\b).*?"
    r"\bfor\s(?:the\s(?:past|last)\s|almost\s|nearly\s|over\s|more\sthan\s|about\s)?"
    rf"(?P<n>{NUMBER}|an?)\s(?P<unit>day|week|month|year)s?\b(?P<now>\snow\b)?",
    re.IGNORECASE | re.MULTILINE,
)
_DAYS_IN = {"day": 1, "week": 7, "month": 30, "year": 365}
# what began on a day and is told as lasting: "deployed since May"
_ONSET = {EventType.TROOP_MOVEMENT, EventType.TERRITORIAL_CHANGE, EventType.INTERVENTION}
# what is counted up: "has bought drones since 2004"
_COUNTED_UP = {
    EventType.HUMANITARIAN, EventType.ARMS, EventType.CEASEFIRE_VIOLATION, EventType.TALKS,
    EventType.SHELLING, EventType.AIR_STRIKE, EventType.BATTLE,
}  # fmt: skip
_LONG = timedelta(60)


def open_since(
    sentence: Sentence, finding: Finding, mention: DateMention, published: date | None
) -> DateSpan | None:
    """Return the interval of `mention`, extended to the report where "since" opens it.

    A long one ("since 1994") is extended for what is counted up since; of what began then and
    lasts ("deployed since May") the beginning is the event.
    """
    span = mention.span
    at = mention.start - sentence.start
    before = sentence.text[:at]
    opened = SINCE.search(before) or mention.text.lower().startswith("since")
    if span is None or span.start is None or not opened or finding.type in _ONSET:
        return span
    if finding.clause.intro == "since" and finding.end <= at:
        return span  # "since the road opened on Monday": the clause tells of that day
    if span.end and span.end - span.start > _LONG and not _OPENING.search(mention.text):
        told = _PERFECT.search(sentence.text, finding.clause.start, finding.end)
        if not told or finding.type not in _COUNTED_UP:
            return span
    return _up_to(span.start, published)


def clip(span: DateSpan | None, finding: Finding, published: date | None) -> DateSpan | None:
    """Return the part of "this week" that is over at the report, or that is still to come."""
    if span is None or span.start is None or span.end is None or published is None:
        return span
    if not span.start <= published < span.end:
        return span
    if finding.stance is Stance.PLANNED:
        return replace(span, start=published)
    if finding.stance is Stance.CALLED_FOR:
        return span
    return replace(span, end=published)


def since_clause(sentence: Sentence, finding: Finding, published: date | None) -> DateSpan | None:
    """Return the time from the day a "since" clause tells: "have died since it began in May"."""
    own = finding.clause
    beside = (c for c in sentence.clauses if own.start in {c.end, c.start} or c.start == own.end)
    after = next((c for c in beside if c.intro == "since" and c is not own), None)
    if after is None or finding.type in _ONSET:
        return None
    if not _PERFECT.search(sentence.text, finding.clause.start, finding.clause.end):
        return None
    inside = (d for d in sentence.dates if after.start <= d.start - sentence.start < after.end)
    span = next((d.span for d in inside if d.span and d.span.start), None)
    return _up_to(span.start, published) if span and span.start else None


def find_length(clause: str, published: date | None) -> tuple[DateSpan, str] | None:
    """Return the time up to the report that "for three days" or "for a month now" tells."""
    lasted = _FOR_DAYS.search(clause) if "for " in clause.lower() else None
    if lasted is None or published is None:
        return None
    unit = lasted["unit"].lower()
    if not lasted["now"] and unit not in {"day", "week"}:
        return None
    first = published - timedelta(number_of(lasted["n"]) * _DAYS_IN[unit])
    return _up_to(first, published), f"“{lasted[0]}” up to the report"


def _up_to(start: date, published: date | None) -> DateSpan:
    if published is not None and published < start:
        return DateSpan(start, start, 1)  # "since" a day yet to come: a slip of the text
    precision = 5 if published is None else _precision(start, published)
    return DateSpan(start, published, precision)


def _precision(start: date, end: date) -> int:
    """Return UCDP's date_prec of the days from `start` to `end`."""
    days = (end - start).days + 1
    for limit, precision in ((1, 1), (6, 2), (7, 3), (31, 4)):
        if days <= limit:
            return precision
    return 5
