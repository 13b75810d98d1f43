/* Event marks on one canvas: shape and colour by family, open for what is disputed or not done,
   a dashed ring where only an area is known, a count where several share a place. */
(function (K) {
  "use strict";

  const MERGE_PX = 26;
  const RING_KM = 120; /* a wider ring would veil the map: it is drawn once its event is chosen */

  const Mark = L.CircleMarker.extend({
    /* called by the canvas renderer for each frame; replaces Leaflet's circle */
    _updatePath: function () {
      const renderer = this._renderer;
      if (!renderer._drawing || this._empty()) return;
      const ctx = renderer._ctx, point = this._point, mark = this.options.mark;
      ctx.save();
      ctx.translate(point.x, point.y);
      ctx.globalAlpha = 1;
      ctx.setLineDash([]);
      ctx.lineJoin = "round";
      draw(ctx, mark, K.palette(), this.options.chosen);
      ctx.restore();
    },
  });

  function trace(ctx, points, scale) {
    ctx.beginPath();
    if (!points) { ctx.arc(0, 0, scale * 0.95, 0, 2 * Math.PI); return; }
    points.forEach(([x, y], i) => (i ? ctx.lineTo(x * scale, y * scale) : ctx.moveTo(x * scale, y * scale)));
    ctx.closePath();
  }

  /* where the tail of K.TAIL points to, clockwise from above */
  const TAIL_ANGLE = Math.atan2(K.TAIL[1][0], -K.TAIL[1][1]);

  function traceTail(ctx, scale, angle) {
    ctx.save();
    ctx.rotate(angle - TAIL_ANGLE);
    trace(ctx, K.TAIL, scale);
    ctx.restore();
  }

  function paint(ctx, group, scale, palette, tail = TAIL_ANGLE) {
    const family = K.data.families[group.family], shape = K.SHAPES[family.shape];
    const allOpen = group.open === group.count;
    const edge = () => { ctx.lineWidth = group.open ? 2.2 : 1; ctx.strokeStyle = group.open ? family.colour : "#1c1c1c"; ctx.stroke(); };
    const halo = () => { ctx.lineWidth = 4; ctx.strokeStyle = palette.halo; ctx.stroke(); };
    ctx.fillStyle = allOpen ? palette.halo : family.colour;
    trace(ctx, shape, scale);
    halo();
    if (group.said) { traceTail(ctx, scale, tail); halo(); edge(); ctx.fill(); trace(ctx, shape, scale); }
    ctx.fill();
    if (group.open && !allOpen) {
      ctx.save();
      ctx.clip();
      ctx.fillStyle = palette.halo;
      ctx.fillRect(0, -2 * scale, 2 * scale, 4 * scale);
      ctx.restore();
    }
    trace(ctx, shape, scale);
    edge();
    if (!group.overlaid) return;
    ctx.beginPath();
    ctx.arc(0, 0, scale * 0.34, 0, 2 * Math.PI);
    ctx.fillStyle = allOpen ? family.colour : palette.halo; ctx.fill();
  }

  function label(ctx, text, x, y, radius, palette) {
    ctx.beginPath();
    ctx.arc(x, y, radius, 0, 2 * Math.PI);
    ctx.fillStyle = palette.badge; ctx.fill();
    ctx.lineWidth = 1.2; ctx.strokeStyle = palette.halo; ctx.stroke();
    ctx.fillStyle = palette.badgeText;
    ctx.font = "600 " + (text.length > 2 ? 9 : 10.5) + "px system-ui, sans-serif";
    ctx.textAlign = "center"; ctx.textBaseline = "middle";
    ctx.fillText(text, x, y + 0.5);
  }

  function draw(ctx, mark, palette, chosen) {
    if (mark.areal || chosen) {
      ctx.beginPath();
      ctx.arc(0, 0, mark.radius + (chosen ? 4 : 2), 0, 2 * Math.PI);
      if (mark.areal) { ctx.fillStyle = palette.halo; ctx.globalAlpha = 0.55; ctx.fill(); ctx.globalAlpha = 1; }
      ctx.setLineDash(mark.areal ? [3, 2.5] : []);
      ctx.lineWidth = chosen ? 3 : 1.4;
      ctx.strokeStyle = chosen ? palette.chosen : palette.label;
      ctx.stroke();
      ctx.setLineDash([]);
    }
    const count = mark.events.length > 999 ? "999+" : String(mark.events.length);
    if (mark.groups.length === 1) {
      paint(ctx, mark.groups[0], mark.areal ? 6.2 : 7.6, palette);
      if (mark.events.length > 1) label(ctx, count, 8, -8, count.length > 2 ? 9 : 7, palette);
      return;
    }
    /* several families: each keeps its shape and its own corner around the count */
    for (const group of mark.groups) {
      const angle = (group.family / K.data.families.length) * 2 * Math.PI;
      ctx.save();
      ctx.translate(Math.sin(angle) * 12.5, -Math.cos(angle) * 12.5);
      paint(ctx, group, 4.9, palette, angle - 0.6); /* away from the count, which would cover it */
      ctx.restore();
    }
    label(ctx, count, 0, 0, 8, palette);
  }

  /** Put visible events of one spot together, then spots that would overlap at this zoom. */
  function collectMarks(map, events) {
    const spots = new Map();
    for (const event of events) {
      for (const [place, level, radius] of event.at) {
        const areal = level >= 3, key = place + (areal ? "a" : "");
        let spot = spots.get(key);
        if (!spot) {
          const p = K.data.places[place];
          spot = { latlng: L.latLng(p.lat, p.lon), areal, reach: 0, level: 1, events: [], places: new Set([place]) };
          spots.set(key, spot);
        }
        spot.events.push(event);
        spot.level = Math.max(spot.level, level);
        spot.reach = Math.max(spot.reach, radius);
      }
    }
    const sorted = [...spots.values()].sort((a, b) => b.events.length - a.events.length || [...a.places][0] - [...b.places][0]);
    const rings = sorted.filter((s) => s.level > 1 && s.level < 6 && s.reach && s.reach <= RING_KM);
    return { rings: rings.map((s) => ({ latlng: s.latlng, reach: s.reach })), marks: mergeSpots(map, sorted).map(group) };
  }

  function mergeSpots(map, spots) {
    const cells = new Map(), merged = [];
    for (const spot of spots) {
      const p = map.project(spot.latlng), cx = Math.floor(p.x / MERGE_PX), cy = Math.floor(p.y / MERGE_PX);
      let host = null;
      for (let x = cx - 1; x <= cx + 1 && !host; x++) {
        for (let y = cy - 1; y <= cy + 1 && !host; y++) {
          host = (cells.get(x + ":" + y) || []).find((s) => s.areal === spot.areal && s.pixel.distanceTo(p) < MERGE_PX) || null;
        }
      }
      if (host) {
        const known = new Set(host.events);
        host.events.push(...spot.events.filter((e) => !known.has(e)));
        spot.places.forEach((i) => host.places.add(i));
        continue;
      }
      const own = { ...spot, pixel: p, events: [...spot.events], places: new Set(spot.places) };
      merged.push(own);
      const key = cx + ":" + cy;
      if (!cells.has(key)) cells.set(key, []);
      cells.get(key).push(own);
    }
    return merged;
  }

  function group(spot) {
    const groups = new Map();
    for (const event of spot.events) {
      const g = groups.get(event.family) || { family: event.family, count: 0, open: 0, overlaid: true, said: true };
      g.count++;
      g.open += event.open ? 1 : 0;
      g.overlaid = g.overlaid && event.overlaid; /* dotted where only a data set laid over tells it */
      g.said = g.said && Boolean(event.said);
      groups.set(event.family, g);
    }
    spot.groups = [...groups.values()].sort((a, b) => a.family - b.family);
    spot.radius = spot.groups.length > 1 ? 19 : 11;
    return spot;
  }

  const titleOf = (mark) => [...mark.places].slice(0, 3).map((i) => K.data.places[i].label).join(", ")
    + (mark.places.size > 3 ? " and " + (mark.places.size - 3) + " more" : "");

  /** The layer that holds all marks and rings; `update` redraws it for the visible events. */
  K.makeMarks = function (map, renderer, onOpen) {
    const rings = L.layerGroup().addTo(map), marks = L.layerGroup().addTo(map), chosen = L.layerGroup().addTo(map);
    let events = [], selected = null;

    function redraw() {
      const found = collectMarks(map, events), palette = K.palette();
      rings.clearLayers();
      marks.clearLayers();
      for (const ring of found.rings) {
        L.circle(ring.latlng, { renderer, radius: ring.reach * 1000, interactive: false, fill: true, fillColor: palette.label,
          fillOpacity: 0.04, color: palette.label, weight: 1, opacity: 0.55, dashArray: "4 4" }).addTo(rings);
      }
      for (const mark of [...found.marks].sort((a, b) => b.areal - a.areal || b.latlng.lat - a.latlng.lat)) {
        const layer = new Mark(mark.latlng, { renderer, radius: mark.radius, weight: 2, fill: true, mark,
          chosen: selected !== null && mark.events.includes(selected), bubblingMouseEvents: false });
        layer.bindTooltip(() => K.el("div", {}, K.told(titleOf(mark), "strong"), K.el("br"), K.plural(mark.events.length, "report")
          + (mark.areal ? ", place known only as an area" : "")), { direction: "top", offset: [0, -12] });
        layer.on("click", () => onOpen(mark, titleOf(mark)));
        layer.addTo(marks);
      }
    }

    map.on("zoomend", redraw);
    return {
      redraw,
      update: function (visible) { events = visible; redraw(); },
      count: () => marks.getLayers().length,
      /** The mark nearest to a point, of those in view. */
      nearest: (latlng) => marks.getLayers().filter((m) => map.getBounds().contains(m.getLatLng()))
        .map((m) => [latlng.distanceTo(m.getLatLng()), m]).sort((a, b) => a[0] - b[0]).map(([, m]) => m)[0],
      /** Boxes of the marks in pixels of the map, for labels to keep clear of. */
      boxes: () => marks.getLayers().map(function (layer) {
        const p = map.latLngToContainerPoint(layer.getLatLng()), r = Math.min(layer.options.radius, layer.options.mark.groups.length > 1 ? 18 : 10);
        return { x0: p.x - r, y0: p.y - r, x1: p.x + r, y1: p.y + r };
      }),
      select: function (event) {
        selected = event;
        chosen.clearLayers();
        const colour = K.palette().chosen;
        for (const [place, level, radius] of event ? event.at : []) {
          if (level < 2 || !radius) continue;
          const p = K.data.places[place];
          L.circle([p.lat, p.lon], { renderer, radius: radius * 1000, interactive: false, fill: false, color: colour,
            weight: 2, dashArray: "6 5" }).addTo(chosen);
        }
        redraw();
      },
    };
  };
})(window.karamap);
