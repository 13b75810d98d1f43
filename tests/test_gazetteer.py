"""Looking up names by spelling, side and day; labels; stacked folders; faults told by line."""

from __future__ import annotations

import math
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karamap.errors import GazetteerError
from karamap.gazetteer import NAME_POLICIES, Gazetteer, exact_key, folded_key, plain_key
from karamap.gazetteer.spelling import strip_case_ending
from karamap.gazetteer.tables import read_folder
from karamap.model import FeatureClass

PLACES = (
    "id,name,feature_class,lon,lat,radius_km,country,parent,population,valid_from,valid_to,source"
)
NAMES = "place_id,text,language,script,kind,used_by,valid_from,valid_to,source"
COUNTRIES = "id,name,lon,lat,radius_km,aliases,demonyms,source"
TWO_TOWNS = (
    "north,Orlen,settlement,10.5,50.25,3,DE,,1200,,,map",
    "south,Orlen,settlement,11.5,48.25,3,DE,,900,,,map",
)
THEIR_NAMES = (
    "north,Orlen,en,Latn,common,international,,,map",
    "north,Orlenstadt,de,Latn,official,de,1990-01-01,,map",
    "north,Ernstdorf,de,Latn,historic,,1950-01-01,1989-12-31,map",
    "south,Orlen,en,Latn,common,international,,,map",
)


def write_folder(
    folder: Path,
    places: tuple[str, ...] = TWO_TOWNS,
    names: tuple[str, ...] = THEIR_NAMES,
    countries: tuple[str, ...] | None = None,
) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "places.csv").write_text("\n".join((PLACES, *places, "")), encoding="utf-8")
    (folder / "names.csv").write_text("\n".join((NAMES, *names, "")), encoding="utf-8")
    if countries is not None:
        text = "\n".join((COUNTRIES, *countries, ""))
        (folder / "countries.csv").write_text(text, encoding="utf-8")
    return folder


def best(gazetteer: Gazetteer, name: str, on: date | None = None) -> str | None:
    found = gazetteer.lookup(name, on=on)
    return found[0].place.id if found else None


# -- keys -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Nagorno-Karabakh", "nagorno karabakh"),
        ("Nagorno\u2011Karabakh", "Nagorno-Karabakh"),
        ("Mets Shen", "METS-SHEN"),
        ("Val d'Or", "Val d’Or"),
        ("U.S.", "u s"),
    ],
)
def test_exact_key_ignores_case_hyphens_and_apostrophes(one: str, two: str) -> None:
    """Case, hyphens, apostrophes and dots do not tell two spellings apart."""
    assert exact_key(one) == exact_key(two)


@pytest.mark.parametrize(
    ("one", "two"), [("Gəncə", "Gence"), ("Şuşa", "Susa"), ("Füzuli", "Fuzuli")]
)
def test_plain_key_drops_diacritics(one: str, two: str) -> None:
    """Letters with marks share a key with their plain counterparts, and only in the plain key."""
    assert plain_key(one) == plain_key(two)
    assert exact_key(one) != exact_key(two)


@pytest.mark.parametrize(
    "spellings",
    [
        ("Ganja", "Ganca", "Gandja", "Gence"),
        ("Kelbajar", "Kalbajar", "Kelbadjar", "Kəlbəcər"),
        ("Khojaly", "Khodjaly", "Xocali"),
        ("Aghdam", "Agdam", "Ağdam"),
        ("Jabrayil", "Cabrayil", "Cəbrayıl"),
    ],
)
def test_folded_key_joins_press_romanisations(spellings: tuple[str, ...]) -> None:
    """Romanisations of one Caucasus name fall together under the folded key."""
    assert len({folded_key(s) for s in spellings}) <= 2
    assert folded_key(spellings[0]) == folded_key(spellings[1])


