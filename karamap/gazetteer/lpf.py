"""Linked Places Format (GeoJSON-LD), the exchange format of historical gazetteers, out and in.

What the format has no term for (which side uses a name, of what kind it is, how far a feature
reaches) is kept in terms of our own namespace, so that a file of ours reads back without loss.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from karamap.errors import GazetteerError
from karamap.gazetteer.tables import Table
from karamap.gazetteer.writing import guess_script
from karamap.model import FeatureClass, Name, Place

if TYPE_CHECKING:
    from karamap.gazetteer.index import Gazetteer

__all__ = ["read_lpf", "to_lpf"]

_TERMS = (
    "https://raw.githubusercontent.com/LinkedPasts/linked-places/master/"
    "linkedplaces-context-v1.1.jsonld"
)
_CONTEXT = [_TERMS, {"karamap": "urn:karamap:"}]
_OWN = "karamap:"
_F = FeatureClass
_LETTERS = {  # GeoNames feature class of ours, and back for files of others
    _F.SETTLEMENT: "P",
    _F.DISTRICT: "A",
    _F.ADMIN1: "A",
    _F.COUNTRY: "A",
    _F.REGION: "L",
    _F.FORMER_UNIT: "A",
    _F.CONTINENT: "L",
    _F.SEA: "H",
    _F.LAKE: "H",
    _F.RIVER: "H",
    _F.MOUNTAIN: "T",
    _F.CORRIDOR: "L",
    _F.SITE: "S",
}
_OF_LETTER = {
    "P": _F.SETTLEMENT,
    "A": _F.DISTRICT,
    "L": _F.REGION,
    "H": _F.RIVER,
    "T": _F.MOUNTAIN,
    "S": _F.SITE,
    "R": _F.SITE,
}
_USUAL_SCRIPT = {"az": "Latn", "en": "Latn", "tr": "Latn", "hy": "Armn", "ru": "Cyrl", "ka": "Geor"}
_GEONAMES = re.compile(r"\bGeoNames (\d+)\b")
_ISO_DAY = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")


# -- out --------------------------------------------------------------------------------------


def _when(start: date | None, end: date | None) -> dict[str, Any]:
    span = {}
    if start:
        span["start"] = {"in": start.isoformat()}
    if end:
        span["end"] = {"in": end.isoformat()}
    return {"when": {"timespans": [span]}} if span else {}


def _tag(name: Name) -> str:
    """Return the BCP 47 tag of a name; the script where it is not the language's usual one."""
    usual = _USUAL_SCRIPT.get(name.language) == name.script
    return name.language if usual or not name.script else f"{name.language}-{name.script}"


def _name_out(name: Name) -> dict[str, Any]:
    told: dict[str, Any] = {"toponym": name.text, "lang": _tag(name)}
    if name.source:
        told["citations"] = [{"label": name.source}]
    told |= _when(name.valid_from, name.valid_to)
    told[_OWN + "kind"] = name.kind
    if name.used_by:
        told[_OWN + "used_by"] = name.used_by
    return told


def _feature(place: Place, names: Iterable[Name]) -> dict[str, Any]:
    kind = str(place.feature_class)
    feature: dict[str, Any] = {
        "@id": _OWN + place.id,
        "type": "Feature",
        "properties": {
            "title": place.name,
            "ccodes": [place.country] if place.country else [],
            "fclasses": [_LETTERS[place.feature_class]],
            _OWN + "radius_km": place.radius_km,
            _OWN + "population": place.population,
        },
        **_when(place.valid_from, place.valid_to),
        "names": [_name_out(n) for n in names]
        or [{"toponym": place.name, "lang": "und", _OWN + "kind": ""}],
        "types": [
            {
                "identifier": _OWN + kind,
                "label": kind,
                "sourceLabels": [{"label": kind, "lang": "en"}],
            }
        ],
        "geometry": {
            "type": "Point",
            "coordinates": [place.lon, place.lat],
            "citations": [{"label": place.source}] if place.source else [],
        },
    }
    if place.parent:
        feature["relations"] = [
            {"relationType": "gvp:broaderPartitive", "relationTo": _OWN + place.parent}
        ]
    known = _GEONAMES.search(place.source)
    if known:
        feature["links"] = [
            {"type": "closeMatch", "identifier": f"https://www.geonames.org/{known[1]}"}
        ]
    return feature


def to_lpf(gazetteer: Gazetteer, places: Iterable[Place]) -> dict[str, Any]:
    """Return `places` with their names as a Linked Places feature collection, in that order."""
    return {
        "@context": _CONTEXT,
        "type": "FeatureCollection",
        "features": [_feature(p, gazetteer.names(p.id)) for p in places],
    }


# -- in ---------------------------------------------------------------------------------------


