"""What each kind of evidence brings, on documents that had no part in weighing it.

    python benchmarks/ablation.py [--shared DIR] [--model auto|none] [--output TABLE.md]

For each kind of evidence that recognition weighs, the weights are fitted without it on four fifths
of the documents and used on the last, five times over; every figure is of documents unseen.
Evidence that resolution weighs is switched off; its few weights are round numbers set by hand on
the development halves, so there the figures tell what the kind brings but not how well it was set.
End-to-end F1, demonyms on: exact span (seeds and the twenty texts of
our own that weigh nothing: overlapping) and the point within 161 km.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

from recognition_weights import CORPORA, KEPT, ROOT, Bench, Text, read_texts

from karamap.gazetteer import exact_key
from karamap.nlp import open_model
from karamap.recognition.evidence import GROUPS
from karamap.resolution import WEIGHTS

SETS = (*CORPORA, "seeds", KEPT)
FOLDS = 5


def fold(text: Text) -> int:
    """Return the part of the documents that a text belongs to."""
    return text.fold(FOLDS)


def run(bench: Bench) -> Iterator[str]:
    """Return the table's lines, the whole first."""

    def line(title: str, without: frozenset[str] = frozenset()) -> str:
        return f"| {title} | " + " | ".join(bench.scores(bench.unseen(fold, without))) + " |"

    yield "| evidence | " + " | ".join(SETS) + " |"
    yield "|" + " --- |" * (len(SETS) + 1)
    yield line("all of it")
    for group, words in GROUPS.items():
        if group != "language model" or bench.model:
            yield line(f"recognition without {group}", frozenset(words.split()))
    for kind in WEIGHTS:
        with mock.patch.dict(WEIGHTS, {kind: 0.0}):
            yield line(f"resolution without: {kind}")
    with mock.patch("karamap.resolution._key", lambda m, said: (exact_key(m.text), m.start, said)):
        yield line("resolution without: one sense a text")
    with mock.patch.dict(WEIGHTS, dict.fromkeys(WEIGHTS, 0.0)):
        yield line("resolution by priors alone")


def main() -> None:
    """Print the table, and write it where asked to."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--model", default="none")
    parser.add_argument("--output", type=Path)
    args = parser.parse_args()
    lines = []
    texts = [t for t in read_texts(args.shared) if t.corpus in SETS]
    for line in run(Bench(args.shared, texts, open_model(args.model))):
        print(line, flush=True)
        lines.append(line)
    if args.output:
        args.output.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
