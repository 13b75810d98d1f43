"""The interactive map for everybody: axe-core, keyboard alone, no scripts, print, five thousand."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from browser_pages import Opener, says, spot_of, wait_for, wait_for_shown
from interactive_spec import crowded_spec
from playwright.sync_api import expect

from karamap.layers import load_basemap

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytest_plugins = ("browser_fixtures",)
# the socket is the pipe's that Playwright talks to Chromium through, on this machine only
pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]


ROOT = Path(__file__).resolve().parents[1]


def faults(page: Page, axe: str) -> list[str]:
    """Return what axe-core finds wrong with the page as it is, best-practice rules included."""
    page.evaluate(axe)
    found = page.evaluate("() => axe.run(document, { resultTypes: ['violations'] })")
    return [f"{v['id']}: {n['html'][:120]}" for v in found["violations"] for n in v["nodes"]]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 375])
def test_axe_finds_nothing(show: Opener, axe: str, width: int, scheme: str) -> None:
    """No rule of axe-core is broken by any of the page's states, on a desk or a phone."""
    page = show(width=width, color_scheme=scheme)
    assert faults(page, axe) == []
    if width == 375:
        page.click("#k-sheet")
    page.click("#k-tab-filters")
    expect(page.locator("#k-filters")).to_be_visible()
    assert faults(page, axe) == []
    page.click("#k-tab-events")
    page.locator("#k-events .k-item").first.click()
    expect(page.locator("#k-events h2")).to_be_visible()
    page.locator("#k-events details").first.locator("summary").click()
    assert faults(page, axe) == []
    page.fill("#k-search", "nor")
    expect(page.locator("#k-results")).to_be_visible()
    assert faults(page, axe) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_the_map(show: Opener, axe: str, scheme: str) -> None:
    """Pop-up, measuring tool and legend pass as well, with contrast against the map's colours."""
    page = show(color_scheme=scheme)
    page.focus(".folium-map")
    page.keyboard.press("Enter")
    expect(page.locator(".leaflet-popup")).to_be_visible()
    assert faults(page, axe) == []
    page.click("#k-measure")
    expect(page.locator("#k-measured")).to_be_visible()
    assert faults(page, axe) == []


def test_keyboard_opens_the_nearest_mark_and_comes_back(show: Opener) -> None:
    """Enter on the map opens a pop-up with the focus in it; Escape gives the map its focus back."""
    page = show()
    page.focus(".folium-map")
    page.keyboard.press("Enter")
    wait_for(page, "document.activeElement.className.includes('leaflet-popup')", value=True)
    says(page.locator(".leaflet-popup"), "Soldiers left the Sahra district")
    page.keyboard.press("Tab")
    wait_for(page, "document.activeElement.textContent.includes('A report')", value=True)
    page.keyboard.press("Escape")
    expect(page.locator(".leaflet-popup")).to_have_count(0)
    wait_for(page, "document.activeElement.className.includes('folium-map')", value=True)


def test_distance_is_measured_by_keyboard(show: Opener) -> None:
    """Enter sets points at the middle, Backspace takes one back, Escape ends."""
    page = show()
    page.focus("#k-measure")
    page.keyboard.press("Enter")
    told = page.locator("#k-measured")
    says(told, "press Enter")
    page.keyboard.press("Enter")
    says(told, "First point set")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    says(told, " km, approximate")
    page.keyboard.press("Enter")
    says(told, "last leg 0.0 km")
    page.keyboard.press("Backspace")
    expect(told).not_to_contain_text("last leg", use_inner_text=True)
    page.keyboard.press("Escape")
    expect(told).to_be_hidden()
    wait_for(page, "document.activeElement.id", "k-measure")


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        # pyproj.Geod(ellps="WGS84").inv of the same points, in km
        ((39.815, 46.752), (39.758, 46.748), 6.338),
        ((40.409, 49.867), (40.179, 44.499), 457.066),
        ((0, 0), (0, 179.9), 20003.008),
        ((5, 5), (5, 5), 0.0),
    ],
)
def test_distance_is_geodesic(
    show: Opener, a: tuple[float, float], b: tuple[float, float], expected: float
) -> None:
    """Distances are those of the ellipsoid, opposite points within the sphere's error."""
    km = show().evaluate("(p) => karamap.geodesicKm(...p.map((x) => L.latLng(x)))", [a, b])
    assert km == pytest.approx(expected, rel=1e-4, abs=1e-3)


def test_measuring_takes_the_clicks_on_marks(show: Opener) -> None:
    """While measuring, a click sets a point at the mark and opens nothing."""
    page = show()
    page.click("#k-measure")
    page.mouse.click(*spot_of(page, "e3"))
    says(page.locator("#k-measured"), "First point set")
    expect(page.locator(".leaflet-popup")).to_have_count(0)


