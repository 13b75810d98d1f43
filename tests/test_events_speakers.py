"""Who says what: sources named in passing, by counts, by headings; who only seems to speak."""

from __future__ import annotations

from datetime import date

import pytest

from karamap.dates import find_dates
from karamap.events import find_events
from karamap.model import Document, Event


def code(text: str) -> list[Event]:
    """Code `text` with its dates and without places."""
    document = Document("d", text, published=date(2020, 10, 10))
    return find_events(document, [], find_dates(document))


def voices(text: str) -> list[tuple[str | None, str]]:
    return [(e.claimed_by, e.stance.value) for e in code(text)]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Two conscripts, officials in Baku said, were killed by snipers.", "officials in Baku"),
        ("The hamlet, the Karabakh army claims, was shelled overnight.", "Karabakh army"),
        ("The convoy, according to the governor, came under fire.", "governor"),
        (
            "Clashes flared at the dam, where Azeri troops, the ministry said, opened mortar fire.",
            "ministry",
        ),
        ("As stated by the army, gunners shelled the depot.", "army"),
        ("As reported to Vesti by the staff in Baku, gunners shelled the depot.", "staff in Baku"),
        ("Armenia's Ministry of Defense (MOD) has stated that two men were killed.",
         "Armenia's Ministry of Defense"),
        ("Baku shot back that Armenian gunners had shelled the depot.", "Baku"),
        ("According to its army, a raiding group attacked a post.", "its army"),
        ("The general went on to say that two men were killed.", "general"),
        ("By the army's count, 31 soldiers were killed on the hill.", "army"),
        ("On Yerevan's telling, Azeri troops attacked an outpost.", "Yerevan"),
        ("Figures released by the Red Cross show that 40,000 people fled.", "Red Cross"),
        ("Gunners shelled the depot, local officials were quoted as saying by Vesti.",
         "local officials"),
        ("Two men were killed, Vesti quoted an army spokesman as saying.", "army spokesman"),
        ("Vesti, citing the prosecutor's office, said two men were killed.", "prosecutor's office"),
        ("Refugees crossed, said the president's aide, Ara Kocharian, and two men were killed.",
         "president's aide, Ara Kocharian"),
        ("A diplomat with knowledge of the talks said two men were killed.",
         "diplomat with knowledge of the talks"),
        ("Researchers who visited the valley in May documented that two men were killed.",
         "Researchers"),
        ("The claim of the Azeri army, spread today, that gunners shelled the depot is disputed.",
         "Azeri army"),
    ],
)  # fmt: skip
def test_source_is_the_one_named(text: str, speaker: str) -> None:
    """A source counts wherever it stands: inside the clause, as a count, in a quotation."""
    assert (speaker, "claimed") in voices(text)


@pytest.mark.parametrize(
    "text",
    [
        "As reported earlier, two soldiers were killed at the dam.",
        "As previously announced, gunners shelled the depot.",
        "The three transit states signed an accord on protection of the line.",
        "The state bought missiles under a $1.6 billion agreement disclosed last year.",
        "The reported loss of a helicopter was the third; two pilots were killed.",
        "The truce announced in Moscow on Saturday collapsed as gunners shelled the depot.",
        "Weapons documented at the site were new; gunners shelled the depot.",
        "According to the agreement, gunners shelled no depot; two soldiers were killed.",
        "According to different data, three soldiers were killed.",
    ],
)
def test_a_thing_does_not_speak(text: str) -> None:
    """What was announced, listed or agreed is no speaker: the outlet tells it in its own voice."""
    assert {v for v in voices(text) if v[1] != "denied"} == {(None, "asserted")}


