"""The jsonl rows of ``karamap geoparse`` and ``karamap events``: lossless, one value a line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from karamap.model import Event, Toponym

__all__ = ["document_row", "event_row", "toponym_row"]


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


def event_row(event: Event) -> dict[str, Any]:
    """Return one event's line of ``karamap events``."""
    return {
        "id": event.id,
        "document": event.document,
        "start": event.start,
        "end": event.end,
        "type": str(event.type),
        "trigger": event.trigger,
        "date_start": event.date.start.isoformat() if event.date and event.date.start else None,
        "date_end": event.date.end.isoformat() if event.date and event.date.end else None,
        "date_precision": event.date.precision if event.date else None,
        "places": [
            {
                "name": t.place.name if t.place else None,
                "place_id": t.place.id if t.place else None,
                "lat": t.place.lat if t.place else None,
                "lon": t.place.lon if t.place else None,
                "text": t.mention.text,
            }
            for t in event.places
        ],
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
    }
