"""What each kind of evidence brings, on documents that had no part in weighing it.

    python benchmarks/ablation.py [--shared DIR] [--model auto|none] [--output TABLE.md]

For each kind of evidence that recognition weighs, the weights are fitted without it on one half of
the documents and used on the other, and the other way round; every figure is of documents unseen.
Evidence that resolution weighs is switched off; its few weights are round numbers set by hand on
the development halves, so there the figures tell what the kind brings but not how well it was set.
End-to-end F1, demonyms on: exact span (seeds: overlapping) and the point within 161 km.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

from geoparsing import load_scorer
from recognition_weights import (
    CORPORA,
    ROOT,
    Remembered,
    Row,
    Text,
    Weights,
    fit_weights,
    gather_rows,
    read_texts,
)

from karamap.export import document_row
from karamap.gazetteer import Gazetteer, exact_key
from karamap.nlp import open_model
from karamap.recognition import find_mentions
from karamap.recognition.evidence import GROUPS
from karamap.resolution import WEIGHTS, resolve

SETS = (*CORPORA, "seeds")


@contextmanager
def weighed(weights: Weights) -> Iterator[None]:
    """Let recognition use `weights` instead of those that ship."""
    both = (weights, weights)
    with mock.patch("karamap.recognition.evidence.read_weights", return_value=both):
        yield


def parse(
    texts: Iterable[Text], gazetteer: Gazetteer, model: Remembered | None
) -> dict[str, dict[str, Any]]:
    """Return what is found in each text, by set and id."""
    found: dict[str, dict[str, Any]] = {}
    for text in texts:
        mentions = find_mentions(
            text.document, gazetteer, demonyms=text.corpus in CORPORA, model=model
        )
        row = document_row(text.document.id, resolve(text.document, mentions, gazetteer))
        found.setdefault(text.corpus, {})[text.document.id] = row
    return found


class Bench:
    """What all runs share: texts, rows and the scorer."""

    def __init__(self, shared: Path, model: str) -> None:
        self.gazetteer = Gazetteer.open()
        self.texts = [t for t in read_texts(shared) if t.corpus in SETS]
        opened = open_model(model)
        self.model = Remembered(opened) if opened else None
        self.rows: list[Row] = gather_rows(self.texts, self.gazetteer, self.model)
        self.scorer = load_scorer(shared)

    def unseen(self, without: frozenset[str] = frozenset()) -> dict[str, dict[str, Any]]:
        """Return what each half of the texts is told by the weights of the other."""
        found: dict[str, dict[str, Any]] = {}
        for half in (0, 1):
            weights = fit_weights([r for r in self.rows if r.half != half], without)
            with weighed(weights):
                told = parse((t for t in self.texts if t.half == half), self.gazetteer, self.model)
            for corpus, rows in told.items():
                found.setdefault(corpus, {}).update(rows)
        return found

    def line(self, title: str, found: dict[str, dict[str, Any]]) -> str:
        """Return the table's line for what was found."""
        cells = []
        for corpus in SETS:
            gold = {t.document.id: t.gold for t in self.texts if t.corpus == corpus}
            mode = "overlap" if corpus == "seeds" else "exact"
            figures = self.scorer.score(gold, found[corpus], mode)
            cells.append(f"{figures['e2e_F1']:.3f}")
        return f"| {title} | " + " | ".join(cells) + " |"


def run(bench: Bench) -> Iterator[str]:
    """Return the table's lines, the whole first."""
    yield "| evidence | " + " | ".join(SETS) + " |"
    yield "|" + " --- |" * (len(SETS) + 1)
    yield bench.line("all of it", bench.unseen())
    for group, words in GROUPS.items():
        if group != "language model" or bench.model:
            yield bench.line(f"recognition without {group}", bench.unseen(frozenset(words.split())))
    for kind in WEIGHTS:
        with mock.patch.dict(WEIGHTS, {kind: 0.0}):
            yield bench.line(f"resolution without: {kind}", bench.unseen())
    with mock.patch("karamap.resolution._key", lambda m, said: (exact_key(m.text), m.start, said)):
        yield bench.line("resolution without: one sense a text", bench.unseen())
    with mock.patch.dict(WEIGHTS, dict.fromkeys(WEIGHTS, 0.0)):
        yield bench.line("resolution by priors alone", bench.unseen())


def main() -> None:
    """Print the table, and write it where asked to."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--model", default="none")
    parser.add_argument("--output", type=Path)
    args = parser.parse_args()
    lines = []
    for line in run(Bench(args.shared, args.model)):
        print(line, flush=True)
        lines.append(line)
    if args.output:
        args.output.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
