"""Triggers that an aside cuts in two: "the town, wedged between two ridges, fell on Saturday"."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from karamap.events.lexicon import Trigger, find_triggers
from karamap.events.sentences import RESTRICTING, RESUMED, Sentence

__all__ = ["find_cut_triggers"]

Span = tuple[int, int]
_RELATIVE = frozenset({"who", "which", "where"})
# "Talks that will include the envoys, the first in a year, are planned": no clause opens at "that"
_THAT_ASIDE = re.compile(
    r"(?:[\w’'-]+\s){0,4}[\w’'-]+(?P<aside>\sthat\s(?:will|would|is|are|was|were|had|has|have|could)\s[^;]{3,200}?)"
    r"(?=,\s(?:is|are|was|were|has|have|had|will)\s)"
)
_OPENING = re.compile(r",\s(?!(?:and|or|but)\s)")
_BRACKETS = re.compile(r"\s\([^()]{1,70}\)")
_BEFORE_DATE = re.compile(
    r"(?:\s(?:late|early|earlier|later|again|already))?"
    r"(?:\s(?:on|in|by|at|during|over)(?:\sthe\s(?:night|morning|evening|afternoon)\sof)?)?\s$"
)
_LONGEST = 150  # characters of an aside


def find_cut_triggers(sentence: Sentence, towns: list[Span]) -> list[Trigger]:
    """Return the strong triggers of a sentence that its asides and dates stand in the middle of.

    Parameters
    ----------
    sentence
        The sentence; `towns` are where its names of settlements stand, counted from its start.

    Returns
    -------
    list of Trigger
        With the offsets they have in the whole sentence, asides included.
    """
    cuts = _join(_find_cuts(sentence))
    if not cuts:
        return []
    kept = _invert(cuts, len(sentence.text))
    told = "".join(sentence.text[a:b] for a, b in kept)
    moved = [(_shorten(kept, a), _shorten(kept, b)) for a, b in towns if _is_kept(kept, a)]
    out = []
    for trigger in find_triggers(told, moved):
        if trigger.strength != "strong":
            continue
        start, end = _lengthen(kept, trigger.start), _lengthen(kept, trigger.end - 1) + 1
        if any(start < a and b < end for a, b in cuts):
            text = " ".join(trigger.text.split())
            out.append(replace(trigger, start=start, end=end, text=text))
    return out


def _find_cuts(sentence: Sentence) -> list[Span]:
    text = sentence.text
    cuts = [
        (clause.start, after.start + text.startswith(",", after.start))
        for clause, after in pairwise(sentence.clauses)
        if clause.intro in _RELATIVE and after.intro == "resume"
    ]
    if "that" in text:
        if that := _THAT_ASIDE.match(text, sentence.body):
            cuts.append((that.start("aside"), that.end("aside") + 1))
        cuts += [(m.start(), m.end("aside")) for m in RESTRICTING.finditer(text, sentence.body)]
    cuts += [m.span() for m in _BRACKETS.finditer(text, sentence.body)]
    cuts += _find_apposed(text, sentence.body)
    for mention in sentence.dates:
        start, end = mention.start - sentence.start, mention.end - sentence.start
        lead = _BEFORE_DATE.search(text, max(sentence.body, start - 34), start)
        if lead and lead.start() > sentence.body and text[end : end + 1] == " ":
            cuts.append((lead.start(), end))
    return cuts


def _find_apposed(text: str, begin: int) -> list[Span]:
    """Return the stretches between two commas after which a verb goes on."""
    out: list[Span] = []
    for resumed in RESUMED.finditer(text, begin):
        near = max(begin, resumed.start() - _LONGEST)
        opened = [m.start() for m in _OPENING.finditer(text, near, resumed.start())]
        if opened and ";" not in text[opened[-1] : resumed.start()]:
            out.append((opened[-1], resumed.start() + 1))
    return out


def _join(cuts: list[Span]) -> list[Span]:
    """Return the cuts in order, those that overlap as one."""
    out: list[Span] = []
    for start, end in sorted(cuts):
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return out


def _invert(cuts: list[Span], length: int) -> list[Span]:
    edges = [0, *(at for cut in cuts for at in cut), length]
    return [(a, b) for a, b in zip(edges[::2], edges[1::2], strict=True) if a < b]


def _is_kept(kept: list[Span], at: int) -> bool:
    return any(a <= at < b for a, b in kept)


def _shorten(kept: list[Span], at: int) -> int:
    """Return where the character `at` of the sentence stands without the cuts."""
    return sum(min(b, at) - a for a, b in kept if a < at)


def _lengthen(kept: list[Span], at: int) -> int:
    """Return where the character `at` of the text without cuts stands in the sentence."""
    for start, end in kept:
        if at < end - start:
            return start + at
        at -= end - start
    return kept[-1][1]
