"""Dates that are an attribute of a noun and date no event: "the 1994 truce", "born in 1961"."""

from __future__ import annotations

import re

from karamap.events.findings import Finding
from karamap.events.when.lasting import SINCE
from karamap.model import EventType

__all__ = ["dates_a_noun"]

# "the 1994 truce" dates the truce
_OWNED = re.compile(
    r"^\s(?:war|truce|cease-?fire|agreement|accord|protocol|treaty|pact|conflict|genocide|pogroms?)\b"
)
_DATED_TEXT = re.compile(
    r"\b(?:statement|agreement|accord|treaty|protocol|truce|cease-?fire|declaration|document|resolution|law|decree)s?\sof\s$",
    re.IGNORECASE,
)
_SUPERLATIVE = re.compile(
    r"\bthe\s(?:first|worst|most\s\w+|[a-z]{3,}est|\w+th|second|third)\s", re.IGNORECASE
)
_MADE = re.compile(
    r"\b(?:truce|cease-?fire|agreement|accord|protocol|plan|principles|document|resolution|statement|deal|proposals?|"
    r"draft|treaty|communique|memorandum|declaration)\s(?P<by>signed|agreed|reached|brokered|negotiated|concluded|adopted|"
    r"handed|presented|submitted|announced|mediated|made|passed|in\sforce|in\seffect|in\splace)\s"
    r"(?:[\w-]+\s){0,4}?(?:(?:in|on|since)\s(?:early\s|late\s)?)?$",
    re.IGNORECASE,
)
_APPOSED = re.compile(
    r",\s(?:an?|the|its|his|her|their|once)\s(?:[\w’'-]+\s){1,5}?[a-z]{2,}(?:ed|en|lt|ost|ught)\s(?:in|on|since)\s$"
)
_DETERMINED = re.compile(r"\b(?:after|following|since|despite|unlike)\s(?:the|an?|its|their)\s$")
_NOUN = re.compile(
    r"\s(?!(?:in|on|at|by|for|to|and|or|of|from|with|when|that|was|were|had|has|is|near|after|before)\b)[a-z-]{3,}\b"
)
_BORN = re.compile(
    r"\b(?:born|b\.|founded|built|established|created)\s(?:(?:in|on|between)\s)?"
    r"(?:[\w., ]{4,24}?\s(?:and|or)\s)?$",
    re.IGNORECASE,
)
_RANKED = re.compile(
    r"\bthe\s(?:first|second|third|fourth|fifth|worst|[a-z]{3,}est|most\s\w+|\w+th)\s(?:such\s)?"
    r"(?:[\w-]+\s){1,2}(?:in\s|of\s|since\s)?$",
    re.IGNORECASE,
)


def dates_a_noun(text: str, finding: Finding, start: int, end: int) -> bool:
    """Whether the date at ``[start, end)`` of a sentence belongs to a noun, not to `finding`."""
    born = _BORN.search(text, max(0, start - 40), start)
    if born or _RANKED.search(text, max(0, start - 50), start):
        return True  # "the third such death this month"
    if finding.type is EventType.AGREEMENT:
        return False
    if _SUPERLATIVE.search(text, max(0, finding.start - 30), finding.end) and SINCE.search(
        text[:start]
    ):
        return True  # "the most serious fighting since the war ended last November"
    made = _MADE.search(text, max(0, start - 90), start)
    if made and not made.start("by") < finding.end <= made.end():
        return True  # "a ceasefire signed in May 1994 is broken regularly"
    # "entered Jabrayil, a ghost town abandoned in 1993"; "the statement of November 9"
    told = finding.end <= start and _APPOSED.search(text, max(finding.end, start - 70), start)
    if told or _DATED_TEXT.search(text, max(0, start - 20), start):
        return True
    owned = _OWNED.match(text[end:]) or _is_of_noun(text, finding, start, end)
    return bool(owned) and not SINCE.search(text[:start])


def _is_of_noun(text: str, finding: Finding, start: int, end: int) -> bool:
    """Whether a date is an attribute: "closed after the 1988 earthquake" dates no closing."""
    noun = _NOUN.match(text, end)
    if noun is None or not _DETERMINED.search(text, max(0, start - 20), start):
        return False
    return not (finding.start < noun.end() and start < finding.end)
