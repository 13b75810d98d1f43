/* Full screen, and the coordinates under the pointer. */
(function (K) {
  "use strict";

  const degrees = (value, positive, negative) => Math.abs(value).toFixed(3) + "° " + (value < 0 ? negative : positive);
  K.formatPoint = (latlng) => degrees(latlng.lat, "N", "S") + ", " + degrees(latlng.wrap().lng, "E", "W");

  function addFullscreen(map, stage) {
    if (!document.fullscreenEnabled) return;
    const control = L.control({ position: "topright" });
    const button = K.el("button", { type: "button", id: "k-fullscreen", "aria-pressed": "false", "aria-label": "Full screen", title: "Full screen",
      onclick: () => (document.fullscreenElement ? document.exitFullscreen() : stage.requestFullscreen()) },
      K.svg("svg", { viewBox: "0 0 18 18", width: 18, height: 18, "aria-hidden": "true" }, K.svg("path", { d: "M2 6V2h4M12 2h4v4M16 12v4h-4M6 16H2v-4", fill: "none", stroke: "currentColor", "stroke-width": 2 })));
    document.addEventListener("fullscreenchange", () => button.setAttribute("aria-pressed", String(Boolean(document.fullscreenElement))));
    control.onAdd = function () {
      const holder = K.el("div", { class: "leaflet-bar k-bar" }, button);
      L.DomEvent.disableClickPropagation(holder);
      return holder;
    };
    control.addTo(map);
  }

  function addReadout(map) {
    const control = L.control({ position: "bottomright" }), node = K.el("div", { class: "k-readout", "aria-hidden": "true", hidden: true });
    control.onAdd = () => node;
    control.addTo(map);
    map.on("mousemove", function (e) { node.hidden = false; node.textContent = K.formatPoint(e.latlng); });
    map.on("mouseout", () => { node.hidden = true; });
  }

  K.addExtras = function (map, stage) {
    addFullscreen(map, stage);
    addReadout(map);
  };

  /** Label every place under a names policy; a place without such a name keeps the map's own label. */
  K.useNames = function (policy) {
    for (const place of K.data.places) {
      if (place.own === undefined) place.own = place.label;
      place.label = (place.labels && place.labels[policy]) || place.own;
    }
  };
})(window.karamap);
