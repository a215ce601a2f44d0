// Places for the nodes of a graph: levels from left to right, ordered so that few edges cross.

export const NODE_WIDTH = 156;
export const NODE_HEIGHT = 30;
const ROW = 44;
const LEVEL_GAP = 76;
/** The most from one node of a level to the next. */
const WIDEST = 2 * ROW;
const COLUMN_GAP = 20;
const SWEEPS = 10;
const MOST_BENDS = 4000;
/** A level with more nodes than one of these stands in several columns: the one that suits the page best. */
const TALLEST = [12, 20, 32, 50, 80, 125, 200];
/** How much wider than high a picture should be. */
const ASPECT = 1.4;

/**
 * `nodes` are ids, `edges` pairs of them, from a dependency to what depends on it. Gives the places
 * `[id, x, y]`, for each edge the points it goes through, and the size of it all.
 */
export function layout(nodes, edges) {
  const graph = new Map(nodes.map((id) => [id, { id, level: 0, up: [], down: [], x: 0, y: 0 }]));
  const linked = edges.filter(([from, to]) => from !== to && graph.has(from) && graph.has(to));
  for (const [from, to] of linked) {
    graph.get(from).down.push(graph.get(to));
    graph.get(to).up.push(graph.get(from));
  }
  const all = [...graph.values()];
  const alone = all.filter((node) => !node.up.length && !node.down.length);
  const joined = all.filter((node) => node.up.length || node.down.length);
  level(joined);
  const chains = bend(linked, graph);
  const levels = [];
  for (const node of [...joined, ...chains.flat()]) (levels[node.level] ??= []).push(node);
  order(levels);
  const width = place(levels);
  const height = Math.max(0, ...joined.map((node) => node.y + ROW));
  const size = gridBelow(alone, width, height);
  return {
    places: all.map(({ id, x, y }) => [id, x, y]),
    edges: linked.map(([from, to], i) => ({ from, to, points: [graph.get(from), ...chains[i], graph.get(to)].map(({ x, y }) => [x, y]) })),
    ...size,
  };
}

/** The level of a node is one more than the highest of its dependencies; sources stand just before what uses them. */
function level(nodes) {
  const left = new Map(nodes.map((node) => [node, node.up.length]));
  const ready = nodes.filter((node) => !node.up.length);
  for (let node; (node = ready.pop()); ) {
    for (const next of node.down) {
      next.level = Math.max(next.level, node.level + 1);
      left.set(next, left.get(next) - 1);
      if (left.get(next) === 0) ready.push(next);
    }
  }
  for (const node of nodes) if (!node.up.length) node.level = Math.min(...node.down.map((next) => next.level)) - 1;
}

/** For each edge over several levels, a place to go through on each of those between. */
function bend(edges, graph) {
  let bends = 0;
  return edges.map(([from, to]) => {
    const [a, b] = [graph.get(from), graph.get(to)];
    bends += b.level - a.level - 1;
    if (b.level - a.level < 2 || bends > MOST_BENDS) return [];
    const chain = [];
    for (let at = a.level + 1; at < b.level; at += 1) chain.push({ level: at, up: [], down: [], x: 0, y: 0, isBend: true });
    const line = [a, ...chain, b];
    a.down[a.down.indexOf(b)] = chain[0];
    b.up[b.up.indexOf(a)] = chain.at(-1);
    chain.forEach((node, i) => {
      node.up.push(line[i]);
      node.down.push(line[i + 2]);
    });
    return chain;
  });
}

/** Sorts each level by the mean place of its neighbours, forwards and backwards in turn; the best order stays. */
function order(levels) {
  const number = () => levels.forEach((nodes) => nodes.forEach((node, i) => { node.at = i / Math.max(1, nodes.length - 1); }));
  number();
  let best = null;
  for (let sweep = 0; sweep < SWEEPS; sweep += 1) {
    const isDown = sweep % 2 === 0;
    for (const nodes of isDown ? levels : levels.toReversed()) {
      for (const node of nodes) {
        const near = isDown ? node.up : node.down;
        node.wanted = near.length ? mean(near, (it) => it.at) : node.at;
      }
      nodes.sort((a, b) => a.wanted - b.wanted);
      nodes.forEach((node, i) => { node.at = i / Math.max(1, nodes.length - 1); });
    }
    const crossings = crossed(levels);
    if (best === null || crossings < best.crossings) best = { crossings, levels: levels.map((nodes) => [...nodes]) };
    if (crossings === 0) break;
  }
  best?.levels.forEach((nodes, i) => { levels[i] = nodes; });
  number();
}