@given(st.text(max_size=40))
def test_keys_are_made_of_any_text(text: str) -> None:
    """Every key is a fixed point, has no blank at an end, and no text makes it fail."""
    for key_of in (exact_key, plain_key, folded_key):
        key = key_of(text)
        assert key == key.strip()
        assert "  " not in key
    assert exact_key(exact_key(text)) == exact_key(text)


@pytest.mark.parametrize(
    ("inflected", "stem"),
    [
        ("Şuşada", "Şuşa"),
        ("Gəncədə", "Gəncə"),
        ("Ağdamdan", "Ağdam"),
        ("Bakıya", "Bakı"),
        ("Laçın'da", "Laçın"),
    ],
)
def test_case_endings_come_off(inflected: str, stem: str) -> None:
    """Locative, ablative and dative endings are taken off, with or without an apostrophe."""
    assert strip_case_ending(inflected) == stem


@pytest.mark.parametrize("word", ["Oda", "Baku", "Ani", ""])
def test_short_stems_keep_their_ending(word: str) -> None:
    """Nothing is taken off where too little of a name would be left or there is no ending."""
    assert strip_case_ending(word) is None


# -- look-ups in the packaged gazetteer --------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("Khankendi", "khankendi"),
        ("Xankəndi", "khankendi"),
        ("Stepanakert", "khankendi"),
        ("Степанакерт", "khankendi"),
        ("Ստեփանակերտ", "khankendi"),
        ("Ganja", "ganja"),
        ("Ganca", "ganja"),
        ("Gyandzha", "ganja"),
        ("Kirovabad", "ganja"),
        ("Agdam", "aghdam"),
        ("Aghdam", "aghdam"),
        ("Ağdam", "aghdam"),
        ("Shushi", "shusha"),
        ("Shusha", "shusha"),
        ("Şuşa", "shusha"),
        ("Berdzor", "lachin"),
        ("Leninakan", "gyumri"),
        ("Kirovakan", "vanadzor"),
        ("Artsakh", "nagorno-karabakh"),
        ("Nagorny Karabakh", "nagorno-karabakh"),
        ("Azerbaijan", "iso:AZ"),
        ("Türkiye", "iso:TR"),
    ],
)
def test_names_of_all_sides_lead_to_one_place(gazetteer: Gazetteer, name: str, place: str) -> None:
    """Each side's, script's and period's name of a place is a way to the same entry."""
    assert best(gazetteer, name) == place


def test_a_name_out_of_use_ranks_lower(gazetteer: Gazetteer) -> None:
    """Kirovabad fits Ganja in 1985 better than in 2020, and is found on either day."""
    then = gazetteer.lookup("Kirovabad", on=date(1985, 1, 1))[0]
    now = gazetteer.lookup("Kirovabad", on=date(2020, 1, 1))[0]
    assert then.place == now.place == gazetteer.place("ganja")
    assert then.score > now.score


def test_a_unit_out_of_existence_ranks_lower(gazetteer: Gazetteer) -> None:
    """The former oblast scores less on a day after it was abolished."""
    name = "Nagorno-Karabakh Autonomous Oblast"
    scores = {
        d.year: gazetteer.lookup(name, on=d)[0].score for d in (date(1985, 1, 1), date(2000, 1, 1))
    }
    assert scores[1985] > scores[2000]


@pytest.mark.parametrize(
    ("name", "place", "how"),
    [
        ("Ganja", "ganja", "exact"),
        ("Fizuly", "fuzuli", "folded"),
        ("Şuşada", "shusha", "inflected"),
        ("Stepanakkertt", "khankendi", "folded"),
        ("Stepanbkert", "khankendi", "fuzzy"),
    ],
)
def test_look_up_tells_how_it_matched(
    gazetteer: Gazetteer, name: str, place: str, how: str
) -> None:
    """A candidate says whether it matched to the letter, folded, inflected or nearly."""
    first = gazetteer.lookup(name)[0]
    assert (first.place.id, first.how) == (place, how)


