"""``karamap layers``, ``measure`` and ``completion``."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import click
from click.shell_completion import get_completion_class

from karamap.cli.common import DAY, GAZETTEER, emit, open_gazetteer, use_packaged
from karamap.errors import InputError

__all__ = ["completion", "layers_command", "measure_command"]


@click.command("layers", epilog="Example: karamap layers --on 2020-09-30 -o layers.geojson")
@click.option("--on", type=DAY, help="Only what stood that day; without it all dates.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="File instead of stdout.")
@GAZETTEER
def layers_command(on: date | None, output: Path | None, gazetteer: Path | None) -> None:
    """Write the lines of contact, areas, corridors and pipelines as GeoJSON."""
    from karamap.export import geojson_text  # noqa: PLC0415  geopandas: slow
    from karamap.layers import all_layers, layers_on  # noqa: PLC0415

    own = use_packaged(gazetteer)
    layers = layers_on(on, gazetteer, packaged=own) if on else all_layers(gazetteer, packaged=own)
    emit(geojson_text(layers, name="layers"), output)


@click.command("measure", epilog='Example: karamap measure BTC "line of contact" --on 2020-09-30')
@click.argument("a")
@click.argument("b")
@click.option("--on", type=DAY, help="Day whose lines and areas are meant.")
@GAZETTEER
def measure_command(a: str, b: str, on: date | None, gazetteer: Path | None) -> None:
    """Measure the geodesic distance in km between two places or layers, with its accuracy."""
    from karamap.pipeline import measure_between  # noqa: PLC0415  geopandas: slow

    result = measure_between(
        a,
        b,
        on=on,
        gazetteer=open_gazetteer(gazetteer),
        layers_folder=gazetteer,
        packaged=use_packaged(gazetteer),
    )
    row = {
        "a": result.a,
        "b": result.b,
        "on": on.isoformat() if on else None,
        "distance_km": round(result.distance_km, 2),
        "accuracy_km": round(result.accuracy_km, 2),
        "nearest_a": [round(degrees, 5) for degrees in result.point_a],
        "nearest_b": [round(degrees, 5) for degrees in result.point_b],
        "sentence": result.sentence,
        "reason": result.reason,
    }
    click.echo(json.dumps(row, ensure_ascii=False))


@click.command("completion", epilog="Example: karamap completion bash >> ~/.bashrc")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print the shell code that completes karamap's commands and options."""
    found = get_completion_class(shell)
    if found is None:
        raise InputError(f"no completion for {shell!r}")
    root = context.find_root()
    click.echo(found(root.command, {}, "karamap", "_KARAMAP_COMPLETE").source())
