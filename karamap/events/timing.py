"""When an event happened: the date its own clause gives, never a guess."""

from __future__ import annotations

import re
from datetime import date, timedelta

from karamap.events.findings import Finding
from karamap.events.sentences import Sentence
from karamap.model import DateMention, DateSpan, EventType

__all__ = ["find_date"]

_SINCE = re.compile(r"\bsince\s+(?:[\w’'-]+\s+){0,7}?$", re.IGNORECASE)
# "the 1994 truce" dates the truce
_OWNED = re.compile(
    r"^\s(?:war|truce|cease-?fire|agreement|accord|protocol|treaty|pact|conflict|genocide|pogroms?)\b"
)
_LEAD_CHARS = 40
_LONG = 5  # UCDP date_prec of more than a month


def find_date(
    sentence: Sentence, finding: Finding, others: list[Finding], published: date | None
) -> tuple[DateSpan | None, str]:
    """Return the interval of `finding` and why, or None where its sentence dates it not."""
    best: tuple[float, DateMention] | None = None
    for mention in sentence.dates:
        if mention.span is None:
            continue
        score = _score(sentence, finding, others, mention)
        if score is not None and (best is None or score > best[0]):
            best = (score, mention)
    if best is None or best[1].span is None:
        return None, "no date is told"
    mention = best[1]
    span = _open_since(sentence, mention, published)
    return span, f"dated by “{mention.text}”"


def _open_since(
    sentence: Sentence, mention: DateMention, published: date | None
) -> DateSpan | None:
    """Extend "since" a day or a part of a month to the day of the report."""
    span = mention.span
    assert span is not None  # noqa: S101  the caller has seen it
    before = sentence.text[: mention.start - sentence.start]
    if not _SINCE.search(before) and not mention.text.lower().startswith("since"):
        return span
    if span.start is None or (span.end is not None and (span.end - span.start) > timedelta(60)):
        return span
    return DateSpan(
        span.start, published, 5 if published is None else _precision(span.start, published)
    )


def _precision(start: date, end: date) -> int:
    days = (end - start).days + 1
    for limit, precision in ((1, 1), (6, 2), (7, 3), (31, 4)):
        if days <= limit:
            return precision
    return 5


def _score(
    sentence: Sentence, finding: Finding, others: list[Finding], mention: DateMention
) -> float | None:
    """Return how well a date fits `finding`; None where it dates something else."""
    start, end = mention.start - sentence.start, mention.end - sentence.start
    aside = start < sentence.body or sentence.in_citation(start)
    if aside or _dates_a_noun(sentence, finding, start, end):
        return None
    attached = _is_saying_date(sentence, finding, start, end)
    if attached and finding.type is not EventType.STATEMENT:
        return None
    home = sentence.clause_at(start)
    another = any(finding.start < o.start < start and o.clause == home for o in others)
    if another or (not attached and _is_content(sentence, finding, mention)):
        return None
    score = 1.0 - min(abs(start - finding.start), 300) / 600 + 0.3 * attached
    if home == finding.clause or _leads(sentence, finding, start):
        return score
    borrowed = _may_borrow(home.intro, finding.clause.intro)
    return score - 0.3 if borrowed and not any(o.clause == home for o in others) else None


def _dates_a_noun(sentence: Sentence, finding: Finding, start: int, end: int) -> bool:
    """Whether a date belongs to a noun after it ("the 1994 truce") that is not the event."""
    if finding.type is EventType.AGREEMENT or not _OWNED.match(sentence.text[end:]):
        return False
    return not _SINCE.search(sentence.text[:start])


def _is_content(sentence: Sentence, finding: Finding, mention: DateMention) -> bool:
    """Whether a date belongs to what is demanded or threatened, not to the saying."""
    if finding.type is not EventType.STATEMENT:
        return False
    start = mention.start - sentence.start
    span = mention.span
    long = span is not None and span.precision >= _LONG
    return start > finding.end and (long or " that " in sentence.text[finding.end : start])


def _leads(sentence: Sentence, finding: Finding, start: int) -> bool:
    """Whether a date opens the sentence and so dates its main clauses."""
    home = sentence.clause_at(start)
    bare = home.intro == "since" and home.end - start < _LEAD_CHARS  # "Since Monday, …"
    early = start - sentence.body < _LEAD_CHARS and (bare or not home.intro)
    return early and finding.clause.intro in {"", "and", "with", "resume"}


def _may_borrow(home: str, own: str) -> bool:
    """Whether a clause opened by `own` takes the date of a clause opened by `home`."""
    if home in {"while", "but", "who", "where", "after", "because", "if", "until"}:
        return False
    return own not in {"while", "but", "as", "since", "after", "who", "where", "because", "until"}


def _is_saying_date(sentence: Sentence, finding: Finding, start: int, end: int) -> bool:
    """Whether a date stands by the verb of saying ("said on Sunday that …")."""
    frame = finding.frame
    if frame is None:
        return False
    if frame.tail[0] <= start < max(frame.tail[1], frame.end):
        return True
    between = sentence.text[frame.end : start]
    if start >= frame.end and re.match(r"^\s?(?:(?:on|late|early|in|earlier|at)\s){0,2}$", between):
        # the date stands right after the verb: before "that" or a new subject it dates the saying
        return True
    return frame.subject_end <= start and end <= frame.start
