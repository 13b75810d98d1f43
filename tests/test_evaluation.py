"""Scoring: figures against an independent reference, faults with a line, calibration."""

from __future__ import annotations

import json
import math
import random
from collections.abc import Callable
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from karamap import evaluation as ev
from karamap.cli import main
from karamap.errors import InputError
from karamap.evaluation import tables
from karamap.evaluation.matching import great_circle_km
from karamap.evaluation.plot import draw_reliability
from karamap.model import DateMention, DateSpan

DATA = Path(__file__).parent / "data" / "evaluation"
GOLD, FOUND = DATA / "gold.jsonl", DATA / "found.jsonl"
EVENTS, FOUND_EVENTS = DATA / "events-gold.jsonl", DATA / "events.jsonl"

Row = dict[str, Any]


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(main, ["evaluate", *map(str, words)], prog_name="karamap")


def write(path: Path, *rows: object) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def compare(match: str = "exact") -> list[ev.Comparison]:
    return ev.compare_documents(ev.read_toponyms(GOLD), ev.read_toponyms(FOUND), match=match)


# -- an independent reference: dictionaries, brute force, the chord instead of the haversine ---


def reference_km(a: Row, b: Row) -> float:
    def unit(row: Row) -> tuple[float, float, float]:
        lat, lon = math.radians(row["lat"]), math.radians(row["lon"])
        return math.cos(lat) * math.cos(lon), math.cos(lat) * math.sin(lon), math.sin(lat)

    half = math.dist(unit(a), unit(b)) / 2
    km = 2 * 6371.0088 * math.asin(min(1.0, half))
    return 0.0 if km <= a.get("tolerance_km", 0) else km


def reference_pairs(gold: list[Row], found: list[Row], match: str) -> list[tuple[Row, Row]]:
    pairs: list[tuple[Row, Row]] = []
    gold, found = list(gold), list(found)
    while True:
        best, chosen = 0.0, None
        for g in gold:
            for p in found:
                common = len({*range(g["start"], g["end"])} & {*range(p["start"], p["end"])})
                share = common / max(g["end"] - g["start"], p["end"] - p["start"])
                if share > best and (match == "overlap" or share == 1):
                    best, chosen = share, (g, p)
        if chosen is None:
            return pairs
        pairs.append(chosen)
        gold = [g for g in gold if g is not chosen[0]]
        found = [p for p in found if p is not chosen[1]]


def reference(gold: list[Row], found: dict[str, list[Row]], match: str) -> dict[str, float]:
    n: dict[str, int] = dict.fromkeys(("gold", "found", "tp", "located", "unjudged"), 0)
    errors: list[float] = []
    for row in gold:
        spared = [range(s["start"], s["end"]) for s in row["ignore"]]
        kept = [
            p
            for p in found.get(row["id"], [])
            if not any({*range(p["start"], p["end"])} & {*s} for s in spared)
        ]
        pairs = reference_pairs(row["toponyms"], kept, match)
        n["gold"] += len(row["toponyms"])
        n["found"] += len(kept)
        n["tp"] += len(pairs)
        n["located"] += sum(g["lat"] is not None for g in row["toponyms"])
        for g, p in pairs:
            if g["lat"] is None:
                n["unjudged"] += 1
            else:
                errors.append(20039.0 if p["lat"] is None else reference_km(g, p))
    right = sum(e <= 161 for e in errors)
    logs = sorted(math.log(1 + e) for e in errors)
    area = sum((a + b) / 2 for a, b in pairwise(logs))
    return {
        "P": n["tp"] / n["found"],
        "R": n["tp"] / n["gold"],
        "acc161": right / len(errors),
        "acc20": sum(e <= 20 for e in errors) / len(errors),
        "mean": sum(errors) / len(errors),
        "AUC": area / (math.log(20039) * (len(errors) - 1)),
        "e2e_P": right / (n["found"] - n["unjudged"]),
        "e2e_R": right / n["located"],
    }


