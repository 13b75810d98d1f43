"""What the page's scripts are told, as plain data: the spec's events, places and documents.

Keys are short because 5,000 events repeat them. Nothing here is HTML; `escape_json` writes it.
"""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from math import cos, isfinite, radians
from typing import TYPE_CHECKING, Any

from karamap.gazetteer.policy import choose_label
from karamap.model import WHERE_PRECISION, EventType, Place, Stance
from karamap.render.interactive.escape import safe_url
from karamap.render.interactive.opening import opening_span
from karamap.render.marking import distance_km, precision_of, told_places
from karamap.render.wording import POLICY_WORDS, UNTOLD_DAYS
from karamap.style import FAMILIES, Family, LayerStyle, family_of, is_open_mark

if TYPE_CHECKING:
    from collections.abc import Sequence

    from karamap.model import Document, Event, Name
    from karamap.render.spec import MappedPlace, MapSpec

__all__ = ["build_payload", "initial_bounds", "split_evidence"]

COUNTRYWIDE = 6  # where_precision from which a place is no spot on the ground
WORLD = [[-55.0, -170.0], [75.0, 180.0]]

Json = dict[str, Any]


def split_evidence(event: Event) -> list[list[str]]:
    """Return the sentence in pieces ``[kind, text]``; kind is ``""``, ``place`` or ``trigger``."""
    text = event.evidence
    spans: list[tuple[int, int, str]] = []
    for toponym in event.places:
        start = toponym.mention.start - event.start
        end = toponym.mention.end - event.start
        if 0 <= start < end and text[start:end] == toponym.mention.text:
            spans.append((start, end, "place"))
    if event.trigger:
        hit = re.search(rf"(?<!\w){re.escape(event.trigger)}", text, re.IGNORECASE)
        if hit:
            spans.append((*hit.span(), "trigger"))
    pieces: list[list[str]] = []
    done = 0
    for start, end, kind in sorted(spans):
        if start < done:
            continue
        pieces += [["", text[done:start]]] if start > done else []
        pieces.append([kind, text[start:end]])
        done = end
    return pieces + ([["", text[done:]]] if done < len(text) else [])


def build_payload(spec: MapSpec) -> Json:
    """Return everything the page's scripts need besides the layers' geometry."""
    places, index = _collect_places(spec)
    documents = {d.id: i for i, d in enumerate((*spec.documents, *spec.laid_over.documents))}
    disputed = {e.id for i in spec.incidents if i.disputed for e in i.events}
    events = [
        _describe_event(e, documents, index, disputed=e.id in disputed)
        for e in (*spec.events, *spec.laid_over.events)
    ]
    return {
        "title": spec.title,
        "asOf": spec.as_of.isoformat(),
        "namePolicies": _name_policies(spec),
        "attribution": list(spec.attribution),
        "families": [_describe_family(f) for f in spec.style.families],
        "types": {t.value: _words(t.value) for t in EventType},
        "stances": {s.value: _words(s.value) for s in Stance},
        "untoldDays": {s.value: words for s, words in UNTOLD_DAYS.items()},
        "layerStyles": {k: _describe_style(s) for k, s in spec.style.layers.items()},
        "documents": [
            *map(_describe_document, spec.documents),
            *({**_describe_document(d), "overlaid": True} for d in spec.laid_over.documents),
        ],
        "places": places,
        "events": events,
        "incidents": _describe_incidents(spec),
        "bounds": initial_bounds(spec),
        "opening": _describe_opening(spec),
    }


def _words(value: str) -> str:
    """Return an enum's value as words."""
    return value.replace("_", " ")


def _describe_family(family: Family) -> Json:
    return {
        "key": family.key,
        "label": family.label,
        "colour": family.colour,
        "shape": family.shape,
        "types": [t.value for t in family.types],
    }


def _describe_style(style: LayerStyle) -> Json:
    return {
        "label": style.label,
        "stroke": style.stroke,
        "width": style.width,
        "dash": [round(d * style.width, 1) for d in style.dash],
        "fill": style.fill,
        "fillOpacity": style.fill_opacity,
    }


