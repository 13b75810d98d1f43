"""How far the words of a speaker reach in a sentence."""

from __future__ import annotations

import re
from dataclasses import replace

from karamap.events.lexicon import cue
from karamap.events.phrases import has_verb, is_name
from karamap.events.sentences import Clause, Sentence
from karamap.events.sources.frames import Frame

__all__ = ["set_scopes"]

# not the claim but the outlet's comment on it
_COMMENT = re.compile(
    r",\s(?:(?:bringing|marking|ending|capping|raising|prompting|dashing|underlining|underscoring|highlighting|signall?ing|"
    r"complicating|fuelling|fueling|stoking|deepening|sparking|triggering|contradicting|echoing)\s|"
    r"(?:just\s|barely\s|only\s|less\sthan\s|some\s|about\s)?(?:an?|one|two|three|four|five|six|ten|\d+|several|a\sfew)?\s?"
    r"(?:hours?|days?|weeks?|months?|years?)\s(?:and\s[^,]{2,20}\s)?(?:after|before|into)\s|"
    r"(?:in\s)?the\s(?:first|second|third|fourth|fifth|worst|deadliest|heaviest|latest|biggest|most)\b)"
)
_CHARGE = re.compile(
    r"\b(?:charges?|allegations?|claims?|assertions?|accusations?|reports?|versions?|suggestions?|something)"
    r"\s(?:that\s|which\s)?$|,\swhich\s$",
    re.IGNORECASE,
)
# "called for calm and met …": the second verb is no part of the demand
_ALSO_DID = re.compile(
    r"\sand\s(?:then\s|later\s|also\s)?(?:met|held|said|told|sent|went|spoke|took|\w+ed)\b"
)
_TOLD = re.compile(r"(?:told|tells|informed|informs)$", re.IGNORECASE)
_TOLD_TAIL = re.compile(r"^(?:\s\S++(?:\s\S++){0,7}+\s?)?[.;!?]?$")
# "…," said X, a farmer who reached the camp: what follows the speaker tells of the speaker
_DESCRIBED = re.compile(
    r",\s(?:(?:an?|the|who|whose|his|her)|(?:[a-z][\w-]*\s){1,3}(?:of|at|for|in))\s(?:(?!,\s(?:and|but|as|while|adding)\s)[^;])*"
)
_TAIL = re.compile(
    r"^\s*(?:(?:in|on|at(?!\s(?:least|most))|during|to|late|early|via|by|through|earlier|later|of|after|as|following|"
    r"when|last|this|yesterday|today|quoting|citing|reporters|journalists|parliament|lawmakers|"
    r"again|separately|here|the\s(?:following|next|same|previous)\sday|there|locally|overnight|[A-Z]\w+day)\b[^,;\"“”]*)?(?:[.,;!?\"“”»]|$)"
)
# "X, who met Y in Z, promised": where X met Y is no place of the saying
_RELATIVE = re.compile(r",\s(?:who|which)\s")
_BUT = re.compile(r"^(?:but|while|whereas|although|though|however|as)$")
_THEY = re.compile(r",?\sas\s(?:they|it|he|she)\s")  # "had been shot as they tried to cross"
_LINKED = re.compile(r"(?:meanwhile|however|earlier|later|also|but|and|besides),?\s", re.IGNORECASE)
# "were killed while trying to cross": no contrast
_WHILE_DOING = re.compile(r"\s(?:while|though|although)\s(?:\w+ing|on|in|at|under|off)\b")
_JOINED = re.compile(r",\sand\s(?!(?:accused|called|urged|denied|added|said|warned|vowed|that)\b)")
_GOES_ON = re.compile(
    r",?\sbut\s(?:had|has|have|was|were|is|are|did|would|will|could|not|that|never|also|only)\b"
)
_OWNED = ("that ", "which ", "whom ", "what ")
_ANOTHER = re.compile(
    r",?\swhile\s(?:a\s(?:second|third|fourth|fifth|further)|another|the\sothers?|(?:\w+\s)?(?:others|more))\s"
)
_SO = re.compile(r",\sso\s$")
_WHICH = re.compile(
    r"(?:(?:from|in|of|at|by|to|during|after|on|for)\s)?(?:which|where|whom|when|that|and|but),\s$"
)
_STOP = 2  # characters: a full stop or a comma


