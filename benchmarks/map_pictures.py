"""Make the screenshots of docs/maps.md: our map and a plain Folium map of the same file.

    python benchmarks/map_pictures.py

Reads ``maps/autumn-2020``, needs Chromium and npm (for what Folium links), and writes into
``docs/images``. The Folium map is what a first script of anybody's makes: a ``Marker`` with a
pop-up for each event, its default background. Background tiles cannot be had here, so its ground
stays grey; the page's text says so.
"""

from __future__ import annotations

import io
import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from interactive import fetch_packages, serve
from PIL import Image

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).resolve().parents[1]
MAP = ROOT / "maps" / "autumn-2020"
IMAGES = ROOT / "docs" / "images"
CHOOSE = """(words) => {
    const found = karamap.data.events.find((e) =>
        e.evidence.map((piece) => piece[1]).join("").includes(words));
    karamap.app.select(found, { locate: false });
}"""


def draw_folium(target: Path) -> None:
    """Write the plain Folium map of the exported events."""
    import folium  # noqa: PLC0415

    drawn = folium.Map(location=[39.95, 46.6], zoom_start=8)
    for feature in json.loads((MAP / "events.geojson").read_text(encoding="utf-8"))["features"]:
        told = feature["properties"]
        if feature["geometry"]:
            lon, lat = feature["geometry"]["coordinates"]
            text = f"{told['type']}: {told['evidence']}"
            folium.Marker([lat, lon], popup=text, tooltip=told["type"]).add_to(drawn)
    drawn.save(str(target))


def save(page: Page, name: str) -> None:
    """Write what the page shows as a PNG with a palette: a quarter of the bytes.

    Of Pillow's ways this one keeps the colours of small marks, within one step of 255.
    """
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    slim = picture.quantize(256, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    slim.save(IMAGES / name, optimize=True)


def open_ours(browser: Browser, width: int, height: int) -> Page:
    """Open our map at a size, without motion."""
    page = browser.new_page(viewport={"width": width, "height": height}, reduced_motion="reduce")
    page.goto((MAP / "karamap.html").as_uri())
    page.wait_for_selector("html[data-ready]")
    return page


def main() -> None:
    """Write the four pictures."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415

    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"]
        )
        page = open_ours(browser, 1280, 860)
        save(page, "interactive-1280.png")
        page.evaluate(CHOOSE, "army captured Shusha")
        page.wait_for_selector("#k-events blockquote")
        save(page, "interactive-event-1280.png")
        save(open_ours(browser, 375, 760), "interactive-375.png")

        draw_folium(folder / "folium.html")
        context = browser.new_context(viewport={"width": 1280, "height": 860})
        serve(context, fetch_packages(folder))
        page = context.new_page()
        page.goto((folder / "folium.html").as_uri())
        page.locator(".leaflet-marker-icon").first.wait_for()
        page.locator(".leaflet-marker-icon").nth(30).click(force=True)
        page.wait_for_timeout(1000)
        save(page, "folium-1280.png")
        browser.close()


if __name__ == "__main__":
    main()
