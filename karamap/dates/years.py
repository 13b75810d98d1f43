"""Bare years: the four-digit numbers that their neighbours make a year."""

from __future__ import annotations

import re
from collections.abc import Iterator

from karamap.dates.expressions import Expression, Kind
from karamap.dates.lexicon import COUNTED_THINGS
from karamap.dates.scanning import find_opened

__all__ = ["find_years"]

_FIRST, _LAST = 1600, 2049
_MAX_RANGE = 150  # years
_NUMBER = r"(?:1[6-9][0-9]{2}|20[0-4][0-9])"
_CANDIDATE = re.compile(
    rf"(?<![\w.,:/$€£¥#№+@%&=~-])(?<![0-9] )(?<!© )(?<!©)(?<!-[a-z]-)(?P<y1>{_NUMBER})"
    rf"(?:(?:-|/| to | until | till | through | and |-to-)(?P<y2>{_NUMBER}|[0-9]{{2}}(?![0-9])))?"
    r"(?![\w%°]|[.,:/][0-9]|-(?!(?:brokered|era|style|born|model|only)\b)\w)"
)
_COUNTED = re.compile(COUNTED_THINGS, re.IGNORECASE)
_TIME_BEFORE = re.compile(
    r"\b(?:in|since|until|till|during|throughout|year|circa|between|from|before|after|through"
    r"|pre|post|prior to|back to|dat(?:es?|ed|ing)(?: back)? to|compared (?:to|with)|as of|late"
    r"|early|ended|signed|autumn|spring|summer|winter|fall|war of|accord of|agreement of|truce of"
    r"|cease-?fire of|ceasefire of|conflict of|events of|massacre of|pogroms? of|end of|start of"
    r"|class of|as (?:early|late|recently|far back) as|in (?:about|around|late|early)) $",
    re.IGNORECASE,
)
_DETERMINED = re.compile(
    r"(?:\b(?:the|a|an|its|their|his|her|this|that|fragile|failed|bloody|brief|landmark"
    r"|post|pre)|'s|s'|the \w{3,12}) $",
    re.IGNORECASE,
)
_LOOSELY = re.compile(r"\b(?:by|of|for|and|or|to|with|with in|than|into) $", re.IGNORECASE)
_AMOUNT_BEFORE = re.compile(
    r"\b(?:total of|number of|out of|some of|group of|force of|one of|(?:up|close|down) to"
    r"|(?:more|less|fewer) than|at least|at most|about|nearly|almost|over|some|only|approximately"
    r"|around|(?:rose|fell|grew|increas(?:ed|es|ing)|reduc(?:ed|es|ing)|cut|declined|dropped|up"
    r"|down|amounted|equal|numbered|killed|killing|wounded|resolutions?|no\.|number|article|decree"
    r"|law|order|flight|route|room|page|paragraph|section|version|channel|unit|battalion|brigade"
    r"|regiment)(?: (?:by|to|of|from|with))?) $",
    re.IGNORECASE,
)
_SPANNING = re.compile(r"\b(?:between|from|in|during|over) $", re.IGNORECASE)
_NOUN_AFTER = re.compile(r" [a-zA-Z\"“']|-[a-z]")
_CLOSES = re.compile(r" ?(?:[.,;:)\]!?\"”—-]|$|\n)|'s\b")
_VERB_AFTER = re.compile(r" (?:saw|was|is|has|had|brought|marked|began|ended|will)\b")
_PLACE_COMMA = re.compile(r"[A-Z][\w'-]+, $")
_LIST = re.compile(r"(?:, | and | or |, and |, or | to | but not )$")


def find_years(shadow: str) -> Iterator[Expression]:
    """Yield bare years and ranges of years, in order."""
    previous = -99
    for match in find_opened(_CANDIDATE, {"#"}, shadow):
        first = int(match["y1"])
        end = match.end("y1")
        last = _last_year(shadow, match)
        if last is not None:
            end = match.end("y2")
        listed = previous >= 0 and _LIST.fullmatch(shadow, previous, match.start()) is not None
        if not _is_year(shadow, match.start(), end, listed=listed, ranged=last is not None):
            continue
        previous = end
        one = Expression(match.start(), match.end("y1"), Kind.CALENDAR, year=first)
        if last is not None:
            two = Expression(match.start("y2"), end, Kind.CALENDAR, year=last)
            yield Expression(match.start(), end, Kind.RANGE, first=one, last=two)
            continue
        yield one
        if match["y2"] and len(match["y2"]) == 4:
            previous = match.end("y2")
            if not _COUNTED.match(shadow, match.end()):
                yield Expression(
                    match.start("y2"), match.end(), Kind.CALENDAR, year=int(match["y2"])
                )


def _last_year(shadow: str, match: re.Match[str]) -> int | None:
    """Return the closing year of a range, None if the match is no range."""
    if not match["y2"]:
        return None
    first, told = int(match["y1"]), match["y2"]
    last = int(told) if len(told) == 4 else first - first % 100 + int(told)
    joint = shadow[match.end("y1") : match.start("y2")]
    before = shadow[max(0, match.start() - 9) : match.start()].lower()
    if joint == " and " and not before.endswith("between "):
        return None
    if joint in {" until ", " till "} and not before.endswith("from "):
        return None
    if len(told) == 2 and joint not in {"-", "/"}:
        return None
    return last if first < last <= first + _MAX_RANGE else None


def _is_year(shadow: str, start: int, end: int, *, listed: bool, ranged: bool) -> bool:
    """Whether the number at ``[start, end)`` is a year, judged by its neighbours."""
    before = shadow[max(0, start - 28) : start]
    after = shadow[end : end + 40]
    line_before = before.rsplit("\n", 1)[-1]
    if not line_before.strip() and start - len(line_before) >= 0 and _alone(shadow, start, end):
        return True
    if ranged and _SPANNING.search(before):
        return True  # "between 1993 and 1996 Russian weapons were sent"
    counted = _COUNTED.match(after) is not None
    if counted:
        # "in 2016 people fled" is a year, "in 2016 homes" is not
        plain = re.match(r" (?:people|residents|civilians|Armenians|Azerbaijanis|Azeris)\b", after)
        return bool(plain and re.search(r"\b(?:in|since|until) $", before, re.IGNORECASE))
    if _AMOUNT_BEFORE.search(before) and not re.search(r"\bin (?:about|around) $", before):
        return False
    if ranged or listed:
        return True
    return _placed_as_year(before, after, sentence_start=not line_before.strip())


def _alone(shadow: str, start: int, end: int) -> bool:
    """Whether the number is a whole line, as headings of a chronology are."""
    opens = start == 0 or shadow[start - 1] == "\n"
    return opens and re.match(r":?[ \r]*(?:\n|$)|:? ?[-—:] ", shadow[end : end + 6]) is not None


def _placed_as_year(before: str, after: str, *, sentence_start: bool) -> bool:
    if _TIME_BEFORE.search(before):
        return True
    if _DETERMINED.search(before):
        return _NOUN_AFTER.match(after) is not None or _CLOSES.match(after) is not None
    if _LOOSELY.search(before):
        return _CLOSES.match(after) is not None or _NOUN_AFTER.match(after) is not None
    if before.endswith(("(", "[")):
        return after[:1] in {")", "]", ";", ",", "-"}
    if _PLACE_COMMA.search(before):
        return after[:1] in {".", ")", ",", ";", ""}
    return (sentence_start or before.endswith((". ", ": ", '." '))) and bool(
        _VERB_AFTER.match(after)
    )
