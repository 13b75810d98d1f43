"""The running context: publication, the day the text last spoke of, the year it is in."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, timedelta

from karamap.dates.context import Layout
from karamap.dates.expressions import Expression, Kind
from karamap.dates.intervals import (
    Interval,
    last_day,
    month_interval,
    part_interval,
    season_interval,
    years_interval,
)
from karamap.dates.tense import Tense, read_tense

__all__ = ["Answer", "Running", "choose_year", "occurrence"]

_NO_ANCHOR = frozenset(
    {Kind.LENGTH, Kind.WINDOW, Kind.OVERNIGHT, Kind.COUNTED, Kind.LASTING, Kind.SINCE}
)
_DAYLIKE = 7  # days: an interval that "a day later" may count from
_STALE = 2  # paragraphs after which the text no longer speaks of a day
# days around publication where a date without year is this year's, whatever the text was about
_NEAR_PAST, _NEAR_FUTURE = 45, 10
_FOLLOWS_WITHIN = 120  # days in which a story goes on
_LONG_OVER = 90  # days after which "by" a date is no longer told as news
_JUST_OFF = 60  # days to the other side that outweigh a verb, which may be another clause's
_UNTENSED_AHEAD = 60  # days ahead that a date is believed to be without a verb that says so
_HEADING, _LEAD_MAX = 24, 120  # characters
_LEAD = re.compile(
    r"\W*(?:\w+ )?(?:(?:in|by|during|throughout|of|from|between|late|early) )?(?:the )?",
    re.IGNORECASE,
)
_BY_THEN = re.compile(r"\b(?:by|until|till|no later than) (?:the )?$", re.IGNORECASE)
_ASIDE = re.compile(
    r"\b(?:that|which|who|since|after|ended|until|before)\b[^.]{0,40}$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Answer:
    """The interval an expression means and why; None where nothing says."""

    interval: Interval | None
    reason: str
    precision: int | None = None
    from_text: bool = False  # counted from the text's own dates, not from publication
    untold: bool = False  # no year or day to count from


@dataclass(frozen=True, slots=True)
class Carry:
    """A year that the text set and that later dates may be in.

    `strength` is heading (a line of its own), date (a full date or month), lead ("In 1992, …"),
    inner (the same inside a sentence) or aside ("a 1994 truce").
    """

    interval: Interval
    level: str  # day | month | year
    strength: str
    sentence: int
    paragraph: int
    chain: int = 1  # dates in a row that stood in it


@dataclass(slots=True)
class Running:
    """What is known when reading reaches an expression."""

    layout: Layout
    published: date | None
    carry: Carry | None = None
    anchor: Interval | None = None
    anchor_paragraph: int = 0
    wide: Interval | None = None  # the last month or year spoken of
    wide_paragraph: int = 0
    now_seen: bool = False
    interrupted: bool = False  # the present was spoken of since the year was set
    weekdays: dict[int, date] = field(default_factory=dict)

    def tense(self, expression: Expression) -> Tense:
        """Return the tense of the words around `expression`."""
        sentence = self.layout.sentence(expression.start)
        tense = read_tense(self.layout.shadow, sentence, expression.start, expression.end)
        # a return of all residents "by January 1" lies ahead
        due = tense is Tense.NEUTRAL and self.is_deadline(expression)
        return Tense.FUTURE if due else tense

    def is_deadline(self, expression: Expression, word: str = "") -> bool:
        """Whether "by" or "until", or just `word`, stands before `expression`."""
        start = max(self.layout.sentence(expression.start).start, expression.start - 16)
        found = _BY_THEN.search(self.layout.shadow, start, expression.start)
        return found is not None and found[0].lower().startswith(word)

    def words_before(self, expression: Expression) -> str:
        """Return what its sentence says before `expression`, or the last of that."""
        start = self.layout.sentence(expression.start).start
        return self.layout.shadow[max(start, expression.start - _LEAD_MAX) : expression.start]

    def fresh_anchor(self, expression: Expression) -> Interval | None:
        """Return the day the text last spoke of, unless that was too long ago."""
        paragraph = self.layout.paragraph_index(expression.start)
        fresh = self.anchor is not None and paragraph - self.anchor_paragraph <= _STALE
        return self.anchor if fresh else None

    def text_interval(self, expression: Expression) -> Interval | None:
        """Return the time, of any length, that the text last spoke of nearby."""
        paragraph = self.layout.paragraph_index(expression.start)
        fresh = self.wide is not None and paragraph - self.wide_paragraph <= _STALE
        return self.wide if fresh else None

    def is_elsewhere(self, interval: Interval | None) -> bool:
        """Whether `interval` is far from the days of publication."""
        if interval is None or self.published is None:
            return interval is not None
        return not self._is_near(interval)

    def _is_near(self, interval: Interval) -> bool:
        assert self.published is not None  # noqa: S101  callers asked
        ahead = (interval[0] - self.published).days
        behind = (self.published - interval[1]).days
        return ahead <= _NEAR_FUTURE and behind <= _NEAR_PAST

    def note(self, expression: Expression, answer: Answer) -> None:
        """Take in what `expression` turned out to mean."""
        start, end = expression.start, expression.end
        if answer.interval is None or self.layout.in_parentheses(start, end):
            return
        ahead = self.published is not None and answer.interval[0] > self.published
        if expression.kind in _NO_ANCHOR or (ahead and self.is_deadline(expression)):
            return
        paragraph = self.layout.paragraph_index(start)
        days = (answer.interval[1] - answer.interval[0]).days + 1
        strength = self._strength(expression)
        back = expression.kind is Kind.OFFSET and expression.anaphoric and expression.count < 0
        if days <= _DAYLIKE and not back:  # "the day before" looks back, the story stays
            self.anchor, self.anchor_paragraph = answer.interval, paragraph
        if strength != "aside":
            self.wide, self.wide_paragraph = answer.interval, paragraph
        if expression.weekday is not None and days == 1:
            self.weekdays[expression.weekday] = answer.interval[0]
        this_year = expression.kind is Kind.CALENDAR and expression.shift == 0
        if _told_year(expression) is not None or (this_year and not expression.anaphoric):
            self._set_carry(expression, answer.interval, strength)
        elif answer.from_text and self.carry is not None:
            self._set_carry(expression, answer.interval, self.carry.strength, self.carry.chain + 1)
        else:
            self.now_seen = self.interrupted = True

    def _set_carry(
        self, expression: Expression, interval: Interval, strength: str, chain: int = 1
    ) -> None:
        if strength == "aside":
            return
        headed = self.carry is not None and self.carry.strength == "heading"
        if headed and self.carry and interval[0].year == self.carry.interval[0].year:
            strength = "heading"
        month_long = _told_month(expression)
        level = "day" if _told_day(expression) else "month" if month_long else "year"
        at = expression.start
        sentence, paragraph = self.layout.sentence_index(at), self.layout.paragraph_index(at)
        self.carry = Carry(interval, level, strength, sentence, paragraph, chain)
        self.interrupted = False

    def _strength(self, expression: Expression) -> str:
        """Return how far an expression's year reaches."""
        shadow, start = self.layout.shadow, expression.start
        if _told_month(expression) or _told_day(expression):
            # "the worst since April 2016" is not where the story goes on
            since = shadow[max(0, start - 6) : start].lower() == "since "
            return "inner" if since else "date"
        sentence = self.layout.sentence(start)
        length = sentence.end - sentence.start
        if length < _HEADING and start == sentence.start and expression.end - start > length - 3:
            return "heading"
        # no longer look back than the tense does: a sentence may be a whole file
        lead = shadow[max(sentence.start, start - _LEAD_MAX) : start]
        if len(lead) < 24 and _LEAD.fullmatch(lead):
            return "lead"
        inner = re.search(r"\bin (?:the )?$", lead, re.IGNORECASE) or expression.part
        return "inner" if inner and not _ASIDE.search(lead) else "aside"


