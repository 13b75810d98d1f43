"""What tells an event and what only seems to: verbs, nouns and turns of phrase by type."""

from __future__ import annotations

from datetime import date

import pytest

from karamap.dates import find_dates
from karamap.events import find_events
from karamap.events.wording import Likely
from karamap.gazetteer import Gazetteer
from karamap.model import Document, Event, EventType, Stance
from karamap.recognition import find_mentions
from karamap.resolution import resolve

T = EventType


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    """Return the packaged gazetteer."""
    return Gazetteer.open()


def read(text: str, gazetteer: Gazetteer, published: date = date(2020, 11, 1)) -> list[Event]:
    """Return the events of `text`."""
    document = Document("x", text, published=published)
    places = resolve(document, find_mentions(document, gazetteer), gazetteer)
    return find_events(document, places, find_dates(document))


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (T.BATTLE, "The militia and the government's men came to blows outside Ijevan on 4 May."),
        (T.BATTLE, "A raiding party was discovered near Chambarak on 3 March."),
        (T.BATTLE, "Gunners brought down two drones over Stepanakert, the army said."),
        (T.SHELLING, "Mortar rounds thudded into an orchard near Terter on Tuesday."),
        (T.SHELLING, "The howitzers opened up on Berd at dawn on 15 July."),
        (T.AIR_STRIKE, "An unmanned aircraft rammed into a truck near Hadrut on 29 September."),
        (T.AIR_STRIKE, "The army used Bayraktar drones near Hadrut on Monday."),
        (T.CEASEFIRE_VIOLATION, "The truce survived barely two hours on 10 October."),
        (T.CEASEFIRE_VIOLATION, "Neither army honoured the truce near Talish on Sunday."),
        (T.TERRITORIAL_CHANGE, "The district was turned over to Azerbaijan on 25 November."),
        (T.TERRITORIAL_CHANGE, "The garrison gave up Kelbajar on 2 April 1993."),
        (T.TROOP_MOVEMENT, "A rifle regiment was moved from Gyumri to the border on Monday."),
        (T.TROOP_MOVEMENT, "Reservists have been summoned to camps since Monday."),
        (T.ARMS, "Yerevan took receipt of four fighter jets in December."),
        (T.ARMS, "The second consignment was unloaded in Baku in May."),
        (T.INTERVENTION, "The men from the diaspora, volunteers from Lebanon, dug in at Martuni."),
        (T.TALKS, "The envoys were received by the president in Baku on Monday."),
        (T.TALKS, "The premier is due in Yerevan on Thursday."),
        (T.TALKS, "The mediators will brief the council on 26 June."),
        (T.AGREEMENT, "The commanders put their names to a protocol in Tehran on 7 May."),
        (T.AGREEMENT, "Both armies stopped shooting at midday on Tuesday."),
        (T.AGREEMENT, "Moscow extended its lease on the base until 2044."),
        (T.POLITICAL, "The islanders went to the polls in Karabakh on 10 December."),
        (T.POLITICAL, "The governor tendered his resignation on Tuesday."),
        (T.POLITICAL, "A day of mourning was declared on Friday."),
        (T.HUMANITARIAN, "Some 4,500 people remain unaccounted for."),
        (T.HUMANITARIAN, "A corporal received a fatal wound near Berd on 20 March."),
        (T.HUMANITARIAN, "Blankets were distributed in Goris on Monday."),
        (T.HUMANITARIAN, "On 10 May, 71 detainees were flown from Yerevan to Baku."),
        (T.PROTEST, "Miners downed tools in Kapan on Tuesday."),
        (T.PROTEST, "Farmers pitched tents across the road outside Goris on 12 December."),
        (T.BLOCKADE, "No train has reached Stepanakert since September."),
        (T.INFRASTRUCTURE, "A gas main was ruptured near Shusha on 9 January."),
        (T.INFRASTRUCTURE, "Electricity is being switched off for four hours a day."),
        (T.OTHER, "Old gravestones were smashed in Julfa in December 2005."),
        (T.OTHER, "Two infiltrators were caught near Chambarak on 11 July."),
    ],
)
def test_turns_of_phrase_tell_events(kind: EventType, text: str, gazetteer: Gazetteer) -> None:
    """Reporting's many words for a deed each tell its type."""
    assert kind in {e.type for e in read(text, gazetteer)}


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (T.TERRITORIAL_CHANGE, "A sapper lost a leg near Mataghis on 6 August."),
        (T.TERRITORIAL_CHANGE, "Twelve captives were handed over to Armenia on Monday."),
        (T.TERRITORIAL_CHANGE, "Two privates fell to sniper fire near Berd on Monday."),
        (T.TERRITORIAL_CHANGE, "The envoy took part in the meeting in Vienna on Monday."),
        (T.PROTEST, "The two ministers met in Prague on 2 March."),
        (T.TROOP_MOVEMENT, "The observers held a monitoring exercise near Agdam on 9 March."),
        (T.TALKS, "The minister spoke to reporters in Baku on Monday."),
        (T.AIR_STRIKE, "Anti-aircraft gunners destroyed two drones over Berd on 2 April."),
        (T.BATTLE, "The strike dealt a blow to the peace talks."),
    ],
)
def test_look_alikes_tell_none(kind: EventType, text: str, gazetteer: Gazetteer) -> None:
    """Words that elsewhere tell a deed tell none of its type here."""
    assert kind not in {e.type for e in read(text, gazetteer)}


