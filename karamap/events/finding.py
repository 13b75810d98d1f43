"""The events of a document: sentence by sentence, each told once."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from itertools import takewhile

from karamap.events.casualties import find_casualties
from karamap.events.details import (
    find_actors,
    find_targets,
    find_weapons,
    last_state,
)
from karamap.events.findings import HARMFUL, STRONG, Draft, Finding
from karamap.events.lexicon import count_conflict_words, count_words
from karamap.events.parsing import Parse
from karamap.events.sentences import Sentence, read_sentences
from karamap.events.sources.voices import read_voices
from karamap.events.twins import tell_once
from karamap.events.when.timing import find_date, find_day_of_saying
from karamap.events.where.placing import Placing, find_places
from karamap.events.where.standins import Scene, read_scenes
from karamap.model import (
    DateMention,
    DateSpan,
    Document,
    Event,
    EventType,
    Stance,
    Toponym,
    stable_id,
)

__all__ = ["find_events"]

_RESULT = re.compile(
    r"[\s“\"]*(?:as\sa\s(?:result|consequence)\b|(?:the|this|that)\s(?:attack|strike|shelling|blast|"
    r"explosion|bombardment)\s(?:also\s)?(?:killed|wounded|injured|left|claimed)|(?:an|[a-z]+)\sothers?\s(?:was|were)\s"
    r"(?:killed|wounded|injured|hurt))",
    re.IGNORECASE,
)
_FIGURE = re.compile(r"\b(?:figures?|toll|losses|number|casualt\w+)\b", re.IGNORECASE)
_FIRING = re.compile(r"(?:open|fir|attack|shot|shoot)", re.IGNORECASE)
_SELDOM_DENIED = {EventType.AGREEMENT, EventType.TALKS, EventType.POLITICAL}
_SHORT, _LONG = 400, 1500  # characters
_FEW = 2  # different words of armed conflict
_ENTRY = re.compile(r"\s?(?:--|[-–—:])\s")
_PERFECT = re.compile(r"\b(?:has|have)\s(?:\w+\s)?\w+(?:ed|en)\b")
_GENERATIONS = 50  # years
_RECENT = 3  # sentences in which a report stays with a day
_DAYS = 2  # UCDP date_prec: a day or a few
_SPOT = 3  # UCDP where_prec: a place or a district
_WEAK = 0.55


@dataclass(frozen=True, slots=True)
class _Context:
    """What the text before a sentence lends it."""

    scene: Scene  # what "the enclave", "the town" and "there" stand for
    state: str  # whose "the ministry" is
    day: DateSpan | None = None  # of which "at 10 am" is
    entry: DateSpan | None = None  # of the entry of a chronology
    parse: Parse | None = None  # of a sentence, by a language model


def find_events(
    document: Document,
    toponyms: list[Toponym],
    dates: list[DateMention],
    *,
    parse: Parse | None = None,
) -> list[Event]:
    """Return what `document` says happened, who says so, where and when.

    Parameters
    ----------
    document
        The text; its boilerplate is never coded.
    toponyms
        Its places as `karamap.resolution.resolve` gives them.
    dates
        Its time expressions as `karamap.dates.find_dates` gives them.
    parse
        What parses a sentence (``karamap.nlp.LanguageModel.parse``): who did it to whom, by that.

    Returns
    -------
    list of Event
        In the order of the text; none where the text is not about a conflict. A thing told twice
        is given once, at its fullest sentence.
    """
    if not _is_about_conflict(document.text):
        return []
    sentences = read_sentences(document, toponyms, dates)
    scenes = read_scenes(sentences)
    drafts: list[Draft] = []
    state = ""
    entry: tuple[int, DateSpan | None] = (-1, None)
    for sentence, findings in read_voices(sentences):
        entry = _read_entry(sentence, entry)
        day = _last_day(drafts, sentence, sentences)
        context = _Context(scenes[sentence.index], state, day, entry[1], parse)
        state = last_state(sentence.text, state)
        for finding in findings:
            others = [f for f in findings if f is not finding]
            resolved = _resolve_reference(finding, others, drafts)
            if resolved is not None and _adds_toll(sentence, resolved, drafts):
                drafts[-1] = _with_toll(drafts[-1], sentence)
            elif resolved is not None:
                draft = _draft(document, sentence, resolved, others, context)
                if _is_history(draft.event, document):
                    continue
                if resolved.strength != "weak" or _is_statement(resolved) or _is_placed(draft):
                    drafts.append(draft)
    return _part_ids([d.event for d in tell_once(drafts)])


def _part_ids(events: list[Event]) -> list[Event]:
    """Give each of several events of one trigger an id of its own, by their order."""
    counts: dict[str, int] = {}
    out = []
    for event in events:
        n = counts[event.id] = counts.get(event.id, 0) + 1
        out.append(event if n == 1 else replace(event, id=stable_id(event.id, n)))
    return out


def _is_history(event: Event, document: Document) -> bool:
    """Whether an event lies generations before its report ("took the city in 1796")."""
    end = event.date.end if event.date else None
    return bool(end and document.published and document.published.year - end.year > _GENERATIONS)


def _read_entry(
    sentence: Sentence, before: tuple[int, DateSpan | None]
) -> tuple[int, DateSpan | None]:
    """Return the paragraph and the date of the entry of a chronology ("May 1992 - …")."""
    opened = [d for d in sentence.dates if d.start == sentence.start and d.span is not None]
    if opened and _ENTRY.match(sentence.text, opened[0].end - sentence.start):
        return sentence.paragraph, opened[0].span
    return before if before[0] == sentence.paragraph else (-1, None)


def _last_day(
    drafts: list[Draft], sentence: Sentence, sentences: list[Sentence]
) -> DateSpan | None:
    """Return the day of the event told just before, unless the text has moved on to another."""
    near = takewhile(lambda d: sentence.index - d.sentence.index <= _RECENT, reversed(drafts))
    days = [d.event.date for d in near if d.event.date and d.event.date.precision <= _DAYS]
    told = [
        m.span
        for s in sentences[max(0, sentence.index - _RECENT) : sentence.index]
        for m in s.dates
    ]
    spans = [s for s in told if s and s.start and s.precision <= _DAYS]
    last = max(spans, key=lambda s: s.start or date.min, default=None)
    if not days:
        return last  # "accused each other on Tuesday …": what follows is of that day
    return days[0] if last in {days[0], None} else None


def _adds_toll(sentence: Sentence, finding: Finding, drafts: list[Draft]) -> bool:
    """Whether a sentence only tells what the attack told before it cost ("As a result, …")."""
    if finding.type is not EventType.HUMANITARIAN or not drafts:
        return False
    attack = drafts[-1]
    follows = attack.sentence.index in {sentence.index, sentence.index - 1}
    ours = attack.finding.speaker == finding.speaker and attack.finding.stance is finding.stance
    violent = attack.event.type in HARMFUL and not attack.event.casualties
    return bool(follows and ours and violent and _RESULT.match(sentence.text))


def _with_toll(draft: Draft, sentence: Sentence) -> Draft:
    """Return `draft` with the casualties that `sentence` tells."""
    event = replace(draft.event, casualties=find_casualties(sentence.text))
    return replace(draft, event=event)


def _is_about_conflict(text: str) -> bool:
    """Whether a text is worth coding; what is too short to tell is given the benefit."""
    if len(text) < _SHORT:
        return True
    told = count_conflict_words(text)
    return told >= (_FEW if len(text) < _LONG else _FEW + 1) and told > count_words(text, "sport")


def _resolve_reference(
    finding: Finding, others: list[Finding], drafts: list[Draft]
) -> Finding | None:
    """Give a denial that only refers to a claim the type of that claim."""
    if finding.stance is Stance.DENIED and _is_generic(finding):
        accused = [d for d in drafts[-5:] if d.event.type in HARMFUL and _is_rival(d, finding)]
        return replace(finding, type=accused[-1].event.type) if accused else finding
    if not finding.refers:
        return finding
    if finding.type is not EventType.OTHER:
        same = [d for d in drafts[-6:] if d.event.type is finding.type]
        return finding if same or finding.strength == "strong" else None
    here = [o for o in others if o.start < finding.start and o.stance is not Stance.DENIED]
    if here:
        return replace(finding, type=here[-1].type)
    told = [
        d
        for d in drafts[-5:]
        if d.finding.speaker != finding.speaker and d.event.type is not EventType.STATEMENT
    ]
    told = [d for d in told if d.event.type not in _SELDOM_DENIED] or told
    if _FIGURE.search(finding.answers):
        told = [d for d in told if d.event.casualties] or told
    claims = [d for d in told if d.event.stance in {Stance.CLAIMED, Stance.DENIED}] or told
    if not claims:
        return None
    last = [d.event.type for d in claims if d.sentence is claims[-1].sentence]
    return replace(finding, type=last[0])


def _is_generic(finding: Finding) -> bool:
    """Whether a denial does not say of what kind the deed was ("denied opening fire")."""
    kinds = {EventType.BATTLE, EventType.CEASEFIRE_VIOLATION}
    fired = finding.type in kinds and _FIRING.match(finding.trigger)
    return finding.type is EventType.HUMANITARIAN or bool(fired)


def _is_rival(draft: Draft, finding: Finding) -> bool:
    claimed = draft.finding.stance is Stance.CLAIMED
    return claimed and draft.finding.speaker != finding.speaker


def _draft(
    document: Document,
    sentence: Sentence,
    finding: Finding,
    others: list[Finding],
    context: _Context,
) -> Draft:
    """Look up the place, date and people of `finding`."""
    here = next((o for o in others if finding.refers and o.type is finding.type), None)
    rest = [o for o in others if o is not here]
    placing = find_places(sentence, here or finding, rest, context.scene)
    if finding.refers and here is None and not placing.named:
        placing = Placing((), None, None, "refers to the claim before")
    span, when = find_date(sentence, finding, others, document.published, context.day)
    if span is None and context.entry is not None and not _PERFECT.search(sentence.text):
        span, when = context.entry, "the date of its entry"
    if finding.refers:
        span, when = None, "a denial without a date of its own"
    evidence = sentence.text
    tolls = find_casualties(evidence) if _tells_toll(finding) else ()
    confidence = _confidence(finding, placing)
    event = Event(
        id=stable_id(document.id, sentence.start, sentence.end, finding.type, finding.start,
                     finding.stance, finding.speaker or ""),
        document=document.id,
        start=sentence.start,
        end=sentence.end,
        type=finding.type,
        trigger=sentence.text[finding.start : finding.end],
        date=span,
        places=placing.places,
        where_precision=placing.precision,
        radius_km=placing.radius_km,
        actors=find_actors(sentence, finding, context.state, parse=context.parse),
        targets=find_targets(sentence, finding, context.state, parse=context.parse),
        stance=finding.stance,
        claimed_by=_clean(finding.speaker),
        denied_by=_clean(finding.speaker) if finding.stance is Stance.DENIED else None,
        casualties=tolls,
        evidence=evidence,
        confidence=confidence,
        reason="; ".join([finding.reason, _said(finding), placing.reason, when]),
        weapons=find_weapons(finding.type, evidence),
        said_on=find_day_of_saying(sentence, finding) if span is None else None,
    )  # fmt: skip
    return Draft(sentence, finding, event)


def _is_placed(draft: Draft) -> bool:
    """Whether a weak trigger is borne out: by a spot, or by a wider place and a date."""
    precision = draft.event.where_precision
    return precision is not None and (precision <= _SPOT or draft.event.date is not None)


def _is_statement(finding: Finding) -> bool:
    return finding.type is EventType.STATEMENT


def _tells_toll(finding: Finding) -> bool:
    return finding.type in {
        EventType.HUMANITARIAN, EventType.BATTLE, EventType.SHELLING, EventType.AIR_STRIKE,
        EventType.OTHER, EventType.CEASEFIRE_VIOLATION, EventType.PROTEST,
    } and finding.stance in {Stance.ASSERTED, Stance.CLAIMED}  # fmt: skip


def _said(finding: Finding) -> str:
    return (
        f"{finding.stance.value} by {finding.speaker}"
        if finding.speaker
        else "the outlet's own voice"
    )


def _clean(speaker: str | None) -> str | None:
    if not speaker:
        return None
    bare = re.sub(r"[’']s$", "", speaker.strip(" ,•*[]–—-"))  # "by the army's count"
    return re.sub(r"^(?:the|a|an)\s", "", bare, flags=re.IGNORECASE) or None


def _confidence(finding: Finding, placing: Placing) -> float:
    """Return how sure the reading is, 0 to 1; a weak trigger or a referring denial lowers it."""
    score = STRONG if finding.strength == "strong" else _WEAK
    if finding.refers:
        score -= 0.1
    if placing.places:
        score += 0.1
    return round(min(score, 1.0), 2)
