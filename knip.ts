import { existsSync, globSync, readFileSync } from "node:fs";
import path from "node:path";
import type { KnipConfig } from "knip";

/**
 * Programs that others start by path: npm's commands through bootstrap.mjs, children of the supervisor. Whatever file a script names
 * in a string is one, so that a script which nobody starts or imports any more is reported.
 */
const startedByPath = globSync("{scripts,bench,inngest}/**/*.{ts,mjs}")
  .filter((file) => !/(?<!\.db)\.test\.ts$/.test(file))
  .flatMap((file) =>
    [...readFileSync(file, "utf8").matchAll(/(?<!from )(?<!import )["'`]([\w./-]+\.(?:ts|mjs))["'`]/g)].flatMap(([, name = ""]) => [
      name,
      path.join(path.dirname(file), name),
    ]),
  )
  .filter((file) => /^(scripts|bench|inngest|prisma|e2e)\//.test(file) && existsSync(file));

/** No unused file, export or dependency. Next, Vitest, Playwright and PostCSS bring their own entries through knip's plugins. */
const config: KnipConfig = {
  entry: [
    ...new Set(startedByPath),
    // Run by hand after `npm install` (CONTRIBUTING.md).
    "scripts/lock-complete.mjs",
    // Run by hand, when the list is renewed.
    "scripts/breached-passwords.ts",
    // Run by hand (bench/README.md).
    "bench/guards.ts",
    "bench/million.ts",
    // Run by hand after the texts of a guard changed (CONTRIBUTING.md).
    "scripts/guards/train.ts",
    "scripts/checks/{pure,boundaries}.ts",
    "e2e/**/*.spec.ts",
  ],
  project: ["{app,bench,components,e2e,inngest,lib,prisma,scripts}/**/*.{ts,tsx,mjs,css,prisma}", "*.{ts,mjs}", "!prisma/generated/**"],
  ignoreDependencies: [
    // The second compiler, started by path: TypeScript 7 checks, TypeScript 6 serves the tools that read its API (ADR 0006).
    "typescript-native",
    // Started by path too.
    "@biomejs/biome",
    "prisma",
    // Files of them are named by their paths in app/fonts.ts.
    "@fontsource-variable/geist-mono",
    "@fontsource/newsreader",
    // Imported by the generated client.
    "@prisma/client",
  ],
  // A schema and its type share one name and one export, and often only one of the two is imported. Knip cannot tell a schema from
  // another constant, so what is used in its own file is let through whatever it is; what is used nowhere is not.
  ignoreExportsUsedInFile: true,
};

export default config;
