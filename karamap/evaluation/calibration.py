"""Whether a confidence of .8 is right eight times in ten.

The expected calibration error is the mean gap between confidence and share right over equally wide
bins, weighted by their counts (Naeini, Cooper and Hauskrecht, AAAI 2015).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from karamap.evaluation.matching import Comparison, place_error_km
from karamap.evaluation.toponyms import RIGHT_KM

__all__ = ["Bin", "Judged", "Reliability", "judge_answers", "measure_reliability", "share_right"]

Judged = tuple[float, bool]  # a confidence, and whether the answer was right


@dataclass(frozen=True, slots=True)
class Bin:
    """The answers whose confidence lies in ``[low, high)``; the last bin has both its ends."""

    low: float
    high: float
    count: int
    confidence: float  # mean of the bin's, NaN where it is empty
    right: float  # share right


@dataclass(frozen=True, slots=True)
class Reliability:
    """The reliability table of a set of answers."""

    answers: int
    error: float  # expected calibration error; NaN without answers
    bins: tuple[Bin, ...]


def judge_answers(comparisons: Iterable[Comparison], *, spurious: bool = False) -> list[Judged]:
    """Return the confidence of each placed prediction and whether its place is right.

    Right is within 161 km of gold's point, or within gold's tolerance. Left out are names whose
    place gold does not know and predictions without a place or a confidence.

    Parameters
    ----------
    comparisons
        From `compare_documents`.
    spurious
        Whether a prediction that gold has no name for counts as a wrong answer (end to end) or is
        left out (resolution alone).
    """
    judged: list[Judged] = []
    for comparison in comparisons:
        for gold, found in comparison.pairs:
            error = place_error_km(gold, found)
            if error is not None and found.confidence is not None:
                judged.append((found.confidence, error <= RIGHT_KM))
        if spurious:
            judged += [
                (row.confidence, False)
                for row in comparison.spurious
                if row.point is not None and row.confidence is not None
            ]
    return judged


def share_right(judged: Iterable[Judged], *, least: float) -> tuple[float, int]:
    """Return the share right of the answers with at least this confidence, and their number."""
    kept = [right for confidence, right in judged if confidence >= least]
    return (sum(kept) / len(kept) if kept else math.nan), len(kept)


def _bin(index: int, bins: int, answers: Sequence[Judged]) -> Bin:
    count = len(answers)
    mean = math.fsum(confidence for confidence, _ in answers) / count if count else math.nan
    right = sum(right for _, right in answers) / count if count else math.nan
    return Bin(index / bins, (index + 1) / bins, count, mean, right)


def measure_reliability(judged: Sequence[Judged], *, bins: int = 10) -> Reliability:
    """Return the reliability table of judged answers over `bins` equally wide bins."""
    sorted_in: list[list[Judged]] = [[] for _ in range(bins)]
    for answer in judged:
        # .7 belongs to the bin that starts there, whatever .7 * 10 is in binary
        sorted_in[min(bins - 1, int(round(answer[0] * bins, 9)))].append(answer)
    table = tuple(_bin(index, bins, answers) for index, answers in enumerate(sorted_in))
    gaps = [b.count * abs(b.confidence - b.right) for b in table if b.count]
    return Reliability(len(judged), math.fsum(gaps) / len(judged) if judged else math.nan, table)
