"""Events told as reaching up to the report, and dates that belong to something else."""

from datetime import date

import pytest

from karamap.dates import find_dates
from karamap.events import find_events
from karamap.model import DateMention, DateSpan, Document, Event, EventType

PUBLISHED = date(2015, 6, 19)


def code(text: str) -> list[Event]:
    """Return the events of a text published on 19 June 2015."""
    document = Document("d", text, published=PUBLISHED)
    return find_events(document, [], find_dates(document))


def days(text: str, kind: EventType) -> tuple[date | None, date | None]:
    """Return the days of the one event of `kind`."""
    (event,) = [e for e in code(text) if e.type is kind]
    return (event.date.start, event.date.end) if event.date else (None, None)


@pytest.mark.parametrize(
    ("text", "kind", "first", "last"),
    [
        (
            "More than 500 people have died since the region asked in February 2015 to secede.",
            EventType.HUMANITARIAN,
            date(2015, 2, 1),
            PUBLISHED,
        ),
        (
            "Villages have been shelled since the truce broke down on Monday.",
            EventType.SHELLING,
            date(2015, 6, 15),
            PUBLISHED,
        ),
        (
            "Monitors have been deployed on the border since February 2015.",
            EventType.TROOP_MOVEMENT,
            date(2015, 2, 1),
            date(2015, 2, 28),
        ),
        (
            "For two weeks now the only road has been blocked.",
            EventType.BLOCKADE,
            date(2015, 6, 5),
            PUBLISHED,
        ),
        (
            "The road has been blocked since the start of 2015.",
            EventType.BLOCKADE,
            date(2015, 1, 1),
            PUBLISHED,
        ),
        (
            "In April, as the snow melted, Armenian troops took control of the heights.",
            EventType.TERRITORIAL_CHANGE,
            date(2015, 4, 1),
            date(2015, 4, 30),
        ),
        (
            "A clash broke out on June 11 near the border, where Azerbaijani guns shelled a post.",
            EventType.SHELLING,
            date(2015, 6, 11),
            date(2015, 6, 11),
        ),
        (
            "Troops shelled two villages this week, officials said.",
            EventType.SHELLING,
            date(2015, 6, 15),
            PUBLISHED,
        ),
        (
            "Fighters overran the town, which has the only airfield, on the night of June 3.",
            EventType.TERRITORIAL_CHANGE,
            date(2015, 6, 3),
            date(2015, 6, 3),
        ),
        (
            "Two men were killed on June 11 after mortar rounds landed near the mine.",
            EventType.SHELLING,
            date(2015, 6, 11),
            date(2015, 6, 11),
        ),
        (
            "The army entered the village, a ghost town abandoned in 1993.",
            EventType.TERRITORIAL_CHANGE,
            None,
            None,
        ),
        (
            "The minister urged both sides to abide by principles endorsed in December 2009.",
            EventType.STATEMENT,
            None,
            None,
        ),
    ],
)
def test_days_reach_as_far_as_told(
    text: str, kind: EventType, first: date | None, last: date | None
) -> None:
    """What is counted up or under way reaches to the report; dates of other things stay off."""
    assert days(text, kind) == (first, last)


def test_the_day_of_what_is_to_come_dates_nothing_done() -> None:
    """What "is to be repaired by autumn" was not damaged in autumn."""
    text = "The pipeline was blown up and is to be repaired by August 20."
    assert days(text, EventType.INFRASTRUCTURE) == (None, None)


def test_the_years_of_birth_date_no_wound() -> None:
    """Years in which the wounded were born are not when they were wounded."""
    text = "Two civilians, born in 1961 and 1988 respectively, were wounded by shrapnel."
    assert days(text, EventType.HUMANITARIAN) == (None, None)


@pytest.mark.parametrize(
    ("text", "kind", "day"),
    [
        (
            "A truce was agreed with Russia, which took effect at 1 p.m. (0900 GMT) on June 17.",
            EventType.AGREEMENT,
            date(2015, 6, 17),
        ),
        (
            "The ministry said a ceasefire was agreed as of 9 a.m. Moscow time on June 16.",
            EventType.AGREEMENT,
            date(2015, 6, 16),
        ),
        ("Protesters gathered in the square for a second evening.", EventType.PROTEST, PUBLISHED),
    ],
)
def test_a_day_told_beside_an_hour_dates_the_event(text: str, kind: EventType, day: date) -> None:
    """The hour, its time zone and its bracket do not part an event from its day."""
    assert days(text, kind)[1] == day


