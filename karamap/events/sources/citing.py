"""Those who are named as a source without a verb of their own: according to, by, in X's version."""

from __future__ import annotations

import re

from karamap.events.lexicon import cue
from karamap.events.phrases import has_verb, is_name
from karamap.events.sentences import Sentence
from karamap.events.sources.frames import Frame

__all__ = [
    "end_of_name",
    "find_according",
    "find_claims",
    "find_colon",
    "read_passive",
    "read_tally",
]

# a capital gives "a different version" before a colon: what follows is its claim
_VERSION = re.compile(
    r"([A-ZÀ-Ý][\w’'.-]*(?:\s[\w’'.-]+){0,6}?)\s(?:has|had|gives|gave|tells|told|offers|offered)\s(?:an?|its|his|her|their)\s"
    r"(?:[\w-]+\s)?(?:story|version|account|explanation):"
)
_COLON = re.compile(r"((?:[A-ZÀ-Ý][\w’'.-]*)(?:[\s,]+[\w’'.-]+){1,9}):\s(?=[\"“A-Za-z0-9])")
_ACCORDING = re.compile(
    r"(?:\b(?:reports?|reported|said|says)(?:\son\s\w+day)?,?\s(?:quoting|citing|with\sreference\sto)(?=\s(?!(?:\w+\s)?(?:sources|unnamed|anonymous)))|\b(?:according\sto|in\sthe\swords\sof|on\sthe\sword\sof|with\sreference\sto|citing|quoting|as\s(?:(?:was|is|has\sbeen|already|earlier|"
    r"previously)\s){0,2}(?:reported|claimed|stated|announced|noted|told|confirmed|acknowledged)\s"
    r"(?:to\s[^,;.]{3,60}?\s)?by))\s",
    re.IGNORECASE,
)
# "by Baku's count", "by Armenian accounts", "in the army's version", "on Yerevan's telling"
_COUNTED = re.compile(
    r"\b(?:[Bb]y|[Ii]n|[Oo]n)\s(?P<who>(?:the\s)?(?:[\w’'.-]+\s){0,4}?(?:[\w.-]+(?:[’']s|s[’'])|[A-ZÀ-Ý][a-zà-ÿ-]+(?:ian|ani|ish|i|n))"
    r")\s(?:own\s|latest\s|official\s){0,2}(?:counts?|reckoning|tally|version|telling|accounts?|estimates?|calculations?)\b"
)
# "by most independent estimates"
_ESTIMATED = re.compile(
    r"\b[Bb]y\s(?P<who>(?:(?:most|some|many|all|several|official|independent|unofficial|local|western|Western|conservative|various|one|"
    r"other)\s){1,3}(?:estimates?|accounts?|counts?|reckonings?))\b"
)
_TALLY = re.compile(
    r"(?P<who>(?:[Tt]he\s)?(?:[\w’'.-]+\s){0,4}?[\w.-]+(?:[’']s|s[’']))\s(?:[\w-]+\s){0,3}?(?P<verb>count|tally|toll|estimate|figure)\s(?:of|for)\s"
    r"[^.;]{3,150}?\s(?:is|was|stands\sat|stood\sat|reached|rose\sto)\s(?:now\s)?(?:[a-z]+\s){0,3}?\d[^;]*"
)
# "figures released by X show that …", "satellite images published by X show"
_SHOWN = re.compile(
    r"\b(?i:figures?|data|statistics|records?|documents?|images?|photographs?|footage|video|maps?|lists?)\s(?:\w+ed\s|compiled\s)?"
    r"(?:by|from|of)\s(?P<who>[^,;:\"“”]{3,70}?)\s(?:show|shows|showed|indicate|indicates|indicated|suggest|suggests)\s(?:that\s)?"
)
# where the name of the source ends
_STOP = re.compile(
    r"[,;.)](?=\s|$)|\s(?:which|who|that|as|after|while|in(?!\s[A-ZÀ-Ý])|when|where|on(?=\s(?:\d|\w+day\b))|—|–|-)\s"
)
_CLOSE = re.compile(r"[,;.)](?=\s|$)|\s[—–-]\s")
# "the prime minister's spokesperson, Nazeli Baghdasaryan"
_APPOSED = re.compile(r",\s(?:[A-ZÀ-Ý][\w’'.-]+\s){1,3}?[A-ZÀ-Ý][\w’'-]+(?=[,;.)]|\s[—–-]\s|$)")
# what is cited as a reason: "citing the weather", "citing security concerns"
_CAUSE = re.compile(
    r"citing\s(?:the\s)?(?:[\w’'-]+\s){0,3}?(?:weather|concerns?|reasons?|need|fears?|threats?|risks?|grounds|lack|war|provocations?|"
    r"violations?|conditions|difficulties|circumstances|costs?|delays?|rights?|articles?|law|crisis|situation)\b",
    re.IGNORECASE,
)
_PAPER = re.compile(
    r"(?:the|an?|this|that|its|their|\w+)?\s?(?:\w+\s){0,2}?(?:agreements?|accords?|plans?|proposals?|treaty|resolutions?|"
    r"schedule|timetable|protocol|law|legislation|constitution|charter|draft|terms|deal|different\sdata|provisions?)\b",
    re.IGNORECASE,
)
_BY = re.compile(
    r"\s(?:\w+ly\s)?by\s(?P<who>(?!\d|(?:tele)?phone\b|e-?mail\b|video\b|fax\b|radio\b|letter\b)[^,;:.\"“”()]{2,90}?)"
    r"(?=[,;:.\"“”()]|\s(?:as|on|in\sa|after|during|late|early|who|which|and\sthat|that|but|while|when)\s|$)"
)
_PASSIVE = re.compile(r"\b(?:was|were|been|being|is|are|be)\s(?:\w+ly\s|also\s|later\s)?$")
# "the claim of X that …", "X's assertion that …", "Armenian reports that …"
_CLAIM = re.compile(
    r"\b(?:claims?|assertions?|allegations?|accusations?|charges?|reports?|statements?|announcements?|contention)\s"
    r"(?:by|of|from)\s(?P<of>(?:the\s)?[^,;:\"“”]{2,70}?)(?:,\s[^;:\"“”]{3,80}?,)?\sthat\s"
    r"|(?P<own>(?:the\s)?(?:[\w-]+\s){0,3}[\w-]+(?:[’']s|s[’'])|[A-ZÀ-Ý][a-z]+(?:ian|ani|ish|i|n))\s(?:official\s)?"
    r"(?:claims?|assertions?|allegations?|accusations?|charges?|reports?|statements?|announcements?|contention)\sthat\s"
)
_CLAIMED_UNTIL = re.compile(
    r",?\s(?:(?:does|did|do|could|can|has|have|had|was|were|is|are)\s(?:not\s)?(?:correspond|be\s(?:independently|verified|confirmed)|"
    r"been\s(?:confirmed|verified|denied|rejected)|denied|rejected|untrue|false|dismissed|confirmed|verified))\b"
)


