"""Where the packaged data lies.

The wheel carries ``gazetteer/`` and ``seeds/`` under ``karamap/_data``. An editable install does
not copy them (hatchling's force-include is for wheels): the repository's own folders serve then.
"""

from __future__ import annotations

from pathlib import Path

from karamap.errors import KaramapError

__all__ = ["data_dir"]

_PACKAGE = Path(__file__).resolve().parent


def data_dir(name: str) -> Path:
    """Return the folder of packaged data called `name` (``gazetteer`` or ``seeds``).

    Raises
    ------
    KaramapError
        If the installation is incomplete.
    """
    for folder in (_PACKAGE / "_data" / name, _PACKAGE.parent / name):
        if folder.is_dir():
            return folder
    raise KaramapError(f"packaged folder {name!r} is missing: reinstall karamap")
