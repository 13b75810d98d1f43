"""Dates: which time expressions are found, what days they mean, and that nothing is guessed."""

from __future__ import annotations

import calendar
import json
import time
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from karamap.dates import find_dates
from karamap.model import DateMention, Document, Span

_DATA = Path(__file__).parent / "data" / "dates"
_MONTHS = list(calendar.month_name)[1:]
_WEEKDAYS = list(calendar.day_name)
_DAYS = st.dates(min_value=date(1915, 1, 1), max_value=date(2039, 12, 31))


def _find(text: str, published: date | None = None) -> list[DateMention]:
    return find_dates(Document("d", text, published=published))


def _told(mention: DateMention) -> tuple[str | None, str | None]:
    if mention.span is None:
        return None, None
    return str(mention.span.start), str(mention.span.end)


def _pairs(text: str, published: date | None = None) -> list[tuple[str, str | None, str | None]]:
    return [(m.text, *_told(m)) for m in _find(text, published)]


def _rows() -> list[dict[str, object]]:
    files = sorted(_DATA.glob("*.jsonl"))
    return [json.loads(line) for f in files for line in f.read_text("utf-8").splitlines()]


@pytest.mark.parametrize("row", _rows(), ids=lambda row: row["id"])
def test_own_texts_are_read_as_annotated(row: dict[str, object]) -> None:
    """Every expression of our own annotated texts, and no other, is found with its days."""
    published = date.fromisoformat(str(row["published"])) if row["published"] else None
    found = [(m.start, m.text, *_told(m)) for m in _find(str(row["text"]), published)]
    gold = row["dates"]
    assert isinstance(gold, list)
    assert found == [(g["start"], g["text"], g["date_start"], g["date_end"]) for g in gold]


def test_own_texts_are_many() -> None:
    """The annotated texts hold more than 400 expressions from 1988 to 2023."""
    rows = _rows()
    years = {str(r["published"])[:4] for r in rows if r["published"]}
    assert sum(len(r["dates"]) for r in rows if isinstance(r["dates"], list)) > 400
    assert {"1988", "1992", "1994", "2001", "2016", "2020", "2023"} <= years


def _formats(day: date) -> list[str]:
    month, short = _MONTHS[day.month - 1], _MONTHS[day.month - 1][:3]
    suffix = {1: "st", 2: "nd", 3: "rd", 21: "st", 22: "nd", 23: "rd", 31: "st"}.get(day.day, "th")
    weekday = _WEEKDAYS[day.weekday()]
    return [
        day.isoformat(),
        f"{day.day:02}.{day.month:02}.{day.year}",
        f"15:33 {day.day:02}.{day.month:02}.{day.year}",
        f"{month} {day.day}, {day.year}",
        f"{month} {day.day} {day.year}",
        f"{month}, {day.day} {day.year}",
        f"{month} {day.day}{suffix}, {day.year}",
        f"{month.upper()} {day.day}, {day.year}",
        f"{day.day} {month} {day.year}",
        f"{day.day} {month}, {day.year}",
        f"{day.day} {short} {day.year}",
        f"{day.day}-{short}-{day.year}",
        f"the {day.day}{suffix} of {month} {day.year}",
        f"{short}. {day.day}, {day.year}",
        f"{weekday}, {month} {day.day}, {day.year}",
        f"{weekday} {day.day} {month} {day.year}",
        f"{month}\u00a0{day.day}, {day.year}",
    ]


@given(day=_DAYS, number=st.integers(0, 16))
def test_a_full_date_is_read_in_every_order(day: date, number: int) -> None:
    """A full date means its day in each usual order and punctuation, whatever the publication."""
    written = _formats(day)[number]
    text = f"The convoy left on {written}, and came back."
    expected = [(written, str(day), str(day))]
    assert _pairs(text) == expected
    assert _pairs(text, date(2020, 10, 22)) == expected


@given(day=_DAYS)
def test_slashes_are_american_unless_the_document_says_otherwise(day: date) -> None:
    """9/30/2020 is month first; a day above 12 in first place makes the document day first."""
    text = f"Filed {day.month}/{day.day}/{day.year} by the desk."
    assert [_told(m) for m in _find(text)] == [(str(day), str(day))]
    european = f"Filed {day.day}/{day.month}/{day.year}, updated 25/12/2019."
    assert _told(_find(european)[0]) == (str(day), str(day))


def test_a_byline_in_slashes_is_read_as_the_day_of_publication() -> None:
    """Where one reading of 3/6/2020 is the publication day, that one is taken."""
    assert _told(_find("3/6/2020 by our staff", date(2020, 6, 3))[0])[0] == "2020-06-03"
    assert _told(_find("3/6/2020 by our staff", date(2020, 3, 6))[0])[0] == "2020-03-06"


