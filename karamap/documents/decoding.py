"""Bytes to text, with a clear fault for what is no text."""

from __future__ import annotations

import codecs
import io
import re
from typing import TYPE_CHECKING

from karamap.errors import InputError

if TYPE_CHECKING:
    from typing import BinaryIO

__all__ = [
    "MAX_BYTES",
    "bom_codec",
    "chain_streams",
    "check_encoding",
    "check_not_binary",
    "decode",
    "decode_page",
    "is_wide",
    "read_limited",
    "size_fault",
]

MAX_BYTES = 20_000_000
"""Largest single document read: a txt, md or html file, or one row of a jsonl or csv file."""

_MEGABYTE = 1_000_000

# The wide ones first: the mark of UTF-32 begins with that of UTF-16.
_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_SIGNATURES = (
    (b"%PDF-", "a PDF file", "turn it into text first, for example with pdftotext"),
    (b"PK\x03\x04", "a zip, docx or odt file", "save its text as .txt first"),
    (b"\xd0\xcf\x11\xe0", "an old Office file", "save its text as .txt first"),
    (b"{\\rtf", "an RTF file", "save its text as .txt first"),
    (b"\x1f\x8b", "a gzip file", "unpack it first"),
    (b"\x89PNG", "an image", "give the text it shows as .txt"),
    (b"\xff\xd8\xff", "an image", "give the text it shows as .txt"),
    (b"GIF8", "an image", "give the text it shows as .txt"),
)

# Control bytes that text does not use; tab, newline, return, form feed and escape are left out.
_CONTROLS = bytes(b for b in (*range(32), 127) if b not in b"\t\n\x0b\x0c\r\x1b")
_CONTROL_SHARE = 0.05
_HEAD = 65536

_META_CHARSET = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9._-]{1,40})""", re.IGNORECASE
)
_XML_ENCODING = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})""")


def check_encoding(encoding: str | None) -> None:
    """Raise `InputError` if `encoding` is no text encoding that Python knows."""
    if encoding is None:
        return
    try:
        b"".decode(encoding)
        "".encode(encoding)
    except (LookupError, ValueError):
        raise InputError(
            f"unknown encoding {encoding!r}: use a name such as utf-8, cp1251, cp1254 or utf-16"
        ) from None


def size_fault(size: int | None, what: str, source: str, line: int | None = None) -> InputError:
    """Return the fault for a document of `size` bytes (None: unknown) over the limit."""
    limit = f"{MAX_BYTES // _MEGABYTE} MB"
    # rounded up, so that a file just over the limit does not seem to be just at it
    told = "over" if size is None else f"{-(-size * 10 // _MEGABYTE) / 10:.1f} MB, over"
    return InputError(
        f"{what} is {told} the limit of {limit}: split it, or make it rows of a jsonl file",
        source,
        line,
    )


def read_limited(stream: BinaryIO, source: str, size: int | None = None) -> bytes:
    """Return all bytes of `stream`; raise `InputError` beyond `MAX_BYTES`."""
    if size is not None and size > MAX_BYTES:
        raise size_fault(size, "this document", source)
    data = stream.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise size_fault(None, "this document", source)
    return data


def bom_codec(data: bytes) -> str | None:
    """Return the codec that a UTF-16 or UTF-32 byte order mark names, one that keeps the mark."""
    return next((codec for mark, codec in _BOMS if data.startswith(mark)), None)


def check_not_binary(data: bytes, source: str, encoding: str | None) -> None:
    """Raise `InputError` if `data` is a known binary format or holds bytes no text has."""
    for signature, what, remedy in _SIGNATURES:
        if data.startswith(signature):
            raise InputError(f"{what}, not text: {remedy}", source)
    if (encoding and is_wide(encoding)) or bom_codec(data):
        return
    head = data[:_HEAD]
    controls = len(head) - len(head.translate(None, _CONTROLS))
    if b"\0" in data or controls > _CONTROL_SHARE * len(head):
        raise InputError(
            "binary, not text: save its text as UTF-8 .txt (UTF-16 text without a byte order mark "
            "needs --encoding utf-16-le)",
            source,
        )


def is_wide(encoding: str) -> bool:
    """Whether a character takes several bytes, so that text holds NUL bytes."""
    return codecs.lookup(encoding).name.startswith(("utf-16", "utf-32"))


def decode(
    data: bytes, source: str, *, encoding: str | None = None, line: int | None = None
) -> str:
    """Return `data` as text with every character kept.

    Parameters
    ----------
    data
        The bytes of a file or of one line.
    source
        Named in the fault.
    encoding
        What the user says it is; None: UTF-8, or what a UTF-16/32 byte order mark says.
    line
        One-based line number, named in the fault.

    Raises
    ------
    InputError
        If the bytes are not in that encoding.
    """
    codec = encoding or bom_codec(data) or "utf-8"
    try:
        return data.decode(codec)
    except UnicodeDecodeError as fault:
        found = f"byte 0x{data[fault.start]:02x} at offset {fault.start}"
        name = encoding or codec.upper()
        raise InputError(
            f"not {name} ({found}): name its encoding, for example --encoding cp1251, "
            "or save it again as UTF-8",
            source,
            line,
        ) from None


def decode_page(data: bytes, source: str, *, encoding: str | None = None) -> str:
    """Return an html page as text, by `encoding`, UTF-8, or the charset the page declares."""
    try:
        return decode(data, source, encoding=encoding)
    except InputError:
        declared = _META_CHARSET.search(data[:4096]) or _XML_ENCODING.search(data[:4096])
        if encoding is not None or declared is None:
            raise
        try:
            return data.decode(declared[1].decode("ascii"))
        except (LookupError, ValueError):
            pass
        raise


class _Chained(io.RawIOBase):
    """`head`, then `stream`."""

    def __init__(self, head: bytes, stream: BinaryIO) -> None:
        self._head = head
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self._head or self._stream.read(len(buffer))
        used, self._head = data[: len(buffer)], data[len(buffer) :]
        buffer[: len(used)] = used
        return len(used)


def chain_streams(head: bytes, stream: BinaryIO) -> BinaryIO:
    """Return a stream of `head`, already read, and the rest of `stream`."""
    return io.BufferedReader(_Chained(head, stream))