# one of which a sentence must hold for the expressions above
_SOURCES = ("according", "words of", "word of", "reference to", "citing", "quoting", " by ")
_COUNTS = ("count", "reckoning", "tally", "version", "telling", "estimate", "calculation")
_SHOWS = (" show", " indicat", " suggest")
_CLAIMS = ("claim", "assertion", "allegation", "accusation", "charge", "report", "statement",
           "announcement", "contention")  # fmt: skip


def find_colon(sentence: Sentence) -> list[Frame]:
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


def find_according(sentence: Sentence) -> list[Frame]:
    """Return the sources named by "according to", "citing", "by X's count", "X's figures show"."""
    text, low = sentence.text, sentence.text.lower()
    frames = []
    for m in _ACCORDING.finditer(text, sentence.body) if _holds(low, _SOURCES) else ():
        stop = _STOP.search(text, m.end())
        end = stop.start() if stop else len(text)
        end = end_of_name(text, m.end(), end)
        close = _CLOSE.search(text, end)
        if _PAPER.fullmatch(text[m.end() : end]) or _CAUSE.match(text, m.start()):
            continue  # what an agreement says is no claim of anybody's
        until = close.start() if close else len(text)
        frames.append(_cite(text, m.start(), m.end(), (m.end(), end), until))
    frames += [
        _cite(text, m.start(), m.start("who"), m.span("who"), m.end())
        for regex in (_COUNTED, _ESTIMATED)
        for m in (regex.finditer(text, sentence.body) if _holds(low, _COUNTS) else ())
    ]
    for m in _SHOWN.finditer(text, sentence.body) if _holds(low, _SHOWS) else ():
        span = (m.start("who"), m.end("who"))
        frames.append(_fixed("say", text, (m.end("who"), m.end()), span, (m.end(), len(text))))
    return frames


def _holds(low: str, words: tuple[str, ...]) -> bool:
    """Whether a sentence, in lower case, has one of `words`: cheaper than a failing search."""
    return any(word in low for word in words)


def end_of_name(text: str, start: int, end: int) -> int:
    """Return where the name ends that follows a title ("the aide, Ara Roe"), `end` if none does."""
    named = _APPOSED.match(text, end)
    return named.end() if named and cue("office").search(text, start, end) else end


def _cite(text: str, start: int, end: int, who: tuple[int, int], until: int) -> Frame:
    """Return an adverbial that names a source, as a frame that reaches around it."""
    subject = text[who[0] : who[1]]
    return Frame("say", "according to", start, end, subject, *who, (end, end), (start, until))


def _fixed(
    kind: str, text: str, verb: tuple[int, int], who: tuple[int, int], scope: tuple[int, int]
) -> Frame:
    return Frame(
        kind, text[slice(*verb)], *verb, text[slice(*who)], *who, scope, (who[0], verb[1]),
        settled=True,
    )  # fmt: skip


def read_tally(sentence: Sentence) -> list[Frame]:
    """Read "the government's latest count of … is 6,650" as the government's words."""
    m = _TALLY.match(sentence.text, sentence.body)
    if m is None:
        return []
    return [_fixed("say", sentence.text, m.span("verb"), m.span("who"), (m.end("who"), m.end()))]


def read_passive(sentence: Sentence, kind: str, m: re.Match[str]) -> Frame | None:
    """Read "was denied by Baku": whose words are those before it."""
    text = sentence.text
    by = _BY.match(text, m.end())
    if by is None or kind not in {"say", "deny"} or not _PASSIVE.search(text[: m.start()]):
        return None
    begin = max(sentence.clause_at(m.start()).start, sentence.body)
    return _fixed(kind, text, m.span(), by.span("who"), (begin, m.start()))


def find_claims(sentence: Sentence) -> list[Frame]:
    """Read "the assertion of X that …" and "X's claim that …" as the words of X."""
    frames: list[Frame] = []
    if not _holds(sentence.text.lower(), _CLAIMS) or " that " not in sentence.text:
        return frames
    for m in _CLAIM.finditer(sentence.text, sentence.body):
        if sentence.in_quote(m.start()):
            continue
        name = "of" if m["of"] else "own"
        until = _CLAIMED_UNTIL.search(sentence.text, m.end())
        scope = (m.end(), until.start() if until else len(sentence.text))
        frames.append(_fixed("say", sentence.text, m.span(), m.span(name), scope))
    return frames[:1]