@given(published=_DAYS, back=st.integers(0, 6))
def test_a_weekday_in_the_past_tense_is_the_latest_up_to_publication(
    published: date, back: int
) -> None:
    """A weekday told in the past is the latest one, the publication day itself included."""
    day = published - timedelta(days=back)
    weekday = _WEEKDAYS[day.weekday()]
    assert _pairs(f"Three men died on {weekday}, police said.", published) == [
        (weekday, str(day), str(day))
    ]


@given(published=_DAYS, ahead=st.integers(0, 6))
def test_a_weekday_in_the_future_tense_is_the_next(published: date, ahead: int) -> None:
    """A weekday told in the future is the first one from the publication day on."""
    day = published + timedelta(days=ahead)
    weekday = _WEEKDAYS[day.weekday()]
    assert _pairs(f"The ministers will meet in Prague on {weekday}.", published) == [
        (weekday, str(day), str(day))
    ]


@given(published=_DAYS, back=st.integers(0, 240))
def test_a_day_without_year_is_the_one_before_publication(published: date, back: int) -> None:
    """A month and day told in the past is the last such day up to publication."""
    day = published - timedelta(days=back)
    if (day.month, day.day) == (2, 29):
        return
    text = f"Shells fell on the village on {_MONTHS[day.month - 1]} {day.day}."
    assert [_told(m) for m in _find(text, published)] == [(str(day), str(day))]


@given(first=_DAYS, length=st.integers(1, 300))
def test_ranges_keep_both_ends(first: date, length: int) -> None:
    """A range over months or years is one expression with both its ends."""
    last = first + timedelta(days=length)
    start, end = (f"{d.day} {_MONTHS[d.month - 1]} {d.year}" for d in (first, last))
    for joint, lead in ((" to ", "from "), (" – ", "in "), (" and ", "between ")):
        found = _pairs(f"They held it {lead}{start}{joint}{end}.")
        assert found == [(f"{start}{joint}{end}", str(first), str(last))]


@pytest.mark.parametrize(
    ("written", "start", "end"),
    [
        ("late September", "2020-09-21", "2020-09-30"),
        ("the end of September", "2020-09-21", "2020-09-30"),
        ("the start of February 2020", "2020-02-01", "2020-02-10"),
        ("mid-July", "2020-07-11", "2020-07-20"),
        ("the last week of September", "2020-09-24", "2020-09-30"),
        ("the second half of February 2020", "2020-02-16", "2020-02-29"),
        ("early 2021", "2021-01-01", "2021-04-30"),
        ("the end of 1993", "1993-10-01", "1993-12-31"),
        ("the first half of 2023", "2023-01-01", "2023-06-30"),
        ("the third quarter of 2019", "2019-07-01", "2019-09-30"),
        ("the late 1980s", "1987-01-01", "1989-12-31"),
        ("the summer of 1994", "1994-06-01", "1994-08-31"),
        ("winter 2022", "2022-12-01", "2023-02-28"),
        ("early autumn 1993", "1993-09-01", "1993-09-30"),
        ("The month of May", "2020-05-01", "2020-05-31"),
        ("last month", "2020-09-01", "2020-09-30"),
        ("this week", "2020-10-19", "2020-10-25"),
        ("the past two decades", "2000-10-22", "2020-10-22"),
        ("the last 48 hours", "2020-10-20", "2020-10-22"),
        ("two years ago", "2018-01-01", "2018-12-31"),
        ("six months ago", "2020-04-01", "2020-04-30"),
        ("the day before yesterday", "2020-10-20", "2020-10-20"),
        ("September last year", "2019-09-01", "2019-09-30"),
    ],
)
def test_parts_and_units_follow_their_conventions(written: str, start: str, end: str) -> None:
    """Parts of months and years, seasons and units mean what docs and intervals.py say."""
    text = f"{written} was hard." if written[0] == "T" else f"Much fell apart in {written}."
    assert _pairs(text, date(2020, 10, 22)) == [(written, start, end)]


@pytest.mark.parametrize(
    ("text", "precision"),
    [
        ("on October 3, 2020", 1),
        ("from October 3 to 6, 2020", 2),
        ("last week", 3),
        ("in October 2020", 4),
        ("in late October 2020", 4),
        ("in 1994", 5),
        ("in the 1990s", 5),
        ("two weeks ago", 3),
    ],
)
def test_precision_is_ucdps(text: str, precision: int) -> None:
    """The precision is UCDP's date_prec: day, days, week, month, longer."""
    span = _find(f"It happened {text}.", date(2021, 3, 5))[0].span
    assert span is not None
    assert span.precision == precision