def set_scopes(sentence: Sentence, frames: list[Frame]) -> list[Frame]:
    """Return `frames`, in order, each with the stretch of `sentence` its speaker answers for."""
    out: list[Frame] = []
    for i, frame in enumerate(frames):
        following = [f for f in frames[i + 1 :] if f.subject and f.subject_start > frame.end]
        limit = min((f.subject_start for f in following), default=len(sentence.text))
        begin = max((f.tail[1] for f in out if f.scope[0] < f.start), default=sentence.body)
        out.append(_scope_frame(sentence, frame, begin, limit))
    return out


def _scope_frame(sentence: Sentence, frame: Frame, begin: int, limit: int) -> Frame:
    """Give `frame` the stretch of the sentence its speaker answers for."""
    if frame.settled:
        return frame
    if frame.verb.startswith("according"):
        return _scope_source(sentence, frame, begin, limit)
    first, last = min(frame.start, frame.subject_start), max(frame.end, frame.subject_end)
    opened = _opens_insertion(sentence, frame)
    if opened is not None:
        return replace(frame, scope=(max(begin, opened), limit), tail=(first, last))
    if frame.kind == "deny" and _CHARGE.search(sentence.text[: frame.subject_start]):
        return frame  # "a charge that X denies": it answers the words before
    tail = _read_tail(sentence, frame, limit)
    if _is_told_before(sentence, frame, begin, tail):
        end = _told_after(sentence, tail[1], limit)
        scope = (_reach_back(sentence, begin, frame), end or first)
        return replace(frame, scope=scope, tail=(first, tail[1]))
    return _scope_after(sentence, frame, limit)


def _read_tail(sentence: Sentence, frame: Frame, limit: int) -> tuple[int, int]:
    """Return the words after a verb of saying that only tell when and to whom it was said.

    Its end is before its beginning where what was said follows instead.
    """
    inverted = frame.subject_start >= frame.end
    verb_end = frame.subject_end if inverted else frame.end
    rest = sentence.text[verb_end:limit]
    tail = (_TOLD_TAIL if _TOLD.search(frame.verb) else _TAIL).match(rest)
    described = _DESCRIBED.match(rest) if inverted else None
    if frame.kind != "say" and tail is not None and not (inverted or tail.end() <= _STOP):
        tail = None  # "promised to …" is followed by what was promised
    if not inverted and (tail is None or " that " in tail[0]):
        return verb_end, -1
    ends = [m.end() for m in (tail, described) if m]
    return verb_end, verb_end + max(ends, default=0)


def _is_told_before(sentence: Sentence, frame: Frame, begin: int, tail: tuple[int, int]) -> bool:
    """Whether what was said stands before the speaker ("…, X said on Sunday")."""
    first = min(frame.start, frame.subject_start)
    head = sentence.text[begin:first].strip(' ,"“”')
    inverted = frame.subject_start >= frame.end
    closes = tail[1] >= len(sentence.text) - 1
    told = len(head.split()) > 1 and (closes or not _is_adverbial(sentence, begin, frame))
    owned = sentence.text[:first].endswith(_OWNED)  # "a column that monitors put at"
    if not told or tail[1] < 0 or owned:
        return False
    return inverted or not _is_title(sentence, begin, frame)


def _told_after(sentence: Sentence, start: int, limit: int) -> int:
    """Return the end of what is told in the same breath (", X said, and …"), 0 where nothing is."""
    clause = sentence.clause_at(min(start, len(sentence.text) - 1))
    joined = _JOINED.match(sentence.text, start - 1) or _JOINED.match(sentence.text, start)
    if joined is None or not has_verb(sentence.text[joined.end() : clause.end]):
        return 0
    return min(limit, max(clause.end, joined.end()))


