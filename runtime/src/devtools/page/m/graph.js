// The panel of the graph: who depends on whom, what changes, and why.

import { button, download, h, icon, setText } from "./dom.js";
import { CanvasDrawing } from "./draw-canvas.js";
import { SvgDrawing } from "./draw-svg.js";
import { nodeFilter } from "./filter.js";
import { count, counted, preview } from "./format.js";
import { soon } from "./frame.js";
import { NODE_HEIGHT, NODE_WIDTH } from "./layout.js";
import { around, edgesOf, sceneOf } from "./scene.js";
import { Viewport } from "./viewport.js";
import { whyView } from "./why.js";

/** Beyond, the graph is drawn on a canvas. */
const MOST_SVG = 500;

export class GraphPanel {
  title = "Graph";
  keys = [["/", "search"], ["Arrows", "go to the nearest node"], ["+ −", "zoom"], ["0", "fit"], ["w", "why it was told"], ["n", "why not"], ["Enter", "show in the state"]];
  #selected = null;
  #scene = null;
  #isStale = true;
  #asked = 0;
  #happened = new Map();
  #isFitted = false;

  constructor(app) {
    this.app = app;
    this.worker = new Worker("/m/layout-worker.js", { type: "module" });
    this.worker.onmessage = ({ data }) => this.#laidOut(data);
    this.search = h("input", { type: "search", class: "search", placeholder: "Search: with what it is linked to", "aria-label": "Search the graph", oninput: () => this.#stale() });
    this.show = h("select", { "aria-label": "What is shown", onchange: () => this.#stale() },
      [["linked", "Linked nodes"], ["all", "All nodes"], ["around", "Around the selected"]].map(([value, text]) => h("option", { value, text })));
    this.info = h("span", { class: "muted", role: "status" });
    const small = (text, name, run) => h("button", { type: "button", class: "button quiet", "aria-label": text, title: text, onclick: run }, icon(name));
    this.svg = new SvgDrawing();
    this.canvas = new CanvasDrawing();
    this.stage = h("div", { class: "stage", tabindex: "0", role: "listbox", "aria-label": "Graph" });
    this.viewport = new Viewport(this.stage, (view) => this.drawing?.move(view), (point) => this.#picked(point));
    this.stage.addEventListener("keydown", (event) => this.#pressed(event));
    this.detail = h("aside", { class: "detail", "aria-label": "Node" });
    this.element = h("div", { class: "split" },
      h("section", { class: "main", "aria-label": "Graph" },
        h("div", { class: "tools" }, this.search, this.show, this.info,
          h("span", { class: "group" }, small("Smaller", "minus", () => this.viewport.zoom(0.8)), small("Larger", "plus", () => this.viewport.zoom(1.25)), small("Fit", "fit", () => this.#fit())),
          button("DOT", () => void this.#export("dot"), { title: "Download as DOT" }), button("Mermaid", () => void this.#export("mermaid"), { title: "Download as Mermaid" })),
        this.stage, h("p", { class: "legend" }, ["atom", "computed", "family"].map((kind) => h("span", { class: `key ${kind}`, text: kind })), h("span", { class: "key told", text: "subscribers" }),
          ["changed", "same", "failed"].map((kind) => h("span", { class: `key line ${kind}`, text: kind })))),
      this.detail);
    app.model.on("nodes", (message) => {
      if (!message || message.all) this.#isFitted = false;
      if (!this.app.model.nodes.has(this.#selected)) this.#select(null);
      this.#stale();
    });
    app.model.on("counts", () => soon(this.#mark));
    app.model.on("flushes", (what) => what && this.#flushed(what.added));
    this.#showDetail(null);
  }

  focus() {
    this.stage.focus();
  }

  shown() {
    this.#render();
  }

  /** Selects a node, brings it in sight, and shows what is known of it. */
  reveal(node) {
    const id = node.family ?? node.node;
    this.search.value = "";
    this.#isStale = true;
    this.#select(id);
    if (this.#scene && !this.#scene.byId.has(id)) this.show.value = "all";
    this.#centred = id;
    soon(this.#render);
  }

  #centred = null;

  #stale() {
    this.#isStale = true;
    soon(this.#render);
  }

  #render = () => {
    if (!this.app.isShown(this) || !this.#isStale) return;
    this.#isStale = false;
    const { model } = this.app;
    const edges = edgesOf(model);
    let ids = [...model.nodes.values()].filter((node) => node.family === null).map((node) => node.node);
    const passes = nodeFilter(this.search.value);
    if (passes) {
      const found = around(ids.filter((id) => passes(model.nodes.get(id))), edges);
      ids = ids.filter((id) => found.has(id));
    } else if (this.show.value === "around" && this.#selected !== null) {
      const near = around([this.#selected], edges);
      ids = ids.filter((id) => near.has(id));
    } else if (this.show.value !== "all") {
      const linked = new Set(edges.flat());
      if (linked.size) ids = ids.filter((id) => linked.has(id));
    }
    this.#asked += 1;
    this.total = model.nodes.size;
    this.worker.postMessage({ id: this.#asked, nodes: ids, edges });
  };

  #laidOut(data) {
    if (data.id !== this.#asked) return;
    const scene = sceneOf(this.app.model, data);
    this.#scene = scene;
    const drawing = scene.nodes.length > MOST_SVG ? this.canvas : this.svg;
    if (this.drawing !== drawing) {
      this.drawing = drawing;
      this.stage.replaceChildren(drawing.element);
    }
    drawing.show(scene);
    setText(this.info, `${count(scene.nodes.length)} of ${counted(this.total, "node")}`);
    this.#mark();
    const centre = scene.byId.get(this.#centred);
    if (!this.#isFitted && scene.nodes.length) {
      this.#isFitted = true;
      this.#fit();
    }
    if (centre) this.viewport.centre(centre.x + NODE_WIDTH / 2, centre.y + NODE_HEIGHT / 2);
    else if (this.search.value || this.show.value === "around") this.#fit();
    this.#centred = null;
    this.viewport.move();
  }

  #fit() {
    if (this.#scene) this.viewport.fit(this.#scene.width, this.#scene.height);
  }

  #mark = () => {
    if (!this.#scene || !this.app.isShown(this)) return;
    const linked = this.#selected !== null && this.#scene.byId.has(this.#selected) ? around([this.#selected], this.#scene.edges.map(({ from, to }) => [from, to])) : null;
    this.drawing.mark({ selected: this.#selected, linked, subscribers: (id) => this.app.model.counts.get(id)?.subscribers ?? 0 });
  };

  #flushed(flushes) {
    if (!this.app.isShown(this)) return;
    const stands = (id) => this.app.model.nodes.get(id)?.family ?? id;
    for (const { writes, computed } of flushes.slice(-50)) {
      for (const { node } of writes) this.#happened.set(stands(node), "changed");
      for (const { node, outcome } of computed) if (outcome !== "skipped") this.#happened.set(stands(node), outcome);
    }
    soon(this.#flash);
  }

  #flash = () => {
    if (this.drawing && this.#happened.size) this.drawing.flash(this.#happened);
    this.#happened = new Map();
  };

  #picked({ x, y }) {
    const found = this.#scene?.nodes.findLast((it) => x >= it.x && x <= it.x + NODE_WIDTH && y >= it.y && y <= it.y + NODE_HEIGHT);
    this.#select(found?.id ?? null);
  }

  #select(id) {
    if (this.#selected === id) return;
    this.#selected = id;
    this.#mark();
    this.#showDetail(this.app.model.nodes.get(id) ?? null);
    if (id !== null && this.#scene?.byId.has(id)) this.stage.setAttribute("aria-activedescendant", `graph-${id}`);
    if (this.show.value === "around") this.#stale();
  }

  #showDetail(node) {
    if (!node) {
      return this.detail.replaceChildren(h("p", { class: "empty", text: "Click a node for why it ran and why it did not. Drag to move, turn the wheel to zoom." }));
    }
    const counts = this.app.model.counts.get(node.node);
    this.answer = h("div", { class: "answer", "aria-live": "polite" });
    const facts = [["value", node.redacted ? "redacted" : preview(this.app.model.value(node.pointer ?? "/"), 60)], ["declared at", node.file ? `${node.file}:${node.line}` : "–"],
      ["subscribers", counts ? count(counts.subscribers) : "–"], node.kind === "computed" ? ["ran", counts ? counted(counts.runs, "time") : "–"] : ["written", counts ? counted(counts.writes, "time") : "–"]];
    this.detail.replaceChildren(
      h("p", { class: "eyebrow", text: `${node.kind}${node.group ? ` · ${node.group}` : ""}` }), h("h2", { text: node.short }), h("p", { class: "path", text: node.name }),
      h("dl", { class: "facts" }, facts.flatMap(([name, value]) => [h("dt", { text: name }), h("dd", { text: value, title: value })])),
      h("div", { class: "buttons" }, button("Why told", () => void this.#why("why")), button("Why not", () => void this.#why("why_not")),
        button("State", () => this.app.reveal(node)), button("Flushes", () => this.app.showFlushes(node))),
      this.answer);
    void this.#why("why");
  }

  async #why(which) {
    const id = this.#selected;
    const { answer } = this;
    const found = id === null ? null : await this.app.attempt(which, { node: id });
    if (found && this.#selected === id) answer.replaceChildren(whyView(this.app, found));
  }

  async #export(format) {
    const text = await this.app.attempt("graph", { format });
    if (text !== null) download(`graph.${format === "dot" ? "dot" : "mmd"}`, text, "text/plain");
  }

  #pressed(event) {
    const { key } = event;
    const towards = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] }[key];
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (towards) this.#step(towards);
    else if (key === "+" || key === "=") this.viewport.zoom(1.25);
    else if (key === "-") this.viewport.zoom(0.8);
    else if (key === "0") this.#fit();
    else if (key === "w" || key === "n") void this.#why(key === "w" ? "why" : "why_not");
    else if (key === "Enter" && this.#selected !== null) this.app.reveal(this.app.model.nodes.get(this.#selected));
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** Goes to the nearest node in a direction; what lies across it counts more than double. */
  #step([dx, dy]) {
    const nodes = this.#scene?.nodes ?? [];
    const from = this.#scene?.byId.get(this.#selected);
    let best = from ? null : nodes[0];
    let least = Infinity;
    for (const each of from ? nodes : []) {
      const along = (each.x - from.x) * dx + (each.y - from.y) * dy;
      const across = Math.abs((each.x - from.x) * dy) + Math.abs((each.y - from.y) * dx);
      if (along <= 1 || along + 2.5 * across >= least) continue;
      least = along + 2.5 * across;
      best = each;
    }
    if (!best) return;
    this.#select(best.id);
    this.viewport.reveal(best.x, best.y, NODE_WIDTH, NODE_HEIGHT);
  }
}
