"""Coding of sentences into events: mood, sources, places, dates, tolls."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from karamap.events import find_events
from karamap.events.casualties import find_casualties
from karamap.events.lexicon import trigger_patterns
from karamap.events.patterns import Table, compile_patterns, read_data
from karamap.model import (
    DateMention,
    DateSpan,
    Document,
    Event,
    EventType,
    FeatureClass,
    Mention,
    Place,
    Span,
    Stance,
    Toponym,
)

CASES = Path(__file__).parent / "data" / "events"
KINDS = {
    "Lachin": FeatureClass.DISTRICT,
    "Nagorno-Karabakh": FeatureClass.REGION,
    "Armenia": FeatureClass.COUNTRY,
    "Azerbaijan": FeatureClass.COUNTRY,
    "Iran": FeatureClass.COUNTRY,
}
TOWNS = ("Aghdam", "Martakert", "Geneva", "Baku", "Yerevan", "Stepanakert", "Hadrut", "Tehran")
DAYS = {
    "March 5": date(1999, 3, 5),
    "March 7": date(1999, 3, 7),
    "Thursday": date(1999, 3, 11),
    "June 2, 1998": date(1998, 6, 2),
}


def code(text: str, *, boilerplate: tuple[Span, ...] = ()) -> list[Event]:
    """Code `text` with the few places and days this file knows."""
    names = {**dict.fromkeys(TOWNS, FeatureClass.SETTLEMENT), **KINDS}
    found = re.finditer("|".join(names), text)
    toponyms = [
        Toponym(Mention(m.start(), m.end(), m[0]), Place(m[0], m[0], names[m[0]], 46, 40), 1, "")
        for m in found
    ]
    dates = [
        DateMention(m.start(), m.end(), m[0], DateSpan(DAYS[m[0]], DAYS[m[0]], 1), "")
        for m in re.finditer("|".join(DAYS), text)
    ]
    document = Document("d", text, published=date(1999, 3, 12), boilerplate=boilerplate)
    return find_events(document, toponyms, dates)


def briefly(text: str) -> list[tuple[str, str, str | None]]:
    return [(e.type.value, e.stance.value, e.claimed_by) for e in code(text)]


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("Both armies clashed near the dam for hours.", "battle"),
        ("Rebel gunners shelled the depot with mortars.", "shelling"),
        ("Two warplanes bombed the market from the air.", "air_strike"),
        ("Snipers violated the truce eleven times.", "ceasefire_violation"),
        ("The brigade captured three villages in the valley.", "territorial_change"),
        ("Forty peacekeepers were deployed along the road.", "troop_movement"),
        ("Tehran sold anti-tank missiles to the ministry.", "arms"),
        ("Mercenaries from abroad fought in the trenches.", "intervention"),
        ("The two presidents held talks behind closed doors.", "talks"),
        ("The ministers signed a truce protocol at dawn.", "agreement"),
        ("The premier vowed to retake the lost lands.", "statement"),
        ("Some 800 refugees fled across the river.", "humanitarian"),
        ("Students marched through the capital.", "protest"),
        ("Trucks blocked the only highway for a week.", "blockade"),
        ("A blast damaged the gas pipeline at night.", "infrastructure"),
        ("Parliament dismissed the speaker and his deputy.", "political"),
        ("A bus ran over a landmine by the cemetery.", "other"),
    ],
)
def test_each_type_has_triggers(sentence: str, kind: str) -> None:
    """Each of the 17 types is read off a plain sentence of its own."""
    assert kind in {e.type.value for e in code(sentence)}


def test_negated_event_is_none() -> None:
    """What the outlet says did not happen is no event."""
    assert code("There were no clashes along the border, and troops did not enter Hadrut.") == []


@pytest.mark.parametrize(
    "sentence",
    [
        "If troops shelled the town, the truce would collapse.",
        "The army could seize the heights, analysts fear.",
        "Hopes of a ceasefire agreement grew.",
    ],
)
def test_hypothetical_event_is_none(sentence: str) -> None:
    """What might happen is no event."""
    kinds = {e.type for e in code(sentence)}
    assert not kinds & {EventType.SHELLING, EventType.TERRITORIAL_CHANGE, EventType.AGREEMENT}


def test_planned_event() -> None:
    """What is announced for later is planned."""
    assert briefly("The envoys will meet in Geneva.") == [("talks", "planned", None)]


def test_demand_is_a_statement_called_for() -> None:
    """A demand is a statement of its speaker, not the event that it demands."""
    text = "Foreign Minister Araz Azimov called for a withdrawal of troops."
    assert briefly(text) == [("statement", "called_for", "Foreign Minister Araz Azimov")]


def test_threat_is_a_statement() -> None:
    """A threat is a statement; the attack it threatens did not happen."""
    text = "Defence Minister Seyran Ohanian threatened to attack the airfield."
    assert briefly(text) == [("statement", "claimed", "Defence Minister Seyran Ohanian")]


def test_background_war_is_no_news() -> None:
    """The toll of a war that only explains the news is not coded."""
    assert code("The region broke away in a war that killed some 25,000 people.") == []


def test_denial_of_an_own_event() -> None:
    """A denial is coded with the denier as its owner."""
    (event,) = code("Yerevan denied that its artillery had shelled Aghdam.")
    assert (event.type, event.stance) == (EventType.SHELLING, Stance.DENIED)
    assert event.claimed_by == event.denied_by == "Yerevan"


def test_denial_refers_to_the_claim_before() -> None:
    """A denial such as "rejected the accusation" takes its type from the claim that it answers."""
    text = "Baku said rockets hit Aghdam. The Karabakh army rejected the accusation."
    claim, denial = code(text)
    assert denial.type is claim.type is EventType.SHELLING
    assert (denial.stance, denial.claimed_by) == (Stance.DENIED, "Karabakh army")


def test_two_claims_in_one_sentence() -> None:
    """Each of two sources in one sentence owns what it says."""
    text = (
        "Baku said mortars hit Aghdam on March 5, while Yerevan reported that "
        "three villages were captured by its rivals."
    )
    assert [(t, s) for t, _, s in briefly(text)] == [
        ("shelling", "Baku"),
        ("territorial_change", "Yerevan"),
    ]


def test_pronoun_source() -> None:
    """A bare "he" is the person and "it" the body that spoke last."""
    text = (
        "General Vagif Aliyev visited the front, the Interior Ministry said. "
        "Colonel Aram Sargsyan spoke later. "
        "Rockets fell on Martakert, it said."
    )
    assert briefly(text)[-1] == ("shelling", "claimed", "Interior Ministry")
    text = "Colonel Aram Sargsyan said all was calm. Two soldiers died on March 7, he said."
    assert briefly(text)[-1][2] == "Colonel Aram Sargsyan"


def test_title_source() -> None:
    """A bare title is the person who bore it."""
    text = "President Levon Manukyan said all was calm. Troops left Hadrut, the president said."
    assert briefly(text)[-1][2] == "President Levon Manukyan"


def test_nested_source() -> None:
    """Who is quoted inside a report owns the words, not the reporter."""
    text = "The agency said that Yerevan had admitted that its troops shelled Aghdam."
    assert briefly(text) == [("shelling", "claimed", "Yerevan")]


def test_quotation_of_several_sentences() -> None:
    """A sentence inside a quotation belongs to whom the quotation is attributed."""
    text = '"They shelled Hadrut. They burned two villages," said Commander Samvel Babayan.'
    assert {s for _, _, s in briefly(text)} == {"Commander Samvel Babayan"}


def test_outlet_speaks_itself() -> None:
    """Without an attribution the event is asserted and nobody's claim."""
    assert briefly("Rockets fell on Stepanakert.") == [("shelling", "asserted", None)]


