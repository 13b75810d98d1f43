"""Which of a place's names a label shows: an option of the reader, never a verdict."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from anyascii import anyascii

from karamap.model import Name

__all__ = ["NAME_POLICIES", "choose_label"]

NAME_POLICIES = {
    "as-written": "as the texts write it (default)",
    "en": "as English-language press writes it",
    "az": "in Azerbaijani",
    "hy": "in Armenian",
    "ru": "in Russian",
    "both": "Azerbaijani / Armenian, romanised, side by side where they differ",
}

_KINDS = ("official", "common", "short", "exonym", "historic", "abbreviation")


def _best(
    names: Iterable[Name],
    language: str,
    on: date | None,
    *,
    latin: bool | None = None,
    label: str = "",
) -> str | None:
    fitting = [
        n
        for n in names
        if n.language == language
        and n.kind in _KINDS
        and (on is None or n.valid_on(on))
        and (latin is None or (n.script == "Latn") == latin)
    ]
    # a name still in use before one with an end, then by kind, then what no side in particular
    # uses, then the spellings of the working label, then by letters: never by chance
    spellings = label.split(" / ")
    fitting.sort(
        key=lambda n: (
            n.valid_to is not None,
            _KINDS.index(n.kind),
            n.used_by not in {"", "international"},
            spellings.index(n.text) if n.text in spellings else len(spellings),
            n.text,
        )
    )
    return fitting[0].text if fitting else None


def choose_label(
    names: tuple[Name, ...],
    policy: str,
    *,
    default: str,
    written: str | None = None,
    on: date | None = None,
) -> str:
    """Return the label under `policy`, or `default` where the place has no name of that kind."""
    if policy == "as-written":
        return written or default
    if policy == "both":
        return _both(names, on, default)
    if policy == "az":
        return _best(names, "az", on, latin=True, label=default) or default
    if policy == "hy":
        return _best(names, "hy", on, latin=False) or _best(names, "hy", on) or default
    if policy == "en" and " / " in default:
        return default  # contested: English-language press writes both
    return _best(names, policy, on, label=default) or default


def _both(names: tuple[Name, ...], on: date | None, default: str) -> str:
    """Return both sides' names; one without Latin letters is romanised, never left out."""
    azerbaijani = _best(names, "az", on, latin=True, label=default)
    armenian = _best(names, "hy", on, latin=True, label=default)
    if not armenian:
        script = _best(names, "hy", on, latin=False)
        armenian = anyascii(script).replace("'", "") if script else None
    if not azerbaijani and not armenian:
        return default
    if not azerbaijani or not armenian:  # one side's name alone would pass for "the" name
        return " / ".join(dict.fromkeys((azerbaijani or default, armenian or default)))
    return " / ".join(dict.fromkeys((azerbaijani, armenian)))
