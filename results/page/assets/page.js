(function () {
  "use strict";
  // Twelve colours that stay apart for most who see few; beyond twelve, dashes tell them apart.
  const COLOURS = ["#0969da", "#cf222e", "#1a7f37", "#bf6a02", "#8250df", "#0e7c86", "#d4408e", "#7a6a00", "#5f6b7a", "#8c4a2f", "#2b3fae", "#52a300"];
  const data = JSON.parse(document.getElementById("data").textContent);
  if (!data.charts || !data.charts.length) return;

  const unpack = (list) => {
    const out = [];
    for (let i = 0; i < list.length; i += 2) for (let k = 0; k < list[i + 1]; k++) out.push(list[i]);
    return out;
  };
  const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const clock = (min) => {
    const sign = min < 0 ? "-" : "+", a = Math.abs(min), h = Math.floor(a / 60), m = a - 60 * h;
    const s = Math.round(60 * (m % 1)), whole = Math.floor(m) + (s === 60 ? 1 : 0);
    return sign + (h ? h + " h " : "") + whole + " min" + (s % 60 ? " " + s + " s" : "");
  };
  const short = (min, _, all) => {
    const within = all && all.length > 1 ? all[all.length - 1] - all[0] : 0;
    if (within < 5) return Math.round(60 * min) + " s";
    return within < 180 ? +min.toFixed(1) + " min" : +(min / 60).toFixed(1) + " h";
  };
  const percent = (x, n) => (100 * x).toFixed(n === undefined ? 2 : n) + " %";
  const said = (name) => name.replaceAll("-", " ").replace(/\b(lbs?|dns)\b/g, (w) => w.toUpperCase().replace("LBS", "LBs"));
  const el = (name, attributes, text) => {
    const e = document.createElement(name);
    for (const k in attributes || {}) e.setAttribute(k, attributes[k]);
    if (text !== undefined) e.textContent = text;
    return e;
  };
  const svg = (name, attributes, text) => {
    const e = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const k in attributes || {}) e.setAttribute(k, attributes[k]);
    if (text !== undefined) e.textContent = text;
    return e;
  };

  function show(section) {
    const chart = data.charts[+section.dataset.chart];
    if (!chart) return;
    section.querySelector(".charts").hidden = false;
    const x = Array.from({ length: chart.windows }, (_, w) => chart.from + w * chart.window);
    const designs = chart.designs.map((d, i) => ({
      name: d.name, marks: d.marks || [], colour: COLOURS[i % COLOURS.length], dash: [[], [8, 4], [2, 3]][Math.floor(i / COLOURS.length) % 3],
      offered: unpack(d.offered), lost: unpack(d.lost), tries: unpack(d.tries), capacity: unpack(d.capacity || []), misconfigured: (d.misconfigured || []).map(unpack), refused: (d.refused || []).map(unpack),
      near: d.near, lostAt: d.lostAt || [], lostBy: d.lostBy || {}, shown: i < 12,
    }));
    const plots = over(section, chart, views(chart, x, designs), designs);
    choose(section, designs, plots);
    play(section, chart, x, designs);
    causes(section, chart, x, designs);
  }

  const FINE = 40; // minutes: with so much or less in sight, seconds are drawn where they are known

  // views are the windows of a run, and the same with seconds in the place of windows near events.
  function views(chart, x, designs) {
    const known = (v) => v !== null && v !== undefined;
    const worst = (regions) => x.map((_, w) => regions.map((r) => r[w]).filter(known).reduce((a, b) => Math.max(a, 100 * b), regions.some((r) => known(r[w])) ? 0 : null));
    const whole = { x, lines: designs.map((d) => ({ offered: d.offered, lost: d.lost, tries: d.tries, capacity: x.map((_, w) => (known(d.capacity[w]) ? d.capacity[w] : null)), misconfigured: worst(d.misconfigured), refused: worst(d.refused) })) };
    if (!chart.near || !chart.near.length) return { whole, near: null };
    const n = Math.round(60 * chart.window), at = new Map(chart.near.map((w, k) => [w, k * n]));
    const spread = (windows, seconds) => windows.flatMap((v, w) => (!at.has(w) ? [v] : seconds ? seconds.slice(at.get(w), at.get(w) + n) : Array(n).fill(v)));
    return {
      whole,
      near: {
        x: x.flatMap((t, w) => (at.has(w) ? Array.from({ length: n }, (_, k) => t + k / 60) : [t])),
        lines: whole.lines.map((l, i) => {
          const d = designs[i].near;
          return { offered: spread(l.offered, unpack(d.offered)), lost: spread(l.lost, unpack(d.lost)), tries: spread(l.tries, unpack(d.tries)), capacity: spread(l.capacity), misconfigured: spread(l.misconfigured), refused: spread(l.refused) };
        }),
      },
    };
  }

  // kinds are the charts, by what they show of a design's lines.
  const kinds = {
    availability: { of: (l) => l.lost.map((x) => (x === null ? null : 100 * (1 - x))), unit: " %", digits: 3 },
    load: { of: (l) => l.offered.map((o, w) => o * (1 - l.lost[w])), unit: "/s", digits: 2, offered: true },
    tries: { of: (l) => l.tries, unit: "", digits: 3 },
    capacity: { of: (l) => l.capacity, unit: "/s", digits: 1, mayLack: true, offered: true },
    misconfigured: { of: (l) => l.misconfigured, unit: " %", digits: 2, mayLack: true },
    refused: { of: (l) => l.refused, unit: " %", digits: 2, mayLack: true },
  };

  // over draws the charts on one time axis.
  function over(section, chart, views, designs) {
    const sync = uPlot.sync(chart.incident);
    const plots = [];
    const tell = reading(section, views, designs);
    for (const div of section.querySelectorAll(".plot")) {
      const kind = kinds[div.dataset.plot];
      const dataOf = (view) => view && [view.x, ...view.lines.map(kind.of), ...(kind.offered ? [view.lines[0].offered] : [])];
      const data = { whole: dataOf(views.whole), near: dataOf(views.near) };
      if (kind.mayLack && data.whole.slice(1, 1 + designs.length).every((l) => l.every((v) => !v))) { // nothing was, or nothing is known of it
        div.closest("figure").remove();
        continue;
      }
      const series = [{ label: "time" }];
      const stepped = uPlot.paths.stepped({ align: 1 });
      for (const d of designs) series.push({ label: d.name, show: d.shown, stroke: d.colour, dash: d.dash, width: 1.5, points: { show: false }, paths: stepped });
      if (kind.offered) series.push({ label: "offered", stroke: () => css("--soft"), dash: [2, 3], width: 1, points: { show: false }, paths: stepped });
      const axis = (more) => Object.assign({ stroke: () => css("--soft"), grid: { stroke: () => css("--line"), width: 1 }, ticks: { stroke: () => css("--line") } }, more);
      const seen = { view: "whole" };
      const plot = new uPlot({
        width: div.clientWidth || 1000, height: div.dataset.plot === "availability" ? 300 : 190, series,
        legend: { show: false }, scales: { x: { time: false } }, cursor: { sync: { key: sync.key }, drag: { x: true, y: false }, points: { show: false } },
        axes: [axis({ values: (_, list) => list.map(short), space: 70, incrs: [1 / 60, 1 / 12, 1 / 6, 0.25, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 180, 240, 360, 720, 1440, 2880] }), axis({ size: 62 })],
        hooks: {
          drawClear: [(u) => marks(u, designs, div.dataset.plot === "availability")],
          setCursor: [(u) => u.cursor.event && tell(u.cursor.idx, seen.view)],
          setScale: [(u, key) => {
            const { min, max } = u.scales[key];
            const view = data.near && max - min <= FINE ? "near" : "whole";
            if (key !== "x" || view === seen.view) return;
            seen.view = view;
            queueMicrotask(() => u.batch(() => {
              u.setData(data[view], false);
              u.setScale("x", { min, max });
            }));
          }],
        },
      }, data.whole, div);
      sync.sub(plot);
      plots.push({ plot, div });
    }
    zooms(section, chart, views, plots.map((p) => p.plot));
    new ResizeObserver(() => plots.forEach((p) => p.div.clientWidth && p.plot.setSize({ width: p.div.clientWidth, height: p.plot.height }))).observe(section);
    window.addEventListener("beforeprint", () => plots.forEach((p) => p.plot.setSize({ width: 680, height: p.plot.height })));
    window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => plots.forEach((p) => p.plot.redraw()));
    return plots.map((p) => p.plot);
  }

  // zooms has a button for the whole run, and one for each stretch near an event.
  function zooms(section, chart, views, plots) {
    const box = section.querySelector(".zoom"), x = views.whole.x, last = x[x.length - 1] + chart.window;
    const to = (min, max) => plots.forEach((p) => p.setScale("x", { min, max }));
    box.querySelector(".whole").addEventListener("click", () => to(x[0], last - chart.window));
    for (const from of stretches(chart.near || [])) {
      const begins = Math.max(x[from] - 1, x[0]);
      const button = el("button", { type: "button" }, x[from] < FINE / 2 ? "Seconds near the fault" : "Seconds near " + clock(x[from]));
      button.addEventListener("click", () => to(begins, Math.min(begins + 12, last)));
      box.append(" ", button);
    }
  }

  // stretches are the windows with which others begin that are no further apart than ten.
  const stretches = (near) => near.filter((w, k) => !k || w - near[k - 1] > 10);

  // reading shows the figures of every design that is shown at the time that is pointed at.
  function reading(section, views, designs) {
    const table = section.querySelector(".reading"), columns = ["availability", "load", "capacity", "tries", "misconfigured", "refused"];
    const shown = {};
    return (k, name) => {
      const view = views[name];
      if (k === null || k === undefined) return;
      shown[name] = shown[name] || view.lines.map((l) => columns.map((c) => kinds[c].of(l)));
      table.caption.firstElementChild.textContent = "At " + clock(view.x[k]) + ", " + (+(view.lines[0].offered[k] || 0).toFixed(2)) + " requests a second offered";
      table.tBodies[0].replaceChildren();
      designs.forEach((d, i) => {
        if (!d.shown) return;
        const row = table.tBodies[0].insertRow();
        row.append(el("th", { scope: "row" }, d.name));
        columns.forEach((c, j) => {
          const v = shown[name][i][j][k];
          row.append(el("td", {}, v === null || v === undefined ? "-" : +v.toFixed(kinds[c].digits) + kinds[c].unit));
        });
      });
    };
  }

  // marks draws what was done in the first design that is shown, with names where there is room.
  function marks(u, designs, named) {
    const d = designs.find((d) => d.shown);
    if (!d) return;
    const c = u.ctx, ratio = window.devicePixelRatio || 1;
    c.save();
    c.strokeStyle = c.fillStyle = css("--mark");
    c.setLineDash([3, 3]);
    c.font = 11 * ratio + "px system-ui, sans-serif";
    c.textBaseline = "top";
    c.textAlign = "left";
    let free = 0;
    for (const m of d.marks) {
      const at = u.valToPos(m.at, "x", true);
      if (at < u.bbox.left || at > u.bbox.left + u.bbox.width) continue;
      c.beginPath();
      c.moveTo(at, u.bbox.top);
      c.lineTo(at, u.bbox.top + u.bbox.height);
      c.stroke();
      const name = said(m.name), wide = c.measureText(name).width;
      if (!named || at < free || at + wide > u.bbox.left + u.bbox.width) continue;
      c.fillText(name, at + 3 * ratio, u.bbox.top + u.bbox.height - 14 * ratio);
      free = at + wide + 8 * ratio;
    }
    c.restore();
  }

  // choose lets designs be shown or not.
  function choose(section, designs, plots) {
    const box = section.querySelector("fieldset.designs");
    designs.forEach((d, i) => {
      const label = el("label"), check = el("input", { type: "checkbox" }), swatch = el("span", { class: "swatch" });
      check.checked = d.shown;
      swatch.style.borderTopColor = d.colour;
      swatch.style.borderTopStyle = d.dash.length ? "dashed" : "solid";
      check.addEventListener("change", () => {
        d.shown = check.checked;
        plots.forEach((p) => p.setSeries(i + 1, { show: d.shown }));
      });
      label.append(check, swatch, d.name);
      box.append(label);
    });
  }

  const WIDTH = 1000, LEFT = 150, RIGHT = 990;

  // play shows regions over time, and steps through it.
  function play(section, chart, x, designs) {
    const pick = section.querySelector(".pick"), range = section.querySelector(".when input"), button = section.querySelector(".play");
    const strip = section.querySelector(".strip"), now = section.querySelector(".now");
    designs.forEach((d, i) => pick.append(el("option", { value: i }, d.name)));
    range.max = x.length - 1;
    let d = designs[0], cursor = null, timer = 0;
    const at = (w) => LEFT + ((RIGHT - LEFT) * w) / x.length;
    const draw = () => {
      d = designs[+pick.value];
      const ever = (of, g) => designs.some((d) => (d[of][g] || []).some((v) => v > 0));
      const rows = chart.regions.flatMap((name, g) => [
        ...(ever("misconfigured", g) || !ever("refused", g) ? [{ name, values: d.misconfigured[g] || [] }] : []),
        ...(ever("refused", g) ? [{ name: name + " API", title: "control plane of " + name + ": calls that fail", values: d.refused[g] || [] }] : []),
      ]);
      rows.push({ name: "requests lost", values: d.lost });
      const top = 16, height = top + rows.length * 24 + 22;
      const s = svg("svg", { viewBox: "0 0 " + WIDTH + " " + height });
      rows.forEach((row, r) => {
        const y = top + r * 24, worst = Math.max(...row.values, 0);
        const label = svg("text", { x: LEFT - 8, y: y + 14, "text-anchor": "end" }, row.name);
        label.append(svg("title", {}, row.title || row.name));
        s.append(label, svg("rect", { class: "bg", x: LEFT, y, width: RIGHT - LEFT, height: 20 }));
        for (let w = 0; w < x.length;) { // equal neighbours are one rectangle
          let end = w + 1;
          while (end < x.length && Math.abs(row.values[end] - row.values[w]) <= worst / 40) end++;
          if (row.values[w] > 0) s.append(svg("rect", { x: at(w), y, width: Math.max(at(end) - at(w), 1), height: 20, fill: "#cf222e", "fill-opacity": (0.12 + (0.88 * row.values[w]) / worst).toFixed(2) }));
          w = end;
        }
      });
      let last = 0;
      for (const m of d.marks) {
        const px = at((m.at - chart.from) / chart.window);
        if (px < LEFT || px > RIGHT) continue;
        s.append(svg("line", { class: "mark", x1: px, x2: px, y1: 12, y2: height - 20 }));
        const name = said(m.name);
        if (px > last) {
          s.append(svg("text", { class: "markname", x: px, y: 10, "text-anchor": px > RIGHT - 80 ? "end" : "start" }, name));
          last = px + 7 * name.length;
        }
      }
      const hours = (chart.windows * chart.window) / 60, every = [0.25, 0.5, 1, 2, 3, 6, 12, 24, 48].find((h) => hours / h <= 10) || 96;
      for (let h = Math.ceil(chart.from / 60 / every) * every; h * 60 <= x[x.length - 1]; h += every) s.append(svg("text", { class: "tick", x: at((h * 60 - chart.from) / chart.window), y: height - 6, "text-anchor": "middle" }, h + " h"));
      cursor = svg("line", { class: "cursor", y1: 12, y2: height - 20 });
      s.append(cursor);
      strip.replaceChildren(s);
      say();
    };
    const say = () => {
      const w = +range.value;
      cursor.setAttribute("x1", at(w));
      cursor.setAttribute("x2", at(w));
      const done = d.marks.filter((m) => m.at <= x[w]), hurt = chart.regions.map((name, g) => [name, (d.misconfigured[g] || [])[w] || 0]).filter((r) => r[1] > 0);
      now.textContent = clock(x[w]) + ": " + percent(d.lost[w] || 0) + " of " + (+(d.offered[w] || 0).toFixed(2)) + " requests a second lost" +
        (hurt.length ? "; misconfigured: " + hurt.map((r) => r[0] + " " + percent(r[1]) + " of load balancers").join(", ") : "; no load balancer misconfigured") +
        (done.length ? "; last step: " + said(done[done.length - 1].name) : "") + ".";
      range.setAttribute("aria-valuetext", now.textContent);
    };
    const stop = () => {
      clearInterval(timer);
      timer = 0;
      button.textContent = "Play";
    };
    button.addEventListener("click", () => {
      if (timer) return stop();
      if (+range.value >= x.length - 1) range.value = 0;
      button.textContent = "Stop";
      timer = setInterval(() => {
        range.value = +range.value + Math.max(1, Math.round(x.length / 600));
        say();
        if (+range.value >= x.length - 1) stop();
      }, 50);
    });
    pick.addEventListener("change", draw);
    range.addEventListener("input", say);
    draw();
  }

  // causes draws what was lost over time, by cause, a small chart a design.
  function causes(section, chart, x, designs) {
    const box = section.querySelector(".causes");
    const colour = (c) => COLOURS[chart.causes.indexOf(c) % COLOURS.length];
    const total = (d) => Object.values(d.lostBy).reduce((sum, list) => sum + unpack(list).reduce((a, b) => a + b, 0), 0);
    const losing = designs.filter((d) => d.lostAt.length);
    if (!losing.length) {
      box.append(el("p", {}, "No design lost a request."));
      return;
    }
    for (const c of chart.causes) {
      const key = el("span", { class: "key" }), dot = el("i");
      dot.style.background = colour(c);
      key.append(dot, said(c));
      box.append(key);
    }
    const end = chart.from + chart.windows * chart.window;
    const at = (min) => LEFT + ((RIGHT - LEFT) * (min - chart.from)) / (end - chart.from);
    for (const d of losing) {
      const series = {}, sums = d.lostAt.map(() => 0);
      for (const c of chart.causes) if (d.lostBy[c]) unpack(d.lostBy[c]).forEach((n, k) => ((series[c] = series[c] || [])[k] = n, (sums[k] += n)));
      const most = Math.max(...sums), height = 64;
      const s = svg("svg", { viewBox: "0 0 " + WIDTH + " " + height, role: "img", "aria-label": "Requests lost by cause over time, " + d.name });
      s.append(svg("text", { x: LEFT - 8, y: 26, "text-anchor": "end" }, d.name), svg("text", { class: "tick", x: LEFT - 8, y: 42, "text-anchor": "end" }, Math.round(total(d)) + " a run"), svg("line", { class: "grid", x1: LEFT, x2: RIGHT, y1: height - 4, y2: height - 4 }));
      const wide = at(15) - at(0);
      d.lostAt.forEach((min, k) => {
        let y = height - 4;
        for (const c of chart.causes) {
          const n = (series[c] || [])[k] || 0, h = ((height - 10) * n) / most;
          if (n <= 0) continue;
          y -= h;
          const r = svg("rect", { x: at(min).toFixed(1), y: y.toFixed(1), width: Math.max(Math.min(wide - 0.5, RIGHT - at(min)), 1).toFixed(1), height: h.toFixed(1), fill: colour(c) });
          r.append(svg("title", {}, clock(min) + ": " + (+n.toPrecision(3)) + " lost to " + said(c)));
          s.append(r);
        }
      });
      box.append(s);
    }
  }

  // On paper there is nothing to unfold.
  let folded = [];
  window.addEventListener("beforeprint", () => {
    folded = [...document.querySelectorAll("details:not([open])")];
    folded.forEach((d) => (d.open = true));
  });
  window.addEventListener("afterprint", () => folded.forEach((d) => (d.open = false)));

  for (const section of document.querySelectorAll("section.incident")) show(section);
})();
