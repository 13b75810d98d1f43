"""Who says what: reporting verbs, their subjects and how far their words reach."""

from __future__ import annotations

import re

from karamap.events.lexicon import speech_verbs
from karamap.events.phrases import subject_after, subject_before
from karamap.events.sentences import Sentence
from karamap.events.sources.citing import (
    find_according,
    find_claims,
    find_colon,
    read_passive,
    read_tally,
)
from karamap.events.sources.frames import Frame
from karamap.events.sources.scopes import set_scopes
from karamap.events.sources.subjects import PASSIVE, find_subject, is_attribute, is_speaker

__all__ = ["Frame", "find_frames"]

# these are nouns after a determiner, a possessive or a preposition
_NOUNISH = re.compile(
    r"^(?:reports?|claims?|demands?|charges?|threats?|promises?|pledges?|disputes?|calls?"
    r"(?:\s(?:for|on|from|to))?|estimates?|warning|statements?|states|notes?|requests?|warns?|"
    r"posted|described|broadcast|quoted|blame)$",
    re.IGNORECASE,
)
# "the EU calls on both" has its verb, "the call for calm" its noun
_CALLER = re.compile(
    r"\b[Tt]he\s(?:[A-Z]{2,}|[Pp]arties|[Ss]ides|[Mm]ediators|[Cc]o-[Cc]hairs|[Mm]inisters|[Pp]residents|[Ll]eaders|"
    r"[Mm]inistry|[Gg]overnment|[Oo]rgani[sz]ation|[Ii]nstitution|[Cc]ommission|[Cc]ommittee|[Cc]ouncil)\s"
    r"(?:(?:once\s)?again\s|also\s|therefore\s)?$"
)
_DETERMINED = re.compile(
    r"(?:(?:’s|'s|s’|\b(?:the|a|an|this|that|these|those|its|his|her|their|by|of|on|with|to|in|from|"
    r"any|such|no|lay|laid|lays|staked|and|media|news|earlier|previous|fresh|new|some|united|member|both|all|for|over|"
    r"unconfirmed|conflicting|initial|numerous|persistent|contradictory|several|many|local|official|early|"
    r"despite|amid|after|following|without|(?:den|reject|dismiss|confirm|refut|disput|repeat|cit|ech)"
    r"(?:ied|ies|ed|s|es|ing|ying|oed|oes)))\s+(?:[\w-]+\s)?$)|^$",
    re.IGNORECASE,
)
# "three transit states signed an accord"
_PLURAL = re.compile(
    r"(?:states|reports|claims|demands|charges|estimates|notes|requests|calls|promises|threats|warns)\s(?:\w+ly\s)?"
    r"(?:signed|agreed|were|was|are|is|had|have|said|met|held|came|began|reached|launched|began|grew|rose|made)\b"
)
_CLOSING = re.compile(r"(?:reports|states|notes|claims|estimates|charges)[.,]")
# "the ministry in Yerevan reports one dead"
_TELLING = re.compile(
    r"(?:reports|claims|estimates)\s(?:that|one|two|three|four|five|six|\d|no|heavy|an?|new|fresh)\b"
)
_NAMED_LAST = re.compile(
    r"[A-ZÀ-Ý][\w.-]*\s$|\b(?:agency|ministry|service|channel|army|command|"
    r"cent(?:re|er)|office|staff|headquarters|committee|department|administration|council|police|newspaper|"
    r"radio|television|bureau|correspondent|portal|website|source|mission|institute)\s$"
)
_BY = re.compile(
    r"\s(?:\w+ly\s)?by\s(?!\d|(?:tele)?phone\b|e-?mail\b|video\b|fax\b|radio\b|letter\b)"
)
_QUESTION = re.compile(r"\?[\"”»]\s[^\"“”]{0,60}$")
_IRREALIS = re.compile(r"(?:\b(?:to|will|would|can|could|should|may|must|not|never)|n[’']t)\s$")
_THAT = re.compile(r"\bthat\s(?:\w+ly\s)?$")  # "the kind of symmetry that appeals to …"
# the saying is the deed itself: "declared independence", "announced a ceasefire" come as triggers
_PERFORMED = re.compile(
    r"(?:declared|declares|proclaimed)\s(?:independence|war|martial|sovereignty|null|a\s|an\s|its\s)"
    r"|(?:told|informed)\s[^,]{3,60}\sabout\s",
    re.IGNORECASE,
)
_AS_TOLD = re.compile(
    r"\bas\s(?:was\s|is\s|has\sbeen\s|already\s|previously\s|earlier\s|also\s)*$", re.IGNORECASE
)
_TEXT = re.compile(
    r"\b(?:statement|document|release|communique|communiqué|text|message|bulletin|report|letter|note|"
    r"resolution|declaration|headline|order|decree)\s$",
    re.IGNORECASE,
)
_AS_SAYING = re.compile(r"\s(?:[^,;]{3,50}?\s)?as\s(?:saying|telling|stating|confirming)\b")
_CALL_NOUN = re.compile(r"\bcalls?\s(?:for|on|from)$", re.IGNORECASE)
_AT = re.compile(
    r"\s(?:it\b|(?:[^.;,]{2,60}?\s)?(?:at|it|as)\s(?:[\w’'-]+\s){0,4}?(?:[$€£]?\d[\d.,]*|it|one|two|three|four|five|six|seven|eight|nine|ten|several|dozens|hundreds|"
    r"thousands|tens|[a-z]+teen|twenty|thirty|forty|fifty|sixty)\b)"
)  # "put the losses at …", "as he put it"
_OBJECT = re.compile(
    r"(?:(?:had|has|have)\s)?(?:registered|recorded|gave|gives|recalled(?!\sthat))\b", re.IGNORECASE
)
_PAPER = re.compile(r"\b(?:resolutions?|documents?|agreements?|accords?|plans?|proposals?|texts?)$")
_COLON_REACH = 90  # characters; nobody is named before a colon and said to speak as well


