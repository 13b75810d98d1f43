"""Sentences and quotations of a text, as exact character spans.

Written for news: datelines stay with the sentence they open, a closing quote stays with the
sentence it ends, abbreviations and initials do not end one, and a headline is a sentence of its
own because its line ends.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache
from itertools import pairwise

from karamap.model import Span

__all__ = ["find_dateline", "find_quotes", "split_sentences"]

# never end a sentence: something they belong to follows
_BOUND = frozenset(
    """mr mrs ms dr gen lt col maj sgt capt cpl brig adm cmdr prof rev sen rep gov st hon pres fr
    messrs mt ft vs cf viz approx supt insp amb dep min sec no nos vol fig art par spokesp
    lieut cpt ch pp al""".split()  # noqa: SIM905  a word list reads better as text
)
# end a sentence only when a new one plainly begins
_LOOSE = frozenset(
    """jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thurs fri sat sun
    inc corp co ltd jr sr plc etc e.g i.e a.m p.m u.s u.k u.n e.u u.s.s.r u.a.e d.c n.k r.a dept
    km kg hr hrs""".split()  # noqa: SIM905  a word list reads better as text
)
_OPENERS = frozenset(
    """a after all although an and another armenia armenian as at azerbaijan azerbaijani baku
    because before both but by despite during each earlier following for four from he her his
    however if in it its last later many meanwhile more moscow most no not nor on one only other
    our russia russian she since so some such that the their then there these they this those
    three to two under until we what when where while who with yerevan yet you""".split()  # noqa: SIM905  a word list reads better as text
)
_CLOSERS = "\"'”’»)]"
# both begin with a class of characters, which the engine looks for much faster than for the rest
_MARK = re.compile(r"[.!?…](?<![.!?…].)[.!?…]*+[\"'”’»)\]]*+(?=\s)")
_QUOTE = re.compile(r"[\"“”«»„‘’](?<!\w‘)(?:(?<!’)|(?!\w))")
_NEXT = re.compile(r"\s+([\"'“‘«„(\[–—-]*\s?)(\S*)")
_SAID = re.compile(
    r"\s+(?:(?:Mr|Mrs|Ms|Dr|Gen|[A-ZÀ-Ý][^\s.]*)\.?\s+){1,6}"
    r"(?:said|told|asked|added|wrote|says|replied|tweeted|noted|stressed|declared)\b"
)
# "at 9 a.m. Moscow time", "at 1 p.m. (0900 GMT)"; both are asked only after a period
_HOUR_GOES_ON = re.compile(
    r"(?<=[ap]\.m\.)\s(?:[A-Z]\w+(?:\s[Ss]\w+)?\s[Tt]ime\b|[A-Z]{3,4}\b|\(\d)", re.IGNORECASE
)
_LAST_WORD = re.compile(r"[^\s\"'“”‘’«»()\[\]/–—]+$")
_AGENCY = r"(?:[/(\[][^/)\]\n]{2,40}[/)\]]|[A-Z][A-Z-]{3,}(?:\.[A-Z]{2,3})?)"
_DATELINE = re.compile(
    r"[ \t]*[A-ZÀ-Ý][\w’'.\- /]{1,40}(?:,\s[\w .,]{2,30}?)?[.,]?\s" + _AGENCY + r"\s?[.:–—-]+\s"
)
_DASHED = re.compile(
    r"[ \t]*(?:[A-ZÀ-Ý][\w’'.\-/ ]{1,40}(?:,\s[\w ,.]{2,30}?)?)?\s*(?:\([^()\n]{2,40}\))?"
    r"\s*(?:--|[–—-])\s+"
)
# an entry of a live page begins with its hour
_CLOCK = re.compile(r"\d{1,2}[:.]\d{2}(?:\s?[ap]\.?m\.?)?(?:\s?[-–—:|])?\s(?=[\"“A-ZÀ-Ý])")
_BLANK = re.compile(r"(?:\r\n|\r|\n)[ \t]*(?:\r\n|\r|\n)|\f")
_LINE = re.compile(r"\r\n|\r|\n|\u2028|\u2029|\x0b|\x0c|\x85")
_WRAP_MIN, _WRAP_MAX, _WRAP_SPREAD = 45, 110, 26  # characters; a hard-wrapped block's lines


def split_sentences(text: str) -> list[Span]:
    """Return the sentences of `text`, in order, without the white space around them.

    Parameters
    ----------
    text
        Any text. Ends of lines end a sentence unless the paragraph is hard-wrapped.

    Returns
    -------
    list of Span
        Disjoint and ascending; every character that is not white space lies in one.
    """
    return list(_split(text))


@lru_cache(maxsize=2)  # dates and events read the same text, one after the other
def _split(text: str) -> tuple[Span, ...]:
    sentences: list[Span] = []
    for block in _split_blocks(text):
        dateline = _DATELINE.match(text, block.start, min(block.end, block.start + 140))
        after = dateline.end() if dateline else block.start
        cuts = [block.start]
        marks = _MARK.finditer(text, after, block.end)
        cuts += [m.end() for m in marks if _ends_sentence(text, m, block.end)]
        cuts.append(block.end)
        for start, end in pairwise(cuts):
            span = _trim(text, start, end)
            if span is not None:
                sentences.append(span)
    return tuple(sentences)


def find_dateline(text: str, sentence: Span) -> int:
    """Return where the report proper begins in `sentence`: after its dateline, if it has one.

    A dateline is a place, a date or an agency before a dash or a full stop, such as
    ``TBILISI, March 3 (Agency) --``.
    """
    limit = min(sentence.end, sentence.start + 140)
    clock = _CLOCK.match(text, sentence.start, limit)
    if clock:
        return clock.end()
    for pattern in (_DATELINE, _DASHED):
        found = pattern.match(text, sentence.start, limit)
        if found and found.end() < sentence.end and any(c.isupper() for c in found[0]):
            head = re.split(r"[,(/.]", found[0].strip())[0]
            if pattern is _DATELINE or head.isupper() or "(" in found[0] or "," in found[0]:
                return found.end()
    return sentence.start


def _split_blocks(text: str) -> list[Span]:
    """Return the stretches that no sentence crosses: lines, or whole hard-wrapped paragraphs."""
    edges = [0]
    for blank in _BLANK.finditer(text):
        edges += [blank.start(), blank.end()]
    edges.append(len(text))
    blocks: list[Span] = []
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        ends = [m.span() for m in _LINE.finditer(text, start, end)]
        starts = [start, *(b for _, b in ends)]
        stops = [*(a for a, _ in ends), end]
        lines = [Span(a, b) for a, b in zip(starts, stops, strict=True)]
        blocks += [Span(start, end)] if _is_wrapped(text, lines) else lines
    return blocks


def _is_wrapped(text: str, lines: list[Span]) -> bool:
    """Whether the lines of one paragraph were broken by a column width, not by their writer."""
    if len(lines) < 3:
        return False
    widths = [len(text[s.start : s.end].rstrip()) for s in lines[:-1]]
    return (
        min(widths) >= _WRAP_MIN
        and max(widths) <= _WRAP_MAX
        and max(widths) - min(widths) <= _WRAP_SPREAD
        and len(text[lines[-1].start : lines[-1].end].rstrip()) <= _WRAP_MAX
    )


def _trim(text: str, start: int, end: int) -> Span | None:
    """Return ``[start, end)`` without the white space at its edges, None if nothing is left."""
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip())
    right = len(piece.rstrip())
    return Span(start + left, start + right) if left < right else None


def _ends_sentence(text: str, mark: re.Match[str], limit: int) -> bool:
    """Whether the punctuation `mark` ends a sentence."""
    following = _NEXT.match(text, mark.end(), limit)
    if following is None or not (following[1] + following[2]).strip():
        return True
    word = following[2]
    opened = bool(following[1].strip())
    if mark[0] == "." and _HOUR_GOES_ON.match(text, mark.end(), limit):
        return False
    if word[:1].islower() and not opened:
        return False
    closed = mark[0][-1] in _CLOSERS
    if closed and _SAID.match(text, mark.end(), min(limit, mark.end() + 120)):
        return False
    if mark[0][0] != "." or mark[0].startswith(".."):
        return not word[:1].islower()
    return _period_ends(text, mark.start(), word, opened=opened, closed=closed)


def _period_ends(text: str, at: int, word: str, *, opened: bool, closed: bool) -> bool:
    """Whether the single period at `at` is a full stop rather than part of an abbreviation."""
    before = _LAST_WORD.search(text, max(0, at - 30), at)
    last = before[0] if before else ""
    bare = last.lower()
    if bare in _BOUND and not closed:
        # "no" is a word too: the abbreviation needs its number
        return bare in {"no", "nos", "min", "sec", "art"} and not word[:1].isdigit()
    starts = _plain(word) in _OPENERS or opened or closed
    if bare in _LOOSE or re.fullmatch(r"(?:[A-Za-z]\.)+[A-Za-z]", last):
        return starts and not word[:1].isdigit()
    if re.fullmatch(r"[A-ZÀ-Ý]", last):
        return starts
    return True


def _plain(word: str) -> str:
    return re.split(r"[’'\W]", word, maxsplit=1)[0].lower()


_PAIRS = {"“": "”", "«": "»", "„": "“”"}


def find_quotes(text: str) -> list[Span]:
    """Return the quoted stretches of `text` with their quotation marks, outermost only.

    A quotation left open at the end of its paragraph ends there, as in quotations of several
    paragraphs, where each opens anew and only the last one closes.
    """
    return list(_quotes(text))


@lru_cache(maxsize=2)
def _quotes(text: str) -> tuple[Span, ...]:
    edges = [m.start() for m in _LINE.finditer(text)]
    edges.append(len(text))
    quotes: list[Span] = []
    opened: tuple[int, str] | None = None
    depth = 0
    line_end = 0
    for mark in _QUOTE.finditer(text):
        at, char = mark.start(), mark[0]
        if opened is not None and at >= line_end:
            quotes.append(Span(opened[0], line_end))
            opened = None
        if opened is None:
            if _opens(text, at, char):
                opened = (
                    at,
                    "”" if char == "„" else _PAIRS.get(char, "’" if char == "‘" else char),
                )
                depth = 1
                line_end = edges[bisect_right(edges, at - 1)]
        elif char == opened[1] or (char == "“" and opened[1] == "”" and text[opened[0]] == "„"):
            depth -= 1
            if depth == 0:
                quotes.append(Span(opened[0], at + 1))
                opened = None
        elif char in _PAIRS and _PAIRS[char] == opened[1]:
            depth += 1
    if opened is not None:
        quotes.append(Span(opened[0], line_end))
    return tuple(quotes)


def _opens(text: str, at: int, char: str) -> bool:
    """Whether the quotation mark at `at` can open a quotation."""
    if char in "“«„":
        return True
    if char not in '"‘':
        return False
    return at + 1 < len(text) and not text[at + 1].isspace()