def _describe_document(document: Document) -> Json:
    return _without_empty(
        {
            "title": document.title,
            "publisher": document.publisher,
            "published": _iso(document.published),
            "publishedFrom": document.published_from,
            "url": safe_url(document.url),
            "language": document.language,
            "id": document.id,
        }
    )


def _name_policies(spec: MapSpec) -> list[list[str]]:
    """Return ``[key, words]`` of the policies the page can switch to, the map's own first."""
    own = spec.names_policy.replace("_", "-")
    keys = [own, *(k for k in POLICY_WORDS if k != own)]
    return [[k, POLICY_WORDS.get(k, k)] for k in keys]


def _describe_labels(mapped: MappedPlace | None, spec: MapSpec) -> Json:
    """Return the place's label under each policy that gives another one than the map's own."""
    if mapped is None:
        return {}
    written = mapped.written[0] if mapped.written else None
    labels = {
        key: choose_label(
            mapped.names, key, default=mapped.place.name, written=written, on=spec.as_of
        )
        for key, _ in _name_policies(spec)[1:]
    }
    return {key: label for key, label in labels.items() if label != mapped.label}


def _collect_places(spec: MapSpec) -> tuple[list[Json], dict[str, int]]:
    """Return the described places and each id's position, places missing in the spec included."""
    described = [
        {**_describe_place(p.place, p), **_without_empty({"labels": _describe_labels(p, spec)})}
        for p in spec.places
    ]
    index = {p.place.id: i for i, p in enumerate(spec.places)}
    for event in (*spec.events, *spec.laid_over.events):
        for toponym in told_places(event):
            place = toponym.place
            if place is not None and place.id not in index:
                index[place.id] = len(described)
                described.append(_describe_place(place, None))
    return described, index


def _describe_place(place: Place, mapped: MappedPlace | None) -> Json:
    return _without_empty(
        {
            "id": place.id,
            "label": mapped.label if mapped else place.name,
            "class": _words(place.feature_class.value),
            "lon": round(place.lon, 5),
            "lat": round(place.lat, 5),
            "areal": place.areal,
            "curated": place.curated,
            "country": place.country,
            "population": place.population,
            "mentions": mapped.mentions if mapped else 0,
            "written": list(mapped.written) if mapped else [],
            "names": [_describe_name(n) for n in mapped.names] if mapped else [],
        }
    )


def _describe_name(name: Name) -> list[str]:
    """Return text, language, side, kind, from and to: a list, as there are thousands."""
    return [
        name.text,
        name.language,
        name.used_by,
        name.kind,
        _iso(name.valid_from) or "",
        _iso(name.valid_to) or "",
    ]


def _describe_event(
    event: Event, documents: dict[str, int], index: dict[str, int], *, disputed: bool
) -> Json:
    when = event.when
    return _without_empty(
        {
            "id": event.id,
            "type": event.type.value,
            "family": FAMILIES.index(family_of(event.type)),
            "doc": documents.get(event.document, -1),
            "date": [_iso(when.start), _iso(when.end), when.precision] if when else None,
            "said": event.date_of == "statement",
            "at": _describe_marks(event, index),
            "unplaced": [t.mention.text for t in event.places if t.place is None],
            "stance": event.stance.value,
            "open": is_open_mark(event.stance, disputed=disputed),
            "disputed": disputed,
            "claimedBy": event.claimed_by,
            "deniedBy": event.denied_by,
            "actors": list(event.actors),
            "targets": list(event.targets),
            "weapons": list(event.weapons),
            "tolls": [
                [c.kind, c.best, c.low, c.high, c.side]
                for c in event.casualties
                if (c.best, c.low, c.high) != (None, None, None)
            ],
            "evidence": split_evidence(event),
            "confidence": round(event.confidence, 2),
            "reason": event.reason,
        }
    )