def make_case(seed: int) -> tuple[list[Row], list[Row]]:
    """Return gold and predictions that agree here and there, drawn by the seed."""
    draw = random.Random(seed)  # noqa: S311  made-up data, no secret

    def place(start: int, *, known: float) -> Row:
        row: Row = {"start": start, "end": start + draw.randint(2, 9), "lat": None, "lon": None}
        if draw.random() < known:
            row |= {"lat": draw.uniform(-85, 85), "lon": draw.uniform(-179, 179)}
        return row

    gold, found = [], []
    for number in range(draw.randint(3, 6)):
        names = [place(start, known=0.9) for start in range(0, 200, draw.randint(8, 20))]
        answers = []
        for name in names:
            if draw.random() < 0.75:
                shift = draw.choice((0, 0, 0, 1, -1 if name["start"] else 0))
                answer = dict(name, start=name["start"] + shift)
                if name["lat"] is None or draw.random() < 0.15:
                    answer |= {"lat": None, "lon": None}
                else:
                    answer["lat"] = max(-90, min(90, name["lat"] + draw.gauss(0, 1.5)))
                answers.append(answer)
            if name["lat"] is not None and draw.random() < 0.3:
                name["tolerance_km"] = 300
        answers += [place(draw.randrange(200), known=0.9) for _ in range(3)]
        ignore = [{"start": 40, "end": 55}] if draw.random() < 0.5 else []
        gold.append({"id": str(number), "toponyms": names, "ignore": ignore})
        if number != 1:
            found.append({"id": str(number), "toponyms": answers})
    return gold, found


@pytest.mark.parametrize("match", ev.MATCHES)
@pytest.mark.parametrize("seed", range(12))
def test_figures_equal_an_independent_reference(tmp_path: Path, seed: int, match: str) -> None:
    """On made-up documents every figure equals that of a second, brute-force computation."""
    gold, found = make_case(seed)
    expected = reference(gold, {row["id"]: row["toponyms"] for row in found}, match)
    paths = write(tmp_path / "gold.jsonl", *gold), write(tmp_path / "found.jsonl", *found)
    scores = ev.score_toponyms(*map(ev.read_toponyms, paths), match=match)
    assert {
        "P": scores.recognition.precision,
        "R": scores.recognition.recall,
        "acc161": scores.resolution.acc161,
        "acc20": scores.resolution.acc20,
        "mean": scores.resolution.mean_km,
        "AUC": scores.resolution.auc,
        "e2e_P": scores.end_to_end.precision,
        "e2e_R": scores.end_to_end.recall,
    } == pytest.approx(expected, rel=1e-6)


# -- place names, by hand ---


def test_figures_worked_by_hand() -> None:
    """Ignored spans, tolerance, unknown gold places and unresolved answers count as documented."""
    scores = ev.score_documents(compare())
    assert (scores.documents, scores.without_row) == (3, 1)
    assert scores.recognition == ev.PrecisionRecall(right=6, predicted=8, gold=9)
    # Hadrut, Caucasus (within tolerance), Baku twice (wrong), Ganja (unresolved); Qarhun not judged
    assert (scores.resolution.names, scores.resolved.names, scores.unresolved) == (5, 4, 1)
    assert scores.resolution.acc161 == 2 / 5
    assert scores.resolved.acc161 == 2 / 4
    lat, lon = math.radians(40.38), math.radians(49.89)  # Baku, placed where both are 0
    off = 6371.0088 * math.acos(math.cos(lat) * math.cos(lon))
    assert scores.resolved.median_km == pytest.approx(off / 2)  # errors: 0, 0, off, off
    assert scores.end_to_end == ev.PrecisionRecall(right=2, predicted=7, gold=8)
    assert scores.end_to_end.f1 == pytest.approx(2 * 2 / (7 + 8))


def test_overlap_also_finds_other_boundaries() -> None:
    """A name found with another end counts for overlap and not for exact."""
    assert ev.score_documents(compare("overlap")).recognition.right == 7


