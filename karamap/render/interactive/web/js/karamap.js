/* The map's one state, and what follows from it: marks, layers, list, table, address. */
(function (K) {
  "use strict";

  const narrow = window.matchMedia("(max-width: 800px)");
  const reduced = window.matchMedia("(prefers-reduced-motion: reduce)");
  const $ = (id) => document.getElementById(id);

  function readData() {
    K.data = JSON.parse($("k-data").textContent);
    for (const place of K.data.places) place.names = place.names || [];
    K.data.events.forEach(function (event, index) {
      for (const key of ["at", "unplaced", "actors", "targets", "weapons", "tolls", "evidence"]) event[key] = event[key] || [];
      event.index = index;
      event.from = event.date ? K.toDay(event.date[0]) : null;
      event.to = event.date ? K.toDay(event.date[1]) : null;
      const known = [event.from, event.to].filter((d) => d !== null);
      if (!known.length) event.date = null;
      event.said = Boolean(event.said && event.date);
      event.overlaid = Boolean((K.data.documents[event.doc] || {}).overlaid);
      event.reported = K.toDay((K.data.documents[event.doc] || {}).published);
      event.middle = known.length ? Math.round((known[0] + known[known.length - 1]) / 2) : null;
    });
    for (const incident of K.data.incidents) for (const index of incident.events) K.data.events[index].incident = incident;
  }

  /** The sources in one line on the map; the foot of the page has them in full. */
  function addCredit(map) {
    const control = L.control({ position: "bottomright" }), text = K.data.attribution.join(" · ");
    control.onAdd = () => K.el("div", { class: "k-credit", title: text }, K.told(text));
    control.addTo(map);
  }

  /** No sliding for readers who ask for none: zooms, drags and the pan that makes room for a pop-up jump. */
  function keepStill(map) {
    map.options.zoomAnimation = map._zoomAnimated = false;
    map.options.inertia = false;
    const panBy = map.panBy;
    map.panBy = (offset, options) => panBy.call(map, offset, { ...options, animate: false });
  }

  K.start = function ({ map, basemap, layers: geojson }) {
    readData();
    const state = K.state = { from: null, to: null, undated: true, said: true, precise: false, layerDay: K.toDay(K.data.asOf),
      types: new Set(), stances: new Set(), docs: new Set(), kinds: new Set(), event: null, place: null, names: K.data.namePolicies[0][0] };
    if (reduced.matches) keepStill(map);

    const container = map.getContainer();
    container.setAttribute("role", "application");
    container.setAttribute("aria-label", "Map. Arrow keys move it, plus and minus zoom, Enter opens the mark nearest the middle. The reports are also listed beside and below it.");
    addCredit(map);
    K.paintBasemap(map, basemap);
    fitStart();

    const renderer = L.canvas({ padding: 0.3, tolerance: 5 });
    const measure = K.addExtras(map, container.closest(".k-stage"), renderer);
    const layers = K.makeLayers(map, geojson, renderer, (at, content) => (measure.active() ? measure.add(at) : popup(at, content)));
    const marks = K.makeMarks(map, renderer, openMark);
    const labels = K.makeLabels(map, () => [...marks.boxes(), ...coveredBoxes()]);
    const timeline = K.makeTimeline($("k-time"), state, applySoon);
    const table = K.makeTable($("k-table"), (event) => select(event, { locate: true, scroll: true }));
    let visible = [], layerKey = "", paused = true;

    /** Where the legend and the buttons lie over the map: no label is to hide behind them. */
    function coveredBoxes() {
      const b = container.getBoundingClientRect();
      return [$("k-legend"), ...container.querySelectorAll(".leaflet-control")].map(function (node) {
        const a = node.getBoundingClientRect();
        return { x0: a.left - b.left - 4, y0: a.top - b.top - 4, x1: a.right - b.left + 4, y1: a.bottom - b.top + 4 };
      });
    }

    function passes(event) {
      return (state.said || !event.said) && !state.types.has(event.type) && !state.stances.has(event.stance) && !state.docs.has(event.doc)
        && !(state.precise && !event.at.some((a) => a[1] <= 2)) && !(state.place !== null && !event.at.some((a) => a[0] === state.place));
    }
    function inTime(event) {
      if (event.middle === null) return state.undated;
      return (event.to === null || event.to >= state.from) && (event.from === null || event.from <= state.to);
    }

    /* a slider tells of each step; the page follows once a frame */
    let frame = 0;
    function applySoon() {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(apply);
    }

    /** Bring everything that is shown into line with the state. */
    function apply() {
      K.useNames(state.names);
      const pool = K.data.events.filter(passes);
      visible = pool.filter(inTime).sort((a, b) => (a.middle === null) - (b.middle === null) || a.middle - b.middle || (a.middle === null ? a.reported - b.reported : 0) || a.index - b.index);
      const key = state.layerDay + [...state.kinds].join();
      if (key !== layerKey) {
        layers.update(state.layerDay, state.kinds);
        K.drawLegend($("k-legend-body"), layers, state);
      }
      layerKey = key;
      marks.update(visible);
      labels.update(visible);
      timeline.update(pool);
      table.update(visible);
      const placed = visible.filter((e) => e.at.length).length;
      const undated = visible.filter((e) => !e.date).length, said = visible.filter((e) => e.said).length;
      $("k-shown").textContent = K.plural(visible.length, "report") + " shown, " + placed + " of them on the map" + (undated ? ", " + undated + " without a date" : "") + (said ? ", " + said + " by the day of saying" : "");
      $("k-tab-events").textContent = "Reports (" + visible.length + ")";
      $("k-sheet-label").textContent = K.plural(visible.length, "report") + " · list and filters";
      K.drawFilters($("k-filters"), state, layers, apply, rename);
      if (state.event === null) showList();
      writeAddress();
    }

    function rename(policy) {
      state.names = policy;
      apply();
      if (state.event) select(state.event, { stay: true });
    }

    function showList() {
      const list = K.el("ul", { class: "k-list" });
      const more = K.growing(visible, K.listStep, (e) => K.item(e, (event) => select(event, { locate: true, focus: true })), list);
      K.replace($("k-events"),
        state.place === null ? null : K.el("p", { class: "k-notice" }, "Only reports at ", K.told(K.data.places[state.place].label, "strong"), " ",
          K.el("button", { type: "button", id: "k-everywhere", onclick: function () { state.place = null; apply(); } }, "Show all places")),
        visible.length ? null : K.el("p", { class: "k-notice" }, "No report passes the filters and dates chosen."), list, more);
    }

    const closePopup = () => map.closePopup();

    function openMark(mark, title) {
      if (measure.active()) { measure.add(mark.latlng); return; }
      if (mark.events.length === 1) { select(mark.events[0], { popup: mark.latlng }); return; }
      if (narrow.matches) {
        openSheet(true);
        showTab("events");
        state.event = null;
        K.replace($("k-events"), K.stack(title, mark.events, (e) => select(e, { focus: true })),
          K.el("p", {}, K.el("button", { type: "button", onclick: showList }, "← All reports")));
        return;
      }
      popup(mark.latlng, K.stack(title, mark.events, (e) => select(e, { popup: mark.latlng })));
    }

    /* what a keyboard opens takes the focus, and gives it back to the map when it closes */
    let byKeyboard = false;
    function popup(latlng, content) {
      /* an open legend lies over what is under it, so the map moves a pop-up clear of it */
      const legend = $("k-legend"), left = legend.open && !narrow.matches ? legend.offsetLeft + legend.offsetWidth : 0;
      const opened = L.popup({ maxWidth: 320, minWidth: 240, maxHeight: 380, autoPanPaddingTopLeft: [left + 20, 20], autoPanPaddingBottomRight: [20, 20] }).setLatLng(latlng).setContent(content).openOn(map);
      const node = opened.getElement(), close = node.querySelector(".leaflet-popup-close-button");
      node.setAttribute("role", "dialog");
      node.setAttribute("aria-label", "On the map");
      if (close) close.setAttribute("aria-label", "Close");
      if (!byKeyboard) return;
      node.tabIndex = -1;
      node.focus({ preventScroll: true });
      opened.on("remove", () => { if (node.contains(document.activeElement)) container.focus({ preventScroll: true }); });
    }

    /** What Enter on the map does: open the mark nearest its middle, or set a point there. */
    function actAtCentre() {
      if (measure.active()) { measure.add(map.getCenter()); return; }
      const mark = marks.nearest(map.getCenter());
      if (!mark) return;
      byKeyboard = true;
      mark.fire("click");
      byKeyboard = false;
    }
    container.addEventListener("keydown", function (e) {
      if (e.target !== container) return;
      if (e.key === "Enter") { e.preventDefault(); actAtCentre(); }
      if (e.key === "Backspace" && measure.active()) { e.preventDefault(); measure.undo(); }
    });

    function select(event, options) {
      const { locate = false, focus = false, popup: at = null, scroll = false, stay = false } = options || {};
      state.event = event;
      timeline.stop();
      marks.select(event);
      if (!stay) showTab("events");
      K.replace($("k-events"), K.describeEvent(event, {
        back: function () { deselect(); $("k-tab-events").focus(); },
        step: (by) => step(event, by),
        locate: () => flyTo(event),
        open: (other) => select(other, { locate: true, focus: true }),
      }));
      $("k-events").scrollTop = 0;
      if (locate) { closePopup(); flyTo(event); }
      if (narrow.matches) { closePopup(); if (!stay) openSheet(true); } else if (at) popup(at, K.card(event, () => focusEvent()));
      if (scroll) $("k-panel").scrollIntoView({ block: "nearest", behavior: reduced.matches ? "auto" : "smooth" });
      if (focus || scroll) focusEvent();
      writeAddress();
    }

    const focusEvent = function () {
      const heading = $("k-events").querySelector("h2");
      if (heading) heading.focus({ preventScroll: true });
    };

    function deselect() {
      state.event = null;
      marks.select(null);
      closePopup();
      showList();
      writeAddress();
    }

    function step(event, by) {
      const at = visible.indexOf(event), next = visible[(at + by + visible.length) % visible.length];
      if (next) select(next, { locate: true, focus: true });
    }

    function flyTo(event) {
      if (!event.at.length) return;
      const bounds = L.latLngBounds(event.at.flatMap(function ([index, , radius]) {
        const p = K.data.places[index], box = L.latLng(p.lat, p.lon).toBounds(Math.max(radius, 15) * 2000);
        return [box.getSouthWest(), box.getNorthEast()];
      }));
      const zoom = Math.min(map.getBoundsZoom(bounds.pad(0.2)), 9), target = bounds.getCenter();
      const wanted = event.at.some((a) => a[1] >= 3) ? zoom : Math.max(map.getZoom(), Math.min(zoom, 8));
      map.setView(target, wanted, { animate: !reduced.matches });
    }

    function fitStart() {
      /* the legend stands open on the left of a wide map */
      map.fitBounds(K.data.bounds, { animate: false, paddingTopLeft: narrow.matches ? [20, 30] : [310, 15], paddingBottomRight: [30, 30] });
    }

    /* tabs and the bottom sheet */
    function showTab(name) {
      for (const key of ["events", "filters"]) {
        const on = key === name, tab = $("k-tab-" + key);
        tab.setAttribute("aria-selected", String(on));
        tab.tabIndex = on ? 0 : -1;
        $("k-" + key).hidden = !on;
      }
    }
    for (const name of ["events", "filters"]) {
      $("k-tab-" + name).addEventListener("click", () => showTab(name));
      $("k-tab-" + name).addEventListener("keydown", function (e) {
        if (e.key !== "ArrowLeft" && e.key !== "ArrowRight") return;
        const other = name === "events" ? "filters" : "events";
        showTab(other);
        $("k-tab-" + other).focus();
      });
    }
    function openSheet(open) {
      $("k-panel").classList.toggle("k-open", open);
      $("k-sheet").setAttribute("aria-expanded", String(open));
    }
    $("k-sheet").addEventListener("click", () => openSheet(!$("k-panel").classList.contains("k-open")));
    document.addEventListener("keydown", function (e) {
      if (e.key !== "Escape") return;
      closePopup();
      measure.stop();
      openSheet(false);
    });

    /* search over every name of every place */
    const names = K.data.places.map((place, index) => ({ index, place,
      folded: [...new Set([place.label, ...place.names.map((n) => n[0]), ...(place.written || [])])].map((text) => [K.fold(text), text]) }));
    function search() {
      const query = K.fold($("k-search").value), found = [];
      if (query) {
        for (const { index, place, folded } of names) {
          const hit = folded.filter(([f]) => f.includes(query)).sort((a, b) => b[0].startsWith(query) - a[0].startsWith(query) || a[0].length - b[0].length)[0];
          if (hit) found.push({ index, place, text: hit[1], rank: (hit[0] === query ? 4 : hit[0].startsWith(query) ? 2 : 0) + (place.curated ? 1 : 0) });
        }
        found.sort((a, b) => b.rank - a.rank || b.place.mentions - a.place.mentions || a.index - b.index);
      }
      const counts = (index) => K.data.events.filter((e) => e.at.some((a) => a[0] === index)).length;
      K.replace($("k-results"), found.slice(0, 8).map(({ index, place, text }) => K.el("li", {}, K.el("button", { type: "button", onclick: () => goTo(index) },
        K.told(place.label, "strong"), text === place.label ? "" : K.el("span", {}, " – ", K.told(text)), K.el("small", {}, " " + place.class + ", " + K.plural(counts(index), "report"))))),
        query && !found.length ? K.el("li", { class: "k-none" }, "No place of this map is called so.") : null);
      $("k-results").hidden = !query;
    }
    function goTo(index) {
      const place = K.data.places[index];
      $("k-results").hidden = true;
      state.place = K.data.events.some((e) => e.at.some((a) => a[0] === index)) ? index : null;
      deselect();
      map.setView([place.lat, place.lon], place.areal ? Math.max(map.getZoom(), 6) : Math.max(map.getZoom(), 9), { animate: !reduced.matches });
      showTab("events");
      apply();
    }
    $("k-search").addEventListener("input", search);
    $("k-search").addEventListener("focus", search);
    document.querySelector(".k-search").addEventListener("focusout", function (e) {
      if (!this.contains(e.relatedTarget)) $("k-results").hidden = true;
    });
    document.querySelector(".k-search").addEventListener("keydown", function (e) {
      const items = [...this.querySelectorAll("li button")], at = items.indexOf(document.activeElement);
      if (e.key === "Escape") { $("k-results").hidden = true; $("k-search").focus(); }
      if (e.key === "Enter" && at < 0 && items[0]) { e.preventDefault(); items[0].click(); }
      if (e.key === "ArrowDown" && items.length) { e.preventDefault(); items[Math.min(at + 1, items.length - 1)].focus(); }
      if (e.key === "ArrowUp" && at >= 0) { e.preventDefault(); (at ? items[at - 1] : $("k-search")).focus(); }
    });

    /* the address: #zoom/lat/lon?t=from..to&l=layers' day&off=…&n=names&e=event */
    function writeAddress() {
      if (paused) return;
      const c = map.getCenter(), query = new URLSearchParams(), d = timeline.domain;
      if (d && (state.from !== timeline.opening.min || state.to !== timeline.opening.max)) query.set("t", K.toIso(state.from) + ".." + K.toIso(state.to));
      if (K.toIso(state.layerDay) !== K.data.asOf) query.set("l", K.toIso(state.layerDay));
      const off = [["t", state.types], ["s", state.stances], ["d", state.docs], ["k", state.kinds]].flatMap(([p, set]) => [...set].sort().map((v) => p + "." + v));
      if (!state.undated) off.push("undated");
      if (!state.said) off.push("said");
      if (state.precise) off.push("areal");
      if (off.length) query.set("off", off.join(","));
      if (state.place !== null) query.set("p", K.data.places[state.place].id);
      if (state.names !== K.data.namePolicies[0][0]) query.set("n", state.names);
      if (state.event) query.set("e", state.event.id);
      const text = query.toString();
      const hash = "#" + +map.getZoom().toFixed(2) + "/" + c.lat.toFixed(4) + "/" + c.lng.toFixed(4) + (text ? "?" + text : "");
      if (hash !== location.hash) history.replaceState(null, "", hash);
    }

    function readAddress() {
      const parts = /^#([\d.]+)\/(-?[\d.]+)\/(-?[\d.]+)(?:\?(.*))?$/.exec(location.hash);
      if (!parts) return false;
      const [zoom, lat, lon] = parts.slice(1, 4).map(Number), query = new URLSearchParams(parts[4] || ""), d = timeline.domain;
      if (![zoom, lat, lon].every(Number.isFinite) || Math.abs(lat) > 90) return false;
      map.setView([lat, lon], zoom, { animate: false });
      const [from, to] = (query.get("t") || "").split("..").map(K.toDay);
      if (d) Object.assign(state, { from: timeline.opening.min, to: timeline.opening.max });
      if (d && from !== null && to !== undefined && to !== null && from <= to) Object.assign(state, { from: Math.max(from, d.min), to: Math.min(to, d.max) });
      const day = K.toDay(query.get("l"));
      state.layerDay = day === null ? K.toDay(K.data.asOf) : day;
      const off = (query.get("off") || "").split(",").filter(Boolean);
      const taken = (p, make) => new Set(off.filter((o) => o.startsWith(p + ".")).map((o) => make(o.slice(2))));
      Object.assign(state, { types: taken("t", String), stances: taken("s", String), docs: taken("d", Number), kinds: taken("k", String),
        undated: !off.includes("undated"), said: !off.includes("said"), precise: off.includes("areal") });
      const place = K.data.places.findIndex((p) => p.id === query.get("p"));
      state.place = place < 0 ? null : place;
      state.event = null;
      state.names = (K.data.namePolicies.find(([key]) => key === query.get("n")) || K.data.namePolicies[0])[0];
      apply();
      const event = K.data.events.find((e) => e.id === query.get("e"));
      if (event) select(event); else marks.select(null);
      return true;
    }

    /* legend, theme, size */
    $("k-legend").open = !narrow.matches;
    $("k-legend").addEventListener("toggle", () => labels.redraw());
    L.DomEvent.disableClickPropagation($("k-legend"));
    L.DomEvent.disableScrollPropagation($("k-legend"));
    K.onTheme(function () {
      K.paintBasemap(map, basemap);
      layerKey = "";
      apply();
    });
    /* paper has another shape than the screen: show at least what the reader saw, then come back */
    let onPaper = null;
    window.addEventListener("beforeprint", () => { onPaper = { bounds: map.getBounds(), center: map.getCenter(), zoom: map.getZoom() }; });
    window.addEventListener("afterprint", function () {
      const seen = onPaper;
      onPaper = null;
      map.invalidateSize({ animate: false });
      if (seen) map.setView(seen.center, seen.zoom, { animate: false });
    });
    new ResizeObserver(function () {
      map.invalidateSize({ animate: false });
      if (onPaper) map.fitBounds(onPaper.bounds, { animate: false });
    }).observe(container);

    map.on("moveend", writeAddress);
    window.addEventListener("hashchange", readAddress);
    if (!readAddress()) apply();
    paused = false;
    K.app = { map, state, apply, select, visible: () => visible, marks, layers, measure };
    document.documentElement.dataset.ready = "true";
  };
})(window.karamap);
