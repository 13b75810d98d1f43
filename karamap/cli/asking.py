"""``karamap ask``: questions of place and time over files of events."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from karamap.cli.common import DAY, GAZETTEER, emit, open_gazetteer, use_packaged
from karamap.cli.imports import report_rows
from karamap.errors import InputError

if TYPE_CHECKING:
    import geopandas as gpd

__all__ = ["ask_group"]

_EVENTS = click.argument("events", type=click.Path(path_type=Path))
_WIDEST = 44  # characters of a cell in a table for people


def _output_options(command: Callable[..., Any]) -> Callable[..., Any]:
    for option in (
        click.option(
            "--format",
            "form",
            type=click.Choice(["text", "json", "csv", "geojson"]),
            default="text",
            show_default=True,
            help="text is a sentence and the first rows; the others have them all.",
        ),
        click.option(
            "-o", "--output", type=click.Path(path_type=Path), help="File instead of stdout."
        ),
    ):
        command = option(command)
    return command


def _day_options(command: Callable[..., Any]) -> Callable[..., Any]:
    for option in (
        click.option("--until", type=DAY, help="Only events that began by that day."),
        click.option("--since", type=DAY, help="Only events that ended that day or later."),
    ):
        command = option(command)
    return command


@click.group("ask", epilog='Example: karamap ask near events.geojson "line of contact" --km 10')
def ask_group() -> None:
    """Ask where and when: near a line, by district and month, who held what, how dense.

    Events come from a file: karamap's own (jsonl, geojson, csv, gpkg, …) or a CSV of UCDP GED or
    ACLED. Distances and areas are geodesic (WGS 84); every answer says how well it is known.
    """


@ask_group.command(
    "near", epilog="Example: karamap ask near events.geojson BTC --km 50 --on 2020-10-06"
)
@_EVENTS
@click.argument("layer")
@click.option("--km", type=click.FloatRange(0), required=True, help="The distance in kilometres.")
@click.option(
    "--on", type=DAY, help="Day whose line is meant; without it that of each event's own day."
)
@_day_options
@GAZETTEER
@_output_options
@click.pass_context
def near_command(  # noqa: PLR0913  one parameter an option
    context: click.Context,
    events: Path,
    layer: str,
    *,
    km: float,
    on: date | None,
    since: date | None,
    until: date | None,
    gazetteer: Path | None,
    form: str,
    output: Path | None,
) -> None:
    """List the EVENTS within --km kilometres of LAYER: within, open or beyond.

    LAYER is a line or area of 'karamap layers' by id, name or kind (BTC, "line of contact"), or
    "border" ("border of Armenia and Azerbaijan") for internationally recognised ones.
    """
    from karamap.layers import all_layers  # noqa: PLC0415  geopandas: not for --help
    from karamap.pipeline import find_layer  # noqa: PLC0415
    from karamap.questions import border_layers, events_near, near_sentence  # noqa: PLC0415

    frame, ended = _read(context, events, since, until)
    rows = find_layer(layer, all_layers(gazetteer, packaged=use_packaged(gazetteer)))
    if rows.empty:
        rows = find_layer(layer, border_layers(gazetteer))
    if rows.empty:
        raise InputError(f"no line or area {layer!r}; see 'karamap layers', or say \"border\"")
    found = events_near(frame, rows, km=km, on=on)
    sentence = near_sentence(found, layer, km=km, asked=len(frame))
    if form == "text":
        found = found[found["answer"].isin(["within", "open"])]
    columns = ["id", "type", "date_start", "place", "answer", "distance_km", "accuracy_km", "layer"]
    _answer(found, sentence, columns, form, output)
    ended()


@ask_group.command(
    "districts", epilog="Example: karamap ask districts events.geojson --by month --format csv"
)
@_EVENTS
@click.option(
    "--districts",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Areas with a name, any GIS file; by default first-level units of the base map, de jure.",
)
@click.option(
    "--by",
    type=click.Choice(["month", "year", "all"]),
    default="month",
    show_default=True,
    help="The period that is counted.",
)
@_day_options
@_output_options
@click.pass_context
def districts_command(
    context: click.Context,
    events: Path,
    districts: Path | None,
    by: str,
    since: date | None,
    until: date | None,
    form: str,
    output: Path | None,
) -> None:
    """Count the EVENTS by district and month: at least, as told, at most.

    at_least counts those that cannot have happened elsewhere or at another time, at_most those
    that may have happened there and then. In Azerbaijan the units are districts (rayons).
    """
    from karamap.questions import count_by_district, count_sentence  # noqa: PLC0415  geopandas

    frame, ended = _read(context, events, since, until)
    found = count_by_district(frame, _areas(districts), by=by)
    columns = ["period", "district", "at_least", "events", "at_most", "fatalities"]
    _answer(found, count_sentence(found, len(frame)), columns, form, output)
    ended()


@ask_group.command(
    "settlement", epilog="Example: karamap ask settlement events.geojson --format csv -o near.csv"
)
@_EVENTS
@_day_options
@GAZETTEER
@_output_options
@click.pass_context
def settlement_command(
    context: click.Context,
    events: Path,
    since: date | None,
    until: date | None,
    gazetteer: Path | None,
    form: str,
    output: Path | None,
) -> None:
    """Name the settlement nearest to each of EVENTS, how far and in which direction.

    Only settlements of the conflict's gazetteer are looked at. 'sure' says that no other of them
    can be nearer, as well as the event's place is known.
    """
    from karamap.questions import (  # noqa: PLC0415  geopandas: not for --help
        nearest_settlements,
        settlement_sentence,
        settlements_frame,
    )

    frame, ended = _read(context, events, since, until)
    found = nearest_settlements(frame, settlements_frame(open_gazetteer(gazetteer)))
    columns = [
        "id",
        "date_start",
        "settlement_km",
        "direction",
        "settlement",
        "accuracy_km",
        "sure",
    ]
    _answer(found, settlement_sentence(found), columns, form, output)
    ended()


@ask_group.command(
    "territory", epilog="Example: karamap ask territory 2020-09-26 2020-12-02 --format csv"
)
@click.argument("before", type=DAY)
@click.argument("after", type=DAY)
@GAZETTEER
@_output_options
def territory_command(
    before: date, after: date, gazetteer: Path | None, form: str, output: Path | None
) -> None:
    """Tell which areas were held how on the days BEFORE and AFTER: km² and settlements.

    De facto areas of 'karamap layers' count; claims and de jure units do not. open_names are
    settlements so near to an edge that they may lie on either side.
    """
    from karamap.layers import all_layers  # noqa: PLC0415  geopandas: not for --help
    from karamap.questions import (  # noqa: PLC0415
        settlements_frame,
        territory_change,
        territory_sentence,
    )

    places = settlements_frame(open_gazetteer(gazetteer))
    layers = all_layers(gazetteer, packaged=use_packaged(gazetteer))
    found = territory_change(layers, before, after, settlements=places)
    columns = ["before", "after", "area_km2", "accuracy_km2", "settlements"]
    _answer(found, territory_sentence(found, before, after), columns, form, output)


@ask_group.command(
    "density", epilog="Example: karamap ask density events.geojson --cell 10 --format geojson"
)
@_EVENTS
@click.option(
    "--cell",
    type=click.FloatRange(0, min_open=True),
    default=10.0,
    show_default=True,
    help="Edge of a cell in kilometres.",
)
@_day_options
@_output_options
@click.pass_context
def density_command(
    context: click.Context,
    events: Path,
    cell: float,
    since: date | None,
    until: date | None,
    form: str,
    output: Path | None,
) -> None:
    """Spread the EVENTS over square cells, each over all the ground where it may have happened.

    An event that is known to 25 km tints a disc of 25 km; its shares add up to 1. Cells are of
    equal area; per_1000_km2 is comparable between runs.
    """
    from karamap.questions import density_sentence, event_density  # noqa: PLC0415  geopandas

    frame, ended = _read(context, events, since, until)
    found = event_density(frame, cell_km=cell)
    sentence = density_sentence(found, asked=len(frame), cell_km=cell)
    if form == "text":
        found = found.sort_values(["events", "lat", "lon"], ascending=[False, True, True])
    _answer(found, sentence, ["lat", "lon", "events", "per_1000_km2", "at_points"], form, output)
    ended()


def _read(
    context: click.Context, path: Path, since: date | None, until: date | None
) -> tuple[gpd.GeoDataFrame, Callable[[], None]]:
    """Return the events asked about and what tells, at the end, of the rows left out."""
    from karamap.frames import events_frame  # noqa: PLC0415  geopandas: slow
    from karamap.imports import load_event_file  # noqa: PLC0415

    found = load_event_file(path)
    for note in found.notes:
        click.echo(f"{path}: {note}", err=True)

    def tell() -> None:
        report_rows(found.faults)
        if found.faults:
            context.exit(InputError.exit_code)

    return events_frame(found.between(since, until), found.documents), tell


def _areas(path: Path | None) -> gpd.GeoDataFrame:
    from karamap.layers import load_basemap  # noqa: PLC0415  geopandas: not for --help

    if path is None:
        units = load_basemap()["admin1"]
        return units.rename(columns={"iso_3166_2": "id"})
    import geopandas as gpd  # noqa: PLC0415

    try:
        areas = gpd.read_file(path)
    except Exception as fault:  # GDAL raises errors of many kinds
        raise InputError(f"cannot be read ({fault}); give areas as GeoJSON", path) from fault
    return areas if areas.crs is None else areas.to_crs("EPSG:4326")


def _answer(
    frame: gpd.GeoDataFrame, sentence: str, columns: list[str], form: str, output: Path | None
) -> None:
    """Write the answer: a sentence with the first rows, or all rows in a format for programs."""
    if form == "text":
        emit(f"{sentence}\n{_table(_tell_sayings(frame), columns)}", output)
        return
    from karamap.export import csv_text, geojson_text  # noqa: PLC0415  geopandas: slow

    if form == "json":
        rows = json.loads(geojson_text(frame))["features"]
        told = {"sentence": sentence, "rows": [r["properties"] for r in rows]}
        emit(json.dumps(told, ensure_ascii=False) + "\n", output)
    else:
        emit(geojson_text(frame) if form == "geojson" else csv_text(frame), output)
    click.echo(sentence, err=True)


def _tell_sayings(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return `frame` with the days on which something was only said marked as such."""
    if "date_of" not in frame:
        return frame
    said = (frame["date_of"] == "statement") & frame["date_start"].notna()
    marked = frame["date_start"].where(~said, "said " + frame["date_start"].astype(str))
    return frame.assign(date_start=marked)


def _table(frame: gpd.GeoDataFrame, columns: list[str], most: int = 15) -> str:
    if frame.empty:
        return ""
    rows = [columns, *(list(map(_cell, r)) for r in frame[columns].head(most).to_numpy(object))]
    wide = [max(len(row[i]) for row in rows) for i in range(len(columns))]
    lines = ["  ".join(c.ljust(w) for c, w in zip(row, wide, strict=True)).rstrip() for row in rows]
    more = [f"… {len(frame) - most:,} more rows"] if len(frame) > most else []
    return "\n".join(["", *lines, *more]) + "\n"


def _cell(value: Any) -> str:  # noqa: ANN401  any cell of a frame
    if value is None or value != value:  # noqa: PLR0124  NaN
        return "–"
    text = f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
    return text if len(text) <= _WIDEST else text[: _WIDEST - 1] + "…"
