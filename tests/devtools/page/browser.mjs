// Chromium for the tests: where it is, and pages that complain.

import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { chromium } from "playwright-core";

const PLACES = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
/** Where pictures are put; without it none are taken. */
const SHOTS = process.env.ATOMATA_SHOTS;

export async function launch() {
  const executablePath = PLACES.find((place) => place && existsSync(place));
  assert.ok(executablePath, "no Chromium; install it, or say in `CHROMIUM` where it is");
  return chromium.launch({ executablePath, args: ["--no-sandbox"] });
}

/** A page of the inspector. What goes wrong in it is kept in `page.complaints`. */
export async function open(browser, link, { width = 1280, height = 800, theme = "light", calm = true } = {}) {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: theme, reducedMotion: calm ? "reduce" : "no-preference", acceptDownloads: true });
  const page = await context.newPage();
  page.complaints = [];
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && page.complaints.push(message.text()));
  page.on("pageerror", (error) => page.complaints.push(error.stack));
  await page.goto(link);
  return page;
}

/** Opens a panel by its key. */
export async function panel(page, number) {
  await page.locator("body").press("Escape");
  await page.locator(`#tab${number - 1}`).click();
  return page.locator(`#panel${number - 1}`);
}

export async function shot(page, name) {
  if (!SHOTS) return;
  await mkdir(SHOTS, { recursive: true });
  await page.screenshot({ path: join(SHOTS, `${name}.png`) });
}

/** Waits until the page has drawn what it was told. */
export function drawn(page) {
  return page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
}

/** Waits until a condition holds, and fails with what it was last. */
export async function until(what, get, holds) {
  const end = Date.now() + 8000;
  for (;;) {
    const value = await get();
    if (holds(value)) return value;
    if (Date.now() > end) assert.fail(`${what}: ${JSON.stringify(value)}`);
    await new Promise((go) => setTimeout(go, 20));
  }
}

/** Makes tests with a page of their own each, which must not complain. `where` gives the browser and the link. */
export function checker(where) {
  return (name, run, options) => {
    test(name, async () => {
      const page = await open(...where(), options);
      try {
        await page.locator(".state-row.row").first().waitFor();
        await run(page);
        assert.deepEqual(page.complaints, []);
      } finally {
        await page.context().close();
      }
    });
  };
}
