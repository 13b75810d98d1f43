/* Buttons at the map's corner, and the coordinates under the pointer. */
(function (K) {
  "use strict";

  const degrees = (value, positive, negative) => Math.abs(value).toFixed(3) + "° " + (value < 0 ? negative : positive);
  K.formatPoint = (latlng) => degrees(latlng.lat, "N", "S") + ", " + degrees(latlng.wrap().lng, "E", "W");

  const FULLSCREEN = "M2 6V2h4M12 2h4v4M16 12v4h-4M6 16H2v-4", RULER = "M1.5 11.5 11.5 1.5l5 5-10 10zM4.5 8.5l2 2M7 6l3 3M9.5 3.5l2 2";

  function makeButton(id, name, path, onclick) {
    return K.el("button", { type: "button", id, "aria-pressed": "false", "aria-label": name, title: name, onclick },
      K.svg("svg", { viewBox: "0 0 18 18", width: 18, height: 18, "aria-hidden": "true" }, K.svg("path", { d: path, fill: "none", stroke: "currentColor", "stroke-width": 1.8 })));
  }

  function fullscreenButton(stage) {
    if (!document.fullscreenEnabled) return null;
    const button = makeButton("k-fullscreen", "Full screen", FULLSCREEN, () => (document.fullscreenElement ? document.exitFullscreen() : stage.requestFullscreen()));
    document.addEventListener("fullscreenchange", () => button.setAttribute("aria-pressed", String(Boolean(document.fullscreenElement))));
    return button;
  }

  function addReadout(map) {
    const control = L.control({ position: "bottomright" }), node = K.el("div", { class: "k-readout", "aria-hidden": "true", hidden: true });
    control.onAdd = () => node;
    control.addTo(map);
    map.on("mousemove", function (e) { node.hidden = false; node.textContent = K.formatPoint(e.latlng); });
    map.on("mouseout", () => { node.hidden = true; });
  }

  /** Add the buttons and the read-out; gives the measuring tool. */
  K.addExtras = function (map, stage, renderer) {
    const control = L.control({ position: "topright" });
    const ruler = makeButton("k-measure", "Measure distances", RULER, () => measure.toggle());
    control.onAdd = function () {
      const holder = K.el("div", { class: "leaflet-bar k-bar" }, fullscreenButton(stage), ruler);
      L.DomEvent.disableClickPropagation(holder);
      return holder;
    };
    control.addTo(map);
    const measure = K.makeMeasure(map, renderer, ruler);
    addReadout(map);
    return measure;
  };

  /** Label places and countries under a names policy; without such a name they keep the map's own label. */
  K.useNames = function (policy) {
    for (const named of [...K.data.places, ...K.data.countries]) {
      if (named.own === undefined) named.own = named.label;
      named.label = (named.labels && named.labels[policy]) || named.own;
    }
  };
})(window.karamap);
