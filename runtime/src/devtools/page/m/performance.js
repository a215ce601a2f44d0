// The panel of figures: how long things take, what was over budget, what was warned of, and memory.

import { h, prose } from "./dom.js";
import { bytes, clock, count, counted, nanos } from "./format.js";
import { soon } from "./frame.js";
import { histogram, spreads } from "./charts.js";

const MOST_NODES = 200;
const SORTS = { "most time": (it) => it.runs.p50 * it.ran + it.calls.p50 * it.told, p99: (it) => it.runs.p99, max: (it) => it.runs.max, runs: (it) => it.ran, writes: (it) => it.writes };

export class PerformancePanel {
  title = "Performance";
  keys = [["/", "search the nodes"]];

  constructor(app) {
    this.app = app;
    this.health = h("div", { class: "card health", role: "status" });
    this.totals = h("dl", { class: "totals" });
    this.spreads = h("div", {});
    this.histogram = h("div", {});
    this.budgets = h("div", {});
    this.warnings = h("div", {});
    this.memory = h("div", {});
    this.search = h("input", { type: "search", class: "search", placeholder: "Search", "aria-label": "Search the nodes", oninput: () => soon(this.#render) });
    this.sort = h("select", { "aria-label": "Order", onchange: () => soon(this.#render) }, Object.keys(SORTS).map((text) => h("option", { value: text, text })));
    this.nodes = h("div", { class: "scroll-x", tabindex: "0", role: "region", "aria-label": "Nodes" });
    this.groups = h("div", { class: "scroll-x", tabindex: "0", role: "region", "aria-label": "Groups" });
    const card = (title, ...inside) => h("section", { class: "card" }, h("h2", { text: title }), ...inside);
    this.empty = h("p", { class: "empty", text: "No report has come yet." });
    this.grid = h("div", { class: "cards" }, this.health,
      card("How long it takes", this.spreads), card("Time of a flush", this.histogram), card("Since the monitor was attached", this.totals),
      card("Budgets and warnings", this.budgets, this.warnings), card("Memory", this.memory), card("Groups", this.groups),
      h("section", { class: "card wide" }, h("div", { class: "tools" }, h("h2", { text: "Atoms and computeds" }), this.search, this.sort), this.nodes));
    this.element = h("div", { class: "page", tabindex: "-1" }, this.empty, this.grid);
    for (const topic of ["report", "warned"]) app.model.on(topic, () => soon(this.#render));
  }

  focus() {
    this.element.focus();
  }

  shown() {
    // Figures cost the program something: only who looks at them has them taken.
    if (!this.app.model.report) void this.app.ask("monitor");
    this.#render();
  }

  #render = () => {
    if (!this.app.isShown(this)) return;
    const { report } = this.app.model;
    this.empty.hidden = Boolean(report);
    this.grid.hidden = !report;
    if (!report) return;
    this.#showHealth();
    this.spreads.replaceChildren(spreads([["flushes", report.flushes], ["updates", report.updates], ["calls", report.calls], ["serializing", report.serialized?.took]]));
    this.histogram.replaceChildren(histogram(this.app.model.flushes));
    this.#showTotals(report);
    this.#showBudgets(report);
    this.#showWarnings();
    this.#showMemory();
    this.#showNodes(report.nodes ?? []);
    this.groups.replaceChildren(table(["Group", "Writes", "Equal", "Ran", "Same", "Told"],
      (report.groups ?? []).map((it) => [it.name, count(it.writes), count(it.equal_writes), count(it.ran), count(it.unchanged), count(it.told)])));
  };

  #showHealth() {
    const { health } = this.app.model;
    this.health.hidden = !health;
    if (!health) return;
    const { is_well, last_flush, lag, failed, waiting } = health;
    const parts = [`${counted(waiting, "atom")} ${waiting === 1 ? "waits" : "wait"} to be told`];
    if (lag !== null) parts.push(`for ${nanos(lag)}`);
    if (last_flush) parts.push(`· last flush ${nanos(last_flush.ago)} ago in ${nanos(last_flush.took)}`);
    this.health.dataset.well = is_well;
    this.health.replaceChildren(h("span", { class: "dot", "aria-hidden": "true" }), h("strong", { text: is_well ? "Well" : "Something failed" }), h("span", { text: parts.join(" ") }),
      ...failed.map(({ name, cause, message }) => h("p", { class: "error", text: `${name} failed${name === cause ? "" : ` with ${cause}`}: ${message}` })));
  }

  #showTotals({ stats, serialized, monitored, lost }) {
    const facts = [["for", monitored < 60e9 ? nanos(monitored) : clock(monitored / 1e6)], ["writes", count(stats.writes)], ["equal writes", count(stats.equal_writes)], ["merged writes", count(stats.coalesced)],
      ["flushes", count(stats.flushes)], ["calls", count(stats.notified)], ["calls spared", count(stats.saved)], ["computeds ran", count(stats.recomputed)],
      ["came to the same", count(stats.unchanged)], ["did not have to run", count(stats.skipped)], ["subscriptions", count(stats.subscriptions)],
      ["serialized", bytes(serialized?.bytes ?? 0)], ["bytes spared", bytes(serialized?.saved ?? 0)], ["events lost", count(lost)]];
    this.totals.replaceChildren(...facts.flatMap(([name, value]) => [h("dt", { text: name }), h("dd", { text: value })]));
  }

  #showBudgets({ limits, over }) {
    if (!limits.length) return this.budgets.replaceChildren(h("p", { class: "muted", text: "No budget is set." }));
    this.budgets.replaceChildren(
      h("table", { class: "limits" }, h("thead", {}, h("tr", {}, ["Budget", "At most"].map((text) => h("th", { scope: "col", text })))),
        h("tbody", {}, limits.map(({ what, allowed }) => h("tr", {}, h("th", { scope: "row" }, prose(what)), h("td", { text: allowed }))))),
      h("p", { text: over ? `${counted(over.count, "time")} over budget.` : "Nothing was over budget." }),
      h("ul", { class: "plain" }, (over?.first ?? []).map((text) => h("li", {}, prose(text)))));
  }

  #showWarnings() {
    const { warnings, nodes } = this.app.model;
    if (!warnings.length) return this.warnings.replaceChildren(h("p", { class: "muted", text: "No warning." }));
    const shown = warnings.slice(-30).reverse().map(({ kind, text, at, node }) => {
      const known = nodes.get(node);
      return h("li", {}, h("span", { class: "badge warn", text: kind }), h("span", { class: "text" }, prose(text)), at ? h("code", { class: "at", text: at }) : null,
        known ? h("button", { type: "button", class: "link", text: known.short, onclick: () => this.app.reveal(known) }) : null);
    });
    this.warnings.replaceChildren(h("ul", { class: "entries warnings" }, shown));
  }

  #showMemory() {
    const { memory, history } = this.app.model;
    const amounts = Object.entries(memory ?? {}).map(([name, it]) => [name, typeof it === "number" ? { bytes: it } : it])
      .filter(([name, it]) => it?.bytes > 0 && name !== "history_entries");
    const most = Math.max(1, ...amounts.map(([, it]) => it.bytes));
    const rows = amounts.sort(([, a], [, b]) => b.bytes - a.bytes).map(([name, it]) => [name, it.count === undefined ? "" : count(it.count), bytes(it.bytes), meter(it.bytes / most)]);
    const sum = amounts.reduce((all, [, it]) => all + it.bytes, 0);
    this.memory.replaceChildren(...[
      rows.length ? table(["Part", "Count", "Size", ""], rows) : h("p", { class: "muted", text: "Not measured." }),
      rows.length ? h("p", { class: "muted", text: `${bytes(sum)} in all.` }) : null,
      history?.on ? h("p", { class: "muted", text: `History: ${count(history.entries.length)} of ${count(history.max_entries)} entries, ${bytes(history.bytes)}${history.budget ? ` of ${bytes(history.budget)}` : ""}.` }) : null,
    ].filter(Boolean));
  }

  #showNodes(nodes) {
    const word = this.search.value.toLowerCase();
    const found = nodes.filter((it) => it.name.toLowerCase().includes(word)).sort((a, b) => SORTS[this.sort.value](b) - SORTS[this.sort.value](a)).slice(0, MOST_NODES);
    this.nodes.replaceChildren(table(["Name", "Writes", "Ran", "Same", "Failed", "p50", "p95", "p99", "max", "Told"],
      found.map((it) => [it.name, count(it.writes), count(it.ran), count(it.unchanged), count(it.failed), ...["p50", "p95", "p99", "max"].map((key) => (it.runs.measured ? nanos(it.runs[key]) : "–")), count(it.told)])));
  }
}

/** A table of texts, the first column names, the others numbers. */
function table(heads, rows) {
  return h("table", {}, h("thead", {}, h("tr", {}, heads.map((text) => h("th", { scope: "col", text })))),
    h("tbody", {}, rows.map(([first, ...rest]) => h("tr", {}, h("th", { scope: "row", text: first, title: first }), rest.map((it) => (it instanceof Node ? h("td", {}, it) : h("td", { text: it })))))));
}

function meter(part) {
  const full = h("span", { class: "bar-full" });
  full.style.width = `${Math.max(1, part * 100)}%`;
  return h("span", { class: "bar-track", "aria-hidden": "true" }, full);
}
