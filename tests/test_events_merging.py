"""Incidents: the same thing told in several reports."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from random import Random  # noqa: TC003  hypothesis reads the annotation

from hypothesis import given
from hypothesis import strategies as st

from karamap.events import merge_events
from karamap.events.merging import _near_pairs
from karamap.model import (
    Casualties,
    DateSpan,
    Event,
    EventType,
    FeatureClass,
    Mention,
    Place,
    Stance,
    Toponym,
)

TOWN = Place("t:1", "Hadrut", FeatureClass.SETTLEMENT, 47.0, 39.5, country="AZ", parent="r:1")
REGION = Place("r:1", "Region", FeatureClass.REGION, 46.7, 39.9)
OTHER = Place("t:2", "Geneva", FeatureClass.SETTLEMENT, 6.1, 46.2, country="CH")
DAY = DateSpan(date(2001, 5, 4), date(2001, 5, 4), 1)
WEEK = DateSpan(date(2001, 5, 1), date(2001, 5, 7), 3)
LATER = DateSpan(date(2001, 6, 1), date(2001, 6, 1), 1)


def tell(
    name: str,
    kind: EventType = EventType.SHELLING,
    *,
    document: str | None = None,
    on: DateSpan | None = DAY,
    at: Place | None = TOWN,
    stance: Stance = Stance.CLAIMED,
    by: str | None = "Baku",
    actors: tuple[str, ...] = ("Armenia",),
) -> Event:
    """Return an event of document `name` as a report would give it."""
    places = () if at is None else (Toponym(Mention(0, 6, at.name), at, 1.0, ""),)
    start = sum(map(ord, name))
    return Event(
        id=f"id-{name}",
        document=document or f"doc-{name}",
        start=start,
        end=start + 20,
        type=kind,
        trigger="shelled",
        date=on,
        places=places,
        where_precision=1 if places else None,
        radius_km=0.0,
        actors=actors,
        targets=(),
        stance=stance,
        claimed_by=by,
        denied_by=by if stance is Stance.DENIED else None,
        casualties=(),
        evidence="…",
        confidence=0.8,
        reason="",
    )


def test_two_reports_of_one_shelling() -> None:
    """The same family, day and place in two documents is one incident."""
    (incident,) = merge_events([tell("a"), tell("b", EventType.BATTLE, on=WEEK)])
    assert len(incident.events) == 2
    assert incident.date == DAY
    assert not incident.disputed


def test_place_inside_an_area() -> None:
    """A report from the town and one that only names its region belong together."""
    assert len(merge_events([tell("a"), tell("b", at=REGION)])) == 1


def test_what_differs_stays_apart() -> None:
    """Another day, another place, other actors or another family make another incident."""
    base = tell("a")
    for other in (
        tell("b", on=LATER),
        tell("b", at=OTHER),
        tell("b", actors=("Iran",)),
        tell("b", EventType.TALKS),
    ):
        assert len(merge_events([base, other])) == 2


def test_one_document_tells_each_thing_once() -> None:
    """Two claims of one document are not merged: the coder has told them apart."""
    assert len(merge_events([tell("a", document="d"), tell("b", document="d", by="Paris")])) == 2


def test_denial_makes_a_disputed_incident() -> None:
    """A claim and the denial that answers it are one disputed incident with two owners."""
    claim = tell("a", document="d")
    denial = tell("b", document="d", stance=Stance.DENIED, by="Yerevan", on=None, at=None)
    (incident,) = merge_events([denial, claim])
    assert incident.disputed
    assert incident.sources == ("Baku", "Yerevan")
    assert incident.agreement < 1


def test_denial_answers_the_nearest_claim_of_its_kind() -> None:
    """Of two claims a denial joins the one of its own type."""
    shelling = tell("a", document="d")
    battle = tell("b", EventType.BATTLE, document="d")
    denial = tell("z", EventType.BATTLE, document="d", stance=Stance.DENIED, by="Yerevan", on=None)
    disputed = [i for i in merge_events([shelling, battle, denial]) if i.disputed]
    assert [{e.id for e in i.events} for i in disputed] == [{"id-b", "id-z"}]


def test_rival_tolls_lower_the_agreement_and_both_stay() -> None:
    """Different tolls stay side by side and are never averaged."""
    one = replace(tell("a"), casualties=(Casualties("killed", 4),))
    two = replace(tell("b", by="Yerevan"), casualties=(Casualties("killed", 9),))
    (incident,) = merge_events([one, two])
    assert sorted(e.fatalities or 0 for e in incident.events) == [4, 9]
    assert incident.agreement == 0.8


EVENTS = st.lists(
    st.builds(
        tell,
        st.text("abcdefgh", min_size=2, max_size=3),
        st.sampled_from([EventType.SHELLING, EventType.BATTLE, EventType.TALKS]),
        document=st.sampled_from(["p", "q", "r"]),
        on=st.sampled_from([DAY, WEEK, LATER, None]),
        at=st.sampled_from([TOWN, REGION, OTHER, None]),
        stance=st.sampled_from([Stance.CLAIMED, Stance.DENIED, Stance.ASSERTED, Stance.PLANNED]),
        by=st.sampled_from(["Baku", "Yerevan", None]),
    ),
    max_size=8,
    unique_by=lambda e: e.id,
)


@given(EVENTS, st.randoms(use_true_random=False))
def test_order_does_not_matter(events: list[Event], random: Random) -> None:
    """Any order of the events gives the same incidents, each event in exactly one."""
    expected = merge_events(events)
    shuffled = list(events)
    random.shuffle(shuffled)
    assert merge_events(shuffled) == expected
    assert sorted(e.id for i in expected for e in i.events) == sorted(e.id for e in events)


@given(EVENTS)
def test_merging_again_changes_nothing(events: list[Event]) -> None:
    """The events of each incident, merged again with all others, come out the same."""
    once = merge_events(events)
    assert merge_events([e for i in once for e in i.events]) == once
    assert len({i.id for i in once}) == len(once)


def accuse(name: str, by: str, trigger: str, *, actors: tuple[str, ...] = ()) -> Event:
    """Return an undated accusation that a third party takes part."""
    event = tell(name, EventType.INTERVENTION, on=None, at=None, by=by, actors=actors)
    return replace(event, trigger=trigger)


def test_fighters_and_forces_are_two_incidents() -> None:
    """Mercenaries sent are one thing, a third state's own troops another."""
    fighters = [
        accuse("a", "Yerevan", "sending mercenaries", actors=("Turkey",)),
        accuse("b", "the media", "foreign fighters"),
    ]
    forces = [
        accuse("c", "Yerevan", "direct involvement", actors=("Turkey",)),
        accuse("d", "Paris", "took part in the fighting", actors=("Turkey",)),
    ]
    told = [{e.id for e in i.events} for i in merge_events([*fighters, *forces])]
    assert sorted(map(sorted, told)) == [["id-a", "id-b"], ["id-c", "id-d"]]


def test_two_sides_charges_stay_apart() -> None:
    """Charges of the two sides against each other differ, and so do fighters of two origins."""
    one, two = accuse("a", "Yerevan", "mercenaries"), accuse("b", "Baku", "militants")
    assert len(merge_events([one, two])) == 2
    other = accuse("c", "Paris", "Kurdish militants")
    assert len(merge_events([accuse("d", "Paris", "Syrian mercenaries"), other])) == 2


def test_a_corpus_of_years_is_swept() -> None:
    """Pairs looked at grow with the events of a day, not with the square of all events."""
    days = [date.fromordinal(730_000 + n) for n in range(3_000)]
    events = [tell(f"n{n}", on=DateSpan(d, d, 1)) for n, d in enumerate(days)]
    pairs = list(_near_pairs(events, list(range(len(events)))))
    assert len(pairs) < len(events)
    assert len(merge_events(events)) == len(events)
