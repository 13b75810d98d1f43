"""Places of an events file as toponyms: whole from jsonl, a named point from flat tables."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from karamap.gazetteer import Gazetteer
from karamap.imports.cells import as_day, as_float, as_int, as_list, as_told
from karamap.model import Candidate, FeatureClass, Mention, Place, Toponym, stable_id

__all__ = ["checked_degrees", "class_of_precision", "flat_toponyms", "nested_toponyms"]

# what a where_prec most likely names, where nothing else tells the kind of place
_CLASSES = {
    1: FeatureClass.SETTLEMENT,
    2: FeatureClass.SETTLEMENT,
    3: FeatureClass.DISTRICT,
    4: FeatureClass.ADMIN1,
    5: FeatureClass.CORRIDOR,
    6: FeatureClass.COUNTRY,
    7: FeatureClass.SEA,
}


def class_of_precision(where_precision: int | None) -> FeatureClass:
    """Return the kind of place that UCDP's `where_precision` 1–7 most likely stands for."""
    return _CLASSES.get(where_precision or 1, FeatureClass.SETTLEMENT)


def checked_degrees(lon: float, lat: float) -> tuple[float, float]:
    """Return the point, WGS 84 degrees.

    Raises
    ------
    ValueError
        Where it is no point on Earth.
    """
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        raise ValueError(f"longitude {lon:g}, latitude {lat:g} are no degrees; check the columns")
    return lon, lat


def nested_toponyms(rows: Iterable[Any]) -> tuple[Toponym, ...]:
    """Return the toponyms of a jsonl event's ``places``; what a row lacks is left at its default.

    Raises
    ------
    ValueError
        Where an entry is no place.
    """
    return tuple(_toponym(row) for row in rows)


def _toponym(row: Any) -> Toponym:  # noqa: ANN401  what JSON holds
    if not isinstance(row, dict):
        raise ValueError("a place of 'places' is no JSON object")  # noqa: TRY004  one error for a bad row
    text = str(row.get("text") or row.get("surface") or row.get("name") or "")
    mention = Mention(
        as_int(row.get("start"), "start") or 0,
        as_int(row.get("end"), "end") or 0,
        text,
        str(row.get("kind") or "toponym"),
        literal=bool(row.get("literal", True)),
        boilerplate=bool(row.get("boilerplate", False)),
    )
    confidence = as_float(row.get("confidence"), "confidence")
    return Toponym(
        mention,
        _place(row),
        1.0 if confidence is None else confidence,
        str(row.get("reason") or ""),
        _candidates(row.get("candidates") or []),
    )


def _candidates(rows: Any) -> tuple[Candidate, ...]:  # noqa: ANN401  what JSON holds
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise ValueError("'candidates' of a place is no list of JSON objects")
    return tuple(map(_candidate, rows))


def _candidate(row: dict[str, Any]) -> Candidate:
    place = _place(row)
    if place is None:
        raise ValueError("a candidate of 'places' has no place_id or coordinates")
    score = as_float(row.get("score"), "score") or 0.0
    return Candidate(place, score, str(row.get("matched") or ""), str(row.get("how") or "exact"))


def _place(row: dict[str, Any]) -> Place | None:
    lon, lat = as_float(row.get("lon"), "lon"), as_float(row.get("lat"), "lat")
    if lon is None or lat is None:
        return None
    checked_degrees(lon, lat)
    name = str(row.get("name") or row.get("text") or "")
    return Place(
        str(row.get("place_id") or f"point:{stable_id(name, lon, lat)}"),
        name,
        _feature_class(row.get("feature_class")),
        lon,
        lat,
        as_float(row.get("radius_km"), "radius_km") or 0.0,
        str(row.get("country") or ""),
        str(row.get("parent") or ""),
        as_int(row.get("population"), "population") or 0,
        as_day(row.get("valid_from"), "valid_from"),
        as_day(row.get("valid_to"), "valid_to"),
        str(row.get("source") or ""),
        curated=bool(row.get("curated", False)),
    )


def _feature_class(cell: object) -> FeatureClass:
    if not cell:
        return FeatureClass.SETTLEMENT
    try:
        return FeatureClass(str(cell))
    except ValueError:
        raise ValueError(f"feature_class {cell!r} is unknown") from None


def flat_toponyms(row: dict[str, Any], at: int, gazetteer: Gazetteer | None) -> tuple[Toponym, ...]:
    """Return the first place of a flat row with its point, and its other places by name only.

    Parameters
    ----------
    row
        With ``place``, ``place_id``, ``place_as_written``, ``lon``, ``lat`` (degrees),
        ``where_precision`` and ``other_places``, any of them empty.
    at
        Where in the document the mention is to be noted: a flat row does not tell.
    gazetteer
        Gives the whole entry of a place that it knows by id.

    Raises
    ------
    ValueError
        Where the coordinates are no degrees.
    """
    place = _flat_place(row, gazetteer)
    found = []
    if place:
        written = as_told(row.get("place_as_written")) or place.name
        reason = "read from a table of events"
        found.append(Toponym(Mention(at, at, written), place, 1.0, reason))
    for name in as_list(row.get("other_places")):
        reason = "a further place of the event; its point is not in the table"
        found.append(Toponym(Mention(at, at, name), None, 1.0, reason))
    return tuple(found)


def _flat_place(row: dict[str, Any], gazetteer: Gazetteer | None) -> Place | None:
    key = as_told(row.get("place_id"))
    known = gazetteer.place(key) if gazetteer and key else None
    if known:
        return known
    lon, lat = as_float(row.get("lon"), "lon"), as_float(row.get("lat"), "lat")
    if lon is None or lat is None:
        return None
    checked_degrees(lon, lat)
    level = as_int(row.get("where_precision"), "where_precision")
    name = as_told(row.get("place")) or as_told(row.get("place_as_written")) or ""
    return Place(
        key or f"point:{stable_id(name, lon, lat)}",
        name or f"{lat:.2f}, {lon:.2f}",
        class_of_precision(level),
        lon,
        lat,
        as_float(row.get("radius_km"), "radius_km") or 0.0,
    )
