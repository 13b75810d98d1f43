"""Check that no contested place carries one side's names alone.

Contested is what lies within an area that was held, claimed, kept by peacekeepers or a unit of its
own once: the layers of the folder tell. The sides are the two that use most of the names there. A
place on that ground must have names of both, or be listed in ``one_sided.csv`` with the reason; its
working label must resemble a name of each, so that it shows both where they differ.
"""

from __future__ import annotations

import contextlib
import json
import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from karamap.gazetteer.check_codes import OUTSIDERS
from karamap.gazetteer.check_rows import Report, Row, read_point
from karamap.gazetteer.spelling import folded_key, loose_key

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

__all__ = ["ONE_SIDED", "check_sides"]

Names = dict[str, dict[str, list[dict[str, str]]]]  # place id → side → its names

ONE_SIDED = "one_sided.csv"
_GROUND = frozenset({"claimed_area", "former_unit", "held_area", "peacekeeping_area"})
_NAMED = frozenset({"settlement", "district"})  # what each side has names for
_LABELLED = frozenset({"settlement"})  # a unit of one side's law goes by that side's name
_APOSTROPHES = re.compile("['’ʻʼ]")
_FEWEST = 10  # places with names of a side that make it one of the two
_CURRENT = frozenset({"official", "common"})
_ALIKE = 60.0  # rapidfuzz ratio of two spellings of one name


def check_sides(
    folder: Path,
    tables: Mapping[str, list[Row]],
    report: Report,
    report_listed: Report,
) -> None:
    """Report what the sides' names in the tables of `folder` lack.

    Parameters
    ----------
    folder
        Its ``layers/*.geojson`` tell the contested ground; without them nothing is checked.
    tables
        Rows of ``places.csv``, ``names.csv`` and ``one_sided.csv`` by file name.
    report, report_listed
        Told of rows of ``places.csv`` and of ``one_sided.csv``.
    """
    ground = _contested_ground(folder)
    inside = [(n, row) for n, row in tables["places.csv"] if _is_on(ground, row)]
    used: Names = defaultdict(lambda: defaultdict(list))
    for _, name in tables["names.csv"]:
        used[name["place_id"]][name["used_by"]].append(name)
    sides = _find_sides(inside, used)
    listed = {(row["place_id"], row["side"]) for _, row in tables[ONE_SIDED]}
    for line, row in inside:
        lacking = [s for s in sides if not used[row["id"]][s]]
        for side in lacking:
            if len(lacking) < len(sides) and (row["id"], side) not in listed:
                what = f"{row['id']!r} has no name that {side!r} uses"
                report(line, "warning", f"{what}; add it, or list the place in {ONE_SIDED}")
        if not lacking and row["feature_class"] in _LABELLED:
            _check_label(line, row, used[row["id"]], sides, report)
    for line, row in tables[ONE_SIDED]:
        if used[row["place_id"]][row["side"]]:
            what = f"{row['place_id']!r} has names that {row['side']!r} uses"
            report_listed(line, "error", f"{what}; delete the row")


def _contested_ground(folder: Path) -> BaseGeometry | None:
    from shapely import prepare, union_all  # noqa: PLC0415  only for this check
    from shapely.geometry import shape  # noqa: PLC0415

    features: list[dict[str, Any]] = []
    for path in sorted((folder / "layers").glob("*.geojson")):
        with contextlib.suppress(ValueError, KeyError):  # reading the layers tells of a broken one
            features += json.loads(path.read_text(encoding="utf-8"))["features"]
    areas = [f["geometry"] for f in features if f.get("properties", {}).get("kind") in _GROUND]
    if not areas:
        return None
    ground = union_all([shape(area) for area in areas])
    prepare(ground)
    return ground


def _is_on(ground: BaseGeometry | None, row: dict[str, str]) -> bool:
    from shapely.geometry import Point  # noqa: PLC0415  only for this check

    point = read_point(row)
    if ground is None or point is None or row["feature_class"] not in _NAMED:
        return False
    return bool(ground.covers(Point(point)))


def _find_sides(inside: list[Row], used: Names) -> list[str]:
    """Return the two sides that name most of the places, if two name enough of them."""
    counts: Counter[str] = Counter()
    for _, row in inside:
        counts.update(s for s, names in used[row["id"]].items() if names and s not in OUTSIDERS)
    found = sorted((-n, side) for side, n in counts.items() if n >= _FEWEST)
    local = [side for _, side in found][:2]
    return local if len(local) == 2 else []


def _check_label(
    line: int,
    row: dict[str, str],
    used: Mapping[str, list[dict[str, str]]],
    sides: list[str],
    report: Report,
) -> None:
    shown = row["name"].partition(" (")[0].split(" / ")
    for side in sides:
        current = [n for n in used[side] if n["kind"] in _CURRENT and not n["valid_to"]]
        alike = [_likeness(n["text"], part) for n in current for part in shown]
        if alike and max(alike) < _ALIKE:
            what = f"the label {row['name']!r} shows no name that {side!r} uses"
            text = min(n["text"] for n in current)
            report(line, "warning", f"{what}; write both names with a slash ({text!r})")


def _likeness(one: str, other: str) -> float:
    from rapidfuzz import fuzz  # noqa: PLC0415  only for this check

    # an apostrophe does not part words here, nor does one side's habit of writing two as one
    a, b = (loose_key(folded_key(_APOSTROPHES.sub("", name))) for name in (one, other))
    return max(fuzz.token_set_ratio(a, b), fuzz.ratio(a.replace(" ", ""), b.replace(" ", "")))
