"""What a map shows, told once: every renderer reads the same frozen spec."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from karamap.style import Style, load_style

if TYPE_CHECKING:
    import geopandas as gpd

    from karamap.model import Document, Event, Incident, Name, Place

__all__ = ["LaidOver", "MapSpec", "MappedPlace"]


@dataclass(frozen=True, slots=True)
class MappedPlace:
    """A place that the documents name, with its label under the map's names policy."""

    place: Place
    label: str
    names: tuple[Name, ...]  # all of the entry's names, for pop-ups and search
    written: tuple[str, ...]  # spellings found in the documents, most frequent first
    mentions: int


@dataclass(frozen=True, slots=True)
class LaidOver:
    """Events of other data sets and what they are called: drawn over a map, no part of its texts.

    Their marks are told apart, and neither the map's extent nor its counts follow them.
    """

    documents: tuple[Document, ...] = ()
    events: tuple[Event, ...] = ()


@dataclass(frozen=True, slots=True)
class MapSpec:
    """Everything a renderer needs; it computes nothing of its own about the conflict.

    `layers` has one row a line or area of any date, columns as `karamap.layers.all_layers` gives
    them; a renderer draws those valid on `as_of` (static) or follows its time control.
    `style` says how all of it looks.
    `basemap` maps ``ocean``, ``countries``, ``borders``, ``lakes``, ``admin1`` to WGS 84 frames.
    """

    title: str
    as_of: date
    names_policy: str
    documents: tuple[Document, ...]
    events: tuple[Event, ...]
    incidents: tuple[Incident, ...]
    places: tuple[MappedPlace, ...]
    layers: gpd.GeoDataFrame
    basemap: dict[str, gpd.GeoDataFrame]
    attribution: tuple[str, ...]
    note: str  # on names and borders
    style: Style = field(default_factory=load_style)
    laid_over: LaidOver = field(default_factory=LaidOver)
