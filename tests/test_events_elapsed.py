"""Events dated by the time that passed from them to another, or only by their saying."""

from datetime import date

import pytest

from karamap.dates import find_dates
from karamap.events import find_events
from karamap.model import Document, Event, EventType

PUBLISHED = date(2020, 11, 11)


def code(text: str) -> list[Event]:
    """Return the events of a text published on 11 November 2020."""
    document = Document("d", text, published=PUBLISHED)
    return find_events(document, [], find_dates(document))


def find(text: str, kind: EventType) -> Event:
    """Return the one event of `kind`."""
    (event,) = [e for e in code(text) if e.type is kind]
    return event


@pytest.mark.parametrize(
    ("passed", "first", "last"),
    [
        ("two days", 7, 7),
        ("a day", 8, 8),
        ("one week", 2, 2),
        ("minutes", 9, 9),
        ("hours", 8, 9),
        ("less than 24 hours", 8, 9),
    ],
)
def test_an_earlier_event_is_counted_back(passed: str, first: int, last: int) -> None:
    """What another event followed after a told time is dated from that other one's day."""
    text = f"The truce was signed on November 9, {passed} after Azerbaijani troops took the town."
    taken = find(text, EventType.TERRITORIAL_CHANGE)
    assert taken.date is not None
    assert (taken.date.start, taken.date.end) == (date(2020, 11, first), date(2020, 11, last))


@pytest.mark.parametrize("passed", ["a few days", "shortly", "long"])
def test_an_untold_time_counts_nothing(passed: str) -> None:
    """A vague time between two events leaves the earlier one without a day."""
    text = f"The truce was signed on November 9, {passed} after Azerbaijani troops took the town."
    assert find(text, EventType.TERRITORIAL_CHANGE).date is None


def test_the_day_of_the_saying_is_not_that_of_the_event() -> None:
    """A claim whose own day is untold keeps the day of its saying apart, and says so."""
    text = "Armenia said on Monday that Azerbaijani troops had shelled two villages."
    shelled = find(text, EventType.SHELLING)
    assert shelled.date is None
    assert shelled.said_on is not None
    assert shelled.said_on.start == date(2020, 11, 9)
    assert (shelled.date_of, shelled.when) == ("statement", shelled.said_on)


def test_an_event_with_a_day_needs_none_of_its_saying() -> None:
    """Where the deed is dated, `when` is that day."""
    text = "Armenia said on Monday that Azerbaijani troops had shelled two villages on Sunday."
    shelled = find(text, EventType.SHELLING)
    assert (shelled.date_of, shelled.said_on) == ("event", None)
    assert shelled.when is not None
    assert shelled.when.start == date(2020, 11, 8)
