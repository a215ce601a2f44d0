// A store made up: atoms, computeds, a family, flushes, a history. The same seed makes the same store.

/** A small generator of numbers, so that every run sees the same. */
export function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const GROUPS = [
  { name: "default", priority: 0, window_ms: 16 },
  { name: "ui", priority: 10, window_ms: 8 },
  { name: "data", priority: -5, window_ms: 50 },
];
const AREAS = ["cart", "orders", "catalog", "search", "account", "payment", "shipping", "reviews", "stock", "staff"];
const PARTS = ["data", "view", "model", "api", "ui", "rules"];
const NOUNS = ["Price", "Count", "Title", "Open", "Limit", "Rate", "Status", "Total", "Draft", "Page", "Sort", "Seen"];
const WORDS = ["tea", "rye bread", "olive oil", "paper", "cable 2 m", "lamp", "blue chair", "notebook"];
const LABELS = ["add to cart", "open panel", "poll prices", "type in search", null, null, "sync stock", "tick"];

export class FakeStore {
  constructor({ store, name, atoms, computeds, members, flushes, tier = "dynamic", seed = 7 }) {
    Object.assign(this, { store, name, tier, strategy: "smart" });
    this.groups = GROUPS;
    this.random = random(seed);
    this.nodes = [];
    this.pointers = new Map();
    this.state = { atoms: {}, computed: {} };
    this.initial = {};
    this.versions = new Map();
    this.runs = new Map();
    this.sequence = 0;
    this.flushed = 0;
    this.now = 0;
    this.flushes = [];
    this.history = { entries: [], skipped: new Set(), pinned: new Set(), position: 0, branches: [] };
    this.nextEntry = 1;
    this.makeAtoms(atoms);
    if (members) this.makeFamily(members);
    this.makeComputeds(computeds);
    for (let i = 0; i < flushes; i += 1) this.flush(false);
    this.initialState = structuredClone(this.state.atoms);
  }

  get info() {
    const { store, name, tier, strategy, groups } = this;
    return { store, name, tier, strategy, groups };
  }

  pick(list) {
    return list[Math.floor(this.random() * list.length)];
  }

  add(fields) {
    const node = {
      family: null, key: null, type: null, deps: [], writable: true,
      redacted: false, fields: [], file: "src/state.rs", line: 1, ...fields,
    };
    node.node = this.nodes.length + 1;
    this.nodes.push(node);
    this.pointers.set(node.node, pointerOf(node));
    return node;
  }

  makeAtoms(count) {
    for (let i = 0; i < count; i += 1) {
      const area = AREAS[i % AREAS.length];
      const part = PARTS[Math.floor(i / AREAS.length) % PARTS.length];
      const index = Math.floor(i / 60);
      const short = `${NOUNS[i % NOUNS.length]}${index || ""}`;
      const { type, value, fields } = this.value(i);
      const name = `shop::${area}::${part}::${short}`;
      this.add({
        kind: "atom", name, short, type, fields, group: GROUPS[i % 3].name, file: `src/${area}/${part}.rs`,
        line: 12 + index * 9, redacted: i % 97 === 96,
      });
      this.state.atoms[name] = i % 97 === 96 ? "[redacted]" : value;
    }
    this.plain = this.nodes.filter((node) => !node.redacted);
  }

  value(i) {
    const word = this.pick(WORDS);
    switch (i % 7) {
      case 0: return { type: "f64", value: Math.round(this.random() * 10000) / 100, fields: [] };
      case 1: return { type: "u32", value: Math.floor(this.random() * 500), fields: [] };
      case 2: return { type: "alloc::string::String", value: word, fields: [] };
      case 3: return { type: "bool", value: this.random() < 0.5, fields: [] };
      case 4: return { type: "core::option::Option<u64>", value: this.random() < 0.5 ? null : i, fields: [] };
      case 5: return { type: "shop::Filter", value: this.pick(["All", "Done", { Search: { text: word } }]), fields: [] };
      default: return {
        type: "shop::Panel",
        value: { open: i % 2 === 0, width: 240 + (i % 300), tabs: WORDS.slice(0, 3), sort: { by: "name", down: false } },
        fields: ["open", "width", "tabs", "sort"],
      };
    }
  }

  makeFamily(count) {
    const name = "shop::orders::Order";
    const family = this.add({ kind: "family", name, short: "Order", type: "shop::orders::Order", group: "data",
      file: "src/orders.rs", line: 31, fields: ["title", "paid", "sum"] });
    this.state.atoms[name] = {};
    for (let key = 1; key <= count; key += 1) {
      this.add({ kind: "atom", name, short: `Order(${key})`, family: family.node, key: String(key),
        type: family.type, group: "data", file: family.file, line: 31, fields: family.fields });
      this.state.atoms[name][key] = { title: this.pick(WORDS), paid: this.random() < 0.4, sum: key * 3 };
    }
  }