def _scope_after(sentence: Sentence, frame: Frame, limit: int) -> Frame:
    """Give `frame` the words that follow it."""
    text = sentence.text
    verb_end = frame.subject_end if frame.subject_start >= frame.end else frame.end
    end, begin = limit, verb_end
    if text[: frame.subject_start].endswith(("that ", "which ")) and frame.verb.startswith("put"):
        begin = sentence.clause_at(frame.subject_start).start  # "a column that monitors put at"
    if text[: frame.subject_start].endswith(_OWNED) and "," in text[frame.end : end]:
        end = text.index(",", frame.end)  # "two men, whom Baku calls spies, were killed"
    for clause in sentence.clauses:
        if frame.end < clause.start < end and _leaves_claim(text, clause):
            end = clause.start
    own = sentence.clause_at(frame.start)
    inside = own.intro in {"who", "which"} and own.start <= frame.start
    if inside and not has_verb(text[own.start : frame.start]):
        end = min(end, max(own.end, verb_end))
    comment = _COMMENT.search(text, frame.end, end) if frame.kind == "say" else None
    end = comment.start() if comment else end
    joint = _ALSO_DID.search(text, frame.end, end)
    if joint and frame.kind in {"call", "vow", "deny"} and " that " not in text[frame.end : end]:
        end = joint.start()
    aside = _RELATIVE.search(text, frame.subject_end, frame.start)
    tail_start = text.rfind(",", aside.end(), frame.start) if aside else frame.subject_start
    return replace(frame, scope=(begin, end), tail=(max(tail_start, 0), frame.end))


def _leaves_claim(text: str, clause: Clause) -> bool:
    """Whether a clause sets another thing against what was said, or tells it in passing."""
    if not _BUT.match(clause.intro):
        return False
    inner = _THEY if clause.intro == "as" else _WHILE_DOING
    if _GOES_ON.match(text, clause.start):
        return False  # "were holding fire but had been forced to answer"
    if _ANOTHER.match(text, clause.start):
        return False  # "…, while a third was wounded further south"
    return not inner.match(text, clause.start)


def _scope_source(sentence: Sentence, frame: Frame, begin: int, limit: int) -> Frame:
    """Give "according to X" the words around it."""
    if frame.start <= sentence.body + 2:
        return replace(frame, scope=(frame.subject_end, limit))
    text = sentence.text
    opened = max(begin, _begin_clause(sentence, frame.start))
    if not has_verb(text[opened : frame.start]) and has_verb(text[frame.scope[1] :]):
        return replace(frame, scope=(opened, limit))
    return replace(frame, scope=(begin, frame.start))


def _opens_insertion(sentence: Sentence, frame: Frame) -> int | None:
    """Return where the clause begins that "…, officials said, …" cuts in two, else None."""
    text = sentence.text
    first, last = min(frame.start, frame.subject_start), max(frame.end, frame.subject_end)
    if frame.kind != "say" or frame.subject_start == frame.subject_end:
        return None
    if not (
        text[:first].endswith((", ", "— ", "– ", ", so ", ", as "))
        and text[last:].startswith((",", " it,"))
    ):
        return None
    opened = _begin_clause(sentence, first)
    if _SO.search(text, opened, first):
        return opened  # "has collected, so it says, …"
    begun = text[opened:first].strip(" ,—–")
    whole = bool(begun) and not has_verb(begun) and not begun.endswith(('"', "”"))
    return opened if whole and has_verb(text[last:]) else None


def _begin_clause(sentence: Sentence, at: int) -> int:
    """Return where the clause begins that an aside at `at` stands in ("from which, …")."""
    relative = _WHICH.search(sentence.text, sentence.body, at)
    if relative:
        return relative.start()
    return max(sentence.clause_at(max(at - 3, 0)).start, sentence.body)


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
