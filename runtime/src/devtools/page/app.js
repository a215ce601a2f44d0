// The inspector's page: connects to the program, keeps what it says in a model, and shows it in panels.

import { button, h, setText } from "./m/dom.js";
import { GraphPanel } from "./m/graph.js";
import { fillKeys } from "./m/keys.js";
import { Model } from "./m/model.js";
import { PerformancePanel } from "./m/performance.js";
import { SessionPanel } from "./m/session.js";
import { soon } from "./m/frame.js";
import { StatePanel } from "./m/state.js";
import { themeSwitch } from "./m/theme.js";
import { TimelinePanel } from "./m/timeline.js";
import { TravelPanel } from "./m/travel.js";
import { NO_TOKEN, REFUSED, WAITS, Wire } from "./m/wire.js";

const NOTE_MS = 6000;
const $ = (id) => document.getElementById(id);

class App {
  #stores = new Map();
  #shown = null;
  #retry = null;

  constructor() {
    this.model = new Model();
    const token = decodeURIComponent(location.hash.slice(1));
    this.wire = new Wire(token, (message) => this.#receive(message), (status, wait) => this.#status(status, wait));
    this.panels = [StatePanel, TimelinePanel, GraphPanel, TravelPanel, PerformancePanel, SessionPanel].map((Panel) => new Panel(this));
    this.#makeTabs();
    this.nextTheme = themeSwitch($("theme"), () => this.#shown?.shown());
    fillKeys($("keys"), this.panels);
    $("help").addEventListener("click", () => $("keys").showModal());
    $("stores").addEventListener("change", (event) => void this.#watch(Number(event.target.value)));
    document.addEventListener("keydown", (event) => this.#pressed(event));
    addEventListener("hashchange", () => location.reload());
    for (const topic of ["history", "paused", "flushes"]) this.model.on(topic, () => soon(this.#showPast));
    this.show(this.panels[0]);
    this.wire.connect();
  }

  // What the panels ask for.

  isShown(panel) {
    return this.#shown === panel;
  }

  /** Asks about the store that is watched; what went wrong is noted, and the answer is then null. */
  async attempt(type, fields = {}) {
    try {
      return (await this.wire.ask(type, { store: this.model.info?.store, ...fields })) ?? undefined;
    } catch (error) {
      this.note(error.message, true);
      return null;
    }
  }

  /** As `attempt`, but what cannot be done is no error to tell of: a step past the end. */
  async ask(type) {
    try {
      await this.wire.ask(type, { store: this.model.info?.store });
      return true;
    } catch {
      return null;
    }
  }

  /** Changes a place: `set`, `insert` or `remove`; fails with what the program says. The pointer leads into the state. */
  change(type, pointer, value) {
    return this.wire.ask(type, { store: this.model.info?.store, pointer: pointer.replace(/^\/atoms/, ""), value });
  }

  /** Goes to the state after an entry, or to the beginning. */
  goTo(entry) {
    return this.attempt("go_to", { entry });
  }

  goToFlush({ flush, position }) {
    if (position === null || !this.model.history?.entries.some((it) => it.id === position)) return this.note(`The history has no entry of flush ${flush} any more.`);
    return this.goTo(position);
  }

  live() {
    return this.attempt("live");
  }

  reveal(node) {
    this.show(this.panels[0]);
    this.panels[0].reveal(node);
  }

  showInGraph(node) {
    this.show(this.panels[2]);
    this.panels[2].reveal(node);
  }

  showFlushes(node) {
    this.show(this.panels[1]);
    this.panels[1].filterBy(node);
  }

  togglePause() {
    this.model.pause(!this.model.isPaused);
  }

  /** Says something in passing. */
  note(text, isError = false) {
    const toast = h("div", { class: isError ? "toast error" : "toast" }, h("span", { text }), h("button", { type: "button", class: "button quiet tiny", text: "Close", onclick: () => toast.remove() }));
    $("toasts").append(toast);
    setTimeout(() => toast.remove(), NOTE_MS);
  }

  /** Shows a panel. */
  show(panel) {
    this.#shown = panel;
    for (const each of this.panels) {
      const isIt = each === panel;
      each.place.hidden = !isIt;
      each.tab.setAttribute("aria-selected", isIt);
      each.tab.tabIndex = isIt ? 0 : -1;
    }
    panel.shown();
  }

  // Tabs and keys.

  #makeTabs() {
    this.panels.forEach((panel, i) => {
      panel.tab = h("button", { type: "button", role: "tab", class: "tab", id: `tab${i}`, "aria-controls": `panel${i}`, text: panel.title, title: `${panel.title} (${i + 1})`, onclick: () => this.show(panel) });
      panel.place = h("div", { class: "panel", role: "tabpanel", id: `panel${i}`, "aria-labelledby": `tab${i}`, hidden: true }, panel.element);
      $("tabs").append(panel.tab);
      $("panels").append(panel.place);
    });
    $("tabs").addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      const next = this.panels.at((this.panels.indexOf(this.#shown) + step) % this.panels.length);
      this.show(next);
      next.tab.focus();
    });
  }

  #pressed(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || $("keys").open) return;
    const isTyping = event.target.matches("input:not([type=range]), textarea, select");
    if (isTyping) {
      if (event.key === "Escape") this.#shown.focus();
      return;
    }
    const panel = this.panels[Number(event.key) - 1];
    if (panel) {
      this.show(panel);
      panel.focus();
    } else if (event.key === "/" && this.#shown.search) this.#shown.search.focus();
    else if (event.key === "?") $("keys").showModal();
    else if (event.key === "[") void this.ask("undo");
    else if (event.key === "]") void this.ask("redo");
    else if (event.key === "l") void this.live();
    else if (event.key === "p") this.togglePause();
    else if (event.key === "d") this.nextTheme();
    else return;
    event.preventDefault();
  }

  // The connection.

  #receive(message) {
    switch (message.type) {
      case "hello": return this.#greeted(message);
      case "opened":
        this.#stores.set(message.store, message);
        this.#showStores();
        return this.model.info || this.#watch(message.store);
      case "closed": return this.#closed(message.store);
      default: break;
    }
    if (message.store !== this.model.info?.store) return;
    try {
      this.model.receive(message);
    } catch (error) {
      // A patch that does not fit means that something was missed. Watching anew brings the whole state.
      console.warn(error);
      void this.#watch(message.store);
    }
  }

  #greeted({ version, program, pid, stores }) {
    if (version !== 1) return this.#banner(`The program speaks version ${version} of the protocol, this page version 1.`);
    setText($("program"), program);
    $("program").title = `process ${pid}`;
    document.title = `${program} – atomata`;
    const before = this.model.info?.name;
    this.#stores = new Map(stores.map((it) => [it.store, it]));
    const store = stores.find((it) => it.name === before) ?? stores[0];
    this.#showStores();
    if (store) void this.#watch(store.store);
    else this.#banner("The program has no store yet. One that it makes appears here.", false);
  }

  #closed(store) {
    const gone = this.#stores.get(store);
    this.#stores.delete(store);
    if (store === this.model.info?.store) this.note(`The store \`${gone?.name}\` is gone. What is shown is its last state.`);
    this.#showStores();
  }

  #showStores() {
    const select = $("stores");
    const stores = [...this.#stores.values()];
    select.replaceChildren(...stores.map((it) => h("option", { value: it.store, text: `${it.name} (${it.tier})` })));
    select.disabled = stores.length < 2;
    if (this.#stores.has(this.model.info?.store)) select.value = this.model.info.store;
  }

  async #watch(store) {
    this.#banner(null);
    this.model.clear(this.#stores.get(store) ?? null);
    $("stores").value = store;
    await this.attempt("watch", { store });
  }

  #status(status, wait) {
    clearInterval(this.#retry);
    document.documentElement.dataset.status = status === "open" ? "open" : "closed";
    setText($("status"), { open: "Connected", connecting: "Connecting", [WAITS]: "Not connected", [REFUSED]: "Refused", [NO_TOKEN]: "No token" }[status]);
    if (status === "open") this.#banner(null);
    else if (status === NO_TOKEN) this.#banner("This address has no token. Open the whole link as the program printed it, with what follows the #.");
    else if (status === REFUSED) this.#banner("The token is wrong: the program answers, and refuses it. Perhaps it was started again; open the link that it printed last.");
    else if (status === WAITS) {
      const until = Date.now() + wait;
      const say = () => this.#banner(`The connection to the program is lost. Trying again in ${Math.max(0, Math.ceil((until - Date.now()) / 1000))} s.`);
      say();
      this.#retry = setInterval(say, 500);
    }
  }

  #banner(text, isRetry = true) {
    const banner = $("banner");
    banner.hidden = text === null;
    if (text === null) return;
    if (!banner.firstChild) banner.append(h("span"), button("Try now", () => this.wire.connect()));
    setText(banner.firstChild, text);
    banner.lastChild.hidden = !isRetry || !this.wire.token;
  }

  #showPast = () => {
    const { history, isPast, isPaused, waiting } = this.model;
    document.documentElement.toggleAttribute("data-past", isPast);
    const past = $("past");
    past.hidden = !isPast && !isPaused;
    if (past.hidden) return past.replaceChildren();
    const where = isPast ? this.#where(history, this.model.place) : "";
    const text = isPast ? `In the past: the store stands ${where}.` : `Paused: ${waiting} ${waiting === 1 ? "flush waits" : "flushes wait"}.`;
    if (!past.firstChild) past.append(h("span"), button("", () => (this.model.isPast ? void this.live() : this.togglePause())));
    setText(past.firstChild, isPast && isPaused ? `${text} Paused: ${waiting} flushes wait.` : text);
    setText(past.lastChild, isPast ? "Back to the newest" : "Go on");
  };

  #where({ entries }, { index, number, of }) {
    if (index === 0) return "before the first entry";
    if (index < 0) return "at an entry that is not listed";
    const { label } = entries[index - 1];
    return `after entry ${number} of ${of}${label ? `, “${label}”` : ""}`;
  }
}

new App();