def test_two_places_and_days_are_two_meetings(gazetteer: Gazetteer) -> None:
    """Meetings told in one breath are told apart, each with its place and day."""
    text = "The ministers will meet in Geneva on 5 November and in Moscow on 9 November."
    met = [e for e in read(text, gazetteer) if e.type is T.TALKS]
    assert [[p.mention.text for p in e.places] for e in met] == [["Geneva"], ["Moscow"]]
    assert [e.date.start for e in met if e.date] == [date(2020, 11, 5), date(2020, 11, 9)]


def test_a_range_of_days_is_one_event(gazetteer: Gazetteer) -> None:
    """Two days of one thing in one place stay one event."""
    text = "Residents fled Goris on 16 October and on 17 October, the mayor said."
    assert len([e for e in read(text, gazetteer) if e.type is T.HUMANITARIAN]) == 1


def test_a_later_clause_with_its_own_day_is_another_event(gazetteer: Gazetteer) -> None:
    """A pipeline damaged on one day and repaired on another gives two events."""
    text = "The pipeline was damaged on 8 March; on 19 March the pipeline was repaired."
    days = [e.date.start for e in read(text, gazetteer) if e.type is T.INFRASTRUCTURE and e.date]
    assert days == [date(2020, 3, 8), date(2020, 3, 19)]


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("The blueprint was vetoed by Yerevan in December.", "Yerevan"),
        ("The guards put up a gate, a step condemned by Paris and Tehran.", "Paris and Tehran"),
        ("The vote drew a sharp rebuke from Moscow.", "Moscow"),
        ("The parade was a move Ankara has protested against twice.", "Ankara"),
    ],
)
def test_rebukes_without_a_verb_of_saying_have_their_speaker(
    text: str, who: str, gazetteer: Gazetteer
) -> None:
    """A passive or a noun of blame is a statement by whom it names."""
    told = [e for e in read(text, gazetteer) if e.type is T.STATEMENT]
    assert [(e.claimed_by, e.stance) for e in told] == [(who, Stance.CLAIMED)]


def test_a_step_not_condemned_is_no_statement(gazetteer: Gazetteer) -> None:
    """A negated rebuke was not made."""
    events = read("The step was never condemned by Moscow.", gazetteer)
    assert T.STATEMENT not in {e.type for e in events}


