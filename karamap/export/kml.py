"""KML 2.2 and KMZ: marks by type with balloons and time spans, rings where a place is not sharp.

Written here and not through GDAL, whose KML has neither shared styles nor time spans. A KMZ brings
the shapes of the marks as pictures; plain KML can only tint the viewer's own pin.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pyproj
import shapely
from shapely.geometry.base import BaseGeometry

from karamap.export.archive import zip_bytes
from karamap.export.handover import Handover, Tell
from karamap.export.icons import icon_png
from karamap.export.rows import is_only_said
from karamap.export.schema import read_schema
from karamap.export.write import write_bytes, write_pieces
from karamap.export.xml import leaf, tag
from karamap.model import EventType, Stance
from karamap.style import FAMILIES, LAYER_STYLES, LayerStyle, family_of, is_open_mark, ring_km

__all__ = ["hand_over", "kml_pieces", "kml_text", "kmz_bytes"]

_RING_STYLE = LayerStyle("Ring", "#333333", 1.0)
_GEOD = pyproj.Geod(ellps="WGS84")
_CORNERS = 72
_AT_ONCE = 5000  # rows
_TOLD = (
    "type", "stance", "claimed_by", "denied_by", "date_start", "date_end", "place",
    "place_as_written", "where_precision", "actors", "targets", "casualties", "publisher",
    "published", "url", "confidence",
)  # fmt: skip


def kml_text(handover: Handover, *, icons: bool = False) -> str:
    """Return the hand-over as one KML document; with `icons`, marks refer to ``icons/*.png``."""
    return "".join(kml_pieces(handover, icons=icons))


def kml_pieces(handover: Handover, *, icons: bool = False) -> Iterator[str]:
    """Yield the document of `kml_text` piece by piece: of many events it is large."""
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield '<kml xmlns="http://www.opengis.net/kml/2.2"><Document>'
    yield leaf("name", handover.title)
    yield leaf("open", 1)
    yield leaf("description", "\n".join((handover.note, *handover.attribution)))
    yield _look_at(handover.events)
    yield from _mark_styles(icons=icons)
    yield from _layer_styles()
    for family in FAMILIES:
        told = handover.events[handover.events["type"].isin([str(t) for t in family.types])]
        if not told.empty:
            yield from _folder(f"{family.label} ({len(told)})", map(_event, _records(told)))
    for name, frame in handover.layers.items():
        drawn = map(_line_or_area, _records(frame))
        yield from _folder(name.replace("_", " ").capitalize(), drawn)
    yield "</Document></kml>\n"


def _folder(name: str, placemarks: Iterable[str]) -> Iterator[str]:
    yield "<Folder>" + leaf("name", name)
    yield from placemarks
    yield "</Folder>"


def kmz_bytes(handover: Handover) -> bytes:
    """Return the hand-over as KMZ: the document, and a picture for each mark."""
    pictures = [
        (f"icons/{_style_id(family.key, is_open=is_open)}.png", icon_png(family, is_open=is_open))
        for family in FAMILIES
        for is_open in (False, True)
    ]
    pieces = (piece.encode() for piece in kml_pieces(handover, icons=True))
    return zip_bytes([("doc.kml", pieces), *((name, [data]) for name, data in pictures)])


def _records(frame: gpd.GeoDataFrame) -> Iterator[dict[str, Any]]:
    """Yield the rows with None wherever a cell is empty, without all of them at once."""
    for start in range(0, len(frame), _AT_ONCE):
        plain = frame.iloc[start : start + _AT_ONCE].astype(object)
        for row in plain.where(plain.notna(), None).to_dict("records"):
            yield {str(k): v for k, v in row.items()}


# -- styles -----------------------------------------------------------------------------------


def _style_id(key: str, *, is_open: bool) -> str:
    return f"{key}-open" if is_open else key


def _colour(rgb: str, opacity: float = 1.0) -> str:
    """Return a colour as KML has it: aabbggrr."""
    return f"{round(opacity * 255):02x}{rgb[5:7]}{rgb[3:5]}{rgb[1:3]}".lower()


def _mark_styles(*, icons: bool) -> Iterable[str]:
    balloon = tag("BalloonStyle", leaf("text", "<h3>$[name]</h3>$[description]"))
    for family in FAMILIES:
        for is_open in (False, True):
            name = _style_id(family.key, is_open=is_open)
            tint = _colour("#FFFFFF") if icons else _colour(family.colour, 0.5 if is_open else 1)
            href = [tag("Icon", leaf("href", f"icons/{name}.png"))] if icons else []
            icon = tag("IconStyle", leaf("color", tint), leaf("scale", "0.8"), *href)
            yield tag(
                "Style",
                icon,
                tag("LabelStyle", leaf("scale", "0")),
                tag("LineStyle", leaf("color", _colour(_RING_STYLE.stroke)), leaf("width", "1.2")),
                balloon,
                id=name,
            )


def _layer_styles() -> Iterable[str]:
    for key, style in LAYER_STYLES.items():
        line = tag("LineStyle", leaf("color", _colour(style.stroke)), leaf("width", style.width))
        fill = _colour(style.fill or style.stroke, style.fill_opacity)
        yield tag("Style", line, tag("PolyStyle", leaf("color", fill)), id=f"layer-{key}")


# -- features ---------------------------------------------------------------------------------


def _look_at(frame: gpd.GeoDataFrame) -> str:
    """Return a view from above of all that is placed; range in metres."""
    west, south, east, north = frame.total_bounds
    if not np.isfinite([west, south, east, north]).all():
        return ""
    _, _, across = _GEOD.inv(west, south, east, north)
    return tag(
        "LookAt",
        leaf("longitude", round((west + east) / 2, 4)),
        leaf("latitude", round((south + north) / 2, 4)),
        leaf("altitude", 0),
        leaf("range", round(max(across * 1.2, 50_000))),
    )


def _span(start: object, end: object) -> str:
    ends = [leaf(name, day) for name, day in (("begin", start), ("end", end)) if day is not None]
    return tag("TimeSpan", *ends) if ends else ""


def _event(row: dict[str, Any]) -> str:
    kind = EventType(row["type"])
    is_open = is_open_mark(Stance(row["stance"]), disputed=bool(row["disputed"]))
    title = f"{str(kind).replace('_', ' ').capitalize()}" + (
        f", {row['place']}" if row["place"] else ""
    )
    return tag(
        "Placemark",
        leaf("name", title),
        leaf("Snippet", _when(row), maxLines=1),
        leaf("description", _balloon(row)),
        _span(row["date_start"], row["date_end"]),
        leaf("styleUrl", "#" + _style_id(family_of(kind).key, is_open=is_open)),
        _data(row),
        _marked(row),
        id=f"e-{row['id']}",
    )


def _when(row: dict[str, Any]) -> str:
    first = row["date_start"] or row["date_end"]
    if not first:
        return "no date told"
    return f"said on {first}; its own day is not told" if is_only_said(row) else str(first)


def _balloon(row: dict[str, Any]) -> str:
    names = {f.name: f.alias for f in read_schema()["events"].fields}
    if is_only_said(row):
        names |= {"date_start": "Said from", "date_end": "Said to"}
    cells = "".join(
        f"<tr><th align='left'>{names[key]}</th><td>{escape(str(row[key]))}</td></tr>"
        for key in _TOLD
        if row[key] not in (None, "")
    )
    if is_only_said(row):
        cells += "<tr><th align='left'>Its own day</th><td>not told</td></tr>"
    disputed = "<p><b>Disputed: some source denies it.</b></p>" if row["disputed"] else ""
    return f"<p>{escape(row['evidence'] or '')}</p>{disputed}<table>{cells}</table>"


def _data(row: dict[str, Any]) -> str:
    told = (
        tag("Data", leaf("value", _plain(value)), name=key)
        for key, value in row.items()
        if key != "geometry" and value is not None
    )
    return tag("ExtendedData", *told)


def _plain(value: object) -> object:
    return str(value).lower() if isinstance(value, bool) else value


def _marked(row: dict[str, Any]) -> str:
    """Return the point, with its ring where the place is not sharp; nothing without a place."""
    point = row["geometry"]
    if point is None:
        return ""
    radius = ring_km(row["where_precision"], row["radius_km"])
    mark = _geometry(point)
    return tag("MultiGeometry", mark, _ring(point.x, point.y, radius)) if radius else mark


def _ring(lon: float, lat: float, radius_km: float) -> str:
    """Return the geodesic circle about a point as a line."""
    azimuths = np.linspace(0, 360, _CORNERS + 1)
    lons, lats, _ = _GEOD.fwd(
        np.full(_CORNERS + 1, lon),
        np.full(_CORNERS + 1, lat),
        azimuths,
        np.full(_CORNERS + 1, radius_km * 1000),
    )
    at = " ".join(f"{x:.4f},{y:.4f}" for x, y in zip(lons, lats, strict=True))
    return tag("LineString", leaf("tessellate", 1), leaf("coordinates", at))


def _line_or_area(row: dict[str, Any]) -> str:
    product = row.get("product")
    key = f"{row['kind']}_{product}" if f"{row['kind']}_{product}" in LAYER_STYLES else row["kind"]
    lines = [row.get("status"), row.get("note"), f"Source: {row['source']}"]
    return tag(
        "Placemark",
        leaf("name", row["name"]),
        leaf("description", "".join(f"<p>{escape(str(t))}</p>" for t in lines if t)),
        _span(row["valid_from"], row["valid_to"]),
        leaf("styleUrl", f"#layer-{key}"),
        _geometry(row["geometry"]),
        id=f"l-{row['id']}",
    )


def _coordinates(geometry: BaseGeometry) -> str:
    at = shapely.get_coordinates(geometry)
    return leaf("coordinates", " ".join(f"{round(x, 5)},{round(y, 5)}" for x, y in at.tolist()))


def _geometry(geometry: BaseGeometry) -> str:
    if isinstance(geometry, shapely.Point):
        return tag("Point", _coordinates(geometry))
    if isinstance(geometry, shapely.LineString):
        return tag("LineString", leaf("tessellate", 1), _coordinates(geometry))
    if isinstance(geometry, shapely.Polygon):
        whole = shapely.orient_polygons(geometry)
        outer = tag("outerBoundaryIs", tag("LinearRing", _coordinates(whole.exterior)))
        holes = [
            tag("innerBoundaryIs", tag("LinearRing", _coordinates(h))) for h in whole.interiors
        ]
        return tag("Polygon", leaf("tessellate", 1), outer, *holes)
    return tag("MultiGeometry", *(_geometry(part) for part in shapely.get_parts(geometry)))


def hand_over(handover: Handover, path: Path, _tell: Tell) -> None:
    """Write KML or, where the file's name says so, KMZ."""
    if path.suffix == ".kmz":
        write_bytes(path, kmz_bytes(handover))
    else:
        write_pieces(path, kml_pieces(handover))
