// A list of rows of one height, of which only those in sight exist as elements.
//
// The list itself has the focus; the row it is on is told by `aria-activedescendant`.

import { h, setAttribute } from "./dom.js";
import { soon } from "./frame.js";

const BEYOND = 6;
let lists = 0;

export class List {
  #items = [];
  #rows = new Map();
  #spare = [];
  #active = -1;
  #draw = () => this.#render();

  /**
   * - `role`, `label`: of the list as a whole; `rowRole` of its rows;
   * - `make()` makes an empty row, `fill(row, item, index)` shows an item in it;
   * - `onSelect(item, index)`: the focus went to another row, by key or mouse;
   * - `onOpen(item, index, event)`: Enter or double click;
   * - `onKey(event, item, index)`: any other key; true if it was for the row.
   */
  constructor({ role, rowRole, label, height = 26, make, fill, onSelect, onOpen, onKey }) {
    Object.assign(this, { rowRole, height, make, fill, onSelect, onOpen, onKey });
    lists += 1;
    this.name = `list${lists}`;
    this.space = h("div", { class: "list-space", role: "presentation" });
    this.element = h("div", { class: "list", role, "aria-label": label, tabindex: "0" }, this.space);
    this.element.addEventListener("scroll", () => soon(this.#draw), { passive: true });
    this.element.addEventListener("keydown", (event) => this.#pressed(event));
    this.element.addEventListener("click", (event) => this.#clicked(event));
    this.element.addEventListener("dblclick", (event) => {
      const index = this.#indexOf(event.target);
      if (index >= 0) this.onOpen?.(this.#items[index], index, event);
    });
    new ResizeObserver(() => soon(this.#draw)).observe(this.element);
  }

  /** Shows other items, or the same after some came or went. The selected row stays where its index is. */
  set items(items) {
    this.#items = items;
    if (this.#active >= items.length) this.#active = items.length - 1;
    soon(this.#draw);
  }

  get items() {
    return this.#items;
  }

  get active() {
    return this.#active;
  }

  get activeItem() {
    return this.#items[this.#active];
  }

  /** Fills the rows in sight again. */
  refresh() {
    soon(this.#draw);
  }

  /** The rows in sight with their indexes. */
  visible() {
    return this.#rows.entries();
  }

  /** Goes to a row without telling `onSelect`. */
  mark(index) {
    this.#active = index;
    soon(this.#draw);
  }

  /** Goes to a row and brings it in sight. */
  select(index, isTold = true) {
    const to = Math.max(0, Math.min(index, this.#items.length - 1));
    if (!this.#items.length) return;
    this.#active = to;
    this.reveal(to);
    soon(this.#draw);
    if (isTold) this.onSelect?.(this.#items[to], to);
  }

  /** Scrolls a row into sight. */
  reveal(index) {
    const { element, height } = this;
    const top = index * height;
    this.#resize();
    if (top < element.scrollTop) element.scrollTop = top;
    else if (top + height > element.scrollTop + element.clientHeight) element.scrollTop = top + height - element.clientHeight;
  }

  /** Whether the last row is in sight. */
  get isAtEnd() {
    const { scrollTop, clientHeight, scrollHeight } = this.element;
    return scrollTop + clientHeight >= scrollHeight - this.height;
  }

  scrollToEnd() {
    this.#resize();
    this.element.scrollTop = this.element.scrollHeight;
    soon(this.#draw);
  }

  #resize() {
    const height = this.#items.length * this.height;
    if (this.#height !== height) {
      this.#height = height;
      this.space.style.height = `${height}px`;
    }
  }

  #height = -1;

  #render() {
    const { element, height } = this;
    if (!element.isConnected || element.clientHeight === 0) return;
    this.#resize();
    const first = Math.max(0, Math.floor(element.scrollTop / height) - BEYOND);
    const end = Math.min(this.#items.length, Math.ceil((element.scrollTop + element.clientHeight) / height) + BEYOND);
    for (const [index, row] of this.#rows) {
      if (index >= first && index < end) continue;
      this.#rows.delete(index);
      this.#spare.push(row);
    }
    const added = [];
    for (let index = first; index < end; index += 1) {
      let row = this.#rows.get(index);
      if (!row) {
        row = this.#spare.pop() ?? this.#made(added);
        this.#rows.set(index, row);
        row.style.transform = `translateY(${index * height}px)`;
        row.id = `${this.name}-${index}`;
        row.dataset.index = index;
        row.hidden = false;
      }
      setAttribute(row, "aria-selected", index === this.#active);
      setAttribute(row, "aria-rowindex", index + 1);
      this.fill(row, this.#items[index], index);
    }
    for (const row of this.#spare) {
      row.hidden = true;
      row.removeAttribute("id");
    }
    this.space.append(...added);
    const isSeen = this.#active >= first && this.#active < end;
    setAttribute(element, "aria-activedescendant", isSeen ? `${this.name}-${this.#active}` : null);
    setAttribute(element, "aria-rowcount", this.#items.length);
  }

  #made(added) {
    const row = this.make();
    row.classList.add("row");
    row.setAttribute("role", this.rowRole);
    added.push(row);
    return row;
  }

  #indexOf(target) {
    const row = target.closest(".row");
    return row && this.space.contains(row) ? Number(row.dataset.index) : -1;
  }

  #clicked(event) {
    const index = this.#indexOf(event.target);
    if (index >= 0 && index !== this.#active) this.select(index);
  }

  #pressed(event) {
    if (event.target !== this.element || event.ctrlKey || event.metaKey || event.altKey) return;
    const page = Math.max(1, Math.floor(this.element.clientHeight / this.height) - 1);
    const to = { ArrowDown: this.#active + 1, ArrowUp: Math.max(0, this.#active - 1), PageDown: this.#active + page,
      PageUp: this.#active - page, Home: 0, End: this.#items.length - 1 }[event.key];
    if (to !== undefined) this.select(to);
    else if (event.key === "Enter" && this.activeItem !== undefined) this.onOpen?.(this.activeItem, this.#active, event);
    else if (!this.onKey?.(event, this.activeItem, this.#active)) return;
    event.preventDefault();
    event.stopPropagation();
  }
}
