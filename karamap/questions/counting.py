"""How many events a district saw in a month: at least, as told, and at most."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any

import geopandas as gpd
import pandas as pd
from shapely import STRtree
from shapely.geometry.base import BaseGeometry

from karamap.errors import InputError
from karamap.questions.columns import disc, own_days, placed, radius_km

__all__ = ["PERIODS", "count_by_district", "count_sentence"]

PERIODS = ("month", "year", "all")
_DISTRICT = 3  # where_precision: the event is told of a district, of which its point is one
_NO_DAY = "no day"
_COLUMNS = ["district_id", "district", "period", "at_least", "events", "at_most", "fatalities"]


def count_by_district(
    events: gpd.GeoDataFrame, districts: gpd.GeoDataFrame, *, by: str = "month"
) -> gpd.GeoDataFrame:
    """Return the number of events by district and period, with how sure it is.

    Parameters
    ----------
    events
        As `karamap.frames.events_frame` gives them; those that tell no place finer than a country
        are left out.
    districts
        Areas with a ``name``; an ``id``, if there is one, tells those of one name apart.
    by
        ``month`` (2020-10), ``year`` or ``all``.

    Returns
    -------
    GeoDataFrame
        One row a district and period in which an event may have happened: ``events`` counts those
        whose point lies in the district and whose first day lies in the period; ``at_least``
        those that cannot have happened elsewhere or at another time, ``at_most`` those that may
        have happened there and then. An event told of a district as such is surely in it.
        ``fatalities`` adds up the best figures of ``events``. Period *no day* holds those without a
        day of their own; the day on which one was said is none.

    Raises
    ------
    InputError
        If `by` is none of these or `districts` has no names.
    """
    if by not in PERIODS:
        raise InputError(f"no period {by!r}; take one of {', '.join(PERIODS)}")
    if "name" not in districts:
        raise InputError("the districts have no column 'name'; add one")
    known = placed(events)
    areas = districts.reset_index(drop=True)
    tree = STRtree(areas.geometry.to_numpy())
    counts: dict[tuple[int, str], list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    rows = zip(known.to_dict("records"), radius_km(known), own_days(known), strict=True)
    for cells, km, (first, last) in rows:
        row = {str(k): v for k, v in cells.items()}
        point = row[str(known.geometry.name)]
        periods = _periods(first or last, last or first, by)
        for at, inside, whole in _areas(point, km, row["where_precision"], tree, areas):
            for place, period in enumerate(periods):
                cell = counts[at, period]
                cell[0] += whole and len(periods) == 1 and period != _NO_DAY
                cell[1] += inside and place == 0
                cell[2] += 1
                cell[3] += _dead(row) if inside and place == 0 else 0
    return _frame(counts, areas)


def _areas(
    point: Any,  # noqa: ANN401  a cell of a frame
    km: float,
    level: int,
    tree: STRtree,
    areas: gpd.GeoDataFrame,
) -> list[tuple[int, bool, bool]]:
    """Return the areas an event may lie in: whether its point does, and whether all of it does."""
    around = disc(point.x, point.y, km)
    shapes: list[BaseGeometry] = list(areas.geometry)
    found = []
    for at in sorted(int(i) for i in tree.query(around, predicate="intersects")):
        inside = bool(shapes[at].intersects(point))
        whole = inside if level == _DISTRICT else bool(shapes[at].contains(around))
        if level != _DISTRICT or inside:
            found.append((at, inside, whole))
    return found


def _periods(first: date | None, last: date | None, by: str) -> list[str]:
    """Return the periods that the days touch, the first of them first."""
    if by == "all":
        return ["all"]
    if first is None or last is None:
        return [_NO_DAY]
    if by == "year":
        return [str(year) for year in range(first.year, last.year + 1)]
    months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    return [f"{m // 12}-{m % 12 + 1:02d}" for m in months]


def _dead(row: dict[str, Any]) -> int:
    value = row.get("fatalities")
    return 0 if value is None or pd.isna(value) else int(value)


def _frame(counts: dict[tuple[int, str], list[int]], areas: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    rows: list[dict[str, Any]] = []
    for (at, period), (least, told, most, dead) in counts.items():
        area = areas.iloc[at]
        rows.append(
            {
                "district_id": str(area.get("id", area["name"])),
                "district": str(area["name"]),
                "period": period,
                "at_least": int(least),
                "events": int(told),
                "at_most": most,
                "fatalities": dead,
                "geometry": areas.geometry.iloc[at],
            }
        )
    rows.sort(key=lambda r: (r["period"], -r["events"], -r["at_most"], r["district_id"]))
    return gpd.GeoDataFrame(
        rows, columns=[*_COLUMNS, "geometry"], geometry="geometry", crs="EPSG:4326"
    )


def count_sentence(counts: gpd.GeoDataFrame, asked: int) -> str:
    """Return what `count_by_district` found in one sentence; `asked` counts all events asked of."""
    if counts.empty:
        return f"None of {asked} events lies in a district, as far as their places are told."
    told, sure = int(counts["events"].sum()), int(counts["at_least"].sum())
    return (
        f"{told} of {asked} events have their point in one of the districts; of {sure} "
        "the district and the period are certain."
    )
