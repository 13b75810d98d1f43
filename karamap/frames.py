"""Results as GeoDataFrames: one row an event, toponym or place, geometry in WGS 84.

Columns hold plain values (text, numbers, ISO dates as text; lists joined with ``; ``), so that a
frame writes to any GIS format as it is.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

import geopandas as gpd
from shapely.geometry import Point

from karamap.gazetteer import Gazetteer
from karamap.model import Document, Event, Incident, Place, Toponym

__all__ = [
    "CRS",
    "events_frame",
    "incidents_frame",
    "places_frame",
    "to_geodataframe",
    "toponyms_frame",
]

CRS = "EPSG:4326"
_LIST = "; "

# what a representative coordinate carries: decimals by UCDP where_prec (1 ≈ 10 m … 6 ≈ 10 km)
_DECIMALS = {1: 4, 2: 3, 3: 2, 4: 2, 5: 2, 6: 1, 7: 1}


_SURROGATE = re.compile("[\ud800-\udfff]")


def _frame(rows: list[dict[str, Any]], columns: Sequence[str]) -> gpd.GeoDataFrame:
    # half characters (JSON can bring them) fit no file, and with pyarrow at hand no frame
    rows = [{k: _whole(v) if type(v) is str else v for k, v in row.items()} for row in rows]
    return gpd.GeoDataFrame(rows, columns=[*columns, "geometry"], geometry="geometry", crs=CRS)


def _whole(text: str) -> str:
    return text if text.isascii() else _SURROGATE.sub("\ufffd", text)


def _iso(day: object) -> str | None:
    return day.isoformat() if hasattr(day, "isoformat") else None


EVENT_COLUMNS = (
    "id",
    "type",
    "date_start",
    "date_end",
    "date_precision",
    "date_of",
    "place",
    "place_as_written",
    "place_id",
    "other_places",
    "where_precision",
    "radius_km",
    "actors",
    "targets",
    "stance",
    "claimed_by",
    "denied_by",
    "fatalities",
    "casualties",
    "weapons",
    "incident",
    "disputed",
    "confidence",
    "reason",
    "evidence",
    "trigger",
    "document",
    "start",
    "end",
    "title",
    "publisher",
    "published",
    "url",
)


def _joined(parts: Iterable[str]) -> str | None:
    """Return a list as one text; what parts it must not stand in a part."""
    return _LIST.join(p.replace(";", ",") for p in parts) or None


def _casualties(event: Event) -> str | None:
    told = []
    for toll in event.casualties:
        low, high = toll.low, toll.high
        figure = f"{low}-{high}" if low != high and None not in (low, high) else f"{toll.best}"
        told.append(f"{figure} {toll.kind}" + (f" ({toll.side})" if toll.side else ""))
    return _joined(told)


def _located(event: Event) -> Toponym | None:
    return next((t for t in event.places if t.place is not None), None)


def _event_row(
    event: Event, document: Document | None, incident: Incident | None
) -> dict[str, Any]:
    first, when = _located(event), event.when
    place = first.place if first else None
    decimals = _DECIMALS.get(event.where_precision or 7, 2)
    others = [t.place.name for t in event.places if t.place and t is not first]
    return {
        "id": event.id,
        "type": str(event.type),
        "date_start": _iso(when.start) if when else None,
        "date_end": _iso(when.end) if when else None,
        "date_precision": when.precision if when else None,
        "date_of": event.date_of,
        "place": place.name if place else None,
        "place_as_written": first.mention.text if first else None,
        "place_id": place.id if place else None,
        "other_places": _joined(others),
        "where_precision": event.where_precision,
        "radius_km": event.radius_km,
        "actors": _joined(event.actors),
        "targets": _joined(event.targets),
        "stance": str(event.stance),
        "claimed_by": event.claimed_by,
        "denied_by": event.denied_by,
        "fatalities": event.fatalities,
        "casualties": _casualties(event),
        "weapons": _joined(event.weapons),
        "incident": incident.id if incident else None,
        "disputed": incident.disputed if incident else False,
        "confidence": event.confidence,
        "reason": event.reason,
        "evidence": event.evidence,
        "trigger": event.trigger,
        "document": event.document,
        "start": event.start,
        "end": event.end,
        "title": document.title if document else None,
        "publisher": document.publisher if document else None,
        "published": _iso(document.published) if document else None,
        "url": document.url if document else None,
        "geometry": Point(round(place.lon, decimals), round(place.lat, decimals))
        if place
        else None,
    }


def events_frame(
    events: Iterable[Event],
    documents: Iterable[Document] = (),
    incidents: Iterable[Incident] = (),
) -> gpd.GeoDataFrame:
    """Return one row an event; events without a place have no geometry.

    The point is the event's first place, rounded to what its precision carries; `documents` and
    `incidents` fill the columns about the source and about rival reports. Where only the day of
    the saying is told, the days are its, and ``date_of`` is ``statement``: they date no event.
    """
    by_id = {d.id: d for d in documents}
    told = {e.id: i for i in incidents for e in i.events}
    rows = [_event_row(e, by_id.get(e.document), told.get(e.id)) for e in events]
    frame = _frame(rows, EVENT_COLUMNS)
    for column in ("date_precision", "where_precision", "fatalities"):
        frame[column] = frame[column].astype("Int64")
    return frame


INCIDENT_COLUMNS = (
    "id",
    "type",
    "date_start",
    "date_end",
    "date_of",
    "place",
    "place_id",
    "where_precision",
    "radius_km",
    "reports",
    "sources",
    "disputed",
    "claimed_by",
    "denied_by",
    "fatalities_low",
    "fatalities_high",
    "events",
)


def incidents_frame(events: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return one row an incident of an events frame, by id: rival reports side by side.

    Place, type and point are those of its most exactly placed report (of several, the first);
    days reach from the first possible to the last of all reports that date the event, else of
    those that only tell when it was said (``date_of`` is ``statement``); tolls are the lowest and
    the highest best figure. Events that belong to no incident give none.
    """
    told: dict[str, list[dict[str, Any]]] = defaultdict(list)
    known = events[events["incident"].notna()].astype(object)
    for row in known.where(known.notna(), None).to_dict("records"):
        told[row["incident"]].append({str(k): v for k, v in row.items()})
    frame = _frame([_incident_row(key, told[key]) for key in sorted(told)], INCIDENT_COLUMNS)
    for column in ("where_precision", "fatalities_low", "fatalities_high"):
        frame[column] = frame[column].astype("Int64")
    for column in ("radius_km",):
        frame[column] = frame[column].astype("float64")
    return frame


