"""Checks of a gazetteer folder: what is broken (error) and what a person should look at (warning).

Unlike reading, which stops at the first fault, checking goes through all rows of ``places.csv``,
``names.csv``, ``countries.csv`` and ``doubtful_names.csv`` and tells every finding with a remedy.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from itertools import combinations, pairwise
from pathlib import Path

from karamap.errors import GazetteerError
from karamap.gazetteer.check_codes import (
    BOXES,
    CLASSES,
    COMMON_WORDS,
    KINDS,
    LANGUAGES,
    LOOSE_CLASSES,
    SCRIPTS,
)
from karamap.gazetteer.check_rows import (
    TABLE_COLUMNS,
    Report,
    Row,
    index_rows,
    measure_km,
    read_day,
    read_number,
    read_point,
    read_rows,
)
from karamap.gazetteer.check_sides import ONE_SIDED, check_sides

__all__ = ["COMMON_WORDS", "Finding", "check_folder"]

_COUNTRY_REACH = 5.0  # radii of a country of equal area; Chile reaches 4.4 from its middle
_PARENT_REACH = 1.5  # radii of the parent
_PARENT_FAR = 3.0  # beyond it the parent or the point must be wrong
_SAME_POINT_KM = 1.0


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One thing wrong or doubtful in a gazetteer folder."""

    file: str
    line: int
    level: str  # error | warning
    message: str  # what is the matter and what to do about it

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.level}: {self.message}"


def check_folder(
    folder: str | Path, *, common_words: Collection[str] = COMMON_WORDS
) -> list[Finding]:
    """Return everything found in the tables of `folder`, by file and line.

    Parameters
    ----------
    folder
        A folder with ``places.csv`` and ``names.csv``.
    common_words
        Lower-case English words that a one-word name had better not be.

    Raises
    ------
    GazetteerError
        Where there is no such folder.
    """
    folder = Path(folder)
    if not folder.is_dir():
        raise GazetteerError("is no folder; name a folder with places.csv and names.csv", folder)
    findings: set[Finding] = set()

    def reporter(file: str) -> Report:
        return lambda line, level, message: findings.add(Finding(file, line, level, message))

    tables = {file: read_rows(folder / file, reporter(file)) for file in TABLE_COLUMNS}
    places = index_rows(tables["places.csv"], reporter("places.csv"))
    countries = index_rows(tables["countries.csv"], reporter("countries.csv"))
    for file, rows in tables.items():
        _check_cells(rows, reporter(file), sourced="why" not in TABLE_COLUMNS[file])
        _check_order(rows, reporter(file))
    for file in ("places.csv", "countries.csv"):
        _check_points(tables[file], reporter(file))
    _check_places(tables["places.csv"], places, countries, reporter("places.csv"))
    _check_twins(tables["places.csv"], tables["names.csv"], reporter("places.csv"))
    for file in ("names.csv", "doubtful_names.csv"):
        _check_names(tables[file], places, reporter(file))
    _check_doubles(tables["names.csv"], reporter("names.csv"))
    _check_officials(tables["names.csv"], reporter("names.csv"))
    _check_words(tables["names.csv"], frozenset(common_words), reporter("names.csv"))
    _check_named(tables["places.csv"], tables["names.csv"], reporter("places.csv"))
    _check_doubtful(
        tables["doubtful_names.csv"], tables["names.csv"], reporter("doubtful_names.csv")
    )
    check_sides(folder, tables, reporter("places.csv"), reporter(ONE_SIDED))
    return sorted(findings)


# -- every table --------------------------------------------------------------------------------


def _check_cells(rows: Iterable[Row], report: Report, *, sourced: bool) -> None:
    for line, row in rows:
        for column, cell in row.items():
            if cell != cell.strip():
                report(line, "error", f"{column} has blanks around it; take them away")
        if sourced and not row["source"].strip():
            report(line, "error", "has no source; name one, or move it to doubtful_names.csv")
        if "valid_from" in row:
            _check_dates(line, row, report)


def _check_dates(line: int, row: dict[str, str], report: Report) -> None:
    days = []
    for column in ("valid_from", "valid_to"):
        day = read_day(row[column]) if row[column] else None
        if row[column] and day is None:
            report(line, "error", f"{column} {row[column]!r} is no day; write it as 1991-11-26")
        days.append(day)
    start, end = days
    if start and end and start > end:
        report(line, "error", f"valid_from {start} is after valid_to {end}; swap or correct them")