def test_overlap_prefers_the_better_partner() -> None:
    """Each name gets one partner, the one that shares most; a second is spurious."""
    gold = {"d": ev.DocumentRow("d", (ev.PlaceRow(0, 10), ev.PlaceRow(10, 14)))}
    found = {"d": ev.DocumentRow("d", (ev.PlaceRow(0, 4), ev.PlaceRow(1, 10), ev.PlaceRow(9, 14)))}
    (compared,) = ev.compare_documents(gold, found, match="overlap")
    assert [(g.start, p.start) for g, p in compared.pairs] == [(0, 1), (10, 9)]
    assert [p.start for p in compared.spurious] == [0]


def test_one_prediction_finds_one_name() -> None:
    """Two predictions with one span are one hit and one spurious name."""
    twin = (ev.PlaceRow(0, 4), ev.PlaceRow(0, 4))
    gold = {"d": ev.DocumentRow("d", twin[:1])}
    scores = ev.score_toponyms(gold, {"d": ev.DocumentRow("d", twin)})
    assert scores.recognition == ev.PrecisionRecall(1, 2, 1)


def test_nothing_predicted_gives_zeros_and_nan() -> None:
    """Without a prediction rates are 0 and errors, which nothing was measured for, are NaN."""
    scores = ev.score_toponyms(ev.read_toponyms(GOLD), {})
    assert scores.recognition.f1 == scores.end_to_end.f1 == 0
    assert math.isnan(scores.resolution.acc161)
    assert math.isnan(scores.resolution.auc)
    assert tables.toponym_record(scores)["resolution"]["acc161"] is None


def test_unknown_match_is_an_error() -> None:
    """A way of matching that there is not is named with those there are."""
    with pytest.raises(InputError, match=r"'fuzzy'.*exact, overlap"):
        compare("fuzzy")


def test_great_circle() -> None:
    """A quarter of the equator is a quarter of the sphere's circumference; poles have one point."""
    assert great_circle_km((0, 0), (0, 90)) == pytest.approx(math.pi / 2 * 6371.0088)
    assert great_circle_km((90, 10), (90, -120)) == pytest.approx(0, abs=1e-6)


def test_groups_add_up() -> None:
    """Each name is in one group of kind and of feature, whatever key its maker wrote."""
    by_kind = ev.score_by(compare(), lambda row: row.kind)
    by_feature = ev.score_by(compare(), lambda row: row.feature)
    assert {k: s.recognition.gold for k, s in by_kind.items()} == {"demonym": 1, "toponym": 8}
    gold = {k: s.recognition.gold for k, s in by_feature.items()}
    assert gold == {"settlement": 4, "areal": 3, "unknown": 2}
    for groups in (by_kind, by_feature):
        assert sum(s.recognition.predicted for s in groups.values()) == 8
        assert sum(s.end_to_end.right for s in groups.values()) == 2


@pytest.mark.parametrize(
    ("keys", "group"),
    [
        ({"feature_class": "district"}, "areal"),
        ({"feature_class": "site"}, "other"),
        ({"feature_class": "settlement", "fcode": "ADM1"}, "settlement"),
        ({"fcode": "PPLA2"}, "settlement"),
        ({"fcode": "AIRP"}, "other"),
        ({"areal": False}, "point"),
        ({}, "unknown"),
    ],
)
def test_feature_group(tmp_path: Path, keys: Row, group: str) -> None:
    """The group comes from our class, else GeoNames' code, else the areal mark."""
    row = {"id": 7, "toponyms": [{"start": 0, "end": 1, **keys}]}
    read = ev.read_toponyms(write(tmp_path / "g.jsonl", row))
    assert read["7"].toponyms[0].feature == group


def test_bootstrap_is_repeatable_and_encloses_the_figure() -> None:
    """One seed gives one interval; it holds the figure; a single document leaves no doubt."""
    comparisons = [c for seed in range(4) for c in _made_up(seed)]
    f1 = ev.score_documents(comparisons).recognition.f1
    first = ev.bootstrap_intervals(comparisons, samples=200)
    assert first == ev.bootstrap_intervals(comparisons, samples=200)
    assert first != ev.bootstrap_intervals(comparisons, samples=200, seed=2)
    low, high = first["f1"]
    assert low < f1 < high
    alone = ev.bootstrap_intervals(compare()[:1], samples=50)["f1"]
    assert alone[0] == alone[1]


