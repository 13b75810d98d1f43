"""Zip archives that are the same bytes on every run."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable

__all__ = ["zip_bytes"]

_STAMP = (2000, 1, 1, 0, 0, 0)


def zip_bytes(members: Iterable[tuple[str, bytes]]) -> bytes:
    """Return an archive of `members` (name, data) in that order, all with one fixed date."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in members:
            info = zipfile.ZipInfo(name, _STAMP)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 3  # Unix, wherever it is made
            info.external_attr = 0o644 << 16
            archive.writestr(info, data)
    return stream.getvalue()
