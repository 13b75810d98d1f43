"""Where an event happened: the places a trigger governs, never the place of the speaking."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from karamap.events.findings import Finding
from karamap.events.sentences import Sentence
from karamap.events.where.elsewhere import MEETINGS, is_by_phone, is_elsewhere, is_origin, is_wide
from karamap.events.where.governing import VISITING, govern, is_struck, is_suffered
from karamap.events.where.nesting import drop_containers, find_finest, is_beside, precision_of
from karamap.events.where.saying import is_announced, speaker_place
from karamap.events.where.seats import is_seat
from karamap.events.where.standins import Scene, find_several, find_standin
from karamap.model import EventType, FeatureClass, Stance, Toponym

__all__ = ["Placing", "find_places"]

T = EventType
_CONCEDING = {"though", "although", "whereas"}
_APART = {"while", "but", "since", "and"}
# what happens in one sentence and at one place: the shelling, its dead and the breach it was
_VIOLENT = frozenset(
    {T.SHELLING, T.AIR_STRIKE, T.BATTLE, T.CEASEFIRE_VIOLATION, T.OTHER, T.TERRITORIAL_CHANGE}
)
_SHARED: dict[EventType, frozenset[EventType]] = {
    T.HUMANITARIAN: _VIOLENT | {T.PROTEST},
    T.SHELLING: _VIOLENT | {T.HUMANITARIAN},
    T.AIR_STRIKE: _VIOLENT | {T.HUMANITARIAN},
    T.BATTLE: _VIOLENT | {T.TROOP_MOVEMENT, T.HUMANITARIAN},
    T.CEASEFIRE_VIOLATION: _VIOLENT | {T.TROOP_MOVEMENT, T.HUMANITARIAN},
    T.OTHER: _VIOLENT | {T.HUMANITARIAN},
    T.TROOP_MOVEMENT: frozenset({T.AIR_STRIKE, T.BATTLE, T.SHELLING}),
    T.PROTEST: frozenset({T.HUMANITARIAN, T.POLITICAL}),
    T.AGREEMENT: frozenset({T.TALKS}),
    T.TALKS: frozenset({T.AGREEMENT}),
}
_JOINTS = {"-", "–"}
_LIKELY = "likely"
_GROUND = _VIOLENT | {
    T.HUMANITARIAN, T.TROOP_MOVEMENT, T.BLOCKADE, T.INFRASTRUCTURE, T.INTERVENTION,
    T.PROTEST, T.POLITICAL,
}  # fmt: skip
_APART_BY = 160  # characters
_SNIPED = {T.CEASEFIRE_VIOLATION, T.BATTLE}  # small arms do not reach far
_SPLIT = re.compile(
    r";|\b(?:while|whereas|but|although|after|before|since|as|(?<!is\s)(?<!are\s)(?<!was\s)said|(?:days|weeks|months|years)\sof)\b"
)
_WHAT = re.compile(r"\b(?:in\s)?what\s[^,;]{3,50}\s(?:said|called|says|calls)\b")
_WHILE_DOING = re.compile(r",?\swhile\s\w+ing\b")
_MOVED = re.compile(
    r"(?:to|into|toward\w*|for|onto|reach\w*|from|left|bound|via|through)\b", re.IGNORECASE
)
_POSTS = re.compile(
    r"\bfrom\s[^,;]{0,60}?\b(?:direction|territory|positions?|posts?|trenches|heights?|hills?|villages?|areas?|emplacements|lines?)\b",
    re.IGNORECASE,
)

# what may stand between the preposition and the name
_LIST = re.compile(
    r"^(?:\sdistricts?|\sregions?|\sprovinces?)?(?:,|,?\sand|,?\sor|,?\sas\swell\sas)\s(?:the\s)?(?:[\w’'-]+\s(?:of\s)?)?$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Placing:
    """The places of an event, UCDP's where_prec and how far off the points may be."""

    places: tuple[Toponym, ...]
    precision: int | None
    radius_km: float | None
    reason: str
    named: bool = False  # among the words of the event itself


_NOWHERE = Placing((), None, None, "no place is told")


def find_places(
    sentence: Sentence, finding: Finding, others: list[Finding], scene: Scene
) -> Placing:
    """Return where `finding` happened.

    Parameters
    ----------
    sentence
        The sentence that tells it.
    finding
        The event.
    others
        The sentence's other events: a place that follows one of them more closely is theirs.
    scene
        What "the enclave", "the town" and "there" stand for.
    """
    if is_by_phone(sentence, finding):
        return _NOWHERE
    chosen = _choose(sentence, finding, others)
    if chosen:
        return replace(_place_at(chosen), named=True)
    several = find_several(sentence, finding)
    if several:
        return _place_at(several)
    standin = find_standin(sentence, finding, scene)
    if standin:
        return _place_by(*standin)
    shared = _share(sentence, finding, others) or _find_struck(sentence, finding)
    return _place_at(shared) if shared else _NOWHERE


