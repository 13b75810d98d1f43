"""From a comparison of two sets of events to its folder: tables, GeoJSON and maps."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path

from karamap.comparison import Comparison, Thing, comparison_frame
from karamap.comparison.tables import links_frame
from karamap.export import check_folder, write_csv, write_geojson
from karamap.layers import all_layers, load_basemap
from karamap.model import Document, Event, EventType, Incident, Place
from karamap.render.spec import MappedPlace, MapSpec
from karamap.style import Family, load_style

__all__ = ["comparison_spec", "write_comparison"]

_DAY = date(2020, 11, 9)
# on this map a mark's look tells who tells of the thing, so each stands where a type family would
_ROLES = {
    "found": (EventType.BATTLE, "Told by both", "#009E73", "circle"),
    "extra": (EventType.TERRITORIAL_CHANGE, "Only in {ours}", "#0072B2", "triangle"),
    "missed": (EventType.STATEMENT, "Only in {theirs}", "#D55E00", "square"),
}
_GROUND = (
    "Lines, areas and pipelines: karamap, own digitisation (CC BY 4.0)",
    "Base map: Natural Earth; relief: shadedrelief.com (both public domain)",
)
_NOTE = (
    "A thing told by one source only is not thereby untrue: the sources differ in what they set "
    "out to record. Lines and areas are those of the day given."
)


def comparison_spec(
    comparison: Comparison, *, ours: str, theirs: str, on: date | None = None
) -> MapSpec:
    """Return the spec of a map that shows what both tell, what only one does.

    Parameters
    ----------
    comparison
        What `karamap.comparison.compare_events` gives.
    ours, theirs
        What to call the two sets.
    on
        Day whose lines are drawn; by default the median day of the things compared.

    Notes
    -----
    Things that lie outside the reach of the other set are left off the map.
    """
    told = [("found", p.theirs) for p in comparison.found]
    told += [("missed", u.thing) for u in comparison.missed if not u.outside]
    told += [("extra", u.thing) for u in comparison.extra if not u.outside]
    events = tuple(_marked(thing, role) for role, thing in told if thing.spots)
    style = load_style()
    families = list(style.families)
    for at, (kind, label, colour, shape) in enumerate(_ROLES.values()):
        families[at] = Family(
            families[at].key, label.format(ours=ours, theirs=theirs), colour, shape, (kind,)
        )
    return MapSpec(
        title=f"{ours} and {theirs}: {len(comparison.found)} things told by both",
        as_of=on or _median(thing for _, thing in told) or _DAY,
        names_policy="as-written",
        documents=(),
        events=events,
        incidents=tuple(_alone(e) for e in events),
        places=_places(events),
        layers=all_layers(),
        basemap=load_basemap(),
        attribution=(f"Events: {ours}, {theirs}", *_GROUND),
        note=_NOTE,
        style=replace(style, families=tuple(families)),
    )


def _marked(thing: Thing, role: str) -> Event:
    """Return the report that stands for a thing, with the role's stand-in as its type."""
    placed = next(e for e in thing.events if any(t.place for t in e.places))
    return replace(placed, type=_ROLES[role][0])


def _alone(event: Event) -> Incident:
    return Incident(event.id, event.type, event.date, (event,), disputed=False, agreement=1.0)


def _median(things: Iterable[Thing]) -> date | None:
    days = sorted(t.first for t in things if t.first)
    return days[len(days) // 2] if days else None


def _places(events: Iterable[Event]) -> tuple[MappedPlace, ...]:
    found: dict[str, Place] = {}
    for event in events:
        for toponym in event.places:
            if toponym.place:
                found.setdefault(toponym.place.id, toponym.place)
    return tuple(
        # a point without a name is called by its degrees; on a map they say nothing new
        MappedPlace(place, "" if place.name[:1].isdigit() else place.name, (), (), 1)
        for place in (found[key] for key in sorted(found))
    )


def write_comparison(
    comparison: Comparison,
    folder: str | Path,
    *,
    ours: str = "ours",
    theirs: str = "theirs",
    documents: Iterable[Document] = (),
    on: date | None = None,
) -> tuple[Path, ...]:
    """Write comparison.csv, comparison.geojson, links.geojson and comparison.png to `folder`.

    Parameters
    ----------
    comparison
        What `karamap.comparison.compare_events` gives.
    folder
        Made if needed.
    ours, theirs
        What to call the two sets on the map.
    documents
        Where the events come from; their publishers are named under the map.
    on
        As for `comparison_spec`.

    Raises
    ------
    OutputError
        Where the folder cannot be written to.
    """
    from karamap.render.static import render_static  # noqa: PLC0415  matplotlib: slow

    home = check_folder(Path(folder))
    frame = comparison_frame(comparison)
    files = [
        write_csv(frame, home / "comparison.csv"),
        write_geojson(frame, home / "comparison.geojson"),
        write_geojson(links_frame(comparison), home / "links.geojson"),
    ]
    spec = comparison_spec(comparison, ours=ours, theirs=theirs, on=on)
    named = sorted({d.publisher or d.title or d.id for d in documents})
    events = f"Events: {ours}, {theirs}" + (f" ({', '.join(named)})" if named else "")
    spec = replace(spec, attribution=(events, *_GROUND))
    render_static(spec, home / "comparison.png")
    return (*files, home / "comparison.png")
