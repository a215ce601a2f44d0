// What is known of one atom or computed, with the field that edits it.

import { button, h, setText } from "./dom.js";
import { Editor } from "./editor.js";
import { bytes, count, counted, kindOf, preview, shortType } from "./format.js";
import { insertOf } from "./insert.js";
import { above, steps } from "./pointer.js";
import { whyView } from "./why.js";

const MOST_LINKS = 24;

export class Detail {
  #item = null;
  #editor = null;
  #insert = null;

  constructor(app) {
    this.app = app;
    this.element = h("aside", { class: "detail", "aria-label": "Details" });
    this.show(null);
  }

  /** Shows a row of the tree, or how to choose one. */
  show(item) {
    this.#item = item;
    this.#editor = null;
    this.#insert = null;
    if (!item) {
      this.element.replaceChildren(h("p", { class: "empty", text: "Select an atom or a computed to see what it is, where it was declared and who depends on it." }));
      return;
    }
    const { node } = item;
    const path = item.kind === "value" ? steps(item.pointer).slice(steps(node.pointer).length).join(".") : "";
    this.figures = h("dl", { class: "facts" });
    this.answer = h("div", { class: "answer", "aria-live": "polite" });
    this.readonly = h("pre", { class: "code", tabindex: "0" });
    const isWritable = this.canEdit(item);
    if (isWritable) {
      this.#editor = new Editor({ value: this.app.model.value(item.pointer), label: `Value of ${item.name}`,
        set: (value) => this.app.change("set", item.pointer, value) });
    }
    this.#insert = insertOf(this.app, item);
    const actions = h("div", { class: "buttons" },
      button("Why told", () => void this.why("why")), button("Why not", () => void this.why("why_not")),
      isWritable && item.kind === "node" ? button("Reset", () => void this.reset()) : null,
      this.#canRemove(item) ? button("Remove", () => void this.remove()) : null,
      button("Graph", () => this.app.showInGraph(node)), button("Flushes", () => this.app.showFlushes(node)));
    this.element.replaceChildren(...[
      h("p", { class: "eyebrow", text: `${node.kind}${node.group ? ` · ${node.group}` : ""}` }),
      h("h2", { text: path ? `${node.short}.${path}` : node.short }),
      h("p", { class: "path", text: node.name }),
      this.figures, h("h3", { text: "Value" }), isWritable ? this.#editor.element : this.readonly,
      isWritable ? null : h("p", { class: "note", text: this.whyNotEdit(item) }),
      actions, this.answer, this.#insert?.element, ...this.#links("Depends on", node.deps), ...this.#links("Used by", [...(this.app.model.dependents.get(node.node) ?? [])]),
    ].filter(Boolean));
    this.update();
  }

  /** Shows what changed of it. */
  update() {
    if (!this.#item) return;
    const { node, pointer } = this.#item;
    const value = this.app.model.value(pointer);
    if (this.#editor) this.#editor.update(value);
    else setText(this.readonly, node.kind === "family" ? preview(value, 400) : JSON.stringify(value, null, 2) ?? "not computed yet");
    const counts = this.app.model.counts.get(node.node);
    const facts = [
      ["type", node.type ? shortType(node.type) : "–"],
      ["declared at", node.file ? `${node.file}:${node.line}` : "–"],
      ["version", counts ? count(counts.version) : "–"],
      ["size", counts && counts.bytes !== null ? bytes(counts.bytes) : "–"],
      ["subscribers", counts ? count(counts.subscribers) : "–"],
      node.kind === "computed" ? ["ran", counts ? counted(counts.runs, "time") : "–"] : ["written", counts ? counted(counts.writes, "time") : "–"],
    ];
    const text = JSON.stringify(facts);
    if (this.figures.said === text) return;
    this.figures.said = text;
    this.figures.replaceChildren(...facts.flatMap(([name, value]) => [h("dt", { text: name }), h("dd", { text: value, title: value })]));
  }

  #links(title, ids) {
    if (!ids.length) return [];
    const nodes = ids.map((id) => this.app.model.nodes.get(id)).filter(Boolean);
    const links = nodes.slice(0, MOST_LINKS).map((node) =>
      h("li", {}, h("button", { type: "button", class: "link", text: node.short, title: node.name, onclick: () => this.app.reveal(node) })));
    if (nodes.length > MOST_LINKS) links.push(h("li", { class: "muted", text: `and ${count(nodes.length - MOST_LINKS)} more` }));
    return [h("h3", { text: title }), h("ul", { class: "links" }, links)];
  }

  canEdit({ node }) {
    return node.writable && !node.redacted && node.kind === "atom";
  }

  whyNotEdit({ node }) {
    if (node.redacted) return "It is redacted: its value never leaves the program, and cannot be set from here.";
    if (node.kind === "family") return "It is a family: open it and edit one of its members.";
    return node.kind === "computed" ? "It is computed: write what it depends on." : "It cannot be written from here: it is not part of what patches reach.";
  }

  focusEditor() {
    if (this.#editor) this.#editor.focus();
    else if (this.#item) this.app.note(this.whyNotEdit(this.#item));
  }

  focusInsert() {
    if (this.#insert) this.#insert.focus();
    else this.app.note("Nothing can be inserted here: that is for families of atoms, and for lists inside of atoms.");
  }

  /** A member of a family, or an item of a list. */
  #canRemove(item) {
    if (!this.canEdit(item)) return false;
    return item.kind === "node" ? item.node.family !== null : kindOf(this.app.model.value(above(item.pointer))) === "array";
  }

  async remove() {
    const item = this.#item;
    if (!item || !this.#canRemove(item)) return this.app.note("Only members of families and items of lists can be removed.");
    try {
      await this.app.change("remove", item.pointer);
      if (this.#item === item && item.kind === "node") this.show(null);
    } catch (error) {
      this.app.note(error.message, true);
    }
  }

  async reset() {
    if (!this.#item || !this.canEdit(this.#item)) return;
    await this.app.attempt("reset", { node: this.#item.node.node });
  }

  async why(which) {
    const item = this.#item;
    const answer = await this.app.attempt(which, { node: item.node.node });
    if (answer && this.#item === item) this.answer.replaceChildren(whyView(this.app, answer));
  }
}
