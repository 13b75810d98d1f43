"""How text of documents enters a page: as escaped HTML or as JSON that no parser takes for markup.

Articles, gazetteers and file names are hostile input. Nothing else in this package writes their
text into HTML, and the page's own scripts set text content only, never markup.
"""

from __future__ import annotations

import html
import json
import re
from urllib.parse import urlsplit

__all__ = ["escape_html", "escape_json", "replace_controls", "safe_url"]

# controls other than tab and line feed, non-characters, and halves of surrogate pairs, which no
# encoder accepts
_UNUSABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
# what may end a script element, open a comment in one, or end a line in older JavaScript
_IN_SCRIPT = {
    ord("<"): "\\u003c",
    ord(">"): "\\u003e",
    ord("&"): "\\u0026",
    0x2028: "\\u2028",
    0x2029: "\\u2029",
}
_URL_CHARACTERS = re.compile(r"[^\s\x00-\x20\x7f\"'<>\\^`{|}]+")


def replace_controls(text: str) -> str:
    """Return `text` with control characters and lone surrogates replaced by U+FFFD."""
    return _UNUSABLE.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


def escape_html(text: object) -> str:
    """Return `text` for an HTML element's content or a quoted attribute."""
    return html.escape(replace_controls(str(text)), quote=True)


def escape_json(data: object) -> str:
    """Return `data` as compact JSON that may stand inside a script element.

    Parameters
    ----------
    data
        Dictionaries with keys of ours, lists, strings, numbers, booleans and None.

    Raises
    ------
    ValueError
        If a number is not finite.
    """
    text = json.dumps(_clean(data), ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.translate(_IN_SCRIPT)


def _clean(data: object) -> object:
    """Return `data` with every string cleaned."""
    if isinstance(data, str):
        return replace_controls(data)
    if isinstance(data, dict):
        return {replace_controls(str(key)): _clean(value) for key, value in data.items()}
    if isinstance(data, (list, tuple)):
        return [_clean(value) for value in data]
    return data


def safe_url(url: str | None) -> str | None:
    """Return `url` if it is an absolute http(s) address without odd characters, else None."""
    if not url:
        return None
    address = url.strip()
    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or not host or "@" in parts.netloc:
        return None
    return address if _URL_CHARACTERS.fullmatch(address) else None
