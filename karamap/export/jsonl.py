"""jsonl: one event a line, lossless; what the flat formats join or round is whole here."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from karamap.export.handover import Handover, Tell
from karamap.export.write import write_pieces

__all__ = ["hand_over", "jsonl_text"]


def jsonl_text(rows: Iterable[dict[str, Any]]) -> str:
    """Return `rows` as JSON, one a line."""
    return "".join(map(_line, rows))


def _line(row: dict[str, Any]) -> str:
    return json.dumps(row, ensure_ascii=False, allow_nan=False) + "\n"


def hand_over(handover: Handover, path: Path, _tell: Tell) -> None:
    """Write the events' lossless rows."""
    write_pieces(path, map(_line, handover.rows))
