"""The events of a document: sentence by sentence, each told once."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from karamap.events.coding import code_sentence
from karamap.events.details import (
    find_actors,
    find_casualties,
    find_targets,
    find_weapons,
    last_state,
)
from karamap.events.findings import Finding
from karamap.events.lexicon import count_conflict_words
from karamap.events.phrases import is_name, main_subject
from karamap.events.placing import Placing, find_places, last_areas, last_town
from karamap.events.sentences import Sentence, read_sentences
from karamap.events.speakers import Frame, Memory, find_frames, resolve_frames
from karamap.events.timing import find_date
from karamap.model import (
    DateMention,
    Document,
    Event,
    EventType,
    Stance,
    Toponym,
    stable_id,
)

__all__ = ["find_events"]

_AIRCRAFT = re.compile(
    r"\b(?:shot|shooting|down\w*|plane|jet|aircraft|drone|helicopter)", re.IGNORECASE
)
# a document tells several of these, so that lack of contrary facts does not make them one
_NEEDS_ANCHOR = {
    EventType.ARMS, EventType.INFRASTRUCTURE, EventType.POLITICAL, EventType.OTHER,
    EventType.TROOP_MOVEMENT, EventType.PROTEST, EventType.TERRITORIAL_CHANGE, EventType.BLOCKADE,
}  # fmt: skip
_VIOLENT = {
    EventType.BATTLE, EventType.SHELLING, EventType.AIR_STRIKE, EventType.OTHER,
    EventType.CEASEFIRE_VIOLATION,
}  # fmt: skip
_RESULT = re.compile(
    r"[\s“\"]*(?:as\sa\s(?:result|consequence)\b|(?:the|this|that)\s(?:attack|strike|shelling|blast|"
    r"explosion|bombardment)\s(?:also\s)?(?:killed|wounded|injured|left|claimed))",
    re.IGNORECASE,
)
_FIGURE = re.compile(r"\b(?:figures?|toll|losses|number|casualt\w+)\b", re.IGNORECASE)
_SELDOM_DENIED = {EventType.AGREEMENT, EventType.TALKS, EventType.POLITICAL}
_SHORT, _LONG = 400, 1500  # characters
_FEW = 2  # different words of armed conflict
_SPOT = 3  # UCDP where_prec: a place or a district
_WEAK = 0.55
_STRONG = 0.75


@dataclass(frozen=True, slots=True)
class _Context:
    """What the text before a sentence lends it."""

    area: Toponym | None  # what "the enclave" stands for
    town: Toponym | None  # what "the town" stands for
    state: str  # whose "the ministry" is


@dataclass(frozen=True, slots=True)
class _Draft:
    """A finding with the sentence it stands in."""

    sentence: Sentence
    finding: Finding
    event: Event


def find_events(
    document: Document, toponyms: list[Toponym], dates: list[DateMention]
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

    Returns
    -------
    list of Event
        In the order of the text; none where the text is not about a conflict. A thing told twice
        is given once, at its fullest sentence.
    """
    if not _is_about_conflict(document.text):
        return []
    sentences = read_sentences(document, toponyms, dates)
    areas = last_areas(sentences)
    drafts: list[_Draft] = []
    state = ""
    for sentence, findings in _read_all(sentences):
        town = last_town(sentences, sentence.index)
        context = _Context(areas[sentence.index], town, state)
        state = last_state(sentence.text, state)
        for finding in findings:
            others = [f for f in findings if f is not finding]
            resolved = _resolve_reference(finding, others, drafts)
            if resolved is not None and _adds_toll(sentence, resolved, drafts):
                drafts[-1] = _with_toll(drafts[-1], sentence)
            elif resolved is not None:
                draft = _draft(document, sentence, resolved, others, context)
                if resolved.strength == "strong" or _is_statement(resolved) or _is_placed(draft):
                    drafts.append(draft)
    return [d.event for d in _tell_once(drafts)]


