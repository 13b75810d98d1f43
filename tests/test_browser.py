"""The interactive map in a browser: opened from disk, used by mouse, keyboard and on a phone."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from browser_pages import Opener, ask, says, spot_of, wait_for, wait_for_shown
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from interactive_spec import make_spec
from playwright.sync_api import expect

from karamap.model import DateSpan
from karamap.render.interactive import assets
from karamap.render.interactive.escape import replace_controls
from karamap.render.interactive.tiles import find_tiles

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

    from karamap.render.spec import MapSpec

pytest_plugins = ("browser_fixtures",)
# the socket is the pipe's that Playwright talks to Chromium through, on this machine only
pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]


def test_page_opens_from_disk_and_draws(show: Opener) -> None:
    """Basemap, layers of the day and marks are on the canvas; nothing is asked or logged."""
    page = show()
    wait_for_shown(page, 5)
    assert ask(page, "karamap.app.marks.count()") >= 2
    wait_for(page, "karamap.app.layers.shown()", 3)  # one line of contact, area, pipeline
    painted = """[...document.querySelectorAll(".folium-map canvas")].map((c) =>
        c.getContext("2d").getImageData(0, 0, c.width, c.height).data.some((v) => v > 0))"""
    wait_for(page, painted, [True, True])
    assert page.title() == "Places and events in one text"
    assert page.inner_text(".leaflet-control-scale").count("km") == 1


def test_click_on_a_stack_lists_its_events(show: Opener) -> None:
    """Two events at one town open a list; choosing one shows it beside the map with its claim."""
    page = show()
    page.mouse.click(*spot_of(page, "e1"))
    expect(page.locator(".leaflet-popup .k-item")).to_have_count(2)
    page.locator(".leaflet-popup .k-item").first.click()
    panel = page.locator("#k-events")
    says(panel, "Said by", "the mayor", "3 (2–5) wounded", "The Daily", "2 Mar 2020", "80 %")
    expect(panel.locator("mark.k-mark-place")).to_have_text("Norabad", use_inner_text=True)
    expect(panel.locator("mark.k-mark-trigger")).to_have_text("fired", use_inner_text=True)
    says(panel.locator("section"), "other side replied")
    link = panel.locator("a")
    expect(link).to_have_attribute("href", "https://example.org/report")
    expect(link).to_have_attribute("rel", "noopener noreferrer nofollow")


def test_map_slides_unless_asked_not_to(show: Opener) -> None:
    """Panning is animated for most readers and jumps for those who ask for less motion."""
    for moving in (True, False):
        page = show(moving=moving)
        slides = """(() => {
            const { map } = karamap.app;
            map.panBy([40, 0]);
            return Boolean(map._panAnim && map._panAnim._inProgress);
        })()"""
        assert ask(page, slides) is moving


def test_click_on_a_line_tells_its_dates_and_source(show: Opener) -> None:
    """A line of the layers opens a card with validity, accuracy and source."""
    page = show()
    at = """(() => {
        const { map } = karamap.app, box = map.getContainer().getBoundingClientRect();
        const p = map.latLngToContainerPoint([40.325, 46.55]);
        return [p.x + box.left, p.y + box.top];
    })()"""
    x, y = ask(page, at)
    page.mouse.click(x, y)
    says(page.locator(".leaflet-popup"), "30 Apr 2020", "about 2 km", "own drawing")


def test_slider_by_keyboard_changes_events_and_layers(show: Opener) -> None:
    """Home on the later handle leaves the first day's events; End brings June's line back."""
    page = show()
    page.uncheck("#k-undated")
    wait_for_shown(page, 4)
    page.focus("#k-to")
    page.keyboard.press("Home")
    wait_for_shown(page, 2)
    expect(page.locator("#k-layer-day")).to_have_value("2020-03-02")
    lines = """Object.values(karamap.app.map._layers).filter((l) => l.feature)
        .map((l) => l.feature.properties).filter((p) => p.style === "contact_line")
        .map((p) => p.name)"""
    wait_for(page, lines, ["layer l1"])
    page.keyboard.press("End")
    wait_for_shown(page, 4)
    wait_for(page, lines, ["layer l2"])
    expect(page.locator("#k-to")).to_have_attribute("aria-valuetext", "20 Jun 2020")


def test_date_of_layers_can_be_set_apart(show: Opener) -> None:
    """A day typed for lines and areas changes them and leaves the events alone."""
    page = show()
    page.fill("#k-layer-day", "2021-01-01")
    page.dispatch_event("#k-layer-day", "change")
    page.wait_for_url("**l=2021-01-01**")
    expect(page.locator("#k-follow")).not_to_be_checked()
    wait_for_shown(page, 5)


def background_spec() -> MapSpec:
    """Return the spec with a dozen events of its year and one of long before."""
    spec = make_spec()
    day, old = DateSpan(date(2020, 5, 5), date(2020, 5, 5), 1), date(1994, 5, 12)
    recent = tuple(replace(spec.events[0], id=f"r{i}", date=day) for i in range(8))
    past = replace(spec.events[1], id="past", date=DateSpan(old, old, 1))
    return replace(spec, events=(*spec.events, *recent, past), incidents=())


def test_map_opens_on_the_time_of_its_events(show: Opener) -> None:
    """A lone event of long before is one click away; the address tells when it is shown."""
    page = show(background_spec())
    wait_for_shown(page, 13)
    expect(page.locator("#k-span")).to_have_text("2 Mar 2020 – 20 Jun 2020", use_inner_text=True)
    expect(page.locator("#k-scale")).to_have_value("opening")
    assert page.get_attribute("#k-from", "min") == str((date(2020, 3, 2) - date(1970, 1, 1)).days)
    page.click("#k-reset")
    wait_for_shown(page, 14)
    expect(page.locator("#k-from")).to_have_attribute("aria-valuetext", "12 May 1994")
    at = ask(page, "location.hash")
    assert "t=1994-05-12" in at
    again = show(background_spec(), at=at)
    wait_for_shown(again, 14)
    again.select_option("#k-scale", "opening")
    wait_for_shown(again, 13)


def test_undated_report_tells_when_it_appeared(show: Opener) -> None:
    """What has no date of its own is counted, and listed with its text's publication date."""
    page = show()
    says(page.locator("#k-shown"), "1 without a date")
    item = page.locator("#k-events .k-item", has_text="Humanitarian")
    says(item, "reported 1 Jul 2020")
    item.click()
    says(page.locator("#k-events .k-facts"), "not told; reported 1 Jul 2020")


