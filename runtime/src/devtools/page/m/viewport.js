// Moving and zooming with the pointer.

const SMALLEST = 0.03;
const LARGEST = 3;
const CLICK = 4;
const EDGE = 28;

export class Viewport {
  #view = { x: 0, y: 0, scale: 1 };
  #from = null;

  /** `onMove` gets the view; `onPick` the place in the picture that was clicked. */
  constructor(stage, onMove, onPick) {
    Object.assign(this, { stage, onMove, onPick });
    stage.addEventListener("wheel", (event) => this.#turned(event), { passive: false });
    stage.addEventListener("pointerdown", (event) => this.#down(event));
    stage.addEventListener("pointermove", (event) => this.#dragged(event));
    stage.addEventListener("pointerup", (event) => this.#up(event));
  }

  move() {
    this.onMove(this.#view);
  }

  /** Zooms by a factor about a place of the stage, by default its middle. */
  zoom(factor, atX = this.stage.clientWidth / 2, atY = this.stage.clientHeight / 2) {
    const { x, y, scale } = this.#view;
    const to = Math.min(LARGEST, Math.max(SMALLEST, scale * factor));
    this.#view = { x: atX - ((atX - x) * to) / scale, y: atY - ((atY - y) * to) / scale, scale: to };
    this.move();
  }

  /** Shows all of a picture of that size, in the middle. */
  fit(width, height) {
    const { clientWidth, clientHeight } = this.stage;
    const scale = Math.min(1.2, Math.max(SMALLEST, Math.min((clientWidth - 2 * EDGE) / width, (clientHeight - 2 * EDGE) / height)));
    this.#view = { x: (clientWidth - width * scale) / 2, y: (clientHeight - height * scale) / 2, scale };
    this.move();
  }

  /** Brings a place to the middle, large enough to be read. */
  centre(x, y) {
    const scale = Math.max(0.8, this.#view.scale);
    this.#view = { x: this.stage.clientWidth / 2 - x * scale, y: this.stage.clientHeight / 2 - y * scale, scale };
    this.move();
  }

  /** Moves just so far that a box is in sight. */
  reveal(x, y, width, height) {
    const view = this.#view;
    const shift = (at, size, room) => (at < EDGE ? EDGE - at : at + size > room - EDGE ? room - EDGE - at - size : 0);
    view.x += shift(x * view.scale + view.x, width * view.scale, this.stage.clientWidth);
    view.y += shift(y * view.scale + view.y, height * view.scale, this.stage.clientHeight);
    this.move();
  }

  #turned(event) {
    event.preventDefault();
    const { left, top } = this.stage.getBoundingClientRect();
    const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
    this.zoom(Math.exp(-event.deltaY * lines * 0.0015), event.clientX - left, event.clientY - top);
  }

  #down(event) {
    if (event.button !== 0) return;
    this.#from = { x: event.clientX, y: event.clientY, view: { ...this.#view }, isClick: true };
    this.stage.setPointerCapture(event.pointerId);
  }

  #dragged(event) {
    if (!this.#from) return;
    const [dx, dy] = [event.clientX - this.#from.x, event.clientY - this.#from.y];
    if (Math.hypot(dx, dy) > CLICK) this.#from.isClick = false;
    if (this.#from.isClick) return;
    this.#view = { ...this.#from.view, x: this.#from.view.x + dx, y: this.#from.view.y + dy };
    this.move();
  }

  #up(event) {
    const from = this.#from;
    this.#from = null;
    if (!from?.isClick) return;
    const { left, top } = this.stage.getBoundingClientRect();
    const { x, y, scale } = this.#view;
    this.onPick({ x: (event.clientX - left - x) / scale, y: (event.clientY - top - y) / scale });
  }
}
