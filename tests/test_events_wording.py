"""What the wording of a sentence makes likely where no pattern of the lexicon tells it."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karamap.dates import find_dates
from karamap.events import find_events, wording
from karamap.events.wording import find_likely, read_features
from karamap.model import Document, EventType

WEIGHTS = Path(wording.__file__).with_name("wording.txt")


def features(sentence: str) -> set[str]:
    """Return the features of a sentence."""
    return {f for f, _, _ in read_features(sentence)}


def test_names_days_and_figures_count_as_such_only() -> None:
    """Two sentences that differ in who, where, when and how many have the same features."""
    one = "On Monday 12 soldiers were buried in Ganja by Ali Mammadov."
    other = "On Friday 400 soldiers were buried in Martuni by Armen Petrosyan."
    assert features(one) == features(other)


def test_words_are_weighed_by_their_stems() -> None:
    """Endings of a word make no other feature of it."""
    assert "bury" in features("They bury them.")
    assert features("shelling") == features("shelled") == {"shell"}


def test_pairs_do_not_cross_a_full_stop() -> None:
    """Words of two sentences are no pair, words three apart are."""
    found = features("the village burned. the men")
    assert {"the_village", "the~burn"} <= found
    assert not any(f.startswith(("burn_", "village~the")) for f in found)


@given(st.text(max_size=300))
def test_any_text_can_be_weighed(text: str) -> None:
    """Whatever a sentence holds, chances are probabilities and words lie in it."""
    for likely in find_likely(text):
        assert wording.THRESHOLD <= likely.chance <= 1
        assert all(0 <= a < b <= len(text) for a, b, _ in likely.words)


def test_the_weights_are_sorted_and_name_types() -> None:
    """The file can be reviewed: sorted by feature, every weight of a type that there is."""
    lines = [x for x in WEIGHTS.read_text("utf-8").splitlines() if not x.startswith("# ")]
    names = [line.split(" ")[0] for line in lines]
    assert names[0] == wording.PRIOR
    assert names[-1] == wording.OPENERS
    assert names[1:-1] == sorted(names[1:-1])
    kinds = {cell.split(":")[0] for line in lines[:-1] for cell in line.split(" ")[1:]}
    assert kinds == {str(kind) for kind in EventType}


@pytest.mark.parametrize("word", ["karabakh", "azerbaijan", "armenia", "aliyev", "shusha", "baku"])
def test_no_name_is_weighed(word: str) -> None:
    """It is language that was learned, not who fought where."""
    text = WEIGHTS.read_text("utf-8")
    assert not any(word in line.split(" ")[0].split("_") for line in text.splitlines())


def test_an_event_without_a_pattern_is_told_and_says_why() -> None:
    """A sentence that no pattern reads gives an event with the chance as its reason."""
    text = "Relatives of the missing said the remains of four men were brought home on Sunday."
    document = Document("d", text, published=date(2016, 4, 12))
    events = find_events(document, [], find_dates(document))
    assert [e.type for e in events] == [EventType.HUMANITARIAN]
