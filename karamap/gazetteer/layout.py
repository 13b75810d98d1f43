"""The layout of a compiled gazetteer, shared by its writer and its reader.

``magic``, CRC-32 of what follows the stamp, length of the header, stamp, the header (JSON: the
offset and length of each section), the sections. A file that was cut short or altered fails its
checksum. So that a large one need not be read to be opened, whoever keeps it stamps it with a time
and gives the file that time: as long as it still has it, nobody wrote to it.
"""

from __future__ import annotations

import struct

from karamap.model import FeatureClass

FORMAT = 1
MAGIC = b"karamapG"
START = struct.Struct("<8sIIQ")  # magic, CRC-32 of the rest, length of the header, stamp
STAMP = struct.Struct("<Q")  # whole seconds, last of the start; 0: none
# of a place: offsets of id, name, country, parent, source; first and last day; its first name;
# class, curated, people, radius in km
PLACE = struct.Struct("<IIIIIIIIBBqd")
# of a name: offsets of text, language, script, kind, used_by; first and last day; source
NAME = struct.Struct("<IIIIIIII")
POINT = struct.Struct("<dd")  # lon, lat; apart from the other columns: scanned as a whole
SLOT = struct.Struct("<II")  # CRC-32 of the key, offset of its record (0: empty)
HEAD = struct.Struct("<HBBI")  # of a record: length of the key, words, shyness, number of hits
HIT = struct.Struct("<II")  # row, offset of the spelling
COUNT = struct.Struct("<I")
LONGEST_KEY = 0xFFFF
CLASSES = tuple(FeatureClass)
FOR_ID = "\0"  # stands in a stored source for the part of the id behind its colon


def encode(text: str) -> bytes:
    """Return `text` as stored; a broken text may be asked for, and is not found."""
    return text.encode("utf-8", "surrogatepass")
