// The inspector's page in headless Chromium against made-up data: `npm ci && npm test`.
// `ATOMATA_SHOTS=dir` takes pictures of every panel at two sizes and in both themes.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { serve } from "./fake.mjs";
import { checker, drawn, launch, open, panel, shot, until } from "./page/browser.mjs";

let browser;
let fake;

before(async () => {
  browser = await launch();
  fake = await serve({ atoms: 600, flushes: 3000, quiet: true });
});

after(async () => {
  await browser?.close();
  await fake?.close();
});

const check = checker(() => [browser, fake.link]);

const PRICE = "shop::cart::data::Price";
const PANEL = "shop::cart::model::Draft";

/** Finds an atom in the state by its name, and selects it. */
async function select(page, name) {
  await panel(page, 1);
  await page.locator("#panel0 .search").fill(`${name} is:atom`);
  await drawn(page);
  const row = page.locator("#panel0 .row:visible", { has: page.locator(`.label[title="${name}"]`) });
  await row.click();
  return row;
}

/** An atom with a number on which something depends. */
function used(store) {
  return store.plain.find((node) => store.dependents.has(node.node) && typeof store.at(node) === "number");
}

check("the tree shows names, values, versions, sizes and groups", async (page) => {
  const row = await select(page, PRICE);
  assert.equal(await row.locator(".label").textContent(), "Price");
  assert.match(await row.locator(".value").textContent(), /^[\d.]+$/);
  assert.match(await row.locator(".version").textContent(), /^\d+$/);
  assert.match(await row.locator(".size").textContent(), /^\d+ B$/);
  assert.equal(await row.locator(".group").textContent(), "default");
  assert.match(await page.locator("#panel0 .facts").textContent(), /src\/cart\/data\.rs:12/);
});

check("the tree opens and closes by keys", async (page) => {
  await select(page, PANEL);
  const rows = () => page.locator(".row[data-kind=value]:visible").count();
  assert.equal(await rows(), 0);
  await page.keyboard.press("ArrowRight");
  await until("the fields", rows, (number) => number === 4);
  await page.keyboard.press("ArrowRight");
  await until("the focus", () => page.locator("#panel0 .row[aria-selected=true] .label").textContent(), (text) => text === "open");
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("ArrowLeft");
  await until("the fields", rows, (number) => number === 0);
});

check("a value is edited in place, and what is refused is kept", async (page) => {
  const row = await select(page, PRICE);
  await page.keyboard.press("F2");
  const field = row.locator("input");
  await field.fill("twelve");
  await field.press("Enter");
  assert.match(await row.locator(".error").textContent(), /^Not a number/);
  await field.fill('"twelve"');
  await field.press("Enter");
  await until("the server's word", () => row.locator(".error").textContent(), (text) => text.includes("expected number"));
  assert.equal(await field.inputValue(), '"twelve"');
  await field.fill("12.5");
  await field.press("Enter");
  await until("the value", () => row.locator(".value").textContent(), (text) => text === "12.5");
  assert.equal(fake.stores[0].state.atoms[PRICE], 12.5);
  await until("the focus", () => page.evaluate(() => document.activeElement.getAttribute("role")), (role) => role === "treegrid");
});

check("an object is edited as JSON beside the tree; reset brings the initial value", async (page) => {
  const row = await select(page, PANEL);
  await page.keyboard.press("Enter");
  await page.keyboard.press("e");
  const field = page.locator("#panel0 .detail textarea");
  await field.fill('{"open":true,"width":1,"tabs":[],"sort":{"by":"size","down":true}}');
  await page.getByRole("button", { name: "Set", exact: true }).click();
  await until("the value", () => row.locator(".value").textContent(), (text) => text.includes("width: 1,"));
  await page.getByRole("button", { name: "Reset" }).click();
  await until("the value", () => row.locator(".value").textContent(), (text) => !text.includes("width: 1,"));
});

