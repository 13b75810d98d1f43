"""A page to draw on: every coordinate is in points (1/72 inch) from the lower left corner."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.patheffects import withStroke
from shapely.geometry.base import BaseGeometry

from karamap.render.static.typeset import ASCENT, DESCENT, font_of, measure_text
from karamap.style import Style, load_style

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["Rect", "Sheet", "geometry_path", "mark_points", "text_rect"]

POINTS_PER_INCH = 72.0


@dataclass(frozen=True, slots=True, order=True)
class Rect:
    """An upright box on the page."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def width(self) -> float:
        """Width in points."""
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        """Height in points."""
        return self.y1 - self.y0

    @property
    def centre(self) -> tuple[float, float]:
        """The middle of the box."""
        return (self.x0 + self.x1) / 2, (self.y0 + self.y1) / 2

    def grow(self, by: float) -> Rect:
        """Return the box with `by` points more (or, negative, fewer) on each side."""
        return Rect(self.x0 - by, self.y0 - by, self.x1 + by, self.y1 + by)

    def shift(self, dx: float, dy: float) -> Rect:
        """Return the box moved."""
        return Rect(self.x0 + dx, self.y0 + dy, self.x1 + dx, self.y1 + dy)

    def overlaps(self, other: Rect) -> bool:
        """Whether the two share more than an edge."""
        return (
            self.x0 < other.x1 and other.x0 < self.x1 and self.y0 < other.y1 and other.y0 < self.y1
        )

    def contains(self, other: Rect) -> bool:
        """Whether `other` lies within, edges included."""
        return (
            self.x0 <= other.x0
            and self.y0 <= other.y0
            and other.x1 <= self.x1
            and other.y1 <= self.y1
        )

    def holds(self, x: float, y: float) -> bool:
        """Whether the point lies within."""
        return self.x0 <= x <= self.x1 and self.y0 <= y <= self.y1

    def polygon(self) -> shapely.Polygon:
        """Return the box as a geometry."""
        return shapely.box(self.x0, self.y0, self.x1, self.y1)


# Regular shapes on a unit circle, sized so that the areas look alike.
_SHAPES: dict[str, tuple[int, float, float]] = {  # corners, turn in degrees, scale
    "triangle": (3, 90, 1.22),
    "square": (4, 45, 1.12),
    "circle": (48, 0, 0.92),
    "diamond": (4, 90, 1.18),
    "pentagon": (5, 90, 1.08),
}


def mark_points(shape: str, x: float, y: float, radius: float) -> list[tuple[float, float]]:
    """Return the corners of a mark centred on (`x`, `y`); an unknown shape is a circle."""
    corners, turn, scale = _SHAPES.get(shape, _SHAPES["circle"])
    angles = np.radians(turn + np.arange(corners) * 360.0 / corners)
    drop = radius * 0.18 if shape == "triangle" else 0.0  # optical centre
    xs = x + radius * scale * np.cos(angles)
    ys = y - drop + radius * scale * np.sin(angles)
    return list(zip(xs.tolist(), ys.tolist(), strict=True))


def geometry_path(geometry: BaseGeometry) -> Path | None:
    """Return lines and polygon rings of `geometry` as one compound path."""
    vertices: list[np.ndarray[Any, Any]] = []
    codes: list[np.ndarray[Any, Any]] = []
    for part in shapely.get_parts(shapely.get_parts(geometry)):
        if part.geom_type == "Polygon":
            strings = [part.exterior, *part.interiors]
        elif part.geom_type in {"LineString", "LinearRing"}:
            strings = [part]
        else:
            continue
        for string in strings:
            points = np.round(shapely.get_coordinates(string), 2)
            if len(points) < 2:
                continue
            code = np.full(len(points), Path.LINETO, dtype=np.uint8)
            code[0] = Path.MOVETO
            if part.geom_type == "Polygon":
                code[-1] = Path.CLOSEPOLY
            vertices.append(points)
            codes.append(code)
    return Path(np.concatenate(vertices), np.concatenate(codes)) if vertices else None


