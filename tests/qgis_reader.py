"""Open a GeoPackage or a project in QGIS and tell, as JSON, what it makes of it.

Run by tests/test_qgis.py with the Python that has PyQGIS:
``qgis_reader.py FILE PICTURE LAYOUT [DAY]...``.
"""

from __future__ import annotations

import json
import os
import sys
from typing import Any

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from qgis.core import (
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsDateTimeRange,
    QgsExpression,
    QgsExpressionContext,
    QgsExpressionContextScope,
    QgsExpressionContextUtils,
    QgsFeatureRequest,
    QgsLayoutExporter,
    QgsLayoutItemLegend,
    QgsLayoutItemMap,
    QgsLayoutItemScaleBar,
    QgsMapRendererSequentialJob,
    QgsMapSettings,
    QgsProject,
    QgsRenderContext,
    QgsVectorLayer,
    QgsVectorLayerTemporalContext,
)
from qgis.PyQt.QtCore import QDateTime, QSize
from qgis.PyQt.QtGui import QColor


def tell_layer(layer: Any) -> dict[str, Any]:  # noqa: ANN401  PyQGIS has no types
    renderer, temporal = inner(layer), layer.temporalProperties()
    categories = (
        [c.label() for c in renderer.categories()] if renderer.type() == "categorizedSymbol" else []
    )
    return {
        "valid": layer.isValid(),
        "source": layer.source(),
        "count": layer.featureCount(),
        "renderer": layer.renderer().type(),
        "categories": categories,
        "undrawn": undrawn(layer),
        "labels": layer.labelsEnabled(),
        "temporal": temporal.isActive(),
        "start": temporal.startField(),
        "end": temporal.endField(),
        "mode": int(temporal.mode()),
        "fields": {f.name(): f.typeName() for f in layer.fields()},
        "aliases": {f.name(): layer.attributeAlias(i) for i, f in enumerate(layer.fields())},
        "crs": layer.crs().authid(),
        "played": {d: played(layer, d) for d in sys.argv[4:]} if temporal.isActive() else {},
        "title": layer.displayExpression(),
        "named": named(layer),
    }


def named(layer: Any) -> list[str]:  # noqa: ANN401  PyQGIS has no types
    """Return what the map tips call the rows."""
    wanted, context = QgsExpression(layer.displayExpression()), QgsExpressionContext()
    found = []
    for feature in layer.getFeatures():
        context.setFeature(feature)
        found.append(str(wanted.evaluate(context)))
    return found


def frame_of(day: str) -> Any:  # noqa: ANN401  PyQGIS has no types
    """Return the span of one day."""
    start = QDateTime.fromString(f"{day}T00:00:00", "yyyy-MM-ddTHH:mm:ss")
    return QgsDateTimeRange(start, start.addSecs(86399))


def played(layer: Any, day: str) -> list[str]:  # noqa: ANN401  PyQGIS has no types
    """Return the ids of the rows that the time player shows on one day."""
    context = QgsVectorLayerTemporalContext()
    context.setLayer(layer)
    span = frame_of(day)
    chosen = layer.temporalProperties().createFilterString(context, span)
    scope = QgsExpressionContextScope()  # as drawing a map gives it
    scope.setVariable("map_start_time", span.begin())
    scope.setVariable("map_end_time", span.end())
    request = QgsFeatureRequest().setFilterExpression(chosen)
    held = QgsExpressionContext()
    held.appendScope(scope)
    request.setExpressionContext(held)
    return sorted(feature["uid"] for feature in layer.getFeatures(request))


def inner(layer: Any) -> Any:  # noqa: ANN401  PyQGIS has no types
    """Return the renderer that classes the features, also where another spreads them."""
    renderer = layer.renderer()
    return renderer.embeddedRenderer() if renderer.type() == "pointDisplacement" else renderer


def undrawn(layer: Any) -> int:  # noqa: ANN401  PyQGIS has no types
    """Count the features that have a geometry and that no class of the renderer takes."""
    renderer, context = inner(layer).clone(), QgsRenderContext()
    context.expressionContext().appendScopes([])
    renderer.startRender(context, layer.fields())
    missed = 0
    for feature in layer.getFeatures():
        context.expressionContext().setFeature(feature)
        context.expressionContext().setFields(layer.fields())
        missed += feature.hasGeometry() and renderer.symbolForFeature(feature, context) is None
    renderer.stopRender(context)
    return int(missed)


