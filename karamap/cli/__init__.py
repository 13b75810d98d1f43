"""The command line: each command is one library call and a print.

Human text goes to standard error, data to standard output. Exit status: 0 all done; 2 some input,
option, gazetteer or output folder could not be used (what could be done was done); 1 our fault.
"""

from __future__ import annotations

import click

from karamap.cli.asking import ask_group
from karamap.cli.common import KaramapGroup
from karamap.cli.comparing import compare_command
from karamap.cli.evaluate import evaluate_group
from karamap.cli.exports import export_command, schema_command
from karamap.cli.gazetteer import gazetteer_group
from karamap.cli.imports import import_group
from karamap.cli.index import index_command
from karamap.cli.look import completion, layers_command, measure_command
from karamap.cli.make import build_command
from karamap.cli.redraw import map_command
from karamap.cli.texts import events_command, geoparse_command
from karamap.version import __version__

__all__ = ["main"]


@click.group(
    cls=KaramapGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 96},
    epilog="Example: karamap build article.txt -o out --open",
)
@click.version_option(__version__, prog_name="karamap")
@click.option("--debug", is_flag=True, help="Show a traceback when something of ours fails.")
@click.pass_context
def main(context: click.Context, *, debug: bool) -> None:
    """Conflict mapping from news text: places, dates, events and claims on maps."""
    context.obj = {"debug": debug}


main.add_command(build_command)
main.add_command(map_command)
main.add_command(geoparse_command)
main.add_command(events_command)
main.add_command(export_command)
main.add_command(schema_command)
main.add_command(gazetteer_group)
main.add_command(layers_command)
main.add_command(measure_command)
main.add_command(evaluate_group)
main.add_command(import_group)
main.add_command(compare_command)
main.add_command(ask_group)
main.add_command(index_command)
main.add_command(completion)
