"""Place names that tell of a speaker, an owner or a topic, not of where an event happened."""

from __future__ import annotations

import re

from karamap.events.findings import Finding
from karamap.events.sentences import Sentence
from karamap.events.where.endings import Ending
from karamap.events.where.saying import (
    is_aside,
    is_heard,
    is_hosting,
    is_of_speaker,
    is_passing,
    is_scene,
)
from karamap.events.where.seats import is_seat, is_seat_of_body
from karamap.model import EventType, FeatureClass, Toponym

__all__ = [
    "MEETINGS",
    "is_by_phone",
    "is_elsewhere",
    "is_origin",
    "is_owner",
    "is_spokesmans",
    "is_wide",
]

T = EventType
MEETINGS = frozenset({T.TALKS, T.STATEMENT, T.AGREEMENT, T.POLITICAL, T.PROTEST})
_FIRED = {T.SHELLING, T.BATTLE, T.AIR_STRIKE, T.CEASEFIRE_VIOLATION}
# in "the conflict in X" the place belongs to the conflict, not to what is told about it
_TOPIC = Ending(
    "in around over on near within inside across along about regarding concerning",
    r"\b(?:(?:conflict|situation|war|crisis|ceasefire|cease-fire|truce|settlement|peace|tension\w*|problem|issue|"
    r"question|hostilities|fighting|violence|clashes|dispute|events|stability|operations?|forces|people|population|"
    r"communities|regime|separatists|rebels)\s(?:in|around|over|on|near|within|inside|across|along)|"
    r"(?:dialogue|talks|negotiations?|discussions?|statements?|resolutions?|declarations?|agreements?|accords?|deals?|"
    r"consultations|reports?|plans?|proposals?|concessions?|policy|polic(?:y|ies)|views?|stance|line|summit|"
    r"meeting|decision|compromise)\s(?:on|over|about|regarding|concerning))\s(?:and\saround\s)?(?:the\s)?$",
    re.IGNORECASE,
)
# a body named by its place; a protest in front of it, or a visit to it, happens there
_BODY_IN = Ending(
    "in around on near within inside across",
    r"\b(?:officials?|leaders?|authorities|government|leadership|ambassador|embassy|consulate|office|parliament)\s"
    r"(?:in|around|on|near|within|inside|across)\s(?:the\s)?$",
    re.IGNORECASE,
)
_OFFICIAL = Ending(
    "in of to from at",
    r"\b(?:officials?|leaders?|authorities|government|leadership|ministry|ambassador|embassy|people|population|"
    r"communities|regime|separatists|based|born|hospital|from|president|media|television|TV|newspapers?|agency|channel|"
    r"correspondents?|reporters?|analysts?|diplomats?|sources?|spokes\w+|envoys?|activists|command|headquarters)\s"
    r"(?:in|of|to|from|at)\s(?:the\s)?$",
    re.IGNORECASE,
)
_SPOKESMEN = Ending(
    "in",
    r"\b(?:ministry|governments?|authorities|officials?|leaders?|leadership|spokes\w+|embassy|diplomats?|sources?|"
    r"television|TV|agency|newspapers?|command|headquarters|office|parliament|council|rebels|separatists|activists|"
    r"analysts?|experts?|observers?|service|party|prosecutors?|lawmakers)\sin\s$",
    re.IGNORECASE,
)
_BUILDING = re.compile(r"hospital|embassy|headquarters|command\spost", re.IGNORECASE)
_INHABITANTS = re.compile(r"population|people|communities|hospital", re.IGNORECASE)
_FOUGHT_OVER = re.compile(
    r"\b(?:conflict|war|wars|dispute|row|stand-?off|tensions?|crisis)\sover\s(?:the\s)?(?:[\w-]+\s){0,3}?(?:of\s)?$",
    re.IGNORECASE,
)
_AIMED = Ending(
    "on",
    r"\b(?:blame|pressure|sanctions|depend\w*|call\w*|attention|position|impose\w*|influence)\s"
    r"(?:\w+\s)?on\s(?:the\s)?$",
    re.IGNORECASE,
)
_FAR = Ending(
    "of from",
    r"(?:\bhundreds?(?:\sof)?|\b[1-9]\d{2,})\s(?:kilomet\w+|km|miles)\s(?:[\w-]+\s)?(?:of|from)\s(?:the\s)?$",
)
# the enclave's own forces agree to what holds in the enclave
_PARTIES = re.compile(
    r"\b(?:forces|separatists|rebels|authorities|leaders|leadership|fighters|troops)\s(?:in|of)\s(?:the\s)?(?:breakaway\sregion\sof\s)?$"
)
_CONNECTED = Ending(
    "in over around",
    r"\b(?:connection\swith|related\sto|linked\sto|because\sof)\s(?:the\s)?(?:\w+\s)?(?:conflict|war|events|fighting)\s"
    r"(?:in|over|around)\s(?:the\s)?$",
    re.IGNORECASE,
)
# "the territory, which lies within X": what holds the place is not the place
# "sent by the government in X", "threats voiced in X"
_SENDER = Ending(
    "in of",
    r"\bby\s(?:the\s)?(?:\w+\s)?(?:government|authorities|leadership|regime)\s(?:in|of)\s$|\b(?:voiced|expressed)\sin\s$",
)
_UNION = Ending("in", r"\b[Cc]o-?operation\sin\s$")
_LIES = Ending(
    "within inside of",
    r"\b(?:lies|lying|located|situated|is|recogni[sz]ed\sas\s(?:a\s)?part)\s(?:deep\s|entirely\s)?(?:within|inside|of)\s$",
    re.IGNORECASE,
)
_AID = Ending("to", r"\b(?:aid|support|sales?|help|assistance|supplies|loans?)\sto\s(?:the\s)?$")
_CALLED = Ending(
    "in from at",
    r"(?:,\s(?:reached|contacted|interviewed)|\b(?:reached|contacted|spoke|said|speaking))\s(?:by\s(?:tele)?phone\s)(?:in|from)\s$|"
    r",\s(?:reached|contacted|interviewed)\s(?:in|at)\s$",
)
# those who meet about a deed do not meet at its place
_DEED = Ending(
    "on against",
    r"\b(?:strikes?|attacks?|raids?|assaults?|offensive|shelling|bombardment|fire|advance)\s(?:on|against)\s(?:the\s)?$",
    re.IGNORECASE,
)
# "a summit that came on the heels of talks in X": an earlier meeting's place
_EARLIER = re.compile(
    r"\b(?:on\sthe\sheels\sof|in\sthe\swake\sof|ahead\sof|following|after|before|since|prior\sto)\s[^,;]{0,80}?"
    r"\b(?:talks|negotiations|meetings?|summit|consultations|round|visit)\b[^,;]{0,40}?\s(?:in|near|at|outside)\s$",
    re.IGNORECASE,
)
_PURPOSE = re.compile(
    r"\b(?:protesting|demanding|demand|against|over|support(?:ing)?|calling|denouncing|condemning)\b",
    re.IGNORECASE,
)
_BY_PHONE = re.compile(
    r"\b(?:by|over\sthe|on\sthe)\s(?:tele)?phone\b|\b(?:tele)?phone\s(?:call|conversation|talk)s?\b|"
    r"\bvideo\s?(?:-?conference|link|call)\b|\btelephoned\b|\bphoned\b",
    re.IGNORECASE,
)
# "from posts near X" says where the fire came from, not where it fell
_ORIGIN = re.compile(
    r"(?<!meters\s)(?<!metres\s)(?<!miles\s)(?<!km\s)(?<!away\s)(?<!yards\s)\bfrom\s(?:(?!(?:on|at|to|towards?|against|landed|fell|hit|struck|exploded|fired)\s)[\w-]+\s){0,5}?(?:in|near|at|of|around|inside|outside|opposite)\s"
    r"(?:the\s)?(?:\w+\s(?:of\s)?)?$",
    re.IGNORECASE,
)
# "a truce agreed in X broke down": the place belongs to the truce
_AGREED = Ending(
    "in at",
    r"\b(?:agreed|brokered|signed|reached|mediated|negotiated)\s(?:[\w-]+\s)?(?:in|at)\s$",
    re.IGNORECASE,
)
# a press agency, a treaty or a process that bears a place's name
_NAMED_AFTER = re.compile(
    r"(?<=Minsk)\s(?:[Cc]onference|[Tt]alks)|\s(?:(?:[Nn]ews\s)?[Aa]gency|[Nn]ews\b|[Tt]elevision|TV\b|[Rr]adio\b|[Nn]ewspaper|[Dd]aily\b|correspondent|"
    r"bureau|University|Times\b|Post\b|[Gg]roup\b|[Pp]rocess\b|[Pp]rinciples|[Cc]onvention|(?:[\w-]+\s){0,2}(?:[Pp]act|[Tt]reaty)\b)"
)
_NAMED_MATTER = re.compile(
    r"\s(?:conflict|issue|question|problem|dispute|crisis|war|settlement|peace\s(?:process|talks)|region[’']s\sstatus)\b"
)
_OWN_BODY = re.compile(
    r"[’']s\s(?:[a-z]+\s)?(?:parliament|assembly|soviet|council|legislature|government|lawmakers)\b"
)
_NAMED_DEED = re.compile(
    r"\s(?:[Pp]rotocol|[Aa]ccords?|[Aa]greements?|[Dd]eclaration|truce|ceasefire)\b"
)
_AIMS = (_AIMED, _FAR, _CONNECTED, _LIES, _UNION, _SENDER)
_POSSESSIVE = re.compile(
    r"(?:’s|'s|`s|’|')\s(?!(?:(?:[\w-]+\s){0,2}(?:square|street|avenue|hospital|cathedral|church|theatre|market|stadium|hotel|palace|university|hall|castle|park|power\sstation|power\splant|station|port|school|\w+\s[Hh]otel)|"
    r"capital|outskirts|airport|centre|center|region|district|province|border|\w+\s"
    r"(?:region|district|province|border))\b)",
    re.IGNORECASE,
)