def _choose(
    sentence: Sentence, finding: Finding, others: list[Finding]
) -> list[tuple[Toponym, str]]:
    """Return the places that `finding` governs best, with what governs them."""
    scored = _score_all(sentence, finding, others)
    if not scored:
        return []
    best = max(s for s, _, _ in scored)
    chosen = [(t, how) for s, t, how in scored if s >= best - 0.25]
    fine = [c for c in chosen if c[0].place is not None and not c[0].place.areal]
    if fine and finding.type is not T.ARMS:
        chosen = fine
    return drop_containers(sentence, chosen)


def _share(
    sentence: Sentence, finding: Finding, others: list[Finding]
) -> list[tuple[Toponym, str]]:
    """Return the places of another event of the sentence of which `finding` is part."""
    kinds = _SHARED.get(finding.type, frozenset())
    if finding.strength == _LIKELY and finding.type in _GROUND:
        kinds = _GROUND  # the words that make it likely say little of where it stands
    for other in sorted(others, key=lambda o: abs(o.start - finding.start)):
        first, last = sorted((finding, other), key=lambda f: f.start)
        after = finding.type is T.AGREEMENT and other.type is T.TALKS  # "agreed after talks in X"
        between = _WHAT.sub("", sentence.text[first.end : last.start])
        split = re.search(r"\bthat\b|\bsaid\b", between) if after else _SPLIT.search(between)
        if split and split[0] == ";" and finding.type is T.HUMANITARIAN:
            split = None if last is finding and finding.speaker == other.speaker else split
        planned = {f.stance for f in (finding, other)} & {Stance.PLANNED}
        if last.start - first.end > _APART_BY or split:
            continue
        if other.type not in kinds or (planned and finding.stance is not other.stance):
            continue
        rest = [finding, *(o for o in others if o is not other)]
        chosen = _choose(sentence, other, rest)
        moved = other.type is T.HUMANITARIAN and any(_MOVED.match(how) for _, how in chosen)
        vague = finding.clause != other.clause and all(_is_vague(t) for t, _ in chosen)
        if chosen and not moved and not vague:
            return [(t, f"{how}” of “{other.trigger}") for t, how in chosen]
    return []


def _is_vague(top: Toponym) -> bool:
    """Whether a place is a country or a whole region."""
    region = top.place is not None and top.place.feature_class is FeatureClass.REGION
    return region or is_wide(top)


def _find_struck(sentence: Sentence, finding: Finding) -> list[tuple[Toponym, str]]:
    """Return the places that the sentence tells to have been fired on, with no event of its own."""
    if finding.type not in _SNIPED | {T.HUMANITARIAN}:
        return []
    out = []
    for top in sentence.toponyms:
        start = top.mention.start - sentence.start
        told = _may_be_place(sentence, top) and top.mention.literal and not is_wide(top)
        before = sentence.text[max(0, start - 60) : start]
        own = told and _tells(finding, start) and not is_elsewhere(sentence, finding, top, start)
        if own and is_struck(before, finding.type):
            out.append((top, "object"))
    return out


def _score_all(
    sentence: Sentence, finding: Finding, others: list[Finding]
) -> list[tuple[float, Toponym, str]]:
    """Return the candidate places, in order, with a score and the words that govern them."""
    out: list[tuple[float, Toponym, str]] = []
    chain: list[Toponym] = []  # names that list or locate one another, up to the latest
    last = (0.0, "")  # score and governor of the latest
    for top in sentence.toponyms:
        if not _may_be_place(sentence, top):
            continue
        start = top.mention.start - sentence.start
        beside = bool(chain) and is_beside(sentence, chain[-1], top)
        listed = bool(chain) and _is_listed(sentence, chain[-1], start)
        chain = [*chain, top] if beside or listed else [top]
        score, how = _score(sentence, finding, top, start)
        if how == "which":
            out += [(score, t, how) for t in find_finest(chain)]
            last = (score, how)
            continue
        if beside and last[0] > 0:
            continue
        listed = listed and not how and not is_elsewhere(sentence, finding, top, start)
        last = last if listed else (score, how)
        said = finding.frame is not None and finding.frame.end <= start < finding.frame.tail[1]
        visited = finding.type is T.STATEMENT and (said or VISITING.match(how))
        if last[1] and last[0] > 0 and (visited or _is_own(sentence, finding, others, start)):
            out.append((last[0], top, last[1]))
    return out


def _may_be_place(sentence: Sentence, top: Toponym) -> bool:
    """Whether a toponym is in the text proper and found, and owns nothing that follows it."""
    start, end = top.mention.start - sentence.start, top.mention.end - sentence.start
    if top.place is None or start < sentence.body or sentence.in_citation(start):
        return False
    owner = is_wide(top) and sentence.text[end : end + 2] in {"'s", "’s", "`s"}
    return top.mention.kind == "toponym" and not owner


