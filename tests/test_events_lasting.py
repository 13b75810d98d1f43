"""Events told as reaching up to the report, and dates that belong to something else."""

from datetime import date

import pytest

from karamap.dates import find_dates
from karamap.events import find_events
from karamap.model import Document, Event, EventType

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
    ],
)
def test_days_reach_as_far_as_told(
    text: str, kind: EventType, first: date | None, last: date | None
) -> None:
    """What is counted up reaches to the report; what began then is of its beginning."""
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
    (event,) = [e for e in code(text) if e.type is kind]
    assert event.date is not None
    assert event.date.end == day


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
    ],
)
def test_a_date_goes_to_what_it_dates(text: str, kind: EventType, first: date | None) -> None:
    """Restrictive clauses, participles, opening "since" clauses and deadlines with "when"."""
    (event,) = [e for e in code(text) if e.type is kind]
    assert (event.date.start if event.date else None) == first


def test_no_interval_is_reversed() -> None:
    """What is told since a day after the report is that day, not time running backwards."""
    text = "Two men have been killed since July 1, the army said."
    for event in code(text):
        if event.date and event.date.start and event.date.end:
            assert event.date.start <= event.date.end


@pytest.mark.parametrize(
    ("text", "kind", "first"),
    [
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
def test_a_date_goes_to_the_deed_not_to_a_noun(
    text: str, kind: EventType, first: date | None
) -> None:
    """An "as" clause shares the day, a strike that of what it did; a truce keeps its own."""
    (event,) = [e for e in code(text) if e.type is kind]
    assert (event.date.start if event.date else None) == first


def test_what_followed_another_thing_was_not_on_its_day() -> None:
    """Prisoners freed on a day "following a telephone call" do not date the call."""
    text = "Six prisoners were freed on June 4 following a telephone call between the presidents."
    (call,) = [e for e in code(text) if e.type is EventType.TALKS]
    assert call.date is None


@pytest.mark.parametrize(
    ("text", "kind", "first", "last"),
    [
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
def test_days_are_those_of_the_deed_and_over(
    text: str, kind: EventType, first: date | None, last: date | None
) -> None:
    """A week under way ends with the report; asides, causes and old papers are told apart."""
    (event,) = [e for e in code(text) if e.type is kind]
    span = event.date
    found = (span.start, span.end) if span else (None, None)
    assert found == (first, last)


def test_a_demand_is_not_dated_by_what_it_is_about() -> None:
    """A date in a clause of what is demanded is not the day of the demand."""
    text = "The envoy urged both presidents to keep the promises they gave in Paris on June 1."
    (demand,) = [e for e in code(text) if e.type is EventType.STATEMENT]
    assert demand.date is None
