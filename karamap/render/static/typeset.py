"""Text for print: cleaned, measured and wrapped in points, independent of device and resolution."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from anyascii import anyascii
from matplotlib.font_manager import FontProperties, findfont
from matplotlib.ft2font import FT2Font
from matplotlib.textpath import text_to_path

__all__ = [
    "ASCENT",
    "DESCENT",
    "get_font",
    "make_drawable",
    "measure_text",
    "space_letters",
    "wrap_text",
]

FAMILY = "DejaVu Sans"  # comes with matplotlib; has Latin, Cyrillic, Armenian and Georgian letters
ASCENT = 0.80  # of the size: how far a line of text reaches above and below its baseline,
DESCENT = 0.24  # with room for a capital's accent
_HAIR = "\u200a"


@lru_cache(maxsize=256)
def get_font(size: float, *, bold: bool = False, italic: bool = False) -> FontProperties:
    """Return the house font at `size` points."""
    return FontProperties(
        family=FAMILY,
        size=size,
        weight="bold" if bold else "normal",
        style="italic" if italic else "normal",
    )


@lru_cache(maxsize=4)
def _glyphs(*, bold: bool, italic: bool) -> frozenset[int]:
    """Return the code points that the face has a glyph for."""
    path = findfont(get_font(10, bold=bold, italic=italic))
    return frozenset(FT2Font(path).get_charmap())


@lru_cache(maxsize=1)
def _common_glyphs() -> frozenset[int]:
    """Return the code points every face of the family can draw."""
    faces = [_glyphs(bold=b, italic=i) for b in (False, True) for i in (False, True)]
    return frozenset.intersection(*faces)


def make_drawable(text: str, *, limit: int = 400) -> str:
    """Return `text` on one line, fit to draw.

    Control and bidirectional marks go, characters that the font lacks are romanised, and what
    exceeds `limit` characters is cut with an ellipsis.
    """
    kept = []
    for char in unicodedata.normalize("NFC", text[: 4 * limit]):
        if char.isspace():
            kept.append(" ")
        elif unicodedata.category(char) in {"Cc", "Cf", "Cs", "Co", "Cn"}:
            continue
        elif ord(char) in _common_glyphs():
            kept.append(char)
        else:
            kept.append(anyascii(char))
    line = " ".join("".join(kept).split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


@lru_cache(maxsize=4096)
def measure_text(text: str, size: float, *, bold: bool = False, italic: bool = False) -> float:
    """Return the width of one line in points."""
    font = get_font(size, bold=bold, italic=italic)
    width, _, _ = text_to_path.get_text_width_height_descent(text, font, ismath=False)
    return float(width)


def _split_word(word: str, width: float, size: float, *, bold: bool) -> list[str]:
    """Cut a word that is wider than the column into pieces that fit."""
    pieces = [""]
    for char in word:
        if pieces[-1] and measure_text(pieces[-1] + char, size, bold=bold) > width:
            pieces.append("")
        pieces[-1] += char
    return pieces


def wrap_text(
    text: str, width: float, size: float, *, bold: bool = False, lines: int = 99
) -> list[str]:
    """Break `text` into lines of at most `width` points; an ellipsis ends the last allowed."""
    words: list[str] = []
    for word in filter(None, text.split(" ")):  # a no-break space holds
        fits = measure_text(word, size, bold=bold) <= width
        words += [word] if fits else _split_word(word, width, size, bold=bold)
    out: list[str] = []
    for word in words:
        joined = f"{out[-1]} {word}" if out else word
        if out and measure_text(joined, size, bold=bold) <= width:
            out[-1] = joined
        else:
            out.append(word)
    if len(out) > lines:
        last = out[lines - 1]
        while last and measure_text(last + " …", size, bold=bold) > width:
            last = last[:-1].rstrip()
        out = [*out[: lines - 1], last + " …"]
    return out


def space_letters(text: str, *, hairs: int = 2) -> str:
    """Set `text` wide, as areas are lettered; scripts whose letters join stay as they are."""
    if any(unicodedata.bidirectional(c) in {"R", "AL"} or unicodedata.combining(c) for c in text):
        return text
    return (_HAIR * hairs).join(text.replace(" ", "  "))