def _told_year(expression: Expression) -> int | None:
    if expression.kind is Kind.RANGE and expression.last is not None:
        return expression.last.year
    return expression.year if expression.kind is Kind.CALENDAR and expression.length == 1 else None


def _told_month(expression: Expression) -> bool:
    inner = expression.last if expression.kind is Kind.RANGE and expression.last else expression
    return inner.month is not None or inner.season is not None


def _told_day(expression: Expression) -> bool:
    inner = expression.last if expression.kind is Kind.RANGE and expression.last else expression
    return inner.day is not None


def occurrence(expression: Expression, year: int) -> Interval | None:
    """Return what a calendar expression means in `year`; None where it has no such day."""
    if expression.day is not None and expression.month is not None:
        final = expression.day_end or expression.day
        if final > last_day(year, expression.month):
            return None
        return date(year, expression.month, expression.day), date(year, expression.month, final)
    if expression.month is not None:
        whole = month_interval(year, expression.month)
    elif expression.season is not None:
        whole = season_interval(year, expression.season)
    else:
        whole = years_interval(year, expression.length)
    return part_interval(whole, expression.part)


def choose_year(expression: Expression, running: Running) -> Answer:
    """Return the occurrence that a date without year means."""
    tense = running.tense(expression)
    carried = _carried(expression, running, tense)
    if carried is not None:
        return carried
    if running.published is None:
        return Answer(None, "no year in the text and no publication date", untold=True)
    interval = _nearest(expression, running.published, tense)
    if interval is None:
        return Answer(None, "there is no such day")
    if (
        running.is_deadline(expression, "by ")
        and (running.published - interval[1]).days > _LONG_OVER
    ):
        # "signed a decree dissolving it by January 1": the past verb is another one's
        interval = _nearest(expression, running.published, Tense.FUTURE) or interval
    where = "after" if interval[0] > running.published else "up to"
    return Answer(interval, f"the one {where} publication, tense {tense.name.lower()}")