def _made_up(seed: int) -> list[ev.Comparison]:
    def read(rows: list[Row]) -> dict[str, ev.DocumentRow]:
        return {
            row["id"]: ev.DocumentRow(row["id"], tuple(ev.PlaceRow(**p) for p in row["toponyms"]))
            for row in rows
        }

    gold, found = make_case(seed)
    return ev.compare_documents(read(gold), read(found))


def test_confusions_say_what_went_wrong() -> None:
    """Each fault is of one kind, alike ones are counted together, N limits each kind."""
    faults = ev.list_confusions(compare())
    assert [(f.fault, f.surface, f.count, f.document, f.start) for f in faults] == [
        ("missed", "Armenian", 1, "hills", 60),
        ("missed", "Lori", 1, "silent", 3),
        ("spurious", "Jordan", 1, "coast", 80),
        ("boundary", "Terter area", 1, "hills", 20),
        ("wrong_place", "Baku", 2, "coast", 5),
        ("unresolved", "Ganja", 1, "coast", 15),
    ]
    assert faults[4].error_km == pytest.approx(6739.4, abs=0.1)
    assert [f.surface for f in ev.list_confusions(compare(), limit=1)][:2] == ["Armenian", "Jordan"]
    names = tuple(ev.PlaceRow(i, i + 1, name) for i, name in enumerate("abb"))
    lost = ev.compare_documents({"d": ev.DocumentRow("d", names)}, {})
    assert [(f.surface, f.count) for f in ev.list_confusions(lost)] == [("b", 2), ("a", 1)]


# -- calibration ---


def test_reliability_worked_by_hand() -> None:
    """Answers fall into bins by confidence; the error is the mean gap, weighted by count."""
    judged = [(0.7, True), (0.7, False), (0.79, True), (1.0, True), (0.0, False)]
    table = ev.measure_reliability(judged)
    filled = {round(b.low, 1): (b.count, b.right) for b in table.bins if b.count}
    assert filled == {0.0: (1, 0), 0.7: (3, pytest.approx(2 / 3)), 0.9: (1, 1)}
    assert table.error == pytest.approx(3 / 5 * (0.73 - 2 / 3))
    assert ev.share_right(judged, least=0.75) == (1.0, 2)
    assert math.isnan(ev.measure_reliability([]).error)
    fine = ev.measure_reliability([(0.29, True)], bins=100)  # 0.29 * 100 < 29 in binary
    assert [b.low for b in fine.bins if b.count] == [0.29]


def test_judged_answers() -> None:
    """The place alone leaves spurious names out, end to end counts them as wrong."""
    place = [(0.95, True), (0.95, True), (0.55, False), (0.55, False)]
    assert ev.judge_answers(compare()) == place
    whole = ev.judge_answers(compare(), spurious=True)
    assert sorted(whole) == sorted([*place, (0.85, False), (0.95, False)])


def test_reliability_diagram_is_repeatable() -> None:
    """One table gives the same PNG bytes twice, another gives others."""
    one = draw_reliability(ev.measure_reliability(ev.judge_answers(compare())))
    assert one.startswith(b"\x89PNG")
    assert one == draw_reliability(ev.measure_reliability(ev.judge_answers(compare())))
    assert one != draw_reliability(ev.measure_reliability([(0.2, True)]))


# -- events and dates ---


def events_scores() -> ev.EventScores:
    points = {"hadrut": ((39.52, 47.03), False), "karabakh": ((39.9, 46.75), True)}
    return ev.score_events(ev.read_events(EVENTS), ev.read_events(FOUND_EVENTS), points)


