// The panel of the history: where the store stands, and how to go elsewhere.

import { button, h, icon, setAttribute, setText } from "./dom.js";
import { bytes, clock, count, counted } from "./format.js";
import { soon } from "./frame.js";
import { List } from "./list.js";

const SPEEDS = [["slow", 1500], ["steady", 600], ["fast", 150]];

export class TravelPanel {
  title = "Time travel";
  keys = [["[ ]", "a step back, forward"], ["Enter", "go to the entry"], ["Space", "play, stop"], ["s", "skip, take back in"],
    ["p", "pin, unpin"], ["l", "back to the newest"]];
  #timer = null;
  #isBusy = false;
  #wanted = null;

  constructor(app) {
    this.app = app;
    this.slider = h("input", { type: "range", class: "slider", min: "0", max: "0", value: "0", "aria-label": "Position in the history",
      oninput: () => this.#slide() });
    this.where = h("output", { class: "place" });
    this.playButton = button("Play", () => this.#togglePlay(), { icon: "play" });
    this.speed = h("select", { "aria-label": "Speed" }, SPEEDS.map(([text, ms]) => h("option", { value: ms, text })));
    this.speed.value = "600";
    const step = (text, name, run) => h("button", { type: "button", class: "button", "aria-label": text, title: text, onclick: run }, icon(name));
    this.live = button("Newest", () => void app.live(), { class: "button primary" });
    this.transport = h("div", { class: "buttons" },
      step("To the oldest", "first", () => void this.#go(0)), step("A step back", "back", () => void app.ask("undo")), this.playButton,
      step("A step forward", "next", () => void app.ask("redo")), this.live, this.speed);
    this.store = h("div", { class: "buttons" },
      button("Commit", () => void app.attempt("commit"), { title: "Forget what is before the present" }),
      button("Revert", () => void app.attempt("revert"), { title: "Go back to the committed state" }));
    this.list = new List({
      role: "grid", rowRole: "row", label: "Entries of the history", height: 30,
      make: () => this.#makeRow(), fill: (row, entry, place) => this.#fillRow(row, entry, place),
      onOpen: (entry) => void this.app.goTo(entry.id),
      onKey: (event, entry) => this.#key(event, entry),
    });
    this.list.element.addEventListener("click", (event) => this.#clicked(event));
    this.branches = h("section", { class: "branches" });
    this.usage = h("p", { class: "muted" });
    this.off = h("p", { class: "empty", hidden: true, text: "This store keeps no history. Give it one with `Store::builder().history(History::new())`." });
    this.controls = h("div", { class: "travel-controls" }, h("div", { class: "slide" }, this.slider, this.where),
      h("div", { class: "travel-buttons" }, this.transport, this.store));
    this.body = h("section", { class: "main", "aria-label": "History" }, this.controls,
      h("div", { class: "heads entry-row", "aria-hidden": "true" }, ["", "Label", "What", "At", "Size", ""].map((text) => h("span", { text }))),
      this.list.element);
    this.element = h("div", { class: "split" }, this.off, this.body, h("aside", { class: "detail", "aria-label": "Branches" }, this.branches, this.usage));
    app.model.on("history", () => soon(this.#render));
  }

  focus() {
    this.list.element.focus();
    if (this.list.active < 0) this.list.select(this.#index());
  }

  shown() {
    this.#render();
  }

  /** All states that can be gone to, the oldest first: the beginning, which is no entry, and those after the entries. */
  get #places() {
    const { history } = this.app.model;
    if (!history?.on) return [];
    const names = history.left_out ? [`then ${counted(history.left_out, "entry", "entries")} not listed`] : [];
    return [{ id: history.start, isBeginning: true, label: "the beginning", names, at_ms: null, bytes: null }, ...history.entries];
  }

  #index() {
    return Math.max(0, this.app.model.place.index);
  }

  #render = () => {
    if (!this.app.isShown(this)) return;
    const { history } = this.app.model;
    const isOn = history?.on === true;
    this.off.hidden = isOn || !history;
    this.body.hidden = !isOn;
    if (!isOn) {
      this.branches.replaceChildren();
      return setText(this.usage, "");
    }
    const { entries, live } = history;
    const index = this.#index();
    const { number, of } = this.app.model.place;
    setAttribute(this.slider, "max", entries.length);
    if (this.#wanted === null) this.slider.value = index;
    setAttribute(this.slider, "aria-valuetext", index ? `after ${entries[index - 1].label ?? `entry ${number}`}` : "before the first entry");
    setText(this.where, `${count(number)} of ${count(of)}`);
    this.live.disabled = live;
    if (live) this.#stop();
    const wasAtEnd = this.list.active < 0 || this.list.active === this.list.items.length - 1;
    this.list.items = this.#places;
    if (live && wasAtEnd && document.activeElement !== this.list.element) this.list.scrollToEnd();
    else if (!live) this.list.reveal(index);
    this.#showBranches(history);
    const { bytes: used, budget, max_entries } = history;
    setText(this.usage, `${count(of)} of at most ${counted(max_entries, "entry", "entries")}, ${bytes(used)}${budget ? ` of ${bytes(budget)}` : ""}.`);
  };

  #showBranches({ branches }) {
    this.branches.replaceChildren(h("h3", { text: "Branches" }), branches.length
      ? h("ul", { class: "entries" }, branches.map((branch) => h("li", {}, h("span", { class: "name", text: branch.label ?? `to entry ${branch.id}` }),
          h("span", { class: "muted", text: branch.entries ? counted(branch.entries, "entry", "entries") : "at hand" }),
          branch.entries ? button("Switch", () => void this.app.attempt("switch", { branch: branch.id })) : null)))
      : h("p", { class: "muted", text: "None. A write in the past begins one; what came after is kept as another." }));
  }

  #makeRow() {
    const row = h("div", { class: "entry-row" });
    row.dot = h("span", { class: "dot", "aria-hidden": "true" });
    for (const name of ["label", "names", "at", "size"]) row[name] = h("span", { class: `cell ${name}`, role: "gridcell" });
    const act = (text, name) => h("button", { type: "button", class: "button quiet tiny", tabindex: "-1", "data-act": name, text });
    row.jump = act("Go", "go");
    row.skip = act("Skip", "skip");
    row.pin = act("Pin", "pin");
    row.append(row.dot, row.label, row.names, row.at, row.size, h("span", { class: "acts", role: "gridcell" }, row.jump, row.skip, row.pin));
    return row;
  }

  #fillRow(row, entry, place) {
    const { isBeginning, label, names, at_ms, pinned, skipped } = entry;
    const position = this.#index();
    setAttribute(row, "data-beginning", isBeginning ?? null);
    setAttribute(row, "data-place", place === position ? "here" : place > position ? "undone" : "done");
    setAttribute(row, "aria-current", place === position ? "step" : null);
    setAttribute(row, "data-skipped", skipped ?? null);
    setAttribute(row, "data-pinned", pinned ?? null);
    setText(row.label, label ?? "no label");
    setAttribute(row.label, "data-unnamed", label === null);
    setText(row.names, names.map((name) => name.split("::").at(-1)).join(", "));
    setAttribute(row.names, "title", names.join(", "));
    setText(row.at, isBeginning ? "" : clock(at_ms));
    setText(row.size, isBeginning ? "" : bytes(entry.bytes));
    setText(row.skip, skipped ? "Take in" : "Skip");
    setText(row.pin, pinned ? "Unpin" : "Pin");
  }

  #clicked(event) {
    const act = event.target.closest("[data-act]")?.dataset.act;
    const index = Number(event.target.closest(".row")?.dataset.index);
    const entry = this.list.items[index];
    if (act && entry) this.#act(act, entry);
  }

  #act(act, { id, isBeginning, skipped, pinned }) {
    if (act === "go") return void this.app.goTo(id);
    if (isBeginning) return this.app.note("The beginning is no entry: it can be gone to, and neither skipped nor pinned.");
    return void this.app.attempt(act, { entry: id, on: act === "skip" ? !skipped : !pinned });
  }

  #key({ key }, entry) {
    if (key === " ") this.#togglePlay();
    else if (!entry || !"sp".includes(key)) return false;
    else this.#act(key === "s" ? "skip" : "pin", entry);
    return true;
  }

  /** Follows the slider, one request at a time: what was passed over while one was under way is left out. */
  async #slide() {
    this.#wanted = Number(this.slider.value);
    setText(this.where, `${count(this.#wanted)} of ${count(this.#places.length - 1)}`);
    if (this.#isBusy) return;
    this.#isBusy = true;
    while (this.#wanted !== null) {
      const wanted = this.#wanted;
      await this.#go(wanted);
      if (this.#wanted === wanted) this.#wanted = null;
    }
    this.#isBusy = false;
    soon(this.#render);
  }

  async #go(index) {
    const place = this.#places[index];
    if (place) await this.app.goTo(place.id);
  }

  #togglePlay() {
    if (this.#timer) return this.#stop();
    if (this.app.model.history?.live) void this.#go(0);
    setText(this.playButton.lastChild, "Stop");
    const next = async () => {
      if ((await this.app.ask("redo")) === null) return this.#stop();
      if (this.#timer) this.#timer = setTimeout(next, Number(this.speed.value));
    };
    this.#timer = setTimeout(next, Number(this.speed.value));
  }

  #stop() {
    clearTimeout(this.#timer);
    this.#timer = null;
    setText(this.playButton.lastChild, "Play");
  }
}