def said_spec() -> MapSpec:
    """Return the spec with a talk and a denial of which only the day of saying is told."""
    spec = make_spec()
    day = DateSpan(date(2020, 5, 21), date(2020, 5, 21), 1)
    first, talks, moved, denied, aid = spec.events
    said = [replace(e, date=None, said_on=day) for e in (talks, denied)]
    return replace(spec, events=(first, said[0], moved, said[1], aid), incidents=())


def test_a_day_of_saying_is_told_as_such(show: Opener) -> None:
    """List, table and details tell that a day is only that of the saying, and what is not told."""
    page = show(said_spec())
    says(page.locator("#k-shown"), "1 without a date, 2 by the day of saying")
    item = page.locator("#k-events .k-item", has_text="Talks")
    says(item, "said on 21 May 2020")
    says(page.locator("#k-table tbody tr", has_text="ministers"), "said on 21 May 2020")
    item.click()
    facts = page.locator("#k-events .k-facts")
    says(facts, "said on 21 May 2020; when it happened is not told")
    page.click("#k-events button:has-text('All reports')")
    page.locator("#k-events .k-item", has_text="Nobody").click()
    says(facts, "said on 21 May 2020; which day it is about is not told")
    tails = "karamap.data.events.filter((e) => e.said).map((e) => e.id)"
    assert ask(page, tails) == ["e2", "e4"]
    says(page.locator("#k-legend"), "stands on the day it was said")
    assert "stands on the day it was said" not in show().inner_text("#k-legend")


