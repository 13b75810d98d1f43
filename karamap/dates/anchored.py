"""Expressions that count from an event or end with it: a day after the truce, four days of battle.

Their days come from a date told beside the event; see `revising`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from karamap.dates.expressions import Expression, Kind, Unit
from karamap.dates.lexicon import (
    HOSTILITIES,
    MONTH,
    NUMBER,
    NUMBER_OPENERS,
    UNITS,
    WEEKDAY,
    number_of,
)
from karamap.dates.scanning import Reader, Readers, scan, words_before

__all__ = ["find_anchored"]

_AFTER = re.compile(
    rf"(?<![\w.,$€£-])(?:(?P<n>{NUMBER}|an?) (?P<unit>hour|day|night|week)s?"
    r"|(?P<the>the (?:very )?day)) after(?= [\w\"“'])",
    re.IGNORECASE,
)
# "two days after in Kapan": nothing that it counts from follows
_NO_EVENT = re.compile(
    r" (?:in|at|near|by|and|but|on|for|over|tomorrow|day|week|which|whom)\b", re.IGNORECASE
)
_UP_TO = re.compile(r"\b(?:less than|fewer than|under|within|not|barely)(?: a)? $", re.IGNORECASE)
_OVER = re.compile(r"\b(?:more than|over|at least|up to)(?: a)? $", re.IGNORECASE)
_HOURS_AFTER = re.compile(
    r"(?<![\w-])(?:within hours (?:of|after)|(?<![0-9] )(?<!few )hours after)"
    r"(?= [\w\"“'])",
    re.IGNORECASE,
)
# opening its clause it tells of what was done; "is to come within hours" does not
_WITHIN_HOURS = re.compile(
    r"(?<![\w-])(?:Within hours|(?<=, )within hours|(?<=\band )within hours)\b"
)
_LASTING = re.compile(
    rf"(?<![\w.,$€£-])(?P<n>{NUMBER}|an?) (?P<unit>day|week|month)s? (?=of{HOSTILITIES})",
    re.IGNORECASE,
)
_ONE_OF_MORE = re.compile(
    r"\b(?:first|last|past|next|final|initial|another|further|every|each|than one|previous"
    r"|preceding|opening|coming|in) $",
    re.IGNORECASE,
)
_SINCE = re.compile(
    r"\bsince (?:the )?(?P<what>(?:(?:early|late) )?(?:morning|dawn|daybreak|noon|midday|sunrise)"
    r"|(?:beginning|start) of the day)"
    r"(?! (?:of|on)\b)(?![\w-])",
    re.IGNORECASE,
)
_NIGHT_TO = re.compile(
    r"(?<![\w-])[Tt]he night(?= (?:in)?to (?:the )?"
    rf"(?:{WEEKDAY}|{MONTH} [0-9]|[0-9]{{1,2}} {MONTH}))"
)


def find_anchored(shadow: str) -> Iterator[Expression]:
    """Yield the expressions whose days an event gives; they may overlap."""
    return scan(shadow, _READERS)


def _read_after(shadow: str, match: re.Match[str]) -> Expression | None:
    if _NO_EVENT.match(shadow, match.end()):
        return None
    unit = UNITS[(match["unit"] or "day").lower()]
    count = number_of(match["n"] or "a")
    if unit is Unit.HOUR and count % 24:
        return None
    before = words_before(shadow, match)
    rough = "over" if _OVER.search(before) else "up to" if _UP_TO.search(before) else ""
    return Expression(*match.span(), Kind.AFTER, unit=unit, count=count, rough=rough)


def _read_hours_after(_shadow: str, match: re.Match[str]) -> Expression:
    return Expression(*match.span(), Kind.AFTER, unit=Unit.DAY)


def _read_within_hours(_shadow: str, match: re.Match[str]) -> Expression:
    return Expression(*match.span(), Kind.AFTER, unit=Unit.DAY, anaphoric=True)


def _read_lasting(shadow: str, match: re.Match[str]) -> Expression | None:
    if _ONE_OF_MORE.search(words_before(shadow, match)):
        return None  # the first two weeks of fighting
    unit = UNITS[match["unit"].lower()]
    end = match.end() - 1
    return Expression(match.start(), end, Kind.LASTING, unit=unit, count=-number_of(match["n"]))


def _read_since(_shadow: str, match: re.Match[str]) -> Expression:
    return Expression(*match.span("what"), Kind.SINCE)


def _read_night_to(_shadow: str, match: re.Match[str]) -> Expression:
    return Expression(*match.span(), Kind.OVERNIGHT)


_READERS: Readers = (
    Reader(_AFTER, NUMBER_OPENERS | {"a", "an", "the"}, _read_after),
    Reader(_HOURS_AFTER, {"within", "hours"}, _read_hours_after),
    Reader(_WITHIN_HOURS, {"within"}, _read_within_hours),
    Reader(_LASTING, NUMBER_OPENERS | {"a", "an"}, _read_lasting),
    Reader(_SINCE, {"since"}, _read_since),
    Reader(_NIGHT_TO, {"the"}, _read_night_to),
)
