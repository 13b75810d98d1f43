"""``karamap build``."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from karamap.cli.common import (
    DAY,
    input_options,
    open_language_model,
    progress_bar,
    report_faults,
    use_packaged,
)
from karamap.cli.redraw import OVERLAYS, PAGE_SIZE, SERIES, STYLE, THEME
from karamap.gazetteer.policy import NAME_POLICIES

if TYPE_CHECKING:
    from karamap.pipeline import BuildResult

__all__ = ["build_command"]


def _table(result: BuildResult) -> str:
    analysis = result.analysis
    found = [t for ts in analysis.toponyms.values() for t in ts]
    rows = {
        "documents": len(analysis.documents),
        "toponyms": len(found),
        "unresolved": len(result.unresolved),
        "events": len(analysis.events),
        "files": len(result.files),
    }
    lines = [f"{name:<12}{count:>7}" for name, count in rows.items()]
    lines.append(f"the events are reports of {len(analysis.incidents)} incidents")
    if result.unresolved:
        lines.append("not found: " + ", ".join(result.unresolved))
    placed = {d for d, ts in analysis.toponyms.items() if any(t.place for t in ts)}
    lines += [f"no place found in {d.id}" for d in analysis.documents if d.id not in placed]
    lines.append(f"lines and areas as of {result.as_of}")
    lines.append("written to " + str(result.files[0].parent))
    return "\n".join(lines)


@click.command(
    "build",
    epilog="Example: karamap build article.txt notes.md -o out --on 2020-10-20 --names both",
)
@click.argument("inputs", nargs=-1, metavar="[INPUT]...")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("maps"),
    show_default=True,
    help="Folder for the maps and exports.",
)
@click.option("--on", type=DAY, help="Day whose lines and areas are shown and exported.")
@click.option(
    "--names",
    type=click.Choice(list(NAME_POLICIES)),
    default="as-written",
    show_default=True,
    help="Which names the labels show.",
)
@PAGE_SIZE
@SERIES
@THEME
@STYLE
@OVERLAYS
@click.option(
    "--tiles",
    metavar="NAME",
    help="Web tiles behind the interactive map, by their name in xyzservices (OpenTopoMap, …); "
    "the page then needs the network.",
)
@input_options
@click.option("--open", "show", is_flag=True, help="Open the interactive map when it is done.")
@click.pass_context
def build_command(  # noqa: PLR0913  one parameter an option
    context: click.Context,
    inputs: tuple[str, ...],
    output: Path,
    on: date | None,
    names: str,
    published: date | None,
    encoding: str | None,
    gazetteer: Path | None,
    *,
    size: str,
    series: bool,
    theme: str | None,
    style: Path | None,
    overlays: tuple[Path, ...],
    tiles: str | None,
    model: str,
    show: bool,
) -> None:
    """Make maps and exports of INPUTs (txt, md, html, jsonl, csv, folders or - for stdin).

    Without INPUT the packaged digests of the seed articles are mapped. Writes karamap.html,
    karamap.png, karamap.svg, karamap.pdf, karamap.gpkg, karamap.qgz (a QGIS project),
    events.geojson, events.jsonl (lossless), events.csv, places.geojson, pipelines.geojson,
    contact_line.geojson, corridors.geojson, areas.geojson, provenance.json and a README.txt that
    explains the columns.
    """
    from karamap.pipeline import build  # noqa: PLC0415  geopandas: not for --help

    with progress_bar() as tell:
        result = build(
            inputs,
            output,
            on=on,
            names=names,
            published=published,
            encoding=encoding,
            gazetteer=gazetteer,
            packaged=use_packaged(gazetteer),
            size=size,
            series=series,
            theme=theme,
            style=style,
            overlays=overlays,
            tiles=tiles,
            model=open_language_model(model),
            progress=tell,
        )
    for warning in result.warnings:
        click.echo(f"karamap: warning: {warning}", err=True)
    click.echo(_table(result), err=True)
    if show:
        click.launch(str(output / "karamap.html"))
    report_faults(context, result.analysis.faults)
