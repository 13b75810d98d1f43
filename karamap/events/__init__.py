"""Events: what a text says happened, who says so, where and when; and what is told twice."""

from karamap.events.finding import find_events
from karamap.events.merging import merge_events

__all__ = ["find_events", "merge_events"]
