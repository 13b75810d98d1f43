"""Draw what stood on six days side by side: ``maps/lines_by_date.png``, shown in docs/layers.md.

Styles are those of the maps (`karamap.style`); repeatable to the byte with the same
matplotlib.

Run: ``python benchmarks/layers_picture.py [OUTPUT.png]``
"""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.patheffects import withStroke

from karamap.layers import layers_on, load_basemap
from karamap.style import LAYER_STYLES, LayerStyle

if TYPE_CHECKING:
    import geopandas as gpd
    from matplotlib.axes import Axes

DAYS = {
    "1993-01-01": "war; its moving front is not mapped",
    "2015-06-01": "after the ceasefire of 1994",
    "2020-09-30": "day 4 of the war of 2020",
    "2020-12-01": "after the statement of 2020-11-09/10",
    "2022-10-01": "Lachin corridor moved",
    "2023-10-01": "after 19–20 September 2023",
}
BOX = (45.3, 38.75, 47.9, 40.75)
COUNTRIES = {"Armenia": (45.42, 39.75), "Azerbaijan": (47.42, 40.15), "Iran": (47.25, 38.95)}
# working labels of places.csv, the point, and on which side of it the label stands
TOWNS = {
    "Khankendi /\nStepanakert": (46.752, 39.815, "left"),
    "Lachin /\nBerdzor": (46.550, 39.637, "left"),
    "Aghdam": (46.927, 39.991, "left"),
    "Fuzuli": (47.145, 39.601, "left"),
    "Kalbajar /\nKarvachar": (46.037, 40.107, "right"),
    "Ganja": (46.361, 40.683, "right"),
}
# until the style sheet has them
ORDER = (
    "district",
    "held_area",
    "control_change",
    "peacekeeping_area",
    "corridor",
    "former_unit",
    "claimed_area",
    "pipeline_oil",
    "pipeline_gas",
    "contact_line",
)
_DPI = 110


def style_of(key: str) -> LayerStyle:
    """Return the style of a layer kind, or of a pipeline's kind and product."""
    return LAYER_STYLES[key]


def draw_ground(axes: Axes, basemap: dict[str, gpd.GeoDataFrame]) -> None:
    """Draw land, borders, lakes and towns."""
    west, south, east, north = BOX
    axes.set(xlim=(west, east), ylim=(south, north), xticks=[], yticks=[])
    axes.set_aspect(1.3)
    axes.set_facecolor("#F4F1EA")
    basemap["lakes"].plot(ax=axes, color="#CFE0EA", zorder=1, aspect=None)
    basemap["borders"].plot(ax=axes, color="#777777", linewidth=0.9, zorder=2, aspect=None)
    for name, (lon, lat) in COUNTRIES.items():
        axes.text(lon, lat, name, fontsize=7.5, color="#777777", style="italic")
    halo = [withStroke(linewidth=1.6, foreground="#F4F1EA")]
    for name, (lon, lat, side) in TOWNS.items():
        axes.plot(lon, lat, "o", color="#222222", markersize=2.6, zorder=14)
        axes.annotate(
            name,
            (lon, lat),
            xytext=(-4 if side == "left" else 4, 0),
            textcoords="offset points",
            fontsize=6.5,
            ha="right" if side == "left" else "left",
            va="center",
            path_effects=halo,
            zorder=15,
        )


def draw_layers(axes: Axes, day: dt.date) -> set[str]:
    """Draw what stood on `day`; return the style keys used."""
    layers = layers_on(day)
    product = layers["product"].fillna("").astype(str)
    keys = layers["kind"].where(product == "", layers["kind"] + "_" + product)
    for depth, key in enumerate(ORDER, 3):
        rows, style = layers[keys == key], style_of(key)
        if rows.empty:
            continue
        line: dict[str, Any] = {"linewidth": style.width, "zorder": depth, "aspect": None}
        if style.dash:
            line["linestyle"] = (0, style.dash)
        if style.fill:
            rows.plot(
                ax=axes,
                facecolor=style.fill,
                alpha=style.fill_opacity,
                linewidth=0,
                zorder=depth,
                aspect=None,
            )
        areas = rows.geometry.geom_type.str.endswith("Polygon")
        edges = rows.geometry.where(~areas, rows.geometry.boundary)
        edges.plot(ax=axes, color=style.stroke, **line)
    return set(keys) & set(ORDER)


def legend_of(keys: set[str]) -> list[Line2D | Patch]:
    """Return the legend's entries of the style keys used, in drawing order."""
    handles: list[Line2D | Patch] = []
    for key in ORDER:
        if key not in keys:
            continue
        style = style_of(key)
        dash: Any = (0, style.dash) if style.dash else "solid"
        if style.fill:
            face = mpl.colors.to_rgba(style.fill, max(style.fill_opacity, 0.2))
            handles.append(
                Patch(facecolor=face, edgecolor=style.stroke, linestyle=dash, label=style.label)
            )
        else:
            handles.append(
                Line2D(
                    [],
                    [],
                    color=style.stroke,
                    linestyle=dash,
                    linewidth=style.width,
                    label=style.label,
                )
            )
    return handles


def draw(path: Path) -> None:
    """Write the picture to `path`."""
    mpl.rcParams["font.family"] = "DejaVu Sans"
    figure = Figure(figsize=(13, 8.8), layout="constrained")
    basemap = load_basemap()
    used: set[str] = set()
    for axes, (day, told) in zip(figure.subplots(2, 3).flat, DAYS.items(), strict=True):
        draw_ground(axes, basemap)
        used |= draw_layers(axes, dt.date.fromisoformat(day))
        axes.set(xlabel="", ylabel="")
        axes.set_title(f"{day}: {told}", fontsize=9, loc="left")
    figure.legend(
        handles=legend_of(used), loc="outside lower center", ncols=5, fontsize=8, frameon=False
    )
    figure.suptitle(
        "Lines and areas by date: what stood on the ground, what was claimed. "
        "De jure borders: Natural Earth. Accuracy 2–6 km; from 1994 on drawn by karamap.",
        fontsize=9,
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, dpi=_DPI, metadata={"Software": None})


if __name__ == "__main__":
    here = Path(__file__).resolve().parents[1]
    draw(Path(sys.argv[1]) if len(sys.argv) > 1 else here / "maps" / "lines_by_date.png")
