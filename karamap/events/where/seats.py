"""Towns where those sit who speak of events elsewhere, and whose capital each is."""

from __future__ import annotations

import re

from karamap.model import Toponym

__all__ = ["capital_of", "find_exclave", "is_bureau", "is_seat", "is_seat_of_body"]

# gazetteer ids of seats of governments, of de facto authorities and of international bodies
_CAPITALS = {
    "AM": "yerevan", "AZ": "baku", "RU": "moscow", "TR": "ankara", "IR": "tehran", "GE": "tbilisi",
    "US": "washington", "FR": "paris", "GB": "london", "DE": "berlin", "BE": "brussels",
    "AT": "vienna", "KZ": "astana", "BY": "minsk", "UA": "kyiv", "IT": "rome", "FI": "helsinki",
    "CZ": "prague", "HU": "budapest", "SE": "stockholm", "UZ": "tashkent", "KG": "bishkek",
    "TM": "ashgabat", "PL": "warsaw", "IL": "jerusalem", "SY": "damascus", "PK": "islamabad",
}  # fmt: skip
_ENCLAVE_SEAT = "khankendi"
_SEATS = frozenset({*_CAPITALS.values(), _ENCLAVE_SEAT, "geneva", "new-york", "strasbourg"})
_BUREAUS = frozenset(
    {
        "yerevan", "baku", "moscow", "ankara", "tehran", "tbilisi", "washington", "paris", "london",
        "brussels", "istanbul", "new-york", _ENCLAVE_SEAT,
    }
)  # fmt: skip
_EXCLAVE = "nakhchivan"
# whose capital "the … capital" is
_NATIONS = {
    "armenia": "AM", "armenian": "AM", "azerbaijan": "AZ", "azerbaijani": "AZ", "azeri": "AZ",
    "russia": "RU", "russian": "RU", "soviet": "RU", "turkey": "TR", "turkish": "TR",
    "iran": "IR", "iranian": "IR", "georgia": "GE", "georgian": "GE", "us": "US", "american": "US",
    "france": "FR", "french": "FR", "british": "GB", "german": "DE", "belgian": "BE",
    "austria": "AT", "austrian": "AT", "kazakh": "KZ", "belarusian": "BY", "ukrainian": "UA",
    "italian": "IT", "finnish": "FI", "czech": "CZ", "hungarian": "HU", "hungary": "HU",
    "swedish": "SE", "uzbek": "UZ", "kyrgyz": "KG", "turkmen": "TM", "polish": "PL",
}  # fmt: skip
_ENCLAVES = {
    "karabakh", "nagorno-karabakh", "artsakh", "enclave", "region", "republic", "territory",
    "separatist", "rebel", "regional",
}  # fmt: skip
_BODY = re.compile(
    r"\b(?:governments?|parliament|soviet|assembly|authorities|council|legislature|courts?|lawmakers|deputies|"
    r"leadership|cabinet|senate|congress|presidium|commission|tribunal|prosecutors?)\s(?:in|of)\s(?:the\s)?"
    r"(?:(?:self-proclaimed|self-declared|unrecogni[sz]ed|breakaway|de\sfacto|separatist|republic|of)\s)*$",
    re.IGNORECASE,
)


def is_seat(top: Toponym) -> bool:
    """Whether a toponym is a town from which governments and world bodies speak."""
    return top.place is not None and top.place.id in _SEATS


def is_bureau(top: Toponym) -> bool:
    """Whether agencies report from a town on what happens elsewhere."""
    return top.place is not None and top.place.id in _BUREAUS


def find_exclave(named: list[Toponym]) -> Toponym | None:
    """Return the toponym of a text that "the exclave" stands for, None for none."""
    return next((t for t in named if t.place is not None and t.place.id.startswith(_EXCLAVE)), None)


def is_seat_of_body(before: str) -> bool:
    """Whether the words before a name tell a body that sits or rules there ("the soviet of …")."""
    return bool(_BODY.search(before))


def capital_of(owner: str, named: list[Toponym]) -> Toponym | None:
    """Return the toponym of a text that is the capital of `owner` ("Iranian"), None for none."""
    key = owner.lower()
    wanted = _ENCLAVE_SEAT if key in _ENCLAVES else _CAPITALS.get(_NATIONS.get(key, ""))
    return next((t for t in named if t.place is not None and t.place.id == wanted), None)
