"""GeoPackage: every layer in one file, real DATE columns, repeatable to the byte."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd

from karamap.export.gdal import whole_file, write_layer
from karamap.export.handover import Handover, Tell

__all__ = ["hand_over", "write_geopackage"]

_VERSION = "1.2"  # of the format; GDAL before 3.7 warns of later ones


def write_geopackage(
    layers: dict[str, gpd.GeoDataFrame], path: Path, *, tell: Tell | None = None
) -> Path:
    """Write `layers` (by name, WGS 84) to one GeoPackage; empty ones are left out.

    A column ``id`` becomes ``uid``: GeoPackage keeps that name for its own row numbers.

    Parameters
    ----------
    layers
        Frames by layer name, in the order in which a viewer lists them.
    path
        Replaced at once; without any layer an old file is removed, so as not to pass for this one.
    tell
        Called with (what is written, layers done, layers in all).

    Raises
    ------
    OutputError
        Where the file cannot be written.
    """
    kept = {name: frame for name, frame in layers.items() if not frame.empty}
    with whole_file(path) as temporary:
        for done, (name, frame) in enumerate(kept.items()):
            if tell:
                tell("gpkg", done, len(kept))
            write_layer(
                frame.rename(columns={"id": "uid"}),
                temporary,
                name,
                driver="GPKG",
                dataset_options={"VERSION": _VERSION},
            )
        if not kept:
            path.unlink(missing_ok=True)
    return path


def hand_over(handover: Handover, path: Path, tell: Tell) -> None:
    """Write every layer."""
    write_geopackage(handover.tables(), path, tell=tell)
