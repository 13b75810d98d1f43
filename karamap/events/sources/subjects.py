"""Who a verb of saying belongs to, and whether a phrase can be a speaker at all."""

from __future__ import annotations

import re

from karamap.events.lexicon import cue
from karamap.events.phrases import has_verb, main_subject, subject_after, subject_before
from karamap.events.sentences import Sentence
from karamap.events.sources.citing import end_of_name

__all__ = ["PASSIVE", "find_main", "find_subject", "is_attribute", "is_speaker"]

PASSIVE = re.compile(r"\b(?:was|were|been|being|is|are|be)\s(?:\w+ly\s)?$")
_WITH = re.compile(
    r",?\swith\s((?:the\s)?[A-ZÀ-Ý][\w’'-]+(?:\s[\w’'-]+){0,5}?)\s$"
)  # "with X saying"
# "quoted a spokesman as saying": the one who is quoted speaks
_QUOTED = re.compile(
    r"\s((?:(?:an?|the|one|two|its|their)\s)?[^,;:\"“”]{3,80}?)\sas\s(?:saying|telling|stating|confirming|"
    r"claiming|adding|reporting|warning|denying)\b"
)
# "X (MOD) has stated": the acronym of a name stands between it and its verb
_BRACKETS = re.compile(
    r"\s\([^()]{2,60}\)\s(?:(?:has|have|had|also|later|earlier|then|again|meanwhile|on|\w+day|\w+ly)\s){0,3}$"
)
_PRONOUN = re.compile(
    r"(?:s?he|it|they|we|i|who|which|both|each|all|some|many|one|others|another|each\sside|nobody|no\sone)",
    re.IGNORECASE,
)
# the noun that a phrase is about comes before these
_HEAD = re.compile(
    r"\s(?:in|of|from|at|for|on|under|with|by|near|to|against|between|during|after|before|over|"
    r"along|about|across|inside|outside|close|around|among|along)\s"
)
_QUANTITY = re.compile(
    r"(?:majority|number|group|team|some|several|most|many|two|both|one|none|dozens|hundreds|any|few|half)$",
    re.IGNORECASE,
)
_DOING = re.compile(r"^[a-z]+ing\s|\band\s[a-z]+ing$")
_NAMED = re.compile(r"[A-ZÀ-Ý]")
_WHICH_NOUN = re.compile(
    r"(?:(?:an?|the|this|that)\s)?(?:charges?|accusations?|allegations?|claims?|assertions?|reports?|versions?|figures?|suggestions?|"
    r"something|statements?)\s(?=[A-ZÀ-Ý]|(?:the|both|officials|local|an?|its)\s)"
)
# "a diplomat with knowledge of the contacts", "a source familiar with the talks"
_KNOWING = re.compile(
    r"(?:^|[\s,])((?i:an?|the|one|two|three|several|some|another)\s(?:[\w-]+\s){0,4}?[\w-]+(?:\s(?:in|of|at|from)\s[\w’'-]+)?"
    r"\s(?:familiar\s|acquainted\s)?with\s)$"
)
# "Interfax, citing the prosecutor's office, said": the source is the one that is cited
_CITED = re.compile(r",\s(?:citing|quoting)\s([^,;:\"“”]{3,80}),\s(?:\w+\s){0,3}$")
_ITEM = re.compile(
    r"(?:[Tt]he\s)?[A-ZÀ-Ý][\w’'.-]*(?:(?:\s(?:of|the|for|in|and))*\s[\w’'.-]+){0,9}"
)
# "The co-chairs of the Group, X of Russia, Y of France and Z of the States, urged"
_TEAM = re.compile(
    r"((?:[Tt]he\s)?(?:[\w’'-]+\s){0,4}?(?:co-?chair(?:s|men|persons)|leaders|presidents|ministers|envoys|mediators|"
    r"ambassadors|representatives|commanders|negotiators)\b[^,;:\"“”()]*),\s"
)
# the subject is that of the verb before
# a noun phrase that begins inside another: "evening | the ministers of both countries"
_SECOND = re.compile(
    r"(?=\s(?:the|each|both)\s)(?<![,;])(?<!\bof)(?<!\bin)(?<!\bat)(?<!\bby)(?<!\bto)(?<!\bon)(?<!\bfor)(?<!\bfrom)(?<!\band)(?<!\bor)(?<!\bwith)(?<!\bnear)"
    r"(?<!\bthan)(?<!\ball)(?<!\bboth)(?<!\bhalf)(?<!\bover)(?<!\bunder)(?<!\bbehind)(?<!\bagainst)(?<!\boutside)(?<!\binside)(?<!\bacross)"
    r"(?<!\bbetween)(?<!\bto)(?<!\bas)(?<!\binto)(?<!\bcovering)(?<!\bfollowing)(?<!\bduring)(?<!\baround)(?<!\bthroughout)(?<!\balong)\s(the|each|both)\s"
)
_ADVERBIAL = re.compile(
    r"(?:(?:the\s)?same\s(?:time|day|evening)|(?:hours|days|weeks|minutes)\s(?:later|earlier|before|after)|evening|morning|meantime)\s",
    re.IGNORECASE,
)
_TRAILING = re.compile(
    r"\s(?:here|there|likewise|too|alike|in\sturn|what|how)$|\s[a-z]+s\s(?:what|how)$|\son\s(?:\d.*|\w+day)$|"
    r"\sin\san?\s(?:statement|interview|speech|address|letter|message|briefing|report|broadcast|communique|bulletin)\b.*$|"
    r"\s(?:going|meeting|speaking|working|living|standing|travelling|visiting|gathered|returning|arriving)\s.*$"
)
_OPENING = re.compile(
    r"(?:Although|Though|While|When|After|Before|If|Because|As|Since\sthen|By\sthen|Since|Now|Here|There|In\sturn|Then)\s(?=\w)"
)
# "which the Council adopted in 1993, demanding that …"
_ADOPTED = re.compile(
    r"\s(?:which|that)\s((?:the\s)?[A-ZÀ-Ý][^,;]{1,60}?)\s(?:(?:had|has|have)\s)?(?:adopted|passed|issued|approved|signed|sent)\b[^,;]{0,40},\s$"
)
_PARTY = re.compile(r",\s[DR]-[A-Z][\w.-]*,?\s(?:\w+\s)?$")  # "Rep. Ann Roe, D-Calif., said"
_WHAT = re.compile(r"(?<!\w)(?:what|how|whether|why|whom)\s")
# "with each accusing the other"
_EACH = re.compile(r"\b(each(?:\sside)?)\s$")
# "which adopted a resolution demanding withdrawal": those who adopted it demand
_DEMANDING = re.compile(
    r"\s((?:adopt|pass|issu|sign|sen|releas|publish|approv|draft|vot|hand|put|deliver|circulat)\w*)\s(?:[\w’'-]+\s){0,6}?(?:resolutions?|"
    r"statements?|letters?|petitions?|notes?|appeals?|declarations?|communiques?|messages?|motions?|documents?|drafts?)\s"
    r"(?:[\w’'-]+\s){0,2}$"
)
# "a statement issued by the office in Baku said"
_ISSUED = re.compile(
    r"(?:^|[,;]\s|\bbut\s|\band\s)((?:[Aa]n?|[Tt]he|[Aa]nother|[Oo]ne|[Ii]ts)\s(?:[\w’'-]+\s){0,4}?(?:statement|report|communique|communiqué|letter|"
    r"document|release|bulletin|text|notice|study|survey|tally|article|dispatch|message|telegram)\s(?:\w+ed|by|from|in|on|of)\s[^,;:\"“”]{2,90}?)\s"
    r"(?:(?:has|have|had|also|later|on|\w+day)\s){0,2}$"
)
# "Unconfirmed reports from Ganja spoke of …"
_WHENCE = re.compile(
    r"(?:^|[,;]\s|\band\s|\bbut\s)((?:[\w’'-]+\s){0,3}?(?:reports|sources|officials|residents|witnesses|eyewitnesses|refugees|doctors|accounts|"
    r"dispatches|journalists|correspondents|observers|villagers|survivors)\s(?:from|in|of|at|inside|near|outside)\s(?:the\s)?)$"
)
_JOINED = re.compile(
    r"\s(?:and|but|or)\s(?:(?:has|have|had|also|then|later|again|even|\w+ly)\s){0,3}$"
)
_RELATIVE = re.compile(r"((?:[\w’'-]+\s){0,6}[\w’'-]+)\s(?:who|which)\s(?P<told>[^,;]*)$")
_LINK = re.compile(r"(?:[Bb]ut|[Aa]nd|[Yy]et|[Mm]eanwhile|[Aa]lso|[Ll]ater)\s")
# "a spokesman for the new president, Ara Roe, said": the spokesman did
_FOR = re.compile(
    r"(?:^|[\s,])((?:[Aa]n?|[Tt]he|[Oo]ne)\s(?:[\w-]+\s){0,2}?(?:spokes\w+|aide|adviser|advisor|envoy|representative|lawyer|assistant|relative|brother|"
    r"sister|wife|son|daughter)\s(?:for|of|to)\s(?:the\s|its\s|his\s)?[^,;:\"“”]{3,60}),\s$"
)
_PERFECT = re.compile(r"\b(?:has|have|had)\s(?:\w+\s){0,2}$")
_ARTICLE = re.compile(
    r"\b(?:the|an?|its|his|her|their|any|no|such|more|alleged|of|’s|'s)\s$", re.IGNORECASE
)
# before these the verb of an earlier subject goes on
_INHERITS = re.compile(
    r"(?:\b(?:and|but|or|who|which|that|then|also|later|earlier|again|meanwhile|had|has|have|was|were|is|are)|,|—|–|\w+ly)\s*$"
)
_THAT = re.compile(r"[^,;]{0,60}?\sthat\s")
_REDUCED = re.compile(
    r"\s(?:in|at|on|by|last|this|earlier|during|under|from|for|after|between|with|near|yesterday|today)\s"
)
_SCENE = re.compile(
    r"(?:(?:late|early|shortly|later|also|meanwhile|earlier)\s)?(?:in|on|at|by|for|from|during|before|after|"
    r"under|with|to|of|across|inside)\s",
    re.IGNORECASE,
)
_DETERMINER = re.compile(r"(?<=\s)(?:the|an?|its|his|her|their|local|both)\s")


