// The inspector's page in headless Chromium against a real program: `npm ci && npm run sysmon`.
// `SYSMON=path` takes a binary that is there already; `ATOMATA_SHOTS=dir` takes pictures.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { checker, drawn, launch, panel, shot, until } from "./page/browser.mjs";
import { sysmon } from "./page/program.mjs";

let browser;
let program;

before(async () => {
  program = await sysmon();
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await program?.end();
});

const check = checker(() => [browser, program.link]);

function row(page, label) {
  return page.locator("#panel0 .row:visible", { has: page.locator(`.label:text-is("${label}")`) });
}

async function select(page, label) {
  await panel(page, 1);
  await page.locator("#panel0 .search").fill(label);
  await drawn(page);
  const found = row(page, label);
  await found.click();
  return found;
}

check("values change while one looks", async (page) => {
  const clock = await select(page, "Clock");
  const value = () => clock.locator(".value").textContent();
  const before = await value();
  await until("the value", value, (now) => now !== before);
});

check("an atom is set, checked by its type, and reset", async (page) => {
  const limit = await select(page, "TICKS_PER_SECOND");
  const before = await limit.locator(".value").textContent();
  await page.keyboard.press("F2");
  await limit.locator("input").fill('"much"');
  await limit.locator("input").press("Enter");
  await until("the error", () => limit.locator(".error").textContent(), (text) => text.includes("invalid type"));
  await limit.locator("input").fill("50");
  await limit.locator("input").press("Enter");
  await until("the value", () => limit.locator(".value").textContent(), (text) => text === "50");
  await page.getByRole("button", { name: "Reset" }).click();
  await until("the value", () => limit.locator(".value").textContent(), (text) => text === before);
});

check("the timeline has places, labels and deltas", async (page) => {
  await select(page, "TICKS_PER_SECOND");
  await page.locator("#panel0 .detail input").fill("60");
  await page.keyboard.press("Enter");
  const timeline = await panel(page, 2);
  // While it is paused no row moves away from under the mouse.
  const click = async (filter, which) => {
    await timeline.locator(".search").fill(filter);
    await timeline.locator(".flush-row.row:visible").first().waitFor();
    await timeline.getByRole("button", { name: "Pause" }).click();
    await drawn(page);
    await timeline.locator(".flush-row.row:visible")[which]().click();
    await timeline.getByRole("button", { name: "Go on" }).click();
  };
  await click('label:"devtools: set"', "first");
  await until("the flush", () => timeline.locator(".detail").textContent(), (text) => /DevTools: set.*TICKS_PER_SECOND/s.test(text));
  await click("atom:clock", "last");
  assert.match(await timeline.locator(".detail").textContent(), /examples\/src\/sysmon\/state\/feed\.rs:\d+/);
  await until("a delta", () => timeline.locator(".flush-row.row:visible .delta").allTextContents(), (texts) => texts.some((text) => / k?B$/.test(text)));
});

check("the graph is that of the program, and tells why", async (page) => {
  const graph = await panel(page, 3);
  await until("the nodes", () => graph.locator("svg .node").count(), (number) => number > 20);
  await graph.locator("svg .node", { hasText: "alerts" }).last().click();
  await until("why", () => graph.locator(".why").textContent(), (text) => text.includes("alerts"));
  const saving = page.waitForEvent("download");
  await graph.getByRole("button", { name: "DOT" }).click();
  assert.match(await readFile(await (await saving).path(), "utf8"), /^digraph[^]*alerts/);
});

check("the store goes into the past and comes back", async (page) => {
  const travel = await panel(page, 4);
  await until("the entries", () => travel.locator(".entry-row.row").count(), (number) => number > 3);
  await travel.locator(".slider").fill("2");
  await until("the banner", () => page.locator("#past").textContent(), (text) => text.includes("In the past"));
  await travel.locator("button[aria-label='A step forward']").click();
  await travel.locator(".list").press("Home");
  await travel.locator(".list").press("ArrowDown");
  await travel.locator(".list").press("p");
  await until("the pin", () => travel.locator("[data-pinned]").count(), (number) => number === 1);
  await travel.locator(".list").press("p");
  await until("the pin", () => travel.locator("[data-pinned]").count(), (number) => number === 0);
  await travel.locator(".list").press("s");
  await until("what is skipped", () => travel.locator("[data-skipped]").count(), (number) => number === 1);
  await travel.locator(".list").press("s");
  await until("what is skipped", () => travel.locator("[data-skipped]").count(), (number) => number === 0);
  await travel.locator(".slider").fill("0");
  await until("the banner", () => page.locator("#past").textContent(), (text) => text.includes("before the first entry"));
  await page.locator("#past button").click();
});

check("figures come from the monitor", async (page) => {
  const figures = await panel(page, 5);
  await until("the figures", () => figures.textContent(), (text) => /flushes.*µs/s.test(text) && text.includes("busiest_by_cpu"));
});

check("a session is exported, imported and written as a test", async (page) => {
  await until("a flush", () => page.evaluate(() => document.querySelectorAll(".row").length), (number) => number > 0);
  const session = await panel(page, 6);
  const saving = page.waitForEvent("download");
  await session.getByRole("button", { name: "Export the session" }).click();
  const buffer = await readFile(await (await saving).path());
  assert.equal(JSON.parse(buffer).format, "atomata-session");
  await page.locator("#session-file").setInputFiles({ name: "mine.json", mimeType: "application/json", buffer });
  await until("the import", () => session.locator(".note, .error").allTextContents(), (texts) => texts.some((text) => text.includes("mine.json was imported")));
  await session.getByRole("button", { name: "Write the test" }).click();
  await until("the test", () => session.locator("pre").textContent(), (text) => text.includes("#[test]"));
});

for (const [width, height] of [[1280, 800], [800, 600]]) {
  for (const theme of ["light", "dark"]) {
    check(`all panels at ${width} by ${height}, ${theme}`, async (page) => {
      await select(page, "Memory");
      for (let number = 1; number <= 6; number += 1) {
        await page.keyboard.press(String(number));
        if (number === 3) await page.locator(".stage .drawing").waitFor();
        if (number === 5) await page.locator(".column").first().waitFor();
        assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), 0, `panel ${number} is too wide`);
        await shot(page, `sysmon-${width}-${theme}-${number}`);
      }
    }, { width, height, theme });
  }
}
