"""From sentences to events: which triggers count, who owns them and how they stand."""

from __future__ import annotations

import re
from dataclasses import replace

from karamap.events.condensing import find_cut_triggers
from karamap.events.findings import Finding
from karamap.events.lexicon import Trigger, find_triggers
from karamap.events.moods import apply_mood
from karamap.events.reactions import find_reactions
from karamap.events.sentences import Clause, Sentence
from karamap.events.settling import VIOLENT, settle, share_out
from karamap.events.sources.speakers import Frame
from karamap.events.statements import (
    find_likely_statement,
    find_references,
    find_statements,
)
from karamap.events.wording import Likely, find_likely
from karamap.model import EventType, FeatureClass, Stance

__all__ = ["code_sentence"]

T = EventType
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

_COUNTING = ("put", "count", "estimat", "conced", "acknowledg")  # these tell what they count
_INTO = re.compile(
    r"\b(?:entered|(?:moved|marched|rolled|swept|drove|pushed|broke)\sinto)\s(?:the\s)?(?:(?:town|village|"
    r"city|settlement)\sof\s)?"
)
_SESSION = re.compile(
    r"(?:at|during|in|addressing)\s(?:an?|the)\s(?:\w+\s){0,2}?(?:session|sitting|meeting)\b",
    re.IGNORECASE,
)
# "a resolution which calls on X to withdraw": what is asked for has not happened
_ASKED = re.compile(
    r"\b(?:call|calls|called|calling|urg\w+|requir\w+|oblig\w+|demand\w*|want\w*|press\w*)\s(?:on\s|upon\s|for\s|that\s)?"
    r"(?:[\w’'-]+\s){1,5}?to\s(?:\w+\s)?$"
)
_MEANT = {T.TALKS, T.HUMANITARIAN, T.POLITICAL, T.ARMS}  # these are plans then, and told as such
# "willing to hand over", "a timetable for withdrawing", "it is not clear when": nothing yet
_INTENDED = re.compile(
    r"\b(?:willing(?:ness)?|unwilling(?:ness)?|readiness|refusal|reluctan\w+|desire)\sto\s(?:\w+\s)?$|"
    r"\b(?:timetable|schedule|mechanism|deadline|conditions?|proposals?)\sfor\s(?:the\s|a\s)?$|"
    r"\b(?:not\s(?:immediately\s|yet\s)?(?:clear|known)|unclear|unknown|no\sword)\s(?:on\s)?(?:when|how|why|whether|if|where)\b[^.;]{0,40}$"
)
# headings set in capitals before the sentence they announce
_CAPITALS = re.compile(r"(?:[A-Z0-9(][A-Z0-9’'\-,:;/()]*[.?!]?\s+){4,}")
_BID = re.compile(
    r"\W*(?:Ensure|Permit|Allow|Refrain|Release|Investigate|Cease|Stop|End|Provide|Resume|Agree|Take|Make|Respect|Continue|"
    r"Facilitate|Publish|Support|Encourage|Urge|Call|Press|Grant|Conduct|Withdraw|Condemn|Guarantee|Insist|Prosecute)\s"
)
_SINCE_THEN = re.compile(r"\s?since\s(?:then|that\s(?:day|time|date))\b", re.IGNORECASE)
_MARKET = re.compile(
    r"\b(?:strategist|economist|trader|broker|investor|(?:fund|portfolio|asset)\smanager)\b",
    re.IGNORECASE,
)
_YEAR_BEFORE = re.compile(r"\b(?:19|20)\d\d\s(?:[\w-]+\s)?$")
_DATE_AFTER = re.compile(
    r"(?:\s[\w-]+)?\s(?:of|in|on|from|signed\sin|signed\son|reached\sin)\s(?:the\s)?(?:(?:spring|summer|autumn|winter|end)\s"
    r"(?:of\s)?)?(?:\d{1,2}\s)?(?:[A-Z][a-z]+\.?\s)?(?:\d{1,2},?\s)?(?:19|20)\d\d\b"
)
# what keeps, breaks or recalls an accord does not bring it about
_SINCE_IT = re.compile(r"\bsince\s(?:the|a)\s[^,;]{0,20}$", re.IGNORECASE)  # only tells how long
_OF_ACCORD = re.compile(
    r"\b(?:violat|breach|broke|break|implement|observ|respect|honou?r|breakdown|collapse|terms|provisions?|conditions|"
    r"based\son|basis|spirit|letter|keep|kept|return\sto|restor|monitor|fulfil|compl|undermin|abid|uphold|adher|draft|despite)\w*\b[^,;]*$",
    re.IGNORECASE,
)
# "they include …", "adds to tensions", "raises fears": what is, or what somebody makes of it
_REMARK = re.compile(
    r"^\W*(?:They|These|Those|It|Others)\s(?:also\s)?(?:include|comprise|consist|range|form)s?\b|"
    r"\b(?:adds?\sto|raises?|fuels?|stokes?|deepens?|heightens?|underlines?|highlights?|reflects?)\s(?:the\s|new\s|fresh\s)?"
    r"(?:tensions?|fears?|questions?|concerns?|doubts?|hopes?|prospects?|stakes|risks?|worries)\b"
)
_TO_PRESS = re.compile(r"\binterview|\bbriefing|press\sconference|\breporters\b|\bjournalists\b")
_HEARD = re.compile(r"told|tells|telling|informed|addressed", re.IGNORECASE)


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
    if sentence.text.rstrip('"”’»)').endswith("?") or _BID.match(sentence.text):
        return []  # what is asked, or recommended to somebody, is not told
    heading = _CAPITALS.match(sentence.text, sentence.body)
    floor = heading.end() - 1 if heading else sentence.body
    triggers = [t for t in _find_triggers(sentence) if t.start >= floor]
    triggers = [t for t in triggers if not _is_figure_of_date(sentence, t)]
    triggers = [_retype(sentence, t) for t in triggers]
    read = [f for t in triggers if (f := _read_trigger(sentence, t, frames, quoted)) is not None]
    found = settle(sentence, [f for f in read if f.strength == "strong"])
    found += _charged(read, found)
    found += share_out(sentence, found)
    found += find_references(sentence, frames, found)
    found += _unspoken(find_statements(sentence, frames, quoted, found), found)
    reactions = find_reactions(sentence, found)
    verbs = {r.start for r in reactions}  # a state that protests takes to no street
    found = [f for f in found if f.type is not T.PROTEST or f.start not in verbs] + reactions
    found = found or settle(sentence, read) or _likely(sentence, frames, quoted)
    asides = tuple(s for f in frames for s in (f.tail, (f.subject_start, f.subject_end)))
    found = [replace(f, asides=asides) for f in found]
    return sorted(found, key=lambda f: (f.start, f.type.value))