def test_looser_matches_score_less(gazetteer: Gazetteer) -> None:
    """One place scores the less the looser the spelling that led to it."""
    scores = [gazetteer.lookup(n)[0].score for n in ("Stepanakert", "Stepanakkertt", "Stepanbkert")]
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) == 3


@pytest.mark.parametrize("name", ["Springfeild", "Los Angelos", "Birminghum", "Manhatten"])
def test_fuzzy_stays_within_the_region(gazetteer: Gazetteer, name: str) -> None:
    """A misspelt name is matched to curated places only, never to the world's."""
    assert all(c.place.curated for c in gazetteer.lookup(name))
    assert not [c for c in gazetteer.lookup(name, fuzzy=False) if c.how == "fuzzy"]


@pytest.mark.parametrize("name", ["", " ", "-", "…", "Qqzzxw", "a" * 5000, "\ud800", "\x00"])
def test_a_name_of_nothing_finds_nothing(gazetteer: Gazetteer, name: str) -> None:
    """Blank, invented, endless and broken names find nothing and raise nothing."""
    assert gazetteer.lookup(name) == []


@pytest.mark.parametrize("name", ["Baku", "Paris", "Georgia", "Lachin", "Moscow"])
def test_candidates_come_best_first(gazetteer: Gazetteer, name: str) -> None:
    """Candidates are sorted by score, within 0 to 1, each place once."""
    found = gazetteer.lookup(name)
    scores = [c.score for c in found]
    assert scores == sorted(scores, reverse=True)
    assert all(0 < s <= 1 for s in scores)
    assert len({c.place.id for c in found}) == len(found)


@pytest.mark.parametrize("name", ["Baku", "Yerevan", "Ganja", "Moscow", "Stepanakert"])
def test_the_worlds_twin_of_a_curated_place_is_dropped(gazetteer: Gazetteer, name: str) -> None:
    """A town that both the conflict's gazetteer and GeoNames have is listed once, curated."""
    towns = [c for c in gazetteer.lookup(name) if not c.place.areal and c.score > 0.6]
    assert [c.place.curated for c in towns] == [True]


def test_town_and_district_of_one_name_are_both_offered(gazetteer: Gazetteer) -> None:
    """Lachin may be the town or the district; without context the town comes first."""
    classes = [c.place.feature_class for c in gazetteer.lookup("Lachin")]
    assert classes == [FeatureClass.SETTLEMENT, FeatureClass.DISTRICT]


@pytest.mark.parametrize(
    ("word", "country"),
    [("Armenian", "iso:AM"), ("Azeris", "iso:AZ"), ("turkish", "iso:TR"), ("Martian", None)],
)
def test_demonyms_lead_to_countries(gazetteer: Gazetteer, word: str, country: str | None) -> None:
    """A people's name or adjective leads to its country; other words to none."""
    place = gazetteer.demonym(word)
    assert (place.id if place else None) == country


def test_look_ups_may_run_in_threads(gazetteer: Gazetteer) -> None:
    """Threads that share one open gazetteer get what a single thread gets."""
    names = ["Ganja", "Şuşada", "Fizuly", "Stepanbkert", "Paris", "Armenia", "Nowhereville"] * 20
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(gazetteer.lookup, names))
    assert together == [gazetteer.lookup(n) for n in names]


def test_asking_changes_nothing() -> None:
    """Asking for names, places and demonyms that are not there leaves the gazetteer as it was."""
    opened = Gazetteer.open(world=False)
    before = {k: len(v) for k, v in vars(opened).items() if isinstance(v, dict)}
    opened.lookup("Nowhereville")
    opened.names("nowhere")
    opened.place("nowhere")
    opened.demonym("Nowherian")
    opened.spellings("nowhereville")
    assert {k: len(v) for k, v in vars(opened).items() if isinstance(v, dict)} == before


