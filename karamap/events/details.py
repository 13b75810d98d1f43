"""Who took part, who suffered, with what: actors, targets, tolls and weapons of an event."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

from karamap.events.coding import Finding
from karamap.events.lexicon import compile_patterns
from karamap.events.sentences import Sentence
from karamap.model import Casualties, EventType

__all__ = ["find_actors", "find_casualties", "find_targets", "find_weapons"]

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
    for kind in _KINDS:
        found = _AFTER[kind].search(text) or _OBJECTS[kind].search(text)
        if found and not _NOT_PEOPLE.match(text[found.end("n") :]):
            out.append(_toll(kind, found, text))
        elif kind in {"killed", "wounded"}:
            alone = _ALONE.search(text)
            word = (alone["what"] or alone["verb"]).lower() if alone else ""
            if alone and word.startswith(("kill", "die")) == (kind == "killed"):
                out.append(Casualties(kind, 1, 1, 1, _side(text)))
    return tuple(out)


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


_WEAPONS = {
    "artillery": ["artillery", "howitzer*", "shell*"],
    "mortar": ["mortar*"],
    "rocket": ["rocket*", "grad", "smerch", "multiple_launch_rocket"],
    "missile": ["missile*", "iskander*"],
    "drone": ["drone*", "uav*", "unmanned_aerial_vehicle*", "quadcopter*", "bayraktar*"],
    "aircraft": ["warplane*", "jet", "jets", "helicopter*", "plane*", "aircraft", "bomber*"],
    "tank": ["tank", "tanks", "armoured_vehicle*", "armored_vehicle*"],
    "small arms": ["sniper*", "machine_gun*", "small_arms", "rifle*", "gunfire"],
    "mine": ["mine", "mines", "landmine*", "land_mine*"],
    "cluster munition": ["cluster_munition*", "cluster_bomb*"],
    "grenade launcher": ["grenade_launcher*"],
}
_ARMED = {
    EventType.BATTLE, EventType.SHELLING, EventType.AIR_STRIKE, EventType.CEASEFIRE_VIOLATION,
    EventType.ARMS, EventType.INTERVENTION, EventType.OTHER, EventType.TERRITORIAL_CHANGE,
}  # fmt: skip


def find_weapons(kind: EventType, text: str) -> tuple[str, ...]:
    """Return the weapons named in `text`, none for types that are not about force."""
    if kind not in _ARMED:
        return ()
    return tuple(name for name, pattern in _weapon_table() if pattern.search(text))


@cache
def _weapon_table() -> list[tuple[str, re.Pattern[str]]]:
    compiled = ((name, compile_patterns(patterns)) for name, patterns in _WEAPONS.items())
    return [(name, pattern) for name, pattern in compiled if pattern is not None]


@cache
def _actor_table() -> list[tuple[str, re.Pattern[str]]]:
    raw = tomllib.loads(files(__package__).joinpath("actors.toml").read_text(encoding="utf-8"))
    out = []
    for entry in raw["actor"]:
        compiled = compile_patterns(entry["names"])
        if compiled is not None:
            out.append((entry["label"], compiled))
    return out


_PERSON = re.compile(
    r"(?<![\w-])(?:(?:[A-ZÀ-Ý][\w’'-]+\s){0,4}(?:[Pp]resident|[Pp]remier|[Mm]inister|[Cc]hancellor|[Gg]eneral|"
    r"[Ss]ecretary(?:\sof\s[Ss]tate)?|chief|leader|envoy|ambassador|counterpart,?)\s)((?:[A-ZÀ-Ý][\w’'-]+\s?){2,3})"
)


def _named(text: str) -> tuple[str, ...]:
    """Return the actors `text` names: people with their office first, then bodies and states."""
    people = [m[1].strip() for m in _PERSON.finditer(text)]
    hits = []
    taken: list[tuple[int, int]] = []
    for label, pattern in _actor_table():
        for m in pattern.finditer(text):
            if not any(a < m.end() and m.start() < b for a, b in taken):
                taken.append(m.span())
                hits.append((m.start(), label))
    ordered = [label for _, label in sorted(hits)]
    return tuple(dict.fromkeys([*people, *ordered]))


# their triggers name who acts ("mercenaries from", "troops crossed")
_SELF_TOLD = {EventType.INTERVENTION, EventType.TROOP_MOVEMENT, EventType.PROTEST}


def find_actors(sentence: Sentence, finding: Finding) -> tuple[str, ...]:
    """Return who does it: those named before the trigger in its clause."""
    if finding.type is EventType.STATEMENT:
        return (finding.speaker,) if finding.speaker else ()
    start = max(finding.clause.start, sentence.body)
    frame = finding.frame
    if frame is not None and frame.end <= finding.start:
        start = max(start, frame.end)
    until = finding.end if finding.type in _SELF_TOLD else finding.start
    before = _named(sentence.text[start:until])
    if finding.type in {EventType.TALKS, EventType.AGREEMENT}:
        return tuple(
            dict.fromkeys([*before, *_named(sentence.text[finding.start : finding.clause.end])])
        )
    return before


def find_targets(sentence: Sentence, finding: Finding) -> tuple[str, ...]:
    """Return whom it is done to: those named after the trigger in its clause."""
    if finding.type in {EventType.TALKS, EventType.AGREEMENT}:
        return ()
    after = sentence.text[finding.start : finding.clause.end]
    return _named(after)
