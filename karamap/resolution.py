"""Resolution: which place each name means, how sure, and why.

Candidates are weighed by their prior (class, people, curated), by what the text says beside them
(*Lachin district*, *Gainesville, Florida*), by the countries the document is about and by nearness
to its other places; one spelling means one place throughout a document unless its words say
otherwise.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from karamap.confidence import people_confidence, place_confidence
from karamap.extent import are_ends, find_extent
from karamap.gazetteer import Gazetteer, exact_key
from karamap.model import Candidate, Document, FeatureClass, Mention, Place, Toponym
from karamap.recognition.memory import memory_of
from karamap.recognition.peoples import place_of_people
from karamap.votes import Ballot, count_votes

__all__ = ["resolve"]

_KEPT_CANDIDATES = 5
_NEAR_KM = 150.0  # nearness counts for half at this distance
_LARGEST_UNIT = 17.0  # natural log of the people of the largest
_BY_OTHER_NAME = 0.2  # of the score, for a town of the world by no name of its own
_OTHER_SCRIPT = 0.2  # of the score, for a name read from Armenian or Cyrillic letters
_MOST_POINTS = 25  # places of a text that nearness is measured to, the most often named
# what each kind of evidence adds to a candidate's prior where it speaks for it with all its weight
WEIGHTS = {
    "country": 0.2,  # the text is about the candidate's country
    "near": 0.2,  # its other places are near
    "named class": 1.0,  # the text calls it a town, a district, a river, …
    "inside": 1.0,  # the text names what contains it
    "holds": 0.6,  # the text names a place in it right before it
    "other names": 1.0,  # they lie in the same state or province
    "neighbours": 0.8,  # they lie close by
}
_UNIT_WORDS = {
    FeatureClass.DISTRICT: r"districts?|rayons?|raions?|counties|county|uyezd|qazas?",
    FeatureClass.ADMIN1: r"provinces?|regions?|states?|oblasts?|marz(?:es)?|governorates?",
    FeatureClass.RIVER: r"rivers?",
    FeatureClass.LAKE: r"lakes?",
    FeatureClass.CORRIDOR: r"corridors?",
    FeatureClass.MOUNTAIN: r"mountains?|heights?|range|ridge",
    FeatureClass.SETTLEMENT: r"city|cities|towns?|villages?|settlements?|airport",
}
_NAME_LIST = r"(?:(?:\s*,\s*|\s*,?\s+and\s+|\s+or\s+)[A-ZÀ-Ž][\w'’-]+)*"
_AFTER = {kind: re.compile(rf"{_NAME_LIST}\s+(?:{words})\b") for kind, words in _UNIT_WORDS.items()}
_BEFORE = {
    kind: re.compile(rf"\b(?:{words})\s+of\s+(?:[A-ZÀ-Ž][\w'’-]+(?:,\s*|\s+and\s+|,\s+and\s+))*$")
    for kind, words in _UNIT_WORDS.items()
}
# *across the Araks into Iran*: towns have no article, rivers have
_ARTICLE = re.compile(r"\bthe\s+$", re.IGNORECASE)
_NO_NOUN = re.compile(
    r"\s*(?:[,.;:)]|(?:and|or|at|by|from|in|into|is|near|on|through|to|was|where|which|with)\b)"
)
# "region" may mean either level
_LOOSE = {FeatureClass.DISTRICT: FeatureClass.ADMIN1, FeatureClass.ADMIN1: FeatureClass.DISTRICT}
_CONTAINER = re.compile(r",\s+")
# *Aghdam in Tovuz district*: the second holds the first, if the text calls it a unit
_WITHIN = re.compile(r",?\s+(?:villages?\s+)?(?:in|of)\s+(?:the\s+|its\s+)?")
_CAPITALISED = re.compile(r"\b[A-Z][a-z]{3,}\b")
_ALONGSIDE = re.compile(r",?\s+and\s+|,\s+")


_Key = tuple[str, bool, FeatureClass | None]  # spelling, cut short or not, what the text calls it


class _Context(NamedTuple):
    """What the document is about."""

    countries: dict[str, float]  # ISO code → share of the evidence
    points: list[tuple[str, Place]]  # key and place of those hardly in doubt


class _Beside(NamedTuple):
    """What the words beside a name say of it."""

    said: FeatureClass | None
    inside: set[str]  # country codes and unit ids that hold it
    holds: dict[str, float]  # ids of places that hold its neighbour, and how likely


def _km(a: Place, b: Place) -> float:
    x = (a.lon - b.lon + 180) % 360 - 180
    return 111.2 * math.hypot(x * math.cos(math.radians((a.lat + b.lat) / 2)), a.lat - b.lat)


def _unit_said(text: str, mention: Mention) -> FeatureClass | None:
    """Return the class that a generic word beside the name says, or None."""
    tail = text[mention.end : mention.end + 80]
    head = text[max(0, mention.start - 80) : mention.start]
    for kind, pattern in _AFTER.items():
        if pattern.match(tail):
            return kind
    for kind, pattern in _BEFORE.items() if "of" in head else ():  # as in all of them
        if pattern.search(head):
            return kind
    return None


def _class_said(text: str, mention: Mention, found: list[Candidate]) -> FeatureClass | None:
    """Return the class that the words beside a name say, an article before a river's among them."""
    if found and found[0].place.feature_class is FeatureClass.COUNTRY:
        return None  # "the capital city of Armenia" is no city called Armenia
    said = _unit_said(text, mention)
    if said is None and _ARTICLE.search(text, max(0, mention.start - 8), mention.start):
        rivers = any(c.place.feature_class is FeatureClass.RIVER for c in found)
        if rivers and _NO_NOUN.match(text, mention.end):
            return FeatureClass.RIVER
    return said