@pytest.mark.parametrize(
    "text",
    [
        "He told us so on Wednesday.",
        "On October 21 shells fell.",
        "It was calm yesterday, overnight and last month.",
        "Talks in September failed, and the following day too.",
        "A day earlier a truce was signed; for a fourth day it held.",
        "The monthlong clashes go on; the past two weeks were the worst.",
        "On the 21st they left. At the weekend they returned.",
        "The village, lost in a war that ended in 1994, burned on May 3.",
    ],
)
def test_nothing_is_guessed_without_a_publication_date(text: str) -> None:
    """Without publication date and without a year in the text, no relative date gets days."""
    found = _find(text)
    assert found
    for mention in found:
        assert mention.span is None or mention.text == "1994"
        assert mention.reason


def test_the_texts_own_year_serves_without_a_publication_date() -> None:
    """A full date lends its year to the days told after it."""
    text = "War came on September 27, 2020. On October 17 rockets fell; the next day a truce began."
    assert [_told(m)[0] for m in _find(text)] == ["2020-09-27", "2020-10-17", "2020-10-18"]


@pytest.mark.parametrize(
    "text",
    [
        "They may march on the capital, and Mrs May said so; April Stone and June Hall agreed.",
        "THE F-16, the M-346, the Su-25 and a T-72 took part; the shop is open 24/7.",
        "Resolution 822, Resolution 1244, Article 51, Section 3.6.2 and order 1995 apply.",
        "The score was 3-2, the clip runs 0:02:01 and costs $1994 or 2,020 manats.",
        "Call +994 12 555 1994 or 555-1994-2020; see version 1.12.2020.1.",
        "Some 1,500 troops, 1993 soldiers and about 2000 people crossed 1990 metres of mud.",
        "The 17th summit met on the 21st floor near the 4th corps and the 366th regiment.",
        "The sun sat low; a second lieutenant held the first line after the fall of the fort.",
        "Flight 1907 left from gate 12, bus 2010 from stop 7; his PIN is 1988x.",
        "The Sunday Times and Russia Today covered Bloody Sunday and Black January.",
        "Villages that fall under the treaty have a spring of water.",
        "It lies at 39.8177 N, 46.7528 E, on 28 May Street.",
    ],
)
def test_what_is_no_date_is_left_alone(text: str) -> None:
    """Verbs, names, counts, prices, models, clauses, scores and telephone numbers are no dates."""
    found = [m.text for m in _find(text, date(2020, 10, 22))]
    assert found == (["28 May"] if "Street" in text else [])


def test_a_story_keeps_its_year() -> None:
    """Days told after a full date stay in its year, or roll over into the next; news does not."""
    told = "He spoke on Monday. War came on September 27, 2020. On October 4 the town was hit."
    assert _told(_find(told, date(2021, 10, 5))[2])[0] == "2020-10-04"
    winter = "On December 20, 1992, the pass closed. On January 9 it opened."
    assert _told(_find(winter, date(1995, 6, 1))[1])[0] == "1993-01-09"
    news = "He spoke on Monday, the worst day since April 2016. On July 12 a truce was signed."
    assert _told(_find(news, date(2020, 9, 1))[2])[0] == "2020-07-12"


def test_years_later_may_be_the_present() -> None:
    """What is still so N years later is so in the year of publication, unknown without one."""
    text = "In March 1994 a map was drawn. The mines are still in the ground 25 years later."
    assert _told(_find(text, date(2019, 6, 1))[1]) == ("2019-01-01", "2019-12-31")
    assert _told(_find(text)[1]) == (None, None)
    told = "In March 1994 a map was drawn. Two years later it was lost."
    assert _told(_find(told)[1]) == ("1996-01-01", "1996-12-31")


def test_a_quoted_today_is_the_day_it_was_said() -> None:
    """Inside a quotation "today" counts from the day the speaker is quoted on."""
    text = '"We lost a post today," the colonel said on Tuesday.'
    assert _pairs(text, date(2020, 10, 22))[0] == ("today", "2020-10-20", "2020-10-20")


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("It fell a day after the truce of 14 May.", ["2020-05-15", "2020-05-14"]),
        ("It fell a day after a truce, police said on 14 May.", [None, "2020-05-14"]),
        ("On 14 May police spoke. It fell two days after a truce.", ["2020-05-14", None]),
        ("On 14 May a truce began. It fell a day after the truce.", ["2020-05-14", "2020-05-15"]),
        ("It fell more than a week after the truce of 14 May.", [None, "2020-05-14"]),
    ],
)
def test_a_day_after_an_event_needs_the_date_of_the_event(
    text: str, days: list[str | None]
) -> None:
    """A day after X counts from X's own date, or for "the X" from the sentence before."""
    assert [_told(m)[0] for m in _find(text, date(2020, 10, 22))] == days