def find_subject(sentence: Sentence, kind: str, m: re.Match[str]) -> tuple[int, int]:
    """Return the span of who says it, empty where the subject must be inherited."""
    start, end = _find_span(sentence, kind, m)
    return _tidy(sentence.text, start, end) if start < end else (start, end)


def _tidy(text: str, start: int, end: int) -> tuple[int, int]:
    """Drop what stands around a name: "evening the ministers", "the ministry in a statement"."""
    cut = max((n.start(1) for n in _SECOND.finditer(text, start, end)), default=start)
    start = cut
    lead = _ADVERBIAL.match(text, start, end)
    if lead and lead.end() < end:
        start = lead.end()
    tail = _TRAILING.search(text, start, end)
    return start, tail.start() if tail and tail.start() > start else end


def _find_span(sentence: Sentence, kind: str, m: re.Match[str]) -> tuple[int, int]:
    """Return the span of who says it with what may stand around it."""
    text = sentence.text
    inverted = subject_after(text, m) if kind == "say" else None
    if inverted is not None:
        return inverted[0], end_of_name(text, *inverted)
    if m[0].lower().startswith(("quoted", "quotes", "cited", "cites")):
        quoted = _QUOTED.match(text, m.end())
        return quoted.span(1) if quoted else _find_before(sentence, m.start())
    if m[0].lower().split()[0].endswith("ing"):
        return _find_of_participle(sentence, kind, m)
    return _find_before(sentence, m.start())


