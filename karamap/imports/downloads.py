"""A table that a user downloaded, as rows: plain, gzipped or zipped CSV of any release.

Names of columns differ in case and between releases; a column is found by any of its names.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from karamap.errors import InputError
from karamap.model import EventType

__all__ = ["Download", "map_type", "open_download"]

_GZIP = b"\x1f\x8b"
_ZIP = b"PK\x03\x04"
_SEPARATORS = (",", ";", "\t")


@dataclass(frozen=True, slots=True)
class Download:
    """The rows of a table with the line each starts on; columns under their lower-case names."""

    path: Path
    sha256: str
    columns: frozenset[str]
    text: str
    separator: str

    def rows(
        self, names: Mapping[str, tuple[str, ...]]
    ) -> Iterator[tuple[int, dict[str, str]] | InputError]:
        """Yield line and row, cells under our `names`: the first of the columns that is filled.

        A row with more or fewer cells than the header comes as its fault; so does the first line
        that is no CSV, and nothing after it.
        """
        reader = csv.reader(io.StringIO(self.text, newline=""), delimiter=self.separator)
        header = [_column(name) for name in next(reader)]
        line = reader.line_num + 1
        try:
            for cells in reader:
                if len(cells) == len(header):
                    row = dict(zip(header, cells, strict=True))
                    yield line, {ours: _first(row, theirs) for ours, theirs in names.items()}
                elif cells:
                    told = f"has {len(cells)} cells where the header has {len(header)}"
                    yield InputError(f"{told}; mend or drop the row", self.path, line)
                line = reader.line_num + 1
        except csv.Error as fault:
            yield InputError(f"no CSV from here on ({fault}); mend the file", self.path, line)

    def has(self, names: tuple[str, ...]) -> bool:
        """Whether the table has a column by one of `names`."""
        return any(name in self.columns for name in names)


def _first(row: dict[str, str], names: tuple[str, ...]) -> str:
    return next((cell for name in names if (cell := row.get(name, "").strip())), "")


def _column(name: str) -> str:
    return name.strip().strip('"').lower().replace(" ", "_")


def open_download(path: Path) -> Download:
    """Return the table in `path`: CSV, or the one CSV in a gzip or zip file.

    Text is read as UTF-8, else as Windows-1252, which older releases used; columns may be parted
    by comma, semicolon or tab.

    Raises
    ------
    InputError
        Where the file cannot be read, holds no table or more than one.
    """
    try:
        data = path.read_bytes()
        plain = _unpacked(data, path)
    except FileNotFoundError as fault:
        raise InputError(f"cannot be read ({fault.strerror}); check the path", path) from None
    except (OSError, EOFError, zlib.error, zipfile.BadZipFile) as fault:
        raise InputError(f"cannot be read ({fault}); give the file as downloaded", path) from None
    try:
        text = plain.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = plain.decode("cp1252", errors="replace")
    first = text.partition("\n")[0]
    if not first.strip():
        raise InputError("holds no table; give the CSV file as downloaded", path)
    separator = max(_SEPARATORS, key=first.count)
    columns = frozenset(_column(name) for name in next(csv.reader([first], delimiter=separator)))
    return Download(path, hashlib.sha256(data).hexdigest(), columns, text, separator)


def _unpacked(data: bytes, path: Path) -> bytes:
    if data.startswith(_GZIP):
        return gzip.decompress(data)
    if not data.startswith(_ZIP):
        return data
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        tables = [n for n in archive.namelist() if n.lower().endswith(".csv") and n[0] != "_"]
        if len(tables) != 1:
            raise InputError(f"holds {len(tables)} CSV files; unpack it and give one", path)
        return archive.read(tables[0])


@lru_cache(maxsize=1)
def _types() -> dict[tuple[str, str, str], EventType]:
    table = files("karamap.imports").joinpath("types.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(io.StringIO(table))
    return {(r["dataset"], r["type"], r["sub_type"]): EventType(r["karamap"]) for r in rows}


def map_type(dataset: str, kind: str, sub_kind: str = "") -> EventType:
    """Return karamap's type for a type of `dataset` (``ucdp`` or ``acled``), by ``types.csv``.

    A sub-type that the table lacks counts as its type.

    Raises
    ------
    ValueError
        Where the table has no such type.
    """
    kind, sub_kind = kind.strip().lower(), sub_kind.strip().lower()
    table = _types()
    found = table.get((dataset, kind, sub_kind)) or table.get((dataset, kind, ""))
    if found is None:
        raise ValueError(f"type {kind!r} is none of {dataset.upper()}'s")
    return found