def test_a_shot_is_of_a_battle_unless_told_as_a_breach(gazetteer: Gazetteer) -> None:
    """A sniper's shot is a battle's, also at a line of contact; one told as a breach is not."""
    for place in ("near Terter", "on the line of contact"):
        text = f"A private was shot dead by a sniper {place} on Monday."
        assert {e.type for e in read(text, gazetteer)} == {T.BATTLE}
    breach = "Snipers violated the ceasefire near Terter on Monday."
    assert {e.type for e in read(breach, gazetteer)} == {T.CEASEFIRE_VIOLATION}


def test_an_accord_with_its_own_year_is_told_in_passing(gazetteer: Gazetteer) -> None:
    """A truce dated beside its name is an event; one that is kept or tells how long is none."""
    told = read("The trenches were frozen in place by the 1994 truce.", gazetteer)
    assert [(e.type, e.date.start.year) for e in told if e.date and e.date.start] == [
        (T.AGREEMENT, 1994)
    ]
    for kept in (
        "Officers are there to monitor the 1994 truce.",
        "Little moved since the 1994 truce.",
    ):
        assert T.AGREEMENT not in {e.type for e in read(kept, gazetteer)}


def test_what_a_resolution_asks_for_has_not_happened(gazetteer: Gazetteer) -> None:
    """A paper that calls on troops to leave moves no troops."""
    events = read("He cited papers that call on Armenia to withdraw its troops.", gazetteer)
    assert T.TROOP_MOVEMENT not in {e.type for e in events}


def test_markets_tell_no_fights(gazetteer: Gazetteer) -> None:
    """What a strategist says of a clash is commentary."""
    text = "Bonds had shrugged off the clashes in July, said Ann Hill, a strategist in London."
    assert read(text, gazetteer) == []


def test_a_pledge_of_aid_is_told_once(gazetteer: Gazetteer) -> None:
    """Promised relief is the relief, with no statement beside it."""
    events = read("Norway pledged two million euros in aid for the displaced.", gazetteer)
    assert [e.type for e in events] == [T.HUMANITARIAN]


@pytest.mark.parametrize(
    "text",
    [
        "Will Tehran send troops to the border on Monday?",
        "- Permit the return of the displaced to the districts seized in 1993.",
        "It was not clear when the troops would arrive.",
        "They worked on a timetable for withdrawing troops from the ridge.",
    ],
)
def test_questions_bids_and_plans_tell_nothing(text: str, gazetteer: Gazetteer) -> None:
    """What is asked, recommended or only considered has not happened."""
    assert read(text, gazetteer) == []


def test_a_heading_in_capitals_is_not_told_twice(gazetteer: Gazetteer) -> None:
    """A heading run into its sentence gives no event of its own."""
    text = (
        "TWO HURT AS TENT CAMP BURNS NEAR BARDA Fire swept through a hamlet near Barda on Monday."
    )
    assert T.HUMANITARIAN not in {e.type for e in read(text, gazetteer)}


def test_mines_are_other_and_tell_their_toll(gazetteer: Gazetteer) -> None:
    """A mine is no attack of the day, whom it hurt is told with it (NLP.md, conventions)."""
    (hurt,) = read("Two privates were killed by a mine near Agdam.", gazetteer)
    assert (hurt.type, hurt.fatalities) == (T.OTHER, 2)
    (unhurt,) = read("A tractor ran over a landmine near Agdam.", gazetteer)
    assert unhurt.type is T.OTHER


def test_prisoners_taken_are_no_territory(gazetteer: Gazetteer) -> None:
    """Soldiers taken prisoner are told as prisoners, places taken as places."""
    (event,) = read("Six servicemen were taken prisoner near Lachin on Monday.", gazetteer)
    assert event.type is T.OTHER
    (event,) = read("The president said his men had captured Hadrut.", gazetteer)
    assert event.type is T.TERRITORIAL_CHANGE


def test_tolls_of_their_own_stay_apart(gazetteer: Gazetteer) -> None:
    """A toll with figures is not the repetition of one without."""
    text = (
        "Families fled the border villages. A hospital in Goris took in 12 wounded. "
        "Refugees went on crossing the bridge."
    )
    told = [e for e in read(text, gazetteer) if e.type is T.HUMANITARIAN]
    assert len(told) == 3


