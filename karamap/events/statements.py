"""Events whose trigger is the verb of saying: demands, threats, refusals, bare denials."""

from __future__ import annotations

import re
from dataclasses import replace

from karamap.events.findings import Finding
from karamap.events.lexicon import cue
from karamap.events.sentences import Sentence
from karamap.events.sources.speakers import Frame
from karamap.model import EventType, Stance

__all__ = ["find_likely_statement", "find_references", "find_statements"]

T = EventType
_WILL = re.compile(r"\b(?:will|would|shall|ready\sto|going\sto)\b")
# "this does not correspond to reality": the words answer a claim told before
_THIS = re.compile(
    r"^[\s“\"‘]*(?:that\s)?(?:(?:this|these|that|those|such|it|nothing|no\ssuch)\b)", re.IGNORECASE
)
# what is denied is a deed that the lexicon has no words for: it answers the claim before
_DEED = re.compile(
    r"\s(?:\w{3,}ing|any(?!\s(?:plans?|intentions?|wish|desire)\b)|that|having|involvement)\b",
    re.IGNORECASE,
)
# "rejected this proposal" answers an offer, not a charge
_OFFERED = re.compile(
    r"\s(?:this|that|the|these|any|all|an?|such)\s(?:[\w-]+\s){0,2}?(?:proposals?|ideas?|offers?|plans?|calls?|demands?|requests?|"
    r"invitations?|terms|conditions|drafts?|possibility)\b",
    re.IGNORECASE,
)
_DID_NOT = re.compile(
    r"\b(?:had|has|have|did|do|does|were|was|is|are)\s(?:not|never)\s(?:been\s)?(?:fir|shell|attack|bomb|target|open(?:ed)?\sfire|"
    r"shoot|shot|hit|violat|strik|struck|cross)",
    re.IGNORECASE,
)
_WE_ASK = re.compile(
    r"\b(?:[Ww]e|I)\s(?:\w+\s)?(?:demand|urge|call\s(?:on|upon|for)|appeal|turn\sto)\b"
)
_MUST = re.compile(r"(?<!\b[Ww]e\s)(?<!\bI\s)\b(?:must|should|has\sto|needs?\sto)\b")

# "would boycott the talks if …", "the strike will end when …": a threat, or a condition put
_ON_CONDITION = re.compile(
    r"\b(?:will|would|shall|could)\b[^.;]{3,90}?\b(?:unless|until|so\slong\sas|as\slong\sas|the\smoment|if|should)\b|"
    r"\bshould\s(?:the\s|any\s)?[\w’'\s]{3,50},?\s[^.;]{0,60}\b(?:will|would|shall)\b"
)
_REFUSED = re.compile(
    r"\bno\s(?:interest|part)\sin\b|\b(?:have|has|take)\sno\spart\s(?:in|of)\b|\bnot\sinterested\sin\b|"
    r"\b(?:could|can|would|will|shall)\s?not\s(?:\w+\s)?(?:accept|agree|bind|yield|budge|cede|surrender|sign|be\sbound)\b|"
    r"\b(?:would|will|shall)\s(?:ratify|accept|sign|concede|cede|yield)\s(?:nothing|no)\b|"
    r"\bpatience\b[^.;]{0,30}\b(?:limit|endless|run|thin|infinite)|"
    r"\bwar\sis\s(?:not|far\sfrom)\s(?:yet\s)?over\b|\bwill\s(?:keep\son|go\son|carry\son|press\son)\b",
    re.IGNORECASE,
)
_ANSWERED = re.compile(
    r"\b(?:will|would|shall|could|can)\sbe\s(?:\w+ly\s)?(?:met|answered|crushed|destroyed|shot\sdown|punished|suppressed|targeted|"
    r"repelled|resisted|repulsed)\b"
)
# "insisted that the post be removed": what is asked for stands in the bare form of the verb
_ORDERING = ("insist", "order", "recommend", "propos", "stipulat", "stress", "suggest", "rul")
_BE_DONE = re.compile(
    r"(?<!\bto)(?<!\bwill)(?<!\bwould)(?<!\bcould)(?<!\bcan)(?<!\bmay)(?<!\bmight)(?<!\bshall)(?<!\bnot)(?<!\bsoon)"
    r"(?<!\bnever)(?<!\balso)(?<!\bcannot)(?<!\bstill)\sbe\s(?:\w+ly\s|at\sonce\s)?(?:\w+ed|given|withdrawn|sent|put|held|set|cut|freed|met|brought|done|made|kept|shut|drawn|taken)\b"
)


