"""The checks of a gazetteer folder: each kind of fault is found where it is, with a remedy."""

from __future__ import annotations

from pathlib import Path

import pytest

from karamap.errors import GazetteerError
from karamap.gazetteer.checking import Finding, check_folder

PACKAGED = Path(__file__).parents[1] / "gazetteer"
PLACES = (
    "id,name,feature_class,lon,lat,radius_km,country,parent,population,valid_from,valid_to,source",
    "north-vale,North Vale,district,46,40,20,AZ,iso:AZ,0,,,made up",
    "oakton,Oakton,settlement,46.1,40.1,3,AZ,north-vale,900,,,made up",
    "ruddy-river,Ruddy River,river,48,40.5,90,AZ,north-vale,0,,,made up",
)
NAMES = (
    "place_id,text,language,script,kind,used_by,valid_from,valid_to,source",
    "north-vale,North Vale,en,Latn,common,international,,,made up",
    "oakton,Meşəkənd,az,Latn,official,az,1992-01-01,,made up",
    "oakton,Oakton,en,Latn,common,international,,,made up",
    "oakton,Pioner,az,Latn,official,az,,1991-12-31,made up",
    "oakton,Пионер,az,Cyrl,official,az,,1991-12-31,made up",
    "ruddy-river,Ruddy River,en,Latn,common,international,,,made up",
)
COUNTRIES = (
    "id,name,lon,lat,radius_km,aliases,demonyms,source",
    "iso:AZ,Azerbaijan,47.5,40.5,166,,Azerbaijani,made up",
    "iso:CL,Chile,-71,-30,490,,Chilean,made up",
)
DOUBTFUL = (
    "place_id,text,language,script,kind,used_by,valid_from,valid_to,source,why",
    "oakton,Okton,en,Latn,common,international,,,,seen once",
)
TABLES = {
    "places.csv": PLACES,
    "names.csv": NAMES,
    "countries.csv": COUNTRIES,
    "doubtful_names.csv": DOUBTFUL,
}


def write_folder(folder: Path, **changed: tuple[str, ...]) -> Path:
    """Write the sound tables, or `changed` ones (``places=(…)``) in their stead."""
    for file, lines in TABLES.items():
        text = "\n".join(changed.get(file.removesuffix(".csv"), lines))
        (folder / file).write_text(text + "\n", encoding="utf-8")
    return folder


def replace_row(lines: tuple[str, ...], start: str, row: str) -> tuple[str, ...]:
    """Return `lines` with the one row that begins with `start` replaced by `row`."""
    assert sum(line.startswith(start) for line in lines) == 1
    return tuple(row if line.startswith(start) else line for line in lines)


def show(findings: list[Finding]) -> list[str]:
    """Lines as a person sees them."""
    return [str(finding) for finding in findings]


def test_the_packaged_gazetteer_is_clean() -> None:
    """Our own gazetteer has neither errors nor warnings."""
    assert show(check_folder(PACKAGED)) == []


def test_a_sound_folder_has_no_findings(tmp_path: Path) -> None:
    """A small folder without faults passes: the other tests change one thing in it."""
    assert show(check_folder(write_folder(tmp_path))) == []


def test_optional_tables_may_be_absent(tmp_path: Path) -> None:
    """A folder needs neither countries nor doubtful names."""
    write_folder(tmp_path)
    (tmp_path / "countries.csv").unlink()
    (tmp_path / "doubtful_names.csv").unlink()
    assert show(check_folder(tmp_path)) == []


def test_a_missing_folder_is_an_error_of_the_caller(tmp_path: Path) -> None:
    """Naming a folder that is none raises, with the remedy in the line."""
    with pytest.raises(GazetteerError, match=r"places\.csv"):
        check_folder(tmp_path / "none")


OAKTON = "oakton,Oakton,settlement,46.1,40.1,3,AZ,north-vale,900,,,made up"