def test_a_day_of_saying_follows_slider_and_filter(show: Opener) -> None:
    """Such reports are in the span of their saying alone, and one box hides them, in links too."""
    page = show(said_spec())
    page.uncheck("#k-undated")
    wait_for_shown(page, 4)
    page.focus("#k-to")
    page.keyboard.press("Home")
    wait_for_shown(page, 1)
    page.keyboard.press("End")
    wait_for_shown(page, 4)
    page.click("#k-tab-filters")
    page.uncheck("#k-said")
    wait_for_shown(page, 2)
    page.wait_for_url("**off=undated*said**")
    again = show(said_spec(), at=ask(page, "location.hash"))
    wait_for_shown(again, 2)
    again.click("#k-tab-filters")
    again.click("#k-clear")
    wait_for_shown(again, 5)


def test_a_mark_of_a_day_of_saying_has_a_tail(show: Opener) -> None:
    """Where only the saying has a day the mark has a tail at its lower left, and only there."""
    paint = """([x, y]) => [...document.querySelectorAll(".folium-map canvas")].map(function (c) {
        const at = c.getBoundingClientRect(), scale = c.width / at.width;
        const spot = [(x - 8 - at.left) * scale, (y + 9 - at.top) * scale];
        return [...c.getContext("2d").getImageData(...spot, 17, 1).data];
    })"""
    spec = said_spec()
    alone = replace(spec.events[0], date=None, said_on=spec.events[1].said_on)
    seen = []
    for event in (spec.events[0], alone):
        page = show(replace(spec, events=(event,)))
        seen.append(page.evaluate(paint, list(spot_of(page, "e1"))))
    plain, tailed = ([(row[:24], row[44:]) for row in rows] for rows in seen)
    assert [left for left, _ in plain] != [left for left, _ in tailed]
    assert [right for _, right in plain] == [right for _, right in tailed]


def test_the_legend_has_what_stands_on_the_day(show: Opener) -> None:
    """A kind of line that is not there on the day shown, or is hidden, is not in the legend."""
    spec = make_spec()
    page = show(replace(spec, layers=spec.layers[spec.layers["id"] != "l2"]))
    legend = page.locator("#k-legend")
    says(legend, "Line of contact", "Gas pipeline")
    page.fill("#k-layer-day", "2021-01-01")
    page.dispatch_event("#k-layer-day", "change")
    expect(legend).not_to_contain_text("Line of contact", use_inner_text=True)
    says(legend, "Gas pipeline")
    page.click("#k-tab-filters")
    page.uncheck("#k-l-pipeline_gas")
    expect(legend).not_to_contain_text("Gas pipeline", use_inner_text=True)


@pytest.mark.parametrize("width", [375, 1280])
def test_no_label_lies_under_a_button(show: Opener, width: int) -> None:
    """A name beside a place near the corner is put where no button covers it, or left out."""
    page = show(width=width)
    spot_of(page, "e1")
    page.evaluate("""() => {
        const { map } = karamap.app, size = map.getSize();
        const p = map.latLngToContainerPoint([40.0, 46.5]);
        map.panBy([p.x - (size.x - 100), p.y - 40], { animate: false });
    }""")
    covered = """[...document.querySelectorAll(".k-label")].filter(function (label) {
        const a = label.getBoundingClientRect();
        return [...document.querySelectorAll(".leaflet-control")].some(function (control) {
            const b = control.getBoundingClientRect();
            return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
        });
    }).map((label) => label.textContent)"""
    expect(page.locator(".k-label", has_text="Norabad")).to_have_count(1)
    wait_for(page, covered, [])


def test_a_popup_is_not_under_the_legend(show: Opener) -> None:
    """A pop-up opened beside the legend moves the map until all of it can be read."""
    page = show()
    legend = page.locator("#k-legend").bounding_box()
    assert legend is not None
    page.evaluate("""() => {
        const { map } = karamap.app, p = map.latLngToContainerPoint([40.0, 46.5]);
        map.panBy([p.x - 340, p.y - 500], { animate: false });
    }""")
    page.mouse.click(*spot_of(page, "e1"))
    apart = """document.querySelector(".leaflet-popup").getBoundingClientRect().left
        >= document.querySelector("#k-legend").getBoundingClientRect().right"""
    page.wait_for_function(apart)


