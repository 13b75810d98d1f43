"""``karamap geoparse`` and ``karamap events``: texts in, rows out."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from karamap.cli.common import (
    emit,
    input_options,
    open_gazetteer,
    open_language_model,
    progress_bar,
    report_faults,
)

if TYPE_CHECKING:
    import geopandas as gpd

    from karamap.pipeline import Analysis


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
    model: str,
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
            model=open_language_model(model),
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
@click.option(
    "--format",
    "form",
    type=click.Choice(["jsonl", "geojson", "csv", "acled-style", "ucdp-style"]),
    default="jsonl",
    show_default=True,
    help="The -style ones are CSV in the column layout of those datasets.",
)
@click.option(
    "--review",
    type=click.Path(path_type=Path),
    help="Also write a CSV table in which to accept, reject or change each event.",
)
@click.option(
    "--corrections",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Apply a table that --review wrote and an analyst filled in.",
)
@input_options
@click.pass_context
def events_command(  # noqa: PLR0913  one parameter an option
    context: click.Context,
    inputs: tuple[str, ...],
    output: Path | None,
    *,
    form: str,
    review: Path | None,
    corrections: Path | None,
    published: date | None,
    encoding: str | None,
    model: str,
    gazetteer: Path | None,
) -> None:
    """List the events that INPUTs tell: type, date, places, who claims and who denies.

    jsonl has one event a line; start and end span the evidence sentence in the text as given, and
    date_of tells whether the days are the event's own or only those of its saying.
    """
    from karamap.pipeline import analyse, correct  # noqa: PLC0415  not for --help

    with progress_bar() as tell:
        analysis = analyse(
            inputs,
            gazetteer=open_gazetteer(gazetteer),
            model=open_language_model(model),
            published=published,
            encoding=encoding,
            progress=lambda done, of: tell("reading", done, of),
        )
    if corrections:
        analysis = correct(analysis, corrections)
    if review:
        from karamap.events.review import write_review  # noqa: PLC0415  only when asked for

        emit(write_review(analysis.events, analysis.documents), review)
    emit(_events_text(analysis, form), output)
    report_faults(context, analysis.faults)


def _events_text(analysis: Analysis, form: str) -> str:
    if form == "jsonl":
        from karamap.export import event_row  # noqa: PLC0415  not for --help

        return _jsonl(event_row(e) for e in analysis.events)
    if form.endswith("-style"):
        from karamap.export import layouts  # noqa: PLC0415  geopandas: slow

        layout = layouts.acled_style if form == "acled-style" else layouts.ucdp_style
        table = layout(analysis.events_frame(), analysis.gazetteer).convert_dtypes()
        text: str = table.to_csv(index=False, lineterminator="\n")
        return text
    return _table(analysis.events_frame(), form)
