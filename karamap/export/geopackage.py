"""GeoPackage: every layer in one file, real DATE columns, repeatable to the byte."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import geopandas as gpd

from karamap.export.gdal import whole_file, write_layer
from karamap.export.gpkg_tables import add_tables
from karamap.export.handover import Handover, Tell
from karamap.export.rings import precision_rings

__all__ = ["gis_layers", "hand_over", "write_geopackage"]

_VERSION = "1.2"  # of the format; GDAL before 3.7 warns of later ones


def write_geopackage(
    layers: dict[str, gpd.GeoDataFrame],
    path: Path,
    *,
    documents: Iterable[tuple[str, str, str]] = (),
    tell: Tell | None = None,
) -> Path:
    """Write `layers` (by name, WGS 84) to one GeoPackage; empty ones are left out.

    A column ``id`` becomes ``uid``: GeoPackage keeps that name for its own row numbers. Each layer
    has a default style that looks as our maps do, each column its alias, meaning and codes.

    Parameters
    ----------
    layers
        Frames by layer name, in the order in which a viewer lists them.
    path
        Replaced at once; without any layer an old file is removed, so as not to pass for this one.
    documents
        Metadata of the whole file: (address of its kind, MIME type, text) of each.
    tell
        Called with (what is written, layers done, layers in all).

    Raises
    ------
    OutputError
        Where the file cannot be written.
    """
    kept = {name: frame for name, frame in layers.items() if not frame.empty}
    with whole_file(path) as temporary:
        for done, (name, frame) in enumerate(kept.items()):
            if tell:
                tell("gpkg", done, len(kept))
            write_layer(
                frame.rename(columns={"id": "uid"}),
                temporary,
                name,
                driver="GPKG",
                dataset_options={"VERSION": _VERSION},
            )
        if kept:
            add_tables(temporary, kept, documents=documents)
        else:
            path.unlink(missing_ok=True)
    return path


def hand_over(handover: Handover, path: Path, tell: Tell) -> None:
    """Write every layer, with what the hand-over tells of itself as metadata."""
    write_geopackage(gis_layers(handover), path, documents=list(_documents(handover)), tell=tell)


def gis_layers(handover: Handover) -> dict[str, gpd.GeoDataFrame]:
    """Return the layers of a hand-over by name, topmost first, none of them empty."""
    found = {}
    for name, frame in handover.tables().items():
        found[name] = frame
        if name == "events":
            found["precision_rings"] = precision_rings(frame)
    return {name: frame for name, frame in found.items() if not frame.empty}


def _documents(handover: Handover) -> Iterator[tuple[str, str, str]]:
    told = "\n".join((handover.title, handover.note, *handover.attribution))
    yield "https://www.dublincore.org/specifications/dublin-core/", "text/plain", told
    if handover.provenance:
        yield "urn:karamap:provenance", "application/json", handover.provenance
