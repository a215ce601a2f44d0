// The page of the Redux DevTools in headless Chromium against a real program: `npm ci && npm run redux`.
// `REDUX_CLI=path` names `bin/redux-devtools.js` of an installed `@redux-devtools/cli`, 4.0.3; without it nothing is
// tested. `SYSMON=path` takes a binary that is there already; `ATOMATA_SHOTS=dir` takes pictures.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { launch, shot, until } from "./page/browser.mjs";
import { build } from "./page/program.mjs";

const CLI = process.env.REDUX_CLI;
const skip = CLI ? false : "REDUX_CLI is not set";
const LOOPBACK = fileURLToPath(new URL("redux/loopback.cjs", import.meta.url));
const LIMIT = "set atomata_examples::sysmon::state::ui::CpuLimit";

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

/** Sends an action as somebody would type it. */
async function dispatch(text) {
  await page.locator(".CodeMirror, [contenteditable=true], textarea").last().click();
  await page.keyboard.press("Control+A");
  await page.keyboard.type(text);
  await page.getByRole("button", { name: "Dispatch", exact: true }).click();
}

test("an action is dispatched, skipped, taken back, and jumped over", { skip }, async () => {
  await shot(page, "redux-list");
  console.log(await ids(), await page.locator("[data-id]").allTextContents());
});