@pytest.mark.parametrize(
    ("claim", "denial", "speaker"),
    [
        ("Baku said Armenian gunners shelled the depot.", "This was denied by Yerevan.", "Yerevan"),
        ("Baku said gunners shelled the depot.", "Yerevan called the charge absurd.", "Yerevan"),
        ("Baku said gunners shelled the depot,", "a charge Yerevan has rejected.", "Yerevan"),
        ("Reports that pilots had bombed the depot", "were denied by the ministry.", "ministry"),
    ],
)  # fmt: skip
def test_denial_is_found_in_any_voice(claim: str, denial: str, speaker: str) -> None:
    """A denial in the passive or by an adjective is the denier's, of the type that it denies."""
    told = code(f"{claim} {denial}")
    assert (speaker, "denied") in [(e.claimed_by, e.stance.value) for e in told]
    assert len({e.type for e in told}) == 1


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Co-chairs of the Group Ann Roe, Jim Bligh and Olga Pine urged the sides to hold fire.",
         "Co-chairs of the Group Ann Roe, Jim Bligh and Olga Pine"),
        ("The co-chairs of the Group, Ann Roe of France and Jim Bligh of Britain, urged restraint.",
         "co-chairs of the Group"),
        ("The EU, Norway and NATO have urged the sides to hold fire.", "EU, Norway and NATO"),
    ],
)  # fmt: skip
def test_names_of_several_stay_together(text: str, speaker: str) -> None:
    """A list of those who demand something is not cut to its last names."""
    assert (speaker, "called_for") in voices(text)


def test_he_is_the_spokesman_and_not_his_committee() -> None:
    """A spokesman for a body is a person, so that "he" finds him."""
    text = (
        "A spokesman for the defence committee said nobody was left. He said 100 men were killed."
    )
    assert voices(text) == [("spokesman for the defence committee", "claimed")]


def test_heading_that_informs_owns_the_text() -> None:
    """Under "The press service of the army informs:" the army claims what it tells."""
    heading = "PRESS SERVICE OF THE MINISTRY OF DEFENCE OF ARMENIA INFORMS:"
    body = "Units of the adversary shelled the depot. Two civilians were killed."
    assert {v[1] for v in voices(f"{heading}\n\n{body}")} == {"claimed"}
    assert {v[0] for v in voices(f"{heading}\n\n{body}")} == {heading[:-9]}


def test_the_enemy_is_the_word_of_the_army_cited_before() -> None:
    """An outlet that writes of "our units" and "the enemy" goes on in the words of the army."""
    lead = "Enemy units violated the ceasefire 27 times, the press service of the army reports."
    more = "Two posts of our units were shelled. Gunners of the enemy attacked a mill."
    other = "A resident said it was quiet. Gunners attacked the mill."
    told = voices(f"{lead}\n\n{more}\n\n{other}")
    assert told[1] == ("press service of the army", "claimed")
    assert told[-1] == (None, "asserted")


def test_comment_of_the_outlet_is_no_claim() -> None:
    """What the outlet adds after a claim ("four days into a drive that …") stays its own."""
    text = "Baku said it had seized the pass, two days after gunners shelled the depot."
    assert (None, "asserted") in voices(text)


def test_planned_meeting_has_its_owner() -> None:
    """Who expresses readiness to meet plans to."""
    assert voices("The ministers expressed readiness to meet in Bern on 11 July.") == [
        ("ministers", "planned")
    ]


@pytest.mark.parametrize(
    ("text", "voice"),
    [
        ("Talks between the ministers, also involving the envoys, are to resume in Bern in May.",
         (None, "planned")),
        ("The trial of the general, who was arrested in March, is to open in May, Vesti reported.",
         ("Vesti", "planned")),
        ("Talks between the ministers, due on Monday, had been hard to arrange.",
         (None, "planned")),
        ("Talks between the ministers were held in Bern in May.", (None, "asserted")),
    ],
)  # fmt: skip
def test_what_is_still_to_come_is_planned(text: str, voice: tuple[str | None, str]) -> None:
    """A noun whose verb is of the future is a plan, however far behind the verb stands."""
    assert voice in voices(text)


def test_no_truth_in_a_claim_is_a_denial() -> None:
    """Who says that there is no truth in a claim denies what it claims."""
    text = "Baku said there was no truth in the claims that its gunners shelled the depot."
    assert voices(text) == [("Baku", "denied")]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Refugees crossed the pass by night, by most independent estimates.",
         "most independent estimates"),
        ("The ministry's latest count of soldiers killed on the hill is 31.", "ministry"),
        ("The general, whose spokesman said two men were killed, was silent.",
         "spokesman of general"),
        ("The gunners of Sadr, from which, the mayor said, the depot was shelled, fled.", "mayor"),
        ("A statement issued by the office in Baku said two men were killed.",
         "statement issued by the office in Baku"),
        ("Unconfirmed reports from Sadr spoke of two men killed.", "Unconfirmed reports from Sadr"),
        ("Fighting went on, with each side accusing the other of shelling the depot.", "each side"),
        ("Two men were killed, the ministry reported the following day.", "ministry"),
    ],
)  # fmt: skip
def test_roundabout_sources_are_named(text: str, speaker: str) -> None:
    """A source may be a count, a statement, one's spokesman or each side."""
    assert (speaker, "claimed") in voices(text)


