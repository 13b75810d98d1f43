"""Who a pronoun or a bare title stands for: those who spoke or acted so far."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from karamap.events.lexicon import cue
from karamap.events.phrases import is_name, is_person, main_subject
from karamap.events.sentences import Sentence
from karamap.events.speakers import Frame

__all__ = ["Memory", "resolve_frames"]

_OWNED = re.compile(r"(its|his|her)\s(?=[a-z]+$)")  # "its correspondent", "his office"
_TITLED = re.compile(
    r"(?:President|Premier|Minister|Chancellor|General|Colonel|Secretary|spokes\w+|Spokes\w+|"
    r"Ambassador|ambassador|leader|chief|commander)\s((?:[A-ZÀ-Ý][\w’'-]+\s?){2,3}(?<!\s))"
)


def _is_named(subject: str) -> bool:
    """Whether a speaker is named ("Yerevan's ministry") and not a bare title ("The ministry")."""
    words = subject.split()
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
    last: str = ""

    def note(self, who: str) -> None:
        """Remember `who` as the latest speaker."""
        self.last = who
        (self.people if is_name(who) else self.bodies).append(who)

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
            return self.last or subject
        return subject if _is_named(subject) else self._resolve_title(bare) or subject

    def _resolve_title(self, bare: str) -> str:
        word = bare.rsplit(maxsplit=1)[-1]
        if cue("body").search(word):
            same = [b for b in self.bodies if word in b.lower()]
            return same[-1] if same else ""
        if word.endswith("s"):
            return ""  # "officials" are not the one who spoke before
        if cue("office").search(bare) and is_person(bare):
            same = [p for p in self.people if word in p.lower()]
            if same:
                return same[-1]
            return self.people[-1] if self.people else ""
        return ""


def _body_before(sentence: Sentence, frame: Frame) -> str:
    """Return the ministry or state that a sentence begins with and then calls "it"."""
    told = main_subject(sentence) if frame.scope[0] >= frame.end else ""
    early = 0 <= sentence.text.find(told) < frame.subject_start
    return told if told and early and told[0].isupper() and not is_name(told) else ""


def resolve_frames(frames: list[Frame], sentence: Sentence, memory: Memory) -> list[Frame]:
    """Give each frame its speaker: named, inherited inside the sentence, or remembered."""
    out: list[Frame] = []
    for frame in frames:
        subject = frame.subject.strip()
        inherited = out[-1].speaker if out else ""
        named = _TITLED.findall(sentence.text, sentence.body, frame.start)
        if subject in {"he", "she"} and named and not out and frame.subject_start > sentence.body:
            inherited = named[-1]
            subject = inherited
        if subject.lower() == "it" and not out:
            subject = _body_before(sentence, frame) or subject
        if subject.lower().startswith("its ") and (owner := main_subject(sentence)):
            subject = f"{subject[4:]} of {owner}" if owner != subject else subject
        if not subject:
            subject = inherited or main_subject(sentence)
        speaker = memory.resolve(subject) if subject else memory.last
        pronoun = subject.lower() in {"it", "he", "she", "they"}
        if pronoun and inherited and frame.start - out[-1].end > 0 and subject.lower() != "it":
            speaker = inherited if is_name(inherited) else speaker
        out.append(replace(frame, speaker=speaker))
        if speaker:
            memory.note(speaker)
    return out
