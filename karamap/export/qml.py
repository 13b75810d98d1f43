"""QGIS layer styles: symbols, labels, the time player and aliases, as QML."""

from __future__ import annotations

from karamap.export.looks import Area, Label, Line, Look, Mark, Rule
from karamap.export.schema import Table
from karamap.export.xml import document, leaf, tag

__all__ = ["VERSION", "layer_xml", "qml_text"]

VERSION = "3.22.16"  # of QGIS, whose way of writing this is
_DOCTYPE = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
_TURN = {"/": (45,), "\\": (135,), "-": (0,), "|": (90,), "x": (45, 135)}
# true where no day is asked for, while the time player chooses, or for what was so on that day
_AS_OF = (
    "@karamap_as_of IS NULL OR @map_start_time IS NOT NULL OR ("
    '("valid_from" IS NULL OR "valid_from" <= to_date(@karamap_as_of)) AND '
    '("valid_to" IS NULL OR "valid_to" >= to_date(@karamap_as_of)))'
)


def rgba(colour: str, opacity: float = 1.0) -> str:
    """Return ``#rrggbb`` as QGIS has it: red,green,blue,alpha."""
    parts = [int(colour[i : i + 2], 16) for i in (1, 3, 5)]
    return ",".join(map(str, (*parts, round(opacity * 255))))


# -- symbols ----------------------------------------------------------------------------------


def _options(**told: object) -> str:
    rows = (tag("Option", name=k, type="QString", value=v) for k, v in told.items())
    return tag("Option", *rows, type="Map")


def _layer(kind: str, options: str, *inner: str) -> str:
    attributes = {"class_": kind, "enabled": 1, "locked": 0, "pass": 0}
    return tag("layer", options, *inner, **attributes)


def _marker(mark: Mark) -> str:
    return _layer(
        "SimpleMarker",
        _options(
            name=mark.shape,
            color=rgba(mark.fill),
            outline_color=rgba(mark.rim.colour),
            outline_style="solid",
            outline_width=mark.rim.width,
            outline_width_unit="Point",
            joinstyle="miter",
            size=mark.size,
            size_unit="Point",
            scale_method="diameter",
        ),
    )


def _stroke(line: Line, *, width: float | None = None, opacity: float = 1.0) -> str:
    wide = line.width if width is None else width
    dash = ";".join(f"{d * line.width:g}" for d in line.dash)
    return _layer(
        "SimpleLine",
        _options(
            line_color=rgba(line.colour, opacity),
            line_style="solid",
            line_width=wide,
            line_width_unit="Point",
            use_custom_dash=int(bool(dash)),
            customdash=dash or "5;2",
            customdash_unit="Point",
            capstyle="flat",
            joinstyle="round",
        ),
    )


def _lines(line: Line) -> list[str]:
    if not line.casing:
        return [_stroke(line)]
    casing = Line(line.casing, line.width + 1.8)
    return [_stroke(casing, opacity=0.92), _stroke(line)]


def _hatches(area: Area, name: str) -> list[str]:
    ink = Line(area.fill, 0.4)
    if area.hatch == ".":
        dot = Mark("circle", area.fill, Line(area.fill, 0.0), 1.1)
        gap = {"distance_x": area.hatch_gap, "distance_y": area.hatch_gap}
        units = {"distance_x_unit": "Point", "distance_y_unit": "Point"}
        sub = _symbol("marker", f"@{name}@1", [_marker(dot)])
        return [_layer("PointPatternFill", _options(**gap, **units), sub)]
    found = []
    for number, angle in enumerate(_TURN.get(area.hatch, ()), 1):
        options = _options(
            angle=angle, distance=area.hatch_gap, distance_unit="Point", color=rgba(ink.colour, 0.6)
        )
        sub = _symbol("line", f"@{name}@{number}", [_stroke(ink, opacity=0.6)])
        found.append(_layer("LinePatternFill", options, sub))
    return found


def _fills(area: Area, name: str) -> list[str]:
    plain = _options(
        color=rgba(area.fill, area.opacity),
        style="solid" if area.opacity else "no",
        outline_style="no",
    )
    outline = [_stroke(area.outline)] if area.outline else []
    return [_layer("SimpleFill", plain), *_hatches(area, name), *outline]


def _symbol(kind: str, name: str, layers: list[str]) -> str:
    attributes = {"type": kind, "name": name, "alpha": 1, "clip_to_extent": 1, "force_rhr": 0}
    return tag("symbol", *layers, **attributes)


def _drawn(symbol: Mark | Line | Area, name: str) -> str:
    if isinstance(symbol, Mark):
        return _symbol("marker", name, [_marker(symbol)])
    if isinstance(symbol, Line):
        return _symbol("line", name, _lines(symbol))
    return _symbol("fill", name, _fills(symbol, name))


# -- a layer ----------------------------------------------------------------------------------


