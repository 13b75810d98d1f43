"""A small label placer: greedy, deterministic, and free of overlaps by construction.

Labels are placed one by one, the important first. Each tries a list of positions, the preferred
first; one that would touch anything already on the map, or leave the window, is never taken. Lines
are soft: a position on one costs, but may be taken. A label that fits nowhere is left out, and the
caller learns so.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from karamap.render.static.sheet import Rect

__all__ = ["Along", "LabelPlacer", "Placed", "lead_to"]

# Preferred order of cartographers' handbooks: right before left, above before below.
_AROUND = ((1, 0), (1, 1), (1, -1), (-1, 0), (-1, 1), (-1, -1), (0, 1), (0, -1))
_LEADER_REACH = (9.0, 16.0, 25.0, 36.0, 50.0, 70.0, 95.0)
_LEADER_TURNS = 24
_FOREIGN = 4.0  # points a label with a leader keeps off other points
_SAME_SPOT = 0.5
_AIR = 1.2  # points kept free around every label


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a label went; `leader` runs from the anchor's edge to the box, where they are apart."""

    rect: Rect
    leader: tuple[tuple[float, float], tuple[float, float]] | None = None


@dataclass(frozen=True, slots=True)
class Along:
    """A label along a line: middle of its baseline box and its turn in degrees."""

    x: float
    y: float
    rotation: float


