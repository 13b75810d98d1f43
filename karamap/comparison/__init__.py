"""Two sets of events side by side: what both tell, and what only one of them tells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from karamap.lazy import fetch_lazily

if TYPE_CHECKING:
    from karamap.comparison.matching import Comparison, Pair, compare_events
    from karamap.comparison.reasons import Unmatched
    from karamap.comparison.tables import comparison_frame, count_by
    from karamap.comparison.things import Thing, things_of

__all__ = [
    "Comparison",
    "Pair",
    "Thing",
    "Unmatched",
    "compare_events",
    "comparison_frame",
    "count_by",
    "things_of",
]

__getattr__ = fetch_lazily(
    __name__,
    {
        "Comparison": "matching",
        "Pair": "matching",
        "Thing": "things",
        "Unmatched": "reasons",
        "compare_events": "matching",
        "comparison_frame": "tables",
        "count_by": "tables",
        "things_of": "things",
    },
)
