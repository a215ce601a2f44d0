// The rows of the state: modules, the nodes in them, members of families, and what is inside of values.

import { kindOf } from "./format.js";
import { below } from "./pointer.js";

/** A row: its `kind` is `module`, `node` or `value`; `depth` begins at 0; `id` names it for as long as it exists. */
export class Tree {
  constructor(model) {
    this.model = model;
    /** The modules that are closed, and the nodes and values that are open. */
    this.closed = new Set();
    this.open = new Set();
    this.modules = [];
  }

  /** Sorts the nodes into modules; to be called when nodes came or went. */
  sort() {
    const modules = new Map();
    this.members = new Map();
    for (const node of this.model.nodes.values()) {
      if (node.family !== null) {
        if (!this.members.has(node.family)) this.members.set(node.family, []);
        this.members.get(node.family).push(node);
        continue;
      }
      const name = moduleOf(node);
      if (!modules.has(name)) modules.set(name, []);
      modules.get(name).push(node);
    }
    const order = new Intl.Collator("en", { numeric: true }).compare;
    for (const list of modules.values()) list.sort((a, b) => order(a.short, b.short));
    for (const list of this.members.values()) list.sort((a, b) => order(a.key ?? "", b.key ?? ""));
    this.modules = [...modules].sort(([a], [b]) => order(a, b));
  }

  /** The rows in order. With a test of nodes only what passes, and all modules open. */
  rows(passes) {
    const rows = [];
    for (const [name, nodes] of this.modules) {
      const shown = passes ? nodes.filter((node) => passes(node) || this.#passing(node, passes).length) : nodes;
      if (!shown.length) continue;
      const isOpen = Boolean(passes) || !this.closed.has(name);
      rows.push({ kind: "module", id: name, name, depth: 0, count: shown.length, isOpen });
      if (isOpen) for (const node of shown) this.#node(rows, node, 1, passes);
    }
    return rows;
  }

  #passing(family, passes) {
    return (this.members.get(family.node) ?? []).filter(passes);
  }

  #node(rows, node, depth, passes) {
    const pointer = node.pointer;
    const row = { kind: "node", id: `node ${node.node}`, node, pointer, name: node.key ?? node.short, depth };
    rows.push(row);
    if (node.kind === "family") {
      const all = this.members.get(node.node) ?? [];
      const members = passes && !passes(node) ? all.filter(passes) : all;
      row.count = members.length;
      row.isOpen = members.length ? this.open.has(row.id) || (Boolean(passes) && !passes(node)) : undefined;
      if (row.isOpen) for (const member of members) this.#node(rows, member, depth + 1, null);
      return;
    }
    this.#inside(rows, row, pointer ? this.model.value(pointer) : undefined);
  }

  #inside(rows, row, value) {
    const kind = kindOf(value);
    const keys = kind === "object" || kind === "array" ? Object.keys(value) : [];
    if (!keys.length) return;
    row.isOpen = this.open.has(row.id);
    if (!row.isOpen) return;
    for (const key of keys) {
      const pointer = below(row.pointer, key);
      const inner = { kind: "value", id: pointer, node: row.node, pointer, name: key, depth: row.depth + 1 };
      rows.push(inner);
      this.#inside(rows, inner, value[key]);
    }
  }

  /** Opens or closes a row. */
  toggle(row, isOpen = !row.isOpen) {
    if (row.kind === "module") this.closed[isOpen ? "delete" : "add"](row.name);
    else this.open[isOpen ? "add" : "delete"](row.id);
  }

  /** Opens what a node stands in. */
  unfold(node) {
    if (node.family === null) return this.closed.delete(moduleOf(node));
    this.open.add(`node ${node.family}`);
    this.unfold(this.model.nodes.get(node.family));
  }
}

/** The path before the name, or the file where an atom was given a name of its own. */
function moduleOf({ name, short, file }) {
  const path = name.endsWith(short) ? name.slice(0, -short.length).replace(/::$/, "") : name.slice(0, Math.max(0, name.lastIndexOf("::")));
  return path || file || "atoms";
}