def test_names_switch_relabels_and_is_kept_in_the_address(show: Opener) -> None:
    """Another names policy changes list, table and labels, and a link brings it back."""
    page = show()
    page.click("#k-tab-filters")
    page.select_option("#k-names", "ru")
    expect(page.locator(".k-label-place >> nth=0")).to_have_text("Норабад", use_inner_text=True)
    says(page.locator("#k-table"), "Норабад")
    again = show(at=ask(page, "location.hash"))
    says(again.locator("#k-events"), "Норабад")
    again.click("#k-tab-filters")
    again.select_option("#k-names", "as-written")
    expect(again.locator("#k-table")).not_to_contain_text("Норабад", use_inner_text=True)
    assert "n=" not in ask(again, "location.hash")


def test_full_screen_and_coordinates(show: Opener) -> None:
    """The button fills the screen and gives it back; the pointer's place is told in degrees."""
    page = show()
    x, y = spot_of(page, "e1")
    page.mouse.move(x, y)
    lat, lon = (float(p.split("°")[0]) for p in page.inner_text(".k-readout").split(","))
    assert (lat, lon) == pytest.approx((40.0, 46.5), abs=0.02)
    page.click("#k-fullscreen")
    page.wait_for_selector("#k-fullscreen[aria-pressed=true]")
    page.click("#k-fullscreen")
    page.wait_for_selector("#k-fullscreen[aria-pressed=false]")


def test_play_runs_to_the_end_and_stops(show: Opener) -> None:
    """Play moves the later handle through time and stops by itself at the last day."""
    page = show(clock=True)
    page.click("#k-play")
    expect(page.locator("#k-play")).to_have_attribute("aria-pressed", "true")
    page.clock.run_for(3_000)
    assert 0 < int(page.input_value("#k-to")) < int(page.get_attribute("#k-to", "max") or 0)
    page.clock.run_for(30_000)
    expect(page.locator("#k-play")).to_have_attribute("aria-pressed", "false")
    assert page.input_value("#k-to") == page.get_attribute("#k-to", "max")


def test_filters_hide_types_stances_and_kinds(show: Opener) -> None:
    """Unticking a family, a stance or a layer kind removes it; one button brings all back."""
    page = show()
    page.click("#k-tab-filters")
    page.uncheck("#k-f-fighting")
    wait_for_shown(page, 3)
    page.uncheck("#k-l-contact_line")
    wait_for(page, "karamap.app.layers.shown()", 2)
    page.click("#k-clear")
    wait_for_shown(page, 5)
    page.uncheck("#k-s-denied")
    wait_for_shown(page, 4)
    page.check("#k-precise")
    wait_for_shown(page, 2)


def test_search_knows_every_script(show: Opener) -> None:
    """A Cyrillic name, or a Latin one without its dots, finds the place and narrows the list."""
    page = show()
    for written in ("норабад", "norebed"):
        page.fill("#k-search", written)
        says(page.locator("#k-results"), "Norabad")
        page.keyboard.press("Enter")
        wait_for_shown(page, 2)
        page.click("#k-everywhere")
        wait_for_shown(page, 5)
    page.fill("#k-search", "nowhere")
    says(page.locator("#k-results"), "No place")


def test_keyboard_reaches_everything(show: Opener) -> None:
    """Tab alone gets to search, map, list, sliders and table; Enter opens an event."""
    page = show()
    reached = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        reached.add(ask(page, "document.activeElement.id || document.activeElement.className"))
    wanted = {"k-search", "k-tab-events", "k-item", "k-play", "k-from", "k-to", "k-sort-0"}
    assert wanted <= reached
    assert any(name.startswith("map_") for name in reached)
    page.focus("#k-events .k-item")
    page.keyboard.press("Enter")
    wait_for(page, "document.activeElement.tagName", "H2")
    page.keyboard.press("Escape")
    expect(page.locator(".leaflet-popup")).to_have_count(0)


