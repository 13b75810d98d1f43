"""Who acts and who suffers: ministries by their state, sayers left out, the finest place kept."""

from __future__ import annotations

import re
from datetime import date

import pytest

from karamap.events import find_events
from karamap.events.casualties import find_casualties
from karamap.events.details import _bodies, last_state
from karamap.model import (
    DateMention,
    DateSpan,
    Document,
    Event,
    FeatureClass,
    Mention,
    Place,
    Toponym,
)

AZ = Place("iso:AZ", "Azerbaijan", FeatureClass.COUNTRY, 47.5, 40.5, country="AZ")
UNIT = Place("u:1", "Terter", FeatureClass.DISTRICT, 46.9, 40.3, country="AZ")
TOWN = Place("t:1", "Talish", FeatureClass.SETTLEMENT, 46.8, 40.4, country="AZ", parent="u:1")
CITY = Place("t:2", "Ganja", FeatureClass.SETTLEMENT, 46.4, 40.7, country="AZ")
HERE = Place("t:3", "Xankəndi", FeatureClass.SETTLEMENT, 46.75, 39.82, country="AZ")
ROAD = Place("c:1", "Lachin corridor", FeatureClass.CORRIDOR, 46.5, 39.6, country="AZ")
PLACES = {
    "Azerbaijan": AZ, "Terter": UNIT, "Talish": TOWN, "Ganja": CITY, "Xankəndi": HERE,
    "Lachin corridor": ROAD,
}  # fmt: skip
TUESDAY = date(2023, 9, 19)


def code(text: str) -> list[Event]:
    found = re.finditer("|".join(PLACES), text)
    toponyms = [
        Toponym(Mention(m.start(), m.end(), m[0]), PLACES[m[0]], 1.0, "")
        for m in found
        if not text[m.end() :].startswith(("i", "'"))
    ]
    dates = [
        DateMention(m.start(), m.end(), m[0], DateSpan(TUESDAY, TUESDAY, 1), "")
        for m in re.finditer("Tuesday", text)
    ]
    return find_events(Document("d", text, published=date(2023, 9, 20)), toponyms, dates)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Baku's Defense Ministry", "Azerbaijan's Defence Ministry"),
        ("Russia’s Defence Ministry", "Russia's Defence Ministry"),
        ("the Turkish Foreign Ministry", "Turkey's Foreign Ministry"),
        ("the Ministry of Defence of Armenia", "Armenia's Defence Ministry"),
        ("the Foreign Ministry in Yerevan", "Armenia's Foreign Ministry"),
        ("Azerbaijan's Prosecutor General's Office", "Azerbaijan's Prosecutor General’s Office"),
    ],
)
def test_a_ministry_is_its_states(text: str, label: str) -> None:
    """A ministry takes its state from the words before or after it, whichever side that is."""
    assert [name for _, name in _bodies(text, "")] == [label]


def test_a_bare_ministry_is_nobodys_by_default() -> None:
    """Without a state in the text a ministry gets none; else that of the last one named."""
    assert [name for _, name in _bodies("the Defence Ministry", "")] == ["Defence Ministry"]
    state = last_state("The Iranian Foreign Ministry protested.", last_state("Baku's army"))
    assert state == "Iran"
    assert _bodies("the Foreign Ministry", state)[0][1] == "Iran's Foreign Ministry"


def test_no_list_of_actors_takes_one_side() -> None:
    """What names no state ("the rebels", "separatists") is labelled without one."""
    (event,) = code("The rebels ambushed a convoy of troops in Ganja.")
    assert event.actors == ("de facto forces",)


def test_fighters_with_a_sides_adjective_act() -> None:
    """Fighters of a people are actors, and nobody's army."""
    for people in ("Armenian", "Azerbaijani"):
        for body in ("fighters", "gunmen", "militia"):
            text = f"{people} {body} have taken the town of Talish, where the war goes on."
            assert [e.actors for e in code(text)][:1] == [(f"{people} fighters",)]


