"""Fits the weights of ``karamap/events/wording.txt``, and says how well they do unseen.

    python benchmarks/event_wording.py [--shared DIR] [--write]

The reports are our own, written for this and annotated a sentence at a time (``reports/*.json``,
and the golden cases of ``tests/data/events``); ordinary news of the press corpora, where they are
there, tells what is no event. The seeds have no part in the weights. One logistic regression a
type (scikit-learn, which geopandas' mapclassify brings).

The table is of sets of reports that had no part in the weights: how many of the types that their
sentences tell are found by the lexicon alone, by the weights alone, and by the weights where the
lexicon finds nothing, as the coder uses them.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple
from unittest import mock

import numpy as np
import numpy.typing as npt
from events import CASES, read_parts
from events import read_rows as read_lines
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from karamap.events import find_events, wording
from karamap.gazetteer import Gazetteer
from karamap.model import Document, EventType
from karamap.text import find_dateline, split_sentences

ROOT = Path(__file__).resolve().parents[1]
WEIGHTS = ROOT / "karamap" / "events" / "wording.txt"
REPORTS = ROOT / "benchmarks" / "reports"
CORPORA = ("LGL", "TR-News")
SENTENCES = 40  # of each text of ordinary news
COST = 2.0  # of a sentence misread, against the size of the weights
OFTEN = 2  # times written small, from which a word is no name
SELDOM = 3  # sentences: what fewer hold is not weighed
FINEST = 0.12  # weights below this are not kept
TYPES = list(EventType)

Array = npt.NDArray[np.float64]


class Row(NamedTuple):
    """One sentence: the set it is of, its features and the types it tells."""

    set: str
    document: str
    span: tuple[int, int]
    features: tuple[str, ...]
    types: frozenset[str]


class Report(NamedTuple):
    """One annotated text."""

    set: str
    id: str
    text: str
    published: str
    events: list[dict[str, Any]]


def read_reports() -> list[Report]:
    """Return our own reports: those written for this, by set, and the golden cases."""
    out = []
    for path in sorted(REPORTS.glob("*.json")):
        told = json.loads(path.read_text(encoding="utf-8"))
        out += [Report(path.stem, r["id"], r["text"], r["published"], r["events"]) for r in told]
    for folder in sorted(p for p in CASES.iterdir() if p.is_dir()):
        text = (folder / "in.txt").read_text(encoding="utf-8")
        meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
        events = read_lines(folder / "events.jsonl")
        out.append(Report("cases", folder.name, text, meta["published"], events))
    return out


def share_enough(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether two spans share at least half of the shorter one, as the scorer asks."""
    common = min(one[1], other[1]) - max(one[0], other[0])
    return common > 0 and 2 * common >= min(one[1] - one[0], other[1] - other[0])


def read_openers(reports: Iterable[Report]) -> frozenset[str]:
    """Return the words that the reports write small: they are no name at a sentence's start."""
    words = Counter(
        w for r in reports for w in re.findall(r"(?<![^\s“\"(])[^\W\d_A-Z][^\W\d_]+", r.text)
    )
    return frozenset(word for word, n in words.items() if n >= OFTEN and word.islower())


def read_rows(reports: Sequence[Report], openers: frozenset[str], shared: Path) -> list[Row]:
    """Return a row for each sentence of the reports and of the ordinary news."""
    rows = []
    for report in reports:
        told = [((e["start"], e["end"]), e["type"]) for e in report.events]
        for span in split_sentences(report.text):
            place = (span.start, span.end)
            types = frozenset(t for s, t in told if share_enough(s, place))
            features = _features(report.text, place, openers)
            rows.append(Row(report.set, report.id, place, features, types))
    for corpus in CORPORA:
        path = shared / "data" / "corpora" / f"{corpus}-dev.jsonl"
        for row in read_lines(path) if path.exists() else []:
            for span in split_sentences(row["text"])[:SENTENCES]:
                place = (span.start, span.end)
                features = _features(row["text"], place, openers)
                rows.append(Row(corpus, str(row["id"]), place, features, frozenset()))
    return rows


def _features(text: str, span: tuple[int, int], openers: frozenset[str]) -> tuple[str, ...]:
    sentence = text[span[0] : span[1]]
    body = next(iter(split_sentences(sentence)), None)
    begin = find_dateline(sentence, body) if body else 0
    return tuple(sorted({f for f, _, _ in wording.read_features(sentence, begin, openers=openers)}))


class Weights(NamedTuple):
    """The features that are weighed and their weights, a column a type; the priors last."""

    features: list[str]
    table: Array


