"""Files for other tools: one format a module, every write atomic and repeatable to the byte."""

from __future__ import annotations

from karamap.export.csv_table import csv_text, write_csv
from karamap.export.geojson import geojson_text, write_geojson
from karamap.export.geopackage import write_geopackage
from karamap.export.rows import document_row, event_row, toponym_row
from karamap.export.write import check_folder, write_bytes, write_text

__all__ = [
    "check_folder",
    "csv_text",
    "document_row",
    "event_row",
    "geojson_text",
    "toponym_row",
    "write_bytes",
    "write_csv",
    "write_geojson",
    "write_geopackage",
    "write_text",
]
