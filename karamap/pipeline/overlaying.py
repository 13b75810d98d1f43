"""Events of other data sets laid over a map: their source named, their marks told apart."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from karamap.errors import InputError
from karamap.imports import load_event_file
from karamap.model import Document, Event
from karamap.render.spec import LaidOver

if TYPE_CHECKING:
    from karamap.gazetteer import Gazetteer
    from karamap.render.spec import MapSpec

__all__ = ["Overlay", "overlay_events", "read_overlays"]


@dataclass(frozen=True, slots=True)
class Overlay:
    """Events to lay over a map and the documents they name; rows left out and what was assumed."""

    events: tuple[Event, ...]
    documents: tuple[Document, ...]
    faults: tuple[InputError, ...]
    notes: tuple[str, ...]


def read_overlays(paths: Iterable[str | Path], *, gazetteer: Gazetteer | None = None) -> Overlay:
    """Return the events of files of any kind that karamap knows; of one id, the first.

    Parameters
    ----------
    paths
        Files as `karamap.imports.load_event_file` reads them.
    gazetteer
        For the places that a flat file names by id.

    Raises
    ------
    InputError
        Where a file cannot be read, or has faults and no event.
    """
    events: dict[str, Event] = {}
    documents: dict[str, Document] = {}
    faults: list[InputError] = []
    notes: list[str] = []
    for path in paths:
        found = load_event_file(path, gazetteer=gazetteer)
        if found.faults and not found.events:
            raise found.faults[0]
        known = {d.id: d for d in found.documents}
        name = Path(path).name
        for event in found.events:
            # of a file that names no documents, the file stands for them
            key = event.document if event.document in known else f"file:{name}"
            document = known.get(key) or Document(key, "", name, source=str(path))
            documents.setdefault(key, document)
            events.setdefault(event.id, replace(event, document=key))
        faults += found.faults
        notes += [f"{name}: {note}" for note in found.notes]
    return Overlay(tuple(events.values()), tuple(documents.values()), tuple(faults), tuple(notes))


def overlay_events(spec: MapSpec, overlay: Overlay) -> MapSpec:
    """Return `spec` with the events of `overlay` laid over it, their sources credited.

    An event that the spec tells itself is not drawn twice.
    """
    own = {e.id for e in spec.events}
    events = tuple(e for e in overlay.events if e.id not in own)
    used = {e.document for e in events}
    documents = tuple(d for d in overlay.documents if d.id in used)
    return replace(
        spec,
        laid_over=LaidOver(documents, events),
        attribution=(*spec.attribution, *map(_credit, documents)),
    )


def _credit(document: Document) -> str:
    told = [document.title or document.id, document.publisher, document.url]
    return f"Events laid over: {', '.join(filter(None, told))}"
