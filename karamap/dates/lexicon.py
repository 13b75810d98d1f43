"""Words of time and the pieces of pattern made of them.

Every pattern runs over a *shadow* of the text: the same length, with typographic dashes, spaces and
apostrophes made plain and the line ends within a sentence made blanks (see `context.make_shadow`).
"""

from __future__ import annotations

from karamap.dates.expressions import Part, Unit

__all__ = [
    "COUNTED_THINGS",
    "DAY",
    "HOSTILITIES",
    "MONTH",
    "MONTH_ANY",
    "MONTH_OPENERS",
    "NUMBER",
    "NUMBER_OPENERS",
    "ORDINAL",
    "ORDINAL_OPENERS",
    "PART",
    "PART_OPENERS",
    "RELATIVE_YEAR",
    "SEASONS",
    "TOLD_YEAR",
    "UNITS",
    "WEEKDAY",
    "WEEKDAY_OPENERS",
    "WEEKDAY_SHORT",
    "YEAR",
    "month_number",
    "number_of",
    "ordinal_of",
    "part_of_words",
    "shift_of",
    "weekday_number",
]

_MONTHS = (
    "January February March April May June July August September October November December".split()  # noqa: SIM905
)
_SHORT = "Jan Feb Mar Apr Jun Jul Aug Sept Sep Oct Nov Dec".split()  # noqa: SIM905
_WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()  # noqa: SIM905
_SAFE_LOWER = [m.lower() for m in _MONTHS if m not in {"March", "May"}]  # to march, may

_FULL = "|".join(_MONTHS)
# with a day or year beside it, any case but the verbs'; a full stop only after an abbreviation
_SHORTER = "|".join(_SHORT)
MONTH_ANY = (
    rf"(?:(?:{_FULL}|{_FULL.upper()}|{'|'.join(_SAFE_LOWER)})"
    rf"|(?:{_SHORTER}|{_SHORTER.upper()})\b\.?)"
)
MONTH = rf"(?:(?:{_FULL})|(?:{_SHORTER})\b\.?)"

WEEKDAY = rf"(?:{'|'.join(_WEEKDAYS)}|{'|'.join(_WEEKDAYS).upper()})"
WEEKDAY_SHORT = r"(?:Mon|Tues?|Wed(?:s|nes)?|Thu(?:rs?)?|Fri|Sat|Sun)\b\.?"
_WEEKDAYS_SHORT = "mon tue tues wed weds wednes thu thur thurs fri sat sun".split()  # noqa: SIM905

# what these patterns begin with, for `scanning`
MONTH_OPENERS = frozenset(m.lower() for m in (*_MONTHS, *_SHORT))
WEEKDAY_OPENERS = frozenset([*(d.lower() for d in _WEEKDAYS), *_WEEKDAYS_SHORT])

DAY = r"(?:3[01]|[12][0-9]|0?[1-9])(?![0-9])"
YEAR = r"(?:1[0-9]{3}|20[0-9]{2})(?![0-9])"

SEASONS = {"spring": 0, "summer": 1, "autumn": 2, "fall": 2, "winter": 3}

UNITS = {
    "hour": Unit.HOUR,
    "day": Unit.DAY,
    "night": Unit.DAY,
    "morning": Unit.DAY,
    "evening": Unit.DAY,
    "weekend": Unit.WEEKEND,
    "week": Unit.WEEK,
    "fortnight": Unit.FORTNIGHT,
    "month": Unit.MONTH,
    "year": Unit.YEAR,
    "decade": Unit.DECADE,
    "century": Unit.CENTURY,
    "centurie": Unit.CENTURY,
}

_ONES = [
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()  # noqa: SIM905
_NUMBERS = {w: n for n, w in enumerate(_ONES, 1)} | {w: 10 * n for n, w in enumerate(_TENS, 2)}
NUMBER = (
    rf"(?:[0-9]{{1,3}}|(?:{'|'.join(_TENS)})(?:[- ](?:{'|'.join(_ONES[:9])}))?"
    rf"|{'|'.join(sorted(_ONES, key=len, reverse=True))})"
)
NUMBER_OPENERS = frozenset(["#", *_ONES, *_TENS])

_ORDINALS = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
    "twentieth",
]
ORDINAL = rf"(?:[0-9]{{1,3}}(?:st|nd|rd|th)|{'|'.join(_ORDINALS)})"
ORDINAL_OPENERS = frozenset(["#", *_ORDINALS])

