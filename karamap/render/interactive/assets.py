"""The browser code of the interactive map: our own files, and Leaflet from the build hook."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

__all__ = ["CDN_HOST", "Assets", "Linked", "hash_for_csp", "load_assets"]

WEB = Path(__file__).resolve().parent / "web"
CDN_HOST = "https://cdn.jsdelivr.net"
# the same bytes as the npm package; tests compare these with the vendored files
LEAFLET_VERSION = "1.9.4"
LEAFLET_HASHES = {
    "leaflet.js": "sha256-20nQCchB9co0qIjJZRGuk2/Z9VM+kNiyxNV1lvTlZBo=",
    "leaflet.css": "sha256-p4NxAoJBhIIN+hmNHrzRCf9tD/miZyoHS5obTRR9BMY=",
}
# one script each, in the order they build on one another
OWN_SCRIPTS = (
    "dom.js",
    "marks.js",
    "basemap.js",
    "timeline.js",
    "panel.js",
    "measure.js",
    "extras.js",
    "karamap.js",
)

_URL = re.compile(r"url\((?!['\"]?data:)[^)]*\)")
_SOURCE_MAP = re.compile(r"^//# sourceMappingURL=.*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Linked:
    """A library file to link, with the hash that the browser checks."""

    url: str
    integrity: str


@dataclass(frozen=True, slots=True)
class Assets:
    """Scripts and styles in page order; `script` and `style` are set when nothing is vendored."""

    scripts: tuple[str, ...]
    styles: tuple[str, ...]
    licences: tuple[str, ...]
    script: Linked | None = None
    style: Linked | None = None


def hash_for_csp(script: str) -> str:
    """Return the source expression that allows this inline script and no other."""
    digest = hashlib.sha256(script.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def load_assets(web: Path | None = None) -> Assets:
    """Read the page's scripts and styles; without ``web/vendor`` Leaflet is to be linked."""
    web = web or WEB
    own_scripts = tuple(_read(web / "js" / name) for name in OWN_SCRIPTS)
    own_style = _read(web / "karamap.css")
    vendor = web / "vendor"
    if not all((vendor / name).is_file() for name in LEAFLET_HASHES):
        return Assets(
            own_scripts,
            (own_style,),
            (),
            script=_link("leaflet.js"),
            style=_link("leaflet.css"),
        )
    leaflet = _SOURCE_MAP.sub("", _read(vendor / "leaflet.js"))
    # its images serve controls that this map does not use; a path would be a request
    style = _URL.sub("none", _read(vendor / "leaflet.css"))
    licence = vendor / "leaflet.LICENSE.txt"
    licences = (f"Leaflet {LEAFLET_VERSION}\n{_read(licence)}",) if licence.is_file() else ()
    return Assets((leaflet, *own_scripts), (style, own_style), licences)


def _link(name: str) -> Linked:
    """Return where the library's file is served, with its hash."""
    return Linked(f"{CDN_HOST}/npm/leaflet@{LEAFLET_VERSION}/dist/{name}", LEAFLET_HASHES[name])


def _read(path: Path) -> str:
    """Return the file's text with plain line ends and nothing that closes its element."""
    text = path.read_text(encoding="utf-8").replace("\r\n", "\n").strip() + "\n"
    return text.replace("</script", "<\\/script").replace("</style", "<\\/style")
