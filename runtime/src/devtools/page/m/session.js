// The panel that takes a session out of the program, into it, and into a test.

import { button, download, h, setText } from "./dom.js";
import { bytes, counted } from "./format.js";

export class SessionPanel {
  title = "Session";
  keys = [];

  constructor(app) {
    this.app = app;
    this.exported = h("p", { class: "note", role: "status" });
    this.file = h("input", { type: "file", accept: "application/json,.json", class: "visually-hidden", id: "session-file", "aria-label": "A session to import",
      onchange: () => void this.#import() });
    this.imported = h("p", { class: "note", role: "status" });
    this.from = number("First flush", "first");
    this.to = number("Last flush", "last");
    this.code = h("pre", { class: "code source", tabindex: "0", hidden: true, "aria-label": "Source of the test" });
    this.copy = button("Copy", () => void this.#copy(), { disabled: true });
    this.save = button("Download", () => download(`${this.#name()}.rs`, this.code.textContent, "text/x-rust"), { disabled: true, icon: "down" });
    this.made = h("p", { class: "error", role: "alert" });
    const card = (title, text, ...inside) => h("section", { class: "card" }, h("h2", { text: title }), h("p", { class: "muted", text }), ...inside);
    this.element = h("div", { class: "page", tabindex: "-1" }, h("div", { class: "cards" },
      card("Export", "The first state, the flushes that are kept with their patches and labels, as one JSON file.",
        h("div", { class: "buttons" }, button("Export the session", () => void this.#export(), { class: "button primary", icon: "down" })), this.exported),
      card("Import", "Puts the last state of a session into this store, and its steps into the history.",
        h("div", { class: "buttons" }, this.file, button("Choose a file", () => this.file.click())), this.imported),
      h("section", { class: "card wide" }, h("h2", { text: "Rust test" }),
        h("p", { class: "muted", text: "A test that sets the same atoms and asserts what is there afterwards. Without numbers it takes all that is kept." }),
        h("div", { class: "buttons" }, this.from, this.to, button("Write the test", () => void this.#test(), { class: "button primary" }), this.copy, this.save), this.made, this.code)));
  }

  focus() {
    this.element.focus();
  }

  shown() {}

  #name() {
    return (this.app.model.info?.name ?? "session").replace(/[^\w-]+/g, "_");
  }

  async #export() {
    const session = await this.app.attempt("export");
    if (session === null) return;
    const text = JSON.stringify(session);
    download(`${this.#name()}.session.json`, text, "application/json");
    setText(this.exported, `${counted(session.steps.length, "step")}, ${bytes(text.length)}.`);
  }

  async #import() {
    const [file] = this.file.files;
    this.file.value = "";
    if (!file) return;
    try {
      const { steps, left_out } = await this.app.wire.ask("import", { store: this.app.model.info?.store, session: JSON.parse(await file.text()) });
      this.imported.className = "note";
      const missing = left_out.length ? ` Not here, or not to be written: ${left_out.join(", ")}.` : "";
      setText(this.imported, `${file.name} was imported: ${counted(steps, "step")}.${missing}`);
    } catch (error) {
      this.imported.className = "error";
      setText(this.imported, `${file.name} was not imported: ${error.message}`);
    }
  }

  async #test() {
    const range = {};
    if (this.from.firstElementChild.value) range.from = Number(this.from.firstElementChild.value);
    if (this.to.firstElementChild.value) range.to = Number(this.to.firstElementChild.value);
    setText(this.made, "");
    try {
      setText(this.code, await this.app.wire.ask("test", { store: this.app.model.info?.store, ...range }));
    } catch (error) {
      return setText(this.made, error.message);
    }
    this.code.hidden = false;
    for (const each of [this.copy, this.save]) each.disabled = false;
  }

  async #copy() {
    try {
      await navigator.clipboard.writeText(this.code.textContent);
      this.app.note("Copied.");
    } catch {
      getSelection().selectAllChildren(this.code);
      this.app.note("The browser does not let the page copy; the test is selected.");
    }
  }
}

function number(label, placeholder) {
  return h("label", { class: "number" }, h("input", { type: "number", min: "1", step: "1", class: "field", placeholder, "aria-label": label }));
}
