"""Atomic writing: a reader sees the old file or the new one, never half of it."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterable
from pathlib import Path

from karamap.errors import OutputError

__all__ = [
    "check_folder",
    "clean_text",
    "replace_with",
    "write_bytes",
    "write_pieces",
    "write_text",
]

_UNWRITABLE = re.compile("[\x00\ud800-\udfff]")


def check_folder(folder: Path) -> Path:
    """Make `folder` if needed and see that it takes files, before any work is done.

    Raises
    ------
    OutputError
        Where it cannot be made or written to.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise OutputError(
            f"cannot be written to ({error.strerror}); choose another folder with -o", folder
        ) from error
    return folder


def replace_with(temporary: Path, path: Path) -> None:
    """Move a finished temporary file to its place, readable as new files are."""
    umask = os.umask(0)
    os.umask(umask)
    try:
        temporary.chmod(0o666 & ~umask)
        temporary.replace(path)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise OutputError(f"cannot be written ({error.strerror})", path) from error


def write_bytes(path: Path, data: bytes) -> Path:
    """Write `data` to `path` at once.

    Raises
    ------
    OutputError
        Where the folder is missing or full, or the file may not be replaced.
    """
    return _write_all(path, (data,))


def _write_all(path: Path, pieces: Iterable[bytes]) -> Path:
    """Write `pieces` to a file beside `path` and put that in its place; leave none behind."""
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        temporary = Path(name)
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.writelines(pieces)
        except BaseException:  # also where a piece cannot be made, or the user stops it
            temporary.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise OutputError(f"cannot be written ({error.strerror})", path) from error
    replace_with(temporary, path)
    return path


def clean_text(text: str) -> str:
    """Return `text` with U+FFFD for what no file can hold: NUL and lone surrogates."""
    return _UNWRITABLE.sub("\ufffd", text)


def write_text(path: Path, text: str) -> Path:
    """Write `text` as UTF-8 to `path` at once; lone surrogates become U+FFFD."""
    return write_bytes(path, clean_text(text).encode("utf-8"))


def write_pieces(path: Path, pieces: Iterable[str]) -> Path:
    """Write text that comes in pieces as UTF-8 to `path` at once, without holding all of it."""
    return _write_all(path, (clean_text(piece).encode("utf-8") for piece in pieces))
