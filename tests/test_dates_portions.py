"""Counted and closing parts of years and months, and the winter that most of is told."""

from datetime import date

import pytest

from karamap.dates import find_dates
from karamap.model import Document


def read(text: str, published: date) -> list[tuple[str, str, str]]:
    """Return the expressions of a text with their days."""
    found = find_dates(Document("d", text, published=published))
    return [(m.text, str(m.span.start), str(m.span.end)) for m in found if m.span]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("Nine mines went off in the first eight months of 2012.", "2012-01-01", "2012-08-31"),
        ("The last three months of 2011 cost two lives.", "2011-10-01", "2011-12-31"),
        ("The first five months of this year cost 20 lives.", "2013-01-01", "2013-05-31"),
        ("It was shelled in the last ten days of May 1993.", "1993-05-22", "1993-05-31"),
        ("It was shelled in the first two weeks of April.", "2013-04-01", "2013-04-14"),
        ("The road is to be opened by year-end.", "2013-10-01", "2013-12-31"),
        ("Snipers were active throughout the week.", "2013-06-12", "2013-06-19"),
        ("The region spent most of March without gas.", "2013-03-01", "2013-03-31"),
        ("For most of the winter gunners had shelled it.", "2012-12-01", "2013-02-28"),
    ],
)
def test_parts_of_years_and_months_are_read(text: str, first: str, last: str) -> None:
    """A counted part of a month or year is the days it means, not the whole."""
    ((_, start, end),) = read(text, date(2013, 6, 19))
    assert (start, end) == (first, last)


@pytest.mark.parametrize(
    "text",
    [
        "The first twelve months of war were the worst.",
        "It fell during the week of the truce.",
        "The year-end bonus was paid.",
        "He saw the end.",
    ],
)
def test_what_is_no_such_part_is_left(text: str) -> None:
    """Lengths of other things and mere names of parts are no time."""
    assert read(text, date(2013, 6, 19)) == []


def test_the_start_of_the_year_is_this_ones_where_it_lasts() -> None:
    """What "has cost … since the start of the year" is of the present year."""
    text = (
        "The protocol was signed in August 2010. "
        "Shooting has cost at least 14 lives since the start of the year."
    )
    assert read(text, date(2013, 6, 19))[-1][1] == "2013-01-01"


def test_the_next_months_of_a_story_follow_it() -> None:
    """In a story told in the past, "the next four months" follow the time that it is in."""
    text = "In January 1992 the city was cut off. Over the next four months rockets fell on it."
    assert read(text, date(1998, 5, 12))[-1][1:] == ("1992-02-01", "1992-05-31")


def test_an_irregular_past_is_a_past() -> None:
    """A past told by "laid" is not taken for what a pipeline will do."""
    text = "The presidents on Wednesday laid the first weld of a pipeline that will carry oil."
    assert read(text, date(2013, 6, 19))[0][1] == "2013-06-19"


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("At least 21 soldiers have been killed since January, police said.", "2005-01-01"),
        (
            "The murder has shaken the country before a parliamentary vote in November.",
            "2005-11-01",
        ),
        (
            "They met in Prague in April 2004 and on 15 May this year. On 6 June they met.",
            "2005-06-06",
        ),
        ("Most died in the March skirmishes.", "2005-03-01"),
        ("It has not met since the leaders' summit in Kazan on 24 September.", "2004-09-24"),
        ("In the heavy fighting of April alone 2,000 perished.", "2005-04-01"),
    ],
)
def test_a_month_is_of_the_year_its_words_ask_for(text: str, first: str) -> None:
    """What is told since a month is over, a vote ahead is ahead, and "this year" is this one."""
    assert read(text, date(2005, 6, 20))[-1][1] == first


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("A vigil is planned for New Year's Eve.", "2005-12-31"),
        ("Shots were fired on Christmas Day, 1993.", "1993-12-25"),
        ("Under the paper he put his name to on May 9 both armies are to withdraw.", "2005-05-09"),
    ],
)
def test_feasts_and_days_just_past_are_read(text: str, first: str) -> None:
    """A feast is its day; a day of last month is not next year's for another clause's verb."""
    assert read(text, date(2005, 6, 20))[-1][1] == first


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("It will lease a base for 25 years under a treaty signed in March.", "2005-03-01"),
        (
            "They put their names to a paper on Monday which says how arms are to be kept.",
            "2005-06-20",
        ),
    ],
)
def test_what_is_done_is_past_whatever_is_to_come(text: str, first: str) -> None:
    """A participle and "put" tell of something done beside verbs of what will be."""
    assert read(text, date(2005, 6, 20))[-1][1] == first