def find_references(sentence: Sentence, frames: list[Frame], found: list[Finding]) -> list[Finding]:
    """Return denials that name no event of their own ("rejected the accusation")."""
    out = []
    for frame in frames:
        told = any(f.stance is Stance.DENIED and f.speaker == frame.speaker for f in found)
        if not frame.speaker or told:
            continue
        if frame.kind == "say" and _says_did_not(sentence, frame, found):
            reason = "a deed told before is said not to have been done"
            out.append(_of_frame(sentence, frame, T.OTHER, Stance.DENIED, "strong", reason))
        elif frame.kind == "say" and _calls_it_untrue(sentence, frame):
            reason = "what was said before is called untrue"
            out.append(_of_frame(sentence, frame, T.OTHER, Stance.DENIED, "strong", reason))
        if frame.kind != "deny":
            continue
        answered = sentence.text[frame.end : frame.end + 40]
        if frame.scope[0] == frame.scope[1]:  # "a charge that X denies"
            answered = sentence.text[max(0, frame.subject_start - 30) : frame.subject_start]
        if frame.settled:  # "this was denied by X"
            answered = sentence.text[frame.scope[0] : frame.end]
        if _OFFERED.match(answered):
            continue
        bare = frame.verb.lower().startswith("den") and (frame.settled or _DEED.match(answered))
        if bare or cue("refers").search(answered) or cue("refers").search(frame.verb):
            reason = f"“{frame.verb}” refers to the claim before"
            denial = _of_frame(sentence, frame, T.OTHER, Stance.DENIED, "strong", reason)
            out.append(replace(denial, answers=answered))
    return [replace(f, refers=True) for f in out]


def _says_did_not(sentence: Sentence, frame: Frame, found: list[Finding]) -> bool:
    """Whether the words of `frame` say that somebody did not fire, attack or cross."""
    said = _DID_NOT.search(sentence.text, *frame.scope)
    return bool(said) and not any(f.frame is frame for f in found)


def _calls_it_untrue(sentence: Sentence, frame: Frame) -> bool:
    """Whether the words of `frame` only call an earlier claim false ("nothing of the kind")."""
    said = sentence.text[frame.scope[0] : frame.scope[1]]
    return bool(_THIS.match(said) and cue("untrue").search(said))


def _of_frame(
    sentence: Sentence, frame: Frame, kind: EventType, stance: Stance, strength: str, reason: str
) -> Finding:
    """Return an event whose trigger is the verb of saying itself."""
    return Finding(
        kind, frame.start, frame.end, frame.verb, sentence.clause_at(frame.start), stance,
        frame.speaker, frame, strength, reason=reason,
    )  # fmt: skip


def find_statements(
    sentence: Sentence, frames: list[Frame], quoted: str | None, found: list[Finding]
) -> list[Finding]:
    """Return the demands, threats, vows and refusals of a sentence."""
    out: list[Finding] = []
    for frame in frames:
        stance = _statement_stance(sentence, frame)
        if frame.kind == "say" and any(_is_demand_inside(f, frame) for f in frames):
            continue  # "X stressed that … must …, Y told reporters": the demand is X's
        if stance is None or not frame.speaker or _is_told(sentence, frame, stance, found):
            continue
        if not any(o.speaker == frame.speaker and o.stance == stance for o in out):
            strength = "weak" if frame.kind in {"say", "accuse"} else "strong"
            reason = f"“{frame.verb}” is a demand, threat, vow or refusal"
            out.append(_of_frame(sentence, frame, T.STATEMENT, stance, strength, reason))
    demands = {o.speaker for o in out if o.stance is Stance.CALLED_FOR}
    out = [o for o in out if o.stance is Stance.CALLED_FOR or o.speaker not in demands]
    stance = _modal_stance(sentence.text) if quoted and not found and not out else None
    if stance is not None:
        out.append(
            Finding(
                T.STATEMENT, 0, 0, "", sentence.clauses[0], stance, quoted, None, "weak",
                reason="a quoted demand or threat",
            )
        )  # fmt: skip
    return out


def find_likely_statement(sentence: Sentence, frames: list[Frame], reason: str) -> Finding | None:
    """Return the statement of the first speaker of a sentence that is likely to tell one."""
    spoken = [f for f in frames if f.speaker]
    if not spoken:
        return None
    frame = min(spoken, key=lambda f: (f.kind == "say", f.start))
    stance = _statement_stance(sentence, frame) or Stance.CLAIMED
    return _of_frame(sentence, frame, T.STATEMENT, stance, "likely", reason)


def _is_demand_inside(inner: Frame, outer: Frame) -> bool:
    """Whether somebody else's words lie in those of `outer`."""
    inside = inner is not outer and outer.scope[0] <= inner.start < outer.scope[1]
    return inside and inner.speaker != outer.speaker


def _is_told(sentence: Sentence, frame: Frame, stance: Stance, found: list[Finding]) -> bool:
    """Whether an event already read off `frame` tells what the statement would."""
    mine = [f for f in found if f.frame is frame]
    if frame.kind == "accuse" or (frame.kind == "say" and stance is Stance.CLAIMED):
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
        asked = frame.verb.lower().startswith(_ORDERING) and _BE_DONE.search(said)
        return Stance.CALLED_FOR if asked else _modal_stance(said)
    return None


def _modal_stance(said: str) -> Stance | None:
    """Return how words stand that demand, threaten or refuse; None for plain telling."""
    if cue("refusal").search(said):
        return Stance.CLAIMED
    if _MUST.search(said) or _WE_ASK.search(said):
        return Stance.CALLED_FOR
    if _WILL.search(said) and cue("hostile").search(said):
        return Stance.CLAIMED
    if _REFUSED.search(said) or _ANSWERED.search(said) or _ON_CONDITION.search(said):
        return Stance.CLAIMED
    return None
