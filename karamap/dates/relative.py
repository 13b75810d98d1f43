"""Expressions that count from a day: weekdays, today, last week, two days earlier, a fourth day."""

from __future__ import annotations

import re
from collections.abc import Iterator

from karamap.dates.expressions import Expression, Kind, Unit
from karamap.dates.lexicon import (
    HOSTILITIES,
    NUMBER,
    NUMBER_OPENERS,
    ORDINAL,
    ORDINAL_OPENERS,
    PART_OPENERS,
    UNITS,
    WEEKDAY,
    WEEKDAY_OPENERS,
    number_of,
    ordinal_of,
    part_of_words,
    shift_of,
    weekday_number,
)
from karamap.dates.scanning import Reader, Readers, scan, words_before

__all__ = ["find_relative"]

_DAYTIME = r"(?:morning|afternoon|evening|night|noon|midnight|midday|dawn)"
_WEEKDAY = re.compile(
    r"(?<![\w-])(?:(?P<mod>[Ll]ast|[Nn]ext|[Tt]his|[Tt]hat|[Tt]his (?:past|coming)"
    r"|[Tt]he (?:following|next|previous|preceding|same|coming)) )?"
    r"(?:(?:[Ee]arly|[Ll]ate|[Ee]arlier|[Ll]ater) )?"
    rf"(?P<day>{WEEKDAY}|(?:Mon|Tues|Weds?|Thurs|Fri)\.)(?!\w|-)(?: {_DAYTIME}\b)?"
    r"(?: (?:of )?(?P<week>last|this|next|that|the (?:previous|following)) week\b)?"
)
_NOT_WEEKDAY = re.compile(
    r"\b(?:Bloody|Black|Good|Easter|Palm|Ash|Sheffield|Super|Cyber|Mail on|Red|Holy|every|each"
    r"|first|second|third|fourth) $"
)
_NOT_WEEKDAY_AFTER = re.compile(
    r"(?: (?:in|of) (?:January|February|March|April|May|June|July|August|September|October"
    r"|November|December)\b(?! [0-9])"
    r"| (?:Times|Telegraph|Mirror|Express|Herald|Mail|Post|School|Magazine|Agreement)\b)"
)
_DEICTIC_DAYS = {
    "the day before yesterday": -2,
    "the day after tomorrow": 2,
    "yesterday": -1,
    "today": 0,
    "tonight": 0,
    "tomorrow": 1,
    "last night": -1,
    "last evening": -1,
    "this morning": 0,
    "this afternoon": 0,
    "this evening": 0,
}
_DEICTIC = re.compile(
    rf"(?<![\w-])(?:(?:earlier|later|late|early) )?(?P<word>{'|'.join(_DEICTIC_DAYS)})(?!\w|-)"
    rf"(?: {_DAYTIME}\b)?",
    re.IGNORECASE,
)
_OVERNIGHT = re.compile(r"(?<![\w-])overnight(?![\w-])", re.IGNORECASE)
# the 21st floor, day, corps, … is no date
_NOT_DATED = (
    r"(?: [a-z]{1,12})? (?:day|night|week|month|year|anniversary|birthday|floor|street|century"
    r"|parallel|minute|hour|round|page|session|meeting|summit|congress|attempt|time|battalion"
    r"|brigade|regiment|division|corps|army|edition|amendment|article|kilomet|place|position)"
)
_DAY_NUMBER = re.compile(
    r"(?:(?P<on>(?<=\bon ))|(?<=\b(?:by|to|of) )|(?<=\b(?:till|from) )"
    r"|(?<=\b(?:since|until|after) )|(?<=\bbefore )|(?<=, )|(?<=and ))"
    r"(?P<what>the (?P<day>[12][0-9]|3[01]|[1-9])(?:st|nd|rd|th))"
    r"(?:(?P<of> of (?P<mod>this|last|next|that|the (?:same|previous|following)) month)"
    rf"|(?(on)(?! of\b|-)(?!{_NOT_DATED})|(?=[ ]?(?:[.,;:!?)\"”—]|$|\n"
    r"| (?:and|when|as|in|at|after|during|that|but|near|with|following|amid|he|she|they|it|by|to)"
    r"\b))))",
    re.IGNORECASE,
)
_UNIT_WORD = r"(?:week|weekend|month|year|day)"
_UNIT = re.compile(
    r"(?<![\w-])(?:(?P<part>early|earlier|late|later|mid)[ -](?:in )?"
    r"|(?:the )?(?P<edge>end|beginning|start|middle|close|first half|second half|latter half"
    r"|(?:first|second|third|fourth|last) quarter|first months|last months|first days|last days"
    r"|first week|last week|final week) of )?"
    r"(?P<mod>last|this|next|th(?:is|e) (?:past|coming)(?= weekend)|that(?: same)?"
    r"|the(?: (?:previous|preceding|following|same|current))?)"
    rf" (?P<unit>{_UNIT_WORD})(?!\w|-)",
    re.IGNORECASE,
)
_WHEN_WEEKEND = re.compile(r"\b(?:at|over|on|during|before|after|since|by|until) $", re.IGNORECASE)
_SPAN_UNIT = r"(?P<unit>hour|day|night|week|fortnight|month|year|decade|centurie|century)"
_FEW = r"few|several|couple of|many|some|number of"
_WINDOW = re.compile(
    r"(?<![\w-])(?:the |these |this )?(?P<mod>past|last|previous|preceding|next|coming|following)"
    rf"(?: (?P<n>{NUMBER}|{_FEW}))? {_SPAN_UNIT}(?P<plural>s)?(?![\w-])",
    re.IGNORECASE,
)
_OFFSET = re.compile(
    rf"(?<![\w.,$€£-])(?P<n>{NUMBER}|an?|(?:a )?(?:{_FEW})|some) {_SPAN_UNIT}s? "
    r"(?P<dir>ago|earlier|later|before|after|afterwards|previously|beforehand|from now)(?![\w-])",
    re.IGNORECASE,
)
_IN_TIME = re.compile(
    rf"\bin (?P<what>(?P<n>{NUMBER}|an?) (?P<unit>day|week|month|year)s?'s? time)\b", re.IGNORECASE
)
_BARE_OFFSET = re.compile(
    r"(?<![\w-])(?:days|weeks|months|years|decades|centuries) (?:ago|earlier|later)\b",
    re.IGNORECASE,
)
_NEXT_DAY = re.compile(
    r"(?<![\w-])(?:(?:earlier|later|late|early) (?:on )?)?"
    r"(?:(?P<mod>the (?:very )?(?:next|following|same|previous|preceding)|that(?: same| very)?)"
    r" (?P<unit>day|night|morning|evening|afternoon)"
    r"|the (?P<unit2>day|night|evening|week|month|year) (?P<dir>before|after)"
    r"|(?P<within>(?:earlier|later) in the day))(?!\w|-)",
    re.IGNORECASE,
)
# what "the day before" must be followed by where it is not "the day before they met"
_STANDS_ALONE = re.compile(r" ?(?:[.,;:!?)\"”—]|$|\n)| (?:in|at|near|by|and|but|on|for|over)\b")
_COUNTED_AS = r"(?P<unit>day|night|morning|evening|week|month)"
_COUNTED = re.compile(
    rf"(?<![\w-])(?P<det>(?:the|an?|its|their|his|her) )?(?P<n>{ORDINAL})"
    rf"(?P<run> (?:straight|consecutive|successive))?(?: full)? {_COUNTED_AS}(?![\w-])"
    r"(?P<row> running| in a row)?"
    rf"|(?<!\w)[Dd]ay (?P<card>{NUMBER})(?= of\b)",
    re.IGNORECASE,
)
_COUNTING = re.compile(
    r"\b(?:for|into|entered|enters|entering|on|in|now|reached)(?: only)? $", re.IGNORECASE
)
_LENGTH = re.compile(
    rf"(?<![\w-])(?:(?P<n>{NUMBER})-)?(?P<unit>week|month|year|decade)-?long(?![\w-])",
    re.IGNORECASE,
)
_VAGUE = re.compile(
    r"(?<![\w-])(?:the |these )?(?:(?:most )?recent|coming|past|previous|preceding)"
    r" (?:days|weeks|months|years|decades|centuries)(?![\w-])",
    re.IGNORECASE,
)
_ROUGH = re.compile(
    r"\b(?:(?P<over>more than|over|at least|less than|fewer than|up to|under)"
    r"|(?P<about>nearly|almost|about|around|roughly|approximately|some|exactly))(?: a)? $",
    re.IGNORECASE,
)


