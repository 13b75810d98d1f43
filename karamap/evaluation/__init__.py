"""Scoring against gold: place names, events, dates, and whether confidences keep their word.

::

    gold, predicted = read_toponyms("gold.jsonl"), read_toponyms("found.jsonl")
    score_toponyms(gold, predicted, match="exact").end_to_end.f1
"""

from __future__ import annotations

from karamap.evaluation.calibration import (
    Bin,
    Reliability,
    judge_answers,
    measure_reliability,
    share_right,
)
from karamap.evaluation.confusions import Confusion, list_confusions
from karamap.evaluation.dates import DateScores, GoldDate, read_dates, score_dates
from karamap.evaluation.events import EventRow, EventScores, read_events, read_points, score_events
from karamap.evaluation.matching import MATCHES, Comparison, compare_documents, place_error_km
from karamap.evaluation.rows import DocumentRow, PlaceRow, check_documents, read_toponyms
from karamap.evaluation.toponyms import (
    PrecisionRecall,
    Resolution,
    ToponymScores,
    bootstrap_intervals,
    score_by,
    score_documents,
    score_toponyms,
)

__all__ = [
    "MATCHES",
    "Bin",
    "Comparison",
    "Confusion",
    "DateScores",
    "DocumentRow",
    "EventRow",
    "EventScores",
    "GoldDate",
    "PlaceRow",
    "PrecisionRecall",
    "Reliability",
    "Resolution",
    "ToponymScores",
    "bootstrap_intervals",
    "check_documents",
    "compare_documents",
    "judge_answers",
    "list_confusions",
    "measure_reliability",
    "place_error_km",
    "read_dates",
    "read_events",
    "read_points",
    "read_toponyms",
    "score_by",
    "score_dates",
    "score_documents",
    "score_events",
    "score_toponyms",
    "share_right",
]
