"""How each layer of the GeoPackage looks: our maps' styles as plain rules, for QML and for SLD."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from karamap.model import Stance
from karamap.themes import Style, load_style

__all__ = ["Area", "Label", "Line", "Look", "Mark", "Rule", "has_look", "look_of"]

_OPEN = "disputed or not done"
_OPEN_STANCES = (Stance.DENIED, Stance.CALLED_FOR, Stance.PLANNED)
# data values as they stand in the file; told apart from the open ones by this word
OPEN_WORD = "open "

# a filter: ("in", column, values) | ("is", column, value) | ("or"|"and", filters) | ("not", filter)
Filter = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A stroke; width in points, dash in multiples of it."""

    colour: str
    width: float
    dash: tuple[float, ...] = ()
    casing: str = ""  # colour of a wider line under it


@dataclass(frozen=True, slots=True)
class Mark:
    """A point's shape; size is its diameter in points."""

    shape: str
    fill: str
    rim: Line
    size: float


@dataclass(frozen=True, slots=True)
class Area:
    r"""A filled area; hatch is one of ``/ \ - | x .`` or empty, its gap in points."""

    fill: str
    opacity: float
    outline: Line | None = None
    hatch: str = ""
    hatch_gap: float = 5.0


@dataclass(frozen=True, slots=True)
class Rule:
    """One class of a layer: what it is called, which rows are in it, how they are drawn."""

    label: str
    values: tuple[str, ...]  # of the look's `classes` expression; empty: all rows
    where: Filter | None
    symbol: Mark | Line | Area


@dataclass(frozen=True, slots=True)
class Label:
    """What is written at a feature; `text` is a column or a QGIS expression."""

    text: str
    size: float
    colour: str
    halo: str
    column: str = ""  # what SLD writes, which knows no expressions
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Look:
    """How one layer is drawn, labelled and played."""

    classes: str  # QGIS expression whose values the rules name; empty: one symbol
    rules: tuple[Rule, ...]
    label: Label | None = None
    days: tuple[str, str] | None = None  # columns of first and last day
    title: str = ""  # expression that names a feature
    spread: bool = False  # marks of one place side by side, not one upon the other
    as_of: bool = False  # hide, outside the player, what was not so on the project's day


def _events(style: Style, *, stances: bool) -> Look:
    size, page = 2 * style.marks.size, style.page
    words = ", ".join(f"'{s}'" for s in _OPEN_STANCES)
    is_open: Filter = ("is", "disputed", "true")
    told = '"disputed"'
    if stances:
        is_open = ("or", (is_open, ("in", "stance", tuple(map(str, _OPEN_STANCES)))))
        told = f'"disputed" OR "stance" IN ({words})'
    rules = []
    for family in style.families:
        types = tuple(map(str, family.types))
        of_type: Filter = ("in", "type", types)
        plain = Mark(family.shape, family.colour, Line(page.halo, 0.9), size)
        outlined = Mark(family.shape, page.paper, Line(family.colour, 1.7), size * 0.9)
        rules.append(Rule(family.label, types, ("and", (of_type, ("not", is_open))), plain))
        values = tuple(OPEN_WORD + t for t in types)
        rules.append(
            Rule(f"{family.label}: {_OPEN}", values, ("and", (of_type, is_open)), outlined)
        )
    said = "', said on ' || \"date_start\" || '; its own day is not told'"
    day = f"if(\"date_of\" = 'statement', {said}, ', ' || \"date_start\")"
    title = f"\"type\" || coalesce(', ' || \"place\", '') || coalesce({day}, '')"
    return Look(
        f"if({told}, '{OPEN_WORD}', '') || \"type\"",
        tuple(rules),
        days=("date_start", "date_end"),
        title=title,
        spread=True,
    )


def _rings(style: Style) -> Look:
    ring = Line(style.page.ring, style.marks.ring_width, style.marks.ring_dash)
    rule = Rule("Somewhere within", (), None, Area(style.page.ring, 0.0, ring))
    return Look("", (rule,), days=("date_start", "date_end"), title='"place"')


def _places(style: Style) -> Look:
    dot = Mark("circle", style.page.paper, Line(style.page.rim, 0.9), 3.4)
    label = Label("label", style.type.label, style.page.ink, style.page.halo, "label")
    return Look("", (Rule("Place named", (), None, dot),), label=label, title='"label"')