def _bound(text: str, *, last: bool) -> date | None:
    """Return the first or last day of a year, month or day; None before the year 1."""
    found = _ISO_DAY.fullmatch(str(text)[:10].lstrip("+"))
    if not found:
        return None
    year, month, day = int(found[1]), found[2], found[3]
    if day:
        return date(year, int(month), int(day))
    if not last:
        return date(year, int(month or 1), 1)
    if month and int(month) < 12:
        return date(year, int(month) + 1, 1) - timedelta(1)
    return date(year, 12, 31)


def _span(told: dict[str, Any]) -> tuple[date | None, date | None]:
    """Return the first and last day of the timespans of a feature or name."""
    spans = told.get("when", {}).get("timespans", [])
    starts = [_edge(s.get("start", {}), last=False) for s in spans]
    ends = [_edge(s.get("end", {}), last=True) for s in spans]
    return (
        min((s for s in starts if s), default=None) if all(starts) else None,
        max((e for e in ends if e), default=None) if all(ends) else None,
    )


def _edge(told: dict[str, str], *, last: bool) -> date | None:
    order = ("in", "latest", "earliest") if last else ("in", "earliest", "latest")
    return next((_bound(told[k], last=last) for k in order if told.get(k)), None)


def _label(told: dict[str, Any]) -> str:
    cited = told.get("citations") or told.get("citation") or {}
    first = cited[0] if isinstance(cited, list) else cited
    return str(first.get("label") or first.get("@id") or "")


def _kind(feature: dict[str, Any]) -> FeatureClass:
    for told in feature.get("types", []):
        identifier = str(told.get("identifier", "")).removeprefix(_OWN)
        if identifier in set(_F):
            return _F(identifier)
    letters = feature.get("properties", {}).get("fclasses") or ["P"]
    return _OF_LETTER.get(letters[0], _F.SITE)


def _point(geometry: dict[str, Any] | None) -> tuple[float, float]:
    if not geometry:
        raise ValueError("has no geometry; add a point")
    if geometry.get("type") != "Point":
        from shapely.geometry import shape  # noqa: PLC0415  only for lines and areas

        geometry = shape(geometry).representative_point().__geo_interface__
    lon, lat = (float(c) for c in geometry["coordinates"][:2])
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        raise ValueError(f"lon {lon}, lat {lat} are not degrees")
    return lon, lat


def _name_in(place_id: str, told: dict[str, Any]) -> Name:
    text = told["toponym"]
    language, _, script = str(told.get("lang") or "und").partition("-")
    start, end = _span(told)
    return Name(
        place_id,
        text,
        language,
        script or _USUAL_SCRIPT.get(language) or guess_script(text),
        told.get(_OWN + "kind") or "common",
        told.get(_OWN + "used_by", ""),
        start,
        end,
        _label(told),
    )


def _place_in(feature: dict[str, Any]) -> tuple[Place, list[Name]]:
    told = feature["properties"]
    place_id = str(feature["@id"]).removeprefix(_OWN)
    lon, lat = _point(feature.get("geometry"))
    start, end = _span(feature)
    relations = feature.get("relations", [])
    parents = [r["relationTo"] for r in relations if "broaderPart" in r.get("relationType", "")]
    place = Place(
        id=place_id,
        name=told["title"],
        feature_class=_kind(feature),
        lon=lon,
        lat=lat,
        radius_km=float(told.get(_OWN + "radius_km", 0)),
        country=(told.get("ccodes") or [""])[0],
        parent=str(parents[0]).removeprefix(_OWN) if parents else "",
        population=int(told.get(_OWN + "population", 0)),
        valid_from=start,
        valid_to=end,
        source=_label(feature["geometry"]) or str(feature["@id"]),
        curated=True,
    )
    # a kind that is empty marks the title, given because the format wants a name
    names = [_name_in(place_id, n) for n in feature["names"] if n.get(_OWN + "kind") != ""]
    return place, names


def read_lpf(path: Path) -> Table:
    """Read the places and names of a Linked Places file, ours or another's.

    Lines and areas are read as a representative point; years and months as their first and last
    day; a date before the year 1 as open.

    Raises
    ------
    GazetteerError
        Naming the file and the feature.
    """
    try:
        read = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise GazetteerError(f"cannot be read ({error.strerror}); check the path", path) from error
    except UnicodeDecodeError as error:
        raise GazetteerError(f"is not UTF-8 ({error.reason}); save it as UTF-8", path) from error
    except json.JSONDecodeError as error:
        raise GazetteerError(f"is no JSON ({error.msg})", path, error.lineno) from error
    if not isinstance(read, dict) or not isinstance(read.get("features"), list):
        raise GazetteerError("is no feature collection; see the Linked Places Format", path)
    table = Table([], [], [])
    for number, feature in enumerate(read["features"], 1):
        try:
            place, names = _place_in(feature)
        except KeyError as error:
            raise GazetteerError(f"feature {number} lacks {error}; add it", path) from error
        except (ValueError, TypeError, AttributeError, IndexError) as error:
            raise GazetteerError(f"feature {number}: {error}", path) from error
        table.places.append(place)
        table.names.extend(names)
    return table
