"""Which place a name means: context, containers, units, one sense a text, nothing dropped."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_recognition import TEXTS

from karamap.gazetteer import Gazetteer
from karamap.model import Document, Mention, Toponym
from karamap.recognition import find_mentions
from karamap.resolution import resolve


def toponyms_in(text: str, gazetteer: Gazetteer, published: date | None = None) -> list[Toponym]:
    document = Document("test", text, published=published)
    return resolve(document, find_mentions(document, gazetteer), gazetteer)


def places_in(text: str, gazetteer: Gazetteer) -> list[tuple[str, str | None]]:
    return [(t.mention.text, t.place.id if t.place else None) for t in toponyms_in(text, gazetteer)]


@given(text=TEXTS, demonyms=st.booleans())
def test_every_mention_comes_back_in_order(gazetteer: Gazetteer, text: str, demonyms: bool) -> None:  # noqa: FBT001  hypothesis gives it
    """On any text each mention comes back once, in order, with a confidence and a reason."""
    document = Document("test", text)
    mentions = find_mentions(document, gazetteer, demonyms=demonyms)
    found = resolve(document, mentions, gazetteer)
    assert [t.mention for t in found] == mentions
    assert all(0 <= t.confidence <= 1 for t in found)
    assert all(t.reason for t in found)


@given(spans=st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=5))
def test_mentions_of_any_source_are_resolved(
    gazetteer: Gazetteer, spans: list[tuple[int, int]]
) -> None:
    """Mentions that another tool made, empty and overlapping ones too, all come back."""
    text = "Goris, Armenia and Paris, Texas"
    mentions = [Mention(a, b, text[a:b]) for a, b in sorted(spans)]
    found = resolve(Document("test", text), mentions, gazetteer)
    assert [t.mention for t in found] == mentions


def test_a_name_that_nobody_knows_is_kept(gazetteer: Gazetteer) -> None:
    """A mention that no entry fits stays in the result: named, not found."""
    text = "Shells fell near Xyzzyvank."
    mention = Mention(17, 26, "Xyzzyvank")
    (found,) = resolve(Document("test", text), [mention], gazetteer)
    assert found.place is None
    assert found.confidence == 0
    assert "not found" in found.reason
    assert found.candidates == ()


def test_candidates_are_ranked_and_few(gazetteer: Gazetteer) -> None:
    """The place that was taken heads the candidates, whose scores fall from 1."""
    (first, *_) = toponyms_in("They met in Paris.", gazetteer)
    scores = [c.score for c in first.candidates]
    assert first.place == first.candidates[0].place
    assert scores[0] == 1
    assert scores == sorted(scores, reverse=True)
    assert 1 < len(scores) <= 5


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mines were cleared in Fuzuli district.", "fuzuli-district"),
        ("Mines were cleared in the Fuzuli region.", "fuzuli-district"),
        ("Mines were cleared in the city of Fuzuli.", "fuzuli"),
        ("Mines were cleared in Fuzuli.", "fuzuli"),
        ("Mines were cleared in the district of Fuzuli.", "fuzuli-district"),
    ],
)
def test_words_beside_a_name_tell_its_level(gazetteer: Gazetteer, text: str, expected: str) -> None:
    """Town or district: the words beside the name decide, and without any it is the town."""
    assert places_in(text, gazetteer) == [("Fuzuli", expected)]


def test_a_list_shares_its_unit(gazetteer: Gazetteer) -> None:
    """In "A, B and C districts" each of the three is a district."""
    found = places_in("The Fuzuli, Jabrayil and Zangilan districts.", gazetteer)
    assert [p for _, p in found] == ["fuzuli-district", "jabrayil-district", "zangilan-district"]


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("Trains stopped in Birmingham, Alabama.", "US"),
        ("Trains stopped in Birmingham, England.", "GB"),
        ("Trains stopped in Tripoli, Lebanon.", "LB"),
        ("Trains stopped in Tripoli, Libya.", "LY"),
        ("Trains stopped in Valencia, Venezuela.", "VE"),
        ("Trains stopped in Valencia, Spain.", "ES"),
        ("Trains stopped in Hyderabad, Pakistan.", "PK"),
        ("Trains stopped in Hyderabad, India.", "IN"),
    ],
)
def test_what_contains_a_place_decides(gazetteer: Gazetteer, text: str, country: str) -> None:
    """Of towns of one name the one is meant that lies in the state or country named after it."""
    first = toponyms_in(text, gazetteer)[0]
    assert first.place is not None
    assert first.place.country == country
    assert "contains" in first.reason


def test_a_town_in_a_state_speaks_for_the_state(gazetteer: Gazetteer) -> None:
    """Georgia after one of its towns is the state where the town is American, else the country."""
    american = places_in("Floods hit Savannah, Georgia.", gazetteer)
    caucasian = places_in("Floods hit Batumi, Georgia.", gazetteer)
    assert american[1] == ("Georgia", "admin1:US.GA")
    assert caucasian[1] == ("Georgia", "iso:GE")


def test_one_sense_throughout_a_text(gazetteer: Gazetteer) -> None:
    """What one mention's neighbour settles holds for the name's other mentions."""
    text = "Fire broke out in Paris, Texas. Two hours later Paris was calm."
    first, _, last = toponyms_in(text, gazetteer)
    assert first.place == last.place
    assert first.place is not None
    assert first.place.country == "US"


def test_the_texts_other_places_decide(gazetteer: Gazetteer) -> None:
    """Of namesakes the one is taken that the text's country and other places speak for."""
    text = "Delegates from Melbourne, Sydney and Perth met in Newcastle, Australia."
    countries = {t.place.country for t in toponyms_in(text, gazetteer) if t.place}
    assert countries == {"AU"}


