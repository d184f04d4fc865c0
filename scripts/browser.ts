import { existsSync } from "node:fs";
import { chromium } from "playwright";
import { env } from "#lib/env.ts";
import { spawnCaptured } from "./run-to-end.ts";

const places = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/** The browser to start: the one that is named, Playwright's own, or the system's. */
export function chromiumPath(): string | undefined {
  return [env().CHROMIUM_PATH, playwrights(), ...places].find((path) => path !== undefined && existsSync(path));
}

function playwrights(): string | undefined {
  try {
    return chromium.executablePath();
  } catch {
    return undefined; // a platform for which Playwright has none
  }
}

/** Installs the distribution's Chromium where that is allowed; otherwise says what to do. */
export async function ensureBrowser(say: (line: string) => void): Promise<string> {
  const there = chromiumPath();
  if (there) return there;
  if (process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get"))
    throw new Error("no browser found: install Chromium or Google Chrome, or name one with CHROMIUM_PATH");
  say("installing chromium (once, about half a minute)");
  const install = ["install", "-y", "-q", "--no-install-recommends", "chromium"];
  let ran = await spawnCaptured("apt-get", install, { DEBIAN_FRONTEND: "noninteractive" });
  if (ran.code !== 0) {
    await spawnCaptured("apt-get", ["update", "-q"]);
    ran = await spawnCaptured("apt-get", install, { DEBIAN_FRONTEND: "noninteractive" });
  }
  const installed = chromiumPath();
  if (installed) return installed;
  throw new Error(`apt-get could not install chromium: ${ran.said.trim().split("\n").at(-1)}`);
}
