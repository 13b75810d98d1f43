"""Where events happened: what ties a name to a deed, and which names are of those who speak."""

from __future__ import annotations

import re
from datetime import date

import pytest

from karamap.dates import find_dates
from karamap.events import find_events
from karamap.model import Document, Event, FeatureClass, Mention, Place, Toponym

F = FeatureClass
PUBLISHED = date(2020, 11, 10)
# name → id of the gazetteer, class, country
SEATS = {
    "Baku": "baku", "Yerevan": "yerevan", "Moscow": "moscow", "Stepanakert": "khankendi",
    "Tehran": "tehran", "Geneva": "geneva", "Vienna": "vienna", "Ankara": "ankara",
    "Prague": "prague", "Paris": "paris", "Tbilisi": "tbilisi", "Bishkek": "bishkek",
}  # fmt: skip
TOWNS = (
    "GORIS", "SOCHI", "Goris", "Terter", "Shusha", "Aghdam", "Hadrut", "Martuni", "Fizuli", "Ganja",
    "Barda", "Sochi", "Kazan", "Ulyanovsk", "Ijevan", "Gyumri", "Talish", "Horadiz",
    "Khojaly", "Sumgait", "Alkhanli", "Gazakh", "Askeran", "Imishli", "Almaty", "Kazakh", "Yevlakh",
    "Vardenis", "Berd",
)  # fmt: skip
AREAS = {
    "Nagorno-Karabakh": F.REGION, "Karabakh": F.REGION, "Armenia": F.COUNTRY, "Iran": F.COUNTRY,
    "Azerbaijan": F.COUNTRY, "Russia": F.COUNTRY, "Turkey": F.COUNTRY, "Georgia": F.COUNTRY,
    "Kalbajar": F.DISTRICT, "Tovuz": F.DISTRICT, "Tavush": F.ADMIN1, "Nakhchivan": F.ADMIN1,
    "Zangilan": F.DISTRICT, "Lachin corridor": F.CORRIDOR, "Goygol": F.DISTRICT,
    "Karabakhs": F.REGION,
}  # fmt: skip
KINDS = {**dict.fromkeys([*SEATS, *TOWNS], F.SETTLEMENT), **AREAS}
NAMES = re.compile(rf"\b(?:{'|'.join(sorted(KINDS, key=len, reverse=True))})\b")
ABROAD = {"Moscow": "RU", "Tehran": "IR", "Paris": "FR", "Ankara": "TR", "Yerevan": "AM"}


def place_of(name: str) -> Place:
    """Return a place of that name, with the class and the id that the gazetteer gives it."""
    key = SEATS.get(name, name.lower())
    return Place(key, name, KINDS[name], 46, 40, country=ABROAD.get(name, "AZ"))


def code(text: str) -> list[Event]:
    """Code `text` with the places this file knows."""
    toponyms = [
        Toponym(Mention(m.start(), m.end(), m[0]), place_of(m[0]), 1, "")
        for m in NAMES.finditer(text)
    ]
    document = Document("d", text, published=PUBLISHED)
    return find_events(document, toponyms, find_dates(document))


def names(text: str, kind: str) -> list[str]:
    """Return the places of the last event of `kind` that `text` tells."""
    events = [e for e in code(text) if e.type.value == kind]
    assert events, f"no {kind} is found"
    return [t.mention.text for t in events[-1].places]


Row = tuple[str, str, list[str]]

STANDINS: list[Row] = [
    ("SOCHI, May 3 (Agency) -- The two ministers met here on Tuesday.", "talks", ["SOCHI"]),
    ("GORIS, May 3 (Agency) -- Families sleep in cars. Shells hit the town on Monday.", "shelling",
     ["GORIS"]),
    ("Opponents met in Tbilisi. Hundreds picketed the embassy there on Monday.", "protest",
     ["Tbilisi"]),
    ("Two presidents spoke in Tehran. They signed a communique in the Iranian capital on May 8.",
     "agreement", ["Tehran"]),
    ("Troops stood before Barda. A rocket killed a woman in the same area on Monday.", "shelling",
     ["Barda"]),
    ("Troops hold hills in Nakhchivan. Joint drills were held in the exclave on Monday.",
     "troop_movement", ["Nakhchivan"]),
    ("As our reporter tells from Martuni, the town has been shelled for three days.", "shelling",
     ["Martuni"]),
    ("Families in Talish and Khojaly were told to leave, after which both villages were captured.",
     "territorial_change", ["Talish", "Khojaly"]),
    ("Thousands fled Aghdam, three days after the town fell to Armenian forces.",
     "territorial_change", ["Aghdam"]),
]  # fmt: skip

