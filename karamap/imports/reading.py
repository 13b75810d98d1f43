"""Events from a file of any kind that karamap knows: its own, UCDP GED's or ACLED's."""

from __future__ import annotations

from pathlib import Path

from karamap.gazetteer import Gazetteer
from karamap.imports.acled import is_acled, read_acled
from karamap.imports.downloads import open_download
from karamap.imports.own import EventFile, read_event_file
from karamap.imports.ucdp import is_ucdp, read_ucdp

__all__ = ["load_event_file"]

_DOWNLOADS = (".csv", ".gz", ".zip")


def load_event_file(path: str | Path, *, gazetteer: Gazetteer | None = None) -> EventFile:
    """Return the events of `path`, told apart by its columns.

    Parameters
    ----------
    path
        karamap's own events (see `karamap.imports.read_events`), or a CSV of UCDP GED or ACLED,
        plain, gzipped or zipped.
    gazetteer
        As for `karamap.imports.read_events`.

    Raises
    ------
    InputError
        Where the file cannot be read.
    """
    path = Path(path)
    if path.suffix.lower() in _DOWNLOADS:
        table = open_download(path)
        if is_ucdp(table):
            return read_ucdp(path)
        if is_acled(table):
            return read_acled(path)
    return read_event_file(path, gazetteer=gazetteer)
