"""How news tells: asides, hours, headings, communiqués, and what belongs to the saying."""

from __future__ import annotations

import re
from datetime import date

import pytest

from karamap.dates import find_dates
from karamap.events import find_events, merge_events
from karamap.model import Document, Event, FeatureClass, Mention, Place, Stance, Toponym

TOWNS = ("Aghdam", "Hadrut", "Geneva", "Baku", "Martuni", "Goris")
AREAS = {"Nagorno-Karabakh": FeatureClass.REGION, "Armenia": FeatureClass.COUNTRY}
PUBLISHED = date(2014, 8, 8)  # a Friday


def code(text: str) -> list[Event]:
    """Code `text`, published on a Friday, with the few places this file knows."""
    kinds = {**dict.fromkeys(TOWNS, FeatureClass.SETTLEMENT), **AREAS}
    toponyms = [
        Toponym(Mention(m.start(), m.end(), m[0]), Place(m[0], m[0], kinds[m[0]], 46, 40), 1, "")
        for m in re.finditer("|".join(kinds), text)
    ]
    document = Document("d", text, published=PUBLISHED)
    return find_events(document, toponyms, find_dates(document))


def only(text: str, kind: str) -> Event:
    """Return the one event of `kind` that `text` tells."""
    (event,) = [e for e in code(text) if e.type.value == kind]
    return event


def days(event: Event) -> tuple[date | None, date | None]:
    """Return the ends of an event's date."""
    assert event.date is not None
    return event.date.start, event.date.end


def names(event: Event) -> list[str]:
    """Return the names of an event's places."""
    return [t.mention.text for t in event.places]


def test_a_title_in_commas_is_no_inverted_speaker() -> None:
    """In "X, the minister, said the army had …" X speaks, not the army."""
    event = only(
        "Vagif Oruj, the minister, said the rebels had retreated from Hadrut.", "territorial_change"
    )
    assert (event.claimed_by, names(event)) == ("Vagif Oruj", ["Hadrut"])


def test_those_who_call_themselves_something_act() -> None:
    """A restrictive "who" clause ends where the verb of the main clause begins."""
    text = "Since August 2, men who call themselves miners have blocked the corridor near Goris."
    event = only(text, "blockade")
    assert days(event) == (date(2014, 8, 2), PUBLISHED)
    assert names(event) == ["Goris"]


def test_an_aside_does_not_hide_what_happened() -> None:
    """A trigger that a relative clause cuts in two is found."""
    event = only(
        "Gas from the north, which heats the whole town, was cut on August 4.", "infrastructure"
    )
    assert days(event) == (date(2014, 8, 4), date(2014, 8, 4))


def test_a_name_is_as_good_as_the_town() -> None:
    """What "attacked the town" tells, "attacked" and the town's name tell too."""
    assert names(only("On Sunday the rebels attacked Martuni with tanks.", "battle")) == ["Martuni"]


@pytest.mark.parametrize("hour", ["at 6.30 a.m.", "shortly after 3 am", "hours later", "at dawn"])
def test_an_hour_is_of_the_day_told_before(hour: str) -> None:
    """An event of which only the hour is told is of the day of the event before it."""
    text = f"Rebels shelled Aghdam on Tuesday. The army captured two villages near Hadrut {hour}."
    assert days(only(text, "territorial_change")) == (date(2014, 8, 5), date(2014, 8, 5))


def test_how_long_it_has_lasted() -> None:
    """A length with a perfect reaches up to the report."""
    event = only("Both armies have exchanged fire near Aghdam for three days.", "battle")
    assert days(event) == (date(2014, 8, 5), PUBLISHED)


def test_when_tells_of_the_day_before_it() -> None:
    """A "when" clause right after a date happened on that date."""
    text = "The road has been shut since Monday, when gunmen attacked a convoy near Goris."
    assert days(only(text, "battle")) == (date(2014, 8, 4), date(2014, 8, 4))


def test_the_day_of_a_speech_is_not_the_day_of_the_deed() -> None:
    """A date between "told" and "that" dates the telling."""
    text = "The president told the nation in a speech on Monday that his men had captured Hadrut."
    assert only(text, "territorial_change").date is None


def test_a_dated_text_does_not_date_its_breach() -> None:
    """The day of an agreement that is broken says nothing of when."""
    text = "The army shelled Aghdam in violation of the agreement of May 12, 1994, Goris said."
    assert all(e.date is None for e in code(text))


