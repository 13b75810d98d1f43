"""CSV in the column layouts of ACLED and UCDP GED; the coding is karamap's own."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from karamap.export.csv_table import inert
from karamap.export.handover import Handover, Tell
from karamap.export.layouts import acled_style, ucdp_style
from karamap.export.write import write_text

__all__ = ["hand_over", "styled_csv_text"]


def styled_csv_text(table: pd.DataFrame) -> str:
    """Return a layout's table as CSV; cells that a spreadsheet would run are defused."""
    whole = table.convert_dtypes()
    text: str = whole.map(inert).to_csv(index=False, lineterminator="\n")
    return text


def hand_over(handover: Handover, path: Path, _tell: Tell) -> None:
    """Write the events in the layout that the file's name tells."""
    layout = acled_style if "acled" in path.name else ucdp_style
    write_text(path, styled_csv_text(layout(handover.events, handover.gazetteer)))