def test_a_village_in_a_named_district_is_that_districts(gazetteer: Gazetteer) -> None:
    """A village named like a well-known town is the one of the district that the text gives."""
    near = places_in("Shots were fired at Agdam in Tovuz district.", gazetteer)
    known = places_in("Shots were fired at Agdam.", gazetteer)
    assert near[0] == ("Agdam", "aghdam-tovuz")
    assert known[0] == ("Agdam", "aghdam")


def test_a_looser_spelling_is_less_sure(gazetteer: Gazetteer) -> None:
    """A case form of a name is resolved with less confidence than the name, and says so."""
    (plain,) = toponyms_in("In Şuşa", gazetteer)
    (inflected,) = toponyms_in("In Şuşada", gazetteer)
    assert plain.place == inflected.place
    assert inflected.confidence < plain.confidence
    assert "inflected" in inflected.reason


def test_a_demonym_means_its_country(gazetteer: Gazetteer) -> None:
    """A demonym resolves to the country of that people."""
    document = Document("test", "Armenian buses")
    (found,) = resolve(document, find_mentions(document, gazetteer, demonyms=True), gazetteer)
    assert found.place is not None
    assert found.place.id == "iso:AM"


def test_the_publication_day_does_not_hide_old_names(gazetteer: Gazetteer) -> None:
    """A name out of use on the day of publication is still found."""
    (found,) = toponyms_in("Old maps say Kirovabad.", gazetteer, date(2021, 5, 1))
    assert found.place == gazetteer.place("ganja")


def test_same_input_same_result(gazetteer: Gazetteer) -> None:
    """Two runs on one text give equal toponyms."""
    text = "Paris, Springfield, Georgia, San Jose and Victoria sent aid to Goris."
    assert toponyms_in(text, gazetteer) == toponyms_in(text, gazetteer)


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("Roads were closed in Columbus, Dayton, Toledo and Franklin County.", "US.OH"),
        ("Roads were closed in Frankfort, Lexington, Bowling Green and Franklin County.", "US.KY"),
    ],
)
def test_other_names_tell_the_state(gazetteer: Gazetteer, text: str, unit: str) -> None:
    """A county of a name that many states have lies in the state of the text's other names."""
    last = toponyms_in(text, gazetteer)[-1]
    assert last.mention.text == "Franklin County"
    assert last.place is not None
    assert last.place.parent == f"admin1:{unit}"
    assert "other names" in last.reason


