"""Recognition, resolution and end-to-end figures of place names.

Recognition counts spans. Resolution looks at the names that were found and whose place gold knows:
a name left without a place counts as the farthest error there is. End to end asks for both: found,
and placed within 161 km. Accuracy within 161 km (100 miles), mean and median error and the area
under the curve of log errors are the measures of Gritta, Pilehvar and Collier, "A pragmatic guide
to geoparsing evaluation" (Language Resources and Evaluation 54, 2020), and of Wang and Hu, "EUPEG"
(GIR 2019).
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from karamap.evaluation.matching import Comparison, compare_documents, place_error_km
from karamap.evaluation.rows import DocumentRow, PlaceRow

__all__ = [
    "FARTHEST_KM",
    "NEAR_KM",
    "RIGHT_KM",
    "Interval",
    "PrecisionRecall",
    "Resolution",
    "ToponymScores",
    "bootstrap_intervals",
    "score_by",
    "score_documents",
    "score_toponyms",
]

RIGHT_KM = 161.0
NEAR_KM = 20.0
FARTHEST_KM = 20039.0  # half the equator, as the literature has it
SEED = 1

Interval = tuple[float, float]
_NAN = float("nan")


@dataclass(frozen=True, slots=True)
class PrecisionRecall:
    """How many of the predicted are right and how many of gold were found."""

    right: int
    predicted: int
    gold: int

    @property
    def precision(self) -> float:
        """Right of predicted; 0 where nothing was predicted."""
        return self.right / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """Right of gold; 0 where there is no gold."""
        return self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of both; 0 where nothing is right."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(frozen=True, slots=True)
class Resolution:
    """Errors (km) of a set of names; every figure is NaN where the set is too small for it."""

    names: int
    acc161: float
    acc20: float
    mean_km: float
    median_km: float
    auc: float  # under the sorted log errors, of the largest possible: 0 is best


@dataclass(frozen=True, slots=True)
class ToponymScores:
    """All figures of a set of documents."""

    documents: int
    without_row: int  # documents the predictions have no line for
    recognition: PrecisionRecall
    resolution: Resolution  # a name without a place counts as FARTHEST_KM off
    resolved: Resolution  # such names left out
    end_to_end: PrecisionRecall

    @property
    def unresolved(self) -> int:
        """Names found whose place gold knows and the predictions do not."""
        return self.resolution.names - self.resolved.names


def _area(errors: Sequence[float]) -> float:
    if len(errors) < 2:
        return _NAN
    logs = sorted(math.log1p(error) for error in errors)
    under = math.fsum((low + high) / 2 for low, high in pairwise(logs))
    return under / (math.log(FARTHEST_KM) * (len(logs) - 1))


def _resolution(errors: Sequence[float]) -> Resolution:
    if not errors:
        return Resolution(0, _NAN, _NAN, _NAN, _NAN, _NAN)
    count = len(errors)
    return Resolution(
        count,
        sum(e <= RIGHT_KM for e in errors) / count,
        sum(e <= NEAR_KM for e in errors) / count,
        math.fsum(errors) / count,
        median(errors),
        _area(errors),
    )


def _errors(comparison: Comparison) -> list[float | None]:
    """Return the error of each found name whose place gold knows; None where it has no place."""
    pairs = comparison.pairs
    return [place_error_km(gold, answer) for gold, answer in pairs if gold.point is not None]


@dataclass(frozen=True, slots=True)
class _Counts:
    """What the figures with an interval are made of."""

    paired: int
    gold: int
    predicted: int
    judged: int  # found, and gold knows the place
    right: int  # of these, within RIGHT_KM
    located: int  # gold whose place is known
    answers: int  # predictions, but for those of names whose place gold does not know

    @property
    def recognition(self) -> PrecisionRecall:
        return PrecisionRecall(self.paired, self.predicted, self.gold)

    @property
    def end_to_end(self) -> PrecisionRecall:
        return PrecisionRecall(self.right, self.answers, self.located)


def _count(comparison: Comparison) -> _Counts:
    errors = _errors(comparison)
    paired = len(comparison.pairs)
    predicted = paired + len(comparison.spurious)
    missed = sum(gold.point is not None for gold in comparison.missed)
    return _Counts(
        paired=paired,
        gold=paired + len(comparison.missed),
        predicted=predicted,
        judged=len(errors),
        right=sum(e is not None and e <= RIGHT_KM for e in errors),
        located=len(errors) + missed,
        answers=predicted - (paired - len(errors)),
    )


def _add(counts: Iterable[_Counts]) -> _Counts:
    rows = [
        (c.paired, c.gold, c.predicted, c.judged, c.right, c.located, c.answers) for c in counts
    ]
    return _Counts(*map(sum, zip(*rows, strict=True))) if rows else _Counts(0, 0, 0, 0, 0, 0, 0)


def score_documents(comparisons: Sequence[Comparison]) -> ToponymScores:
    """Return the figures of compared documents, all names of all documents counted alike."""
    errors = [error for comparison in comparisons for error in _errors(comparison)]
    total = _add(map(_count, comparisons))
    return ToponymScores(
        documents=len(comparisons),
        without_row=sum(not c.answered for c in comparisons),
        recognition=total.recognition,
        resolution=_resolution([FARTHEST_KM if e is None else e for e in errors]),
        resolved=_resolution([e for e in errors if e is not None]),
        end_to_end=total.end_to_end,
    )


def score_toponyms(
    gold: Mapping[str, DocumentRow], predicted: Mapping[str, DocumentRow], *, match: str = "exact"
) -> ToponymScores:
    """Return the figures of predictions against gold, both from `read_toponyms`."""
    return score_documents(compare_documents(gold, predicted, match=match))


def _group(comparison: Comparison, chosen: Callable[[PlaceRow], bool]) -> Comparison:
    return Comparison(
        comparison.id,
        tuple(pair for pair in comparison.pairs if chosen(pair[0])),
        tuple(filter(chosen, comparison.missed)),
        tuple(filter(chosen, comparison.spurious)),
        comparison.answered,
    )


def score_by(
    comparisons: Sequence[Comparison], label: Callable[[PlaceRow], str]
) -> dict[str, ToponymScores]:
    """Return the figures of each group of names, by the group's label.

    A name that was found goes by gold's label, a spurious one by its own: where gold and
    predictions label differently, trust the recall and not the precision.
    """
    rows = (
        row for c in comparisons for row in (*(gold for gold, _ in c.pairs), *c.missed, *c.spurious)
    )
    groups = {}
    for name in sorted(set(map(label, rows))):

        def chosen(row: PlaceRow, name: str = name) -> bool:
            return label(row) == name

        groups[name] = score_documents([_group(c, chosen) for c in comparisons])
    return groups


_BOOTED: dict[str, Callable[[_Counts], float]] = {
    "f1": lambda c: c.recognition.f1,
    "acc161": lambda c: c.right / c.judged if c.judged else _NAN,
    "end_to_end_f1": lambda c: c.end_to_end.f1,
    "end_to_end_recall": lambda c: c.end_to_end.recall,
}


def bootstrap_intervals(
    comparisons: Sequence[Comparison], *, samples: int = 500, seed: int = SEED
) -> dict[str, Interval]:
    """Return the 95 % interval of four figures: what resampled sets of documents give.

    Documents are drawn with replacement, since names of one document err together. The same seed
    gives the same intervals on every machine. NaN where no sample has the figure.
    """
    counts = [_count(comparison) for comparison in comparisons]
    draw = random.Random(seed)  # noqa: S311  resampling, no secret
    totals = [_add(draw.choices(counts, k=len(counts))) for _ in range(samples)] if counts else []
    return {name: _middle([figure(t) for t in totals]) for name, figure in _BOOTED.items()}


def _middle(values: Sequence[float]) -> Interval:
    known = sorted(v for v in values if not math.isnan(v))
    if not known:
        return _NAN, _NAN
    return known[int(0.025 * len(known))], known[max(0, int(0.975 * len(known)) - 1)]