def _check_order(rows: list[Row], report: Report) -> None:
    for (_, before), (line, row) in pairwise(rows):
        if tuple(row.values()) < tuple(before.values()):
            report(line, "error", "rows are not sorted from here on; sort the file by its columns")
            return


def _check_points(rows: Iterable[Row], report: Report) -> None:
    for line, row in rows:
        if read_point(row) is None:
            report(
                line, "error", f"lon {row['lon']!r}, lat {row['lat']!r} are no degrees; lon first"
            )
        radius = read_number(row["radius_km"])
        if radius is None or radius <= 0:
            report(line, "error", f"radius_km {row['radius_km']!r} is no length; estimate one")


# -- places -------------------------------------------------------------------------------------


def _check_places(
    rows: Iterable[Row],
    places: dict[str, dict[str, str]],
    countries: dict[str, dict[str, str]],
    report: Report,
) -> None:
    for line, row in rows:
        if row["feature_class"] not in CLASSES:
            known = ", ".join(sorted(CLASSES))
            report(line, "error", f"no class {row['feature_class']!r}; take one of {known}")
        parent = row["parent"]
        if parent and parent not in places and (countries or not parent.startswith("iso:")):
            if parent not in countries:
                report(line, "error", f"the parent {parent!r} is no place; add or correct it")
        elif _contains_itself(row["id"], places):
            report(line, "error", f"{row['id']!r} lies within itself; correct the parents")
        if countries and row["country"] and f"iso:{row['country']}" not in countries:
            report(line, "error", f"countries.csv has no 'iso:{row['country']}'; correct the code")
        if row["feature_class"] not in LOOSE_CLASSES:
            _check_country(line, row, countries, report)
            _check_parent(line, row, places.get(parent), report)


def _contains_itself(place_id: str, places: dict[str, dict[str, str]]) -> bool:
    seen = {place_id}
    above = places[place_id]["parent"] if place_id in places else ""
    while above in places:
        if above in seen:
            return above == place_id
        seen.add(above)
        above = places[above]["parent"]
    return False


def _check_country(
    line: int, row: dict[str, str], countries: dict[str, dict[str, str]], report: Report
) -> None:
    point, code = read_point(row), row["country"]
    if point is None:
        return
    box = BOXES.get(code)
    if box is not None:
        west, south, east, north = box
        if not (west <= point[0] <= east and south <= point[1] <= north):
            report(line, "error", f"{row['id']!r} lies outside {code}; correct point or country")
        return
    country = countries.get(f"iso:{code}")
    middle = read_point(country) if country else None
    if country is None or middle is None:
        return
    reach = _COUNTRY_REACH * (read_number(country["radius_km"]) or 0)
    if 0 < reach < measure_km(point, middle):
        far = f"{measure_km(point, middle):.0f} km from the middle of {code}"
        report(line, "warning", f"{row['id']!r} lies {far}; check point and country")


def _check_parent(
    line: int, row: dict[str, str], parent: dict[str, str] | None, report: Report
) -> None:
    if parent is None or parent["feature_class"] in LOOSE_CLASSES - {"former_unit"}:
        return
    point, middle = read_point(row), read_point(parent)
    radius = read_number(parent["radius_km"])
    if point is None or middle is None or not radius:
        return
    far = measure_km(point, middle)
    if far > _PARENT_REACH * radius:
        level = "error" if far > _PARENT_FAR * radius else "warning"
        what = f"{row['id']!r} lies {far:.0f} km from {parent['id']!r}, whose radius is {radius:g}"
        report(line, level, f"{what}; correct the point, the parent or the radius")


def _check_twins(rows: list[Row], names: Iterable[Row], report: Report) -> None:
    """Report two places of one class that share a name and a point."""
    spellings: dict[str, set[str]] = defaultdict(set)
    for _, name in names:
        spellings[name["place_id"]].add(name["text"].casefold())
    cells: dict[tuple[int, int], list[Row]] = defaultdict(list)
    for line, row in rows:
        point = read_point(row)
        if point is not None:
            cells[int(point[0] * 20), int(point[1] * 20)].append((line, row))
    for (x, y), here in cells.items():
        beside = [
            r
            for d in ((1, 0), (0, 1), (1, 1), (1, -1))
            for r in cells.get((x + d[0], y + d[1]), ())
        ]
        pairs = [*combinations(here, 2), *((a, b) for a in here for b in beside)]
        for (line_a, a), (line_b, b) in pairs:
            _compare_twins((line_a, a), (line_b, b), spellings, report)


