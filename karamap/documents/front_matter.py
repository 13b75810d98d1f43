"""Front matter of Markdown: ``key: value`` lines between ``---``, or TOML between ``+++``."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING

from karamap.documents.catalogue import Facts
from karamap.documents.publication import read_published
from karamap.errors import InputError
from karamap.model import Span

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["read_front_matter"]

_OPENING = re.compile(r"\ufeff?(---|\+\+\+)[ \t]*\r?\n")
_CLOSING = {
    mark: re.compile(rf"^{re.escape(mark)}[ \t]*\r?$", re.MULTILINE) for mark in ("---", "+++")
}
_PAIR = re.compile(r"\s*([A-Za-z][\w .-]*?)\s*:(?:\s+(.*?))?\s*")
_FILLER = re.compile(r"\s*(?:#.*|-\s.*)?|\s+.*")  # blank, comment, list item, nested line

_KEYS = {
    "title": "title",
    "publisher": "publisher",
    "outlet": "publisher",
    "site": "publisher",
    "published": "published",
    "date": "published",
    "url": "url",
    "link": "url",
    "language": "language",
    "lang": "language",
}


def read_front_matter(text: str, source: str, *, dated: bool = True) -> tuple[Facts, Span | None]:
    """Return what the front matter says and the span it takes; None where there is none.

    Lists and nested values are skipped. A text that opens with ``---`` as a mere rule has none.
    Its date is read only if `dated`: the user's word may stand in for a bad one.

    Raises
    ------
    InputError
        If the TOML or the publication date in it cannot be read.
    """
    opening = _OPENING.match(text)
    if opening is None:
        return Facts(), None
    closing = _CLOSING[opening[1]].search(text, opening.end())
    if closing is None:
        return Facts(), None
    body = text[opening.end() : closing.start()]
    pairs = _read_toml(body, source) if opening[1] == "+++" else _read_pairs(body)
    if pairs is None:
        return Facts(), None
    end = closing.end() - text[: closing.end()].endswith("\r")
    if not dated:
        pairs = {key: pair for key, pair in pairs.items() if _KEYS.get(key) != "published"}
    return _read_facts(pairs, source), Span(0, end)


def _read_pairs(body: str) -> dict[str, tuple[object, int]] | None:
    """Return key → (value, line), or None if a line is neither a pair nor a known filler."""
    pairs: dict[str, tuple[object, int]] = {}
    for number, line in enumerate(body.split("\n"), start=2):
        pair = None if line[:1].isspace() else _PAIR.fullmatch(line.rstrip("\r"))
        if pair:
            pairs[pair[1].lower()] = (_unquote(pair[2] or ""), number)
        elif not _FILLER.fullmatch(line.rstrip("\r")):
            return None
    return pairs


def _unquote(value: str) -> str:
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        return value[1:-1]
    return value


def _read_toml(body: str, source: str) -> dict[str, tuple[object, int]]:
    try:
        table = tomllib.loads(body.replace("\r\n", "\n"))
    except tomllib.TOMLDecodeError as fault:
        raise InputError(f"front matter is not valid TOML ({fault}): correct it", source) from None
    return {key.lower(): (value, 1) for key, value in table.items()}


def _read_facts(pairs: Mapping[str, tuple[object, int]], source: str) -> Facts:
    found: dict[str, tuple[object, int]] = {}
    for key, pair in pairs.items():
        if key in _KEYS and pair[0] not in ("", None):
            found.setdefault(_KEYS[key], pair)
    told, line = found.pop("published", (None, 1))
    published = read_published(told, source, line)
    names = {key: str(value) for key, (value, _) in found.items()}
    return Facts(**names, published=published, published_from="front matter" if published else None)
