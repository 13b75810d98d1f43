"""Sentences, quotations and datelines of news texts."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karamap.text import find_dateline, find_quotes, split_sentences

PIECES = st.lists(
    st.sampled_from(
        [
            "The army left. ",
            "Gen. Petrosyan spoke",
            ' "Stop," he said.',
            "\n",
            "\n\n",
            "«Нет» ",
            "U.S. ",
            "“We go.” ",
            "BAKU -- ",
            "…",
            "  ",
            "Oct. 3",
            "\r\n",
            "„So”",
            "'",
        ]
    ),
    max_size=20,
).map("".join)


def pieces(text: str) -> list[str]:
    return [text[s.start : s.end] for s in split_sentences(text)]


@given(st.one_of(st.text(), PIECES))
def test_sentences_cover_all_but_white_space(text: str) -> None:
    """Sentences are disjoint, ascending, trimmed, and leave out nothing but white space."""
    spans = split_sentences(text)
    position = 0
    for span in spans:
        assert position <= span.start < span.end <= len(text)
        assert not text[position : span.start].strip()
        assert text[span.start : span.end] == text[span.start : span.end].strip()
        position = span.end
    assert not text[position:].strip()


@given(st.one_of(st.text(), PIECES))
def test_quotes_are_disjoint_and_inside_the_text(text: str) -> None:
    """Quotations are ascending, disjoint and open with a quotation mark."""
    position = 0
    for span in find_quotes(text):
        assert position <= span.start < span.end <= len(text)
        assert text[span.start] in '"“«„‘'
        position = span.end


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Gen. Orujov arrived on Oct. 4. He left.", ["Gen. Orujov arrived on Oct. 4.", "He left."]),
        ("It flew to the U.S. The envoy stayed.", ["It flew to the U.S.", "The envoy stayed."]),
        ("The U.S. Senate met.", ["The U.S. Senate met."]),
        ("R. K. Mammadov wrote No. 7.", ["R. K. Mammadov wrote No. 7."]),
        ("He said no. She agreed.", ["He said no.", "She agreed."]),
        ('"It is over." The general left.', ['"It is over."', "The general left."]),
        ('"Who fired?" Mr. Grigoryan asked.', ['"Who fired?" Mr. Grigoryan asked.']),
        ("They took 3.5 km of road.", ["They took 3.5 km of road."]),
        ("Truce holds in hills\nThe truce held.", ["Truce holds in hills", "The truce held."]),
        ("He waited... and left.", ["He waited... and left."]),
    ],
)
def test_news_sentences(text: str, expected: list[str]) -> None:
    """Abbreviations, initials, quotes and line ends are read as newsrooms write them."""
    assert pieces(text) == expected


def test_dateline_stays_with_its_sentence() -> None:
    """An agency's name between full stops does not cut the sentence it opens."""
    text = "TBILISI, May 4. /WIRE/. The bridge was closed. It reopened."
    first, second = split_sentences(text)
    assert text[first.start : first.end].endswith("closed.")
    assert text[find_dateline(text, first) :].startswith("The bridge")
    assert find_dateline(text, second) == second.start


def test_hard_wrapped_paragraph_is_one_block() -> None:
    """Lines that a column width broke are joined into their sentence."""
    lines = [
        "The monitors of the mission drove along the road to the north of",
        "the lake and counted the vehicles that had been left by the army",
        "before nightfall. They saw none.",
    ]
    assert len(pieces("\n".join(lines))) == 2


def test_nested_and_open_quotes() -> None:
    """A quote in a quote is not listed; an open one ends with its paragraph."""
    text = "“He said ‘no’ and “never” again,” she told us.\n“It goes on\nThe end."
    spans = [text[s.start : s.end] for s in find_quotes(text)]
    assert spans == ["“He said ‘no’ and “never” again,”", "“It goes on"]


@pytest.mark.parametrize("unit", [".", ". A a", '"', "“", "\n \n", "U.S. ", "A "])
def test_splitting_is_linear(unit: str) -> None:
    """Two hundred thousand characters of anything take about a second, not minutes."""
    text = unit * (200_000 // len(unit))
    begun = time.process_time()
    split_sentences(text)
    find_quotes(text)
    assert time.process_time() - begun < 30