def test_the_longer_name_wins() -> None:
    """Forces called ethnic Armenian are not Armenia's army."""
    (event,) = code("Ethnic Armenian forces shelled Talish on Tuesday.")
    assert event.actors == ("Karabakh Armenian forces",)


def test_the_sayer_is_no_target() -> None:
    """Who tells of an attack has no part in it."""
    (event,) = code("Gunners shelled the town of Ganja, killing five civilians, Azerbaijan said.")
    assert event.targets == ("civilians",)
    assert event.claimed_by == "Azerbaijan"


def test_those_hit_are_targets() -> None:
    """Who was shot, although named before the verb, is a target and not an actor."""
    (event,) = code("Russian peacekeepers were ambushed near Talish on Tuesday.")
    assert (event.actors, event.targets) == ((), ("Russian peacekeepers",))


def test_the_finest_place_is_kept() -> None:
    """A town and the unit or state that contains it are one place: the town."""
    for text in (
        "Rockets struck Ganja, Azerbaijan, on Tuesday.",
        "Troops shelled Talish in the Terter district on Tuesday.",
    ):
        (event,) = code(text)
        assert len(event.places) == 1
        assert event.where_precision == 1


def test_the_city_named_in_the_same_sentence() -> None:
    """The city is the settlement that the sentence itself named; to call is no demand."""
    text = (
        "People in Xankəndi, which others call by another name, hid in cellars "
        "after artillery struck the city on Tuesday."
    )
    (event,) = [e for e in code(text) if e.type.value == "shelling"]
    assert event.places[0].place == HERE
    assert event.date == DateSpan(TUESDAY, TUESDAY, 1)
    assert not [e for e in code(text) if e.type.value == "statement"]


def test_a_title_and_a_name_before_said() -> None:
    """In "the ombudsman, X, said" X says it, and what follows is X's."""
    (event,) = code("The region's ombudsman, Gor Petrosyan, said at least 40 people were killed.")
    assert event.claimed_by == "Gor Petrosyan"


def test_self_declared_is_no_declaration() -> None:
    """A self-declared republic tells no political event and nobody's words."""
    assert code("The self-declared republic's president, Gor Petrosyan, visited Ganja.") == []


def test_a_road_blocked_for_long() -> None:
    """The name that the trigger begins inside of is its place."""
    (event,) = code("The Lachin corridor had been blocked since Tuesday.")
    assert (event.type.value, event.places[0].place) == ("blockade", ROAD)


def test_a_toll_in_the_next_sentence_joins_its_attack() -> None:
    """What follows "as a result" is the toll of the attack told before, no event of its own."""
    (event,) = code("Gunners shelled Talish on Tuesday. As a result, three people were killed.")
    assert (event.type.value, event.fatalities) == ("shelling", 3)


def test_a_year_is_no_toll() -> None:
    """A year next to a word of death is not the number of the dead."""
    assert find_casualties("The war that ended in 1994 killed many.") == ()


def test_a_live_page_and_a_colon() -> None:
    """An hour opens an entry, and who stands before a colon says what follows."""
    (event,) = code("18:30 Armenian Defense Ministry: two drones were shot down near Talish.")
    assert event.claimed_by == "Armenian Defense Ministry"
    assert event.type.value == "battle"


@pytest.mark.parametrize(
    "answer",
    [
        "Baku said that nothing of the kind had happened.",
        "This does not correspond to reality, Baku answered.",
        "Baku laughed off the report.",
    ],
)
def test_answers_that_deny(answer: str) -> None:
    """Saying that it is untrue, in whatever words, denies the claim told before."""
    events = code(f"Yerevan said that gunners had shelled Talish on Tuesday. {answer}")
    assert [(e.type.value, e.stance.value) for e in events] == [
        ("shelling", "claimed"),
        ("shelling", "denied"),
    ]
    assert events[1].denied_by == "Baku"