def _compare_twins(one: Row, other: Row, spellings: dict[str, set[str]], report: Report) -> None:
    (line_a, a), (line_b, b) = sorted((one, other), key=lambda r: r[0])
    point_a, point_b = read_point(a), read_point(b)
    if point_a is None or point_b is None or a["feature_class"] != b["feature_class"]:
        return
    if a["id"] == b["id"] or measure_km(point_a, point_b) > _SAME_POINT_KM:
        return
    shared = spellings[a["id"]] & spellings[b["id"]]
    if a["name"] == b["name"] or shared:
        name = a["name"] if a["name"] == b["name"] else min(shared)
        what = f"{b['id']!r} has the name {name!r} and the point of {a['id']!r} (line {line_a})"
        report(line_b, "error", f"{what}; merge the two")


def _check_named(rows: Iterable[Row], names: Iterable[Row], report: Report) -> None:
    named = {row["place_id"] for _, row in names}
    for line, row in rows:
        if row["id"] not in named:
            report(line, "error", f"{row['id']!r} has no name in names.csv; add one")


# -- names --------------------------------------------------------------------------------------


def _check_names(rows: Iterable[Row], places: Collection[str], report: Report) -> None:
    for line, row in rows:
        if row["place_id"] not in places:
            report(
                line, "error", f"places.csv has no {row['place_id']!r}; add it or correct the id"
            )
        if not row["text"]:
            report(line, "error", "the name is empty; write it or delete the row")
        if row["kind"] not in KINDS:
            known = ", ".join(sorted(KINDS))
            report(line, "error", f"no kind {row['kind']!r}; take one of {known}")
        if row["language"] not in LANGUAGES:
            report(line, "error", f"no language {row['language']!r}; take a code of ISO 639-1")
        if row["script"] not in SCRIPTS:
            report(line, "error", f"no script {row['script']!r}; take a code of ISO 15924")
            continue
        alien = _alien_letter(row["text"], row["script"])
        if alien:
            what = f"{row['text']!r} has {alien!r}, which is not {row['script']}"
            report(line, "error", f"{what}; correct the letter or the script")


def _alien_letter(text: str, script: str) -> str | None:
    for letter in filter(str.isalpha, text):
        if not unicodedata.name(letter, "").startswith(SCRIPTS[script]):
            return letter
    return None


def _check_doubles(rows: Iterable[Row], report: Report) -> None:
    seen: dict[tuple[str, ...], int] = {}
    for line, row in rows:
        key = tuple(cell for column, cell in row.items() if column != "source")
        if key in seen:
            report(line, "error", f"repeats line {seen[key]}; delete one, keep the better source")
        seen.setdefault(key, line)


def _check_officials(rows: Iterable[Row], report: Report) -> None:
    """Report official names of one side, language and script in force at the same time.

    A side may write one official name in two scripts, so each script is checked by itself.
    """
    groups: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for line, row in rows:
        if row["kind"] == "official":
            key = tuple(row[c] for c in ("place_id", "language", "script", "used_by"))
            groups[key].append((line, row))
    for group in groups.values():
        for (_, a), (line, b) in combinations(group, 2):
            if a["text"] != b["text"] and _overlap(a, b):
                what = f"{b['text']!r} and {a['text']!r} are official at the same time"
                report(line, "error", f"{what}; date them, or make one of them common")


def _overlap(a: dict[str, str], b: dict[str, str]) -> bool:
    def start(row: dict[str, str]) -> date:
        return read_day(row["valid_from"]) or date.min

    def end(row: dict[str, str]) -> date:
        return read_day(row["valid_to"]) or date.max

    return start(a) <= end(b) and start(b) <= end(a)


def _check_words(rows: Iterable[Row], words: frozenset[str], report: Report) -> None:
    for line, row in rows:
        if row["script"] == "Latn" and row["text"].casefold() in words:
            what = f"{row['text']!r} is also a common English word"
            report(line, "warning", f"{what}; leave it out or write it with 'village', 'town', …")


def _check_doubtful(rows: Iterable[Row], names: Iterable[Row], report: Report) -> None:
    used = {(r["place_id"], r["text"], r["language"]) for _, r in names}
    for line, row in rows:
        if (row["place_id"], row["text"], row["language"]) in used:
            report(line, "error", f"{row['text']!r} is in names.csv too; delete one of the two")
        if not row["why"]:
            report(line, "error", f"{row['text']!r} does not say why it is doubtful; say it")
