// Draws a scene as SVG: sharp at every size, and each node an element. For some hundred nodes.

import { isCalm, setAttribute, setText, svg } from "./dom.js";
import { NODE_HEIGHT, NODE_WIDTH } from "./layout.js";
import { READABLE } from "./scene.js";

const FLASH_MS = 1200;

export class SvgDrawing {
  constructor() {
    this.edges = svg("g", { class: "edges" });
    this.nodes = svg("g", { class: "nodes" });
    this.all = svg("g", {}, this.edges, this.nodes);
    this.element = svg("svg", { class: "drawing", role: "presentation" }, this.all);
  }

  show(scene) {
    this.drawn = new Map();
    this.edges.replaceChildren(...scene.edges.map((edge) => (edge.element = svg("path", { class: "edge", d: edge.line }))));
    this.nodes.replaceChildren(...scene.nodes.map((each) => this.#node(each)));
    this.scene = scene;
  }

  #node({ id, x, y, node, text }) {
    const box = svg("rect", { class: "box", width: NODE_WIDTH, height: NODE_HEIGHT, rx: node.kind === "computed" ? 15 : 5 });
    const told = svg("g", { class: "told", transform: `translate(${NODE_WIDTH} 0)` }, svg("circle", { r: 8 }), svg("text", { "text-anchor": "middle", y: 3.5 }));
    const all = svg("g", { class: `node ${node.kind}`, id: `graph-${id}`, role: "option", "aria-label": `${node.kind} ${node.name}`, transform: `translate(${x} ${y})` },
      svg("title", {}, node.name), box, svg("circle", { class: "kind", cx: 13, cy: NODE_HEIGHT / 2, r: 3.5 }), svg("text", { class: "text", x: 24, y: 19.5 }, text), told);
    this.drawn.set(id, { all, box, told });
    return all;
  }

  move({ x, y, scale }) {
    setAttribute(this.element, "data-small", scale < READABLE);
    this.all.setAttribute("transform", `translate(${x} ${y}) scale(${scale})`);
  }

  /** Marks what is selected and what it is linked with, and how many subscribers there are. */
  mark({ selected, linked, subscribers }) {
    for (const [id, { all, told }] of this.drawn) {
      setAttribute(all, "data-selected", id === selected);
      setAttribute(all, "aria-selected", id === selected);
      setAttribute(all, "data-faded", linked && !linked.has(id));
      const number = subscribers(id);
      setAttribute(told, "display", number ? null : "none");
      setText(told.lastChild, number > 99 ? "99+" : String(number));
    }
    for (const { element, from, to } of this.scene.edges) {
      setAttribute(element, "data-linked", Boolean(linked?.has(from) && linked.has(to)));
      setAttribute(element, "data-faded", linked && !(linked.has(from) && linked.has(to)));
    }
  }

  /** Shows what happened: a map from nodes to `changed`, `same` or `failed`. */
  flash(happened) {
    const style = getComputedStyle(this.element);
    for (const [id, what] of happened) {
      const drawn = this.drawn.get(id);
      if (!drawn) continue;
      setAttribute(drawn.all, "data-failed", what === "failed");
      const colour = style.getPropertyValue(`--${what}`);
      if (isCalm()) {
        drawn.all.setAttribute("data-happened", what);
        clearTimeout(drawn.timer);
        drawn.timer = setTimeout(() => drawn.all.removeAttribute("data-happened"), FLASH_MS);
        continue;
      }
      drawn.flashing?.cancel();
      drawn.flashing = drawn.box.animate([{ stroke: colour, strokeWidth: "2.5px" }, { stroke: colour, strokeWidth: "2.5px", offset: 0.4 }, {}], FLASH_MS);
    }
    if (isCalm()) return;
    const colour = style.getPropertyValue("--changed");
    for (const { element, from, to } of this.scene.edges) {
      if (happened.get(from) !== "changed" || !happened.has(to)) continue;
      element.getAnimations().forEach((it) => it.cancel());
      element.animate([{ stroke: colour, strokeWidth: "2px" }, {}], FLASH_MS);
    }
  }
}