# -- labels --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("policy", "label"),
    [
        ("az", "Xankəndi"),
        ("hy", "Ստեփանակերտ"),
        ("ru", "Степанакерт"),
        ("both", "Xankəndi / Stepanakert"),
    ],
)
def test_label_follows_the_policy(gazetteer: Gazetteer, policy: str, label: str) -> None:
    """A names policy picks one language's name, or both sides' beside each other."""
    place = gazetteer.place("khankendi")
    assert place is not None
    assert gazetteer.label(place, policy, written="Hankendi") == label


def test_label_as_written_repeats_the_text(gazetteer: Gazetteer) -> None:
    """As written is what the text says; without a text it is the working label of both names."""
    place = gazetteer.place("khankendi")
    assert place is not None
    assert gazetteer.label(place, "as-written", written="Stepanakert") == "Stepanakert"
    assert gazetteer.label(place, "as-written") == place.name


@pytest.mark.parametrize("policy", NAME_POLICIES)
def test_every_curated_place_has_a_label(gazetteer: Gazetteer, policy: str) -> None:
    """No place is without a label under any policy, and a label never is an abbreviation of it."""
    for place in gazetteer.curated_places():
        label = gazetteer.label(place, policy)
        assert label
        assert label == label.strip()


def test_label_of_a_day_uses_the_names_of_that_day(tmp_path: Path) -> None:
    """A name with an end serves days before it, its successor the days after."""
    opened = Gazetteer([write_folder(tmp_path / "g")], world=False)
    place = opened.place("north")
    assert place is not None
    policy = "both"
    opened_names = {n.text: n for n in opened.names("north")}
    assert opened_names["Ernstdorf"].valid_on(date(1980, 6, 1))
    assert not opened_names["Ernstdorf"].valid_on(date(1995, 6, 1))
    assert opened.label(place, policy) == "Orlen"  # no name of either side: the working label


def test_unknown_policy_is_refused_with_the_known_ones(gazetteer: Gazetteer) -> None:
    """A names policy that does not exist is refused, and the message lists those that do."""
    place = gazetteer.place("baku")
    assert place is not None
    with pytest.raises(GazetteerError, match="as-written") as refused:
        gazetteer.label(place, "klingon")
    assert "klingon" in str(refused.value)


# -- folders of one's own --------------------------------------------------------------------------


def test_custom_folder_is_stacked_over_the_packaged(tmp_path: Path) -> None:
    """A folder's entry hides the packaged one of its id and adds places of its own."""
    places = ("ganja,Ganja moved,settlement,0,0,1,AZ,,5,,,test", *TWO_TOWNS)
    names = ("ganja,Neuganja,de,Latn,common,,,,test", *THEIR_NAMES)
    opened = Gazetteer.open(write_folder(tmp_path / "g", places, names), world=False)
    moved = opened.place("ganja")
    assert moved is not None
    assert (moved.lon, moved.lat) == (0, 0)
    assert [n.text for n in opened.names("ganja")] == ["Neuganja"]
    assert opened.lookup("Gandzha", fuzzy=False) == []
    assert best(opened, "Orlenstadt") == "north"
    assert best(opened, "Shushi") == "shusha"


def test_another_conflict_needs_no_packaged_folder(tmp_path: Path) -> None:
    """With one's own folder alone, only its places are known."""
    folder = write_folder(tmp_path / "g")
    opened = Gazetteer.open(folder, world=False, packaged=False)
    assert [p.id for p in opened.curated_places()] == ["north", "south"]
    assert [c.place.id for c in opened.lookup("Orlen")] == ["north", "south"]
    assert opened.lookup("Baku") == []


def test_world_can_be_left_out(gazetteer: Gazetteer) -> None:
    """Without the world only curated places are found."""
    alone = Gazetteer.open(world=False)
    assert alone.lookup("Nairobi", fuzzy=False) == []
    assert best(gazetteer, "Nairobi") is not None


GOOD_PLACE, GOOD_NAME = TWO_TOWNS[0], THEIR_NAMES[0]