def test_event_figures_worked_by_hand() -> None:
    """Type and half a sentence make a match; date, place, source, stance are judged as told."""
    scores = events_scores()
    assert scores.found == ev.PrecisionRecall(right=4, predicted=6, gold=5)
    # the battle's interval ends too late and its source is not gold's
    assert scores.right == {"date": 0.75, "place": 1.0, "source": 0.75, "stance": 1.0}
    assert scores.tuples == 3 / 5
    assert [e.type for e in scores.missed] == ["protest"]
    assert {(e.document, e.type) for e in scores.spurious} == {
        ("three.txt", "battle"),
        ("one.txt", "talks"),
    }
    assert scores.by_type["talks"] == ev.PrecisionRecall(1, 2, 1)


@pytest.mark.parametrize(
    ("item", "change", "right"),
    [
        ("date", {"date_start": "2020-10-03", "date_end": "2020-10-05"}, True),
        ("date", {"date_start": "2020-10-02", "date_end": "2020-10-05"}, False),
        ("date", {"date_start": None, "date_end": None}, False),
        ("date", {"date_start": None, "date_end": "2020-10-04"}, True),
        ("place", {"places": [{"lat": 39.7, "lon": 47.1}]}, True),
        ("place", {"places": [{"lat": 39.8, "lon": 47.1}]}, False),
        ("place", {"places": []}, False),
        ("place", {"places": [{"lat": 1, "lon": 1}, {"lat": 39.5, "lon": 47}]}, True),
        ("source", {"claimed_by": "DEFENCE officials"}, True),
        ("source", {"claimed_by": "the of"}, False),
        ("source", {"claimed_by": None}, False),
        ("stance", {"stance": "denied"}, False),
    ],
)
def test_event_item(tmp_path: Path, item: str, change: Row, *, right: bool) -> None:
    """A day's slack, 25 km, one word of three letters and the same stance are right, no more."""
    gold = json.loads(EVENTS.read_text(encoding="utf-8").splitlines()[0])
    answer = {**gold, "places": [{"lat": 39.52, "lon": 47.03}], **change}
    found = ev.read_events(write(tmp_path / "found.jsonl", answer))
    expected = ev.read_events(write(tmp_path / "gold.jsonl", gold))
    scores = ev.score_events(expected, found, {"hadrut": ((39.52, 47.03), False)})
    others = {name: 1.0 for name in scores.right if name != item}
    assert scores.right == {**others, item: float(right)}
    assert scores.tuples == right


def test_a_sentence_must_share_half(tmp_path: Path) -> None:
    """Evidence that shares less than half of the shorter sentence is no match."""
    gold = json.loads(EVENTS.read_text(encoding="utf-8").splitlines()[0])
    expected = ev.read_events(write(tmp_path / "gold.jsonl", gold))
    for start, matched in ((60, 1), (61, 0)):
        answer = {**gold, "places": [], "start": start, "end": start + 80}
        found = ev.read_events(write(tmp_path / "found.jsonl", answer))
        assert ev.score_events(expected, found, {}).found.right == matched


def test_the_better_answer_is_the_match(tmp_path: Path) -> None:
    """Of two answers the one with more right is taken, though the other shares more."""
    gold = json.loads(EVENTS.read_text(encoding="utf-8").splitlines()[0])
    better = {**gold, "places": [], "end": 60}
    worse = {**gold, "places": [], "date_start": "2020-12-01", "date_end": None}
    expected = ev.read_events(write(tmp_path / "gold.jsonl", gold))
    found = ev.read_events(write(tmp_path / "found.jsonl", worse, better))
    scores = ev.score_events(expected, found, {})
    assert scores.right["date"] == 1
    assert [e.end for e in scores.spurious] == [worse["end"]]


def test_points_of_names(tmp_path: Path) -> None:
    """A name's first point counts, by surface and canonical name, areal or not."""
    row: Row = {"start": 0, "end": 4, "lat": 1, "lon": 2}
    places = [
        {**row, "surface": "Susa", "canonical": "Shusha", "lat": None, "lon": None},
        {**row, "surface": "Susa", "canonical": "Shusha"},
        {**row, "surface": "Shusha", "lat": 9, "kind": "admin"},
        {**row, "surface": "Lachin", "areal": True},
    ]
    path = write(tmp_path / "t.jsonl", {"id": "d", "toponyms": places})
    town, area = ((1.0, 2.0), False), ((1.0, 2.0), True)
    assert ev.read_points(path) == {"susa": town, "shusha": town, "lachin": area}