class LabelPlacer:
    """Keeps what is already on the map and finds free room for the next label.

    Parameters
    ----------
    window
        Labels stay inside.
    lines
        Page geometries that labels should rather not cover, each with the cost of a point of its
        length under a label; a step of one is two places down the list of preferred positions.
    """

    def __init__(self, window: Rect, *, lines: Iterable[tuple[BaseGeometry, float]] = ()) -> None:
        self.window = window
        self._taken: list[Rect] = []
        self._boxes = np.empty((0, 4))
        self._anchors = np.empty((0, 2))
        parts = [(p, cost) for g, cost in lines for p in shapely.get_parts(g) if not p.is_empty]
        self._lines = shapely.STRtree([p for p, _ in parts]) if parts else None
        self._costs = np.array([cost for _, cost in parts])

    @property
    def taken(self) -> tuple[Rect, ...]:
        """Everything that is on the map so far."""
        return tuple(self._taken)

    def reserve(self, *rects: Rect) -> None:
        """Mark boxes as taken."""
        self._taken.extend(rects)
        rows = [[r.x0, r.y0, r.x1, r.y1] for r in rects]
        if rows:
            self._boxes = np.vstack([self._boxes, np.array(rows)])

    def anchor(self, x: float, y: float) -> None:
        """Tell of a point with a label of its own: no other point's label may seem to be its."""
        self._anchors = np.vstack([self._anchors, [x, y]])

    def _is_clear(self, x: float, y: float, rect: Rect, *, apart: float) -> bool:
        """Whether a label of the point (`x`, `y`) can be read as no other point's."""
        if not len(self._anchors):
            return True
        others = self._anchors[np.hypot(*(self._anchors - (x, y)).T) > _SAME_SPOT]
        across = np.maximum(np.maximum(rect.x0 - others[:, 0], others[:, 0] - rect.x1), 0)
        along = np.maximum(np.maximum(rect.y0 - others[:, 1], others[:, 1] - rect.y1), 0)
        return bool((np.hypot(across, along) > apart).all())

    def is_free(self, rect: Rect, *, air: float = 0.0) -> bool:
        """Whether `rect` lies in the window and nothing is nearer to it than `air`."""
        if not self.window.contains(rect):
            return False
        rect = rect.grow(air)
        b = self._boxes
        return not bool(
            (
                (b[:, 0] < rect.x1)
                & (rect.x0 < b[:, 2])
                & (b[:, 1] < rect.y1)
                & (rect.y0 < b[:, 3])
            ).any()
        )

    def line_cost(self, rect: Rect) -> float:
        """Return how much line lies under `rect`."""
        if self._lines is None:
            return 0.0
        box = rect.polygon()
        hits = self._lines.query(box)
        if not len(hits):
            return 0.0
        under = shapely.length(shapely.intersection(self._lines.geometries[hits], box))
        return float((under * self._costs[hits]).sum())

    def place_point(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        *,
        clear: float,
        leaders: bool = True,
        right: float = 0.0,
    ) -> Placed | None:
        """Place a label beside a point.

        Parameters
        ----------
        x, y
            The point.
        width, height
            Of the label.
        clear
            Radius around the point that its own mark fills.
        leaders
            Whether the label may go farther away, joined by a thin line.
        right
            How much more the mark fills on its right, such as a count.
        """
        near = self._best(
            _near(x, y, width, height, clear, right),
            allowed=lambda rect: self._is_clear(x, y, rect, apart=1.5 * _gap(x, y, rect)),
        )
        if near is not None:
            self.reserve(near.grow(_AIR))
            return Placed(near)

        def allowed(rect: Rect) -> bool:
            return self._is_clear(x, y, rect, apart=_FOREIGN) and self._reaches(x, y, rect)

        for strict in (True, False) if leaders else ():
            for reach in _LEADER_REACH:
                far = self._best(
                    _far(x, y, width, height, clear + reach),
                    allowed=allowed if strict else None,
                )
                if far is not None:
                    leader = lead_to(x, y, far, clear)
                    self.reserve(far.grow(_AIR), *_beads(leader))
                    return Placed(far, leader)
        return None

    def _reaches(self, x: float, y: float, rect: Rect) -> bool:
        """Whether a leader from the point to `rect` crosses no other label."""
        start, end = lead_to(x, y, rect, 0.0)
        steps = np.linspace(0.25, 0.95, 12)
        px, py = start[0] + steps * (end[0] - start[0]), start[1] + steps * (end[1] - start[1])
        b = self._boxes
        hit = ((b[:, [0]] < px) & (px < b[:, [2]]) & (b[:, [1]] < py) & (py < b[:, [3]])) & ~(
            (b[:, [0]] < x) & (x < b[:, [2]]) & (b[:, [1]] < y) & (y < b[:, [3]])
        )
        return not bool(hit.any())

    def _best(
        self,
        candidates: Iterable[tuple[float, Rect]],
        *,
        allowed: Callable[[Rect], bool] | None = None,
        air: float = 0.0,
    ) -> Rect | None:
        """Return the free candidate of least cost; the first of equals."""
        best: Rect | None = None
        least = math.inf
        for cost, rect in candidates:
            if cost >= least or not self.is_free(rect, air=air):
                continue
            if allowed is not None and not allowed(rect):
                continue
            total = cost + self.line_cost(rect)
            if total < least:
                best, least = rect, total
        return best

    def place_area(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        *,
        reach: float,
        allowed: Callable[[Rect], bool] | None = None,
        air: float = 0.0,
    ) -> Placed | None:
        """Place a label over an area: as near its middle as is free.

        Parameters
        ----------
        x, y
            Middle of the area.
        width, height
            Of the label.
        reach
            How far from the middle the label's own middle may move, in points.
        allowed
            If given, whether a box is a good one, apart from being free.
        air
            Room to keep free on each side.
        """
        best = self._best(_scatter(x, y, width, height, reach), allowed=allowed, air=air)
        if best is None:
            return None
        self.reserve(best.grow(_AIR))
        return Placed(best)

    def place_along(
        self, line: BaseGeometry, width: float, height: float, *, lift: float, most: float
    ) -> Along | None:
        """Place a label along the straightest free stretch of a line.

        Parameters
        ----------
        line
            In page points.
        width, height
            Of the label.
        lift
            How far its box keeps off the line, on either side.
        most
            The cost that is still acceptable: bends and other lines under the label cost.
        """
        best: tuple[float, Along, list[Rect]] | None = None
        lines = [p for p in shapely.get_parts(line) if isinstance(p, shapely.LineString)]
        for part in lines:
            for cost, along in _stretches(part, width, lift + height / 2):
                if cost >= (best[0] if best else most):
                    continue
                boxes = _cover(along, width, height)
                if not all(self.is_free(box) for box in boxes):
                    continue
                total = cost + sum(self.line_cost(box) for box in boxes)
                if total < (best[0] if best else most):
                    best = (total, along, boxes)
        if best is None:
            return None
        self.reserve(*best[2])
        return best[1]


def _near(
    x: float, y: float, width: float, height: float, clear: float, right: float
) -> Iterator[tuple[float, Rect]]:
    """Yield the eight positions that touch the point's mark."""
    for rank, (dx, dy) in enumerate(_AROUND):
        gap = clear * (0.8 if dx and dy else 1.0) + 1.2
        left = x + gap + right if dx > 0 else x - gap - width if dx < 0 else x - width / 2
        if dy and dx:
            low = y + gap * 0.5 if dy > 0 else y - gap * 0.5 - height
        elif dy:
            low = y + gap if dy > 0 else y - gap - height
        else:
            low = y - height / 2
        yield 0.15 * rank, Rect(left, low, left + width, low + height)


