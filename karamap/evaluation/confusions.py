"""What went wrong, counted: names missed, made up, cut wrongly, put elsewhere or nowhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from karamap.evaluation.matching import Comparison, place_error_km
from karamap.evaluation.rows import PlaceRow
from karamap.evaluation.toponyms import RIGHT_KM

__all__ = ["FAULTS", "Confusion", "list_confusions"]

FAULTS = ("missed", "spurious", "boundary", "wrong_place", "unresolved")


@dataclass(frozen=True, slots=True)
class Confusion:
    """One kind of fault with one wording, how often, and where it comes first."""

    fault: str  # one of FAULTS
    surface: str  # as gold has it; of a spurious name, as predicted
    count: int
    document: str
    start: int
    end: int
    gold: PlaceRow | None
    predicted: PlaceRow | None
    error_km: float | None


def _touches(one: PlaceRow, two: PlaceRow) -> bool:
    return one.start < two.end and two.start < one.end


def _unpaired(c: Comparison) -> Iterator[Confusion]:
    """Yield the names without a partner; a missed and a spurious one that touch are one fault."""
    spurious = list(c.spurious)
    for gold in c.missed:
        other = next((p for p in spurious if _touches(gold, p)), None)
        if other:
            spurious.remove(other)
        fault = "boundary" if other else "missed"
        yield Confusion(fault, gold.surface, 1, c.id, gold.start, gold.end, gold, other, None)
    for found in spurious:
        yield Confusion(
            "spurious", found.surface, 1, c.id, found.start, found.end, None, found, None
        )


def _misplaced(c: Comparison) -> Iterator[Confusion]:
    for gold, found in c.pairs:
        error = place_error_km(gold, found)
        if gold.point is None or (error is not None and error <= RIGHT_KM):
            continue
        fault = "unresolved" if error is None else "wrong_place"
        yield Confusion(fault, gold.surface, 1, c.id, gold.start, gold.end, gold, found, error)


def _key(c: Confusion) -> tuple[object, ...]:
    """Return what makes two faults the same: the wording and both places."""
    sides = (
        (row.point, row.surface if c.fault == "boundary" else "") if row else None
        for row in (c.gold, c.predicted)
    )
    return (c.fault, c.surface, *sides)


def list_confusions(
    comparisons: Iterable[Comparison], *, limit: int | None = None
) -> list[Confusion]:
    """Return the faults, by kind and then the most frequent first.

    Parameters
    ----------
    comparisons
        From `compare_documents`.
    limit
        At most so many of each kind; None: all.
    """
    counted: dict[tuple[object, ...], tuple[Confusion, int]] = {}
    for comparison in comparisons:
        for fault in (*_unpaired(comparison), *_misplaced(comparison)):
            first, count = counted.get(_key(fault), (fault, 0))
            counted[_key(fault)] = (first, count + 1)
    rows = [
        Confusion(
            f.fault, f.surface, n, f.document, f.start, f.end, f.gold, f.predicted, f.error_km
        )
        for f, n in counted.values()
    ]
    rows.sort(key=lambda row: -row.count)  # stable: the first met leads among equals
    return [row for kind in FAULTS for row in [r for r in rows if r.fault == kind][:limit]]
