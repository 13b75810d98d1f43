"""``karamap index``."""

from __future__ import annotations

from pathlib import Path

import click

__all__ = ["index_command"]


@click.command("index", epilog="Example: karamap index maps")
@click.argument(
    "folder",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    default=Path("maps"),
)
@click.option("--title", default="Maps made with karamap", show_default=True, help="Heading.")
def index_command(folder: Path, title: str) -> None:
    """Write FOLDER/index.html: a page that lists the maps in FOLDER (default: maps) and below it.

    A map is a folder that `karamap build` wrote to. The page has each map's picture, what was read
    for it, and what each file is.
    """
    from karamap.export import check_folder, write_text  # noqa: PLC0415  geopandas: slow
    from karamap.pipeline.index_page import render_index  # noqa: PLC0415

    text = render_index(folder, title=title)
    path = write_text(check_folder(folder) / "index.html", text)
    click.echo(f"written to {path}", err=True)