def _adds_toll(sentence: Sentence, finding: Finding, drafts: list[_Draft]) -> bool:
    """Whether a sentence only tells what the attack told before it cost ("As a result, …")."""
    if finding.type is not EventType.HUMANITARIAN or not drafts:
        return False
    attack = drafts[-1]
    follows = attack.sentence.index in {sentence.index, sentence.index - 1}
    ours = attack.finding.speaker == finding.speaker and attack.finding.stance is finding.stance
    violent = attack.event.type in _VIOLENT and not attack.event.casualties
    return bool(follows and ours and violent and _RESULT.match(sentence.text))


def _with_toll(draft: _Draft, sentence: Sentence) -> _Draft:
    """Return `draft` with the casualties that `sentence` tells."""
    event = replace(draft.event, casualties=find_casualties(sentence.text))
    return replace(draft, event=event)


def _is_about_conflict(text: str) -> bool:
    """Whether a text is worth coding; what is too short to tell is given the benefit."""
    if len(text) < _SHORT:
        return True
    return count_conflict_words(text) >= (_FEW if len(text) < _LONG else _FEW + 1)


def _read_all(sentences: list[Sentence]) -> list[tuple[Sentence, list[Finding]]]:
    """Read the sentences in order, with the memory of who spoke; headlines give nothing."""
    memory = Memory()
    out: list[tuple[Sentence, list[Finding]]] = []
    framed: list[tuple[Sentence, list[Frame], str]] = []
    for sentence in sentences:
        if sentence.headline:
            continue
        frames = resolve_frames(find_frames(sentence), sentence, memory)
        if not frames and is_name(who := main_subject(sentence)):
            memory.people.append(who)  # "he" may be one who acted and did not speak
        framed.append((sentence, frames, memory.last))
    for i, (sentence, frames, last) in enumerate(framed):
        quoted = _quoted_by(sentence, frames, last, framed[i + 1 :])
        out.append((sentence, code_sentence(sentence, frames, quoted)))
    return out


def _quoted_by(
    sentence: Sentence,
    frames: list[Frame],
    last: str,
    following: list[tuple[Sentence, list[Frame], str]],
) -> str | None:
    """Return who speaks a sentence that lies wholly inside a quotation."""
    if sentence.quoted_by is None or frames:
        return None
    for after, after_frames, _ in following[:4]:
        if after.start > sentence.quoted_by.end:
            break
        if after_frames and after.end > sentence.quoted_by.end:
            return after_frames[0].speaker
    return last or None


def _resolve_reference(
    finding: Finding, others: list[Finding], drafts: list[_Draft]
) -> Finding | None:
    """Give a denial that only refers to a claim the type of that claim."""
    if finding.stance is Stance.DENIED and finding.type is EventType.HUMANITARIAN:
        accused = [d for d in drafts[-5:] if d.event.type in _VIOLENT and _is_rival(d, finding)]
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


def _is_rival(draft: _Draft, finding: Finding) -> bool:
    claimed = draft.finding.stance is Stance.CLAIMED
    return claimed and draft.finding.speaker != finding.speaker


def _draft(
    document: Document,
    sentence: Sentence,
    finding: Finding,
    others: list[Finding],
    context: _Context,
) -> _Draft:
    """Look up the place, date and people of `finding`."""
    here = next((o for o in others if finding.refers and o.type is finding.type), None)
    rest = [o for o in others if o is not here]
    placing = find_places(sentence, here or finding, rest, context.area, context.town)
    if finding.refers and here is None:
        placing = Placing((), None, None, "refers to the claim before")
    span, when = find_date(sentence, finding, others, document.published)
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
        trigger=finding.trigger,
        date=span,
        places=placing.places,
        where_precision=placing.precision,
        radius_km=placing.radius_km,
        actors=find_actors(sentence, finding, context.state),
        targets=find_targets(sentence, finding, context.state),
        stance=finding.stance,
        claimed_by=_clean(finding.speaker),
        denied_by=_clean(finding.speaker) if finding.stance is Stance.DENIED else None,
        casualties=tolls,
        evidence=evidence,
        confidence=confidence,
        reason="; ".join([finding.reason, _said(finding), placing.reason, when]),
        weapons=find_weapons(finding.type, evidence),
    )  # fmt: skip
    return _Draft(sentence, finding, event)


def _is_placed(draft: _Draft) -> bool:
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
    return re.sub(r"^(?:the|a|an)\s", "", speaker.strip(" ,"), flags=re.IGNORECASE) or None