@pytest.mark.parametrize(
    ("places", "names", "file", "line", "word"),
    [
        ((GOOD_PLACE, "b,B,castle,1,1,1,,,0,,,x"), (), "places.csv", 3, "castle"),
        (("b,B,settlement,east,1,1,,,0,,,x",), (), "places.csv", 2, "east"),
        (("b,B,settlement,191,1,1,,,0,,,x",), (), "places.csv", 2, "degrees"),
        (("b,B,settlement,1,1,1,,,many,,,x",), (), "places.csv", 2, "many"),
        (("b,B,settlement,1,1,1,,,0,1990-13-01,,x",), (), "places.csv", 2, "month"),
        (("b,B,settlement,1,1",), (), "places.csv", 2, "fewer"),
        (("b,B, the town,settlement,1,1,1,,,0,,,x",), (), "places.csv", 2, "more"),
        ((GOOD_PLACE,), (GOOD_NAME, "north,N,en,Latn,common,,soon,,x"), "names.csv", 3, "soon"),
        ((GOOD_PLACE,), ("nowhere,N,en,Latn,common,,,,x",), "names.csv", None, "nowhere"),
    ],
)
def test_a_bad_row_is_told_by_file_and_line(
    tmp_path: Path,
    places: tuple[str, ...],
    names: tuple[str, ...],
    file: str,
    line: int | None,
    word: str,
) -> None:
    """A fault in a table is one line that names the file, the row's line and what is wrong."""
    folder = write_folder(tmp_path / "g", places, names)
    with pytest.raises(GazetteerError) as fault:
        Gazetteer.open(folder, world=False, packaged=False)
    assert fault.value.source == str(folder / file)
    assert fault.value.line == line
    assert word in str(fault.value)
    assert "\n" not in str(fault.value)


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    """A table without one of its columns is refused by that column's name."""
    folder = write_folder(tmp_path / "g")
    (folder / "names.csv").write_text("place_id,text\nnorth,Orlen\n", encoding="utf-8")
    with pytest.raises(GazetteerError, match="language"):
        read_folder(folder)


@pytest.mark.parametrize("table", ["places.csv", "names.csv"])
def test_a_missing_table_is_named(tmp_path: Path, table: str) -> None:
    """A folder without its tables is refused by the file that is missing."""
    folder = write_folder(tmp_path / "g")
    (folder / table).unlink()
    with pytest.raises(GazetteerError, match=table):
        read_folder(folder)


def test_a_table_in_another_encoding_is_refused(tmp_path: Path) -> None:
    """A table that is not UTF-8 is refused and the message says to save it as UTF-8."""
    folder = write_folder(tmp_path / "g")
    (folder / "names.csv").write_bytes(
        f"{NAMES}\nnorth,Örlen,de,Latn,common,,,,x\n".encode("latin-1")
    )
    with pytest.raises(GazetteerError, match="UTF-8"):
        read_folder(folder)


@pytest.mark.parametrize("kind", ["missing", "file"])
def test_no_folder_is_refused(tmp_path: Path, kind: str) -> None:
    """A path that is no folder is refused by name."""
    path = tmp_path / "gone"
    if kind == "file":
        path.write_text("x", encoding="utf-8")
    with pytest.raises(GazetteerError, match="gone"):
        Gazetteer.open(path)


def test_countries_bring_aliases_and_demonyms(tmp_path: Path) -> None:
    """A folder's countries are found by alias and people, and their parts count as first level."""
    rows = (
        "iso:XA,Arcadia,10,50,90,Arcady;Arkadia,Arcadian;Arcadians,test",
        "iso:XA-N,North Arcadia,10,51,40,,,test",
    )
    opened = Gazetteer([write_folder(tmp_path / "g", countries=rows)], world=False)
    assert best(opened, "Arkadia") == "iso:XA"
    people = opened.demonym("Arcadians")
    assert people is not None
    assert (people.id, people.country, people.feature_class) == ("iso:XA", "XA", "country")
    part = opened.place("iso:XA-N")
    assert part is not None
    assert (part.country, part.feature_class) == ("XA", FeatureClass.ADMIN1)


