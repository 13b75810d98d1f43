"""Text for print: cleaned, measured and wrapped in points, independent of device and resolution."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache

from anyascii import anyascii
from matplotlib import ft2font
from matplotlib.font_manager import FontProperties, findfont
from matplotlib.textpath import text_to_path

from karamap.errors import InputError

__all__ = [
    "ASCENT",
    "DESCENT",
    "font_of",
    "get_font",
    "make_drawable",
    "measure_text",
    "space_letters",
    "use_family",
    "wrap_text",
]

# comes with matplotlib; has Latin, Cyrillic, Armenian, Georgian and, upright only, Arabic letters
HOUSE = "DejaVu Sans"
_family: ContextVar[str] = ContextVar("family", default=HOUSE)
# from matplotlib 3.11 on: without it, Arabic letters would stand unjoined and the wrong way round
_SHAPES_TEXT = hasattr(ft2font, "__libraqm_version__")
ASCENT = 0.80  # of the size: how far a line of text reaches above and below its baseline,
DESCENT = 0.24  # with room for a capital's accent
_HAIR = "\u200a"


@contextmanager
def use_family(name: str) -> Iterator[None]:
    """Set all text in the typeface `name`, and what it lacks in the house's.

    Raises
    ------
    InputError
        If it is not installed.
    """
    try:
        findfont(FontProperties(family=name), fallback_to_default=False)
    except ValueError:
        raise InputError(
            f"typeface {name!r} is not installed: take another for type.family, or {HOUSE!r}"
        ) from None
    token = _family.set(name)
    try:
        yield
    finally:
        _family.reset(token)


def get_font(size: float, *, bold: bool = False, italic: bool = False) -> FontProperties:
    """Return the chosen typeface at `size` points."""
    return _get_font(_family.get(), size, bold=bold, italic=italic)


def font_of(text: str, size: float, *, bold: bool = False, italic: bool = False) -> FontProperties:
    """Return the font for `text`: upright where the slanted face lacks one of its letters."""
    family = _family.get()
    slanted = italic and _drawable(family, bold=bold, italic=True).issuperset(map(ord, text))
    return _get_font(family, size, bold=bold, italic=slanted)


@lru_cache(maxsize=256)
def _get_font(family: str, size: float, *, bold: bool, italic: bool) -> FontProperties:
    return FontProperties(
        family=list(dict.fromkeys((family, HOUSE))),
        size=size,
        weight="bold" if bold else "normal",
        style="italic" if italic else "normal",
    )


@lru_cache(maxsize=32)
def _drawable(family: str, *, bold: bool, italic: bool) -> frozenset[int]:
    """Return the code points that a face, or the house's in its stead, has a glyph for."""
    fonts = [_get_font(name, 10, bold=bold, italic=italic) for name in (family, HOUSE)]
    maps = [ft2font.FT2Font(findfont(font)).get_charmap() for font in fonts]
    return frozenset(code for known in maps for code in known)


@lru_cache(maxsize=8)
def _common_glyphs(family: str) -> frozenset[int]:
    """Return the code points that can be drawn upright in both weights."""
    found = _drawable(family, bold=False, italic=False) & _drawable(family, bold=True, italic=False)
    if _SHAPES_TEXT:
        return found
    return frozenset(c for c in found if unicodedata.bidirectional(chr(c)) not in {"R", "AL"})


def make_drawable(text: str, *, limit: int = 400) -> str:
    """Return `text` on one line, fit to draw.

    Control and bidirectional marks go, characters that the font lacks are romanised, and what
    exceeds `limit` characters is cut with an ellipsis.
    """
    kept, known = [], _common_glyphs(_family.get())
    for char in unicodedata.normalize("NFC", text[: 4 * limit]):
        if char.isspace():
            kept.append(" ")
        elif unicodedata.category(char) in {"Cc", "Cf", "Cs", "Co", "Cn"}:
            continue
        elif ord(char) in known:
            kept.append(char)
        else:
            kept.append(anyascii(char))
    line = " ".join("".join(kept).split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def measure_text(text: str, size: float, *, bold: bool = False, italic: bool = False) -> float:
    """Return the width of one line in points."""
    return _measure(_family.get(), text, size, bold=bold, italic=italic)


@lru_cache(maxsize=8192)
def _measure(family: str, text: str, size: float, *, bold: bool, italic: bool) -> float:
    slanted = italic and _drawable(family, bold=bold, italic=True).issuperset(map(ord, text))
    font = _get_font(family, size, bold=bold, italic=slanted)
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
            last = last.rpartition(" ")[0] if " " in last else last[:-1]
        out = [*out[: lines - 1], last + " …"]
    return out


def space_letters(text: str, *, hairs: int = 2) -> str:
    """Set `text` wide, as areas are lettered; scripts whose letters join stay as they are."""
    if any(unicodedata.bidirectional(c) in {"R", "AL"} or unicodedata.combining(c) for c in text):
        return text
    return (_HAIR * hairs).join(text.replace(" ", "  "))
