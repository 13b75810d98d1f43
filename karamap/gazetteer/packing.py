"""Writing a compiled gazetteer; `karamap.gazetteer.store` reads it."""

from __future__ import annotations

import json
import sys
from array import array
from collections.abc import Container, Iterable, Mapping
from datetime import date
from itertools import chain
from typing import Any, NamedTuple
from zlib import crc32

from karamap.gazetteer.layout import (
    CLASSES,
    COUNT,
    FOR_ID,
    FORMAT,
    HEAD,
    HIT,
    LONGEST_KEY,
    MAGIC,
    NAME,
    PLACE,
    POINT,
    SLOT,
    STAMP,
    START,
    encode,
)
from karamap.model import Name, Place

__all__ = ["Keys", "pack_store", "stamped"]


_UNSIGNED = next(code for code in "IL" if array(code).itemsize == 4)  # 32 bits, as in SLOT


def _ordinal(day: date | None) -> int:
    return day.toordinal() if day else 0


class _Heap:
    """Strings, each stored once."""

    def __init__(self) -> None:
        self.data = bytearray()
        self._offsets: dict[str, int] = {}

    def add(self, text: str) -> int:
        if text not in self._offsets:
            self._offsets[text] = len(self.data)
            raw = encode(text)
            self.data += COUNT.pack(len(raw)) + raw
        return self._offsets[text]


def _pack_places(places: list[Place], first_name: list[int], heap: _Heap) -> dict[str, bytes]:
    rows, points = bytearray(), bytearray()
    for place, first in zip(places, first_name, strict=True):
        tail = place.id.partition(":")[2]
        source = place.source.replace(tail, FOR_ID, 1) if tail.isdigit() else place.source
        rows += PLACE.pack(
            heap.add(place.id),
            heap.add(place.name),
            heap.add(place.country),
            heap.add(place.parent),
            heap.add(source),
            _ordinal(place.valid_from),
            _ordinal(place.valid_to),
            first,
            CLASSES.index(place.feature_class),
            place.curated,
            place.population,
            place.radius_km,
        )
        points += POINT.pack(place.lon, place.lat)
    return {"places": bytes(rows), "points": bytes(points)}


def _pack_names(names: Iterable[Name], heap: _Heap) -> bytes:
    return b"".join(
        NAME.pack(
            *(heap.add(t) for t in (n.text, n.language, n.script, n.kind, n.used_by)),
            _ordinal(n.valid_from),
            _ordinal(n.valid_to),
            heap.add(n.source),
        )
        for n in names
    )


class _Entry(NamedTuple):
    """What a hash table has under a key."""

    key: str
    hits: tuple[tuple[int, int], ...]  # row, offset of the spelling
    words: int = 0  # of the longest name that starts with the key
    shy: bool = False  # whether all hits need evidence beside them


def _pack_table(entries: Iterable[_Entry], count: int) -> bytes:
    """Return a hash table with open addressing: number of slots, slots, a record a key.

    `count` is the number of `entries`, which are read once: those of the world would fill a
    quarter of a gigabyte if they stood beside each other.
    """
    size = 8
    while 3 * size < 4 * count:
        size *= 2
    slots = array(_UNSIGNED, bytes(4 * 2 * size))
    start = COUNT.size + size * SLOT.size
    records = bytearray()
    for entry in entries:
        raw = encode(entry.key)
        if len(raw) > LONGEST_KEY:
            continue  # no text is looked up by a name that long
        checksum = crc32(raw)
        i = checksum & (size - 1)
        while slots[2 * i + 1]:
            i = (i + 1) & (size - 1)
        slots[2 * i], slots[2 * i + 1] = checksum, start + len(records)
        records += HEAD.pack(len(raw), min(entry.words, 255), entry.shy, len(entry.hits)) + raw
        for hit in entry.hits:
            records += HIT.pack(*hit)
    if sys.byteorder == "big":
        slots.byteswap()
    return b"".join((COUNT.pack(size), slots.tobytes(), records))


class Keys(NamedTuple):
    """Which keys lead to which places: place id → the spelling that led to the key."""

    exact: Mapping[str, Mapping[str, str]]
    folded: Mapping[str, Mapping[str, str]]
    starts: Mapping[str, int]  # first word key → most words of a name that starts so
    shy: Container[str]  # exact keys whose places need evidence beside the name


def _pack_keys(keys: Keys, row_of: Mapping[str, int], heap: _Heap) -> dict[str, bytes]:
    def hits(found: Mapping[str, str]) -> tuple[tuple[int, int], ...]:
        return tuple((row_of[pid], heap.add(text)) for pid, text in found.items())

    lone = [word for word in keys.starts if word not in keys.exact]
    exact = chain(
        (
            _Entry(key, hits(found), keys.starts.get(key, 0), key in keys.shy)
            for key, found in keys.exact.items()
        ),
        (_Entry(word, (), keys.starts[word]) for word in lone),
    )
    folded = (_Entry(key, hits(found)) for key, found in keys.folded.items())
    return {
        "exact": _pack_table(exact, len(keys.exact) + len(lone)),
        "folded": _pack_table(folded, len(keys.folded)),
    }


def pack_store(
    places: Iterable[Place],
    names: Mapping[str, Iterable[Name]],
    keys: Keys,
    meta: Mapping[str, Any],
) -> bytes:
    """Return the bytes of a store.

    Parameters
    ----------
    places
        In any order.
    names
        The dated names by place id.
    keys
        What leads to them.
    meta
        Anything small that JSON takes.
    """
    heap = _Heap()
    ordered = sorted(places, key=lambda p: encode(p.id))
    row_of = {p.id: i for i, p in enumerate(ordered)}
    first: list[int] = []
    listed: list[Name] = []
    for place in ordered:
        first.append(len(listed))
        listed += names.get(place.id, ())
    sections: dict[str, bytes | bytearray] = dict(_pack_places(ordered, first, heap))
    sections["names"] = _pack_names(listed, heap)
    sections |= _pack_keys(keys, row_of, heap)
    sections["meta"] = json.dumps(meta, ensure_ascii=False, sort_keys=True).encode()
    sections["heap"] = heap.data
    spans, end = {}, 0
    for title, data in sections.items():
        spans[title] = (end, len(data))
        end += len(data)
    header = json.dumps({"format": FORMAT, "sections": spans}).encode()
    checksum = crc32(header)
    for data in sections.values():
        checksum = crc32(data, checksum)
    return b"".join((START.pack(MAGIC, checksum, len(header), 0), header, *sections.values()))


def stamped(data: bytes, stamp: int) -> bytes:
    """Return the start of `data` with `stamp`, to be written over that of a store."""
    return data[: START.size - STAMP.size] + STAMP.pack(stamp)
