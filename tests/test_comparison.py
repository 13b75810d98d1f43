"""Two sets of events side by side; every event here is invented."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from datetime import date, timedelta
from itertools import permutations
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from karamap.cli import main
from karamap.comparison import compare_events, comparison_frame, count_by, things_of
from karamap.comparison.assignment import assign
from karamap.comparison.tables import links_frame
from karamap.export import event_row
from karamap.model import (
    Casualties,
    DateSpan,
    Event,
    EventType,
    FeatureClass,
    Mention,
    Place,
    Stance,
    Toponym,
)
from karamap.pipeline.comparing import comparison_spec, write_comparison

DAY = date(2020, 10, 1)


def make(  # noqa: PLR0913  what differs between events
    key: str,
    lon: float | None = 46.5,
    lat: float = 40.0,
    *,
    day: int | None = 0,
    lasts: int = 0,
    kind: EventType = EventType.BATTLE,
    level: int = 1,
    radius: float = 0.0,
    dead: int | None = None,
    stance: Stance = Stance.ASSERTED,
) -> Event:
    """Return an event at a point, `day` days after 1 October 2020, lasting `lasts` more."""
    first = DAY + timedelta(days=day) if day is not None else None
    span = DateSpan(first, first + timedelta(days=lasts), 1) if first else None
    feature = FeatureClass.COUNTRY if level >= 6 else FeatureClass.SETTLEMENT
    place = Place(f"p:{lon}:{lat}", f"place {lon} {lat}", feature, lon or 0.0, lat)
    places = (Toponym(Mention(0, 0, "x"), place, 1.0, ""),) if lon is not None else ()
    return Event(
        key, f"doc of {key}", 0, 5, kind, key, span, places, level if places else None,
        radius or None, (f"army of {key}",), (), stance, None, None,
        () if dead is None else (Casualties("killed", dead),), "", 1.0, "",
    )  # fmt: skip


def test_the_same_event_of_two_sources_is_found() -> None:
    """Same kind, overlapping days and points as near as both precisions allow: found."""
    near = make("ours", 46.55, radius=10.0)
    result = compare_events([near], [make("ucdp:1", level=2, radius=25.0)])
    (pair,) = result.found
    assert (pair.ours.id, pair.theirs.id) == ("ours", "ucdp:1")
    # 0.05 degrees of longitude at 40 N: 4.27 km on WGS 84 (111.32 km × cos 40° × 1.0014 × 0.05)
    assert pair.distance_km == pytest.approx(4.27, abs=0.01)
    assert pair.allowed_km == 35.0
    assert pair.sharp
    assert (result.missed, result.extra) == ((), ())


@pytest.mark.parametrize(
    ("other", "reason", "outside"),
    [
        (make("ucdp:1", 48.0), "is ours at place 46.5 40.0, 128 km away (10 km allowed)", False),
        (make("ucdp:1", kind=EventType.TALKS), "no event of this kind", True),
        (make("ucdp:1", day=30), "from 2020-10-01 to 2020-10-01 only", True),
        (make("ucdp:1", day=None), "tells no day", False),
        (make("ucdp:1", None), "tells no place finer than a country", False),
        (make("ucdp:1", level=6), "tells no place finer than a country", False),
    ],
)
def test_what_is_not_found_says_why(other: Event, reason: str, *, outside: bool) -> None:
    """An event of theirs without a partner names the nearest miss, or what keeps it out."""
    result = compare_events([make("ours")], [other])
    (missed,) = result.missed
    assert reason in missed.reason
    assert missed.outside is outside
    assert [u.thing.id for u in result.extra] == ["ours"]


def test_days_between_and_events_taken_by_another_are_told() -> None:
    """The gap in days is named, and so is the event that fits but belongs to a better partner."""
    ours = [make("a"), make("b", day=9)]
    theirs = [make("ucdp:1"), make("ucdp:2", 46.51), make("ucdp:3", day=5)]
    result = compare_events(ours, theirs)
    reasons = {u.thing.id: u.reason for u in result.missed}
    assert [p.theirs.id for p in result.found] == ["ucdp:1"]
    assert reasons["ucdp:2"] == "would fit a, which fits another better"
    assert reasons["ucdp:3"] == "the nearest in time is b, 4 days away (2020-10-10)"


def test_what_did_not_happen_is_left_out_and_reports_of_one_thing_count_once() -> None:
    """Denied and planned events are not compared; two reports of one incident are one thing."""
    twice = [make("a"), make("b")]
    same = [replace(e, actors=("the army",)) for e in twice]
    things, left_out = things_of([*same, make("c", stance=Stance.PLANNED)])
    assert ([len(t.events) for t in things], left_out) == ([2], 1)
    rows = [make("ucdp:1"), make("ucdp:2")]
    assert len(things_of(rows)[0]) == 2  # coded rows stand for themselves


def test_what_one_calls_battle_another_may_call_the_taking_of_a_village() -> None:
    """Violent kinds may match across families, at a price; talks never match fighting."""
    taken = make("taken", kind=EventType.TERRITORIAL_CHANGE)
    fought = make("fought")
    (pair,) = compare_events([taken, fought], [make("ucdp:1")]).found
    assert pair.ours.id == "fought"
    assert len(compare_events([taken], [make("ucdp:1")]).found) == 1
    toll = make("toll", kind=EventType.HUMANITARIAN, dead=3)
    assert len(compare_events([toll], [make("ucdp:1")]).found) == 1
    aid = make("aid", kind=EventType.HUMANITARIAN)
    assert not compare_events([aid], [make("ucdp:1")]).found


def test_wide_days_or_places_match_but_not_sharply() -> None:
    """A match that a month or a province allows is found, and marked as not sharp."""
    (month,) = compare_events([make("a", lasts=29)], [make("ucdp:1", day=12)]).found
    (province,) = compare_events([make("a", level=4, radius=60.0)], [make("ucdp:1", 46.9)]).found
    assert not month.sharp
    assert not province.sharp
    assert not compare_events([make("a")], [make("ucdp:1", day=2)]).found
    assert compare_events([make("a")], [make("ucdp:1", day=2)], days=2).found


@given(
    st.dictionaries(
        st.tuples(st.integers(0, 3), st.integers(0, 4)), st.floats(0.01, 1.0), max_size=12
    )
)
def test_the_assignment_is_the_best_there_is(fits: dict[tuple[int, int], float]) -> None:
    """No other one-to-one assignment has a larger total fit (tried: all of them)."""
    pairs = assign([(i, j, fit) for (i, j), fit in fits.items()])
    assert len({i for i, _ in pairs}) == len({j for _, j in pairs}) == len(pairs)
    total = sum(fits[pair] for pair in pairs)
    best = max(
        sum(fits.get(pair, 0.0) for pair in enumerate(order)) for order in permutations(range(5), 4)
    )
    assert total == pytest.approx(best)


def test_the_order_of_the_files_changes_nothing() -> None:
    """Shuffled inputs give the same pairs and the same reasons."""
    ours = [make(f"o{n}", 46 + n / 100, day=n % 5, radius=10.0) for n in range(12)]
    theirs = [make(f"ucdp:{n}", 46 + n / 90, day=n % 4, radius=10.0) for n in range(12)]
    first = compare_events(ours, theirs)
    mixer = random.Random(1)  # noqa: S311  a shuffle
    mixer.shuffle(ours)
    mixer.shuffle(theirs)
    again = compare_events(ours, theirs)
    assert again == first
    assert len(first.found) > 5


def test_events_on_both_sides_of_the_date_line_meet() -> None:
    """Points at 179.99 east and 179.99 west are 2 km apart, not half a world."""
    (pair,) = compare_events([make("a", 179.99)], [make("ucdp:1", -179.99)]).found
    assert pair.distance_km == pytest.approx(1.708, abs=0.01)


def test_the_tables_add_up() -> None:
    """Counts by family and year add up to the whole; the frame has a row for each thing."""
    ours = [make("a"), make("b", day=9), make("t", kind=EventType.TALKS)]
    theirs = [make("ucdp:1", 46.52), make("ucdp:2", day=5), make("ucdp:3", day=400)]
    result = compare_events(ours, theirs)
    whole = count_by(result)["all"]
    assert (whole.ours, whole.theirs) == (3, 3)
    assert (whole.found, whole.missed, whole.missed_outside) == (1, 1, 1)
    assert (whole.extra, whole.extra_outside) == (1, 1)
    for key in ("family", "year"):
        counts = count_by(result, key).values()
        assert sum(c.ours for c in counts) == whole.ours
        assert sum(c.theirs for c in counts) == whole.theirs
    frame = comparison_frame(result)
    assert frame["status"].tolist() == ["found", "missed", "missed", "extra", "extra"]
    assert frame.geometry.x[0] == 46.52  # theirs
    (line,) = links_frame(result).geometry
    assert list(line.coords) == [(46.5, 40.0), (46.52, 40.0)]


def test_empty_sets_compare() -> None:
    """Nothing against nothing, and nothing against something, are comparisons too."""
    assert count_by(compare_events([], []))["all"].theirs == 0
    assert len(compare_events([], [make("ucdp:1")]).missed) == 1
    assert len(comparison_frame(compare_events([make("a")], []))) == 1


def write(path: Path, *events: Event) -> Path:
    """Write events as jsonl."""
    path.write_text("".join(json.dumps(event_row(e)) + "\n" for e in events), encoding="utf-8")
    return path


def test_the_command_prints_counts_and_reasons(tmp_path: Path) -> None:
    """Found, missed and extra are printed with reasons; --since leaves earlier ones out."""
    ours = write(tmp_path / "ours.jsonl", make("a"), make("b", day=9))
    theirs = write(tmp_path / "theirs.jsonl", make("x"), make("y", 47.5, day=9))
    result = CliRunner().invoke(main, ["compare", str(ours), str(theirs)])
    assert result.exit_code == 0
    assert result.stdout.splitlines()[1].split() == (
        ["all", "2", "1", "1", "1", "0", "50", "%", "2", "1", "0"]
    )
    assert "a battle 2020-10-01 place 46.5 40.0  =  x battle" in result.stdout
    assert "on those days the nearest is b at place 46.5 40.0, 85 km away" in result.stdout
    late = ["compare", str(ours), str(theirs), "--since", "2020-10-05", "--json"]
    counts = json.loads(CliRunner().invoke(main, late).stdout)
    assert (counts["all"]["theirs"], counts["all"]["found"]) == (1, 0)


def test_the_map_tells_who_tells(tmp_path: Path) -> None:
    """The map's legend names both sources; what only one tells looks unlike what both tell."""
    result = compare_events([make("a"), make("b", day=1)], [make("x"), make("y", 47.5, day=1)])
    spec = comparison_spec(result, ours="texts", theirs="list")
    labels = {e.id: spec.style.family_of(e.type).label for e in spec.events}
    assert labels == {"x": "Told by both", "y": "Only in list", "b": "Only in texts"}
    looks = {(f.colour, f.shape) for f in spec.style.families[:3]}
    assert len(looks) == 3
    files = write_comparison(result, tmp_path / "out", ours="texts", theirs="list")
    assert [f.name for f in files] == [
        "comparison.csv",
        "comparison.geojson",
        "links.geojson",
        "comparison.png",
    ]
    assert files[-1].read_bytes().startswith(b"\x89PNG")
    rows = (tmp_path / "out" / "comparison.csv").read_text(encoding="utf-8").splitlines()
    assert [r.split(",")[0] for r in rows[1:]] == ["found", "missed", "extra"]
