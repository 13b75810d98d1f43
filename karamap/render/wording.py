"""What every map says of itself, in the same words."""

from __future__ import annotations

from karamap.model import Stance
from karamap.render.spec import MapSpec

__all__ = [
    "POLICY_WORDS",
    "UNTOLD_DAYS",
    "count_events",
    "count_line",
    "names_line",
    "plural",
]

# what follows the day on which something was said, where that is the only one told
UNTOLD_DAYS = {
    Stance.ASSERTED: "when it happened is not told",
    Stance.CLAIMED: "when it happened is not told",
    Stance.DENIED: "which day it is about is not told",
    Stance.CALLED_FOR: "when it is to happen is not told",
    Stance.PLANNED: "when it is to happen is not told",
}

POLICY_WORDS = {
    "as-written": "as the texts write them",
    "en": "as English-language press writes them",
    "az": "Azerbaijani",
    "hy": "Armenian",
    "ru": "Russian",
    "both": "Azerbaijani / Armenian where they differ",
}


def plural(count: int, noun: str) -> str:
    """Return the count with its noun: 1 event, 2 events."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def count_events(spec: MapSpec) -> int:
    """Return how many different events the spec's reports tell: each incident counts once."""
    grouped = {e.id for i in spec.incidents for e in i.events}
    return len(spec.incidents) + sum(e.id not in grouped for e in spec.events)


def count_line(spec: MapSpec) -> str:
    """Return how much is told: 82 reports of 65 events in 5 documents.

    A report is one sentence that tells an event; what several report alike is one event.
    """
    documents = plural(len(spec.documents), "document")
    if not spec.events:
        return documents
    told = f"{plural(len(spec.events), 'report')} of {plural(count_events(spec), 'event')}"
    return f"{told} in {documents}" if spec.documents else told


def names_line(policy: str) -> str:
    """Return what the map's names are: Names: as the texts write them."""
    words = POLICY_WORDS.get(policy.replace("_", "-"), policy.replace("_", " ").strip())
    return f"Names: {words}." if words else ""
