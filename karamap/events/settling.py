"""Which of a sentence's triggers are events of their own: one event for each thing told."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from karamap.events.findings import Finding
from karamap.events.phrases import has_verb
from karamap.events.sentences import Sentence
from karamap.model import EventType

__all__ = ["VIOLENT", "settle", "share_out"]

T = EventType
VIOLENT = {T.BATTLE, T.SHELLING, T.AIR_STRIKE}
# in one clause and by one source, the first tells what the second only echoes
_BEATS: dict[EventType, set[EventType]] = {
    T.CEASEFIRE_VIOLATION: {
        T.BATTLE,
        T.SHELLING,
        T.AGREEMENT,
        T.TERRITORIAL_CHANGE,
        T.HUMANITARIAN,
    },
    T.SHELLING: {T.BATTLE, T.HUMANITARIAN, T.INFRASTRUCTURE},
    T.AIR_STRIKE: {T.BATTLE, T.HUMANITARIAN},
    T.BATTLE: {T.HUMANITARIAN, T.ARMS, T.TROOP_MOVEMENT},
    T.OTHER: {T.HUMANITARIAN, T.BATTLE, T.TERRITORIAL_CHANGE},
    T.INTERVENTION: {T.TROOP_MOVEMENT, T.BATTLE, T.ARMS, T.AIR_STRIKE, T.HUMANITARIAN},
    T.AGREEMENT: {T.TALKS, T.ARMS},
    T.ARMS: {T.AGREEMENT, T.TROOP_MOVEMENT},
    T.BLOCKADE: {T.INFRASTRUCTURE, T.TROOP_MOVEMENT, T.HUMANITARIAN},
    T.INFRASTRUCTURE: {T.BLOCKADE, T.OTHER},
    T.TALKS: {T.POLITICAL},
    T.TERRITORIAL_CHANGE: {T.BATTLE, T.TROOP_MOVEMENT},
    T.PROTEST: {T.BLOCKADE, T.POLITICAL},
    T.HUMANITARIAN: {T.TERRITORIAL_CHANGE, T.TROOP_MOVEMENT, T.AGREEMENT},
}
_LATER = re.compile(
    r"\b(?:after|before|following)\s(?:the|its|their|a)\s"
)  # one thing, then another
_SIGNED = re.compile(r"sign|initial|ink", re.IGNORECASE)
_UPROOTED = re.compile(
    r"\b(?:left?|leave|leaving|fled|flee\w*|displac\w+|evacuat\w+|homes?|homeless|refugees?)\b"
)
_MINE = re.compile(r"\b(?:mine|landmine|land\smine)s?\b", re.IGNORECASE)
_FINITE = re.compile(r"\b(?:was|were|been|died|dead|missing|perished)\b", re.IGNORECASE)
_NEAR = 60  # characters between two triggers of one statement
# of these a sentence may tell several, each with its own day
_REPEATED = {
    T.TALKS, T.INFRASTRUCTURE, T.POLITICAL, T.TERRITORIAL_CHANGE, T.HUMANITARIAN, T.AGREEMENT,
    T.PROTEST, T.TROOP_MOVEMENT, T.BLOCKADE, T.ARMS,
}  # fmt: skip
# "in Geneva on Thursday and in Moscow on Monday"
_AND_AT = re.compile(
    r"\s?,?\s(?:and|then|followed\sby)\s(?:again\s|then\s|later\s|also\s|finally\s|one\s|another\s)?(?:in|at|near)\s"
)
_FAR = 120  # characters from a trigger within which its places and days are told


def settle(sentence: Sentence, found: list[Finding]) -> list[Finding]:
    """Keep one event for each type, source and stance, and drop what another one implies."""
    kept: dict[tuple[object, ...], Finding] = {}
    for f in found:
        part = f.clause.start if f.type is T.TALKS and f.clause.intro == "while" else 0
        key: tuple[object, ...] = (f.type, f.speaker, f.stance, part)
        if key in kept and _is_another(sentence, kept[key], f):
            key = (*key, f.clause.start)
        if key not in kept:
            kept[key] = f
    rest = sorted(kept.values(), key=lambda f: (f.start, f.end, f.type.value))
    for f in reversed(rest):  # one by one, so that three do not beat each other in a ring
        if any(_beats(sentence, g, f) for g in rest if g is not f):
            rest = [g for g in rest if g is not f]
    return [f for f in rest if not any(_covers(g, f) for g in rest if g is not f)]


def _is_another(sentence: Sentence, first: Finding, later: Finding) -> bool:
    """Whether a later clause with a day of its own tells another event of the type."""
    if later.type not in _REPEATED or first.clause == later.clause:
        return False
    ours, theirs = _days_of(sentence, first), _days_of(sentence, later)
    return bool(ours and theirs) and not ours & theirs


def _days_of(sentence: Sentence, finding: Finding) -> set[object]:
    """Return the dates in the clause of `finding`."""
    clause = finding.clause
    return {
        d.span
        for d in sentence.dates
        if d.span is not None and clause.start <= d.start - sentence.start < clause.end
    }


def share_out(sentence: Sentence, found: list[Finding]) -> list[Finding]:
    """Return the events told in one breath: "met in Geneva on Thursday and in Moscow on Monday"."""
    out: list[Finding] = []
    for finding in found:
        if finding.type in _REPEATED and finding.strength == "strong":
            out += _find_shares(sentence, finding)
    return out


def _find_shares(sentence: Sentence, finding: Finding) -> list[Finding]:
    """Return `finding` again for each further place and day that its clause gives it."""
    starts = [d for d in sentence.dates if d.span is not None]
    days = [d for d in starts if finding.end <= d.start - sentence.start]
    shares: list[Finding] = []
    last = finding.end
    for day, after in pairwise(days):
        end, begin = day.end - sentence.start, after.start - sentence.start
        if end - last > _FAR or day.span == after.span:
            break
        between = sentence.text[end:begin]
        opened = _AND_AT.match(between)
        named = any(
            end < t.mention.start - sentence.start < begin and t.place is not None
            for t in sentence.toponyms
        )
        if opened is None or not named or has_verb(between):
            continue
        start = end + opened.start() + len(opened[0]) - len(opened[0].split()[-1]) - 1
        text = sentence.text[start : after.end - sentence.start]
        shares.append(replace(finding, start=start, end=start + len(text), trigger=text))
        last = begin
    return shares


def _covers(winner: Finding, loser: Finding) -> bool:
    """Whether two types read the same words and `winner` reads more of them."""
    if winner.speaker != loser.speaker:
        return False
    size, other = winner.end - winner.start, loser.end - loser.start
    overlap = winner.start < loser.end and loser.start < winner.end
    return overlap and (size, winner.type.value) > (other, loser.type.value)


def _holds(one: Finding, other: Finding) -> bool:
    """Whether the trigger of `one` contains that of `other` and says more."""
    longer = one.end - one.start > other.end - other.start
    return longer and one.start <= other.start and other.end <= one.end


def _is_apart(attack: Finding, toll: Finding) -> bool:
    """Whether a main clause tells the toll: "… attacked the post, and four men were killed"."""
    main = {attack.clause.intro, toll.clause.intro} <= {"", "and", "resume"}
    return main and attack.clause != toll.clause and bool(_FINITE.search(toll.trigger))


def _stands(winner: Finding, loser: Finding) -> bool:
    """Whether `loser` says something of its own that `winner` does not imply."""
    if loser.type is T.AGREEMENT and winner.type is T.HUMANITARIAN:
        return bool(_SIGNED.match(loser.trigger))
    if loser.type is T.HUMANITARIAN and _is_apart(winner, loser):
        return True
    if loser.type is T.HUMANITARIAN and winner.type in VIOLENT:
        return winner.summary or bool(_UPROOTED.search(loser.trigger))
    # "driven back by machine-gun fire"
    return winner.type is T.TERRITORIAL_CHANGE and _holds(loser, winner)


def _beats(sentence: Sentence, winner: Finding, loser: Finding) -> bool:
    """Whether `winner` tells what `loser` would tell again."""
    if winner.speaker != loser.speaker:
        return False
    toll = loser.type is T.HUMANITARIAN
    if winner.type is T.HUMANITARIAN and loser.type in VIOLENT and loser.summary:
        return True
    hurt = {winner.type, loser.type} == {T.HUMANITARIAN, T.OTHER}
    if hurt and (_MINE.search(winner.trigger) or _MINE.search(loser.trigger)):
        return loser.type is T.HUMANITARIAN  # the mine is the news, its toll is told with it
    if loser.type not in _BEATS.get(winner.type, set()) or _stands(winner, loser):
        return False
    if loser.type is T.AGREEMENT and winner.type is T.CEASEFIRE_VIOLATION:
        return winner.start < loser.end and loser.start < winner.end
    low, high = sorted((winner, loser), key=lambda f: f.start)
    near = winner.clause == loser.clause or high.start - low.start < _NEAR
    if winner.type is T.TALKS:
        near = high.start - low.start < _NEAR
    between = sentence.text[low.end : high.start]
    joined = " and " not in between and not _LATER.search(between)
    mutual = winner.type in _BEATS.get(loser.type, set())
    toll = toll and winner.frame is loser.frame
    return (toll or (near and joined)) and (not mutual or winner.start < loser.start)
