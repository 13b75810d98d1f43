"""Zip archives that are the same bytes on every run."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator

__all__ = ["zip_bytes"]

_MEGABYTE = 1 << 20
_STAMP = (2000, 1, 1, 0, 0, 0)


def _gathered(data: Iterable[bytes]) -> Iterator[bytes]:
    """Yield `data` in pieces of about a megabyte, which compress no worse than the whole."""
    held: list[bytes] = []
    size = 0
    for piece in data:
        held.append(piece)
        size += len(piece)
        if size >= _MEGABYTE:
            yield b"".join(held)
            held, size = [], 0
    yield b"".join(held)


def zip_bytes(members: Iterable[tuple[str, Iterable[bytes]]]) -> bytes:
    """Return an archive of `members` (name, data in pieces), in that order, of one fixed date."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in members:
            info = zipfile.ZipInfo(name, _STAMP)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 3  # Unix, wherever it is made
            info.external_attr = 0o644 << 16
            with archive.open(info, "w") as member:
                for pieces in _gathered(data):
                    member.write(pieces)
    return stream.getvalue()
