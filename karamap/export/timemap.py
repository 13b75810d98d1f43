"""The three tables that TimeMap reads: events, sources, associations; every value is text.

Days are written MM/DD/YYYY, TimeMap's default. Events with neither day nor place are left out, as
TimeMap refuses them. An event of which only the day of the saying is told stands on that day, and
says so.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import geopandas as gpd

from karamap.export.handover import Handover, Tell
from karamap.export.rows import is_only_said
from karamap.export.write import write_text
from karamap.model import EventType, stable_id
from karamap.style import FAMILIES, family_of

__all__ = ["hand_over", "timemap_tables"]


def _records(frame: gpd.GeoDataFrame) -> list[dict[str, Any]]:
    plain = frame.astype(object)
    rows = plain.where(plain.notna(), None).to_dict("records")
    return [{str(k): v for k, v in row.items()} for row in rows]


def _day(iso: str | None) -> str:
    return f"{iso[5:7]}/{iso[8:10]}/{iso[:4]}" if iso else ""


def _times(row: dict[str, Any]) -> tuple[str, str]:
    """Return precision and days in words; a day of the saying is not the event's."""
    days = " – ".join(dict.fromkeys(filter(None, (row["date_start"], row["date_end"]))))
    if is_only_said(row):
        return "day of the saying", f"said on {days}; its own day is not told"
    return str(row["date_precision"] or ""), days


def _actors(row: dict[str, Any]) -> list[str]:
    cells = (row["actors"], row["targets"])
    return list(dict.fromkeys(name for cell in cells if cell for name in cell.split("; ")))


def _actor_id(name: str) -> str:
    return f"actor-{stable_id(name)}"


def _event(row: dict[str, Any]) -> dict[str, Any]:
    kind = EventType(row["type"])
    point = row["geometry"]
    family = family_of(kind)
    precision, days = _times(row)
    return {
        "id": row["id"],
        "description": row["evidence"] or "",
        "date": _day(row["date_start"]),
        "time": "",
        "time_precision": precision,
        "time_display": days,
        "location": row["place"] or "",
        "latitude": "" if point is None else f"{point.y}",
        "longitude": "" if point is None else f"{point.x}",
        "type": str(kind),
        "category": family.label,
        "category_full": f"{family.label}: {kind}",
        "associations": [
            f"family-{family.key}",
            f"type-{kind}",
            f"stance-{row['stance']}",
            *(_actor_id(name) for name in _actors(row)),
        ],
        "sources": [row["document"]],
        "comments": row["reason"] or "",
        "colour": family.colour,
    }


def _source(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": row["document"],
        "title": row["title"] or row["document"],
        "paths": [],
        "type": "Text",
        "url": row["url"] or "",
        "description": "",
        "author": row["publisher"] or "",
        "date": row["published"] or "",
    }


def _associations(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    def entry(key: str, title: str, mode: str, *path: str) -> dict[str, Any]:
        told = {"id": key, "title": title, "desc": "", "mode": mode}
        return {**told, "filter_paths": list(path)} if path else told

    families = [
        {**entry(f"family-{f.key}", f.label, "CATEGORY"), "colour": f.colour} for f in FAMILIES
    ]
    types = [
        entry(f"type-{t}", str(t), "FILTER", "Type", f.label, str(t))
        for f in FAMILIES
        for t in f.types
    ]
    stances = sorted({row["stance"] for row in rows})
    names = sorted({name for row in rows for name in _actors(row)})
    return [
        *families,
        *types,
        *(entry(f"stance-{s}", s, "FILTER", "Stance", s) for s in stances),
        *(entry(_actor_id(n), n, "FILTER", "Actor", n) for n in names),
    ]


def timemap_tables(frame: gpd.GeoDataFrame) -> dict[str, Any]:
    """Return ``events`` (a list), ``sources`` (by id) and ``associations`` (a list)."""
    rows = [r for r in _records(frame) if r["date_start"] or r["geometry"] is not None]
    return {
        "events": [_event(row) for row in rows],
        "sources": {row["document"]: _source(row) for row in rows},
        "associations": _associations(rows),
    }


def hand_over(handover: Handover, path: Path, _tell: Tell) -> None:
    """Write the table that the file's name tells."""
    table = timemap_tables(handover.events)[path.stem.removeprefix("timemap_")]
    write_text(path, json.dumps(table, ensure_ascii=False, indent=1) + "\n")
