"""From what the user names to documents: faults are collected, good documents kept."""

from __future__ import annotations

import hashlib
import io
import re
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict, cast

from karamap.documents.boilerplate import find_boilerplate
from karamap.documents.catalogue import Facts, packaged_catalogue
from karamap.documents.decoding import (
    MAX_BYTES,
    bom_codec,
    chain_streams,
    check_encoding,
    check_not_binary,
    decode,
    decode_page,
    read_limited,
)
from karamap.documents.front_matter import read_front_matter
from karamap.documents.pages import read_page
from karamap.documents.publication import find_published
from karamap.documents.rows import Row, iter_lines, read_csv_rows, read_json_rows
from karamap.documents.sources import STDIN, Source, expand_inputs
from karamap.errors import InputError
from karamap.model import Document, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import BinaryIO, TextIO

__all__ = ["iter_documents", "load_documents", "read_documents"]

_HEAD = 65536
_MANY_FAULTS = 5  # more, and not one good row: the file is of another kind
_JSON_START = re.compile(r'\s*\{\s*(?:"|\}|\r?\n)')
_HEADING = re.compile(r"^#\s+(.+?)\s*#*\s*$", re.MULTILINE)
_TITLE_WORDS = 25


def load_documents(
    inputs: str | Path | Iterable[str | Path],
    *,
    published: date | None = None,
    encoding: str | None = None,
    stdin: TextIO | BinaryIO | None = None,
) -> tuple[list[Document], list[InputError]]:
    """Read every input and return the documents and the faults, both in input order.

    Parameters
    ----------
    inputs
        Files (txt, md, html, jsonl, csv, tsv; any other suffix is tried as text), folders, and
        ``-`` for standard input, which is jsonl if it begins with a JSON object and text if not.
        A folder stands for its own files of these kinds in order of name, without README.
    published
        Publication date of all of them; overrides what they say of themselves.
    encoding
        Of all of them; None: UTF-8, UTF-16 and UTF-32 with a byte order mark, and for html what
        the page declares.
    stdin
        Read for ``-``; None: the process's own standard input.

    Returns
    -------
        A file's id is its name, with parent folders where namesakes were given; a row's is its
        ``id``, or ``file:line``. Offsets count the characters of `Document.text`: of a file or
        row exactly as it stands (newlines, byte order mark and front matter included), of an html
        page the article extracted from it.
    """
    documents: list[Document] = []
    faults: list[InputError] = []
    for one in iter_documents(inputs, published=published, encoding=encoding, stdin=stdin):
        if isinstance(one, Document):
            documents.append(one)
        else:
            faults.append(one)
    return documents, faults


def read_documents(
    inputs: str | Path | Iterable[str | Path],
    *,
    published: date | None = None,
    encoding: str | None = None,
    stdin: TextIO | BinaryIO | None = None,
) -> list[Document]:
    """Read every input, all sound; see `load_documents`.

    Raises
    ------
    InputError
        The first fault met.
    """
    documents: list[Document] = []
    for one in iter_documents(inputs, published=published, encoding=encoding, stdin=stdin):
        if isinstance(one, InputError):
            raise one
        documents.append(one)
    return documents


def iter_documents(
    inputs: str | Path | Iterable[str | Path],
    *,
    published: date | None = None,
    encoding: str | None = None,
    stdin: TextIO | BinaryIO | None = None,
) -> Iterator[Document | InputError]:
    """Yield each document, or a fault, as it is read; rows come one by one.

    See `load_documents` for the parameters.
    """
    try:
        check_encoding(encoding)
    except InputError as fault:
        yield fault
        return
    first_seen: dict[str, str] = {}
    given = [inputs] if isinstance(inputs, str | Path) else inputs
    for source in expand_inputs(given):
        if isinstance(source, InputError):
            yield source
            continue
        for one in _read_source(source, published, encoding, stdin):
            yield _refuse_twin(one, first_seen) if isinstance(one, tuple) else one


def _refuse_twin(
    found: tuple[Document, int | None], first_seen: dict[str, str]
) -> Document | InputError:
    document, line = found
    where = document.source if line is None else f"{document.source}:{line}"
    earlier = first_seen.setdefault(document.id, where)
    if earlier == where:
        return document
    return InputError(
        f"id {document.id!r} was used before (at {earlier}): give each its own id",
        document.source,
        line,
    )


_Found = tuple[Document, int | None] | InputError


def _read_source(
    source: Source, published: date | None, encoding: str | None, stdin: TextIO | BinaryIO | None
) -> Iterator[_Found]:
    try:
        if source.kind == "stdin":
            yield from _read_stdin(stdin, published, encoding)
            return
        path = Path(source.path)
        with path.open("rb") as stream:
            if source.kind in {"jsonl", "csv"}:
                yield from _read_rows(stream, source, published, encoding)
            else:
                data = read_limited(stream, source.path, path.stat().st_size)
                yield _read_single(data, source, published, encoding), None
    except InputError as fault:
        yield fault
    except UnicodeDecodeError as fault:
        yield InputError(f"not {encoding or fault.encoding}: save it again as UTF-8", source.path)
    except OSError as fault:
        why = fault.strerror or type(fault).__name__
        yield InputError(f"cannot be read ({why}): check its permissions", source.path)


def _read_stdin(
    stdin: TextIO | BinaryIO | None, published: date | None, encoding: str | None
) -> Iterator[_Found]:
    stream, codec = _open_stdin(stdin, encoding)
    head = b""
    while line := stream.readline(MAX_BYTES):
        head += line
        if head.strip() or len(head) > MAX_BYTES:
            break
    rest = chain_streams(head, stream)
    opening = head.decode(codec or bom_codec(head) or "utf-8", "replace")
    if _JSON_START.match(opening.lstrip("\ufeff")):
        yield from _read_rows(rest, Source(STDIN, "jsonl", STDIN), published, codec)
    else:
        data = read_limited(rest, STDIN)
        yield _read_single(data, Source(STDIN, "text", STDIN), published, codec), None


