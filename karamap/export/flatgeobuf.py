"""FlatGeobuf: one layer, binary, with a spatial index where every row has a geometry."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd

from karamap.export.gdal import whole_file, write_layer
from karamap.export.handover import Handover, Tell

__all__ = ["hand_over", "write_flatgeobuf"]


def write_flatgeobuf(frame: gpd.GeoDataFrame, path: Path) -> Path:
    """Write `frame` to `path`; days are ISO text, which the format has no type for.

    The index needs a geometry in every row: with rows that have none it is left out, so that no
    row is lost. Its order also sorts the rows; without it they stay as they are.
    """
    indexed = "NO" if frame.geometry.isna().any() else "YES"
    with whole_file(path) as temporary:
        write_layer(
            frame,
            temporary,
            path.stem,
            driver="FlatGeobuf",
            dates=False,
            layer_options={"SPATIAL_INDEX": indexed},
        )
    return path


def hand_over(handover: Handover, path: Path, _tell: Tell) -> None:
    """Write the events."""
    write_flatgeobuf(handover.events, path)
