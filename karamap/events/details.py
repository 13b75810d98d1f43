"""Who took part, who suffered, with what: actors, targets and weapons of an event."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Any

from karamap.events.findings import Finding
from karamap.events.parsing import Parse, find_roles
from karamap.events.patterns import Table, read_data
from karamap.events.sentences import Sentence
from karamap.model import EventType

__all__ = ["find_actors", "find_targets", "find_weapons", "last_state"]

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
    return tuple(dict.fromkeys(name for _, name in _weapon_table().find_in(text)))


@cache
def _weapon_table() -> Table[str]:
    return Table(_WEAPONS.items())


@cache
def _actor_table() -> Table[str]:
    return Table((entry["label"], entry["names"]) for entry in _raw_actors()["actor"])


_PERSON = re.compile(
    r"(?<![\w-])(?:(?:[A-ZÀ-Ý][\w’'-]+\s){0,4}(?:[Pp]resident|[Pp]remier|[Mm]inister|[Cc]hancellor|[Gg]eneral|"
    r"[Ss]ecretary(?:\sof\s[Ss]tate)?|chief|leader|envoy|ambassador|counterpart,?)\s)((?:[A-ZÀ-Ý][\w’'-]+\s?){2,3})"
)


def _raw_actors() -> dict[str, Any]:
    return read_data("actors.toml")


@cache
def _state_table() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return the expressions of all states' words and of all bodies' names."""
    raw = _raw_actors()
    states = sorted({re.escape(w) for ws in raw["states"].values() for w in ws}, key=len)
    bodies = [b for bs in raw["bodies"].values() for b in bs]
    return (
        re.compile(rf"(?<![\w-])(?:{'|'.join(reversed(states))})(?!\w)", re.IGNORECASE),
        re.compile(rf"(?<![\w-])(?:{'|'.join(bodies)})(?!\w)", re.IGNORECASE),
    )


def _is_one_of(patterns: list[str], text: str) -> bool:
    return any(re.fullmatch(p, text, re.IGNORECASE) for p in patterns)


def _state_of(word: str) -> str:
    states: dict[str, list[str]] = _raw_actors()["states"]
    return next(s for s, words in states.items() if word.lower() in words)


def last_state(text: str, state: str = "") -> str:
    """Return whose ministry or army `text` names last, `state` where it names none."""
    for _, label in _bodies(text, ""):
        owner, named, _ = label.partition("'s ")
        state = owner if named else state
    return state


def _bodies(text: str, state: str) -> list[tuple[tuple[int, int], str]]:
    """Return the ministries, armies and offices of `text`, named after the state that has them.

    The state is the one before the body ("Baku's", "Azerbaijani") or right after it ("of Armenia",
    "in Yerevan"); a body that names none is that of `state`, and of nobody where that is "".
    """
    out = []
    states, _ = _state_table()
    for m in _find_bodies(text):
        definite = _DEFINITE.search(text[: m.start()]) and _OFFICE.search(m[0])
        owner, start, end = state if definite else "", m.start(), m.end()
        before = list(states.finditer(text, max(0, start - 40), start))
        after = _OWNED_BY.match(text, end)
        named = after and states.match(text, after.end())
        if before and _OWNS.fullmatch(text, before[-1].end(), start):
            owner, start = _state_of(before[-1][0]), before[-1].start()
        elif named:
            owner, end = _state_of(named[0]), named.end()
        kind = next(k for k, words in _raw_actors()["bodies"].items() if _is_one_of(words, m[0]))
        if owner or definite:
            out.append(((start, end), f"{owner}'s {kind}" if owner else kind))
    return out


@lru_cache(maxsize=4)  # a sentence is asked twice: for the state it lends, and for its actors
def _find_bodies(text: str) -> tuple[re.Match[str], ...]:
    _, bodies = _state_table()
    return tuple(bodies.finditer(text))


@lru_cache(maxsize=64)
def _name_all(text: str, state: str) -> tuple[tuple[int, int, int, str], ...]:
    """Return where `text` names actors: people (rank 0), then bodies and states (1)."""
    bodies = _bodies(text, state)
    hits = [(0, *m.span(1), m[1].strip()) for m in _PERSON.finditer(text)]
    hits += [(1, *span, label) for span, label in bodies]
    taken: list[tuple[int, int]] = [span for span, _ in bodies]
    found = [(m.span(), label) for m, label in _actor_table().find_in(text)]
    for (start, end), label in sorted(found, key=lambda f: (f[0][0] - f[0][1], f)):
        if label in _raw_actors()["states"] and _IN.search(text, max(0, start - 20), start):
            continue
        if not any(a < end and start < b for a, b in taken):
            taken.append((start, end))
            hits.append((1, start, end, label))
    return tuple(sorted(hits))


def _named(text: str, start: int, end: int, state: str = "") -> tuple[str, ...]:
    """Return the actors named in ``text[start:end]``: people first, then bodies and states."""
    hits = _name_all(text, state)
    return tuple(dict.fromkeys(label for _, a, b, label in hits if start <= a and b <= end))