class Sheet:
    """One page, drawn with matplotlib's object interface: no global figure, no display.

    Parameters
    ----------
    width, height
        Size of the page in points.
    look
        Its colours and those of what is drawn on it; the light theme's by default.
    """

    def __init__(self, width: float, height: float, *, look: Style | None = None) -> None:
        self.rect = Rect(0, 0, width, height)
        self.look = look or load_style()
        self.figure = Figure(
            figsize=(width / POINTS_PER_INCH, height / POINTS_PER_INCH),
            facecolor=self.look.page.paper,
        )
        self.axes: Axes = self.figure.add_axes((0, 0, 1, 1))
        self.axes.set_xlim(0, width)
        self.axes.set_ylim(0, height)
        self.axes.set_axis_off()

    def fill(
        self,
        geometry: BaseGeometry,
        colour: str,
        *,
        z: float,
        alpha: float = 1.0,
        edge: str | None = None,
        width: float = 0.0,
    ) -> None:
        """Draw areas."""
        path = geometry_path(geometry)
        if path is not None:
            patch = PathPatch(
                path,
                facecolor=colour,
                alpha=alpha,
                edgecolor=edge or "none",
                linewidth=width if edge else 0.0,
                zorder=z,
                joinstyle="round",
            )
            self.axes.add_artist(patch)  # not add_patch, which measures each path for limits

    def stroke(
        self,
        geometry: BaseGeometry,
        colour: str,
        width: float,
        *,
        z: float,
        dash: Sequence[float] = (),
        alpha: float = 1.0,
    ) -> None:
        """Draw lines or outlines; `dash` in multiples of the width."""
        path = geometry_path(geometry)
        if path is not None:
            patch = PathPatch(
                path,
                facecolor="none",
                edgecolor=colour,
                linewidth=width,
                alpha=alpha,
                zorder=z,
                capstyle="butt" if dash else "round",
                joinstyle="round",
            )
            if dash:  # matplotlib scales them by the width (lines.scale_dashes)
                patch.set_linestyle((0, tuple(dash)))
            self.axes.add_artist(patch)  # not add_patch, which measures each path for limits

    def box(
        self,
        rect: Rect,
        *,
        z: float,
        fill: str | None = None,
        edge: str | None = None,
        width: float = 0.5,
        alpha: float = 1.0,
        round_by: float = 0.0,
    ) -> None:
        """Draw an upright box, its corners rounded by `round_by` points."""
        shape: BaseGeometry = rect.polygon()
        if round_by:
            shape = rect.grow(-round_by).polygon().buffer(round_by, quad_segs=6)
        self.fill(shape, fill or "none", z=z, alpha=alpha, edge=edge, width=width)

    def mark(
        self,
        shape: str,
        x: float,
        y: float,
        radius: float,
        *,
        colour: str,
        z: float,
        is_open: bool = False,
    ) -> None:
        """Draw one event's mark: filled, with a rim like paper, or an outline."""
        page = self.look.page
        outline = shapely.Polygon(mark_points(shape, x, y, radius))
        rim = shapely.Polygon(mark_points(shape, x, y, radius + 0.9))
        self.fill(rim, page.halo, z=z)
        if is_open:
            inner = shapely.Polygon(mark_points(shape, x, y, radius - 0.55))
            self.fill(inner, page.panel, z=z + 0.01, edge=colour, width=1.3)
        else:
            self.fill(outline, colour, z=z + 0.01, edge=page.rim, width=0.35)

    def text(  # noqa: PLR0913  a letter has that many properties
        self,
        x: float,
        y: float,
        text: str,
        size: float,
        *,
        z: float,
        colour: str | None = None,
        bold: bool = False,
        italic: bool = False,
        ha: str = "left",
        rotation: float = 0.0,
        halo: str | None = None,
        halo_width: float = 2.0,
    ) -> None:
        """Write one line with its baseline at `y`; nothing in it is read as markup."""
        artist = self.axes.text(
            x,
            y,
            text,
            fontproperties=font_of(text, size, bold=bold, italic=italic),
            color=colour or self.look.page.ink,
            ha=ha,
            va="baseline",
            rotation=rotation,
            rotation_mode="anchor",
            zorder=z,
            parse_math=False,
        )
        if halo:
            artist.set_path_effects([withStroke(linewidth=halo_width, foreground=halo)])

    def lines(
        self, x: float, top: float, texts: Iterable[str], size: float, *, z: float, leading: float
    ) -> float:
        """Write lines downward from `top`; return the y below the last."""
        for line in texts:
            self.text(x, top - ASCENT * size, line, size, z=z)
            top -= leading * size
        return top


def text_rect(
    x: float, y: float, text: str, size: float, *, bold: bool = False, italic: bool = False
) -> Rect:
    """Return the box that a line written at baseline start (`x`, `y`) fills."""
    width = measure_text(text, size, bold=bold, italic=italic)
    return Rect(x, y - DESCENT * size, x + width, y + ASCENT * size)
