"""Events in the column layouts that conflict-event users know: ACLED's and UCDP GED's.

The layouts only: which columns there are and what each means. No row of either data set is here,
the coding rules are karamap's own, and neither project stands behind the result.
"""

from __future__ import annotations

import re
from typing import Any

import geopandas as gpd
import pandas as pd

from karamap.export.rows import is_only_said
from karamap.gazetteer import Gazetteer
from karamap.model import FeatureClass, Place

__all__ = ["ACLED_COLUMNS", "UCDP_COLUMNS", "acled_style", "ucdp_style"]

ACLED_COLUMNS = (
    "event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type",
    "sub_event_type", "actor1", "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2",
    "interaction", "civilian_targeting", "iso", "region", "country", "admin1", "admin2", "admin3",
    "location", "latitude", "longitude", "geo_precision", "source", "source_scale", "notes",
    "fatalities", "tags", "timestamp",
)  # fmt: skip
UCDP_COLUMNS = (
    "id", "relid", "year", "active_year", "code_status", "type_of_violence", "conflict_dset_id",
    "conflict_new_id", "conflict_name", "dyad_dset_id", "dyad_new_id", "dyad_name",
    "side_a_dset_id", "side_a_new_id", "side_a", "side_b_dset_id", "side_b_new_id", "side_b",
    "number_of_sources", "source_article", "source_office", "source_date", "source_headline",
    "source_original", "where_prec", "where_coordinates", "where_description", "adm_1", "adm_2",
    "latitude", "longitude", "geom_wkt", "priogrid_gid", "country", "country_id", "region",
    "event_clarity", "date_prec", "date_start", "date_end", "deaths_a", "deaths_b",
    "deaths_civilians", "deaths_unknown", "best", "high", "low", "gwnoa", "gwnob",
)  # fmt: skip

_STRATEGIC = ("Strategic developments", "Strategic developments")
# disorder_type, event_type, sub_event_type; the mapping is ours (docs/events.md)
_ACLED: dict[str, tuple[str, str, str]] = {
    "battle": ("Political violence", "Battles", "Armed clash"),
    "shelling": (
        "Political violence",
        "Explosions/Remote violence",
        "Shelling/artillery/missile attack",
    ),
    "air_strike": ("Political violence", "Explosions/Remote violence", "Air/drone strike"),
    "ceasefire_violation": ("Political violence", "Battles", "Armed clash"),
    # whether a "government regains" ground or others "overtake" it is not for karamap to say
    "territorial_change": ("Political violence", "Battles", ""),
    "troop_movement": (*_STRATEGIC, "Change to group/activity"),
    "agreement": (*_STRATEGIC, "Agreement"),
    "protest": ("Demonstrations", "Protests", "Peaceful protest"),
    "other": ("Political violence", "Violence against civilians", "Attack"),
}
_ACLED_OTHER = (*_STRATEGIC, "Other")
_HANDED = re.compile(r"hand(?:ed|ing|over)|transfer|return|ced(?:e|ing)|surrender", re.IGNORECASE)
_TIME_PRECISION = {1: 1, 2: 2, 3: 2, 4: 3, 5: 3}
_UNTOLD_DAY = {"acled": 3, "ucdp": 5}  # the coarsest code of each: the month, the year
_GEO_PRECISION = {1: 1, 2: 2, 3: 2, 4: 3, 5: 3, 6: 3, 7: 3}
_TOLD = ("asserted", "claimed")
_VIOLENT = ("battle", "shelling", "air_strike", "ceasefire_violation", "other")
_CIVILIANS = "civilians"


