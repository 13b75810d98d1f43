"""Whether a month's name alone is the month: not a verb, a person or a street."""

from __future__ import annotations

import re

from karamap.dates.lexicon import MONTH

__all__ = ["is_month"]

_BEFORE_MONTH = re.compile(
    r"\b(?:in|since|until|till|during|throughout|through|between|late in|early in"
    r"|back in|of|by|from|for|before|after|and|to|or|as of|than|on) $",
    re.IGNORECASE,
)
_SURE_BEFORE = re.compile(
    r"\b(?:in|since|until|till|during|throughout|back in|as of|(?:most|much|part|rest|all) of) $",
    re.IGNORECASE,
)
_LOOSE_AFTER = re.compile(
    r" ?(?:[.,;:!?)\]\"”—-]|$|\n|'s (?!own\b)| (?:and|or|to|until|through|when|as|the|that|with"
    r"|at|in|this|last|next|before|after|amid|following|due|because|but|while|if|alone)\b)"
)
_NAME_AFTER = re.compile(
    r" (?:Street|St\b|Square|Avenue|Prospekt|Park|Boulevard|Metro|metro|Revolution|Day\b|Uprising"
    r"|Massacre|Plan\b|Movement|Theses|Group\b)|- ?[A-Z](?!\w*(?:uary|ch|ril|ay|une|uly|ust|ber)\b)"
)
_PERSON_AFTER = re.compile(r" [A-Z][a-z]+")
_PERSON_BEFORE = re.compile(r"\b(?!(?:The|In|On|By|Last|This|Next|Late|Early)\b)[A-Z][a-z]+\.? $")
# also people's names; the first two also verbs
_VERBS = frozenset({"may", "march"})
_FORENAMES = frozenset({"april", "june", "august"})


# "the March skirmishes"
_THE = re.compile(r"\b(?:the|that|its|their|a) $", re.IGNORECASE)
_OF_MONTH = re.compile(
    r" (?:\w+-?\w* )?(?:offensive|fighting|wars?|clash(?:es)?|skirmish(?:es)?|battles?|shelling"
    r"|attacks?|elections?|vote|polls?|referendum|truce|cease-?fire|agreements?|accord|protocol|deal|meetings?"
    r"|summit|talks|events|violence|hostilities|escalation|incidents?|protests?|statement)\b"
)
_EVENT_BEFORE = re.compile(r"\b(?:Black|Bloody|Red|every|each) $")
_MONTH_AFTER = re.compile(rf" ?(?:[-/]|and|to|or) ?{MONTH}(?!\w)")
_MONTH_BEFORE = re.compile(rf"{MONTH} ?(?:[-/]|and|to) ?$")


def is_month(shadow: str, match: re.Match[str]) -> bool:
    """Return whether the name in the group `month` of `match` is a month.

    Parameters
    ----------
    shadow
        The plain text.
    match
        A name without day or year; a group `named`, `part`, `edge` or `mod` settles it.
    """
    end = match.end("month")
    before, after = shadow[max(0, match.start() - 16) : match.start()], shadow[end : end + 24]
    if _NAME_AFTER.match(after) or _EVENT_BEFORE.search(before):
        return False
    if match["named"] or match["part"] or match["edge"] or match["mod"]:
        return True
    name = match["month"].rstrip(".").lower()
    short = len(name) <= 4 and name not in {"june", "july"}
    if name in _VERBS or short:
        return _is_ambiguous_month(name, before, after)
    if _MONTH_AFTER.match(after) or _SURE_BEFORE.search(before):
        return True
    if _BEFORE_MONTH.search(before):
        return name not in _FORENAMES or _LOOSE_AFTER.match(after) is not None
    return not (_PERSON_AFTER.match(after) or _PERSON_BEFORE.search(before))


def _is_ambiguous_month(name: str, before: str, after: str) -> bool:
    if _SURE_BEFORE.search(before):
        return name == "may" or not _PERSON_AFTER.match(after)
    if _THE.search(before) and _OF_MONTH.match(after):
        return True
    if _BEFORE_MONTH.search(before):
        return _LOOSE_AFTER.match(after) is not None
    return _MONTH_BEFORE.search(before) is not None
