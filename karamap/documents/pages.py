"""The article of an html page, through trafilatura."""

from __future__ import annotations

import logging
import re
from typing import Any

from karamap.documents.catalogue import Facts
from karamap.documents.publication import parse_date
from karamap.errors import InputError

__all__ = ["read_page"]

_LANGUAGE = re.compile(r"""<html[^>]{0,400}?\slang\s*=\s*["']?([A-Za-z]{2})\b""", re.IGNORECASE)
_DECLARATION = re.compile(r"^\ufeff?\s*<\?xml[^>]{0,200}\?>")
# Only dates the page itself declares, and no bound that moves with the clock.
_DATES = {"extensive_search": False, "original_date": True, "max_date": "2099-12-31"}


def read_page(html: str, source: str) -> tuple[str, Facts]:
    """Return the article's text and what the page says of itself.

    Raises
    ------
    InputError
        If no article can be found in the page.
    """
    found = _extract(_DECLARATION.sub("", html))
    text = (getattr(found, "text", None) or "").strip()
    if not text:
        raise InputError("no article text found in this page: save its text as .txt", source)
    language = _LANGUAGE.search(html[:4096])
    published = parse_date(found.date or "")
    return text, Facts(
        title=found.title or None,
        publisher=found.sitename or found.hostname or None,
        published=published,
        published_from="html metadata" if published else None,
        url=found.url or None,
        language=language[1].lower() if language else None,
    )


def _extract(html: str) -> Any:  # noqa: ANN401  trafilatura ships no types
    # Without a handler of their own these loggers would write to the user's terminal.
    for name in ("trafilatura", "htmldate", "justext", "courlan"):
        logging.getLogger(name).addHandler(logging.NullHandler())
    from trafilatura import bare_extraction  # noqa: PLC0415  heavy, only when used

    return bare_extraction(
        html, include_comments=False, with_metadata=True, date_extraction_params=_DATES
    )
