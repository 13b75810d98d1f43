"""Who does what to whom, by a dependency parse of the sentence.

A parse comes as tokens with offsets, heads and labels (`karamap.nlp.Token`); who made it does not
matter. The labels are those of the English pipelines (ClearNLP's: nsubj, nsubjpass, agent, dobj …).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from karamap.nlp import Token

__all__ = ["Parse", "Roles", "find_roles"]

Parse = Callable[[str], tuple[Token, ...]]
_DEEPEST = 6  # governors up from a trigger that may lend it their subject
_SUBJECTS = frozenset({"nsubj", "csubj"})
_PASSIVE_SUBJECTS = frozenset({"nsubjpass", "csubjpass"})
_OBJECTS = frozenset({"dobj", "dative"})
_WHOM = frozenset({"on", "against", "at", "upon"})
_BY = frozenset({"by"})
_LINKS = frozenset({"prep", "agent"})
_RELATIVE = frozenset({"who", "which", "that", "whom"})
_OWNERS = frozenset({"poss", "amod", "compound", "nmod"})
_NOMINAL = frozenset({"nsubj", "nsubjpass", "dobj", "pobj", "attr"})
# what tells of an argument but is not of it
_ASIDE = frozenset({"relcl", "advcl", "acl", "appos", "punct"})
_SHARED = frozenset({"conj", "xcomp", "advcl"})
# what their subjects undergo; "came under fire" too
_UNDERGONE = frozenset(
    [
        "die",
        "dies",
        "died",
        "dying",
        "perish",
        "perished",
        "fallen",
        "flee",
        "flees",
        "fled",
        "fleeing",
        "under",
    ]
)


@dataclass(frozen=True, slots=True)
class Roles:
    """Who does it and to whom: stretches of the sentence, (start, end) in characters."""

    subjects: tuple[tuple[int, int], ...] = ()
    objects: tuple[tuple[int, int], ...] = ()


class _Tree:
    """A parse with the children of each token at hand."""

    def __init__(self, text: str, tokens: tuple[Token, ...]) -> None:
        self.tokens = tokens
        self.words = [text[t.start : t.end].lower() for t in tokens]
        self.children: list[list[int]] = [[] for _ in tokens]
        for i, token in enumerate(tokens):
            if token.head != i:
                self.children[token.head].append(i)

    def having(self, at: int, labels: frozenset[str]) -> list[int]:
        """Return the children of a token that have one of `labels`."""
        return [i for i in self.children[at] if self.tokens[i].label in labels]

    def ruled_by(self, at: int, words: frozenset[str]) -> list[int]:
        """Return the objects of the prepositions `words` under a token."""
        links = [i for i in self.having(at, _LINKS) if self.words[i] in words]
        return [i for link in links for i in self.having(link, frozenset({"pobj"}))]

    def doers(self, at: int, words: frozenset[str] = _BY) -> list[int]:
        """Return the objects of "by" under a token, or one phrase deeper ("on the road by …")."""
        found = self.ruled_by(at, words)
        for link in [] if found else self.having(at, _LINKS):
            for inner in self.having(link, frozenset({"pobj"})):
                found += self.ruled_by(inner, _BY)
        return found

    def span(self, at: int) -> tuple[int, int]:
        """Return the stretch that a token heads, without its asides."""
        members = list(self._members(at))
        return (
            min(self.tokens[i].start for i in members),
            max(self.tokens[i].end for i in members),
        )

    def _members(self, at: int) -> Iterator[int]:
        yield at
        for child in self.children[at]:
            by = self.tokens[child].label in _LINKS and self.words[child] in _BY
            if self.tokens[child].label not in _ASIDE and not by:
                yield from self._members(child)


def find_roles(text: str, tokens: tuple[Token, ...], start: int, end: int) -> Roles:
    """Return who does to whom what the trigger ``text[start:end]`` says.

    Parameters
    ----------
    text
        The sentence.
    tokens
        Its parse; () gives no roles.
    start, end
        The trigger's characters in `text`.
    """
    inside = [i for i, t in enumerate(tokens) if t.start < end and start < t.end]
    heads = [i for i in inside if tokens[i].head not in inside or tokens[i].head == i]
    if not heads:
        return Roles()
    tree = _Tree(text, tokens)
    nominal = tokens[heads[0]].label in _NOMINAL
    subjects, objects = (_around_noun if nominal else _around_verb)(tree, heads[0])
    if any(tree.words[i] in _UNDERGONE for i in inside):
        subjects, objects = [], subjects + objects
    return Roles(
        tuple(tree.span(i) for i in dict.fromkeys(subjects)),
        tuple(tree.span(i) for i in dict.fromkeys(objects)),
    )


def _around_verb(tree: _Tree, verb: int) -> tuple[list[int], list[int]]:
    """Return the tokens that head the subjects and the objects of a verb."""
    passive = [_antecedent(tree, verb, i) for i in tree.having(verb, _PASSIVE_SUBJECTS)]
    subjects = tree.doers(verb) if passive else tree.ruled_by(verb, _BY) + _subjects_of(tree, verb)
    objects = [_antecedent(tree, verb, i) for i in tree.having(verb, _OBJECTS)]
    return subjects, passive + objects + tree.ruled_by(verb, _WHOM)


def _subjects_of(tree: _Tree, verb: int) -> list[int]:
    """Return the subjects of a verb, its governor's where it has none ("attacked and took")."""
    for _ in range(_DEEPEST):
        own = tree.having(verb, _SUBJECTS)
        if own:
            return [_antecedent(tree, verb, i) for i in own]
        if tree.having(verb, _PASSIVE_SUBJECTS) or tree.tokens[verb].label not in _SHARED:
            break
        verb = tree.tokens[verb].head
    return []


def _antecedent(tree: _Tree, verb: int, at: int) -> int:
    """Return what a relative pronoun stands for, the token itself where it is none."""
    relative = tree.words[at] in _RELATIVE and tree.tokens[verb].label == "relcl"
    return tree.tokens[verb].head if relative else at


def _around_noun(tree: _Tree, noun: int) -> tuple[list[int], list[int]]:
    """Return who does and who suffers what a noun names ("the shelling of X by Y")."""
    subjects = tree.having(noun, _OWNERS) + tree.doers(noun, _BY | {"from"})
    objects = tree.ruled_by(noun, _WHOM | {"of"})
    label, governor = tree.tokens[noun].label, tree.tokens[noun].head
    if label == "nsubjpass":  # "the attack was launched by …"
        subjects += tree.doers(governor)
    elif label == "dobj":  # "… opened fire on …"
        subjects += _subjects_of(tree, governor)
        objects += tree.ruled_by(governor, _WHOM)
    elif label == "nsubj":  # "fire killed three"
        objects += tree.having(governor, _OBJECTS)
    return subjects, objects