def is_elsewhere(sentence: Sentence, finding: Finding, top: Toponym, start: int) -> bool:
    """Whether a toponym tells of a speaker, an owner or a topic, not of the event's place."""
    before = sentence.text[max(0, start - 110) : start]
    end = start + len(top.mention.text)
    named_after = finding.type is not T.AGREEMENT and _NAMED_DEED.match(sentence.text, end)
    named_after = named_after or (
        finding.type in MEETINGS and _NAMED_MATTER.match(sentence.text, end)
    )
    owned = is_owner(sentence.text, end) and not _is_own_body(sentence.text, end, finding, top)
    if named_after or owned or _is_aim(finding, before):
        return True
    broken = finding.type in _FIRED and _AGREED.search(before)
    if broken or is_origin(finding, before) or is_hosting(sentence, finding, start):
        return True
    if finding.type is T.STATEMENT:
        return _is_unsaid(sentence, finding, top, start)
    if is_wide(top) and _is_far(sentence, finding, start):
        return True
    return not _is_party(finding, top, before) and (
        is_aside(finding, start)
        or is_of_speaker(sentence, finding, start)
        or is_heard(sentence, finding, start)
        or _is_matter(sentence, finding, before, start, agreed=_may_host(finding, top))
    )


def _may_host(finding: Finding, top: Toponym) -> bool:
    """Whether a town of embassies is where a truce was agreed, and not where it holds."""
    enclave = top.place is not None and top.place.country == "AZ"
    return finding.type in {T.AGREEMENT, T.TALKS} and is_seat(top) and not enclave


