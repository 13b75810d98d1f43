"""A map spec as files: the interactive page and the printed ones."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import TYPE_CHECKING

from karamap.errors import InputError
from karamap.export.write import write_bytes, write_text

if TYPE_CHECKING:
    from karamap.render.interactive.tiles import Tiles
    from karamap.render.spec import MapSpec

__all__ = ["SIZES", "draw_maps"]

# as karamap.render.static.PAGE_SIZES has them, told without loading matplotlib
SIZES = ("a4", "16x9", "square")


def draw_maps(
    spec: MapSpec,
    folder: Path,
    *,
    size: str = "a4",
    series: bool = False,
    tiles: Tiles | None = None,
) -> tuple[list[Path], list[str]]:
    """Write karamap.html, .png, .svg and .pdf; return the files and what there was to warn of.

    Parameters
    ----------
    spec
        What to show.
    folder
        Where to; it exists.
    size
        Page of the printed maps: ``a4`` (landscape), ``16x9`` or ``square``.
    series
        Whether to write karamap_series.png, .svg and .pdf as well: a sheet of small maps, a period
        each. Where no event has both a day and a place a warning says that there is none.
    tiles
        A service whose background tiles the interactive page loads; without one it needs no
        network.

    Notes
    -----
    What a renderer warns of (no packaged JS, say) is handed on, not lost.

    Raises
    ------
    InputError
        If `size` is unknown or the style's typeface is not installed.
    OutputError
        If a file cannot be written.
    """
    from karamap.render.interactive import render_interactive  # noqa: PLC0415  folium: slow
    from karamap.render.static import draw_series, draw_static  # noqa: PLC0415  matplotlib: slow

    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", UserWarning)
        files = [write_text(folder / "karamap.html", render_interactive(spec, tiles=tiles))]
        for kind, data in draw_static(spec, size=size).items():
            files.append(write_bytes(folder / f"karamap.{kind}", data))
    told = dict.fromkeys(str(w.message) for w in caught if w.category is UserWarning)
    if series:
        try:
            sheets = draw_series(spec, size=size)
        except InputError as fault:
            told[str(fault)] = None
            sheets = {}
        for kind, data in sheets.items():
            files.append(write_bytes(folder / f"karamap_series.{kind}", data))
    return files, list(told)
