// The page of the Redux DevTools in headless Chromium against a real program: `npm ci && npm run redux`, with what
// `redux/package.json` names installed (`.ci/page` does it); without it nothing is tested. `SYSMON=path` takes a
// binary that is there already; `ATOMATA_SHOTS=dir` takes pictures.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { createServer } from "node:net";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { launch, shot, until } from "./page/browser.mjs";
import { build } from "./page/program.mjs";

const CLI = fileURLToPath(new URL("redux/node_modules/@redux-devtools/cli/bin/redux-devtools.js", import.meta.url));
const skip = existsSync(CLI) ? false : "the Redux DevTools are not installed in `redux`";
const LOOPBACK = fileURLToPath(new URL("redux/loopback.cjs", import.meta.url));
const ATOM = "TICKS_PER_SECOND";

const children = [];
let browser;
let page;
let port;

function start(command, args) {
  const child = spawn(command, args, { stdio: "ignore" });
  children.push(child);
  return child;
}

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}

before(async () => {
  if (skip) return;
  port = await freePort();
  start(process.execPath, ["--require", LOOPBACK, CLI, `--port=${port}`]);
  const answers = () => fetch(`http://127.0.0.1:${port}/`).then((answer) => answer.ok, () => false);
  await until("the server", answers, (ok) => ok);
  // A reading every ten seconds, so that the log stands still meanwhile.
  start(process.env.SYSMON ?? build(), [`--redux=ws://127.0.0.1:${port}/socketcluster/`, "--interval", "10000"]);
  browser = await launch();
  page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  page.setDefaultTimeout(8000);
  await page.goto(`http://127.0.0.1:${port}/`);
  // The page remembers no server in a new profile.
  await page.getByText("Settings", { exact: true }).click();
  await page.locator("#root_type-1").dispatchEvent("click");
  await page.locator("#root_hostname").fill("127.0.0.1");
  await page.locator("#root_port").fill(String(port));
  await page.getByRole("button", { name: "Connect", exact: true }).click();
  await page.getByText("Actions", { exact: true }).first().click();
  await until("the log", ids, (list) => list.length > 0);
});

after(async () => {
  await browser?.close();
  for (const child of children.filter((child) => child.exitCode === null)) {
    child.kill();
    await once(child, "exit");
  }
});

/** The numbers of the actions in the list. */
function ids() {
  return page.locator("[data-id]").evaluateAll((rows) => rows.map((row) => Number(row.dataset.id)));
}

function row(id) {
  return page.locator(`[data-id="${id}"]`);
}

/** Presses a button that is only shown under the pointer. */
async function press(id, name) {
  await row(id).getByText(name, { exact: true }).dispatchEvent("click");
}

/** Types the argument of an action, and sends it. */
async function dispatch(value) {
  await page.locator(".CodeMirror").nth(-2).click();
  await page.keyboard.press("Control+A");
  await page.keyboard.type(value);
  await page.getByRole("button", { name: "Dispatch", exact: true }).click();
}

/** The atom in the state that the page shows. */
async function shown() {
  await page.getByText("State", { exact: true }).last().click();
  await page.getByText("Raw", { exact: true }).click();
  // Only the lines in sight are in the document.
  const text = await page.locator(".CodeMirror").first().evaluate((editor) => editor.CodeMirror.getValue());
  return Number(text.match(new RegExp(`${ATOM}': (\\d+)`))?.[1]);
}

function ticks(value) {
  return until(ATOM, shown, (now) => now === value);
}

test("an action is dispatched, jumped over, skipped and swept", { skip }, async () => {
  // The next reading is ten seconds away then.
  await page.locator("[data-id]", { hasText: "set Clock" }).first().waitFor({ timeout: 15000 });
  await page.getByLabel("Show dispatcher").or(page.locator("button").last()).first().click();
  await page.getByText("Custom action", { exact: true }).click({ force: true });
  await page.getByText(new RegExp(`^set .*${ATOM}\\(value: u64\\)$`)).click();
  const first = (await ids()).at(-1);
  await dispatch('"much"');
  await page.getByText(/invalid type/).first().waitFor();
  assert.equal((await ids()).at(-1), first);
  await dispatch("50");
  await until("the action", ids, (list) => list.at(-1) === first + 1);
  assert.match(await row(first + 1).textContent(), /DevTools: set/);
  await dispatch("25");
  await until("the action", ids, (list) => list.at(-1) === first + 2);
  await ticks(25);
  await shot(page, "redux-dispatched");
  await press(first + 1, "Jump");
  await ticks(50);
  await press(first + 2, "Jump");
  await ticks(25);
  await press(first + 2, "Skip");
  await ticks(50);
  await shot(page, "redux-skipped");
  await page.getByText("Sweep", { exact: true }).click();
  await until("the list", ids, (list) => list.at(-1) === first + 1);
});

test("a log is committed, reverted and reset", { skip }, async () => {
  await page.getByText("Commit", { exact: true }).click();
  await until("the list", ids, (list) => list.length === 1);
  await dispatch("75");
  await until("the action", ids, (list) => list.length > 1);
  await ticks(75);
  await page.getByText("Revert", { exact: true }).click();
  await until("the list", ids, (list) => list.length === 1);
  await ticks(50);
  await page.getByText("Reset", { exact: true }).click();
  await ticks(100);
});
