"""What every exported column means, told once in ``schema.toml`` and printed in several forms."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

__all__ = [
    "Field",
    "Table",
    "codes_of",
    "columns_of_type",
    "dictionary_text",
    "json_schema",
    "read_schema",
    "readme_text",
    "schema_json_text",
    "table_of_layer",
]

_JSON_TYPES: dict[str, dict[str, Any]] = {
    "text": {"type": "string"},
    "list": {"type": "string"},
    "integer": {"type": "integer"},
    "number": {"type": "number"},
    "boolean": {"type": "boolean"},
    "date": {"type": "string", "format": "date"},
}
_LAYERS = ("contact_line", "corridors", "areas", "districts", "pipelines")


@dataclass(frozen=True, slots=True)
class Field:
    """One column: its type, unit, what it says, and its counterparts elsewhere."""

    name: str
    type: str  # text | list | integer | number | date | boolean
    alias: str
    about: str
    unit: str = ""
    codes: str = ""  # key of the schema's code lists
    ucdp: str = ""
    acled: str = ""
    required: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """One table of the hand-over and its columns in order."""

    name: str
    title: str
    about: str
    geometry: str
    fields: tuple[Field, ...]


@lru_cache(maxsize=1)
def _parsed() -> dict[str, Any]:
    text = files("karamap.export").joinpath("schema.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@lru_cache(maxsize=1)
def read_schema() -> dict[str, Table]:
    """Return every table by name, in the file's order."""
    told = {k: v for k, v in _parsed().items() if k != "codes"}
    return {
        name: Table(
            name,
            table["title"],
            table["about"],
            table["geometry"],
            tuple(Field(column, **field) for column, field in table["fields"].items()),
        )
        for name, table in told.items()
    }


def codes_of(name: str) -> dict[str, str]:
    """Return a code list: what each code means."""
    found: dict[str, str] = _parsed()["codes"][name]
    return found


def table_of_layer(layer: str) -> Table | None:
    """Return the table that tells the columns of a GeoPackage layer; None for the basemap."""
    return read_schema().get("layers" if layer in _LAYERS else layer)


def columns_of_type(kind: str) -> frozenset[str]:
    """Return the names of all columns of a type, whatever their table."""
    return frozenset(f.name for t in read_schema().values() for f in t.fields if f.type == kind)


def json_schema(name: str = "events") -> dict[str, Any]:
    """Return JSON Schema (2020-12) of a table's GeoJSON file.

    Raises
    ------
    KeyError
        Where there is no such table.
    """
    table = read_schema()[name]
    properties = {field.name: _json_property(field) for field in table.fields}
    feature = {
        "type": "object",
        "required": ["type", "id", "properties", "geometry"],
        "properties": {
            "type": {"const": "Feature"},
            "id": {"type": "string"},
            "properties": {
                "type": "object",
                "required": [f.name for f in table.fields],
                "properties": properties,
                "additionalProperties": False,
            },
            "geometry": {"type": ["object", "null"], "description": table.geometry},
        },
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:karamap:schema:{name}",
        "title": table.title,
        "description": table.about,
        "type": "object",
        "required": ["type", "features"],
        "properties": {
            "type": {"const": "FeatureCollection"},
            "name": {"type": "string"},
            "features": {"type": "array", "items": feature},
        },
    }


def _json_property(field: Field) -> dict[str, Any]:
    told = dict(_JSON_TYPES[field.type])
    if not field.required:
        told["type"] = [told["type"], "null"]
    told |= {"title": field.alias, "description": _about(field)}
    if field.codes:
        known = codes_of(field.codes)
        values: list[Any] = [int(k) if field.type == "integer" else k for k in known]
        told["enum"] = values if field.required else [*values, None]
    for key, counterpart in (("x-ucdp", field.ucdp), ("x-acled", field.acled)):
        if counterpart:
            told[key] = counterpart
    if field.unit:
        told["x-unit"] = field.unit
    return told


def _about(field: Field) -> str:
    return field.about + (' Parts joined with "; ".' if field.type == "list" else "")


def dictionary_text() -> str:
    """Return the data dictionary as Markdown: every table, column and code."""
    parts = [
        "# Schema\n",
        "Printed by `karamap schema`; `karamap schema --json [TABLE]` gives JSON Schema. UCDP and",
        "ACLED columns are those that come closest; the mapping is karamap's choice.\n",
    ]
    for table in read_schema().values():
        parts += [f"## {table.title}\n", f"{table.about} Geometry: {table.geometry}.\n"]
        parts.append("| field | type | unit | what it says | codes | UCDP | ACLED |")
        parts.append("|---|---|---|---|---|---|---|")
        parts += [_dictionary_row(field) for field in table.fields]
        parts.append("")
    parts.append("## Codes\n")
    for name, codes in _parsed()["codes"].items():
        parts += [f"### {name}\n", "| code | meaning |", "|---|---|"]
        parts += [f"| `{code}` | {meaning} |" for code, meaning in codes.items()]
        parts.append("")
    return "\n".join(parts)


def _dictionary_row(field: Field) -> str:
    codes = f"[{field.codes}](#{field.codes.lower()})" if field.codes else ""
    cells = (f"`{field.name}`", field.type, field.unit, field.about, codes, field.ucdp, field.acled)
    return "| " + " | ".join(c.replace("|", "\\|") for c in cells) + " |"


def readme_text(described: Iterable[tuple[str, str]], *, tables: Iterable[str] = ()) -> str:
    """Return the ``README.txt`` of an output folder.

    Parameters
    ----------
    described
        File name and what it holds, in order.
    tables
        Tables whose columns are listed; all where none is named.
    """
    wanted = set(tables) or set(read_schema())
    rows = list(described)
    wide = max((len(name) for name, _ in rows), default=0)
    lines = ["What is in this folder", ""]
    lines += [f"  {name:<{wide}}  {about}" for name, about in rows]
    lines += [
        "",
        "Coordinates are WGS 84 longitude and latitude in degrees (EPSG:4326). Dates are ISO 8601;",
        "an empty date is open or not told. Lists are joined with '; '. Names and lines are",
        "recorded uses, not endorsements; 'de facto', 'de jure' and 'claimed by' say whose view",
        "a line is.",
    ]
    for table in read_schema().values():
        if table.name not in wanted:
            continue
        lines += ["", table.title, "-" * len(table.title), table.about]
        lines += [f"Geometry: {table.geometry}.", ""]
        lines += [_readme_row(field) for field in table.fields]
        lines += _readme_codes(table)
    return "\n".join(lines) + "\n"


def _readme_row(field: Field) -> str:
    kind = f"{field.type}, {field.unit}" if field.unit else field.type
    others = [
        f"UCDP {field.ucdp}" if field.ucdp else "",
        f"ACLED {field.acled}" * bool(field.acled),
    ]
    also = "; ".join(filter(None, others))
    return f"  {field.name} ({kind}): {field.about}" + (f" [{also}]" if also else "")


def _readme_codes(table: Table) -> list[str]:
    lines = []
    for field in table.fields:
        if field.codes:
            told = "; ".join(
                f"{code} = {meaning}" for code, meaning in codes_of(field.codes).items()
            )
            lines += ["", f"  {field.name}: {told}"]
    return lines


def schema_json_text(name: str = "events") -> str:
    """Return `json_schema` as text."""
    return json.dumps(json_schema(name), ensure_ascii=False, indent=2) + "\n"
