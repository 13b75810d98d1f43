"""Words that stand for a place named before: "the town", "there", "the enclave", "here"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from karamap.events.elsewhere import MEETINGS, is_hosting
from karamap.events.findings import Finding
from karamap.events.sentences import Sentence
from karamap.model import EventType, FeatureClass, Toponym

__all__ = ["Scene", "find_standin", "read_scenes"]

T = EventType
_SETTLED = frozenset({FeatureClass.SETTLEMENT})
_SPOTS = _SETTLED | {FeatureClass.DISTRICT}
_AREA_NOUN = re.compile(
    r"\b(in|around|over|inside|throughout|across|into|from|of|shell(?:ed|ing)|attack(?:ed|ing)|"
    r"bomb(?:ed|ing)|pound(?:ed|ing)|enter(?:ed|ing)|left|fled|leaving)\s+(?:and\saround\s)?(?:(?:the|this)\s)"
    r"(?:(?:mountainous|ethnic|Armenian|contested|disputed|breakaway|separatist|southern|northern|self-proclaimed|"
    r"Armenian-populated|part|parts|areas?|of|the)\s)*"
    r"(enclave|breakaway\s(?:region|territory|republic)|disputed\s(?:region|territory)|region|territory|"
    r"conflict\szone|unrecogni[sz]ed\srepublic)\b(?!\s(?:of|between|which))",
    re.IGNORECASE,
)
_TOWN_NOUN = re.compile(
    r"(?:^|\b(?:in|at|on|near|around|outside|of|into|from|to|struck|hit|left|took|[a-z]{3,}(?:ed|ing))\s)the\s(?:city|town|village)\b(?!\sof\s[A-Z])|"
    r"\b(?:killed|landed|fell|fired|hit|died|dead|shelled|wounded)\sthere\b",
    re.IGNORECASE,
)


_MET_THERE = re.compile(r"\b(?:planned|held|met|meet|due|scheduled|talks|expected|place)\sthere\b")
_DESK_IN = re.compile(r"\b(?:officials?|spokes\w+|[Mm]inistry|diplomats?|sources?)\sin\s$")


@dataclass(frozen=True, slots=True)
class Scene:
    """The places that the text before a sentence lends it."""

    area: Toponym | None = None  # what "the enclave" or "the region" stands for
    town: Toponym | None = None  # what "the town" or "the city" stands for
    spot: Toponym | None = None  # what "there" stands for: a town or a district


def read_scenes(sentences: list[Sentence]) -> list[Scene]:
    """Return for each sentence what the text before it lends it."""
    return [
        Scene(area, _last_town(sentences, i), _last_town(sentences, i, _SPOTS))
        for i, area in enumerate(_last_areas(sentences))
    ]


def _last_areas(sentences: list[Sentence]) -> list[Toponym | None]:
    """Return for each sentence the contested region named last before it or in it."""
    areas: list[Toponym | None] = []
    latest: Toponym | None = None
    for sentence in sentences:
        for top in sentence.toponyms:
            if top.place is not None and top.place.feature_class is FeatureClass.REGION:
                latest = top
        areas.append(latest)
    return areas


def _last_town(
    sentences: list[Sentence], index: int, kinds: frozenset[FeatureClass] = _SETTLED
) -> Toponym | None:
    """Return the place of `kinds` named last in the two sentences before `index`."""
    for sentence in reversed(sentences[max(0, index - 2) : index]):
        for top in reversed(sentence.toponyms):
            inside = top.mention.start - sentence.start >= sentence.body
            desk = _DESK_IN.search(sentence.text, 0, top.mention.start - sentence.start)
            if inside and not desk and top.place and top.place.feature_class in kinds:
                return top
    return None


def find_standin(sentence: Sentence, finding: Finding, scene: Scene) -> tuple[Toponym, str] | None:
    """Return the place that a word of the sentence stands for, and that word; None for none."""
    town = scene.town
    if scene.area is not None and finding.type not in MEETINGS and not finding.refers:
        noun = _find_area_noun(sentence, finding)
        if noun:
            return scene.area, noun
    if finding.type is T.TALKS and town is not None:
        there = _MET_THERE.search(sentence.text, finding.start)
        if there:
            return town, there[0]
    if finding.type not in MEETINGS and not finding.refers:
        here = _TOWN_NOUN.search(sentence.text, finding.clause.start, finding.clause.end)
        before = scene.spot if here and here[0].endswith("there") else town
        named = _town_before(sentence, finding, here.start()) or before if here else None
        if here and named:
            return named, here[0]
    return None


def _town_before(sentence: Sentence, finding: Finding, at: int) -> Toponym | None:
    """Return the settlement that the sentence names last before `at` and that may be meant."""
    for top in reversed(sentence.toponyms):
        start = top.mention.start - sentence.start
        settled = top.place and top.place.feature_class is FeatureClass.SETTLEMENT
        if not (sentence.body <= start < at and settled):
            continue
        if not is_hosting(sentence, finding, start):
            return top
    return None


def _find_area_noun(sentence: Sentence, finding: Finding) -> str:
    for m in _AREA_NOUN.finditer(sentence.text):
        if any(a <= m.start() < b for a, b in finding.asides):
            continue  # "the minister of the unrecognised republic said"
        near = sentence.clause_at(m.start()) == finding.clause and m.start() < finding.end + 120
        if near or finding.type is T.HUMANITARIAN:
            return m[0]
    return ""