def _likely(sentence: Sentence, frames: list[Frame], quoted: str | None) -> list[Finding]:
    """Return what the wording makes likeliest of a sentence in which no pattern tells anything."""
    if _REMARK.search(sentence.text[sentence.body :]):
        return []
    for likely in find_likely(sentence.text, sentence.body):
        if likely.type is T.TALKS and _TO_PRESS.search(sentence.text):
            continue
        reason = f"wording likely of it ({likely.chance:.2f})"
        if likely.type is T.STATEMENT:
            finding = find_likely_statement(sentence, frames, reason)
        else:
            finding = _read_likely(sentence, likely, frames, quoted)
        if finding is not None:
            return [replace(finding, reason=f"“{finding.trigger}”, {reason}")]
    return []


def _read_likely(
    sentence: Sentence, likely: Likely, frames: list[Frame], quoted: str | None
) -> Finding | None:
    """Return the event at the word that tells most and can tell it; None of a mere backdrop."""
    for trigger in _rank_words(sentence, likely):
        if _is_backdrop(sentence, trigger, sentence.clause_at(trigger.start)):
            return None
        finding = _read_trigger(sentence, trigger, frames, quoted)
        if finding is not None:
            return finding
    return None


def _rank_words(sentence: Sentence, likely: Likely) -> list[Trigger]:
    """Return the telling words as triggers, those of the clause that tells most first."""
    weights: dict[int, float] = {}
    for start, _, weight in likely.words:
        clause = sentence.clause_at(start).start
        weights[clause] = weights.get(clause, 0.0) + weight
    ranked = sorted(likely.words, key=lambda w: -weights[sentence.clause_at(w[0]).start])
    return [
        Trigger(likely.type, start, end, sentence.text[start:end], "likely")
        for start, end, _ in ranked
    ]


