"""Recognition: where a text names a place.

A scan of the gazetteer at capitalised words, longest name first, and then evidence for and against
each hit: the words beside it, how the text itself writes and places the word elsewhere, how well
known the place is, and what a language model says, where there is one.
"""

from karamap.recognition.mentions import find_mentions
from karamap.recognition.words import common_words

__all__ = ["common_words", "find_mentions"]
