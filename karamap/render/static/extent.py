"""What a static map shows: a close-up of where the story happens, an overview of how far it goes.

Nothing here knows a conflict: extents follow from the events, the places and the layers of the
spec alone.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import shapely

from karamap.model import FeatureClass
from karamap.render.marking import events_by_place, told_places
from karamap.render.static.projection import WGS84, Bounds, geodesic_circle, turn_near
from karamap.style import family_of

if TYPE_CHECKING:
    import geopandas as gpd

    from karamap.model import Place
    from karamap.render.spec import MapSpec

__all__ = ["all_mapped", "layers_of_day", "main_bounds", "overview_bounds"]

# A frame may grow by an octave where that brings in this share of the story.
_MAIN_PRICE = 0.14
_OVERVIEW_PRICE = 0.02
_SMALLEST_KM = 60.0
_LEGIBLE = 3.0  # times the conflict's own lines: the widest frame in which they can be read
_OVERVIEW_REACH = 12.0  # times the main frame: beyond, the main frame would be a dot
_WORDS = 0.25  # of an event on the ground
_NAMED = 0.25
_ALONE_KM = 160.0  # diagonal around a single point
_WIDEST_REGION_KM = 200.0  # an area of a larger radius says too little to set the frame
_WORLD = Bounds(-170.0, -58.0, 190.0, 80.0)
_ROUTES = "pipeline"  # runs through the story, but is not where it happens
_TOO_WIDE = {FeatureClass.COUNTRY, FeatureClass.CONTINENT, FeatureClass.SEA}


@dataclass(frozen=True, slots=True)
class _Item:
    """A part of the story that a frame may show."""

    lon: float
    lat: float
    radius_km: float
    weight: float


def layers_of_day(spec: MapSpec) -> gpd.GeoDataFrame:
    """Return the spec's lines and areas as they stood on its day; open ends count as standing."""
    layers = spec.layers
    if not len(layers):
        return layers

    def stands(row: tuple[object, object]) -> bool:
        start, end = (None if not hasattr(day, "year") or day != day else day for day in row)  # noqa: PLR0124  NaT
        begun = start is None or str(start)[:10] <= spec.as_of.isoformat()
        return begun and (end is None or spec.as_of.isoformat() <= str(end)[:10])

    columns = [
        layers[name] if name in layers else [None] * len(layers)
        for name in ("valid_from", "valid_to")
    ]
    keep = [stands(row) for row in zip(*columns, strict=True)]
    return layers[keep]


def all_mapped(spec: MapSpec) -> dict[str, Place]:
    """Return every place that the spec names or an event is marked at, by id."""
    found: dict[str, Place] = {m.place.id: m.place for m in spec.places}
    for event in spec.events:
        for toponym in told_places(event):
            if toponym.place is not None:
                found.setdefault(toponym.place.id, toponym.place)
    return found


def _items(spec: MapSpec) -> list[_Item]:
    """Weigh the places: tellings count with diminishing returns, the world's places count half.

    Where somebody only spoke of it counts for less than where it happened.
    """
    told = {
        key: sum(_WORDS if family_of(e.type).key == "diplomacy" else 1.0 for e in events)
        for key, events in events_by_place(spec.events).items()
    }
    mentions = {m.place.id: m.mentions for m in spec.places}
    items = []
    for key, place in sorted(all_mapped(spec).items()):
        if place.feature_class in _TOO_WIDE or (
            place.areal and place.radius_km > _WIDEST_REGION_KM
        ):
            continue
        share = 0.5 if key in told else _NAMED  # a place may be named without being on the scene
        weight = math.sqrt(told.get(key, 0.0) + share * mentions.get(key, 0))
        radius = place.radius_km if place.areal else 0.0
        items.append(_Item(place.lon, place.lat, radius, weight * (1 if place.curated else 0.5)))
    return items


def _item_bounds(item: _Item, centre: float) -> Bounds:
    """Return the extent of an item, on the turn of longitude that is near `centre`."""
    lon = turn_near(item.lon, centre)
    if not item.radius_km:
        return Bounds(lon, item.lat, lon, item.lat)
    ring = geodesic_circle(lon, item.lat, item.radius_km, steps=16)
    return Bounds.around([(float(x), float(y)) for x, y in ring])


