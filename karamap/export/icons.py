"""The shapes of the maps' marks as small PNG pictures, for formats that want a file for each."""

from __future__ import annotations

import struct
import zlib
from math import cos, pi, sin

import numpy as np
import shapely

from karamap.style import Family

__all__ = ["icon_png"]

_SIZE = 48  # pixels
_FINE = 4  # samples a pixel, each way
_CORNERS = {"triangle": 3, "pentagon": 5, "circle": 72}
_RIM = "#FFFFFF"


def _outline(shape: str) -> shapely.Polygon:
    """Return a mark's outline about the origin, about one unit in radius, y upwards."""
    if shape == "square":
        return shapely.box(-0.85, -0.85, 0.85, 0.85)
    if shape == "diamond":
        return shapely.Polygon([(0, 1.1), (0.9, 0), (0, -1.1), (-0.9, 0)])
    number = _CORNERS[shape]
    angles = [pi / 2 + 2 * pi * i / number for i in range(number)]
    sink = 0.2 if shape == "triangle" else 0.0
    return shapely.Polygon([(1.08 * cos(a), 1.08 * sin(a) - sink) for a in angles])


def _cover(area: shapely.Geometry) -> np.ndarray:
    """Return the share of each pixel that `area` covers, 0 to 1."""
    step = 3.0 / (_SIZE * _FINE)
    at = (np.arange(_SIZE * _FINE) + 0.5) * step - 1.5
    inside = shapely.contains_xy(area, at[None, :], -at[:, None])
    share: np.ndarray = inside.reshape(_SIZE, _FINE, _SIZE, _FINE).mean(axis=(1, 3))
    return share


def _rgb(colour: str) -> np.ndarray:
    return np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)], dtype=float)


def icon_png(family: Family, *, is_open: bool) -> bytes:
    """Return the mark of `family` as PNG; open: white within, the colour as its rim."""
    outline = _outline(family.shape)
    whole = _cover(shapely.buffer(outline, 0.14, join_style="mitre"))
    body = _cover(outline)
    core = _cover(shapely.buffer(outline, -0.28, join_style="mitre")) * is_open
    colour, white = _rgb(family.colour), _rgb(_RIM)
    share = (body - core)[:, :, None]
    tone = colour * share + white * (1 - share)
    pixels = np.dstack([tone, whole * 255]).round().astype(np.uint8)
    return _png(pixels)


def _png(pixels: np.ndarray) -> bytes:
    height, width, _ = pixels.shape
    rows = b"".join(b"\x00" + row.tobytes() for row in pixels)  # each row: no filter
    head = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)  # 8 bits, red green blue alpha

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + check

    body = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body
