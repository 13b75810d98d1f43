"""What is known of the seed documents, found by the SHA-256 of their bytes."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from karamap.errors import KaramapError
from karamap.resources import data_dir

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

__all__ = ["Facts", "load_catalogue", "packaged_catalogue"]


@dataclass(frozen=True, slots=True)
class Facts:
    """What an input says of itself beside its text."""

    title: str | None = None
    publisher: str | None = None
    published: date | None = None
    published_from: str | None = None
    url: str | None = None
    language: str | None = None


def load_catalogue(path: Path) -> dict[str, Facts]:
    """Return the facts of each ``[[seed]]`` of a TOML file, by lower-case SHA-256.

    Raises
    ------
    KaramapError
        If the file is no valid catalogue.
    """
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        return {str(seed["sha256"]).lower(): _read_seed(seed) for seed in table.get("seed", ())}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as fault:
        raise KaramapError(f"{path}: unusable catalogue ({fault}): reinstall karamap") from fault


def _read_seed(seed: Mapping[str, object]) -> Facts:
    told = seed.get("published")
    published = told if isinstance(told, date) or told is None else date.fromisoformat(str(told))
    names = {
        key: str(seed[key]) for key in ("title", "publisher", "url", "language") if key in seed
    }
    return Facts(**names, published=published, published_from="catalogue" if published else None)


@cache
def packaged_catalogue() -> dict[str, Facts]:
    """Return the catalogue that comes with the package; empty where there is none."""
    try:
        path = data_dir("seeds") / "catalogue.toml"
    except KaramapError:
        return {}
    return load_catalogue(path) if path.is_file() else {}