def find_relative(shadow: str) -> Iterator[Expression]:
    """Yield every expression that counts from some day; they may overlap."""
    return scan(shadow, _READERS)


def _read_weekday(shadow: str, match: re.Match[str]) -> Expression | None:
    if _NOT_WEEKDAY.search(words_before(shadow, match)) or _NOT_WEEKDAY_AFTER.match(
        shadow, match.end("day")
    ):
        return None
    shift, anaphoric = shift_of(match["mod"] or match["week"])
    if match["mod"] and match["mod"].lower().endswith("coming"):
        shift = 0  # the nearest one, not next week's
    unit = Unit.WEEK if match["week"] else None
    return Expression(
        *match.span(),
        Kind.WEEKDAY,
        weekday=weekday_number(match["day"]),
        shift=shift,
        anaphoric=anaphoric,
        unit=unit,
    )


def _read_deictic(shadow: str, match: re.Match[str]) -> Expression | None:
    word = match["word"]
    named = word[:1].isupper() and re.search(r"[A-Z][\w]+ $", words_before(shadow, match))
    if named:  # a newspaper
        return None
    return Expression(*match.span(), Kind.DEICTIC, count=_DEICTIC_DAYS[word.lower()])


def _read_overnight(_shadow: str, match: re.Match[str]) -> Expression:
    return Expression(*match.span(), Kind.OVERNIGHT)


