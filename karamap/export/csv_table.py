"""CSV with lon and lat columns, UTF-8, one row a feature."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd

from karamap.export.handover import Handover, Tell
from karamap.export.write import write_text

__all__ = ["csv_text", "hand_over", "inert", "write_csv"]

# a cell that a spreadsheet would run as a formula is made text: the texts are untrusted
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def inert(value: object) -> object:
    """Return a cell so that no spreadsheet runs it: an apostrophe before what looks a formula."""
    if not isinstance(value, str):
        return value
    # one more before those a text has itself, so that a reader who takes one off has the text
    text = f"'{value}" if value.lstrip("'").startswith(_FORMULA) else value
    # the writer quotes cells that hold a line feed, not those with a lone carriage return
    return text.replace("\r\n", "\n").replace("\r", "\n")


def csv_text(frame: gpd.GeoDataFrame) -> str:
    """Return `frame` as CSV; the point of each row becomes ``lon`` and ``lat`` in degrees."""
    table = frame.drop(columns=frame.geometry.name).map(inert)
    point = frame.geometry.representative_point()
    table["lon"], table["lat"] = point.x.round(5), point.y.round(5)
    text: str = table.to_csv(index=False, lineterminator="\n")
    return text


def write_csv(frame: gpd.GeoDataFrame, path: Path) -> Path:
    """Write `frame` to `path`."""
    return write_text(path, csv_text(frame))


def hand_over(handover: Handover, path: Path, _tell: Tell) -> None:
    """Write the events."""
    write_csv(handover.events, path)
