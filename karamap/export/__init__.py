"""Files for other tools: one format a module, every write atomic and repeatable to the byte."""

from __future__ import annotations

from typing import TYPE_CHECKING

from karamap.lazy import fetch_lazily

if TYPE_CHECKING:
    from karamap.export.csv_table import csv_text, write_csv
    from karamap.export.formats import FORMATS, export_events
    from karamap.export.geojson import geojson_text, write_geojson
    from karamap.export.geopackage import write_geopackage
    from karamap.export.handover import Handover, make_handover
    from karamap.export.rows import document_row, event_row, toponym_row
    from karamap.export.write import check_folder, write_bytes, write_text

__all__ = [
    "FORMATS",
    "Handover",
    "check_folder",
    "csv_text",
    "document_row",
    "event_row",
    "export_events",
    "geojson_text",
    "make_handover",
    "toponym_row",
    "write_bytes",
    "write_csv",
    "write_geojson",
    "write_geopackage",
    "write_text",
]

# the rows of jsonl need no geopandas: half a second at start-up
__getattr__ = fetch_lazily(
    __name__,
    {
        "FORMATS": "formats",
        "Handover": "handover",
        "check_folder": "write",
        "csv_text": "csv_table",
        "document_row": "rows",
        "event_row": "rows",
        "export_events": "formats",
        "geojson_text": "geojson",
        "make_handover": "handover",
        "toponym_row": "rows",
        "write_bytes": "write",
        "write_csv": "csv_table",
        "write_geojson": "geojson",
        "write_geopackage": "geopackage",
        "write_text": "write",
    },
)