def _read_day_number(_shadow: str, match: re.Match[str]) -> Expression:
    shift, anaphoric = shift_of(match["mod"])
    end = match.end("of") if match["of"] else match.end("what")
    return Expression(
        match.start("what"),
        end,
        Kind.DAY_NUMBER,
        day=int(match["day"]),
        shift=shift,
        anaphoric=anaphoric,
    )


def _read_unit(shadow: str, match: re.Match[str]) -> Expression | None:
    unit = UNITS[match["unit"].lower()]
    shift, anaphoric = shift_of(match["mod"])
    plain = shift is None  # "the month": only a part of it is a time
    part = part_of_words(match["part"], match["edge"])
    weekend = unit is Unit.WEEKEND and _WHEN_WEEKEND.search(words_before(shadow, match)) is not None
    if unit is Unit.DAY or (plain and part is None and not weekend):
        return None
    return Expression(
        *match.span(), Kind.UNIT, unit=unit, shift=shift, part=part, anaphoric=anaphoric
    )


def _read_window(shadow: str, match: re.Match[str]) -> Expression | None:
    told, unit = match["n"], UNITS[match["unit"].lower()]
    if told is None:
        return _read_single_window(match, unit)
    if re.match(r" of (?:the|his|her|its|their|Soviet)\b", shadow[match.end() : match.end() + 14]):
        return None  # the last two weeks of the war
    if not _is_number(told):
        return Expression(*match.span(), Kind.VAGUE)
    ahead = match["mod"].lower() in {"next", "coming", "following"}
    count = number_of(told)
    return Expression(*match.span(), Kind.WINDOW, unit=unit, count=count if ahead else -count)


def _read_single_window(match: re.Match[str], unit: Unit) -> Expression | None:
    """Read "the past week", "the last month": as long as the unit, up to now."""
    mod = match["mod"].lower()
    determined = match[0].lower().startswith(("the ", "this "))
    if match["plural"]:
        return Expression(*match.span(), Kind.VAGUE) if mod in {"past", "coming"} else None
    if not determined or mod in {"previous", "preceding", "following"}:
        return None
    if unit in {Unit.DAY, Unit.HOUR} and mod != "past":
        return None
    count = 1 if mod in {"next", "coming"} else -1
    return Expression(*match.span(), Kind.WINDOW, unit=unit, count=count)


def _is_number(words: str) -> bool:
    return re.fullmatch(rf"{NUMBER}|an?", words, re.IGNORECASE) is not None


def _read_offset(shadow: str, match: re.Match[str]) -> Expression | None:
    way = match["dir"].lower()
    if way in {"before", "after", "beforehand"} and not _STANDS_ALONE.match(shadow, match.end()):
        return None
    unit = UNITS[match["unit"].lower()]
    if not _is_number(match["n"]):
        return Expression(*match.span(), Kind.VAGUE) if unit is not Unit.HOUR else None
    count = number_of(match["n"])
    if unit is Unit.HOUR and count % 24:
        return None
    rough = _ROUGH.search(shadow[max(0, match.start() - 20) : match.start()])
    back = way in {"ago", "earlier", "before", "previously", "beforehand"}
    return Expression(
        *match.span(),
        Kind.OFFSET,
        unit=unit,
        count=-count if back else count,
        anaphoric=way not in {"ago", "from now"},
        rough="" if rough is None else "over" if rough["over"] else "about",
    )


