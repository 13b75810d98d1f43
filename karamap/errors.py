"""The error tree.

::

    KaramapError
    ├── InputError        a document, table or option the user gave is unusable   (exit 2)
    ├── GazetteerError    a gazetteer folder or layer file is unusable            (exit 2)
    ├── OutputError       a file or folder cannot be written                      (exit 2)
    └── RenderError       a map could not be drawn: our fault                     (exit 1)
"""

from __future__ import annotations

__all__ = ["GazetteerError", "InputError", "KaramapError", "OutputError", "RenderError"]


class KaramapError(Exception):
    """Base of every error karamap raises on purpose; its text is one line with a remedy."""

    exit_code = 1


class _Located(KaramapError):
    """An error about a file, optionally a line of it.

    Parameters
    ----------
    message
        What is wrong and what to do about it, without the file name.
    source
        The file (or ``-`` for standard input) it is about.
    line
        One-based line number, where there is one.
    """

    exit_code = 2

    def __init__(self, message: str, source: object = None, line: int | None = None) -> None:
        self.source = None if source is None else str(source)
        self.line = line
        self.message = message
        where = "" if self.source is None else self.source
        if line is not None:
            where += f":{line}"
        super().__init__(f"{where}: {message}" if where else message)


class InputError(_Located):
    """A document, table or option the user gave cannot be used."""


class GazetteerError(_Located):
    """A gazetteer folder, one of its tables or a layer file cannot be used."""


class OutputError(_Located):
    """A file or folder cannot be written."""


class RenderError(KaramapError):
    """A map could not be drawn although its input was sound."""
