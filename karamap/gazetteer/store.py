"""One read-only file that a gazetteer is looked up in, without loading it.

The file is mapped into memory, so that processes share its pages and opening takes no time. It
holds tables of fixed-width rows, one heap of strings, and hash tables from a key to the rows it may
mean. Nothing is kept on the Python side: a `Store` may be read by any number of threads, and by
child processes after a fork.
"""

from __future__ import annotations

import json
import math
import mmap
import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from zlib import crc32

from karamap.gazetteer.layout import (
    CLASSES,
    COUNT,
    FOR_ID,
    FORMAT,
    HEAD,
    HIT,
    MAGIC,
    NAME,
    PLACE,
    POINT,
    SLOT,
    START,
    encode,
)
from karamap.model import Name, Place

__all__ = ["BrokenStoreError", "Store"]

_FEW_ROWS = 10_000  # the rows of a store so small are kept by id
_KM_PER_DEGREE = 110.5  # of latitude at the equator, where it is least


class BrokenStoreError(Exception):
    """The bytes are no store of this format: build it anew."""


def _day(ordinal: int) -> date | None:
    return date.fromordinal(ordinal) if ordinal else None


class _Table:
    """A hash table within the mapped bytes."""

    __slots__ = ("_data", "_end", "_mask", "_start")

    def __init__(self, data: bytes | mmap.mmap, start: int, length: int) -> None:
        self._data, self._start, self._end = data, start, start + length
        self._mask = COUNT.unpack_from(data, start)[0] - 1

    def find(self, key: str) -> tuple[int, int, int, int] | None:
        """Return of `key`: where its hits begin, their number, its words, its shyness."""
        data, start, raw = self._data, self._start, encode(key)
        checksum = crc32(raw)
        i = checksum
        while True:
            i &= self._mask
            stored, offset = SLOT.unpack_from(data, start + COUNT.size + SLOT.size * i)
            if not offset:
                return None
            if stored == checksum:
                at = start + offset
                length, words, shy, hits = HEAD.unpack_from(data, at)
                at += HEAD.size
                if data[at : at + length] == raw:
                    return at + length, hits, words, shy
            i += 1

    def hits(self, key: str) -> tuple[tuple[int, int], ...]:
        """Return the (row, offset of the spelling) pairs of `key`; empty where there is none."""
        found = self.find(key)
        if found is None:
            return ()
        at, count, *_ = found
        return tuple(HIT.iter_unpack(self._data[at : at + count * HIT.size]))

    def keys(self) -> Iterator[str]:
        """Return every key, in the order they were put in."""
        at = self._start + COUNT.size + (self._mask + 1) * SLOT.size
        while at < self._end:
            length, _, _, hits = HEAD.unpack_from(self._data, at)
            at += HEAD.size
            yield self._data[at : at + length].decode("utf-8", "surrogatepass")
            at += length + hits * HIT.size


def _read_header(
    data: bytes | mmap.mmap, modified: int | None
) -> tuple[dict[str, tuple[int, int]], int]:
    """Return the sections' spans and where the first begins; checks what may have changed."""
    if len(data) < START.size:
        raise BrokenStoreError("too short")
    magic, checksum, length, stamp = START.unpack_from(data)
    if magic != MAGIC:
        raise BrokenStoreError("no store")
    if not stamp or stamp != modified:
        with memoryview(data) as view, view[START.size :] as rest:
            if crc32(rest) != checksum:
                raise BrokenStoreError("checksum differs")
    header = json.loads(data[START.size : START.size + length])
    if header["format"] != FORMAT:
        raise BrokenStoreError(f"format {header['format']}, not {FORMAT}")
    return {k: tuple(v) for k, v in header["sections"].items()}, START.size + length


