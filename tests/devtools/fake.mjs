// A server that speaks the inspector's protocol with made-up data, for working on the page and for its tests:
// `node fake.mjs [--port 7700] [--atoms 10000] [--flushes 100000] [--quiet]` prints a link.

import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { answers } from "./fake/answers.mjs";
import { accept } from "./fake/socket.mjs";
import { FakeStore } from "./fake/store.mjs";

const PAGE = fileURLToPath(new URL("../../runtime/src/devtools/page/", import.meta.url));
const TYPES = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css" };
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self' ws://127.0.0.1:*; img-src 'self' data:";

/** Starts the server; with `quiet` nothing happens in its stores but what the page asks for. */
export async function serve({ port = 0, atoms = 10000, flushes = 100000, quiet = false, token = "fake-token" } = {}) {
  const computeds = Math.min(300, Math.ceil(atoms / 8));
  const stores = [
    new FakeStore({ store: 1, name: "shop", atoms, computeds, members: Math.min(500, atoms), flushes }),
    new FakeStore({ store: 2, name: "session of anna", atoms: 24, computeds: 9, members: 4, flushes: 40, seed: 3, tier: "compiled" }),
  ];
  const clients = new Set();
  const server = createServer((request, response) => void file(request, response));
  server.on("upgrade", (request, socket) => {
    const protocols = (request.headers["sec-websocket-protocol"] ?? "").split(/,\s*/);
    if (request.url !== "/socket" || !protocols.includes(`token.${token}`)) {
      return socket.end("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    }
    const client = { socket, watched: null };
    client.send = accept(request, socket, (text) => receive(client, JSON.parse(text), stores), () => clients.delete(client));
    clients.add(client);
    client.send({ type: "hello", version: 1, program: "fake-shop", pid: process.pid, stores: stores.map((it) => it.info) });
  });
  await new Promise((ready) => server.listen(port, "127.0.0.1", ready));
  const timers = quiet ? [] : [setInterval(() => tick(stores, clients), 50), setInterval(() => reports(clients), 1000)];
  const address = `http://127.0.0.1:${server.address().port}/`;
  return {
    address, link: `${address}#${token}`, stores, clients,
    /** Ends every connection, as a program that stops does. */
    drop: () => clients.forEach((client) => client.socket.destroy()),
    close() {
      timers.forEach(clearInterval);
      this.drop();
      return new Promise((done) => server.close(done));
    },
  };
}

async function file(request, response) {
  const path = normalize(new URL(request.url, "http://x").pathname).replace(/^\/$/, "/index.html");
  try {
    const data = await readFile(join(PAGE, path));
    response.writeHead(200, { "Content-Type": TYPES[extname(path)] ?? "text/plain", "Content-Security-Policy": POLICY,
      "X-Content-Type-Options": "nosniff", "Cache-Control": "no-store" });
    response.end(data);
  } catch {
    response.writeHead(404).end();
  }
}

function receive(client, message, stores) {
  const { id, type } = message;
  try {
    if (type === "watch") watch(client, stores.find((it) => it.store === message.store) ?? null);
    const ok = answers[type]?.(message, stores.find((it) => it.store === message.store), client) ?? null;
    client.send({ type: "answer", id, ok });
  } catch (error) {
    client.send({ type: "answer", id, error: error.message });
  }
}

function watch(client, store) {
  client.watched = store;
  if (!store) return;
  const { send } = client;
  send({ type: "nodes", store: store.store, all: true, nodes: store.nodes, gone: [] });
  send({ type: "state", store: store.store, sequence: store.sequence, state: store.state });
  send(store.historyMessage);
  send(counts(store, store.nodes));
  for (let from = 0; from < store.flushes.length; from += 5000) {
    send({ type: "flushes", store: store.store, dropped: 0, flushes: store.flushes.slice(from, from + 5000) });
  }
  send(report(store));
  for (const text of ["`Price` was written 1,204 times in a second", "`Title3` is never read"]) {
    send({ type: "warned", store: store.store, kind: text.includes("never") ? "unread atom" : "hot atom", text, at: "src/cart/data.rs:41", node: 1 });
  }
}

function counts(store, nodes) {
  return { type: "counts", store: store.store, counts: nodes.map((node) => ({
    node: node.node, version: store.versions.get(node.node) ?? 0,
    bytes: node.kind === "computed" ? null : JSON.stringify(store.at(node) ?? null).length,
    subscribers: node.kind === "computed" && node.node % 4 === 0 ? 1 + (node.node % 3) : 0,
    writes: store.versions.get(node.node) ?? 0, runs: store.runs.get(node.node) ?? 0 })) };
}

function tick(stores, clients) {
  for (const store of stores) {
    const watching = [...clients].filter((client) => client.watched === store);
    if (!watching.length || !store.historyMessage.live) continue;
    const made = Array.from({ length: 1 + Math.floor(store.random() * 3) }, () => store.flush(true));
    const before = store.history.position;
    const patch = made.flatMap((it) => it.patch);
    store.sequence += 1;
    for (const { send } of watching) {
      send({ type: "patch", store: store.store, sequence: store.sequence, bytes: JSON.stringify(patch).length, patch });
      send({ type: "flushes", store: store.store, dropped: store.flushed % 400 < 3 ? 7 : 0, flushes: made.map((it) => it.flush) });
      if (made.some((it) => it.flush.position !== null) || before !== store.history.position) send(store.historyMessage);
    }
  }
}

function reports(clients) {
  for (const { watched, send } of clients) {
    if (!watched) continue;
    const recent = new Set(watched.flushes.slice(-40).flatMap((it) => [...it.writes, ...it.computed].map((one) => one.node)));
    send(counts(watched, watched.nodes.filter((node) => recent.has(node.node))));
    send(report(watched));
  }
}

function report(store) {
  const spread = (scale) => ({ measured: store.flushed, p50: scale * 9e3, p95: scale * 4.1e4, p99: scale * 2.2e5, max: scale * 2.4e6 });
  const amount = (count, bytes) => ({ count, bytes });
  const computeds = store.nodes.filter((it) => it.kind === "computed").slice(0, 60);
  return {
    type: "report", store: store.store,
    report: {
      monitored: store.now * 1e6, flushes: spread(1), updates: spread(0.4), calls: spread(2.2), memory: 4_600_000, lost: 0,
      stats: { writes: store.flushed * 2, equal_writes: 210, recomputed: store.flushed * 5, unchanged: store.flushed,
        skipped: 4200, coalesced: store.flushed * 3, notified: store.flushed, saved: store.flushed * 2, flushes: store.flushed,
        passes: store.flushed, nodes: store.nodes.length, subscriptions: 40 },
      serialized: { times: 1200, bytes: 240_000, saved: 88_000_000, took: spread(0.2) },
      groups: store.groups.map((it, i) => ({ name: it.name, writes: 4000 * (i + 1), equal_writes: 12, ran: 9000, unchanged: 100, told: 3000 })),
      nodes: computeds.map((it) => ({ name: it.name, group: it.group, is_computed: true, writes: 0, equal_writes: 0,
        ran: store.runs.get(it.node) ?? 0, unchanged: 12, skipped: 4, failed: it.node % 41 === 0 ? 1 : 0, told: 7,
        runs: spread(1 / (1 + (it.node % 17))), calls: spread(0.1) })),
      limits: [{ what: "a flush", allowed: "2.0ms" }, { what: "writing `Price` between two flushes", allowed: "3" }],
      over: { count: 3, first: ["a flush took 2.4 ms, more than the 2.0 ms of `per_flush`"] },
    },
    health: { is_well: true, last_flush: { ago: 31e6, took: 42e3 }, lag: 4e6, failed: [], waiting: 2 },
    memory: { atoms: amount(store.nodes.length, 2_600_000), computeds: amount(300, 40_000), members: amount(500, 61_000),
      families: amount(1, 900), journals: amount(3, 12_000), graph: amount(10_800, 1_200_000), subscriptions: amount(40, 9_000),
      history: amount(50, 210_000), pinned: amount(0, 0), bases: amount(2, 301_000), caches: amount(12, 88_000),
      groups: store.groups.map((it) => ({ name: it.name, count: 3000, bytes: 800_000 })),
      largest: store.nodes.slice(0, 8).map((it, i) => ({ name: it.name, count: 1, bytes: 90_000 - i * 8000 })) },
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({ options: {
    port: { type: "string" }, atoms: { type: "string" }, flushes: { type: "string" }, quiet: { type: "boolean" },
  } });
  const number = (text) => (text === undefined ? undefined : Number(text));
  const { link } = await serve({ port: number(values.port), atoms: number(values.atoms), flushes: number(values.flushes), quiet: values.quiet });
  console.log(link);
}
