"""The jsonl rows of ``karamap geoparse`` and ``karamap events``: lossless, one value a line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from karamap.model import Document, Event, Incident, Place, Toponym

__all__ = ["document_row", "event_row", "is_only_said", "toponym_row"]

_OF_PLACE = ("country", "parent", "population", "valid_from", "valid_to", "source", "curated")


def toponym_row(toponym: Toponym) -> dict[str, Any]:
    """Return a mention with its place; unresolved: ``lat`` and ``lon`` are None."""
    mention, place = toponym.mention, toponym.place
    return {
        "start": mention.start,
        "end": mention.end,
        "surface": mention.text,
        "kind": mention.kind,
        "literal": mention.literal,
        "place_id": place.id if place else None,
        "name": place.name if place else None,
        "feature_class": str(place.feature_class) if place else None,
        "lat": place.lat if place else None,
        "lon": place.lon if place else None,
        "where_precision": toponym.where_precision,
        "radius_km": toponym.radius_km,
        "confidence": toponym.confidence,
        "reason": toponym.reason,
        "candidates": [
            {
                "place_id": c.place.id,
                "name": c.place.name,
                "lat": c.place.lat,
                "lon": c.place.lon,
                "score": c.score,
                "how": c.how,
            }
            for c in toponym.candidates
        ],
        "boilerplate": mention.boilerplate,
    }


def document_row(document_id: str, toponyms: Sequence[Toponym]) -> dict[str, Any]:
    """Return one document's line of ``karamap geoparse``."""
    return {"id": document_id, "toponyms": [toponym_row(t) for t in toponyms]}


def _place_row(place: Place | None) -> dict[str, Any]:
    """Return an entry whole; of the fields that are seldom told only those that are."""
    row: dict[str, Any] = {
        "name": place.name if place else None,
        "place_id": place.id if place else None,
        "lat": place.lat if place else None,
        "lon": place.lon if place else None,
    }
    if place is None:
        return row
    row |= {"feature_class": str(place.feature_class), "radius_km": place.radius_km}
    for name in _OF_PLACE:
        value = getattr(place, name)
        if value:
            row[name] = value.isoformat() if name.startswith("valid") else value
    return row


def _told_place(toponym: Toponym) -> dict[str, Any]:
    """Return a place of an event with its mention and all that was weighed for it."""
    mention = toponym.mention
    row = {
        **_place_row(toponym.place),
        "text": mention.text,
        "start": mention.start,
        "end": mention.end,
        "kind": mention.kind,
        "literal": mention.literal,
        "boilerplate": mention.boilerplate,
        "confidence": toponym.confidence,
        "reason": toponym.reason,
    }
    if toponym.candidates:
        row["candidates"] = [
            {**_place_row(c.place), "score": c.score, "matched": c.matched, "how": c.how}
            for c in toponym.candidates
        ]
    return row


def _source(document: Document | None, incident: Incident | None) -> dict[str, Any]:
    """Return what a hand-over tells besides the event: its text's data and its incident."""
    row: dict[str, Any] = {}
    if document:
        published = document.published.isoformat() if document.published else None
        told = {"title": document.title, "publisher": document.publisher, "published": published}
        row |= {**told, "url": document.url}
    if incident:
        row |= {"incident": incident.id, "disputed": incident.disputed}
    return row


def is_only_said(row: dict[str, Any]) -> bool:
    """Whether the days of an event's row are of its saying alone."""
    return row.get("date_of") == "statement"


def event_row(
    event: Event, *, document: Document | None = None, incident: Incident | None = None
) -> dict[str, Any]:
    """Return one event's line of ``karamap events``, lossless.

    With `document` and `incident` it also tells the text's title, publisher, day and address, and
    which incident it belongs to. ``date_of`` says whether the days are the event's own.
    """
    when = event.when
    return {
        "id": event.id,
        "document": event.document,
        "start": event.start,
        "end": event.end,
        "type": str(event.type),
        "trigger": event.trigger,
        "date_start": when.start.isoformat() if when and when.start else None,
        "date_end": when.end.isoformat() if when and when.end else None,
        "date_precision": when.precision if when else None,
        "date_of": event.date_of,
        "places": [_told_place(t) for t in event.places],
        "where_precision": event.where_precision,
        "radius_km": event.radius_km,
        "actors": list(event.actors),
        "targets": list(event.targets),
        "claimed_by": event.claimed_by,
        "denied_by": event.denied_by,
        "stance": str(event.stance),
        "fatalities": event.fatalities,
        "casualties": [
            {"kind": c.kind, "best": c.best, "low": c.low, "high": c.high, "side": c.side}
            for c in event.casualties
        ],
        "weapons": list(event.weapons),
        "evidence": event.evidence,
        "confidence": event.confidence,
        "reason": event.reason,
        **_source(document, incident),
    }
