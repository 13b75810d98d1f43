"""Whether the resolver's confidence keeps its word, on the development halves of press corpora.

    python benchmarks/calibration.py [--shared DIR] [--fit] [--plot FILE.png]

Prints, for each corpus of `DIR` (default ``../shared``) and for two folds of their documents, the
expected calibration error (10 bins) and the precision at a confidence of .9 or more: of the place
alone (over the names that were found, exact span) and end to end (a spurious name is wrong). Says
first whether `karamap.evaluation` and the scorer of `DIR` agree on every figure. With ``--fit`` the
constants of ``karamap/confidence.py`` are fitted anew on each fold and judged on the other; the
last line has those fitted on all, for copying.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np

from karamap import confidence, resolution
from karamap import evaluation as ev
from karamap.export import document_row
from karamap.gazetteer import Gazetteer
from karamap.model import Toponym
from karamap.pipeline import geoparse

ROOT = Path(__file__).resolve().parents[1]
CORPORA = ("LGL", "TR-News", "GeoWebNews")
SURE = 0.9
shipped = confidence.place_confidence  # the function under measure

Documents = dict[str, ev.DocumentRow]
Case = tuple[str, int, list[float], bool]  # corpus, fold, scores best first, right
Found = dict[str, list[Toponym]]


class Recorded(float):
    """A confidence that remembers the scores it was made of."""

    __slots__ = ("how", "scores")

    scores: list[float]
    how: str


def record(scores: list[float], how: str) -> float:
    """Return the shipped confidence together with what it is made of."""
    told = Recorded(shipped(scores, how))
    told.scores, told.how = list(scores), how
    return told


def fold(corpus: str, document: str) -> int:
    """Return 0 or 1, by the document alone."""
    return hashlib.sha256(f"{corpus}/{document}".encode()).digest()[0] % 2


def find_toponyms(gold: Path, gazetteer: Gazetteer, scratch: Path) -> Found:
    """Return our toponyms of a corpus, demonyms too; confidences are `Recorded`."""
    rows = map(json.loads, filter(None, gold.read_text(encoding="utf-8").split("\n")))
    texts = [json.dumps({"id": str(row["id"]), "text": row["text"]}) for row in rows]
    source = scratch / "texts.jsonl"
    source.write_text("\n".join(texts), encoding="utf-8")
    with patch.object(resolution, "place_confidence", record):
        found, _ = geoparse([source], gazetteer=gazetteer, demonyms=True)
    return {key: list(toponyms) for key, toponyms in found.items()}


def to_document(key: str, toponyms: Sequence[Toponym]) -> ev.DocumentRow:
    """Return a document's toponyms as evaluation takes them."""
    rows = tuple(
        ev.PlaceRow(
            start=t.mention.start,
            end=t.mention.end,
            surface=t.mention.text,
            lat=t.place.lat if t.place else None,
            lon=t.place.lon if t.place else None,
            kind=t.mention.kind,
            confidence=t.confidence,
        )
        for t in toponyms
    )
    return ev.DocumentRow(key, rows)


def differences(gold: Path, found: Found, shared: Path, scratch: Path) -> list[str]:
    """Return the figures in which the scorer of `shared` and ours differ, by 1e-9 or more."""
    predicted = scratch / "found.jsonl"
    lines = (json.dumps(document_row(k, t), ensure_ascii=False) + "\n" for k, t in found.items())
    predicted.write_text("".join(lines), encoding="utf-8")
    out: list[str] = []
    for match in ev.MATCHES:
        script = shared / "tools" / "score_toponyms.py"
        words = [
            str(script),
            str(gold),
            str(predicted),
            "--match",
            match,
            "--boot",
            "100",
            "--json",
        ]
        done = subprocess.run([sys.executable, *words], capture_output=True, text=True, check=True)
        theirs: dict[str, Any] = json.loads(done.stdout)[match]
        both = ev.read_toponyms(gold), ev.read_toponyms(predicted)
        compared = ev.compare_documents(*both, match=match)
        pairs = figure_pairs(theirs, ev.score_documents(compared))
        spans = ev.bootstrap_intervals(compared, samples=100)
        renamed = {"F1": "f1", "e2e_F1": "end_to_end_f1", "e2e_R": "end_to_end_recall"}
        for key, ends in theirs["ci95"].items():
            pairs[f"ci95 {key}"] = (sum(ends), sum(spans[renamed.get(key, key)]))
        out += [
            f"{match} {k}" for k, (a, b) in pairs.items() if not math.isclose(a, b, abs_tol=1e-9)
        ]
    return out