@given(published=_DAYS, first=st.integers(0, 6))
def test_weekdays_in_a_list_are_in_order(published: date, first: int) -> None:
    """Two neighbouring weekdays joined by "and" lie a day apart, also around publication."""
    one, two = _WEEKDAYS[first], _WEEKDAYS[(first + 1) % 7]
    for text in (f"Posts burned on {one} and {two}.", f"They will meet on {one} and {two}."):
        found = [m.span.start for m in _find(text, published) if m.span and m.span.start]
        assert found[1] - found[0] == timedelta(days=1)


def test_dates_in_boilerplate_move_nothing() -> None:
    """A date in a headline list is reported but lends its year to nothing."""
    text = "12 May 1993. On June 3 two men fell."
    published = date(1995, 9, 1)
    assert _told(find_dates(Document("d", text, published=published))[1])[0] == "1993-06-03"
    marked = Document("d", text, published=published, boilerplate=(Span(0, 12),))
    assert [_told(m)[0] for m in find_dates(marked)] == ["1993-05-12", "1995-06-03"]


_FRAGMENTS = (
    "October 21 | Oct. | , | 2020 | 31 | May | may | 1994 | Wednesday | 's | late | the | of | end"
    " | last | week | two | years | ago | later | a | fourth day | overnight | - | – | to | and"
    " | between | from | 03.06.2020 | 9/30/20 | 29 February | ( | ) | . | \n | “ | ” | the 31st"
    " | on | autumn | 999 | decades | the past | 1990s | 21:00 | in"
)
_FRAGMENT = st.sampled_from(_FRAGMENTS.split(" | "))


@settings(max_examples=300, deadline=None)
@given(
    text=st.one_of(st.text(), st.lists(_FRAGMENT, max_size=25).map(" ".join)),
    published=st.one_of(st.none(), st.dates()),
)
def test_offsets_hold_for_any_text(text: str, published: date | None) -> None:
    """Mentions are exact, ordered, disjoint, their intervals ordered, and the same every time."""
    found = _find(text, published)
    end = 0
    for mention in found:
        assert end <= mention.start < mention.end
        assert text[mention.start : mention.end] == mention.text
        end = mention.end
        if mention.span is not None:
            assert mention.span.start is not None
            assert mention.span.end is not None
            assert mention.span.start <= mention.span.end
            assert 1 <= mention.span.precision <= 5
    assert _find(text, published) == found


@pytest.mark.parametrize(
    "unit",
    [
        "Shells fell on Friday. In May 2020 a truce began, and two days later it broke.\n",
        " ",
        "May ",
        "1, ",
        "the end of ",
        '"today ',
        "(1994 ",
        "on Friday ",
        "May 1, 2, 3 and ",
        "a day after the ",
        "Thursday and Friday and ",
        "two days of a b fighting ",
        "since morning within hours ",
    ],
)
def test_time_grows_with_length_only(unit: str) -> None:
    """A long text takes seconds, not minutes, also where every word could begin a date."""
    text = (unit * (80_000 // len(unit) + 1))[:80_000]
    start = time.process_time()
    _find(text, date(2020, 10, 22))
    assert time.process_time() - start < 30


@pytest.mark.parametrize(
    ("text", "words", "start", "end"),
    [
        # a count of people is no day of the month
        ("In March, 16 men died near the pass.", "March", "2008-03-01", "2008-03-31"),
        # what is due by a day without year lies ahead
        ("The plan provides for a return by January 1.", "January 1", "2009-01-01", "2009-01-01"),
        # the end of the month that is to come, whatever the text spoke of
        (
            "It became known on 2 April. New proposals are expected at the end of the month.",
            "the end of the month",
            "2008-05-21",
            "2008-05-31",
        ),
        # the night belongs to the day that follows it, or to the day of the saying
        (
            "Summary for May 5 and the night to May 6: calm.",
            "the night",
            "2008-05-05",
            "2008-05-06",
        ),
        (
            "Two men were killed overnight by shots from a far bank, the army reported on Friday.",
            "overnight",
            "2008-05-08",
            "2008-05-09",
        ),
        ("They had flown there over the weekend.", "the weekend", "2008-05-10", "2008-05-11"),
    ],
)
def test_what_news_means(text: str, words: str, start: str, end: str) -> None:
    """Dates beside counts, deadlines, nights and ends of months mean what readers think."""
    spans = {m.text: m.span for m in _find(text, date(2008, 5, 12))}
    span = spans[words]
    assert span is not None
    assert (str(span.start), str(span.end)) == (start, end)