def test_table_sorts_and_opens(show: Opener) -> None:
    """The table has the same events, sorts by its headings and opens an event."""
    page = show()
    expect(page.locator("#k-table tbody tr")).to_have_count(5)
    page.click("#k-sort-1")
    says(page.locator("#k-table th[aria-sort=ascending]"), "Type")
    first = page.locator("#k-table tbody tr").first
    says(first, "humanitarian")
    page.click("#k-sort-1")
    says(first, "troop movement")
    first.locator("button").click()
    says(page.locator("#k-events h2"), "Troop movement")


def test_address_brings_the_view_back(show: Opener) -> None:
    """A link carries view, dates, filters and event; another page opens just so."""
    page = show()
    page.click("#k-tab-filters")
    page.uncheck("#k-f-diplomacy")
    page.uncheck("#k-undated")
    wait_for_shown(page, 3)
    page.click("#k-tab-events")
    page.locator("#k-events .k-item").last.click()
    page.wait_for_url("**e=e3**")
    at = ask(page, "location.hash")
    again = show(at=at)
    wait_for_shown(again, 3)
    says(again.locator("#k-events h2"), "Troop movement")
    wait_for(again, "location.hash", at)


@pytest.mark.parametrize("at", ["#bad", "#99999/1/2", "#5/1e9/x?t=..", "#5/40/46?e=none&off=t.x,,"])
def test_broken_address_does_no_harm(show: Opener, at: str) -> None:
    """An address that means nothing opens the map all the same."""
    wait_for_shown(show(at=at), 5)


def test_phone_has_no_sideways_scroll(show: Opener) -> None:
    """At 375 px nothing is wider than the screen, and the panel is a sheet that opens."""
    page = show(width=375)
    wide = "document.documentElement.scrollWidth"
    wait_for(page, wide, 375)
    expect(page.locator("#k-sheet")).to_have_attribute("aria-expanded", "false")
    page.click("#k-sheet")
    page.locator("#k-events .k-item").first.click()
    expect(page.locator("#k-events h2")).to_be_visible()
    wait_for(page, wide, 375)
    small = """[...document.querySelectorAll(".k-time button, .k-tabs button, #k-search, #k-sheet")]
        .filter((e) => e.offsetHeight && e.offsetHeight < 44).map((e) => e.id)"""
    wait_for(page, small, [])


def test_tap_on_phone_opens_the_sheet(show: Opener) -> None:
    """On a narrow screen a mark opens the sheet instead of a pop-up over the map."""
    page = show(width=375)
    page.mouse.click(*spot_of(page, "e3"))
    expect(page.locator("#k-sheet")).to_have_attribute("aria-expanded", "true")
    expect(page.locator(".leaflet-popup")).to_have_count(0)
    says(page.locator("#k-events h2"), "Troop movement")


def hostile_spec(*texts: str) -> MapSpec:
    """Return the spec with an event a text, and the first text in every other field."""
    spec, text = make_spec(), texts[0]
    document = replace(spec.documents[0], title=text, publisher=text, url=f"javascript:{text}")
    # without a title a document is called by its file's name
    nameless = replace(document, id=texts[-1], source=texts[-1], title=None, url=None)
    told = [spec.events[i % len(spec.events)] for i in range(max(len(texts), len(spec.events)))]
    events = [
        replace(
            e,
            id=f"{text}{i}",
            document=(document, nameless)[i % 2].id,
            evidence=texts[i % len(texts)],
            trigger=text[:20],
            reason=text,
            claimed_by=text,
            denied_by=text,
            actors=(text,),
            places=tuple(replace(p, reason=text) for p in e.places),
        )
        for i, e in enumerate(told)
    ]
    names = tuple(replace(n, text=text) for n in spec.places[0].names)
    places = tuple(replace(p, label=text, written=(text,), names=names) for p in spec.places)
    return replace(
        spec,
        title=text,
        note=text,
        attribution=(text,),
        documents=(document, nameless),
        events=tuple(events),
        incidents=tuple(replace(x, reason=text, events=tuple(events[:2])) for x in spec.incidents),
        places=places,
        layers=spec.layers.assign(name=text, source=text, note=text, licence=text),
        basemap={**spec.basemap, "countries": spec.basemap["countries"].assign(name=text)},
    )


