"""The scan of one document: candidates, the evidence on each, and what is believed."""

from __future__ import annotations

from typing import Protocol

from karamap.gazetteer import Gazetteer
from karamap.model import Document
from karamap.recognition.candidates import Candidate, find_candidates
from karamap.recognition.context import Context
from karamap.recognition.evidence import (
    gather,
    is_ruled_out,
    local_evidence,
    log_odds,
    survey,
)
from karamap.recognition.known import is_known_place, may_be_known
from karamap.recognition.words import Words

__all__ = ["Evidence", "Scan"]

_PLACES = frozenset({"GPE", "LOC", "FAC"})


class Evidence(Protocol):
    """A language model that says what the names of a text are."""

    def entities(self, text: str) -> list[tuple[int, int, str]]:
        """Return start, end and label (OntoNotes: GPE, LOC, FAC, PERSON, ORG, NORP, …)."""


class Scan:
    """One document's scan."""

    def __init__(self, document: Document, gazetteer: Gazetteer, model: Evidence | None) -> None:
        self.text = document.text
        self.words = Words(document.text)
        self.context = Context(self.words, gazetteer)
        self.spots = find_candidates(self.words, gazetteer)
        self.entities = sorted(model.entities(document.text)) if model else None

    def evidence(self) -> dict[Candidate, list[str]]:
        """Return all evidence on each candidate whose best place is none of the conflict's own."""
        told = {
            c: local_evidence(c, self.context)
            for spot in self.spots
            for c in spot.options
            if not self.context.in_address(c)
        }
        about, contained = survey(self.spots, told, self.text)
        said = self._said(list(told))
        return {
            c: gather(c, local, contained.get(c, []), about, said.get(c, ""))
            for c, local in told.items()
        }

    def _said(self, candidates: list[Candidate]) -> dict[Candidate, str]:
        """Return what the language model makes of each candidate; all in order of start."""
        if self.entities is None:
            return {}
        said: dict[Candidate, str] = {}
        i = 0
        for c in candidates:
            while i < len(self.entities) and self.entities[i][1] <= c.start:
                i += 1
            said[c] = _verdict(c, self.entities[i] if i < len(self.entities) else None)
        return said

    def hits(self) -> list[Candidate]:
        """Return the candidates that are believed, in order, none overlapping."""
        told = self.evidence()
        found: list[Candidate] = []
        end = -1
        for spot in self.spots:
            if spot.options[0].start < end:
                continue
            for c in spot.options:
                if c not in told:
                    continue
                if self._believes(c, told[c]):
                    found.append(c)
                    end = c.end
                    break
                if not c.shy:
                    end = c.end  # no part of *New York Times* is tried by itself
                    break
        return found

    def _believes(self, c: Candidate, evidence: list[str]) -> bool:
        if may_be_known(c):
            return is_known_place(c, self.context, evidence)
        if is_ruled_out(evidence):
            return False
        return log_odds(evidence, helped=self.entities is not None) > 0


def _verdict(c: Candidate, entity: tuple[int, int, str] | None) -> str:
    if entity is None or entity[0] >= c.end:
        return "model_silent"
    start, end, label = entity
    if label in _PLACES:
        same = end - 2 <= c.end <= end + 2 and c.start - 4 <= start <= c.start
        return "model_place" if same else "model_place_part"
    return {"PERSON": "model_person", "ORG": "model_org"}.get(label, "model_other")
