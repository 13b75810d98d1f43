/* Building blocks: elements from text (never markup), dates, shapes. */
window.karamap = {};
(function (K) {
  "use strict";

  const SVG = "http://www.w3.org/2000/svg";
  const DAY = 864e5;

  /** Make an element; attributes are set as such, children are elements or plain text. */
  K.el = function (tag, attributes, ...children) {
    return fill(document.createElement(tag), attributes, children);
  };

  K.svg = function (tag, attributes, ...children) {
    return fill(document.createElementNS(SVG, tag), attributes, children);
  };

  function fill(node, attributes, children) {
    for (const [key, value] of Object.entries(attributes || {})) {
      if (value === null || value === undefined || value === false) continue;
      if (key === "onclick") node.addEventListener("click", value);
      else node.setAttribute(key, value === true ? "" : String(value));
    }
    for (const child of children.flat(Infinity)) {
      if (child === null || child === undefined || child === "") continue;
      node.append(child);
    }
    return node;
  }

  /** Text from a document: isolated, so that writing direction cannot leak. */
  K.told = function (text, tag) {
    return K.el(tag || "bdi", { class: "k-told" }, text);
  };

  K.replace = function (node, ...children) {
    node.replaceChildren(...children.flat(Infinity).filter((c) => c !== null && c !== undefined));
  };

  K.plural = (n, word) => n.toLocaleString("en") + " " + word + (n === 1 ? "" : "s");

  /* Days are whole numbers since 1970, so that no time zone can move them. */
  K.toDay = function (iso) {
    const parts = /^(\d{4})-(\d\d)-(\d\d)$/.exec(iso || "");
    return parts ? Math.round(Date.UTC(+parts[1], parts[2] - 1, +parts[3]) / DAY) : null;
  };
  K.toIso = (day) => new Date(day * DAY).toISOString().slice(0, 10);
  K.yearOf = (day) => new Date(day * DAY).getUTCFullYear();
  K.firstOf = (year, month) => Math.round(Date.UTC(year, month || 0, 1) / DAY);

  const WORDS = { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" };
  const longDate = new Intl.DateTimeFormat("en-GB", WORDS);
  K.formatDay = (day) => longDate.format(new Date(day * DAY));

  const fullDate = new Intl.DateTimeFormat("en-GB", { ...WORDS, month: "long" });
  const formatFull = (day) => fullDate.format(new Date(day * DAY));

  const PRECISION = ["", "", "within these days", "within this week", "within this month", "within this time"];

  function formatDays({ from, to }, format) {
    if (from === null) return "until " + format(to);
    if (to === null) return "from " + format(from);
    return from === to ? format(from) : format(from) + " – " + format(to);
  }

  /** "27 Sept 2020", or the interval; of an event that only its saying dates, or nothing, so much. */
  K.formatSpan = function (event) {
    if (!event.date) return event.reported === null ? "no date told" : "reported " + K.formatDay(event.reported);
    return (event.said ? "said on " : "") + formatDays(event, K.formatDay);
  };
  K.describeDate = function (event) {
    if (!event.date) return "not told" + (event.reported === null ? "" : "; " + K.formatSpan(event));
    if (event.said) return "said on " + formatDays(event, formatFull) + "; " + K.data.untoldDays[event.stance];
    const words = event.from !== event.to ? PRECISION[event.date[2]] || "" : "";
    return K.formatSpan(event) + (words ? ", " + words : "");
  };

  const WHERE = ["", "", "near the place named", "somewhere in the district", "somewhere in the region",
    "along a line or in a loose area", "somewhere in the country", "in a sea or a group of countries"];
  K.describeWhere = function (level, radius) {
    if (level <= 1) return "at the place named";
    return WHERE[level] + (radius ? " (within about " + Math.round(radius).toLocaleString("en") + " km)" : "");
  };

  K.nameOf = (function () {
    const regions = new Intl.DisplayNames(["en"], { type: "region", fallback: "none" });
    const languages = new Intl.DisplayNames(["en"], { type: "language", fallback: "none" });
    const ask = function (names, code) {
      try { return names.of(code) || code; } catch (error) { return code; }
    };
    return {
      side: (code) => (/^[a-z]{2}$/i.test(code) ? ask(regions, code.toUpperCase()) : code),
      language: (code) => (/^[a-z]{2,3}$/i.test(code) ? ask(languages, code) : code),
    };
  })();

  /** Fold a name so that Xankəndi, xankendi and XANKENDI agree; other scripts keep theirs. */
  K.fold = function (text) {
    return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase()
      .replace(/ə/g, "e").replace(/ı/g, "i").replace(/[ʻʼ‘’'`´-]/g, " ").replace(/\s+/g, " ").trim();
  };

  /* Corner points of each family's shape on the unit circle; the circle has none. */
  const corners = (n, turn) => Array.from({ length: n }, function (_, i) {
    const a = (i / n) * 2 * Math.PI + turn;
    return [Math.sin(a), -Math.cos(a)];
  });
  K.SHAPES = {
    triangle: corners(3, 0).map(([x, y]) => [x * 1.15, y * 1.15 + 0.18]),
    square: corners(4, Math.PI / 4).map(([x, y]) => [x * 1.12, y * 1.12]),
    diamond: corners(4, 0).map(([x, y]) => [x * 1.15, y * 1.15]),
    pentagon: corners(5, 0).map(([x, y]) => [x * 1.08, y * 1.08]),
    circle: null,
  };

  /* A speech bubble's tail under the shape: only the day of the saying is told. */
  K.TAIL = [[-0.45, 0.55], [-0.95, 1.42], [0.25, 0.6]];

  /** A family's shape as a small picture for lists and the legend. */
  K.icon = function (family, options) {
    const { open = false, half = false, areal = false, overlaid = false, said = false, size = 18 } = options || {};
    const paint = { fill: open ? "var(--k-paper)" : family.colour, stroke: open ? family.colour : "#222",
      "stroke-width": open ? 2.4 : 0.8, "stroke-linejoin": "round" };
    const points = K.SHAPES[family.shape];
    const polygon = (corners, scale, style) => K.svg("polygon", { points: corners.map(([x, y]) => (x * scale).toFixed(2) + "," + (y * scale).toFixed(2)).join(" "), ...style });
    const draw = (scale, style) => points ? polygon(points, scale, style)
      : K.svg("circle", { r: (scale * 0.95).toFixed(2), ...style });
    const scale = areal ? 4.4 : 7;
    const parts = said ? [polygon(K.TAIL, scale, paint), draw(scale, paint)] : [draw(scale, paint)];
    if (half) {
      parts.push(draw(scale, { fill: "var(--k-paper)", style: "clip-path: inset(0 0 0 50%)" }));
      parts.push(draw(scale, { fill: "none", stroke: family.colour, "stroke-width": 2 }));
    }
    if (overlaid) parts.push(K.svg("circle", { r: (scale * 0.34).toFixed(2), fill: open ? family.colour : "var(--k-paper)" }));
    if (areal) parts.push(K.svg("circle", { r: 9, fill: "none", stroke: "currentColor", "stroke-width": 1.2, "stroke-dasharray": "2.5 2" }));
    return K.svg("svg", { class: "k-icon", viewBox: "-10 -10 20 20", width: size, height: size, "aria-hidden": "true", focusable: "false" }, parts);
  };

  /** A link to a source, only ever http(s): the addresses were checked when the file was written. */
  K.link = function (url, text) {
    if (!/^https?:\/\//i.test(url || "")) return K.told(text);
    return K.el("a", { href: url, target: "_blank", rel: "noopener noreferrer nofollow" }, K.told(text), K.el("span", { class: "k-hidden" }, " (opens a new tab)"));
  };
})(window.karamap);
