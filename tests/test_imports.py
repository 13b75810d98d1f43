"""Events from files: karamap's own and other people's; every row here is invented."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from karamap.errors import InputError
from karamap.export import event_row, write_csv, write_geojson
from karamap.frames import events_frame
from karamap.imports import read_event_file, read_events
from karamap.model import (
    Casualties,
    DateSpan,
    Document,
    Event,
    EventType,
    FeatureClass,
    Mention,
    Place,
    Stance,
    Toponym,
)

TOWN = Place("t:town", 'Nörəbəd "old"; Норабад', FeatureClass.SETTLEMENT, 46.5, 40.0, 4.0)


def event(key: str = "e1", **told: object) -> Event:
    """Return an invented event at TOWN."""
    fields: dict[str, object] = {
        "id": key,
        "document": "d1",
        "start": 10,
        "end": 60,
        "type": EventType.SHELLING,
        "trigger": "shelled",
        "date": DateSpan(date(2020, 10, 1), date(2020, 10, 3), 2),
        "places": (Toponym(Mention(12, 20, "Norabad"), TOWN, 1.0, ""),),
        "where_precision": 2,
        "radius_km": 25.0,
        "actors": ("northern army", "a unit"),
        "targets": (),
        "stance": Stance.CLAIMED,
        "claimed_by": "the mayor",
        "denied_by": None,
        "casualties": (Casualties("killed", 3, 2, 5), Casualties("wounded", 7, side="civilian")),
        "evidence": 'Guns "fired",\nat Norabad.',
        "confidence": 0.7,
        "reason": "",
        "weapons": ("howitzer",),
    }
    return Event(**(fields | told))  # type: ignore[arg-type]  # fields of any kind


def write_lines(path: Path, *events: Event) -> Path:
    """Write events as jsonl."""
    path.write_text("".join(json.dumps(event_row(e)) + "\n" for e in events), encoding="utf-8")
    return path


@pytest.mark.parametrize("suffix", ["jsonl", "geojson", "csv"])
def test_own_files_give_the_events_table_back(tmp_path: Path, suffix: str) -> None:
    """What karamap writes of events reads back to the same table of events."""
    document = Document("d1", "", "A title", "A paper", date(2020, 10, 4), url="https://x.invalid")
    events = (event(), event("e2", date=None, places=(), where_precision=None, radius_km=None))
    frame = events_frame(events, [document])
    path = tmp_path / f"events.{suffix}"
    if suffix == "jsonl":
        write_lines(path, *events)
    else:
        (write_geojson if suffix == "geojson" else write_csv)(frame, path)
    found = read_event_file(path)
    assert not found.faults
    again = events_frame(found.events, found.documents or [document])
    different = [c for c in frame.columns if not frame[c].astype(str).equals(again[c].astype(str))]
    assert not different
    assert found.events[0].fatalities == 3


def test_a_bad_line_costs_no_other_event(tmp_path: Path) -> None:
    """A line that is no event is told with its number, the others are read; strict reading ends."""
    path = write_lines(tmp_path / "e.jsonl", event(), event("e2"))
    lines = path.read_text(encoding="utf-8").splitlines()
    strange = {**json.loads(lines[1]), "id": "e3", "type": "picnic"}
    path.write_text("\n".join([lines[0], "{broken", json.dumps(strange), lines[1], lines[0]]))
    found = read_event_file(path)
    assert [e.id for e in found.events] == ["e1", "e2"]
    assert [f.line for f in found.faults] == [2, 3, 5]
    assert "'picnic' is unknown" in str(found.faults[1])
    with pytest.raises(InputError, match=r"e\.jsonl:2"):
        read_events(path)


def test_a_file_of_another_kind_is_one_clear_error(tmp_path: Path) -> None:
    """A missing file, a file with another ending and a GeoJSON without features are refused."""
    (tmp_path / "a.geojson").write_text("[]")
    (tmp_path / "a.docx").write_text("")
    for name in ("none.jsonl", "a.geojson", "a.docx"):
        with pytest.raises(InputError, match=name):
            read_events(tmp_path / name)