def test_date_figures_worked_by_hand(tmp_path: Path) -> None:
    """Right needs the very days; a gold without days needs a mention left open."""
    rows = [
        {"document": "d", "start": 0, "end": 6, "date_start": "2020-10-01", "date_end": None},
        {"document": "d", "start": 10, "end": 16, "date_start": None, "date_end": None},
        {"document": "d", "start": 20, "end": 26, "date_start": "2020-10-02", "date_end": None},
        {"document": "e", "start": 0, "end": 6, "date_start": "2020-10-02", "date_end": None},
    ]
    gold = ev.read_dates(write(tmp_path / "dates.jsonl", *rows))

    def mention(start: int, day: date | None) -> DateMention:
        span = DateSpan(day, None, 1) if day else None
        return DateMention(start, start + 4, "then", span, "")

    found = [mention(1, date(2020, 10, 1)), mention(10, None), mention(20, date(2020, 10, 3))]
    scores = ev.score_dates(gold, {"d": [*found, mention(40, None)]})
    assert scores == ev.DateScores(gold=4, found=3, right=2, extra=1)


# -- faults ---


GOOD: Row = {"start": 0, "end": 4, "lat": 1.0, "lon": 2.0}


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("{", "not valid JSON"),
        ("[1]", "not a JSON object"),
        ('{"id": "a"}', '"toponyms"'),
        ('{"id": null, "toponyms": []}', '"id"'),
        ('{"id": "good", "toponyms": []}', "also on line 1"),
        ('{"id": "a", "toponyms": {}}', "no list"),
        ('{"id": "a", "toponyms": [3]}', "no object"),
        (json.dumps({"id": "a", "toponyms": [GOOD | {"end": 0}]}), "no range"),
        (json.dumps({"id": "a", "toponyms": [GOOD | {"start": True}]}), "no range"),
        (json.dumps({"id": "a", "toponyms": [GOOD | {"lat": None}]}), "write both"),
        (json.dumps({"id": "a", "toponyms": [GOOD | {"lat": 91}]}), "-90 to 90"),
        (json.dumps({"id": "a", "toponyms": [GOOD | {"lon": float("nan")}]}), "-180 to 180"),
        (json.dumps({"id": "a", "toponyms": [GOOD | {"confidence": "high"}]}), "0 to 1"),
        (json.dumps({"id": "a", "toponyms": [], "ignore": [{"start": 3}]}), "no range"),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, line: str, told: str) -> None:
    """A line that cannot be used is status 2 and one line with file, number and remedy."""
    path = tmp_path / "bad.jsonl"
    path.write_text('{"id": "good", "toponyms": []}\n\n' + line + "\n", encoding="utf-8")
    result = run("toponyms", path, FOUND)
    assert result.exit_code == 2
    assert result.stdout == ""
    (fault,) = result.stderr.splitlines()
    assert fault.startswith(f"karamap: {path}:3: ")
    assert told in fault


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"type": "picnic"}, "'picnic'"),
        ({"document": None}, '"document"'),
        ({"date_start": "4 October"}, "4 October"),
        ({"end": None}, "no range"),
        ({"places": "Hadrut"}, "no list"),
        ({"places": [{"lat": 100, "lon": 1}]}, "-90 to 90"),
    ],
)
def test_a_bad_event_is_named(tmp_path: Path, change: Row, told: str) -> None:
    """An event that cannot be read is status 2 with file, line and what to write."""
    good = json.loads(FOUND_EVENTS.read_text(encoding="utf-8").splitlines()[0])
    path = write(tmp_path / "bad.jsonl", good, {**good, **change})
    result = run("events", EVENTS, path, "--toponyms", GOLD)
    assert result.exit_code == 2
    assert result.stderr.startswith(f"karamap: {path}:2: ")
    assert told in result.stderr


