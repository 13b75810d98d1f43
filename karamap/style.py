"""How things look, told once for every renderer and export: colour never speaks alone.

Colours are Okabe and Ito's (2008), told apart with any common colour vision; each type family has
a shape of its own as well.
"""

from __future__ import annotations

from dataclasses import dataclass

from karamap.model import EventType, Stance

__all__ = [
    "FAMILIES",
    "LAYER_STYLES",
    "RING_KM",
    "Family",
    "LayerStyle",
    "family_of",
    "is_open_mark",
]

# ring where neither the event nor the gazetteer says how far the place reaches, by where_precision
RING_KM = {1: 0.0, 2: 25.0, 3: 25.0, 4: 60.0, 5: 50.0, 6: 200.0, 7: 500.0}


@dataclass(frozen=True, slots=True)
class Family:
    """A family of event types that share a colour and a shape."""

    key: str
    label: str
    colour: str
    shape: str  # triangle | square | circle | diamond | pentagon
    types: tuple[EventType, ...]


FAMILIES = (
    Family(
        "fighting",
        "Fighting",
        "#D55E00",
        "triangle",
        (
            EventType.BATTLE,
            EventType.SHELLING,
            EventType.AIR_STRIKE,
            EventType.CEASEFIRE_VIOLATION,
        ),
    ),
    Family(
        "forces",
        "Forces, arms, territory",
        "#E69F00",
        "square",
        (
            EventType.TERRITORIAL_CHANGE,
            EventType.TROOP_MOVEMENT,
            EventType.ARMS,
            EventType.INTERVENTION,
        ),
    ),
    Family(
        "diplomacy",
        "Talks, agreements, statements",
        "#0072B2",
        "circle",
        (
            EventType.TALKS,
            EventType.AGREEMENT,
            EventType.STATEMENT,
            EventType.POLITICAL,
        ),
    ),
    Family(
        "people",
        "People: tolls, displacement, protest",
        "#CC79A7",
        "diamond",
        (EventType.HUMANITARIAN, EventType.PROTEST),
    ),
    Family(
        "economy",
        "Blockade, infrastructure, other",
        "#009E73",
        "pentagon",
        (EventType.BLOCKADE, EventType.INFRASTRUCTURE, EventType.OTHER),
    ),
)

_FAMILY_OF = {kind: family for family in FAMILIES for kind in family.types}


def family_of(kind: EventType) -> Family:
    """Return the family that `kind` belongs to."""
    return _FAMILY_OF[kind]


def is_open_mark(stance: Stance, *, disputed: bool) -> bool:
    """Whether an event is drawn as an outline: denied, disputed, or something not done (yet)."""
    return disputed or stance in {Stance.DENIED, Stance.CALLED_FOR, Stance.PLANNED}


@dataclass(frozen=True, slots=True)
class LayerStyle:
    """Line and fill of one layer kind; `width` in points, `dash` in multiples of it."""

    label: str
    stroke: str
    width: float
    dash: tuple[float, ...] = ()
    fill: str | None = None
    fill_opacity: float = 0.0


LAYER_STYLES = {
    "contact_line": LayerStyle("Line of contact", "#111111", 2.2, (4, 2)),
    "corridor": LayerStyle("Corridor", "#6A3D9A", 1.6, (2, 1), "#6A3D9A", 0.18),
    "peacekeeping_area": LayerStyle("Peacekeepers' area", "#56B4E9", 1.2, (3, 2), "#56B4E9", 0.15),
    "held_area": LayerStyle("Held by Armenian forces", "#8C6D46", 0.6, (), "#C8AD82", 0.30),
    "control_change": LayerStyle(
        "Control passed to Azerbaijan", "#009E73", 0.8, (2, 1), "#009E73", 0.20
    ),
    "claimed_area": LayerStyle("Claimed by the republic of 1991", "#5B5B5B", 1.0, (1, 1.5)),
    "former_unit": LayerStyle("Former NKAO (1923–1991)", "#7A5C00", 1.2, (1, 2), "#F0E442", 0.10),
    "district": LayerStyle("Surrounding districts", "#8C8C8C", 0.8, (1, 1), "#999999", 0.08),
    "pipeline_oil": LayerStyle("Oil pipeline", "#2B2B2B", 1.8),
    "pipeline_gas": LayerStyle("Gas pipeline", "#B2182B", 1.8, (6, 2)),
}