def _date_of(row: dict[str, Any]) -> str:
    # a frame of before the column came had only days of the events themselves
    return row.get("date_of") or ("event" if row["date_start"] or row["date_end"] else "none")


def _basis(reports: Sequence[dict[str, Any]]) -> str:
    """Return what an incident's days are of: of its saying only where no report tells its own."""
    told = {_date_of(r) for r in reports}
    return next((basis for basis in ("event", "statement") if basis in told), "none")


def _incident_row(key: str, reports: Sequence[dict[str, Any]]) -> dict[str, Any]:
    best = min(reports, key=lambda r: (r["geometry"] is None, r["where_precision"] or 9))
    dead = [r["fatalities"] for r in reports if r["fatalities"] is not None]

    basis = _basis(reports)

    def days(column: str) -> list[str]:
        told = (r[column] for r in reports if _date_of(r) == basis)
        return [day for day in told if day is not None]

    def all_of(column: str, other: str | None = None) -> str | None:
        found = (r[column] or (r[other] if other else None) for r in reports)
        return _joined(dict.fromkeys(f for f in found if f))

    return {
        "id": key,
        **{c: best[c] for c in ("type", "place", "place_id", "where_precision", "radius_km")},
        "date_start": min(days("date_start"), default=None),
        "date_end": max(days("date_end"), default=None),
        "date_of": basis,
        "reports": len(reports),
        "sources": all_of("publisher", "document"),
        "disputed": any(r["disputed"] for r in reports),
        "claimed_by": all_of("claimed_by"),
        "denied_by": all_of("denied_by"),
        "fatalities_low": min(dead, default=None),
        "fatalities_high": max(dead, default=None),
        "events": _joined(r["id"] for r in reports),
        "geometry": best["geometry"],
    }


