"""The stages in a row: inputs to an `Analysis`, an `Analysis` to a folder of maps and exports."""

from __future__ import annotations

from karamap.pipeline.analysis import Analysis, analyse, geoparse
from karamap.pipeline.building import BuildResult, build
from karamap.pipeline.measuring import find_layer, measure_between

__all__ = [
    "Analysis",
    "BuildResult",
    "analyse",
    "build",
    "find_layer",
    "geoparse",
    "measure_between",
]