def _class_fit(place: Place, said: FeatureClass | None) -> float:
    if said is None:
        return 0.0
    if place.feature_class is said:
        return 0.5
    if _LOOSE.get(said) is place.feature_class:
        return 0.35
    return -0.1


def _marks(one: Mention, two: Mention, gazetteer: Gazetteer) -> set[str]:
    """Return what *two* may contain *one* as: country codes and ids of first-level units."""
    found = gazetteer.lookup(one.text, fuzzy=False)
    country = any(c.place.feature_class is FeatureClass.COUNTRY for c in found)
    marks = set()
    for candidate in gazetteer.lookup(two.text, fuzzy=False):
        place = candidate.place
        if place.feature_class is FeatureClass.COUNTRY and not country:
            marks.add(place.country)  # in "Turkey, Armenia" neither contains the other
        elif place.feature_class is FeatureClass.ADMIN1:
            marks.add(place.id)
    return marks


def _unit_marks(two: Mention, gazetteer: Gazetteer) -> set[str]:
    return {
        c.place.id
        for c in gazetteer.lookup(two.text, fuzzy=False)
        if c.place.feature_class in (FeatureClass.DISTRICT, FeatureClass.ADMIN1)
    }


def _containers(mentions: list[Mention], text: str, gazetteer: Gazetteer) -> dict[int, set[str]]:
    """Return, by mention index, what the text says it lies in: country codes and unit ids.

    Told by ``X, Y`` and by ``X in Y district``, the latter also of a list of Xs.
    """
    inside: dict[int, set[str]] = {}
    units: set[str] = set()  # of the list that ends at the mention after
    for i in reversed(range(len(mentions) - 1)):
        one, two = mentions[i], mentions[i + 1]
        if _WITHIN.fullmatch(text, one.end, two.start) and _unit_said(text, two) in _LOOSE:
            units = _unit_marks(two, gazetteer)
        elif not _ALONGSIDE.fullmatch(text, one.end, two.start):
            units = set()
        marks = set(units)
        if not marks and _CONTAINER.fullmatch(text, one.end, two.start):
            marks = _marks(one, two, gazetteer)
        if marks:
            inside[i] = marks
    return inside


def _contents(
    mentions: list[Mention], text: str, found: list[list[Candidate]]
) -> dict[int, dict[str, float]]:
    """Return, by index of the Y in ``X, Y``, which Ys hold an X, and how likely (0..1) an X.

    *Savannah, Georgia* speaks for the state, *Gori, Georgia* for the country.
    """
    holds: dict[int, dict[str, float]] = {}
    for i, (one, two) in enumerate(pairwise(mentions)):
        if not _CONTAINER.fullmatch(text, one.end, two.start) or not found[i]:
            continue
        likely: dict[str, float] = {}
        for inner in found[i]:
            if inner.place.feature_class is FeatureClass.COUNTRY:
                likely = {}
                break  # "Armenia, Georgia" lists neighbours
            share = inner.score / found[i][0].score
            for key in (inner.place.parent, f"iso:{inner.place.country}"):
                likely[key] = max(share, likely.get(key, 0.0))
        own = {c.place.id for c in found[i + 1]} & likely.keys()
        if own:
            holds[i + 1] = {key: likely[key] for key in sorted(own)}
    return holds


