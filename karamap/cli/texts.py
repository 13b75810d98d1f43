"""``karamap geoparse`` and ``karamap events``: texts in, rows out."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from karamap.cli.common import emit, input_options, open_gazetteer, progress_bar, report_faults

if TYPE_CHECKING:
    import geopandas as gpd


__all__ = ["events_command", "geoparse_command"]

_FORMATS = click.Choice(["jsonl", "geojson", "csv"])


def _jsonl(rows: Iterable[dict[str, Any]]) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def _table(frame: gpd.GeoDataFrame, form: str) -> str:
    from karamap.export import csv_text, geojson_text  # noqa: PLC0415  geopandas: slow

    return geojson_text(frame) if form == "geojson" else csv_text(frame)


@click.command(
    "geoparse", epilog="Example: karamap geoparse article.txt --format csv -o places.csv"
)
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="File instead of stdout.")
@click.option("--format", "form", type=_FORMATS, default="jsonl", show_default=True)
@click.option("--demonyms", is_flag=True, help='List "Armenian" and the like, kind demonym.')
@click.option("--article-only", is_flag=True, help="Leave out mentions in boilerplate.")
@input_options
@click.pass_context
def geoparse_command(  # noqa: PLR0913  one parameter an option
    context: click.Context,
    inputs: tuple[str, ...],
    output: Path | None,
    form: str,
    published: date | None,
    encoding: str | None,
    gazetteer: Path | None,
    *,
    demonyms: bool,
    article_only: bool,
) -> None:
    """List the places that INPUTs name, each with coordinates, confidence and candidates.

    jsonl has one document a line; offsets are characters of the text as given. A mention that was
    named but not found stays, with null coordinates.
    """
    from karamap.export import document_row  # noqa: PLC0415  geopandas: slow
    from karamap.pipeline import geoparse  # noqa: PLC0415

    with progress_bar() as tell:
        found, faults = geoparse(
            inputs,
            gazetteer=open_gazetteer(gazetteer),
            published=published,
            encoding=encoding,
            demonyms=demonyms,
            article_only=article_only,
            progress=lambda done, of: tell("reading", done, of),
        )
    if form == "jsonl":
        text = _jsonl(document_row(document, rows) for document, rows in found.items())
    else:
        from karamap.frames import toponyms_frame  # noqa: PLC0415

        text = _table(toponyms_frame(found), form)
    emit(text, output)
    for document, rows in found.items():
        if not rows:
            click.echo(f"karamap: {document}: names no place", err=True)
    report_faults(context, faults)


@click.command(
    "events", epilog="Example: karamap events articles.jsonl --format geojson -o e.geojson"
)
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="File instead of stdout.")
@click.option("--format", "form", type=_FORMATS, default="jsonl", show_default=True)
@input_options
@click.pass_context
def events_command(
    context: click.Context,
    inputs: tuple[str, ...],
    output: Path | None,
    form: str,
    published: date | None,
    encoding: str | None,
    gazetteer: Path | None,
) -> None:
    """List the events that INPUTs tell: type, date, places, who claims and who denies.

    jsonl has one event a line; start and end span the evidence sentence in the text as given.
    """
    from karamap.export import event_row  # noqa: PLC0415  geopandas: slow
    from karamap.pipeline import analyse  # noqa: PLC0415

    with progress_bar() as tell:
        analysis = analyse(
            inputs,
            gazetteer=open_gazetteer(gazetteer),
            published=published,
            encoding=encoding,
            progress=lambda done, of: tell("reading", done, of),
        )
    if form == "jsonl":
        text = _jsonl(event_row(e) for e in analysis.events)
    else:
        text = _table(analysis.events_frame(), form)
    emit(text, output)
    report_faults(context, analysis.faults)
