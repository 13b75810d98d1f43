"""Shaded relief under a map: light and shade of the land, kept faint."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.colors import to_rgb
from matplotlib.image import imread
from matplotlib.patches import PathPatch
from shapely.geometry.base import BaseGeometry

from karamap.errors import KaramapError
from karamap.render.static.sheet import geometry_path
from karamap.resources import data_dir

if TYPE_CHECKING:
    from karamap.render.static.projection import Array, Frame
    from karamap.render.static.sheet import Sheet

__all__ = ["draw_relief"]

_RELIEF_GRAIN = 3.0  # pixels of the relief file to one of its source


def _relief_file() -> tuple[Path, tuple[float, ...]] | None:
    """Return the shaded relief and its world file's six numbers, where both are at hand."""
    try:
        image = data_dir("gazetteer") / "basemap" / "relief_detail.jpg"
    except KaramapError:
        return None
    world = image.with_suffix(".jgw")
    if not image.is_file() or not world.is_file():
        return None
    numbers = tuple(float(n) for n in world.read_text(encoding="ascii").split())
    return (image, numbers) if len(numbers) == 6 else None


def draw_relief(sheet: Sheet, frame: Frame, land: BaseGeometry, *, z: float) -> bool:
    """Shade the land from the packaged relief, if there is one and it covers the frame."""
    found = _relief_file()
    if found is None or land.is_empty or not sheet.look.ground.relief_strength:
        return False
    path, (step_x, _, _, step_y, west, north) = found
    pixels = np.asarray(imread(path), dtype=float)[..., :3].mean(axis=2)
    rect = frame.rect
    columns, rows = int(rect.width * 1.25), int(rect.height * 1.25)
    x = rect.x0 + (np.arange(columns) + 0.5) / columns * rect.width
    y = rect.y1 - (np.arange(rows) + 0.5) / rows * rect.height
    lon, lat = frame.degrees(*np.meshgrid(x, y))
    col, row = (lon - west) / step_x, (lat - north) / step_y
    height, width = pixels.shape
    if not (np.isfinite(col).all() and col.min() >= -1 and col.max() <= width):
        return False
    if row.min() < -1 or row.max() > height:
        return False
    grain = abs(step_y) * 111.2 * _RELIEF_GRAIN / frame.km_per_point(*rect.centre)
    veil = sheet.look.ground.relief_strength * min(max(5.0 / grain, 0.4), 1.0)
    image = _shade_image(_sample(_without_plains(pixels), col, row), sheet.look.ground.relief, veil)
    artist = sheet.axes.imshow(
        image,
        extent=(rect.x0, rect.x1, rect.y0, rect.y1),
        origin="upper",
        aspect="auto",
        interpolation="bilinear",
        zorder=z,
    )
    outline = geometry_path(land)
    if outline is not None:
        artist.set_clip_path(PathPatch(outline, transform=sheet.axes.transData))
    sheet.axes.set_xlim(0, sheet.rect.x1)
    sheet.axes.set_ylim(0, sheet.rect.y1)
    return True


def _sample(pixels: Array, col: Array, row: Array) -> Array:
    """Sample an image at fractional positions, linearly."""
    height, width = pixels.shape
    col, row = np.clip(col, 0, width - 1.001), np.clip(row, 0, height - 1.001)
    c, r = col.astype(int), row.astype(int)
    fc, fr = col - c, row - r
    top = pixels[r, c] * (1 - fc) + pixels[r, c + 1] * fc
    low = pixels[r + 1, c] * (1 - fc) + pixels[r + 1, c + 1] * fc
    return np.asarray(top * (1 - fr) + low * fr)


def _without_plains(pixels: Array) -> Array:
    """Keep an image's light and shade and drop its broad tones, which tell climate, not slope."""
    reach = 24
    padded = np.pad(pixels, reach, mode="edge")
    total = np.pad(padded.cumsum(axis=0).cumsum(axis=1), ((1, 0), (1, 0)))
    side = 2 * reach + 1
    rows, columns = pixels.shape
    sums = (
        total[side : side + rows, side : side + columns]
        - total[:rows, side : side + columns]
        - total[side : side + rows, :columns]
        + total[:rows, :columns]
    )
    return np.asarray(pixels - sums / side**2)


def _shade_image(shade: Array, colour: str, veil: float) -> Array:
    """Turn brightness into a veil: darker slopes, few tones, so that files stay small."""
    low = np.percentile(shade, 2)
    dark = np.clip(shade / min(low, -1.0), 0, 1)
    steps = np.round(dark * 24) / 24
    image = np.empty((*shade.shape, 4))
    image[..., :3] = np.array(to_rgb(colour))
    image[..., 3] = veil * steps
    return image