def _find_of_participle(sentence: Sentence, kind: str, m: re.Match[str]) -> tuple[int, int]:
    """Return whose "saying" or "demanding" it is, empty where the subject is inherited."""
    text, begin, at = sentence.text, sentence.body, m.start()
    named = [_WITH.search(text, begin, at), _EACH.search(text, begin, at)]
    if kind == "call":
        named.append(_ADOPTED.search(text, begin, at))
    span = next((n.span(1) for n in reversed(named) if n), None)
    if span is not None:
        return span
    demand = _DEMANDING.search(text, begin, at) if kind == "call" else None
    if demand:
        return _find_before(sentence, demand.start(1))
    return (at, at) if not PASSIVE.search(text[begin:at]) else _find_before(sentence, at)


def _find_before(sentence: Sentence, at: int) -> tuple[int, int]:
    """Return the span of the subject that stands before the verb at `at`."""
    text = sentence.text
    brackets = _BRACKETS.search(text, sentence.body, at) if ")" in text else None
    party = _PARTY.search(text, sentence.body, brackets.start() if brackets else at)
    before = party.start() if party else (brackets.start() if brackets else at)
    start, end = subject_before(sentence, before)
    what = _WHAT.search(text, start, end)
    start = what.end() if what else start
    if start == end:
        return _find_hidden(sentence, end if end > sentence.body else at, at)
    main = _find_main_verb(sentence, at)
    if main is not None:
        return main
    cited = _CITED.search(text, end, at)
    if cited:
        return cited.span(1)
    opening = _OPENING.match(text, start, end)
    start = opening.end() if opening else start
    noun = _WHICH_NOUN.match(text, start, end)
    near = text[max(0, start - 6) : start]  # what the next two end with
    knowing = _KNOWING.search(text, sentence.body, start) if "with" in near else None
    if noun:
        start = noun.end()  # "a charge Baku has rejected"
    elif knowing and cue("people").search(knowing[1]):
        start = knowing.start(1)
    elif speaking := "," in near and _FOR.search(text, sentence.body, start):
        start = speaking.start(1)
    elif issued := _ISSUED.search(text, sentence.body, at):
        start, end = issued.span(1)
    elif whence := _WHENCE.search(text, sentence.body, start):
        start = whence.start(1)
    else:
        start = _widen(sentence, start, end, at)
    return start, end


