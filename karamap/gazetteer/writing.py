"""Writing a gazetteer folder that `karamap.gazetteer.tables` reads back the same."""

from __future__ import annotations

import csv
import io
import tempfile
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path

from karamap.errors import OutputError
from karamap.gazetteer.tables import NAME_COLUMNS, PLACE_COLUMNS
from karamap.model import Name, Place

__all__ = ["guess_script", "write_folder"]

# first word of a letter's Unicode name → ISO 15924
_SCRIPTS = {
    "LATIN": "Latn",
    "CYRILLIC": "Cyrl",
    "ARMENIAN": "Armn",
    "GEORGIAN": "Geor",
    "ARABIC": "Arab",
    "HEBREW": "Hebr",
    "GREEK": "Grek",
    "CJK": "Hani",
    "HIRAGANA": "Jpan",
    "KATAKANA": "Jpan",
    "HANGUL": "Hang",
    "DEVANAGARI": "Deva",
    "BENGALI": "Beng",
    "GURMUKHI": "Guru",
    "GUJARATI": "Gujr",
    "TAMIL": "Taml",
    "TELUGU": "Telu",
    "KANNADA": "Knda",
    "MALAYALAM": "Mlym",
    "SINHALA": "Sinh",
    "THAI": "Thai",
    "LAO": "Laoo",
    "TIBETAN": "Tibt",
    "MYANMAR": "Mymr",
    "KHMER": "Khmr",
    "ETHIOPIC": "Ethi",
    "TIFINAGH": "Tfng",
    "MONGOLIAN": "Mong",
    "SYRIAC": "Syrc",
    "THAANA": "Thaa",
}


@lru_cache(maxsize=4096)
def _letter_script(letter: str) -> str:
    return _SCRIPTS.get(unicodedata.name(letter, "").partition(" ")[0], "Zyyy")


def guess_script(text: str) -> str:
    """Return the ISO 15924 code of the script of the first letter of `text`; ``Zyyy``: none."""
    return next((_letter_script(c) for c in text if c.isalpha()), "Zyyy")


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _number(value: float) -> str:
    return f"{value:.5f}".rstrip("0").rstrip(".") if value else "0"


def _place_row(place: Place) -> tuple[str, ...]:
    return (
        place.id,
        place.name,
        str(place.feature_class),
        _number(place.lon),
        _number(place.lat),
        _number(place.radius_km),
        place.country,
        place.parent,
        str(place.population),
        _day(place.valid_from),
        _day(place.valid_to),
        place.source,
    )


def _name_row(name: Name) -> tuple[str, ...]:
    return (
        name.place_id,
        name.text,
        name.language,
        name.script,
        name.kind,
        name.used_by,
        _day(name.valid_from),
        _day(name.valid_to),
        name.source,
    )


def _csv(columns: Sequence[str], rows: Iterable[tuple[str, ...]]) -> bytes:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(sorted(rows))
    return stream.getvalue().encode()


def write_folder(folder: Path, places: Iterable[Place], names: Iterable[Name]) -> None:
    """Write ``places.csv`` and ``names.csv``, sorted, each moved into place when both are whole.

    Raises
    ------
    OutputError
        Where the folder cannot be made or written to.
    """
    files = {
        "places.csv": _csv(PLACE_COLUMNS, map(_place_row, places)),
        "names.csv": _csv(NAME_COLUMNS, map(_name_row, names)),
    }
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder) as beside:
            for name, data in files.items():
                (Path(beside) / name).write_bytes(data)
            for name in files:
                (Path(beside) / name).replace(folder / name)
    except OSError as error:
        raise OutputError(
            f"cannot be written to ({error.strerror}); choose another folder with -o", folder
        ) from error
