// The panel of the state: the tree, and what is selected in it.

import { button, h, icon, isCalm, setAttribute, setText } from "./dom.js";
import { Detail } from "./detail.js";
import { Editor } from "./editor.js";
import { nodeFilter } from "./filter.js";
import { bytes, count, kindOf, preview } from "./format.js";
import { soon } from "./frame.js";
import { List } from "./list.js";
import { above } from "./pointer.js";
import { Tree } from "./tree.js";

const FLASH_MS = 900;

export class StatePanel {
  title = "State";
  keys = [["/", "search"], ["→ ←", "open, close"], ["Enter or F2", "edit the value in place"], ["e", "edit beside the tree"],
    ["r", "reset to the initial value"], ["i", "insert a member or an item"], ["Del", "remove it"], ["w", "why it was told, or not"], ["g", "show in the graph"], ["f", "its flushes"]];
  #isSorted = false;
  #isStale = true;
  #flashes = new Map();
  #editing = null;
  #selected = null;

  constructor(app) {
    this.app = app;
    const { model } = app;
    this.tree = new Tree(model);
    this.search = h("input", { type: "search", class: "search", placeholder: "Search: name, group:, type:, is:computed",
      "aria-label": "Search the state", oninput: () => this.#stale() });
    this.found = h("span", { class: "muted", role: "status" });
    this.list = new List({
      role: "treegrid", rowRole: "row", label: "State",
      make: () => this.#makeRow(), fill: (row, item) => this.#fillRow(row, item),
      onSelect: (item) => this.#select(item),
      onOpen: (item, index, event) => this.#opened(item, index, event),
      onKey: (event, item, index) => this.#key(event, item, index),
    });
    this.list.element.addEventListener("click", (event) => {
      if (event.target.closest(".twist")) this.#toggle(this.list.activeItem);
    });
    this.detail = new Detail(app);
    const heads = ["Name", "Value", "Version", "Size", "Group"].map((text) => h("span", { role: "columnheader", text }));
    this.element = h("div", { class: "split" },
      h("section", { class: "main", "aria-label": "Tree" },
        h("div", { class: "tools" }, this.search, this.found,
          button("Fold all", () => this.#foldAll(), { class: "button quiet" })),
        h("div", { class: "heads state-row", "aria-hidden": "true" }, heads), this.list.element),
      this.detail.element);
    model.on("nodes", () => {
      this.#isSorted = false;
      this.#stale();
    });
    model.on("state", () => this.#stale());
    model.on("patch", (what) => what && this.#patched(what));
    model.on("counts", () => this.list.refresh());
  }

  focus() {
    this.list.element.focus();
    if (this.list.active < 0) this.list.select(0);
  }

  shown() {
    this.#render();
    this.list.refresh();
  }

  /** Selects a node wherever it is, and shows it. */
  reveal(node) {
    this.search.value = "";
    this.#sorted();
    this.tree.unfold(node);
    this.#isStale = true;
    this.#render();
    const index = this.list.items.findIndex((row) => row.kind === "node" && row.node === node);
    if (index >= 0) this.list.select(index);
  }

  #stale() {
    this.#isStale = true;
    soon(this.#render);
  }

  #sorted() {
    if (this.#isSorted) return;
    this.#isSorted = true;
    this.tree.sort();
  }

  #render = () => {
    if (!this.#isStale || !this.app.isShown(this)) return;
    this.#isStale = false;
    this.#sorted();
    const rows = this.tree.rows(nodeFilter(this.search.value));
    this.list.items = rows;
    const selected = this.#selected ? rows.findIndex((row) => row.id === this.#selected.id) : -1;
    if (selected !== this.list.active) this.list.mark(selected);
    const nodes = this.app.model.nodes.size;
    const shown = rows.reduce((sum, row) => sum + (row.kind === "node"), 0);
    setText(this.found, this.search.value ? `${count(shown)} of ${count(nodes)}` : `${count(nodes)} nodes`);
    if (!this.#selected && rows.length) this.detail.show(null);
    else this.detail.update();
  };

  #patched({ changed, structure }) {
    const now = performance.now();
    for (const pointer of changed) {
      // A flash of a field is one of all it stands in, up to the atom.
      for (let at = pointer; at.lastIndexOf("/") > 0; at = above(at)) this.#flashes.set(at, now);
    }
    if (!this.app.isShown(this)) return;
    if (structure || this.tree.open.size) this.#stale();
    this.list.refresh();
    soon(this.#flash);
    this.detail.update();
  }

  #flash = () => {
    const now = performance.now();
    for (const [pointer, at] of this.#flashes) if (now - at > FLASH_MS) this.#flashes.delete(pointer);
    if (isCalm()) {
      setTimeout(() => this.list.refresh(), FLASH_MS + 50);
      return;
    }
    for (const [index, row] of this.list.visible()) {
      const at = this.#flashes.get(this.list.items[index]?.pointer);
      if (at === undefined || row.flashed === at) continue;
      row.flashed = at;
      row.flashing?.cancel();
      const colour = getComputedStyle(row).getPropertyValue("--flash");
      row.flashing = row.value.animate([{ backgroundColor: colour }, { backgroundColor: "transparent" }],
        { duration: FLASH_MS, delay: at - now, easing: "ease-out" });
    }
  };

  #makeRow() {
    const cell = (name) => h("span", { class: name, role: "gridcell" });
    const row = h("div", { class: "state-row" });
    row.twist = h("span", { class: "twist" }, icon("next"));
    row.glyph = h("span", { class: "glyph" });
    row.label = h("span", { class: "label" });
    row.name = h("span", { class: "name", role: "gridcell" }, row.twist, row.glyph, row.label);
    for (const name of ["value", "version", "size", "group"]) row[name] = cell(name);
    row.append(row.name, row.value, row.version, row.size, row.group);
    return row;
  }

  #fillRow(row, item) {
    const { kind, node, depth, isOpen } = item;
    row.style.setProperty("--depth", depth);
    setAttribute(row, "aria-level", depth + 1);
    setAttribute(row, "aria-expanded", isOpen === undefined ? null : isOpen);
    setAttribute(row, "data-kind", kind === "node" ? node.kind : kind);
    setText(row.label, item.name);
    setAttribute(row.label, "title", kind === "node" ? node.name : null);
    if (row.item !== item.id) {
      row.item = item.id;
      row.flashing?.cancel();
    }
    const isCounted = kind === "module" || (kind === "node" && node.kind === "family");
    const isEdited = this.#editing?.id === item.id;
    setAttribute(row, "data-editing", isEdited);
    if (isEdited) {
      if (row.value.firstChild !== this.#editing.editor.element) row.value.replaceChildren(this.#editing.editor.element);
    } else {
      const value = isCounted ? undefined : this.app.model.value(item.pointer);
      setText(row.value, isCounted ? count(item.count) : node.redacted ? "redacted" : preview(value));
      row.value.className = `value ${isCounted ? "muted" : node.redacted ? "redacted" : kindOf(value)}`;
      const flashed = isCalm() && performance.now() - (this.#flashes.get(item.pointer) ?? -1e9) < FLASH_MS;
      setAttribute(row, "data-changed", flashed);
    }
    const counts = kind === "node" ? this.app.model.counts.get(node.node) : undefined;
    setText(row.version, counts ? count(counts.version) : "");
    setText(row.size, counts && counts.bytes !== null ? bytes(counts.bytes) : "");
    setText(row.group, kind === "node" ? (node.group ?? "") : "");
  }

  #select(item) {
    this.#selected = item;
    this.detail.show(item.kind === "module" ? null : item);
  }

  #toggle(item, isOpen) {
    if (!item || item.isOpen === undefined) return;
    this.tree.toggle(item, isOpen);
    this.#stale();
  }

  #foldAll() {
    this.tree.open.clear();
    const isFolded = this.tree.closed.size === this.tree.modules.length;
    this.tree.closed = new Set(isFolded ? [] : this.tree.modules.map(([name]) => name));
    this.#stale();
  }

  #opened(item, index, event) {
    if (item.isOpen !== undefined && (event.type !== "dblclick" || !event.target.closest(".value"))) return this.#toggle(item);
    this.#edit(item);
  }

  /** Begins to edit a value where it stands. */
  #edit(item) {
    if (!item || item.kind === "module") return;
    if (!this.detail.canEdit(item)) return this.app.note(this.detail.whyNotEdit(item));
    const value = this.app.model.value(item.pointer);
    if (kindOf(value) === "object" || kindOf(value) === "array") return this.detail.focusEditor();
    const editor = new Editor({
      value, label: `New value of ${item.name}`, isSmall: true,
      set: (to) => this.app.change("set", item.pointer, to),
      done: () => {
        this.#editing = null;
        this.list.refresh();
        this.list.element.focus();
      },
    });
    this.#editing = { id: item.id, editor };
    this.list.refresh();
    soon(() => editor.focus());
  }

  #key(event, item, index) {
    if (!item) return false;
    switch (event.key) {
      case "ArrowRight":
        if (item.isOpen === false) this.#toggle(item, true);
        else if (item.isOpen) this.list.select(index + 1);
        return true;
      case "ArrowLeft":
        if (item.isOpen) this.#toggle(item, false);
        else this.list.select(this.list.items.findLastIndex((row, at) => at < index && row.depth < item.depth));
        return true;
      case "F2": this.#edit(item); return true;
      case "e": this.detail.focusEditor(); return true;
      case "i": if (item.node) this.detail.focusInsert(); return true;
      case "Delete": if (item.node) void this.detail.remove(); return true;
      case "r": if (item.node) void this.detail.reset(); return true;
      case "w": if (item.node) void this.detail.why("why"); return true;
      case "g": if (item.node) this.app.showInGraph(item.node); return true;
      case "f": if (item.node) this.app.showFlushes(item.node); return true;
      default: return false;
    }
  }
}