def _read_in_time(_shadow: str, match: re.Match[str]) -> Expression:
    unit = UNITS[match["unit"].lower()]
    return Expression(*match.span("what"), Kind.OFFSET, unit=unit, count=number_of(match["n"]))


def _read_vague(_shadow: str, match: re.Match[str]) -> Expression:
    return Expression(*match.span(), Kind.VAGUE)


def _read_next_day(shadow: str, match: re.Match[str]) -> Expression | None:
    if match["within"]:
        return Expression(*match.span(), Kind.OFFSET, unit=Unit.DAY, anaphoric=True)
    if match["dir"] and not _STANDS_ALONE.match(shadow, match.end()):
        return None
    word = (match["unit"] or match["unit2"]).lower()
    daytime = word in {"day", "night", "morning", "evening", "afternoon"}
    unit = Unit.DAY if daytime else UNITS[word]
    told = match["dir"] or match["mod"]
    count = 0
    if re.search(r"next|following|after", told, re.IGNORECASE):
        count = 1
    elif re.search(r"previous|preceding|before", told, re.IGNORECASE):
        count = -1
    return Expression(*match.span(), Kind.OFFSET, unit=unit, count=count, anaphoric=True)


def _read_counted(shadow: str, match: re.Match[str]) -> Expression | None:
    if match["card"]:
        return Expression(
            *match.span(), Kind.COUNTED, unit=Unit.DAY, count=number_of(match["card"])
        )
    count, unit = ordinal_of(match["n"]), UNITS[match["unit"].lower()]
    running = match["run"] or match["row"]
    entered = _COUNTING.search(words_before(shadow, match)) and match["det"]
    of_it = unit is Unit.DAY and match["det"] and shadow.startswith(" of ", match.end())
    if count < 2 or not (running or entered or of_it):
        return None
    return Expression(*match.span(), Kind.COUNTED, unit=unit, count=count)


_HOSTILITIES = re.compile(HOSTILITIES)


def _read_length(shadow: str, match: re.Match[str]) -> Expression | None:
    if not _HOSTILITIES.match(shadow, match.end(), match.end() + 60):
        return None
    count = number_of(match["n"] or "a")
    return Expression(*match.span(), Kind.LENGTH, unit=UNITS[match["unit"].lower()], count=-count)


# what the patterns begin with: see `scanning.Reader`
_LATE = {"early", "earlier", "late", "later", "mid"}
_WHICH = {"last", "next", "this", "that", "the"}
_SPANS = {"past", "last", "previous", "preceding", "next", "coming", "following"}
_A_FEW = {"a", "an", "few", "several", "couple", "many", "some", "number"}
_WHOSE = {"the", "a", "an", "its", "their", "his", "her"}
_UNITS = {"days", "weeks", "months", "years", "decades", "centuries"}
_LONG = {f"{unit}{long}" for unit in ("week", "month", "year", "decade") for long in ("", "long")}

_READERS: Readers = (
    Reader(_WEEKDAY, _LATE | _WHICH | WEEKDAY_OPENERS, _read_weekday),
    Reader(_DEICTIC, _LATE | {w.split()[0] for w in _DEICTIC_DAYS}, _read_deictic),
    Reader(_OVERNIGHT, {"overnight"}, _read_overnight),
    Reader(_DAY_NUMBER, {"the"}, _read_day_number),
    Reader(_UNIT, _LATE | _WHICH | PART_OPENERS, _read_unit),
    Reader(_WINDOW, _SPANS | {"the", "these", "this"}, _read_window),
    Reader(_OFFSET, NUMBER_OPENERS | _A_FEW, _read_offset),
    Reader(_IN_TIME, {"in"}, _read_in_time),
    Reader(_BARE_OFFSET, _UNITS, _read_vague),
    Reader(_NEXT_DAY, _LATE | {"the", "that"}, _read_next_day),
    Reader(_COUNTED, ORDINAL_OPENERS | _WHOSE | {"day"}, _read_counted),
    Reader(_LENGTH, NUMBER_OPENERS | _LONG, _read_length),
    Reader(_VAGUE, _SPANS | {"the", "these", "most", "recent"}, _read_vague),
)
