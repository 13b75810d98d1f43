"""The values that flow from stage to stage; this module imports nothing of ours.

All are frozen. Coordinates are WGS 84 degrees, longitude before latitude. Offsets are half-open
character ranges into ``Document.text``. Dates are calendar days; an open end is ``None``.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

__all__ = [
    "AREAL_CLASSES",
    "WHERE_PRECISION",
    "Candidate",
    "Casualties",
    "DateMention",
    "DateSpan",
    "Document",
    "Event",
    "EventType",
    "FeatureClass",
    "Incident",
    "Mention",
    "Name",
    "Place",
    "Span",
    "Stance",
    "Toponym",
    "stable_id",
]


class EventType(StrEnum):
    """What kind of thing happened: the 17 types of docs/events.md."""

    BATTLE = "battle"
    SHELLING = "shelling"
    AIR_STRIKE = "air_strike"
    CEASEFIRE_VIOLATION = "ceasefire_violation"
    TERRITORIAL_CHANGE = "territorial_change"
    TROOP_MOVEMENT = "troop_movement"
    ARMS = "arms"
    INTERVENTION = "intervention"
    TALKS = "talks"
    AGREEMENT = "agreement"
    STATEMENT = "statement"
    HUMANITARIAN = "humanitarian"
    PROTEST = "protest"
    BLOCKADE = "blockade"
    INFRASTRUCTURE = "infrastructure"
    POLITICAL = "political"
    OTHER = "other"


class Stance(StrEnum):
    """How the text stands to what it tells."""

    ASSERTED = "asserted"  # in the outlet's own voice
    CLAIMED = "claimed"  # somebody says it happened
    DENIED = "denied"  # somebody says it did not
    CALLED_FOR = "called_for"  # demanded, not done
    PLANNED = "planned"  # announced or threatened for later


class FeatureClass(StrEnum):
    """What kind of feature a gazetteer entry is."""

    SETTLEMENT = "settlement"
    DISTRICT = "district"  # second level: rayon, county
    ADMIN1 = "admin1"  # first level: state, province, marz
    COUNTRY = "country"
    REGION = "region"  # historical, contested or informal, such as Nagorno-Karabakh or the Caucasus
    FORMER_UNIT = "former_unit"  # a unit that no longer exists, such as the Soviet Union
    CONTINENT = "continent"
    SEA = "sea"
    LAKE = "lake"
    RIVER = "river"
    MOUNTAIN = "mountain"  # peak, height or range
    CORRIDOR = "corridor"
    SITE = "site"  # airfield, terminal, pumping station, monastery, crossing


# A representative point of one of these is a convention, never the spot where something happened.
AREAL_CLASSES = frozenset(
    {
        FeatureClass.DISTRICT,
        FeatureClass.ADMIN1,
        FeatureClass.COUNTRY,
        FeatureClass.REGION,
        FeatureClass.FORMER_UNIT,
        FeatureClass.CONTINENT,
        FeatureClass.SEA,
        FeatureClass.LAKE,
        FeatureClass.RIVER,
        FeatureClass.CORRIDOR,
    }
)

# UCDP GED where_prec of a mention that names the feature itself (codebook 22.1, appendix).
WHERE_PRECISION = {
    FeatureClass.SETTLEMENT: 1,
    FeatureClass.SITE: 1,
    FeatureClass.MOUNTAIN: 1,
    FeatureClass.DISTRICT: 3,
    FeatureClass.ADMIN1: 4,
    FeatureClass.REGION: 4,
    FeatureClass.FORMER_UNIT: 6,
    FeatureClass.CORRIDOR: 5,
    FeatureClass.RIVER: 5,
    FeatureClass.LAKE: 5,
    FeatureClass.COUNTRY: 6,
    FeatureClass.CONTINENT: 7,
    FeatureClass.SEA: 7,
}


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Characters ``[start, end)`` of a document's text."""

    start: int
    end: int

    def overlaps(self, other: Span) -> bool:
        """Whether the two share a character."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Document:
    """One text as given; every offset anywhere refers to its `text`.

    For txt, md, jsonl and csv `text` is character for character what the file or row holds; for
    html it is the article that was extracted from the page.
    """

    id: str
    text: str
    title: str | None = None
    publisher: str | None = None
    published: date | None = None
    published_from: str | None = None  # what said so: metadata, front matter, dateline, url, …
    url: str | None = None
    language: str = "en"
    source: str = "-"  # path as the user gave it
    sha256: str = ""  # of the input's bytes (of the row's text for jsonl and csv)
    boilerplate: tuple[Span, ...] = ()  # cookie bars, share buttons, headline lists: never coded

    def is_boilerplate(self, start: int, end: int) -> bool:
        """Whether ``[start, end)`` touches boilerplate."""
        return any(s.start < end and start < s.end for s in self.boilerplate)


@dataclass(frozen=True, slots=True)
class Name:
    """One name of a place: a dated, sided, sourced fact."""

    place_id: str
    text: str
    language: str  # ISO 639-1
    script: str  # ISO 15924: Latn, Cyrl, Armn
    kind: str  # official common historic exonym abbreviation demonym short
    used_by: str = ""  # az, am, international, … ; empty: no side in particular
    valid_from: date | None = None
    valid_to: date | None = None
    source: str = ""

    def valid_on(self, day: date) -> bool:
        """Whether the name was in use on `day`; open ends count as in use."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )


