// What the made-up server answers to the page's requests. An error that is thrown becomes the answer's `error`.

const SOURCE = `#[test]
fn replays_the_session() {
    let store = Store::manual();
    store.set(PRICE, 12.5);
    store.flush();
    assert_eq!(store.get(TOTAL), 25.0);
}
`;

export const answers = {
  set({ pointer, value }, store, client) {
    const steps = stepsOf(pointer);
    const key = steps.pop();
    const parent = steps.reduce((at, step) => at?.[step], store.state.atoms);
    if (parent === undefined || !(key in parent)) throw new Error(`\`${pointer}\`: no such place`);
    const old = parent[key];
    if (old !== null && value !== null && typeof old !== typeof value) {
      throw new Error(`\`${pointer}\`: invalid type: ${typeof value} ${JSON.stringify(value)}, expected ${typeof old}`);
    }
    parent[key] = value;
    const node = store.nodes.find((it) => it.name === (steps[0] ?? key));
    tell(store, client, node, [{ op: "replace", path: `/atoms${pointer}`, value }], `DevTools: set ${node.name}`);
  },

  insert({ pointer, value }, store, client) {
    const [name, ...steps] = stepsOf(pointer);
    const node = store.nodes.find((it) => it.name === name && it.family === null);
    const key = steps.pop();
    const parent = steps.reduce((at, step) => at?.[step], store.state.atoms[name]);
    if (Array.isArray(parent)) parent.splice(key === "-" ? parent.length : Number(key), 0, value);
    else {
      if (typeof value.title !== "string") throw new Error("`Order` cannot be read: missing field `title`");
      parent[key] = value;
      const member = store.add({ ...node, node: undefined, kind: "atom", short: `${node.short}(${key})`, family: node.node, key });
      client.send({ type: "nodes", store: store.store, all: false, nodes: [member], gone: [] });
    }
    tell(store, client, node, [{ op: "add", path: `/atoms${pointer}`, value }], `DevTools: insert into ${name}`);
  },

  remove({ pointer }, store, client) {
    const [name, ...steps] = stepsOf(pointer);
    const node = store.nodes.find((it) => it.name === name && it.family === null);
    const key = steps.pop();
    const parent = steps.reduce((at, step) => at?.[step], store.state.atoms[name]);
    tell(store, client, node, [{ op: "remove", path: `/atoms${pointer}` }], `DevTools: remove from ${name}`);
    if (Array.isArray(parent)) return parent.splice(Number(key), 1);
    delete parent[key];
    const gone = store.nodes.find((it) => it.family === node.node && it.key === key);
    return client.send({ type: "nodes", store: store.store, all: false, nodes: [], gone: [gone.node] });
  },

  flush(_, store, client) {
    const { flush } = store.flush(true, [store.plain[0]], "what waited");
    client.send({ type: "flushes", store: store.store, dropped: 0, flushes: [flush] });
  },

  reset({ node }, store, client) {
    const found = store.nodes.find((it) => it.node === node);
    const value = structuredClone(store.initialState[found.name]);
    store.state.atoms[found.name] = value;
    tell(store, client, found, [{ op: "replace", path: store.pointers.get(node), value }], `DevTools: reset ${found.name}`);
  },

  why({ node }, store) {
    const found = store.nodes.find((it) => it.node === node);
    const chain = [{ node, name: found.name, what: "was told to 1 subscriber", at: null },
      ...found.deps.map((dep) => ({ node: dep, name: store.nodes[dep - 1].name, what: "changed", at: null })),
      { node: 1, name: store.nodes[0].name, what: "was written once", at: "src/cart/data.rs:41" }];
    return { text: `\`${found.name}\` was told to 1 subscriber in flush ${store.flushed}`, chain };
  },

  why_not({ node }, store) {
    const { name } = store.nodes.find((it) => it.node === node);
    return { text: `\`${name}\` was not told: nothing it depends on was written`, chain: [{ node, name, what: "was not touched", at: null }] };
  },

  go_to: ({ entry }, store, client) => move(store, client, entry),
  undo: (_, store, client) => move(store, client, store.history.position - 1),
  redo: (_, store, client) => move(store, client, store.history.position + 1),
  live: (_, store, client) => move(store, client, store.history.entries.at(-1).id),
  revert: (_, store, client) => move(store, client, store.historyStart),

  skip({ entry, on }, store, client) {
    if (entry === store.history.entries[0].id) throw new Error(`the history has no point ${entry}: it was pruned`);
    store.history.skipped[on ? "add" : "delete"](entry);
    client.send(store.historyMessage);
  },

  pin({ entry, on }, store, client) {
    store.history.pinned[on ? "add" : "delete"](entry);
    client.send(store.historyMessage);
  },

  commit(_, store, client) {
    const { history } = store;
    history.entries = history.entries.filter((it) => it.id > history.position);
    client.send(store.historyMessage);
  },

  switch(_, store, client) {
    store.history.branches = [];
    client.send(store.historyMessage);
  },

  graph({ format }, store) {
    const edges = store.nodes.flatMap((it) => it.deps.map((dep) => [store.nodes[dep - 1].name, it.name]));
    return format === "dot"
      ? `digraph store {\n${edges.map(([a, b]) => `  "${a}" -> "${b}";`).join("\n")}\n}\n`
      : `graph LR\n${edges.map(([a, b]) => `  ${a} --> ${b}`).join("\n")}\n`;
  },

  export: (_, store) => ({ format: "atomata-session", version: 1, program: "fake-shop", store: store.name,
    initial: { atoms: store.initialState, computed: {} }, steps: [{ labels: [], flushes: [1], patch: [] }] }),

  import({ session }) {
    if (session?.format !== "atomata-session") throw new Error("not a session: `format` is missing");
    return { steps: session.steps.length, left_out: ["shop::gone"] };
  },

  test: ({ from, to }) => (from ? `// flushes ${from} to ${to}\n${SOURCE}` : SOURCE),
};

function stepsOf(pointer) {
  return pointer.slice(1).split("/").map((it) => it.replaceAll("~1", "/").replaceAll("~0", "~"));
}

function tell(store, client, node, patch, label) {
  const { flush, patch: more, bytes } = store.flush(true, [node], label);
  store.sequence += 1;
  const all = [...patch, ...more];
  client.send({ type: "patch", store: store.store, sequence: store.sequence, bytes, patch: all });
  client.send({ type: "flushes", store: store.store, dropped: 0, flushes: [flush] });
  client.send(store.historyMessage);
}

function move(store, client, entry) {
  const ids = [store.historyStart, ...store.history.entries.map((it) => it.id)];
  if (!ids.includes(entry)) throw new Error(`there is no entry ${entry}`);
  if (entry < store.history.position && !store.history.branches.length) {
    store.history.branches = [{ id: 1, label: "try another price", entries: 4 }];
  }
  store.history.position = entry;
  client.send(store.historyMessage);
}
