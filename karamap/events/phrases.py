"""Noun phrases around a verb, found without a parser."""

from __future__ import annotations

import re

from karamap.events.lexicon import cue
from karamap.events.sentences import Sentence

__all__ = [
    "find_verb",
    "has_verb",
    "is_name",
    "is_person",
    "main_subject",
    "subject_after",
    "subject_before",
]

_AUX = re.compile(
    r"(?:\s|^)(?:has|have|had|also|later|earlier|then|again|previously|repeatedly|once|did|does|do|"
    r"is|was|were|are|been|being|not|never|himself|herself|meanwhile|still|even|only|now|already|"
    r"recently|jointly|both|categorically|however|twice|immediately|further|would|will|\w+ly|,|"
    r"all|so\sfar|since|first|finally|together|reportedly|on|in|late|early|at|additionally|openly|separately)$"
)
_LONGEST_AUX = 60  # characters; no adverb is longer
_STOP = re.compile(
    r",(?!\d)|[;:—\"“”«»()]|\s[–-]{1,2}\s|\b(?:that|which|who|but|while|as|after|before|when|because|although|though|"
    r"if|since|until|where|with|or|whereas|once|despite|told|said|says|amid|following|than|and\sthat)\b"
)
_LINKS = frozenset({"with", "than", "amid", "despite", "following"})  # open no clause
_FINITE = re.compile(
    r"(?<![\w-])(?:is|was|were|are|has|have|had|will|would|did|does|can|could|may|must|should|met|"
    r"took|went|came|held|began|fell|sent|spoke|fought|left|broke|hit|put|made|gave|said|laid|flew|lay|"
    r"stood|rose|shot|won|lost|built|led|kept|paid|became|grew|saw|got|ran|drew|drove|wrote|chose|"
    r"blew|threw|bought|brought|sought|meant|heard|let|cut|shut|set|(?!(?-i:United|Armed|Allied|Red))\w{2,}ed|demands?|"
    r"urges?|says?)\b"
)
_LEADING = re.compile(
    r"^(?:(?:meanwhile|however|later|earlier|also|then|and|but|yet|still|so|now|nevertheless|"
    r"separately|instead|therefore|thus|again|because|while|for\sits\spart|for\shis\spart)\s+)+",
    re.IGNORECASE,
)
_JOINED = re.compile(r"\s(?:and|but|or)$")
_RELATIVE = re.compile(r",?\s(?:who|which)$")
_JOINT = re.compile(r"\sand\s")
_NAME_LAST = re.compile(r"(?:[A-ZÀ-Ý][\w’'-]*\s?)+$")
_PRONOUN = re.compile(r"\s(he|she|they|it)$")
_PREP = re.compile(
    r"^(?:(?:late|early|shortly)\s)?(?:in|on|at|by|for|from|during|before|after|of|to|under|with)\s",
    re.IGNORECASE,
)
_NAME = re.compile(r"^(?:[A-ZÀ-Ý][\w’'.-]*|al|de|bin|von|van|Ter-[A-Z]\w+)$")
_DIGIT = re.compile(r"\d")
_PERSONLESS = re.compile(
    r"\b(?:ministry|officials?|both|media|forces|reports?|leaders|sources?|cross|times|azerbaijan|armenia|karabakh|"
    r"turkey|russia|states|armenians|azerbaijanis)\b",
    re.IGNORECASE,
)


def subject_before(sentence: Sentence, verb_start: int) -> tuple[int, int]:
    """Return the span of the subject of the verb at `verb_start`; empty where it has none."""
    text = sentence.text
    end = _skip_auxiliaries(sentence, verb_start)
    if _JOINED.search(text, max(0, end - 4), end):
        return verb_start, verb_start  # the subject is the one told before
    relative = _RELATIVE.search(text, max(0, end - 7), end)
    if relative:
        end = relative.start()
    end = _skip_aside(text, sentence.body, end)
    start = clause = sentence.body
    for stop in _STOP.finditer(text, sentence.body, end):
        start = stop.end()
        clause = clause if stop[0] in _LINKS else start
    start = max(start, _cut_at_and(text, clause, end) if clause < start else 0)
    start = _cut_at_and(text, start, end)
    pronoun = _PRONOUN.search(text, start, end)
    if pronoun:
        return pronoun.start(1), pronoun.end(1)  # "in a speech that lasted an hour he …"
    return _trim_phrase(sentence, start, end)


