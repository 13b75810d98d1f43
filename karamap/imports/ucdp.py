"""UCDP GED as the user downloaded it, read into karamap's events.

Columns as GED's codebooks name them, releases 17 to 25 and candidate releases; names of older
releases and of common extracts are known too. Coordinates are WGS 84 degrees, radii kilometres.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from karamap.errors import InputError
from karamap.imports.cells import as_count, as_day, as_float, as_int, as_text, told_cells
from karamap.imports.coding import DataSet, add_place, describe_span, finish, reading_notes
from karamap.imports.downloads import Download, map_type, open_download
from karamap.imports.own import EventFile, read_rows
from karamap.model import Casualties, DateSpan, Document, Event, Stance
from karamap.style import RING_KM

__all__ = ["UCDP", "is_ucdp", "read_ucdp"]

UCDP = DataSet("ucdp", "UCDP GED", "Uppsala Conflict Data Program (UCDP)", "https://ucdp.uu.se/")
_NAMES = {
    "id": ("id", "event_id"),
    "type": ("type_of_violence",),
    "conflict": ("conflict_name",),
    "side_a": ("side_a",),
    "side_b": ("side_b",),
    "article": ("source_article",),
    "office": ("source_office",),
    "source_date": ("source_date",),
    "headline": ("source_headline",),
    "original": ("source_original",),
    "where_prec": ("where_prec", "where_precision"),
    "place": ("where_coordinates",),
    "description": ("where_description",),
    "adm_1": ("adm_1",),
    "adm_2": ("adm_2",),
    "country": ("country",),
    "lat": ("latitude",),
    "lon": ("longitude",),
    "clarity": ("event_clarity",),
    "date_prec": ("date_prec",),
    "start": ("date_start",),
    "end": ("date_end",),
    "deaths_a": ("deaths_a",),
    "deaths_b": ("deaths_b",),
    "deaths_civilians": ("deaths_civilians",),
    "deaths_unknown": ("deaths_unknown",),
    "best": ("best", "best_est", "best_death"),
    "high": ("high", "high_est", "high_death"),
    "low": ("low", "low_est", "low_death"),
    "status": ("code_status",),
    "version": ("ged_version",),
}
_NEEDED = ("id", "type", "start", "lat", "lon", "best")
_WORDS = {
    "1": "state-based violence",
    "2": "non-state violence",
    "3": "one-sided violence",
    "": "violence",
}
_ONE_SIDED = "3"


def is_ucdp(table: Download) -> bool:
    """Whether the columns of `table` are those of UCDP GED."""
    return all(table.has(_NAMES[name]) for name in _NEEDED)


def read_ucdp(path: str | Path, *, where_precision: int = 2) -> EventFile:
    """Return the events of a UCDP GED file (csv, csv.gz or zip), ids as ``ucdp:NNN``.

    Parameters
    ----------
    path
        The file as downloaded, or an extract with the columns that are needed.
    where_precision
        What to take for rows with a point and no ``where_prec``, as extracts have them: 1 to 7. A
        point of unknown exactness is drawn with a ring, never sharp.

    Notes
    -----
    Sides of two-sided violence are both actors: the data set tells no direction. The whole toll
    comes first in ``casualties``, then each side's. Who told it (``source_original``) is kept as
    the claimant, the rest of the source in the evidence. Where a file lacks ``date_end`` the day
    it began is taken. What had to be assumed is told in ``notes``.

    Raises
    ------
    InputError
        Where the file cannot be read or has other columns.
    """
    table = open_download(Path(path))
    if not is_ucdp(table):
        missing = [_NAMES[n][0] for n in _NEEDED if not table.has(_NAMES[n])]
        raise InputError(
            f"has no columns of UCDP GED: {', '.join(missing)} missing; see docs/comparing.md",
            path,
        )
    counts: Counter[str] = Counter()
    document = UCDP.document(table.path, table.sha256)

    def code(row: dict[str, str]) -> tuple[Event, Document]:
        return _event(row, document.id, counts, where_precision), document

    found = read_rows(table.rows(_NAMES), table.path, code)
    return finish(found, reading_notes(counts))


def _event(row: dict[str, str], document: str, counts: Counter[str], usual: int) -> Event:
    number = as_text(row["id"])
    if number is None:
        raise ValueError("has no id")
    kind = row["type"].removesuffix(".0")
    event_type = map_type(UCDP.key, kind)
    level, span, tolls = _level(row), _span(row), _casualties(row)
    evidence = _evidence(row, kind, span)
    places = add_place(
        UCDP,
        as_text(row["place"]) or as_text(row["description"]) or as_text(row["adm_2"]),
        _point(row),
        level or usual,
        evidence,
    )
    placed = any(t.place for t in places)
    if span is None and not placed:
        raise ValueError("has neither a day nor a point")
    _count_gaps(row, kind, counts, usual=usual if placed and level is None else None)
    if not placed:
        counts["without a point, kept but on no map"] += 1
    level = (level or usual) if placed else None
    actors, targets = _sides(row, kind)
    told_by = as_text(row["original"])
    return Event(
        id=f"{UCDP.key}:{number.removesuffix('.0')}",
        document=document,
        start=0,
        end=len(evidence),
        type=event_type,
        trigger=_WORDS[kind],
        date=span,
        places=places,
        where_precision=level,
        radius_km=RING_KM[level] if level else None,
        actors=actors,
        targets=targets,
        stance=Stance.CLAIMED if told_by else Stance.ASSERTED,
        claimed_by=told_by,
        denied_by=None,
        casualties=tolls,
        evidence=evidence,
        confidence=1.0,
        reason=_reason(row, kind),
    )


def _level(row: dict[str, str]) -> int | None:
    level = as_int(row["where_prec"], "where_prec")
    if level is not None and not 1 <= level <= 7:
        raise ValueError(f"where_prec {level} is none of 1 to 7")
    return level


def _point(row: dict[str, str]) -> tuple[float, float] | None:
    lon, lat = as_float(row["lon"], "longitude"), as_float(row["lat"], "latitude")
    return None if lon is None or lat is None else (lon, lat)


def _span(row: dict[str, str]) -> DateSpan | None:
    start, end = as_day(row["start"], "date_start"), as_day(row["end"], "date_end")
    if start is None and end is None:
        return None
    first, last = start or end, end or start
    if first is None or last is None or last < first:
        raise ValueError(f"date_end {end} is before date_start {start}")
    precision = as_int(row["date_prec"], "date_prec")
    if precision is not None and not 1 <= precision <= 5:
        raise ValueError(f"date_prec {precision} is none of 1 to 5")
    return DateSpan(first, last, precision or describe_span(first, last))


def _sides(row: dict[str, str], kind: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    one, two = as_text(row["side_a"]), as_text(row["side_b"])
    if kind == _ONE_SIDED:
        return tuple(filter(None, (one,))), tuple(filter(None, (two,)))
    return tuple(filter(None, (one, two))), ()


def _casualties(row: dict[str, str]) -> tuple[Casualties, ...]:
    best, low, high = (as_count(row[name], name) for name in ("best", "low", "high"))
    whole = [] if best is None else [Casualties("killed", best, low, high)]
    sides = (
        ("deaths_a", as_text(row["side_a"]) or "side a"),
        ("deaths_b", as_text(row["side_b"]) or "side b"),
        ("deaths_civilians", "civilians"),
    )
    parts = [
        Casualties("killed", dead, side=side) for c, side in sides if (dead := as_count(row[c], c))
    ]
    return (*whole, *parts)


def _evidence(row: dict[str, str], kind: str, span: DateSpan | None) -> str:
    """Return what the row says in one line: who, what, where, how many, told by which source."""
    sides = " – ".join(filter(None, (as_text(row["side_a"]), as_text(row["side_b"]))))
    near = dict.fromkeys(
        filter(
            None, (as_text(row[c]) for c in ("place", "description", "adm_2", "adm_1", "country"))
        )
    )
    when = f"{span.start} to {span.end}" if span and span.start != span.end else ""
    toll = (
        f"{row['best']} dead (low {row['low'] or '?'}, high {row['high'] or '?'})"
        if row["best"]
        else ""
    )
    headline = as_text(row["headline"])
    told = [
        as_text(row["article"]),
        as_text(row["office"]),
        as_text(row["source_date"]),
        f"“{headline}”" if headline and headline != as_text(row["article"]) else None,
    ]
    source = ", ".join(filter(None, told))
    parts = (
        f"{sides}: {_WORDS[kind]}" if sides else _WORDS[kind].capitalize(),
        ", ".join(near),
        when or (str(span.start) if span else ""),
        toll,
        f"Source: {source}" if source else "",
    )
    return "; ".join(" ".join(part.split()) for part in parts if part)


# what a reason tells of a row: its word, the column
_REASONS = (
    ("where_prec", "where_prec"),
    ("date_prec", "date_prec"),
    ("event_clarity", "clarity"),
    ("code_status", "status"),
    ("conflict", "conflict"),
)


def _reason(row: dict[str, str], kind: str) -> str:
    parts = [f"{UCDP.name} {row['version']}".strip(), f"type_of_violence {kind or 'not told'}"]
    return "; ".join([*parts, *told_cells(row, _REASONS)])


def _count_gaps(row: dict[str, str], kind: str, counts: Counter[str], *, usual: int | None) -> None:
    if not row["end"]:
        counts["without date_end, the day they began is taken"] += 1
    if usual:
        counts[f"without where_prec, {usual} ({RING_KM[usual]:g} km around) is taken"] += 1
    if not kind:
        counts["without type_of_violence, their type is other"] += 1