# -- names of the past, peoples, common words ---------------------------------------------------

OLD_AND_NEW = (
    "big,Neuburg,settlement,10.5,50.25,3,DE,,90000,,,map",
    "small,Altdorf,settlement,11.5,48.25,3,DE,,300,,,map",
    *(f"more{i},More{i},settlement,11.{i},49,1,DE,,10,,,map" for i in range(10)),
)
THEIR_USE = (
    "big,Altdorf,de,Latn,historic,,,1950-12-31,map",
    "big,Neuburg,de,Latn,official,de,1951-01-01,,map",
    "small,Altdorf,de,Latn,official,de,,,map",
)


def test_without_a_day_a_former_name_comes_after_a_present_one(tmp_path: Path) -> None:
    """The village of that name precedes the city that once had it, but not on a day it had."""
    folder = write_folder(tmp_path / "g", OLD_AND_NEW, THEIR_USE)
    opened = Gazetteer.open(folder, world=False, packaged=False)
    assert [c.place.id for c in opened.lookup("Altdorf")] == ["small", "big"]
    assert best(opened, "Altdorf", date(1940, 1, 1)) == "big"
    scores = [c.score for c in opened.lookup("Altdorf")]
    assert scores == sorted(scores, reverse=True)


def test_a_former_name_that_nobody_bears_today_keeps_its_score(tmp_path: Path) -> None:
    """A former name that no other place has today loses nothing."""
    folder = write_folder(
        tmp_path / "g", OLD_AND_NEW, (*THEIR_USE[:2], "small,X,de,Latn,common,,,,m")
    )
    opened = Gazetteer.open(folder, world=False, packaged=False)
    assert opened.lookup("Altdorf")[0].score == opened.lookup("Neuburg")[0].score


@pytest.mark.parametrize(("name", "former"), [("Istisu", "jermuk"), ("Norashen", "sharur")])
def test_homonyms_of_today_come_first(gazetteer: Gazetteer, name: str, former: str) -> None:
    """The villages called so today precede the town that was, which is offered still."""
    found = [c.place.id for c in gazetteer.lookup(name)]
    assert former in found[1:]


@pytest.mark.parametrize(
    ("word", "country"), [("Iranian", "iso:IR"), ("Armenians", "iso:AM"), ("Turkish", "iso:TR")]
)
def test_a_people_is_no_misspelt_village(gazetteer: Gazetteer, word: str, country: str) -> None:
    """A word for a people leads to its country and says so, and to nothing where asked strictly."""
    assert [(c.place.id, c.how) for c in gazetteer.lookup(word)] == [(country, "demonym")]
    assert gazetteer.lookup(word, fuzzy=False) == []


@pytest.mark.parametrize("word", ["board", "after", "Others"])
def test_common_words_are_no_misspelt_villages(gazetteer: Gazetteer, word: str) -> None:
    """A common English word is matched to no place whose name is merely near."""
    assert not [c for c in gazetteer.lookup(word) if c.how == "fuzzy"]


# -- points of units and countries --------------------------------------------------------------


@pytest.mark.parametrize(
    ("place_id", "lat", "lon", "km"),
    [
        ("admin1:CN.08", 47.8, 128, 50),  # some of its towns are filed under other units
        ("admin1:CA.08", 49, -85, 200),
        ("admin1:FR.53", 48.2, -2.8, 80),  # without a known point: the middle of its towns
        ("iso:CA", 60, -113, 300),
        ("iso:IN", 22, 79, 200),
    ],
)
def test_points_of_units_lie_well_inside(
    gazetteer: Gazetteer, place_id: str, lat: float, lon: float, km: float
) -> None:
    """A unit's or country's point lies near its middle, whatever towns are filed wrongly."""
    place = gazetteer.place(place_id)
    assert place is not None
    assert 111.2 * math.hypot(place.lat - lat, (place.lon - lon) * math.cos(math.radians(lat))) < km
