"""``karamap import``: events out of other people's tables."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from karamap.cli.common import emit
from karamap.errors import InputError

if TYPE_CHECKING:
    from karamap.imports import EventFile

__all__ = ["import_group", "report_file", "report_rows"]

_FORMATS = (".jsonl", ".geojson", ".csv")
_SHOWN = 20  # a file of another kind may have a fault on each of its 300,000 lines

_FILE = click.argument("file", type=click.Path(path_type=Path))
_OUTPUT = click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="A .jsonl, .geojson or .csv file instead of jsonl on stdout.",
)


@click.group("import", epilog="Example: karamap import ucdp GEDEvent_v25_1.csv.zip -o ucdp.geojson")
def import_group() -> None:
    """Read events of UCDP GED or ACLED that you downloaded.

    The result is karamap's own events: 'karamap build --events', 'karamap compare' and 'karamap
    ask' take it, and take such a download as it is.
    """


@import_group.command(
    "ucdp", epilog="Example: karamap import ucdp GEDEvent_v25_1.csv.zip -o ucdp.geojson"
)
@_FILE
@_OUTPUT
@click.option(
    "--where-prec",
    type=click.IntRange(1, 7),
    default=2,
    show_default=True,
    help="Precision to take for rows of an extract that tell none.",
)
@click.pass_context
def ucdp_command(context: click.Context, file: Path, output: Path | None, where_prec: int) -> None:
    """Read a CSV of UCDP GED, plain, gzipped or zipped (releases 17 to 25, candidate releases).

    Ids are ucdp:NNN. Sides, tolls (best, low, high and by side), precision and source are kept;
    type_of_violence 1 and 2 become battle, 3 other. A row that cannot be used is told with its
    line; the others are written, and the exit status is 2.
    """
    from karamap.imports import read_ucdp  # noqa: PLC0415  not for --help

    _hand_over(context, read_ucdp(file, where_precision=where_prec), file, output)


@import_group.command("acled", epilog="Example: karamap import acled my_export.csv -o acled.jsonl")
@_FILE
@_OUTPUT
@click.pass_context
def acled_command(context: click.Context, file: Path, output: Path | None) -> None:
    """Read a CSV of ACLED, plain, gzipped or zipped (today's exports and those before 2023).

    Ids are acled:ABC123. Actors, fatalities, notes, source and precision are kept: geo_precision
    1, 2, 3 become where_precision 1, 2, 4; time_precision 1, 2, 3 a day, its week, its month.
    ACLED's terms do not let you hand its rows on: keep the output to yourself.
    """
    from karamap.imports import read_acled  # noqa: PLC0415  not for --help

    _hand_over(context, read_acled(file), file, output)


def _hand_over(context: click.Context, found: EventFile, file: Path, output: Path | None) -> None:
    suffix = output.suffix.lower() if output else ".jsonl"
    if suffix not in _FORMATS:
        raise InputError(f"no format {suffix!r}: end the name in {', '.join(_FORMATS)}", output)
    emit(_text(found, suffix), output)
    report_file(file, found)
    if found.faults:
        context.exit(InputError.exit_code)


def report_file(file: Path, found: EventFile) -> None:
    """Tell on standard error what a file of events held, what was assumed and what is unusable."""
    from karamap.render.wording import plural  # noqa: PLC0415  not for --help

    kinds = Counter(str(e.type) for e in found.events)
    told = ", ".join(f"{count:,} {kind}" for kind, count in sorted(kinds.items()))
    click.echo(f"{file}: {plural(len(found.events), 'event')} ({told or 'none'})", err=True)
    for note in found.notes:
        click.echo(f"{file}: {note}", err=True)
    report_rows(found.faults)


def report_rows(faults: Sequence[InputError]) -> None:
    """Tell on standard error of the first rows that could not be used, and how many more."""
    for fault in faults[:_SHOWN]:
        click.echo(f"karamap: {fault}", err=True)
    if len(faults) > _SHOWN:
        from karamap.render.wording import plural  # noqa: PLC0415  not for --help

        click.echo(f"karamap: and {plural(len(faults) - _SHOWN, 'more row')} left out", err=True)


def _text(found: EventFile, suffix: str) -> str:
    if suffix == ".jsonl":
        from karamap.export import event_row  # noqa: PLC0415  not for --help

        rows = (json.dumps(event_row(e), ensure_ascii=False) for e in found.events)
        return "".join(f"{row}\n" for row in rows)
    from karamap.export import csv_text, geojson_text  # noqa: PLC0415  geopandas: slow
    from karamap.frames import events_frame  # noqa: PLC0415

    frame = events_frame(found.events, found.documents)
    return geojson_text(frame, name="events") if suffix == ".geojson" else csv_text(frame)
