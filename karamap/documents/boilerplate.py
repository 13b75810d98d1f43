"""Which lines of a page's text are not the article.

Texts copied off web pages carry cookie bars, share buttons, offers, players and lists of other
headlines. A place named there belongs to no event of the article. Lines are scored by phrases
(`clutter`), then by what stands around them: headlines that alternate with time stamps, headlines
above an empty player, menus, and what is left between two marked lines. Captions are article.
When in doubt a line stays: an event lost is worse than a line of clutter kept.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from karamap.documents import clutter
from karamap.model import Span

__all__ = ["find_boilerplate"]

_THRESHOLD = 1.0
_CUE = 0.6
_SUSPECT = 0.5  # enough beside a marked line
_SCORED_WORDS = 40  # a longer line is a paragraph, whatever phrases it holds
_SCORED_CHARS = 400
_HEADLINE_WORDS = 22
_PROSE_WORDS = 8  # with an end mark
_LONG_WORDS = 25  # without
_ARTICLE_WORDS = 40  # prose that must stand outside a headline list
_RUN = 3  # time stamps that make a headline list
_HEADING_WORDS = 4

_END_MARK = re.compile(r"[.!?…։](?:[\"'”’»)\]]|\[\d+\])*$")
_QUESTION = re.compile(r"[?!][\"'”’»)]*$")

_TIME = r"\d{1,2}[:.]\d{2}(?::\d{2})?(?:\s?[ap]\.?m\.?)?"
_DAY = (
    r"(?:\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}-\d{2}-\d{2}|\d{1,2} [^\W\d_]{3,9}\.?,?(?: \d{4})?"
    r"|[^\W\d_]{3,9}\.? \d{1,2}(?:, ?\d{4})?|today|yesterday)"
)
_SEP = r"[\s,|/•·–-]{1,4}"
_AGO = r"(?:\d{1,3}|an?) (?:sec|second|min|minute|hour|hr|day|week)s?\.? ago"
_STAMP = rf"(?:{_TIME}{_SEP}{_DAY}|{_DAY}{_SEP}(?:at )?{_TIME}|{_AGO})"
_FULL_STAMP = re.compile(
    rf"(?:[^\W\d_]+{_SEP}){{0,2}}{_STAMP}(?:{_SEP}[^\W\d_]+){{0,2}}", re.IGNORECASE
)
_STAMPED = re.compile(rf"(?:{_STAMP}{_SEP}?\s*\S.*|.*\S{_SEP}{_STAMP})", re.IGNORECASE)
_NAV_BREAK = re.compile(r"\s*[|•·›»>]\s*|\s{3,}|\t")
_NAV_ITEMS = 4
_NAV_WORDS = 3
_NAV_KNOWN = 2
_NEAR = 3  # lines looked at on either side


@dataclass(frozen=True, slots=True)
class _Line:
    """One line, or lines that hard wrapping cut from one."""

    start: int
    end: int
    text: str
    words: int

    @property
    def ended(self) -> bool:
        """Whether it closes like a sentence."""
        return bool(_END_MARK.search(self.text))

    @property
    def prose(self) -> bool:
        """Whether it reads like a paragraph."""
        return self.words >= _LONG_WORDS or (self.words >= _PROSE_WORDS and self.ended)

    @property
    def headline(self) -> bool:
        """Whether it could be the headline of a story."""
        open_end = not self.ended or _QUESTION.search(self.text) is not None
        return self.words <= _HEADLINE_WORDS and open_end


def find_boilerplate(text: str) -> tuple[Span, ...]:
    """Return the spans of `text` that are page clutter, in order, none overlapping.

    Parameters
    ----------
    text
        A document's text; offsets of the spans refer to it.

    Returns
    -------
        Spans of whole lines. Adjacent marked lines share one span.
    """
    lines = _split_lines(text)
    scores = [_score(line) for line in lines]
    marked = [score >= _THRESHOLD for score in scores]
    _mark_suspects(scores, marked)
    _mark_menus(lines, marked)
    _mark_headings(lines, marked)
    _mark_teasers(lines, marked)
    _mark_stamped_lists(lines, marked)
    _mark_gaps(lines, marked)
    _mark_tail(lines, marked)
    return _join(lines, marked)


# --- lines ------------------------------------------------------------------------------------


def _split_lines(text: str) -> list[_Line]:
    lines: list[_Line] = []
    block: list[tuple[int, int]] = []
    start = 0
    for raw in text.split("\n"):
        bare = raw.strip().strip("\ufeff")
        if bare:
            first = start + raw.index(bare)
            block.append((first, first + len(bare)))
        else:
            lines += _make_lines(text, block)
            block = []
        start += len(raw) + 1
    return lines + _make_lines(text, block)


def _make_lines(text: str, block: list[tuple[int, int]]) -> list[_Line]:
    """Return the lines of a block, put together again where it was wrapped at a column."""
    joins = [_continues(text, before, after) for before, after in pairwise(block)]
    wrapped = sum(joins) * 3 >= len(joins) > 2
    pieces: list[tuple[int, int]] = []
    for i, (start, end) in enumerate(block):
        if i and (wrapped or joins[i - 1]):
            pieces[-1] = (pieces[-1][0], end)
        else:
            pieces.append((start, end))
    return [_Line(a, b, text[a:b], _count_words(text, a, b)) for a, b in pieces]


def _continues(text: str, before: tuple[int, int], after: tuple[int, int]) -> bool:
    """Whether a line goes on with the sentence of the line before it."""
    closed = _END_MARK.search(text[max(before[0], before[1] - 8) : before[1]])
    gap = clutter.MEDIA_GAP.search(text[after[0] : min(after[1], after[0] + _SCORED_CHARS)])
    return text[after[0]].islower() and not closed and not gap


def _count_words(text: str, start: int, end: int) -> int:
    # a count beyond the largest limit used here is of no interest
    return len(text[start : min(end, start + _SCORED_CHARS)].split())


# --- rules ------------------------------------------------------------------------------------


def _score(line: _Line) -> float:
    """Return how surely `line` by itself is clutter; 1 and more is sure."""
    if line.words > _SCORED_WORDS or len(line.text) > _SCORED_CHARS:
        return 0.0
    if clutter.MEDIA_GAP.search(line.text) or _is_share_bar(line.text):
        return _THRESHOLD
    if clutter.CREDIT.fullmatch(line.text):
        return _THRESHOLD
    strongest = max((w for phrase, w in clutter.PHRASES if phrase.search(line.text)), default=0.0)
    score = max(strongest, _CUE * sum(bool(cue.search(line.text)) for cue in clutter.CUES))
    if score:
        score += 0.3 * bool(clutter.READER.search(line.text))
        score -= 1.0 * bool(clutter.REPORTING.search(line.text))
        score -= 0.3 * line.prose
        score -= 0.8 * (line.text[0] in "\"“«'‘")
    return score


def _is_share_bar(text: str) -> bool:
    tokens = re.findall(r"[\w-]+", text.lower())
    known = sum(token in clutter.SHARE for token in tokens)
    return known > 0 and all(t in clutter.SHARE or t in clutter.SHARE_GLUE for t in tokens)


def _mark_suspects(scores: list[float], marked: list[bool]) -> None:
    """Mark lines with half a cause that stand next to a marked one."""
    for i, score in enumerate(scores):
        if score >= _SUSPECT:
            marked[i] = marked[i] or any(marked[max(0, i - 1) : i + 2])


def _mark_menus(lines: list[_Line], marked: list[bool]) -> None:
    """Mark menus: many tiny items, in one line or one below the other, some of them known."""
    run: list[int] = []
    for i, line in enumerate(lines):
        items = [item for item in _NAV_BREAK.split(line.text) if item]
        if len(items) >= _NAV_ITEMS and _is_menu(items):
            marked[i] = True
        if line.words <= _NAV_WORDS and not line.ended:
            run.append(i)
            continue
        _mark_run(lines, marked, run)
        run = []
    _mark_run(lines, marked, run)


def _mark_run(lines: list[_Line], marked: list[bool], run: list[int]) -> None:
    if len(run) >= _NAV_ITEMS and _is_menu([lines[i].text for i in run]):
        for i in run:
            marked[i] = True


def _is_menu(items: list[str]) -> bool:
    short = all(len(item.split()) <= _NAV_WORDS for item in items)
    known = sum(item.strip(" •*-–\t").lower() in clutter.NAVIGATION for item in items)
    return short and known >= _NAV_KNOWN and known * 3 >= len(items)


def _mark_headings(lines: list[_Line], marked: list[bool]) -> None:
    """Mark "Related stories" and the like with the headlines below, once the article has begun."""
    body = False
    i = 0
    while i < len(lines):
        body = body or (lines[i].prose and not marked[i])
        if not _is_heading(lines[i]):
            i += 1
            continue
        marked[i] = True
        i += 1
        while (
            body and i < len(lines) and (lines[i].headline or _FULL_STAMP.fullmatch(lines[i].text))
        ):
            if lines[i].prose and not _QUESTION.search(lines[i].text):
                break
            marked[i] = True
            i += 1


def _is_heading(line: _Line) -> bool:
    return line.text.strip(" :•*#-–>»|").lower() in clutter.HEADINGS


def _mark_teasers(lines: list[_Line], marked: list[bool]) -> None:
    """Mark the headline above an empty player; before the article it may be the title."""
    body = False
    for i, line in enumerate(lines[:-1]):
        body = body or (line.prose and not marked[i])
        gap_below = clutter.MEDIA_GAP.search(lines[i + 1].text) is not None
        if body and gap_below and line.headline and not line.prose:
            marked[i] = True


def _mark_stamped_lists(lines: list[_Line], marked: list[bool]) -> None:
    """Mark headline lists: titles that alternate with, or carry, the time each was posted.

    A chronicle that has nothing else around it is the article itself and stays, and so do dates
    without a time of day: those are a timeline's.
    """
    for run in (*_alternating_runs(lines), *_stamped_runs(lines)):
        inside = set(run)
        outside = sum(
            line.words
            for i, line in enumerate(lines)
            if line.prose and i not in inside and not marked[i]
        )
        if outside >= _ARTICLE_WORDS:
            for i in run:
                marked[i] = True


def _alternating_runs(lines: list[_Line]) -> list[range]:
    stamps = [i for i, line in enumerate(lines) if _is_full_stamp(line)]
    runs: list[range] = []
    chain: list[int] = []
    for i in stamps:
        between = lines[chain[-1] + 1 : i] if chain else []
        if chain and 1 <= len(between) <= _NEAR - 1 and all(line.headline for line in between):
            chain.append(i)
            continue
        runs += _close_chain(lines, chain)
        chain = [i]
    return runs + _close_chain(lines, chain)


def _close_chain(lines: list[_Line], chain: list[int]) -> list[range]:
    """Return the run with the headline before its first stamp, or else after its last."""
    if len(chain) < _RUN:
        return []
    first, last = chain[0], chain[-1]
    if first and lines[first - 1].headline and not _is_heading(lines[first - 1]):
        first -= 1
    elif last + 1 < len(lines) and lines[last + 1].headline:
        last += 1
    before = lines[first - 1] if first else None
    if before and before.words <= _HEADING_WORDS and not before.ended:
        first -= 1
    return [range(first, last + 1)]


def _stamped_runs(lines: list[_Line]) -> list[range]:
    runs: list[range] = []
    start = 0
    for i in range(len(lines) + 1):
        if i < len(lines) and lines[i].headline and _is_stamped(lines[i]):
            continue
        if i - start >= _RUN:
            runs.append(range(start, i))
        start = i + 1
    return runs


def _is_full_stamp(line: _Line) -> bool:
    return line.words <= _HEADING_WORDS * 2 and bool(_FULL_STAMP.fullmatch(line.text))


def _is_stamped(line: _Line) -> bool:
    return len(line.text) <= _SCORED_CHARS and bool(_STAMPED.fullmatch(line.text))


def _mark_gaps(lines: list[_Line], marked: list[bool]) -> None:
    """Mark short lines enclosed by clutter, a sentence only if deep in it, below the title."""
    for i in range(_first_prose(lines, marked) + 1, len(lines)):
        if marked[i] or lines[i].words > _HEADLINE_WORDS or clutter.REPORTING.search(lines[i].text):
            continue
        before, after = marked[max(0, i - _NEAR) : i], marked[i + 1 : i + 1 + _NEAR]
        needed = _NEAR if lines[i].prose else _NEAR - 1
        marked[i] = sum(before) >= needed and sum(after) >= needed


def _mark_tail(lines: list[_Line], marked: list[bool]) -> None:
    """Mark what is left below the article's last paragraph where most of it is clutter already."""
    body = [i for i, line in enumerate(lines) if line.prose and not marked[i]]
    if not body:
        return
    below = [i for i in range(body[-1] + 1, len(lines)) if marked[i]]
    if len(below) > 1 and len(below) * 2 >= len(lines) - below[0]:
        for i in range(below[0], len(lines)):
            marked[i] = True


def _first_prose(lines: list[_Line], marked: list[bool]) -> int:
    return next((i for i, line in enumerate(lines) if line.prose and not marked[i]), len(lines))


def _join(lines: list[_Line], marked: list[bool]) -> tuple[Span, ...]:
    spans: list[Span] = []
    previous = False
    for line, clutter_line in zip(lines, marked, strict=True):
        if clutter_line and previous:
            spans[-1] = Span(spans[-1].start, line.end)
        elif clutter_line:
            spans.append(Span(line.start, line.end))
        previous = clutter_line
    return tuple(spans)