def test_those_who_adopt_a_resolution_demand() -> None:
    """What a resolution demands is demanded by those who adopted it."""
    text = "The Council, which adopted a resolution demanding withdrawal, met on Friday."
    assert ("Council", "called_for") in voices(text)


@pytest.mark.parametrize(
    ("text", "voice"),
    [
        ("SADR, May 5 (Vesti) - Gunners shelled the depot, a Vesti correspondent reports.",
         (None, "asserted")),
        ("SADR, May 5 (Vesti) - Gunners shelled the depot, an Amber correspondent reports.",
         ("Amber correspondent", "claimed")),
        ("Gunners shelled the depot, Vesti reported, citing the army.", ("army", "claimed")),
        ("Gunners shelled the depot, Vesti reported, quoting military sources.",
         ("Vesti", "claimed")),
        ("The presidency announced late on Saturday that gunners shelled the depot.",
         ("presidency", "claimed")),
        ("The ministry in Sadr reports two wounded after gunners shelled the depot.",
         ("ministry in Sadr", "claimed")),
        ("Gunners, as Baku tells it, shelled the depot on Sunday.", ("Baku", "claimed")),
        ("Gunners, the UNHCR estimates, shelled the depot for a week.", ("UNHCR", "claimed")),
        ("Gunners shelled the depot, said police.", ("police", "claimed")),
    ],
)  # fmt: skip
def test_source_behind_the_source(text: str, voice: tuple[str | None, str]) -> None:
    """An agency that cites a body speaks for it, an outlet's own reporter for the outlet."""
    assert voices(text) == [voice]


def test_denied_statement_is_not_told_again_as_a_claim() -> None:
    """Who dismisses a statement alleging something denies it, and does not allege it."""
    text = "Baku has dismissed a statement by its rival alleging that gunners shelled the depot."
    assert voices(text) == [("Baku", "denied")]


@pytest.mark.parametrize(
    ("text", "voice"),
    [
        ("The Council was to consult with the ministers on Tuesday.", (None, "planned")),
        ("The planned meeting of the ministers was the third.", (None, "planned")),
        ("The UN counts at least three civilians among the dead.", ("UN", "claimed")),
        ("“Where were they when residents were killed?” Ara Roe asked.", ("Ara Roe", "claimed")),
        ("Officials in Sadr concede that gunners shelled the depot.",
         ("Officials in Sadr", "claimed")),
    ],
)  # fmt: skip
def test_verbs_in_the_present_and_asked(text: str, voice: tuple[str | None, str]) -> None:
    """Who concedes, counts or asks speaks; what was to be done, or is planned, is a plan."""
    assert voice in voices(text)


@pytest.mark.parametrize(
    ("text", "voice"),
    [
        ("But a major who escaped from Sadr said two men were killed.", ("major", "claimed")),
        ("A spokesman for the new President, Ara Roe, said two men were killed.",
         ("spokesman for the new President, Ara Roe", "claimed")),
        ("Baku said its men held fire but had been shelled at noon.", ("Baku", "claimed")),
        ("We recall that two men were killed in May.", (None, "asserted")),
        ("Two men, whom Baku describes as spies, were killed in May.", (None, "asserted")),
        ("Baku laid the blame on Yerevan and said two men were killed.", ("Baku", "claimed")),
    ],
)  # fmt: skip
def test_the_main_verb_has_the_main_subject(text: str, voice: tuple[str | None, str]) -> None:
    """A relative clause, a name in apposition and "but had" leave the speaker the same."""
    assert voice in voices(text)


def test_it_is_the_state_that_acted_before() -> None:
    """A state that is the subject of the sentence before is what "it" stands for."""
    text = "Yerevan said it was calm. Baku gave another account. It said two men were killed."
    assert voices(text)[-1] == ("Baku", "claimed")
