"""From an `Analysis` to the folder of maps and exports that ``karamap build`` writes."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import geopandas as gpd

from karamap.errors import InputError
from karamap.export import check_folder, write_text
from karamap.gazetteer import NAME_POLICIES, Gazetteer
from karamap.layers import all_layers, layers_on, load_basemap, load_stations
from karamap.pipeline.analysis import Analysis, analyse
from karamap.pipeline.drawing import SIZES, draw_maps
from karamap.pipeline.exporting import describe_folder, write_exports
from karamap.pipeline.overlaying import overlay_events, read_overlays
from karamap.pipeline.provenance import provenance
from karamap.render.interactive.tiles import find_tiles
from karamap.render.spec import MappedPlace, MapSpec
from karamap.style import load_style

if TYPE_CHECKING:
    from karamap.model import Document, Place
    from karamap.nlp import LanguageModel

__all__ = ["NOTE", "BuildResult", "build", "make_spec", "title_of"]

NOTE = (
    "Names and lines on this map are recorded uses, not endorsements. Borders are drawn as "
    "internationally recognised (de jure); the line of contact, areas and corridors show who held "
    "what de facto, as of the date given."
)
_ATTRIBUTION = (
    "Places: karamap gazetteer; GeoNames (CC BY 4.0)",
    "Lines, areas and pipelines: karamap, own digitisation (CC BY 4.0)",
    "Base map: Natural Earth; relief: shadedrelief.com (both public domain)",
)


def _attribution(folder: Path | None, *, packaged: bool) -> tuple[str, ...]:
    """Return the credits of a map: a folder's places and lines are not ours to sign."""
    places, lines, base = _ATTRIBUTION
    if folder is None:
        return _ATTRIBUTION
    behind = places.removeprefix("Places: ") if packaged else "GeoNames (CC BY 4.0)"
    credits_ = [f"Places: {folder.name}; {behind}"]
    if (folder / "layers").is_dir():
        credits_.append(f"Lines and areas: {folder.name}")
    elif packaged:
        credits_.append(lines)
    return (*credits_, base)


@dataclass(frozen=True, slots=True)
class BuildResult:
    """What a build made: the analysis, the files written, and what a reader should know."""

    analysis: Analysis
    files: tuple[Path, ...]
    as_of: date
    unresolved: tuple[str, ...]
    warnings: tuple[str, ...]


def _mapped_places(analysis: Analysis, names: str, on: date) -> tuple[MappedPlace, ...]:
    written: dict[str, Counter[str]] = defaultdict(Counter)
    places: dict[str, Place] = {}
    for found in analysis.toponyms.values():
        for t in found:
            if t.place and not t.mention.boilerplate:
                places[t.place.id] = t.place
                written[t.place.id][t.mention.text] += 1
    mapped = []
    for key in sorted(places):
        spellings = [s for s, _ in sorted(written[key].items(), key=lambda kv: (-kv[1], kv[0]))]
        label = analysis.gazetteer.label(places[key], names, written=spellings[0], on=on)
        mapped.append(
            MappedPlace(
                places[key],
                label,
                analysis.gazetteer.names(key),
                tuple(spellings),
                sum(written[key].values()),
            )
        )
    return tuple(mapped)


def title_of(documents: Sequence[Document]) -> str:
    """Return the title of a map of `documents`: a single one's own, else their number and span."""
    if len(documents) == 1:
        return documents[0].title or documents[0].id
    days = [d.published for d in documents if d.published]
    if not days:
        return f"Places and events in {len(documents)} texts"
    first, last = min(days), max(days)
    span = (
        f"{first:%B %Y}"
        if first.replace(day=1) == last.replace(day=1)
        else (f"{first:%B %Y} to {last:%B %Y}")
    )
    return f"Places and events in {len(documents)} texts, {span}"


def make_spec(
    analysis: Analysis,
    *,
    on: date,
    names: str,
    layers: gpd.GeoDataFrame,
    basemap: dict[str, gpd.GeoDataFrame],
    title: str | None = None,
) -> MapSpec:
    """Return the spec that every renderer of this analysis reads."""
    return MapSpec(
        title=title or title_of(analysis.documents),
        as_of=on,
        names_policy=names,
        documents=analysis.documents,
        events=analysis.events,
        incidents=analysis.incidents,
        places=_mapped_places(analysis, names, on),
        layers=layers,
        basemap=basemap,
        attribution=_ATTRIBUTION,
        note=NOTE,
    )


# file of each layer kind, as users know them
_LAYER_FILES = {
    "pipelines": ("pipeline",),
    "contact_line": ("contact_line",),
    "corridors": ("corridor",),
    "areas": (
        "former_unit",
        "district",
        "peacekeeping_area",
        "held_area",
        "control_change",
        "claimed_area",
    ),
}


def _layer_files(layers: gpd.GeoDataFrame) -> dict[str, gpd.GeoDataFrame]:
    files = {}
    for name, kinds in _LAYER_FILES.items():
        rows = layers[layers["kind"].isin(kinds)]
        files[name] = rows.sort_values("id").reset_index(drop=True)
    return files


def _unresolved(analysis: Analysis) -> tuple[str, ...]:
    return tuple(
        sorted(
            {
                t.mention.text
                for found in analysis.toponyms.values()
                for t in found
                if t.place is None and not t.mention.boilerplate
            }
        )
    )