def _nearest(expression: Expression, published: date, tense: Tense) -> Interval | None:
    """Return the occurrence that the tense points to from `published`."""
    years = range(max(published.year - 8, 1), min(published.year + 9, 9998))
    found = [o for o in (occurrence(expression, y) for y in years) if o is not None]
    stated = expression.weekday
    if stated is not None:
        matching = [o for o in found if o[0].weekday() == stated]
        within = [o for o in matching if abs((o[0] - published).days) < 400]
        found = within or found
    # a day of grace: it may already be tomorrow where the news was made
    past = [o for o in found if o[0] <= published + timedelta(days=1)]
    ahead = [o for o in found if o[1] >= published]
    if not past or not ahead:
        return past[-1] if past else ahead[0] if ahead else None
    behind_days = (published - past[-1][1]).days
    ahead_days = (ahead[0][0] - published).days
    if tense is Tense.FUTURE:
        # a future verb that belongs to another clause: the day was just now, not in a year
        return past[-1] if ahead_days > 250 and behind_days < _JUST_OFF else ahead[0]
    if tense is Tense.PAST and behind_days > 250 and ahead_days < _JUST_OFF:
        return ahead[0]  # "they agreed to leave by May 24": the past verb is another one's
    if tense is Tense.PAST or ahead_days > min(_UNTENSED_AHEAD, max(behind_days, 0)):
        return past[-1]
    return ahead[0]


def _carried(expression: Expression, running: Running, tense: Tense) -> Answer | None:
    """Return the occurrence in the year the text is in, None where publication decides."""
    carry = running.carry
    if carry is None:
        return None
    interval = _in_carried_year(expression, carry)
    same_sentence = running.layout.sentence_index(expression.start) == carry.sentence
    if interval is None or (carry.strength == "inner" and not same_sentence):
        return None
    if running.published is not None:
        # what is to come lies after publication, what is told before
        ahead = interval[0] > running.published
        fits = ahead if tense is Tense.FUTURE else not ahead
        if not (fits or (same_sentence and not ahead)):
            return None
        if not _reaches(expression, running, carry, interval):
            return None
    return Answer(interval, "in the year the text is in", from_text=True)


def _reaches(expression: Expression, running: Running, carry: Carry, interval: Interval) -> bool:
    """Whether the carried year still holds at `expression`."""
    layout, published = running.layout, running.published
    assert published is not None  # noqa: S101  asked by the caller
    if carry.strength == "heading":
        return True
    by_publication = _nearest(expression, published, Tense.NEUTRAL)
    near = by_publication is not None and not running.is_elsewhere(by_publication)
    if layout.paragraph_index(expression.start) == carry.paragraph:
        goes_on = 0 < (interval[0] - carry.interval[1]).days <= _FOLLOWS_WITHIN
        if (carry.level == "day" and goes_on) or not running.now_seen:
            return True
        return not near
    in_story = not running.now_seen or (carry.chain > 1 and not running.interrupted)
    return in_story and not near


def _in_carried_year(expression: Expression, carry: Carry) -> Interval | None:
    """Return the occurrence in the carried year, or just after it where the story rolls over."""
    year = carry.interval[1].year
    here = occurrence(expression, year)
    if carry.level == "year":
        return here
    after = occurrence(expression, year + 1)
    if here is None or after is None:
        return here or after
    behind = (carry.interval[0] - here[1]).days
    rolls = behind > _FOLLOWS_WITHIN and (after[0] - carry.interval[1]).days <= _FOLLOWS_WITHIN
    return after if rolls else here