def layers_of(path: str) -> list[Any]:
    whole = QgsVectorLayer(path, "all", "ogr")
    names = [part.split("!!::!!")[1] for part in whole.dataProvider().subLayers()]
    return [
        QgsVectorLayer(f"{path}|layername={name}", name, "ogr")
        for name in names
        if name != "layer_styles"
    ]


def draw(layers: list[Any], extent: Any, crs: str, picture: str, day: str = "") -> None:  # noqa: ANN401  PyQGIS has no types
    settings = QgsMapSettings()
    settings.setLayers(layers)
    settings.setDestinationCrs(QgsCoordinateReferenceSystem(crs))
    settings.setExtent(extent)
    settings.setOutputSize(QSize(1200, 900))
    settings.setBackgroundColor(QColor("white"))
    context = QgsProject.instance().createExpressionContext()
    if day:
        settings.setIsTemporal(True)
        settings.setTemporalRange(frame_of(day))
        context.appendScope(QgsExpressionContextUtils.mapSettingsScope(settings))
    settings.setExpressionContext(context)
    job = QgsMapRendererSequentialJob(settings)
    job.start()
    job.waitForFinished()
    job.renderedImage().save(picture)


def read_package(path: str, picture: str) -> dict[str, Any]:
    layers = layers_of(path)
    for layer in layers:
        layer.loadDefaultStyle()  # as the application does with a layer that is dragged in
    (area,) = [x for x in layers if x.name() == "areas"]
    extent = area.extent()
    extent.scale(1.6)
    draw(layers, extent, "EPSG:4326", picture)
    return {"layers": {x.name(): tell_layer(x) for x in layers}}


def groups(node: Any) -> dict[str, list[str]]:  # noqa: ANN401  PyQGIS has no types
    return {
        g.name(): [x.layerId() for x in g.findLayers()]
        for g in node.children()
        if hasattr(g, "findLayers")
    }


def read_project(path: str, picture: str, sheet: str) -> dict[str, Any]:
    project = QgsProject.instance()
    opened = project.read(path)
    layers = list(project.mapLayers().values())
    view = project.viewSettings().defaultViewExtent()
    shown = project.layerTreeRoot().checkedLayers()
    draw(shown, view, project.crs().authid(), picture)
    for day in sys.argv[4:]:
        draw(shown, view, project.crs().authid(), f"{picture}.{day}.png", day)
    told: dict[str, Any] = {}
    for layout in project.layoutManager().layouts():
        items = layout.items()
        told[layout.name()] = {
            "maps": sum(isinstance(i, QgsLayoutItemMap) for i in items),
            "legends": sum(isinstance(i, QgsLayoutItemLegend) for i in items),
            "bars": sum(isinstance(i, QgsLayoutItemScaleBar) for i in items),
            "texts": [i.text() for i in items if hasattr(i, "text") and callable(i.text)],
        }
        exporter = QgsLayoutExporter(layout)
        options = QgsLayoutExporter.ImageExportSettings()
        options.dpi = 110
        told[layout.name()]["exported"] = int(exporter.exportToImage(sheet, options))
    span = project.timeSettings().temporalRange()
    return {
        "opened": opened,
        "error": project.error(),
        "title": project.title(),
        "crs": project.crs().authid(),
        "layers": {x.name(): tell_layer(x) for x in layers},
        "groups": groups(project.layerTreeRoot()),
        "layouts": told,
        "span": [span.begin().toString("yyyy-MM-dd"), span.end().toString("yyyy-MM-dd")],
        "view": [view.xMinimum(), view.yMinimum(), view.xMaximum(), view.yMaximum()],
    }


def main() -> None:
    path, picture, sheet = sys.argv[1:4]
    application = QgsApplication([], False)  # noqa: FBT003  Qt's own order
    application.initQgis()
    if path.endswith(".gpkg"):
        told = read_package(path, picture)
    else:
        told = read_project(path, picture, sheet)
    sys.stdout.write(json.dumps(told) + "\n")
    QgsProject.instance().clear()
    sys.stdout.flush()
    os._exit(0)  # QGIS 3.22 is prone to crash when it takes its objects down


main()
