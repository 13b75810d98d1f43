"""What stands beside a place's name, and beside names that are no place's."""

from __future__ import annotations

import re

__all__ = [
    "AFTER",
    "AGENT_VERB",
    "BEFORE",
    "JOINED_AFTER",
    "JOINED_BEFORE",
    "LOCATIVE",
    "NEXT",
    "ROAD",
    "SENTENCE_END",
    "SPEAKS",
    "SURNAME",
    "UNIT_AFTER",
]

LOOK_BACK = 24  # characters that a pattern before a name may span

# a capitalised word that ends so after a place's name makes both a person's: *Ararat Mirzoyan*
SURNAME = re.compile(
    r" ([A-ZÀ-Ž][\w’']+(?:[iy]ants?|[iy]an|[aeoy]va?|zad[eə]|o(?:g|ğ|gh)l[uy]|shvili|dze|enko|"
    r"[bdklmnprt]son))\b(?!-)"
)
SENTENCE_END = re.compile(r"(?:[.!?:;]['\"”’)\]]*|\n|^|--|—|/)\s*[\"“‘'(\[]?\s*$")
LOCATIVE = re.compile(
    r"\b(?:in|at|from|near|to|towards?|into|outside|inside|around|across|over|of|through|via|"
    r"between|throughout|within|beyond|leaving|reached|visit(?:ed|ing)?|capital|town|city|village|"
    r"settlement|region|district|province|outskirts|north|south|east|west|northern|southern|"
    r"eastern|western|central|entire|northeast|northwest|southeast|southwest)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
UNIT_AFTER = re.compile(r"\s+(?:district|region|rayon|raion|province|city|town|village|section)\b")
# a small town does not speak: the word is somebody's name
SPEAKS = re.compile(
    r",? (?:said|says|told|adds?|added|tweeted|wrote|writes|asked|replied|explained|noted|"
    r"testified|recalled|argued|insisted|thinks|believes|joked|laughed|smiled)\b"
)
AGENT_VERB = re.compile(
    r"\s*,?\s*(?:(?:has|have|had|also|later|repeatedly|again|immediately|itself|will|would|may|"
    r"could|must|should|been)\s+){0,3}"
    r"(?:sa(?:id|ys|ying)|claim(?:s|ed)|accus(?:es|ed)|den(?:ies|ied)|reject(?:s|ed)|"
    r"report(?:s|ed)|announc(?:es|ed)|warn(?:s|ed)|call(?:s|ed)|demand(?:s|ed)|agre(?:es|ed)|"
    r"refus(?:es|ed)|insist(?:s|ed)|vow(?:s|ed)|urg(?:es|ed)|want(?:s|ed)|hope(?:s|d)|back(?:s|ed)|"
    r"support(?:s|ed)|launch(?:es|ed)|attack(?:s|ed)|violat(?:es|ed)|blam(?:es|ed)|alleg(?:es|ed)|"
    r"condemn(?:s|ed)|confirm(?:s|ed)|sign(?:s|ed)|deploy(?:s|ed)|sen(?:t|ds)|complain(?:s|ed)|"
    r"declar(?:es|ed)|respond(?:s|ed)|express(?:es|ed)|broker(?:s|ed)|mediat(?:es|ed)|"
    r"continu(?:es|ed)|appeal(?:s|ed)|host(?:s|ed)|remain(?:s|ed)|recogni[sz](?:es|ed)|"
    r"offer(?:s|ed)|consider(?:s|ed)|plan(?:s|ned)|seek(?:s)?|sought|threaten(?:s|ed))\b"
)
_PREPOSITION = (
    r"(?i:(?:in|at|near|outside|inside|around|across|throughout|within|toward|towards|into|to|"
    r"through|via|between|beyond|leaving|visit(?:ed|ing)?|reach(?:ed|ing)?|downtown|"
    r"(?:north|south|east|west)(?:east|west)?(?:ern)?(?: of)?|central)\s+(?:the\s+)?$)"
)
_FROM = r"(?i:from\s+(?:the\s+)?$)"
_OF = r"(?i:of\s+(?:the\s+)?$)"
_WITH = r"(?i:(?:for|over|and|with|by|against|between)\s+(?:the\s+)?$)"
_UNIT_BEFORE = (
    r"(?i:(?:town|city|village|settlement|capital|region|district|province|county|state|suburb|"
    r"community|borough|township|port|hamlet|island|neighbou?rhood|outskirts)"
    r"(?: of)?\s+(?:the\s+)?$)"
)
_OF_UNIT = (
    r"(?i:\s+(?:district|region|rayon|province|city|town|village|area|county|neighbou?rhood|"
    r"suburb)\b)"
)
_OF_PEOPLE = (
    r"\s+(?:native|residents?|man|woman|couple|teen|teenager|girl|boy|mother|father|family|"
    r"families|police|firefighters?|mayor|officials?|officers?|schools|churches)\b"
)
_BASED = r"[-‐](?:based|area|born|bound|raised)\b"
DATELINE = re.compile(r"(?:,[^.\n]{2,40})?\s*(?:\([A-Z][\w/ .]+\)\s*)?(?:--|—|–|―| - )")
ROAD = re.compile(
    r"\s+(?:Street|St\.?|Road|Rd\.?|Drive|Dr\.|Avenue|Ave\.?|Lane|Ln\.?|Boulevard|Blvd\.?|"
    r"Parkway|Pkwy\.?|Court|Ct\.|Highway(?! Patrol)|Hwy\.?|Circle|Way|Trail|Terrace|Place|Pike|"
    r"Turnpike|Bridge|Plaza|Building|Tower|Mall|Inn|Church|Cemetery|Creek|Elementary|Middle|High)\b"
)
_NUMBER = r"(?:^|\s)\d[\d-]*\s(?:[NSEW]\.?\s)?$"
_INSTITUTION = (
    r"(?:University|College|Bank|Church|Diocese|Archdiocese|Bishop|Archbishop|Duke|Earl|Lord|"
    r"Duchess|Prince|Princess|Baron|Society|Institute|Museum|House|Order|Gulf|Treaty|Battle|"
    r"Club|Friends|Federation|Association|Commonwealth) of\s+(?:the\s+)?$"
)
_INITIAL = r"[A-Z]\.\s?$"
_CAPITAL_AFTER_COMMA = r", [A-Z]"
_AFTER_COMMA = r"[A-Z][\w.’'-]+,\s$"
_POSSESSIVE = r"['’]s\b"
NEXT = re.compile(r",\s+")
# what joins the names of a list: *A, B and C*
JOINED_BEFORE = re.compile(r"(?:,\s+(?:and |or )?|\s(?:and|or)\s+(?:in |the )?)$")
JOINED_AFTER = re.compile(r",\s+(?:and |or )?|\s(?:and|or)\s+(?:in |the )?")
_HYPHEN = r"-(?!(?:based|area|born|bound|raised)\b)"


def _either(**patterns: str) -> str:
    """Return an expression whose ``lastgroup`` names the one of `patterns` that fits."""
    return "|".join(f"(?P<{name}>{pattern})" for name, pattern in patterns.items())


_LAST_WORDS = _either(
    after_preposition=_PREPOSITION,
    after_from=_FROM,
    after_unit=_UNIT_BEFORE,
    institution_of=_INSTITUTION,
    after_of=_OF,
    after_with=_WITH,
    after_initial=_INITIAL,
)
_LAST_MARKS = _either(after_number=_NUMBER, after_comma=_AFTER_COMMA, hyphen_before="-$")
# what stands right before a name
BEFORE = re.compile(rf"\b(?:{_LAST_WORDS})|{_LAST_MARKS}")
# what stands right after it
AFTER = re.compile(
    _either(
        unit_after=_OF_UNIT,
        people_after=_OF_PEOPLE,
        based_after=_BASED,
        hyphen_after=_HYPHEN,
        comma_capital=_CAPITAL_AFTER_COMMA,
        possessive=_POSSESSIVE,
        speaks=SPEAKS.pattern,
        of_after=r" of\b",
    )
)
