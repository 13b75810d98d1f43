"""What every command shares: errors to one line, day options, progress, output."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from karamap.errors import InputError, KaramapError

if TYPE_CHECKING:
    from karamap.gazetteer import Gazetteer
    from karamap.nlp import LanguageModel

__all__ = [
    "DAY",
    "GAZETTEER",
    "KaramapGroup",
    "emit",
    "input_options",
    "open_gazetteer",
    "open_language_model",
    "progress_bar",
    "report_faults",
    "use_packaged",
]


class KaramapGroup(click.Group):
    """A group whose commands end with one clear line instead of a traceback."""

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401  as click has it
        """Run the command; turn our errors into a line and an exit status."""
        try:
            return super().invoke(ctx)
        except KaramapError as error:
            if ctx.params.get("debug"):
                raise
            click.echo(f"karamap: {error}", err=True)
            ctx.exit(error.exit_code)
        except (click.exceptions.Exit, click.ClickException, click.Abort, OSError):
            raise
        except Exception as error:
            if ctx.params.get("debug"):
                raise
            kind = type(error).__name__
            click.echo(
                f"karamap: unexpected {kind}: {error}; run 'karamap --debug …' and report it",
                err=True,
            )
            ctx.exit(1)


class _Day(click.ParamType):  # type: ignore[type-arg]  # generic in new releases
    name = "date"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> date:
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            self.fail(f"{value!r} is no day; write it as 2020-11-09", param, ctx)


DAY = _Day()

_ONLY = "karamap.only_gazetteer"


def _remember_only(context: click.Context, _option: click.Parameter, given: bool) -> None:  # noqa: FBT001  as click calls
    context.meta[_ONLY] = given


def GAZETTEER(command: Callable[..., Any]) -> Callable[..., Any]:  # noqa: N802  used like the options beside it
    """Add ``--gazetteer`` and ``--only-gazetteer``, of which `use_packaged` tells."""
    only = click.option(
        "--only-gazetteer",
        is_flag=True,
        expose_value=False,
        callback=_remember_only,
        help="Take --gazetteer in place of the packaged one; the world stays behind it.",
    )
    folder = click.option(
        "--gazetteer",
        type=click.Path(path_type=Path),
        help="A gazetteer folder, stacked over the packaged one.",
    )
    return folder(only(command))


def use_packaged(folder: Path | None) -> bool:
    """Return whether the packaged gazetteer and layers serve behind those of `folder`."""
    only = bool(click.get_current_context().meta.get(_ONLY))
    if only and folder is None:
        raise InputError("--only-gazetteer: name the folder with --gazetteer DIR")
    return not only


def input_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options of every command that reads texts."""
    for option in (
        click.option(
            "--published",
            type=DAY,
            help="Publication date of the inputs; overrides what they say themselves.",
        ),
        click.option("--encoding", help="Encoding of the inputs, where it is not UTF-8."),
        click.option(
            "--model",
            default="auto",
            metavar="NAME",
            show_default=True,
            help="Installed spaCy pipeline that helps to tell names of places; auto takes one "
            "that is installed, none goes without.",
        ),
        GAZETTEER,
    ):
        command = option(command)
    return command


def open_gazetteer(folder: Path | None) -> Gazetteer:
    """Open the packaged gazetteer with `folder` stacked over it, or in its place."""
    from karamap.gazetteer import Gazetteer  # noqa: PLC0415  the world's names: not for --help

    return Gazetteer.open(
        *([folder] if folder else []),
        packaged=use_packaged(folder),
        tell=lambda text: click.echo(f"karamap: {text}", err=True),
    )


def open_language_model(name: str) -> LanguageModel | None:
    """Load the spaCy pipeline asked for and name it; None where there is none or none is wanted."""
    from karamap.nlp import open_model  # noqa: PLC0415  not for --help

    model = open_model(name)
    if model:
        without = "" if name != "auto" else "; --model none goes without"
        click.echo(f"karamap: language model {model.name} {model.version}{without}", err=True)
    return model


def emit(text: str, output: Path | None) -> None:
    """Write data to `output`, or to standard output where there is none."""
    if output is None:
        click.echo(text, nl=False)
        return
    from karamap.export import check_folder, write_text  # noqa: PLC0415  geopandas: slow

    check_folder(output.parent)
    write_text(output, text)


@contextmanager
def progress_bar() -> Iterator[Callable[[str, int, int], None]]:
    """Show progress on standard error; silent where that is no terminal."""
    if not sys.stderr.isatty():
        yield lambda _stage, _done, _all: None
        return
    from rich.console import Console  # noqa: PLC0415  only on a terminal
    from rich.progress import Progress  # noqa: PLC0415

    with Progress(console=Console(stderr=True), transient=True) as bar:
        tasks: dict[str, Any] = {}

        def tell(stage: str, done: int, of: int) -> None:
            if stage not in tasks:
                tasks[stage] = bar.add_task(stage, total=of)
            bar.update(tasks[stage], completed=done)

        yield tell


def report_faults(context: click.Context, faults: Iterable[InputError]) -> None:
    """Print one line a bad input and leave with status 2; nothing where there is none."""
    told = list(faults)
    for fault in told:
        click.echo(f"karamap: {fault}", err=True)
    if told:
        context.exit(InputError.exit_code)
