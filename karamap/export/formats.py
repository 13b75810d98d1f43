"""The registry of export formats: a name, the files it makes, the module that writes them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from karamap.errors import InputError
from karamap.export.handover import Handover, Tell
from karamap.export.schema import readme_text, table_of_layer
from karamap.export.write import check_folder, write_text

__all__ = ["FORMATS", "Format", "export_events", "write_files", "write_readme"]


@dataclass(frozen=True, slots=True)
class Format:
    """One format; its module has ``hand_over(handover, folder, tell) -> None``."""

    key: str
    files: tuple[str, ...]
    about: str
    module: str
    needs: str = ""  # a package that an extra of karamap brings
    extra: str = ""


_ALL = (
    Format("geojson", ("events.geojson",), "events, RFC 7946", "geojson"),
    Format("jsonl", ("events.jsonl",), "events, lossless, one JSON object a line", "jsonl"),
    Format("csv", ("events.csv",), "events, all columns, with lon and lat", "csv_table"),
    Format("acled-style", ("events_acled_style.csv",), "events in ACLED's columns", "styled_csv"),
    Format(
        "ucdp-style", ("events_ucdp_style.csv",), "lethal events in GED's columns", "styled_csv"
    ),
    Format("gpkg", ("karamap.gpkg",), "every layer, styled, for QGIS and other GIS", "geopackage"),
    Format(
        "qgis",
        ("karamap.gpkg", "karamap.qgz"),
        "a QGIS project that shows the GeoPackage beside it as a map",
        "qgis_project",
    ),
    Format("kml", ("events.kml",), "events, lines and areas for Google Earth", "kml"),
    Format("kmz", ("events.kmz",), "the same, zipped with its icons", "kml"),
    Format("flatgeobuf", ("events.fgb",), "events, fast to stream and filter", "flatgeobuf"),
    Format(
        "geoparquet",
        ("events.parquet",),
        "events, GeoParquet 1.1",
        "geoparquet",
        needs="pyarrow",
        extra="parquet",
    ),
    Format("pmtiles", ("events.pmtiles",), "events as vector tiles in one file", "pmtiles"),
    Format(
        "timemap",
        ("timemap_events.json", "timemap_sources.json", "timemap_associations.json"),
        "events, sources and associations as TimeMap reads them",
        "timemap",
    ),
    Format("lpf", ("places_lpf.json",), "the places named, Linked Places Format", "places_lpf"),
)

_WHOLE = {"gpkg", "qgis"}  # hold every layer, not the events alone
FORMATS = {form.key: form for form in _ALL}


def export_events(
    handover: Handover,
    to: Iterable[str],
    folder: Path,
    *,
    tell: Tell | None = None,
) -> list[Path]:
    """Write `handover` in each of the formats `to`, with a ``README.txt`` that explains them.

    Parameters
    ----------
    handover
        What is written.
    to
        Keys of `FORMATS`.
    folder
        Made if needed; files of the same names are replaced, each at once.
    tell
        Called with (what is written, done, of).

    Raises
    ------
    InputError
        Before anything is written: a format is unknown, or its extra is not installed.
    OutputError
        Where a file cannot be written; those before it are whole.
    """
    wanted = tuple(dict.fromkeys(to))
    for key in wanted:
        _usable(key)
    check_folder(folder)
    files = write_files(handover, wanted, folder, tell=tell)
    described = {name: _about(name) for name in dict.fromkeys(path.name for path in files)}
    layers = handover.tables() if _WHOLE & set(wanted) else ("events",)
    return [*files, write_readme(folder, described, layers=layers)]


def write_files(
    handover: Handover, to: Iterable[str], folder: Path, *, tell: Tell | None = None
) -> list[Path]:
    """Write `handover` in the formats `to` and nothing else; return the files.

    Parameters and errors are those of `export_events`.
    """
    wanted = [_usable(key) for key in to]
    progress = tell or (lambda _stage, _done, _all: None)
    found: dict[str, Path] = {}
    for form in wanted:
        progress(form.key, 0, 1)
        module = import_module(f"karamap.export.{form.module}")
        for name in form.files:
            if name not in found:
                module.hand_over(handover, folder / name, progress)
            found[name] = folder / name
        progress(form.key, 1, 1)
    return list(found.values())


def _about(name: str) -> str:
    return next(form.about for form in _ALL if name in form.files)


def write_readme(folder: Path, described: dict[str, str], *, layers: Iterable[str] = ()) -> Path:
    """Write the ``README.txt`` of a folder: its files, and what the columns of its tables mean.

    Parameters
    ----------
    folder
        Is there already.
    described
        What each file holds, by its name.
    layers
        Layers whose columns are told; of all tables where none is named.
    """
    found = (table_of_layer(name) for name in layers)
    names = [table.name for table in found if table]
    return write_text(folder / "README.txt", readme_text(described.items(), tables=names))


def _usable(key: str) -> Format:
    form = FORMATS.get(key)
    if form is None:
        raise InputError(f"no format {key!r}; take one of {', '.join(FORMATS)}")
    if form.needs and find_spec(form.needs) is None:
        raise InputError(
            f"format {key} needs {form.needs}: pip install 'karamap[{form.extra}]', and run again"
        )
    return form