def _skip_auxiliaries(sentence: Sentence, end: int) -> int:
    """Return where the subject ends, before auxiliaries, adverbs and a date."""
    text = sentence.text
    while True:
        piece = text[sentence.body : end].rstrip()
        end = sentence.body + len(piece)
        date = next((d for d in sentence.dates if d.end - sentence.start == end), None)
        if date is not None:
            end = date.start - sentence.start
            continue
        tail = piece[-_LONGEST_AUX:]
        aux = _AUX.search(tail)
        if aux is None or end == 0 or aux[0].strip() == ",":
            return end
        end = sentence.body + len(piece) - len(tail) + aux.start()
        if end <= sentence.body:
            return sentence.body


def _skip_aside(text: str, begin: int, end: int) -> int:
    """Return the end of the subject when an aside in commas stands between it and its verb."""
    if not text[:end].endswith(","):
        return end
    opened = text.rfind(",", begin, end - 1)
    while opened >= 0 and text[opened + 1].isdigit():  # "the 1,768-kilometre line"
        opened = text.rfind(",", begin, opened)
    if opened < 0:
        return end - 1
    inner = text[opened + 1 : end - 1].split()
    if inner and all(_NAME.match(w) for w in inner) and len(inner) <= 4:
        return end - 1
    return opened


def _cut_at_and(text: str, start: int, end: int) -> int:
    """Move `start` behind an "and" that joins clauses rather than nouns."""
    for joint in _JOINT.finditer(text, start, end):
        if _FINITE.search(text[start : joint.start()]):
            return _cut_at_and(text, joint.end(), end)
    return start


def _trim_phrase(sentence: Sentence, start: int, end: int) -> tuple[int, int]:
    """Drop white space, connectives, dates and a leading adverbial from a phrase."""
    text = sentence.text
    while True:
        piece = text[start:end]
        stripped = piece.lstrip(" ,")
        start += len(piece) - len(stripped)
        lead = _LEADING.match(stripped)
        prep = _PREP.match(stripped)
        at_date = [
            d.end - sentence.start
            for d in sentence.dates
            if 0 <= d.start - sentence.start - start <= (len(prep[0]) + 4 if prep else 0)
            and d.end - sentence.start < end
        ]
        if at_date:
            start = at_date[0]
        elif lead:
            start += lead.end()
        elif prep or _FINITE.match(stripped):
            names = _NAME_LAST.search(stripped)
            start = start + names.start() if names and names.start() > 0 else end
            break
        else:
            break
    verb = _FINITE.search(text[start:end])
    if verb and text[start : start + verb.start()].strip():
        # a finite verb inside means that the phrase ran over a clause; keep what follows it
        start += verb.end()
        return _trim_phrase(sentence, start, end) if start < end else (end, end)
    end = start + len(text[start:end].rstrip(" ,"))
    return (start, end) if start < end else (end, end)