SAID: list[Row] = [
    ("In Stepanakert, officials said their men had fought near Aghdam on Monday.", "battle",
     ["Aghdam"]),
    ("The foreign ministry in Ankara condemned the attack.", "statement", []),
    ("The envoy, who visited Baku on Monday, condemned the attack.", "statement", ["Baku"]),
    ("The envoy, who was in Yerevan on Monday and left for Baku, condemned the attack.",
     "statement", []),
    ("The agency, which has an office in Barda, said 20 people had died of cold.", "humanitarian",
     []),
    ("Baku denied having lost any aircraft and said a man had been killed in Tovuz by artillery.",
     "shelling", ["Tovuz"]),
    ("Witnesses in Barda told an agency that rockets had struck a street on Monday.", "shelling",
     ["Barda"]),
]  # fmt: skip

GOVERNED: list[Row] = [
    ("Armenian units opened fire on positions opposite Horadiz and Alkhanli villages on Monday.",
     "ceasefire_violation", ["Horadiz", "Alkhanli"]),
    ("In the eastern (Martuni) direction 27 mortar shells were fired on Monday.", "shelling",
     ["Martuni"]),
    ("Troops seized the entire Zangilan district on Sunday, including its centre.",
     "territorial_change", ["Zangilan"]),
    ("Azerbaijan won back the districts, and a third of Karabakh itself.", "territorial_change",
     ["Karabakh"]),
    ("Planes carrying peacekeepers left Ulyanovsk for Ganja on Tuesday.", "troop_movement",
     ["Ganja"]),
    ("Half the population of Hadrut has been displaced.", "humanitarian", ["Hadrut"]),
    ("Clashes broke out in Armenia's Tavush and Azerbaijan's Tovuz regions on Sunday.", "battle",
     ["Tavush", "Tovuz"]),
    ("Grad rockets fired from Shusha hit Stepanakert on Monday.", "shelling", ["Stepanakert"]),
    ("The two last met on the border between Gazakh and Ijevan on Monday.", "talks",
     ["Gazakh", "Ijevan"]),
    ("Turkey closed its border on Monday to goods of its neighbour.", "blockade", ["Turkey"]),
    ("Six men were hurt on Monday while working along the border with Azerbaijan.",
     "humanitarian", ["Azerbaijan"]),
    ("It blamed a provocation towards Terter and Barda, in which, it said, guns had opened fire.",
     "battle", ["Terter", "Barda"]),
    ("Rockets slammed into Stepanakert for a fourth day.", "shelling", ["Stepanakert"]),
    ("The hospital in Martuni was badly damaged by shelling on Monday.", "shelling", ["Martuni"]),
    ("The Kazan talks ended without a breakthrough.", "talks", ["Kazan"]),
]  # fmt: skip

SEATED: list[Row] = [
    ("The government in Stepanakert resigned on Friday.", "political", ["Stepanakert"]),
    ("The parliament of Nagorno-Karabakh on Monday declared martial law.", "political",
     ["Nagorno-Karabakh"]),
    ("Nagorno-Karabakh's parliament elected a president on Monday.", "political",
     ["Nagorno-Karabakh"]),
    ("The authorities of Nagorno-Karabakh released 28 detainees in May.", "humanitarian",
     ["Nagorno-Karabakh"]),
    ("Residents of Nagorno-Karabakh voted for a constitution on Sunday.", "political",
     ["Nagorno-Karabakh"]),
    ("A night curfew has been brought in for Ganja and Barda.", "political", ["Ganja", "Barda"]),
    ("Refugees picketed the Russian embassy in Baku on Monday.", "protest", ["Baku"]),
    ("On Monday they met the authorities in Nagorno-Karabakh.", "talks", ["Nagorno-Karabakh"]),
]  # fmt: skip

