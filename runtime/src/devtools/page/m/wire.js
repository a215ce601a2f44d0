// The connection: requests with answers, messages, and coming back after a loss.

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 10_000;

/** The states that `onStatus` is called with, beside `open`. */
export const WAITS = "waits";
export const REFUSED = "refused";
export const NO_TOKEN = "no token";

export class Wire {
  #socket = null;
  #asked = new Map();
  #next = 1;
  #tries = 0;
  #timer = null;

  /** `onMessage` gets each message but answers; `onStatus` a state, and for `waits` the milliseconds. */
  constructor(token, onMessage, onStatus) {
    Object.assign(this, { token, onMessage, onStatus });
  }

  /** Connects now, also where it would have waited. */
  connect() {
    clearTimeout(this.#timer);
    if (!this.token) return this.onStatus(NO_TOKEN);
    this.onStatus("connecting");
    const socket = new WebSocket(`ws://${location.host}/socket`, ["atomata.v1", `token.${this.token}`]);
    let opened = false;
    socket.onopen = () => {
      opened = true;
      this.#tries = 0;
      this.onStatus("open");
    };
    socket.onmessage = (event) => this.#receive(JSON.parse(event.data));
    socket.onclose = () => void this.#closed(opened);
    this.#socket = socket;
  }

  /** Sends a request; the promise fails with the server's text, or because the connection was lost. */
  ask(type, fields = {}) {
    if (this.#socket?.readyState !== WebSocket.OPEN) return Promise.reject(new Error("not connected to the program"));
    const id = this.#next;
    this.#next += 1;
    this.#socket.send(JSON.stringify({ type, id, ...fields }));
    return new Promise((resolve, reject) => this.#asked.set(id, { resolve, reject }));
  }

  #receive(message) {
    if (message.type !== "answer") return this.onMessage(message);
    const asked = this.#asked.get(message.id);
    this.#asked.delete(message.id);
    if (message.error !== undefined) asked?.reject(new Error(message.error));
    else asked?.resolve(message.ok);
  }

  async #closed(opened) {
    for (const { reject } of this.#asked.values()) reject(new Error("the connection was lost before the answer"));
    this.#asked.clear();
    // A browser does not say why a handshake failed. If the page itself is still served, it was the token.
    if (!opened && (await isServed())) return this.onStatus(REFUSED);
    const wait = Math.min(FIRST_WAIT_MS * 2 ** this.#tries, LONGEST_WAIT_MS);
    this.#tries += 1;
    this.onStatus(WAITS, wait);
    this.#timer = setTimeout(() => this.connect(), wait);
  }
}

async function isServed() {
  try {
    return (await fetch("/", { cache: "no-store" })).ok;
  } catch {
    return false;
  }
}
