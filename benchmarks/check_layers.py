"""How far the project's own lines and areas lie from reference ones, and how long the lines are.

The references (``../shared/data``) are for checking only: nothing of them is in the project. For a
line, points every kilometre of ours are measured to the reference and the other way round; for an
area, its edge. Distances are told as median / 95th percentile / maximum. A line that is straight
between waypoints is shorter than the pipe: how much that costs is measured by cutting the reference
to as many straight pieces a kilometre as ours has, and the published length is shortened by that
share (too little where the reference itself is coarse). Prints Markdown tables.

Run: ``python benchmarks/check_layers.py [FOLDER WITH layers/ AND pipelines/]``
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from shapely import get_coordinates, get_parts, line_merge, union_all
from shapely.geometry import LineString, box, shape
from shapely.geometry.base import BaseGeometry

from karamap.layers import all_layers
from karamap.measure import area_km2, length_km

if TYPE_CHECKING:
    from numpy.typing import NDArray

# our id, the reference file, what is published (km)
LINES = (
    ("contact-line-1994-2020", "layers/conflict_loc_1994_2020", "180-200"),
    ("contact-line-1994-2016", "layers/conflict_loc_1994_2020", "180-200"),
    ("contact-line-1994-2020", "layers/conflict_loc_1994_ne4", "180-200"),
    ("btc", "pipelines/btc", "1,768"),
    ("scp", "pipelines/scp", "692"),
    ("tanap", "pipelines/tanap", "1,811"),
    ("tap", "pipelines/tap", "878"),
    ("wrep", "pipelines/wrep", "830"),
    ("baku-novorossiysk", "pipelines/baku_novorossiysk", "1,330"),
)
# stretches for a row of their own: our id, reference, west and east end, kept inside or outside
STRETCHES = (
    ("btc in Azerbaijan", "btc", "pipelines/btc_osm_azerbaijan", (45.1, 50.0), True),
    ("scp in Georgia", "scp", "pipelines/scp", (42.0, 45.1), True),
    ("tanap without 33.4-36.4 E", "tanap", "pipelines/tanap", (33.4, 36.4), False),
)
AREAS = (
    ("nkao", "layers/conflict_nkao_boundary", "", "4,388"),
    ("held-area-1994-2020", "layers/conflict_defacto_1994_2020", "", "11,458-11,722"),
    ("peacekeeping-area-2020", "layers/conflict_peacekeeping_2020_schematic", "core", "3,170"),
    (
        "lachin-corridor-2020",
        "layers/conflict_peacekeeping_2020_schematic",
        "lachin_corridor",
        "5 km wide",
    ),
)
LIMIT_P95_KM = 3.5
LIMIT_LENGTH = 0.08
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


def generalised_km(line: BaseGeometry, spacing_km: float) -> float:
    """Return the length left of `line` when drawn straight between points `spacing_km` apart."""
    merged = line_merge(line) if line.geom_type != "LineString" else line
    total = 0.0
    for part in get_parts(merged):
        count = max(1, round(length_km(part) / spacing_km))
        points = [part.interpolate(i / count, normalized=True) for i in range(count + 1)]
        total += length_km(LineString(points))
    return total


def spread(values: NDArray[np.float64]) -> str:
    """Return median, 95th percentile and maximum as one table cell."""
    return f"{np.median(values):.1f} / {np.percentile(values, 95):.1f} / {values.max():.1f}"


def line_row(name: str, ours: BaseGeometry, reference: BaseGeometry) -> str:
    """Return the table row of a line: distances both ways."""
    there, back = distances_km(ours, reference), distances_km(reference, ours)
    return f"| {name} | {spread(there)} | {spread(back)} |"


def length_row(name: str, ours: BaseGeometry, reference: BaseGeometry, published: str) -> str:
    """Return the table row of a pipeline's lengths and of what drawing it coarsely costs."""
    drawn, full, told = length_km(ours), length_km(reference), float(published.replace(",", ""))
    spacing = drawn / (len(get_coordinates(ours)) - 1)
    coarse = generalised_km(reference, spacing)
    wanted = told * coarse / full  # what is left of the published length when drawn like ours
    off = drawn / wanted - 1
    verdict = "yes" if abs(off) <= LIMIT_LENGTH else "NO"
    return (
        f"| {name} | {told:,.0f} | {drawn:,.0f} ({drawn / told - 1:+.1%}) | {spacing:.1f} "
        f"| {full:,.0f} ({full / told - 1:+.1%}) | {coarse:,.0f} ({coarse / full - 1:+.1%}) "
        f"| {wanted:,.0f} | {off:+.1%} | {verdict} |"
    )


