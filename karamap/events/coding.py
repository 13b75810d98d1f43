"""From sentences to events: which triggers count, who owns them and how they stand."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from karamap.events.lexicon import Trigger, cue, find_triggers
from karamap.events.sentences import Clause, Sentence
from karamap.events.speakers import Frame
from karamap.model import EventType, Stance

__all__ = ["Finding", "code_sentence"]

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
_MAY_BE_PLANNED = {
    T.TALKS, T.TROOP_MOVEMENT, T.INTERVENTION, T.ARMS, T.INFRASTRUCTURE, T.POLITICAL, T.PROTEST,
    T.HUMANITARIAN, T.AGREEMENT, T.BLOCKADE,
}  # fmt: skip
_BACKGROUND = {"since", "until", "because", "if", "unless", "despite", "who", "which", "where"}
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


_WILL = re.compile(r"\b(?:will|would|shall|ready\sto|going\sto)\b")
_AS_PLANNED = re.compile(r"\bunplanned\b|\bplanned\s(?:monitoring|exercise)")
_NOT = re.compile(r"\b(?:not|never|no)\b")
_NEAR = 60  # characters between two triggers of one statement
_MUST = re.compile(r"(?<!\b[Ww]e\s)(?<!\bI\s)\b(?:must|should|has\sto|needs?\sto)\b")


@dataclass(frozen=True, slots=True)
class Finding:
    """An event read off a sentence, before its place, date and people are looked up."""

    type: EventType
    start: int  # of the trigger, in the sentence
    end: int
    trigger: str
    clause: Clause
    stance: Stance
    speaker: str | None
    frame: Frame | None
    strength: str
    refers: bool = False  # to the claim told before
    summary: bool = False
    reason: str = ""
    asides: tuple[tuple[int, int], ...] = ()  # where the saying, not the deed, is told


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
    triggers = [t for t in find_triggers(sentence.text) if t.start >= sentence.body]
    triggers = [t for t in triggers if not sentence.in_citation(t.start)]
    found = [f for t in triggers if (f := _read_trigger(sentence, t, frames, quoted)) is not None]
    found = _settle(sentence, found)
    found += _find_references(sentence, frames, found)
    found += _find_statements(sentence, frames, quoted, found)
    asides = tuple(s for f in frames for s in (f.tail, (f.subject_start, f.subject_end)))
    found = [replace(f, asides=asides) for f in found]
    return sorted(found, key=lambda f: (f.start, f.type.value))


def _frame_of(frames: list[Frame], at: int) -> Frame | None:
    """Return the innermost act of saying whose words hold the character `at`."""
    holding = [f for f in frames if f.scope[0] <= at < f.scope[1]]
    if holding:
        return min(holding, key=lambda f: f.scope[1] - f.scope[0])
    return next((f for f in frames if f.start <= at < f.end and f.kind in {"accuse", "deny"}), None)


def _read_trigger(
    sentence: Sentence, trigger: Trigger, frames: list[Frame], quoted: str | None
) -> Finding | None:
    """Return the event that `trigger` tells, None where it tells none that happened."""
    frame = _frame_of(frames, trigger.start)
    clause = sentence.clause_at(trigger.start)
    if any(f.subject_start <= trigger.start < f.subject_end for f in frames):
        return None  # part of a speaker's title
    if _is_backdrop(sentence, trigger, clause):
        return None
    speaker = frame.speaker if frame else quoted
    stance = Stance.CLAIMED if speaker else Stance.ASSERTED
    finding = Finding(
        trigger.type, trigger.start, trigger.end, trigger.text, clause, stance, speaker, frame,
        trigger.strength, summary=trigger.summary, reason=f"“{trigger.text}”",
    )  # fmt: skip
    return _apply_mood(sentence, finding)


def _is_backdrop(sentence: Sentence, trigger: Trigger, clause: Clause) -> bool:
    """Whether a trigger only recalls what everybody knows ("in a war that killed thousands")."""
    before = sentence.text[max(0, trigger.start - 40) : trigger.start]
    if _OLD_WAR.search(before) and trigger.type is not T.AGREEMENT:
        return True
    if clause.intro in {"since", "until", "because", "despite", "if", "unless"}:
        return trigger.type not in _CODED_IN_BACKGROUND or clause.intro in {"if", "unless"}
    return False


def _left(sentence: Sentence, finding: Finding, reach: int = 60) -> str:
    """Return the words of the same clause just before the trigger."""
    floor = max(finding.clause.start, sentence.body, finding.start - reach)
    if finding.frame is not None and finding.frame.end <= finding.start:
        floor = max(floor, finding.frame.end)
    return sentence.text[floor : finding.start]


def _apply_mood(sentence: Sentence, finding: Finding) -> Finding | None:
    """Settle negation and modality: an event, a plan, a denial, or nothing."""
    left = _left(sentence, finding)
    whole = left + sentence.text[finding.start : finding.end]
    kind = finding.frame.kind if finding.frame else ""
    if kind in {"call", "vow"}:
        return _in_demand(finding, whole)
    if kind == "deny" or _is_called_untrue(sentence, finding):
        return replace(finding, stance=Stance.DENIED)
    if _is_only_spoken_of(sentence, finding):
        return None
    if _is_planned(whole):
        plannable = finding.type in _MAY_BE_PLANNED
        return replace(finding, stance=Stance.PLANNED) if plannable else None
    if _is_negated(finding, left):
        answers = finding.speaker and finding.type not in {T.TALKS, T.AGREEMENT}
        return replace(finding, stance=Stance.DENIED, refers=True) if answers else None
    return None if cue("hypothetical").search(left) else finding


def _is_called_untrue(sentence: Sentence, finding: Finding) -> bool:
    """Whether the speaker calls what the trigger tells false ("claims that … are untrue")."""
    reach = finding.frame.scope[1] if finding.frame else finding.clause.end
    return bool(finding.speaker and cue("untrue").search(sentence.text, finding.end, reach))


def _is_only_spoken_of(sentence: Sentence, finding: Finding) -> bool:
    """Whether the trigger is an obligation, a proposal, an anniversary: nothing that happened."""
    if finding.frame and finding.frame.kind == "accuse" and finding.type is T.TALKS:
        return True
    backdrop = cue("backdrop").search(_left(sentence, finding, 120))
    return bool(backdrop or cue("obligation").search(_left(sentence, finding, 160)))


def _is_planned(whole: str) -> bool:
    if re.search(r"would\snot\shesitate", whole):
        return True
    return bool(cue("planned").search(whole) and not _AS_PLANNED.search(whole))


def _is_negated(finding: Finding, left: str) -> bool:
    """Whether a "not" governs the trigger; in "attacks have not stopped" it is part of it."""
    inside = finding.type is not T.CEASEFIRE_VIOLATION and _NOT.search(finding.trigger)
    return bool(inside or cue("negation").search(left[-45:]))


def _in_demand(finding: Finding, whole: str) -> Finding | None:
    """Return a planned event where a vow announces one; a demand or a threat is a statement."""
    assert finding.frame is not None  # noqa: S101  the caller has seen it
    plans = re.match(r"(?:promis|pledg)", finding.frame.verb, re.IGNORECASE)
    if plans and finding.type in {T.HUMANITARIAN, T.ARMS, T.TROOP_MOVEMENT, T.INFRASTRUCTURE}:
        return replace(finding, stance=Stance.PLANNED)
    if finding.type is T.INTERVENTION and re.search(r"\bsend|deploy", whole):
        return replace(finding, stance=Stance.PLANNED)
    return None


def _settle(sentence: Sentence, found: list[Finding]) -> list[Finding]:
    """Keep one event for each type, source and stance, and drop what another one implies."""
    strong = [f for f in found if f.strength == "strong"]
    found = strong or [replace(f, strength="weak") for f in found]
    kept: dict[tuple[object, ...], Finding] = {}
    for f in found:
        part = f.clause.start if f.type is T.TALKS and f.clause.intro == "while" else 0
        key = (f.type, f.speaker, f.stance, part)
        if key not in kept:
            kept[key] = f
    rest = list(kept.values())
    rest = [f for f in rest if not any(_beats(sentence, g, f) for g in rest if g is not f)]
    return [f for f in rest if not any(_covers(g, f) for g in rest if g is not f)]


def _covers(winner: Finding, loser: Finding) -> bool:
    """Whether two types read the same words and `winner` reads more of them."""
    if winner.speaker != loser.speaker:
        return False
    size, other = winner.end - winner.start, loser.end - loser.start
    overlap = winner.start < loser.end and loser.start < winner.end
    return overlap and (size, winner.type.value) > (other, loser.type.value)


def _beats(sentence: Sentence, winner: Finding, loser: Finding) -> bool:
    """Whether `winner` tells what `loser` would tell again."""
    if winner.speaker != loser.speaker:
        return False
    toll = loser.type is T.HUMANITARIAN
    if winner.type is T.HUMANITARIAN and loser.type in _VIOLENT and loser.summary:
        return True
    if loser.type not in _BEATS.get(winner.type, set()):
        return False
    if toll and winner.type in _VIOLENT and winner.summary:
        return False
    if loser.type is T.AGREEMENT and winner.type is T.CEASEFIRE_VIOLATION:
        return winner.start < loser.end and loser.start < winner.end
    low, high = sorted((winner, loser), key=lambda f: f.start)
    near = winner.clause == loser.clause or high.start - low.start < _NEAR
    joined = " and " not in sentence.text[low.end : high.start]
    mutual = winner.type in _BEATS.get(loser.type, set())
    return (toll or (near and joined)) and (not mutual or winner.start < loser.start)


def _find_references(
    sentence: Sentence, frames: list[Frame], found: list[Finding]
) -> list[Finding]:
    """Return denials that name no event of their own ("rejected the accusation")."""
    out = []
    for frame in frames:
        told = any(f.stance is Stance.DENIED and f.speaker == frame.speaker for f in found)
        if frame.kind != "deny" or not frame.speaker or told:
            continue
        answered = sentence.text[frame.end : frame.end + 40]
        if frame.scope[0] == frame.scope[1]:  # "a charge that X denies"
            answered = sentence.text[max(0, frame.subject_start - 30) : frame.subject_start]
        if cue("refers").search(answered) or cue("refers").search(frame.verb):
            reason = f"“{frame.verb}” refers to the claim before"
            out.append(_of_frame(sentence, frame, T.OTHER, Stance.DENIED, "strong", reason))
    return [replace(f, refers=True) for f in out]


def _of_frame(
    sentence: Sentence, frame: Frame, kind: EventType, stance: Stance, strength: str, reason: str
) -> Finding:
    """Return an event whose trigger is the verb of saying itself."""
    return Finding(
        kind, frame.start, frame.end, frame.verb, sentence.clause_at(frame.start), stance,
        frame.speaker, frame, strength, reason=reason,
    )  # fmt: skip


def _find_statements(
    sentence: Sentence, frames: list[Frame], quoted: str | None, found: list[Finding]
) -> list[Finding]:
    """Return the demands, threats, vows and refusals of a sentence."""
    out: list[Finding] = []
    for frame in frames:
        stance = _statement_stance(sentence, frame)
        if stance is None or not frame.speaker or _is_told(sentence, frame, stance, found):
            continue
        if not any(o.speaker == frame.speaker and o.stance == stance for o in out):
            strength = "weak" if frame.kind in {"say", "accuse"} else "strong"
            reason = f"“{frame.verb}” is a demand, threat, vow or refusal"
            out.append(_of_frame(sentence, frame, T.STATEMENT, stance, strength, reason))
    stance = _modal_stance(sentence.text) if quoted and not found and not out else None
    if stance is not None:
        out.append(
            Finding(
                T.STATEMENT, 0, 0, "", sentence.clauses[0], stance, quoted, None, "weak",
                reason="a quoted demand or threat",
            )
        )  # fmt: skip
    return out


def _is_told(sentence: Sentence, frame: Frame, stance: Stance, found: list[Finding]) -> bool:
    """Whether an event already read off `frame` tells what the statement would."""
    mine = [f for f in found if f.frame is frame]
    if frame.kind == "accuse":
        mine = [f for f in found if f.speaker == frame.speaker]
    if stance is Stance.CALLED_FOR and frame.kind == "say":
        modal = _MUST.search(sentence.text, *frame.scope)
        mine = [f for f in mine if modal is None or f.start > modal.start()]
    if frame.verb.endswith("ing") and any(f.type is T.PROTEST for f in found):
        return True
    denied = any(f.speaker == frame.speaker and f.stance is Stance.DENIED for f in found)
    return bool(mine) or denied


def _statement_stance(sentence: Sentence, frame: Frame) -> Stance | None:
    said = sentence.text[frame.scope[0] : frame.scope[1]]
    if frame.kind == "call":
        return Stance.CALLED_FOR
    if frame.kind == "vow":
        return Stance.CLAIMED
    if frame.kind == "deny":
        whole = sentence.text[frame.start : frame.scope[1]]
        return Stance.CLAIMED if cue("refusal").search(whole) else None
    if frame.kind == "accuse":
        return None if frame.speaker.lower() in {"each", "both sides", "both"} else Stance.CLAIMED
    if frame.kind == "say":
        return _modal_stance(said)
    return None


def _modal_stance(said: str) -> Stance | None:
    """Return how words stand that demand, threaten or refuse; None for plain telling."""
    if cue("refusal").search(said):
        return Stance.CLAIMED
    if _MUST.search(said):
        return Stance.CALLED_FOR
    if _WILL.search(said) and cue("hostile").search(said):
        return Stance.CLAIMED
    return None
