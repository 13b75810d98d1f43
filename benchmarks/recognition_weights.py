"""Fits the weights of ``karamap/recognition/weights.txt``, and says how well they do unseen.

    python benchmarks/recognition_weights.py [--shared DIR] [--folds N] [--model NAME] [--write]

Each candidate of the development halves, the seeds and our own test texts becomes one row: its
evidence, and whether the gold has a toponym just there. A logistic regression (ridge penalty 1)
weighs the evidence, once without and once with a language model (any that is installed).

The tables are of documents that had no part in the weights, end to end (demonyms on, exact span,
161 km; seeds and own: no demonyms, overlapping): each fold by weights of the other folds, and each
corpus by weights of the other corpora. Only the weights are kept, with ``--write``; without an
installed model the second column stays as it is.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple
from unittest import mock
from zlib import crc32

import numpy as np
from geoparsing import load_scorer

from karamap.export import document_row
from karamap.gazetteer import Gazetteer
from karamap.model import Document
from karamap.nlp import LanguageModel, open_model
from karamap.recognition import find_mentions
from karamap.recognition.candidates import Candidate
from karamap.recognition.evidence import is_ruled_out
from karamap.recognition.finding import Scan
from karamap.recognition.known import may_be_known
from karamap.resolution import resolve

ROOT = Path(__file__).resolve().parents[1]
WEIGHTS = ROOT / "karamap" / "recognition" / "weights.txt"
CORPORA = ("LGL", "TR-News", "GeoWebNews")
KEPT = "unseen"  # our texts that no weight is ever fitted on
RIDGE = 1.0
THRESHOLD = -0.2  # log-odds: end to end F1 is best a little below even odds
ROUNDS = 15  # of Newton's method; 8 are enough

Weights = dict[str, float]


class Text(NamedTuple):
    """One annotated document."""

    corpus: str
    document: Document
    gold: dict[str, Any]

    def fold(self, folds: int) -> int:
        """Return the part of the documents it belongs to, by its id."""
        return crc32(self.document.id.encode()) % folds


class Row(NamedTuple):
    """One candidate: its text, the evidence on it and whether it is in the gold."""

    text: Text
    evidence: tuple[str, ...]
    right: bool


Found = dict[str, dict[str, dict[str, Any]]]  # rows of `document_row` by set and id


class Remembered:
    """A language model's answers, asked for once a text."""

    def __init__(self, model: LanguageModel) -> None:
        self._model = model
        self._told: dict[str, list[tuple[int, int, str]]] = {}

    def entities(self, text: str) -> list[tuple[int, int, str]]:
        """Return what the model said of `text`."""
        if text not in self._told:
            self._told[text] = self._model.entities(text)
        return self._told[text]


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]


def read_texts(shared: Path) -> list[Text]:
    """Return the press corpora, the seeds, our own texts and those of ours that weigh nothing."""
    texts = []
    for corpus in CORPORA:
        rows = _lines(shared / "data" / "corpora" / f"{corpus}-dev.jsonl")
        texts += [Text(corpus, Document(str(r["id"]), r["text"]), r) for r in rows]
    for gold in _lines(shared / "seeds" / "gold" / "toponyms.jsonl"):
        text = (shared / "seeds" / gold["id"]).read_bytes().decode("utf-8")
        texts.append(Text("seeds", Document(gold["id"], text), gold))
    for name, corpus in (("reports", "own"), ("traps", "own"), ("unseen", KEPT)):
        rows = _lines(ROOT / "tests" / "data" / "toponyms" / f"{name}.jsonl")
        texts += [Text(corpus, Document(r["id"], r["text"]), r) for r in rows]
    return texts


def gather_rows(texts: Iterable[Text], gazetteer: Gazetteer, model: Remembered | None) -> list[Row]:
    """Return a row for each candidate that the weights decide on."""
    rows = []
    for text in texts:
        gold = {(t["start"], t["end"]) for t in text.gold["toponyms"]}
        scan = Scan(text.document, gazetteer, model)
        told = scan.evidence()
        for c in _reached(scan, gold):
            evidence = told.get(c)
            if evidence and not may_be_known(c) and not is_ruled_out(evidence):
                rows.append(Row(text, tuple(evidence), (c.start, c.end) in gold))
    return rows


def _reached(scan: Scan, gold: set[tuple[int, int]]) -> Iterator[Candidate]:
    """Return the candidates that are asked about where all before are told rightly."""
    end = -1
    for spot in scan.spots:
        for c in spot.options:
            if c.start < end:
                break
            yield c
            if (c.start, c.end) in gold or not c.shy:
                end = c.end
                break