def test_closing_attribution() -> None:
    """A closing "…, according to X" and "…, X said" owns what stands before it."""
    told = "Rockets fell on Stepanakert, according to the Red Cross."
    assert briefly(told)[0][2] == "Red Cross"


def test_place_of_speaking_is_not_the_event_place() -> None:
    """Where an official spoke is not where the shells fell."""
    (event,) = code("Shells hit a school near Martakert, a spokesman told reporters in Baku.")
    assert [t.mention.text for t in event.places] == ["Martakert"]


def test_dateline_is_no_place() -> None:
    """The dateline's town is where the report was filed."""
    (event,) = code("BAKU, March 7 (Wire) -- Rockets fell on Aghdam.".replace("BAKU", "Baku"))
    assert [t.mention.text for t in event.places] == ["Aghdam"]


def test_country_as_actor_is_no_place() -> None:
    """States that act are not where it happens."""
    (event,) = code("Armenia and Azerbaijan signed an armistice on March 5.")
    assert event.places == ()
    assert event.where_precision is None


@pytest.mark.parametrize(
    ("phrase", "precision"),
    [("in Hadrut", 1), ("near Hadrut", 2), ("in Lachin", 3), ("in southern Nagorno-Karabakh", 5)],
)
def test_where_precision(phrase: str, precision: int) -> None:
    """UCDP's where_prec follows the place's class and the words before it."""
    (event,) = code(f"Heavy fighting erupted {phrase}.")
    assert event.where_precision == precision


