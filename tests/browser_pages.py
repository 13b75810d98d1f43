"""How the browser tests ask a page and wait for what it says."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

expect.set_options(timeout=20_000)

Opener = Callable[..., "Page"]


def wait_for_shown(page: Page, count: int) -> None:
    """Wait until the page, which follows its controls once a frame, shows so many events."""
    said = re.compile(rf"^{count:,} reports? shown")
    expect(page.locator("#k-shown")).to_have_text(said, use_inner_text=True)


def says(where: Locator, *told: str) -> None:
    """Wait until what is read there holds each of the texts."""
    for text in told:
        expect(where).to_contain_text(text, use_inner_text=True)


def wait_for(page: Page, expression: str, value: object) -> None:
    """Wait until the page answers the expression with the value."""
    page.wait_for_function(
        f"(wanted) => JSON.stringify({expression}) === wanted",
        arg=json.dumps(value, separators=(",", ":"), ensure_ascii=False),
    )


def ask(page: Page, expression: str) -> Any:  # noqa: ANN401  whatever the page answers
    """Return what the page answers at this moment."""
    return page.evaluate(f"() => {expression}")


def spot_of(page: Page, event: str) -> tuple[float, float]:
    """Return the window's pixels of the mark that holds the event."""
    x, y = page.evaluate(
        """(id) => {
            const { map } = karamap.app, box = map.getContainer().getBoundingClientRect();
            let found = null;
            map.eachLayer((l) => {
                if (l.options.mark && l.options.mark.events.some((e) => e.id === id)) found = l;
            });
            const p = map.latLngToContainerPoint(found.getLatLng());
            return [p.x + box.left, p.y + box.top];
        }""",
        event,
    )
    return float(x), float(y)