def test_the_year_of_a_noun_dates_only_the_noun() -> None:
    """What closed "after the 1988 earthquake" did not close in 1988."""
    text = "The airport road was blocked after the 1988 earthquake."
    assert days(text, EventType.BLOCKADE) == (None, None)


def test_a_superlative_does_not_lend_its_date() -> None:
    """What is "the fiercest combat since April" did not happen in April."""
    text = "Hours after the fiercest combat since last April, the guns fell silent on Tuesday."
    (battle,) = [e for e in code(text) if e.type is EventType.BATTLE]
    assert battle.date is None or battle.date.start != date(2015, 4, 1)


@pytest.mark.parametrize(
    ("text", "kind", "first"),
    [
        (
            "A pipeline that supplies the north was blown up on Monday.",
            EventType.INFRASTRUCTURE,
            date(2015, 6, 15),
        ),
        (
            "A ceasefire signed in May 1994 is broken regularly.",
            EventType.CEASEFIRE_VIOLATION,
            None,
        ),
        (
            "Since fighting broke out on May 27 more than 750 people have died.",
            EventType.HUMANITARIAN,
            date(2015, 5, 27),
        ),
        (
            "Fighting lasted until June 9, when a ceasefire was signed.",
            EventType.AGREEMENT,
            date(2015, 6, 9),
        ),
        (
            "Three women were killed on May 24 as Azerbaijani forces shelled the border villages.",
            EventType.SHELLING,
            date(2015, 5, 24),
        ),
        (
            "A missile strike levelled a row of homes early Saturday, killing 13 people.",
            EventType.SHELLING,
            date(2015, 6, 13),
        ),
        (
            "The army denied that its troops violated the cease-fire in force since May 1994.",
            EventType.CEASEFIRE_VIOLATION,
            None,
        ),
        (
            "Between 1993 and 1996 Russian weapons were delivered to Armenia.",
            EventType.ARMS,
            date(1993, 1, 1),
        ),
    ],
)
def test_a_date_goes_to_what_it_dates(text: str, kind: EventType, first: date | None) -> None:
    """Clauses that restrict, open or explain, participles, deadlines and the dates of a truce."""
    assert days(text, kind)[0] == first


def test_no_interval_is_reversed() -> None:
    """What is told since a day after the report is that day, not time running backwards."""
    text = "Two men have been killed since July 1, the army said."
    late = DateSpan(date(2015, 7, 1), date(2015, 7, 1), 1)
    at = text.index("July 1")
    document = Document("d", text, published=PUBLISHED)
    (event,) = find_events(document, [], [DateMention(at, at + 6, "July 1", late, "a slip")])
    assert event.date == late


def test_what_followed_another_thing_was_not_on_its_day() -> None:
    """Prisoners freed on a day "following a telephone call" do not date the call."""
    text = "Six prisoners were freed on June 4 following a telephone call between the presidents."
    assert days(text, EventType.TALKS) == (None, None)


def test_a_demand_is_not_dated_by_what_it_is_about() -> None:
    """A date in a clause of what is demanded is not the day of the demand."""
    text = "The envoy urged both presidents to keep the promises they gave in Paris on June 1."
    assert days(text, EventType.STATEMENT) == (None, None)


@pytest.mark.parametrize(
    ("text", "kind", "first"),
    [
        (
            "The truce came hours after the worst fighting since a war ended last November.",
            EventType.AGREEMENT,
            None,
        ),
        (
            "They agreed to disarm under a truce brokered by Moscow, which took effect June 17.",
            EventType.AGREEMENT,
            date(2015, 6, 17),
        ),
        ("The road was blocked until June 10.", EventType.BLOCKADE, None),
        ("Armenian troops violated the 1994 truce.", EventType.CEASEFIRE_VIOLATION, None),
        ("Troops launched an assault, which began on June 3.", EventType.BATTLE, date(2015, 6, 3)),
        ("Guns shelled a village that was rebuilt in 2012.", EventType.SHELLING, None),
        (
            "Parliament imposed martial law and ordered the border closed on June 12.",
            EventType.POLITICAL,
            date(2015, 6, 12),
        ),
    ],
)
def test_each_rule_of_whose_date_it_is(text: str, kind: EventType, first: date | None) -> None:
    """Superlatives, "since", "until", "which", "that" and "and" say whose date it is."""
    assert days(text, kind)[0] == first