def _context(
    document: Document,
    mentions: list[Mention],
    found: list[list[Candidate]],
    holds: dict[int, dict[str, float]],
    gazetteer: Gazetteer,
) -> _Context:
    countries: Counter[str] = Counter()
    points: dict[str, Place] = {}
    named: Counter[str] = Counter()
    for i, (mention, candidates) in enumerate(zip(mentions, found, strict=True)):
        if mention.boilerplate or not candidates:
            continue
        told = holds.get(i, {})
        best = max(candidates, key=lambda c: c.score + WEIGHTS["holds"] * told.get(c.place.id, 0.0))
        margin = best.score - max((c.score for c in candidates if c is not best), default=0.0)
        sure = len(candidates) == 1 or margin > 0.2
        if sure and best.place.country:
            countries[best.place.country] += 2 if best.place.areal else 1
        if sure and not (best.place.areal and best.place.radius_km > 300):
            points[best.place.id] = best.place
            named[best.place.id] += 1
    is_people = memory_of(gazetteer).is_people
    for word, times in Counter(_CAPITALISED.findall(document.text)).items():
        if is_people(gazetteer, word.casefold()) and (people := gazetteer.demonym(word)):
            countries[people.country] += times
    total = sum(countries.values()) or 1
    shares = {c: n / total for c, n in sorted(countries.items())}
    often = [points[place_id] for place_id, _ in named.most_common(_MOST_POINTS)]
    return _Context(shares, [(exact_key(p.name), p) for p in often])


def _nearness(place: Place, context: _Context) -> float:
    own = exact_key(place.name)
    near = [
        1 / (1 + _km(place, p) / _NEAR_KM)
        for key, p in context.points
        if p.id != place.id and key != own
    ]
    return sum(sorted(near, reverse=True)[:3]) / 3 if near else 0.0


def _prior(candidate: Candidate) -> float:
    """Return how well a candidate stands for its name.

    A small unit does no better than a town, and a place of the world worse by its other names:
    Berea is less often Aleppo, which once was called so, than a town called Berea today.
    """
    place, score = candidate.place, candidate.score
    if place.curated:
        return score if _is_latin(candidate.matched) else score - _OTHER_SCRIPT
    if place.feature_class is FeatureClass.ADMIN1:
        score = min(score, 0.2 + 0.6 * math.log(place.population + 1) / _LARGEST_UNIT)
    if place.feature_class is FeatureClass.SETTLEMENT and candidate.matched != place.name:
        score -= _BY_OTHER_NAME
    return score


def _is_latin(text: str) -> bool:
    return all(letter < "\u0370" or letter > "\u1dff" for letter in text)


def _score(candidate: Candidate, context: _Context, beside: _Beside) -> tuple[float, list[str]]:
    place = candidate.place
    score, why = _prior(candidate), []
    share = context.countries.get(place.country, 0.0)
    if share:
        score += WEIGHTS["country"] * share
        why.append(f"{share:.0%} of the country evidence is {place.country}")
    near = _nearness(place, context)
    if near > 0.2:
        score += WEIGHTS["near"] * near
        why.append("near other places of the text")
    fit = _class_fit(place, beside.said)
    if fit > 0:
        why.append(f"the text calls it a {place.feature_class}")
    score += WEIGHTS["named class"] * fit
    if place.country in beside.inside or place.parent in beside.inside:
        score += WEIGHTS["inside"]
        why.append("the text names what contains it")
    if place.id in beside.holds:
        score += WEIGHTS["holds"] * beside.holds[place.id]
        why.append("the text names a place in it")
    return score, why


def _spelling(candidate: Candidate, surface: str) -> str:
    if candidate.how == "exact":
        return "" if candidate.matched == surface else f"spelt {candidate.matched} in the gazetteer"
    words = {
        "folded": "a regional spelling of",
        "inflected": "an inflected form of",
        "fuzzy": "close to",
    }
    return f"{words[candidate.how]} {candidate.matched}"


class _Sense(NamedTuple):
    """What one name of the text may mean: candidates, their scores and the reasons for them."""

    candidates: list[Candidate]
    scores: list[float]
    reasons: list[list[str]]


def _weigh(candidates: list[Candidate], context: _Context, beside: _Beside) -> _Sense:
    told = [_score(c, context, beside) for c in candidates]
    return _Sense(candidates, [score for score, _ in told], [why for _, why in told])