_EDGES = {
    "end": Part.END,
    "close": Part.END,
    "beginning": Part.START,
    "start": Part.START,
    "middle": Part.MID,
    "first half": Part.HALF1,
    "second half": Part.HALF2,
    "latter half": Part.HALF2,
    "first quarter": Part.QUARTER1,
    "second quarter": Part.QUARTER2,
    "third quarter": Part.QUARTER3,
    "fourth quarter": Part.QUARTER4,
    "last quarter": Part.QUARTER4,
    "first week": Part.WEEK1,
    "second week": Part.WEEK2,
    "third week": Part.WEEK3,
    "fourth week": Part.WEEK4,
    "last week": Part.LAST_WEEK,
    "final week": Part.LAST_WEEK,
    "first days": Part.FIRST_DAYS,
    "early days": Part.FIRST_DAYS,
    "last days": Part.LAST_DAYS,
    "final days": Part.LAST_DAYS,
    "closing days": Part.LAST_DAYS,
    "first weeks": Part.EARLY,
    "early part": Part.EARLY,
    "latter part": Part.LATE,
    "last weeks": Part.LATE,
    "first months": Part.EARLY,
    "early months": Part.EARLY,
    "last months": Part.LATE,
    "final months": Part.LATE,
    "closing months": Part.LATE,
}
_ADJECTIVES = {
    "early": Part.EARLY,
    "mid": Part.MID,
    "middle": Part.MID,
    "late": Part.LATE,
    "earlier": Part.SO_FAR,
    "later": Part.STILL,
}
_EDGE = "|".join(sorted(_EDGES, key=len, reverse=True))
# "late ", "mid-", "late in ", "the end of "; group `part`
PART = (
    r"(?:(?P<part>[Ee]arly|[Mm]id|[Ll]ate)(?:[ -]| in )"
    rf"|(?:[Tt]he )?(?P<edge>{_EDGE}|{_EDGE.capitalize()}) of )"
)
PART_OPENERS = frozenset(["early", "mid", "late", "the", *(e.split()[0] for e in _EDGES)])

# nouns that a number before them counts: 1993 soldiers is no year
COUNTED_THINGS = (
    r"(?: more| other| armed| regular| ethnic| local| foreign| additional| new| Armenian"
    r"| Azerbaijani| Azeri| Russian| Turkish| Syrian| Georgian)?"
    r" ?(?:people|persons?|troops?|soldiers?|men|women|children|civilians?|servicemen|personnel"
    r"|fighters?|mercenaries|militants|rebels|conscripts|volunteers|reservists|policemen|officers"
    r"|refugees|residents|inhabitants|families|households|victims|casualties|deaths|prisoners|pows"
    r"|hostages|protesters|demonstrators|workers|students|voters|members|killed|dead|wounded"
    r"|injured|missing|displaced|homes|houses|apartments|buildings|villages|tanks|vehicles|drones"
    r"|shells|rounds|rockets|missiles|mines|weapons|aircraft|sorties|times|hours|minutes|seconds"
    r"|days|weeks|months|years|met(?:er|re)s?|kilomet(?:er|re)s?|km|miles?|feet|ft|tons?|tonnes?"
    r"|hectares?|acres|square|sq|barrels?|bpd|cubic|bcm|megawatts?|mw|kwh|percent|per cent"
    r"|dollars|euros?|manats?|drams?|rubles?|roubles?|pounds|usd|eur|million|billion|thousand"
    r"|gmt|utc|hrs|a\.m|p\.m|am\b|pm\b|local time|Armenians|Azerbaijanis|Azeris|Russians|Turks"
    r"|Syrians|points?|seats?|votes?|copies|pages|calibre|caliber)(?![a-z])"
)

# what lasts: " heavy fighting"
HOSTILITIES = (
    r" (?:\w+ ){0,2}?(?:clash(?:es)?|fighting|combat|war|conflict|offensive|battles?|siege|blockade"
    r"|shelling|violence|campaign|stand-?off|hostilities|bombardment|unrest|protests?|strike"
    r"|escalation|operation|crisis|dispute|insurgency|invasion|occupation|bombing|flare-up)\b"
)

# in this, the last, the next … year; group `rel`
RELATIVE_YEAR = (
    r"(?P<rel>(?:of )?(?:this|last|next|that|the (?:same|previous|following|preceding)) year)"
)
_SHIFTS = {"last": -1, "previous": -1, "preceding": -1, "past": -1, "this": 0, "that": 0}
_SHIFTS |= {"same": 0, "current": 0, "next": 1, "following": 1, "coming": 1}
_ANAPHORIC = frozenset({"previous", "preceding", "that", "same", "following"})
# a number so placed is a year; group `year`
TOLD_YEAR = rf"(?P<year>{YEAR})(?![%\w]|[.,:][0-9]|-[a-z])(?!{COUNTED_THINGS})"


def month_number(word: str) -> int:
    """Return 1–12 for a month's name or abbreviation in any case."""
    keys = [m[:3].lower() for m in _MONTHS]
    return keys.index(word[:3].lower()) + 1


def weekday_number(word: str) -> int:
    """Return 0 (Monday) – 6 for a weekday's name or abbreviation in any case."""
    keys = [d[:3].lower() for d in _WEEKDAYS]
    return keys.index(word[:3].lower())


def number_of(words: str) -> int:
    """Return the number that `words` (digits, "twenty-six", "a") say."""
    words = words.lower()
    if words in {"a", "an", "the"}:
        return 1
    if words[0].isdigit():
        return int(words)
    return sum(_NUMBERS[w] for w in words.replace("-", " ").split())


def ordinal_of(words: str) -> int:
    """Return the number of an ordinal, in digits or words up to the twentieth."""
    if words[0].isdigit():
        return int(words[:-2])
    return _ORDINALS.index(words.lower()) + 1


def part_of_words(adjective: str | None, edge: str | None) -> Part | None:
    """Return the part that the groups of `PART` name."""
    if adjective:
        return _ADJECTIVES[adjective.lower()]
    return _EDGES[edge.lower()] if edge else None


def shift_of(words: str | None) -> tuple[int | None, bool]:
    """Return -1, 0 or 1 for "last", "this" or "next", and whether it counts from the text."""
    if not words:
        return None, False
    found = [w for w in words.lower().split() if w in _SHIFTS]
    if not found:
        return None, False
    return _SHIFTS[found[-1]], found[-1] in _ANAPHORIC
