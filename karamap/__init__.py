"""karamap: conflict mapping from news text.

Texts in, maps and exports out, each mark with the sentence it came from. Importing the package
loads none of the heavy libraries; each public name is fetched from its module on first use.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from karamap.lazy import fetch_lazily
from karamap.version import __version__ as __version__

if TYPE_CHECKING:
    from karamap.dates import find_dates
    from karamap.documents import load_documents, read_documents
    from karamap.errors import GazetteerError, InputError, KaramapError, OutputError, RenderError
    from karamap.events import find_events, merge_events
    from karamap.frames import events_frame, places_frame, to_geodataframe, toponyms_frame
    from karamap.gazetteer import Gazetteer
    from karamap.layers import layers_on
    from karamap.pipeline import Analysis, analyse, build, measure_between
    from karamap.recognition import find_mentions
    from karamap.resolution import resolve

# public name → module; sorted, and checked against the imports above by tests/test_package.py
_HOMES = {
    "Analysis": "pipeline",
    "Gazetteer": "gazetteer",
    "GazetteerError": "errors",
    "InputError": "errors",
    "KaramapError": "errors",
    "OutputError": "errors",
    "RenderError": "errors",
    "analyse": "pipeline",
    "build": "pipeline",
    "events_frame": "frames",
    "find_dates": "dates",
    "find_events": "events",
    "find_mentions": "recognition",
    "layers_on": "layers",
    "load_documents": "documents",
    "measure_between": "pipeline",
    "merge_events": "events",
    "places_frame": "frames",
    "read_documents": "documents",
    "resolve": "resolution",
    "to_geodataframe": "frames",
    "toponyms_frame": "frames",
}

__all__ = [
    "Analysis",
    "Gazetteer",
    "GazetteerError",
    "InputError",
    "KaramapError",
    "OutputError",
    "RenderError",
    "analyse",
    "build",
    "events_frame",
    "find_dates",
    "find_events",
    "find_mentions",
    "layers_on",
    "load_documents",
    "measure_between",
    "merge_events",
    "places_frame",
    "read_documents",
    "resolve",
    "to_geodataframe",
    "toponyms_frame",
]


__getattr__ = fetch_lazily(__name__, _HOMES)


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
