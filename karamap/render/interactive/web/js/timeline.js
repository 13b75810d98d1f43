/* Time: histogram, a range with two handles, play, and the date of the lines and areas. */
(function (K) {
  "use strict";

  const MAX_BARS = 90;
  const reduced = window.matchMedia("(prefers-reduced-motion: reduce)");

  /** The days that the slider spans: from the first to the last dated event, and the map's own date. */
  function findDomain(events) {
    const days = events.flatMap((e) => [e.from, e.to]).filter((d) => d !== null);
    if (!days.length) return null;
    const first = days.reduce((a, b) => Math.min(a, b)), last = days.reduce((a, b) => Math.max(a, b));
    return { min: first, max: Math.max(last, Math.min(K.toDay(K.data.asOf), last + 366), first + 1) };
  }

  /** The days to open on: when most of it happened, if a few other years would squeeze that. */
  function findOpening(domain) {
    const [from, to] = (K.data.opening || []).map(K.toDay);
    return domain && K.data.opening ? { min: from, max: Math.max(to, from + 1) } : domain;
  }

  K.makeTimeline = function (root, state, onChange) {
    const events = K.data.events, domain = findDomain(events), undated = events.filter((e) => !e.date).length;
    const opening = findOpening(domain);
    const view = opening ? { ...opening } : { min: 0, max: 1 };
    const range = (id, text) => K.el("input", { type: "range", id, "aria-label": text, step: 1 });
    const from = range("k-from", "First day shown"), to = range("k-to", "Last day shown");
    const play = K.el("button", { type: "button", id: "k-play", "aria-pressed": "false", onclick: togglePlay }, "▶ Play");
    const span = K.el("output", { id: "k-span", for: "k-from k-to" });
    const scale = K.el("select", { id: "k-scale" });
    const layerDay = K.el("input", { type: "date", id: "k-layer-day", required: true });
    const follow = K.el("input", { type: "checkbox", id: "k-follow", checked: true });
    const showUndated = K.el("input", { type: "checkbox", id: "k-undated", checked: true });
    const chart = K.svg("svg", { class: "k-bars", preserveAspectRatio: "none", role: "img" });
    const ticks = K.el("div", { class: "k-ticks", "aria-hidden": "true" });
    let timer = null;

    K.replace(root,
      K.el("div", { class: "k-time-row" },
        domain ? [play, K.el("button", { type: "button", id: "k-reset", onclick: showAll }, "All dates"), span,
          K.el("label", { class: "k-inline" }, "Span ", scale)] : K.el("p", {}, "No report has a date."),
        K.el("label", { class: "k-inline", hidden: !undated }, showUndated, " undated (" + undated + ")"),
        K.el("span", { class: "k-layer-date" },
          K.el("label", { class: "k-inline" }, "Lines and areas as of ", layerDay),
          domain ? K.el("label", { class: "k-inline" }, follow, " follow the slider") : null)),
      domain ? [K.el("div", { class: "k-track" }, chart, from, to), ticks] : null);

    fillScale();

    function fillScale() {
      if (!domain) return;
      const counts = new Map();
      for (const e of events) {
        if (e.middle !== null) counts.set(K.yearOf(e.middle), (counts.get(K.yearOf(e.middle)) || 0) + 1);
      }
      const years = [...counts].sort((a, b) => a[0] - b[0]);
      const within = events.filter((e) => e.middle !== null && e.middle >= opening.min && e.middle <= opening.max).length;
      K.replace(scale, K.el("option", { value: "all" }, "all years"),
        opening === domain ? null : K.el("option", { value: "opening", selected: true }, "main span (" + within + ")"),
        years.map(([year, n]) => K.el("option", { value: year }, year + " (" + n + ")")));
    }

    function setView(min, max) {
      view.min = min;
      view.max = max;
      for (const input of [from, to]) { input.min = min; input.max = max; }
    }

    function showAll() {
      stop();
      scale.value = "all";
      setView(domain.min, domain.max);
      Object.assign(state, { from: domain.min, to: domain.max, layerDay: K.toDay(K.data.asOf) });
      onChange();
    }

    /* the day that the layers show follows the later handle, once the reader moves it */
    function moved(day) {
      if (follow.checked) state.layerDay = day;
      onChange();
    }

    from.addEventListener("input", function () {
      state.from = Math.min(+from.value, state.to);
      moved(state.to);
    });
    to.addEventListener("input", function () {
      state.to = Math.max(+to.value, state.from);
      moved(state.to);
    });
    from.addEventListener("pointerdown", stop);
    to.addEventListener("pointerdown", stop);
    scale.addEventListener("change", function () {
      stop();
      const chosen = { all: domain, opening }[scale.value] || { min: K.firstOf(+scale.value), max: K.firstOf(+scale.value + 1) - 1 };
      setView(chosen.min, chosen.max);
      Object.assign(state, { from: view.min, to: view.max });
      moved(state.to);
    });
    layerDay.addEventListener("change", function () {
      const day = K.toDay(layerDay.value);
      if (day === null) return;
      follow.checked = false;
      state.layerDay = day;
      onChange();
    });
    showUndated.addEventListener("change", function () {
      state.undated = showUndated.checked;
      onChange();
    });

    function togglePlay() {
      if (timer) { stop(); return; }
      if (state.to >= view.max) state.to = state.from;
      const steps = reduced.matches ? 20 : 80, step = Math.max(1, Math.round((view.max - state.from) / steps));
      play.textContent = "❚❚ Pause";
      play.setAttribute("aria-pressed", "true");
      timer = setInterval(function () {
        state.to = Math.min(view.max, state.to + step);
        if (state.to >= view.max) stop();
        moved(state.to);
      }, reduced.matches ? 900 : 180);
    }

    function stop() {
      clearInterval(timer);
      timer = null;
      play.textContent = "▶ Play";
      play.setAttribute("aria-pressed", "false");
    }

    function drawBars(pool) {
      const days = view.max - view.min + 1, width = Math.max(1, Math.ceil(days / MAX_BARS)), n = Math.ceil(days / width);
      const bins = Array.from({ length: n }, () => K.data.families.map(() => 0));
      for (const e of pool) {
        if (e.middle === null || e.middle < view.min || e.middle > view.max) continue;
        bins[Math.floor((e.middle - view.min) / width)][e.family]++;
      }
      const totals = bins.map((b) => b.reduce((a, c) => a + c, 0)), top = Math.max(1, ...totals);
      chart.setAttribute("viewBox", "0 0 " + n + " 100");
      chart.setAttribute("aria-label", "Reports over time, " + K.plural(width, "day") + " a bar, at most " + K.plural(top, "report"));
      const bars = [];
      bins.forEach(function (bin, i) {
        const start = view.min + i * width, within = start + width > state.from && start <= state.to;
        let y = 100;
        bin.forEach(function (count, family) {
          if (!count) return;
          const h = (count / top) * 96;
          y -= h;
          bars.push(K.svg("rect", { x: i + 0.06, y: y.toFixed(2), width: 0.88, height: h.toFixed(2), fill: K.data.families[family].colour, opacity: within ? 1 : 0.25 }));
        });
      });
      K.replace(chart, bars);
      drawTicks(days);
    }

    function drawTicks(days) {
      const marks = [], years = days / 365.25;
      if (years > 2) {
        const step = Math.max(1, Math.ceil(years / 8));
        for (let y = K.yearOf(view.min); y <= K.yearOf(view.max); y += step) marks.push([K.firstOf(y), String(y)]);
      } else {
        const step = Math.max(1, Math.ceil(days / 30.4 / 7)), first = new Date(view.min * 864e5);
        for (let m = 0; m < 26; m += step) {
          const day = K.firstOf(first.getUTCFullYear(), first.getUTCMonth() + m);
          marks.push([day, K.formatDay(day).slice(2)]);
        }
      }
      K.replace(ticks, marks.filter(([d]) => d >= view.min && d <= view.max - (view.max - view.min) * 0.04)
        .map(([d, text]) => K.el("span", { style: "left:" + (100 * (d - view.min) / (view.max - view.min)).toFixed(2) + "%" }, text)));
    }

    if (domain) {
      setView(opening.min, opening.max);
      Object.assign(state, { from: opening.min, to: opening.max });
    }

    return {
      domain,
      opening,
      stop,
      /** Show the state; `pool` are the events that every filter but time lets through. */
      update: function (pool) {
        layerDay.value = K.toIso(state.layerDay);
        showUndated.checked = state.undated;
        if (!domain) return;
        if (state.from < view.min || state.to > view.max) { scale.value = "all"; setView(domain.min, domain.max); }
        from.value = state.from;
        to.value = state.to;
        from.setAttribute("aria-valuetext", K.formatDay(state.from));
        to.setAttribute("aria-valuetext", K.formatDay(state.to));
        /* whichever handle could be hidden under the other stays reachable */
        from.style.zIndex = state.from > (view.min + view.max) / 2 ? 3 : 2;
        span.textContent = K.formatDay(state.from) + " – " + K.formatDay(state.to);
        drawBars(pool);
      },
    };
  };
})(window.karamap);
