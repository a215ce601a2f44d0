// Draws a scene on canvases: thousands of nodes, of which only those in sight are drawn. What flashes is on a canvas
// of its own above the others, which stay as they are meanwhile.

import { h, isCalm } from "./dom.js";
import { nextFrame, soon } from "./frame.js";
import { NODE_HEIGHT, NODE_WIDTH } from "./layout.js";
import { READABLE } from "./scene.js";

const FLASH_MS = 1200;
const COLOURS = ["ink", "muted", "line", "surface", "accent", "changed", "same", "failed", "computed", "family", "edge"];

export class CanvasDrawing {
  #view = { x: 0, y: 0, scale: 1 };
  #marks = { selected: null, linked: null, subscribers: () => 0 };
  #flashes = new Map();

  constructor() {
    this.below = h("canvas", {});
    this.above = h("canvas", {});
    this.element = h("div", { class: "drawing layers", role: "presentation" }, this.below, this.above);
    new ResizeObserver(() => soon(this.draw)).observe(this.element);
  }

  show(scene) {
    this.scene = scene;
    this.paths = scene.edges.map((edge) => new Path2D(edge.line));
    soon(this.draw);
  }

  move(view) {
    this.#view = { ...view };
    soon(this.draw);
  }

  mark(marks) {
    this.#marks = marks;
    soon(this.draw);
  }

  flash(happened) {
    const now = performance.now();
    for (const [id, what] of happened) this.#flashes.set(id, { what, at: now });
    soon(this.#drawFlashes);
  }

  draw = () => {
    if (!this.scene || !this.element.clientWidth) return;
    const style = getComputedStyle(this.element);
    this.colours = Object.fromEntries(COLOURS.map((name) => [name, style.getPropertyValue(`--${name}`)]));
    const { context, sight } = this.#begin(this.below);
    this.#drawEdges(context, sight, this.#view.scale);
    this.#drawNodes(context, sight, this.#view.scale, style.fontFamily);
    soon(this.#drawFlashes);
  };

  /** Makes a canvas as large as it is shown, empties it, and says what part of the scene is in sight. */
  #begin(canvas) {
    const { clientWidth: width, clientHeight: height } = this.element;
    const ratio = devicePixelRatio;
    if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(height * ratio);
    }
    const context = canvas.getContext("2d");
    const { x, y, scale } = this.#view;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, canvas.width, canvas.height);
    context.setTransform(ratio * scale, 0, 0, ratio * scale, ratio * x, ratio * y);
    return { context, sight: { left: -x / scale - NODE_WIDTH, right: (width - x) / scale, top: -y / scale - NODE_HEIGHT, bottom: (height - y) / scale } };
  }

  #drawEdges(context, sight, scale) {
    const { linked } = this.#marks;
    const { byId, edges } = this.scene;
    edges.forEach(({ from, to }, i) => {
      const [a, b] = [byId.get(from), byId.get(to)];
      const isOut = !a || !b || Math.max(a.x, b.x) < sight.left || Math.min(a.x, b.x) > sight.right || Math.max(a.y, b.y) < sight.top || Math.min(a.y, b.y) > sight.bottom;
      if (isOut) return;
      const isLinked = linked?.has(from) && linked.has(to);
      context.globalAlpha = linked && !isLinked ? 0.3 : 1;
      context.strokeStyle = isLinked ? this.colours.accent : this.colours.edge;
      context.lineWidth = (isLinked ? 1.6 : 1) / Math.max(0.5, scale);
      context.stroke(this.paths[i]);
    });
  }

  #drawNodes(context, sight, scale, font) {
    const { selected, linked, subscribers } = this.#marks;
    const { colours } = this;
    context.font = `12px ${font}`;
    for (const { id, x, y, node, text } of this.scene.nodes) {
      if (x < sight.left || x > sight.right || y < sight.top || y > sight.bottom) continue;
      context.globalAlpha = linked && !linked.has(id) ? 0.4 : 1;
      outline(context, x, y, node);
      // Too small for a name, a node is a patch of its colour.
      context.fillStyle = scale >= READABLE ? colours.surface : colours[node.kind] ?? colours.accent;
      context.fill();
      context.strokeStyle = id === selected ? colours.accent : colours.line;
      context.lineWidth = (id === selected ? 2.5 : 1) / Math.min(1, scale / READABLE);
      if (id === selected || scale >= READABLE) context.stroke();
      if (scale >= READABLE) {
        context.fillStyle = colours[node.kind] ?? colours.accent;
        context.beginPath();
        context.arc(x + 13, y + NODE_HEIGHT / 2, 3.5, 0, 7);
        context.fill();
        context.fillStyle = colours.ink;
        context.fillText(text, x + 24, y + 19.5);
      }
      if (subscribers(id)) {
        context.fillStyle = colours.accent;
        context.beginPath();
        context.arc(x + NODE_WIDTH, y, 5, 0, 7);
        context.fill();
      }
    }
    context.globalAlpha = 1;
  }

  #drawFlashes = () => {
    if (!this.colours || !this.element.clientWidth) return;
    const { context, sight } = this.#begin(this.above);
    const now = performance.now();
    const thick = 3 / Math.min(1, this.#view.scale / READABLE);
    for (const [id, { what, at }] of this.#flashes) {
      const left = 1 - (now - at) / FLASH_MS;
      const found = this.scene.byId.get(id);
      if (left <= 0 || !found) {
        this.#flashes.delete(id);
        continue;
      }
      const { x, y, node } = found;
      if (x < sight.left || x > sight.right || y < sight.top || y > sight.bottom) continue;
      outline(context, x, y, node);
      context.strokeStyle = this.colours[what];
      context.lineWidth = thick;
      context.globalAlpha = isCalm() ? 1 : left;
      context.stroke();
    }
    context.globalAlpha = 1;
    if (this.#flashes.size) nextFrame(this.#drawFlashes);
  };
}

function outline(context, x, y, { kind }) {
  context.beginPath();
  context.roundRect(x, y, NODE_WIDTH, NODE_HEIGHT, kind === "computed" ? 15 : 5);
}
