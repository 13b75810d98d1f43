"""Confidence: how often an answer with such scores is right, 0..1."""

from __future__ import annotations

import math

__all__ = ["people_confidence", "place_confidence"]

# fitted by benchmarks/calibration.py on the press corpora, checked on documents left out
_DOUBT, _PER_LEAD, _MOST_LEAD = -0.80, 5.8, 0.25  # log odds; a longer lead tells no more
_TOLD, _IF_TOLD = 1.4, 1.2  # only the words beside a name lift a score so high
_ALONE, _PER_SCORE, _MOST_SCORE = -0.70, 3.9, 1.5
_OTHER_SPELLING = 0.85
_PEOPLE = 0.97


def place_confidence(scores: list[float], how: str) -> float:
    """Return 0..1, how often such an answer is right, of the scores (best first) and spelling.

    A name with namesakes is judged by its lead over the next, one without by its own score.
    """
    best = scores[0]
    if len(scores) == 1:
        odds = _ALONE + _PER_SCORE * min(best, _MOST_SCORE)
    else:
        odds = _DOUBT + _PER_LEAD * math.sqrt(min(best - scores[1], _MOST_LEAD))
        odds += _IF_TOLD * (best >= _TOLD)
    share = 1 / (1 + math.exp(-odds))
    return round(min(0.99, share * (1.0 if how == "exact" else _OTHER_SPELLING)), 2)


def people_confidence() -> float:
    """Return 0..1, how often the country of a people's word is right."""
    return _PEOPLE
