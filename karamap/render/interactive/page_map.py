"""The interactive map: one HTML file that opens anywhere and asks the network for nothing.

Folium makes the map object, its panes and its GeoJSON layers; the page around it, the marks of
events and every control are ours, since Folium puts text into scripts and links four hosts.
"""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

from karamap.render.basemaps import wide_basemap, world_basemap
from karamap.render.interactive.assets import load_assets
from karamap.render.interactive.escape import escape_html, escape_json
from karamap.render.interactive.fallback import write_fallback
from karamap.render.interactive.features import (
    basemap_collections,
    country_labels,
    layer_collection,
)
from karamap.render.interactive.html_page import Page, write_page
from karamap.render.interactive.payload import build_payload
from karamap.render.wording import count_line, names_line, plural

if TYPE_CHECKING:
    import folium
    import geopandas as gpd
    from branca.element import Element

    from karamap.render.interactive.tiles import Tiles
    from karamap.render.spec import MapSpec

__all__ = ["render_interactive"]

BASE_PANE = "karamap-base"
TILE_PANE = "karamap-tiles"
MAX_ZOOM = 13  # the basemap is a generalised one: nothing more to see
# the page's scripts restyle these for dark mode and print
PALETTES: dict[str, dict[str, str]] = {
    "light": {
        "void": "#e4e7e8",
        "sea": "#c9dde8",
        "land": "#f6f3ec",
        "admin1": "#d8d1c3",
        "border": "#8b8178",
        "halo": "#ffffff",
        "label": "#4a4f54",
        "badge": "#20262b",
        "badgeText": "#ffffff",
        "chosen": "#0b4f9e",
    },
    "dark": {
        "void": "#1b2126",
        "sea": "#14232e",
        "land": "#2b3034",
        "admin1": "#40474d",
        "border": "#8d949a",
        "halo": "#15191c",
        "label": "#d3d9de",
        "badge": "#eef1f3",
        "badgeText": "#15191c",
        "chosen": "#7cc4ff",
    },
}


def render_interactive(spec: MapSpec, *, tiles: Tiles | None = None) -> str:
    """Return the map as one HTML document, the same bytes for the same spec.

    Without the build hook's files the page links Leaflet from a CDN and a warning says so.

    Parameters
    ----------
    spec
        What the map shows.
    tiles
        A service whose background tiles the page loads over the embedded base map, from
        `karamap.render.interactive.tiles.find_tiles`; without one the page needs no network.
    """
    assets = load_assets()
    if assets.script is not None:
        warnings.warn(
            "this installation was built without Leaflet: the HTML map links it from a CDN and "
            "needs the network; reinstall karamap where npm's registry is reachable",
            stacklevel=2,
        )
    map_html, map_script = _draw_map(spec, tiles)
    data = build_payload(spec)
    data["countries"] = country_labels(
        world_basemap(),
        _wide_basemap(spec),
        spec.basemap,
        policies=[key for key, _ in data["namePolicies"]],
    )
    data["palettes"] = PALETTES
    if tiles:
        data["attribution"] = [*data["attribution"], tiles.attribution]
    page = Page(
        title=spec.title,
        description=_describe(spec),
        summary=_summarise(spec),
        as_of=spec.as_of.isoformat(),
        note=" ".join(filter(None, (spec.note, names_line(spec.names_policy), _network(tiles)))),
        attribution=tuple(data["attribution"]),
        map_html=map_html,
        map_script=map_script,
        data=escape_json(data),
        fallback=write_fallback(spec),
        image_hosts=tiles.hosts if tiles else (),
    )
    return write_page(page, assets)


def _summarise(spec: MapSpec) -> str:
    """Return what the map holds in a few words."""
    return f"{count_line(spec)} · {plural(len(spec.places), 'place')}"


def _network(tiles: Tiles | None) -> str:
    """Return what a reader should know of background tiles."""
    if tiles is None:
        return ""
    return (
        f"This page needs the network: its background comes from {tiles.name} "
        f"({', '.join(h.removeprefix('https://') for h in tiles.hosts)}), which learns the address "
        "of everyone who opens it and may refuse files opened from a disk. Names and borders on "
        "that background are the service's."
    )


def _describe(spec: MapSpec) -> str:
    """Return the page's description for search engines and link previews."""
    return f"{spec.title}: {_summarise(spec)} · lines and areas as of {spec.as_of.isoformat()}."