  makeComputeds(count) {
    const made = [];
    this.dependents = new Map();
    for (let i = 0; i < count; i += 1) {
      const area = AREAS[i % AREAS.length];
      const deps = new Set();
      const wanted = 1 + Math.floor(this.random() * 3);
      while (deps.size < wanted) {
        const older = made.length && this.random() < 0.55 ? made : this.plain.slice(0, Math.max(20, count * 2));
        deps.add(this.pick(older).node);
      }
      const short = `${["TOTAL", "VISIBLE", "LABEL", "SUMMARY", "RANK"][i % 5]}${i > 4 ? `_${i}` : ""}`;
      const name = `shop::${area}::${short}`;
      const node = this.add({ kind: "computed", name, short, type: "f64", deps: [...deps], writable: false,
        group: GROUPS[i % 3].name, file: `src/${area}.rs`, line: 40 + i });
      this.state.computed[name] = Math.round(this.random() * 1000) / 10;
      made.push(node);
      for (const dep of deps) this.dependents.set(dep, [...(this.dependents.get(dep) ?? []), node]);
    }
  }

  /** Everything downstream of what was written, in the order of the graph. */
  downstream(written) {
    const found = new Map();
    const walk = (node) => {
      for (const next of this.dependents.get(node) ?? []) {
        if (!found.has(next.node)) found.set(next.node, next);
        walk(next.node);
      }
    };
    for (const node of written) walk(node.node);
    return [...found.values()].sort((a, b) => a.node - b.node).slice(0, 24);
  }

  /** One flush of random writes. With `live` the state changes; the patch is returned. */
  flush(live, only, label) {
    const hot = this.plain.slice(0, Math.min(400, this.plain.length));
    const written = only ?? Array.from({ length: 1 + Math.floor(this.random() * 3) }, () => this.pick(hot));
    const patch = [];
    const bump = (node) => this.versions.set(node.node, (this.versions.get(node.node) ?? 0) + 1);
    for (const node of new Set(written)) {
      bump(node);
      if (!live || only) continue;
      patch.push(this.change(node));
    }
    this.now += 4 + this.random() * 60;
    const computed = this.downstream(written).map((node) => {
      const roll = this.random();
      const outcome = roll < 0.6 ? "changed" : roll < 0.85 ? "same" : roll < 0.99 ? "skipped" : "failed";
      this.runs.set(node.node, (this.runs.get(node.node) ?? 0) + 1);
      if (outcome === "changed") bump(node);
      if (outcome === "changed" && live) {
        const value = Math.round(this.random() * 1000) / 10;
        this.state.computed[node.name] = value;
        patch.push({ op: "replace", path: this.pointers.get(node.node), value });
      }
      return { node: node.node, name: node.name, outcome, us: outcome === "skipped" ? 0 : Math.round(3 + this.random() ** 6 * 900) / 10 };
    });
    const bytes = 20 + Math.floor(this.random() * 300);
    this.flushed += 1;
    const text = label ?? this.pick(LABELS);
    const flush = {
      flush: this.flushed, at_ms: Math.round(this.now * 1000) / 1000, label: text,
      duration_us: Math.round((5 + this.random() ** 8 * 2400) * 10) / 10,
      writes: [...new Set(written)].map((node) => ({ node: node.node, name: node.name, at: `${node.file}:${node.line + 20}`,
        coalesced: this.random() < 0.3 ? Math.floor(this.random() * 40) : 0, equal: this.random() < 0.1 ? 2 : 0 })),
      computed,
      told: computed.filter((it) => it.outcome === "changed").slice(0, 2)
        .map((it) => ({ node: it.node, name: it.name, calls: 1 + (it.node % 3), us: 2 })),
      notified: 1, saved: Math.floor(this.random() * 4), bytes, position: null,
    };
    if (text) this.remember(flush);
    this.flushes.push(flush);
    if (this.flushes.length > 120000) this.flushes.splice(0, 20000);
    return { flush, patch, bytes };
  }

  change(node) {
    const old = this.at(node);
    let path = this.pointers.get(node.node);
    let value;
    if (typeof old === "number") value = Math.round((old + this.random() * 10 - 4) * 100) / 100;
    else if (typeof old === "boolean") value = !old;
    else if (typeof old === "string") value = this.pick(WORDS);
    else if (old && typeof old === "object" && "width" in old) {
      path += "/width";
      value = old.width = 240 + Math.floor(this.random() * 300);
      return { op: "replace", path, value };
    } else value = old === null ? 1 : null;
    this.state.atoms[node.name] = value;
    return { op: "replace", path, value };
  }

  at(node) {
    return this.state.atoms[node.name];
  }

  remember(flush) {
    const { entries } = this.history;
    const id = this.nextEntry;
    this.nextEntry += 1;
    entries.push({ id, label: flush.label, at_ms: flush.at_ms, bytes: 64 + flush.writes.length * 40,
      names: flush.writes.map((it) => it.name) });
    if (entries.length > 50) entries.shift();
    this.history.position = id;
    flush.position = id;
  }

  get historyStart() {
    return (this.history.entries[0]?.id ?? 1) - 1;
  }

  get historyMessage() {
    const { entries, skipped, pinned, position, branches } = this.history;
    const bytes = entries.reduce((sum, entry) => sum + entry.bytes, 0);
    return { type: "history", store: this.store, on: true, position,
      live: position === (entries.at(-1)?.id ?? this.historyStart),
      entries: entries.map((entry) => ({ ...entry, pinned: pinned.has(entry.id), skipped: skipped.has(entry.id) })),
      branches, left_out: 0, start: this.historyStart, max_entries: 50, bytes, budget: 1 << 20 };
  }
}

function pointerOf({ kind, name, key }) {
  return `/${kind === "computed" ? "computed" : "atoms"}/${name}${key === null ? "" : `/${key}`}`;
}