check("members of families come and go", async (page) => {
  await panel(page, 1);
  await page.locator("#panel0 .search").fill("Order is:family");
  await drawn(page);
  const family = page.locator("#panel0 .row[data-kind=family]:visible");
  await family.click();
  const value = () => family.locator(".value").textContent();
  const before = Number(await value());
  await page.keyboard.press("i");
  const form = page.locator("#panel0 .insert");
  await until("the focus", () => page.evaluate(() => document.activeElement.getAttribute("aria-label")), (label) => label === "Key of the new member");
  await form.getByRole("button", { name: "Insert" }).click();
  await until("the error", () => form.locator(".error").textContent(), (text) => text === "A member needs a key.");
  await form.getByLabel("Key of the new member").fill("a/b");
  await form.getByLabel("Value of the new member").fill('{"title": 1}');
  await page.keyboard.press("Enter");
  await until("the server's word", () => form.locator(".error").textContent(), (text) => text.includes("missing field"));
  await form.getByLabel("Value of the new member").fill('{"title":"lamp","paid":false,"sum":1}');
  await page.keyboard.press("Enter");
  await until("the members", value, (text) => Number(text) === before + 1);
  assert.equal(fake.stores[0].state.atoms["shop::orders::Order"]["a/b"].title, "lamp");
  await page.locator("#panel0 .search").fill("a/b");
  await drawn(page);
  await page.locator("#panel0 .row:visible", { has: page.locator('.label:text-is("a/b")') }).click();
  await page.keyboard.press("Delete");
  await until("the member", () => Object.hasOwn(fake.stores[0].state.atoms["shop::orders::Order"], "a/b"), (is) => !is);
  await page.locator("#panel0 .search").fill("Order is:family");
  await until("the members", value, (text) => Number(text) === before);
});

check("items of lists come and go", async (page) => {
  await select(page, PANEL);
  await page.keyboard.press("ArrowRight");
  const tabs = page.locator("#panel0 .row[data-kind=value]:visible", { has: page.locator('.label:text-is("tabs")') });
  await tabs.click();
  const list = () => fake.stores[0].state.atoms[PANEL].tabs.join();
  await page.getByLabel("Value of the new item").fill('"last"');
  await page.keyboard.press("Enter");
  await until("the item", list, (text) => text.endsWith(",last"));
  await page.getByLabel("Place of the new item").fill("0");
  await page.getByLabel("Value of the new item").fill('"first"');
  await page.keyboard.press("Enter");
  await until("the item", list, (text) => text.startsWith("first,") && text.endsWith(",last"));
  await tabs.click();
  await page.keyboard.press("ArrowRight");
  await until("the items", () => tabs.getAttribute("aria-expanded"), (is) => is === "true");
  await page.keyboard.press("ArrowRight");
  await until("the row", () => page.locator("#panel0 .row[aria-selected=true] .label").textContent(), (text) => text === "0");
  await page.getByRole("button", { name: "Remove" }).click();
  await until("the item", list, (text) => !text.startsWith("first,"));
});

check("what waits is flushed", async (page) => {
  const timeline = await panel(page, 2);
  const { flushed } = fake.stores[0];
  await timeline.getByRole("button", { name: "Flush" }).click();
  await until("the flush", () => timeline.locator(".flush-row.row:visible .label").allTextContents(), (texts) => texts.includes("what waited"));
  assert.equal(fake.stores[0].flushed, flushed + 1);
});

check("what is being typed survives changes of the store", async (page) => {
  const row = await select(page, PRICE);
  const field = page.locator("#panel0 .detail input");
  await field.fill("99");
  const store = fake.stores[0];
  const [client] = fake.clients;
  store.state.atoms[PRICE] = 7.25;
  client.send({ type: "patch", store: 1, sequence: 1, bytes: 9, patch: [{ op: "replace", path: `/atoms/${PRICE}`, value: 7.25 }] });
  await until("the value", () => row.locator(".value").textContent(), (text) => text === "7.25");
  assert.equal(await field.inputValue(), "99");
  assert.match(await page.locator("#panel0 .detail .note").first().textContent(), /to 7\.25/);
});

check("a changed path is marked, and flashes where movement is welcome", async (page) => {
  const row = await select(page, PRICE);
  const flashed = page.evaluate(() => new Promise((seen) => {
    const watch = () => (document.getAnimations().length ? seen(true) : requestAnimationFrame(watch));
    watch();
  }));
  await page.keyboard.press("F2");
  await row.locator("input").fill("3");
  await row.locator("input").press("Enter");
  assert.equal(await flashed, true);
}, { calm: false });

