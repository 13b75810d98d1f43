"""Fits the weights of ``karamap/recognition/weights.txt``, and says how well they do unseen.

    python benchmarks/recognition_weights.py [--shared DIR] [--write]

Each candidate of the development halves, the seeds and our own test texts becomes one row: its
evidence, and whether the gold has a toponym just there. A logistic regression (ridge penalty 1)
weighs the evidence, once without and once with a language model (any that is installed). The table
tells what each half of the documents makes of the other. Only the weights are kept, with
``--write``; without an installed model the second column stays as it is.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple
from zlib import crc32

import numpy as np

from karamap.gazetteer import Gazetteer
from karamap.model import Document
from karamap.nlp import LanguageModel, open_model
from karamap.recognition.evidence import is_ruled_out
from karamap.recognition.finding import Scan
from karamap.recognition.known import may_be_known

ROOT = Path(__file__).resolve().parents[1]
WEIGHTS = ROOT / "karamap" / "recognition" / "weights.txt"
CORPORA = ("LGL", "TR-News", "GeoWebNews")
RIDGE = 1.0
THRESHOLD = -0.6  # log-odds: end to end F1 is best a little below even odds
ROUNDS = 15  # of Newton's method; 8 are enough

Weights = dict[str, float]


class Text(NamedTuple):
    """One annotated document."""

    corpus: str
    document: Document
    gold: dict[str, Any]

    @property
    def half(self) -> int:
        """The half of the documents it belongs to, by its id."""
        return crc32(self.document.id.encode()) % 2


class Row(NamedTuple):
    """One candidate: the evidence on it and whether it is in the gold."""

    half: int
    evidence: tuple[str, ...]
    right: bool


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
    """Return the press corpora, the seeds and our own texts."""
    texts = []
    for corpus in CORPORA:
        rows = _lines(shared / "data" / "corpora" / f"{corpus}-dev.jsonl")
        texts += [Text(corpus, Document(str(r["id"]), r["text"]), r) for r in rows]
    for gold in _lines(shared / "seeds" / "gold" / "toponyms.jsonl"):
        text = (shared / "seeds" / gold["id"]).read_bytes().decode("utf-8")
        texts.append(Text("seeds", Document(gold["id"], text), gold))
    for name in ("reports", "traps"):
        rows = _lines(ROOT / "tests" / "data" / "toponyms" / f"{name}.jsonl")
        texts += [Text("own", Document(r["id"], r["text"]), r) for r in rows]
    return texts


def gather_rows(texts: Iterable[Text], gazetteer: Gazetteer, model: Remembered | None) -> list[Row]:
    """Return a row for each candidate that the weights decide on."""
    rows = []
    for text in texts:
        gold = {(t["start"], t["end"]) for t in text.gold["toponyms"]}
        for c, evidence in Scan(text.document, gazetteer, model).evidence().items():
            if not may_be_known(c) and not is_ruled_out(evidence):
                rows.append(Row(text.half, tuple(evidence), (c.start, c.end) in gold))
    return rows


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


def f1_of(rows: Iterable[Row], weights: Weights) -> float:
    """Return F1 over candidates."""
    told = [
        (row.right, weights["prior"] + sum(weights.get(w, 0.0) for w in row.evidence) > 0)
        for row in rows
    ]
    hits = sum(right and taken for right, taken in told)
    return 2 * hits / max(1, sum(r for r, _ in told) + sum(t for _, t in told))


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


def main() -> None:
    """Print what each half makes of the other, and write the weights of both."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    gazetteer, texts = Gazetteer.open(), read_texts(args.shared)
    model = open_model()
    fitted: list[Weights | None] = []
    for helper in (None, Remembered(model) if model else None):
        if fitted and helper is None:
            fitted.append(None)
            break
        rows = gather_rows(texts, gazetteer, helper)
        unseen = [
            f1_of(
                [r for r in rows if r.half == half],
                fit_weights([r for r in rows if r.half != half]),
            )
            for half in (0, 1)
        ]
        fitted.append(fit_weights(rows))
        print(f"{model if helper else 'no model'}: {len(rows)} candidates, F1 unseen {unseen}")
    if args.write and fitted[0]:
        _write(fitted[0], fitted[1])


if __name__ == "__main__":
    main()
