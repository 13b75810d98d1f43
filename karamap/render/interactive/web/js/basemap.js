/* The embedded basemap in light and dark, its labels, and the dated lines and areas. */
(function (K) {
  "use strict";

  /* Folium opens each map on a view of its own; without one nothing is projected and painted until
     the map's real view is known, and then once. */
  const initialize = L.Map.prototype.initialize;
  L.Map.include({ initialize: function (id, { center, zoom, ...options }) {
    initialize.call(this, id, options);
    this._zoom = zoom;
  } });

  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const printing = window.matchMedia("print");

  K.palette = function () {
    const name = dark.matches && !printing.matches ? "dark" : "light";
    return K.data.palettes[name];
  };
  K.onTheme = function (act) {
    dark.addEventListener("change", act);
    printing.addEventListener("change", act);
  };

  /** A dark line would vanish on dark land: mix it with white there, the darker the more. */
  K.strokeFor = function (colour) {
    if (!dark.matches || printing.matches) return colour;
    const rgb = [1, 3, 5].map((i) => parseInt(colour.slice(i, i + 2), 16));
    const light = 0.3 * rgb[0] + 0.59 * rgb[1] + 0.11 * rgb[2], share = light < 60 ? 0.85 : light < 110 ? 0.45 : 0;
    return "#" + rgb.map((c) => Math.round(c + (255 - c) * share).toString(16).padStart(2, "0")).join("");
  };

  K.paintBasemap = function (map, basemap) {
    const p = K.palette();
    map.getContainer().style.background = basemap.world_countries ? p.sea : p.void;
    const styles = {
      ocean: { fillColor: p.sea, color: p.sea }, lakes: { fillColor: p.sea, color: p.sea },
      countries: { fillColor: p.land, color: p.land }, admin1: { color: p.admin1 }, borders: { color: p.border },
    };
    for (const [key, layer] of Object.entries(basemap)) layer.setStyle(styles[key.replace(/^(wide|world)_/, "")]);
  };

  const validOn = (told, day) => (told.fromDay === null || told.fromDay <= day) && (told.toDay === null || day <= told.toDay);

  const GAP_PX = 3;

  /** Pipelines in one trench run side by side: each is drawn some pixels beside where it lies. */
  function setApart(layer, slot) {
    const simplify = layer._simplifyPoints;
    layer._simplifyPoints = function () {
      simplify.call(this);
      this._parts = this._parts.map((part) => moveAside(part, slot * GAP_PX));
    };
  }

  function moveAside(points, by) {
    if (points.length < 2) return points;
    const side = points[0].x <= points[points.length - 1].x ? by : -by;
    const normals = points.slice(1).map(function (p, i) {
      const [dx, dy] = [p.x - points[i].x, p.y - points[i].y], length = Math.hypot(dx, dy) || 1;
      return [dy / length, -dx / length];
    });
    return points.map(function (p, i) {
      const [a, b] = [normals[Math.max(i - 1, 0)], normals[Math.min(i, normals.length - 1)]];
      /* at a sharp bend the joint would run away: no further than twice the distance */
      const share = 1 / Math.max(0.5, 1 + a[0] * b[0] + a[1] * b[1]);
      return L.point(p.x + (a[0] + b[0]) * side * share, p.y + (a[1] + b[1]) * side * share);
    });
  }

  /** Dated lines and areas: `update` shows the kinds wanted as they stood on a day. */
  K.makeLayers = function (map, geojson, renderer, onOpen) {
    const group = L.layerGroup().addTo(map), all = [];
    geojson.eachLayer(function (layer) {
      const told = layer.feature.properties;
      if (told.slot) setApart(layer, told.slot);
      told.fromDay = K.toDay(told.from);
      told.toDay = K.toDay(told.to);
      const style = K.data.layerStyles[told.style];
      layer.options.renderer = renderer;
      layer.options.bubblingMouseEvents = false;
      layer.bindTooltip(() => K.told(told.name || style.label), { sticky: true });
      layer.on("click", (e) => onOpen(e.latlng, describe(told, style)));
      all.push({ layer, told, style });
    });
    const order = (item) => (item.style.fill ? 0 : 1);
    all.sort((a, b) => order(a) - order(b));

    return {
      kinds: [...new Set(all.map((i) => i.told.style))],
      countOn: (kind, day) => all.filter((i) => i.told.style === kind && validOn(i.told, day)).length,
      shown: () => group.getLayers().length,
      update: function (day, hidden) {
        map.closePopup();
        group.clearLayers();
        for (const { layer, told, style } of all) {
          if (hidden.has(told.style) || !validOn(told, day)) continue;
          layer.setStyle({ color: K.strokeFor(style.stroke), weight: style.width, dashArray: style.dash.length ? style.dash.join(" ") : null,
            fill: Boolean(style.fill) && !/LineString/.test(layer.feature.geometry.type), fillColor: style.fill, fillOpacity: style.fillOpacity, opacity: 0.95 });
          group.addLayer(layer);
        }
      },
    };
  };

  function describe(told, style) {
    const rows = [["Kind", style.label]];
    if (told.status) rows.push(["Status", told.status]);
    if (told.operation) rows.push(["Operation", told.operation.replace("_", " ")]);
    rows.push(["Valid", (told.fromDay === null ? "start not told" : K.formatDay(told.fromDay)) + " – " + (told.toDay === null ? "no end known" : K.formatDay(told.toDay))]);
    if (told.accuracy !== undefined) rows.push(["Accuracy", "about " + (told.accuracy >= 1000 ? +(told.accuracy / 1000).toFixed(1) + " km" : told.accuracy + " m")]);
    if (told.source) rows.push(["Source", told.source]);
    if (told.licence) rows.push(["Licence", told.licence]);
    if (told.note) rows.push(["Note", told.note]);
    return K.el("div", { class: "k-card" }, K.el("h2", {}, K.told(told.name || style.label)), K.facts(rows));
  }

  K.facts = (rows) => K.el("dl", { class: "k-facts" }, rows.map(([term, value]) => [K.el("dt", {}, term), K.el("dd", {}, typeof value === "string" ? K.told(value, "span") : value)]));

  /** Country and place names without collisions; redrawn when the view changes. */
  K.makeLabels = function (map, obstacles) {
    const pane = map.createPane("k-labels");
    pane.style.zIndex = 450;
    pane.style.pointerEvents = "none";
    pane.setAttribute("aria-hidden", "true");
    const measure = document.createElement("canvas").getContext("2d");
    let important = new Map();

    function candidates(zoom) {
      const labels = [];
      const degree = 256 * 2 ** zoom / 360;
      for (const { label, spots } of K.data.countries) {
        /* room is how far the border is; where a name fits nowhere the country stays unnamed */
        for (const [lon, lat, room] of spots) {
          if (room * degree > Math.min(label.length * 3.2 + 5, 45)) labels.push({ text: label, latlng: [lat, lon], kind: "country", font: "600 12px", space: 2.2 });
        }
      }
      const places = K.data.places.map((p, i) => ({ p, weight: (important.get(i) || 0) * 4 + p.mentions + Math.log10(1 + (p.population || 0)) }))
        /* a point without a name is called by its degrees, which say nothing new on a map */
        .filter(({ p }) => !p.areal && (p.class === "settlement" || p.class === "site") && !/^-?\d/.test(p.label))
        .sort((a, b) => b.weight - a.weight || (a.p.id < b.p.id ? -1 : 1));
      for (const { p } of places) labels.push({ text: p.label, latlng: [p.lat, p.lon], kind: "place", font: "500 12px", space: 0 });
      return labels;
    }

    function redraw() {
      const size = map.getSize(), taken = obstacles(), nodes = [], named = new Set();
      const free = (box) => box.x0 >= 0 && box.y0 >= 0 && box.x1 <= size.x && box.y1 <= size.y
        && !taken.some((b) => box.x0 < b.x1 && b.x0 < box.x1 && box.y0 < b.y1 && b.y0 < box.y1);
      for (const item of candidates(map.getZoom())) {
        const p = map.latLngToContainerPoint(item.latlng);
        if (item.kind === "country" && named.has(item.text)) continue;
        if (p.x < 0 || p.y < 0 || p.x > size.x || p.y > size.y) continue;
        measure.font = item.font + " system-ui, sans-serif";
        const text = item.text.length > 40 ? item.text.slice(0, 39) + "…" : item.text;
        const width = measure.measureText(text).width + item.space * text.length + 4;
        const spots = item.kind === "country" ? [[-width / 2, -8], [-width / 2, -30], [-width / 2, 16]] : [[12, -8], [-width - 12, -8], [18, -8], [-width - 18, -8], [-width / 2, 12], [-width / 2, 18], [-width / 2, -34]];
        for (const [dx, dy] of spots) {
          const box = { x0: p.x + dx, y0: p.y + dy, x1: p.x + dx + width, y1: p.y + dy + 16 };
          if (!free(box)) continue;
          taken.push(box);
          const at = map.containerPointToLayerPoint([box.x0, box.y0]);
          const node = K.el("span", { class: "k-label k-label-" + item.kind }, K.told(text));
          L.DomUtil.setPosition(node, at);
          nodes.push(node);
          named.add(item.text);
          break;
        }
      }
      K.replace(pane, nodes);
    }

    map.on("moveend zoomend viewreset resize", redraw);
    map.on("zoomstart", () => K.replace(pane));
    return {
      redraw,
      update: function (events) {
        important = new Map();
        for (const event of events) for (const [place] of event.at) important.set(place, (important.get(place) || 0) + 1);
        redraw();
      },
    };
  };
})(window.karamap);