def _find_main_verb(sentence: Sentence, at: int) -> tuple[int, int] | None:
    """Return the subject of a verb after a relative clause ("a major who escaped said …")."""
    relative = _RELATIVE.match(sentence.text, sentence.body, at)
    if relative is None or has_verb(relative[1]) or not has_verb(relative["told"]):
        return None
    linked = _LINK.match(sentence.text, *relative.span(1))
    return (linked.end() if linked else relative.start(1)), relative.end(1)


def _find_hidden(sentence: Sentence, end: int, at: int) -> tuple[int, int]:
    """Return a subject behind a relative clause or a scene, empty where it must be inherited."""
    if _JOINED.search(sentence.text, sentence.body, at):
        return at, at
    relative = _RELATIVE.match(sentence.text, sentence.body, at)
    if relative and not has_verb(relative[1]):
        return relative.span(1)
    return _find_after_scene(sentence, end)


def find_main(sentence: Sentence) -> str:
    """Return the subject of the first clause with all its names, "" where there is none."""
    main = main_subject(sentence)
    start = sentence.text.find(main, sentence.body)
    if not main or start < 0:
        return main
    end = start + len(main)
    return sentence.text[_widen(sentence, start, end, end) : end]


def _widen(sentence: Sentence, start: int, end: int, at: int) -> int:
    """Return where a list of names begins ("X, Y and Z said"), `start` where there is none."""
    text = sentence.text
    if not text[:start].endswith(", "):
        return start
    team = _TEAM.match(text, sentence.body, start)
    if team and " and " in text[start:at] and not has_verb(text[team.start(1) : start]):
        return team.start(1)
    if " and " not in text[start:end]:
        return start
    floor = max(
        (c.start for c in sentence.clauses if c.start <= start and c.intro), default=sentence.body
    )
    while text[:start].endswith(", "):
        opened = text.rfind(", ", floor, start - 2)
        first = opened + 2 if opened >= 0 else floor
        if not _ITEM.fullmatch(text, first, start - 2) or has_verb(text[first:start]):
            break
        start = first
    return start


def _find_after_scene(sentence: Sentence, end: int) -> tuple[int, int]:
    """Return the subject behind a scene without a comma ("Late in the evening the ministry …")."""
    text = sentence.text
    stop = max(text.rfind(mark, sentence.body, end) for mark in (",", ";", ":", "”", '"'))
    start = stop + 2 if stop >= sentence.body else sentence.body
    if not _SCENE.match(text, start, end) or has_verb(text[start:end]):
        return end, end
    for found in _DETERMINER.finditer(text, start, end):
        head = _HEAD.split(text[found.start() : end])[0]
        if cue("people").search(head) or cue("body").search(head) or cue("office").search(head):
            return found.start(), start + len(text[start:end].rstrip(" ,"))
    return end, end


def is_speaker(phrase: str) -> bool:
    """Whether `phrase`, a subject as written, can stand for somebody who speaks."""
    phrase = phrase.strip(" ,")
    if _PRONOUN.fullmatch(phrase):
        return True
    if _DOING.search(phrase):
        return False
    head = _HEAD.split(phrase)[0]
    if _QUANTITY.search(head):
        head = phrase
    if any(cue(name).search(head) for name in ("people", "body", "office")):
        return True
    return bool(_NAMED.match(head.rsplit(maxsplit=1)[-1]))  # not "Azeri proposals"


def is_attribute(sentence: Sentence, m: re.Match[str], start: int, end: int) -> bool:
    """Whether a form in -ed belongs to a noun ("the truce announced in Moscow collapsed").

    Parameters
    ----------
    sentence
        The sentence.
    m
        The verb of saying.
    start, end
        The span of its subject, empty where there is none.
    """
    text = sentence.text
    before = text[sentence.body : m.start()]
    if not m[0].lower().split()[0].endswith("ed") or start >= m.end() or _PERFECT.search(before):
        return False
    if start == end:
        return bool(_ARTICLE.search(before) or (before.strip() and not _INHERITS.search(before)))
    if _ARTICLE.search(before) or _DOING.search(text[start:end]):
        return True  # "the reported loss"
    if not is_speaker(text[start:end]):
        rest = text[m.start() + len(m[0].split()[0]) : sentence.clause_at(m.start()).end]
        return not _THAT.match(rest) and (has_verb(rest) or bool(_REDUCED.match(rest)))
    return start == sentence.body and _is_reduced(sentence, m, text[start:end])


def _is_reduced(sentence: Sentence, m: re.Match[str], subject: str) -> bool:
    """Whether one word that opens the sentence is a thing told of ("Attacks reported in …")."""
    place = any(t.mention.start - sentence.start == sentence.body for t in sentence.toponyms)
    known = place or any(cue(name).search(subject) for name in ("people", "body", "office"))
    rest = sentence.text[m.end() : sentence.clause_at(m.start()).end]
    told = _REDUCED.match(rest) and has_verb(rest) and " that " not in rest
    return " " not in subject and not known and bool(told)