def _open_stdin(
    stdin: TextIO | BinaryIO | None, encoding: str | None
) -> tuple[BinaryIO, str | None]:
    """Return the bytes of standard input and their encoding; newlines stay as they are."""
    stream = sys.stdin if stdin is None else stdin
    if isinstance(stream, io.TextIOBase):
        if hasattr(stream, "buffer"):
            return stream.buffer, encoding
        return io.BytesIO(stream.read().encode("utf-8", "surrogatepass")), "utf-8"
    return cast("BinaryIO", stream), encoding


# --- one document -----------------------------------------------------------------------------


def _read_single(
    data: bytes, source: Source, published: date | None, encoding: str | None
) -> Document:
    """Return the document that the bytes of one file hold."""
    check_not_binary(data, source.path, encoding)
    decoder = decode_page if source.kind == "html" else decode
    text = decoder(data, source.path, encoding=encoding)
    _check_not_empty(text, source.path)
    facts, front = Facts(), None
    if source.kind == "html":
        text, facts = read_page(text, source.path)
    elif source.kind == "markdown":
        facts, front = read_front_matter(text, source.path, dated=published is None)
        _check_not_empty(text[front.end if front else 0 :], source.path)
    spans = _mark_markdown(front) if source.kind == "markdown" else find_boilerplate(text)
    facts = _merge_facts(facts, hashlib.sha256(data).hexdigest())
    title = facts.title or _find_title(text, spans, markdown=source.kind == "markdown")
    return Document(
        id=source.id,
        text=text,
        title=title,
        sha256=hashlib.sha256(data).hexdigest(),
        source=source.path,
        boilerplate=spans,
        **_date_and_origin(text, facts, published, spans),
    )


def _check_not_empty(text: str, source: str) -> None:
    if not text.strip().strip("\ufeff"):
        raise InputError("empty: nothing to read, remove it from the inputs or fill it", source)


def _mark_markdown(front: Span | None) -> tuple[Span, ...]:
    return (front,) if front else ()


class _Origin(TypedDict):
    publisher: str | None
    published: date | None
    published_from: str | None
    url: str | None
    language: str


def _date_and_origin(
    text: str, facts: Facts, given: date | None, boilerplate: tuple[Span, ...]
) -> _Origin:
    """Return who published it and when: the user's word first, then metadata, then the text."""
    day, told_by = facts.published, facts.published_from
    if given is not None:
        day, told_by = given, "option"
    elif day is None:
        day, told_by = find_published(text, facts.url, boilerplate) or (None, None)
    return {
        "publisher": facts.publisher,
        "published": day,
        "published_from": told_by,
        "url": facts.url,
        "language": facts.language or "en",
    }


def _merge_facts(own: Facts, sha256: str) -> Facts:
    """Return what the catalogue says of these bytes, completed by what the input says itself."""
    known = packaged_catalogue().get(sha256)
    if known is None:
        return own
    dated = known if known.published else own
    return Facts(
        title=known.title or own.title,
        publisher=known.publisher or own.publisher,
        published=dated.published,
        published_from=dated.published_from,
        url=known.url or own.url,
        language=known.language or own.language,
    )


def _find_title(text: str, boilerplate: tuple[Span, ...], *, markdown: bool) -> str | None:
    """Return the heading of a Markdown text, or else the first line if it looks like a title."""
    if markdown:
        heading = _HEADING.search(text, boilerplate[0].end if boilerplate else 0)
        return heading[1] if heading else None
    start = 0
    for line in text[:_HEAD].split("\n"):
        end = start + len(line)
        title = line.strip().strip("\ufeff")
        if title and not any(s.start < end and start < s.end for s in boilerplate):
            fits = len(title.split()) <= _TITLE_WORDS and not title.endswith(".")
            return title if fits and text[end:].strip() else None
        start = end + 1
    return None


# --- many documents ---------------------------------------------------------------------------


def _read_rows(
    stream: BinaryIO, source: Source, published: date | None, encoding: str | None
) -> Iterator[_Found]:
    """Yield the rows of a file; where not one is good, many faults are told as one."""
    head = stream.read(_HEAD)
    check_not_binary(head, source.path, encoding)
    lines = iter_lines(chain_streams(head, stream), encoding=encoding)
    read = read_csv_rows if source.kind == "csv" else read_json_rows
    held: list[InputError] = []
    good = False
    for row in read(lines, source.path, encoding=encoding, dated=published is None):
        if isinstance(row, InputError) and not good:
            held.append(row)
        elif isinstance(row, InputError):
            yield row
        else:
            yield from held
            held, good = [], True
            yield _make_document(row, source, published), row.line
    if len(held) > _MANY_FAULTS:
        yield InputError(
            f"none of {len(held)} rows is usable: write one JSON object a line (jq -c '.[]'), or a "
            f"csv file with the columns id and text; the first: {held[0].message}",
            source.path,
            held[0].line,
        )
    elif held:
        yield from held
    elif not good:
        yield InputError("empty: no rows to read, remove it from the inputs", source.path)


def _make_document(row: Row, source: Source, published: date | None) -> Document:
    digest = hashlib.sha256(row.text.encode()).hexdigest()
    spans = find_boilerplate(row.text)
    facts = _merge_facts(row.facts, digest)
    return Document(
        id=row.id or f"{source.id}:{row.line}",
        text=row.text,
        title=facts.title or _find_title(row.text, spans, markdown=False),
        sha256=digest,
        source=source.path,
        boilerplate=spans,
        **_date_and_origin(row.text, facts, published, spans),
    )
