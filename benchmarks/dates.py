"""Quality of `find_dates` on gold time expressions.

Run ``python benchmarks/dates.py [FOLDER]``; FOLDER holds the texts and ``gold/dates.jsonl``.
"""

from __future__ import annotations

import json
import sys
import time
from collections import defaultdict
from dataclasses import replace
from datetime import date
from pathlib import Path

from karamap.dates import find_dates
from karamap.documents import read_documents
from karamap.model import DateMention, Document

Row = dict[str, str | int | None]


def _overlap(row: Row, mention: DateMention) -> int:
    return min(int(row["end"] or 0), mention.end) - max(int(row["start"] or 0), mention.start)


def _told(mention: DateMention) -> tuple[str | None, str | None]:
    span = mention.span
    if span is None or span.start is None or span.end is None:
        return None, None
    return span.start.isoformat(), span.end.isoformat()


def score_document(document: Document, rows: list[Row]) -> dict[str, int]:
    """Print what differs from gold in one document and return its counts."""
    mentions = find_dates(document)
    counts = {"gold": len(rows), "found": 0, "surface": 0, "right": 0, "false": 0, "boilerplate": 0}
    matched: set[int] = set()
    for row in rows:
        best = max(mentions, key=lambda m: _overlap(row, m), default=None)
        if best is None or _overlap(row, best) <= 0:
            print(f"  missed  {document.id[:3]} {row['text']!r}")
            continue
        matched.add(best.start)
        right = _told(best) == (row["date_start"], row["date_end"])
        counts["found"] += 1
        counts["surface"] += best.text == row["text"]
        counts["right"] += right
        if not right or best.text != row["text"]:
            print(
                f"  {'surface' if right else 'wrong'}  {document.id[:3]} {best.text!r}"
                f" {_told(best)} ({best.reason}); gold {row['text']!r}"
                f" {row['date_start']} {row['date_end']}"
            )
    for mention in mentions:
        if mention.start not in matched:
            boilerplate = document.is_boilerplate(mention.start, mention.end)
            counts["boilerplate" if boilerplate else "false"] += 1
            if not boilerplate:
                print(f"  extra  {document.id[:3]} {mention.text!r} {_told(mention)}")
    return counts


def main(folder: Path) -> None:
    """Print the figures for `folder`."""
    gold: dict[str, list[Row]] = defaultdict(list)
    for line in (folder / "gold" / "dates.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        gold[row["document"]].append(row)
    total: dict[str, int] = defaultdict(int)
    size, spent = 0, 0.0
    for document in read_documents([folder / name for name in gold]):
        rows = gold[document.id]
        published = date.fromisoformat(str(rows[0]["published"]))
        dated = replace(document, published=published)
        start = time.process_time()
        for key, value in score_document(dated, rows).items():
            total[key] += value
        spent += time.process_time() - start
        size += len(document.text)
    n = total["gold"]
    print(
        f"gold {n}  found {total['found']} ({total['found'] / n:.3f})"
        f"  right {total['right']} ({total['right'] / n:.3f})"
        f"  same words {total['surface']}  not in gold {total['false']}"
        f" (+{total['boilerplate']} in boilerplate)"
        f"  {size / 1000 / max(spent, 1e-9):.0f} kB/s"
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path("../shared/seeds"))
