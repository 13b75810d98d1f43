"""What readers of other data sets share: where rows come from, their place, what was assumed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from karamap.imports.own import EventFile
from karamap.imports.places import checked_degrees, class_of_precision
from karamap.model import Document, Mention, Place, Toponym, stable_id

__all__ = ["DataSet", "add_place", "describe_span", "finish", "reading_notes"]


@dataclass(frozen=True, slots=True)
class DataSet:
    """A data set that events are read from: its short key, name, publisher and home page."""

    key: str
    name: str
    publisher: str
    url: str

    def document(self, path: Path, sha256: str) -> Document:
        """Return the document that stands for the file of the user, by its content."""
        return Document(
            f"{self.key}:{sha256[:12]}",
            "",
            f"{self.name} ({path.name})",
            self.publisher,
            url=self.url,
            source=str(path),
            sha256=sha256,
        )


def add_place(
    dataset: DataSet,
    name: str | None,
    point: tuple[float, float] | None,
    where_precision: int,
    evidence: str,
) -> tuple[Toponym, ...]:
    """Return the one place of a row: found at `point` (degrees), or named only.

    Rows with the same name and point share a place.

    Raises
    ------
    ValueError
        Where the point is none on Earth.
    """
    if point is None:
        return (
            (Toponym(_mention(name, evidence), None, 1.0, "the row gives no point"),)
            if name
            else ()
        )
    lon, lat = checked_degrees(*point)
    called = name or f"{lat:.4f}, {lon:.4f}"
    place = Place(
        f"{dataset.key}:place:{stable_id(called, lon, lat)}",
        called,
        class_of_precision(where_precision),
        lon,
        lat,
        source=dataset.name,
    )
    return (Toponym(_mention(called, evidence), place, 1.0, f"as {dataset.name} codes it"),)


def _mention(name: str, evidence: str) -> Mention:
    at = max(evidence.find(name), 0)
    return Mention(at, at + len(name) if name in evidence else at, name)


def describe_span(start: date, end: date) -> int:
    """Return UCDP's date_prec of an interval of days: 1 a day, 2 up to six, 3 a week, 4, 5."""
    days = (end - start).days + 1
    return next((level for level, most in ((1, 1), (2, 6), (3, 7), (4, 31)) if days <= most), 5)


def reading_notes(counts: Mapping[str, int]) -> tuple[str, ...]:
    """Return what was assumed, as lines such as *rows without …: 12*; the most first."""
    ordered = sorted(counts.items(), key=lambda kv: (-kv[1], kv[0]))
    return tuple(f"rows {words}: {count:,}" for words, count in ordered)


def finish(found: EventFile, notes: tuple[str, ...]) -> EventFile:
    """Return `found` with `notes`."""
    return replace(found, notes=notes)
