"""A QGIS project beside the GeoPackage: groups, labels, the time player's range, a print layout.

Written without QGIS. Its paths are relative, so the folder can be moved; it names the GeoPackage
that `karamap.export.geopackage` writes beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pyproj
import shapely

from karamap.export.archive import zip_bytes
from karamap.export.geopackage import gis_layers
from karamap.export.geopackage import hand_over as write_package
from karamap.export.handover import Handover, Tell
from karamap.export.looks import look_of
from karamap.export.qgis_layout import Sheet, fit, layout_xml
from karamap.export.qml import VERSION, layer_xml
from karamap.export.schema import table_of_layer
from karamap.export.write import write_bytes
from karamap.export.xml import document, leaf, tag

__all__ = ["hand_over", "project_bytes", "project_xml"]

_PACKAGE = "karamap.gpkg"
_GROUPS = {
    "Events": ("events", "precision_rings", "incidents"),
    "Places": ("places",),
    "Lines and areas": ("contact_line", "corridors", "areas", "districts"),
    "Pipelines": ("stations", "pipelines"),
}
_GROUND = "Base map (de jure)"
_NAMES = {
    "events": "Events (those of one place side by side)",
    "precision_rings": "Where events are not sharp: somewhere within",
    "incidents": "Incidents (reports of one thing joined)",
    "contact_line": "Line of contact (de facto)",
    "areas": "Areas (de facto, claimed, former)",
}
_HIDDEN = ("incidents", "stations", "basemap_admin1")
_IN_LEGEND = (
    "events", "precision_rings", "places", "contact_line", "corridors", "areas", "districts",
    "pipelines",
)  # fmt: skip
_DAY = date(2020, 11, 9)  # where no event is dated: the end of the war of 2020


def _id(layer: str) -> str:
    return f"{layer}_karamap"


def _name(layer: str) -> str:
    return _NAMES.get(layer, layer.removeprefix("basemap_").replace("_", " ").capitalize())


def _grouped(layers: Mapping[str, Any]) -> dict[str, list[str]]:
    found = {title: [n for n in names if n in layers] for title, names in _GROUPS.items()}
    found[_GROUND] = [n for n in layers if n.startswith("basemap_")]
    return {title: names for title, names in found.items() if names}


# -- where and when ---------------------------------------------------------------------------


def _window(layers: Mapping[str, gpd.GeoDataFrame]) -> tuple[float, float, float, float]:
    """Return what the map shows at first, degrees: where the lines and areas are, else the events.

    Pipelines reach half across a continent, and a single report may be about the other side of the
    Earth: neither is to make the subject a speck.
    """
    boxes = [layers[n].total_bounds for n in _GROUPS["Lines and areas"] if n in layers]
    if not boxes:
        points = layers["events"].geometry.dropna() if "events" in layers else gpd.GeoSeries([])
        if points.empty:
            return (-180.0, -80.0, 180.0, 80.0)
        at = shapely.get_coordinates(list(points))
        boxes = [np.quantile(at, [0.05, 0.95], axis=0).ravel()]
    table = np.vstack(boxes)
    west, south = table[:, :2].min(axis=0)
    east, north = table[:, 2:].max(axis=0)
    more_x, more_y = max((east - west) * 0.2, 0.3), max((north - south) * 0.2, 0.3)
    return west - more_x, max(south - more_y, -85.0), east + more_x, min(north + more_y, 85.0)


def _crs_of(window: tuple[float, float, float, float]) -> pyproj.CRS:
    """Return the UTM zone of the window's middle; the whole Earth gets an equal-area projection."""
    west, south, east, north = window
    if east - west > 60:
        return pyproj.CRS("EPSG:8857")
    zone = int(((west + east) / 2 + 180) // 6) % 60 + 1
    return pyproj.CRS(f"EPSG:{(32600 if south + north >= 0 else 32700) + zone}")


def _projected(
    window: tuple[float, float, float, float], crs: pyproj.CRS
) -> tuple[float, float, float, float]:
    turn = pyproj.Transformer.from_crs("EPSG:4326", crs, always_xy=True)
    west, south, east, north = turn.transform_bounds(*window)
    return round(west), round(south), round(east), round(north)


def _span(events: gpd.GeoDataFrame) -> tuple[str, str] | None:
    """Return first and last day of the events; None where none is dated."""
    days = sorted([*events["date_start"].dropna(), *events["date_end"].dropna()])
    return (str(days[0]), str(days[-1])) if days else None


def _round_km(width_m: float) -> int:
    """Return a round length of about a twelfth of the map's width, in km."""
    about = max(width_m / 12_000, 1)
    step = 10 ** int(np.log10(about))
    return int(max(s * step for s in (1, 2, 5) if s * step <= about))


# -- the project ------------------------------------------------------------------------------


def _srs(crs: pyproj.CRS) -> str:
    return tag(
        "spatialrefsys",
        leaf("srsid", crs.to_epsg()),  # QGIS looks the authid up only where this is a number
        leaf("authid", f"EPSG:{crs.to_epsg()}"),
        leaf("srid", crs.to_epsg()),
        leaf("description", crs.name),
        leaf("geographicflag", str(crs.is_geographic).lower()),
    )


def _kind_of(frame: gpd.GeoDataFrame) -> str:
    kinds = set(frame.geom_type.dropna())
    if any(k.endswith("Polygon") for k in kinds):
        return "Polygon"
    return "Line" if any(k.endswith("LineString") for k in kinds) else "Point"


def _map_layer(name: str, frame: gpd.GeoDataFrame, degrees: str) -> str:
    inner, attributes = layer_xml(look_of(name), table_of_layer(name))
    about = table_of_layer(name)
    return tag(
        "maplayer",
        leaf("id", _id(name)),
        leaf("datasource", _source(name)),
        leaf("layername", _name(name)),
        leaf("abstract", about.about if about else "Natural Earth"),
        tag("srs", degrees),
        leaf("provider", "ogr", encoding="UTF-8"),
        inner,
        type="vector",
        geometry=_kind_of(frame),
        **attributes,
    )


def _source(name: str) -> str:
    return f"./{_PACKAGE}|layername={name}"


def _tree(groups: Mapping[str, list[str]]) -> str:
    nothing = tag("customproperties", tag("Option"))
    parts = []
    for title, names in groups.items():
        layers = [
            tag(
                "layer-tree-layer",
                nothing,
                id=_id(name),
                name=_name(name),
                source=_source(name),
                providerKey="ogr",
                checked="Qt::Unchecked" if name in _HIDDEN else "Qt::Checked",
                expanded=int(title != _GROUND),
            )
            for name in names
        ]
        shut = int(title != _GROUND)
        parts.append(
            tag(
                "layer-tree-group",
                nothing,
                *layers,
                name=title,
                checked="Qt::Checked",
                expanded=shut,
            )
        )
    return tag("layer-tree-group", nothing, *parts)


def _properties(as_of: str) -> str:
    """Return the project's settings: relative paths, and the day whose lines are shown."""
    names = tag("variableNames", leaf("value", "karamap_as_of"), type="QStringList")
    values = tag("variableValues", leaf("value", as_of), type="QStringList")
    measured = (leaf("Ellipsoid", "EPSG:7030", type="QString"),)
    units = (
        leaf("DistanceUnits", "km", type="QString"),
        leaf("AreaUnits", "km2", type="QString"),
    )
    return tag(
        "properties",
        tag("Paths", leaf("Absolute", "false", type="bool")),
        tag("SpatialRefSys", leaf("ProjectionsEnabled", 1, type="int")),
        tag("Measure", *measured),
        tag("Measurement", *units),
        tag("Variables", names, values),
    )


def _view(extent: tuple[float, float, float, float], srs: str) -> str:
    west, south, east, north = extent
    corners = zip(("xmin", "ymin", "xmax", "ymax"), extent, strict=True)
    canvas = tag(
        "mapcanvas",
        leaf("units", "meters"),
        tag("extent", *(leaf(k, v) for k, v in corners)),
        tag("destinationsrs", srs),
        name="theMapCanvas",
    )
    window = tag("DefaultViewExtent", srs, xmin=west, ymin=south, xmax=east, ymax=north)
    return canvas + tag("ProjectViewSettings", window, UseProjectScales=0)


def _times(span: tuple[str, str] | None) -> str:
    attributes = {"timeStep": 1, "timeStepUnit": "w", "frameRate": 2, "cumulativeTemporalRange": 0}
    if span is None:
        return tag("ProjectTimeSettings", **attributes)
    ends = (leaf("start", f"{span[0]}T00:00:00Z"), leaf("end", f"{span[1]}T23:59:59Z"))
    return tag("ProjectTimeSettings", tag("TemporalRange", *ends), **attributes)


def _as_of(handover: Handover) -> str:
    """Return the day whose lines are shown: the hand-over's, else the middle one of the events."""
    if handover.as_of:
        return handover.as_of.isoformat()
    own = handover.events[handover.events["date_of"] == "event"]
    days = sorted(own["date_end"].dropna())
    return str(days[len(days) // 2]) if days else _DAY.isoformat()


def project_xml(handover: Handover) -> str:
    """Return the project of a hand-over, as QGIS 3.22 and later read it."""
    layers = gis_layers(handover)
    groups = _grouped(layers)
    window = _window(layers)
    crs = _crs_of(window)
    extent = fit(_projected(window, crs))
    as_of, srs, degrees = _as_of(handover), _srs(crs), _srs(pyproj.CRS("EPSG:4326"))
    order = [name for names in groups.values() for name in names]
    sheet = Sheet(
        handover.title,
        f"Lines and areas as of {as_of}; events of all dates",
        "\n".join(filter(None, (handover.note, "Sources: " + "; ".join(handover.attribution)))),
        extent,
        tuple((_id(n), _name(n)) for n in order if n in _IN_LEGEND),
        _round_km(extent[2] - extent[0]),
    )
    drawn = [_map_layer(name, layers[name], degrees) for name in order]
    root = tag(
        "qgis",
        leaf("title", handover.title),
        tag("projectCrs", srs),
        _tree(groups),
        _view(extent, srs),
        tag("projectlayers", *drawn),
        tag("layerorder", *(tag("layer", id=_id(name)) for name in order)),
        _properties(as_of),
        tag("projectMetadata", leaf("title", handover.title), leaf("abstract", handover.note)),
        layout_xml(sheet),
        _times(_span(handover.events)),
        projectname=handover.title,
        version=VERSION,
    )
    doctype = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
    return document(root, doctype=doctype)


def project_bytes(handover: Handover) -> bytes:
    """Return the project as a qgz file."""
    return zip_bytes([("karamap.qgs", [project_xml(handover).encode()])])


def hand_over(handover: Handover, path: Path, tell: Tell) -> None:
    """Write the project or, for its name, the GeoPackage that it shows."""
    if path.name == _PACKAGE:
        write_package(handover, path, tell)
    else:
        write_bytes(path, project_bytes(handover))
