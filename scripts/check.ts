import { runMain } from "./run-main.ts";
import { spawnCaptured } from "./run-to-end.ts";

/** Every rule of the house that a tool can hold, at once; all are errors. */
const checks: { name: string; args: string[] }[] = [
  { name: "format and lint", args: ["node_modules/@biomejs/biome/bin/biome", "check", "--error-on-warnings"] },
  { name: "types", args: ["node_modules/typescript-native/bin/tsc", "--noEmit", "--pretty", "false"] },
  { name: "boundaries", args: ["scripts/checks/boundaries.ts"] },
  { name: "purity", args: ["scripts/checks/pure.ts"] },
  { name: "unused code", args: ["node_modules/knip/bin/knip.js", "--no-progress"] },
  { name: "lock file", args: ["scripts/lock-complete.mjs", "--check"] },
];

runMain(async () => {
  const results = await Promise.all(
    checks.map(async ({ name, args }) => {
      const ran = await spawnCaptured(process.execPath, args, { NO_COLOR: "1", FORCE_COLOR: "0" });
      console.log(`${ran.code === 0 ? "ok  " : "FAIL"}  ${name.padEnd(16)} ${(ran.ms / 1_000).toFixed(1)} s`);
      return { name, ...ran };
    }),
  );
  const failed = results.filter(({ code }) => code !== 0);
  for (const { name, said } of failed) console.log(`\n── ${name} ──\n${said.trim()}`);
  console.log(`${results.length - failed.length} passed, ${failed.length} failed`);
  return failed.length === 0 ? 0 : 1;
});
