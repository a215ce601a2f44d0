// Draws a scene on a canvas: thousands of nodes, of which only those in sight are drawn.

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
    this.element = h("canvas", { class: "drawing", role: "presentation" });
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
    soon(this.draw);
  }

  draw = () => {
    const { element, scene } = this;
    const { clientWidth: width, clientHeight: height } = element;
    if (!scene || !width) return;
    const ratio = devicePixelRatio;
    if (element.width !== Math.round(width * ratio) || element.height !== Math.round(height * ratio)) {
      element.width = Math.round(width * ratio);
      element.height = Math.round(height * ratio);
    }
    const style = getComputedStyle(element);
    this.colours = Object.fromEntries(COLOURS.map((name) => [name, style.getPropertyValue(`--${name}`)]));
    const context = element.getContext("2d");
    const { x, y, scale } = this.#view;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    context.setTransform(ratio * scale, 0, 0, ratio * scale, ratio * x, ratio * y);
    const sight = { left: -x / scale - NODE_WIDTH, right: (width - x) / scale, top: -y / scale - NODE_HEIGHT, bottom: (height - y) / scale };
    this.#drawEdges(context, sight, scale);
    this.#drawNodes(context, sight, scale, style.fontFamily);
  };

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
    const now = performance.now();
    let isMoving = false;
    context.font = `12px ${font}`;
    for (const { id, x, y, node, text } of this.scene.nodes) {
      if (x < sight.left || x > sight.right || y < sight.top || y > sight.bottom) continue;
      const flash = this.#flashes.get(id);
      const left = flash ? 1 - (now - flash.at) / FLASH_MS : 0;
      if (flash && left <= 0) this.#flashes.delete(id);
      isMoving ||= left > 0;
      context.globalAlpha = linked && !linked.has(id) ? 0.4 : 1;
      context.beginPath();
      context.roundRect(x, y, NODE_WIDTH, NODE_HEIGHT, node.kind === "computed" ? 15 : 5);
      // Too small for a name, a node is a patch of its colour.
      context.fillStyle = scale >= READABLE ? colours.surface : colours[node.kind] ?? colours.accent;
      context.fill();
      context.strokeStyle = id === selected ? colours.accent : left > 0 ? colours[flash.what] : colours.line;
      context.lineWidth = id === selected ? 2.5 : left > 0 ? 1 + 2 * (isCalm() ? 1 : left) : 1;
      if (scale < READABLE) context.lineWidth /= scale / READABLE;
      context.stroke();
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
    if (isMoving) nextFrame(this.draw);
  }
}