def test_an_entry_of_a_chronology_dates_its_sentences() -> None:
    """The date that opens an entry dates all that its entry tells."""
    text = (
        "May 1992 - Rebels capture Hadrut. Some 900 people flee the town.\n\n"
        "July 1993 - Gunners shell Aghdam."
    )
    told = {e.type.value: e.date.start for e in code(text) if e.date}
    assert told["humanitarian"] == date(1992, 5, 1)
    assert told["shelling"] == date(1993, 7, 1)


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("Martuni, which lies in a valley, was shelled on Monday.", "shelling", ["Martuni"]),
        ("Hadrut and Martuni were shelled on Monday.", "shelling", ["Hadrut", "Martuni"]),
        ("Hadrut, a town in the hills, was captured.", "territorial_change", ["Hadrut"]),
        ("A missile attack hit Goris on Monday.", "shelling", ["Goris"]),
        ("A missile attack has damaged the town of Goris.", "shelling", ["Goris"]),
    ],
)
def test_what_undergoes_it_is_where_it_happened(text: str, kind: str, expected: list[str]) -> None:
    """The subject of a passive, with an aside or in a list, and what an attack hit are places."""
    assert names(only(text, kind)) == expected


def test_where_fire_came_from_is_not_where_it_fell() -> None:
    """A place after "from posts near" is the guns', not the target's."""
    text = "Villages near Aghdam came under mortar fire from posts near Hadrut."
    assert names(code(text)[0]) == ["Aghdam"]


def test_a_place_of_a_meeting_is_the_denials_not_the_deeds() -> None:
    """A place where somebody denies a deed is not where it was done."""
    text = "At a meeting in Geneva, the minister denied that his army had shelled the town."
    assert only(text, "shelling").places == ()


def test_talks_there() -> None:
    """Talks "there" are in the town named just before."""
    text = (
        "Geneva is next. Talks that will bring in Ann Roe, an envoy, are planned there for May 20."
    )
    event = only(text, "talks")
    assert (event.stance, names(event)) == (Stance.PLANNED, ["Geneva"])
    assert days(event) == (date(2015, 5, 20), date(2015, 5, 20))


def test_an_army_goes_on_in_its_own_words() -> None:
    """A sentence about "the enemy" after an army's report is still the army's claim."""
    text = (
        "Gunners shelled Aghdam, the Defence Ministry reported. "
        "Later the enemy attacked our positions near Hadrut. Schools in the town stayed shut."
    )
    assert only(text, "battle").claimed_by == "Defence Ministry"


def test_a_ministrys_own_statement() -> None:
    """Who heads a statement is who "we" are in it."""
    text = (
        "Statement by the Foreign Ministry of Ruritania\n\n"
        "We call for an end to the shelling of Aghdam."
    )
    event = only(text, "statement")
    assert (event.stance, event.claimed_by) == (Stance.CALLED_FOR, "Foreign Ministry of Ruritania")


def test_a_football_match_is_no_battle() -> None:
    """A report with more words of a game than of a war gives no events."""
    text = (
        "The home side started on the offensive in Baku and attacked from the first whistle, but"
        " the striker missed a penalty. The coach said his midfielder had lost control, and"
        " the referee was attacked by fans near the stadium. The goal came late in the match. The"
        " league leaders meet the champions in Goris next week. The battle for the cup goes on, the"
        " captain said; his squad had defended like an army. Two goals were disallowed, and a"
        " substitute hit the post in the final minutes of the season."
    )
    assert code(text) == []


def test_accusations_over_a_clash_tell_of_the_clash() -> None:
    """A charge over a clash tells the clash, not only the quarrel."""
    event = only("Both sides traded accusations over a clash near Hadrut on Tuesday.", "battle")
    assert event.stance is Stance.CLAIMED


def test_a_line_in_capitals_is_a_heading() -> None:
    """A heading in capitals tells nothing by itself."""
    assert code("TWO KILLED NEAR HADRUT.\nThe sun shone on Goris.") == []


def test_a_state_with_its_ministry_in_small_letters_is_named() -> None:
    """A state's "defence ministry" is that state's, not the ministry named last."""
    text = (
        "Ruritania's defence ministry said rebels had shelled Aghdam. "
        "Utopia's defence ministry called that a lie."
    )
    assert [e.claimed_by for e in code(text)] == [
        "Ruritania's defence ministry",
        "Utopia's defence ministry",
    ]


@pytest.mark.parametrize("words", ["so far", "all", "since"])
def test_an_adverb_is_no_speaker(words: str) -> None:
    """Adverbs between a speaker and the verb are not the speaker."""
    event = only(f"The envoys have {words} urged the rebels to leave Hadrut.", "statement")
    assert event.claimed_by == "envoys"


def test_according_to_in_the_middle() -> None:
    """An attribution between subject and verb owns both sides of it."""
    event = only("The losses, according to the army, exceed 300 men near Hadrut.", "humanitarian")
    assert event.claimed_by == "army"


def test_three_events_do_not_rule_each_other_out() -> None:
    """A capture, an operation and a death in one sentence leave at least the capture."""
    text = (
        "The army captured two heights near Hadrut in an operation launched "
        "after a conscript was shot dead."
    )
    assert "territorial_change" in {e.type.value for e in code(text)}


def test_saying_that_nobody_fired_answers_the_charge() -> None:
    """To say that nobody fired denies what another said before."""
    text = "Rebels shelled Aghdam, the army said. The rebels say they have not fired on the town."
    assert [e.stance for e in code(text)] == [Stance.CLAIMED, Stance.DENIED]