_OWNS = re.compile(r"(?:['’`]s?)?[\s-](?:[\w-]+\s)?")  # between a state and what it has
_DEFINITE = re.compile(r"(?:\bthe|\bits|^)\s*$", re.IGNORECASE)
_OFFICE = re.compile(r"ministry|office|service|staff|committee", re.IGNORECASE)
_OWNED_BY = re.compile(r"\s(?:of|in)\s(?:the\s(?:Republic\sof\s)?)?")
_IN = re.compile(r"\b(?:in|near|at|outside|around|inside)\s(?:the\s)?$", re.IGNORECASE)
_HARM = {
    EventType.HUMANITARIAN, EventType.BATTLE, EventType.SHELLING, EventType.AIR_STRIKE,
    EventType.OTHER, EventType.CEASEFIRE_VIOLATION,
}  # fmt: skip
_DONE_TO = re.compile(
    r"\b(?:was|were|been|being|is|are|got|came|come|lost|suffered)\s(?:[\w-]+\s){0,2}?(?:killed|"
    r"wounded|injured|hurt|shot|hit|shelled|struck|attacked|bombed|under|fired|ambushed|captured|"
    r"taken|detained)",
    re.IGNORECASE,
)
# their triggers name who acts ("mercenaries from", "troops crossed")
_SELF_TOLD = {EventType.INTERVENTION, EventType.TROOP_MOVEMENT, EventType.PROTEST}


def find_actors(
    sentence: Sentence, finding: Finding, state: str = "", *, parse: Parse | None = None
) -> tuple[str, ...]:
    """Return who does it: the subject by a parse, else those named before the trigger.

    Parameters
    ----------
    sentence
        The sentence that tells it.
    finding
        The event.
    state
        Whose ministry or army a bare "the ministry" is, as the document said last; "" unknown.
    parse
        What gives the dependency parse of a sentence (``karamap.nlp.LanguageModel.parse``).
    """
    if finding.type is EventType.STATEMENT:
        return (finding.speaker,) if finding.speaker else ()
    before = _named_before(sentence, finding, state)
    if finding.type in {EventType.TALKS, EventType.AGREEMENT}:
        text = _without_sayers(sentence.text, finding)
        after = _named(text, finding.start, finding.clause.end, state)
        return tuple(dict.fromkeys([*before, *after]))
    done_by, done_to = _parsed(sentence, finding, state, parse)
    if done_by:
        return done_by
    return tuple(a for a in before if not _suffers(sentence, finding, a) and a not in done_to)


def _parsed(
    sentence: Sentence, finding: Finding, state: str, parse: Parse | None
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the actors and targets that the parse of the sentence gives, none without one."""
    if parse is None:
        return (), ()
    told, body = sentence.text, sentence.body  # a dateline's city has no part in it
    clear = told[body:]
    roles = find_roles(clear, parse(clear), finding.start - body, finding.end - body)
    text = _without_sayers(told, finding)
    named = [
        tuple(dict.fromkeys(n for a, b in spans for n in _named(text, body + a, body + b, state)))
        for spans in (roles.subjects, roles.objects)
    ]
    return tuple(a for a in named[0] if not _harmed_alone(finding, a)), named[1]


def _harmed_alone(finding: Finding, actor: str) -> bool:
    return finding.type in _HARM and actor == "civilians"


def _named_before(sentence: Sentence, finding: Finding, state: str) -> tuple[str, ...]:
    start = max(finding.clause.start, sentence.body)
    frame = finding.frame
    if frame is not None and frame.end <= finding.start:
        start = max(start, frame.end)
    until = finding.end if finding.type in _SELF_TOLD else finding.start
    text = _without_sayers(sentence.text, finding)
    before = _named(text, start, until, state)
    if finding.clause.intro == "resume" and not before:
        before = _named(text, sentence.body, sentence.clauses[0].end, state)
    return before


def _suffers(sentence: Sentence, finding: Finding, actor: str) -> bool:
    """Whether an actor named before the trigger is at its receiving end."""
    return finding.type in _HARM and (actor == "civilians" or _is_passive(sentence, finding))


def _is_passive(sentence: Sentence, finding: Finding) -> bool:
    told = sentence.text[max(sentence.body, finding.start - 12) : finding.end]
    return bool(_DONE_TO.search(told))


def _without_sayers(text: str, finding: Finding) -> str:
    """Blank out the attributions of a sentence: who tells of a deed has no part in it."""
    for start, end in finding.asides:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def find_targets(
    sentence: Sentence, finding: Finding, state: str = "", *, parse: Parse | None = None
) -> tuple[str, ...]:
    """Return whom it is done to: the object by a parse, else those named after the trigger.

    The parameters are those of `find_actors`.
    """
    if finding.type in {EventType.TALKS, EventType.AGREEMENT, EventType.STATEMENT}:
        return ()
    text = _without_sayers(sentence.text, finding)
    harmed = [a for a in _named_before(sentence, finding, state) if _suffers(sentence, finding, a)]
    done_to = _named(text, finding.start, finding.clause.end, state)
    done_by, objects = _parsed(sentence, finding, state, parse)
    found = tuple(dict.fromkeys([*harmed, *done_to]))
    return objects or tuple(a for a in found if a not in done_by)
