// What the page costs with 10,000 atoms and 100,000 flushes, against made-up data: `npm run measure`.
// Prints the time to the first rows, the time until all flushes are there, and the times between frames meanwhile
// and while the lists are scrolled.

import { serve } from "./fake.mjs";
import { launch, open, panel, until } from "./page/browser.mjs";

/** Collects the times between frames while something runs, in the page. */
async function frames(page, run) {
  await page.evaluate(() => {
    window.times = [];
    let last = performance.now();
    const next = (now) => {
      window.times.push(now - last);
      last = now;
      window.counting = requestAnimationFrame(next);
    };
    window.counting = requestAnimationFrame(next);
  });
  await run();
  const times = (await page.evaluate(() => {
    cancelAnimationFrame(window.counting);
    return window.times;
  })).slice(1).sort((a, b) => a - b);
  if (!times.length) return "no frame";
  const at = (part) => times[Math.min(times.length - 1, Math.floor(times.length * part))].toFixed(1);
  return `${String(times.length).padStart(4)} frames, p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, p99 ${at(0.99)} ms, max ${at(1)} ms`;
}

/** Scrolls through all of a list. */
function scroll(page, list) {
  return page.evaluate(async (selector) => {
    const element = document.querySelector(selector);
    for (let step = 0; step <= 120; step += 1) {
      element.scrollTop = (element.scrollHeight * step) / 120;
      await new Promise(requestAnimationFrame);
    }
  }, list);
}

const pause = (ms) => new Promise((go) => setTimeout(go, ms));
const browser = await launch();
const fake = await serve({ atoms: 10_000, flushes: 100_000 });
const page = await open(browser, "about:blank", { calm: false });
await page.addInitScript(() => {
  const seen = new MutationObserver(() => {
    if (!document.querySelector(".state-row.row .value")) return;
    seen.disconnect();
    requestAnimationFrame(() => requestAnimationFrame((now) => { window.firstRows = now; }));
  });
  seen.observe(document, { childList: true, subtree: true });
});
const started = performance.now();
await page.goto(fake.link, { waitUntil: "commit" });
await until("the first rows", () => page.evaluate(() => window.firstRows ?? null), Boolean);
const firstRows = await page.evaluate(() => window.firstRows);
console.log(`first rows of the state: ${firstRows.toFixed(0)} ms after the page was asked for`);
const flushes = () => page.locator("#panel1 .tools [role=status]").textContent();
const come = async () => {
  await panel(page, 2);
  await until("the flushes", flushes, (text) => Number(text.replace(/\D/g, "")) >= 100_000);
};
console.log(`while 100,000 flushes come:   ${await frames(page, come)}`);
console.log(`all flushes are there after ${(performance.now() - started).toFixed(0)} ms`);
console.log(`timeline, following:          ${await frames(page, () => pause(3000))}`);
console.log(`timeline, scrolled to an end: ${await frames(page, () => scroll(page, "#panel1 .list"))}`);
const filtered = await page.evaluate(async () => {
  const field = document.querySelector("#panel1 .search");
  const before = performance.now();
  field.value = "atom:price group:ui";
  field.dispatchEvent(new Event("input"));
  const took = performance.now() - before;
  field.value = "";
  field.dispatchEvent(new Event("input"));
  return took;
});
console.log(`filtering 100,000 flushes: ${filtered.toFixed(0)} ms`);
await panel(page, 1);
console.log(`state, live:                  ${await frames(page, () => pause(3000))}`);
console.log(`state, scrolled to an end:    ${await frames(page, () => scroll(page, "#panel0 .list"))}`);
await panel(page, 3);
await page.locator("#panel2 select").selectOption("all");
await page.locator("#panel2 canvas").first().waitFor();
console.log(`graph of 10,000 nodes, live:  ${await frames(page, () => pause(3000))}`);
await panel(page, 5);
console.log(`performance, live:            ${await frames(page, () => pause(3000))}`);
const rows = await page.evaluate(() => document.querySelectorAll("*").length);
console.log(`${rows} elements in the page`);
if (page.complaints.length) console.log(page.complaints.join("\n"));
await browser.close();
await fake.close();
