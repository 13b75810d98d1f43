"""Events out of files: karamap's own, and downloads of UCDP GED and ACLED that a user brings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from karamap.lazy import fetch_lazily

if TYPE_CHECKING:
    from karamap.imports.own import EventFile, read_event_file, read_events

__all__ = ["EventFile", "read_event_file", "read_events"]

__getattr__ = fetch_lazily(
    __name__, {"EventFile": "own", "read_event_file": "own", "read_events": "own"}
)
