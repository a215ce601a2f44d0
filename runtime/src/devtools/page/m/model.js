// What the page knows of the store it watches. It is kept up to date whether anything of it is shown or not.

import { above, apply, below, look } from "./pointer.js";

/** So many flushes are kept; beyond, the oldest tenth goes. */
export const MOST_FLUSHES = 110_000;
const MOST_WARNINGS = 500;
const MOST_DELTAS = 2000;

export class Model {
  #listeners = new Map();
  #held = [];

  constructor() {
    this.clear(null);
  }

  /** Forgets all, and begins with another store: what `hello` says of it, or null. */
  clear(info) {
    Object.assign(this, {
      info, state: null, sequence: 0, history: null, report: null, health: null, memory: null,
      flushes: [], letGo: 0, dropped: 0, warnings: [], deltas: [], changes: 0, isPaused: false, waiting: 0,
    });
    this.nodes = new Map();
    this.dependents = new Map();
    this.counts = new Map();
    this.byPointer = new Map();
    this.#held = [];
    for (const topic of this.#listeners.keys()) this.emit(topic, null);
  }

  /** Calls `listener` whenever something of a topic changed: the type of a message, or `paused`. */
  on(topic, listener) {
    if (!this.#listeners.has(topic)) this.#listeners.set(topic, []);
    this.#listeners.get(topic).push(listener);
  }

  emit(topic, what) {
    for (const listener of this.#listeners.get(topic) ?? []) listener(what);
  }

  /** Takes in a message of the store. Throws if a patch does not fit what is known. */
  receive(message) {
    if (this.isPaused && (message.type === "flushes" || message.type === "patch")) return this.#hold(message);
    this.#take(message);
  }

  /** Keeps flushes and patches back, or lets them in. What waits is counted in flushes. */
  pause(on) {
    this.isPaused = on;
    const held = this.#held;
    this.#held = [];
    this.waiting = 0;
    this.emit("paused", on);
    for (const message of held) this.#take(message);
  }

  #hold(message) {
    this.#held.push(message);
    this.waiting += message.flushes instanceof Array && message.type === "flushes" ? message.flushes.length : 0;
    this.emit("paused", true);
  }

  #take(message) {
    switch (message.type) {
      case "nodes": this.#takeNodes(message); break;
      case "state":
        this.#held = this.#held.filter((held) => held.type !== "patch");
        Object.assign(this, { state: message.state, sequence: message.sequence });
        break;
      case "patch": return this.#patch(message);
      case "flushes": return this.#takeFlushes(message);
      case "history": this.history = message; break;
      case "report": Object.assign(this, { report: message.report, health: message.health, memory: message.memory }); break;
      case "warned":
        this.warnings.push({ ...message, at_page: Date.now() });
        if (this.warnings.length > MOST_WARNINGS) this.warnings.shift();
        break;
      case "counts": for (const each of message.counts) this.counts.set(each.node, each); break;
      default: return;
    }
    this.emit(message.type, message);
  }

  #takeNodes({ all, nodes, gone }) {
    if (all) for (const each of [this.nodes, this.dependents, this.byPointer]) each.clear();
    for (const node of gone) {
      this.byPointer.delete(this.nodes.get(node)?.pointer);
      this.nodes.delete(node);
    }
    for (const node of nodes) {
      node.pointer = pointerOf(node);
      this.nodes.set(node.node, node);
      this.byPointer.set(node.pointer, node);
      for (const dep of node.deps) {
        if (!this.dependents.has(dep)) this.dependents.set(dep, new Set());
        this.dependents.get(dep).add(node.node);
      }
    }
  }

  #patch({ sequence, patch, bytes }) {
    const changed = [];
    let structure = false;
    apply(this.state, patch, (pointer, isStructure) => {
      changed.push(pointer);
      structure ||= isStructure;
    });
    this.sequence = sequence;
    this.deltas.push({ patch, bytes, flushes: null });
    if (this.deltas.length > MOST_DELTAS) this.deltas.splice(0, MOST_DELTAS / 10);
    this.emit("patch", { changed, structure });
  }

  #takeFlushes({ flushes, dropped }) {
    // Not `push(...flushes)`: a long list would overflow the stack of arguments.
    for (const flush of flushes) this.flushes.push(flush);
    this.dropped += dropped;
    // Both come of one look at the store, the delta first: what it holds are the writes of these flushes.
    const delta = this.deltas.at(-1);
    if (delta?.flushes === null && flushes.length) {
      delta.flushes = [flushes[0].flush, flushes.at(-1).flush];
      flushes.at(-1).bytes ??= delta.bytes;
    }
    let cut = 0;
    if (this.flushes.length > MOST_FLUSHES) {
      cut = this.flushes.length - MOST_FLUSHES * 0.9;
      this.flushes.splice(0, cut);
      this.letGo += cut;
    }
    this.emit("flushes", { added: flushes, cut });
  }

  /** The value at a pointer into the state; undefined where nothing is known. */
  value(pointer) {
    return this.state ? look(this.state, pointer) : undefined;
  }

  /** The node whose value a pointer leads into. */
  nodeAt(pointer) {
    for (let at = pointer; at; at = above(at)) {
      const node = this.byPointer.get(at);
      if (node) return node;
    }
    return null;
  }

  /** The delta of the state that a flush is part of, if it is still kept. */
  deltaOf({ flush }) {
    return this.deltas.find(({ flushes }) => flushes && flushes[0] <= flush && flush <= flushes[1]) ?? null;
  }

  /** Where the store stands: the index among the beginning and the entries that are listed, -1 if it is none of these;
   * how many entries lead there, and how many there are. */
  get place() {
    if (!this.history?.on) return { index: 0, number: 0, of: 0 };
    const { entries, left_out, position, start } = this.history;
    const index = position === start ? 0 : entries.findIndex((it) => it.id === position) + 1 || -1;
    return { index, number: index > 0 ? left_out + index : 0, of: left_out + entries.length };
  }

  /** Whether the store shows an earlier state than its newest. */
  get isPast() {
    return this.history?.on === true && !this.history.live;
  }
}

/** Where the value of a node stands in the state. */
function pointerOf({ kind, name, key }) {
  const place = below(kind === "computed" ? "/computed" : "/atoms", name);
  return key === null ? place : below(place, key);
}
