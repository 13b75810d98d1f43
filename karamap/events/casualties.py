"""Tolls: how many were killed, wounded, missing, captured or displaced, as a sentence tells it."""

from __future__ import annotations

import re

from karamap.dates.lexicon import MONTH
from karamap.model import Casualties

__all__ = ["find_casualties"]

_WORDS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14,
    "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20,
    "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "hundred": 100, "dozen": 12,
}  # fmt: skip
# what a vague plural vouches for at least; nothing is known of its best or high value
_VAGUE = {"several": 3, "scores": 40, "dozens": 24, "hundreds": 200, "thousands": 2000}
_SCALE = {"thousand": 1_000, "million": 1_000_000, "hundred": 100, "dozen": 12}
_NUMBER = (
    r"(?P<n>\d{1,3}(?:[,.\s]\d{3})+|\d+(?:\.\d+)?|(?:tens|hundreds)\sof\sthousands|dozens|scores|"
    r"hundreds|thousands|several|" + "|".join(sorted(_WORDS, key=len, reverse=True)) + r")"
    r"(?:\s(?P<scale>thousand|million|hundred|dozen))?\b"
)
_BOUND = (
    r"(?:(?P<low>more\sthan|at\sleast|over|no\sfewer\sthan|a\sminimum\sof|upwards\sof)|"
    r"(?P<high>up\sto|as\smany\sas|at\smost|no\smore\sthan|fewer\sthan|less\sthan)|"
    r"(?P<about>about|around|some|nearly|almost|roughly|approximately|an?\sestimated|close\sto))?\s?"
)
_WHO = (
    r"(?:\s(?!and\b|were\b|was\b|in\b|killed\b|wounded\b|injured\b|of\sthe\sland)[\w’'-]+){0,6}?"
    r"(?:,\s[^,.;]{3,60},)?(?:\s(?:of\sits|of\stheir)\s\w+)?"
)
_KINDS = {
    "killed": r"killed|dead|died|dying|perished|slain|massacred|deaths|fatalities|bodies|lives|"
    r"corpses|losses|toll",
    "wounded": r"wounded|injured|hurt",
    "missing": r"missing|unaccounted",
    "captured": r"captured|prisoners?|captives|hostages|detained",
    "displaced": r"displaced|fled|flee|evacuated|homeless|refugees|uprooted|crossed|left\stheir|"
    r"returned",
}
# what a text must hold for the long expressions below to be worth a search
_STEM_WORDS = {
    "killed": r"kill|dead|die|dying|perish|slain|massacre|death|fatalit|bodies|lives|corpse|loss|"
    r"lost|toll|claim",
    "wounded": r"wound|injur|hurt",
    "missing": r"missing|unaccounted",
    "captured": r"captur|prisoner|captive|hostage|detain",
    "displaced": r"displac|fled|flee|evacuat|homeless|refugee|uproot|cross|left|return|forc",
}
_STEMS = {kind: re.compile(stems, re.IGNORECASE) for kind, stems in _STEM_WORDS.items()}
_AFTER = {
    kind: re.compile(
        rf"\b{_BOUND}{_NUMBER}{_WHO}\s(?:(?:had|have|has|were|was|been|are|is|also|already|reportedly|nearly|as)\s){{0,4}}"
        rf"(?:{words})\b",
        re.IGNORECASE,
    )
    for kind, words in _KINDS.items()
}
_BEFORE = {
    "killed": r"kill(?:ed|ing|s)|claim(?:ed|ing)|deaths?\sof|loss\sof|losses\s(?:at|of)|lost|"
    r"dead\s(?:at|to)|toll\s(?:at|to|of|reached)|killing\sof",
    "wounded": r"wound(?:ed|ing)|injur(?:ed|ing)",
    "missing": r"missing",
    "captured": r"captur(?:ed|ing)|detain(?:ed|ing)",
    "displaced": r"displac(?:ed|ing)|evacuat(?:ed|ing)|forc(?:ed|ing)|uproot(?:ed|ing)",
}
_OBJECTS = {
    kind: re.compile(rf"\b(?:{words})\s(?:to\s|at\s|of\s)?{_BOUND}{_NUMBER}", re.IGNORECASE)
    for kind, words in _BEFORE.items()
}
_NOT_PEOPLE = re.compile(
    r"^\s(?:tanks?|kilomet\w+|square|drones?|villages?|aircraft|houses?|percent|hectares|positions?|years?|days?|"
    r"times|vehicles|districts?|towns?|hours|weeks|months|planes?|helicopters?|per|members\sof\sparliament)\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_MONTH_BEFORE = re.compile(rf"\b{MONTH}\s$")
_MONTH_AFTER = re.compile(rf"\s{MONTH}(?!\w)")
_PEOPLE = re.compile(
    r"\s(?:[\w-]+\s)?(?:people|persons|soldiers|servicemen|civilians|men|troops|refugees)\b"
)
_SIDE = re.compile(
    r"\b(Armenian|Azerbaijani|Azeri|Russian|Turkish|Karabakh|Syrian|civilian|Soviet)s?\b",
    re.IGNORECASE,
)
_ALONE = re.compile(
    r"\b(?:a|an|the|its)\s(?:\w+\s){0,3}?(?:soldier|serviceman|civilian|officer|man|woman|villager|conscript|"
    r"guard|child|boy|girl)\b[^.;]{0,60}?\b(?P<what>killed|died|wounded|injured)\b|"
    r"\b(?P<verb>kill(?:ed|ing)|wound(?:ed|ing))\s(?:a|an)\s(?:\w+\s){0,2}?(?:soldier|serviceman|civilian|officer|"
    r"man|woman|villager|conscript|guard|child|boy|girl)\b",
    re.IGNORECASE,
)


def find_casualties(text: str) -> tuple[Casualties, ...]:
    """Return the tolls told in `text`, each kind once, with low and high where bounded."""
    out: list[Casualties] = []
    for kind, stems in _STEMS.items():
        if not stems.search(text):
            continue
        found = _find_figure(_AFTER[kind], text) or _find_figure(_OBJECTS[kind], text)
        if found:
            out.append(_toll(kind, found, text))
        elif kind in {"killed", "wounded"}:
            alone = _ALONE.search(text)
            word = (alone["what"] or alone["verb"]).lower() if alone else ""
            if alone and word.startswith(("kill", "die")) == (kind == "killed"):
                out.append(Casualties(kind, 1, 1, 1, _side(text)))
    return tuple(out)


def _find_figure(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """Return the first match whose number counts people: "3 March 2006 -- Two soldiers died"."""
    found = pattern.search(text)
    while found and _is_other_figure(found, text):
        found = pattern.search(text, found.end("n"))
    return found


def _is_other_figure(found: re.Match[str], text: str) -> bool:
    """Whether a number counts tanks or kilometres, or is of a date, rather than of people."""
    at, after = found.start("n"), text[found.end("n") :]
    year = _YEAR.fullmatch(found["n"]) and not _PEOPLE.match(after)
    day = _MONTH_BEFORE.search(text, max(0, at - 12), at) or _MONTH_AFTER.match(after)
    return bool(year or (day and found["n"].isdigit()) or _NOT_PEOPLE.match(after))


def _toll(kind: str, found: re.Match[str], text: str) -> Casualties:
    value = _value(found["n"], found["scale"])
    side = _side(found[0]) or _side(text[found.end() : found.end() + 30])
    vague = found["n"].lower().split()[-1] in {*_VAGUE, "thousands"}
    if vague:
        return Casualties(kind, None, value, None, side)
    if found["low"]:
        return Casualties(kind, value, value, None, side)
    if found["high"]:
        return Casualties(kind, value, None, value, side)
    return Casualties(
        kind, value, None if found["about"] else value, None if found["about"] else value, side
    )


def _value(number: str, scale: str | None) -> int:
    word = number.lower()
    if word.endswith("of thousands"):
        base: float = 20_000 if word.startswith("tens") else 200_000
    elif word in _VAGUE:
        base = _VAGUE[word]
    elif word in _WORDS:
        base = _WORDS[word]
    else:
        grouped = re.fullmatch(r"\d{1,3}(?:[,.\s]\d{3})+", word)
        base = float(re.sub(r"[,.\s]", "", word)) if grouped else float(word)
    return round(base * _SCALE.get((scale or "").lower(), 1))


def _side(text: str) -> str | None:
    found = _SIDE.search(text)
    return found[1].lower() if found else None
