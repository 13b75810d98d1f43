"""What every renderer reads of the styles; `karamap.style` tells them, for exports as well."""

from __future__ import annotations

from karamap.style import (
    FAMILIES,
    LAYER_STYLES,
    RING_KM,
    Family,
    LayerStyle,
    family_of,
    is_open_mark,
)

__all__ = [
    "FAMILIES",
    "LAYER_STYLES",
    "RING_KM",
    "Family",
    "LayerStyle",
    "family_of",
    "is_open_mark",
]
