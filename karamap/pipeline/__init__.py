"""The stages in a row: inputs to an `Analysis`, an `Analysis` to a folder of maps and exports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from karamap.lazy import fetch_lazily

if TYPE_CHECKING:
    from karamap.pipeline.analysis import Analysis, analyse, correct, geoparse
    from karamap.pipeline.building import BuildResult, build
    from karamap.pipeline.facts import NearbyLayer, PlaceFacts, place_facts
    from karamap.pipeline.measuring import find_layer, measure_between
    from karamap.pipeline.redrawing import Redrawn, redraw

__all__ = [
    "Analysis",
    "BuildResult",
    "NearbyLayer",
    "PlaceFacts",
    "Redrawn",
    "analyse",
    "build",
    "correct",
    "find_layer",
    "geoparse",
    "measure_between",
    "place_facts",
    "redraw",
]

__getattr__ = fetch_lazily(
    __name__,
    {
        "Analysis": "analysis",
        "BuildResult": "building",
        "NearbyLayer": "facts",
        "PlaceFacts": "facts",
        "Redrawn": "redrawing",
        "analyse": "analysis",
        "build": "building",
        "correct": "analysis",
        "find_layer": "measuring",
        "geoparse": "analysis",
        "measure_between": "measuring",
        "place_facts": "facts",
        "redraw": "redrawing",
    },
)
