"""Words that stand for a place named before: "the town", "there", "the enclave", "here"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from karamap.events.findings import Finding
from karamap.events.sentences import Sentence
from karamap.events.where.elsewhere import MEETINGS, is_owner, is_spokesmans, is_wide
from karamap.events.where.governing import NATIVE
from karamap.events.where.nesting import is_beside
from karamap.events.where.saying import is_aside, is_hosting
from karamap.events.where.seats import capital_of, find_exclave, is_bureau, is_seat
from karamap.model import EventType, FeatureClass, Stance, Toponym

__all__ = ["Scene", "find_several", "find_standin", "read_scenes"]

T = EventType
_SETTLED = frozenset({FeatureClass.SETTLEMENT})
_SPOTS = _SETTLED | {FeatureClass.DISTRICT}
_AREA_NOUN = re.compile(
    r"\b(in|around|over|inside|throughout|across|into|from|of|shell(?:ed|ing)|attack(?:ed|ing)|"
    r"bomb(?:ed|ing)|pound(?:ed|ing)|enter(?:ed|ing)|left|fled|leaving)\s+(?:and\saround\s)?(?:(?:the|this)\s)"
    r"(?:(?:mountainous|ethnic|Armenian|contested|disputed|breakaway|separatist|southern|northern|self-proclaimed|"
    r"Armenian-populated|part|parts|areas?|of|the)\s)*"
    r"(enclave|breakaway\s(?:region|territory|republic)|disputed\s(?:region|territory)|region|territory|"
    r"exclave|conflict\szone|unrecogni[sz]ed\srepublic)\b(?!\s(?:of|between|which))",
    re.IGNORECASE,
)
_TOWN_NOUN = re.compile(
    r"(?:^|\b(?:in|at|on|near|around|outside|of|into|from|to|through|over|struck|hit|left|took|[a-z]{3,}(?:ed|ing)(?<!feeding)(?<!supplying)(?<!linking)(?<!connecting)(?<!leading))\s)"
    r"(?:the|this|that)\s(?:whole\s|entire\s|same\s|besieged\s)?(?P<noun>city|town|village|settlement|neighbou?rhood)\b(?![’']s\s|\sof\s[A-Z])|"
    r"\bthe\s(?P<subject>city|town|village)\s(?=fell|was|were|had|has|came)|"
    r"\b(?:in|at|from)\s(?:this|that|the)\s(?:very\s|same\s)+(?P<same>spot|place|area|district|region|province)\b",
    re.IGNORECASE,
)
# of which a sentence must hold one for the expressions above
_AREA_WORDS = ("enclave", "exclave", "region", "territory", "zone", "republic")
_TOWN_WORDS = (
    "city", "town", "village", "settlement", "neighbo", "spot", "place", "area", "district",
    "region", "province",
)  # fmt: skip
_IT = re.compile(
    r"\bit\s(?=fell\b|(?:was|had|has|is|came)\s)|\b(?:out\sof|from|into|around|near|retook|recaptured?|seized|captured|took|"
    r"entered|stormed|shelled|bombed|attacked|left|abandoned|retake)\sit\b"
)
# "there were …", "there has been …" names no place
_THERE = re.compile(
    r"(?<!\bout\s)\bthere\b(?!\s(?:is|was|are|were|has|have|had|will|would|may|might|can|could|must|should|be|been|"
    r"being|remain\w*|seem\w*|appear\w*|exist\w*|came|comes|followed)\b|[’']s\b)",
    re.IGNORECASE,
)
_HERE = re.compile(
    r"(?<!\bfrom\s)\bhere\b(?!\s(?:and\sthere|is|are|to\sstay)\b|[’']s\b)", re.IGNORECASE
)
# in a dateline sentence: "in Azerbaijan's second-largest city"
_LARGEST = re.compile(r"\b[A-Z]\w+[’']s\s(?:[\w-]+\s){0,2}(?:city|town)\b")
_CAPITAL = re.compile(
    r"\b(?:the|this)\s(?:[\w-]+\s)??(?P<adjective>[\w-]+)[\s-](?:capital|stronghold)\b|"
    r"\b(?:in|inside|into|outside|stormed|at|near|around|occupied|in\sfront\sof)\sthe\s(?P<house>[A-Z][a-z]+)\s"
    r"(?:parliament|national\sassembly|presidency|presidential\s\w+|government\s\w+)\b|"
    r"\b(?P<owner>[A-Z][\w-]+|region|enclave|republic|territory)[’']s\s(?:[\w-]+\s)?(?:capital|main\s(?:city|town)|largest\s(?:city|town))\b"
)
_REACH = 80  # characters
_OF_BODY = re.compile(
    r"\b(?:authorities|army|leaders?|leadership|president|government|forces|parliament|ministry|minister|residents|"
    r"people|defen[cs]e|officials?|ombudsman)\s$"
)
_FOUGHT = re.compile(
    r"\b(?:dispute|row|stand-?off|tensions?|conflict|wars?|crisis|airspace)\s$", re.IGNORECASE
)
_SUFFERS = {T.HUMANITARIAN, T.SHELLING, T.BATTLE, T.AIR_STRIKE}
_AGENT = re.compile(
    r"(?:[;,]?\s)?(?:the\s)?(?:de\sfacto\s|local\s|separatist\s)?(?:authorities|government|leadership|forces|army|military|troops|(?:defen[cs]e\s)?ministry)\s(?:of|in)\s(?:the\s)?",
    re.IGNORECASE,
)
_CLOSED = {T.BLOCKADE, T.INFRASTRUCTURE, T.ARMS, T.POLITICAL}
_ITS_OWN = re.compile(
    r"\bits\s(?:own\s)?(?:borders?|frontiers?|airspace|railways?|roads?|territory|ports?)\b"
)
_MATTER = re.compile(
    r"(?<!after\sthe\s)(?<!following\sthe\s)(?<!since\sthe\s)\b(?:(?:seizure|capture|occupation|fall|storming|blockade|closure|shelling|bombing|annexation)\sof|"
    r"(?:withdraw\w*|pull-?out|pull\w*\s(?:back|out)|leave)\s(?:\w+\s){0,3}?from)\s"
    r"(?:the\s)?(?:(?:town|city|village|district|districts)\s(?:of\s)?)?$",
    re.IGNORECASE,
)
_SEVERAL = re.compile(
    r"\b(?:both|(?:the|all)\s(?P<count>two|three|four|five))\s(?:towns|villages|settlements|cities)\b"
)
_COUNTS = {"two": 2, "three": 3, "four": 4, "five": 5}
_CITY = 20_000  # people; no village has more


@dataclass(frozen=True, slots=True)
class Scene:
    """The places that the text before a sentence lends it."""

    area: Toponym | None = None  # what "the enclave" or "the region" stands for
    town: Toponym | None = None  # what "the town" or "the city" stands for
    village: Toponym | None = None  # what "the village" stands for
    spot: Toponym | None = None  # what "there" stands for: a town or a district
    dateline: Toponym | None = None  # what "here" stands for
    named: tuple[Toponym, ...] = ()  # all that the text names, for "the … capital"


def read_scenes(sentences: list[Sentence]) -> list[Scene]:
    """Return for each sentence what the text before it lends it."""
    named = tuple(t for s in sentences for t in s.toponyms)
    datelines = _datelines(sentences)
    return [
        Scene(
            area,
            _last_town(sentences, i),
            _last_town(sentences, i, small=True),
            _last_town(sentences, i, _SPOTS),
            datelines[i],
            named,
        )
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


def _datelines(sentences: list[Sentence]) -> list[Toponym | None]:
    """Return for each sentence the town of the dateline before it or in it."""
    out: list[Toponym | None] = []
    latest: Toponym | None = None
    for sentence in sentences:
        for top in sentence.toponyms[:1]:
            ahead = top.mention.start - sentence.start < sentence.body
            if ahead and top.place and top.place.feature_class in _SETTLED:
                latest = top
        out.append(latest)
    return out


def _last_town(
    sentences: list[Sentence],
    index: int,
    kinds: frozenset[FeatureClass] = _SETTLED,
    *,
    small: bool = False,
) -> Toponym | None:
    """Return the place of `kinds` named last in the two sentences before `index`."""
    for sentence in reversed(sentences[max(0, index - 2) : index]):
        for top in reversed(sentence.toponyms):
            inside = top.mention.start - sentence.start >= sentence.body
            meant = inside and top.place and top.place.feature_class in kinds
            meant = meant and (kinds is _SPOTS or not _is_abroad(top))
            if meant and not _is_passed_over(sentence, top) and not (small and _is_city(top)):
                return top
    return None


def _is_abroad(top: Toponym) -> bool:
    """Whether a toponym is a capital beyond the conflict, which is no "town" that is hit."""
    return is_seat(top) and top.place is not None and top.place.country not in {"AM", "AZ"}


def _is_city(top: Toponym) -> bool:
    """Whether a toponym is known to be larger than any village."""
    return is_seat(top) or (top.place is not None and top.place.population > _CITY)


def find_standin(sentence: Sentence, finding: Finding, scene: Scene) -> tuple[Toponym, str] | None:
    """Return the place that a word of the sentence stands for, and that word; None for none."""
    if finding.refers:
        return None
    if finding.type not in MEETINGS:
        noun = _find_area_noun(sentence, finding)
        area = find_exclave(list(scene.named)) if noun.endswith("exclave") else scene.area
        if noun and area:
            return area, noun
    found = _find_here(sentence, finding, scene) or _find_there(sentence, finding, scene)
    if found is None and finding.type not in MEETINGS:
        found = _find_town_noun(sentence, finding, scene) or _find_agent(sentence, finding)
    found = found or _find_capital(sentence, finding, scene) or _find_closer(sentence, finding)
    found = found or _find_dateline(sentence, finding, scene)
    return found or _find_matter(sentence, finding)


def find_several(sentence: Sentence, finding: Finding) -> list[tuple[Toponym, str]]:
    """Return the towns that "both villages" or "the three settlements" stand for."""
    noun = None if finding.refers else _own_words(sentence, finding, _SEVERAL)
    if noun is None:
        return []
    told = [t for t in sentence.toponyms if t.mention.start - sentence.start < noun.start()]
    named = [t for t in told if t.place and t.place.feature_class in _SETTLED and not is_seat(t)]
    count = _COUNTS.get((noun["count"] or "two").lower(), 2)
    return [(t, noun[0]) for t in named[-count:]] if len(named) >= count else []


def _holds(sentence: Sentence, words: tuple[str, ...]) -> bool:
    """Whether a sentence has one of `words`, which is cheaper to see than a failing search."""
    low = sentence.text.lower()
    return any(word in low for word in words)


def _own_words(
    sentence: Sentence, finding: Finding, pattern: re.Pattern[str]
) -> re.Match[str] | None:
    """Return the first match of `pattern` in the clause of `finding`, none in the saying."""
    clause = finding.clause
    end = max(clause.end, finding.end + 10)
    for found in pattern.finditer(sentence.text, max(clause.start, sentence.body), end):
        if finding.type is T.STATEMENT or not is_aside(finding, found.start()):
            return found
    return None


def _is_near(finding: Finding, word: re.Match[str]) -> bool:
    """Whether "here" or "there" belongs to the trigger rather than to what is told beside it."""
    return -_REACH < word.start() - finding.end < _REACH


def _find_here(sentence: Sentence, finding: Finding, scene: Scene) -> tuple[Toponym, str] | None:
    """Return the town of the dateline for "here", or for "the city" where no other is named."""
    if scene.dateline is None or sentence.in_quote(finding.start) or sentence.quoted_by is not None:
        return None
    here = _own_words(sentence, finding, _HERE)
    if here and (sentence.in_quote(here.start()) or not _is_near(finding, here)):
        return None
    if here is None and sentence.body and finding.type not in MEETINGS:
        here = _own_words(sentence, finding, _LARGEST)
    return (scene.dateline, here[0]) if here else None


def _find_there(sentence: Sentence, finding: Finding, scene: Scene) -> tuple[Toponym, str] | None:
    """Return what "there" stands for: the last town or district named before it."""
    there = _own_words(sentence, finding, _THERE)
    if there is None or finding.type is T.STATEMENT or not _is_near(finding, there):
        return None
    named = _named_before(sentence, finding, there.start(), _SPOTS) or scene.spot
    return (named, there[0]) if named else None


def _find_town_noun(
    sentence: Sentence, finding: Finding, scene: Scene
) -> tuple[Toponym, str] | None:
    """Return what "the town", "the village" or "the same district" stands for."""
    noun = _own_words(sentence, finding, _TOWN_NOUN) if _holds(sentence, _TOWN_WORDS) else None
    if noun is None:
        it = _own_words(sentence, finding, _IT)
        named = _named_before(sentence, finding, it.start(), _SETTLED) if it else None
        taken = finding.type in {T.TERRITORIAL_CHANGE, T.SHELLING, T.BATTLE}
        near = it is not None and finding.start - 40 <= it.start() < finding.end
        return (named, it[0]) if it and named and taken and near else None
    word = (noun["noun"] or noun["subject"] or noun["same"]).lower()
    kinds = _SPOTS if noun["same"] else _SETTLED
    named = _named_before(sentence, finding, noun.start(), kinds)
    if named is None or (word == "village" and _is_city(named)):
        before = scene.village if word == "village" else scene.town
        spot = scene.spot if scene.spot and not is_seat(scene.spot) else None
        named = spot if noun["same"] else before
    if (
        named is None
        and not noun["same"]
        and word != "village"
        and scene.dateline
        and not is_seat(scene.dateline)
    ):
        named = scene.dateline
    return (named, noun[0]) if named else None


def _find_agent(sentence: Sentence, finding: Finding) -> tuple[Toponym, str] | None:
    """Return the contested region whose authorities do what is told ("those of X released …")."""
    if finding.type not in _SUFFERS or finding.frame is not None:
        return None
    for top in sentence.toponyms:
        start = top.mention.start - sentence.start
        clause = max(sentence.clause_at(start).start, sentence.body)
        agent = _AGENT.fullmatch(sentence.text, clause, start)
        if agent and top.place and top.place.feature_class is FeatureClass.REGION:
            return (top, agent[0].strip()) if start < finding.start else None
    return None


def _find_dateline(
    sentence: Sentence, finding: Finding, scene: Scene
) -> tuple[Toponym, str] | None:
    """Return the town of the dateline for a meeting told right after it, agencies' seats apart."""
    meets = finding.type in {T.TALKS, T.AGREEMENT} and finding.stance in {
        Stance.ASSERTED,
        Stance.CLAIMED,
    }
    if not (meets and sentence.body and scene.dateline) or is_bureau(scene.dateline):
        return None
    return scene.dateline, "the dateline"