def test_without_scripts_there_is_a_table(show: Opener) -> None:
    """A browser that runs no script shows the same reports as a plain table, and no dead map."""
    page = show(java_script_enabled=False)
    table = page.locator("table.k-plain")
    expect(table.locator("tbody tr")).to_have_count(5)
    says(table, "Guns fired at Norabad", "according to the mayor", "2020-04-01 – 2020-04-30")
    expect(page.locator(".k-stage")).to_be_hidden()


def test_print_leaves_out_what_paper_cannot_do(show: Opener) -> None:
    """On paper there is the map, its legend and the whole table, and no control."""
    page = show()
    page.emulate_media(media="print", reduced_motion="reduce")
    for hidden in ("#k-search", "#k-panel", "#k-play", ".leaflet-control-zoom", "#k-measure"):
        expect(page.locator(hidden)).to_be_hidden()
    for shown in (".folium-map", "#k-legend", "#k-table table", ".k-foot"):
        expect(page.locator(shown)).to_be_visible()
    assert len(page.pdf()) > 10_000


def test_paper_shows_what_the_screen_showed(show: Opener) -> None:
    """On a page of another shape the map holds the reader's view; afterwards it is as before."""
    page = show(at="#8.5/39.9/46.6")
    seen = page.evaluate(
        """() => {
            const b = karamap.app.map.getBounds();
            return [b.getSouth(), b.getWest(), b.getNorth(), b.getEast()];
        }"""
    )
    page.evaluate("() => { dispatchEvent(new Event('beforeprint')); }")
    page.emulate_media(media="print", reduced_motion="reduce")
    page.set_viewport_size({"width": 700, "height": 1000})
    south, west, north, east = seen
    inside = f"karamap.app.map.getBounds().contains([[{south}, {west}], [{north}, {east}]])"
    wait_for(page, inside, value=True)
    page.set_viewport_size({"width": 1280, "height": 800})
    page.emulate_media(media="screen", reduced_motion="reduce")
    page.evaluate("() => { dispatchEvent(new Event('afterprint')); }")
    wait_for(page, "karamap.app.map.getZoom()", 8.5)


def test_tolls_of_rival_reports_stand_side_by_side(show: Opener) -> None:
    """Reports of one event keep their own figures, each with who gives it."""
    page = show()
    page.locator("#k-events .k-item", has_text="Nobody shelled").click()
    says(page.locator("#k-events .k-tolls"), "3 (2–5) wounded", "The Daily, according to the mayor")


def test_names_switch_renames_countries(show: Opener) -> None:
    """Countries on the base map follow the names policy as places do."""
    page = show(crowded_spec(20, basemap=load_basemap()), at="#6/40.2/46.5")
    label = page.locator(".k-label-country", has_text="Azerbaijan")
    expect(label).to_have_count(1)
    page.click("#k-tab-filters")
    page.select_option("#k-names", "ru")
    expect(page.locator(".k-label-country", has_text="Азербайджан")).to_have_count(1)
    expect(label).to_have_count(0)


def test_five_thousand_events_work_by_keyboard(show: Opener, axe: str) -> None:
    """A set of 5,000 opens from disk, asks nothing, passes axe-core, and all of it is reached."""
    page = show(crowded_spec(5000))
    wait_for_shown(page, 5000)
    assert faults(page, axe) == []
    expect(page.locator("#k-table tbody tr")).to_have_count(250)
    page.focus("#k-to")
    page.keyboard.press("Home")
    expect(page.locator("#k-shown")).not_to_contain_text("5,000 reports shown")
    page.keyboard.press("End")
    wait_for_shown(page, 5000)
    page.focus("#k-tab-events")
    page.keyboard.press("ArrowRight")
    expect(page.locator("#k-filters")).to_be_visible()
    page.focus("#k-f-diplomacy")
    page.keyboard.press("Space")
    expect(page.locator("#k-shown")).not_to_contain_text("5,000 reports shown")
    page.focus(".folium-map")
    page.keyboard.press("Enter")
    expect(page.locator(".leaflet-popup .k-item").first).to_be_visible()


@pytest.mark.parametrize("width", [1280, 375])
def test_index_page_is_plain_and_accessible(browser: Browser, axe: str, width: int) -> None:
    """The committed list of maps passes axe-core, shows its pictures and is no wider than asked."""
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.goto((ROOT / "maps" / "index.html").as_uri())
    assert faults(page, axe) == []
    pictures = page.locator("img")
    expect(pictures).not_to_have_count(0)
    for i in range(pictures.count()):
        pictures.nth(i).scroll_into_view_if_needed()
        expect(pictures.nth(i)).to_have_js_property("complete", value=True)
        assert pictures.nth(i).evaluate("(i) => i.naturalWidth") > 0
    wait_for(page, "document.documentElement.scrollWidth", width)
    page.close()
