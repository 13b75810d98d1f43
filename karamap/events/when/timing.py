"""When an event happened: the date its own clause gives, never a guess."""

from __future__ import annotations

import re
from datetime import date, timedelta

from karamap.events.findings import HARMFUL, Finding
from karamap.events.phrases import has_verb
from karamap.events.sentences import RESTRICTING, Clause, Sentence
from karamap.events.when.dated_nouns import dates_a_noun
from karamap.events.when.elapsed import count_back
from karamap.events.when.lasting import clip, find_length, open_since, since_clause
from karamap.model import DateMention, DateSpan, EventType, Stance

__all__ = ["find_date", "find_day_of_saying"]

_HOUR = re.compile(
    r"\b(?:at|around|about|by|before|after|from|until|up\sto)\s(?:about\s|around\s)?(?:\d{1,2}(?:[:.]\d\d)?\s?[ap]\.?m\b\.?|"
    r"\d{1,2}[:.]\d\d\b|dawn\b|noon\b|midday\b|midnight\b|dusk\b|daybreak\b|nightfall\b)|"
    r"\bby\s(?:late\s)?(?:morning|afternoon|evening|lunchtime)\b|\b(?:around|about)\sthe\ssame\s(?:time|hour)\b|"
    r"\b(?:moments|shortly)\s(?:later|earlier|afterwards?)\b|"
    r"\b(?:\w+\s)?(?:hours|minutes)\s(?:later|earlier)\b|\bwithin\s(?:\w+\s)?(?:hours|minutes|an?\shour)\b|"
    r"\b(?:late\s|early\s)?in\sthe\s(?:early\s|late\s)?(?:morning|afternoon|evening|early\shours|small\shours)\b",
    re.IGNORECASE,
)
_TOLL = re.compile(r"\b(?:killed|wounded|injured|died|dead|hurt|hit|destroyed|damaged)\b")
_THAT = re.compile(r"(?<!\bsaid)(?<!\bso)\s(?:that|than\swhat|than)\s")
_AND_DID = re.compile(
    r"\sand\s(?:then\s|also\s|later\s)?(?:\w+ly\s)?(?:(?:[a-z]+ed|took|sent|held|began|put|set|left|gave|made)\s"
    r"(?:\w+\s){0,2})?$"
)
_AND_ANOTHER = re.compile(
    r"\sand\s(?:[A-ZÀ-Ý]|the\s|its\s|an?\s)(?:[\w’'-]+\s){0,5}?(?:has|have|had|is|are|was|were|will|said|[a-z]{3,}ed)\b"
)  # a new subject begins
# "has been rebuilt and is to be finished by": the date is that of what is to come
_TO_COME = re.compile(
    r"\b(?:and|but|that|which|who)\s(?:\w+\s){0,3}?(?:will|would|shall|"
    r"(?:is|are|was|were)\s(?:\w+ly\s)?(?:due\s|expected\s|scheduled\s|planned\s|set\s)?to)\s",
    re.IGNORECASE,
)
# "were freed on Monday following a telephone call": another time
_APART = re.compile(
    rf"{_AND_ANOTHER.pattern}|(?<!hours\s)(?<!minutes\s)\b(?:following|after|before|ahead\sof)\s(?:an?|the)\s"
)
_DEADLINE = re.compile(r"\b(?:through|until|till)\s$", re.IGNORECASE)
_PERFECT = re.compile(r"\b(?:has|have|had)\b")
_DOING = re.compile(r",?\swhile\s\w+ing\b", re.IGNORECASE)
# "the assault, which began on": the clause tells of the event itself
_BEGAN = re.compile(
    r",?\s?which\s(?:had\s|has\s|have\s)?(?:\w+ly\s)?(?:began|begun|started|broke\sout|erupted|flared|occurred|"
    r"happened|took\splace|came|followed|lasted)\b",
    re.IGNORECASE,
)
_IN_FORCE = re.compile(
    r",?\s?which\s(?:had\s|has\s|was\sto\s|is\sto\s|will\s|would\s|should\s)?(?:\w+ly\s)?(?:took?|taken?|takes|came?|comes|"
    r"entere?d?|enters|went|go|goes|begins?|began|start(?:s|ed)?|was\s(?:agreed|signed|reached|announced|concluded))\b"
)
# "taken after two days of fighting": the days are those of the fighting
_DAYS_OF = re.compile(r"\s(?:and\snights?\s)?of\s[a-z]")
_IN_THE_DAY = re.compile(
    r"\b(?:during|throughout|in\sthe\scourse\sof|over)\sthe\s(?:past\s|last\s)?(?:day|night)\b",
    re.IGNORECASE,
)
_LEAD_CHARS = 40
_SPOKEN = {EventType.STATEMENT, EventType.TALKS, EventType.AGREEMENT}
_RECENT = timedelta(45)  # what was said longer ago is told with its date right at the verb
_LONG = 5  # UCDP date_prec of more than a month


