"""What the steps of drawing one map share, and the names with marks that they set."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import shapely

from karamap.render.static.labels import LabelPlacer, Placed
from karamap.render.static.marks import Row, Site
from karamap.render.static.overlays import Overlay
from karamap.render.static.sheet import Rect
from karamap.render.static.typeset import ASCENT, DESCENT, measure_text

if TYPE_CHECKING:
    from karamap.render.static.projection import Frame
    from karamap.render.static.sheet import Sheet
    from karamap.style import Style

__all__ = [
    "Block",
    "Drawn",
    "MapStyle",
    "View",
    "align_of",
    "draw_block",
    "draw_leader",
    "rows_of",
]

# part of a label's width that lies left of what it is aligned by
_SHARES = {"left": 0.0, "right": 1.0, "center": 0.5}


@dataclass(frozen=True, slots=True)
class MapStyle:
    """Sizes of one map, in points; the defaults are the light theme's."""

    label: float = 8.2
    small: float = 7.0
    mark: float = 4.1
    country: tuple[float, float] = (6.8, 13.0)
    line_scale: float = 0.85
    border_scale: float = 1.0
    units: bool = True
    grid_labels: bool = True
    quiet_labels: bool = True  # whether places without an event are named
    furniture: Rect | None = None  # a corner to leave free

    @classmethod
    def of(cls, look: Style, *, share: float = 1.0, **others: Any) -> MapStyle:  # noqa: ANN401  fields
        """Return the sizes that `look` asks for, type and marks at a `share` of them."""
        return cls(
            label=look.type.label * share,
            small=look.type.small * share,
            mark=look.marks.size * share,
            **others,
        )


@dataclass(slots=True)
class Drawn:
    """What a map came to show, for legend, lists and tests."""

    shown: set[str] = field(default_factory=set)  # place ids
    overlays: list[Overlay] = field(default_factory=list)
    boxes: list[Rect] = field(default_factory=list)  # of labels
    unlabelled: list[str] = field(default_factory=list)
    area_marks: dict[str, Rect] = field(default_factory=dict)  # by place id, page points
    rings: int = 0
    boxed: int = 0  # rows of marks listed beside a dot
    nameless: int = 0  # marks of what is told most at a point without a name
    dots: int = 0
    laid_over: set[str] = field(default_factory=set)  # names of data sets with a mark here


@dataclass(frozen=True, slots=True)
class View:
    """What the steps of drawing one map share."""

    sheet: Sheet
    frame: Frame
    style: MapStyle
    placer: LabelPlacer
    drawn: Drawn


@dataclass(frozen=True, slots=True)
class Block:
    """A name with rows of marks beneath it, placed as one."""

    text: str
    size: float
    rows: tuple[Row | None, Row | None]
    bold: bool = False
    italic: bool = False

    @property
    def row_width(self) -> float:
        """Width of the rows side by side."""
        return sum(r.width + 1.6 for r in self.rows if r is not None)

    @property
    def row_height(self) -> float:
        """Height of the rows."""
        return max((r.height for r in self.rows if r is not None), default=0.0)

    def marks_in(self, rect: Rect, align: str) -> Rect:
        """Return the box of the marks in the box that was found for the block."""
        left = rect.x0 + _SHARES[align] * (rect.width - self.row_width)
        return Rect(left, rect.y0, left + self.row_width, rect.y0 + self.row_height)

    @property
    def width(self) -> float:
        """Width in points."""
        name = measure_text(self.text, self.size, bold=self.bold, italic=self.italic)
        return max(name, self.row_width)

    @property
    def height(self) -> float:
        """Height in points."""
        return (self.size * (ASCENT + DESCENT) if self.text else 0.0) + self.row_height


def rows_of(view: View, site: Site, *, centred: bool) -> tuple[Row | None, Row | None]:
    """Return the rows of marks beside a place's name: told at the point, told around it."""
    mark = view.style.mark
    exact = Row(site.exact, mark) if site.exact and not centred else None
    return exact, Row(site.vague, mark) if site.vague else None


def align_of(placed: Placed, x: float) -> str:
    """Return how a label is set so that it leans towards its point or its leader."""
    rect = placed.rect
    if placed.leader is not None:
        x = placed.leader[1][0]
        share = (x - rect.x0) / rect.width
        return "left" if share < 0.33 else "right" if share > 0.67 else "center"
    return "right" if rect.x1 <= x else "left" if rect.x0 >= x else "center"


def draw_block(view: View, block: Block, rect: Rect, *, align: str, colour: str) -> None:
    """Draw a name and its marks in the box that was found for them."""
    view.drawn.boxes.append(rect)
    at = {"left": rect.x0, "right": rect.x1, "center": rect.centre[0]}[align]
    view.sheet.text(
        at,
        rect.y1 - ASCENT * block.size,
        block.text,
        block.size,
        z=7,
        bold=block.bold,
        italic=block.italic,
        ha=align,
        halo=view.sheet.look.page.halo,
        colour=colour,
    )
    left = block.marks_in(rect, align).x0 + 0.8
    exact, vague = block.rows
    if exact is not None:
        view.drawn.boxed += 1
        exact.draw_boxed(view.sheet, left, rect.y0 + exact.height / 2, z=6.5, vague=False)
        left += exact.width + 1.6
    if vague is not None:
        vague.draw_boxed(view.sheet, left, rect.y0 + vague.height / 2, z=6.5, vague=True)


def draw_leader(view: View, placed: Placed) -> None:
    """Join a label to its far point."""
    if placed.leader is not None:
        line = shapely.LineString(placed.leader)
        page = view.sheet.look.page
        view.sheet.stroke(line, page.halo, 1.8, z=4.0, alpha=0.85)
        view.sheet.stroke(line, page.rim, 0.6, z=4.01)
