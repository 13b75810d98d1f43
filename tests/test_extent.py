"""How near to a name's point the text puts things: UCDP's where_prec and a radius."""

from __future__ import annotations

import json

import pytest

from karamap.export import document_row
from karamap.gazetteer import Gazetteer
from karamap.model import Document, Toponym
from karamap.recognition import find_mentions
from karamap.resolution import resolve


def toponyms_in(text: str, gazetteer: Gazetteer) -> list[Toponym]:
    document = Document("test", text)
    return resolve(document, find_mentions(document, gazetteer, demonyms=True), gazetteer)


@pytest.mark.parametrize(
    ("text", "precision", "low", "high"),
    [
        ("They met in Goris.", 1, 0, 10),
        ("A drone fell near Goris.", 2, 25, 25),
        ("Shells hit the outskirts of Goris.", 2, 25, 25),
        ("A drone fell 17 km from Goris.", 2, 17, 25),
        ("A drone fell 10 miles north-east of Goris.", 2, 16, 25),
        ("A drone fell several kilometres outside the town of Goris.", 2, 10, 18),
        ("A drone fell 40 metres from Goris.", 1, 0, 10),
        ("Fighting went on in Karabakh.", 4, 40, 60),
        ("Fighting went on in southern Karabakh.", 5, 40, 60),
        ("Villages in the northern part of the Jabrayil district burned.", 5, 15, 40),
        ("Smugglers crossed the border with Iran.", 5, 500, 900),
        ("Smugglers crossed Iran's northern border.", 5, 500, 900),
        ("They flew to Iran.", 6, 500, 900),
    ],
)
def test_words_beside_a_name_tell_how_near(
    gazetteer: Gazetteer, text: str, precision: int, low: float, high: float
) -> None:
    """Near, so many kilometres off, a part of an area and a border are not the name's point."""
    (found,) = toponyms_in(text, gazetteer)
    assert found.where_precision == precision
    assert found.radius_km is not None
    assert low <= found.radius_km <= high


def test_between_two_towns_is_the_line_between(gazetteer: Gazetteer) -> None:
    """*Between A and B* reaches from each as far as the other; not between countries."""
    one, two = toponyms_in("Shots were fired between Goris and Lachin.", gazetteer)
    assert (one.where_precision, two.where_precision) == (5, 5)
    assert one.radius_km == two.radius_km
    assert one.radius_km is not None
    assert 15 < one.radius_km < 35
    talks = toponyms_in("Talks between Armenia and Azerbaijan failed.", gazetteer)
    assert [t.where_precision for t in talks] == [6, 6]


def test_a_list_is_near_as_a_whole(gazetteer: Gazetteer) -> None:
    """*Near A and B* is near both."""
    found = toponyms_in("Mines lie near Goris and Kapan.", gazetteer)
    assert [t.where_precision for t in found] == [2, 2]


def test_the_rows_tell_it(gazetteer: Gazetteer) -> None:
    """A row of geoparse holds both; a name without a place and a people have neither."""
    text = "Armenian trucks waited near Xyzzyvank, 17 km from Goris."
    row = json.loads(json.dumps(document_row("test", toponyms_in(text, gazetteer))))
    told = {t["surface"]: (t["where_precision"], t["radius_km"]) for t in row["toponyms"]}
    assert told["Armenian"] == told["Xyzzyvank"] == (None, None)
    assert told["Goris"][0] == 2