def test_a_charge_made_again_in_the_same_words_is_one(gazetteer: Gazetteer) -> None:
    """One side's repeated charge is one event; two posts shot at are two."""
    again = (
        "Baku said Armenia had violated the ceasefire. It said the truce was violated again and "
        "again."
    )
    told = [e for e in read(again, gazetteer) if e.type is T.CEASEFIRE_VIOLATION]
    assert len(told) == 1
    posts = "Shots were fired at posts near Berd. Shots were fired at trenches near Tovuz."
    told = [e for e in read(posts, gazetteer) if e.type is T.CEASEFIRE_VIOLATION]
    assert len(told) == 2


def test_items_of_a_list_are_told(gazetteer: Gazetteer) -> None:
    """An item of a list without a full stop is told, a heading is not."""
    text = (
        "Aid went on in the camps:\n\n- blankets were distributed in Goris in April;\n\n"
        "- two wells were opened near Kapan in May.\n\nBlankets handed out in Lachin"
    )
    told = [e for e in read(text, gazetteer) if e.type is T.HUMANITARIAN]
    assert [p.mention.text for e in told for p in e.places] == ["Goris"]


@pytest.mark.parametrize(
    "text",
    [
        "Not fewer than 120 villagers froze to death on the pass.",
        "As many as 4,000 people had still not been accounted for.",
    ],
)
def test_figures_with_a_not_are_told(text: str, gazetteer: Gazetteer) -> None:
    """What is "not fewer" or "not accounted for" is no toll denied."""
    assert [e.type for e in read(text, gazetteer)] == [T.HUMANITARIAN]


def test_where_a_council_sat_is_no_news_of_its_own(gazetteer: Gazetteer) -> None:
    """A council is told when it meets, not as the room in which somebody spoke."""
    told = read("The Security Council is to consult on the crisis on Tuesday.", gazetteer)
    assert [e.type for e in told] == [T.TALKS]
    room = "At a meeting of the Security Council on Monday, the envoy said the road was blocked."
    assert T.TALKS not in {e.type for e in read(room, gazetteer)}


def test_police_and_a_crowd_fight_no_battle(gazetteer: Gazetteer) -> None:
    """Clashes with police are unrest."""
    events = read("Riot police clashed with opposition supporters in Yerevan.", gazetteer)
    assert {e.type for e in events} == {T.PROTEST}


@pytest.mark.parametrize(
    ("stance", "text"),
    [
        (Stance.CALLED_FOR, "The OSCE calls on both armies to pull back their snipers."),
        (Stance.CALLED_FOR, "The mediators call upon the sides to hand over the maps."),
        (Stance.CALLED_FOR, '"We demand the release of the shepherd," the ministry said.'),
        (Stance.CLAIMED, "Tehran expressed deep alarm over the shooting."),
        (Stance.CLAIMED, "Baku threw out the latest proposal."),
        (Stance.CLAIMED, "The premier lashed out at the mediators on Friday."),
        (Stance.CLAIMED, "The general said he did not intend to resign."),
    ],
)
def test_appeals_and_rebukes_are_statements(
    stance: Stance, text: str, gazetteer: Gazetteer
) -> None:
    """Verbs of appeal, alarm, rebuke and refusal make a statement of their speaker."""
    told = [e.stance for e in read(text, gazetteer) if e.type is T.STATEMENT]
    assert told == [stance]


def test_according_is_no_accord(gazetteer: Gazetteer) -> None:
    """A word that only begins like an accord tells no agreement."""
    events = read("They agreed little, according to a nurse in Goris.", gazetteer)
    assert T.AGREEMENT not in {e.type for e in events}