def acled_style(frame: gpd.GeoDataFrame, gazetteer: Gazetteer | None = None) -> pd.DataFrame:
    """Return what `frame` says happened in ACLED's columns (after the changes of 2023).

    Parameters
    ----------
    frame
        What ``karamap.frames.events_frame`` gives. Only events that somebody says happened are
        taken, and only those with a day: the layout has no room for plans, demands and denials.
        Where only the day of the saying is told it stands for the event's with the coarsest
        ``time_precision``, and ``tags`` and ``notes`` say so.
    gazetteer
        Fills the columns about countries and units; without one they are empty.

    Notes
    -----
    ``notes`` carries who says so and the sentence; ``fatalities`` is 0 where no toll is told, as
    the layout wants it. Numeric actor codes (``inter1``, …) are karamap's to guess and left empty.
    """
    told = frame[frame["stance"].isin(_TOLD) & frame["date_start"].notna()]
    rows = [_acled_row(row, gazetteer) for row in _records(told)]
    return pd.DataFrame(rows, columns=list(ACLED_COLUMNS))


def _acled_row(row: dict[str, Any], gazetteer: Gazetteer | None) -> dict[str, Any]:
    disorder, kind, sub = _ACLED.get(row["type"], _ACLED_OTHER)
    if row["type"] == "territorial_change" and _HANDED.search(row["trigger"] or ""):
        disorder, kind, sub = (*_STRATEGIC, "Non-violent transfer of territory")
    one, two = _list(row["actors"]), _list(row["targets"])
    where = _where(row, gazetteer)
    return {
        "event_id_cnty": row["id"],
        "event_date": row["date_start"],
        "year": int(row["date_start"][:4]),
        "time_precision": _UNTOLD_DAY["acled"]
        if is_only_said(row)
        else _look(_TIME_PRECISION, row["date_precision"]),
        "disorder_type": disorder,
        "event_type": kind,
        "sub_event_type": sub,
        "actor1": _at(one, 0),
        "assoc_actor_1": "; ".join(one[1:]),
        "actor2": _at(two, 0),
        "assoc_actor_2": "; ".join(two[1:]),
        "civilian_targeting": "Civilian targeting" if _CIVILIANS in two else "",
        "country": where["country"],
        "admin1": where["adm_1"],
        "admin2": where["adm_2"],
        "location": row["place"] or "",
        "latitude": where["latitude"],
        "longitude": where["longitude"],
        "geo_precision": _look(_GEO_PRECISION, row["where_precision"]),
        "source": row["publisher"] or row["document"],
        "notes": _note(row),
        "fatalities": _number(row["fatalities"]) or 0,
        "tags": "; ".join(
            ["disputed"] * bool(row["disputed"]) + ["day of the saying"] * is_only_said(row)
        ),
    }


def ucdp_style(frame: gpd.GeoDataFrame, gazetteer: Gazetteer | None = None) -> pd.DataFrame:
    """Return the lethal events of `frame` in UCDP GED's columns.

    Parameters
    ----------
    frame
        What ``karamap.frames.events_frame`` gives. GED's unit is an incident with a death, so only
        violent events with a toll of at least one are taken that somebody says happened.
    gazetteer
        Fills the columns about countries and units; without one they are empty.

    Notes
    -----
    Where only the day of the saying is told, it is the last possible one: ``date_end``, with the
    coarsest ``date_prec``; ``date_start`` and ``year`` stay empty, as nothing tells them.
    UCDP's own numbers of conflicts, dyads, sides and grid cells are theirs to give and left empty.
    The text of one report seldom tells whose dead they are: all stand in ``deaths_unknown``.
    """
    lethal = frame[
        frame["stance"].isin(_TOLD)
        & frame["type"].isin([*_VIOLENT, "humanitarian"])
        & (frame["fatalities"].fillna(0) > 0)
    ]
    rows = [_ucdp_row(row, gazetteer) for row in _records(lethal)]
    return pd.DataFrame(rows, columns=list(UCDP_COLUMNS))


