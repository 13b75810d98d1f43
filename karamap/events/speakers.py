"""Who says what: reporting verbs, their subjects and how far their words reach."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from karamap.events.lexicon import cue, speech_verbs
from karamap.events.phrases import (
    has_verb,
    is_name,
    subject_after,
    subject_before,
)
from karamap.events.sentences import Sentence

__all__ = ["Frame", "find_frames"]

# these are nouns after a determiner, a possessive or a preposition
_NOUNISH = re.compile(
    r"^(?:reports?|claims?|demands?|charges?|threats?|promises?|pledges?|disputes?|calls?"
    r"(?:\s(?:for|on|from|to))?|estimates?|warning|statements?|states|notes?|requests?|warns?|"
    r"posted|described|broadcast|quoted)$",
    re.IGNORECASE,
)
_DETERMINED = re.compile(
    r"(?:(?:’s|'s|s’|\b(?:the|a|an|this|that|these|those|its|his|her|their|by|of|on|with|to|in|from|"
    r"any|such|no|and|media|news|earlier|previous|fresh|new|some|united|member|both|all|for|over|"
    r"despite|amid|after|following|without|(?:den|reject|dismiss|confirm|refut|disput|repeat|cit|ech)"
    r"(?:ied|ies|ed|s|es|ing|ying|oed|oes)))\s+(?:[\w-]+\s)?$)|^$",
    re.IGNORECASE,
)
_CLOSING = re.compile(r"(?:reports|states|notes)[.,]")
_NAMED_LAST = re.compile(r"[A-ZÀ-Ý][\w.-]*\s$|\b(?:agency|ministry|service|channel)\s$")
_PASSIVE = re.compile(r"\b(?:was|were|been|being|is|are|be)\s(?:\w+ly\s)?$")
_BY = re.compile(
    r"\s(?:\w+ly\s)?by\s(?!\d|(?:tele)?phone\b|e-?mail\b|video\b|fax\b|radio\b|letter\b)"
)
_WITH = re.compile(
    r",?\swith\s((?:the\s)?[A-ZÀ-Ý][\w’'-]+(?:\s[\w’'-]+){0,5}?)\s$"
)  # "with X saying"
_ANONYMOUS = re.compile(r"\beach\s(?:side\s)?$")  # "with each accusing the other"
_IRREALIS = re.compile(r"\b(?:to|will|would|can|could|should|may|must|not|n't|didn’t|never)\s$")
# the saying is the deed itself: "declared independence", "announced a ceasefire" come as triggers
_PERFORMED = re.compile(
    r"(?:declared|declares|proclaimed)\s(?:independence|war|martial|sovereignty|null|a\s|an\s|its\s)"
    r"|(?:told|informed)\s[^,]{3,60}\sabout\s",
    re.IGNORECASE,
)
_CHARGE = re.compile(
    r"\b(?:charges?|allegations?|claims?|accusations?|reports?|something)\s(?:that\s|which\s)?$|,\swhich\s$",
    re.IGNORECASE,
)
# "called for calm and met …": the second verb is no part of the demand
_ALSO_DID = re.compile(
    r"\sand\s(?:then\s|later\s|also\s)?(?:met|held|said|told|sent|went|spoke|took|\w+ed)\b"
)
_TOLD = re.compile(r"(?:told|tells|informed|informs)$", re.IGNORECASE)
_TOLD_TAIL = re.compile(r"^(?:\s\S++(?:\s\S++){0,7}+\s?)?[.;!?]?$")
_CALL_NOUN = re.compile(r"\bcalls?\s(?:for|on|from)$", re.IGNORECASE)
# "…," said X, a farmer who reached the camp: what follows the speaker tells of the speaker
_DESCRIBED = re.compile(
    r",\s(?:an?|the|who|whose|his|her)\s(?:(?!,\s(?:and|but|as|while|adding)\s)[^;])*"
)
_TAIL = re.compile(
    r"^\s*(?:(?:in|on|at(?!\s(?:least|most))|during|to|late|early|via|by|through|earlier|later|of|after|as|following|"
    r"when|last|this|yesterday|today|quoting|citing|reporters|journalists|parliament|lawmakers|"
    r"again|separately|[A-Z]\w+day)\b[^,;\"“”]*)?(?:[.,;!?\"“”»]|$)"
)
# "X, who met Y in Z, promised": where X met Y is no place of the saying
_RELATIVE = re.compile(r",\s(?:who|which)\s")
_BUT = re.compile(r"^(?:but|while|whereas|although|though|however|as)$")
_THEY = re.compile(r",?\sas\s(?:they|it|he|she)\s")  # "had been shot as they tried to cross"
# a capital gives "a different version" before a colon: what follows is its claim
_VERSION = re.compile(
    r"([A-ZÀ-Ý][\w’'.-]*(?:\s[\w’'.-]+){0,6}?)\s(?:has|had|gives|gave|tells|told|offers|offered)\s(?:an?|its|his|her|their)\s"
    r"(?:[\w-]+\s)?(?:story|version|account|explanation):"
)
_COLON = re.compile(r"((?:[A-ZÀ-Ý][\w’'.-]*)(?:[\s,]+[\w’'.-]+){1,9}):\s(?=[\"“A-Za-z0-9])")
_LINKED = re.compile(r"(?:meanwhile|however|earlier|later|also|but|and|besides),?\s", re.IGNORECASE)
_AT = re.compile(r"\s[^.;]{3,60}?\s(?:at|it)\s")  # "put the losses at …", "as he put it"
_PAPER = re.compile(r"\b(?:resolutions?|documents?|agreements?|accords?|plans?|proposals?|texts?)$")
_COLON_REACH = 90  # characters; nobody is named before a colon and said to speak as well
_ACCORDING = re.compile(
    r"\b(?:according\sto|in\sthe\swords\sof|citing|quoting|as\sreported\sby|as\sclaimed\sby)\s",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Frame:
    """One act of saying inside a sentence; offsets into the sentence."""

    kind: str  # say | accuse | deny | call | vow
    verb: str
    start: int  # of the verb
    end: int
    subject: str  # as written; "" where it must be inherited
    subject_start: int
    subject_end: int
    scope: tuple[int, int]
    tail: tuple[int, int]  # the words around the verb that tell when and to whom, not what
    speaker: str = ""  # resolved


def find_frames(sentence: Sentence) -> list[Frame]:
    """Return the acts of saying in `sentence`, in order, subjects not yet resolved."""
    found = [_read_frame(sentence, kind, m) for kind, m in _find_verbs(sentence)]
    frames = [f for f in found if f is not None] + _find_according(sentence)
    if not any(f.start < _COLON_REACH for f in frames):
        frames += _find_colon(sentence)
    frames.sort(key=lambda f: f.start)
    return _set_scopes(sentence, frames)


def _find_verbs(sentence: Sentence) -> list[tuple[str, re.Match[str]]]:
    """Return the verbs of saying, in order and without overlaps."""
    hits: list[tuple[str, re.Match[str]]] = []
    for m, kind in speech_verbs().find_in(sentence.text, sentence.body):
        compound = sentence.text[: m.start()].endswith("-")  # "the self-declared republic"
        if compound or sentence.in_quote(m.start()) or sentence.in_citation(m.start()):
            continue
        if not any(h.start() < m.end() and m.start() < h.end() for _, h in hits):
            hits.append((kind, m))
    return sorted(hits, key=lambda h: h[1].start())


def _read_frame(sentence: Sentence, kind: str, m: re.Match[str]) -> Frame | None:
    text = sentence.text
    before = text[sentence.body : m.start()]
    closing = _CLOSING.match(text, m.start()) and ", " in before and _NAMED_LAST.search(before)
    noun = _NOUNISH.match(m[0]) and _DETERMINED.search(before[-40:]) and not closing
    if (noun and not _CALL_NOUN.search(m[0])) or _is_nobodys(sentence, kind, m):
        return None
    if kind == "call" and (noun or m[0].lower().endswith("call")):
        return _read_call_noun(sentence, m)
    supposed = _IRREALIS.search(before) or sentence.clause_at(m.start()).intro in {"if", "unless"}
    if supposed or _BY.match(text, m.end()) or _PERFORMED.match(text, m.start()):
        return None  # "a move condemned by …" has its speaker after it, and no words of theirs
    start, end = _find_subject(sentence, kind, m)
    if kind == "call" and _PAPER.search(text[start:end]):
        return None  # what a resolution demands was demanded when it was passed
    return Frame(
        kind, m[0], m.start(), m.end(), text[start:end], start, end, (m.end(), m.end()), (0, 0)
    )


def _is_participle(m: re.Match[str]) -> bool:
    return m[0].lower().split()[0].endswith("ing")


def _is_nobodys(sentence: Sentence, kind: str, m: re.Match[str]) -> bool:
    """Whether nobody in particular speaks ("was announced", "a man accused of …")."""
    before = sentence.text[sentence.body : m.start()]
    accused = kind == "accuse" and sentence.text.startswith(" of", m.end())
    passive = _PASSIVE.search(before) and not _is_participle(m)
    laid = m[0].lower() in {"put", "puts"} and not _AT.match(sentence.text, m.end())
    anonymous = _is_participle(m) and _ANONYMOUS.search(before)
    return bool(accused or passive or laid or anonymous)


def _find_subject(sentence: Sentence, kind: str, m: re.Match[str]) -> tuple[int, int]:
    """Return the span of who says it, empty where the subject must be inherited."""
    inverted = subject_after(sentence.text, m) if kind == "say" else None
    if inverted is not None:
        return inverted
    after_with = _WITH.search(sentence.text, sentence.body, m.start())
    if _is_participle(m) and after_with:
        return after_with.span(1)
    if _is_participle(m) and not _PASSIVE.search(sentence.text[sentence.body : m.start()]):
        return m.start(), m.start()
    return subject_before(sentence, m.start())


def _read_call_noun(sentence: Sentence, m: re.Match[str]) -> Frame:
    """Read "a call from X for …", "Y's call for …", "has weighed in with calls for …"."""
    text = sentence.text
    after = re.match(r"\s*(?:the\s)?((?:[A-Z][\w’'.-]*\s?)+)", text[m.end() :])
    if m[0].lower().endswith("from") and after:
        start = m.end() + after.start(1)
        end = m.end() + after.end(1)
        subject = text[start:end].rstrip()
        end = start + len(subject)
    else:
        owner = re.search(
            r"([A-Z][\w-]*(?:\s[A-Z][\w-]*)*)(?:’s|'s|`s)\s(?:\w+\s)?$", text[: m.start()]
        )
        start, end = owner.span(1) if owner else subject_before(sentence, m.start())
    return Frame(
        "call", m[0], m.start(), m.end(), text[start:end], start, end, (m.end(), m.end()), (0, 0)
    )


def _find_colon(sentence: Sentence) -> list[Frame]:
    """Read "Defence Ministry: two soldiers were killed" as the ministry's words."""
    found = _VERSION.match(sentence.text, sentence.body)
    if found is not None:
        span, at = found.span(1), found.end() - 1
        return [Frame("say", ":", at, at + 1, found[1], *span, (at + 1, at + 1), (0, 0))]
    found = _COLON.match(sentence.text, sentence.body)
    if found is None or has_verb(found[1]):
        return []
    last = found[1].rsplit(maxsplit=1)[-1]
    if not (cue("body").search(last) or cue("office").search(found[1]) or is_name(found[1])):
        return []
    at = found.end(1)
    return [Frame("say", ":", at, at + 1, found[1], found.start(1), at, (at + 1, at + 1), (0, 0))]


