"""The curated gazetteer's files: well formed, sourced, in place, and even-handed."""

from __future__ import annotations

import csv
from datetime import date
from math import asin, cos, radians, sin, sqrt
from pathlib import Path

import pytest

from karamap.model import FeatureClass

FOLDER = Path(__file__).parents[1] / "gazetteer"
PLACE_COLUMNS = (
    "id,name,feature_class,lon,lat,radius_km,country,parent,population,valid_from,valid_to,source"
)
NAME_COLUMNS = "place_id,text,language,script,kind,used_by,valid_from,valid_to,source"
COUNTRY_COLUMNS = "id,name,lon,lat,radius_km,aliases,demonyms,source"
KINDS = {"official", "common", "historic", "exonym", "abbreviation", "demonym", "short"}
SCRIPTS = {"Latn", "Cyrl", "Armn", "Geor", "Arab"}
BOXES = {  # west, south, east, north, a little wider than the country
    "AM": (43.3, 38.7, 46.8, 41.4),
    "AZ": (44.7, 38.3, 51.8, 42.0),
    "GE": (39.8, 41.0, 46.8, 43.7),
    "IR": (44.0, 25.0, 63.4, 39.9),
    "TR": (25.5, 35.7, 44.9, 42.2),
}


def read_table(name: str) -> list[dict[str, str]]:
    """Rows of one of the folder's CSV files."""
    with (FOLDER / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def measure_km(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Great-circle distance in kilometres, good to half a per cent."""
    a, b, c, d = map(radians, (lat, lon, other_lat, other_lon))
    h = sin((c - a) / 2) ** 2 + cos(a) * cos(c) * sin((d - b) / 2) ** 2
    return 12742 * asin(sqrt(h))


@pytest.fixture(scope="module")
def places() -> dict[str, dict[str, str]]:
    """Rows of places.csv by id."""
    return {row["id"]: row for row in read_table("places.csv")}


@pytest.fixture(scope="module")
def names() -> list[dict[str, str]]:
    """Rows of names.csv."""
    return read_table("names.csv")


@pytest.fixture(scope="module")
def countries() -> dict[str, dict[str, str]]:
    """Rows of countries.csv by id."""
    return {row["id"]: row for row in read_table("countries.csv")}


@pytest.mark.parametrize(
    ("file", "columns"),
    [
        ("places.csv", PLACE_COLUMNS),
        ("names.csv", NAME_COLUMNS),
        ("doubtful_names.csv", NAME_COLUMNS + ",why"),
        ("countries.csv", COUNTRY_COLUMNS),
    ],
)
def test_each_file_has_its_header_lf_and_sorted_unique_rows(file: str, columns: str) -> None:
    """Every file has the agreed header, LF line ends, and sorted rows without doubles."""
    raw = (FOLDER / file).read_bytes()
    assert b"\r" not in raw
    assert raw.decode("utf-8").splitlines()[0] == columns
    rows = [tuple(row.values()) for row in read_table(file)]
    assert rows == sorted(rows)
    assert len(rows) == len(set(rows))
    assert not [row for row in rows if any(cell != cell.strip() for cell in row)]


def test_ids_are_unique_slugs(places: dict[str, dict[str, str]]) -> None:
    """A place id occurs once and is a lower-case slug."""
    assert len(places) == len(read_table("places.csv"))
    assert not [i for i in places if not i.replace("-", "").isalnum() or i != i.lower()]


def test_places_have_a_known_class_coordinates_and_a_radius(
    places: dict[str, dict[str, str]],
) -> None:
    """Every place has a class of the model, a point on the globe and a reach above zero."""
    classes = {c.value for c in FeatureClass}
    for row in places.values():
        assert row["feature_class"] in classes, row
        assert -180 <= float(row["lon"]) <= 180, row
        assert -90 <= float(row["lat"]) <= 90, row
        assert float(row["radius_km"]) > 0, row
        assert all(len(row[k].partition(".")[2]) <= 5 for k in ("lon", "lat")), row
        assert int(row["population"]) >= 0, row


def test_every_row_names_its_source(
    places: dict[str, dict[str, str]],
    names: list[dict[str, str]],
    countries: dict[str, dict[str, str]],
) -> None:
    """No place, name or country is without a source."""
    rows = [*places.values(), *names, *countries.values()]
    assert not [row for row in rows if not row["source"]]


def test_dates_are_iso_and_in_order(
    places: dict[str, dict[str, str]], names: list[dict[str, str]]
) -> None:
    """Validity dates are ISO days and never end before they begin."""
    for row in [*places.values(), *names]:
        start, end = (
            date.fromisoformat(row[k]) if row[k] else None for k in ("valid_from", "valid_to")
        )
        assert start is None or end is None or start <= end, row


def test_parents_and_countries_exist(
    places: dict[str, dict[str, str]], countries: dict[str, dict[str, str]]
) -> None:
    """A parent is a place or country of the files, no place contains itself, codes are known."""
    for row in places.values():
        assert not row["parent"] or row["parent"] in places.keys() | countries.keys(), row
        assert not row["country"] or f"iso:{row['country']}" in countries, row
        chain, seen = row["parent"], {row["id"]}
        while chain in places:
            assert chain not in seen, row
            seen.add(chain)
            chain = places[chain]["parent"]


def test_names_belong_to_places_and_use_the_agreed_words(
    places: dict[str, dict[str, str]], names: list[dict[str, str]]
) -> None:
    """Every name's place exists; kind, language and script are among the agreed ones."""
    for row in names:
        assert row["place_id"] in places, row
        assert row["text"], row
        assert row["kind"] in KINDS, row
        assert row["script"] in SCRIPTS, row
        assert len(row["language"]) == 2, row


def test_script_matches_the_letters(names: list[dict[str, str]]) -> None:
    """A name marked Latin, Cyrillic or Armenian is written in that script."""
    first = {
        "Armn": range(0x530, 0x590),
        "Cyrl": range(0x400, 0x530),
        "Geor": range(0x10A0, 0x1100),
        "Arab": range(0x600, 0x700),
    }
    for row in names:
        for letter in filter(str.isalpha, row["text"]):
            scripts = [s for s, block in first.items() if ord(letter) in block] or ["Latn"]
            assert scripts == [row["script"]], row


def test_every_place_has_an_english_name_for_each_part_of_its_label(
    places: dict[str, dict[str, str]], names: list[dict[str, str]]
) -> None:
    """What the working label says ("A / B", without brackets) can be looked up."""
    known = {(row["place_id"], row["text"]) for row in names}
    for row in places.values():
        for part in row["name"].split(" / "):
            assert (row["id"], part.split(" (")[0]) in known, row


def test_doubtful_names_are_used_by_no_one(names: list[dict[str, str]]) -> None:
    """A name without a checkable source waits outside names.csv."""
    used = {(row["place_id"], row["text"], row["language"]) for row in names}
    waiting = read_table("doubtful_names.csv")
    assert not [r for r in waiting if (r["place_id"], r["text"], r["language"]) in used]
    assert all(r["why"] for r in waiting)


@pytest.mark.parametrize(
    ("place", "lat", "lon"),
    [
        ("khankendi", 39.82, 46.76),
        ("shusha", 39.76, 46.75),
        ("ganja", 40.69, 46.36),
        ("baku", 40.38, 49.87),
        ("yerevan", 40.18, 44.52),
        ("nakhchivan", 39.21, 45.41),
        ("lachin", 39.64, 46.55),
        ("tbilisi", 41.70, 44.82),
        ("goris", 39.51, 46.34),
        ("horadiz", 39.45, 47.34),
    ],
)
def test_key_cities_lie_where_they_are(
    places: dict[str, dict[str, str]], place: str, lat: float, lon: float
) -> None:
    """Ten much reported towns are within five kilometres of their known position."""
    row = places[place]
    assert measure_km(float(row["lat"]), float(row["lon"]), lat, lon) < 5


def test_settlements_lie_in_their_country(places: dict[str, dict[str, str]]) -> None:
    """No settlement of the region is outside the box of the country it is given to."""
    for row in places.values():
        box = BOXES.get(row["country"])
        if box and row["feature_class"] in {"settlement", "site", "district"}:
            west, south, east, north = box
            assert west <= float(row["lon"]) <= east, row
            assert south <= float(row["lat"]) <= north, row


def test_settlements_lie_near_their_district(places: dict[str, dict[str, str]]) -> None:
    """A settlement given to a district is no further from its point than three radii."""
    for row in places.values():
        parent = places.get(row["parent"])
        if parent and parent["feature_class"] == "district":
            far = measure_km(*(float(r[k]) for r in (row, parent) for k in ("lat", "lon")))
            assert far <= 3 * float(parent["radius_km"]), (row["id"], far)


@pytest.mark.parametrize(
    "place", ["khankendi", "shusha", "khojavend", "aghdara", "lachin", "kalbajar", "aghdam"]
)
def test_contested_places_carry_both_sides_names(names: list[dict[str, str]], place: str) -> None:
    """Places both sides name differently have an Azerbaijani, an Armenian and a Russian name."""
    sides = {row["used_by"] for row in names if row["place_id"] == place}
    assert {"az", "am", "ru"} <= sides


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Stepanakert", "khankendi"),
        ("Xankəndi", "khankendi"),
        ("Степанакерт", "khankendi"),
        ("Ստեփանակերտ", "khankendi"),
        ("Shushi", "shusha"),
        ("Kirovabad", "ganja"),
        ("Gandzak", "ganja"),
        ("Berdzor", "lachin"),
        ("Karvachar", "kalbajar"),
        ("Varanda", "fuzuli"),
        ("Kelbadjar", "kalbajar"),
        ("Nagorny Karabakh", "nagorno-karabakh"),
        ("Karabakh", "nagorno-karabakh"),
        ("Artsakh", "nagorno-karabakh"),
        ("Karintak", "dashalti"),
        ("Parukh", "farrukh"),
        ("Sev Lich", "black-lake"),
        ("Nakhichevan", "nakhchivan-ar"),
    ],
)
def test_press_spellings_lead_to_one_place(
    names: list[dict[str, str]], text: str, place: str
) -> None:
    """Spellings of both sides and of several decades belong to the same entry."""
    assert place in {row["place_id"] for row in names if row["text"] == text}