SHARED: list[Row] = [
    ("The commanders met in Moscow on Tuesday and agreed to stop the fire.", "agreement",
     ["Moscow"]),
    ("Four men were killed overnight by drone and artillery fire on positions in Martuni.",
     "air_strike", ["Martuni"]),
    ("Armenian troops overran Aghdam on July 23, 1993, and most of its people fled.",
     "humanitarian", ["Aghdam"]),
    ("The truce was grossly violated by the Armenian side, which shelled Fizuli on Monday.",
     "ceasefire_violation", ["Fizuli"]),
]  # fmt: skip

NOWHERE: list[Row] = [
    ("The ministers discussed the situation by phone during a visit to Prague on Monday.", "talks",
     []),
    ("The minister stepped down in May over views on Karabakh.", "political", []),
    ("Fighting broke out in May over the land, which lies within Azerbaijan.", "battle", []),
    ("The deal was agreed here on Friday, a first step in talks on Nagorno-Karabakh.", "agreement",
     []),
    ("Fighting broke out, hundreds of kilometers from Nagorno-Karabakh, on Monday.", "battle", []),
]  # fmt: skip

BESIDE: list[Row] = [
    ("Khojaly, northeast of Stepanakert, was captured on February 26.", "territorial_change",
     ["Khojaly"]),
    ("Heavy fighting was reported around Aghdam, 25 km east of Stepanakert, on Monday.", "battle",
     ["Aghdam"]),
    ("An agreement was signed in the Kazakh city of Almaty on Monday.", "agreement", ["Almaty"]),
    ("Two people were killed in the village of Talish, north of Terter, on Monday.", "humanitarian",
     ["Talish"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "expected"), STANDINS)
def test_words_that_stand_for_a_place(text: str, kind: str, expected: list[str]) -> None:
    """The words "here", "there", "the town", "the … capital" stand for a place named before."""
    assert names(text, kind) == expected


@pytest.mark.parametrize(("text", "kind", "expected"), SAID)
def test_the_place_of_a_speaker_is_not_that_of_the_deed(
    text: str, kind: str, expected: list[str]
) -> None:
    """Where somebody speaks, has an office or was born is no place of what is told."""
    assert names(text, kind) == expected


@pytest.mark.parametrize(("text", "kind", "expected"), GOVERNED)
def test_what_ties_a_name_to_a_deed(text: str, kind: str, expected: list[str]) -> None:
    """Directions, destinations, owners, borders and relative clauses tie names to deeds."""
    assert names(text, kind) == expected


@pytest.mark.parametrize(("text", "kind", "expected"), SEATED)
def test_where_bodies_sit_and_crowds_gather(text: str, kind: str, expected: list[str]) -> None:
    """What a body decides happens at its seat, what a crowd does in front of the building."""
    assert names(text, kind) == expected


@pytest.mark.parametrize(("text", "kind", "expected"), SHARED)
def test_what_one_sentence_tells_together_shares_a_place(
    text: str, kind: str, expected: list[str]
) -> None:
    """An agreement shares the place of its meeting, the dead that of the attack."""
    assert names(text, kind) == expected


@pytest.mark.parametrize(("text", "kind", "expected"), NOWHERE)
def test_no_place_rather_than_a_wrong_one(text: str, kind: str, expected: list[str]) -> None:
    """Calls, topics, aims, what lies around and what lies far off give no place."""
    assert names(text, kind) == expected


@pytest.mark.parametrize(("text", "kind", "expected"), BESIDE)
def test_neighbours_and_containers_are_left_out(text: str, kind: str, expected: list[str]) -> None:
    """A name that only tells how to find another one is none of the event's places."""
    assert names(text, kind) == expected
