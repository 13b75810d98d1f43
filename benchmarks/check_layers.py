"""How far the project's own lines and areas lie from reference ones.

The references (``../shared/data``) are for checking only: nothing of them is in the project. For a
line, points every kilometre of ours are measured to the reference and the other way round; for an
area, its edge. Prints one row a layer; the table goes into ``gazetteer/layers/README.md``.

Run: ``python benchmarks/check_layers.py [FOLDER WITH layers/ AND pipelines/]``
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from shapely import get_coordinates, union_all
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from karamap.layers import all_layers
from karamap.measure import area_km2, length_km

if TYPE_CHECKING:
    from numpy.typing import NDArray

# our id, the reference file, what is published (km or km2)
LINES = (
    ("contact-line-1994-2020", "layers/conflict_loc_1994_2020", "180-200 km"),
    ("contact-line-1994-2020", "layers/conflict_loc_1994_ne4", "180-200 km"),
    ("btc", "pipelines/btc", "1,768 km"),
    ("scp", "pipelines/scp", "692 km"),
    ("tanap", "pipelines/tanap", "1,841 km"),
    ("tap", "pipelines/tap", "878 km"),
    ("wrep", "pipelines/wrep", "833 km"),
    ("baku-novorossiysk", "pipelines/baku_novorossiysk", "1,330 km"),
)
AREAS = (
    ("nkao", "layers/conflict_nkao_boundary", "", "4,388 km2"),
    ("peacekeeping-area-2020", "layers/conflict_peacekeeping_2020_schematic", "core", "3,170 km2"),
    (
        "lachin-corridor-2020",
        "layers/conflict_peacekeeping_2020_schematic",
        "lachin_corridor",
        "5 km wide",
    ),
)
_STEP_DEG = 0.01


def read_reference(path: Path, part: str = "") -> BaseGeometry:
    """Return the union of a GeoJSON file's features, or of the one with the id `part`."""
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    chosen = [f for f in features if not part or f["properties"].get("id") == part]
    return union_all([shape(feature["geometry"]) for feature in chosen])


def distances_km(of: BaseGeometry, to: BaseGeometry) -> NDArray[np.float64]:
    """Return the distance to `to` of points about every kilometre along `of`, in kilometres.

    In degrees scaled at each point's own latitude: good to a per cent at these distances.
    """
    points = get_coordinates(of.segmentize(_STEP_DEG))
    targets = get_coordinates(to.segmentize(_STEP_DEG / 5))
    out = np.empty(len(points))
    for index, (lon, lat) in enumerate(points):
        east = (targets[:, 0] - lon) * 111.32 * np.cos(np.radians(lat))
        north = (targets[:, 1] - lat) * 111.13
        out[index] = np.sqrt((east**2 + north**2).min())
    return out


def spread(values: NDArray[np.float64]) -> str:
    """Return median, 90th percentile and maximum as one table cell."""
    return f"{np.median(values):.1f} / {np.percentile(values, 90):.1f} / {values.max():.1f}"


def line_row(name: str, ours: BaseGeometry, reference: BaseGeometry, published: str) -> str:
    """Return the table row of a line: distances both ways and the lengths."""
    there, back = distances_km(ours, reference), distances_km(reference, ours)
    lengths = f"{length_km(ours):,.0f} | {length_km(reference):,.0f} | {published}"
    return f"| {name} | {spread(there)} | {spread(back)} | {lengths} |"


def area_row(name: str, ours: BaseGeometry, reference: BaseGeometry, published: str) -> str:
    """Return the table row of an area: distances of the edges and the areas."""
    there = distances_km(ours.boundary, reference.boundary)
    back = distances_km(reference.boundary, ours.boundary)
    common = area_km2(ours.intersection(reference)) / area_km2(ours.union(reference))
    areas = f"{area_km2(ours):,.0f} | {area_km2(reference):,.0f} | {published}"
    return f"| {name} | {spread(there)} | {spread(back)} | {areas} | {common:.2f} |"


def main() -> None:
    """Print both tables."""
    here = Path(__file__).resolve().parents[2]
    data = Path(sys.argv[1]) if len(sys.argv) > 1 else here / "shared" / "data"
    if not (data / "layers").is_dir():
        sys.exit(f"{data}: no reference data; name the folder that holds layers/ and pipelines/")
    ours = all_layers().set_index("id").geometry
    print("| line | ours to reference, km | back, km | length | reference | published |")
    print("|---|---|---|---|---|---|")
    for name, file, published in LINES:
        label = f"{name} ({Path(file).name})"
        print(line_row(label, ours[name], read_reference(data / f"{file}.geojson"), published))
    azerbaijan = read_reference(data / "pipelines" / "btc_osm_azerbaijan.geojson")
    stretch = ours["btc"].intersection(azerbaijan.envelope.buffer(0.05))
    print(line_row("btc in Azerbaijan (btc_osm_azerbaijan)", stretch, azerbaijan, "443 km"))
    print("\n| area | edge to edge, km | back, km | km2 | reference | published | shared |")
    print("|---|---|---|---|---|---|---|")
    for name, file, part, published in AREAS:
        reference = read_reference(data / f"{file}.geojson", part)
        print(area_row(name, ours[name], reference, published))


if __name__ == "__main__":
    main()