def _describe_marks(event: Event, index: dict[str, int]) -> list[list[Any]]:
    """Return one ``[place, precision, radius_km, as written, reason]`` a mark."""
    marks = []
    for toponym in told_places(event):
        if toponym.place is None:
            continue
        level, radius = precision_of(event, toponym.place)
        place = index[toponym.place.id]
        marks.append([place, level, round(radius, 1), toponym.mention.text, toponym.reason])
    return marks


def _describe_incidents(spec: MapSpec) -> list[Json]:
    """Return incidents that say more than their single event: positions in the event list."""
    position = {e.id: i for i, e in enumerate(spec.events)}
    return [
        {
            "events": [position[e.id] for e in incident.events if e.id in position],
            "disputed": incident.disputed,
            "agreement": round(incident.agreement, 2),
            "reason": incident.reason,
        }
        for incident in spec.incidents
        if len(incident.events) > 1
    ]


def _describe_opening(spec: MapSpec) -> list[str] | None:
    span = opening_span(spec)
    return [day.isoformat() for day in span] if span else None


def initial_bounds(spec: MapSpec) -> list[list[float]]:
    """Return ``[[south, west], [north, east]]`` of where most of what happened on the ground lies.

    Places of the conflict's own gazetteer come first, and a capital where somebody spoke counts
    only if nothing else does; far outliers are left to the reader's zooming.
    """
    weights: Counter[Place] = Counter()
    for event in spec.events:
        if family_of(event.type).key != "diplomacy":
            weights.update(t.place for t in told_places(event) if t.place)
    ground = [p for p in weights if WHERE_PRECISION[p.feature_class] < COUNTRYWIDE]
    chosen = [p for p in ground if p.curated]
    if len(chosen) < 3:  # fewer make no area
        told = (m.place for m in spec.places)
        chosen = ground or [p for p in told if WHERE_PRECISION[p.feature_class] < COUNTRYWIDE]
    if not chosen:
        west, south, east, north = map(float, spec.layers.total_bounds)
        return [[south, west], [north, east]] if isfinite(west) else WORLD
    near = _keep_near(chosen, weights)
    reaches = [_reach_degrees(p) for p in near]
    return [
        [
            round(min(p.lat - dy for p, (_, dy) in zip(near, reaches, strict=True)), 3),
            round(min(p.lon - dx for p, (dx, _) in zip(near, reaches, strict=True)), 3),
        ],
        [
            round(max(p.lat + dy for p, (_, dy) in zip(near, reaches, strict=True)), 3),
            round(max(p.lon + dx for p, (dx, _) in zip(near, reaches, strict=True)), 3),
        ],
    ]


def _reach_degrees(place: Place) -> tuple[float, float]:
    """Return how far to show around `place`, in degrees of longitude and latitude."""
    km = max(place.radius_km if place.areal else 0.0, 25.0)
    latitude = km / 111.2
    return latitude / max(cos(radians(place.lat)), 0.1), latitude


def _keep_near(places: Sequence[Place], weights: Counter[Place]) -> list[Place]:
    """Return the places around the most central one that hold most of the events, and a bit more.

    The most central one is that from which the nearest 70 % of the events are least far.
    """

    def spread(centre: Place) -> list[tuple[float, Place]]:
        return sorted(((distance_km(centre, p), p) for p in places), key=lambda x: (x[0], x[1].id))

    def most(ranked: list[tuple[float, Place]]) -> float:
        total = sum(max(weights[p], 1) for _, p in ranked)
        passed = 0
        for away, place in ranked:
            passed += max(weights[place], 1)
            if 10 * passed >= 7 * total:
                return away
        return ranked[-1][0]

    candidates = sorted(places, key=lambda p: (-weights[p], p.id))[:200]
    best = min((spread(p) for p in candidates), key=most)
    reach = max(1.6 * most(best), 100.0)
    return [p for away, p in best if away <= reach]


def _iso(day: date | None) -> str | None:
    """Return the day in ISO 8601."""
    return day.isoformat() if day else None


def _without_empty(record: Json) -> Json:
    """Leave out what is not told; zero stays."""
    return {
        k: v
        for k, v in record.items()
        if v is not None and v is not False and v not in ("", [], {})
    }
