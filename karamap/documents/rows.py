"""Rows of jsonl and csv files, read one by one."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from karamap.documents.catalogue import Facts
from karamap.documents.decoding import (
    MAX_BYTES,
    bom_codec,
    chain_streams,
    decode,
    is_wide,
    size_fault,
)
from karamap.documents.publication import read_published
from karamap.errors import InputError

if TYPE_CHECKING:
    from typing import BinaryIO

__all__ = ["Row", "iter_lines", "read_csv_rows", "read_json_rows"]

_SURROGATE = re.compile(r"[\ud800-\udfff]")
_FIELDS = ("title", "publisher", "url")
_DELIMITERS = ",;\t"


@dataclass(frozen=True, slots=True)
class Row:
    """One document of a file of many."""

    id: str | None
    text: str
    facts: Facts
    line: int


def iter_lines(stream: BinaryIO, *, encoding: str | None = None) -> Iterator[tuple[int, bytes]]:
    """Yield each line with its number; one beyond the size limit comes cut off, just over it.

    Wide encodings are turned into UTF-8, so that a newline is one byte.
    """
    head = stream.read(4)
    codec = encoding if encoding and is_wide(encoding) else bom_codec(head)
    rest = chain_streams(head, stream)
    if codec:
        text = io.TextIOWrapper(rest, encoding=codec, newline="\n")
        yield from ((number, line.encode()) for number, line in enumerate(text, start=1))
        return
    number = 0
    while line := rest.readline(MAX_BYTES + 1):
        number += 1
        yield number, line
        while len(line) > MAX_BYTES and not line.endswith(b"\n"):
            line = rest.readline(MAX_BYTES + 1)


def read_json_rows(
    lines: Iterator[tuple[int, bytes]], source: str, *, encoding: str | None = None, dated: bool
) -> Iterator[Row | InputError]:
    """Yield a row, or its fault, for each line that is not blank.

    Parameters
    ----------
    lines
        From `iter_lines`.
    source
        Named in faults.
    encoding
        Of the bytes; None: UTF-8.
    dated
        Whether to read ``published``; False where the user's word overrides it.
    """
    for number, line in lines:
        if not line.strip(b" \t\r\n\x0b\x0c\xef\xbb\xbf"):
            continue
        try:
            yield _make_row(
                _parse_json(line, source, number, encoding), source, number, dated=dated
            )
        except InputError as fault:
            yield fault


def _parse_json(
    line: bytes, source: str, number: int, encoding: str | None
) -> Mapping[str, object]:
    if len(line) > MAX_BYTES:
        raise size_fault(None, "this row", source, number)
    text = decode(line, source, encoding=_narrow(encoding), line=number)
    if "\0" in text:
        raise InputError("binary, not text: give one JSON object a line", source, number)
    try:
        value = json.loads(text.lstrip("\ufeff"))
    except (ValueError, RecursionError) as fault:
        why = fault.msg if isinstance(fault, json.JSONDecodeError) else type(fault).__name__
        raise InputError(
            f"not valid JSON ({why}): correct the line, one object each", source, number
        ) from None
    if not isinstance(value, dict):
        raise InputError('not a JSON object: write {"id": …, "text": …}', source, number)
    return value


def _narrow(encoding: str | None) -> str | None:
    return "utf-8" if encoding and is_wide(encoding) else encoding


def _make_row(row: Mapping[str, object], source: str, line: int, *, dated: bool) -> Row:
    text = row.get("text")
    if text is None:
        raise InputError('row without "text": add it', source, line)
    if not isinstance(text, str):
        raise InputError(f'"text" is {type(text).__name__}, not a string: quote it', source, line)
    if not text.strip().strip("\ufeff"):
        raise InputError('"text" is empty: fill it or remove the row', source, line)
    if len(text) > MAX_BYTES or len(text.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        raise size_fault(None, "this row", source, line)
    told = {key: str(row[key]) for key in ("id", *_FIELDS) if row.get(key) not in (None, "")}
    if any(_SURROGATE.search(value) for value in (text, *told.values())):
        raise InputError(
            "half a surrogate pair (\\ud800–\\udfff): correct the escape", source, line
        )
    published = read_published(row.get("published"), source, line) if dated else None
    name = told.pop("id", None)
    return Row(
        name,
        text,
        Facts(**told, published=published, published_from="row" if published else None),
        line,
    )


def read_csv_rows(
    lines: Iterator[tuple[int, bytes]], source: str, *, encoding: str | None = None, dated: bool
) -> Iterator[Row | InputError]:
    """Yield a row, or its fault, for each record of a table with a header; see `read_json_rows`.

    Comma, semicolon or tab separates, whichever gives the header its columns ``id`` and ``text``.
    """
    limit = csv.field_size_limit(MAX_BYTES)
    try:
        yield from _read_table(_decode_lines(lines, source, _narrow(encoding)), source, dated=dated)
    except InputError as fault:
        yield fault
    finally:
        csv.field_size_limit(limit)


def _decode_lines(
    lines: Iterator[tuple[int, bytes]], source: str, encoding: str | None
) -> Iterator[str]:
    for number, line in lines:
        if len(line) > MAX_BYTES:
            raise size_fault(None, "this row", source, number)
        text = decode(line, source, encoding=encoding, line=number)
        yield text.removeprefix("\ufeff") if number == 1 else text


def _read_table(lines: Iterator[str], source: str, *, dated: bool) -> Iterator[Row | InputError]:
    first = next(lines, "")
    delimiter, header = _read_header(first, source)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        start = reader.line_num + 2  # the header is a line, and lines count from one
        try:
            record = next(reader)
        except StopIteration:
            return
        except csv.Error as fault:
            yield InputError(f"not valid CSV ({fault}): correct the quotes", source, start)
            if "limit" in str(fault):
                return  # what follows is the middle of the same text
            continue
        if record:
            yield _make_record(header, record, source, start, dated=dated)


def _read_header(line: str, source: str) -> tuple[str, list[str]]:
    for delimiter in _DELIMITERS:
        try:
            header = next(csv.reader([line], delimiter=delimiter))
        except (csv.Error, StopIteration):
            continue
        names = [name.strip().lower() for name in header]
        if {"id", "text"} <= set(names):
            return delimiter, names
    found = " ".join(line.split())[:60] or "nothing"
    raise InputError(f"header needs the columns id and text, found: {found}", source, 1)


def _make_record(
    header: list[str], record: list[str], source: str, line: int, *, dated: bool
) -> Row | InputError:
    if len(record) > len(header):
        return InputError(
            f"{len(record)} fields but {len(header)} columns: quote texts that hold the separator",
            source,
            line,
        )
    try:
        return _make_row(dict(zip(header, record, strict=False)), source, line, dated=dated)
    except InputError as fault:
        return fault
