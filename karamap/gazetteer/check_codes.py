"""What the checks of a gazetteer know: classes, kinds, codes, boxes and common words."""

from __future__ import annotations

from karamap.model import FeatureClass

__all__ = [
    "BOXES",
    "CLASSES",
    "COMMON_WORDS",
    "KINDS",
    "LANGUAGES",
    "LOOSE_CLASSES",
    "OUTSIDERS",
    "SCRIPTS",
]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


CLASSES = frozenset(c.value for c in FeatureClass)
KINDS = _words("official common historic exonym abbreviation demonym short")
# ISO 639-1, all codes
LANGUAGES = _words(
    "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy "
    "da de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu "
    "hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb "
    "lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om "
    "or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw "
    "ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu"
)
# ISO 15924 code → how Unicode's letter names of that script begin
SCRIPTS = {
    "Arab": ("ARABIC",),
    "Armn": ("ARMENIAN",),
    "Beng": ("BENGALI",),
    "Cyrl": ("CYRILLIC",),
    "Deva": ("DEVANAGARI",),
    "Ethi": ("ETHIOPIC",),
    "Geor": ("GEORGIAN",),
    "Grek": ("GREEK",),
    "Hani": ("CJK",),
    "Hebr": ("HEBREW",),
    "Jpan": ("CJK", "HIRAGANA", "KATAKANA"),
    "Kore": ("HANGUL", "CJK"),
    "Latn": ("LATIN", "MODIFIER"),
    "Mymr": ("MYANMAR",),
    "Thai": ("THAI",),
}
# Who uses names without being a party on the ground.
OUTSIDERS = frozenset({"", "international", "ge", "ir", "ru", "tr"})
# West, south, east, north in degrees, a little wider than the country.
BOXES = {
    "AM": (43.3, 38.7, 46.8, 41.4),
    "AZ": (44.7, 38.3, 51.8, 42.0),
    "GE": (39.8, 41.0, 46.8, 43.7),
    "IR": (44.0, 25.0, 63.4, 39.9),
    "TR": (25.5, 35.7, 44.9, 42.2),
}
# A point of one of these may rightly lie outside what the parent column names.
LOOSE_CLASSES = _words("river region former_unit continent sea corridor")

# The words that headlines use most; a caller with a longer list passes its own.
COMMON_WORDS = _words(
    "about after again all army as at bay bear before bell best big black blue board book born "
    "bridge brown bus by call can car castle center central city coast come cross day deal do down "
    "east end far field fire first five for forest four free from gap general get go gold good "
    "great green hand he help her here high hill his home hope house how hull hunt if in island it "
    "its just king lake land last late like lion live long look made main man many march may mine "
    "more mount my new nine no north not now of off old on one only or orange other our out over "
    "park peace place port post pound president rain reading ready red republic rest rich river "
    "road rock say sea second see send she ship side six so soon south state still stone street "
    "sun ten the them there they this three to top town two union up us van wake war was water we "
    "well west white who will with wood work world year yes you young "
    "monday tuesday wednesday thursday friday saturday sunday january february april june july "
    "august september october november december"
)
