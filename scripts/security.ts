import { runMain } from "./run-main.ts";
import { spawnCaptured } from "./run-to-end.ts";
import { promised } from "./security-tests.ts";

/** Runs the tests that docs/security.md names and that need no browser. */
runMain(async () => {
  const files = [...new Set(promised().flatMap((one) => one.files))].filter((file) => !file.startsWith("e2e/"));
  const args = ["node_modules/vitest/vitest.mjs", "run", ...files, ...process.argv.slice(2)];
  const { code } = await spawnCaptured(process.execPath, args, {}, (data) => process.stdout.write(data));
  return code;
});
