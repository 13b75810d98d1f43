"""XML as text, small and in a fixed order: what KML, QGIS and SLD files are made with."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape, quoteattr

__all__ = ["document", "leaf", "tag"]

# XML 1.0 has no way to write these, not even escaped
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def _attributes(told: dict[str, object]) -> str:
    return "".join(
        f" {name.rstrip('_')}={quoteattr(_FORBIDDEN.sub(_GAP, str(value)))}"
        for name, value in told.items()
    )


_GAP = "\ufffd"


def tag(name: str, /, *inner: str, **attributes: object) -> str:
    """Return an element around `inner`, which is XML already; ``class_`` gives ``class``."""
    start = f"<{name}{_attributes(attributes)}"
    return f"{start}>{''.join(inner)}</{name}>" if inner else f"{start}/>"


def leaf(name: str, text: object, /, **attributes: object) -> str:
    """Return an element around `text`, escaped; characters that XML cannot hold become U+FFFD."""
    safe = escape(_FORBIDDEN.sub(_GAP, str(text)), {"\r": "&#13;"})
    return f"<{name}{_attributes(attributes)}>{safe}</{name}>"


def document(root: str, *, doctype: str = "") -> str:
    """Return a whole document around the element `root`."""
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{doctype}{root}\n'
