"""``karamap compare``."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import click

from karamap.cli.common import DAY
from karamap.cli.imports import report_file
from karamap.errors import InputError

__all__ = ["compare_command"]


@click.command(
    "compare",
    epilog="Example: karamap compare events.geojson GEDEvent_v25_1.csv -o comparison --days 2",
)
@click.argument("ours", type=click.Path(path_type=Path))
@click.argument("theirs", type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder for comparison.csv, comparison.geojson, links.geojson and comparison.png.",
)
@click.option(
    "--days",
    type=click.IntRange(0),
    default=1,
    show_default=True,
    help="How many days apart two reports of one thing may be.",
)
@click.option("--since", type=DAY, help="Leave out what ended before that day, in both.")
@click.option("--until", type=DAY, help="Leave out what began after that day, in both.")
@click.option(
    "--show",
    type=click.IntRange(0),
    default=10,
    show_default=True,
    help="How many of the found, missed and extra to list.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the counts as JSON instead.")
@click.pass_context
def compare_command(  # noqa: PLR0913  one parameter an option
    context: click.Context,
    ours: Path,
    theirs: Path,
    output: Path | None,
    days: int,
    since: date | None,
    until: date | None,
    show: int,
    *,
    as_json: bool,
) -> None:
    """Compare the events in OURS with those in THEIRS: found, missed and extra, and why.

    Both are files of events: karamap's own (jsonl, geojson, csv, gpkg, …) or a CSV of UCDP GED or
    ACLED. Two match when their types may mean the same, their days overlap (or nearly, --days) and
    their points are no farther apart than both precisions allow; of all ways to match one to one
    the best is taken. Reports of one incident count once.
    """
    from karamap.comparison import compare_events  # noqa: PLC0415  not for --help
    from karamap.comparison.report import comparison_report, comparison_summary  # noqa: PLC0415
    from karamap.imports import load_event_file  # noqa: PLC0415

    one, two = load_event_file(ours), load_event_file(theirs)
    for path, found in ((ours, one), (theirs, two)):
        report_file(path, found)
    result = compare_events(one.between(since, until), two.between(since, until), days=days)
    if as_json:
        click.echo(json.dumps(comparison_summary(result), ensure_ascii=False))
    else:
        click.echo(comparison_report(result, show=show), nl=False)
    if output:
        from karamap.pipeline.comparing import write_comparison  # noqa: PLC0415  geopandas: slow

        write_comparison(
            result,
            output,
            ours=ours.name,
            theirs=theirs.name,
            documents=(*one.documents, *two.documents),
        )
        click.echo(f"written to {output}", err=True)
    if one.faults or two.faults:
        context.exit(InputError.exit_code)
