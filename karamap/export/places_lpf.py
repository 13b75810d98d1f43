"""Linked Places Format: the entries that the events name, with all their dated, sided names."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from karamap.export.handover import Handover, Tell
from karamap.export.write import write_text
from karamap.gazetteer import Gazetteer
from karamap.gazetteer.lpf import to_lpf

__all__ = ["hand_over", "lpf_of"]


def lpf_of(handover: Handover) -> dict[str, Any]:
    """Return the places of a hand-over as Linked Places, by id; those no gazetteer has are left."""
    gazetteer = handover.gazetteer or Gazetteer.open()
    named = handover.events["place_id"] if handover.places is None else handover.places["id"]
    found = [gazetteer.place(key) for key in sorted(set(named.dropna()))]
    return to_lpf(gazetteer, [place for place in found if place is not None])


def hand_over(handover: Handover, path: Path, _tell: Tell) -> None:
    """Write the places."""
    write_text(path, json.dumps(lpf_of(handover), ensure_ascii=False, indent=1) + "\n")
