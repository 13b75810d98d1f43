"""From sentences to events: which triggers count, who owns them and how they stand."""

from __future__ import annotations

import re
from dataclasses import replace

from karamap.events.condensing import find_cut_triggers
from karamap.events.findings import Finding
from karamap.events.lexicon import Trigger, find_triggers
from karamap.events.moods import apply_mood
from karamap.events.sentences import Clause, Sentence
from karamap.events.speakers import Frame
from karamap.events.statements import find_references, find_statements
from karamap.model import EventType, FeatureClass, Stance

__all__ = ["code_sentence"]

T = EventType
_VIOLENT = {T.BATTLE, T.SHELLING, T.AIR_STRIKE}
# in one clause and by one source, the first tells what the second only echoes
_BEATS: dict[EventType, set[EventType]] = {
    T.CEASEFIRE_VIOLATION: {T.BATTLE, T.SHELLING, T.AGREEMENT, T.TERRITORIAL_CHANGE},
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
_CODED_IN_BACKGROUND = {
    T.TERRITORIAL_CHANGE,
    T.AGREEMENT,
    T.BLOCKADE,
    T.INFRASTRUCTURE,
    T.POLITICAL,
}
_OLD_WAR = re.compile(
    r"\b(?:war|conflict|fighting|clashes|violence)\s(?:that|which|in\swhich)\s|\bin\sa\swar\b|"
    r"\b(?:previous|earlier|first)\s(?:war|conflict)\b",
    re.IGNORECASE,
)

_INTO = re.compile(
    r"\b(?:entered|(?:moved|marched|rolled|swept|drove|pushed|broke)\sinto)\s(?:the\s)?(?:(?:town|village|"
    r"city|settlement)\sof\s)?"
)
_LATER = re.compile(
    r"\b(?:after|before|following)\s(?:the|its|their|a)\s"
)  # one thing, then another
_SIGNED = re.compile(r"sign|initial|ink", re.IGNORECASE)
_SESSION = re.compile(
    r"(?:at|during|in|addressing)\s(?:an?|the)\s(?:\w+\s){0,2}?(?:session|sitting|meeting)\b",
    re.IGNORECASE,
)
_UPROOTED = re.compile(
    r"\b(?:left?|leave|leaving|fled|flee\w*|displac\w+|evacuat\w+|homes?|homeless|refugees?)\b"
)
_HEARD = re.compile(r"told|tells|telling|informed|addressed", re.IGNORECASE)
_NEAR = 60  # characters between two triggers of one statement


def code_sentence(sentence: Sentence, frames: list[Frame], quoted: str | None) -> list[Finding]:
    """Return the events of one sentence.

    Parameters
    ----------
    sentence
        The sentence; headlines give nothing.
    frames
        Its acts of saying, speakers resolved.
    quoted
        Who speaks when the whole sentence stands inside a quotation, else None.
    """
    triggers = [t for t in _find_triggers(sentence) if t.start >= sentence.body]
    triggers = [t for t in triggers if not _is_figure_of_date(sentence, t)]
    read = [f for t in triggers if (f := _read_trigger(sentence, t, frames, quoted)) is not None]
    found = _settle(sentence, [f for f in read if f.strength == "strong"])
    found += _charged(read, found)
    found += find_references(sentence, frames, found)
    found += find_statements(sentence, frames, quoted, found)
    found = found or _settle(sentence, read)
    asides = tuple(s for f in frames for s in (f.tail, (f.subject_start, f.subject_end)))
    found = [replace(f, asides=asides) for f in found]
    return sorted(found, key=lambda f: (f.start, f.type.value))


def _charged(read: list[Finding], found: list[Finding]) -> list[Finding]:
    """Return what a charge or denial names in passing ("traded accusations over a clash")."""
    weak = [f for f in read if f.strength == "weak" and f.frame is not None and _is_named(f)]
    return [f for f in weak if all(g.frame is not f.frame for g in found)][:1]


def _is_named(finding: Finding) -> bool:
    """Whether a weak trigger names the deed that somebody is charged with or denies."""
    frame = finding.frame
    denied = frame is not None and frame.verb.lower().startswith("den")
    charged = frame is not None and frame.kind == "accuse" and finding.type in _VIOLENT
    return charged or (denied and finding.type not in {T.TALKS, T.AGREEMENT})


def _find_triggers(sentence: Sentence) -> list[Trigger]:
    towns = [
        (t.mention.start - sentence.start, t.mention.end - sentence.start)
        for t in sentence.toponyms
        if t.place is not None and t.place.feature_class is FeatureClass.SETTLEMENT
    ]
    found = find_triggers(sentence.text, towns)
    told = {t.type for t in found if t.strength == "strong"}
    return found + [t for t in find_cut_triggers(sentence, towns) if t.type not in told]


def _is_figure_of_date(sentence: Sentence, trigger: Trigger) -> bool:
    """Whether a trigger lies in a reference, or takes the day of a date for a toll."""
    at = trigger.start + sentence.start
    dated = any(d.start <= at < d.end for d in sentence.dates)
    toll = trigger.type is T.HUMANITARIAN
    return sentence.in_citation(trigger.start) or (dated and toll and trigger.text[0].isdigit())


def _frame_of(frames: list[Frame], at: int) -> Frame | None:
    """Return the innermost act of saying whose words hold the character `at`."""
    holding = [f for f in frames if f.scope[0] <= at < f.scope[1]]
    if holding:
        return min(holding, key=lambda f: f.scope[1] - f.scope[0])
    own = [f for f in frames if f.start <= at < f.end]  # "put the losses at" tells and says
    return next((f for f in own if f.kind in {"accuse", "deny"} or f.verb.startswith("put")), None)


def _read_trigger(
    sentence: Sentence, trigger: Trigger, frames: list[Frame], quoted: str | None
) -> Finding | None:
    """Return the event that `trigger` tells, None where it tells none that happened."""
    if _enters_place(sentence, trigger):
        trigger = replace(trigger, type=T.TERRITORIAL_CHANGE)
    frame = _frame_of(frames, trigger.start)
    clause = sentence.clause_at(trigger.start)
    if frame is not None and _is_occasion(sentence, frame, clause):
        frame = None
    if any(f.subject_start <= trigger.start < f.subject_end for f in frames):
        return None  # part of a speaker's title
    if trigger.type is T.POLITICAL and frames and _SESSION.match(sentence.text[sentence.body :]):
        first = min(f.subject_start for f in frames)
        if trigger.start < first:
            return None  # "At an emergency session, X said"
    if trigger.type in {T.TALKS, T.PROTEST} and any(
        _is_hearer(sentence, f, trigger.start) for f in frames
    ):
        return None
    if _is_backdrop(sentence, trigger, clause):
        return None
    speaker = frame.speaker if frame else quoted
    stance = Stance.CLAIMED if speaker else Stance.ASSERTED
    finding = Finding(
        trigger.type, trigger.start, trigger.end, trigger.text, clause, stance, speaker, frame,
        trigger.strength, summary=trigger.summary, reason=f"“{trigger.text}”",
    )  # fmt: skip
    return apply_mood(sentence, finding)


def _is_hearer(sentence: Sentence, frame: Frame, at: int) -> bool:
    """Whether the character `at` belongs to those who are told ("told a video conference")."""
    return bool(_HEARD.fullmatch(frame.verb)) and bool(
        frame.end <= at
        and re.fullmatch(
            r"\s(?:an?|the|his|her)\s(?:[\w-]+\s){0,2}?", sentence.text[frame.end : at]
        )
    )


def _enters_place(sentence: Sentence, trigger: Trigger) -> bool:
    """Whether troops, other than peacekeepers, go into a named place and so take it."""
    if trigger.type is not T.TROOP_MOVEMENT or "peacekeep" in sentence.text.lower():
        return False
    found = _INTO.search(sentence.text, trigger.start, trigger.end + 20)
    if found is None:
        return False
    starts = [t.mention.start - sentence.start for t in sentence.toponyms]
    return any(0 <= start - found.end() <= 1 for start in starts)


def _is_occasion(sentence: Sentence, frame: Frame, clause: Clause) -> bool:
    """Whether a clause tells why somebody warned, called or denied ("warned both after …")."""
    if frame.kind == "say" or clause.intro != "after" or clause.start < frame.end:
        return False
    return " that " not in sentence.text[frame.end : clause.start]


def _is_backdrop(sentence: Sentence, trigger: Trigger, clause: Clause) -> bool:
    """Whether a trigger only recalls what everybody knows ("in a war that killed thousands")."""
    before = sentence.text[max(0, trigger.start - 40) : trigger.start]
    if _OLD_WAR.search(before) and trigger.type is not T.AGREEMENT:
        return True
    if clause.intro in {"since", "until", "because", "despite", "if", "unless"}:
        return trigger.type not in _CODED_IN_BACKGROUND or clause.intro in {"if", "unless"}
    return False


def _settle(sentence: Sentence, found: list[Finding]) -> list[Finding]:
    """Keep one event for each type, source and stance, and drop what another one implies."""
    kept: dict[tuple[object, ...], Finding] = {}
    for f in found:
        part = f.clause.start if f.type is T.TALKS and f.clause.intro == "while" else 0
        key = (f.type, f.speaker, f.stance, part)
        if key not in kept:
            kept[key] = f
    rest = sorted(kept.values(), key=lambda f: (f.start, f.end, f.type.value))
    for f in reversed(rest):  # one by one, so that three do not beat each other in a ring
        if any(_beats(sentence, g, f) for g in rest if g is not f):
            rest = [g for g in rest if g is not f]
    return [f for f in rest if not any(_covers(g, f) for g in rest if g is not f)]


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


def _stands(winner: Finding, loser: Finding) -> bool:
    """Whether `loser` says something of its own that `winner` does not imply."""
    if loser.type is T.AGREEMENT and winner.type is T.HUMANITARIAN:
        return bool(_SIGNED.match(loser.trigger))
    if loser.type is T.HUMANITARIAN and winner.type in _VIOLENT:
        return winner.summary or bool(_UPROOTED.search(loser.trigger))
    # "driven back by machine-gun fire"
    return winner.type is T.TERRITORIAL_CHANGE and _holds(loser, winner)


def _beats(sentence: Sentence, winner: Finding, loser: Finding) -> bool:
    """Whether `winner` tells what `loser` would tell again."""
    if winner.speaker != loser.speaker:
        return False
    toll = loser.type is T.HUMANITARIAN
    if winner.type is T.HUMANITARIAN and loser.type in _VIOLENT and loser.summary:
        return True
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
