"""Whether the words around a time expression tell of something done or of something to come."""

from __future__ import annotations

import re
from enum import Enum

from karamap.model import Span

__all__ = ["Tense", "read_tense"]

_REACH = 180  # characters to either side that are looked at


class Tense(Enum):
    """Which way an expression points; NEUTRAL where its words do not say."""

    PAST = -1
    NEUTRAL = 0
    FUTURE = 1


_TO_DO = (
    r"meet|hold|host|visit|travel|attend|sign|discuss|resume|begin|start|convene|vote|speak|arrive"
    r"|open|address|take|participate|launch|return|withdraw|hand|end|expire|continue|come|go|be"
)
_FUTURE = re.compile(
    r"\b(?:will|shall|won't|\w+'ll|would(?! have| not have)|(?:(?-i:may)|might|must)(?! have)"
    r"|could (?:be|begin|start|follow|come|take|resume|open|end)\b"
    r"|(?:is|are|was|were|be|been|being)(?: \w+ly| now| also| all| next)? (?:scheduled|due"
    r"|expected|slated|planned|supposed|poised|to)\b(?! (?:have|blame))"
    r"|(?:scheduled|due|planned|slated|set|expected) (?:to|for|on)\b"
    r"|(?:put off|postponed|delayed|rescheduled|adjourned) (?:to|until|till)\b"
    r"|(?:planning|agreed|agrees?|plans?|intends?|intended|vow(?:s|ed)|promis(?:ed|es)|hop(?:es|ed)"
    r"|invited|prepar(?:es|ing)|ready|aims?|pledged) to\b(?! (?:an?|the|this|these)\b)"
    r"|upcoming|forthcoming|ahead of|to be held|to take place|deadline|no later than"
    rf"|(?<!\w)(?:going|about) to|[A-Za-z]+s? to (?:{_TO_DO})\b)",
    re.IGNORECASE,
)
_IRREGULAR = (
    r"said|told|went|met|was|were|had|did|has|have|broke|began|came|took|left|fell|shot|held|fought"
    r"|saw|sent|made|led|spoke|struck|won|lost|found|gave|got|kept|brought|rose|felt|knew|wrote"
    r"|flew|sank|became|withdrew|drove|rejected|denied|hit|blew|seized|sought|ran|paid|stood"
    r"|understood|swore|shook|sprang|threw|tore|wore|chose|froze|stole|woke|drew|grew|says"
    r"|laid|bore|bought|built|caught|dealt|dug|fled|forgot|heard|hid|lit|meant|rode|rang|sold"
    r"|slept|slid|spent|stuck|swept|taught|thought|wept|bound|crept|drank|fed|flung|forbade|slung"
    r"|foresaw|overran|overthrew|undertook|withstood|retook|shrank|sang|sat|sped|spun|strode"
    r"|swam|swung|trod|arose|beat|bled|upheld|oversaw|undid|wound up|put|set|cut|shut|cost|quit"
)
_PAST = re.compile(rf"\b(?:{_IRREGULAR}|[a-z]{{2,}}ed|speaking|following|since)\b", re.IGNORECASE)
# a finite past that outweighs a future before it in the clause
_TOLD = re.compile(
    r"\b(?:was|were|had|did|said|told|has|have|announced|reported|stated|added|denied|claimed"
    r"|confirmed|warned|wrote|tweeted|went|met|came|began)\b",
    re.IGNORECASE,
)
_BOUNDARY = re.compile(
    r"[,;:()\"“”«»—]| -+ |\b(?:that|which|who|whose|while|when|after|because|but|where|whether"
    r"|although|though|as)\b"
)
_BACKWARD = re.compile(r"\b(?:since|after|from) (?:the )?$", re.IGNORECASE)
_FORWARD = re.compile(
    r"\b(?:by|until|till|before|ahead of|no later than) (?:the )?$", re.IGNORECASE
)
# "since January", "since the presidents' meeting in Kazan on 24 June"
_SINCE = re.compile(
    r"\bsince (?:(?:about |early |late )?(?:the )?|(?:[\w'-]+ ){1,7}(?:on|in) )$", re.IGNORECASE
)
# "will lease a base under a treaty signed in March": a participle of something done
_DONE = re.compile(
    r"(?<!\bbe )(?<!\bto )\b(?:signed|adopted|concluded|reached|endorsed|launched|abandoned|seized"
    r"|captured|requested|ratified|taken|brokered|negotiated|passed|approved|unveiled)"
    r"(?: (?!and\b|to\b)\w+){0,3} (?:in|on) (?:early |late |mid-)?$",
    re.IGNORECASE,
)
# "has shaken the country before a vote in November"
_BEFORE_VOTE = re.compile(
    r"\b(?:before|ahead of|for) (?:an?|the|its|their) (?:[\w-]+ ){0,2}"
    r"(?:vote|elections?|polls?|referendum|summit) (?:in|on|of) $",
    re.IGNORECASE,
)
_FEW_WORDS = 4
_OPENS_CLAUSE = re.compile(r"(?:[,;:(\"“”—]|\b(?:and|but|that|which)\b)(?: \w+){0,2} $")


