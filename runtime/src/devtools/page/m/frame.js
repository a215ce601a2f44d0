// Updates of the page, at most one round in a frame.

const MOST_UPDATES = 10_000;

const waiting = new Set();
let next = new Set();
let isAsked = false;
let isRunning = false;

/**
 * Runs a function in the next frame; asked twice before then, it runs once. What an update asks for while it runs
 * still belongs to its frame, so that a list never shows what it was scrolled to a frame later.
 */
export function soon(update) {
  waiting.add(update);
  if (!isRunning) ask();
}

/** Runs a function in the frame after this one, for what moves. */
export function nextFrame(update) {
  next.add(update);
  ask();
}

function ask() {
  if (isAsked) return;
  isAsked = true;
  requestAnimationFrame(run);
}

function run() {
  isAsked = false;
  isRunning = true;
  for (const update of next) waiting.add(update);
  next = new Set();
  let left = MOST_UPDATES;
  try {
    // A set that grows while it is walked is walked to its end.
    for (const update of waiting) {
      waiting.delete(update);
      update();
      left -= 1;
      if (left === 0) break;
    }
  } finally {
    isRunning = false;
    if (waiting.size || next.size) ask();
  }
}
