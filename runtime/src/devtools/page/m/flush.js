// One flush in detail.

import { button, h } from "./dom.js";
import { bytes, clock, count, counted, micros, preview } from "./format.js";

const MOST_OPERATIONS = 60;

/** A flush as an element. */
export function flushView(app, flush) {
  const { writes, computed, told, notified, saved, position } = flush;
  const longest = Math.max(1, ...computed.map((it) => it.us));
  const facts = [["at", flush.at_ms === null ? "–" : clock(flush.at_ms)], ["took", micros(flush.duration_us)], ["delta", flush.bytes ? bytes(flush.bytes) : "–"],
    ["told", counted(notified, "call")], ["spared", counted(saved, "call")]];
  const isKept = position !== null && app.model.history?.entries.some((it) => it.id === position);
  return h("div", {},
    h("p", { class: "eyebrow", text: `flush ${count(flush.flush)}` }),
    h("h2", { text: flush.label ?? "No label" }),
    h("dl", { class: "facts" }, facts.flatMap(([name, value]) => [h("dt", { text: name }), h("dd", { text: value })])),
    isKept ? h("div", { class: "buttons" }, button("Go to the state after it", () => app.goToFlush(flush))) : null,
    h("h3", { text: counted(writes.length, "write") }),
    h("ul", { class: "entries" }, writes.map((write) => h("li", {}, link(app, write),
      write.at ? h("code", { class: "at", text: write.at }) : h("span", { class: "muted", text: "place not known" }),
      write.coalesced ? h("span", { class: "badge", text: `${count(write.coalesced)} more merged` }) : null,
      write.equal ? h("span", { class: "badge", text: `${count(write.equal)} equal` }) : null))),
    ...section(computed, `${counted(computed.length, "computed")} looked at`, (it) => [link(app, it),
      h("span", { class: `badge ${it.outcome}`, text: it.outcome }),
      it.outcome === "skipped" ? null : bar(it.us / longest), h("span", { class: "time", text: it.outcome === "skipped" ? "" : micros(it.us) })]),
    ...section(told, "Told", (it) => [link(app, it), h("span", { class: "badge", text: counted(it.calls, "call") }), h("span", { class: "time", text: micros(it.us) })]),
    ...delta(app, flush));
}

function section(items, title, write) {
  return items.length ? [h("h3", { text: title }), h("ul", { class: "entries" }, items.map((it) => h("li", {}, write(it))))] : [];
}

function link(app, { node, name }) {
  const known = app.model.nodes.get(node);
  if (!known) return h("span", { class: "name", text: name, title: name });
  return h("button", { type: "button", class: "link", text: known.short, title: name, onclick: () => app.reveal(known) });
}

function bar(part) {
  const full = h("span", { class: "bar-full" });
  full.style.width = `${Math.max(2, part * 100)}%`;
  return h("span", { class: "bar-track", "aria-hidden": "true" }, full);
}

function delta(app, flush) {
  const found = app.model.deltaOf(flush);
  if (!found) return [];
  const [from, to] = found.flushes;
  const lines = found.patch.slice(0, MOST_OPERATIONS).map(({ op, path, from: source, value }) =>
    h("li", {}, h("span", { class: `badge op-${op}`, text: op }), h("code", { text: path.replace(/^\/(atoms|computed)\//, ""), title: path }),
      h("code", { class: "value", text: value !== undefined ? preview(value, 60) : (source ?? "") })));
  if (found.patch.length > MOST_OPERATIONS) lines.push(h("li", { class: "muted", text: `and ${count(found.patch.length - MOST_OPERATIONS)} more` }));
  return [h("h3", { text: from === to ? `Delta, ${bytes(found.bytes)}` : `Delta of flushes ${count(from)} to ${count(to)}, ${bytes(found.bytes)}` }),
    h("ul", { class: "entries operations" }, lines)];
}
