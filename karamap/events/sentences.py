"""A sentence as the coder sees it: its clauses, quotations, dates and places, with offsets."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from karamap.model import DateMention, Document, Span, Toponym
from karamap.text import find_dateline, find_quotes, split_sentences

__all__ = ["RESTRICTING", "RESUMED", "Clause", "Sentence", "read_sentences"]

_CLAUSE = re.compile(
    r";|:\s|\s[–—-]{1,2}\s|—"
    r"|,?\s(?P<intro>but|while|whereas|although|though|however|after|before|when|since|until|"
    r"despite|because|who|which|where|if|unless|once|as)\s"
    r"|,\s(?P<and>and|with)\s",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"(?P<intro>after|before|when|while|since|until|despite|because|if|unless|as|although|once|"
    r"though|following)\s",
    re.IGNORECASE,
)
_NOT_CLAUSAL_AS = re.compile(
    r"(?:such|well|known|described|seen|regarded|as\s\w+)\s?$|^as\s(?:well|many|much|part|a|an|"
    r"far|long|soon|\w+(?:less|ful|ous|ive|al)\b)",
    re.IGNORECASE,
)
# "(Turan.az, April 21)" names a publication and its date, not when something happened
_CITATION = re.compile(
    r"\((?:see\s)?(?:[\w’'\-]+\.(?:[a-z]{2,4})\b|[A-Z][\w’' .\-/]{1,30})"
    r"(?:[,;]\s?[^()]{0,80}?\d{1,4})?[^()]{0,80}\)"
)
_HOUR = re.compile(r"(?:dawn|noon|midnight|midday|dark|sunrise|sunset|daybreak|nightfall)\b")
_PERFECT = re.compile(r"\b(?:has|have|had)$")  # "have since reported": no clause of its own
_ASIDES = frozenset({"who", "which", "where", "as", "since", "when", "while", "after", "before"})
# a verb right after a comma has its subject before the aside
RESUMED = re.compile(
    r",\s(?=(?:also|then|later|still|again|nevertheless|[a-z]+ly)?\s?"
    r"(?:was|were|is|are|has|have|had|will|would|did|met|took|went|came|held|began|fell|sent|spoke|"
    r"fought|left|broke|hit|put|made|gave|said|told|shot|struck|spent|lost|won|ran|led|stood|lay|drove|"
    r"flew|fled|rose|grew|kept|called(?=\s(?:on|for|upon)\s)|says|acknowledges|claims|insists|denies|puts|reports|maintains|accuses|controls|holds|remains|wants|(?!based|led|backed|known|called)[a-z]{3,}ed)\s)"
)
# "took the town, which has the only airfield, on the night of May 5"
_RESUMED_TIME = re.compile(
    r",\s(?=(?:on|in|at|late|early)\s(?:the\s(?:night|morning|evening|day|eve)\sof\s|late\s|early\s)?"
    r"(?:[A-Z][a-z]+\.?\s\d|[A-Z][a-z]+day\b|\d{1,2}\s[A-Z]|[A-Z][a-z]+\s(?:19|20)\d\d|(?:19|20)\d\d\b))"
)
# "those who call themselves ecologists | have blocked the road"
_RESTRICTED = re.compile(
    r"\s(?:who|which)\s(?!(?:has|have|had|is|are|was|were|will|would|say|says|said|believes?|claims?|think|know)\s)"
    r"\w+(?:\s(?!(?:that|and|or|but|if|when|because|who|which)\s)[\w’'-]+){1,9}?(?=\s(?:has|have|had|was|were|are|is|will)\s)"
)
# "…, Samvel Shahramanyan, signed"
_APPOSED_NAME = re.compile(
    r",\s[A-ZÀ-Ý][\w’'-]+(?:\s[A-ZÀ-Ý][\w’'-]+){0,3},(?=\s(?:(?:also|then|later)\s)?(?:[a-z]{3,}ed|has|had|was|is|"
    r"took|went|gave|made|said|told|met|left|held|began|put|sent|came|won|lost|led)\s)"
)
_LEAD_DATE = re.compile(
    r"\b(?:on|in)\s(?:[A-Z][a-z]+\.?\s\d{1,2}(?:,?\s\d{4})?|\d{1,2}\s[A-Z][a-z]+(?:\s\d{4})?|[A-Z][a-z]+day|"
    r"[A-Z][a-z]+\s\d{4}|\d{4})\s(?!(?:and|or|to|in|at|near|by|when|after|that|which|with)\s)"
)
# "In May, as the truce collapsed, troops took": a time, an aside, and then the main clause
_OPENING_TIME = re.compile(
    r"(?:In|On|At|During|By|Late|Early|Over|Throughout|Since|Around|For|Last|This|Overnight|Later|Earlier|Yesterday|Today)\b"
)
_MAIN_AFTER = re.compile(
    r",\s(?=(?:the\s|an?\s|its\s|his\s|her\s|their\s|both\s|some\s|several\s|hundreds\s|thousands\s|dozens\s|"
    r"about\s|more\sthan\s|at\sleast\s|two\s|three\s|four\s|it\s|he\s|she\s|they\s)|[A-ZÀ-Ý\d])"
)
# "a pipeline that supplies Armenia was blown up": the main clause goes on
RESTRICTING = re.compile(
    r"(?P<aside>\sthat\s\w+(?:\s[\w’'-]+){1,7}?)\s(?:was|were|is|are|has|have|had|will)\s(?!been\b)\w+"
)
_DOING = re.compile(r"\b[a-z]{3,}ing\b")
_MAY_BE_PHRASE = frozenset({"since", "after", "before", "until", "despite", "and", "with", "as"})
_VERB = re.compile(
    r"\b(?:is|was|were|are|be|been|has|have|had|will|would|did|does|can|could|may|might|must|should|"
    r"met|took|went|came|held|began|fell|sent|spoke|fought|left|broke|hit|put|made|gave|said|told|"
    r"struck|shot|spent|lost|won|found|ran|led|stood|lay|drove|flew|shook|threw|blew|rose|grew|kept|"
    r"[a-z]{2,}ed|s?he|they|it)\b"
)
_BRACKET_DATE = re.compile(r"\d")
_LONGEST = 2500  # characters; a longer one is a table or a list, not a told sentence
_FINISHED = re.compile(r"[.!?…][\"'”’»)\]]*$|[\"”’»]$")
_CLOSING = 20  # characters; no sentence ends with more marks
_ITEM = re.compile(r"[-–•*▪■·]\s")
_ATTRIBUTED_LINE = re.compile(r"^[A-Z][A-Z .\-/]+:?$")


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of a sentence with one verb at best; `intro` is the word that opens it."""

    start: int
    end: int
    intro: str = ""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence; all offsets but `start` and `end` count from its own beginning."""

    index: int
    start: int
    end: int
    text: str
    body: int  # where the sentence proper begins, after a dateline
    clauses: tuple[Clause, ...]
    quotes: tuple[Span, ...]
    quoted_by: Span | None  # the quotation, in document offsets, the whole sentence lies in
    citations: tuple[Span, ...]
    dates: tuple[DateMention, ...]  # document offsets
    toponyms: tuple[Toponym, ...]  # document offsets
    headline: bool
    paragraph: int

    def clause_at(self, at: int) -> Clause:
        """Return the clause that holds the character `at`."""
        for clause in self.clauses:
            if clause.start <= at < clause.end:
                return clause
        return self.clauses[-1]

    def in_quote(self, at: int) -> bool:
        """Whether `at` lies inside a quotation that covers only part of the sentence."""
        return any(q.start <= at < q.end for q in self.quotes)

    def in_citation(self, at: int) -> bool:
        """Whether `at` lies in a bracketed reference to a publication."""
        return any(c.start <= at < c.end for c in self.citations)


def read_sentences(
    document: Document, toponyms: list[Toponym], dates: list[DateMention]
) -> list[Sentence]:
    """Return the sentences of `document` that are not boilerplate, with what lies in each."""
    text = document.text
    quotes = find_quotes(text)
    starts = [q.start for q in quotes]
    tops = sorted(toponyms, key=lambda t: t.mention.start)
    top_starts = [t.mention.start for t in tops]
    days = sorted(dates, key=lambda d: d.start)
    day_starts = [d.start for d in days]
    out: list[Sentence] = []
    paragraph, last_end = 0, 0
    for span in split_sentences(text):
        paragraph += "\n" in text[last_end : span.start]
        last_end = span.end
        if document.is_boilerplate(span.start, span.end):
            continue
        piece = text[span.start : span.end]
        near = quotes[max(0, bisect_left(starts, span.start) - 1) : bisect_left(starts, span.end)]
        out.append(
            Sentence(
                index=len(out),
                start=span.start,
                end=span.end,
                text=piece,
                body=find_dateline(text, span) - span.start,
                clauses=tuple(_split_clauses(piece)),
                quotes=_inner_quotes(near, span),
                quoted_by=next(
                    (q for q in near if q.start <= span.start and span.end <= q.end), None
                ),
                citations=_find_citations(piece),
                dates=tuple(
                    days[bisect_left(day_starts, span.start) : bisect_left(day_starts, span.end)]
                ),
                toponyms=tuple(
                    tops[bisect_left(top_starts, span.start) : bisect_left(top_starts, span.end)]
                ),
                headline=_is_headline(piece, document, first=not out),
                paragraph=paragraph,
            )
        )
    return out


def _inner_quotes(quotes: list[Span], sentence: Span) -> tuple[Span, ...]:
    """Return the parts of `quotes` inside `sentence`, counted from its beginning."""
    return tuple(
        Span(
            max(q.start, sentence.start) - sentence.start, min(q.end, sentence.end) - sentence.start
        )
        for q in quotes
        if q.overlaps(sentence) and not (q.start <= sentence.start and sentence.end <= q.end)
    )


def _find_citations(piece: str) -> tuple[Span, ...]:
    return tuple(Span(*m.span()) for m in _CITATION.finditer(piece) if _BRACKET_DATE.search(m[0]))


def _is_headline(piece: str, document: Document, *, first: bool) -> bool:
    """Whether a line is a title, a heading or a caption rather than a told sentence."""
    if document.title is not None and piece == document.title.strip():
        return True
    if len(piece) > _LONGEST or (piece.isupper() and " " in piece):
        return True
    item = _ITEM.match(piece) or piece.endswith((";", "; and"))  # of a list of things told
    if _FINISHED.search(piece[-_CLOSING:]) or (item and _VERB.search(piece)):
        return False
    return first or not piece.endswith((":", ",")) or bool(_ATTRIBUTED_LINE.match(piece))


def _split_clauses(piece: str) -> list[Clause]:
    """Cut a sentence where a conjunction or a strong mark opens another statement."""
    lead = _LEAD.match(piece)
    intro = lead["intro"].lower() if lead else ""
    clauses: list[Clause] = []
    start = 0
    for mark in _CLAUSE.finditer(piece):
        word = (mark["intro"] or mark["and"] or "").lower()
        if (word == "as" and not _is_clausal(piece, mark)) or _HOUR.match(piece, mark.end()):
            continue
        if word == "since" and _PERFECT.search(piece, 0, mark.start()):
            continue
        clauses.append(Clause(start, mark.start(), intro))
        start, intro = mark.start(), word
    clauses.append(Clause(start, len(piece), intro))
    clauses = _join_verbless(piece, clauses)
    if lead:
        clauses = _close_lead(piece, clauses)
    if len(clauses) > 1 and not lead:
        clauses = _close_aside(piece, clauses)
    return [part for clause in clauses for part in _resume_main(piece, clause)]


def _close_aside(piece: str, clauses: list[Clause]) -> list[Clause]:
    """End the aside after an opening time ("In May, as the truce collapsed, troops took …")."""
    first, aside, *rest = clauses
    opened = _OPENING_TIME.match(piece) and aside.intro in {
        "as",
        "when",
        "while",
        "after",
        "before",
    }
    if not opened or _VERB.search(piece, first.start, first.end):
        return clauses
    marks = list(_MAIN_AFTER.finditer(piece, aside.start + 2, aside.end))
    told = [
        m for m in marks
        if _VERB.search(piece, aside.start, m.start()) and _VERB.search(piece, m.end(), aside.end)
    ]  # fmt: skip
    if not told:
        return clauses
    at = told[0].start()
    return [first, Clause(aside.start, at, aside.intro), Clause(at, aside.end, "resume"), *rest]


def _resume_main(piece: str, clause: Clause) -> list[Clause]:
    """End an aside where the main clause goes on ("the drive, which began in May, ended")."""
    at = _find_resumed(piece, clause)
    if at is None:
        return [clause]
    return [Clause(clause.start, at, clause.intro), Clause(at, clause.end, "resume")]


def _find_resumed(piece: str, clause: Clause) -> int | None:
    """Return where the main clause goes on after the aside that `clause` opens with."""
    if clause.intro in {"who", "which"} and piece[clause.start] != ",":
        restricted = _RESTRICTED.match(piece, clause.start, clause.end)
        named = _APPOSED_NAME.search(piece, clause.start, clause.end)
        if restricted is not None:
            return restricted.end()
        return named.end() - 1 if named is not None else None  # "the man who leads it, X, signed"
    if clause.intro not in _ASIDES or "," not in piece[: clause.start + 1]:
        return None
    resumed = RESUMED.search(piece, clause.start + 2, clause.end)
    if resumed is None and clause.intro in {"who", "which", "where"}:
        resumed = _RESUMED_TIME.search(piece, clause.start + 2, clause.end)
    if resumed is None:
        return None
    told = clause.intro in {"who", "which"} or _VERB.search(piece, clause.start, resumed.start())
    return resumed.start() if told else None


def _join_verbless(piece: str, clauses: list[Clause]) -> list[Clause]:
    """Join a stretch without a verb ("since May", ", and the EU") to the one before it."""
    out = clauses[:1]
    for clause in clauses[1:]:
        last = out[-1]
        comma = piece.find(",", clause.start + 2, clause.end)
        until = comma if comma > 0 and clause.intro not in {"and", "with"} else clause.end
        told = _VERB.search(piece, clause.start, until)
        if clause.intro == "with":  # "with the minister visiting …" is a clause of its own
            told = told or _DOING.search(piece, clause.start, until)
        verbless = clause.intro in _MAY_BE_PHRASE and not told
        listed = clause.intro == "and" and not _VERB.search(piece, *_span(last))
        if verbless or listed:
            out[-1] = Clause(last.start, clause.end, last.intro)
        else:
            out.append(clause)
    return out


def _span(clause: Clause) -> tuple[int, int]:
    return clause.start, clause.end


def _is_clausal(piece: str, mark: re.Match[str]) -> bool:
    """Whether the "as" at `mark` opens a clause (rather than "as many as", "as a whole")."""
    before, after = piece[: mark.start()], piece[mark.start() :].lstrip(" ,")
    return not (_NOT_CLAUSAL_AS.search(before[-14:]) or _NOT_CLAUSAL_AS.match(after[:20]))


def _close_lead(piece: str, clauses: list[Clause]) -> list[Clause]:
    """End the subordinate clause a sentence begins with at its first comma."""
    first = clauses[0]
    comma = piece.find(", ", first.start, first.end)
    dated = _LEAD_DATE.search(piece, first.start, comma if comma >= 0 else first.end)
    if dated and _VERB.search(piece, dated.end(), comma if comma >= 0 else first.end):
        comma = dated.end() - 1  # "Since fighting broke out on May 27 hundreds have died"
    if comma < 0:
        return clauses
    return [
        Clause(first.start, comma, first.intro),
        Clause(comma, first.end, ""),
        *clauses[1:],
    ]
