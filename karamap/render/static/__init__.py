"""The static map: PNG, SVG or PDF drawn with matplotlib, fit to print."""

from __future__ import annotations

from karamap.render.static.output import FORMATS, draw_series, draw_static, render_static
from karamap.render.static.page import PAGE_SIZES

__all__ = ["FORMATS", "PAGE_SIZES", "draw_series", "draw_static", "render_static"]
