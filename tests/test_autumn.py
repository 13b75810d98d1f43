"""The example of autumn 2020: nine texts of our own that say where their facts come from."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from karamap.documents import read_documents
from karamap.gazetteer import Gazetteer
from karamap.pipeline import geoparse

ROOT = Path(__file__).resolve().parents[1]
TEXTS = sorted((ROOT / "docs" / "examples" / "autumn-2020").glob("[1-9]*.md"))
# places along the whole front and behind it, as the gazetteer calls them
FRONT = {
    "jabrayil",
    "fuzuli",
    "hadrut",
    "zangilan",
    "gubadli",
    "shusha",
    "khankendi",
    "ganja",
    "tartar",
    "barda",
    "mingachevir",
    "aghdara",
    "khojavend",
    "murovdag",
    "talish",
    "sugovushan",
    "goris",
    "kapan",
    "vardenis",
    "yeraskh",
    "lachin-corridor",
    "safiyan",
}


@pytest.mark.parametrize("path", TEXTS, ids=lambda p: p.stem)
def test_each_text_names_its_sources_and_day(path: Path) -> None:
    """The front matter names outlets with their days; the text is dated within the war."""
    head = path.read_text(encoding="utf-8").split("---\n")[1]
    sources = re.findall(r"^  - (.+)$", head, re.MULTILINE)
    assert len(sources) >= 4
    assert all(re.search(r"20(20|21)", s) or "three leaders" in s for s in sources)
    (document,) = read_documents(path)
    assert document.published is not None
    assert date(2020, 9, 27) < document.published <= date(2020, 11, 10)


def test_texts_reach_the_whole_front(gazetteer: Gazetteer) -> None:
    """Every place of the list is found in the texts, under one of its names."""
    found, faults = geoparse(TEXTS, gazetteer=gazetteer)
    ids = {t.place.id for ts in found.values() for t in ts if t.place}
    assert len(TEXTS) == 9
    assert not faults
    assert set() == FRONT - ids