check("what cannot be edited says why", async (page) => {
  await page.keyboard.press("/");
  await page.keyboard.type("is:redacted");
  const row = page.locator(".row[data-kind=atom]:visible").first();
  await row.click();
  assert.equal(await row.locator(".value").textContent(), "redacted");
  assert.match(await page.locator("#panel0 .detail").textContent(), /never leaves the program/);
  assert.equal(await page.locator("#panel0 .detail .editor").count(), 0);
});

check("a flush tells its writes with places, what ran, and its delta", async (page) => {
  const atom = used(fake.stores[0]);
  await select(page, atom.name);
  await page.locator("#panel0 .detail input").fill("44");
  await page.keyboard.press("Enter");
  const timeline = await panel(page, 2);
  await page.keyboard.press("2");
  await page.keyboard.press("End");
  await until("the flush", () => timeline.locator("h2").textContent(), (text) => text.startsWith("DevTools: set"));
  const detail = await timeline.locator(".detail").textContent();
  assert.ok(detail.includes(`${atom.file}:${atom.line + 20}`), detail);
  assert.match(detail, /computeds? looked at/);
  assert.match(detail, /Delta, \d+ B.*replace.*44/s);
});

check("flushes are filtered by atom, group and label", async (page) => {
  const timeline = await panel(page, 2);
  const shown = timeline.locator(".tools [role=status]");
  const count = async (filter) => {
    await timeline.locator(".search").fill(filter);
    await drawn(page);
    const text = await shown.textContent();
    return Number(text.split(" of ")[0].replace(/,/g, ""));
  };
  const flushes = fake.stores[0].flushes;
  assert.equal(await count('label:"add to cart"'), flushes.filter((it) => it.label === "add to cart").length);
  const names = (it) => [...it.writes, ...it.computed.filter((one) => one.outcome !== "skipped")].map((one) => one.name.toLowerCase());
  assert.equal(await count("atom:cart::data::price"), flushes.filter((it) => names(it).some((name) => name.includes("cart::data::price"))).length);
  assert.ok((await count("group:ui")) > 0);
  assert.equal(await count("group:nothing"), 0);
});

check("pausing keeps flushes back and counts them; dropped ones are told", async (page) => {
  const timeline = await panel(page, 2);
  await timeline.getByRole("button", { name: "Pause" }).click();
  const before = await timeline.locator(".tools [role=status]").textContent();
  const [client] = fake.clients;
  const made = Array.from({ length: 5 }, () => fake.stores[0].flush(true).flush);
  client.send({ type: "flushes", store: 1, dropped: 3, flushes: made });
  await until("the count", () => timeline.locator("[aria-pressed=true]").textContent(), (text) => text === "Go on, 5 wait");
  assert.match(await page.locator("#past").textContent(), /5 flushes wait/);
  assert.equal(await timeline.locator(".tools [role=status]").textContent(), before);
  await timeline.getByRole("button", { name: "Go on" }).click();
  await until("what is shown", () => timeline.locator(".tools [role=status]").textContent(), (text) => text !== before);
  assert.equal(await timeline.locator(".badge.warn").textContent(), "3 dropped");
});

check("the graph tells why and why not, and is exported", async (page) => {
  await page.locator("#stores").selectOption({ index: 1 });
  const graph = await panel(page, 3);
  await until("the nodes", () => graph.locator("svg .node").count(), (number) => number > 10);
  await graph.locator("svg .node.computed").first().click();
  await until("why", () => graph.locator(".why").textContent(), (text) => text.includes("was told"));
  assert.ok((await graph.locator(".edge[data-linked]").count()) > 0);
  await graph.getByRole("button", { name: "Why not" }).click();
  await until("why not", () => graph.locator(".why").textContent(), (text) => text.includes("was not told"));
  for (const [name, beginning] of [["DOT", "digraph"], ["Mermaid", "graph LR"]]) {
    const saving = page.waitForEvent("download");
    await graph.getByRole("button", { name }).click();
    assert.ok((await readFile(await (await saving).path(), "utf8")).startsWith(beginning));
  }
  const before = await graph.locator("[data-selected]").getAttribute("id");
  await graph.locator(".stage").press("ArrowDown");
  assert.notEqual(await graph.locator("[data-selected]").getAttribute("id"), before);
});