class Store:
    """An opened store; see the module for what it is.

    Parameters
    ----------
    data
        The bytes, or a mapping of the file that has them.
    modified
        When the file was last written to, in whole seconds; None: not known.

    Raises
    ------
    BrokenStoreError
        Where the bytes are not as they were written.
    """

    def __init__(self, data: bytes | mmap.mmap, modified: int | None = None) -> None:
        spans, base = _read_header(data, modified)
        self._data = data
        start = {title: base + span[0] for title, span in spans.items()}
        self._places, self._points = start["places"], start["points"]
        self._names, self._heap = start["names"], start["heap"]
        self._all_names = spans["names"][1] // NAME.size
        self._points_end = self._points + spans["points"][1]
        self.size = spans["places"][1] // PLACE.size
        self._rows: dict[str, int] | None = None  # by id, of a small store
        self.exact = _Table(data, start["exact"], spans["exact"][1])
        self.folded = _Table(data, start["folded"], spans["folded"][1])
        meta = data[start["meta"] : start["meta"] + spans["meta"][1]]
        self.meta: dict[str, Any] = json.loads(meta)

    @classmethod
    def open(cls, path: Path) -> Store:
        """Map the store at `path` into memory.

        Raises
        ------
        BrokenStoreError
            Where the file is not as it was written.
        OSError
            Where there is none or it cannot be read.
        """
        with path.open("rb") as stream:
            modified = int(os.fstat(stream.fileno()).st_mtime)
            try:
                mapped = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
            except ValueError as error:  # an empty file cannot be mapped
                raise BrokenStoreError("empty") from error
        return cls(mapped, modified)

    def text(self, offset: int) -> str:
        """Return the string of the heap at `offset`."""
        at = self._heap + offset
        length = COUNT.unpack_from(self._data, at)[0]
        at += COUNT.size
        return self._data[at : at + length].decode("utf-8", "surrogatepass")

    def place_id(self, row: int) -> str:
        """Return the id of the place in `row`."""
        return self.text(COUNT.unpack_from(self._data, self._places + row * PLACE.size)[0])

    def row(self, place_id: str) -> int | None:
        """Return the row of the place with that id, or None: rows are sorted by id."""
        if self.size <= _FEW_ROWS:
            if self._rows is None:
                self._rows = {self.place_id(row): row for row in range(self.size)}
            return self._rows.get(place_id)
        low, high, wanted = 0, self.size, encode(place_id)
        while low < high:
            middle = (low + high) // 2
            if encode(self.place_id(middle)) < wanted:
                low = middle + 1
            else:
                high = middle
        return low if low < self.size and self.place_id(low) == place_id else None

    def place(self, row: int) -> Place:
        """Return the place in `row`."""
        told = PLACE.unpack_from(self._data, self._places + row * PLACE.size)
        place_id, name, country, parent, source = map(self.text, told[:5])
        lon, lat = POINT.unpack_from(self._data, self._points + row * POINT.size)
        return Place(
            id=place_id,
            name=name,
            feature_class=CLASSES[told[8]],
            lon=lon,
            lat=lat,
            radius_km=told[11],
            country=country,
            parent=parent,
            population=told[10],
            valid_from=_day(told[5]),
            valid_to=_day(told[6]),
            source=source.replace(FOR_ID, place_id.partition(":")[2]),
            curated=bool(told[9]),
        )

    def names(self, row: int) -> tuple[Name, ...]:
        """Return the dated, sided names of the place in `row`."""
        at = self._places + row * PLACE.size
        first = PLACE.unpack_from(self._data, at)[7]
        last = self._all_names
        if row + 1 < self.size:
            last = PLACE.unpack_from(self._data, at + PLACE.size)[7]
        place_id = self.place_id(row)
        return tuple(self._name(place_id, i) for i in range(first, last))

    def _name(self, place_id: str, i: int) -> Name:
        told = NAME.unpack_from(self._data, self._names + i * NAME.size)
        text, language, script, kind, used_by = map(self.text, told[:5])
        return Name(
            place_id,
            text,
            language,
            script,
            kind,
            used_by,
            _day(told[5]),
            _day(told[6]),
            self.text(told[7]),
        )

    def rows_near(self, lon: float, lat: float, km: float) -> list[int]:
        """Return the rows whose points may lie within `km`, by a box a little too large."""
        high = km / _KM_PER_DEGREE
        south, north = lat - high, lat + high
        shrunk = math.cos(math.radians(min(90.0, max(abs(south), abs(north)))))
        wide = high / shrunk if shrunk > 1e-6 else 360.0  # beside a pole every meridian is near
        points = POINT.iter_unpack(self._data[self._points : self._points_end])
        return [
            row
            for row, (x, y) in enumerate(points)
            if south <= y <= north and abs((x - lon + 180) % 360 - 180) <= wide
        ]