def find_frames(sentence: Sentence) -> list[Frame]:
    """Return the acts of saying in `sentence`, in order, subjects not yet resolved."""
    found = [_read_frame(sentence, kind, m) for kind, m in _find_verbs(sentence)]
    cited = find_according(sentence)
    own = [f for f in found if f and not any(c.start <= f.start < c.end for c in cited)]
    frames = own + cited
    if not any(f.start < _COLON_REACH for f in frames):
        frames += find_colon(sentence)
    frames = frames or find_claims(sentence) or read_tally(sentence)
    frames = [f for i, f in enumerate(frames) if not _is_told_otherwise(sentence, f, frames[:i])]
    frames.sort(key=lambda f: f.start)
    return set_scopes(sentence, frames)


def _is_told_otherwise(sentence: Sentence, frame: Frame, others: list[Frame]) -> bool:
    """Whether another act of saying holds these words ("dismissed a statement alleging that …")."""
    if frame.subject or not frame.verb.lower().split()[0].endswith("ing"):
        return False
    denied = [f for f in others if f.kind == "deny" and f.end <= frame.start]
    return bool(denied) and "," not in sentence.text[denied[-1].end : frame.start]


def _find_verbs(sentence: Sentence) -> list[tuple[str, re.Match[str]]]:
    """Return the verbs of saying, in order and without overlaps."""
    hits: list[tuple[str, re.Match[str]]] = []
    for m, kind in speech_verbs().find_in(sentence.text, sentence.body):
        compound = sentence.text[: m.start()].endswith("-")  # "the self-declared republic"
        shouted = m[0].isupper() and len(m[0]) > 2  # a heading run into the text
        if compound or shouted or sentence.in_quote(m.start()) or sentence.in_citation(m.start()):
            continue
        if not any(h.start() < m.end() and m.start() < h.end() for _, h in hits):
            hits.append((kind, m))
    return sorted(hits, key=lambda h: h[1].start())


