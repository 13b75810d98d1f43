"""Which prediction answers which gold name: one to one, inside one document."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from karamap.errors import InputError
from karamap.evaluation.rows import DocumentRow, PlaceRow

__all__ = ["MATCHES", "Comparison", "compare_documents", "great_circle_km", "place_error_km"]

MATCHES = ("exact", "overlap")
_EARTH_KM = 6371.0088  # mean radius (IUGG); the metrics are defined on the sphere

Indices = list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Comparison:
    """One document's gold against its predictions; predictions in ignored spans are left out."""

    id: str
    pairs: tuple[tuple[PlaceRow, PlaceRow], ...]  # gold and the prediction that found it
    missed: tuple[PlaceRow, ...]  # gold
    spurious: tuple[PlaceRow, ...]  # predictions
    answered: bool  # whether the predictions have a line for the document


def great_circle_km(one: tuple[float, float], two: tuple[float, float]) -> float:
    """Return the kilometres between two points (latitude, longitude in degrees) on the sphere."""
    lat1, lon1, lat2, lon2 = map(math.radians, (*one, *two))
    half = math.sin((lat2 - lat1) / 2) ** 2
    half += math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * _EARTH_KM * math.asin(min(1.0, math.sqrt(half)))


def place_error_km(gold: PlaceRow, predicted: PlaceRow) -> float | None:
    """Return how far the prediction lies off, 0 within gold's tolerance, None without points."""
    if gold.point is None or predicted.point is None:
        return None
    distance = great_circle_km(gold.point, predicted.point)
    return 0.0 if distance <= gold.tolerance_km else distance


def _pair_exact(gold: Sequence[PlaceRow], predicted: Sequence[PlaceRow]) -> Indices:
    waiting: dict[tuple[int, int], list[int]] = defaultdict(list)
    for index in reversed(range(len(predicted))):
        waiting[predicted[index].start, predicted[index].end].append(index)
    spans = [waiting.get((g.start, g.end)) for g in gold]
    return [(index, same.pop()) for index, same in enumerate(spans) if same]


def _pair_overlap(gold: Sequence[PlaceRow], predicted: Sequence[PlaceRow]) -> Indices:
    """Pair greedily, the largest share of the longer of the two spans first."""
    shares = []
    for i, g in enumerate(gold):
        for j, p in enumerate(predicted):
            common = min(g.end, p.end) - max(g.start, p.start)
            if common > 0:
                shares.append((-common / max(g.end - g.start, p.end - p.start), i, j))
    taken: tuple[set[int], set[int]] = (set(), set())
    pairs = []
    for _, i, j in sorted(shares):
        if i not in taken[0] and j not in taken[1]:
            taken[0].add(i)
            taken[1].add(j)
            pairs.append((i, j))
    return pairs


def _compare(gold: DocumentRow, answer: DocumentRow | None, match: str) -> Comparison:
    names = answer.toponyms if answer else ()
    found = [p for p in names if not any(p.start < s.end and s.start < p.end for s in gold.ignore)]
    pair = _pair_exact if match == "exact" else _pair_overlap
    pairs = pair(gold.toponyms, found)
    hit, used = {i for i, _ in pairs}, {j for _, j in pairs}
    return Comparison(
        gold.id,
        tuple((gold.toponyms[i], found[j]) for i, j in pairs),
        tuple(g for i, g in enumerate(gold.toponyms) if i not in hit),
        tuple(p for j, p in enumerate(found) if j not in used),
        answer is not None,
    )


def compare_documents(
    gold: Mapping[str, DocumentRow], predicted: Mapping[str, DocumentRow], *, match: str = "exact"
) -> list[Comparison]:
    """Return each gold document beside its predictions, in gold's order.

    Parameters
    ----------
    gold, predicted
        From `read_toponyms`; a document without predictions counts as one that found nothing.
    match
        ``exact``: same start and end. ``overlap``: a character in common, best overlap first.

    Raises
    ------
    InputError
        For another `match`.
    """
    if match not in MATCHES:
        raise InputError(f"match is {match!r}; choose one of {', '.join(MATCHES)}")
    return [_compare(document, predicted.get(key), match) for key, document in gold.items()]