def _find_matter(sentence: Sentence, finding: Finding) -> tuple[Toponym, str] | None:
    """Return the place that is condemned to be taken or demanded to be left."""
    if finding.type is not T.STATEMENT:
        return None
    for top in sentence.toponyms:
        start = top.mention.start - sentence.start
        matter = _MATTER.search(sentence.text, max(0, start - 90), start)
        if matter and top.place and not is_wide(top) and top.mention.kind == "toponym":
            return top, matter[0].strip()
    return None


def _find_closer(sentence: Sentence, finding: Finding) -> tuple[Toponym, str] | None:
    """Return the state that closes its own border, airspace or lines."""
    its = _own_words(sentence, finding, _ITS_OWN) if finding.type in _CLOSED else None
    if its is None or finding.frame is not None:
        return None
    for top in sentence.toponyms:
        start = top.mention.start - sentence.start
        if is_wide(top) and start in {finding.clause.start, sentence.body} and start < its.start():
            return top, its[0]
    return None


def _find_capital(sentence: Sentence, finding: Finding, scene: Scene) -> tuple[Toponym, str] | None:
    """Return what "the Iranian capital" or "the region's main town" stands for."""
    found = _own_words(sentence, finding, _CAPITAL)
    if found is None:
        return None
    owner = found["adjective"] or found["house"] or found["owner"]
    named = capital_of(owner, list(scene.named))
    return (named, found[0]) if named else None


