"""From inputs to everything known about them, in one value."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from karamap.dates import find_dates
from karamap.documents import load_documents
from karamap.errors import InputError
from karamap.events import find_events, merge_events
from karamap.events.review import apply_corrections, read_corrections
from karamap.gazetteer import Gazetteer
from karamap.model import DateMention, Document, Event, Incident, Toponym
from karamap.recognition import find_mentions
from karamap.resolution import resolve
from karamap.resources import data_dir

if TYPE_CHECKING:
    import geopandas as gpd

    from karamap.nlp import LanguageModel

__all__ = ["Analysis", "analyse", "analyse_document", "correct", "geoparse", "packaged_seeds"]

_NO_FAULTS: tuple[InputError, ...] = ()


@dataclass(frozen=True, slots=True)
class Analysis:
    """Documents and what was found in them; toponyms and dates by document id."""

    documents: tuple[Document, ...]
    toponyms: dict[str, Sequence[Toponym]]
    dates: dict[str, Sequence[DateMention]]
    events: tuple[Event, ...]
    incidents: tuple[Incident, ...]
    gazetteer: Gazetteer
    faults: tuple[InputError, ...] = _NO_FAULTS
    model: str | None = None  # name and version of the language model that helped

    def events_frame(self) -> gpd.GeoDataFrame:
        """Return one row an event."""
        from karamap.frames import events_frame  # noqa: PLC0415  geopandas: slow

        return events_frame(self.events, self.documents, self.incidents)

    def toponyms_frame(self) -> gpd.GeoDataFrame:
        """Return one row a mention."""
        from karamap.frames import toponyms_frame  # noqa: PLC0415  geopandas: slow

        return toponyms_frame(self.toponyms)

    def places_frame(self, *, names: str = "as-written") -> gpd.GeoDataFrame:
        """Return one row a place, labelled under the names policy `names`."""
        from karamap.frames import places_frame  # noqa: PLC0415  geopandas: slow

        return places_frame(self.toponyms, self.gazetteer, names=names)

    def median_day(self) -> date | None:
        """Return the day by which half of the dated events had happened.

        Background (more than a year before its document) does not count: a map of 2020 is not to
        show the lines of 1994 because the texts recall them.
        """
        published = {d.id: d.published for d in self.documents}
        days = []
        for event in self.events:
            day = event.date.end or event.date.start if event.date else None
            said = published.get(event.document)
            if day and (said is None or timedelta(-60) < said - day < timedelta(366)):
                days.append(day)
        days = days or [d.published for d in self.documents if d.published]
        return sorted(days)[len(days) // 2] if days else None


def packaged_seeds() -> list[Path]:
    """Return the seed digests that come with karamap, in the catalogue's order."""
    folder = data_dir("seeds")
    seeds = tomllib.loads((folder / "catalogue.toml").read_text(encoding="utf-8"))["seed"]
    return [folder / seed["digest"] for seed in seeds]


def analyse_document(
    document: Document, gazetteer: Gazetteer, *, model: LanguageModel | None = None
) -> tuple[list[Toponym], list[DateMention], list[Event]]:
    """Run recognition, resolution, dates and event coding on one document."""
    toponyms = resolve(document, find_mentions(document, gazetteer, model=model), gazetteer)
    dates = find_dates(document)
    # asked for a sentence once an event and role: the last few are kept
    parse = lru_cache(maxsize=16)(model.parse) if model else None
    return toponyms, dates, find_events(document, toponyms, dates, parse=parse)


def analyse(
    inputs: Iterable[str | Path] = (),
    *,
    gazetteer: Gazetteer | None = None,
    model: LanguageModel | None = None,
    published: date | None = None,
    encoding: str | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Analysis:
    """Read `inputs` (the packaged seed digests where there are none) and find what they tell.

    Parameters
    ----------
    inputs
        Paths, folders, or ``-`` for standard input.
    gazetteer
        An opened gazetteer; by default the packaged one over the world's places.
    model
        A spaCy pipeline as further evidence for names, and for who did it to whom
        (``karamap.nlp.open_model``).
    published
        Publication date of the inputs; overrides what they say themselves.
    encoding
        Encoding of the inputs where it is not UTF-8.
    progress
        Called with (documents done, documents in all).

    Notes
    -----
    An input that cannot be used ends up in ``faults``; the others are analysed all the same.
    """
    documents, faults = load_documents(
        list(inputs) or packaged_seeds(), published=published, encoding=encoding
    )
    gazetteer = gazetteer or Gazetteer.open()
    toponyms: dict[str, Sequence[Toponym]] = {}
    dates: dict[str, Sequence[DateMention]] = {}
    events: list[Event] = []
    for done, document in enumerate(documents, 1):
        toponyms[document.id], dates[document.id], found = analyse_document(
            document, gazetteer, model=model
        )
        events += found
        if progress:
            progress(done, len(documents))
    return Analysis(
        tuple(documents),
        toponyms,
        dates,
        tuple(events),
        tuple(merge_events(events)),
        gazetteer,
        tuple(faults),
        f"{model.name} {model.version}" if model else None,
    )


def correct(analysis: Analysis, table: Path) -> Analysis:
    """Return `analysis` with an analyst's table of corrections applied, incidents merged anew.

    Raises
    ------
    InputError
        Naming the table's file and line.
    """
    rows = read_corrections(table.read_text(encoding="utf-8-sig"), source=str(table))
    events = apply_corrections(analysis.events, rows, analysis.gazetteer)
    return replace(analysis, events=tuple(events), incidents=tuple(merge_events(events)))


def geoparse(
    inputs: Iterable[str | Path],
    *,
    gazetteer: Gazetteer | None = None,
    model: LanguageModel | None = None,
    published: date | None = None,
    encoding: str | None = None,
    demonyms: bool = False,
    article_only: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[dict[str, Sequence[Toponym]], tuple[InputError, ...]]:
    """Return the toponyms of `inputs` by document id, and the inputs that could not be used.

    With `demonyms`, words such as *Armenian* are listed as mentions of their country; with
    `article_only`, mentions in boilerplate are left out; a `model` (``karamap.nlp.open_model``) is
    further evidence for names.
    """
    documents, faults = load_documents(list(inputs), published=published, encoding=encoding)
    opened = gazetteer or Gazetteer.open()
    found: dict[str, Sequence[Toponym]] = {}
    for done, document in enumerate(documents, 1):
        mentions = find_mentions(document, opened, demonyms=demonyms, model=model)
        if article_only:
            mentions = [m for m in mentions if not m.boilerplate]
        found[document.id] = resolve(document, mentions, opened)
        if progress:
            progress(done, len(documents))
    return found, tuple(faults)