def test_a_toll_in_a_clause_of_its_own_is_told_beside_the_attack(gazetteer: Gazetteer) -> None:
    """An attack and, after "and", its dead are two events; its dead in passing are one with it."""
    apart = "Raiders attacked a post near Chambarak on Monday; four border guards were killed."
    assert {e.type for e in read(apart, gazetteer)} == {T.BATTLE, T.HUMANITARIAN}
    passing = "Raiders attacked a post near Chambarak on Monday, killing four border guards."
    assert {e.type for e in read(passing, gazetteer)} == {T.BATTLE}


def test_events_of_one_trigger_have_ids_of_their_own(gazetteer: Gazetteer) -> None:
    """Meetings told by one verb in one sentence are told apart, also for who corrects them."""
    text = (
        "Their elements were put together after the ministers met in Prague in April 2004, refined"
        " when the presidents met in Astana that September, and again in Warsaw on 15 May."
    )
    events = read(text, gazetteer)
    assert len(events) > 1
    assert len({e.id for e in events}) == len(events)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (
            T.HUMANITARIAN,
            "Hundreds of villagers trudged over the pass on Sunday with their cattle.",
        ),
        (T.HUMANITARIAN, "Twenty-one herdsmen drowned in the Araks on Sunday."),
        (T.HUMANITARIAN, "The bakery in Shushi has flour for six days."),
        (T.TALKS, "Pashinyan and Aliyev ran into each other in Munich in February."),
        (T.BATTLE, "Commandos rushed the outpost near Horadiz at dawn on Monday."),
        (T.AIR_STRIKE, "Two gunships raked the village with fire on Friday."),
        (T.CEASEFIRE_VIOLATION, "The truce foundered within an hour on Saturday."),
        (T.TERRITORIAL_CHANGE, "The tricolour now flies over Gubadly, residents said."),
        (T.TERRITORIAL_CHANGE, "Some 900 hectares were won in the spring of 2016."),
        (T.TROOP_MOVEMENT, "The regiment has begun pulling back to its barracks in Gyumri."),
        (T.ARMS, "Military outlays climbed by a quarter last year."),
        (T.AGREEMENT, "The guns have been silent since midnight on Monday."),
        (T.AGREEMENT, "The presidents affixed their signatures to a four-point declaration."),
        (T.POLITICAL, "The Soviet turned down the petition to detach the region on Tuesday."),
        (T.PROTEST, "Several hundred women sat down across the highway at Masis on Sunday."),
        (T.BLOCKADE, "Railwaymen have been holding back fuel wagons since 1 August 1989."),
        (T.OTHER, "Headstones were carted off from the cemetery at Shusha in March."),
        (T.STATEMENT, "The Front insists that the committee be abolished."),
        (T.STATEMENT, "Aliyev told the officers that they would march if the envoys left."),
        (T.STATEMENT, "Ankara took Yerevan to task on Monday over the map."),
    ],
)
def test_news_has_many_turns_for_one_thing(
    kind: EventType, text: str, gazetteer: Gazetteer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The lexicon itself knows rarer, livelier and older words, without the learned wording."""
    monkeypatch.setattr("karamap.events.coding.find_likely", lambda *_: [])
    assert kind in {e.type for e in read("BAKU, Nov 1. " + text, gazetteer)}


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Ganja saw unusual scenes of panic.", 1),
        ("The panic adds to tensions between the two powers.", 0),
        ("The panic raises new questions about the treaty.", 0),
        ("They include scenes of panic.", 0),
    ],
)
def test_a_remark_is_no_event_however_likely_its_words(
    text: str, count: int, gazetteer: Gazetteer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is, or what somebody makes of it, is not told by the learned wording."""

    def find_panic(sentence: str, _begin: int) -> list[Likely]:
        at = sentence.find("panic")
        return [Likely(T.OTHER, 0.9, ((at, at + 5, 1.0),))] if at >= 0 else []

    monkeypatch.setattr("karamap.events.coding.find_likely", find_panic)
    events = read("The army shelled the border. " + text, gazetteer)
    assert len(events) == 1 + count
