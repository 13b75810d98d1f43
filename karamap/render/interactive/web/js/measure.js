/* Measuring by mouse, touch or keyboard: geodesic distances between points that the reader sets. */
(function (K) {
  "use strict";

  const narrow = window.matchMedia("(max-width: 800px)");
  const A = 6378137, F = 1 / 298.257223563, B = A * (1 - F), MEAN = 6371.0088;
  const rad = (degrees) => (degrees * Math.PI) / 180, deg = (radians) => (radians * 180) / Math.PI;

  /** Kilometres on the WGS 84 ellipsoid by Vincenty's inverse formula (Survey Review 23, 1975);
      between nearly opposite points, where that does not converge, on the mean sphere. */
  K.geodesicKm = function (a, b) {
    const along = rad(b.lng - a.lng);
    const u1 = Math.atan((1 - F) * Math.tan(rad(a.lat))), u2 = Math.atan((1 - F) * Math.tan(rad(b.lat)));
    const [s1, c1, s2, c2] = [Math.sin(u1), Math.cos(u1), Math.sin(u2), Math.cos(u2)];
    let lambda = along;
    for (let turn = 0; turn < 100; turn++) {
      const sl = Math.sin(lambda), cl = Math.cos(lambda), sin = Math.hypot(c2 * sl, c1 * s2 - s1 * c2 * cl);
      if (sin === 0) return 0;
      const cos = s1 * s2 + c1 * c2 * cl, sigma = Math.atan2(sin, cos), sa = (c1 * c2 * sl) / sin, ca2 = 1 - sa * sa;
      const mid = ca2 ? cos - (2 * s1 * s2) / ca2 : 0, c = (F / 16) * ca2 * (4 + F * (4 - 3 * ca2)), before = lambda;
      lambda = along + (1 - c) * F * sa * (sigma + c * sin * (mid + c * cos * (2 * mid * mid - 1)));
      if (Math.abs(lambda - before) > 1e-12) continue;
      const u = (ca2 * (A * A - B * B)) / (B * B);
      const p = 1 + (u / 16384) * (4096 + u * (u * (320 - 175 * u) - 768)), q = (u / 1024) * (256 + u * (u * (74 - 47 * u) - 128));
      const less = q * sin * (mid + (q / 4) * (cos * (2 * mid * mid - 1) - (q / 6) * mid * (4 * sin * sin - 3) * (4 * mid * mid - 3)));
      return (B * p * (sigma - less)) / 1000;
    }
    return 2 * MEAN * Math.asin(Math.sqrt(Math.sin(rad(b.lat - a.lat) / 2) ** 2 + Math.cos(rad(a.lat)) * Math.cos(rad(b.lat)) * Math.sin(along / 2) ** 2));
  };

  /** Points along the shortest way: it bends on this projection, the more the longer it is. */
  function shortestWay(a, b) {
    const vector = (p) => [Math.cos(rad(p.lat)) * Math.cos(rad(p.lng)), Math.cos(rad(p.lat)) * Math.sin(rad(p.lng)), Math.sin(rad(p.lat))];
    const [v, w] = [vector(a), vector(b)], angle = Math.acos(Math.min(1, Math.max(-1, v[0] * w[0] + v[1] * w[1] + v[2] * w[2])));
    if (angle < 0.002 || angle > 3.1) return [a, b];
    return Array.from({ length: 25 }, function (_, i) {
      const [s, t] = [Math.sin((1 - i / 24) * angle), Math.sin((i / 24) * angle)], [x, y, z] = v.map((c, k) => s * c + t * w[k]);
      return L.latLng(deg(Math.atan2(z, Math.hypot(x, y))), deg(Math.atan2(y, x)));
    });
  }

  const km = (value) => (value < 10 ? value.toFixed(1) : Math.round(value).toLocaleString("en")) + " km";

  /** The tool: `active()` says whether clicks on the map are its own, `add` sets a point. */
  K.makeMeasure = function (map, renderer, button) {
    const group = L.layerGroup().addTo(map), box = K.el("div", { class: "k-measure", hidden: true });
    const told = K.el("output", { id: "k-measured" });
    let points = null;

    K.replace(box, told, K.el("span", { class: "k-measure-buttons" },
      K.el("button", { type: "button", id: "k-measure-undo", onclick: undo }, "Remove last"),
      K.el("button", { type: "button", id: "k-measure-end", onclick: stop }, "Done")));
    const control = L.control({ position: "topright" });
    control.onAdd = () => box;
    control.addTo(map);
    L.DomEvent.disableClickPropagation(box);

    function show() {
      const ways = points.slice(1).map((p, i) => [points[i], p]), colour = K.palette().chosen;
      const legs = ways.map(([a, b]) => K.geodesicKm(a, b)), all = legs.reduce((sum, leg) => sum + leg, 0);
      group.clearLayers();
      for (const [a, b] of ways) L.polyline(shortestWay(a, b), { renderer, interactive: false, color: colour, weight: 3 }).addTo(group);
      for (const p of points) L.circleMarker(p, { renderer, interactive: false, radius: 5, color: colour, weight: 2, fillColor: K.palette().halo, fillOpacity: 1 }).addTo(group);
      told.textContent = legs.length
        ? km(all) + (legs.length > 1 ? " in all, last leg " + km(legs[legs.length - 1]) : "") + ", approximate" + (narrow.matches ? "" : ": places and lines are no more exact than their sources")
        : points.length ? "First point set; set the next" : narrow.matches ? "Tap points on the map" : "Set points: click, or move the map with the arrow keys and press Enter";
    }
    function start() {
      points = [];
      box.hidden = false;
      button.setAttribute("aria-pressed", "true");
      map.getContainer().classList.add("k-measuring");
      map.closePopup();
      map.getContainer().focus({ preventScroll: true });
      show();
    }
    function stop() {
      if (!points) return;
      points = null;
      group.clearLayers();
      box.hidden = true;
      button.setAttribute("aria-pressed", "false");
      map.getContainer().classList.remove("k-measuring");
      button.focus({ preventScroll: true });
    }
    function undo() {
      points.pop();
      show();
    }
    function add(latlng) {
      points.push(latlng);
      show();
    }

    map.on("click", (e) => { if (points) add(e.latlng); });
    return { active: () => points !== null, add, undo, stop, toggle: () => (points ? stop() : start()) };
  };
})(window.karamap);