_INVERTIBLE = re.compile(
    r"(?:said|says|asked|wrote|added|reports|declared|stressed|noted|answered|replied|announced|insisted|"
    r"stated|claimed|reported|warned|conceded|admitted|acknowledged|recalled|recounted|explained|complained|"
    r"concluded|confirmed|claims|observed|remarked|commented|alleged|alleges|argued|predicted|stresses|adds|"
    r"notes|writes|insists|confirms|announces|states|lamented|charged|estimates|warns|believes|retorted)$",
    re.IGNORECASE,
)
_AUXILIARY = re.compile(r"\s(?:had|has|have|was|were|is|are|will|would|could|can|did|does)\b")
_APPOSED = re.compile(
    r"[A-ZÀ-Ý][\w’'-]+,\s(?:(?:then|now)\s)?(?:the|an?|his|her|its|who|whose|[a-z]+\s(?:of|at|in|for|to))\s"
    r"[^,\"“”]{3,80},$"
)
_AFTER = re.compile(
    r"^\s+((?:the\s|an?\s)?[A-ZÀ-Ýa-z][^,.;:\"“”()]*?)"
    r"(?=[,.;\"“”(]|\s(?:in|on|at|late|early|during|who|after|while|as|to|adding)\s|$)"
)


def subject_after(text: str, verb: re.Match[str]) -> tuple[int, int] | None:
    """Return the span of a subject that follows its verb (``…, said the ministry``)."""
    before = text[: verb.start()].rstrip()
    if not before.endswith((",", '"', "”", "»", "’", "'")) or not _INVERTIBLE.match(verb[0]):
        return None
    after = _AFTER.match(text[verb.end() :])
    if after is None or not re.match(
        r"[A-ZÀ-Ý]|(?:the|an?|local|officials?|police|witnesses|residents|doctors|sources)\b",
        after[1],
    ):
        return None
    told = " ".join(word for word in after[1].split() if word.islower())
    if _AUXILIARY.search(after[1]) or _FINITE.search(told) or _APPOSED.search(before):
        return None  # "X, the minister, said the army had …" has its subject before it
    return verb.end() + after.start(1), verb.end() + after.end(1)


def has_verb(piece: str) -> bool:
    """Whether `piece` holds something like a finite verb."""
    return bool(_FINITE.search(piece))


def find_verb(text: str, start: int, end: int) -> int | None:
    """Return where something like a finite verb begins between `start` and `end`."""
    found = _FINITE.search(text, start, end)
    return found.start() if found else None


def main_subject(sentence: Sentence) -> str:
    """Return the subject of the sentence's first clause, "" where none is plain."""
    clause = next((c for c in sentence.clauses if not c.intro), sentence.clauses[0])
    piece = sentence.text[max(clause.start, sentence.body) : clause.end].lstrip(" ,")
    verb = _FINITE.search(piece)
    if verb is None or verb.start() == 0:
        return ""
    at = sentence.text.find(piece) + verb.start()
    start, end = subject_before(sentence, at)
    return sentence.text[start:end]


def is_name(phrase: str) -> bool:
    """Whether `phrase` ends in a person's name rather than in a body's or a state's."""
    words = phrase.split()
    if len(words) == 1:
        return phrase not in _STATES and phrase[0].isupper() and not _DIGIT.search(phrase)
    if not words or _PERSONLESS.search(words[-1]) or cue("body").search(words[-1]):
        return False
    if " of " in phrase and cue("body").search(phrase) and not cue("office").search(phrase):
        return False  # "the Ministry of Defense of the … Republic"
    titled = cue("office").search(phrase) and is_person(phrase)
    return bool((_NAME.match(words[-1]) and _NAME.match(words[-2])) or titled)


def is_person(title: str) -> bool:
    """Whether a title stands for somebody and not for what they issue ("official figures")."""
    return not _ISSUED.search(title)


_ISSUED = re.compile(
    r"(?:figures|data|statistics|sources?|reports?|results|statements?)$", re.IGNORECASE
)


_STATES = frozenset(
    """Armenia Azerbaijan Russia Turkey Türkiye Iran France Georgia Israel Germany Pakistan China
    Baku Yerevan Moscow Ankara Tehran Washington Paris Brussels Stepanakert Tbilisi NATO Tass TASS
    Reuters Interfax Artsakh Karabakh Armenians Azerbaijanis Azeris Kremlin OSCE EU UN CSTO US
    Both They It The We I He She Rebels Separatists Officials UNESCO""".split()  # noqa: SIM905
)
