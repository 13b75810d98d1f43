"""What surrounds an expression: a plain shadow of the text, sentences, paragraphs, quotes."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from karamap.model import Span
from karamap.text import find_quotes, split_sentences

__all__ = ["Layout", "read_layout"]

# one character each for one: offsets in the shadow are offsets in the text
_PLAIN = {
    **dict.fromkeys("\u00a0\u2007\u2009\u200a\u202f\u3000\t", " "),
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2212", "-"),
    **dict.fromkeys("\u2018\u2019\u02bc\u0060\u00b4", "'"),
}
_ODD = re.compile(f"[{''.join(_PLAIN)}]")
_LINE_END = re.compile(r"[\r\n]")
_BLANK_LINE = re.compile(r"\n[ \t\r]*\n")


@dataclass(frozen=True, slots=True)
class Layout:
    """The shadow of a text and where its sentences, paragraphs and quotations lie."""

    shadow: str
    sentences: tuple[Span, ...]
    _sentence_starts: tuple[int, ...]
    _paragraph_starts: tuple[int, ...]
    _quotes: tuple[Span, ...]
    _quote_starts: tuple[int, ...]

    def sentence_index(self, at: int) -> int:
        """Return the number of the sentence that holds `at`."""
        return max(bisect_right(self._sentence_starts, at) - 1, 0)

    def sentence(self, at: int) -> Span:
        """Return the sentence that holds `at`."""
        if not self.sentences:
            return Span(0, len(self.shadow))
        return self.sentences[self.sentence_index(at)]

    def paragraph_index(self, at: int) -> int:
        """Return the number of the paragraph that holds `at`."""
        return bisect_right(self._paragraph_starts, at)

    def quote(self, at: int) -> Span | None:
        """Return the quotation around `at`, None outside of any."""
        index = bisect_right(self._quote_starts, at) - 1
        return self._quotes[index] if index >= 0 and at < self._quotes[index].end else None

    def in_parentheses(self, start: int, end: int) -> bool:
        """Whether ``[start, end)`` stands in parentheses opened within its sentence."""
        sentence = self.sentence(start)
        before = self.shadow[max(sentence.start, start - 300) : start]
        after = self.shadow[end : end + 300]
        opened = before.rfind("(") > before.rfind(")")
        closing = after.find(")")
        return opened and closing >= 0 and "(" not in after[:closing]


def read_layout(text: str) -> Layout:
    """Return the layout of `text`; its shadow has the text's length."""
    sentences = split_sentences(text)
    pieces: list[str] = []
    at = 0
    for span in sentences:
        pieces += [text[at : span.start], _LINE_END.sub(" ", text[span.start : span.end])]
        at = span.end
    pieces.append(text[at:])
    quotes = find_quotes(text)
    # without blank lines every line is a paragraph, but for lines that one sentence runs across
    breaks = [m.end() for m in _BLANK_LINE.finditer(text)]
    if not breaks:
        breaks = [s.start for s in sentences if "\n" in text[max(0, s.start - 2) : s.start]]
    return Layout(
        _ODD.sub(lambda odd: _PLAIN[odd[0]], "".join(pieces)),
        tuple(sentences),
        tuple(s.start for s in sentences),
        tuple(breaks),
        tuple(quotes),
        tuple(q.start for q in quotes),
    )
