/* Reading: the list of events, one event in full, filters, legend, search and the table. */
(function (K) {
  "use strict";

  const LIST_STEP = 100, TABLE_STEP = 250;

  const familyOf = (event) => K.data.families[event.family];
  const typeOf = (event) => K.data.types[event.type] || event.type;
  const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);
  const textOf = (event) => event.evidence.map((piece) => piece[1]).join("");
  const iconOf = (event) => K.icon(familyOf(event), { open: event.open, overlaid: event.overlaid, said: event.said, areal: event.at.length > 0 && event.at.every((a) => a[1] >= 3) });

  K.placeText = function (event) {
    if (event.at.length) return event.at.map((a) => K.data.places[a[0]].label).join(", ");
    return event.unplaced.length ? event.unplaced.join(", ") + " (not found)" : "no place found";
  };
  K.sourceText = function (event) {
    const doc = K.data.documents[event.doc] || {};
    return doc.publisher || doc.title || doc.id || "unknown source";
  };
  const stanceText = (event) => K.data.stances[event.stance] + (event.disputed ? ", disputed" : "");

  K.whoText = function (event) {
    const parts = [];
    if (event.claimedBy) parts.push("according to " + event.claimedBy);
    if (event.deniedBy) parts.push("denied by " + event.deniedBy);
    return parts.join("; ");
  };

  /** The evidence sentence with its place names and its trigger word marked. */
  K.quote = function (event) {
    return K.el("blockquote", { class: "k-quote", dir: "auto" }, event.evidence.map(([kind, text]) =>
      kind ? K.el("mark", { class: "k-mark-" + kind, title: kind === "place" ? "place name" : "word that tells the kind of event" }, K.told(text)) : K.told(text, "span")));
  };

  function toll([kind, best, low, high, side]) {
    const range = low !== null && high !== null && low !== high ? low + "–" + high : null;
    const figure = best !== null ? best.toLocaleString("en") + (range ? " (" + range + ")" : "") : range || (low !== null ? "at least " + low : "up to " + high);
    return figure + " " + kind + (side ? ", " + side : "");
  }

  /** One event as a button for lists. */
  K.item = function (event, onOpen) {
    return K.el("li", {}, K.el("button", { type: "button", class: "k-item", onclick: () => onOpen(event) }, iconOf(event),
      K.el("span", { class: "k-item-body" },
        K.el("span", { class: "k-item-head" }, K.el("strong", {}, capital(typeOf(event))), " · ", K.told(K.placeText(event))),
        K.el("span", { class: "k-item-meta" }, K.formatSpan(event), " · ", stanceText(event), " · ", K.told(K.sourceText(event))),
        K.el("span", { class: "k-item-text" }, K.told(textOf(event), "span")))));
  };

  /** A list that grows on demand, so that thousands of events cost nothing at first. */
  K.growing = function (items, step, make, holder) {
    let shown = 0;
    const more = K.el("button", { type: "button", class: "k-more", onclick: grow });
    function grow() {
      const focus = document.activeElement === more;
      const added = items.slice(shown, shown + step).map(make);
      holder.append(...added);
      shown += added.length;
      more.hidden = shown >= items.length;
      more.textContent = "Show " + Math.min(step, items.length - shown) + " more of " + (items.length - shown);
      if (focus && added[0]) (added[0].querySelector("button") || added[0]).focus();
    }
    grow();
    return more;
  };

  function nameRows(place, written) {
    const sides = new Map(), seen = new Set([K.fold(place.label)]);
    for (const [text, language, side, kind] of place.names) {
      if (kind === "demonym" || seen.has(text)) continue;
      seen.add(text);
      const key = side ? "used in or by: " + K.nameOf.side(side) : K.nameOf.language(language);
      if (!sides.has(key)) sides.set(key, []);
      sides.get(key).push(text);
    }
    return K.el("ul", { class: "k-names" },
      K.el("li", {}, "as written: ", K.told(written, "q")),
      [...sides].map(([key, names]) => K.el("li", {}, names.map((n, i) => [i ? ", " : "", K.told(n)]).flat(), K.el("small", {}, " " + key))));
  }

  function wherePart(event) {
    if (!event.at.length) return K.placeText(event);
    return K.el("div", {}, event.at.map(([index, level, radius, written, reason]) => {
      const place = K.data.places[index];
      return K.el("details", { class: "k-where" },
        K.el("summary", {}, K.told(place.label, "strong"), " ", K.el("small", {}, place.class + ", " + K.describeWhere(level, radius))),
        nameRows(place, written), reason ? K.el("p", {}, K.el("small", {}, "Why this place: ", K.told(reason))) : null);
    }), event.unplaced.length ? K.el("p", {}, "Also named, not found: ", K.told(event.unplaced.join(", "))) : null);
  }

  function sourcePart(event) {
    const doc = K.data.documents[event.doc] || {}, published = K.toDay(doc.published);
    return K.el("div", {}, doc.url ? K.link(doc.url, doc.title || doc.url) : K.told(doc.title || doc.id || "unknown"),
      K.el("br"), K.told(doc.publisher || "publisher not told"), published === null ? "" : ", " + K.formatDay(published));
  }

  /** Everything about one event, for the panel. */
  K.describeEvent = function (event, act) {
    const rows = [["When", K.describeDate(event)], ["Where", wherePart(event)]];
    if (event.claimedBy) rows.push(["Said by", event.claimedBy]);
    if (event.deniedBy) rows.push(["Denied by", event.deniedBy]);
    if (event.actors.length) rows.push(["Actors", event.actors.join(", ")]);
    if (event.targets.length) rows.push(["Target", event.targets.join(", ")]);
    if (event.weapons.length) rows.push(["Weapons", event.weapons.join(", ")]);
    if (event.tolls.length) rows.push(["Toll, by this source", K.el("ul", {}, event.tolls.map((t) => K.el("li", {}, K.told(toll(t)))))]);
    rows.push(["Source", sourcePart(event)]);
    rows.push(["Confidence", K.el("div", {}, Math.round(event.confidence * 100) + " %", event.reason ? K.el("p", {}, K.el("small", {}, K.told(event.reason))) : null)]);
    return K.el("article", { class: "k-event" },
      K.el("div", { class: "k-actions" },
        K.el("button", { type: "button", onclick: act.back }, "← All reports"),
        K.el("span", {}, K.el("button", { type: "button", onclick: () => act.step(-1), "aria-label": "Previous report" }, "‹"),
          K.el("button", { type: "button", onclick: () => act.step(1), "aria-label": "Next report" }, "›"),
          K.el("button", { type: "button", onclick: act.locate, disabled: !event.at.length }, "Show on map"))),
      K.el("h2", { tabindex: "-1" }, iconOf(event), " ", capital(typeOf(event)), " ", K.el("small", { class: "k-badge" + (event.open ? " k-badge-open" : "") }, stanceText(event))),
      K.quote(event), K.facts(rows), tollsBySource(event), reports(event, act));
  };

  /** Every toll that the reports of one event give, each with who gives it: figures of several sides stand side by side. */
  function tollsBySource(event) {
    const all = event.incident ? event.incident.events.map((i) => K.data.events[i]) : [event];
    const told = all.filter((e) => e.tolls.length);
    if (!told.length || (told.length === 1 && told[0] === event)) return null;
    return K.el("section", {}, K.el("h3", {}, "Tolls by source"),
      K.el("ul", { class: "k-tolls" }, told.map((e) => K.el("li", {}, K.told(e.tolls.map(toll).join("; "), "strong"), K.el("br"),
        K.el("small", {}, K.told([K.sourceText(e), K.whoText(e)].filter(Boolean).join(", ")))))));
  }

  function reports(event, act) {
    if (!event.incident) return null;
    const others = event.incident.events.filter((i) => i !== event.index).map((i) => K.data.events[i]);
    return K.el("section", {}, K.el("h3", {}, "Other reports of this event"),
      K.el("p", {}, K.el("small", {}, event.incident.disputed ? "The reports contradict each other. " : "", K.told(event.incident.reason || ""))),
      K.el("ul", { class: "k-list" }, others.map((other) => K.item(other, act.open))));
  }

  /** The short card for a pop-up on the map. */
  K.card = function (event, onMore) {
    const who = K.whoText(event);
    return K.el("div", { class: "k-card" }, K.el("h2", {}, iconOf(event), " ", capital(typeOf(event)), " ", K.el("small", { class: "k-badge" + (event.open ? " k-badge-open" : "") }, stanceText(event))),
      K.el("p", {}, K.describeDate(event), K.el("br"), K.told(K.placeText(event)), event.at.length ? K.el("small", {}, " – " + K.describeWhere(Math.max(...event.at.map((a) => a[1])), 0)) : ""),
      who ? K.el("p", {}, K.told(capital(who))) : null, K.quote(event),
      K.el("p", {}, sourcePart(event)), K.el("button", { type: "button", onclick: onMore }, "All details"));
  };

  /** Several events at one spot: a list to choose from. */
  K.stack = function (title, events, onOpen) {
    const list = K.el("ul", { class: "k-list" });
    const more = K.growing(events, 20, (e) => K.item(e, onOpen), list);
    return K.el("div", { class: "k-card" }, K.el("h2", {}, K.told(title), " ", K.el("small", {}, K.plural(events.length, "report"))), K.el("div", { class: "k-stack" }, list, more));
  };

  const check = (id, checked, onChange, ...label) => {
    const box = K.el("input", { type: "checkbox", id, checked });
    box.addEventListener("change", () => onChange(box.checked));
    return K.el("label", { class: "k-check" }, box, K.el("span", {}, label));
  };
  const toggle = (set, key, onChange) => (on) => { if (on) set.delete(key); else set.add(key); onChange(); };
  const group = (title, ...rows) => K.el("fieldset", {}, K.el("legend", {}, title), rows);

  function lineSample(style) {
    const colour = K.strokeFor(style.stroke);
    return K.svg("svg", { class: "k-line", viewBox: "0 0 34 14", width: 34, height: 14, "aria-hidden": "true" },
      style.fill ? K.svg("rect", { x: 2, y: 2, width: 30, height: 10, fill: style.fill, "fill-opacity": Math.max(style.fillOpacity, 0.15), stroke: colour, "stroke-width": style.width, "stroke-dasharray": style.dash.join(" ") })
        : K.svg("line", { x1: 1, y1: 7, x2: 33, y2: 7, stroke: colour, "stroke-width": style.width, "stroke-dasharray": style.dash.join(" ") }));
  }

  /** How many events there are of each family, type, stance and document. */
  function tally(events) {
    const tallies = { family: new Map(), type: new Map(), stance: new Map(), doc: new Map(), said: new Map() };
    for (const event of events) {
      for (const [key, map] of Object.entries(tallies)) map.set(event[key], (map.get(event[key]) || 0) + 1);
    }
    return tallies;
  }

  function namesChoice(state, onRename) {
    const choice = K.el("select", { id: "k-names", "aria-label": "Place names" }, K.data.namePolicies.map(([key, words]) => K.el("option", { value: key, selected: key === state.names }, words)));
    choice.addEventListener("change", () => onRename(choice.value));
    return choice;
  }

  /** Check boxes for everything that can be hidden; drawn again whenever the counts may change. */
  K.drawFilters = function (root, state, layers, onChange, onRename) {
    const events = K.data.events, tallies = K.tallies || (K.tallies = tally(events));
    const count = (key, value) => " (" + (tallies[key].get(value) || 0) + ")";
    const anyHidden = [state.types, state.stances, state.docs, state.kinds].some((s) => s.size) || state.precise || !state.undated || !state.said;
    const focus = document.activeElement && root.contains(document.activeElement) ? document.activeElement.id : null;
    K.replace(root,
      K.el("p", {}, K.el("button", { type: "button", id: "k-clear", disabled: !anyHidden, onclick: function () {
        [state.types, state.stances, state.docs, state.kinds].forEach((s) => s.clear());
        Object.assign(state, { precise: false, undated: true, said: true });
        onChange();
      } }, "Show everything")),
      group("Place names", namesChoice(state, onRename)),
      group("Reports", K.data.families.map((family, i) => {
        const used = family.types.filter((t) => tallies.type.has(t));
        if (!used.length) return null;
        const on = used.some((t) => !state.types.has(t));
        return K.el("div", { class: "k-family" },
          check("k-f-" + family.key, on, (wanted) => { used.forEach((t) => (wanted ? state.types.delete(t) : state.types.add(t))); onChange(); },
            K.icon(family), " ", K.el("strong", {}, family.label), count("family", i)),
          used.length > 1 ? K.el("div", { class: "k-types" }, used.map((t) => check("k-t-" + t, !state.types.has(t), toggle(state.types, t, onChange), capital(K.data.types[t]), count("type", t)))) : null);
      })),
      group("What the text says of it", Object.entries(K.data.stances).filter(([key]) => tallies.stance.has(key))
        .map(([key, words]) => check("k-s-" + key, !state.stances.has(key), toggle(state.stances, key, onChange), capital(words), count("stance", key)))),
      group("Place", check("k-precise", state.precise, (on) => { state.precise = on; onChange(); }, "Only reports placed at or near a spot")),
      tallies.said.get(true) ? group("Date", check("k-said", state.said, (on) => { state.said = on; onChange(); },
        "Reports of which only the day of saying is told", count("said", true))) : null,
      group("Lines and areas", layers.kinds.length ? layers.kinds.map((kind) => check("k-l-" + kind, !state.kinds.has(kind), toggle(state.kinds, kind, onChange),
        lineSample(K.data.layerStyles[kind]), " ", K.data.layerStyles[kind].label, layers.countOn(kind, state.layerDay) ? "" : K.el("small", {}, " (none on this date)"))) : K.el("p", {}, "none")),
      group("Documents", K.data.documents.map((doc, i) => check("k-d-" + i, !state.docs.has(i), toggle(state.docs, i, onChange),
        K.told(doc.title || doc.id), doc.publisher ? K.el("small", {}, " ", K.told(doc.publisher)) : "", count("doc", i)))));
    if (focus && document.getElementById(focus)) document.getElementById(focus).focus();
  };

  /** What the marks mean, and the lines and areas that stand on the day shown. */
  K.drawLegend = function (root, layers, state) {
    const standing = layers.kinds.filter((kind) => !state.kinds.has(kind) && layers.countOn(kind, state.layerDay));
    const first = K.data.families[0], row = (picture, ...text) => K.el("li", {}, picture, K.el("span", {}, text));
    K.replace(root,
      K.el("ul", {}, K.data.families.map((f) => row(K.icon(f), f.label))),
      K.el("ul", {},
        row(K.icon(first), "told as done"),
        row(K.icon(first, { half: true }), "several, some of them as below"),
        row(K.icon(first, { open: true }), "denied, disputed, called for or planned"),
        K.data.documents.filter((doc) => doc.overlaid).map((doc) => row(K.icon(first, { overlaid: true }), "dotted: told by ", K.told(doc.title || doc.id))),
        row(K.icon(first, { areal: true }), "dashed ring: only an area is known, anywhere in it"),
        K.data.events.some((event) => event.said) ? row(K.icon(first, { said: true }), "with a tail: stands on the day it was said, its own is not told") : null,
        row(K.svg("svg", { class: "k-icon", viewBox: "-10 -10 20 20", width: 18, height: 18, "aria-hidden": "true" }, K.svg("circle", { r: 8, fill: "var(--k-ink)" }), K.svg("text", { "text-anchor": "middle", y: 4, "font-size": 11, fill: "var(--k-paper)" }, "3")), "number of reports there")),
      standing.length ? K.el("ul", {}, standing.map((k) => row(lineSample(K.data.layerStyles[k]), K.data.layerStyles[k].label))) : null);
  };

  const COLUMNS = [
    ["Date", (e) => (e.middle === null ? Infinity : e.middle), (e) => K.formatSpan(e)],
    ["Type", (e) => typeOf(e), (e) => [iconOf(e), " ", typeOf(e)]],
    ["Place", (e) => K.placeText(e), (e) => K.told(K.placeText(e))],
    ["What the text says", (e) => textOf(e), (e) => K.told(textOf(e), "span")],
    ["Stance", (e) => stanceText(e), (e) => stanceText(e)],
    ["Who says, who denies", (e) => K.whoText(e) || "\uffff", (e) => K.told(K.whoText(e) || "–")],
    ["Source", (e) => K.sourceText(e), (e) => K.told(K.sourceText(e))],
  ];

  /** The events as a sortable table; the date column holds the button that shows one on the map. */
  K.makeTable = function (root, onOpen) {
    let events = [], by = 0, down = false;
    function redraw() {
      const key = COLUMNS[by][1], sign = down ? -1 : 1;
      const sorted = [...events].sort(function (a, b) {
        const x = key(a), y = key(b);
        const order = typeof x === "number" ? (x === y ? 0 : x < y ? -1 : 1) : x.localeCompare(y, "en");
        return order ? sign * order : a.index - b.index;
      });
      const head = K.el("tr", {}, COLUMNS.map(([title], i) => K.el("th", { scope: "col", "aria-sort": i === by ? (down ? "descending" : "ascending") : "none" },
        K.el("button", { type: "button", id: "k-sort-" + i, onclick: () => sort(i) }, title, K.el("span", { "aria-hidden": "true" }, i === by ? (down ? " ▼" : " ▲") : " ↕")))));
      const body = K.el("tbody");
      const more = K.growing(sorted, TABLE_STEP, (e) => K.el("tr", {}, COLUMNS.map(([, , show], i) => i ? K.el("td", {}, show(e))
        : K.el("th", { scope: "row" }, K.el("button", { type: "button", class: "k-linklike", onclick: () => onOpen(e) }, show(e))))), body);
      K.replace(root, K.el("table", {}, K.el("caption", { class: "k-hidden" }, "Reports shown on the map; the headings sort, a date opens the report"), K.el("thead", {}, head), body), more);
    }
    function sort(i) {
      down = i === by ? !down : false;
      by = i;
      redraw();
      document.getElementById("k-sort-" + i).focus();
    }
    return { update: function (visible) { events = visible; redraw(); } };
  };

  K.listStep = LIST_STEP;
})(window.karamap);