def find_date(
    sentence: Sentence,
    finding: Finding,
    others: list[Finding],
    published: date | None,
    before: DateSpan | None = None,
) -> tuple[DateSpan | None, str]:
    """Return the interval of `finding` and why, or None where its sentence dates it not.

    Parameters
    ----------
    sentence
        The sentence that tells it.
    finding
        The event.
    others
        The sentence's other events: a date may be theirs.
    published
        The day of the report, to which "since Monday" reaches.
    before
        When the event told just before was: "at 10 am" and "hours later" mean the same day.
    """
    best: tuple[float, DateMention] | None = None
    for mention in sentence.dates:
        if mention.span is None:
            continue
        score = _score(sentence, finding, others, mention, published)
        if score is not None and (best is None or score > best[0]):
            best = (score, mention)
    if best is None or best[1].span is None:
        since = since_clause(sentence, finding, published)
        if since is not None:
            return since, "since the day its clause tells"
        counted = count_back(sentence, finding, before, published)
        return counted or _at_an_hour(sentence, finding, published, before)
    mention = best[1]
    opens = _opens_clause(finding, mention.end - sentence.start)  # "since Monday, when …"
    span = mention.span if opens else open_since(sentence, finding, mention, published)
    span = clip(span, finding, published)
    return span, f"dated by “{mention.text}”"


def _at_an_hour(
    sentence: Sentence, finding: Finding, published: date | None, before: DateSpan | None
) -> tuple[DateSpan | None, str]:
    """Date an event of which only the hour, or how long it has gone on, is told."""
    clause = sentence.text[max(finding.clause.start, sentence.body) : finding.clause.end]
    lasted = find_length(clause, published)
    if lasted is not None:
        return lasted
    if _IN_THE_DAY.search(clause) or _IN_THE_DAY.match(sentence.text, sentence.body):
        told_on = find_day_of_saying(sentence, finding) or before
        if told_on is None and published is not None:
            told_on = DateSpan(published, published, 1)
        return told_on, "within the day of the saying"
    told = _HOUR.search(clause) or _HOUR.match(sentence.text, sentence.body)
    dated = any(
        d.span
        for d in sentence.dates
        if sentence.clause_at(d.start - sentence.start) == finding.clause
    )
    if told is None or before is None or dated or finding.type is EventType.STATEMENT:
        return None, "no date is told"
    return before, f"“{told[0]}” of the day told before"


def find_day_of_saying(sentence: Sentence, finding: Finding) -> DateSpan | None:
    """Return the day on which the words that tell `finding` were said, where one is given.

    It bounds when the event was; it does not date it.
    """
    frame = finding.frame
    if frame is None or finding.type is EventType.STATEMENT:
        return None
    spans = [
        m.span
        for m in sentence.dates
        if _is_saying_date(sentence, finding, m.start - sentence.start, m.end - sentence.start)
    ]
    return next((s for s in spans if s is not None and s.precision == 1), None)


def _opens_clause(finding: Finding, end: int) -> bool:
    """Whether a date that ends at `end` is what the finding's clause tells of ("…, when")."""
    return finding.clause.intro == "when" and 0 <= finding.clause.start - end <= 1


def _is_ahead(finding: Finding, mention: DateMention, published: date | None) -> bool:
    """Whether a date lies ahead, as that of what is planned does."""
    start = mention.span.start if mention.span else None
    planned = finding.stance is Stance.PLANNED and published is not None
    return planned and start is not None and published is not None and start > published


