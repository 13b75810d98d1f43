"""What a GeoPackage tells besides its layers: styles, aliases, codes, metadata, provenance."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from karamap.export.looks import has_look, look_of
from karamap.export.qml import qml_text
from karamap.export.schema import Field, codes_of, table_of_layer
from karamap.export.sld import sld_text

__all__ = ["add_tables"]

_STAMP = "2000-01-01T00:00:00.000Z"
_STYLES = """CREATE TABLE layer_styles (
 id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
 f_table_catalog TEXT(256), f_table_schema TEXT(256), f_table_name TEXT(256),
 f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT, styleSLD TEXT,
 useAsDefault BOOLEAN, description TEXT, owner TEXT(30), ui TEXT(30), update_time DATETIME)"""
# as the GeoPackage standard defines them
_COLUMNS = """CREATE TABLE gpkg_data_columns (
 table_name TEXT NOT NULL, column_name TEXT NOT NULL, name TEXT, title TEXT, description TEXT,
 mime_type TEXT, constraint_name TEXT,
 CONSTRAINT pk_gdc PRIMARY KEY (table_name, column_name),
 CONSTRAINT gdc_tn UNIQUE (table_name, name))"""
_CONSTRAINTS = """CREATE TABLE gpkg_data_column_constraints (
 constraint_name TEXT NOT NULL, constraint_type TEXT NOT NULL, value TEXT,
 min NUMERIC, min_is_inclusive BOOLEAN, max NUMERIC, max_is_inclusive BOOLEAN, description TEXT,
 CONSTRAINT gdcc_ntv UNIQUE (constraint_name, constraint_type, value))"""
_METADATA = """CREATE TABLE gpkg_metadata (
 id INTEGER CONSTRAINT m_pk PRIMARY KEY ASC NOT NULL,
 md_scope TEXT NOT NULL DEFAULT 'dataset', md_standard_uri TEXT NOT NULL,
 mime_type TEXT NOT NULL DEFAULT 'text/xml', metadata TEXT NOT NULL DEFAULT '')"""
_REFERENCES = """CREATE TABLE gpkg_metadata_reference (
 reference_scope TEXT NOT NULL, table_name TEXT, column_name TEXT, row_id_value INTEGER,
 timestamp DATETIME NOT NULL, md_file_id INTEGER NOT NULL, md_parent_id INTEGER,
 CONSTRAINT crmr_mfi_fk FOREIGN KEY (md_file_id) REFERENCES gpkg_metadata(id),
 CONSTRAINT crmr_mpi_fk FOREIGN KEY (md_parent_id) REFERENCES gpkg_metadata(id))"""
_EXTENSIONS = """CREATE TABLE IF NOT EXISTS gpkg_extensions (
 table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL, definition TEXT NOT NULL,
 scope TEXT NOT NULL, CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name))"""
_SPEC = "http://www.geopackage.org/spec121/#extension_"
_EXTENDED = (
    ("gpkg_data_columns", "schema"),
    ("gpkg_data_column_constraints", "schema"),
    ("gpkg_metadata", "metadata"),
    ("gpkg_metadata_reference", "metadata"),
)


def add_tables(
    path: Path, layers: Iterable[str], *, documents: Iterable[tuple[str, str, str]] = ()
) -> None:
    """Add default styles, aliases, codes and metadata to a GeoPackage that GDAL has written.

    Parameters
    ----------
    path
        The file; nobody else may be reading it.
    layers
        Names of its layers; those that are ours get a style, aliases and codes.
    documents
        Metadata of the whole file: (address of its kind, MIME type, text) of each.
    """
    names = list(layers)
    with closing(sqlite3.connect(path)) as base, base:
        base.execute(_EXTENSIONS)
        for statement in (_STYLES, _COLUMNS, _CONSTRAINTS, _METADATA, _REFERENCES):
            base.execute(statement)
        base.execute(
            "INSERT INTO gpkg_contents (table_name, data_type, identifier, description,"
            " last_change) VALUES ('layer_styles', 'attributes', 'layer_styles',"
            " 'Styles of the layers, as QGIS keeps them', ?)",
            (_STAMP,),
        )
        base.executemany(
            "INSERT INTO gpkg_extensions VALUES (?, NULL, ?, ?, 'read-write')",
            [(table, f"gpkg_{kind}", _SPEC + kind) for table, kind in _EXTENDED],
        )
        for name in names:
            if has_look(name):
                _add_style(base, name)
            _add_columns(base, name)
        _add_codes(base, names)
        _add_documents(base, documents)


def _add_style(base: sqlite3.Connection, layer: str) -> None:
    look, table = look_of(layer), table_of_layer(layer)
    row = ("", "", layer, "geom", layer, qml_text(look, table), sld_text(layer, look))
    base.execute(
        "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name,"
        " f_geometry_column, styleName, styleQML, styleSLD, useAsDefault, description, owner,"
        " ui, update_time) VALUES (?, ?, ?, ?, ?, ?, ?, 1, 'As on karamap''s maps', '', NULL, ?)",
        (*row, _STAMP),
    )


def _fields(layer: str) -> list[Field]:
    table = table_of_layer(layer)
    return list(table.fields) if table else []


def _constraint(field: Field) -> str | None:
    return f"codes_{field.codes.lower()}" if field.codes else None


def _add_columns(base: sqlite3.Connection, layer: str) -> None:
    table = table_of_layer(layer)
    if table:
        base.execute(
            "UPDATE gpkg_contents SET description = ? WHERE table_name = ?", (table.about, layer)
        )
    # which columns there are: PRAGMA takes no parameter, the table-valued form does
    found = {row[0] for row in base.execute("SELECT name FROM pragma_table_info(?)", (layer,))}
    for field in _fields(layer):
        column = "uid" if field.name == "id" else field.name
        if column not in found:
            continue
        about = field.about + (f" Unit: {field.unit}." if field.unit else "")
        base.execute(
            "INSERT INTO gpkg_data_columns VALUES (?, ?, ?, ?, ?, NULL, ?)",
            (layer, column, field.alias, field.alias, about, _constraint(field)),
        )


def _add_codes(base: sqlite3.Connection, layers: Iterable[str]) -> None:
    fields = (field for layer in layers for field in _fields(layer) if field.codes)
    for name in sorted({field.codes for field in fields}):
        base.executemany(
            "INSERT INTO gpkg_data_column_constraints (constraint_name, constraint_type, value,"
            " description) VALUES (?, 'enum', ?, ?)",
            [(f"codes_{name.lower()}", code, about) for code, about in codes_of(name).items()],
        )


def _add_documents(base: sqlite3.Connection, documents: Iterable[tuple[str, str, str]]) -> None:
    for number, (standard, mime, text) in enumerate(documents, 1):
        base.execute(
            "INSERT INTO gpkg_metadata VALUES (?, 'dataset', ?, ?, ?)",
            (number, standard, mime, text),
        )
        base.execute(
            "INSERT INTO gpkg_metadata_reference VALUES ('geopackage', NULL, NULL, NULL, ?, ?,"
            " NULL)",
            (_STAMP, number),
        )
