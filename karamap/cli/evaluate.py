"""``karamap evaluate``: score predictions against gold."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Sequence

    from karamap.evaluation import Comparison

__all__ = ["evaluate_group"]

_FILE = click.Path(path_type=Path, allow_dash=True)


@click.group("evaluate", epilog="Example: karamap evaluate toponyms gold.jsonl found.jsonl")
def evaluate_group() -> None:
    """Score place names and events that were found against gold; docs/evaluation.md explains."""


def _calibration(comparisons: Sequence[Comparison]) -> dict[str, Any]:
    """Return the reliability of the places alone, and of whole predictions."""
    from karamap.evaluation import judge_answers, measure_reliability  # noqa: PLC0415

    return {
        "resolution": measure_reliability(judge_answers(comparisons)),
        "end_to_end": measure_reliability(judge_answers(comparisons, spurious=True)),
    }


def _parts(
    comparisons: Sequence[Comparison],
    *,
    boot: int,
    confusions: int,
    per_document: bool,
    calibration: bool,
) -> dict[str, Any]:
    """Return what was asked for, by the name it has in JSON."""
    from karamap import evaluation as ev  # noqa: PLC0415  only for this command

    parts: dict[str, Any] = {
        "all": ev.score_documents(comparisons),
        "by_kind": ev.score_by(comparisons, lambda row: row.kind),
        "by_feature": ev.score_by(comparisons, lambda row: row.feature),
    }
    if boot:
        parts["ci95"] = ev.bootstrap_intervals(comparisons, samples=boot)
    if per_document:
        parts["by_document"] = {c.id: ev.score_documents([c]) for c in comparisons}
    if confusions:
        parts["confusions"] = ev.list_confusions(comparisons, limit=confusions)
    if calibration:
        parts["calibration"] = _calibration(comparisons)
    return parts


def _text(parts: dict[str, Any], match: str) -> list[str]:
    from karamap.evaluation import tables  # noqa: PLC0415  only for this command

    lines = tables.toponym_lines(parts["all"], match=match)
    if "ci95" in parts:
        lines += tables.interval_lines(parts["ci95"])
    titles = {"by_kind": "by kind", "by_feature": "by feature", "by_document": "by document"}
    for key, title in titles.items():
        if key in parts:
            lines += ["", *tables.group_lines(title, parts[key])]
    if "confusions" in parts:
        lines += ["", *tables.confusion_lines(parts["confusions"])]
    for name, table in parts.get("calibration", {}).items():
        title = "confidence, " + name.replace("_", " ")
        lines += ["", *tables.reliability_lines(title, table)]
    return lines


def _record(parts: dict[str, Any], match: str) -> dict[str, Any]:
    from karamap.evaluation import tables  # noqa: PLC0415  only for this command

    record = {"match": match, **tables.toponym_record(parts.pop("all"))}
    for key, part in parts.items():
        if key.startswith("by_"):
            record[key] = {name: tables.toponym_record(s) for name, s in part.items()}
        else:
            record[key] = tables.to_plain(part)
    return record


def _draw(comparisons: Sequence[Comparison], path: Path) -> None:
    from karamap.evaluation.plot import draw_reliability  # noqa: PLC0415  matplotlib: slow
    from karamap.export import check_folder, write_bytes  # noqa: PLC0415  geopandas: slow

    check_folder(path.parent)
    drawn = _calibration(comparisons)["resolution"]
    write_bytes(path, draw_reliability(drawn, title="Confidence of the place, 161 km"))
    click.echo(f"karamap: drawn to {path}", err=True)


@evaluate_group.command(
    "toponyms", epilog="Example: karamap evaluate toponyms gold.jsonl found.jsonl --boot 500"
)
@click.argument("gold", type=_FILE)
@click.argument("pred", type=_FILE)
@click.option(
    "--match",
    type=click.Choice(["exact", "overlap"]),
    default="exact",
    show_default=True,
    help="Spans equal, or a character in common.",
)
@click.option(
    "--boot",
    type=click.IntRange(0, 100_000),
    default=0,
    metavar="N",
    help="95 % intervals from N resamplings of the documents.",
)
@click.option(
    "--confusions",
    type=click.IntRange(0),
    default=0,
    metavar="N",
    help="The N most frequent faults of each kind: missed, spurious, put elsewhere, …",
)
@click.option("--per-document", is_flag=True, help="The figures of each document.")
@click.option("--calibration", is_flag=True, help="Share right by confidence.")
@click.option(
    "--plot", type=click.Path(path_type=Path), metavar="FILE.png", help="Draw the calibration."
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def toponyms_command(  # noqa: PLR0913  one parameter an option
    gold: Path,
    pred: Path,
    match: str,
    boot: int,
    confusions: int,
    plot: Path | None,
    *,
    per_document: bool,
    calibration: bool,
    as_json: bool,
) -> None:
    """Score the place names of PRED against GOLD (both jsonl, - is stdin).

    A line of both is {"id", "toponyms": [{"start", "end", "surface", "lat", "lon", …}]}, as
    karamap geoparse writes it; of gold also "tolerance_km" on a name and "ignore" on a document.
    """
    from karamap.evaluation import (  # noqa: PLC0415  only for this command
        check_documents,
        compare_documents,
        read_toponyms,
    )

    expected, found = read_toponyms(gold), read_toponyms(pred)
    check_documents(expected, found, (gold, pred))
    comparisons = compare_documents(expected, found, match=match)
    if plot:
        _draw(comparisons, plot)
    parts = _parts(
        comparisons,
        boot=boot,
        confusions=confusions,
        per_document=per_document,
        calibration=calibration,
    )
    if as_json:
        click.echo(json.dumps(_record(parts, match), ensure_ascii=False))
    else:
        click.echo("\n".join(_text(parts, match)))


@evaluate_group.command(
    "events",
    epilog="Example: karamap evaluate events gold.jsonl found.jsonl --toponyms toponyms.jsonl",
)
@click.argument("gold", type=_FILE)
@click.argument("pred", type=_FILE)
@click.option(
    "--toponyms", type=_FILE, required=True, help="Gold of the place names: where they lie."
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def events_command(gold: Path, pred: Path, toponyms: Path, *, as_json: bool) -> None:
    """Score the events of PRED against GOLD (both jsonl, one event a line, - is stdin)."""
    from karamap.evaluation import (  # noqa: PLC0415  only for this command
        read_events,
        read_points,
        score_events,
        tables,
    )

    points = read_points(toponyms)
    scores = score_events(read_events(gold), read_events(pred), points)
    if as_json:
        click.echo(json.dumps(tables.event_record(scores), ensure_ascii=False))
    else:
        click.echo("\n".join(tables.event_lines(scores)))
