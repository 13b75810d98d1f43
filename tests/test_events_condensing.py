"""Triggers that an aside, a bracket or a date stands in the middle of."""

from datetime import date

import pytest

from karamap.dates import find_dates
from karamap.events import find_events
from karamap.model import Document, EventType


@pytest.mark.parametrize(
    ("text", "kind", "trigger"),
    [
        (
            "The town, wedged between two ridges of bare hills, fell on Saturday.",
            EventType.TERRITORIAL_CHANGE,
            "town, wedged between two ridges of bare hills, fell",
        ),
        (
            "The defence ministers agreed Monday to pull back heavy weapons.",
            EventType.AGREEMENT,
            "agreed Monday to",
        ),
        (
            "A second missile, officials said, came down near a power station.",
            EventType.SHELLING,
            "missile, officials said, came",
        ),
        (
            "The road (the only one to the south) was blocked by protesters.",
            EventType.BLOCKADE,
            "road (the only one to the south) was blocked",
        ),
    ],
)
def test_a_trigger_is_found_around_an_aside(text: str, kind: EventType, trigger: str) -> None:
    """What stands between a subject and its verb does not hide the event, and offsets hold."""
    document = Document("d", text, published=date(1994, 5, 17))
    events = find_events(document, [], find_dates(document))
    (event,) = [e for e in events if e.type is kind]
    assert event.trigger == trigger
    assert trigger in text


def test_a_list_is_no_aside() -> None:
    """What stands between two commas of a list is not cut out to make a trigger."""
    text = "He saw the road, the river and the bridge, and blocked calls from the press."
    document = Document("d", text, published=date(1994, 5, 17))
    assert find_events(document, [], find_dates(document)) == []
