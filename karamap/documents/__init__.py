"""Reading of inputs: files, folders and standard input become documents with exact offsets.

`text` of a txt, md, jsonl or csv document is character for character what the file or row holds:
no newline is translated, a byte order mark stays as U+FEFF, front matter stays and is marked as
boilerplate. An html page's `text` is the article that was extracted from it.
"""

from __future__ import annotations

from karamap.documents.boilerplate import find_boilerplate
from karamap.documents.decoding import MAX_BYTES
from karamap.documents.publication import find_published, parse_date
from karamap.documents.reading import iter_documents, load_documents, read_documents

__all__ = [
    "MAX_BYTES",
    "find_boilerplate",
    "find_published",
    "iter_documents",
    "load_documents",
    "parse_date",
    "read_documents",
]