@pytest.mark.parametrize(
    ("row", "level", "message"),
    [
        (OAKTON.replace(",made up", ","), "error", "has no source"),
        (OAKTON.replace("settlement", "hamlet"), "error", "no class 'hamlet'"),
        (OAKTON.replace("46.1,40.1", "46.1,140.1"), "error", "are no degrees"),
        (OAKTON.replace("46.1", "east"), "error", "are no degrees"),
        (OAKTON.replace(",3,AZ", ",0,AZ"), "error", "radius_km '0' is no length"),
        (OAKTON.replace("46.1,40.1", "40.1,46.1"), "error", "lies outside AZ"),
        (OAKTON.replace("46.1,40.1", "46.45,40.1"), "warning", "40 km from 'north-vale'"),
        (OAKTON.replace("46.1,40.1", "48,40.1"), "error", "171 km from 'north-vale'"),
        (OAKTON.replace("46.1,40.1,3,AZ,north-vale", "2,48,3,CL,"), "warning", "middle of CL"),
        (OAKTON.replace("north-vale", "south-vale"), "error", "parent 'south-vale' is no place"),
        (OAKTON.replace("north-vale", "oakton"), "error", "'oakton' lies within itself"),
        (OAKTON.replace(",AZ,", ",QQ,"), "error", "countries.csv has no 'iso:QQ'"),
        (OAKTON.replace("900,,", "900,2001-02-30,"), "error", "'2001-02-30' is no day"),
        (
            OAKTON.replace("900,,", "900,2001-02-03,1999-01-01"),
            "error",
            "valid_from 2001-02-03 is after valid_to 1999-01-01",
        ),
        (OAKTON.replace("oakton,Oakton", "oakton,Oakton "), "error", "name has blanks"),
        (OAKTON + ",more", "error", "field count differs"),
    ],
)
def test_faults_of_a_place_are_found_at_its_line(
    tmp_path: Path, row: str, level: str, message: str
) -> None:
    """A broken cell of a place is told with file, line, level and what to do."""
    folder = write_folder(tmp_path, places=replace_row(PLACES, "oakton", row))
    found = [f for f in check_folder(folder) if f.file == "places.csv" and message in f.message]
    assert [(f.line, f.level) for f in found] == [(3, level)]
    assert ";" in found[0].message  # what is wrong; what to do


def test_a_river_may_leave_its_parent(tmp_path: Path) -> None:
    """The point of a river, sea or region only represents it and is not held to its parent."""
    places = replace_row(PLACES, "ruddy", PLACES[3].replace("river,48", "mountain,48"))
    assert "179 km" in show(check_folder(write_folder(tmp_path, places=places)))[0]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("oakton,Oakton,en,Latn,common,international,,,", "has no source"),
        ("oakton,Oakton,english,Latn,common,international,,,made up", "no language 'english'"),
        ("oakton,Oakton,qq,Latn,common,international,,,made up", "no language 'qq'"),
        ("oakton,Oakton,en,Runes,common,international,,,made up", "no script 'Runes'"),
        ("oakton,Oakton,en,Latn,nickname,international,,,made up", "no kind 'nickname'"),
        ("oakton,Oаkton,en,Latn,common,international,,,made up", "has 'а', which is not Latn"),
        ("oakton,,en,Latn,common,international,,,made up", "the name is empty"),
        ("oaktown,Oakton,en,Latn,common,international,,,made up", "no 'oaktown'"),
        ("oakton,Oakton,en,Latn,common,,1999-01-01,1998-01-01,made up", "is after valid_to"),
    ],
)
def test_faults_of_a_name_are_found_at_its_line(tmp_path: Path, row: str, message: str) -> None:
    """A broken cell of a name, a look-alike letter included, is told with its line."""
    names = replace_row(NAMES, "oakton,Oakton", row)
    found = check_folder(write_folder(tmp_path, names=names))
    assert [(f.file, f.line, f.level) for f in found if message in f.message] == [
        ("names.csv", 4, "error")
    ]


def test_a_common_word_as_a_name_is_a_warning(tmp_path: Path) -> None:
    """A name that is an English word is for a person to look at; the words are the caller's."""
    names = (*NAMES[:4], "oakton,Orchard,en,Latn,common,az,,,made up", *NAMES[4:])
    folder = write_folder(tmp_path, names=names)
    assert check_folder(folder) == []
    (found,) = check_folder(folder, common_words={"orchard"})
    assert (found.file, found.line, found.level) == ("names.csv", 5, "warning")