def _confidence(finding: Finding, placing: Placing) -> float:
    """Return how sure the reading is, 0 to 1; a weak trigger or a referring denial lowers it."""
    score = _STRONG if finding.strength == "strong" else _WEAK
    if finding.refers:
        score -= 0.1
    if placing.places:
        score += 0.1
    return round(min(score, 1.0), 2)


def _tell_once(drafts: list[_Draft]) -> list[_Draft]:
    """Drop what an earlier or fuller sentence of the document tells as well."""
    kept: list[_Draft] = []
    for draft in drafts:
        twin = next((i for i, k in enumerate(kept) if _is_twin(k, draft)), None)
        if twin is None:
            kept.append(draft)
        elif _fullness(draft.event) > _fullness(kept[twin].event):
            kept[twin] = draft
    return sorted(kept, key=lambda d: (d.event.start, d.finding.start, d.event.type.value))


def _is_twin(one: _Draft, other: _Draft) -> bool:
    """Whether two drafts tell the same thing; an answer to a claim stands for itself."""
    return one.finding.refers == other.finding.refers and _same(one.event, other.event)


def _fullness(event: Event) -> int:
    return (
        2 * bool(event.places) + 3 * bool(event.date) + bool(event.casualties)
        + bool(event.actors) + bool(event.targets) + 3 * (event.confidence >= _STRONG - 0.1)
    )  # fmt: skip


def _same(a: Event, b: Event) -> bool:
    """Whether two events of one document tell the same thing."""
    if a.type is not b.type or a.stance is not b.stance or not _agree(a.claimed_by, b.claimed_by):
        return False
    if a.type is EventType.STATEMENT:
        return True
    apart = a.start == b.start or not _overlap(a, b) or _places_differ(a, b) or _actors_differ(a, b)
    return not apart and _same_kind(a, b)


def _same_kind(a: Event, b: Event) -> bool:
    """Whether nothing particular to their type tells two like events apart."""
    if a.type in _NEEDS_ANCHOR:
        return _share_anchor(a, b)
    if a.type in {EventType.TALKS, EventType.AGREEMENT}:
        return bool(set(a.actors) & set(b.actors)) or not (a.actors and b.actors)
    if a.type is EventType.BATTLE:
        return bool(_AIRCRAFT.search(a.trigger)) == bool(_AIRCRAFT.search(b.trigger))
    if a.type is EventType.HUMANITARIAN and a.casualties and b.casualties:
        return {(c.kind, c.best) for c in a.casualties} == {(c.kind, c.best) for c in b.casualties}
    return True


def _places_differ(a: Event, b: Event) -> bool:
    return bool(a.places and b.places) and not {t.place for t in a.places} & {
        t.place for t in b.places
    }


def _actors_differ(a: Event, b: Event) -> bool:
    """Whether two claims name different actors; in the outlet's voice actors vary too much."""
    ours, theirs = set(a.actors) - {"both sides"}, set(b.actors) - {"both sides"}
    return a.stance is not Stance.ASSERTED and bool(ours and theirs) and not ours & theirs


def _share_anchor(a: Event, b: Event) -> bool:
    """Whether a date or a place ties two events of a document, not just their type."""
    dated = a.date is not None and a.date == b.date
    placed = {p.place for p in a.places} & {p.place for p in b.places}
    return dated or bool(placed)


def _agree(one: str | None, other: str | None) -> bool:
    if one is None or other is None:
        return one == other
    return bool(set(_words(one)) & set(_words(other)))


def _words(text: str) -> list[str]:
    skip = {"the", "and", "ministry", "president", "prime", "minister", "foreign", "defence",
            "defense"}  # fmt: skip
    return [w for w in re.findall(r"[^\W\d_]{3,}", text.lower()) if w not in skip]


def _overlap(a: Event, b: Event) -> bool:
    if a.date is None or b.date is None:
        return True
    starts = [d for d in (a.date.start, b.date.start) if d is not None]
    ends = [d for d in (a.date.end, b.date.end) if d is not None]
    return not starts or not ends or max(starts) <= min(ends)
