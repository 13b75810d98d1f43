"""Acts of saying told by a noun or a passive: "a step condemned by X", "drew a rebuke from Y"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from karamap.events.findings import Finding
from karamap.events.sentences import Sentence
from karamap.model import EventType, Stance

__all__ = ["find_reactions"]

_NAMES = (
    r"(?:the\s)?(?P<who>[A-ZÀ-Ý][\w’'.-]*(?:\s(?:of\s|of\sthe\s|and\s|,\s|and\sthe\s)?[A-ZÀ-Ý][\w’'.-]*|\s(?:foreign|defence|defense|"
    r"interior)\s(?:ministry|minister)){0,6})"
)
_BODY = (
    r"(?:the\s)?(?P<who>(?:[\w-]+\s){0,3}?(?:authorities|opposition|mediators?|co-chairs?|co-chairmen|parliament|government|"
    r"ministry|parties|sides|leaders|union|president|council)\b(?:\sof\s(?:the\s)?[A-ZÀ-Ý][\w’'-]*)?)"
)
_BY = rf"\sby\s(?:{_NAMES}|{_BODY.replace('who', 'body')})"
# "was condemned by Washington and Paris", "a move criticised by Moscow"
_PASSIVE = re.compile(
    r"\b(?P<verb>condemned|denounced|deplored|criticised|criticized|rejected|vetoed|thrown\sout|turned\sdown|dismissed|"
    r"ruled\sout|blocked|protested|slammed|decried|ridiculed|welcomed|hailed|praised|spurned|rebuffed|disowned)"
    rf"(?:\s(?:[\w-]+ly|in\s[\w-]+|at\sonce|twice|outright|out\sof\shand)){{0,2}}?{_BY}"
)
_NOUN = re.compile(
    r"\b(?P<verb>rebukes?|condemnations?|protests?|criticism|warnings?|denunciations?|ultimatum|objections?|outcry|reproach(?:es)?|"
    r"threats?|reprimand|appeals?|pleas?)\s(?:[\w-]+\s){0,3}?from\s"
    rf"(?:{_NAMES}|{_BODY.replace('who', 'body')})"
)
# "a move Azerbaijan has protested against twice": the relative clause has no "which"
_AGAINST = re.compile(
    rf"\b(?:move|step|decision|plan|charge|idea|proposal|visit|sale|vote|claim)\s{_NAMES}\s(?:has|have|had)\s"
    r"(?:[\w-]+\s){0,2}?(?P<verb>protested\sagainst|protested|condemned|objected\sto|criticised|criticized|denounced|deplored)\b"
)
_CALLS = re.compile(r"appeal|plea", re.IGNORECASE)
_NOT = re.compile(r"\b(?:not|never|no|without|nor)\s(?:\w+\s){0,3}?$")
_WORDS = (
    "by ", "from ", "protested", "condemned", "objected", "criticised", "criticized", "denounced",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Reaction:
    who: str
    start: int
    end: int
    verb: str


def find_reactions(sentence: Sentence, found: list[Finding]) -> list[Finding]:
    """Return the rebukes, refusals and protests that no verb of saying with a subject tells.

    Parameters
    ----------
    sentence
        The sentence.
    found
        The events already read off it; a speaker whose statement they tell is left out.
    """
    told = {f.speaker for f in found if f.type is EventType.STATEMENT}
    out: list[Finding] = []
    for reaction in _read_reactions(sentence):
        taken = any(_overlap(f, reaction) and f.type is not EventType.PROTEST for f in found)
        if taken or reaction.who in told:
            continue
        told.add(reaction.who)
        called = _CALLS.match(reaction.verb)
        stance = Stance.CALLED_FOR if called else Stance.CLAIMED
        out.append(
            Finding(
                EventType.STATEMENT, reaction.start, reaction.end, reaction.verb,
                sentence.clause_at(reaction.start), stance, reaction.who, None, "strong",
                reason=f"“{reaction.verb}” tells what {reaction.who} said of it",
            )
        )  # fmt: skip
    return out


def _overlap(finding: Finding, reaction: _Reaction) -> bool:
    return finding.start < reaction.end and reaction.start < finding.end


def _read_reactions(sentence: Sentence) -> list[_Reaction]:
    text = sentence.text
    if not any(word in text for word in _WORDS):
        return []
    out = []
    for pattern in (_PASSIVE, _NOUN, _AGAINST):
        for m in pattern.finditer(text, sentence.body):
            if _NOT.search(text, max(0, m.start() - 30), m.start()) or sentence.in_quote(m.start()):
                continue
            who = m["who"] or m.groupdict().get("body") or ""
            start, end = m.span("verb")
            out.append(_Reaction(who.strip(" ,."), start, end, m["verb"]))
    return sorted(out, key=lambda r: r.start)