def _is_far(sentence: Sentence, finding: Finding, start: int) -> bool:
    """Whether a country is named far from the event: by those who heard or who oppose it."""
    frame = finding.frame
    if frame is not None and start < frame.subject_start < finding.start:
        return True  # "investors in X worry after officials said …"
    against = finding.type is T.PROTEST and finding.end < start
    return against and bool(_PURPOSE.search(sentence.text, finding.end, start))


def _is_own_body(text: str, end: int, finding: Finding, top: Toponym) -> bool:
    """Whether the contested region's own body decides ("X's parliament elected …")."""
    region = top.place is not None and top.place.feature_class is FeatureClass.REGION
    return finding.type is T.POLITICAL and region and bool(_OWN_BODY.match(text, end))


def _is_party(finding: Finding, top: Toponym, before: str) -> bool:
    """Whether the contested region is where a party of an agreement stands and agrees."""
    region = top.place is not None and top.place.feature_class is FeatureClass.REGION
    return finding.type is T.AGREEMENT and region and bool(_PARTIES.search(before))


def is_wide(top: Toponym) -> bool:
    """Whether a toponym is a country or a continent."""
    wide = {FeatureClass.COUNTRY, FeatureClass.CONTINENT}
    return top.place is not None and top.place.feature_class in wide