def _find_according(sentence: Sentence) -> list[Frame]:
    frames = []
    for m in _ACCORDING.finditer(sentence.text, sentence.body):
        rest = sentence.text[m.end() :]
        stop = re.search(r"[,;.)](?=\s|$)|\s(?:which|who|that|as|after|while|in)\s", rest)
        end = m.end() + (stop.start() if stop else len(rest))
        close = re.search(r"[,;.)](?=\s|$)", rest)
        until = m.end() + (close.start() if close else len(rest))
        frames.append(
            Frame(
                "say", m[0], m.start(), m.end(), sentence.text[m.end() : end], m.end(), end,
                (m.end(), m.end()), (m.start(), until),
            )
        )  # fmt: skip
    return frames


def _set_scopes(sentence: Sentence, frames: list[Frame]) -> list[Frame]:
    out: list[Frame] = []
    for i, frame in enumerate(frames):
        following = [f for f in frames[i + 1 :] if f.subject and f.subject_start > frame.end]
        limit = min((f.subject_start for f in following), default=len(sentence.text))
        begin = max((f.tail[1] for f in out if f.scope[0] < f.start), default=sentence.body)
        out.append(_scope_frame(sentence, frame, begin, limit))
    return out


def _scope_frame(sentence: Sentence, frame: Frame, begin: int, limit: int) -> Frame:
    """Give `frame` the stretch of the sentence its speaker answers for."""
    text = sentence.text
    if frame.verb.lower().startswith(("according", "in the", "citing", "quoting", "as ")):
        if frame.start <= sentence.body + 2:
            return replace(frame, scope=(frame.subject_end, limit))
        told = has_verb(text[begin : frame.start])  # else it stands before the verb of its clause
        return replace(frame, scope=(begin, frame.start if told else limit))
    inverted = frame.subject_start >= frame.end
    verb_end = frame.subject_end if inverted else frame.end
    rest = text[verb_end:limit] if limit < len(text) else text[verb_end:]
    head = text[begin : min(frame.start, frame.subject_start)].strip(' ,"“”')
    tail = (_TOLD_TAIL if _TOLD.search(frame.verb) else _TAIL).match(rest)
    closes = tail is not None and verb_end + tail.end() >= len(text) - 1
    if frame.kind == "deny" and _CHARGE.search(text[: frame.subject_start]):
        return frame  # "a charge that X denies": it answers the words before
    if frame.kind != "say" and tail is not None and not (inverted or tail.end() <= 2):
        tail = None  # "promised to …" is followed by what was promised
    told_before = len(head.split()) >= 2 and (closes or not _is_adverbial(sentence, begin, frame))
    if told_before and not inverted and _is_title(sentence, begin, frame):
        told_before = False
    if told_before and (inverted or (tail and " that " not in tail[0])):
        described = _DESCRIBED.match(rest) if inverted else None
        tail_end = verb_end + max(tail.end() if tail else 0, described.end() if described else 0)
        return replace(
            frame,
            scope=(_reach_back(sentence, begin, frame), min(frame.start, frame.subject_start)),
            tail=(min(frame.start, frame.subject_start), tail_end),
        )
    end = limit
    for clause in sentence.clauses:
        inner = clause.intro == "as" and _THEY.match(text, clause.start)
        if frame.end < clause.start < end and _BUT.match(clause.intro) and not inner:
            end = clause.start
    joint = _ALSO_DID.search(text, frame.end, end)
    if joint and frame.kind in {"call", "vow", "deny"} and " that " not in text[frame.end : end]:
        end = joint.start()
    aside = _RELATIVE.search(text, frame.subject_end, frame.start)
    tail_start = text.rfind(",", aside.end(), frame.start) if aside else frame.subject_start
    return replace(frame, scope=(verb_end, end), tail=(max(tail_start, 0), frame.end))


