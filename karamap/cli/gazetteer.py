"""``karamap gazetteer``: look names and places up, check a folder, make one from dumps."""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from karamap.cli.common import DAY, GAZETTEER, open_gazetteer, use_packaged
from karamap.errors import GazetteerError, InputError

if TYPE_CHECKING:
    from karamap.gazetteer import Gazetteer
    from karamap.model import Candidate, Name, Place
    from karamap.pipeline import NearbyLayer, PlaceFacts

__all__ = ["gazetteer_group"]

_USE = ("kind", "used_by", "valid_from", "valid_to")  # of a name: whose, as what, when


@click.group("gazetteer", epilog="Example: karamap gazetteer lookup Shushi")
def gazetteer_group() -> None:
    """Look names and places up, check a gazetteer folder, make one from GeoNames dumps."""


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _name_row(name: Name) -> dict[str, Any]:
    return {
        "text": name.text,
        "language": name.language,
        "script": name.script,
        "kind": name.kind,
        "used_by": name.used_by,
        "valid_from": _iso(name.valid_from),
        "valid_to": _iso(name.valid_to),
        "source": name.source,
    }


def _names(place: Place, gazetteer: Gazetteer, on: date | None) -> tuple[Name, ...]:
    return tuple(n for n in gazetteer.names(place.id) if on is None or n.valid_on(on))


def _matched(candidate: Candidate, gazetteer: Gazetteer) -> list[Name]:
    """Return the names by which a candidate was found; none for the world's places."""
    return [n for n in gazetteer.names(candidate.place.id) if n.text == candidate.matched]


def _found(candidate: Candidate, gazetteer: Gazetteer) -> str:
    """Return how a candidate was found, where not by a name of today as it is written."""
    told = "" if candidate.how == "exact" else f", {candidate.how} from {candidate.matched}"
    matched = _matched(candidate, gazetteer)
    if not matched or any(n.kind != "historic" and n.valid_to is None for n in matched):
        return told
    years = {_years(n.valid_from, n.valid_to) for n in matched} - {""}
    until = f" ({', '.join(sorted(years))})" if years else ""
    return f"{told}, by the historic name {candidate.matched}{until}"


def _unit_row(unit: Place) -> dict[str, Any]:
    return {
        "place_id": unit.id,
        "name": unit.name,
        "valid_from": _iso(unit.valid_from),
        "valid_to": _iso(unit.valid_to),
    }


def _layer_row(layer: NearbyLayer) -> dict[str, Any]:
    return {
        "id": layer.id,
        "name": layer.name,
        "status": layer.status,
        "valid_from": _iso(layer.valid_from),
        "valid_to": _iso(layer.valid_to),
        "distance_km": round(layer.distance_km, 1),
        "accuracy_km": round(layer.accuracy_km, 1),
    }


def _candidate_row(
    candidate: Candidate, gazetteer: Gazetteer, facts: PlaceFacts, on: date | None
) -> dict[str, Any]:
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
        "matched_as": [
            {k: v for k, v in _name_row(n).items() if k in _USE}
            for n in _matched(candidate, gazetteer)
        ],
        "names": [_name_row(n) for n in _names(place, gazetteer, on)],
        "part_of_de_jure": [_unit_row(unit) for unit in facts.parents],
        "lies_in": [_layer_row(layer) for layer in facts.within],
        "near": [_layer_row(layer) for layer in facts.near],
        "source": place.source,
    }


def _years(start: date | None, end: date | None) -> str:
    if start is None and end is None:
        return ""
    return f"{start.year if start else '…'}–{end.year if end else '…'}"


def _name_lines(names: tuple[Name, ...]) -> list[str]:
    """Return a line a language and side, each name with its kind and years."""
    grouped: dict[tuple[str, str], list[str]] = defaultdict(list)
    for name in names:
        notes = [name.kind] if name.kind != "common" else []
        notes += filter(None, [_years(name.valid_from, name.valid_to)])
        told = f"{name.text} ({', '.join(notes)})" if notes else name.text
        grouped[name.language, name.used_by or "no side"].append(told)
    return [f"  {lang} · {side}: {', '.join(t)}" for (lang, side), t in sorted(grouped.items())]


def _layer_lines(title: str, layers: tuple[NearbyLayer, ...], *, distance: bool) -> list[str]:
    lines = []
    for layer in layers:
        years = " – ".join(_iso(d) or "…" for d in (layer.valid_from, layer.valid_to))
        far = f", {layer.distance_km:.0f} ± {layer.accuracy_km:.0f} km" if distance else ""
        lines.append(f"  {layer.name}{far} [{years}] {layer.status}".rstrip())
    return [title, *lines] if lines else []


def _text(candidate: Candidate, gazetteer: Gazetteer, facts: PlaceFacts, on: date | None) -> str:
    place = candidate.place
    found = _found(candidate, gazetteer)
    lines = [
        f"{place.name} [{place.id}] {place.feature_class}, score {candidate.score}{found}",
        f"  point: {place.lat} N {place.lon} E, reaches about {place.radius_km} km",
    ]
    if facts.parents:
        lines.append("  part of, de jure: " + ", ".join(p.name for p in facts.parents))
    lines += _name_lines(_names(place, gazetteer, on))
    lines += _layer_lines("  lies in:", facts.within, distance=False)
    lines += _layer_lines("  near:", facts.near, distance=True)
    lines.append(f"  source: {place.source}")
    return "\n".join(lines)