def is_origin(finding: Finding, before: str) -> bool:
    """Whether the words before a name tell where fire came from."""
    return finding.type in _FIRED and bool(_ORIGIN.search(before))


def is_by_phone(sentence: Sentence, finding: Finding) -> bool:
    """Whether those who talk are not in one place."""
    near = sentence.text[max(0, finding.start - 40) : finding.end + 60].partition(" and ")
    told = near[0] if len(near[0]) > finding.end - max(0, finding.start - 40) else "".join(near)
    return finding.type is T.TALKS and bool(_BY_PHONE.search(told))


def is_owner(text: str, end: int) -> bool:
    """Whether what follows a name at `end` makes it somebody's ("X's army", "the X Group")."""
    side = text.startswith(" side", end)
    return side or bool(_POSSESSIVE.match(text, end) or _NAMED_AFTER.match(text, end))


def is_spokesmans(before: str) -> bool:
    """Whether the words before a name tell a ministry, a spokesman or a paper that sits there."""
    return bool(_SPOKESMEN.search(before))


def _is_aim(finding: Finding, before: str) -> bool:
    """Whether a name tells what a conflict, a demand or a meeting is about."""
    if finding.type is not T.STATEMENT and _CALLED.search(before):
        return True
    if "over" in before.lower() and _FOUGHT_OVER.search(before):
        return True
    if any(aim.search(before) for aim in _AIMS):
        return True
    return finding.type in MEETINGS and bool(_DEED.search(before) or _AID.search(before))


def _is_unsaid(sentence: Sentence, finding: Finding, top: Toponym, start: int) -> bool:
    """Whether a name among the words of the saying is not where it is said."""
    before = sentence.text[max(0, start - 110) : start]
    frame = finding.frame
    if is_passing(sentence, start):
        return True
    if frame is not None and start < frame.start and _SPOKESMEN.search(before):
        return True
    if frame is not None and frame.subject_start <= start < frame.subject_end:
        return bool(_SPOKESMEN.search(before))
    if not is_aside(finding, start):
        # what is spoken of: the contested region
        spoken = start > (frame.start if frame is not None else finding.start)
        topic = spoken and top.place is not None and top.place.feature_class is FeatureClass.REGION
        return not (topic or is_scene(finding, sentence, start)) or bool(_TOPIC.search(before))
    return bool(_TOPIC.search(before))


def _is_matter(
    sentence: Sentence, finding: Finding, before: str, start: int, *, agreed: bool
) -> bool:
    """Whether a name tells whose people act, or what they meet about."""
    if finding.type is T.POLITICAL and is_seat_of_body(before):
        return False
    if _is_peoples(finding, before, start):
        return True
    if finding.type is T.TALKS:
        told = sentence.text[finding.end : start]
        if finding.end < start and _EARLIER.search(told):
            return True
    if finding.type not in MEETINGS and finding.type is not T.ARMS:
        return False
    met = finding.type in {T.TALKS, T.PROTEST} and finding.start < start
    topic = not agreed and _TOPIC.search(before)
    return bool(topic or (not met and _BODY_IN.search(before)))


def _is_peoples(finding: Finding, before: str, start: int) -> bool:
    """Whether a name only tells whose leaders, envoys or people somebody is."""
    official = _OFFICIAL.search(before) if finding.type is not T.PROTEST else None
    if official is None:
        return False
    if finding.type is T.POLITICAL and official[0].lower().startswith("ambassador from"):
        return False  # "recalled its ambassador from X"
    if finding.type in _FIRED | {T.OTHER, T.INFRASTRUCTURE} and _BUILDING.match(official[0]):
        return False  # "the hospital in X was hit"
    if finding.type is T.HUMANITARIAN and _INHABITANTS.match(official[0]):
        return False  # "half the population of X was displaced"
    return not (finding.type is T.TALKS and finding.start < start)
