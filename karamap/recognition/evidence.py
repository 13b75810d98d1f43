"""Evidence for and against a name of the world's gazetteer, weighed by a logistic model.

Each piece of evidence is a word; ``weights.txt`` says what it adds to the log-odds of a place
(``benchmarks/recognition_weights.py`` fits it on press corpora, of which nothing but these sums
remains).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from importlib import resources
from typing import NamedTuple

from karamap.gazetteer.spelling import is_clipped
from karamap.model import FeatureClass, Place
from karamap.recognition.candidates import Candidate, Spot
from karamap.recognition.context import Context
from karamap.recognition.patterns import (
    AFTER,
    BEFORE,
    DATELINE,
    JOINED_AFTER,
    JOINED_BEFORE,
    LOOK_BACK,
    NEXT,
    ROAD,
)

__all__ = [
    "GROUPS",
    "About",
    "gather",
    "is_ruled_out",
    "local_evidence",
    "log_odds",
    "read_weights",
    "survey",
]

# kinds of evidence, for benchmarks/ablation.py
GROUPS = {
    "size and class": "country admin1 district region city_300k city_50k city_5k village curated",
    "the word itself": "several_words common never forename clipped initials short shouted "
    "small_first written_small acronym demonym opens_sentence",
    "words for places": "after_preposition after_from after_of after_with after_unit unit_after "
    "people_after of_after based_after dateline hyphen_after hyphen_before bare_village "
    "bare_city_5k bare_city_50k bare_common bare_forename bare_clipped bare_several_words",
    "containment and lists": "within_next holds_previous comma_capital after_comma listed_after "
    "listed_before",
    "persons": "after_title after_forename after_initial before_surname capital_before "
    "capital_after known_before known_after speaks possessive person_elsewhere "
    "surname_elsewhere",
    "organisations and roads": "organisation_after public_after road_after after_number "
    "institution_of",
    "the document": "located_elsewhere within_elsewhere repeated same_country same_unit stranger",
    "language model": "model_place model_place_part model_person model_org model_other "
    "model_silent",
}
_OPENING = 300  # characters in which a dateline may stand
_BIG, _MIDDLE, _SMALL = 300_000, 50_000, 5_000  # people


@lru_cache(maxsize=1)
def read_weights() -> tuple[dict[str, float], dict[str, float]]:
    """Return the weights without and with a language model."""
    alone: dict[str, float] = {}
    helped: dict[str, float] = {}
    path = resources.files(__name__.rpartition(".")[0]).joinpath("weights.txt")
    for line in path.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            word, one, two = line.split()
            alone[word], helped[word] = float(one), float(two)
    return alone, helped


def log_odds(evidence: Iterable[str], *, helped: bool = False) -> float:
    """Return the log-odds, over the threshold, that evidence makes a place."""
    weights = read_weights()[helped]
    return weights["prior"] + sum(weights.get(word, 0.0) for word in evidence)


def is_ruled_out(evidence: list[str]) -> bool:
    """Whether the evidence leaves no place whatever else speaks for it.

    Rules that hold for reporting of conflicts too, where names of the world are rare.
    """
    if not {"acronym", "never", "organisation_after"}.isdisjoint(evidence):
        return True
    if "demonym" in evidence and "unit_after" not in evidence:
        return True
    if "clipped" in evidence and "after_comma" not in evidence:
        return True  # *Paxton, Ill.*, not *Ill. 4*
    if "stranger" in evidence and "village" in evidence:
        return True
    named = {"capital_after", "known_after", "before_surname"}
    return "forename" in evidence and bool(named.intersection(evidence))


class About(NamedTuple):
    """What a whole document says of its candidates."""

    located: frozenset[str]  # keys that somewhere stand where places stand
    within: frozenset[str]  # keys that somewhere stand before what holds them
    people: frozenset[str]  # keys that somewhere stand in a person's name
    surnames: frozenset[str]  # keys that somewhere stand after a capitalised word
    often: frozenset[str]  # keys that come again and again
    countries: frozenset[str]
    units: frozenset[str]


def _class_of(place: Place) -> str:
    kind = place.feature_class
    if kind in (FeatureClass.COUNTRY, FeatureClass.ADMIN1, FeatureClass.DISTRICT):
        return kind.value
    if kind is not FeatureClass.SETTLEMENT:
        return "region"
    if place.population >= _BIG:
        return "city_300k"
    if place.population >= _MIDDLE:
        return "city_50k"
    return "city_5k" if place.population >= _SMALL else "village"


def holds(outer: Place, inner: Place) -> bool:
    """Whether a unit or country contains a place, by the gazetteer."""
    if inner.parent == outer.id:
        return True
    return (
        outer.feature_class is FeatureClass.COUNTRY
        and inner.country == outer.country
        and inner.id != outer.id
    )


def _pairs(spots: list[Spot], text: str) -> Iterator[tuple[Candidate, Candidate]]:
    """Return the candidates of *X, Y* where some Y holds some X."""
    starts = {c.start: c for spot in spots for c in reversed(spot.options)}
    for spot in spots:
        for inner in spot.options:
            comma = NEXT.match(text, inner.end)
            outer = starts.get(comma.end()) if comma else None
            if outer and any(holds(o, i) for o in outer.places[:4] for i in inner.places):
                yield inner, outer


def _looks(c: Candidate, context: Context) -> str:
    """Return what the letters of the name look like, or ''."""
    surface = context.text[c.start : c.end]
    if is_clipped(surface):
        return "clipped"
    if context.is_acronym(c):
        spelt = context.gazetteer.spellings(c.key)
        return "initials" if any(s.isupper() for s in spelt) else "acronym"
    if surface.isupper():
        return "shouted"
    return "small_first" if surface[0].islower() else ""


def _word_evidence(c: Candidate, context: Context) -> Iterator[str]:
    cues, key = context.cues, c.key.replace(" ", "_")
    told = {
        "several_words": c.width > 1,
        "common": key in cues["common"],
        "never": key in cues["never"],
        "forename": key in cues["forenames"],
        "short": len(key) < 4,
        "written_small": c.width == 1 and context.words.written_small(key),
        "demonym": context.is_people(c.key),
        "opens_sentence": context.starts_sentence(c),
    }
    yield from (word for word, true in told.items() if true)
    looks = _looks(c, context)
    if looks:
        yield looks


def _place_evidence(c: Candidate, context: Context) -> Iterator[str]:
    text = context.text
    before = BEFORE.search(text, max(0, c.start - LOOK_BACK), c.start)
    if before and before.lastgroup:
        yield before.lastgroup
    after = AFTER.match(text, c.end)
    if after and after.lastgroup:
        yield after.lastgroup
    opens = c.start < _OPENING or text[c.start - 1] == "\n"
    if opens and DATELINE.match(text, c.end):
        yield "dateline"


def _neighbours(c: Candidate, context: Context) -> Iterator[str]:
    """Return what the capitalised words beside the name make of it."""
    if context.after_title(c):
        yield "after_title"
    if context.after_forename(c):
        yield "after_forename"
    elif context.capital_before(c):
        yield "capital_before"
    elif context.known_before(c):
        yield "known_before"
    after = context.beside_after(c)
    if not after or not after.capital:
        return
    if context.before_surname(c):
        yield "before_surname"
    elif ROAD.match(context.text, c.end):
        yield "road_after"
    elif context.in_organisation(c):
        yield "organisation_after"
    elif context.public_after(c):
        yield "public_after"
    else:
        yield "capital_after" if context.capital_after(c) else "known_after"


def local_evidence(c: Candidate, context: Context) -> list[str]:
    """Return what the candidate itself and the words beside it say."""
    return [
        _class_of(c.places[0]),
        *(("curated",) if c.places[0].curated else ()),
        *_word_evidence(c, context),
        *_place_evidence(c, context),
        *_neighbours(c, context),
    ]


_LOCATED = frozenset({"after_preposition", "after_from", "after_unit", "unit_after", "based_after"})
_LOCATED |= {"dateline"}
_HELPED = _LOCATED | {"within_next", "holds_previous", "located_elsewhere", "within_elsewhere"}
_HELPED |= {"after_of", "comma_capital", "listed_after", "listed_before"}
_JOINT = 12  # characters between two names of a list
_FEW = 2  # countries; where a text names so many, its villages lie in one of them
_HELD = frozenset({"within_next", "within_elsewhere", "holds_previous"})
_WEAK = frozenset(
    {"village", "city_5k", "city_50k", "common", "forename", "clipped", "several_words"}
)
_NAMED = frozenset({"after_title", "after_forename", "after_initial", "before_surname"})
_SURE = frozenset({"country", "admin1", "city_300k", "curated"})
_DOUBTFUL = frozenset({"common", "never", "forename", "clipped", "short", "organisation_after"})
_DOUBTFUL |= _NAMED | {"road_after", "capital_before", "capital_after", "demonym"}


def _listed(
    anchors: Iterable[Candidate], candidates: Iterable[Candidate], text: str
) -> Iterator[tuple[Candidate, str]]:
    """Return the candidates that stand in a list beside a name hardly in doubt."""
    known = list(anchors)
    starts, ends = {c.start for c in known}, {c.end for c in known}
    for c in candidates:
        before = JOINED_BEFORE.search(text, max(0, c.start - _JOINT), c.start)
        if before and before.start() in ends:
            yield c, "listed_after"
        after = JOINED_AFTER.match(text, c.end)
        if after and after.end() in starts:
            yield c, "listed_before"


def survey(
    spots: list[Spot], told: dict[Candidate, list[str]], text: str
) -> tuple[About, dict[Candidate, list[str]]]:
    """Return what the document says as a whole, and what containment says of its candidates."""
    located, within, people, surnames = set(), set(), set(), set()
    anchors = []
    countries: Counter[str] = Counter()
    units: Counter[str] = Counter()
    for c, words in told.items():
        marks = set(words)
        if marks & _LOCATED:
            located.add(c.key)
        if marks & _NAMED:
            people.add(c.key)
        if "capital_before" in marks:
            surnames.add(c.key)
        if marks & _SURE and not marks & _DOUBTFUL:
            anchors.append(c)
            best = c.places[0]
            countries[best.country] += 1
            units[best.id if best.feature_class is FeatureClass.ADMIN1 else best.parent] += 1
    contained: dict[Candidate, list[str]] = {}
    paired = set()
    for inner, outer in _pairs(spots, text):
        within.add(inner.key)
        paired |= {inner, outer}
        contained.setdefault(inner, []).append("within_next")
        contained.setdefault(outer, []).append("holds_previous")
        for place in outer.places[:4]:
            if any(holds(place, i) for i in inner.places):
                countries[place.country] += 1
                units[place.id] += 1
    for c, word in _listed(anchors, (c for c in told if c not in paired), text):
        contained.setdefault(c, []).append(word)
    often = Counter(c.key for c in told)
    about = About(
        frozenset(located),
        frozenset(within),
        frozenset(people),
        frozenset(surnames),
        frozenset(k for k, n in often.items() if n > 2),
        frozenset(countries) - {""},
        frozenset(units) - {""},
    )
    return about, contained


def _elsewhere(c: Candidate, local: list[str], contained: list[str], about: About) -> Iterator[str]:
    """Return what the text makes of the same name elsewhere."""
    if c.key in about.located and not _LOCATED.intersection(local):
        yield "located_elsewhere"
    if c.key in about.within and "within_next" not in contained:
        yield "within_elsewhere"
    if c.key in about.people and not _NAMED.intersection(local):
        yield "person_elsewhere"
    elif c.key in about.surnames and "capital_before" not in local:
        yield "surname_elsewhere"
    if c.key in about.often:
        yield "repeated"


def gather(
    c: Candidate, local: list[str], contained: list[str], about: About, said: str = ""
) -> list[str]:
    """Return all evidence on a candidate; `said` is what a language model made of it."""
    found = [*local, *contained, *_elsewhere(c, local, contained, about)]
    if any(p.country in about.countries for p in c.places if p.parent):
        found.append("same_country")
    elif len(about.countries) >= _FEW and not _HELD.intersection(found):
        found.append("stranger")
    if any(p.parent in about.units for p in c.places):
        found.append("same_unit")
    if not _HELPED.intersection(found):
        found += [f"bare_{word}" for word in found if word in _WEAK]
    if said:
        found.append(said)
    return found
