"""Seasons, decades and centuries."""

from __future__ import annotations

import re
from collections.abc import Iterator

from karamap.dates.expressions import Expression, Kind
from karamap.dates.lexicon import (
    COUNTED_THINGS,
    PART,
    PART_OPENERS,
    RELATIVE_YEAR,
    SEASONS,
    YEAR,
    part_of_words,
    shift_of,
)
from karamap.dates.scanning import Reader, Readers, scan

__all__ = ["find_long"]

_SEASON = re.compile(
    rf"(?<![\w-])(?:{PART}|(?P<mod>[Ll]ast|[Tt]his|[Nn]ext|[Tt]hat"
    r"|[Tt]he (?:previous|following|preceding|same|past|next)|[Tt]his (?:past|coming)) "
    r"|(?P<prep>(?:[Ii]n|[Ss]ince|[Dd]uring|[Uu]ntil|[Tt]hrough|[Oo]ver"
    r"|[Bb]y|[Bb]efore|[Aa]fter|(?:[Mm]ost|[Mm]uch|[Pp]art|[Rr]est) of|[Aa]ll) )?"
    r"(?P<the>[Tt]he )?)"
    r"(?:(?P<part2>early|mid|late)[ -])?(?P<season>[Ss]pring|[Ss]ummer|[Aa]utumn|[Ff]all|[Ww]inter)"
    rf"(?:(?:,? |,? of )(?P<year>{YEAR})(?:[-/](?:{YEAR}|[0-9]{{2}}))?(?![\w%]|[.,][0-9])"
    rf"(?!{COUNTED_THINGS})|,? {RELATIVE_YEAR})?(?![\w-])"
)
_BARE_SEASON = re.compile(
    r" ?(?:[.,;:!?)\"”—-]|$|\n)|'s\b| (?:and|or|to|until|when|as|the|that|with|at|in|near|he|she"
    r"|they|it|we|a|an|but|while|after|before|because|without|for|is|was|were|are|will|had|has)\b"
)
_DECADE = re.compile(
    r"(?<![\w-])(?P<the>[Tt]he )?(?:(?P<part>[Ee]arly|[Mm]id|[Ll]ate)[ -])?"
    r"(?:(?P<full>1[0-9]{2}0|20[0-9]0)'?s|(?P<short>'?[2-9]0)s)(?!\w)"
)
_CENTURY = re.compile(
    r"(?<![\w-])(?:[Tt]he )?(?:(?P<part>[Ee]arly|[Mm]id|[Ll]ate)[ -])?"
    r"(?P<n>1[0-9]|2[01])(?:st|th)[ -][Cc]entury(?!\w)"
)
_SUBJECT_AFTER = re.compile(r"[.,;:)]| (?:the|he|she|they|it|we)\b")


def find_long(shadow: str) -> Iterator[Expression]:
    """Yield seasons, decades and centuries; they may overlap."""
    return scan(shadow, _READERS)


def _read_decade(_shadow: str, match: re.Match[str]) -> Expression | None:
    short = match["short"]
    if short and not match["the"]:
        return None  # a person in his 90s
    year = int(match["full"]) if match["full"] else 1900 + int(short.lstrip("'"))
    part = part_of_words(match["part"], None)
    return Expression(*match.span(), Kind.CALENDAR, year=year, length=10, part=part)


def _read_century(_shadow: str, match: re.Match[str]) -> Expression:
    year = 100 * int(match["n"]) - 99
    part = part_of_words(match["part"], None)
    return Expression(*match.span(), Kind.CALENDAR, year=year, length=100, part=part)


def _is_season(shadow: str, match: re.Match[str]) -> bool:
    """Whether the word is a season: no fall of a town, no spring of water."""
    if match["year"] or match["rel"]:
        return True
    word, mod = match["season"].lower(), match["mod"]
    if mod:  # "villages that fall under the treaty"
        verb = mod.lower() == "that" and word in {"fall", "spring"}
        return not verb or _SUBJECT_AFTER.match(shadow, match.end()) is not None
    if word == "fall":
        return False
    if match["part"] or match["part2"] or match["edge"]:
        return True
    # "in the winter", not "the winter offensive"
    told = match["prep"] is not None and match["prep"].lower().endswith((" of ", "all "))
    return told or (
        match["prep"] is not None and _BARE_SEASON.match(shadow, match.end()) is not None
    )


def _read_season(shadow: str, match: re.Match[str]) -> Expression | None:
    if not _is_season(shadow, match):
        return None
    year_shift, year_anaphoric = shift_of(match["rel"])
    step, anaphoric = shift_of(match["mod"])
    start = match.start()
    if match["the"]:
        start = match.start("the")
    elif match["prep"]:
        start = match.end("prep")
    return Expression(
        start,
        match.end(),
        Kind.CALENDAR,
        year=int(match["year"]) if match["year"] else None,
        season=SEASONS[match["season"].lower()],
        part=part_of_words(match["part"] or match["part2"], match["edge"]),
        shift=year_shift,
        which=step,
        anaphoric=anaphoric or year_anaphoric,
    )


_LED_BY = {"in", "since", "during", "until", "through", "over", "by", "before", "after"}
_LED_BY |= {"most", "much", "part", "rest", "all"}
_WHICH = {"last", "this", "next", "that"}
_AGES = {"the", "early", "mid", "late", "#"}

_READERS: Readers = (
    Reader(_SEASON, PART_OPENERS | _WHICH | _LED_BY | set(SEASONS), _read_season),
    Reader(_DECADE, _AGES, _read_decade),
    Reader(_CENTURY, _AGES, _read_century),
)
