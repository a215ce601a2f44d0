// The form that puts a member into a family, or an item into a list.

import { button, h, setText } from "./dom.js";
import { kindOf } from "./format.js";
import { below } from "./pointer.js";

/** Makes the form for what stands at a pointer; `example` is a value that something in it has, if there is any. */
export class Insert {
  constructor(app, { pointer, isFamily, example }) {
    Object.assign(this, { app, pointer, isFamily });
    const field = (label, fields) => h("label", {}, h("span", { class: "muted", text: label }), h("input", { type: "text", class: "field", spellcheck: "false", autocomplete: "off", ...fields }));
    this.where = field(isFamily ? "Key" : "Before item", { placeholder: isFamily ? null : "at the end", "aria-label": isFamily ? "Key of the new member" : "Place of the new item" });
    this.what = field("Value", { class: "field json", value: example === undefined ? "" : JSON.stringify(example), placeholder: "JSON", "aria-label": isFamily ? "Value of the new member" : "Value of the new item" });
    this.error = h("p", { class: "error", role: "alert" });
    this.element = h("form", { class: "insert", onsubmit: (event) => void this.#submit(event) },
      h("h3", { text: isFamily ? "Insert a member" : "Insert an item" }), this.where, this.what, this.error,
      h("div", { class: "buttons" }, button("Insert", null, { type: "submit" })));
  }

  focus() {
    this.where.lastChild.focus();
  }

  async #submit(event) {
    event.preventDefault();
    try {
      await this.app.change("insert", this.#place(), this.#value());
      setText(this.error, "");
      this.where.lastChild.value = "";
    } catch (error) {
      setText(this.error, error.message);
    }
  }

  #place() {
    const where = this.where.lastChild.value.trim();
    if (!this.isFamily) return below(this.pointer, where || "-");
    if (!where) throw new Error("A member needs a key.");
    return below(this.pointer, where);
  }

  #value() {
    try {
      return JSON.parse(this.what.lastChild.value);
    } catch (error) {
      throw new Error(`Not JSON: ${error.message}`);
    }
  }
}

/** What can be inserted into a row of the state; null where nothing can. */
export function insertOf(app, { kind, node, pointer }) {
  const value = app.model.value(pointer);
  const isFamily = kind === "node" && node.kind === "family";
  if (!node.writable || node.redacted || (!isFamily && kindOf(value) !== "array")) return null;
  const [example] = Object.values(value ?? {});
  return new Insert(app, { pointer, isFamily, example });
}