def _hear_others(senses: dict[_Key, _Sense]) -> None:
    """Add to each candidate's score what the text's other names say of its unit."""
    ballots = {
        key: Ballot(
            tuple(c.place for c in sense.candidates),
            tuple(_prior(c) for c in sense.candidates),
            tuple(sense.scores),
        )
        for key, sense in senses.items()
        if sense.candidates
    }
    told = count_votes(ballots, WEIGHTS["other names"], WEIGHTS["neighbours"])
    for key, backing in told.items():
        sense = senses[key]
        for i, (unit, near) in enumerate(backing):
            sense.scores[i] += WEIGHTS["other names"] * unit + WEIGHTS["neighbours"] * near
            if unit > 0.3:
                sense.reasons[i].append("other names of the text lie in the same state or province")
            if near > 0.3:
                sense.reasons[i].append("other names of the text lie close by")


def _toponym(mention: Mention, sense: _Sense) -> Toponym:
    if not sense.candidates:
        return Toponym(mention, None, 0.0, "named, not found in the gazetteer")
    scored = sorted(
        zip(sense.scores, sense.reasons, sense.candidates, strict=True),
        key=lambda s: (-s[0], -s[2].place.population, s[2].place.id),
    )
    scores = [s[0] for s in scored]
    best = scored[0][2]
    reason = [_spelling(best, mention.text), *scored[0][1]]
    if len(scored) > 1:
        reason.append(f"ahead of {len(scored) - 1} other(s) of the name")
    top = max(scores[0], 1e-9)
    kept = tuple(
        Candidate(c.place, round(max(0.0, s / top), 3), c.matched, c.how)
        for s, _, c in scored[:_KEPT_CANDIDATES]
    )
    text = "; ".join(filter(None, reason)) or "the only place of the name"
    return Toponym(mention, best.place, place_confidence(scores, best.how), text, kept)


def _demonym(mention: Mention, gazetteer: Gazetteer) -> Toponym:
    place = place_of_people(mention.text, gazetteer)
    reason = f"people or adjective of {place.name}" if place else "demonym, not found"
    return Toponym(mention, place, people_confidence() if place else 0.0, reason)


def _with_extents(text: str, toponyms: list[Toponym]) -> list[Toponym]:
    """Add where_prec and radius, by the words beside each name, to those with a place."""
    partners: dict[int, Place] = {}
    for i, (one, two) in enumerate(pairwise(toponyms)):
        if one.place and two.place and are_ends(text, one.mention, two.mention):
            partners |= {i: two.place, i + 1: one.place}
    told = []
    for i, top in enumerate(toponyms):
        if top.place and top.mention.kind != "demonym":
            extent = find_extent(text, top.mention, top.place, partners.get(i))
            top = replace(top, where_precision=extent.precision, radius_km=extent.radius_km)  # noqa: PLW2901
        told.append(top)
    return told


def _key(mention: Mention, said: FeatureClass | None) -> _Key:
    return exact_key(mention.text), mention.text.endswith("."), said


def resolve(document: Document, mentions: list[Mention], gazetteer: Gazetteer) -> list[Toponym]:
    """Return each mention with its place, confidence (0..1), reason and ranked candidates.

    ``place=None`` stays in the result: named, not found.
    """
    names = [m for m in mentions if m.kind != "demonym"]
    found = [gazetteer.lookup(m.text, on=document.published, fuzzy=False) for m in names]
    holds = _contents(names, document.text, found)
    context = _context(document, names, found, holds, gazetteer)
    said = [_class_said(document.text, m, c) for m, c in zip(names, found, strict=True)]
    # one sense per document: what one mention's words say holds for its namesakes
    keys = [_key(m, kind) for m, kind in zip(names, said, strict=True)]
    shared = {k: _Beside(k[-1], set(), {}) for k in keys}
    for i, marks in _containers(names, document.text, gazetteer).items():
        shared[keys[i]].inside.update(marks)
    for i, likely in holds.items():
        shared[keys[i]].holds.update(likely)
    senses = {
        k: _weigh(c, context, shared[k]) for k, c in dict(zip(keys, found, strict=True)).items()
    }
    _hear_others(senses)
    resolved = {m: _toponym(m, senses[k]) for m, k in zip(names, keys, strict=True)}
    told = [resolved[m] if m in resolved else _demonym(m, gazetteer) for m in mentions]
    return _with_extents(document.text, told)
