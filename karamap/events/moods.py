"""Negation and modality: what happened, what is planned, what is denied, what is only said."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache, lru_cache

from karamap.events.findings import Finding
from karamap.events.lexicon import cue
from karamap.events.patterns import Table, read_data
from karamap.events.sentences import Sentence
from karamap.events.sources.plans import is_still_to_come
from karamap.model import EventType, Stance

__all__ = ["apply_mood"]

T = EventType
_MAY_BE_PLANNED = {
    T.TALKS, T.TROOP_MOVEMENT, T.INTERVENTION, T.ARMS, T.INFRASTRUCTURE, T.POLITICAL, T.PROTEST,
    T.HUMANITARIAN, T.AGREEMENT, T.BLOCKADE, T.OTHER,
}  # fmt: skip
_AS_PLANNED = re.compile(r"\bunplanned\b|\bplanned\s(?:monitoring|exercise)")
# "not fewer than 120 froze" denies nothing
_NO_FEWER = re.compile(
    r"\b(?:not|no)\s(?:fewer|less|more|only|just|long|far|later|least)\b", re.IGNORECASE
)
_NOT = re.compile(r"\b(?:not|never|no)\b")
# "mercenaries had not been used"
_NOT_AFTER = re.compile(
    r"\s(?:\w+\s)?(?:had|have|has|was|were|is|are|did|do|does|will)(?:n[’']t|\s(?:not|never))\b"
)
_GUESSED = re.compile(
    r"(?:claim|alleg|estimat|believ|suggest|argu|predict|hint|insist|complain|assert|reckon|accord)",
    re.IGNORECASE,
)
_BROKEN = re.compile(
    r"\b(?:breach|violation|defiance|spite)\sof\b|\b(?:violat|breach|brok)\w+\b", re.IGNORECASE
)
_ENVISAGED = re.compile(
    r"\b(?:envisag\w+|envision\w*|stipulat\w+|provid(?:es|ing)\b[^.;]{0,40}\bfor|foresees)\b",
    re.IGNORECASE,
)
_PLANNED_AFTER = re.compile(
    r"\s(?:[\w-]+\s){0,3}?(?:(?:is|are|was|were)\s(?:now\s)?(?:planned|scheduled|expected|due|slated)\b|"
    r"(?:will|would|(?:is|are|was|were)\sto)\s(?:be\sheld|take\splace|begin|start|open|go\sahead|meet)\b)"
)
_HANDED = re.compile(r"\b(?:hand|return|transfer|pass|withdr|giv|ced|leav|vacat)\w*", re.IGNORECASE)
# "there is no truth in the claims that …"
_NO_TRUTH = re.compile(
    r"\b(?:no\struth\s(?:in|to)|nothing\strue\sin|(?:false|untrue|wrong|absurd|ridiculous|nonsense)\s(?:that|to\s(?:say|claim)))\b"
)
# "peacekeepers could be deployed", "the truce must be observed": the verb is part of the trigger
_SUPPOSED = re.compile(
    r"\b(?:could|might|must|should|(?<!in )(?<!\d )may|ought\sto|needs?\sto)\s(?:be|have|not)\b"
)
_UNWAVERING = re.compile(r"would\snot\shesitate")
_PROMISED = re.compile(r"(?:promis|pledg)", re.IGNORECASE)
_SENDS = re.compile(r"\bsend|deploy")
_TO_BE_HELD = re.compile(
    r"\b(?:(?:is|are)\sto|will)\s(?:take\splace|be\sheld|meet|be\sdiscussed|be\ssigned)\b[^,;:]*$"
)
_AHEAD = 140  # characters before a trigger
_REACH, _FAR = 60, 200  # characters before a trigger in which a cue of mood counts


def _left(sentence: Sentence, finding: Finding, reach: int = _REACH) -> str:
    """Return the words of the same clause just before the trigger."""
    floor = max(finding.clause.start, sentence.body, finding.start - reach)
    if finding.frame is not None and finding.frame.end <= finding.start:
        floor = max(floor, finding.frame.end)
    if not sentence.in_quote(finding.start):
        whole = [q.end for q in sentence.quotes if sentence.text[q.end - 2] in ",.!?"]
        floor = max([floor, *(end for end in whole if end <= finding.start)])
    return sentence.text[floor : finding.start]


def apply_mood(sentence: Sentence, finding: Finding) -> Finding | None:
    """Settle negation and modality: an event, a plan, a denial, or nothing."""
    left = _left(sentence, finding, _FAR if finding.strength == "weak" else _REACH)
    kind = finding.frame.kind if finding.frame else ""
    verb = f"{finding.frame.verb} " if finding.frame and kind == "say" else ""
    whole = verb + left + sentence.text[finding.start : finding.end]
    if kind in {"call", "vow"}:
        return _in_demand(finding, whole)
    if kind == "deny" or _is_called_untrue(sentence, finding):
        return replace(finding, stance=Stance.DENIED)
    if _is_only_spoken_of(sentence, finding) or _SUPPOSED.search(finding.trigger):
        return None
    if _is_planned(sentence, whole) or _is_ahead(sentence, finding):
        handed = finding.type is T.TERRITORIAL_CHANGE and _HANDED.search(finding.trigger)
        plannable = finding.type in _MAY_BE_PLANNED or handed
        return replace(finding, stance=Stance.PLANNED) if plannable else None
    if _is_negated(sentence, finding, left):
        # "there were no casualties" tells nothing and denies nobody
        answers = finding.speaker and finding.type not in {T.TALKS, T.AGREEMENT, T.HUMANITARIAN}
        return replace(finding, stance=Stance.DENIED, refers=True) if answers else None
    return _weigh_modal(sentence, finding, left)


def _is_ahead(sentence: Sentence, finding: Finding) -> bool:
    """Whether a noun is the subject of a verb of the future ("talks … are to resume")."""
    if _PLANNED_AFTER.match(sentence.text, finding.end):
        return True
    if _TO_BE_HELD.search(_left(sentence, finding, _AHEAD)):
        return True  # "is to take place on the margins of a summit in …"
    begin = max(finding.clause.start, sentence.body)
    if finding.frame is not None and begin < finding.frame.end <= finding.start:
        begin = finding.frame.end
    return is_still_to_come(sentence, finding.end, begin=begin)


def _weigh_modal(sentence: Sentence, finding: Finding, left: str) -> Finding | None:
    """Return what "would", "could", "if" before the trigger leave of it.

    "Said it would send monitors" announces; any other "would" only supposes.
    """
    likely = "hypothetical" in _likely_cues(sentence.text)
    told = [m[0] for m in cue("hypothetical").finditer(left)] if likely else []
    cues = [word.lower() for word in told if word != "May"]  # the month
    frame = finding.frame
    announces = frame is not None and (frame.kind == "say" and not _GUESSED.match(frame.verb))
    if finding.type is T.ARMS and announces and "would " in finding.trigger:
        return replace(finding, stance=Stance.PLANNED)
    if not cues:
        return finding
    if set(cues) == {"would"} and announces and finding.type in _MAY_BE_PLANNED:
        return replace(finding, stance=Stance.PLANNED)
    return None


def _is_called_untrue(sentence: Sentence, finding: Finding) -> bool:
    """Whether the speaker calls what the trigger tells false ("claims that … are untrue")."""
    reach = finding.frame.scope[1] if finding.frame else finding.clause.end
    begin = finding.frame.scope[0] if finding.frame else finding.start
    if _NO_TRUTH.search(sentence.text, begin, finding.start):
        return True
    if not finding.speaker or "untrue" not in _likely_cues(sentence.text):
        return False
    return bool(cue("untrue").search(sentence.text, finding.end, reach))


@cache
def _cues() -> Table[str]:
    return Table(read_data("speech.toml")["cues"].items())


@lru_cache(maxsize=64)  # the events of a sentence ask for the same cues
def _likely_cues(sentence: str) -> frozenset[str]:
    """Return the groups of cues that `sentence` has the words for: no other one is in it."""
    return _cues().find_likely(sentence)


def _has(sentence: Sentence, finding: Finding, cues: str, reach: int) -> bool:
    """Whether one of some cues stands before the trigger; most sentences have no word of them."""
    likely = cues in _likely_cues(sentence.text)
    return likely and bool(cue(cues).search(_left(sentence, finding, reach)))


def _is_only_spoken_of(sentence: Sentence, finding: Finding) -> bool:
    """Whether the trigger is an obligation, a proposal, an anniversary: nothing that happened."""
    if finding.frame and finding.frame.kind == "accuse" and finding.type is T.TALKS:
        return True
    begin = finding.frame.end if finding.frame else sentence.body
    if _ENVISAGED.search(sentence.text, min(begin, finding.start), finding.start):
        return True  # a provision of a plan or a text has not come about by being written
    if finding.type is T.AGREEMENT and _BROKEN.search(_left(sentence, finding, 80)):
        return True  # "in breach of a truce that took effect in May"
    return _has(sentence, finding, "backdrop", 200) or _has(sentence, finding, "obligation", 160)


def _is_planned(sentence: Sentence, whole: str) -> bool:
    if _UNWAVERING.search(whole):
        return True
    likely = "planned" in _likely_cues(sentence.text)
    return likely and bool(cue("planned").search(_AS_PLANNED.sub("", whole)))


def _is_negated(sentence: Sentence, finding: Finding, left: str) -> bool:
    """Whether a "not" governs the trigger; in "attacks have not stopped" it is part of it."""
    told = finding.type in {T.CEASEFIRE_VIOLATION, T.BLOCKADE}
    if finding.trigger.endswith("accounted for"):
        return False  # those who have not been are missing
    inside = not told and _NOT.search(finding.trigger)
    if inside or _NOT_AFTER.match(sentence.text, finding.end):
        return True
    if "negation" not in _likely_cues(sentence.text):
        return False
    left = _NO_FEWER.sub("", left)
    left = left.rpartition(" and that ")[2]  # "not endless, and that the army would"
    return bool(cue("negation").search(left[-45:]))


def _in_demand(finding: Finding, whole: str) -> Finding | None:
    """Return a planned event where a vow announces one; a demand or a threat is a statement."""
    assert finding.frame is not None  # noqa: S101  the caller has seen it
    plans = _PROMISED.match(finding.frame.verb)
    if plans and finding.type in {T.HUMANITARIAN, T.ARMS, T.TROOP_MOVEMENT, T.INFRASTRUCTURE}:
        return replace(finding, stance=Stance.PLANNED)
    if finding.type is T.INTERVENTION and _SENDS.search(whole):
        return replace(finding, stance=Stance.PLANNED)
    return None