check("the graph highlights what changes", async (page) => {
  await page.locator("#stores").selectOption({ index: 1 });
  const graph = await panel(page, 3);
  await until("the nodes", () => graph.locator("svg .node").count(), (number) => number > 10);
  const [client] = fake.clients;
  const { flush } = fake.stores[1].flush(true, [used(fake.stores[1])]);
  client.send({ type: "flushes", store: 2, dropped: 0, flushes: [flush] });
  await until("the mark", () => graph.locator(`#graph-${flush.writes[0].node}`).getAttribute("data-happened"), (what) => what === "changed");
});

check("the past is marked, and left again", async (page) => {
  const travel = await panel(page, 4);
  await page.keyboard.press("[");
  await page.locator("#past", { hasText: "In the past" }).waitFor();
  const accent = () => page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue("--accent"));
  const past = await accent();
  await page.locator("#past button").click();
  await page.locator("#past").waitFor({ state: "hidden" });
  assert.notEqual(await accent(), past);
  // The beginning has a place on the slider, and a row.
  await travel.locator(".slider").fill("0");
  await until("the place", () => page.locator("#past").textContent(), (text) => text.includes("before the first entry"));
  assert.equal(fake.stores[0].history.position, fake.stores[0].historyStart);
  await travel.locator(".slider").fill("3");
  await until("the place", () => page.locator("#past").textContent(), (text) => text.includes("after entry 3 of 50"));
  await travel.locator(".list").press("Home");
  const beginning = travel.locator("[data-beginning]");
  assert.equal(await beginning.locator(".label").textContent(), "the beginning");
  await travel.locator(".list").press("Enter");
  await until("the place", () => beginning.getAttribute("data-place"), (place) => place === "here");
  await travel.locator(".slider").fill("10");
  await until("the place", () => page.locator("#past").textContent(), (text) => text.includes("after entry 10 of 50"));
  await travel.locator("button[aria-label='A step forward']").click();
  await until("the place", () => page.locator("#past").textContent(), (text) => text.includes("after entry 11 of 50"));
  await travel.locator(".speed, select").selectOption("150");
  await travel.getByRole("button", { name: "Play" }).click();
  await until("the place", () => page.locator("#past").textContent(), (text) => /entry 1[3-9]/.test(text));
  await travel.getByRole("button", { name: "Stop" }).click();
  await travel.getByRole("button", { name: "Newest" }).click();
  await page.locator("#past").waitFor({ state: "hidden" });
});

check("entries are skipped and pinned, or it is said why not; branches", async (page) => {
  const travel = await panel(page, 4);
  await travel.locator(".list").press("Home");
  await travel.locator(".list").press("s");
  await page.locator(".toast", { hasText: "neither skipped nor pinned" }).waitFor();
  await travel.locator(".list").press("ArrowDown");
  await travel.locator(".list").press("s");
  await page.locator(".toast.error", { hasText: "it was pruned" }).waitFor();
  await travel.locator(".list").press("ArrowDown");
  await travel.locator(".list").press("s");
  await until("the mark", () => travel.locator("[data-skipped]").count(), (number) => number === 1);
  await travel.locator(".list").press("p");
  await until("the mark", () => travel.locator("[data-pinned]").count(), (number) => number === 1);
  await travel.locator(".list").press("Enter");
  await until("the place", () => page.locator("#past").textContent(), (text) => text.includes("after entry 2 of 50"));
  await travel.getByRole("button", { name: "Switch" }).click();
  await until("the branches", () => travel.locator(".branches").textContent(), (text) => text.includes("None"));
  await page.keyboard.press("l");
  await page.locator("#past").waitFor({ state: "hidden" });
});

