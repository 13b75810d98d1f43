"""The interactive map: one HTML file made with Folium, which asks the network for nothing."""

from __future__ import annotations

from karamap.render.interactive.page_map import render_interactive

__all__ = ["render_interactive"]
