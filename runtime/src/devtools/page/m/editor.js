// A field for one value. What was typed stays until it is set or given up, whatever the server says of it.

import { button, h } from "./dom.js";
import { kindOf, preview } from "./format.js";

/** Makes an editor of the value at a pointer: `element` to show, `focus()`, `update(value)`. */
export class Editor {
  #value;
  #kind;
  #isDirty = false;

  /**
   * - `set(value)` sends the value, and gives a promise;
   * - `done()` is called after it was set, or given up;
   * - `isSmall`: in a row, on one line and without buttons.
   */
  constructor({ value, label, set, done, isSmall = false }) {
    Object.assign(this, { set, done, isSmall });
    this.#value = value;
    this.#kind = kindOf(value);
    this.label = label;
    this.field = this.#makeField();
    this.error = h("p", { class: "error", role: "alert" });
    this.note = h("p", { class: "note", role: "status" });
    this.apply = button("Set", () => void this.submit(), { class: "button primary", disabled: true });
    this.cancel = button("Revert", () => this.giveUp(), { disabled: true });
    this.element = h("div", { class: isSmall ? "editor small" : "editor" }, this.field, this.error);
    if (!isSmall) this.element.append(this.note, h("div", { class: "buttons" }, this.apply, this.cancel));
    this.element.addEventListener("keydown", (event) => this.#pressed(event));
  }

  #makeField() {
    const { label } = this;
    const oninput = () => this.#typed();
    if (this.#kind === "boolean") {
      const options = ["true", "false"].map((text) => h("option", { value: text, text }));
      const select = h("select", { class: "field", "aria-label": label, onchange: oninput }, options);
      select.value = String(this.#value);
      return select;
    }
    const text = this.#text(this.#value);
    const fields = { class: `field ${this.#kind}`, "aria-label": label, oninput, spellcheck: "false", autocomplete: "off" };
    const isLong = !this.isSmall && (this.#kind === "object" || this.#kind === "array" || text.length > 60 || text.includes("\n"));
    if (!isLong) return h("input", { ...fields, type: "text", value: text, inputmode: this.#kind === "number" ? "decimal" : null });
    return h("textarea", { ...fields, rows: Math.min(18, Math.max(3, text.split("\n").length + 1)), value: text });
  }

  #text(value) {
    if (this.#kind === "string") return value;
    return JSON.stringify(value, null, this.isSmall ? 0 : 2) ?? "";
  }

  get isDirty() {
    return this.#isDirty;
  }

  focus() {
    this.field.focus();
    this.field.select?.();
  }

  /** The store has another value now. What is being typed is left alone. */
  update(value) {
    if (preview(value, 1e9) === preview(this.#value, 1e9)) return;
    this.#value = value;
    if (this.#isDirty) {
      this.note.textContent = `It changed meanwhile, to ${preview(value, 60)}.`;
      return;
    }
    if (kindOf(value) !== this.#kind) {
      this.#kind = kindOf(value);
      const field = this.#makeField();
      this.field.replaceWith(field);
      this.field = field;
    } else this.field.value = this.#text(value);
  }

  giveUp() {
    this.field.value = this.#text(this.#value);
    this.#clean();
    this.done?.();
  }

  /** Sends what the field says. */
  async submit() {
    let value;
    try {
      value = this.#read();
    } catch (error) {
      return this.#refused(error.message);
    }
    this.#refused("");
    this.apply.disabled = true;
    try {
      await this.set(value);
    } catch (error) {
      this.apply.disabled = false;
      return this.#refused(error.message);
    }
    this.#value = value;
    this.#clean();
    this.done?.();
  }

  #read() {
    const text = this.field.value;
    if (this.#kind === "string") return text;
    try {
      return JSON.parse(text);
    } catch (error) {
      const what = { number: "a number", boolean: "true or false" }[this.#kind] ?? "JSON";
      throw new Error(`Not ${what}: ${error.message}`);
    }
  }

  #typed() {
    this.#isDirty = true;
    this.apply.disabled = false;
    this.cancel.disabled = false;
    this.#refused("");
  }

  #clean() {
    this.#isDirty = false;
    this.apply.disabled = true;
    this.cancel.disabled = true;
    this.note.textContent = "";
    this.#refused("");
  }

  #refused(text) {
    this.error.textContent = text;
    this.error.title = text;
    if (text) this.field.setAttribute("aria-invalid", "true");
    else this.field.removeAttribute("aria-invalid");
  }

  #pressed(event) {
    const isLine = this.field.tagName !== "TEXTAREA";
    if (event.key === "Escape") this.giveUp();
    else if (event.key === "Enter" && event.target === this.field && (isLine || event.ctrlKey || event.metaKey)) void this.submit();
    else {
      // Keys of the list or the page are not for who is typing.
      if (event.key !== "Tab") event.stopPropagation();
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }
}
