"""karamap: conflict mapping from news text.

Texts in, maps and exports out, each mark with the sentence it came from. Importing the package
loads none of the heavy libraries; each public name is fetched from its module on first use.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from karamap.lazy import fetch_lazily
from karamap.version import __version__ as __version__

if TYPE_CHECKING:
    from karamap.comparison import compare_events
    from karamap.dates import find_dates
    from karamap.documents import load_documents, read_documents
    from karamap.errors import GazetteerError, InputError, KaramapError, OutputError, RenderError
    from karamap.events import find_events, merge_events
    from karamap.frames import events_frame, places_frame, to_geodataframe, toponyms_frame
    from karamap.gazetteer import Gazetteer
    from karamap.imports import load_event_file, read_events
    from karamap.layers import layers_on
    from karamap.pipeline import Analysis, analyse, build, measure_between
    from karamap.questions import (
        count_by_district,
        event_density,
        events_near,
        nearest_settlements,
        territory_change,
    )
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
    "compare_events": "comparison",
    "count_by_district": "questions",
    "event_density": "questions",
    "events_frame": "frames",
    "events_near": "questions",
    "find_dates": "dates",
    "find_events": "events",
    "find_mentions": "recognition",
    "layers_on": "layers",
    "load_documents": "documents",
    "load_event_file": "imports",
    "measure_between": "pipeline",
    "merge_events": "events",
    "nearest_settlements": "questions",
    "places_frame": "frames",
    "read_documents": "documents",
    "read_events": "imports",
    "resolve": "resolution",
    "territory_change": "questions",
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
    "compare_events",
    "count_by_district",
    "event_density",
    "events_frame",
    "events_near",
    "find_dates",
    "find_events",
    "find_mentions",
    "layers_on",
    "load_documents",
    "load_event_file",
    "measure_between",
    "merge_events",
    "nearest_settlements",
    "places_frame",
    "read_documents",
    "read_events",
    "resolve",
    "territory_change",
    "to_geodataframe",
    "toponyms_frame",
]


__getattr__ = fetch_lazily(__name__, _HOMES)


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
