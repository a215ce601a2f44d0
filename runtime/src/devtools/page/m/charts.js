// Two pictures of durations: quantiles on a line, and a histogram.

import { h, svg } from "./dom.js";
import { count, counted, micros, nanos } from "./format.js";

const QUANTILES = ["p50", "p95", "p99", "max"];
const RECENT = 20_000;
const WIDTH = 420;
const HEIGHT = 110;

/** Rows of `[name, {measured, p50, p95, p99, max}]`, nanoseconds, on one logarithmic scale. */
export function spreads(rows) {
  const known = rows.filter(([, spread]) => spread?.measured);
  if (!known.length) return h("p", { class: "muted", text: "Nothing was measured yet." });
  const low = Math.log10(Math.max(1, Math.min(...known.map(([, it]) => it.p50)))) - 0.2;
  const high = Math.log10(Math.max(...known.map(([, it]) => it.max), 10)) + 0.1;
  const place = (ns) => ((Math.log10(Math.max(1, ns)) - low) / (high - low)) * 100;
  return h("table", { class: "spreads" },
    h("thead", {}, h("tr", {}, ["", "", ...QUANTILES].map((text) => h("th", { scope: "col", text })))),
    h("tbody", {}, known.map(([name, spread]) => {
      const line = h("span", { class: "spread", "aria-hidden": "true" });
      const range = h("span", { class: "range" });
      range.style.left = `${place(spread.p50)}%`;
      range.style.width = `${place(spread.max) - place(spread.p50)}%`;
      line.append(range, ...QUANTILES.map((key) => {
        const tick = h("span", { class: `tick ${key}` });
        tick.style.left = `${place(spread[key])}%`;
        return tick;
      }));
      return h("tr", {}, h("th", { scope: "row", text: name, title: `measured ${counted(spread.measured, "time")}` }), h("td", { class: "line" }, line),
        QUANTILES.map((key) => h("td", { text: nanos(spread[key]) })));
    })));
}

/** How long the newest flushes took: columns that double in width. */
export function histogram(flushes) {
  const recent = flushes.slice(-RECENT);
  if (!recent.length) return h("p", { class: "muted", text: "No flush yet." });
  const buckets = new Map();
  for (const { duration_us } of recent) {
    const bucket = Math.floor(Math.log2(Math.max(0.25, duration_us)));
    buckets.set(bucket, (buckets.get(bucket) ?? 0) + 1);
  }
  const from = Math.min(...buckets.keys());
  const to = Math.max(...buckets.keys());
  const most = Math.max(...buckets.values());
  const width = WIDTH / (to - from + 1);
  const columns = [];
  for (let bucket = from; bucket <= to; bucket += 1) {
    const number = buckets.get(bucket) ?? 0;
    const height = number ? Math.max(2, (number / most) * (HEIGHT - 20)) : 0;
    const x = (bucket - from) * width;
    columns.push(svg("rect", { class: "column", x: x + 1, y: HEIGHT - 18 - height, width: Math.max(1, width - 2), height, rx: 2 },
      svg("title", { text: undefined }, `${micros(2 ** bucket)} to ${micros(2 ** (bucket + 1))}: ${count(number)}`)));
    if (width > 34 || (bucket - from) % 2 === 0) columns.push(svg("text", { class: "axis", x: x + 1, y: HEIGHT - 4 }, micros(2 ** bucket)));
  }
  const sorted = recent.map((it) => it.duration_us).sort((a, b) => a - b);
  const at = (part) => micros(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))]);
  const text = `The newest ${counted(recent.length, "flush", "flushes")}: p50 ${at(0.5)}, p95 ${at(0.95)}, p99 ${at(0.99)}, max ${at(1)}.`;
  return h("figure", {}, svg("svg", { class: "histogram", viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": text }, columns), h("figcaption", { class: "muted", text }));
}