def _score(
    sentence: Sentence,
    finding: Finding,
    others: list[Finding],
    mention: DateMention,
    published: date | None,
) -> float | None:
    """Return how well a date fits `finding`; None where it dates something else."""
    start, end = mention.start - sentence.start, mention.end - sentence.start
    aside = start < sentence.body or sentence.in_citation(start)
    before = finding.end <= start and sentence.text.endswith("after ", 0, start)
    aside = aside or (before and bool(_DAYS_OF.match(sentence.text, end)))
    if aside or dates_a_noun(sentence.text, finding, start, end):
        return None
    attached = _is_saying_date(sentence, finding, start, end)
    if attached and finding.type is not EventType.STATEMENT:
        return None
    home = sentence.clause_at(start)
    content = not attached and _is_content(sentence, finding, mention, published)
    if content or _is_anothers(sentence, finding, others, (start, end)):
        return None
    far = min(abs(start - finding.start), 300) / 600
    score = 1.0 - far + 0.3 * attached - _rival(sentence, finding, others, (start, end))
    score += 0.5 * _is_ahead(finding, mention, published)
    if home == finding.clause or _leads(sentence, finding, start) or _opens_clause(finding, end):
        return score
    if _tells_of_it(sentence, finding, home):
        return score - 0.3
    return score - 0.3 if _borrows(sentence, finding, home, others) else None


def _borrows(sentence: Sentence, finding: Finding, home: Clause, others: list[Finding]) -> bool:
    """Whether `finding` takes the date of another clause, `home`."""
    own = finding.clause.intro
    if own == "while" and _DOING.match(sentence.text, finding.clause.start):
        own = ""  # "were killed on Monday while repelling an attack"
    if own == "as" and finding.type in HARMFUL:
        own = ""  # "three were killed on Monday as troops shelled the village"
    if own == "after" and finding.type in HARMFUL and _tells_of_harm(sentence, home, others):
        own = ""  # "three were killed on Monday after mortar rounds landed"
    if home.intro == "since" and not _PERFECT.search(
        sentence.text, finding.clause.start, finding.clause.end
    ):
        return False  # "it came hours after the worst fighting since a war ended in May"
    free = not any(o.clause == home for o in others)
    return (free and _may_borrow(home.intro, own)) or _is_one_fight(finding, home, others)


def _tells_of_harm(sentence: Sentence, home: Clause, others: list[Finding]) -> bool:
    """Whether a clause tells what an attack cost, or of another attack."""
    hurt = home.intro == "" and _TOLL.search(sentence.text, home.start, home.end)
    return bool(hurt) or any(o.clause == home and o.type in HARMFUL for o in others)


def _is_one_fight(finding: Finding, home: Clause, others: list[Finding]) -> bool:
    """Whether a "where" clause tells more of it ("a clash broke out at X, where guns shelled")."""
    fought = finding.clause.intro == "where" and finding.type in HARMFUL
    return fought and any(o.clause == home and o.type in HARMFUL for o in others)


def _tells_of_it(sentence: Sentence, finding: Finding, clause: Clause) -> bool:
    """Whether a relative clause right after the event tells when it began or what it cost."""
    if finding.type is EventType.AGREEMENT and clause.intro == "which":
        return clause.start >= finding.end and bool(_IN_FORCE.match(sentence.text, clause.start))
    if not 0 <= clause.start - finding.end < _LEAD_CHARS:
        return False
    if clause.intro == "which":
        return bool(_BEGAN.match(sentence.text, clause.start))
    toll = clause.intro == "where" and finding.type in HARMFUL  # "shelled X, where three died on"
    return toll and bool(_TOLL.search(sentence.text, clause.start, clause.end))


def _is_anothers(
    sentence: Sentence, finding: Finding, others: list[Finding], at: tuple[int, int]
) -> bool:
    """Whether the date at `at` belongs to another event, to a noun's clause or to a deadline."""
    start, end = at
    near = [o for o in others if o.clause == sentence.clause_at(start)]
    after = [
        o for o in near if finding.start < o.start < start and not _is_done_by(finding, o, sentence)
    ]
    if any(not _is_joined(sentence, finding, o) for o in after):
        return True
    before = any(o.start < start < finding.start for o in near)
    opened = _opens_clause(finding, end)
    apart = _AND_ANOTHER if finding.type is EventType.STATEMENT else _APART
    if before and not opened and apart.search(sentence.text, end, finding.start):
        return True
    deadline = _DEADLINE.search(sentence.text, max(0, start - 8), start)
    if deadline and finding.stance is not Stance.PLANNED and not opened:
        return True
    told = finding.stance in {Stance.ASSERTED, Stance.CLAIMED} and finding.type not in _SPOKEN
    if told and _TO_COME.search(sentence.text, finding.end, start):
        return True
    return _is_relative(sentence, finding, start)