def _is_title(sentence: Sentence, begin: int, frame: Frame) -> bool:
    """Whether the words before the speaker's name are their office ("The ombudsman, X, said")."""
    head = sentence.text[begin : frame.subject_start].strip()
    if not head.endswith(",") or has_verb(head) or re.search(r"[\"”»]", head):
        return False
    return bool(cue("office").search(head)) and is_name(frame.subject)


def _reach_back(sentence: Sentence, begin: int, frame: Frame) -> int:
    """Return where the words before a closing attribution begin: not before a "but"."""
    starts = [
        c.start
        for c in sentence.clauses
        if begin < c.start < frame.subject_start - 20 and c.intro in {"but", "whereas"}
    ]
    return max(starts, default=begin)


def _is_adverbial(sentence: Sentence, begin: int, frame: Frame) -> bool:
    """Whether what stands before the speaker only sets the scene ("After the talks, X said")."""
    head = sentence.text[begin : min(frame.start, frame.subject_start)].strip(" ,")
    if head.endswith(('"', "”", "»")):
        return False
    linked = _LINKED.match(head)
    if has_verb(head.partition(", ")[2]) or (linked and has_verb(head[linked.end() :])):
        return False  # the scene is set and something is told as well
    return bool(
        re.match(
            r"(?:in|on|at(?!\s(?:least|most)\b)|during|after|before|when|while|as|following|despite|amid|since|speaking|"
            r"asked|commenting|welcoming|meanwhile|however|earlier|later|also|but|and|for|with|"
            r"besides|addressing|visiting|answering|responding|citing|under|by|over|last|this)\b",
            head,
            re.IGNORECASE,
        )
    )
