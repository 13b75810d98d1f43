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
from karamap.themes import THEMES, Style, load_style, style_key

__all__ = [
    "FAMILIES",
    "LAYER_STYLES",
    "RING_KM",
    "THEMES",
    "Family",
    "LayerStyle",
    "Style",
    "family_of",
    "is_open_mark",
    "load_style",
    "style_key",
]