def _is_listed(sentence: Sentence, before: Toponym, start: int) -> bool:
    """Whether the name at `start` goes on a list ("A, B and C")."""
    return bool(_LIST.match(sentence.text[before.mention.end - sentence.start : start]))


def _is_own(sentence: Sentence, finding: Finding, others: list[Finding], at: int) -> bool:
    """Whether the place at `at` belongs to `finding` rather than to another event."""
    near = [o for o in others if _tells(o, at)]
    if not _tells(finding, at) and any(o.frame is not None for o in near):
        return False
    others = [o for o in near if _competes(finding, o)]
    home = sentence.clause_at(at)
    if home != finding.clause and any(o.clause == home for o in others):
        return False
    for other in others:
        if finding.start < other.start < at and other.clause == home:
            return False
        if at < finding.start and other.start < at and other.clause == home:
            return False
    return True


def _competes(finding: Finding, other: Finding) -> bool:
    """Whether another event may take a place from `finding`; mere likelihood takes none."""
    if other.strength == _LIKELY and finding.strength != _LIKELY:
        return False
    return other.type is not T.STATEMENT or finding.type is T.STATEMENT


def _acts(sentence: Sentence, finding: Finding, top: Toponym) -> bool:
    """Whether a relative clause tells what a state or its capital does ("Ankara, which sent …")."""
    named = finding.clause.intro == "which" and (is_wide(top) or is_seat(top))
    return named and not is_suffered(sentence.text[finding.clause.start : finding.end])


def _tells(finding: Finding, at: int) -> bool:
    """Whether the character `at` may lie in the words that tell `finding`."""
    frame = finding.frame
    return frame is None or at < frame.end or frame.scope[0] <= at < frame.scope[1]


def _score(sentence: Sentence, finding: Finding, top: Toponym, start: int) -> tuple[float, str]:
    """Return how well a toponym fits as the place of `finding`, and what governs it."""
    own = speaker_place(finding, top, start)
    if own:
        return 0.5, own
    if is_elsewhere(sentence, finding, top, start):
        return _weigh_last_resort(sentence, finding, top, start)
    wide, end = is_wide(top), start + len(top.mention.text)
    score, how = govern(finding, sentence.text, start, end, wide=wide)
    if not how or (how == "which" and _acts(sentence, finding, top)):
        return 0.0, ""
    if how != "which":
        score -= _weigh_clause(sentence, finding, start)
    score -= 0.2 * wide + 0.6 * (not top.mention.literal and how != "host")
    score -= 0.3 * (sentence.text[end : end + 1] in _JOINTS or sentence.text[start - 1] in _JOINTS)
    return score - min(abs(start - finding.start), 200) / 1000, how


def _weigh_last_resort(
    sentence: Sentence, finding: Finding, top: Toponym, start: int
) -> tuple[float, str]:
    """Return the score of a place of saying or of firing, where the text tells no other."""
    if is_announced(sentence, finding, start):
        return 0.5, "In"
    before = sentence.text[max(0, start - 110) : start]
    sniped = is_origin(finding, before) and finding.type in _SNIPED and _POSTS.search(before)
    return (0.3, "from") if sniped and not is_wide(top) else (0.0, "")


def _weigh_clause(sentence: Sentence, finding: Finding, start: int) -> float:
    """Return what a place loses by standing in another clause than the trigger."""
    clause = sentence.clause_at(start)
    if clause == finding.clause:
        return 0.0
    doing = clause.intro == "while" and _WHILE_DOING.match(sentence.text, clause.start)
    if doing:
        return 0.1
    apart = clause.intro in _APART or finding.clause.intro in {"while", "but"}
    conceded = {clause.intro, finding.clause.intro} & _CONCEDING
    if conceded or (apart and finding.type in MEETINGS):
        return 1.0
    return 0.75 if apart else 0.35


def _place_at(chosen: list[tuple[Toponym, str]]) -> Placing:
    places = tuple(t for t, _ in chosen)
    unique: list[Toponym] = []
    for top in places:
        if all(top.place != u.place for u in unique):
            unique.append(top)
    precisions, radii = zip(
        *(precision_of(t.place, how) for t, how in chosen if t.place), strict=True
    )
    how = chosen[0][1]
    return Placing(tuple(unique), max(precisions), max(radii), f"place governed by “{how}”")


def _place_by(area: Toponym, noun: str) -> Placing:
    assert area.place is not None  # noqa: S101  the callers pass resolved ones
    precision, radius = precision_of(area.place, noun)
    return Placing((area,), precision, radius, f"“{noun}” read as {area.mention.text}")
