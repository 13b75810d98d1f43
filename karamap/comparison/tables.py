"""A comparison as tables: counts by family and year, one row a thing, points for a map."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
from shapely.geometry import LineString, Point

from karamap.comparison.matching import Comparison, Pair
from karamap.comparison.reasons import Unmatched
from karamap.comparison.things import Thing

__all__ = ["COLUMNS", "Counts", "comparison_frame", "count_by", "links_frame", "share"]

COLUMNS = (
    "status", "outside", "reason", "fit", "sharp", "distance_km", "allowed_km", "days_apart",
    "family", "year", "ours", "ours_type", "ours_reports", "ours_from", "ours_to", "ours_place",
    "ours_dead", "theirs", "theirs_type", "theirs_from", "theirs_to", "theirs_place", "theirs_dead",
)  # fmt: skip
_CRS = "EPSG:4326"


@dataclass(frozen=True, slots=True)
class Counts:
    """How many both tell (of them sharply), only theirs, only ours; outside: out of reach."""

    found: int = 0
    sharp: int = 0
    missed: int = 0
    missed_outside: int = 0
    extra: int = 0
    extra_outside: int = 0

    @property
    def theirs(self) -> int:
        """How many things the other set has in all."""
        return self.found + self.missed + self.missed_outside

    @property
    def ours(self) -> int:
        """How many things our set has in all."""
        return self.found + self.extra + self.extra_outside


def share(part: int, whole: int) -> str:
    """Return ``part`` of ``whole`` in per cent; – where there is nothing to have a part of."""
    return f"{100 * part / whole:.0f} %" if whole else "–"


def count_by(comparison: Comparison, key: str | None = None) -> dict[str, Counts]:
    """Return the counts by ``family`` or ``year`` (of theirs, of ours where extra), or in all.

    The keys are sorted; *no year* holds what has no day.
    """
    name: Callable[[Thing], str] = (
        (lambda _: "all") if key is None else (lambda t: str(getattr(t, key) or f"no {key}"))
    )
    told: dict[str, list[str]] = {}
    for pair in comparison.found:
        told.setdefault(name(pair.theirs), []).append("sharp" if pair.sharp else "found")
    for kind, rows in (("missed", comparison.missed), ("extra", comparison.extra)):
        for row in rows:
            told.setdefault(name(row.thing), []).append(f"{kind}_outside" if row.outside else kind)
    if key is None:
        told.setdefault("all", [])
    return {k: _counts(told[k]) for k in sorted(told)}


def _counts(told: Iterable[str]) -> Counts:
    given = list(told)
    return Counts(
        found=given.count("found") + given.count("sharp"),
        sharp=given.count("sharp"),
        missed=given.count("missed"),
        missed_outside=given.count("missed_outside"),
        extra=given.count("extra"),
        extra_outside=given.count("extra_outside"),
    )


def comparison_frame(comparison: Comparison) -> gpd.GeoDataFrame:
    """Return one row a thing, *found*, *missed* or *extra*, at theirs' point where it has one."""
    rows = [
        *(_pair_row(p) for p in comparison.found),
        *(_row("missed", u) for u in comparison.missed),
        *(_row("extra", u) for u in comparison.extra),
    ]
    frame = gpd.GeoDataFrame(rows, columns=[*COLUMNS, "geometry"], geometry="geometry", crs=_CRS)
    for column in ("days_apart", "year", "ours_reports", "ours_dead", "theirs_dead"):
        frame[column] = frame[column].astype("Int64")
    for column in ("outside", "sharp"):
        frame[column] = frame[column].astype("boolean")
    return frame


def links_frame(comparison: Comparison) -> gpd.GeoDataFrame:
    """Return a line from our point to theirs for each pair; where the two agree it has no length.

    The columns are those of `comparison_frame`.
    """
    rows = []
    for pair in comparison.found:
        ends = [(t.spots[0].lon, t.spots[0].lat) for t in (pair.ours, pair.theirs)]
        rows.append({**_pair_row(pair), "geometry": LineString(ends)})
    return gpd.GeoDataFrame(rows, columns=[*COLUMNS, "geometry"], geometry="geometry", crs=_CRS)


def _pair_row(pair: Pair) -> dict[str, Any]:
    return {
        "status": "found",
        "outside": False,
        "reason": "",
        "fit": round(pair.fit, 3),
        "sharp": pair.sharp,
        "distance_km": round(pair.distance_km, 1),
        "allowed_km": round(pair.allowed_km, 1),
        "days_apart": pair.days_apart,
        **_sides(pair.ours, pair.theirs),
        "geometry": _point(pair.theirs),
    }


def _row(status: str, unmatched: Unmatched) -> dict[str, Any]:
    thing = unmatched.thing
    sides = _sides(None, thing) if status == "missed" else _sides(thing, None)
    return {
        "status": status,
        "outside": unmatched.outside,
        "reason": unmatched.reason,
        **sides,
        "geometry": _point(thing),
    }


def _sides(ours: Thing | None, theirs: Thing | None) -> dict[str, Any]:
    lead = theirs or ours
    row: dict[str, Any] = {"family": lead.family, "year": lead.year} if lead else {}
    if ours:
        row |= {"ours_reports": len(ours.events)}
    for name, thing in (("ours", ours), ("theirs", theirs)):
        if thing is None:
            continue
        row |= {
            name: thing.id,
            f"{name}_type": "; ".join(sorted(thing.types)),
            f"{name}_from": thing.first.isoformat() if thing.first else None,
            f"{name}_to": thing.last.isoformat() if thing.last else None,
            f"{name}_place": "; ".join(dict.fromkeys(s.name for s in thing.spots)) or None,
            f"{name}_dead": thing.dead,
        }
    return row


def _point(thing: Thing) -> Point | None:
    return Point(thing.spots[0].lon, thing.spots[0].lat) if thing.spots else None