def test_town_and_district_of_one_name_are_told_apart(
    places: dict[str, dict[str, str]], names: list[dict[str, str]]
) -> None:
    """A district carries its plain name only as a short form, beside "... district"."""
    for row in names:
        if places[row["place_id"]]["feature_class"] == "district" and row["kind"] == "short":
            full = {r["text"] for r in names if r["place_id"] == row["place_id"]}
            assert f"{row['text']} district" in full, row


def test_countries_cover_iso_3166(countries: dict[str, dict[str, str]]) -> None:
    """All 249 codes, Kosovo's user-assigned one and the four parts of the UK are there."""
    assert len(countries) == len(read_table("countries.csv"))
    assert all(i.startswith("iso:") for i in countries)
    assert len([i for i in countries if len(i) == len("iso:XX")]) == 250
    assert {"iso:XK", "iso:GB-ENG", "iso:GB-SCT", "iso:GB-WLS", "iso:GB-NIR"} <= countries.keys()


def test_countries_have_points_radii_and_lists(countries: dict[str, dict[str, str]]) -> None:
    """Every country has a point on the globe, a reach, and clean lists of other names."""
    for row in countries.values():
        assert -180 <= float(row["lon"]) <= 180, row
        assert -90 <= float(row["lat"]) <= 90, row
        assert float(row["radius_km"]) >= 1, row
        for column in ("aliases", "demonyms"):
            listed = row[column].split(";") if row[column] else []
            assert len(listed) == len(set(listed)), row
            assert all(word and word == word.strip() for word in listed), row
            assert row["name"] not in listed or column == "demonyms", row


@pytest.mark.parametrize(
    ("code", "alias", "demonym"),
    [
        ("AZ", "Republic of Azerbaijan", "Azeri"),
        ("AM", "Republic of Armenia", "Armenians"),
        ("TR", "Türkiye", "Turks"),
        ("US", "U.S.", "American"),
        ("GB", "UK", "British"),
        ("KZ", "Republic of Kazakhstan", "Kazakh"),
        ("CD", "DR Congo", "Congolese"),
        ("RU", "Russian Federation", "Russians"),
    ],
)
def test_countries_know_press_aliases_and_demonyms(
    countries: dict[str, dict[str, str]], code: str, alias: str, demonym: str
) -> None:
    """Short forms and peoples as the press writes them lead to the country."""
    row = countries[f"iso:{code}"]
    assert alias in row["aliases"].split(";")
    assert demonym in row["demonyms"].split(";")