def figure_pairs(theirs: dict[str, Any], ours: ev.ToponymScores) -> dict[str, tuple[float, float]]:
    """Return each figure as the scorer has it and as we have it."""
    seen, whole = ours.recognition, ours.end_to_end
    own: dict[str, float] = {
        "P": seen.precision, "R": seen.recall, "F1": seen.f1,
        "gold": seen.gold, "pred": seen.predicted, "tp": seen.right,
        "gold_coords": whole.gold, "n_res": ours.resolution.names, "unresolved": ours.unresolved,
        "e2e_P": whole.precision, "e2e_R": whole.recall, "e2e_F1": whole.f1,
        "docs": ours.documents, "docs_without_prediction_row": ours.without_row,
    }  # fmt: skip
    for tail, part in (("", ours.resolution), ("_resolved", ours.resolved)):
        own |= {
            f"acc161{tail}": part.acc161, f"acc20{tail}": part.acc20, f"mean{tail}": part.mean_km,
            f"median{tail}": part.median_km, f"AUC{tail}": part.auc,
        }  # fmt: skip
    return {key: (theirs[key], value) for key, value in own.items()}


def tell(name: str, judged: Sequence[tuple[float, bool]]) -> None:
    """Print one row of the table."""
    error = ev.measure_reliability(judged).error
    sure, count = ev.share_right(judged, least=SURE)
    print(f"{name:<34}ECE {error:.3f}   precision at >= {SURE} {sure:.3f} ({count}/{len(judged)})")


def describe(scores: Sequence[float]) -> list[float]:
    """Return what the log odds are a sum of: see ``karamap.confidence.place_confidence``."""
    best = scores[0]
    if len(scores) == 1:
        return [0.0, 0.0, 0.0, 1.0, min(best, 1.5)]
    return [1.0, math.sqrt(min(best - scores[1], 0.25)), float(best >= 1.4), 0.0, 0.0]


def fit(cases: Sequence[Case], *, ridge: float = 0.01) -> list[float]:
    """Return the weights of `describe` that make the cases likeliest (logistic regression)."""
    features = np.array([describe(scores) for _, _, scores, _ in cases])
    right = np.array([float(ok) for *_, ok in cases])
    weights = np.zeros(features.shape[1])
    for _ in range(50):
        share = 1 / (1 + np.exp(-features @ weights))
        slope = features.T @ (right - share) - ridge * weights
        bend = (features.T * (share * (1 - share))) @ features + ridge * np.eye(len(weights))
        weights += np.linalg.solve(bend, slope)
    return [float(w) for w in weights]


def apply(weights: Sequence[float], scores: Sequence[float]) -> float:
    """Return the confidence that fitted weights give."""
    odds = sum(w * x for w, x in zip(weights, describe(scores), strict=True))
    return round(min(0.99, 1 / (1 + math.exp(-odds))), 2)


def people_answers(compared: dict[str, list[ev.Comparison]]) -> list[tuple[float, bool]]:
    """Return confidence and whether the place is right of the words for peoples that gold has."""
    errors = [
        (found.confidence or 0.0, ev.place_error_km(gold, found))
        for comparisons in compared.values()
        for comparison in comparisons
        for gold, found in comparison.pairs
        if found.kind == "demonym"
    ]
    return [(told, error <= 161) for told, error in errors if error is not None]


