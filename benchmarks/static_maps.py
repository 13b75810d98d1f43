"""Time to draw the printed map of many events, beside a bare geopandas plot of the same points.

    python benchmarks/static_maps.py [EVENTS [PLACES]]

Events are made up: spread over places around the South Caucasus and the capitals, of all types and
precisions, the same on every run. Ours has ground, relief, labels without overlaps, legend, inset
and sources; the peer has points on country outlines and a colour a type. CPU seconds of this
process, one run each; the first drawing also loads fonts and base maps.
"""

from __future__ import annotations

import io
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

import geopandas as gpd
from matplotlib.figure import Figure

from karamap.layers import all_layers, load_basemap
from karamap.model import DateSpan, Event, EventType, FeatureClass, Mention, Place, Stance, Toponym
from karamap.render.basemaps import world_basemap
from karamap.render.spec import MappedPlace, MapSpec
from karamap.render.static import FORMATS, draw_series, draw_static

TYPES = tuple(EventType)
LEVELS = (1, 1, 1, 2, 3, 4)
START = date(2020, 9, 27)


def make_places(count: int) -> list[Place]:
    """Return places on a golden spiral around Karabakh, every tenth of them a district."""
    places = []
    for i in range(count):
        turn, reach = i * 2.399963, (i / count) ** 0.7
        lon = 46.8 + 3.4 * reach * ((turn * 7919) % 2 - 1)
        lat = 39.9 + 2.2 * reach * ((turn * 104729) % 2 - 1)
        kind = FeatureClass.DISTRICT if i % 10 == 9 else FeatureClass.SETTLEMENT
        radius = 20.0 if kind is FeatureClass.DISTRICT else 2.0
        places.append(Place(f"p{i}", f"Place {i}", kind, lon, lat, radius, "AZ", curated=True))
    return places


def make_spec(count: int, place_count: int) -> MapSpec:
    """Return a spec of `count` events at `place_count` places."""
    places = make_places(place_count)
    events = []
    for i in range(count):
        place = places[i * 7919 % len(places)]
        day = START + timedelta(i % 45)
        level = LEVELS[i % len(LEVELS)]
        toponym = Toponym(Mention(0, 8, place.name), place, 0.9, "")
        events.append(
            Event(
                f"e{i}", "d", 0, 1, TYPES[i % len(TYPES)], "", DateSpan(day, day, 1), (toponym,),
                level, None, (), (), Stance.DENIED if i % 9 == 0 else Stance.CLAIMED, None, None,
                (), "", 0.9, "",
            )
        )  # fmt: skip
    mapped = tuple(MappedPlace(p, p.name, (), (p.name,), 1) for p in places)
    return MapSpec(
        "Made-up events", START + timedelta(20), "as-written", (), tuple(events), (), mapped,
        all_layers(), load_basemap(), ("made up",), "Nothing here happened.",
    )  # fmt: skip


def draw_peer(spec: MapSpec) -> bytes:
    """Draw the points on country outlines with geopandas alone, at the same size and grain."""
    told = [(e.type, t.place) for e in spec.events for t in e.places if t.place]
    points = gpd.GeoDataFrame(
        {"type": [str(kind) for kind, _ in told]},
        geometry=gpd.points_from_xy([p.lon for _, p in told], [p.lat for _, p in told]),
        crs=4326,
    )
    figure = Figure(figsize=(297 / 25.4, 210 / 25.4))
    axes = figure.add_subplot()
    world_basemap()["countries"].plot(ax=axes, color="#f7f4ec", edgecolor="#5f5a55")
    spec.layers.plot(ax=axes, color="#888888", alpha=0.3)
    points.plot(ax=axes, column="type", legend=True, markersize=12)
    west, south, east, north = points.total_bounds
    axes.set_xlim(west, east)
    axes.set_ylim(south, north)
    stream = io.BytesIO()
    figure.savefig(stream, format="png", dpi=300)
    return stream.getvalue()


def size_of(spec: MapSpec, *formats: str) -> int:
    """Draw the page; return how many bytes its files have."""
    return sum(map(len, draw_static(spec, formats).values()))


def time_it(name: str, run: Callable[[], int]) -> None:
    """Print the CPU seconds and the size of what `run` made."""
    start = time.process_time()
    size = run()
    print(f"{name:<34}{time.process_time() - start:7.1f} s{size / 1e6:8.2f} MB")


def main() -> None:
    """Print the table."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 5000
    place_count = int(sys.argv[2]) if len(sys.argv) > 2 else 400
    spec = make_spec(count, place_count)
    print(f"{count:,} events at {place_count} places, A4, CPU time")
    for kind in ("png", "svg", "pdf"):
        time_it(f"karamap {kind}", partial(size_of, spec, kind))
    time_it("karamap png + svg + pdf at once", partial(size_of, spec, *FORMATS))
    time_it("karamap series, png", lambda: len(draw_series(spec, ("png",))["png"]))
    time_it("bare geopandas plot, png", lambda: len(draw_peer(spec)))


if __name__ == "__main__":
    main()