def check_harmless(page: Page, width: int) -> None:
    """See that no text ran and none made the page wider, wherever texts are shown."""
    page.click("#k-tab-filters")
    page.fill("#k-search", ask(page, "karamap.data.places[0].label.slice(0, 8)"))
    page.keyboard.press("Enter")
    page.evaluate("() => { karamap.app.map.setZoom(7); }")
    assert ask(page, "window.pwned === undefined && window.ran === undefined") is True
    assert ask(page, "document.querySelectorAll('img, iframe, object, [onerror]').length") == 0
    assert ask(page, "[...document.links].filter((a) => /^javascript/i.test(a.href)).length") == 0
    wait_for(page, "document.documentElement.scrollWidth", width)


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("</script><script>window.pwned=1</script><img src=x onerror=window.pwned=1>", 1280),
        ("</noscript></style><svg onload=window.pwned=1>\u2028<!--<script>", 375),
        ("${window.pwned=1}\\u0027-window.pwned\\ C:\\2019\\new`${window.pwned=1}`", 1280),
        ("javascript:window.pwned=1//http://example.org", 1280),
        ("\u202eright to left\u2066 and\u200f back \u202b שלום مرحبا", 375),
        ("W" * 10_000, 1280),
        ("\u0561" * 10_000 + " " + "\u0301" * 200, 375),
    ],
    ids=["markup", "elements", "template", "link", "bidi", "long", "scripts"],
)
def test_hostile_text_runs_and_breaks_nothing(show: Opener, text: str, width: int) -> None:
    """Hostile text in every field is shown as it is, runs nothing and widens nothing."""
    page = show(hostile_spec(text), width=width)
    if width == 375:
        page.click("#k-sheet")
    page.locator("#k-events .k-item").first.click()
    wait_for(page, "document.querySelector('#k-events blockquote').textContent", text)
    expect(page.locator("#k-events a")).to_have_count(0)
    check_harmless(page, width)


@settings(
    max_examples=4,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(texts=st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1), min_size=20))
def test_any_text_comes_back_as_it_was(show: Opener, texts: list[str]) -> None:
    """Whatever documents hold, the page opens, shows it letter by letter and logs nothing."""
    page = show(hostile_spec(*texts))
    quoted = "karamap.data.events.map((e) => karamap.quote(e).textContent)"
    assert ask(page, quoted) == [replace_controls(t) for t in texts]
    wait_for_shown(page, len(texts))
    check_harmless(page, 1280)


def test_linked_library_passes_policy_and_hash(
    show: Opener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page built without vendor files works with what the linked host serves."""
    vendor = assets.WEB / "vendor"
    shutil.copytree(assets.WEB, tmp_path / "web", ignore=shutil.ignore_patterns("vendor"))
    monkeypatch.setattr(assets, "WEB", tmp_path / "web")
    page = show(cdn=vendor)
    wait_for_shown(page, 5)
    assert ask(page, "karamap.app.marks.count()") >= 2


def test_tiles_are_asked_for_only_when_wanted(show: Opener) -> None:
    """With a tile service its images lie over the base map, from its hosts and no other."""
    page = show(tiles=find_tiles("OpenTopoMap"))
    wait_for_shown(page, 5)
    tile = page.locator(".leaflet-tile-loaded").first
    expect(tile).to_have_attribute(
        "src", re.compile(r"^https://[abc]\.tile\.opentopomap\.org/\d+/")
    )
    says(page.locator(".k-credit"), "Background tiles: Map data: (C) OpenStreetMap contributors")
    says(page.locator(".k-foot"), "This page needs the network")


def test_no_event_at_all(show: Opener) -> None:
    """A map without events, layers or basemap opens and says so."""
    spec = make_spec(events=(), incidents=(), places=(), basemap={})
    page = show(replace(spec, layers=spec.layers[:0]))
    says(page.locator("#k-events"), "No report")
    says(page.locator("#k-time"), "No report has a date")