def _renderer(look: Look) -> str:
    names = [str(i) for i in range(len(look.rules))]
    symbols = [_drawn(r.symbol, name) for r, name in zip(look.rules, names, strict=True)]
    common = {"symbollevels": 0, "forceraster": 0, "enableorderby": 0, "referencescale": -1}
    if not look.classes:
        return tag("renderer-v2", tag("symbols", *symbols), type="singleSymbol", **common)
    categories = [_category(rule, name) for rule, name in zip(look.rules, names, strict=True)]
    classed = tag(
        "renderer-v2",
        tag("categories", *categories),
        tag("symbols", *symbols),
        type="categorizedSymbol",
        attr=f"if({_AS_OF}, {look.classes}, NULL)" if look.as_of else look.classes,
        **common,
    )
    return _spread(classed) if look.spread else classed


def _spread(renderer: str) -> str:
    """Return a renderer that lists what stands on one point around it, in a grid."""
    nothing = Mark("circle", "#FFFFFF", Line("#333333", 0.0), 0.0)
    return tag(
        "renderer-v2",
        renderer,
        _symbol("marker", "centerSymbol", [_marker(nothing)]),
        type="pointDisplacement",
        placement=2,
        tolerance=1,
        toleranceUnit="Point",
        circleWidth=0,
        circleColor="51,51,51,0",
        circleRadiusAddition=0,
        labelAttributeName="",
        labelFont="DejaVu Sans,8,-1,5,50,0,0,0,0,0",
        symbollevels=0,
        forceraster=0,
        enableorderby=0,
        referencescale=-1,
    )


def _category(rule: Rule, symbol: str) -> str:
    told: dict[str, object] = {"symbol": symbol, "label": rule.label, "render": "true"}
    if len(rule.values) == 1:
        return tag("category", value=rule.values[0], type="string", **told)
    values = (tag("val", value=value, type="QString") for value in rule.values)
    return tag("category", *values, type="List", **told)


def _labeling(label: Label, symbol: Mark | Line | Area, *, as_of: bool) -> str:
    expression = label.text.startswith('"')
    text = f"if({_AS_OF}, {label.text}, NULL)" if as_of and expression else label.text
    style = tag(
        "text-style",
        tag(
            "text-buffer",
            bufferDraw=1,
            bufferSize=1,
            bufferSizeUnits="Point",
            bufferColor=rgba(label.halo),
            bufferOpacity=0.9,
        ),
        fieldName=text,
        isExpression=int(expression),
        fontFamily="DejaVu Sans",
        fontSize=label.size,
        fontSizeUnit="Point",
        fontWeight=75 if label.bold else 50,
        textColor=rgba(label.colour),
        textOpacity=1,
        namedStyle="Book",
    )
    place = {Mark: 6, Line: 3, Area: 1}[type(symbol)]  # around, along, over
    placement = tag(
        "placement",
        placement=place,
        placementFlags=2 if place == 3 else 10,
        dist=3,
        distUnits="Point",
        predefinedPositionOrder="TR,BR,R,TL,BL,L,TSR,BSR",
        centroidInside=1,
        centroidWhole=0,
        priority=5,
    )
    rendering = tag("rendering", drawLabels=1, obstacle=1, displayAll=0, scaleVisibility=0)
    return tag("labeling", tag("settings", style, placement, rendering), type="simple")


def _temporal(look: Look) -> str:
    """Return the time player's settings: expressions, so that last days and open ends count.

    By columns QGIS 3.22 compares a DATE as text with the moment at which a frame begins, and finds
    the last day over as soon as it begins. What has no first or last day is in every frame.
    """
    start, end = look.days or ("", "")
    first = f'coalesce(to_datetime("{start}"), @map_start_time)'
    last = f"coalesce(to_datetime(\"{end}\") + to_interval('86399 seconds'), @map_end_time)"
    return tag(
        "temporal",
        tag("fixedRange", leaf("start", ""), leaf("end", "")),
        enabled=int(bool(look.days)),
        mode=4,  # first and last moment from two expressions
        startExpression=first if look.days else "",
        endExpression=last if look.days else "",
        limitMode=1,  # the last moment is included
        startField=start,
        endField=end,
        accumulate=0,
        fixedDuration=0,
        durationUnit="min",
        durationField="",
    )


def _aliases(table: Table | None) -> str:
    fields = table.fields if table else ()
    names = [("uid" if f.name == "id" else f.name, f.alias) for f in fields]
    return tag("aliases", *(tag("alias", field=n, name=alias) for n, alias in names))


def layer_xml(look: Look, table: Table | None) -> tuple[str, dict[str, object]]:
    """Return the elements that style a layer, and the attributes of the element around them."""
    parts = [_temporal(look), _renderer(look)]
    if look.label:
        parts.append(_labeling(look.label, look.rules[0].symbol, as_of=look.as_of))
    parts.append(_aliases(table))
    if look.title:
        parts += [leaf("previewExpression", look.title), leaf("mapTip", f"[% {look.title} %]")]
    attributes: dict[str, object] = {
        "styleCategories": "AllStyleCategories",
        "labelsEnabled": int(look.label is not None),
        "hasScaleBasedVisibilityFlag": 0,
        "readOnly": 0,
        "simplifyDrawingHints": 1,
        "simplifyDrawingTol": 1,
    }
    return "".join(parts), attributes


def qml_text(look: Look, table: Table | None) -> str:
    """Return a layer's style as a QML document."""
    inner, attributes = layer_xml(look, table)
    return document(tag("qgis", inner, version=VERSION, **attributes), doctype=_DOCTYPE)
