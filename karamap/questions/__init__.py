"""Questions of place and time over frames of events, each one function; all distances geodesic.

Frames are those of `karamap.frames.events_frame` and `karamap.layers.all_layers`: WGS 84, one row
an event or layer. Every answer says how well it is known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from karamap.lazy import fetch_lazily

if TYPE_CHECKING:
    from karamap.questions.counting import count_by_district, count_sentence
    from karamap.questions.density import density_sentence, event_density
    from karamap.questions.nearness import border_layers, events_near, near_sentence
    from karamap.questions.settlements import (
        nearest_settlements,
        settlement_sentence,
        settlements_frame,
    )
    from karamap.questions.territory import territory_change, territory_sentence

__all__ = [
    "border_layers",
    "count_by_district",
    "count_sentence",
    "density_sentence",
    "event_density",
    "events_near",
    "near_sentence",
    "nearest_settlements",
    "settlement_sentence",
    "settlements_frame",
    "territory_change",
    "territory_sentence",
]

__getattr__ = fetch_lazily(
    __name__,
    {
        "border_layers": "nearness",
        "count_by_district": "counting",
        "count_sentence": "counting",
        "density_sentence": "density",
        "event_density": "density",
        "events_near": "nearness",
        "near_sentence": "nearness",
        "nearest_settlements": "settlements",
        "settlement_sentence": "settlements",
        "settlements_frame": "settlements",
        "territory_change": "territory",
        "territory_sentence": "territory",
    },
)