def build(  # noqa: PLR0913  all but two by keyword
    inputs: Iterable[str | Path] = (),
    output: str | Path = "maps",
    *,
    on: date | None = None,
    names: str = "as-written",
    published: date | None = None,
    encoding: str | None = None,
    gazetteer: str | Path | None = None,
    packaged: bool = True,
    size: str = "a4",
    series: bool = False,
    theme: str | None = None,
    style: str | Path | None = None,
    tiles: str | None = None,
    model: LanguageModel | None = None,
    overlays: Iterable[str | Path] = (),
    progress: Callable[[str, int, int], None] | None = None,
) -> BuildResult:
    """Make the maps and exports of `inputs` in the folder `output`.

    Parameters
    ----------
    inputs
        Paths, folders or ``-``; the packaged seed digests where there are none.
    output
        Folder; made if needed. Files of an earlier build in it are replaced one by one.
    on
        Day whose lines and areas are drawn and exported; by default the exports hold those of all
        dates and the static map shows the median day of the events.
    names
        Names policy of the labels, a key of ``karamap.gazetteer.NAME_POLICIES``.
    published
        Publication date of the inputs; overrides what they say themselves.
    encoding
        Encoding of the inputs where it is not UTF-8.
    gazetteer
        A gazetteer folder stacked over the packaged one; its ``layers`` replace the packaged ones.
    packaged
        Whether the packaged gazetteer and layers serve behind `gazetteer`, or it in their place.
    size
        Page of the printed maps: ``a4`` (landscape), ``16x9`` or ``square``.
    series
        Whether to draw a sheet of small maps over time as well (karamap_series.*).
    theme
        Look of the maps, one of ``karamap.style.THEMES``; light is usual.
    style
        A TOML file of single keys to lay over the theme.
    tiles
        A tile service by its name in xyzservices, for the background of the interactive map, which
        then needs the network; by default it needs none.
    model
        A spaCy pipeline as further evidence for names (``karamap.nlp.open_model``).
    overlays
        Files of events (karamap's own, UCDP GED or ACLED) to draw on the maps as well, told apart;
        the exports hold the texts' events only.
    progress
        Called with (stage, done, in all).

    Raises
    ------
    InputError
        Where no input could be used; with some good ones the faults are in ``analysis.faults``.
    GazetteerError, OutputError
        Before any file is written.
    """
    if names not in NAME_POLICIES:
        raise InputError(f"no names policy {names!r}; take one of {', '.join(NAME_POLICIES)}")
    if size not in SIZES:
        raise InputError(f"no page size {size!r}; take one of {', '.join(SIZES)}")
    look = load_style(theme, Path(style) if style else None)
    background = find_tiles(tiles) if tiles is not None else None
    made = not Path(output).exists()
    folder = check_folder(Path(output))
    tell = progress or (lambda _stage, _done, _all: None)
    opened = Gazetteer.open(*([gazetteer] if gazetteer else []), packaged=packaged)
    overlay = read_overlays(overlays, gazetteer=opened)
    analysis = analyse(
        inputs,
        gazetteer=opened,
        model=model,
        published=published,
        encoding=encoding,
        progress=lambda done, of: tell("reading", done, of),
    )
    if not analysis.documents and analysis.faults:
        if made:
            folder.rmdir()
        raise analysis.faults[0]
    layer_folder = Path(gazetteer) if gazetteer else None
    as_of = on or analysis.median_day() or date(2020, 11, 9)
    layers = all_layers(layer_folder, packaged=packaged)
    spec = make_spec(
        analysis, on=as_of, names=names, layers=layers, basemap=load_basemap(layer_folder)
    )
    spec = replace(spec, style=look, attribution=_attribution(layer_folder, packaged=packaged))
    spec = overlay_events(spec, overlay)
    tell("drawing", 0, 1)
    files, told = draw_maps(spec, folder, size=size, series=series, tiles=background)
    tell("writing", 0, 1)
    exported = layers_on(on, layer_folder, packaged=packaged) if on else layers
    unresolved = _unresolved(analysis)
    told += overlay.notes
    analysis = replace(analysis, faults=(*analysis.faults, *overlay.faults))
    options: dict[str, Any] = {
        "on": on.isoformat() if on else None,
        "as_of": as_of.isoformat(),
        "names": names,
        "published": published.isoformat() if published else None,
        "encoding": encoding,
        "gazetteer": str(gazetteer) if gazetteer else None,
        **({} if packaged else {"only_gazetteer": True}),
        "model": analysis.model,
        "size": size,
        "series": series,
        **({"theme": theme} if theme else {}),
        **({"style": str(style)} if style else {}),
        **({"events": [d.title for d in overlay.documents]} if overlay.documents else {}),
        **({"tiles": background.name} if background else {}),
    }
    files += write_exports(
        analysis,
        spec,
        {"places": analysis.places_frame(names=names), **_layer_files(exported)},
        folder,
        layers=exported,
        stations=load_stations(layer_folder, on=on),
        record=provenance(analysis, options, unresolved, [], []),
    )
    files.append(describe_folder(folder, files))
    record = provenance(analysis, options, unresolved, [*files], told)
    text = json.dumps(record, ensure_ascii=False, indent=2) + "\n"
    files.append(write_text(folder / "provenance.json", text))
    return BuildResult(analysis, tuple(files), as_of, unresolved, tuple(told))