@dataclass(frozen=True, slots=True)
class Place:
    """A gazetteer entry. `lon`/`lat` of an areal feature is a representative point."""

    id: str
    name: str  # a working label for tables, not "the" name
    feature_class: FeatureClass
    lon: float
    lat: float
    radius_km: float = 0.0  # how far from the point the feature reaches, roughly
    country: str = ""  # ISO 3166-1 alpha-2 as internationally recognised (de jure)
    parent: str = ""  # id of the entry that contains it
    population: int = 0
    valid_from: date | None = None
    valid_to: date | None = None
    source: str = ""
    curated: bool = False  # from the conflict's own gazetteer, not from the world's

    @property
    def areal(self) -> bool:
        """Whether the point only represents an area."""
        return self.feature_class in AREAL_CLASSES


@dataclass(frozen=True, slots=True)
class Candidate:
    """A gazetteer entry that a name may mean."""

    place: Place
    score: float  # 0..1, comparable within one look-up only
    matched: str  # the gazetteer's spelling that matched
    how: str  # exact | folded | inflected | fuzzy | demonym


@dataclass(frozen=True, slots=True)
class Mention:
    """Where a place is named in a document."""

    start: int
    end: int
    text: str
    kind: str = "toponym"  # toponym | demonym
    literal: bool = True  # False: the name stands for a government or an army
    boilerplate: bool = False


@dataclass(frozen=True, slots=True)
class Toponym:
    """A mention and the place it was resolved to; ``place=None``: named, not found."""

    mention: Mention
    place: Place | None
    confidence: float
    reason: str
    candidates: tuple[Candidate, ...] = ()
    # what the words beside the name add: UCDP's where_prec, and how far (km) from the point of the
    # place the spot may lie; told again by the text, so no part of what makes two toponyms equal
    where_precision: int | None = field(default=None, compare=False)
    radius_km: float | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class DateSpan:
    """An interval of days, both ends included, with UCDP's date_prec.

    1 exact day; 2 two to six days; 3 a week; 4 8–30 days or a month; 5 more, up to a year or so.
    """

    start: date | None
    end: date | None
    precision: int


@dataclass(frozen=True, slots=True)
class DateMention:
    """A time expression; ``span=None`` where nothing anchors it (vague, or no publication date)."""

    start: int
    end: int
    text: str
    span: DateSpan | None
    reason: str  # how it was resolved, for people


@dataclass(frozen=True, slots=True)
class Casualties:
    """A toll as one source gives it."""

    kind: str  # killed | wounded | missing | captured | displaced
    best: int | None
    low: int | None = None
    high: int | None = None
    side: str | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """What one sentence says happened, where, when, and who says so."""

    id: str
    document: str
    start: int  # of the evidence sentence
    end: int
    type: EventType
    trigger: str
    date: DateSpan | None
    places: tuple[Toponym, ...]
    where_precision: int | None  # UCDP 1–7; None: no place is told
    radius_km: float | None
    actors: tuple[str, ...]
    targets: tuple[str, ...]
    stance: Stance
    claimed_by: str | None
    denied_by: str | None
    casualties: tuple[Casualties, ...]
    evidence: str  # the sentence
    confidence: float
    reason: str
    weapons: tuple[str, ...] = ()
    said_on: DateSpan | None = None  # the day of the saying, where the deed's own is not told

    @property
    def when(self) -> DateSpan | None:
        """When it happened or, where only that is told, when it was said."""
        return self.date or self.said_on

    @property
    def date_of(self) -> str:
        """What `when` dates: "event", "statement" (only its saying) or "none"."""
        return "event" if self.date else "statement" if self.said_on else "none"

    @property
    def fatalities(self) -> int | None:
        """Best figure of the dead, or None where no toll is told."""
        told = [c.best for c in self.casualties if c.kind == "killed" and c.best is not None]
        return max(told) if told else None


@dataclass(frozen=True, slots=True)
class Incident:
    """One thing told in several reports; rival claims stay side by side."""

    id: str
    type: EventType
    date: DateSpan | None
    events: tuple[Event, ...]
    disputed: bool  # some source denies what another claims
    agreement: float  # 0..1
    reason: str = ""
    sources: tuple[str, ...] = field(default=())


def stable_id(*parts: object) -> str:
    """Return a short id that depends on `parts` alone, the same on every machine and run."""
    joined = "\x1f".join(str(p) for p in parts)
    return hashlib.sha256(joined.encode()).hexdigest()[:12]
