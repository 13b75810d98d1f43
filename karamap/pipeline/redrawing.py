"""Maps from exports alone: events, places and layers from files, drawn as ``build`` draws them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from karamap.errors import InputError
from karamap.events import merge_events
from karamap.export.write import check_folder
from karamap.gazetteer import NAME_POLICIES, Gazetteer
from karamap.imports import EventFile, read_event_file
from karamap.imports.rows import rows_of
from karamap.layers import load_basemap
from karamap.model import Document, Event, Incident, Place, Toponym
from karamap.pipeline.analysis import Analysis
from karamap.pipeline.building import NOTE, title_of
from karamap.pipeline.drawing import draw_maps
from karamap.pipeline.overlaying import overlay_events, read_overlays
from karamap.pipeline.reading_layers import LAYER_FILES, layers_or_none, read_layer_files
from karamap.pipeline.reading_places import PlaceTable, read_places
from karamap.render.spec import MappedPlace, MapSpec
from karamap.style import Style, load_style, style_key

if TYPE_CHECKING:
    import geopandas as gpd

__all__ = ["Redrawn", "redraw", "spec_of_files"]

_NEEDED = ("id", "type")
_NO_DAY = date(2020, 11, 9)  # as a build has it where no event and no document has a day
_COLUMNS = "docs/styles.md lists the columns"


@dataclass(frozen=True, slots=True)
class Redrawn:
    """What was drawn from files: the spec, the files written, rows left out and warnings."""

    spec: MapSpec
    files: tuple[Path, ...]
    faults: tuple[InputError, ...]
    warnings: tuple[str, ...]


def redraw(  # noqa: PLR0913  all but two by keyword
    events: str | Path,
    output: str | Path = "map",
    *,
    places: str | Path | None = None,
    layers: Iterable[str | Path] = (),
    style: Style | None = None,
    size: str = "a4",
    series: bool = False,
    names: str = "as-written",
    as_of: date | None = None,
    title: str | None = None,
    gazetteer: str | Path | None = None,
    packaged: bool = True,
    overlays: Iterable[str | Path] = (),
) -> Redrawn:
    """Draw the maps of a file of events in the folder `output`.

    Parameters
    ----------
    events
        A file that karamap wrote, or GeoJSON with the columns ``id`` and ``type`` at least.
    output
        Folder; made if needed.
    places
        ``places.geojson`` of the same build; by default the one beside `events`, where there is.
    layers
        Files of lines and areas; by default those of a build beside `events`.
    style
        How it looks; the light theme by default.
    size, series
        As for `karamap.pipeline.build`.
    names
        Names policy of the labels.
    as_of
        Day whose lines and areas the printed map shows; by default the events' median day.
    title
        Of the map; by default told by the documents that the events name.
    gazetteer
        A gazetteer folder stacked over the packaged one, for places the file names by id.
    packaged
        Whether the packaged gazetteer serves behind `gazetteer`, or it in its place.
    overlays
        Files of events (karamap's own, UCDP GED or ACLED) to draw as well, small.

    Raises
    ------
    InputError
        Where a file cannot be read or lacks a column; bad rows of it end up in ``faults``.
    OutputError
        Before any file is written.
    """
    folder = check_folder(Path(output))
    spec, faults, told = spec_of_files(
        Path(events),
        places=Path(places) if places else None,
        layers=[Path(path) for path in layers],
        style=style or load_style(),
        names=names,
        as_of=as_of,
        title=title,
        gazetteer=Path(gazetteer) if gazetteer else None,
        packaged=packaged,
    )
    overlay = read_overlays(overlays)
    spec = overlay_events(spec, overlay)
    files, warned = draw_maps(spec, folder, size=size, series=series)
    warnings = (*told, *overlay.notes, *warned)
    return Redrawn(spec, tuple(files), (*faults, *overlay.faults), warnings)


def spec_of_files(  # noqa: PLR0913  all but one by keyword
    events: Path,
    *,
    places: Path | None = None,
    layers: Sequence[Path] = (),
    style: Style,
    names: str = "as-written",
    as_of: date | None = None,
    title: str | None = None,
    gazetteer: Path | None = None,
    packaged: bool = True,
) -> tuple[MapSpec, tuple[InputError, ...], tuple[str, ...]]:
    """Return the spec that files tell, rows that could not be used, and what to warn of.

    Parameters and errors are those of `redraw`.
    """
    if names not in NAME_POLICIES:
        raise InputError(f"no names policy {names!r}; take one of {', '.join(NAME_POLICIES)}")
    opened = Gazetteer.open(*([gazetteer] if gazetteer else []), packaged=packaged)
    groups = _check_columns(events)
    found = read_event_file(events, gazetteer=opened)
    if found.faults and not found.events:
        raise found.faults[0]
    beside = events.parent / "places.geojson"
    table = read_places(places or (beside if beside.is_file() else None), opened)
    told = tuple(_with_places(e, table) for e in found.events)
    incidents = _incidents(told, groups)
    documents = _documents(found)
    day = as_of or Analysis(documents, {}, {}, told, incidents, opened).median_day() or _NO_DAY
    given = list(layers) or [p for n in LAYER_FILES if (p := events.parent / n).is_file()]
    drawn, warned = read_layer_files(given)
    spec = MapSpec(
        title=title or (title_of(documents) if documents else f"Events of {events.stem}"),
        as_of=day,
        names_policy=names,
        documents=documents,
        events=told,
        incidents=incidents,
        places=_mapped(told, table, names, day, opened),
        layers=drawn,
        basemap=load_basemap(gazetteer if layers_or_none(gazetteer) else None),
        attribution=_attribution(events, given),
        note=NOTE,
        style=_with_kinds(style, drawn),
    )
    return spec, found.faults, (*found.notes, *warned)


def _check_columns(path: Path) -> dict[str, tuple[str | None, bool]]:
    """Return the incident and whether it is disputed by event id; see that columns are there.

    Raises
    ------
    InputError
        Naming all needed columns that no row has.
    """
    rows = [r[1] for r in rows_of(path) if not isinstance(r, InputError)]
    have = {k for row in rows for k, v in row.items() if v not in (None, "")}
    if "uid" in have:
        have.add("id")
    missing = [name for name in _NEEDED if name not in have]
    if rows and missing:
        columns = "columns" if len(missing) > 1 else "column"
        raise InputError(f"has no {columns} {' and '.join(missing)}: {_COLUMNS}", path)
    flags = {"true", "1", "yes"}
    return {
        str(row.get("id") or row.get("uid")): (
            str(row["incident"]) if row.get("incident") else None,
            str(row.get("disputed")).lower() in flags,
        )
        for row in rows
        if "incident" in row or "places" not in row
    }


def _with_places(event: Event, table: PlaceTable) -> Event:
    """Return `event` with the places that the table knows: by id, other places by name."""
    found: list[Toponym] = []
    for toponym in event.places:
        known = table.find(toponym, event.document)
        at = event.evidence.find(toponym.mention.text) if toponym.mention.text else -1
        mention = toponym.mention
        if at >= 0 and mention.end <= mention.start:  # flat files do not tell where it stands
            start = event.start + at
            mention = replace(mention, start=start, end=start + len(mention.text))
        found.append(replace(toponym, mention=mention, place=known or toponym.place))
    return replace(event, places=tuple(found))


def _incidents(
    events: Sequence[Event], groups: Mapping[str, tuple[str | None, bool]]
) -> tuple[Incident, ...]:
    """Return incidents as the file groups them; events of a lossless file are merged anew."""
    if not groups:
        return tuple(merge_events(events))
    members: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        key = groups.get(event.id, (None, False))[0]
        if key:
            members[key].append(event)
    return tuple(
        _incident(key, tuple(told), disputed=any(groups[e.id][1] for e in told))
        for key, told in members.items()
    )


def _incident(key: str, events: tuple[Event, ...], *, disputed: bool) -> Incident:
    merged = merge_events(events)
    if len(merged) == 1:
        return replace(merged[0], id=key, disputed=disputed)
    kinds = Counter(e.type for e in events)
    kind = max(sorted(kinds), key=lambda k: kinds[k])
    sources = tuple(sorted({e.claimed_by for e in events if e.claimed_by}))
    reason = f"{len(events)} report(s), joined by the file"
    dates = [e.date for e in events if e.date]
    day = min(dates, key=lambda d: d.precision, default=None)
    return Incident(key, kind, day, events, disputed, 0.5 if disputed else 1.0, reason, sources)


def _documents(found: EventFile) -> tuple[Document, ...]:
    """Return the file's documents, those known by their id alone included."""
    known = {d.id: d for d in found.documents}
    for event in found.events:
        if event.document:
            known.setdefault(event.document, Document(event.document, ""))
    return tuple(known[key] for key in sorted(known))


def _mapped(
    events: Sequence[Event], table: PlaceTable, names: str, day: date, gazetteer: Gazetteer
) -> tuple[MappedPlace, ...]:
    """Return the places named, as the table counts them, else as the events name them."""
    written: dict[str, Counter[str]] = defaultdict(Counter)
    places: dict[str, Place] = {}
    for event in events:
        for toponym in event.places:
            if toponym.place is not None:
                places[toponym.place.id] = toponym.place
                written[toponym.place.id][toponym.mention.text] += 1
    mapped = []
    for key in sorted({*places, *table.rows}):
        row = table.rows.get(key)
        place = row.place if row else places[key]
        counted = sorted(written[key].items(), key=lambda kv: (-kv[1], kv[0]))
        spellings = (row.written if row else ()) or tuple(s for s, _ in counted if s)
        first = spellings[0] if spellings else place.name
        known = gazetteer.names(key) or (row.names if row else ())
        label = table.label(place, known, names, written=first, on=day)
        count = row.mentions if row else sum(written[key].values())
        mapped.append(MappedPlace(place, label, known, spellings or (first,), count))
    return tuple(mapped)


def _attribution(events: Path, layers: Sequence[Path]) -> tuple[str, ...]:
    """Return whose the parts of the map are; of files, only their names are known."""
    lines = ", ".join(p.name for p in layers)
    return (
        f"Events: {events.name}",
        *((f"Lines and areas: {lines}",) if lines else ()),
        "Places: karamap gazetteer; GeoNames (CC BY 4.0)",
        "Base map: Natural Earth; relief: shadedrelief.com (both public domain)",
    )


def _with_kinds(style: Style, layers: gpd.GeoDataFrame) -> Style:
    """Return `style` with an entry for each kind of layer, so that every renderer draws it."""
    kinds: dict[str, Any] = {}
    for kind, product in zip(layers["kind"], layers["product"], strict=True):
        key = style_key(str(kind), product)
        if key not in style.layers:
            kinds[key] = style.layer(key)
    return replace(style, layers={**style.layers, **kinds}) if kinds else style