def _draw_map(spec: MapSpec, tiles: Tiles | None) -> tuple[str, str]:
    """Return the map's element and the script that makes it and starts our controls."""
    import folium  # noqa: PLC0415  heavy, only when used

    drawn = folium.Map(
        location=(0, 0),
        zoom_start=2,
        tiles=None,
        prefer_canvas=True,
        control_scale=True,
        zoom_control="topleft",
        # in Leaflet's spelling: Folium keeps min_zoom and max_zoom for tiles
        minZoom=2,
        maxZoom=max(MAX_ZOOM, tiles.max_zoom) if tiles else MAX_ZOOM,
        zoom_snap=0.25,
        attribution_control=False,
    )
    # on the instance: neither jQuery nor bootstrap nor anything else from four hosts
    drawn.default_js = []
    drawn.default_css = []
    folium.map.CustomPane(BASE_PANE, z_index=200).add_to(drawn)
    collections = basemap_collections(spec.basemap, _wide_basemap(spec), world_basemap())
    base = {key: _add_base(drawn, key, found) for key, found in collections.items()}
    if tiles:
        _add_tiles(drawn, tiles)
    layers = folium.GeoJson(layer_collection(spec.layers, spec.style), control=False, show=False)
    layers.add_to(drawn)
    _number_elements(drawn.get_root())
    figure: Any = drawn.get_root()
    figure.render()
    names = ", ".join(f"{key}: {layer.get_name()}" for key, layer in base.items())
    start = (
        f"karamap.start({{map: {drawn.get_name()}, basemap: {{{names}}}, "
        f"layers: {layers.get_name()}}});"
    )
    script = f"{_tidy(figure.script.render())}\n{start}\n"
    return _tidy(figure.html.render()), script


def _add_tiles(drawn: folium.Map, tiles: Tiles) -> None:
    """Add the service's tiles above the base map; where none comes the base map shows."""
    import folium  # noqa: PLC0415  heavy, only when used

    folium.map.CustomPane(TILE_PANE, z_index=210).add_to(drawn)
    folium.TileLayer(
        tiles=tiles.url,
        attr=escape_html(tiles.attribution),
        max_native_zoom=tiles.max_zoom,
        subdomains=tiles.subdomains,
        control=False,
        pane=TILE_PANE,
        # some services refuse requests that do not say where they come from
        referrer_policy="strict-origin-when-cross-origin",
    ).add_to(drawn)


def _wide_basemap(spec: MapSpec) -> dict[str, gpd.GeoDataFrame]:
    """Return the packaged overview map where it reaches further than the spec's own, else none."""
    own = [f.total_bounds for f in spec.basemap.values() if len(f)]
    wide = wide_basemap()
    if not own or "countries" not in wide:
        return {}
    west, south, east, north = wide["countries"].total_bounds
    contained = (
        min(b[0] for b in own) > west - 1
        and min(b[1] for b in own) > south - 1
        and max(b[2] for b in own) < east + 1
        and max(b[3] for b in own) < north + 1
    )
    smaller = max(b[2] for b in own) - min(b[0] for b in own) < 0.9 * (east - west)
    return wide if contained and smaller else {}


def _add_base(drawn: folium.Map, key: str, collection: dict[str, Any]) -> folium.GeoJson:
    """Add one layer of the basemap; it takes no clicks."""
    import folium  # noqa: PLC0415  heavy, only when used

    colours = PALETTES["light"]
    kind = key.removeprefix("wide_").removeprefix("world_")
    filled = {"ocean": "sea", "lakes": "sea", "countries": "land"}
    if kind in filled:
        fill = colours[filled[kind]]
        # a hair of the same colour closes the gaps that generalising leaves
        style = {"fillColor": fill, "fillOpacity": 1, "color": fill, "weight": 0.6}
    else:
        style = {"fill": False, "color": colours["border" if kind == "borders" else kind]}
        style["weight"] = 0.6 if kind == "admin1" else 0.8 if key.startswith("world_") else 1.2
    layer = folium.GeoJson(
        collection,
        style_function=lambda _: style,
        control=False,
        smooth_factor=0.6,
        pane=BASE_PANE,
        interactive=False,
    )
    layer.add_to(drawn)
    return layer


def _number_elements(root: Element) -> None:
    """Replace Folium's random ids with a count, so that the same map gives the same bytes."""
    stack, number = [root], 0
    while stack:
        element = stack.pop()
        number += 1
        element._id = f"{number:03d}"  # noqa: SLF001  branca offers no other way
        stack.extend(element._children.values())  # noqa: SLF001


def _tidy(text: str) -> str:
    """Drop the indentation and empty lines of Folium's templates."""
    return "\n".join(line.strip() for line in text.splitlines() if line.strip())