def test_other_faults_are_told(tmp_path: Path) -> None:
    """A missing file, an empty gold, a document gold lacks and bytes that are no text: status 2."""
    empty, stray, binary = (tmp_path / n for n in ("empty.jsonl", "stray.jsonl", "binary.jsonl"))
    empty.touch()
    binary.write_bytes(b"\xff\xfe\x00")
    write(stray, {"id": "hills", "toponyms": []}, {"id": "elsewhere", "toponyms": []})
    expected = {
        (tmp_path / "none.jsonl", FOUND): f"{tmp_path / 'none.jsonl'}: cannot be read",
        (empty, FOUND): f"{empty}: holds no document",
        (GOLD, stray): f"{stray}:2: document 'elsewhere' is not in {GOLD}",
        (binary, FOUND): f"{binary}:1: not valid JSON in UTF-8",
    }
    for words, told in expected.items():
        result = run("toponyms", *words)
        assert result.exit_code == 2
        assert told in result.stderr


# -- the command ---


def test_command_prints_a_table() -> None:
    """Without options a person reads the figures, and they are the data on stdout."""
    result = run("toponyms", GOLD, FOUND)
    assert (result.exit_code, result.stderr) == (0, "")
    assert "recognition             P 0.750  R 0.667  F1 0.706" in result.stdout
    assert "end to end, 161 km      P 0.286  R 0.250  F1 0.267" in result.stdout
    assert "3 documents, 1 without predictions; spans matched: exact" in result.stdout


def test_command_prints_what_is_asked_for() -> None:
    """Intervals, documents, faults with both places and the reliability table come on request."""
    asked = ["--boot", "50", "--per-document", "--confusions", "2", "--calibration"]
    plain, full = run("toponyms", GOLD, FOUND).stdout, run("toponyms", GOLD, FOUND, *asked).stdout
    pair = "gold 40.38 N 49.89 E, predicted Baku, elsewhere (0.00 N 0.00 E)"
    for part in ("95 % intervals", "by document", pair, "expected calibration error"):
        assert part not in plain
        assert part in full


def test_command_writes_json() -> None:
    """With --json one object has the same figures, null where there is none."""
    asked = ["--boot", "50", "--per-document", "--confusions", "9", "--calibration", "--json"]
    record = json.loads(run("toponyms", GOLD, FOUND, *asked).stdout)
    assert record["match"] == "exact"
    assert record["recognition"]["f1"] == pytest.approx(12 / 17, abs=1e-6)
    assert record["by_document"]["silent"]["resolution"]["acc161"] is None
    assert set(record["ci95"]) == {"f1", "acc161", "end_to_end_f1", "end_to_end_recall"}
    assert record["confusions"][4]["predicted"]["name"] == "Baku, elsewhere"
    assert record["calibration"]["resolution"]["answers"] == 4


def test_command_reads_standard_input_and_draws(tmp_path: Path) -> None:
    """Predictions may come by pipe; the plot is written whole."""
    words = ["evaluate", "toponyms", str(GOLD), "-", "--plot", str(tmp_path / "c.png")]
    result = CliRunner().invoke(main, words, input=FOUND.read_bytes())
    assert result.exit_code == 0
    assert result.stdout == run("toponyms", GOLD, FOUND).stdout
    assert (tmp_path / "c.png").read_bytes().startswith(b"\x89PNG")
    assert "c.png" in result.stderr


@pytest.mark.parametrize("read", [json.loads, str])
def test_event_command(read: Callable[[str], Any]) -> None:
    """Event figures come as a table and as JSON; an unknown name's place is not held against it."""
    words = ("events", EVENTS, FOUND_EVENTS, "--toponyms", GOLD)
    if read is str:
        assert "P 0.667  R 0.800  F1 0.727" in run(*words).stdout
        assert "tuple 0.600" in run(*words).stdout
        return
    record = read(run(*words, "--json").stdout)
    assert record["date"] == 0.75
    assert record["missed"] == [
        {"document": "two.txt", "start": 100, "end": 150, "type": "protest"}
    ]
    assert record["by_type"]["battle"]["predicted"] == 2