@gazetteer_group.command(
    "lookup", epilog="Example: karamap gazetteer lookup Kirovabad --on 1985-01-01"
)
@click.argument("name")
@click.option(
    "--on", type=DAY, help="Names and lines of that day only; places that were not rank lower."
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a candidate and line.")
@click.option("--lpf", is_flag=True, help="Linked Places Format (GeoJSON) of the candidates.")
@GAZETTEER
def lookup_command(
    name: str, on: date | None, gazetteer: Path | None, *, as_json: bool, lpf: bool
) -> None:
    """List the places that NAME may mean, best first, with all their names by language and side."""
    opened = open_gazetteer(gazetteer)
    found = opened.lookup(name, on=on)
    if not found:
        raise InputError(f"no place called {name!r}; try another spelling or --gazetteer DIR")
    if lpf:
        from karamap.gazetteer.lpf import to_lpf  # noqa: PLC0415  only when asked for

        click.echo(json.dumps(to_lpf(opened, [c.place for c in found]), ensure_ascii=False))
        return
    from karamap.layers import all_layers, layers_on  # noqa: PLC0415  geopandas: slow
    from karamap.pipeline import place_facts  # noqa: PLC0415

    own = use_packaged(gazetteer)
    layers = layers_on(on, gazetteer, packaged=own) if on else all_layers(gazetteer, packaged=own)
    for candidate in found:
        facts = place_facts(candidate.place, opened, layers)
        if as_json:
            row = _candidate_row(candidate, opened, facts, on)
            click.echo(json.dumps(row, ensure_ascii=False))
        else:
            click.echo(_text(candidate, opened, facts, on))


def _near_row(km: float, place: Place) -> dict[str, Any]:
    return {
        "place_id": place.id,
        "name": place.name,
        "feature_class": str(place.feature_class),
        "lat": place.lat,
        "lon": place.lon,
        "distance_km": round(km, 2),
    }


@gazetteer_group.command("near", epilog="Example: karamap gazetteer near 39.76 46.75 --km 20")
@click.argument("lat", type=click.FloatRange(-90, 90))
@click.argument("lon", type=click.FloatRange(-180, 180))
@click.option("--km", type=click.FloatRange(0), default=25.0, show_default=True, help="Radius.")
@click.option(
    "--limit", type=click.IntRange(1), default=20, show_default=True, help="Most places listed."
)
@GAZETTEER
def near_command(lat: float, lon: float, km: float, limit: int, gazetteer: Path | None) -> None:
    """List the places whose point lies near LAT LON (degrees), nearest first, one JSON a line."""
    for distance, place in open_gazetteer(gazetteer).nearby(lon, lat, km=km, limit=limit):
        click.echo(json.dumps(_near_row(distance, place), ensure_ascii=False))


@gazetteer_group.command("check", epilog="Example: karamap gazetteer check my-gazetteer")
@click.argument("folder", type=click.Path(path_type=Path), required=False)
@click.pass_context
def check_command(context: click.Context, folder: Path | None) -> None:
    """Check a gazetteer FOLDER, by default the packaged one; errors give status 2."""
    from karamap.gazetteer.checking import check_folder  # noqa: PLC0415  only for this command
    from karamap.recognition import common_words  # noqa: PLC0415
    from karamap.resources import data_dir  # noqa: PLC0415

    checked = folder or data_dir("gazetteer")
    findings = check_folder(checked, common_words=common_words())
    for finding in findings:
        click.echo(str(finding))
    errors = sum(f.level == "error" for f in findings)
    click.echo(f"{checked}: {errors} errors, {len(findings) - errors} warnings", err=True)
    if errors:
        context.exit(GazetteerError.exit_code)


@gazetteer_group.command(
    "build",
    epilog="Example: karamap gazetteer build AZ.txt GE.txt -o caucasus --min-population 500",
)
@click.argument("dumps", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path), help="Folder.")
@click.option(
    "--min-population",
    type=click.IntRange(0),
    default=0,
    show_default=True,
    help="Leave out smaller settlements.",
)
def build_gazetteer_command(dumps: tuple[Path, ...], output: Path, min_population: int) -> None:
    """Make a gazetteer folder from GeoNames country DUMPS (unzipped, 19 columns)."""
    from karamap.gazetteer.dumps import build_gazetteer  # noqa: PLC0415  only for this command

    counts = build_gazetteer(dumps, output, min_population=min_population)
    kinds = ", ".join(f"{n} {kind}" for kind, n in sorted(counts.by_class.items()))
    click.echo(
        f"{output}: {counts.places} places ({kinds}), {counts.names} names; "
        f"{counts.left_out} of {counts.rows} rows left out",
        err=True,
    )
