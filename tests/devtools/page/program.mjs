// A real program with the inspector: sysmon, as `SYSMON` names it, or built from here.

import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));

/** Starts sysmon; the link it prints, and how to end it. */
export async function sysmon() {
  const child = spawn(process.env.SYSMON ?? build(), ["--devtools"], { stdio: ["ignore", "ignore", "pipe"] });
  const link = await new Promise((found, failed) => {
    let printed = "";
    child.stderr.setEncoding("utf8");
    // It is read to its end: a program whose stderr is closed may fail.
    child.stderr.on("data", (text) => {
      printed += text;
      const [link] = printed.match(/http:\/\/127\.0\.0\.1:\d+\/#[0-9a-f]+(?=\s)/) ?? [];
      if (link) found(link);
    });
    child.on("exit", () => failed(new Error(`sysmon ended and printed no link: ${printed}`)));
  });
  return { link, async end() {
    if (child.exitCode !== null) return;
    child.kill();
    await once(child, "exit");
  } };
}

export function build() {
  const messages = execFileSync("cargo", ["build", "--example", "sysmon", "--message-format", "json"], { cwd: ROOT, encoding: "utf8", maxBuffer: 1 << 28, stdio: ["ignore", "pipe", "inherit"] });
  const made = messages.split("\n").filter(Boolean).map((line) => JSON.parse(line));
  return made.findLast((it) => it.target?.name === "sysmon" && it.executable).executable;
}