function mean(items, of) {
  return items.reduce((sum, item) => sum + of(item), 0) / items.length;
}

/** How many pairs of edges cross, counted with a tree of sums (Barth, Jünger, Mutzel). */
function crossed(levels) {
  let sum = 0;
  for (let l = 0; l + 1 < levels.length; l += 1) {
    const place = new Map(levels[l + 1].map((node, i) => [node, i]));
    const ends = levels[l].flatMap((node) => node.down.map((next) => place.get(next)).filter((at) => at !== undefined).sort((a, b) => a - b));
    const tree = new Uint32Array(levels[l + 1].length + 1);
    ends.forEach((end, seen) => {
      let before = 0;
      for (let i = end + 1; i > 0; i -= i & -i) before += tree[i];
      sum += seen - before;
      for (let i = end + 1; i < tree.length; i += i & -i) tree[i] += 1;
    });
  }
  return sum;
}

/** How high columns may be, so that all of the picture is shown as large as can be. */
function tallest(levels) {
  const most = Math.max(1, ...levels.map((nodes) => nodes.length));
  const size = (rows) => {
    const columns = levels.reduce((sum, nodes) => sum + Math.ceil(nodes.length / rows), 0);
    return Math.max(columns * (NODE_WIDTH + COLUMN_GAP) + levels.length * LEVEL_GAP, Math.min(rows, most) * ROW * ASPECT);
  };
  return TALLEST.reduce((best, rows) => (size(rows) < size(best) ? rows : best));
}

/** Gives places; the width of it all. */
function place(levels) {
  let x = 0;
  const rows = tallest(levels);
  for (const nodes of levels) {
    const columns = Math.ceil(nodes.length / rows);
    nodes.forEach((node, i) => {
      node.x = x + (i % columns) * (NODE_WIDTH + COLUMN_GAP);
      node.y = (Math.floor(i / columns) - nodes.length / columns / 2) * ROW;
    });
    nodes.columns = columns;
    x += columns * (NODE_WIDTH + COLUMN_GAP) + LEVEL_GAP;
  }
  for (let pass = 0; pass < 6; pass += 1) for (const nodes of pass % 2 ? levels.toReversed() : levels) if (nodes.columns === 1) settle(nodes);
  const top = Math.min(...levels.flat().map((node) => node.y));
  for (const node of levels.flat()) node.y -= top;
  return x - (levels.length ? LEVEL_GAP : 0);
}

/** Moves the nodes of a level towards their neighbours, in order, neither too close nor too far apart. */
function settle(nodes) {
  const wanted = nodes.map((node) => {
    const near = [...node.up, ...node.down];
    return near.length ? mean(near, (it) => it.y) : node.y;
  });
  let at = -Infinity;
  const places = wanted.map((y) => (at = at === -Infinity ? y : Math.min(Math.max(y, at + ROW), at + WIDEST)));
  const shift = mean(places.map((y, i) => y - wanted[i]), (it) => it);
  nodes.forEach((node, i) => { node.y = places[i] - shift; });
}

/** Nodes without edges stand in rows below the others. */
function gridBelow(alone, width, height) {
  const columns = Math.max(4, Math.ceil(width / (NODE_WIDTH + COLUMN_GAP)), Math.ceil(Math.sqrt(alone.length / 3)));
  const top = height ? height + ROW : 0;
  alone.forEach((node, i) => {
    node.x = (i % columns) * (NODE_WIDTH + COLUMN_GAP);
    node.y = top + Math.floor(i / columns) * (NODE_HEIGHT + 8);
  });
  const used = alone.length ? Math.min(columns, alone.length) * (NODE_WIDTH + COLUMN_GAP) : 0;
  return { width: Math.max(width, used), height: alone.length ? top + Math.ceil(alone.length / columns) * (NODE_HEIGHT + 8) : height };
}