def test_the_month_of_may_supposes_nothing() -> None:
    """What happened in May did happen."""
    event = only(
        "On the night of May 16 the army violated the truce near Hadrut.", "ceasefire_violation"
    )
    assert event.stance is Stance.ASSERTED


def test_a_ranking_does_not_date() -> None:
    """A comparison such as "the third such death this month" dates no event."""
    text = "A man was shot dead near Hadrut, the army said, in the third such incident this month."
    assert only(text, "battle").date is None


def test_those_in_a_capital_who_put_a_toll_say_it() -> None:
    """In "X in Baku put the number of dead at 9" the toll is X's claim, and Baku no place."""
    event = only("An official in Baku put the number of dead at 9.", "humanitarian")
    assert (event.claimed_by, names(event)) == ("official in Baku", [])


def test_at_least_sets_no_scene() -> None:
    """The words before "X said" are X's when they open with a count."""
    text = (
        "At least 9 people were killed when rockets hit Aghdam, Vagif Oruj said, in a grim start."
    )
    assert only(text, "shelling").claimed_by == "Vagif Oruj"


def test_days_of_fighting_do_not_date_what_came_after_them() -> None:
    """A town taken "after two days of fighting" was taken on no day that is told."""
    text = "Rebels took the town of Hadrut after two days of heavy clashes."
    assert only(text, "territorial_change").date is None


def test_during_the_day_is_the_day_of_the_saying() -> None:
    """An army that reports on Thursday what happened "during the day" means Thursday."""
    text = "Mortars shelled Martuni during the day, the Defence Ministry said on Thursday."
    assert days(only(text, "shelling")) == (date(2014, 8, 7), date(2014, 8, 7))


@pytest.mark.parametrize("words", ["Hours earlier", "Hours later", "Before dawn"])
def test_an_hour_is_of_the_day_named_last(words: str) -> None:
    """An hour alone is of the day that the sentence before gave, were it that of a saying."""
    text = f"The envoy arrived in Geneva on Thursday. {words} artillery shelled Hadrut."
    assert days(only(text, "shelling")) == (date(2014, 8, 7), date(2014, 8, 7))


def test_fighters_of_a_side_act() -> None:
    """Those called "Armenian fighters" act, named as told, and given to no state."""
    event = only("Armenian fighters have taken the town of Hadrut.", "territorial_change")
    assert event.actors == ("Armenian fighters",)


def test_a_denial_of_harm_denies_no_flight() -> None:
    """Who denies that people were targeted does not dispute that people fled."""
    text = (
        "An official in Baku put the number of dead at 9 and denied that civilians had been "
        "targeted. Thousands of people fled toward Goris, aid workers said."
    )
    disputed = [i for i in merge_events(code(text)) if i.disputed]
    assert not any("fled" in e.trigger for i in disputed for e in i.events)


@pytest.mark.parametrize("words", ["Late on Wednesday", "Early on Wednesday"])
def test_the_hour_of_saying_is_no_part_of_the_speaker(words: str) -> None:
    """Of "Late on Wednesday an official said" the source is the official."""
    event = only(f"{words} an official said rebels had shelled Aghdam.", "shelling")
    assert event.claimed_by == "official"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Rebel troops marched into the centre of Aghdam.", "territorial_change"),
        ("Crowds marched through the centre of Aghdam.", "protest"),
        ("The leaders signed a statement ending the war.", "agreement"),
        ("An officer said the rebels had been firing first.", "battle"),
    ],
)
def test_words_of_marching_signing_and_firing(text: str, kind: str) -> None:
    """Troops that march into a town take it, crowds protest; a statement may end a war."""
    assert [e.type.value for e in code(text)] == [kind]


def test_a_capital_from_which_a_ministry_speaks_is_no_place_of_the_deed() -> None:
    """In "In Baku, the ministry said …" and after "an official in Baku" the town is not Baku."""
    text = "In Baku, the Defence Ministry said its troops had repelled a raid."
    assert names(only(text, "battle")) == []
    text = "An official in Baku said nine people had died. Rebels denied they had shelled the town."
    assert names(only(text, "shelling")) == []
    text = "In Hadrut, doctors said the town had been shelled by rebels."
    assert names(only(text, "shelling")) == ["Hadrut"]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("BAKU, August 3, 2014 -- One soldier was killed near Goris.", 1),
        ("BAKU, 3 August 2014 -- Two soldiers were killed near Goris.", 2),
        ("On August 4, 2014, three soldiers were killed near Goris.", 3),
    ],
)
def test_a_date_is_no_toll(text: str, count: int) -> None:
    """Numbers of a date before the toll are passed over, not taken and not in its way."""
    (event,) = code(text)
    assert [c.best for c in event.casualties] == [count]


def test_since_the_start_of_the_year_lasts_until_the_report() -> None:
    """What has gone on since the start of the year ends on the day of the report."""
    event = only("Since the start of the year, 11 people have died near Goris.", "humanitarian")
    assert days(event) == (date(2014, 1, 1), PUBLISHED)
