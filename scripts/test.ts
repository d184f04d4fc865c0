import { runMain } from "./run-main.ts";
import { spawnCaptured } from "./run-to-end.ts";
import { lineOf, sum, type Tally, tallyOf } from "./tally.ts";

const vitest = ["node_modules/vitest/vitest.mjs", "run", "--project"];
/** Most telling first. A part that fails does not stop the next: one run shows everything. */
const parts: { name: string; args: string[] }[] = [
  { name: "check", args: ["scripts/check.ts"] },
  { name: "unit", args: [...vitest, "unit"] },
  { name: "database", args: [...vitest, "db"] },
  { name: "build", args: ["scripts/build.ts"] },
  { name: "browser", args: ["scripts/e2e.ts"] },
];

runMain(async () => {
  let stopped = false;
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
    process.on(signal, () => {
      stopped = true;
    });
  const done: (Tally & { name: string; ms: number })[] = [];
  for (const { name, args } of parts) {
    if (stopped) throw new Error("stopped");
    console.log(`\n━━ ${name}`);
    const { code, said, ms } = await spawnCaptured(process.execPath, args, { NO_COLOR: "1", FORCE_COLOR: "0" }, (data) =>
      process.stdout.write(data),
    );
    done.push({ name, ms, ...tallyOf(said, code) });
  }
  console.log("\n━━ all");
  for (const { name, ms, ...tally } of done) console.log(`${name.padEnd(10)} ${(ms / 1_000).toFixed(1).padStart(6)} s   ${lineOf(tally)}`);
  const all = sum(done);
  console.log(lineOf(all));
  return all.failed === 0 && all.passed > 0 ? 0 : 1;
});
