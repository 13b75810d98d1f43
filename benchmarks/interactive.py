"""The interactive map beside plain Folium, with the same events: first paint, panning, file size.

    python benchmarks/interactive.py [COUNT]...          (default: 5000 20000)

Invented events at places of the gazetteer, drawn by karamap, by a Folium ``Marker`` each and by
Folium's ``MarkerCluster``. Chromium opens each file from disk in a new context; the medians of
three runs are printed. Folium's pages load eleven files from four hosts; here they come from npm's
packages on this disk, and no background tiles are asked for: its figures hold no network time.

- paint: from the start of navigation until the second frame after the page is ready, in ms
- cpu: what of that the page's main thread worked, which other programs do not lengthen, in ms
- drag: longest gap between two frames while the mouse drags the map, in ms
- jump: from a move of the view until the second frame after it, in ms (median of ten)
- cpu: what of one jump the main thread worked, in ms
"""

from __future__ import annotations

import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from karamap.gazetteer import Gazetteer
from karamap.layers import all_layers, load_basemap
from karamap.model import DateSpan, Document, Event, EventType, Mention, Place, Stance, Toponym
from karamap.render.interactive import render_interactive
from karamap.render.spec import MappedPlace, MapSpec

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page, Route

SEED = 1994  # the same events on every run
RUNS = 3
MOST_MARKERS = 10_000  # as many live elements on a page take minutes to open
# as folium 0.20 links them; awesome-markers is on npm under another version number only
PACKAGES = (
    "leaflet@1.9.3",
    "jquery@3.7.1",
    "bootstrap@5.2.2",
    "leaflet.awesome-markers@2.0.5",
    "@fortawesome/fontawesome-free@6.2.0",
    "leaflet.markercluster@1.1.0",
)
FRAMES = "requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now()"


def make_events(count: int) -> tuple[list[Event], list[Place]]:
    """Return invented events of one year at places of the gazetteer."""
    dice = random.Random(SEED)  # noqa: S311  no secret
    places = [p for p in Gazetteer.open().curated_places() if 44 < p.lon < 50 and 38 < p.lat < 42]
    kinds, stances = list(EventType), list(Stance)
    events = []
    for number in range(count):
        place, day = dice.choice(places), date(2020, 1, 1) + timedelta(dice.randrange(366))
        kind = dice.choice(kinds)
        text = f"Report {number} tells of a {kind.value.replace('_', ' ')} at {place.name}."
        at = text.index(place.name)
        toponym = Toponym(
            Mention(at, at + len(place.name), place.name), place, 0.9, "an invented one"
        )
        events.append(
            Event(
                id=f"b{number:05d}",
                document="bench",
                start=0,
                end=len(text),
                type=kind,
                trigger=kind.value,
                date=DateSpan(day, day, 1),
                places=(toponym,),
                where_precision=None,
                radius_km=None,
                actors=("one side",),
                targets=(),
                stance=dice.choice(stances),
                claimed_by="a ministry",
                denied_by=None,
                casualties=(),
                evidence=text,
                confidence=0.7,
                reason="invented for a benchmark",
            )
        )
    return events, places


def draw_karamap(events: list[Event], places: list[Place], file: Path) -> None:
    """Write our page."""
    spec = MapSpec(
        title="Invented events",
        as_of=date(2020, 9, 27),
        names_policy="as-written",
        documents=(Document("bench", "", title="Invented", publisher="Benchmark"),),
        events=tuple(events),
        incidents=(),
        places=tuple(MappedPlace(p, p.name, (), (p.name,), 1) for p in places),
        layers=all_layers(),
        basemap=load_basemap(),
        attribution=("invented",),
        note="",
    )
    file.write_text(render_interactive(spec), encoding="utf-8")


def draw_folium(events: list[Event], file: Path, *, clustered: bool) -> None:
    """Write a plain Folium page: a Marker with a pop-up for each event."""
    import folium  # noqa: PLC0415
    from folium.plugins import MarkerCluster  # noqa: PLC0415

    drawn = folium.Map(location=(40.0, 46.8), zoom_start=8, tiles=None, maxZoom=18)
    target = MarkerCluster().add_to(drawn) if clustered else drawn  # type: ignore[no-untyped-call]
    for event in events:
        place = event.places[0].place
        if place is None:
            continue
        folium.Marker((place.lat, place.lon), popup=event.evidence).add_to(target)
    drawn.save(str(file))


WAYS: dict[str, Callable[[list[Event], list[Place], Path], None]] = {
    "karamap": draw_karamap,
    "folium, Marker each": lambda e, _, f: draw_folium(e, f, clustered=False),
    "folium, MarkerCluster": lambda e, _, f: draw_folium(e, f, clustered=True),
}


