"""The gazetteer: which places a name may mean, and which names a place has, by side and time.

``Gazetteer.open()`` stacks the conflict's curated folder over the world's places. It is read-only
once open and may be shared between threads.
"""

from __future__ import annotations

from karamap.gazetteer.index import Gazetteer
from karamap.gazetteer.policy import NAME_POLICIES
from karamap.gazetteer.spelling import WORD, exact_key, folded_key, plain_key

__all__ = ["NAME_POLICIES", "WORD", "Gazetteer", "exact_key", "folded_key", "plain_key"]