def _charged(read: list[Finding], found: list[Finding]) -> list[Finding]:
    """Return what a charge or denial names in passing ("traded accusations over a clash")."""
    weak = [f for f in read if f.strength == "weak" and f.frame is not None and _is_named(f)]
    return [f for f in weak if all(g.frame is not f.frame for g in found)][:1]


def _unspoken(statements: list[Finding], found: list[Finding]) -> list[Finding]:
    """Return the statements that are more than the deed itself ("pledged five tonnes of flour")."""
    deeds = [f for f in found if f.type in {T.HUMANITARIAN, T.ARMS, T.TROOP_MOVEMENT}]
    return [s for s in statements if not any(f.start <= s.start < f.end for f in deeds)]


def _is_named(finding: Finding) -> bool:
    """Whether a weak trigger names the deed that somebody is charged with or denies."""
    frame = finding.frame
    denied = frame is not None and frame.verb.lower().startswith("den")
    charged = frame is not None and frame.kind == "accuse" and finding.type in VIOLENT
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
    return next(
        (f for f in own if f.kind in {"accuse", "deny"} or f.verb.lower().startswith(_COUNTING)),
        None,
    )


def _read_trigger(
    sentence: Sentence, trigger: Trigger, frames: list[Frame], quoted: str | None
) -> Finding | None:
    """Return the event that `trigger` tells, None where it tells none that happened."""
    frame = _frame_of(frames, trigger.start)
    clause = sentence.clause_at(trigger.start)
    if frame is not None and _is_occasion(sentence, frame, clause):
        frame = None
    if frame is not None and _tells_market(sentence, frame):
        return None
    if _is_of_frame(sentence, trigger, frames) or _is_backdrop(sentence, trigger, clause):
        return None
    speaker = frame.speaker if frame else quoted
    stance = Stance.CLAIMED if speaker else Stance.ASSERTED
    finding = Finding(
        trigger.type, trigger.start, trigger.end, trigger.text, clause, stance, speaker, frame,
        trigger.strength, summary=trigger.summary, reason=f"“{trigger.text}”",
    )  # fmt: skip
    return apply_mood(sentence, finding)


def _tells_market(sentence: Sentence, frame: Frame) -> bool:
    """Whether somebody of the markets speaks ("said X, a strategist at Y"): that is no news."""
    return bool(_MARKET.search(sentence.text, frame.subject_start, frame.subject_end + 60))


def _is_dated_accord(sentence: Sentence, trigger: Trigger) -> bool:
    """Whether a noun of agreement has a date of its own ("frozen by the 1994 ceasefire")."""
    if trigger.type is not T.AGREEMENT or trigger.strength == "strong":
        return False
    before = sentence.text[max(0, trigger.start - 40) : trigger.start]
    dated = _YEAR_BEFORE.search(before) or _DATE_AFTER.match(sentence.text, trigger.end)
    return bool(dated) and not (_OF_ACCORD.search(before) or _SINCE_IT.search(before))


def _retype(sentence: Sentence, trigger: Trigger) -> Trigger:
    """Return `trigger` as the words around it make it."""
    if _enters_place(sentence, trigger):
        return replace(trigger, type=T.TERRITORIAL_CHANGE)
    if _is_dated_accord(sentence, trigger):
        return replace(trigger, strength="strong")
    return trigger


def _is_of_frame(sentence: Sentence, trigger: Trigger, frames: list[Frame]) -> bool:
    """Whether a trigger is part of who speaks, where, or to whom."""
    if any(f.subject_start <= trigger.start < f.subject_end for f in frames):
        return True  # part of a speaker's title
    council = trigger.type is T.POLITICAL or "ouncil" in trigger.text
    if council and frames and _SESSION.match(sentence.text[sentence.body :]):
        return trigger.start < min(f.subject_start for f in frames)  # "At a session, X said"
    told = trigger.type in {T.TALKS, T.PROTEST}
    return told and any(_is_hearer(sentence, f, trigger.start) for f in frames)


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
    meant = trigger.type not in _MEANT and _INTENDED.search(before)
    if meant or _ASKED.search(before):
        return True
    if _SINCE_THEN.match(sentence.text, clause.start):
        return False
    if clause.intro in {"since", "until", "because", "despite", "if", "unless"}:
        return trigger.type not in _CODED_IN_BACKGROUND or clause.intro in {"if", "unless"}
    return False
