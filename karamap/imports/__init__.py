"""Events out of files: karamap's own, and downloads of UCDP GED and ACLED that a user brings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from karamap.lazy import fetch_lazily

if TYPE_CHECKING:
    from karamap.imports.acled import read_acled
    from karamap.imports.own import EventFile, read_event_file, read_events
    from karamap.imports.reading import load_event_file
    from karamap.imports.ucdp import read_ucdp

__all__ = [
    "EventFile",
    "load_event_file",
    "read_acled",
    "read_event_file",
    "read_events",
    "read_ucdp",
]

__getattr__ = fetch_lazily(
    __name__,
    {
        "EventFile": "own",
        "load_event_file": "reading",
        "read_acled": "acled",
        "read_event_file": "own",
        "read_events": "own",
        "read_ucdp": "ucdp",
    },
)