def test_enclave_is_the_last_region() -> None:
    """What is called "the enclave" is the contested region named before."""
    text = "Nagorno-Karabakh was calm at first. Heavy fighting erupted in the enclave on Thursday."
    (event,) = code(text)
    assert [t.mention.text for t in event.places] == ["Nagorno-Karabakh"]


def test_each_event_takes_its_own_date() -> None:
    """Two events of a sentence take the date of their own clause."""
    text = "Troops captured Hadrut on March 5, while the envoys met in Geneva on March 7."
    days = {e.type: e.date.start for e in code(text) if e.date}
    assert days == {
        EventType.TERRITORIAL_CHANGE: date(1999, 3, 5),
        EventType.TALKS: date(1999, 3, 7),
    }


def test_date_of_a_citation_is_not_the_events() -> None:
    """A publication's date in brackets dates no event."""
    (event,) = code("Rockets fell on Aghdam (Wire.az, June 2, 1998).")
    assert event.date is None


def test_date_of_the_saying_is_not_the_events() -> None:
    """A date in "said on Thursday that …" dates the words."""
    (event,) = code("Baku said on Thursday that rockets had hit Aghdam.")
    assert event.date is None


@pytest.mark.parametrize(
    ("text", "kind", "best", "low", "high"),
    [
        ("At least 14 soldiers were killed.", "killed", 14, 14, None),
        ("As many as 1,200 people died.", "killed", 1200, None, 1200),
        ("Twelve villagers have been wounded.", "wounded", 12, 12, 12),
        ("The blast killed three people.", "killed", 3, 3, 3),
        ("About 40 thousand civilians were displaced.", "displaced", 40_000, None, None),
        ("Hundreds of men died.", "killed", None, 200, None),
        ("A sniper killed a soldier.", "killed", 1, 1, 1),
    ],
)
def test_casualties(
    text: str, kind: str, best: int | None, low: int | None, high: int | None
) -> None:
    """Figures, words and bounds of tolls are read; vague plurals give a floor only."""
    (toll,) = [c for c in find_casualties(text) if c.kind == kind]
    assert (toll.best, toll.low, toll.high) == (best, low, high)


def test_things_are_no_casualties() -> None:
    """Tanks and villages do not die."""
    assert find_casualties("The army lost 12 tanks and five villages.") == ()


def test_boilerplate_is_not_coded() -> None:
    """A sentence in boilerplate makes no event."""
    text = "Rockets fell on Aghdam.\n\nTroops shelled Hadrut."
    assert len(code(text)) == 2
    assert len(code(text, boilerplate=(Span(25, len(text)),))) == 1


def test_text_about_other_things_is_not_coded() -> None:
    """A longer text without the words of conflict makes no event, whatever its verbs say."""
    text = "The mayor urged residents to vote. The council met in Geneva on March 5. " * 8
    assert code(text) == []
    assert code(text + "Rockets fell on Aghdam as troops shelled the enclave again.") != []


def test_headline_is_not_coded() -> None:
    """A line that does not end like a sentence makes no event."""
    assert len(code("Rockets hit Aghdam again\n\nRockets fell on Aghdam on March 5.")) == 1


def test_told_twice_is_coded_once() -> None:
    """A thing told in two sentences is given at the fuller one."""
    text = "Rockets hit a town. Rockets fell on Aghdam on March 5, killing two people."
    (event,) = code(text)
    assert event.evidence.startswith("Rockets fell")
    assert event.fatalities == 2


def test_rival_tolls_stay_apart() -> None:
    """Tolls by different sources are events of their own."""
    text = "Baku said 12 soldiers were killed. Yerevan said 70 soldiers were killed."
    assert [(e.claimed_by, e.fatalities) for e in code(text)] == [("Baku", 12), ("Yerevan", 70)]


def test_weapons_and_actors() -> None:
    """The weapons and the two sides of an attack are named."""
    (event,) = code("Azerbaijani forces shelled Armenian positions with mortars.")
    assert event.weapons[:2] == ("artillery", "mortar")
    assert event.actors == ("Azerbaijan's armed forces",)
    assert event.targets == ("Armenia's armed forces",)


def test_reason_and_confidence() -> None:
    """Each event says in words how it was read, with a confidence between 0 and 1."""
    (event,) = code("Rockets fell on Aghdam on March 5, Baku said.")
    assert 0 < event.confidence <= 1
    for word in ("Rockets fell", "Baku", "on", "March 5"):
        assert word in event.reason


