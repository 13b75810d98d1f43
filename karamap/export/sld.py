"""OGC Styled Layer Descriptor 1.1: the same look for GeoServer and other readers of SLD."""

from __future__ import annotations

from typing import Any, cast

from karamap.export.looks import Area, Filter, Label, Line, Look, Mark, Rule
from karamap.export.xml import document, leaf, tag

__all__ = ["sld_text"]

_SPACES = {
    "xmlns": "http://www.opengis.net/sld",
    "xmlns:se": "http://www.opengis.net/se",
    "xmlns:ogc": "http://www.opengis.net/ogc",
    "xmlns:xlink": "http://www.w3.org/1999/xlink",
    "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
}
_MARKS = {"diamond": "square"}  # SLD names few shapes: a diamond is a square turned
_PIXELS = 96 / 72  # of 1/96 inch, in a point
_HATCH = {"/": "slash", "\\": "backslash", "-": "horline", "|": "vertline", "x": "times"}


def sld_text(layer: str, look: Look) -> str:
    """Return the look of `layer` as an SLD document."""
    rules = [_rule(rule) for rule in look.rules]
    if look.label and look.label.column:
        rules.append(tag("se:Rule", leaf("se:Name", "Labels"), _text(look.label)))
    styled = tag("UserStyle", leaf("se:Name", layer), tag("se:FeatureTypeStyle", *rules))
    named = tag("NamedLayer", leaf("se:Name", layer), styled)
    root: dict[str, Any] = {"version": "1.1.0", **_SPACES}
    return document(tag("StyledLayerDescriptor", named, **root))


def _rule(rule: Rule) -> str:
    where = [tag("ogc:Filter", _filter(rule.where))] if rule.where else []
    title = tag("se:Description", leaf("se:Title", rule.label))
    return tag("se:Rule", leaf("se:Name", rule.label), title, *where, *_symbolizers(rule.symbol))


def _filter(told: Filter) -> str:
    """Return a filter of `karamap.export.looks` as OGC's filter encoding."""
    kind = told[0]
    if kind == "not":
        return tag("ogc:Not", _filter(cast("Filter", told[1])))
    if kind in {"and", "or"}:
        parts = [_filter(part) for part in cast("tuple[Filter, ...]", told[1])]
        return tag(f"ogc:{str(kind).capitalize()}", *parts)
    values = (told[2],) if kind == "is" else cast("tuple[object, ...]", told[2])
    equal = [
        tag(
            "ogc:PropertyIsEqualTo",
            leaf("ogc:PropertyName", told[1]),
            leaf("ogc:Literal", value),
        )
        for value in values
    ]
    return tag("ogc:Or", *equal) if len(equal) > 1 else equal[0]


def _parameter(name: str, value: object) -> str:
    return leaf("se:SvgParameter", value, name=name)


def _stroke(line: Line) -> str:
    wide = line.width * _PIXELS
    parts = [_parameter("stroke", line.colour), _parameter("stroke-width", f"{wide:.2f}")]
    if line.dash:
        dash = " ".join(f"{d * wide:.2f}" for d in line.dash)
        parts.append(_parameter("stroke-dasharray", dash))
    return tag("se:Stroke", *parts)


def _symbolizers(symbol: Mark | Line | Area) -> list[str]:
    if isinstance(symbol, Mark):
        return [_point(symbol)]
    if isinstance(symbol, Line):
        casing = [Line(symbol.casing, symbol.width + 1.8)] if symbol.casing else []
        return [tag("se:LineSymbolizer", _stroke(line)) for line in (*casing, symbol)]
    outline = [_stroke(symbol.outline)] if symbol.outline else []
    fill = tag(
        "se:Fill",
        _parameter("fill", symbol.fill),
        _parameter("fill-opacity", f"{symbol.opacity:g}"),
    )
    drawn = [tag("se:PolygonSymbolizer", fill, *outline)]
    if symbol.hatch in _HATCH:
        drawn.append(_hatch(symbol))
    return drawn


def _hatch(area: Area) -> str:
    mark = tag(
        "se:Mark",
        leaf("se:WellKnownName", f"shape://{_HATCH[area.hatch]}"),
        _stroke(Line(area.fill, 0.4)),
    )
    graphic = tag("se:Graphic", mark, leaf("se:Size", f"{area.hatch_gap * _PIXELS:.1f}"))
    return tag("se:PolygonSymbolizer", tag("se:Fill", tag("se:GraphicFill", graphic)))


def _point(mark: Mark) -> str:
    inner = tag(
        "se:Mark",
        leaf("se:WellKnownName", _MARKS.get(mark.shape, mark.shape)),
        tag("se:Fill", _parameter("fill", mark.fill)),
        _stroke(mark.rim),
    )
    turn = [leaf("se:Rotation", 45)] if mark.shape == "diamond" else []
    size = leaf("se:Size", f"{mark.size * _PIXELS:.1f}")
    return tag("se:PointSymbolizer", tag("se:Graphic", inner, size, *turn))


def _text(label: Label) -> str:
    font = tag(
        "se:Font",
        _parameter("font-family", "DejaVu Sans"),
        _parameter("font-size", f"{label.size * _PIXELS:.0f}"),
    )
    halo = tag("se:Halo", leaf("se:Radius", 1), tag("se:Fill", _parameter("fill", label.halo)))
    ink = tag("se:Fill", _parameter("fill", label.colour))
    text = tag("se:Label", leaf("ogc:PropertyName", label.column))
    return tag("se:TextSymbolizer", text, font, halo, ink)
