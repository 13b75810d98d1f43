"""What is handed over: one value that every format's writer reads."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from karamap.export.rows import event_row
from karamap.frames import events_frame, incidents_frame

if TYPE_CHECKING:
    import geopandas as gpd

    from karamap.gazetteer import Gazetteer
    from karamap.model import Document, Event, Incident

__all__ = ["Handover", "Tell", "make_handover", "split_layers"]

Tell = Callable[[str, int, int], None]  # stage, done, of

# layers of the GeoPackage and of the GeoJSON files, by the kinds of lines and areas they hold
LAYER_KINDS = {
    "contact_line": ("contact_line",),
    "corridors": ("corridor",),
    "areas": ("former_unit", "peacekeeping_area", "held_area", "control_change", "claimed_area"),
    "districts": ("district",),
    "pipelines": ("pipeline",),
}
_GROUND = ("borders", "admin1", "lakes", "countries", "ocean")


@dataclass(frozen=True, slots=True)
class Handover:
    """Events and what belongs on a map with them; all frames WGS 84.

    `layers` and `basemap` are by name; `rows` are the lines of the jsonl twin. `as_of` is the day
    whose lines a map shows at first. `provenance` is JSON text that tells what went in.
    """

    events: gpd.GeoDataFrame
    rows: tuple[dict[str, Any], ...] = ()
    incidents: gpd.GeoDataFrame | None = None
    places: gpd.GeoDataFrame | None = None
    layers: dict[str, gpd.GeoDataFrame] = field(default_factory=dict)
    stations: gpd.GeoDataFrame | None = None
    basemap: dict[str, gpd.GeoDataFrame] = field(default_factory=dict)
    gazetteer: Gazetteer | None = None
    as_of: date | None = None
    title: str = "Places and events"
    note: str = ""
    attribution: tuple[str, ...] = ()
    provenance: str | None = None

    def tables(self) -> dict[str, gpd.GeoDataFrame]:
        """Return every layer by name, the topmost first; the basemap's begin with ``basemap_``."""
        told = {"events": self.events, "incidents": self.incidents, "places": self.places}
        found = {name: frame for name, frame in told.items() if frame is not None}
        found |= self.layers
        if self.stations is not None:
            found["stations"] = self.stations
        # what covers comes last: a viewer that adds the layers in turn puts each under the others
        ground = [k for k in _GROUND if k in self.basemap]
        ground += sorted(set(self.basemap) - set(ground))
        return found | {f"basemap_{k}": self.basemap[k] for k in ground}


def split_layers(layers: gpd.GeoDataFrame) -> dict[str, gpd.GeoDataFrame]:
    """Return the rows of ``karamap.layers.all_layers`` by export layer, sorted by id."""
    found = {}
    for name, kinds in LAYER_KINDS.items():
        rows = layers[layers["kind"].isin(kinds)]
        if not rows.empty:
            found[name] = rows.sort_values("id").reset_index(drop=True)
    return found


def make_handover(
    events: Sequence[Event],
    documents: Iterable[Document] = (),
    incidents: Iterable[Incident] = (),
    **more: Any,  # noqa: ANN401  the fields of Handover
) -> Handover:
    """Return the hand-over of `events`; `more` are further fields of `Handover`."""
    documents, incidents = tuple(documents), tuple(incidents)
    frame = events_frame(events, documents, incidents)
    by_id = {d.id: d for d in documents}
    told = {e.id: i for i in incidents for e in i.events}
    rows = tuple(
        event_row(e, document=by_id.get(e.document), incident=told.get(e.id)) for e in events
    )
    return Handover(frame, rows, incidents_frame(frame), **more)
