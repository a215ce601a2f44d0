// The panel of flushes: what was written, what ran, who was told, and what it cost.

import { button, h, setAttribute, setText } from "./dom.js";
import { flushFilter } from "./filter.js";
import { bytes, clock, count, counted, micros } from "./format.js";
import { flushView } from "./flush.js";
import { soon } from "./frame.js";
import { List } from "./list.js";

export class TimelinePanel {
  title = "Timeline";
  keys = [["/", "filter"], ["p", "pause, go on"], ["End", "follow the newest"], ["t", "go to the state after it"], ["f", "flush what waits"]];
  #filter = null;
  #shown = [];
  #isFollowing = true;
  #isDirty = true;
  #selected = null;

  constructor(app) {
    this.app = app;
    const { model } = app;
    this.search = h("input", { type: "search", class: "search", placeholder: "Filter: atom:, group:, label:, or any word",
      "aria-label": "Filter the flushes", oninput: () => this.#refilter() });
    this.pause = button("Pause", () => app.togglePause(), { icon: "pause", "aria-pressed": "false" });
    this.flush = button("Flush", () => void app.attempt("flush"), { title: "Tell now what waits to be told" });
    this.follow = button("Newest", () => this.#follow(), { icon: "down", class: "button quiet" });
    this.shownCount = h("span", { class: "muted", role: "status" });
    this.dropped = h("span", { class: "badge warn", hidden: true });
    this.list = new List({
      role: "grid", rowRole: "row", label: "Flushes",
      make: () => this.#makeRow(), fill: (row, flush) => this.#fillRow(row, flush),
      onSelect: (flush) => this.#select(flush),
      onOpen: () => this.detail.focus(),
      onKey: (event, flush) => this.#key(event, flush),
    });
    this.list.element.addEventListener("scroll", () => {
      this.#isFollowing = this.list.isAtEnd;
      setAttribute(this.follow, "data-on", this.#isFollowing);
    }, { passive: true });
    this.detail = h("aside", { class: "detail", "aria-label": "Flush", tabindex: "-1" });
    const heads = ["Flush", "At", "Label", "Writes", "Ran", "Told", "Took", "Delta"].map((text) => h("span", { text }));
    this.element = h("div", { class: "split" },
      h("section", { class: "main", "aria-label": "Flushes" },
        h("div", { class: "tools" }, this.search, this.shownCount, this.dropped, this.flush, this.follow, this.pause),
        h("div", { class: "heads flush-row", "aria-hidden": "true" }, heads), this.list.element),
      this.detail);
    model.on("flushes", (what) => this.#came(what));
    model.on("paused", () => soon(this.#showPause));
    this.#select(null);
  }

  focus() {
    this.list.element.focus();
    if (this.list.active < 0) this.list.select(this.#shown.length - 1);
  }

  shown() {
    this.#isDirty = true;
    this.#render();
  }

  /** Shows the flushes that touched an atom or a computed. */
  filterBy({ name, short, family }) {
    // Members of a family share its name, and other modules may have the same short one.
    this.search.value = `atom:"=${family === null ? name : short}"`;
    this.#refilter();
  }

  #refilter() {
    this.#filter = flushFilter(this.search.value, this.app.model.nodes);
    const { flushes } = this.app.model;
    this.#shown = this.#filter ? flushes.filter(this.#filter) : flushes;
    this.#isFollowing = true;
    this.#isDirty = true;
    soon(this.#render);
  }

  #came(what) {
    if (!what) {
      // Another store: its groups and names are not known yet.
      this.#select(null);
      return this.#refilter();
    }
    if (what.cut && !this.#filter && !this.#isFollowing) this.list.element.scrollTop -= what.cut * this.list.height;
    if (this.#filter) {
      if (what.cut) this.#refilter();
      else for (const flush of what.added) if (this.#filter(flush)) this.#shown.push(flush);
    } else this.#shown = this.app.model.flushes;
    this.#isDirty = true;
    soon(this.#render);
  }

  #render = () => {
    if (!this.#isDirty || !this.app.isShown(this)) return;
    this.#isDirty = false;
    this.list.items = this.#shown;
    this.list.mark(this.#selected ? this.#indexOf(this.#selected) : -1);
    if (this.#isFollowing) this.list.scrollToEnd();
    setAttribute(this.follow, "data-on", this.#isFollowing);
    // A store that tells at once has nothing that waits.
    this.flush.hidden = this.app.model.info?.strategy === "immediate";
    const { flushes, dropped, letGo } = this.app.model;
    setText(this.shownCount, this.#filter ? `${count(this.#shown.length)} of ${count(flushes.length)}` : counted(flushes.length, "flush", "flushes"));
    this.dropped.hidden = dropped + letGo === 0;
    setText(this.dropped, `${count(dropped + letGo)} dropped`);
    this.dropped.title = `${count(dropped)} by the program, whose buffers are bounded; ${count(letGo)} by this page, the oldest first`;
  };

  #showPause = () => {
    const { isPaused, waiting } = this.app.model;
    setAttribute(this.pause, "aria-pressed", isPaused);
    const icons = isPaused ? `Go on${waiting ? `, ${count(waiting)} wait` : ""}` : "Pause";
    setText(this.pause.lastChild, icons);
  };

  #indexOf({ flush }) {
    // The numbers rise, so that a bisection finds it.
    let low = 0;
    let high = this.#shown.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#shown[middle].flush < flush) low = middle + 1;
      else high = middle;
    }
    return this.#shown[low]?.flush === flush ? low : -1;
  }

  #follow() {
    this.#isFollowing = true;
    this.list.scrollToEnd();
  }

  #makeRow() {
    const row = h("div", { class: "flush-row" });
    for (const name of ["number", "at", "label", "writes", "ran", "told", "took", "delta"]) {
      row[name] = h("span", { class: `cell ${name}`, role: "gridcell" });
      row.append(row[name]);
    }
    return row;
  }

  #fillRow(row, flush) {
    if (row.flush === flush) return;
    row.flush = flush;
    const { writes, computed, told, duration_us, label } = flush;
    const merged = writes.reduce((sum, write) => sum + write.coalesced, 0);
    const ran = computed.filter((it) => it.outcome !== "skipped");
    setText(row.number, count(flush.flush));
    setText(row.at, flush.at_ms === null ? "–" : clock(flush.at_ms));
    const names = writes.map((it) => this.#short(it)).join(", ");
    setText(row.label, label ?? names);
    setAttribute(row.label, "data-unnamed", label === null || label === undefined);
    setAttribute(row.label, "title", label ? `${label}: ${names}` : names);
    setText(row.writes, merged ? `${count(writes.length)} +${count(merged)}` : count(writes.length));
    setAttribute(row.writes, "title", merged ? `${count(merged)} more writes were merged into these` : null);
    setText(row.ran, ran.length ? count(ran.length) : "–");
    setAttribute(row.ran, "data-failed", ran.some((it) => it.outcome === "failed"));
    setText(row.told, told.length ? count(told.reduce((sum, it) => sum + it.calls, 0)) : "–");
    setText(row.took, micros(duration_us));
    setAttribute(row.took, "data-slow", duration_us >= 1000);
    setText(row.delta, flush.bytes ? bytes(flush.bytes) : "–");
  }

  #short({ node, name }) {
    const known = this.app.model.nodes.get(node);
    return known?.short ?? name;
  }

  #select(flush) {
    this.#selected = flush;
    if (flush) this.#isFollowing = flush === this.#shown.at(-1);
    this.detail.replaceChildren(flush
      ? flushView(this.app, flush)
      : h("p", { class: "empty", text: "Select a flush to see what was written and where, which computeds ran, and who was told." }));
  }

  #key({ key }, flush) {
    if (key === "t" && flush) {
      this.app.goToFlush(flush);
      return true;
    }
    if (key === "f") {
      void this.app.attempt("flush");
      return true;
    }
    return false;
  }
}