check("figures, budgets, warnings and memory are shown", async (page) => {
  const figures = await panel(page, 5);
  const text = await figures.textContent();
  for (const part of [/p50.*p95.*p99.*max/s, /a flush2\.0ms.*writing Price between two flushes3/s, /3 times over budget/, /hot atom/, /2 atoms wait/, /atoms.*2\.6 MB/s, /History: 50 of 50/]) assert.match(text, part);
  assert.ok((await figures.locator(".column").count()) > 4);
  await figures.locator(".search").fill("total_5");
  await until("the nodes", () => figures.locator(".wide tbody tr").count(), (number) => number > 0 && number < 20);
});

check("a session is exported, imported, and written as a test", async (page) => {
  const session = await panel(page, 6);
  const saving = page.waitForEvent("download");
  await session.getByRole("button", { name: "Export the session" }).click();
  const file = await (await saving).path();
  assert.equal(JSON.parse(await readFile(file, "utf8")).format, "atomata-session");
  await page.locator("#session-file").setInputFiles({ name: "good.json", mimeType: "application/json", buffer: await readFile(file) });
  await session.getByText("good.json was imported: 1 step. Not here, or not to be written: shop::gone.").waitFor();
  await page.locator("#session-file").setInputFiles({ name: "bad.json", mimeType: "application/json", buffer: Buffer.from("{}") });
  await session.getByText("bad.json was not imported: not a session").waitFor();
  await session.getByLabel("First flush").fill("3");
  await session.getByLabel("Last flush").fill("9");
  await session.getByRole("button", { name: "Write the test" }).click();
  await until("the test", () => session.locator("pre").textContent(), (text) => text.startsWith("// flushes 3 to 9\n#[test]"));
});

check("there are several stores", async (page) => {
  await page.locator("#stores").selectOption({ index: 1 });
  await until("the nodes", () => page.locator("#panel0 .tools [role=status]").textContent(), (text) => text === "38 nodes");
});

check("the page is used without a mouse", async (page) => {
  await page.keyboard.press("?");
  await page.getByRole("dialog").waitFor();
  await page.keyboard.press("Escape");
  await page.keyboard.press("4");
  assert.equal(await page.locator("#tab3").getAttribute("aria-selected"), "true");
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute("aria-label")), "Entries of the history");
  await page.keyboard.press("1");
  await page.keyboard.press("Home");
  const list = page.locator("#panel0 .list");
  await until("the row", () => list.getAttribute("aria-activedescendant"), Boolean);
  const id = await list.getAttribute("aria-activedescendant");
  assert.equal(await page.locator(`#${id}`).getAttribute("aria-selected"), "true");
  assert.notEqual(await list.evaluate((it) => getComputedStyle(it).outlineStyle), "none");
  await page.keyboard.press("d");
  assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), "light");
});

test("a lost connection is told, and comes back", async () => {
  const page = await open(browser, fake.link);
  await page.locator(".state-row.row").first().waitFor();
  fake.drop();
  await page.locator("#banner", { hasText: "Trying again" }).waitFor();
  await page.locator("#banner").waitFor({ state: "hidden" });
  await page.locator("#status", { hasText: "Connected" }).waitFor();
  await page.context().close();
});

test("a wrong token and a missing one are told plainly", async () => {
  const wrong = await open(browser, `${fake.address}#wrong`);
  await wrong.locator("#banner", { hasText: "The token is wrong" }).waitFor();
  await wrong.context().close();
  const missing = await open(browser, fake.address);
  await missing.locator("#banner", { hasText: "no token" }).waitFor();
  await missing.context().close();
});

for (const [width, height] of [[1280, 800], [800, 600]]) {
  for (const theme of ["light", "dark"]) {
    check(`nothing is cut off at ${width} by ${height}, ${theme}`, async (page) => {
      await select(page, PANEL);
      await page.keyboard.press("ArrowRight");
      for (let number = 1; number <= 6; number += 1) {
        await page.keyboard.press(String(number));
        if (number === 2) await page.keyboard.press("ArrowUp");
        if (number === 3) await until("the graph", () => page.locator(".stage .drawing").count(), (found) => found === 1);
        if (number === 3) await page.keyboard.press("ArrowRight");
        await drawn(page);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.equal(wide, 0, `panel ${number} is too wide`);
        await shot(page, `${width}-${theme}-${number}`);
      }
    }, { width, height, theme });
  }
}