def _dated_name() -> str:
    years = "coalesce(year(\"valid_from\"), '') || '–' || coalesce(year(\"valid_to\"), '')"
    return f"\"name\" || ' (' || {years} || ')'"


def _layers(style: Style, kinds: Iterable[str], *, area: bool, small: bool = False) -> Look:
    rules = []
    for key in kinds:
        look = style.layer(key)
        line = Line(look.stroke, look.width, look.dash)
        symbol: Line | Area = replace(line, casing=style.page.halo)
        if area:
            fill = look.fill or look.stroke
            symbol = Area(fill, look.fill_opacity, line, look.hatch, look.hatch_gap)
        kind, _, product = key.partition("_") if key.startswith("pipeline") else (key, "", "")
        where: Filter = ("in", "product", (product,)) if product else ("in", "kind", (kind,))
        rules.append(Rule(look.label, (key,), where, symbol))
    classes = "\"kind\" || coalesce('_' || \"product\", '')"
    text = '"name"' if small else _dated_name()
    label = Label(text, style.type.small, style.page.area_ink, style.page.halo, "name")
    days = ("valid_from", "valid_to")
    return Look(classes, tuple(rules), label, days, _dated_name(), as_of=True)


def _stations(style: Style) -> Look:
    line = style.layer("pipeline_oil").stroke
    dot = Mark("square", style.page.paper, Line(line, 1.0), 4.0)
    rule = Rule("Station of a pipeline", ("station",), None, dot)
    return Look("'station'", (rule,), days=("valid_from", "valid_to"), title='"name"', as_of=True)


def _ground(style: Style, name: str) -> Look:
    ground, page = style.ground, style.page
    shore = Line(ground.shore, 0.5)
    symbols: dict[str, tuple[str, Line | Area]] = {
        "ocean": ("Sea", Area(ground.sea, 1.0, shore)),
        "lakes": ("Lake", Area(ground.sea, 1.0, shore)),
        "countries": ("Land", Area(ground.land, 1.0)),
        "admin1": ("First-level unit (de jure)", Area(ground.land, 0.0, _unit(style))),
        "borders": (
            "Border as internationally recognised (de jure)",
            Line(ground.border, ground.border_width, ground.border_dash),
        ),
    }
    told, symbol = symbols.get(name, (name, Line(ground.unit, ground.unit_width)))
    label = None
    if name == "countries":
        label = Label("name", style.type.label + 2, ground.country_ink, page.halo, "name")
    return Look("", (Rule(told, (), None, symbol),), label=label)


def _unit(style: Style) -> Line:
    return Line(style.ground.unit, style.ground.unit_width)


_LAYERS = frozenset(
    {
        *("events", "incidents", "precision_rings", "places", "stations"),
        *("contact_line", "pipelines", "corridors", "areas", "districts"),
    }
)
_AREAS = ("peacekeeping_area", "held_area", "control_change", "claimed_area", "former_unit")


def has_look(layer: str) -> bool:
    """Whether `layer` is one of a hand-over's, which have a style of ours."""
    return layer in _LAYERS or layer.startswith("basemap_")


def look_of(layer: str, style: Style | None = None) -> Look:
    """Return how `layer` of a hand-over is drawn; `style` is the light theme by default.

    Raises
    ------
    KeyError
        Where there is no such layer (`has_look`).
    """
    style = style or load_style()
    if layer in {"events", "incidents"}:
        return _events(style, stances=layer == "events")
    if layer.startswith("basemap_"):
        return _ground(style, layer.removeprefix("basemap_"))
    makers = {
        "precision_rings": lambda: _rings(style),
        "places": lambda: _places(style),
        "stations": lambda: _stations(style),
        "contact_line": lambda: _layers(style, ["contact_line"], area=False),
        "pipelines": lambda: _layers(
            style, ["pipeline_oil", "pipeline_gas"], area=False, small=True
        ),
        "corridors": lambda: _layers(style, ["corridor"], area=True),
        "areas": lambda: _layers(style, _AREAS, area=True),
        "districts": lambda: _layers(style, ["district"], area=True, small=True),
    }
    return makers[layer]()
