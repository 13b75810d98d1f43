"""Countries' names on a base map under a names policy, where no text and no gazetteer gives them.

The base map names countries in English and codes them by ISO 3166-1 alpha-3; their names in other
languages are those of Unicode's CLDR, which comes with Babel.
"""

from __future__ import annotations

from functools import lru_cache

from anyascii import anyascii

__all__ = ["country_name"]


@lru_cache(maxsize=8)
def _territories(language: str) -> dict[str, str]:
    from babel import Locale  # noqa: PLC0415  read only when a map is drawn

    return dict(Locale.parse(language).territories)


def _in_language(code: str, language: str) -> str | None:
    """Return the country's name in `language`, or None for a code that CLDR does not know."""
    from babel.core import get_global  # noqa: PLC0415  read only when a map is drawn

    short = get_global("territory_aliases").get(code.upper())
    return _territories(language).get(short[0]) if short and len(short) == 1 else None


def country_name(code: str, default: str, policy: str) -> str:
    """Return the name of a country under a names policy.

    Parameters
    ----------
    code
        ISO 3166-1 alpha-3, as base maps have it.
    default
        The base map's own English name: what ``as-written`` and ``en`` give, and every policy where
        the code is unknown.
    policy
        A key of ``karamap.gazetteer.NAME_POLICIES``, with hyphens or underscores. ``both`` gives
        the Azerbaijani name and the Armenian one in Latin letters.
    """
    if policy == "both":
        azerbaijani, armenian = _in_language(code, "az"), _in_language(code, "hy")
        if not azerbaijani or not armenian:
            return default
        return f"{azerbaijani} / {anyascii(armenian).replace(chr(39), '')}"
    if policy not in {"az", "hy", "ru"}:
        return default
    return _in_language(code, policy) or default
