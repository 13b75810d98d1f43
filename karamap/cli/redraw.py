"""``karamap map``: maps drawn again from files."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from karamap.cli.common import DAY, GAZETTEER, report_faults, use_packaged
from karamap.gazetteer.policy import NAME_POLICIES
from karamap.style import THEMES, load_style

__all__ = ["OVERLAYS", "PAGE_SIZE", "SERIES", "STYLE", "THEME", "map_command"]

_MOST_TOLD = 20

PAGE_SIZE = click.option(
    "--size",
    type=click.Choice(["a4", "16x9", "square"]),
    default="a4",
    show_default=True,
    help="Page of the printed maps; a4 is landscape.",
)
SERIES = click.option(
    "--series", is_flag=True, help="Also draw a sheet of small maps, a period each."
)
_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
STYLE = click.option(
    "--style", type=_FILE, help="Single keys of the look, in TOML: docs/styles.md."
)
THEME = click.option(
    "--theme", type=click.Choice(list(THEMES)), help="Look to start from; light is usual."
)
OVERLAYS = click.option(
    "--events",
    "overlays",
    type=_FILE,
    multiple=True,
    help="Also draw the events of this file, told apart: karamap's own, or a CSV of UCDP GED or "
    "ACLED; repeat it for more.",
)


@click.command(
    "map",
    epilog="Example: karamap map maps/events.geojson --theme print-grey --size square -o map",
)
@click.argument("events", type=_FILE)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("map"),
    show_default=True,
    help="Folder for the maps.",
)
@click.option(
    "--layers",
    type=_FILE,
    multiple=True,
    help="A file of lines and areas; repeat it for more. Default: those beside EVENTS.",
)
@click.option(
    "--places", type=_FILE, help="Places of the same build. Default: places.geojson beside EVENTS."
)
@STYLE
@THEME
@PAGE_SIZE
@SERIES
@OVERLAYS
@click.option(
    "--names",
    type=click.Choice(list(NAME_POLICIES)),
    default="as-written",
    show_default=True,
    help="Which names the labels show.",
)
@click.option("--as-of", type=DAY, help="Day whose lines and areas are shown.")
@click.option("--title", help="Title of the map.")
@GAZETTEER
@click.option("--open", "show", is_flag=True, help="Open the interactive map when it is done.")
@click.pass_context
def map_command(  # noqa: PLR0913  one parameter an option
    context: click.Context,
    events: Path,
    output: Path,
    *,
    layers: tuple[Path, ...],
    places: Path | None,
    style: Path | None,
    theme: str | None,
    size: str,
    series: bool,
    overlays: tuple[Path, ...],
    names: str,
    as_of: date | None,
    title: str | None,
    gazetteer: Path | None,
    show: bool,
) -> None:
    """Draw karamap.html, .png, .svg and .pdf from EVENTS, a file of events.

    EVENTS is what karamap wrote (events.geojson, events.jsonl, events.csv, …) or GeoJSON of your
    own with the columns id and type at least: docs/styles.md. A row that is no event is told with
    its line and left out.
    """
    look = load_style(theme, style)
    from karamap.pipeline import redraw  # noqa: PLC0415  geopandas: not for --help

    result = redraw(
        events,
        output,
        places=places,
        layers=layers,
        style=look,
        size=size,
        series=series,
        overlays=overlays,
        names=names,
        as_of=as_of,
        title=title,
        gazetteer=gazetteer,
        packaged=use_packaged(gazetteer),
    )
    for warning in result.warnings:
        click.echo(f"karamap: warning: {warning}", err=True)
    for path in result.files:
        click.echo(str(path), err=True)
    if show:
        click.launch(str(output / "karamap.html"))
    told = result.faults[:_MOST_TOLD]
    if len(told) < len(result.faults):
        left = len(result.faults) - len(told)
        click.echo(f"karamap: {len(result.faults)} rows left out, {left} not listed here", err=True)
    report_faults(context, told)
