"""Well-known places: those of the conflict's own gazetteer need little help from their context."""

from __future__ import annotations

import re

from karamap.recognition.candidates import Candidate
from karamap.recognition.context import Context
from karamap.recognition.patterns import UNIT_AFTER

__all__ = ["is_known_place", "may_be_known"]


def _in_person(c: Candidate, context: Context) -> bool:
    if context.after_title(c) or context.after_forename(c):
        return True
    return c.width == 1 and context.before_surname(c)


_LISTED = frozenset({"listed_after", "listed_before"})
_STOP = re.compile(r"\s*[,.;:)]")
_UNLIKELY = frozenset(
    {"speaks", "acronym", "written_small", "capital_before", "capital_after", "person_elsewhere"}
)


def may_be_known(c: Candidate) -> bool:
    """Whether some place of the conflict's own gazetteer is meant, perhaps."""
    return any(place.curated for place in c.places)


def is_known_place(c: Candidate, context: Context, evidence: list[str]) -> bool:
    """Whether a candidate that may be a place of the conflict's own gazetteer is a place.

    Where a better known place of the world has the name too, more speaks against it.
    """
    if _in_person(c, context):
        return False
    if not c.places[0].curated and _UNLIKELY.intersection(evidence):
        return False
    if (
        c.key.replace(" ", "_") in context.cues["never"]
        or context.in_address(c)
        or context.in_organisation(c)
    ):
        return False
    if c.key in context.cues["common"]:
        located = context.located(c) or re.match(r", [A-Z]", context.text[c.end : c.end + 3])
        return bool(located) and not context.words.written_small(c.key)
    if context.is_people(c.key):
        return bool(UNIT_AFTER.match(context.text, c.end)) or (
            # *by way of Kirovabad and Kazakh.*
            not _LISTED.isdisjoint(evidence) and bool(_STOP.match(context.text, c.end))
        )
    return True
