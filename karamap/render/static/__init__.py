"""The static map: PNG, SVG or PDF drawn with matplotlib, fit to print."""

from __future__ import annotations

from karamap.render.static.page import render_static

__all__ = ["render_static"]