def _ucdp_row(row: dict[str, Any], gazetteer: Gazetteer | None) -> dict[str, Any]:
    one, two = _list(row["actors"]), _list(row["targets"])
    where = _where(row, gazetteer)
    dead = _number(row["fatalities"])
    low, high = _bounds(row["casualties"], dead)
    point = row["geometry"]
    return {
        "id": row["id"],
        "type_of_violence": 3 if row["type"] == "other" and _CIVILIANS in two else 1,
        "side_a": _at(one, 0),
        "side_b": _at(two, 0),
        "number_of_sources": 1,
        "source_article": row["document"],
        "source_office": row["publisher"] or "",
        "source_date": row["published"] or "",
        "source_headline": row["title"] or "",
        "source_original": row["claimed_by"] or "",
        "where_prec": _number(row["where_precision"]),
        "where_coordinates": row["place"] or "",
        "where_description": row["place_as_written"] or "",
        **where,
        "geom_wkt": "" if point is None else point.wkt,
        "event_clarity": 2 if row["type"] == "humanitarian" else 1,
        **_ucdp_days(row),
        "deaths_unknown": dead,
        "best": dead,
        "high": high,
        "low": low,
    }


def _ucdp_days(row: dict[str, Any]) -> dict[str, Any]:
    first, last = row["date_start"] or "", row["date_end"] or ""
    if is_only_said(row):
        level = _UNTOLD_DAY["ucdp"]
        return {"year": None, "date_prec": level, "date_start": "", "date_end": last or first}
    return {
        "year": int(first[:4]) if first else None,
        "date_prec": _number(row["date_precision"]),
        "date_start": first,
        "date_end": last,
    }


def _records(frame: gpd.GeoDataFrame) -> list[dict[str, Any]]:
    """Return the rows of `frame` with None wherever a cell is empty."""
    rows = frame.to_dict("records")
    return [{str(k): None if pd.isna(v) else v for k, v in row.items()} for row in rows]


def _where(row: dict[str, Any], gazetteer: Gazetteer | None) -> dict[str, Any]:
    """Return country, units and coordinates of a row's place, degrees as the frame rounds them."""
    point = row["geometry"]
    units = {"country": "", "adm_1": "", "adm_2": ""}
    place = gazetteer.place(row["place_id"]) if gazetteer and row["place_id"] else None
    seen: set[str] = set()
    while place is not None and gazetteer is not None and place.id not in seen:
        seen.add(place.id)
        _fill_unit(units, place)
        if not units["country"] and place.country:
            country = gazetteer.place(f"iso:{place.country}")
            units["country"] = country.name if country else place.country
        place = gazetteer.place(place.parent) if place.parent else None
    return {
        **units,
        "latitude": None if point is None else point.y,
        "longitude": None if point is None else point.x,
    }


def _fill_unit(units: dict[str, str], place: Place) -> None:
    column = {
        FeatureClass.DISTRICT: "adm_2",
        FeatureClass.ADMIN1: "adm_1",
        FeatureClass.COUNTRY: "country",
    }.get(place.feature_class)
    if column and not units[column]:
        units[column] = place.name


def _note(row: dict[str, Any]) -> str:
    says = f"{row['claimed_by']} says: " if row["claimed_by"] else ""
    if is_only_said(row):
        says = f"Said on {row['date_start']}; when it happened is not told. {says}"
    return says + " ".join(str(row["evidence"]).split())


def _bounds(casualties: str | None, best: int | None) -> tuple[int | None, int | None]:
    """Return the low and high figures of the dead that the frame's casualties column tells."""
    for part in (casualties or "").split("; "):
        figure, _, kind = part.partition(" ")
        low, dash, high = figure.partition("-")
        if kind.startswith("killed") and dash and low.isdigit() and high.isdigit():
            return int(low), int(high)
    return best, best


def _list(cell: str | None) -> list[str]:
    return cell.split("; ") if cell else []


def _at(items: list[str], index: int) -> str:
    return items[index] if index < len(items) else ""


def _number(value: Any) -> int | None:  # noqa: ANN401  a cell of a nullable column
    return None if value is None else int(value)


def _look(table: dict[int, int], value: Any) -> int | None:  # noqa: ANN401  a cell
    number = _number(value)
    return None if number is None else table.get(number)
