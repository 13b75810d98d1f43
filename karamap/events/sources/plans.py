"""Whether what a noun names is still to come ("talks are to resume", "a meeting due then")."""

from __future__ import annotations

import re

from karamap.events.phrases import find_verb
from karamap.events.sentences import Sentence

__all__ = ["is_still_to_come"]

_AHEAD = re.compile(
    r"(?:(?:will|shall)\s(?!not\b|never\b)|(?:is|are)\s(?:now\s|also\s|currently\s)?(?:to|due|expected|scheduled|set|slated|planned)\b|"
    r"(?:was|were)\s(?:to|due\sto|scheduled\sto|supposed\sto|expected\sto|to\shave)\s|would\s(?:be|take|begin|start|meet|resume|open|follow)\b|"
    r"(?:may|might|could)\s(?:be\sheld|take\splace|meet)\b)"
)
# what stands between a noun and its verb: "who was arrested in March", "also involving X"
_ASIDE = re.compile(
    r"\s*,\s(?:who|which|where|whose|also|including|involving|the|an?|his|her|its)\s"
)
_DUE = re.compile(
    r",\s(?:originally\s)?(?:planned|scheduled|slated|due)\s(?:for|on|to\s(?:be|take|begin|start))\b|"
    r",?\s(?:that|which)\s(?:will|(?:is|are)\s(?:to|due|scheduled|expected)|(?:was|were)\s(?:to|due|supposed|scheduled))\s"
)
_FURTHEST = 260  # characters from a noun to its verb


def is_still_to_come(sentence: Sentence, end: int, *, begin: int) -> bool:
    """Whether the noun that ends at `end` is the subject of a verb of the future.

    Parameters
    ----------
    sentence
        The sentence.
    end
        Of the noun, a trigger.
    begin
        Where its clause or the words of its speaker begin.
    """
    text = sentence.text
    if find_verb(text, begin, end) is not None:
        return False  # it is not the subject, or tells the deed itself
    if _DUE.match(text, end):
        return True
    limit = min(len(text), end + _FURTHEST)
    verb = find_verb(text, end, limit)
    aside = _ASIDE.search(text, end, verb) if verb is not None else None
    if aside is not None:
        closed = text.find(", ", aside.end(), limit)
        while closed >= 0:
            if _AHEAD.match(text, closed + 2):
                return True
            verb = find_verb(text, closed, limit)
            if verb == closed + 2:
                return False
            closed = text.find(", ", closed + 2, limit)
        return False
    return verb is not None and bool(_AHEAD.match(text, verb))
