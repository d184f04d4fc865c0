import { existsSync, globSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { env } from "#lib/env.ts";
import { ensureBrowser } from "./browser.ts";
import { makeHome } from "./e2e-home.ts";
import { freePort } from "./postgres.ts";
import { runMain } from "./run-main.ts";
import { spawnCaptured } from "./run-to-end.ts";
import { supervise, untilTold } from "./supervise.ts";
import { lineOf, type Tally } from "./tally.ts";

const root = join(import.meta.dirname, "..");

/** Browser journeys against an instance of their own: another data folder, another port, nothing shared with one that serves. */
runMain(async (args) => {
  if (globSync("e2e/**/*.spec.ts", { cwd: root }).length === 0) throw new Error("there are no browser tests in e2e/");
  const say = (line: string) => console.log(line);
  const chromium = await ensureBrowser(say);
  const home = makeHome();
  const {
    url,
    env: environment,
    webPid,
    stop,
  } = await supervise({ say, signal: untilTold(), env: { ...env(), FERMATA_HOME: home, DATABASE_URL: undefined, PORT: await freePort() } });
  // A journey asks for the web server's sudden death by this signal; the supervisor starts it again.
  process.on("SIGUSR2", () => {
    const pid = webPid();
    if (pid !== undefined) process.kill(pid, "SIGKILL");
  });
  try {
    const report = join(home, "report.json");
    const config = ["e2e/playwright.config.ts", "playwright.config.ts"].find((path) => existsSync(join(root, path)));
    const argv = ["node_modules/@playwright/test/cli.js", "test", ...(config ? ["--config", config] : []), "--reporter=list,json", ...args];
    const set = {
      ...defined(environment),
      NODE_ENV: "test",
      NEXTAUTH_URL: url,
      CHROMIUM_PATH: chromium,
      FERMATA_E2E_PID: String(process.pid),
      PLAYWRIGHT_JSON_OUTPUT_NAME: report,
    };
    const { code } = await spawnCaptured(process.execPath, argv, set, (data) => process.stdout.write(data));
    const tally = tallyOf(report, code);
    console.log(lineOf(tally));
    return tally.failed === 0 ? 0 : 1;
  } finally {
    await stop();
    rmSync(home, { recursive: true, force: true });
  }
});

type Report = { stats: { expected: number; unexpected: number; skipped: number; flaky: number }; errors: unknown[] };

function tallyOf(file: string, code: number): Tally {
  if (!existsSync(file)) return { passed: 0, failed: 1, skipped: 0 };
  const { stats, errors } = JSON.parse(readFileSync(file, "utf8")) as Report;
  const failed = stats.unexpected + stats.flaky + errors.length;
  return { passed: stats.expected, failed: code === 0 ? failed : Math.max(1, failed), skipped: stats.skipped };
}

const defined = (environment: NodeJS.ProcessEnv) =>
  Object.fromEntries(Object.entries(environment).filter((entry): entry is [string, string] => entry[1] !== undefined));
