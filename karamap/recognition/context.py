"""Context: what the words beside a candidate make of it."""

from __future__ import annotations

import re

from karamap.gazetteer import Gazetteer
from karamap.recognition.candidates import Candidate
from karamap.recognition.memory import memory_of
from karamap.recognition.patterns import LOCATIVE, LOOK_BACK, SENTENCE_END, SURNAME
from karamap.recognition.words import Word, Words, load_cues

__all__ = ["Context"]


_ROADS = frozenset({"highway", "road", "street"})


class Context:
    """Questions about the words beside a candidate in one text."""

    def __init__(self, words: Words, gazetteer: Gazetteer) -> None:
        self.words = words
        self.text = words.text
        self.gazetteer = gazetteer
        self.cues = load_cues()
        self._memory = memory_of(gazetteer)

    def has_name(self, key: str) -> bool:
        """Whether some place that is no mere village has this key."""
        return self._memory.has_name(self.gazetteer, key)

    def is_people(self, key: str) -> bool:
        """Whether the key is of a people's name or a country's adjective."""
        return self._memory.is_people(self.gazetteer, key)

    def before(self, c: Candidate) -> Word | None:
        """Return the word before, wherever it stands."""
        return self.words.at(c.first - 1)

    def beside_before(self, c: Candidate) -> Word | None:
        """Return the word right before, or None where more than a blank is between."""
        word = self.words.at(c.first - 1)
        return word if word and self.words.touches(word, self.words[c.first]) else None

    def beside_after(self, c: Candidate) -> Word | None:
        """Return the word right after, or None where more than a blank is between."""
        word, last = self.words.at(c.after), self.words[c.after - 1]
        return word if word and self.words.touches(last, word) else None

    def located(self, c: Candidate) -> bool:
        """Whether words that lead to a place stand before."""
        return bool(LOCATIVE.search(self.text, max(0, c.start - LOOK_BACK), c.start))

    def starts_sentence(self, c: Candidate) -> bool:
        """Whether the capital may be the sentence's."""
        return bool(SENTENCE_END.search(self.text[max(0, c.start - 8) : c.start]))

    def in_address(self, c: Candidate) -> bool:
        """Whether it is part of a web or mail address: *Turan.az*, *@Ganja*."""
        before = self.text[c.start - 1] if c.start else ""
        return before == "@" or bool(re.match(r"[.@/][a-z]", self.text[c.end : c.end + 2]))

    def is_acronym(self, c: Candidate) -> bool:
        """Whether capitals that spell a small town stand in ordinary text: *NATO*, *EU*."""
        surface = self.text[c.start : c.end]
        if not surface.isupper() or len(surface) > 5:
            return False
        beside = self.text[max(0, c.start - 30) : c.end + 30].replace(surface, "")
        return any(letter.islower() for letter in beside)

    def in_organisation(self, c: Candidate) -> bool:
        """Whether the words after the name make it an organisation's: *Minsk Group*."""
        word = self.beside_after(c)
        before = self.words[c.after - 1]
        if not word or not word.capital or self.text[before.end : word.start] == "\n":
            return False
        after = self.words.at(c.after + 1)
        if word.key in self.cues["organisations"]:
            # a *Highway Patrol* is a state's, a *Marathon Committee* no town's
            public = after and after.capital and after.key in self.cues["public"]
            return not (public and word.key in _ROADS)
        return bool(
            after
            and after.capital
            and self.words.touches(word, after)
            and after.key in self.cues["organisations"]
            and word.key not in self.cues["offices"]
            and not self.has_name(word.key)
        )

    def after_title(self, c: Candidate) -> bool:
        """Whether a person's title stands right before the name: *Mr. Lincoln*."""
        before = self.before(c)
        return bool(
            before
            and before.key in self.cues["titles"]
            and self.text[before.end : c.start] in {" ", ". ", "."}
        )

    def after_forename(self, c: Candidate) -> bool:
        """Whether a forename stands right before the name."""
        before = self.beside_before(c)
        return bool(before and before.capital and before.key in self.cues["forenames"])

    def before_surname(self, c: Candidate) -> bool:
        """Whether the next word is built like a surname: *Ararat Mirzoyan*."""
        surname = SURNAME.match(self.text, self.words[c.after - 1].end)
        return bool(
            surname
            and not self.is_people(surname[1].casefold())
            and not self.has_name(surname[1].casefold())
            and not self.located(c)
        )

    def capital_before(self, c: Candidate) -> bool:
        """Whether a capitalised word that is no place, people or direction stands before."""
        before = self.beside_before(c)
        return bool(
            before
            and before.capital
            and before.key not in self.cues["qualifiers"]
            and not self.has_name(before.key)
            and not self.is_people(before.key)
        )

    def capital_after(self, c: Candidate) -> bool:
        """Whether a capitalised word that is no place and no public body stands after."""
        after = self.beside_after(c)
        return bool(
            after
            and after.capital
            and not self.has_name(after.key)
            and after.key not in self.cues["offices"]
        )

    def known_before(self, c: Candidate) -> bool:
        """Whether the capitalised word right before is the name of some place."""
        before = self.beside_before(c)
        return bool(before and before.capital and self.has_name(before.key))

    def known_after(self, c: Candidate) -> bool:
        """Whether the capitalised word right after is the name of some place."""
        after = self.beside_after(c)
        return bool(after and after.capital and self.has_name(after.key))

    def public_after(self, c: Candidate) -> bool:
        """Whether a public body of the place stands after it: *Florida Highway Patrol*."""
        after = self.beside_after(c)
        if not after or not after.capital:
            return False
        following = self.words.at(c.after + 1)
        keys = {after.key, following.key if following and following.capital else ""}
        return bool(keys & self.cues["public"])