def _is_done_by(finding: Finding, other: Finding, sentence: Sentence) -> bool:
    """Whether an attack is the subject of what it did ("a missile strike levelled a row")."""
    between = sentence.text[finding.end : other.start]
    return finding.type in HARMFUL and other.type in HARMFUL and len(between) < 2


def _rival(
    sentence: Sentence, finding: Finding, others: list[Finding], at: tuple[int, int]
) -> float:
    """Return how much a date gives way to another one of the sentence that fits as well."""
    frame = finding.frame
    before_deadline = sentence.text.endswith(" by ", 0, at[0]) and finding.end <= at[0]
    saying = frame is not None and at[1] <= frame.subject_start and frame.end <= finding.start
    taken = any(o.start < at[0] < finding.start and o.clause == finding.clause for o in others)
    due = finding.stance is not Stance.PLANNED and before_deadline
    return 0.5 if (saying and finding.type is not EventType.STATEMENT) or taken or due else 0.0


def _is_joined(sentence: Sentence, finding: Finding, other: Finding) -> bool:
    """Whether two verbs of one subject share what follows ("imposed … and ordered … on")."""
    between = sentence.text[finding.end : other.start]
    return finding.speaker == other.speaker and bool(_AND_DID.search(between))


def _is_relative(sentence: Sentence, finding: Finding, start: int) -> bool:
    """Whether a date stands in a "that" clause which tells of a noun after the trigger."""
    if finding.type is EventType.AGREEMENT:
        return False
    spoken = {f_end for f in (finding.frame,) if f is not None for f_end in (f.end,)}
    for that in _THAT.finditer(sentence.text, finding.end, start):
        if RESTRICTING.match(sentence.text, that.start(), start):
            continue
        if that.start() not in spoken and has_verb(sentence.text[that.end() : start]):
            return True
    return False


def _is_content(
    sentence: Sentence, finding: Finding, mention: DateMention, published: date | None
) -> bool:
    """Whether a date belongs to what is demanded or threatened, not to the saying."""
    if finding.type is not EventType.STATEMENT:
        return False
    start = mention.start - sentence.start
    span = mention.span
    long = span is not None and span.precision >= _LONG
    # "urged them to abide by the principles endorsed in December 1996"
    past = span.end if span and published else None
    long = long or (past is not None and published is not None and past < published - _RECENT)
    # "to keep the promises they gave on October 27": what is asked for has a clause of its own
    long = long or has_verb(sentence.text[finding.end : start])
    return start > finding.end and (long or " that " in sentence.text[finding.end : start])


def _leads(sentence: Sentence, finding: Finding, start: int) -> bool:
    """Whether a date opens the sentence and so dates its main clauses."""
    home = sentence.clause_at(start)
    bare = home.intro == "since" and home.end - start < _LEAD_CHARS  # "Since Monday, …"
    early = start - sentence.body < _LEAD_CHARS and (bare or not home.intro)
    where = finding.clause.intro == "where" and home.end <= finding.clause.start
    return early and (where or finding.clause.intro in {"", "and", "with", "resume"})


def _may_borrow(home: str, own: str) -> bool:
    """Whether a clause opened by `own` takes the date of a clause opened by `home`."""
    if home in {"while", "but", "who", "which", "where", "after", "because", "if", "until"}:
        return False
    return own not in {
        "while", "but", "as", "since", "after", "before", "who", "where", "because", "until",
    }  # fmt: skip


def _is_saying_date(sentence: Sentence, finding: Finding, start: int, end: int) -> bool:
    """Whether a date stands by the verb of saying ("said on Sunday that …")."""
    frame = finding.frame
    if frame is None:
        return False
    if frame.tail[0] <= start < max(frame.tail[1], frame.end):
        return True
    between = sentence.text[frame.end : start]
    if start >= frame.end and re.match(r"^\s?(?:(?:on|late|early|in|earlier|at)\s){0,2}$", between):
        # the date stands right after the verb: before "that" or a new subject it dates the saying
        return True
    if (
        start >= frame.end
        and not has_verb(between)
        and " that " in sentence.text[end : finding.start]
    ):
        return True  # "told the nation in a speech on Monday that"
    if sentence.clause_at(start).intro in {"who", "which", "where"}:
        return False  # "the envoys, who came this week, called"
    return frame.subject_end <= start and end <= frame.start