def test_ids_are_stable_and_unique() -> None:
    """The same text gives the same ids, each once."""
    text = "Rockets fell on Aghdam. Baku said 12 soldiers died. The envoys met in Geneva."
    ids = [e.id for e in code(text)]
    assert ids == [e.id for e in code(text)]
    assert len(set(ids)) == len(ids) == 3


WORDS = st.sampled_from(
    [
        *TOWNS,
        "Baku said",
        "denied",
        "shelled",
        "rockets fell on",
        "killed 12 soldiers",
        ", he said.",
        ". ",
        "while",
        "but",
        "talks in",
        "on March 5",
        '"',
        "\n",
        "accused",
        "of",
        "the ministry",
        "will",
        "not",
        "mercenaries from",
        "“",
        "”",
        "(Wire.az, March 7)",
        "since",
        "and",
        ", which others saw, was cut",
        "gas",
        "at 3 am",
        "there",
    ]
)


@settings(deadline=None)
@given(st.lists(WORDS, max_size=40).map(" ".join))
def test_offsets_are_exact(text: str) -> None:
    """Whatever the text, the evidence is the text between the offsets, and places lie in it."""
    for event in code(text):
        assert text[event.start : event.end] == event.evidence
        assert event.evidence.strip() == event.evidence != ""
        assert event.trigger in event.evidence
        for place in event.places:
            assert text[place.mention.start : place.mention.end] == place.mention.text
        assert (
            event.date is None
            or event.date.start is None
            or event.date.end is None
            or (event.date.start <= event.date.end)
        )


@settings(deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_coded(text: str) -> None:
    """No text makes the coder fail."""
    code(text)


def test_lexicon_covers_all_types() -> None:
    """Every type but "statement", which comes from verbs of saying, has strong triggers."""
    strong = {kind for (kind, strength), _ in trigger_patterns() if strength == "strong"}
    assert strong == set(EventType) - {EventType.STATEMENT}


TRIGGERS = [pattern for _, pattern in trigger_patterns()]
EACH = Table((pattern, [pattern]) for pattern in TRIGGERS)
ANYWHERE = [(pattern, compile_patterns([pattern])) for pattern in TRIGGERS]


@settings(deadline=None)
@given(st.lists(WORDS, max_size=25).map(" ".join))
def test_words_that_open_a_pattern_hide_none_of_its_matches(text: str) -> None:
    """Patterns tried only at their opening words find what they find anywhere in a text."""
    anywhere = [(m.span(), name) for name, regex in ANYWHERE for m in regex.finditer(text)]
    assert [(m.span(), name) for m, name in EACH.find_in(text)] == anywhere


@pytest.mark.parametrize("kind", ["say", "accuse", "deny", "call", "vow"])
def test_a_row_of_patterns_finds_what_one_expression_for_all_does(kind: str) -> None:
    """Where several patterns of a row match at one word, the first of them counts, once."""
    patterns = read_data("speech.toml")["verbs"][kind]
    texts = [f.read_text("utf-8") for f in sorted(CASES.glob("*/in.txt"))]
    found = [m.span() for text in texts for m, _ in Table([(kind, patterns)]).find_in(text)]
    expression = compile_patterns(patterns)
    assert found == [m.span() for text in texts for m in expression.finditer(text)]
    assert found


def test_a_table_reads_on_from_where_it_is_told() -> None:
    """What lies before the start is not found, but still stands before what follows."""
    table = Table([("said", ["said"]), ("told", ["tell*", "told"])])
    found = table.find_in("told, re-told and said", 3)
    assert [(m.start(), name) for m, name in found] == [(18, "said"), (9, "told")]


@pytest.mark.parametrize("pass_", ["mountain pass", "mountain-pass", "mountainpass"])
@pytest.mark.parametrize("truce", ["cease fire", "cease-fire", "ceasefire"])
def test_words_of_an_alternative_may_be_written_as_one(truce: str, pass_: str) -> None:
    """Neither what opens a pattern nor what it needs later is missed for a blank or a hyphen."""
    table = Table([("held", ["cease_fire ~ on_the_mountain_pass*"])])
    found = table.find_in(f"The {truce} agreed last week on the {pass_} held.")
    assert [m[0] for m, _ in found] == [f"{truce} agreed last week on the {pass_}"]


def test_a_pattern_that_begins_with_no_letter_is_refused() -> None:
    """A pattern that no word can open would never be found, so it is an error."""
    with pytest.raises(ValueError, match="begins with no letter"):
        Table([("odd", ["'s_army"])])