def _read_frame(sentence: Sentence, kind: str, m: re.Match[str]) -> Frame | None:
    text = sentence.text
    noun = _is_noun(sentence, kind, m)
    if _BY.match(text, m.end()):
        return read_passive(sentence, kind, m)  # "a move condemned by …" has no words of theirs
    if (noun and not _CALL_NOUN.search(m[0])) or _is_nobodys(sentence, kind, m):
        return None
    if kind == "call" and (noun or m[0].lower().endswith("call")):
        return _read_call_noun(sentence, m)
    start, end = find_subject(sentence, kind, m)
    spoken = _is_said_by(kind, m, text[start:end])
    if not spoken or _is_supposed(sentence, m) or is_attribute(sentence, m, start, end):
        return None
    verb = _OBJECT.match(m[0])  # "registered two violations" tells what was registered
    last = m.start() + verb.end() if verb else m.end()
    said = text[m.start() : last]
    return Frame(kind, said, m.start(), last, text[start:end], start, end, (last, last), (0, 0))


def _is_noun(sentence: Sentence, kind: str, m: re.Match[str]) -> bool:
    """Whether a word that may be a noun is one ("the reports", "official claims")."""
    text = sentence.text
    before = text[sentence.body : m.start()]
    if not (_NOUNISH.match(m[0]) and _DETERMINED.search(before[-40:])) or _CALLER.search(before):
        return False
    if kind == "say" and before.rstrip().endswith(",") and subject_after(text, m):
        return False
    closing = _CLOSING.match(text, m.start()) and ", " in before
    telling = closing or _TELLING.match(text, m.start())
    return not (telling and _NAMED_LAST.search(before))


def _is_said_by(kind: str, m: re.Match[str], subject: str) -> bool:
    """Whether `subject` may say what the verb says; an empty one is inherited."""
    if subject.lower() in {"there", "him", "her", "them", "us", "those", "these", "this", "that"}:
        return False
    if kind == "say" and subject.lower() in {"we", "i"}:
        return False  # the outlet itself, where it is no quotation
    if kind == "call" and _PAPER.search(subject):
        return False  # what a resolution demands was demanded when it was passed
    # "preliminary reports"
    return not (_NOUNISH.match(m[0]) and subject) or is_speaker(subject)


def _is_supposed(sentence: Sentence, m: re.Match[str]) -> bool:
    """Whether a saying is only possible, or is the deed itself and no words about one."""
    unsaid = _IRREALIS.search(sentence.text, sentence.body, m.start())
    supposed = unsaid or sentence.clause_at(m.start()).intro in {"if", "unless"}
    return bool(supposed or _PERFORMED.match(sentence.text, m.start()))


def _is_participle(m: re.Match[str]) -> bool:
    return m[0].lower().split()[0].endswith("ing")


def _is_nobodys(sentence: Sentence, kind: str, m: re.Match[str]) -> bool:
    """Whether nobody in particular speaks ("was announced", "a man accused of …")."""
    before = sentence.text[sentence.body : m.start()]
    if _PLURAL.match(sentence.text, m.start()) or _THAT.search(before):
        return True
    accused = kind == "accuse" and sentence.text.startswith(" of", m.end())
    active = _is_participle(m) or _is_quoted(sentence, m)
    passive = _AS_TOLD.search(before) or (PASSIVE.search(before) and not active)
    reads = m[0].lower() in {"read", "reads"} and not _TEXT.search(before)
    laid = m[0].lower() in {"put", "puts"} and not _AT.match(sentence.text, m.end())
    asked = m[0].lower() == "asked" and not _QUESTION.search(before)
    bid = not before.strip() and m[0].lower().startswith(("recall", "note", "remember"))
    return bool(accused or passive or laid or reads or asked or bid)


def _is_quoted(sentence: Sentence, m: re.Match[str]) -> bool:
    """Whether a passive names the speaker as its subject ("officials were quoted as saying")."""
    return m[0].lower() == "quoted" and bool(_AS_SAYING.match(sentence.text, m.end()))


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
