"""How things look, told once for every renderer and export; the themes' files say it as data."""

from __future__ import annotations

from karamap.themes import (
    FAMILIES,
    LAYER_STYLES,
    THEMES,
    Family,
    LayerStyle,
    Style,
    family_of,
    is_open_mark,
    load_style,
    style_key,
)

__all__ = [
    "FAMILIES",
    "LAYER_STYLES",
    "RINGED",
    "RING_KM",
    "THEMES",
    "Family",
    "LayerStyle",
    "Style",
    "family_of",
    "is_open_mark",
    "load_style",
    "ring_km",
    "style_key",
]

# ring where neither the event nor the gazetteer says how far the place reaches, by where_precision
RING_KM = {1: 0.0, 2: 25.0, 3: 25.0, 4: 60.0, 5: 50.0, 6: 200.0, 7: 500.0}
# where_precision of the events that are drawn with a ring: from a district on, short of a country
RINGED = range(3, 6)


def ring_km(where_precision: int | None, radius_km: float | None) -> float:
    """Return the radius in km of the ring drawn around an event's point; 0: none is drawn."""
    if where_precision is None or where_precision not in RINGED:
        return 0.0
    return radius_km or RING_KM[where_precision]
