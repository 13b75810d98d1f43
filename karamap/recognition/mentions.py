"""Mentions: what the scan believed, with peoples and unknown places beside it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator

from karamap.gazetteer import Gazetteer
from karamap.model import Document, FeatureClass, Mention
from karamap.recognition.candidates import Candidate
from karamap.recognition.finding import Evidence, Scan
from karamap.recognition.patterns import AGENT_VERB, LOCATIVE, LOOK_BACK
from karamap.recognition.peoples import find_peoples
from karamap.recognition.unknown import find_unknown

__all__ = ["find_mentions"]

_METONYMS = frozenset({FeatureClass.COUNTRY, FeatureClass.SETTLEMENT, FeatureClass.REGION})


def _is_literal(text: str, hit: Candidate) -> bool:
    """Whether the name means the place itself and not its government: *Baku said* does not."""
    if hit.places[0].feature_class not in _METONYMS:
        return True
    if LOCATIVE.search(text, max(0, hit.start - LOOK_BACK), hit.start):
        return True
    return not AGENT_VERB.match(text, hit.end)


def _free(
    spans: Iterable[tuple[int, int]], others: Iterable[tuple[int, int]]
) -> Iterator[tuple[int, int]]:
    """Return the spans that share no character with `others`; neither list overlaps itself."""
    taken = sorted(others)
    for start, end in spans:
        at = bisect_left(taken, (end, end))
        if at == 0 or taken[at - 1][1] <= start:
            yield start, end


def find_mentions(
    document: Document,
    gazetteer: Gazetteer,
    *,
    demonyms: bool = False,
    model: Evidence | None = None,
) -> list[Mention]:
    """Return the place names of `document` in order of appearance, never overlapping.

    The whole text is read; mentions in boilerplate are marked. With `demonyms`, words such as
    *Armenian* are listed too, as mentions of kind ``demonym``. A `model` (``karamap.nlp``) is
    further evidence, never the only one for a name that the gazetteer has.
    """
    text = document.text
    scan = Scan(document, gazetteer, model)
    hits = scan.hits()
    spans = [(h.start, h.end, "toponym", _is_literal(text, h)) for h in hits]
    taken = [(h.start, h.end) for h in hits]
    unknown = list(find_unknown(text, taken, gazetteer))
    spans += [(start, end, "toponym", True) for start, end in unknown]
    if demonyms:
        words = {i for h in hits for i in range(h.first, h.after)}
        people = find_peoples(scan.words, words, gazetteer)
        spans += [(s, e, "demonym", False) for s, e in _free(people, unknown)]
    return [
        Mention(
            start,
            end,
            text[start:end],
            kind=kind,
            literal=literal,
            boilerplate=document.is_boilerplate(start, end),
        )
        for start, end, kind, literal in sorted(spans)
    ]
