"""The packaged seeds: a catalogue of five originals and a digest of each in our own words."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

SEEDS = Path(__file__).resolve().parents[1] / "seeds"
CITIES = ("Ganja", "Ganca", "Shusha", "Lachin", "Nakhchivan", "Khankendi", "Ceyhan")
SHORTEST = 1600  # characters; the shortest original is a short agency report


def read_catalogue() -> list[dict[str, Any]]:
    tables: list[dict[str, Any]] = tomllib.loads(
        (SEEDS / "catalogue.toml").read_text(encoding="utf-8")
    )["seed"]
    return tables


def split_front_matter(path: Path) -> tuple[dict[str, str], str]:
    empty, head, body = path.read_text(encoding="utf-8").split("---\n", 2)
    assert empty == "", f"{path.name} must open with front matter"
    pairs = (line.split(": ", 1) for line in head.splitlines())
    return {key: value.strip() for key, value in pairs}, body.strip()


@pytest.fixture(params=read_catalogue(), ids=lambda seed: seed["digest"])
def seed(request: pytest.FixtureRequest) -> dict[str, Any]:
    table: dict[str, Any] = request.param
    return table


def test_catalogue_lists_five_originals() -> None:
    """The catalogue has one record for each of the five originals, none twice."""
    seeds = read_catalogue()
    assert len(seeds) == 5
    for key in ("file", "sha256", "digest"):
        assert len({s[key] for s in seeds}) == 5


def test_every_digest_is_catalogued() -> None:
    """The folder's markdown files are the README and the catalogue's digests, nothing else."""
    found = {path.name for path in SEEDS.glob("*.md")} - {"README.md"}
    assert found == {s["digest"] for s in read_catalogue()}


def test_record_is_complete(seed: dict[str, Any]) -> None:
    """A record gives publisher, headline, a real day, the language and a well-formed SHA-256."""
    assert re.fullmatch(r"[0-9a-f]{64}", seed["sha256"])
    assert seed["publisher"]
    assert seed["title"]
    assert type(seed["published"]) is date
    assert seed["language"] == "en"
    assert seed["file"].endswith(".txt")


def test_front_matter_matches_the_catalogue(seed: dict[str, Any]) -> None:
    """A digest's front matter says what the catalogue says, the publication date included."""
    head, _ = split_front_matter(SEEDS / seed["digest"])
    assert head == {
        "title": seed["title"],
        "publisher": seed["publisher"],
        "published": seed["published"].isoformat(),
        "language": seed["language"],
        "original_sha256": seed["sha256"],
        "note": "Digest in our own words; the original belongs to its publisher.",
    }
    assert head["published"] in seed["digest"]


def test_digest_is_of_article_length(seed: dict[str, Any]) -> None:
    """A digest is an article of several paragraphs, not an abstract."""
    _, body = split_front_matter(SEEDS / seed["digest"])
    assert len(body) >= SHORTEST
    assert body.count("\n\n") >= 4


def test_digest_quotes_nobody(seed: dict[str, Any]) -> None:
    """What people said is told as reported speech, so no words of an original are quoted."""
    _, body = split_front_matter(SEEDS / seed["digest"])
    assert not re.search('["“”«»]', body)


@pytest.mark.parametrize("city", CITIES)
def test_city_is_named(city: str) -> None:
    """Each city that the first maps must show is named in the running text of some digest."""
    bodies = [split_front_matter(SEEDS / s["digest"])[1] for s in read_catalogue()]
    assert any(re.search(rf"\b{city}\b", body) for body in bodies)
