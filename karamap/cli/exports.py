"""``karamap export`` and ``karamap schema``: events to other tools, and what each column means."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from karamap.cli.common import (
    GAZETTEER,
    emit,
    open_gazetteer,
    progress_bar,
    report_faults,
    use_packaged,
)
from karamap.errors import InputError

if TYPE_CHECKING:
    from karamap.export.handover import Handover
    from karamap.gazetteer import Gazetteer
    from karamap.imports import EventFile
    from karamap.model import Toponym

__all__ = ["export_command", "schema_command"]


class _Formats(click.ParamType):  # type: ignore[type-arg]  # generic in new releases
    name = "format"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, ...]:
        from karamap.export.formats import FORMATS  # noqa: PLC0415  geopandas: slow

        if isinstance(value, tuple):
            return value
        keys = tuple(key.strip() for key in str(value).split(",") if key.strip())
        for key in keys:
            if key not in FORMATS:
                self.fail(f"no format {key!r}; take one of {', '.join(FORMATS)}", param, ctx)
        return keys


def _handover(found: EventFile, gazetteer: Gazetteer, folder: Path | None, title: str) -> Handover:
    """Return all that a map of the events needs: incidents, places, lines, areas, base map."""
    from karamap.events import merge_events  # noqa: PLC0415  not for --help
    from karamap.export.handover import make_handover, split_layers  # noqa: PLC0415
    from karamap.frames import places_frame  # noqa: PLC0415
    from karamap.layers import all_layers, load_basemap, load_stations  # noqa: PLC0415

    packaged = use_packaged(folder)
    own = None if packaged and not (folder and (folder / "layers").is_dir()) else folder
    told: dict[str, Sequence[Toponym]] = {}
    for event in found.events:
        told[event.document] = (*told.get(event.document, ()), *event.places)
    return make_handover(
        found.events,
        found.documents,
        merge_events(list(found.events)),
        places=places_frame(told, gazetteer),
        layers=split_layers(all_layers(own, packaged=packaged)),
        stations=load_stations(own),
        basemap=load_basemap(own),
        gazetteer=gazetteer,
        title=title,
    )


@click.command(
    "export",
    epilog="Example: karamap export maps/events.jsonl --to gpkg,kmz,geoparquet -o out",
)
@click.argument("events", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--to",
    "formats",
    type=_Formats(),
    multiple=True,
    required=True,
    metavar="FORMAT[,FORMAT]...",
    help="geojson, jsonl, csv, acled-style, ucdp-style, gpkg, qgis, kml, kmz, flatgeobuf, "
    "geoparquet, pmtiles, timemap or lpf.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("export"),
    show_default=True,
    help="Folder for the files.",
)
@GAZETTEER
@click.pass_context
def export_command(
    context: click.Context,
    events: Path,
    formats: tuple[tuple[str, ...], ...],
    output: Path,
    gazetteer: Path | None,
) -> None:
    """Write EVENTS in the formats of other tools, with a README.txt that explains the columns.

    EVENTS is a file that karamap wrote: events.jsonl (lossless), events.geojson, events.csv, or a
    GeoPackage, FlatGeobuf or GeoParquet of events. A row that is no event is told with its line
    and left out.
    """
    from karamap.export.formats import export_events  # noqa: PLC0415  geopandas: slow
    from karamap.imports import read_event_file  # noqa: PLC0415

    opened = open_gazetteer(gazetteer)
    found = read_event_file(events, gazetteer=opened)
    if found.faults and not found.events:
        raise found.faults[0]
    handover = _handover(found, opened, gazetteer, f"Events of {events.name}")
    with progress_bar() as tell:
        files = export_events(handover, [k for keys in formats for k in keys], output, tell=tell)
    for path in files:
        click.echo(str(path), err=True)
    report_faults(context, found.faults)


@click.command("schema", epilog="Example: karamap schema --json events > events.schema.json")
@click.argument("table", default="events", required=False)
@click.option("--json", "as_json", is_flag=True, help="JSON Schema of one TABLE's GeoJSON.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="File instead of stdout.")
def schema_command(table: str, output: Path | None, *, as_json: bool) -> None:
    """Print what every exported column means: type, unit, codes, UCDP and ACLED counterpart.

    With --json, print JSON Schema (2020-12) of TABLE: events, incidents,
    precision_rings, places, layers or stations.
    """
    from karamap.export.schema import (  # noqa: PLC0415  not for --help
        dictionary_text,
        read_schema,
        schema_json_text,
    )

    if table not in read_schema():
        raise InputError(f"no table {table!r}; take one of {', '.join(read_schema())}")
    emit(schema_json_text(table) if as_json else dictionary_text(), output)
