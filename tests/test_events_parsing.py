"""Who does what to whom by a parse: made-up parses, no language model needed."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace

from karamap.events import find_events
from karamap.events.parsing import Roles, find_roles
from karamap.model import Document, Event
from karamap.nlp import LanguageModel, Token


def read_parse(told: str) -> tuple[str, tuple[Token, ...]]:
    """Return the text and the tokens of ``word/label/head`` with heads counted from 0."""
    text, tokens = "", []
    for part in told.split():
        word, label, head = part.split("/")
        text += " " if text else ""
        tokens.append(Token(len(text), len(text) + len(word), int(head), label))
        text += word
    return text, tuple(tokens)


ACTIVE = read_parse("Azerbaijani/amod/1 troops/nsubj/2 shelled/ROOT/2 Armenian/amod/4 units/dobj/2")
PASSIVE = read_parse(
    "Armenian/amod/1 units/nsubjpass/3 were/auxpass/3 shelled/ROOT/3 by/agent/3"
    " Azerbaijani/amod/6 troops/pobj/4"
)
UNLIKE = read_parse("Unlike/prep/3 Armenia/pobj/0 Azerbaijan/nsubj/3 shelled/ROOT/3 homes/dobj/3")
NOUN = read_parse(
    "The/det/1 shelling/nsubj/8 of/prep/1 Armenian/amod/4 units/pobj/2 by/prep/4"
    " Azerbaijani/amod/7 troops/pobj/5 ended/ROOT/8"
)
BOTH = read_parse(
    "Azerbaijani/amod/1 troops/nsubj/2 attacked/ROOT/2 and/cc/2 shelled/conj/2 Armenian/amod/6"
    " units/dobj/4"
)
CLAUSE = read_parse(
    "Armenian/amod/1 units/nsubj/5 who/nsubj/3 fled/relcl/1 later/advmod/5 shelled/ROOT/5"
    " Azerbaijani/amod/7 troops/dobj/5"
)


def name_roles(parse: tuple[str, tuple[Token, ...]], trigger: str) -> tuple[list[str], list[str]]:
    text, tokens = parse
    start = text.index(trigger)
    roles = find_roles(text, tokens, start, start + len(trigger))
    return [text[a:b] for a, b in roles.subjects], [text[a:b] for a, b in roles.objects]


def code(parse: tuple[str, tuple[Token, ...]], *, parsed: bool = True) -> Event:
    text, tokens = parse
    story = f"{text}.\n\nThe war went on: artillery, troops and tanks stood along the front line."

    def give(told: str) -> tuple[Token, ...]:
        return tokens if told.startswith(text) else ()

    events = find_events(Document("d", story), [], [], parse=give if parsed else None)
    return next(e for e in events if e.type.value == "shelling")


def test_subject_and_object() -> None:
    """The subject does it to the object, in the passive the agent to the subject."""
    expected = (["Azerbaijani troops"], ["Armenian units"])
    assert name_roles(ACTIVE, "shelled") == expected
    assert name_roles(PASSIVE, "shelled") == expected


def test_a_noun_has_its_roles_in_phrases() -> None:
    """In "the shelling of X by Y" Y did it to X, however the parser hangs "by Y"."""
    assert name_roles(NOUN, "shelling") == (["Azerbaijani troops"], ["Armenian units"])


def test_verbs_share_a_subject() -> None:
    """A second verb has the subject of the first, and a clause about a subject is no part of it."""
    assert name_roles(BOTH, "shelled") == (["Azerbaijani troops"], ["Armenian units"])
    assert name_roles(CLAUSE, "shelled") == (["Armenian units"], ["Azerbaijani troops"])


def test_who_dies_suffers() -> None:
    """The subject of dying or fleeing acts on nobody."""
    parse = read_parse("Azerbaijani/amod/1 troops/nsubj/3 had/aux/3 died/ROOT/3")
    assert name_roles(parse, "died") == ([], ["Azerbaijani troops"])


def test_no_parse_no_roles() -> None:
    """A pipeline without a parser gives no tokens, and they no roles."""
    assert find_roles("They shelled it.", (), 5, 12) == Roles()


def test_the_parse_names_actors_and_targets() -> None:
    """Found roles are labelled from the actor table; who is only named before has no part."""
    event = code(PASSIVE)
    assert event.actors == ("Azerbaijan's armed forces",)
    assert event.targets == ("Armenia's armed forces",)
    assert code(UNLIKE).actors == ("Azerbaijan",)


def test_an_empty_parse_changes_nothing() -> None:
    """Without tokens an event is the one that the expressions give, to the last field."""
    for parse in (ACTIVE, PASSIVE, UNLIKE, NOUN):
        assert code((parse[0], ())) == code(parse, parsed=False)


def test_a_parse_changes_only_who_and_whom() -> None:
    """Type, stance, trigger, offsets and identifier do not depend on the parse."""
    with_it, without = code(PASSIVE), code(PASSIVE, parsed=False)
    assert (with_it.id, with_it.trigger) == (without.id, without.trigger)
    assert with_it.targets != without.targets


class _Pipeline:
    """Runs one part by name, as spaCy does where the parser is switched off."""

    component_names = ("tok2vec", "parser", "ner")

    def __init__(self) -> None:
        self.ran: list[str] = []

    def make_doc(self, text: str) -> list[SimpleNamespace]:
        """Return words with what spaCy's tokens have, all under the first."""
        first = SimpleNamespace(i=0)
        return [
            SimpleNamespace(i=i, idx=text.index(word), text=word, dep_="dep", head=first)
            for i, word in enumerate(text.split())
        ]

    def get_pipe(self, name: str) -> Callable[[list[SimpleNamespace]], list[SimpleNamespace]]:
        """Return a part that notes that it ran."""

        def run(words: list[SimpleNamespace]) -> list[SimpleNamespace]:
            self.ran.append(name)
            return words

        return run


def test_a_model_gives_tokens_with_offsets() -> None:
    """A model's parse runs the parser and no entities, and offsets hold."""
    pipeline = _Pipeline()
    tokens = LanguageModel("fake", "1", pipeline).parse("Troops moved")
    assert tokens == (Token(0, 6, 0, "dep"), Token(7, 12, 0, "dep"))
    assert pipeline.ran == ["tok2vec", "parser"]