def fetch_packages(folder: Path) -> dict[str, Path]:
    """Return the files that Folium links, by name, from npm's packages."""
    command = ["npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--no-save"]
    subprocess.run([*command, *PACKAGES], cwd=folder, check=True, capture_output=True)
    files = {p.name: p for p in sorted(folder.glob("node_modules/**/*.*")) if p.is_file()}
    return {**files, "jquery-3.7.1.min.js": files["jquery.min.js"]}  # as its own host calls it


def serve(context: BrowserContext, files: dict[str, Path]) -> None:
    """Answer every request to a host from the packages' files, or with nothing."""

    def answer(route: Route) -> None:
        found = files.get(route.request.url.rsplit("/", maxsplit=1)[-1])
        route.fulfill(path=found) if found else route.fulfill(body="")

    context.route("http*://**/*", answer)


@contextmanager
def opened(
    browser: Browser, file: Path, files: dict[str, Path]
) -> Iterator[tuple[Page, Callable[[], float], float]]:
    """Open a file in a new context; gives page, clock of its main thread and ms until painted."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    serve(context, files)
    page = context.new_page()
    page.set_default_timeout(300_000)
    page.on("pageerror", _fail)
    session = context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})

    def worked() -> float:
        told = session.send("Performance.getMetrics")["metrics"]
        return 1000 * float(next(m["value"] for m in told if m["name"] == "TaskDuration"))

    page.goto(file.as_uri())
    painted = page.evaluate(f"() => new Promise((done) => {FRAMES}))))")
    yield page, worked, float(painted)
    context.close()


def _fail(fault: object) -> None:
    """Stop at an error of a page's script: what it would have drawn would not be measured."""
    raise SystemExit(f"a page failed: {fault}")


FIND_MAP = """() => { window.drawn = window.karamap && karamap.app ? karamap.app.map
    : Object.entries(window).find(([k]) => /^map_[0-9a-f]{32}$/.test(k))[1]; }"""
WATCH = """() => { window.gaps = []; let last = performance.now();
    const next = (t) => { window.gaps.push(t - last); last = t; requestAnimationFrame(next); };
    requestAnimationFrame(next); }"""
JUMP = f"""(i) => new Promise((done) => {{
    const start = performance.now();
    drawn.panBy([(i % 2 ? -1 : 1) * 160, (i % 3 - 1) * 60], {{ animate: false }});
    {FRAMES} - start))); }})"""


def measure(page: Page, worked: Callable[[], float]) -> tuple[float, float, float]:
    """Return the longest gap between frames of a drag, a jump's duration and its work, in ms."""
    page.evaluate(FIND_MAP)
    page.evaluate(WATCH)
    page.mouse.move(620, 330)
    page.mouse.down()
    for step in range(20):
        page.mouse.move(620 - 8 * step, 330 + 3 * step)
    page.mouse.up()
    page.evaluate("() => new Promise((done) => setTimeout(done, 400))")
    gap = max(page.evaluate("() => window.gaps.slice(1)"))
    before = worked()
    jumps = [page.evaluate(JUMP, i) for i in range(10)]
    return float(gap), statistics.median(jumps), (worked() - before) / 10


def run(browser: Browser, file: Path, files: dict[str, Path]) -> list[float]:
    """Return the medians of paint, its work, drag, jump and its work, in ms."""
    found = []
    for _ in range(RUNS):
        with opened(browser, file, files) as (page, worked, painted):
            work = worked()
            found.append((painted, work, *measure(page, worked)))
    return [statistics.median(f) for f in zip(*found, strict=True)]


def main() -> None:
    """Print the table."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415

    counts = [int(word) for word in sys.argv[1:]] or [5000, 20000]
    heads = ("paint", "cpu", "drag", "jump", "cpu")
    print(f"{'':<24}{'events':>7}{'write s':>9}{'MB':>6}" + "".join(f"{h:>8}" for h in heads))
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        files = fetch_packages(folder)
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"]
        )
        for count in counts:
            events, places = make_events(count)
            for way, draw in WAYS.items():
                if count > MOST_MARKERS and way == "folium, Marker each":
                    continue
                file = folder / "page.html"
                start = time.perf_counter()
                draw(events, places, file)
                took = time.perf_counter() - start
                cells = "".join(f"{f:>8.0f}" for f in run(browser, file, files))
                size = file.stat().st_size / 1e6
                print(f"{way:<24}{count:>7}{took:>9.1f}{size:>6.1f}{cells}", flush=True)
        browser.close()
    print("load average of the last minute: " + Path("/proc/loadavg").read_text().split()[0])


if __name__ == "__main__":
    main()