TOPONYM_COLUMNS = (
    "document",
    "start",
    "end",
    "surface",
    "kind",
    "literal",
    "place_id",
    "name",
    "feature_class",
    "confidence",
    "reason",
    "boilerplate",
)


def toponyms_frame(toponyms: dict[str, Sequence[Toponym]]) -> gpd.GeoDataFrame:
    """Return one row a mention of `toponyms` (by document id); unresolved ones have no geometry."""
    rows = [
        {
            "document": document,
            "start": t.mention.start,
            "end": t.mention.end,
            "surface": t.mention.text,
            "kind": t.mention.kind,
            "literal": t.mention.literal,
            "place_id": t.place.id if t.place else None,
            "name": t.place.name if t.place else None,
            "feature_class": str(t.place.feature_class) if t.place else None,
            "confidence": t.confidence,
            "reason": t.reason,
            "boilerplate": t.mention.boilerplate,
            "geometry": Point(t.place.lon, t.place.lat) if t.place else None,
        }
        for document, found in toponyms.items()
        for t in found
    ]
    return _frame(rows, TOPONYM_COLUMNS)


PLACE_COLUMNS = (
    "id",
    "name",
    "label",
    "feature_class",
    "country",
    "radius_km",
    "mentions",
    "documents",
    "written",
    "names",
    "confidence",
    "source",
)


def places_frame(
    toponyms: dict[str, Sequence[Toponym]],
    gazetteer: Gazetteer | None = None,
    *,
    names: str = "as-written",
) -> gpd.GeoDataFrame:
    """Return one row a place that the texts name outside boilerplate, by id.

    ``written`` lists the spellings found, ``names`` the gazetteer's names with language and side.
    """
    written: dict[str, Counter[str]] = defaultdict(Counter)
    where: dict[str, set[str]] = defaultdict(set)
    best: dict[str, float] = defaultdict(float)
    places: dict[str, Place] = {}
    for document, found in toponyms.items():
        for t in found:
            if t.place is None or t.mention.boilerplate or t.mention.kind == "demonym":
                continue
            places[t.place.id] = t.place
            written[t.place.id][t.mention.text] += 1
            where[t.place.id].add(document)
            best[t.place.id] = max(best[t.place.id], t.confidence)
    rows = []
    for key in sorted(places):
        place = places[key]
        spellings = [s for s, _ in sorted(written[key].items(), key=lambda kv: (-kv[1], kv[0]))]
        known = gazetteer.names(key) if gazetteer else ()
        label = gazetteer.label(place, names, written=spellings[0]) if gazetteer else spellings[0]
        rows.append(
            {
                "id": key,
                "name": place.name,
                "label": label,
                "feature_class": str(place.feature_class),
                "country": place.country or None,
                "radius_km": place.radius_km,
                "mentions": sum(written[key].values()),
                "documents": _LIST.join(sorted(where[key])),
                "written": _LIST.join(spellings),
                "names": _LIST.join(
                    f"{n.text} ({n.language}{', ' + n.used_by if n.used_by else ''})" for n in known
                )
                or None,
                "confidence": best[key],
                "source": place.source,
                "geometry": Point(place.lon, place.lat),
            }
        )
    return _frame(rows, PLACE_COLUMNS)


def to_geodataframe(items: Iterable[Event] | dict[str, Sequence[Toponym]]) -> gpd.GeoDataFrame:
    """Return events (a list) or toponyms (a dict by document id) as a GeoDataFrame."""
    return toponyms_frame(items) if isinstance(items, dict) else events_frame(items)