def fit_weights(rows: Sequence[Row]) -> Weights:
    """Return the weights that tell the types of `rows` best."""
    counts = Counter(f for row in rows for f in row.features)
    features = sorted(f for f, n in counts.items() if n >= SELDOM)
    held = to_matrix(features, rows)
    columns = []
    for kind in TYPES:
        right = [kind in row.types for row in rows]
        model = LogisticRegression(C=COST, solver="liblinear", max_iter=300, random_state=0)
        model.fit(held, right)
        columns.append(np.append(model.coef_[0], model.intercept_))
    table = np.array(columns).T
    table[:-1][np.abs(table[:-1]) < FINEST] = 0
    return Weights(features, table)


def to_matrix(features: Sequence[str], rows: Sequence[Row]) -> csr_matrix:
    """Return which of `features` each of `rows` holds, a row each."""
    column = {f: i for i, f in enumerate(features)}
    held = [[column[f] for f in row.features if f in column] for row in rows]
    ends = np.cumsum([0, *map(len, held)], dtype=np.int32)
    at = np.array([i for columns in held for i in columns], dtype=np.int32)
    return csr_matrix((np.ones(len(at)), at, ends), shape=(len(rows), len(features)))


def chances(weights: Weights, rows: Sequence[Row]) -> Array:
    """Return the odds of each type for each of `rows`."""
    scores = to_matrix(weights.features, rows) @ weights.table[:-1] + weights.table[-1]
    return np.asarray(1 / (1 + np.exp(-scores)), dtype=np.float64)


def read_lexicon(reports: Iterable[Report], rows: Sequence[Row]) -> npt.NDArray[np.bool_]:
    """Return which types the coder tells of each of `rows` without any weights."""
    gazetteer = Gazetteer.open()
    found: dict[tuple[str, str], list[tuple[tuple[int, int], str]]] = {}
    with mock.patch("karamap.events.coding.find_likely", return_value=[]):
        for report in reports:
            day = date.fromisoformat(report.published)
            document = Document(report.id, report.text, published=day)
            events = find_events(*read_parts(document, gazetteer))
            found[report.set, report.id] = [((e.start, e.end), e.type) for e in events]
    told = np.zeros((len(rows), len(TYPES)), dtype=bool)
    for i, row in enumerate(rows):
        for span, kind in found.get((row.set, row.document), ()):
            told[i, TYPES.index(EventType(kind))] |= share_enough(span, row.span)
    return told


def figures(told: npt.NDArray[np.bool_], right: npt.NDArray[np.bool_]) -> str:
    """Return precision, recall and F1 of the types told."""
    hit = int((told & right).sum())
    both = told.sum() + right.sum()
    return f"P {hit / told.sum():.3f} R {hit / right.sum():.3f} F1 {2 * hit / both:.3f}"


def write_weights(weights: Weights, openers: frozenset[str]) -> None:
    """Write the weights that matter, sorted."""
    lines = [
        "# What the words of a sentence add to the log-odds that it tells an event of a type.",
        "# Fitted by benchmarks/event_wording.py; a_b stand side by side, a~b up to three apart.",
    ]
    for name, row in [
        (wording.PRIOR, weights.table[-1]),
        *zip(weights.features, weights.table, strict=False),
    ]:
        kept = [
            (t, w)
            for t, w in zip(TYPES, row, strict=True)
            if abs(w) >= FINEST or name == wording.PRIOR
        ]
        if kept:
            lines.append(" ".join([name, *(f"{t}:{w:.2f}" for t, w in kept)]))
    lines.append(" ".join([wording.OPENERS, *sorted(openers)]))
    WEIGHTS.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    """Print what weights of other sets make of each, and write those of all."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    reports = read_reports()
    openers = read_openers(reports)
    rows = read_rows(reports, openers, args.shared)
    lexicon = read_lexicon(reports, rows)
    right = np.array([[t in row.types for t in TYPES] for row in rows], dtype=bool)
    odds = np.zeros((len(rows), len(TYPES)))
    writers = sorted({r.set[:2] for r in reports if r.set != "cases"})  # w1a, w1b: the same one
    sets = sorted({r.set for r in reports if r.set != "cases"})
    for writer in writers:
        weights = fit_weights([row for row in rows if not row.set.startswith(writer)])
        at = [i for i, row in enumerate(rows) if row.set.startswith(writer)]
        odds[at] = chances(weights, [rows[i] for i in at])
    for name in [*sets, "all"]:
        at = [
            i for i, row in enumerate(rows) if row.set in ({name} if name != "all" else set(sets))
        ]
        told, lex = odds[at] >= wording.THRESHOLD, lexicon[at]
        silent = ~lex.any(axis=1, keepdims=True)
        helped = figures(lex | (told & silent), right[at])
        alone = f"{figures(lex, right[at])} | weights {figures(told, right[at])}"
        print(f"{name:5} lexicon {alone} | weights where it is silent {helped}", flush=True)
    if args.write:
        write_weights(fit_weights(rows), openers)


if __name__ == "__main__":
    main()