def test_towns_of_a_country_do_not_outvote_it(gazetteer: Gazetteer) -> None:
    """Where a text names towns of Mexico, Mexico is still the country and not its capital."""
    found = places_in("From Toluca, Texcoco and Nezahualcoyotl they crossed Mexico.", gazetteer)
    assert found[-1] == ("Mexico", "iso:MX")


def test_news_of_the_world_is_no_local_news(gazetteer: Gazetteer) -> None:
    """One American town does not draw the names of a text about other countries after it."""
    text = "Envoys from Baku, Yerevan, Stepanakert and Key West, Florida, met in Berlin and Athens."
    countries = [t.place.country for t in toponyms_in(text, gazetteer) if t.place]
    assert countries[-2:] == ["DE", "GR"]


def test_a_small_unit_is_no_better_than_a_town(gazetteer: Gazetteer) -> None:
    """Granada is the Spanish city and not the Nicaraguan department, which has fewer people."""
    (found,) = toponyms_in("Talks went ahead in Granada.", gazetteer)
    assert found.place is not None
    assert found.place.country == "ES"
    assert {c.place.country for c in found.candidates} >= {"ES", "NI"}


def test_close_neighbours_tell_which_namesakes(gazetteer: Gazetteer) -> None:
    """Of names that each mean many places the ones are meant that lie beside each other."""
    text = "Fire crews from Elkhart, Palestine and Anderson County fought the blaze all night."
    parents = [t.place.parent for t in toponyms_in(text, gazetteer) if t.place]
    assert parents == ["admin1:US.TX"] * 3


def test_a_country_keeps_its_name_among_its_towns(gazetteer: Gazetteer) -> None:
    """Towns close to a capital do not make its name out of the country's or the state's."""
    found = places_in("They drove from Toluca and Puebla through Mexico.", gazetteer)
    assert found[-1] == ("Mexico", "iso:MX")
    found = places_in("Albany, Ithaca and Syracuse are in New York, he said.", gazetteer)
    assert found[-1] == ("New York", "admin1:US.NY")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ships crossed the Atlantic.", "feature:atlantic-ocean"),
        ("They flew from Heathrow at noon.", "feature:heathrow"),
        ("Storms swept the Gulf of Mexico.", "feature:gulf-of-mexico"),
        ("Flats were built in Cambridgeshire.", "feature:cambridgeshire"),
        ("Drought holds the Horn of Africa.", "feature:horn-of-africa"),
    ],
)
def test_large_features_have_a_place(gazetteer: Gazetteer, text: str, expected: str) -> None:
    """Oceans, rivers, ranges, airports and British counties are found before towns of the name."""
    assert places_in(text, gazetteer)[0][1] == expected


def test_a_name_of_today_goes_before_an_old_one_elsewhere(gazetteer: Gazetteer) -> None:
    """A town of the world that bears the name itself is meant before one that has it as another."""
    (found,) = toponyms_in("The college in Berea reopened.", gazetteer)
    assert found.place is not None
    assert found.place.name == "Berea"


def test_a_latin_spelling_goes_before_a_transliterated_one(gazetteer: Gazetteer) -> None:
    """A village spelt just so is meant before one whose Armenian name reads alike."""
    assert places_in("Shells fell on Talish.", gazetteer) == [("Talish", "talish")]


def test_an_article_makes_a_river(gazetteer: Gazetteer) -> None:
    """*The Araks* is the river, also where a town is called so and the text names its country."""
    text = "The railway runs along the Araks through Dzhulfa and Megri to Yerevan in Armenia."
    assert dict(places_in(text, gazetteer))["Araks"] == "araks"
    assert dict(places_in("Classes began in Araks, in Armenia.", gazetteer))["Araks"] != "araks"
