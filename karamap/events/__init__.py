"""Events: what a text says happened, who says so, where and when; and what is told twice."""

from karamap.events.finding import find_events
from karamap.events.merging import merge_events
from karamap.events.review import apply_corrections, read_corrections, write_review

__all__ = [
    "apply_corrections",
    "find_events",
    "merge_events",
    "read_corrections",
    "write_review",
]
