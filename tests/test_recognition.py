"""Where a text names places: exact offsets on any text, kinds, boilerplate, metonymy."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karamap.gazetteer import Gazetteer
from karamap.model import Document, Mention, Span
from karamap.recognition import find_mentions
from karamap.recognition.evidence import GROUPS, read_weights
from karamap.resolution import resolve

# pieces that provoke the scan: names, their neighbours, glue of every kind, broken characters
PIECES = [
    *("Nagorno", "Karabakh", "Lachin", "Goris", "Baku", "BAKU", "Ganja", "Şuşada", "Gəncə"),
    *("Ստեփանակերտ", "New", "York", "South", "Caucasus", "U.S", "US", "Armenian", "Aliyev"),
    *("Minsk", "Group", "Paris", "Texas", "district", "city", "in", "the", "of", "said", "Mr"),
    *("and", "Washington", "Bank", "e\u0301", "i\u0307", "1994", "_", "İ", "ß", "ﬁ", "😀"),
    *(" ", " ", " ", "\n", "\r\n", "-", "\u2011", "–", "'", "’", ".", ", ", "/", "(", ")", "@"),
    *("\t", "\u00a0", "\u200b", "\u202e", "\ud800", "\x00"),
]  # fmt: skip
TEXTS = st.one_of(
    st.lists(st.sampled_from(PIECES), max_size=40).map("".join),
    st.text(max_size=200),
)


def mentions_in(text: str, gazetteer: Gazetteer, *, demonyms: bool = False) -> list[Mention]:
    return find_mentions(Document("test", text), gazetteer, demonyms=demonyms)


def surfaces(text: str, gazetteer: Gazetteer, *, demonyms: bool = False) -> list[str]:
    return [m.text for m in mentions_in(text, gazetteer, demonyms=demonyms)]


@given(text=TEXTS, demonyms=st.booleans())
def test_offsets_hold_on_any_text(gazetteer: Gazetteer, text: str, demonyms: bool) -> None:  # noqa: FBT001  hypothesis gives it
    """On any text mentions repeat their characters, come in order and never overlap."""
    found = mentions_in(text, gazetteer, demonyms=demonyms)
    assert all(text[m.start : m.end] == m.text for m in found)
    assert all(m.start < m.end for m in found)
    assert all(a.end <= b.start for a, b in pairwise(found))


@given(text=TEXTS, before=st.text(max_size=30), after=st.text(max_size=30))
def test_a_paragraph_of_its_own_is_found_again(
    gazetteer: Gazetteer, text: str, before: str, after: str
) -> None:
    """Two runs on one text agree, so nothing is kept from a text before."""
    mentions_in(before + after, gazetteer)
    assert mentions_in(text, gazetteer) == mentions_in(text, gazetteer)


@pytest.mark.parametrize("separator", ["\n", "\r\n", "\n\n", " \u2028 "])
def test_line_ends_do_not_shift_offsets(gazetteer: Gazetteer, separator: str) -> None:
    """Whatever ends a line, offsets count the characters of the text as given."""
    text = separator.join(["Snow fell in Goris.", "Rain fell in Ganja 😀.", "Hail fell in Shusha."])
    found = mentions_in(text, gazetteer)
    assert [m.text for m in found] == ["Goris", "Ganja", "Shusha"]
    assert [m.start for m in found] == [text.index(m.text) for m in found]


@pytest.mark.parametrize("text", ["", " ", "\n\n", "nothing here", "12 34", "!?", "\ufeff"])
def test_text_without_a_name_has_no_mention(gazetteer: Gazetteer, text: str) -> None:
    """Empty and nameless texts give an empty list."""
    assert mentions_in(text, gazetteer) == []


def test_the_longest_name_wins(gazetteer: Gazetteer) -> None:
    """A name inside a longer name is no mention of its own."""
    text = "Envoys of the South Caucasus met in New York and in Rio de Janeiro."
    assert surfaces(text, gazetteer) == ["South Caucasus", "New York", "Rio de Janeiro"]


def test_every_repetition_is_listed(gazetteer: Gazetteer) -> None:
    """A place named three times is three mentions."""
    assert surfaces("Shusha. In Shusha, as in Shusha.", gazetteer) == ["Shusha"] * 3


@pytest.mark.parametrize(
    "text",
    [
        "The road to Goris's market",
        "The road to Goris’s market",
        "The road to “Goris”",
        "The road to (Goris)",
        "The road to Goris-based firms",
        "The road to Goris: closed",
        "The road to Goris…",
    ],
)
def test_punctuation_stays_outside(gazetteer: Gazetteer, text: str) -> None:
    """Possessive endings, quotation marks and brackets are not part of the name."""
    assert surfaces(text, gazetteer) == ["Goris"]


@pytest.mark.parametrize("name", ["US", "U.S.", "UK", "UAE"])
def test_initials_count_as_written_only(gazetteer: Gazetteer, name: str) -> None:
    """Initials of a country are a mention in capitals, the same letters in small are a word."""
    assert surfaces(f"Envoys of the {name} came.", gazetteer) == [name]
    assert surfaces(f"It {name.lower()} said so.", gazetteer) == []


def test_demonyms_are_listed_on_demand_only(gazetteer: Gazetteer) -> None:
    """Adjectives and peoples are mentions of kind demonym, only where they are asked for."""
    text = "Armenian gunners and Azerbaijanis met a Turkish envoy in Tbilisi."
    assert surfaces(text, gazetteer) == ["Tbilisi"]
    kinds = [(m.text, m.kind) for m in mentions_in(text, gazetteer, demonyms=True)]
    assert kinds == [
        ("Armenian", "demonym"),
        ("Azerbaijanis", "demonym"),
        ("Turkish", "demonym"),
        ("Tbilisi", "toponym"),
    ]


@pytest.mark.parametrize(
    ("text", "literal"),
    [
        ("Baku denied the report.", False),
        ("Yerevan accused its neighbour of shelling.", False),
        ("Moscow has repeatedly called for restraint.", False),
        ("Shells fell in Goris.", True),
        ("He flew to Baku and denied the report.", True),
        ("Shusha lies on a cliff.", True),
    ],
)
def test_a_government_is_no_literal_place(
    gazetteer: Gazetteer, text: str, *, literal: bool
) -> None:
    """A capital that speaks stands for its government; a place where things happen is literal."""
    assert [m.literal for m in mentions_in(text, gazetteer)] == [literal]


def test_mentions_in_boilerplate_are_marked(gazetteer: Gazetteer) -> None:
    """The whole text is read, and what lies in boilerplate says so."""
    text = "Snow fell in Goris.\nRead more: Fire in Ganja"
    cut = text.index("Read")
    document = Document("test", text, boilerplate=(Span(cut, len(text)),))
    marked = [(m.text, m.boilerplate) for m in find_mentions(document, gazetteer)]
    assert marked == [("Goris", False), ("Ganja", True)]


def test_a_megabyte_of_text_is_read(gazetteer: Gazetteer) -> None:
    """A text of a megabyte is read to its end, with every mention where it is."""
    line = "Artillery fired near Goris and Kapan, officials in Yerevan said on Tuesday. "
    text = line * (1_000_000 // len(line))
    found = mentions_in(text, gazetteer)
    assert len(found) == 3 * text.count(line)
    last = found[-1]
    assert text[last.start : last.end] == "Yerevan"
    assert last.start == text.rindex("Yerevan")


@pytest.mark.parametrize("piece", ["Goris", "New ", "A.", "Nagorno-", "U.S.", "\n", "((", "Mr. "])
def test_endless_repetition_is_no_trap(gazetteer: Gazetteer, piece: str) -> None:
    """A text of one piece a hundred thousand characters long is read without hanging."""
    text = piece * (100_000 // len(piece))
    found = mentions_in(text, gazetteer)
    assert all(text[m.start : m.end] == m.text for m in found)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A barn burned in Paxton, Ill., on Monday.", ["Paxton", "Ill."]),
        ("He moved from Salina, Kan., to Goris.", ["Salina", "Kan.", "Goris"]),
        ("Old Paxton grumbled and went home.", []),
        ("Ill. 4 shows the bridge.", []),
        ("It was plain that Miss. Harper would win.", []),
    ],
)
def test_villages_and_clipped_states_need_evidence(
    gazetteer: Gazetteer, text: str, expected: list[str]
) -> None:
    """A village and a clipped state count where they stand together, not by themselves."""
    assert surfaces(text, gazetteer) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Nevada Highway Patrol closed the road.", ["Nevada"]),
        ("Police closed Houston Street.", []),
        ("Troops of NATO and the UN left.", []),
        ("Aid of the Red Cross came late.", []),
        ("Adrian Denton spoke first. Later Denton left.", []),
        ("They came to Denton. Later Denton was quiet.", ["Denton", "Denton"]),
        ("The Houston Symphony plays.", []),
    ],
)
def test_the_words_around_decide(gazetteer: Gazetteer, text: str, expected: list[str]) -> None:
    """Public bodies keep their place; streets, alliances, persons and orchestras are none."""
    assert surfaces(text, gazetteer) == expected


def test_a_village_of_elsewhere_is_none_here(gazetteer: Gazetteer) -> None:
    """Where a text names countries, a word that is only a village of another one is no place."""
    text = "Armenia and Azerbaijan fought for the Omar ridge near Kelbajar."
    assert surfaces(text, gazetteer) == ["Armenia", "Azerbaijan", "Kelbajar"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Shells fell on the village of Xyzzyvank.", ["Xyzzyvank"]),
        ("The villages of Xyzzyvank, Quuxlu and Foobarlar are empty.", None),
        ("They fled from Xyzzyvank village.", ["Xyzzyvank"]),
        ("They fled to the Quuxlu and Foobarlar settlements.", ["Quuxlu", "Foobarlar"]),
        ("They saw Xyzzyvank's ruins.", []),
        ("They saw the Shiite villages of old.", []),
        ("They left the Armenian village.", []),
        ("A village of President Xyzzyvank.", []),
    ],
)
def test_unknown_places_are_kept(
    gazetteer: Gazetteer, text: str, expected: list[str] | None
) -> None:
    """A name that no gazetteer has is listed, unresolved, where the text says what it is."""
    document = Document("test", text)
    found = resolve(document, find_mentions(document, gazetteer), gazetteer)
    wanted = ["Xyzzyvank", "Quuxlu", "Foobarlar"] if expected is None else expected
    assert [t.mention.text for t in found] == wanted
    assert all(t.place is None and "not found" in t.reason for t in found)


def test_peoples_of_several_words_and_of_regions(gazetteer: Gazetteer) -> None:
    """*Sri Lankan* is one demonym, and *European* and *South Ossetian* lead to their regions."""
    document = Document("test", "Sri Lankan, European and South Ossetian envoys met the EU's.")
    found = resolve(document, find_mentions(document, gazetteer, demonyms=True), gazetteer)
    assert [(t.mention.text, t.place.id if t.place else None) for t in found] == [
        ("Sri Lankan", "iso:LK"),
        ("European", "europe"),
        ("South Ossetian", "south-ossetia"),
        ("EU", "europe"),
    ]


def test_each_piece_of_evidence_belongs_to_a_kind() -> None:
    """What is weighed is listed by kind, so that the ablation leaves nothing out."""
    listed = [word for words in GROUPS.values() for word in words.split()]
    alone, helped = read_weights()
    assert len(listed) == len(set(listed))
    assert alone.keys() - {"prior"} <= set(listed)
    assert helped.keys() == alone.keys()
    assert all(helped[word] for word in ("model_place", "model_person"))
    assert not any(alone[word] for word in alone if word.startswith("model"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("An African American leader and Native Americans met.", []),
        ("Maria French spoke. It went well, French said.", []),
        ("The American Heart Association and British Airways agreed.", []),
        ("Turkish Defence Minister Hulusi met French officers.", ["Turkish", "French"]),
        ("The Polish and Finnish teams won.", ["Polish", "Finnish"]),
    ],
)
def test_peoples_are_no_persons_and_no_firms(
    gazetteer: Gazetteer, text: str, expected: list[str]
) -> None:
    """A surname, a company's name or another people's holds no people of a country."""
    found = mentions_in(text, gazetteer, demonyms=True)
    assert [m.text for m in found if m.kind == "demonym"] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Trucks waited near Xyzzyvank for hours.", ["Xyzzyvank"]),
        ("They lost the Quuxlu heights.", ["Quuxlu"]),
        ("He sat near Xyzzy Foobar at lunch.", []),
        ("He sat near Xyzzy’s desk.", []),
        ("He sat near President Foobar.", []),
    ],
)
def test_unknown_names_beside_words_for_places(
    gazetteer: Gazetteer, text: str, expected: list[str]
) -> None:
    """*Near X* and *the X heights* keep a name that no gazetteer has; persons are none."""
    assert surfaces(text, gazetteer) == expected


def test_a_town_named_like_a_people(gazetteer: Gazetteer) -> None:
    """Kazakh is a town in a list of towns and a people before a noun."""
    assert surfaces("Freight came by way of Kirovabad and Kazakh.", gazetteer)[-1] == "Kazakh"
    assert surfaces("Goris and Kazakh officials talked.", gazetteer) == ["Goris"]


def test_a_list_with_a_known_place_helps_a_small_town(gazetteer: Gazetteer) -> None:
    """A town that is seldom written of counts in a list with places hardly in doubt."""
    assert surfaces("Buses left for Vanadzor, Ashtarak and Artik.", gazetteer)[-1] == "Artik"
