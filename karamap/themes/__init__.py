"""How things look, told once for every renderer and export: colour never speaks alone.

A look is data: ``light.toml`` has every key, the other themes and a user's own file say
what differs (docs/styles.md). Colours of events are Okabe and Ito's (2008), told apart with any
common colour vision; each type family has a shape of its own as well.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from karamap.errors import InputError
from karamap.model import EventType, Stance
from karamap.themes.reading import merge_style, read_style, read_theme

__all__ = [
    "FAMILIES",
    "LAYER_STYLES",
    "THEMES",
    "Family",
    "GroundLook",
    "LayerStyle",
    "MarkLook",
    "PageLook",
    "Style",
    "TypeLook",
    "family_of",
    "is_open_mark",
    "load_style",
    "style_key",
]

THEMES = ("light", "dark", "print-grey")

# which types are of a family is a matter of meaning, so no theme changes it
_TYPES = {
    "fighting": (
        EventType.BATTLE,
        EventType.SHELLING,
        EventType.AIR_STRIKE,
        EventType.CEASEFIRE_VIOLATION,
    ),
    "forces": (
        EventType.TERRITORIAL_CHANGE,
        EventType.TROOP_MOVEMENT,
        EventType.ARMS,
        EventType.INTERVENTION,
    ),
    "diplomacy": (
        EventType.TALKS,
        EventType.AGREEMENT,
        EventType.STATEMENT,
        EventType.POLITICAL,
    ),
    "people": (EventType.HUMANITARIAN, EventType.PROTEST),
    "economy": (EventType.BLOCKADE, EventType.INFRASTRUCTURE, EventType.OTHER),
}


@dataclass(frozen=True, slots=True)
class Family:
    """A family of event types that share a colour and a shape."""

    key: str
    label: str
    colour: str
    shape: str  # triangle | square | circle | diamond | pentagon
    types: tuple[EventType, ...]


@dataclass(frozen=True, slots=True)
class LayerStyle:
    r"""Line and fill of one layer kind; `width` in points, `dash` in multiples of it.

    `hatch` is one of ``/ \ - | x .`` or empty, its lines `hatch_gap` points apart.
    """

    label: str
    stroke: str
    width: float
    dash: tuple[float, ...] = ()
    fill: str | None = None
    fill_opacity: float = 0.0
    hatch: str = ""
    hatch_gap: float = 5.0


@dataclass(frozen=True, slots=True)
class PageLook:
    """Colours of the page and of what is written and marked on it."""

    paper: str
    ink: str
    muted: str
    halo: str
    panel: str
    frame: str
    rim: str
    ring: str
    area_ink: str
    locator: str


@dataclass(frozen=True, slots=True)
class TypeLook:
    """The typeface and its sizes in points."""

    family: str
    title: float
    label: float
    small: float
    legend: float
    notes: float


@dataclass(frozen=True, slots=True)
class MarkLook:
    """Radius of an event's mark, and its ring where it has no sharp place, in points."""

    size: float
    ring_width: float
    ring_dash: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class GroundLook:
    """Colours of the base map, widths in points."""

    land: str
    sea: str
    no_data: str
    shore: str
    border: str
    border_width: float
    border_dash: tuple[float, ...]
    unit: str
    unit_width: float
    grid: str
    country_ink: str
    water_ink: str
    relief: str
    relief_strength: float


@dataclass(frozen=True, slots=True)
class Style:
    """All that a renderer needs to know of looks; `layers` has the topmost kind first."""

    theme: str
    page: PageLook
    type: TypeLook
    marks: MarkLook
    ground: GroundLook
    families: tuple[Family, ...]
    layers: Mapping[str, LayerStyle]
    other: LayerStyle  # of any kind without an entry

    def family_of(self, kind: EventType) -> Family:
        """Return the family that `kind` belongs to."""
        return self.families[_POSITIONS[kind]]

    def layer(self, key: str) -> LayerStyle:
        """Return the style of a layer's kind; an unknown kind is told by its name."""
        known = self.layers.get(key)
        if known is not None:
            return known
        label = key.replace("_", " ").strip().capitalize()
        return replace(self.other, label=label or self.other.label)


_POSITIONS = {kind: i for i, types in enumerate(_TYPES.values()) for kind in types}


def _tuples(table: Mapping[str, Any]) -> dict[str, Any]:
    """Return a table with its lists as tuples: what is frozen stays so."""
    return {k: tuple(v) if isinstance(v, list) else v for k, v in table.items()}


def _assemble(theme: str, tables: Mapping[str, Any]) -> Style:
    """Return the style that checked tables describe."""
    layers = {key: LayerStyle(**_tuples(table)) for key, table in tables["layers"].items()}
    other = layers.pop("other")
    return Style(
        theme,
        PageLook(**tables["page"]),
        TypeLook(**tables["type"]),
        MarkLook(**_tuples(tables["marks"])),
        GroundLook(**_tuples(tables["ground"])),
        tuple(
            Family(key=key, types=types, **tables["families"][key]) for key, types in _TYPES.items()
        ),
        layers,
        other,
    )


def load_style(theme: str | None = None, file: str | Path | None = None) -> Style:
    """Return a shipped theme, with a user's file of single keys laid over it.

    Parameters
    ----------
    theme
        One of `THEMES`; by default the one that `file` names, else ``light``.
    file
        A TOML file with any of the keys of ``light.toml``.

    Raises
    ------
    InputError
        If there is no such theme, or the file cannot be read, has an unknown key or a value that
        the key cannot take; names file, line and the nearest known key.
    """
    if file is None:
        return _load_theme(theme or "light")
    path = Path(file)
    text, table = read_style(path)
    named = str(table.pop("theme", "light"))
    name = theme or named
    style = _assemble(name, merge_style(read_theme(name, path, THEMES), table, path, text))
    shapes = [f.shape for f in style.families]
    if len(set(shapes)) < len(shapes):
        raise InputError("two families share a shape: colour may not tell them apart alone", path)
    return style


@lru_cache(maxsize=4)
def _load_theme(name: str) -> Style:
    return _assemble(name, read_theme(name, None, THEMES))


_LIGHT = load_style()
FAMILIES = _LIGHT.families
LAYER_STYLES = _LIGHT.layers


def family_of(kind: EventType) -> Family:
    """Return the family that `kind` belongs to, as the light theme draws it."""
    return _LIGHT.family_of(kind)


def style_key(kind: str, product: object = None) -> str:
    """Return the key of a layer's style: its kind, for a pipeline with what flows in it."""
    told = f"{kind}_{product}" if isinstance(product, str) and product else kind
    return told if told in LAYER_STYLES else kind


def is_open_mark(stance: Stance, *, disputed: bool) -> bool:
    """Whether an event is drawn as an outline: denied, disputed, or something not done (yet)."""
    return disputed or stance in {Stance.DENIED, Stance.CALLED_FOR, Stance.PLANNED}