def area_row(name: str, ours: BaseGeometry, reference: BaseGeometry, published: str) -> str:
    """Return the table row of an area: distances of the edges and the areas."""
    there = distances_km(ours.boundary, reference.boundary)
    back = distances_km(reference.boundary, ours.boundary)
    common = area_km2(ours.intersection(reference)) / area_km2(ours.union(reference))
    areas = f"{area_km2(ours):,.0f} | {area_km2(reference):,.0f} | {published}"
    return f"| {name} | {spread(there)} | {spread(back)} | {areas} | {common:.2f} |"


def district_row(name: str, pct: float, reference: dict[str, float]) -> str:
    """Return the table row of a district's share held."""
    return f"| {name} | {pct:.0f} | {reference.get(name.removeprefix('district-'), np.nan):.0f} |"


def _cut(line: BaseGeometry, ends: tuple[float, float], *, inside: bool) -> BaseGeometry:
    window = box(ends[0], 30, ends[1], 50)
    return line.intersection(window) if inside else line.difference(window)


def _shares(data: Path) -> dict[str, float]:
    path = data / "layers" / "conflict_seven_districts.geojson"
    rows = [f["properties"] for f in json.loads(path.read_text(encoding="utf-8"))["features"]]
    iso = {"CAB": "jabrayil", "QBI": "qubadli", "ZAN": "zangilan", "FUZ": "fuzuli"}
    iso |= {"KAL": "kalbajar", "LAC": "lachin", "AGM": "aghdam"}
    return {iso[row["iso"].removeprefix("AZ-")]: float(row["pct_held_1994_2020"]) for row in rows}


def _print_lines(data: Path) -> None:
    ours = all_layers().set_index("id").geometry
    print("| line | ours to reference, km | reference to ours, km |\n|---|---|---|")
    for name, file, _ in LINES:
        label = f"{name} ({Path(file).name})"
        print(line_row(label, ours[name], read_reference(data / f"{file}.geojson")))
    for label, name, file, ends, inside in STRETCHES:
        stretch = _cut(ours[name], ends, inside=inside)
        reference = _cut(read_reference(data / f"{file}.geojson"), ends, inside=inside)
        print(line_row(label, stretch, reference))
    reference = read_reference(data / "layers" / "conflict_loc_1994_2020.geojson")
    for there, to in (("ours", "reference"), ("reference", "ours")):
        pair = (ours["contact-line-1994-2020"], reference)
        one, two = pair if there == "ours" else pair[::-1]
        p95 = np.percentile(distances_km(one, two), 95)
        verdict = "within" if p95 <= LIMIT_P95_KM else "NOT within"
        print(f"\nline of contact, {there} to {to}: p95 {p95:.2f} km, {verdict} {LIMIT_P95_KM} km")


def _print_lengths(data: Path) -> None:
    ours = all_layers().set_index("id").geometry
    print(
        "\n| pipeline | published, km | drawn | km a piece | reference "
        "| reference drawn as coarsely | published so drawn | ours to that | within 8 % |\n"
        + "|---" * 9
        + "|"
    )
    for name, file, published in LINES:
        if file.startswith("pipelines/"):
            reference = read_reference(data / f"{file}.geojson")
            print(length_row(name, ours[name], reference, published))


def _print_areas(data: Path) -> None:
    layers = all_layers().set_index("id")
    print("\n| area | edge to edge, km | back, km | km2 | reference | published | shared |")
    print("|---|---|---|---|---|---|---|")
    for name, file, part, published in AREAS:
        reference = read_reference(data / f"{file}.geojson", part)
        print(area_row(name, layers.geometry[name], reference, published))
    print("\n| district | share held, % | by the reference |\n|---|---|---|")
    shares = _shares(data)
    districts = layers[layers["kind"] == "district"]
    for district, share in districts["pct_held"].items():
        print(district_row(str(district), share, shares))


def main() -> None:
    """Print the tables."""
    here = Path(__file__).resolve().parents[2]
    data = Path(sys.argv[1]) if len(sys.argv) > 1 else here / "shared" / "data"
    if not (data / "layers").is_dir():
        sys.exit(f"{data}: no reference data; name the folder that holds layers/ and pipelines/")
    _print_lines(data)
    _print_lengths(data)
    _print_areas(data)


if __name__ == "__main__":
    main()
