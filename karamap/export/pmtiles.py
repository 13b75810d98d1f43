"""PMTiles: the events as vector tiles in one file, for web maps without a server."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd

from karamap.export.gdal import whole_file, write_layer
from karamap.export.handover import Handover, Tell

__all__ = ["hand_over", "write_pmtiles"]

# a tile shows what a click should tell; the reasons and offsets stay in the other formats
_COLUMNS = (
    "id", "type", "date_start", "date_end", "date_precision", "date_of", "place",
    "where_precision", "radius_km", "stance", "claimed_by", "denied_by", "disputed", "fatalities",
    "evidence", "publisher", "url",
)  # fmt: skip
_ZOOMS = {"MINZOOM": 0, "MAXZOOM": 8}


def write_pmtiles(frame: gpd.GeoDataFrame, path: Path) -> Path:
    """Write the rows of `frame` that have a point to `path`, zooms 0 to 8, days as ISO text."""
    placed = frame[frame.geometry.notna()]
    kept = placed[[*(c for c in _COLUMNS if c in placed), placed.geometry.name]]
    with whole_file(path) as temporary:
        write_layer(
            kept,
            temporary,
            path.stem,
            driver="PMTiles",
            dates=False,
            dataset_options={"NAME": path.stem, **{k: str(v) for k, v in _ZOOMS.items()}},
        )
    return path


def hand_over(handover: Handover, path: Path, _tell: Tell) -> None:
    """Write the events."""
    write_pmtiles(handover.events, path)