def _far(
    x: float, y: float, width: float, height: float, reach: float
) -> Iterator[tuple[float, Rect]]:
    """Yield positions around the point at some distance."""
    for turn in range(_LEADER_TURNS):
        angle = 2 * math.pi * turn / _LEADER_TURNS
        cx = x + math.cos(angle) * (reach + width / 2)
        cy = y + math.sin(angle) * (reach + height / 2)
        rect = Rect(cx - width / 2, cy - height / 2, cx + width / 2, cy + height / 2)
        yield 0.02 * turn + _gap(x, y, rect) * 0.05, rect


def _gap(x: float, y: float, rect: Rect) -> float:
    """Return the distance from a point to a box."""
    dx = max(rect.x0 - x, 0.0, x - rect.x1)
    dy = max(rect.y0 - y, 0.0, y - rect.y1)
    return math.hypot(dx, dy)


def lead_to(
    x: float, y: float, rect: Rect, clear: float
) -> tuple[tuple[float, float], tuple[float, float]]:
    """Return the ends of the line from a mark to its label."""
    ex = min(max(x, rect.x0), rect.x1)
    ey = min(max(y, rect.y0), rect.y1)
    length = math.hypot(ex - x, ey - y) or 1.0
    return (x + (ex - x) / length * clear, y + (ey - y) / length * clear), (ex, ey)


def _beads(leader: tuple[tuple[float, float], tuple[float, float]]) -> list[Rect]:
    """Return small boxes along a leader, so that no later label covers it."""
    (ax, ay), (bx, by) = leader
    count = max(2, math.ceil(math.hypot(bx - ax, by - ay) / 2.0))
    spots = ((ax + (bx - ax) * i / count, ay + (by - ay) * i / count) for i in range(1, count))
    return [Rect(x, y, x, y).grow(0.8) for x, y in spots]


def _scatter(
    x: float, y: float, width: float, height: float, reach: float
) -> Iterator[tuple[float, Rect]]:
    """Yield positions around a middle, nearest first."""
    step = max(4.0, reach / 9)
    count = int(reach / step)
    offsets = [
        (math.hypot(i, j) * step, i * step, j * step)
        for i in range(-count, count + 1)
        for j in range(-count, count + 1)
    ]
    for far, dx, dy in sorted(offsets):
        if far <= reach:
            left, low = x + dx - width / 2, y + dy - height / 2
            yield far * 0.05, Rect(left, low, left + width, low + height)


def _stretches(
    part: shapely.LineString, width: float, lift: float
) -> Iterator[tuple[float, Along]]:
    """Yield label positions along a line, costed by bend and distance from its middle."""
    length = part.length
    if length < width * 1.15:
        return
    for start in np.arange(width * 0.05, length - width * 1.05, max(width / 8, 4.0)):
        samples = shapely.get_coordinates(
            shapely.line_interpolate_point(part, np.linspace(start, start + width, 9))
        )
        (ax, ay), (bx, by) = samples[0], samples[-1]
        chord = math.hypot(bx - ax, by - ay)
        if chord < width * 0.93:
            continue
        angle = math.atan2(by - ay, bx - ax)
        offset = (samples - samples[0]) @ np.array([-math.sin(angle), math.cos(angle)])
        bend = float(np.abs(offset).max())
        left = (float(offset.max()), float(-offset.min()))  # bulge to the line's left and right
        if math.cos(angle) < 0:
            angle, left = angle + math.pi, left[::-1]
        turn = (math.degrees(angle) + 180) % 360 - 180
        middle = abs(start + width / 2 - length / 2) / length
        for side, bulge in ((1.0, left[0]), (-1.0, left[1])):
            rise = side * (lift + bulge)
            x = (ax + bx) / 2 - math.sin(angle) * rise
            y = (ay + by) / 2 + math.cos(angle) * rise
            cost = bend + 2 * middle + abs(turn) / 60 + 0.5 * (side < 0)
            yield cost, Along(x, y, turn)


def _cover(along: Along, width: float, height: float) -> list[Rect]:
    """Return upright boxes that together cover a turned label."""
    angle = math.radians(along.rotation)
    count = max(1, math.ceil(width / (height * 0.8))) if abs(along.rotation) > 1 else 1
    piece = width / count
    w = abs(piece * math.cos(angle)) + abs(height * math.sin(angle))
    h = abs(piece * math.sin(angle)) + abs(height * math.cos(angle))
    boxes = []
    for i in range(count):
        shift = (i + 0.5) * piece - width / 2
        x, y = along.x + shift * math.cos(angle), along.y + shift * math.sin(angle)
        boxes.append(Rect(x - w / 2, y - h / 2, x + w / 2, y + h / 2))
    return boxes


def count_overlaps(rects: Sequence[Rect]) -> int:
    """Return how many pairs of boxes overlap."""
    return sum(a.overlaps(b) for i, a in enumerate(rects) for b in rects[i + 1 :])