def _best_growth(
    anchor: Bounds,
    items: list[_Item],
    *,
    price: float,
    most_km: float = math.inf,
    floor_km: float = _SMALLEST_KM,
) -> tuple[float, Bounds]:
    """Let `anchor` take in items, nearest first; return the best score and its extent.

    The score is the share of the story shown, less `price` for each doubling of the diagonal,
    which does not grow beyond `most_km`.
    """
    lon0, lat0 = anchor.centre
    total = sum(i.weight for i in items) or 1.0
    near = sorted(items, key=lambda i: (WGS84.inv(lon0, lat0, i.lon, i.lat)[2], i.lon, i.lat))
    start = max(anchor.diagonal_km, floor_km)
    best = -price * math.log2(start / floor_km)
    chosen, shown, bounds = anchor, 0.0, anchor
    for item in near:
        wider = bounds.joined(_item_bounds(item, lon0))
        if wider.diagonal_km > max(most_km, start):
            continue
        bounds = wider
        shown += item.weight
        score = shown / total - price * math.log2(max(bounds.diagonal_km, start) / floor_km)
        if score > best + 1e-9:
            best, chosen = score, bounds
    return best, chosen


def _layer_anchor(spec: MapSpec, items: list[_Item]) -> Bounds | None:
    """Return the extent of the day's conflict layers, if the story happens near them."""
    layers = layers_of_day(spec)
    if not len(layers):
        return None
    near = layers[~layers["kind"].astype(str).str.startswith(_ROUTES)]
    if not len(near):
        return None
    west, south, east, north = near.total_bounds
    anchor = Bounds(float(west), float(south), float(east), float(north))
    reach = anchor.box(margin=0.75 * max(east - west, north - south))
    if items and not any(reach.contains(shapely.Point(i.lon, i.lat)) for i in items):
        return None
    return anchor


def _fallback(spec: MapSpec) -> Bounds | None:
    """Return an extent for a spec without any place that could set one."""
    layers = layers_of_day(spec)
    frames = [layers] if len(layers) else list(spec.basemap.values())
    boxes = [f.total_bounds for f in frames if len(f)]
    wide = [m.place for m in spec.places]
    if wide and not len(layers):
        lon0 = wide[0].lon
        bounds = [
            _item_bounds(_Item(p.lon, p.lat, min(p.radius_km or 300.0, 1500.0), 1.0), lon0)
            for p in wide[:1]
        ]
        return bounds[0]
    if not boxes:
        return None
    return Bounds(
        float(min(b[0] for b in boxes)),
        float(min(b[1] for b in boxes)),
        float(max(b[2] for b in boxes)),
        float(max(b[3] for b in boxes)),
    )


def _at_least(bounds: Bounds, km: float) -> Bounds:
    """Widen a small extent to a diagonal of `km`."""
    if bounds.diagonal_km >= km:
        return bounds
    lon, lat = bounds.centre
    half = km / 2 / math.sqrt(2) / 111.2
    squeeze = max(math.cos(math.radians(lat)), 0.05)
    around = Bounds(lon - half / squeeze, lat - half, lon + half / squeeze, lat + half)
    return bounds.joined(around)


def main_bounds(spec: MapSpec, *, otherwise: Bounds | None = None) -> Bounds:
    """Return the extent of the main frame: where most of the story is, as close up as may be.

    `otherwise` is for a spec that has no place, layer or base map to go by.
    """
    items = _items(spec)
    anchor = _layer_anchor(spec, items)
    if anchor is not None:
        most = _LEGIBLE * anchor.diagonal_km
        chosen = _best_growth(anchor, items, price=_MAIN_PRICE, most_km=most)[1]
        return _at_least(chosen, _ALONE_KM)
    if not items:
        return _fallback(spec) or otherwise or _WORLD
    tries = []
    for item in items[:300]:
        start = _item_bounds(item, item.lon)
        score, bounds = _best_growth(start, items, price=_MAIN_PRICE)
        tries.append((score, bounds))
    best = max(tries, key=lambda t: t[0])[1]
    return _at_least(best, _ALONE_KM)


def overview_bounds(spec: MapSpec, main: Bounds, *, cover: Bounds | None) -> Bounds | None:
    """Return the extent of the overview, or None where it would add nothing.

    Parameters
    ----------
    spec
        The map.
    main
        What the main frame shows.
    cover
        Extent of the base map that is at hand; the overview stays within.
    """
    if cover is None:
        return None
    bounds = main
    most = _OVERVIEW_REACH * main.diagonal_km
    layers = layers_of_day(spec)
    if len(layers):
        west, south, east, north = (float(v) for v in layers.total_bounds)
        routes = bounds.joined(Bounds(west, south, east, north))
        bounds = routes if routes.diagonal_km <= most else bounds
    items = [i for i in _items(spec) if cover.box().contains(shapely.Point(i.lon, i.lat))]
    bounds = _best_growth(bounds, items, price=_OVERVIEW_PRICE, most_km=most)[1]
    bounds = _at_least(bounds, 3.0 * main.diagonal_km)
    inside = Bounds(
        max(bounds.west, cover.west),
        max(bounds.south, cover.south),
        min(bounds.east, cover.east),
        min(bounds.north, cover.north),
    )
    if inside.west >= inside.east or inside.south >= inside.north:
        return None
    return inside if inside.diagonal_km > 1.4 * main.diagonal_km else None