def _is_passed_over(sentence: Sentence, top: Toponym) -> bool:
    """Whether a name only tells who somebody is ("X radio", "officials in X", "a man from X")."""
    start, end = (at - sentence.start for at in (top.mention.start, top.mention.end))
    before = sentence.text[max(0, start - 60) : start]
    return bool(NATIVE.search(before)) or is_owner(sentence.text, end) or is_spokesmans(before)


def _named_before(
    sentence: Sentence, finding: Finding, at: int, kinds: frozenset[FeatureClass]
) -> Toponym | None:
    """Return the place of `kinds` named last before `at` in the sentence that may be meant."""
    tops = sentence.toponyms
    for i, top in reversed(list(enumerate(tops))):
        start = top.mention.start - sentence.start
        meant = top.place and top.place.feature_class in kinds
        if not (sentence.body <= start < at and meant) or _is_passed_over(sentence, top):
            continue
        if i and is_beside(sentence, tops[i - 1], top):
            continue  # "X, in the Y district": X is meant
        if not is_hosting(sentence, finding, start):
            return top
    return None


def _find_area_noun(sentence: Sentence, finding: Finding) -> str:
    for m in _AREA_NOUN.finditer(sentence.text) if _holds(sentence, _AREA_WORDS) else ():
        if _FOUGHT.search(sentence.text, 0, m.start()):
            continue  # "in the dispute over the enclave"
        if any(a <= m.start() < b for a, b in finding.asides):
            continue  # "the minister of the unrecognised republic said"
        if _OF_BODY.search(sentence.text, 0, m.start()):
            continue  # "the authorities of the republic"
        clause = sentence.clause_at(m.start())
        near = clause == finding.clause and m.start() < finding.end + 120
        if near or (finding.type is T.HUMANITARIAN and clause.intro != "which"):
            return m[0]
    return ""