def fit_weights(rows: Sequence[Row], without: frozenset[str] = frozenset()) -> Weights:
    """Return what each piece of evidence, those `without` left out, adds to the log-odds."""
    words = sorted({word for row in rows for word in row.evidence} - without)
    column = {word: i for i, word in enumerate(words)}
    data = np.zeros((len(rows), len(words) + 1))
    data[:, -1] = 1
    for i, row in enumerate(rows):
        data[i, [column[word] for word in row.evidence if word in column]] = 1
    right = np.array([row.right for row in rows], dtype=float)
    penalty = np.append(np.full(len(words), RIDGE), 1e-3)
    weights = np.zeros(len(words) + 1)
    for _ in range(ROUNDS):
        likely = 1 / (1 + np.exp(-data @ weights))
        spread = likely * (1 - likely) + 1e-6
        curve = (data * spread[:, None]).T @ data + np.diag(penalty)
        weights += np.linalg.solve(curve, data.T @ (right - likely) - penalty * weights)
    fitted = dict(zip([*words, "prior"], map(float, weights), strict=True))
    fitted["prior"] -= THRESHOLD
    return fitted


@contextmanager
def weighed(weights: Weights) -> Iterator[None]:
    """Let recognition use `weights` instead of those that ship."""
    both = (weights, weights)
    with mock.patch("karamap.recognition.evidence.read_weights", return_value=both):
        yield


def parse(texts: Iterable[Text], gazetteer: Gazetteer, model: Remembered | None) -> Found:
    """Return what is found in each text, by set and id."""
    found: Found = {}
    for text in texts:
        mentions = find_mentions(
            text.document, gazetteer, demonyms=text.corpus in CORPORA, model=model
        )
        row = document_row(text.document.id, resolve(text.document, mentions, gazetteer))
        found.setdefault(text.corpus, {})[text.document.id] = row
    return found


class Bench:
    """What all runs share: texts, the evidence in them and the scorer."""

    def __init__(self, shared: Path, texts: Sequence[Text], model: LanguageModel | None) -> None:
        self.gazetteer = Gazetteer.open()
        self.texts = texts
        self.model = Remembered(model) if model else None
        own = (t for t in texts if t.corpus != KEPT)
        self.rows = gather_rows(own, self.gazetteer, self.model)
        self._scorer = load_scorer(shared)

    def unseen(
        self, part: Callable[[Text], object], without: frozenset[str] = frozenset()
    ) -> Found:
        """Return what each part of the texts is told by the weights of the others."""
        found: Found = {}
        for name in sorted({str(part(t)) for t in self.texts}):
            weights = fit_weights([r for r in self.rows if str(part(r.text)) != name], without)
            with weighed(weights):
                own = (t for t in self.texts if str(part(t)) == name)
                for corpus, rows in parse(own, self.gazetteer, self.model).items():
                    found.setdefault(corpus, {}).update(rows)
        return found

    def scores(self, found: Found) -> list[str]:
        """Return end-to-end F1 of each set, in the order of `found`."""
        cells = []
        for corpus in dict.fromkeys(t.corpus for t in self.texts):
            gold = {t.document.id: t.gold for t in self.texts if t.corpus == corpus}
            mode = "exact" if corpus in CORPORA else "overlap"
            figures = self._scorer.score(gold, found[corpus], mode)
            cells.append(f"{figures['e2e_F1']:.3f}")
        return cells


def _write(alone: Weights, helped: Weights | None) -> None:
    if helped is None:
        lines = [
            line for line in WEIGHTS.read_text("utf-8").splitlines() if not line.startswith("#")
        ]
        helped = {line.split()[0]: float(line.split()[2]) for line in lines}
    body = "".join(
        f"{word} {alone.get(word, 0.0):.2f} {helped.get(word, 0.0):.2f}\n"
        for word in sorted(alone.keys() | helped.keys())
    )
    head = (
        "# What each piece of evidence adds to the log-odds that a name of the world is a place:\n"
        "# alone, and where a language model helps. Fitted by benchmarks/recognition_weights.py.\n"
    )
    WEIGHTS.write_text(head + body, encoding="utf-8")


def _lines_of(bench: Bench, folds: int) -> Iterator[str]:
    helper = "with a model" if bench.model else "no model"
    shipped = parse(bench.texts, bench.gazetteer, bench.model)
    yield f"| {helper}: weights as they ship | " + " | ".join(bench.scores(shipped)) + " |"
    unseen = bench.unseen(lambda t: t.fold(folds))
    yield f"| {helper}: each of {folds} folds unseen | " + " | ".join(bench.scores(unseen)) + " |"
    unseen = bench.unseen(lambda t: t.corpus)
    yield f"| {helper}: each set unseen | " + " | ".join(bench.scores(unseen)) + " |"


def main() -> None:
    """Print what weights of other documents make of each, and write those of all."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--folds", type=int, default=10)
    parser.add_argument("--model", default="auto")
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    texts = read_texts(args.shared)
    sets = list(dict.fromkeys(t.corpus for t in texts))
    print("| end-to-end F1 | " + " | ".join(sets) + " |\n|" + " --- |" * (len(sets) + 1))
    model = open_model(args.model)
    fitted: list[Weights] = []
    for helper in (None, model) if model else (None,):
        bench = Bench(args.shared, texts, helper)
        for line in _lines_of(bench, args.folds):
            print(line, flush=True)
        fitted.append(fit_weights(bench.rows))
    if args.write:
        _write(fitted[0], fitted[1] if model else None)


if __name__ == "__main__":
    main()
