"""``karamap gazetteer``, ``layers``, ``measure`` and ``completion``: looking things up."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.shell_completion import get_completion_class

from karamap.cli.common import DAY, emit, open_gazetteer
from karamap.errors import InputError

if TYPE_CHECKING:
    from karamap.gazetteer import Gazetteer
    from karamap.model import Candidate

__all__ = ["completion", "gazetteer_group", "layers_command", "measure_command"]

_FOLDER = click.option(
    "--gazetteer",
    type=click.Path(path_type=Path),
    help="A gazetteer folder, stacked over the packaged one.",
)


@click.group("gazetteer", epilog="Example: karamap gazetteer lookup Shushi")
def gazetteer_group() -> None:
    """Look into the gazetteer."""


def _candidate_row(candidate: Candidate, gazetteer: Gazetteer) -> dict[str, Any]:
    place = candidate.place
    return {
        "place_id": place.id,
        "name": place.name,
        "feature_class": str(place.feature_class),
        "lat": place.lat,
        "lon": place.lon,
        "country": place.country,
        "score": candidate.score,
        "matched": candidate.matched,
        "how": candidate.how,
        "names": [
            {
                "text": n.text,
                "language": n.language,
                "script": n.script,
                "kind": n.kind,
                "used_by": n.used_by,
                "valid_from": n.valid_from.isoformat() if n.valid_from else None,
                "valid_to": n.valid_to.isoformat() if n.valid_to else None,
                "source": n.source,
            }
            for n in gazetteer.names(place.id)
        ],
        "source": place.source,
    }


@gazetteer_group.command(
    "lookup", epilog="Example: karamap gazetteer lookup Kirovabad --on 1985-01-01"
)
@click.argument("name")
@click.option("--on", type=DAY, help="Names and units not in use that day rank lower.")
@_FOLDER
def lookup_command(name: str, on: date | None, gazetteer: Path | None) -> None:
    """List the places that NAME may mean, best first, one JSON object a line."""
    opened = open_gazetteer(gazetteer)
    found = opened.lookup(name, on=on)
    if not found:
        raise InputError(f"no place called {name!r}; try another spelling or --gazetteer DIR")
    for candidate in found:
        click.echo(json.dumps(_candidate_row(candidate, opened), ensure_ascii=False))


@click.command("layers", epilog="Example: karamap layers --on 2020-09-30 -o layers.geojson")
@click.option("--on", type=DAY, help="Only what stood that day; without it all dates.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="File instead of stdout.")
@_FOLDER
def layers_command(on: date | None, output: Path | None, gazetteer: Path | None) -> None:
    """Write the lines of contact, areas, corridors and pipelines as GeoJSON."""
    from karamap.export import geojson_text  # noqa: PLC0415  geopandas: slow
    from karamap.layers import all_layers, layers_on  # noqa: PLC0415

    layers = layers_on(on, gazetteer) if on else all_layers(gazetteer)
    emit(geojson_text(layers, name="layers"), output)


@click.command("measure", epilog='Example: karamap measure BTC "line of contact" --on 2020-09-30')
@click.argument("a")
@click.argument("b")
@click.option("--on", type=DAY, help="Day whose lines and areas are meant.")
@_FOLDER
def measure_command(a: str, b: str, on: date | None, gazetteer: Path | None) -> None:
    """Measure the geodesic distance in km between two places or layers, with its accuracy."""
    from karamap.pipeline import measure_between  # noqa: PLC0415  geopandas: slow

    result = measure_between(
        a, b, on=on, gazetteer=open_gazetteer(gazetteer), layers_folder=gazetteer
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
