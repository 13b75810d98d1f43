"""What the user named: files, folders and standard input, each with the id it will have."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from karamap.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["STDIN", "SUFFIXES", "Source", "expand_inputs"]

STDIN = "-"

SUFFIXES = {
    ".txt": "text",
    ".text": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
    ".tsv": "csv",
}
"""Suffix → kind, as a folder is searched; any other file named outright is read as text."""

_NAMED_ONLY = {".json": "jsonl"}


@dataclass(frozen=True, slots=True)
class Source:
    """One file, or standard input."""

    path: str  # as given, or inside the folder given
    kind: str
    id: str


def expand_inputs(inputs: Iterable[str | Path]) -> list[Source | InputError]:
    """Return what to read, in the order given, with a fault for each input that is not there.

    A folder stands for its files of known kinds in order of name: no subfolders, no hidden files,
    no README. A file named twice is read once.
    """
    found: list[str | InputError] = []
    seen: set[Path | str] = set()
    for one in inputs:
        for path in _expand_one(str(one)):
            key: Path | str | None = None
            if isinstance(path, str):
                key = path if path == STDIN else Path(path).resolve()
            if key is None or key not in seen:
                found.append(path)
            if key is not None:
                seen.add(key)
    ids = _name_files(path for path in found if isinstance(path, str))
    return [
        Source(path, _kind_of(path), ids[path]) if isinstance(path, str) else path for path in found
    ]


def _expand_one(given: str) -> list[str | InputError]:
    if given == STDIN:
        return [STDIN]
    if not given.strip():
        return [InputError("empty file name: name a file, a folder, or - for standard input")]
    path = Path(given)
    try:
        path.stat()
        return list(_list_folder(path)) if path.is_dir() else [given]
    except FileNotFoundError:
        return [InputError("no such file or folder: check the path", given)]
    except (OSError, ValueError) as fault:
        why = getattr(fault, "strerror", None) or str(fault)
        return [InputError(f"cannot be read ({why}): check the path and its permissions", given)]


def _list_folder(folder: Path) -> Iterator[str | InputError]:
    files = sorted(
        path
        for path in folder.iterdir()
        if path.suffix.lower() in SUFFIXES
        and not path.name.startswith(".")
        and path.stem.lower() != "readme"
        and path.is_file()
    )
    if not files:
        kinds = " ".join(SUFFIXES)
        yield InputError(
            f"folder without a document of its own ({kinds}): name files, or its subfolders", folder
        )
    yield from map(str, files)


def _kind_of(path: str) -> str:
    if path == STDIN:
        return "stdin"
    suffix = Path(path).suffix.lower()
    return SUFFIXES.get(suffix) or _NAMED_ONLY.get(suffix, "text")


def _name_files(paths: Iterable[str]) -> dict[str, str]:
    """Return path → id: the file's name, with as many parents as tell namesakes apart."""
    groups: dict[str, list[str]] = defaultdict(list)
    ids: dict[str, str] = {}
    for path in paths:
        if path == STDIN:
            ids[path] = path
        else:
            groups[Path(path).name].append(path)
    for group in groups.values():
        longest = max(len(Path(path).parts) for path in group)
        depth = 1
        while depth < longest and len({_tail(path, depth) for path in group}) < len(group):
            depth += 1
        ids |= {path: _tail(path, depth) for path in group}
    return ids


def _tail(path: str, depth: int) -> str:
    return Path(*Path(path).parts[-depth:]).as_posix()