def test_two_official_names_at_a_time_are_an_error(tmp_path: Path) -> None:
    """A side has one official name a language and script at a time; scripts may stand together."""
    names = replace_row(
        NAMES, "oakton,Pioner", "oakton,Pioner,az,Latn,official,az,,1992-01-01,made up"
    )
    (found,) = check_folder(write_folder(tmp_path, names=names))
    assert (found.line, found.level) == (5, "error")
    assert "'Pioner' and 'Meşəkənd' are official at the same time" in found.message


def test_a_repeated_name_is_an_error_whatever_its_source(tmp_path: Path) -> None:
    """The same fact twice is a double even where the sources differ."""
    names = (*NAMES[:4], "oakton,Oakton,en,Latn,common,international,,,other", *NAMES[4:])
    found = check_folder(write_folder(tmp_path, names=names))
    assert [(f.line, f.message.split(";")[0]) for f in found if "repeats" in f.message] == [
        (5, "repeats line 4")
    ]


def test_an_id_twice_is_an_error(tmp_path: Path) -> None:
    """Ids are unique in places.csv and in countries.csv."""
    folder = write_folder(
        tmp_path, places=(*PLACES[:3], *PLACES[2:]), countries=(*COUNTRIES[:2], *COUNTRIES[1:])
    )
    found = [(f.file, f.line) for f in check_folder(folder) if "occurs twice" in f.message]
    assert found == [("countries.csv", 3), ("places.csv", 4)]


def test_two_places_of_one_name_and_point_are_an_error(tmp_path: Path) -> None:
    """Two entries of a class that share a name within a kilometre are one place; apart, two."""
    near = "oakton-old,Oakton (old),settlement,46.105,40.1,3,AZ,north-vale,0,,,made up"
    names = (*NAMES[:6], "oakton-old,Oakton,en,Latn,common,,,,made up", *NAMES[6:])
    folder = write_folder(tmp_path, places=(*PLACES[:3], near, *PLACES[3:]), names=names)
    (found,) = check_folder(folder)
    assert (found.file, found.line, found.level) == ("places.csv", 4, "error")
    assert "point of 'oakton' (line 3)" in found.message
    apart = near.replace("46.105", "46.2")
    write_folder(tmp_path, places=(*PLACES[:3], apart, *PLACES[3:]), names=names)
    assert check_folder(tmp_path) == []


def test_a_place_without_names_is_an_error(tmp_path: Path) -> None:
    """A place that no look-up can find is told."""
    (found,) = check_folder(write_folder(tmp_path, names=NAMES[:6]))
    assert (found.line, found.level) == (4, "error")
    assert "'ruddy-river' has no name" in found.message


def test_unsorted_rows_are_told_once_a_file(tmp_path: Path) -> None:
    """The first row out of order is named; what follows is not told again."""
    folder = write_folder(tmp_path, names=(NAMES[0], *reversed(NAMES[1:])))
    (found,) = check_folder(folder)
    assert (found.file, found.line) == ("names.csv", 3)
    assert "not sorted" in found.message


def test_a_doubtful_name_must_say_why_and_be_unused(tmp_path: Path) -> None:
    """A waiting name gives its reason and is not in names.csv at the same time."""
    doubtful = (DOUBTFUL[0], "oakton,Oakton,en,Latn,common,international,,,,")
    found = check_folder(write_folder(tmp_path, doubtful_names=doubtful))
    assert len(found) == 2
    assert {(f.file, f.line, f.level) for f in found} == {("doubtful_names.csv", 2, "error")}


def test_broken_tables_are_told_not_raised(tmp_path: Path) -> None:
    """A missing table, column or encoding is a finding, so that the rest is still checked."""
    write_folder(tmp_path, places=("id,name", "oakton,Oakton"))
    assert "places.csv:1: error: lacks the column 'feature_class'" in "\n".join(
        show(check_folder(tmp_path))
    )
    (tmp_path / "places.csv").unlink()
    assert "places.csv:1: error: is missing" in "\n".join(show(check_folder(tmp_path)))
    (tmp_path / "names.csv").write_bytes("Göygöl".encode("cp1254"))
    assert "names.csv:1: error: is not UTF-8" in "\n".join(show(check_folder(tmp_path)))
