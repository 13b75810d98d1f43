"""Fixtures of the browser tests: Chromium, axe-core, pages opened from disk.

Test modules name this file in ``pytest_plugins``; what they import stands in browser_pages.py.
"""

from __future__ import annotations

import base64
import importlib.util
import os
import shutil
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import pytest
from interactive_spec import make_spec

from karamap.render.interactive import assets, render_interactive

if TYPE_CHECKING:
    from types import ModuleType

    from browser_pages import Opener
    from playwright.sync_api import Browser, BrowserContext, Page, Route

    from karamap.render.interactive.tiles import Tiles
    from karamap.render.spec import MapSpec

PIXEL = base64.b64decode("R0lGODlhAQABAIAAAP8AAP///ywAAAAAAQABAAACAkQBADs=")


def lacks(what: str) -> NoReturn:
    """Skip for want of something, or fail where everything has to be there."""
    if os.environ.get("REQUIRE_ALL") == "1":
        pytest.fail(f"REQUIRE_ALL=1 and {what}")
    pytest.skip(what)


def load_hook() -> ModuleType:
    """Return the build hook's module, loaded by its path as hatchling does."""
    path = assets.WEB / "build_hook.py"
    spec = importlib.util.spec_from_file_location("karamap_build_hook", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Return Debian's Chromium, driven through local pipes."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        lacks("there is no Chromium")
    if not (assets.WEB / "vendor" / "leaflet.js").is_file():
        lacks("the build hook has fetched no Leaflet")
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  heavy, only when used

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return where the pages are written."""
    return tmp_path_factory.mktemp("pages")


@pytest.fixture(scope="module")
def axe(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return axe-core's script, from npm by the committed lock file; it enters no page of ours."""
    home = tmp_path_factory.mktemp("axe")
    for name in ("package.json", "package-lock.json"):
        shutil.copyfile(assets.WEB / name, home / name)
    hook = load_hook()
    wanted = [a for a in hook.NPM_ARGS if a != "--omit=dev"]
    for left in (2, 1, 0):  # a registry may stumble once
        try:
            hook.run_npm(wanted, home)
            break
        except OSError as error:
            if not left:
                lacks(f"npm brings no axe-core: {error}")
    return (home / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


@pytest.fixture
def show(browser: Browser, folder: Path) -> Iterator[Opener]:
    """Return a function that opens a spec from disk; afterwards nothing may have gone wrong."""
    told: list[str] = []
    contexts = []
    local = ["file:", "data:", "blob:"]

    def open_page(
        spec: MapSpec | None = None,
        *,
        at: str = "",
        width: int = 1280,
        clock: bool = False,
        moving: bool = False,
        cdn: Path | None = None,
        tiles: Tiles | None = None,
        **options: Any,  # noqa: ANN401  the browser context's
    ) -> Page:
        plain = spec is None and cdn is None and tiles is None
        name = "plain" if plain else f"page-{len(list(folder.iterdir()))}"
        file = folder / f"{name}.html"
        if not (plain and file.exists()):
            with warnings.catch_warnings():
                warnings.simplefilter("ignore" if cdn else "error")
                text = render_interactive(spec or make_spec(), tiles=tiles)
                file.write_text(text, encoding="utf-8")
        context = browser.new_context(
            viewport={"width": width, "height": 800},
            # a click aimed at what still slides may miss on a busy machine
            reduced_motion="no-preference" if moving else "reduce",
            **options,
        )
        contexts.append(context)
        if cdn:
            serve_cdn(context, cdn)
            local.append(assets.CDN_HOST)
        for host in tiles.hosts if tiles else ():
            context.route(f"{host}/**", lambda r: r.fulfill(body=PIXEL, content_type="image/gif"))
            local.append(host)
        page = context.new_page()
        page.set_default_timeout(20_000)
        if clock:
            page.clock.install()
        page.on("console", lambda m: told.append(f"{m.type}: {m.text}"))
        page.on("pageerror", lambda e: told.append(f"error: {e}"))
        page.on("request", lambda r: told.append(r.url) if r.url != page.url else None)
        page.goto(f"{file.as_uri()}{at}")
        if options.get("java_script_enabled", True):
            page.wait_for_selector("html[data-ready]")
        return page

    yield open_page
    for context in contexts:
        context.close()
    outside = [t for t in told if not t.startswith(tuple(local))]
    assert outside == []


def serve_cdn(context: BrowserContext, vendor: Path) -> None:
    """Answer requests to the linked host from the vendored files."""

    def answer(route: Route) -> None:
        name = route.request.url.rsplit("/", maxsplit=1)[-1]
        route.fulfill(path=vendor / name, headers={"access-control-allow-origin": "*"})

    context.route(f"{assets.CDN_HOST}/**", answer)