def read_tense(shadow: str, sentence: Span, start: int, end: int) -> Tense:
    """Return the tense of the clause around ``[start, end)``.

    The clauses before it are asked first, nearest first; then what follows; a preposition such as
    "by" or "since" only where no verb tells.
    """
    before = shadow[max(sentence.start, start - _REACH) : start]
    after = shadow[end : min(sentence.end, end + _REACH)]
    opened = before.rfind("(")
    if opened > before.rfind(")"):  # "(the agency, May 22)": the verbs outside are not its own
        before, after = before[opened + 1 :], after.split(")", 1)[0]
    settled = _settled_by(before)
    if settled is not Tense.NEUTRAL:
        return settled
    if after.startswith("'s"):
        return _clause_tense(_BOUNDARY.split(after, maxsplit=1)[0])
    tense = Tense.NEUTRAL
    if len(before.split()) < _FEW_WORDS:
        own = _tense_before(before)
        tense = own if own is not Tense.NEUTRAL else _tense_after(after)
    elif _OPENS_CLAUSE.search(before):
        tense = _tense_after(_BOUNDARY.split(after, maxsplit=1)[0])
    for look, text in ((_tense_before, before), (_tense_after, after)):
        if tense is Tense.NEUTRAL:
            tense = look(text)
    if tense is not Tense.NEUTRAL:
        return tense
    if _BACKWARD.search(before):
        return Tense.PAST
    return Tense.FUTURE if _FORWARD.search(before) else Tense.NEUTRAL


def _settled_by(before: str) -> Tense:
    """Return the tense that words right before a date settle, whatever the verbs around say."""
    if _SINCE.search(before) or _DONE.search(before):
        return Tense.PAST
    return Tense.FUTURE if _BEFORE_VOTE.search(before) else Tense.NEUTRAL


def _tense_before(before: str) -> Tense:
    for clause in reversed(_BOUNDARY.split(before)):
        tense = _clause_tense(clause)
        if tense is not Tense.NEUTRAL:
            return tense
    return Tense.NEUTRAL


def _tense_after(after: str) -> Tense:
    """Return the tense of the first verb that follows."""
    future, past = _FUTURE.search(after), _PAST.search(after)
    if future is None and past is None:
        return Tense.NEUTRAL
    if past is None or (future is not None and future.start() < past.start()):
        return Tense.FUTURE
    # "were due to meet" is to come; who "agreed to meet" did so
    due = future is not None and future.start() == past.start() and not past[0].endswith("ed")
    return Tense.FUTURE if due else Tense.PAST


def _clause_tense(clause: str) -> Tense:
    future = next(reversed(list(_FUTURE.finditer(clause))), None)
    if future is not None and not _TOLD.search(clause, future.end()):
        lead = clause[: future.start()]
        # "went to Moscow to meet": the infinitive belongs to what is done
        weak = re.match(rf"[A-Za-z]+s? to (?:{_TO_DO})$", future[0], re.IGNORECASE)
        if not (weak and _PAST.search(lead + " " + future[0].split()[0])):
            return Tense.FUTURE
    return Tense.PAST if _PAST.search(clause) else Tense.NEUTRAL