def tell_fit(compared: dict[str, list[ev.Comparison]]) -> None:
    """Print how constants fitted on one fold do on the other, and those fitted on all."""
    cases = [case for name, rows in compared.items() for case in collect_cases(name, rows)]
    held_out: dict[str, list[tuple[float, bool]]] = {"all": []}
    for part in (0, 1):
        weights = fit([case for case in cases if case[1] != part])
        own = [(case[0], (apply(weights, case[2]), case[3])) for case in cases if case[1] == part]
        tell(f"fitted on fold {1 - part}, fold {part}", [answer for _, answer in own])
        for corpus, answer in own:
            held_out.setdefault(corpus, []).append(answer)
            held_out["all"].append(answer)
    for name, answers in held_out.items():
        tell(f"fitted, left out: {name}", answers)
    answers = people_answers(compared)
    right, count = ev.share_right(answers, least=0.0)
    print(f"_PEOPLE {right:.2f} ({count} words for peoples)")
    names = ("_DOUBT", "_PER_LEAD", "_IF_TOLD", "_ALONE", "_PER_SCORE")
    print("  ".join(f"{n} {w:.2f}" for n, w in zip(names, fit(cases), strict=True)))


def collect_cases(corpus: str, compared: Sequence[ev.Comparison]) -> list[Case]:
    """Return each found name with the scores behind it and whether its place is right."""
    cases: list[Case] = []
    for comparison in compared:
        for gold, found in comparison.pairs:
            error = ev.place_error_km(gold, found)
            if error is not None and isinstance(found.confidence, Recorded):
                part = fold(corpus, comparison.id)
                cases.append((corpus, part, found.confidence.scores, error <= 161))
    return cases


def tell_corpora(compared: dict[str, list[ev.Comparison]]) -> None:
    """Print the table of the shipped confidence."""
    for spurious, title in ((False, "place"), (True, "end to end")):
        for corpus, comparisons in compared.items():
            tell(f"{corpus}, {title}", ev.judge_answers(comparisons, spurious=spurious))
        for part in (0, 1, None):
            chosen = [
                c for n, cs in compared.items() for c in cs if part is None or fold(n, c.id) == part
            ]
            name = "all" if part is None else f"all, fold {part}"
            tell(f"{name}, {title}", ev.judge_answers(chosen, spurious=spurious))


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description="Measure how well confidences are calibrated.")
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--fit", action="store_true", help="fit the constants anew")
    parser.add_argument("--plot", type=Path, help="draw all corpora's reliability")
    options = parser.parse_args()
    folder = options.shared / "data" / "corpora"
    if not folder.is_dir():
        print(f"no corpora in {folder}; name the folder with --shared")
        return
    gazetteer = Gazetteer.open()
    compared: dict[str, list[ev.Comparison]] = {}
    with tempfile.TemporaryDirectory() as temporary:
        for corpus in CORPORA:
            gold = folder / f"{corpus}-dev.jsonl"
            found = find_toponyms(gold, gazetteer, Path(temporary))
            off = differences(gold, found, options.shared, Path(temporary))
            print(
                f"{corpus}: figures equal the scorer's: {'NO, ' + ', '.join(off) if off else 'yes'}"
            )
            rows = {key: to_document(key, toponyms) for key, toponyms in found.items()}
            compared[corpus] = ev.compare_documents(ev.read_toponyms(gold), rows)
    tell_corpora(compared)
    if options.fit:
        tell_fit(compared)
    if options.plot:
        from karamap.evaluation.plot import draw_reliability  # noqa: PLC0415  only when asked for

        judged = ev.judge_answers(c for rows in compared.values() for c in rows)
        options.plot.write_bytes(draw_reliability(ev.measure_reliability(judged)))


if __name__ == "__main__":
    main()
