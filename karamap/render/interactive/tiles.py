"""Background tiles of a web service, on request only: such a page is no longer a map that stays.

Without them the page asks the network for nothing. The services and what they want are told by
xyzservices, which comes with Folium.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any
from urllib.parse import urlsplit

from karamap.errors import InputError

__all__ = ["Tiles", "find_tiles"]

# what Leaflet fills in by itself
_LEAFLETS = frozenset("xyzrs")
_HOST = re.compile(r"[a-z0-9.-]+(:[0-9]+)?", re.IGNORECASE)
MOST_ZOOM = 19


@dataclass(frozen=True, slots=True)
class Tiles:
    """A tile service: its address as Leaflet reads it, and the hosts that the page may ask."""

    name: str
    url: str
    subdomains: str
    max_zoom: int
    attribution: str
    hosts: tuple[str, ...]


def find_tiles(name: str) -> Tiles:
    """Return the service called `name` by xyzservices, in any spelling it understands.

    Raises
    ------
    InputError
        If there is no such service, it wants a key, or it does not use https.
    """
    import xyzservices.providers as known  # noqa: PLC0415  reads a list of hundreds

    try:
        provider: Any = known.query_name(name)
    except ValueError:
        near = get_close_matches(name, known.flatten(), n=3, cutoff=0.5)
        hint = f"; near it: {', '.join(near)}" if near else ""
        raise InputError(
            f"no tile service {name!r} in xyzservices{hint}; OpenTopoMap is one"
        ) from None
    if provider.requires_token():
        raise InputError(f"tile service {provider.name} wants an access key; take one without")
    subdomains = provider.get("subdomains") or "abc"
    url = _fill(provider)
    hosts = tuple(dict.fromkeys(_host(url.replace("{s}", s)) for s in subdomains))
    return Tiles(
        name=provider.name,
        url=url,
        subdomains="".join(subdomains),
        max_zoom=min(int(provider.get("max_zoom") or 18), MOST_ZOOM),
        attribution=f"Background tiles: {provider.get('attribution') or provider.name}",
        hosts=hosts,
    )


def _fill(provider: Any) -> str:  # noqa: ANN401  xyzservices has no types
    """Return the address with everything put in but what Leaflet fills in itself."""

    def put(found: re.Match[str]) -> str:
        key = found.group(1)
        return found.group() if key in _LEAFLETS else str(provider.get(key, found.group()))

    url = re.sub(r"\{(\w+)\}", put, provider.url)
    unknown = set(re.findall(r"\{(\w+)\}", url)) - _LEAFLETS
    if unknown or not url.startswith("https://"):
        why = f"asks for {', '.join(sorted(unknown))}" if unknown else "does not use https"
        raise InputError(f"tile service {provider.name} {why}; take another one")
    return url


def _host(url: str) -> str:
    """Return scheme and host of an address, for the page's policy."""
    host = urlsplit(url).netloc
    if not _HOST.fullmatch(host):
        raise InputError(f"the tile service's address {url!r} has no plain host; take another one")
    return f"https://{host}"
