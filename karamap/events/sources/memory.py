"""Who a pronoun or a bare title stands for: those who spoke or acted so far."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from karamap.events.lexicon import cue
from karamap.events.phrases import is_name, is_person
from karamap.events.sentences import Sentence
from karamap.events.sources.frames import Frame
from karamap.events.sources.subjects import find_main

__all__ = ["Memory", "find_titled", "resolve_frames"]

_OWNED = re.compile(r"(its|his|her)\s(?=[a-z]+$)")  # "its correspondent", "his office"
_HEAD = re.compile(r"\s(?:for|of|at|in|from|with|to|on|by)\s")
_APPOSED = re.compile(r",\s([^,;\"“”]{3,80}),")
_GROUP = re.compile(
    r"[Cc]o-?[Cc]hair(?:s|men|persons)|[Oo]fficials|[Mm]inisters|[Pp]residents|[Ll]eaders|[Mm]ediators|[Mm]onitors|[Oo]bservers|"
    r"[Rr]esidents|[Rr]efugees|[Dd]iplomats|[Ss]eparatists|[Ee]nvoys|[Ss]ources|[Ww]itnesses|[Aa]uthorities|[Vv]illagers|[Dd]elegates"
)
_INFORMATION = re.compile(
    r"(?:the\s|latest\s|preliminary\s)*(?:information|data|reports?|figures|intelligence)\s(?:.*\s)?(?:them|him|her|it)|its\s(?:own\s)?(?:information|data|figures|count)",
    re.IGNORECASE,
)
_OWNER = re.compile(r"((?:[A-ZÀ-Ý][\w’'-]+\s?)+|[\w’'-]+),\s$")
_INNER = frozenset({"where", "when", "after", "before", "as", "while", "which", "because", "who"})
_IN_ASIDE = re.compile(r"\b(?:what|which|as|how|whom)\s$")
_TITLED = re.compile(
    r"(?:President|Premier|Minister|Chancellor|General|Colonel|Secretary(?:\sof\sState)?|spokes\w+|Spokes\w+|"
    r"Ambassador|ambassador|leader|chief|commander)\s((?:[A-ZÀ-Ý][\w’'-]+\s?){2,3}(?<!\s))"
)


def _is_named(subject: str) -> bool:
    """Whether a speaker is named ("Yerevan's ministry") and not a bare title ("The ministry")."""
    words = subject.split()
    bare = re.sub(r"^(?:the|a|an)\s", "", subject, flags=re.IGNORECASE)
    if cue("office").fullmatch(bare) or (cue("body").fullmatch(bare) and bare != bare.upper()):
        return not subject.lower().startswith("the ")  # "The President" is one told before
    article = words[0].lower() in {"the", "a", "an", "both"}
    if any(w[0].isupper() for w in words[1:]):
        return True
    title = cue("office").match(words[0]) or cue("body").match(words[0])
    return words[0][0].isupper() and not article and not title


@dataclass(slots=True)
class Memory:
    """Those who spoke or were named with an office so far, the latest last."""

    people: list[str] = field(default_factory=list)
    bodies: list[str] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)
    last: str = ""
    known_as: dict[str, str] = field(default_factory=dict)

    def note(self, who: str) -> None:
        """Remember `who` as the latest speaker."""
        self.last = who
        self.meet(who)

    def meet(self, who: str) -> None:
        """Remember `who` as somebody whom a pronoun may stand for."""
        last = _HEAD.split(who)[0].rsplit(maxsplit=1)[-1]
        if _GROUP.fullmatch(last):
            self.groups.append(who)
        else:
            (self.people if _is_somebody(who) else self.bodies).append(who)

    def describe(self, who: str, words: str) -> None:
        """Remember what `who` was called ("X, an aide to the president")."""
        self.known_as[who] = f"{self.known_as.get(who, '')} {words.lower()}"

    def resolve(self, subject: str) -> str:
        """Return whom a pronoun or a bare title stands for; `subject` itself if it names one."""
        bare = re.sub(r"^(?:the|both|also)\s+", "", subject.strip(), flags=re.IGNORECASE).lower()
        if bare in {"he", "she", "who", "his", "her"}:
            return self.people[-1] if self.people else subject
        owned = _OWNED.match(bare)
        if owned and owned[1] != "its" and self.people:
            return f"{bare[owned.end() :]} of {self.people[-1]}"
        if bare in {"it", "which", "its"}:
            return self.bodies[-1] if self.bodies else (self.last or subject)
        if bare in {"they", "both", "we", "i", ""}:
            return self.last or (self.groups[-1] if self.groups else subject)
        return subject if _is_named(subject) else self._resolve_title(bare) or subject

    def _resolve_title(self, bare: str) -> str:
        word = bare.rsplit(maxsplit=1)[-1]
        if cue("body").search(word):
            same = [b for b in self.bodies if word in b.lower()]
            return same[-1] if same else ""
        if word.endswith("s"):
            return ""  # "officials" are not the one who spoke before
        told = [p for p in self.people if word in f"{p} {self.known_as.get(p, '')}".lower()]
        if cue("office").search(bare) and is_person(bare):
            told = told or (self.people if cue("office").fullmatch(bare) else [])
            return told[-1] if told else ""
        return told[-1] if told and cue("people").fullmatch(word) else ""


def _is_somebody(who: str) -> bool:
    """Whether a speaker is one person ("a spokesman for the committee")."""
    if is_name(who):
        return True
    head = _HEAD.split(who)[0].rsplit(maxsplit=1)[-1]
    singular = cue("office").fullmatch(head) or (cue("people").fullmatch(head) and head in _ONE)
    return bool(singular)


_ONE = frozenset(
    """official resident villager witness source doctor nurse policeman officer soldier analyst
    expert observer diplomat prosecutor lawyer refugee man woman mother father son daughter
    brother sister neighbour neighbor mayor farmer teacher driver pensioner student worker
    engineer journalist historian writer spokesperson shepherd counterpart""".split()  # noqa: SIM905
)


def _body_before(sentence: Sentence, frame: Frame) -> str:
    """Return the ministry or state that a sentence begins with and then calls "it"."""
    told = find_main(sentence) if frame.scope[0] >= frame.end else ""
    early = 0 <= sentence.text.find(told) < frame.subject_start
    return told if told and early and told[0].isupper() and not is_name(told) else ""


def resolve_frames(frames: list[Frame], sentence: Sentence, memory: Memory) -> list[Frame]:
    """Give each frame its speaker: named, inherited inside the sentence, or remembered."""
    out: list[Frame] = []
    for frame in frames:
        subject = _read_subject(frame, sentence, out)
        inherited = out[-1].speaker if out else ""
        speaker = memory.resolve(subject) if subject else memory.last
        pronoun = subject.lower() in {"he", "she", "they"}
        if pronoun and is_name(inherited) and frame.start > out[-1].end:
            speaker = inherited
        out.append(replace(frame, speaker=speaker))
        if speaker:
            _remember(memory, frame, sentence, speaker)
    return out


def _read_subject(frame: Frame, sentence: Sentence, before: list[Frame]) -> str:
    """Return the subject of `frame`, where it is a pronoun by what its own sentence says."""
    subject = frame.subject.strip()
    low = subject.lower()
    first = not before and frame.subject_start > sentence.body
    if _INFORMATION.fullmatch(subject):
        subject = before[-1].speaker if before else "they"
    elif subject in {"he", "she"} and first:
        subject = _person_before(sentence, frame) or subject
    elif low == "they" and _IN_ASIDE.search(sentence.text[: frame.subject_start]):
        subject = find_main(sentence) or subject  # "published what they call …"
    elif low == "it" and not before:
        subject = _body_before(sentence, frame) or subject
    elif low.startswith(("whose ", "its ")):
        subject = _name_owner(frame, sentence)
    return subject or (before[-1].speaker if before else "") or find_main(sentence)


def _name_owner(frame: Frame, sentence: Sentence) -> str:
    """Return "its spokesman" or "whose spokesman" with the one that it belongs to."""
    word, _, rest = frame.subject.strip().partition(" ")
    if word.lower() == "its":
        owner = find_main(sentence)
        told = 0 <= sentence.text.find(owner) < frame.subject_start if owner else False
        return f"{rest} of {owner}" if told else f"{word} {rest}"  # "According to its army, …"
    owned = _OWNER.search(sentence.text, sentence.body, frame.subject_start)
    return f"{rest} of {owned[1]}" if owned else f"{word} {rest}"


def find_titled(sentence: Sentence) -> list[str]:
    """Return the people whom a sentence names with their office."""
    return [str(name) for name in _TITLED.findall(sentence.text, sentence.body)]


def _person_before(sentence: Sentence, frame: Frame) -> str:
    """Return the person whom "he" in the middle of a sentence stands for, "" where none is told."""
    named = _TITLED.findall(sentence.text, sentence.body, frame.start)
    if named:
        return str(named[-1])
    main = find_main(sentence)
    inner = sentence.clause_at(frame.start).intro in _INNER
    return main if inner and is_name(main) else ""


def _remember(memory: Memory, frame: Frame, sentence: Sentence, speaker: str) -> None:
    """Note who spoke, and what they are besides."""
    if frame.settled and frame.scope[0] >= frame.end:
        memory.meet(speaker)  # "the claim of X that …" is told by another
    else:
        memory.note(speaker)
    apposed = _APPOSED.match(sentence.text, frame.subject_end)
    if apposed and frame.subject:
        memory.describe(speaker, apposed[1])
