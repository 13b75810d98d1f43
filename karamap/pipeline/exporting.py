"""The files that a build hands to other tools, and the README that explains the whole folder."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from karamap.export import write_geojson
from karamap.export.formats import FORMATS, write_files, write_readme
from karamap.export.handover import make_handover, split_layers

if TYPE_CHECKING:
    import geopandas as gpd

    from karamap.pipeline.analysis import Analysis
    from karamap.render.spec import MapSpec

__all__ = ["about_files", "describe_folder", "write_exports"]

_FORMATS = ("geojson", "jsonl", "csv", "qgis")
_ABOUT = {
    "karamap.html": "the map to use: one file, works offline",
    "karamap.png": "the map as a picture",
    "karamap.svg": "the map as a drawing",
    "karamap.pdf": "the map to print",
    "karamap_series.png": "small maps over time, as a picture",
    "karamap_series.svg": "small maps over time, as a drawing",
    "karamap_series.pdf": "small maps over time, to print",
    "places.geojson": "places named",
    "contact_line.geojson": "the line of contact at its dates",
    "corridors.geojson": "corridors at their dates",
    "areas.geojson": "areas and districts at their dates",
    "pipelines.geojson": "pipelines at their dates",
    "provenance.json": "what went in, with which options, and each file's SHA-256",
}


def write_exports(
    analysis: Analysis,
    spec: MapSpec,
    frames: dict[str, gpd.GeoDataFrame],
    folder: Path,
    *,
    layers: gpd.GeoDataFrame,
    stations: gpd.GeoDataFrame,
    record: dict[str, Any],
) -> list[Path]:
    """Write the events in the formats of every build, and `frames` as GeoJSON.

    Parameters
    ----------
    analysis, spec
        What was found, and the map that shows it: its title, day, notes and base map.
    frames
        GeoJSON files by name, without suffix.
    folder
        Is there already.
    layers, stations
        Lines and areas, and what stands along the pipelines, for the GeoPackage.
    record
        Provenance for the GeoPackage's metadata: inputs, options and counts.

    Raises
    ------
    OutputError
        Where a file cannot be written; those before it are whole.
    """
    files = [write_geojson(f, folder / f"{n}.geojson", name=n) for n, f in frames.items()]
    handover = make_handover(
        analysis.events,
        analysis.documents,
        analysis.incidents,
        places=frames["places"],
        layers=split_layers(layers),
        stations=stations,
        basemap=spec.basemap,
        gazetteer=analysis.gazetteer,
        as_of=spec.as_of,
        title=spec.title,
        note=spec.note,
        attribution=spec.attribution,
        provenance=json.dumps(record, ensure_ascii=False, indent=1),
    )
    return [*files, *write_files(handover, _FORMATS, folder)]


def about_files() -> dict[str, str]:
    """Return what each file of a build holds, by its name, in the order of use."""
    about = _ABOUT | {
        name: form.about for key in _FORMATS for form in [FORMATS[key]] for name in form.files
    }
    return about | dict.fromkeys(FORMATS["gpkg"].files, FORMATS["gpkg"].about)


def describe_folder(folder: Path, files: Iterable[Path]) -> Path:
    """Write ``README.txt``: what each of `files` holds, and what the columns mean."""
    written = {path.name for path in files}
    described = {name: text for name, text in about_files().items() if name in written}
    described["provenance.json"] = _ABOUT["provenance.json"]
    return write_readme(folder, described)
