// What of the store's graph is shown, with places.

import { NODE_HEIGHT, NODE_WIDTH } from "./layout.js";

/** At smaller scales names are not drawn, and nodes are patches of colour. */
export const READABLE = 0.4;

/** The edges of the graph between what stands for its nodes: a member of a family is shown as the family. */
export function edgesOf(model) {
  const stands = (id) => model.nodes.get(id)?.family ?? id;
  const seen = new Set();
  const edges = [];
  for (const node of model.nodes.values()) {
    for (const dep of node.deps) {
      const edge = [stands(dep), stands(node.node)];
      const key = edge.join(" ");
      if (edge[0] === edge[1] || seen.has(key)) continue;
      seen.add(key);
      edges.push(edge);
    }
  }
  return edges;
}

/** Everything upstream and downstream of some nodes, and they themselves. */
export function around(ids, edges) {
  const up = new Map();
  const down = new Map();
  const add = (map, key, value) => map.set(key, [...(map.get(key) ?? []), value]);
  for (const [from, to] of edges) {
    add(up, to, from);
    add(down, from, to);
  }
  const found = new Set(ids);
  for (const map of [up, down]) {
    const next = [...ids];
    const seen = new Set(ids);
    for (let id; (id = next.pop()) !== undefined; ) {
      for (const near of map.get(id) ?? []) {
        if (seen.has(near)) continue;
        seen.add(near);
        found.add(near);
        next.push(near);
      }
    }
  }
  return found;
}

/** Names what was laid out, and makes lines of the edges. */
export function sceneOf(model, { places, edges, width, height }) {
  const nodes = [];
  for (const [id, x, y] of places) {
    const node = model.nodes.get(id);
    if (node) nodes.push({ id, x, y, node, text: cut(node.short) });
  }
  const byId = new Map(nodes.map((each) => [each.id, each]));
  return { nodes, byId, width, height, edges: edges.map(({ from, to, points }) => ({ from, to, line: lineOf(points) })) };
}

function cut(text) {
  return text.length > 19 ? `${text.slice(0, 18)}…` : text;
}

function lineOf(points) {
  let line = "";
  points.forEach(([x, y], i) => {
    const middle = y + NODE_HEIGHT / 2;
    if (i === 0) {
      line = `M${x + NODE_WIDTH} ${middle}`;
      return;
    }
    const fromX = points[i - 1][0] + NODE_WIDTH;
    const bend = Math.max(24, (x - fromX) / 2);
    const fromY = points[i - 1][1] + NODE_HEIGHT / 2;
    line += `C${fromX + bend} ${fromY} ${x - bend} ${middle} ${x} ${middle}`;
    if (i < points.length - 1) line += `H${x + NODE_WIDTH}`;
  });
  return line;
}
