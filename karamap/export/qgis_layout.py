"""The print layout of the QGIS project: map, legend, scale, title, note and sources on A4."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from karamap.export.xml import leaf, tag

__all__ = ["Sheet", "layout_xml"]

_MAP, _LEGEND, _BAR, _LABEL, _PAGE = 65639, 65642, 65646, 65641, 65638  # QGIS's item types
_FONT = "DejaVu Sans,{size},-1,5,{weight},0,0,0,0,0"
_WIDE, _HIGH = 297.0, 210.0  # mm
_FRAME = (8.0, 20.0, 212.0, 160.0)  # left, top, width, height of the map in mm


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the layout shows; `extent` in metres of the project's CRS, west south east north."""

    title: str
    under: str  # a line under the title
    note: str
    extent: tuple[float, float, float, float]
    legend: tuple[tuple[str, str], ...]  # layer id and name, in order
    bar_km: int


def fit(extent: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    """Return the extent widened to the proportions of the layout's map."""
    west, south, east, north = extent
    wide, high = east - west, north - south
    ratio = _FRAME[2] / _FRAME[3]
    more_wide, more_high = max(high * ratio - wide, 0) / 2, max(wide / ratio - high, 0) / 2
    return west - more_wide, south - more_high, east + more_wide, north + more_high


def _uuid(number: int) -> str:
    return f"{{6b617261-6d61-4000-8000-{number:012d}}}"


def _item(
    number: int, kind: int, box: tuple[float, float, float, float], *inner: str, **more: object
) -> str:
    left, top, wide, high = box
    attributes: dict[str, object] = {
        "type": kind,
        "uuid": _uuid(number),
        "templateUuid": _uuid(number),
        "position": f"{left:g},{top:g},mm",
        "positionOnPage": f"{left:g},{top:g},mm",
        "size": f"{wide:g},{high:g},mm",
        "zValue": number,
        "referencePoint": 0,
        "visibility": 1,
        "opacity": 1,
        "frame": "false",
        "background": "false",
        **more,
    }
    return tag("LayoutItem", *inner, **attributes)


def _text(number: int, box: tuple[float, float, float, float], text: str, size: float) -> str:
    bold = size > 12
    font = tag("LabelFont", description=_FONT.format(size=f"{size:g}", weight=75 if bold else 50))
    ink = tag("FontColor", red=26, green=26, blue=26, alpha=255)
    return _item(number, _LABEL, box, font, ink, labelText=text, htmlState=0, halign=1, valign=32)


def _legend(number: int, sheet: Sheet) -> str:
    layers = [
        tag(
            "layer-tree-layer",
            tag("customproperties", tag("Option")),
            id=key,
            name=name,
            checked="Qt::Checked",
            expanded=1,
            providerKey="ogr",
        )
        for key, name in sheet.legend
    ]
    styles = [
        tag(
            "style",
            tag("styleFont", description=_FONT.format(size=f"{size:g}", weight=weight)),
            name=name,
            marginTop=top,
        )
        for name, size, weight, top in (
            ("title", 9, 75, 2),
            ("group", 8, 75, 2),
            ("subgroup", 7.5, 75, 1.8),
            ("symbol", 6.5, 50, 1),
            ("symbolLabel", 6.5, 50, 1),
        )
    ]
    tree = tag("layer-tree-group", tag("customproperties", tag("Option")), *layers)
    return _item(
        number,
        _LEGEND,
        (223, 20, 68, 160),
        tag("styles", *styles),
        tree,
        title="",
        map_uuid=_uuid(1),
        symbolWidth=5,
        symbolHeight=3,
        wrapChar="|",
        columnCount=1,
        boxSpace=0,
        resizeToContents=1,
        legendFilterByAtlas=0,
    )


def _bar(number: int, sheet: Sheet) -> str:
    ink = tag("text-style", fontFamily="DejaVu Sans", fontSize=7, fontSizeUnit="Point")
    return _item(
        number,
        _BAR,
        (12, 168, 60, 9),
        ink,
        leaf("numericFormat", "", id="basic"),
        mapUuid=_uuid(1),
        style="Single Box",
        unitType="km",
        unitLabel="km",
        numUnitsPerSegment=sheet.bar_km,
        numMapUnitsPerScaleBarUnit=1,
        numSegments=2,
        numSegmentsLeft=0,
        numSubdivisions=1,
        height=2,
        labelBarSpace=1,
        boxContentSpace=1,
        segmentSizeMode=0,
        background="true",
    )


def _map(sheet: Sheet) -> str:
    west, south, east, north = fit(sheet.extent)
    window = tag("Extent", xmin=west, ymin=south, xmax=east, ymax=north)
    return _item(
        1,
        _MAP,
        _FRAME,
        window,
        tag("LayerSet"),
        frame="true",
        background="true",
        keepLayerSet="false",
        followPreset="false",
        mapRotation=0,
        isTemporal=0,
        drawCanvasItems="false",
    )


def _items(sheet: Sheet) -> Iterable[str]:
    # the first is the topmost
    yield _text(6, (8, 183, 281, 22), sheet.note, 6)
    yield _text(5, (8, 13, 281, 6), sheet.under, 8)
    yield _text(4, (8, 4, 281, 9), sheet.title, 14)
    yield _bar(3, sheet)
    yield _legend(2, sheet)
    yield _map(sheet)


def layout_xml(sheet: Sheet) -> str:
    """Return the project's ``Layouts`` element with one A4 sheet, landscape."""
    page = tag(
        "PageCollection", _item(90, _PAGE, (0, 0, _WIDE, _HIGH), background="true", zValue=0)
    )
    sheet_xml = tag(
        "Layout", page, *_items(sheet), name="karamap A4", units="mm", printResolution=300
    )
    return tag("Layouts", sheet_xml)
