"""Patterns of dates: tried at the words that open them, they find what they find anywhere."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from karamap.dates import absolute, anchored, relative, seasons
from karamap.dates.context import read_layout
from karamap.dates.scanning import Reader, find_opened, scan

_DATA = Path(__file__).parent / "data"
_READERS = [
    pytest.param(reader, id=f"{module.__name__.rpartition('.')[2]}-{n}")
    for module in (absolute, anchored, relative, seasons)
    for n, reader in enumerate(vars(module)["_READERS"])
]


@pytest.fixture(scope="module")
def shadow() -> str:
    """Return what all our texts with dates look like to the patterns."""
    rows = [
        json.loads(line)["text"]
        for file in sorted((_DATA / "dates").glob("*.jsonl"))
        for line in file.read_text("utf-8").splitlines()
    ]
    rows += [f.read_text("utf-8") for f in sorted((_DATA / "events").glob("*/in.txt"))]
    return read_layout("\n\n".join(rows)).shadow


@pytest.mark.parametrize("reader", _READERS)
def test_the_openers_of_a_pattern_begin_all_its_matches(reader: Reader, shadow: str) -> None:
    """A reader finds as much at its opening words as anywhere in the text, and something."""
    anywhere = [
        found
        for match in reader.pattern.finditer(shadow)
        if (found := reader.read(shadow, match)) is not None
    ]
    assert list(scan(shadow, (reader,))) == anywhere
    assert anywhere


def test_an_opener_inside_a_match_opens_no_second_one() -> None:
    """A match that another one has taken in is not found again, as with `finditer`."""
    pattern = re.compile(r"(?:this )?(?:Tuesday|Wednesday)")
    found = find_opened(pattern, {"this", "tuesday"}, "It began this Tuesday, not Wednesday.")
    assert [m[0] for m in found] == ["this Tuesday"]
