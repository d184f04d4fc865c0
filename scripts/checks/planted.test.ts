import { spawnSync } from "node:child_process";
import path from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { checkBoundaries } from "./boundaries.ts";
import { type FixtureTree, plantTree } from "./fixture-tree.ts";
import { checkPurity, impureUses } from "./pure.ts";

/** ARCHITECTURE.md, written out again: a rank that is moved in the configuration alone is seen here. */
const floors = [
  ["kernel"],
  ["tenancy"],
  ["safety"],
  ["models", "tools", "context"],
  ["planner"],
  ["execution"],
  ["workflows", "triggers", "learning", "observability", "streaming"],
  ["http"],
];
const rooms = floors.flatMap((names, floor) => names.map((name) => ({ name, floor })));
const pairs = rooms.flatMap((from) => rooms.filter((to) => to.name !== from.name).map((to) => ({ from, to })));

const tool = (name: string) => path.join(import.meta.dirname, "../../node_modules", name);
const trees: FixtureTree[] = [];
const plant = (files: Record<string, string>) => {
  const tree = plantTree(files);
  trees.push(tree);
  return tree.root;
};
const run = (root: string, program: string, ...args: string[]) =>
  spawnSync(process.execPath, [tool(program), ...args], { cwd: root, encoding: "utf8", env: { ...process.env, NO_COLOR: "1" } });

afterAll(() => {
  for (const tree of trees) tree[Symbol.dispose]();
});

/** Every shape that the rules allow, so that a rule that is too wide is seen as well. */
const clean: Record<string, string> = {
  ...Object.fromEntries(rooms.map(({ name }) => [`lib/${name}/word.ts`, `export const ${name}Word = "${name}";\n`])),
  ...Object.fromEntries(
    pairs
      .filter(({ from, to }) => to.floor < from.floor)
      .map(({ from, to }) => [
        `lib/${from.name}/uses-${to.name}.ts`,
        `import { ${to.name}Word } from "#lib/${to.name}/word.ts";\n\nexport const ${from.name}Uses${to.name} = \`\${${to.name}Word} below\`;\n`,
      ]),
  ),
  "lib/env.ts": `import { z } from "zod";\n\nexport const env = () => z.object({ PORT: z.string() }).parse(process.env);\n`,
  "lib/db.ts": `import pg from "pg";\nimport { env } from "./env.ts";\n\nexport const pool = () => new pg.Pool({ port: Number(env().PORT) });\n`,
  "lib/runtime.ts": `import { load } from "./execution/store.postgres.ts";\n\nexport const runtime = { load };\n`,
  "lib/execution/store.postgres.ts": `import { randomUUID } from "node:crypto";\nimport { pool } from "#lib/db.ts";\n\nexport const load = () => ({ pool: pool(), id: randomUUID(), at: new Date() });\n`,
  "lib/execution/shapes.ts": `import type { LanguageModelV4 } from "@ai-sdk/provider";\nimport type { load } from "./store.postgres.ts";\n\nexport type Loaded = { model: LanguageModelV4; loaded: ReturnType<typeof load> };\n`,
  "lib/kernel/corpus.v1.json": "[1]\n",
  "lib/kernel/corpus.ts": `import corpus from "./corpus.v1.json" with { type: "json" };\n\nexport const first = corpus[0];\n`,
  "lib/kernel/egg.ts": `import type { Hen } from "./hen.ts";\n\nexport type Egg = { from: Hen };\n`,
  "lib/kernel/hen.ts": `import type { Egg } from "./egg.ts";\n\nexport type Hen = { lays: Egg };\n`,
  "lib/kernel/word.test.ts": `import { expect, test } from "vitest";\nimport { httpWord } from "#lib/http/word.ts";\nimport { kernelWord } from "./word.ts";\n\ntest("a test may look up", () => expect(kernelWord).not.toBe(httpWord));\n`,
  "lib/http/endpoint.next.ts": `import { runtime } from "#lib/runtime.ts";\n\nexport const endpoint = () => runtime.load();\n`,
  "components/word-view.tsx": `import type { Loaded } from "#lib/execution/shapes.ts";\nimport { executionWord } from "#lib/execution/word.ts";\n\nexport function WordView({ loaded }: { loaded?: Loaded }) {\n  return <p>{loaded ? executionWord : "nothing yet"}</p>;\n}\n`,
  "app/page.tsx": `import { WordView } from "#components/word-view.tsx";\n\nexport default function Page() {\n  return <WordView />;\n}\n`,
  "app/(dashboard)/[workspace]/use-word.ts": "export const useWord = () => 1;\n",
  "app/api/orchestrate/[id]/route.ts": `import { endpoint } from "#lib/http/endpoint.next.ts";\n\nexport const GET = () => Response.json(endpoint().id);\n`,
  "app/api/inngest/route.ts": `import { serve } from "inngest/next";\nimport { inngest } from "#inngest/client.ts";\n\nexport const { GET, POST, PUT } = serve({ client: inngest, functions: [] });\n`,
  "inngest/client.ts": `import { Inngest } from "inngest";\nimport { env } from "#lib/env.ts";\n\nexport const inngest = new Inngest({ id: \`fermata-\${env().PORT}\` });\n`,
  "inngest/embedded/journal.postgres.ts": `import { pool } from "#lib/db.ts";\n\nexport const journal = () => pool();\n`,
  "scripts/up.ts": `import { parseArgs } from "node:util";\nimport { journal } from "#inngest/embedded/journal.postgres.ts";\n\nconsole.log(process.env.PORT, journal(), parseArgs());\n`,
};

describe("dependency-cruiser", () => {
  test("lets through what the house allows, and sees every file", { timeout: 60_000 }, () => {
    const { breaches, modules } = checkBoundaries(plant(clean));
    expect(breaches).toEqual([]);
    expect(modules).toBeGreaterThan(Object.keys(clean).filter((name) => name.endsWith("x") || name.endsWith("ts")).length - 1);
  });

  const ranked = pairs
    .filter(({ from, to }) => to.floor >= from.floor)
    .map(({ from, to }) => ({
      rule: `lib-${from.name}-looks-down`,
      file: `lib/${from.name}/breaks-into-${to.name}.ts`,
      text: `export { ${to.name}Word } from "#lib/${to.name}/word.ts";\n`,
    }));
  const planted: { rule: string; file: string; text: string }[] = [
    {
      rule: "lib-kernel-looks-down",
      file: "lib/kernel/types-too.ts",
      text: `import type { httpWord } from "../http/word.ts";\nexport type W = typeof httpWord;\n`,
    },
    {
      rule: "lib-planner-looks-down",
      file: "lib/planner/draft.ollama.ts",
      text: `import "../execution/word.ts";\n`,
    },
    { rule: "lib-root-looks-down", file: "lib/roles.ts", text: `import "./execution/word.ts";\n` },
    { rule: "lib-room-has-a-rank", file: "lib/kernel/uses-attic.ts", text: `import "../attic/box.ts";\n` },
    { rule: "lib-stays-below", file: "lib/http/knows-app.ts", text: `import "#app/page.tsx";\n` },
    { rule: "lib-stays-below", file: "lib/http/knows-components.ts", text: `import "#components/word-view.tsx";\n` },
    { rule: "lib-stays-below", file: "lib/http/knows-inngest.next.ts", text: `import "#inngest/client.ts";\n` },
    { rule: "lib-stays-below", file: "lib/http/knows-scripts.node.ts", text: `import "#scripts/up.ts";\n` },
    { rule: "core-is-pure", file: "lib/kernel/uses-builtin.ts", text: `import "node:fs";\n` },
    { rule: "core-is-pure", file: "lib/kernel/uses-bare-builtin.ts", text: `import "path";\n` },
    { rule: "core-is-pure", file: "lib/kernel/uses-package.ts", text: `import "pg";\n` },
    { rule: "core-is-pure", file: "lib/kernel/uses-package-later.ts", text: `export const later = () => import("pg");\n` },
    { rule: "core-is-pure", file: "lib/execution/uses-dotted.ts", text: `import "./store.postgres.ts";\n` },
    { rule: "wiring-behind-the-dot", file: "lib/execution/uses-db.ts", text: `import "#lib/db.ts";\n` },
    {
      rule: "wiring-behind-the-dot",
      file: "lib/execution/uses-db-type.ts",
      text: `import type { pool } from "#lib/db.ts";\nexport type P = typeof pool;\n`,
    },
    { rule: "wiring-behind-the-dot", file: "lib/execution/uses-env.ts", text: `import "#lib/env.ts";\n` },
    { rule: "wiring-behind-the-dot", file: "app/uses-env.ts", text: `import "#lib/env.ts";\n` },
    { rule: "wiring-behind-the-dot", file: "inngest/functions/uses-db.ts", text: `import "#lib/db.ts";\n` },
    { rule: "runtime-is-chosen-outside", file: "lib/execution/uses-runtime.postgres.ts", text: `import "#lib/runtime.ts";\n` },
    { rule: "components-stay-in-the-browser", file: "components/uses-dotted.tsx", text: `import "#lib/http/endpoint.next.ts";\n` },
    { rule: "components-stay-in-the-browser", file: "components/uses-runtime.tsx", text: `import "#lib/runtime.ts";\n` },
    {
      rule: "components-know-no-postgres",
      file: "components/types-of-store.tsx",
      text: `import type { load } from "#lib/execution/store.postgres.ts";\nexport type L = typeof load;\n`,
    },
    { rule: "components-look-down", file: "components/uses-page.tsx", text: `import "#app/page.tsx";\n` },
    { rule: "components-look-down", file: "components/uses-function.tsx", text: `import "#inngest/client.ts";\n` },
    { rule: "app-composes", file: "app/uses-script.ts", text: `import "#scripts/up.ts";\n` },
    { rule: "app-composes", file: "app/uses-store.ts", text: `import "#lib/execution/store.postgres.ts";\n` },
    { rule: "inngest-has-no-face", file: "inngest/functions/uses-component.ts", text: `import "#components/word-view.tsx";\n` },
    { rule: "only-inngest-knows-inngest", file: "lib/execution/send.inngest.ts", text: `import "inngest";\n` },
    {
      rule: "only-inngest-knows-inngest",
      file: "app/uses-inngest.ts",
      text: `import type { Inngest } from "inngest";\nexport type I = Inngest;\n`,
    },
    { rule: "nothing-imports-tests", file: "lib/kernel/uses-test.ts", text: `import "./word.test.ts";\n` },
    { rule: "nothing-imports-tests", file: "app/uses-journey.ts", text: `import "#e2e/journey.ts";\n` },
    { rule: "no-runtime-cycle", file: "lib/kernel/tick.ts", text: `import { tock } from "./tock.ts";\nexport const tick = () => tock;\n` },
    ...["util", "utils", "helper", "helpers", "common", "shared", "manager", "managers", "service", "services"].map((name) => ({
      rule: "no-vague-name",
      file: `lib/kernel/${name}.ts`,
      text: "export const drawer = 1;\n",
    })),
    { rule: "no-vague-name", file: "lib/kernel/string-utils.ts", text: "export const drawer = 1;\n" },
    { rule: "no-vague-name", file: "lib/kernel/helpers.node.ts", text: `import "node:fs";\n` },
    { rule: "no-vague-name", file: "components/common/card.tsx", text: "export const drawer = 1;\n" },
    { rule: "no-unresolved-import", file: "lib/kernel/uses-nothing.ts", text: `import "./nowhere.ts";\n` },
    { rule: "no-unresolved-import", file: "lib/kernel/uses-nothing-aliased.ts", text: `import "#lib/nowhere.ts";\n` },
    { rule: "no-development-package-in-product", file: "inngest/uses-development.ts", text: `import "fast-check";\n` },
  ];
  const faulty = {
    ...clean,
    "lib/attic/box.ts": "export const box = 1;\n",
    "lib/kernel/tock.ts": `import { tick } from "./tick.ts";\nexport const tock = () => tick;\n`,
    "e2e/journey.ts": "export const journey = 1;\n",
    ...Object.fromEntries([...ranked, ...planted].map(({ file, text }) => [file, text])),
  };
  let found: Set<string> | undefined;
  const breaches = () => {
    found ??= new Set(checkBoundaries(plant(faulty)).breaches.map(({ rule, from }) => `${rule} ${from}`));
    return found;
  };

  test.each(rooms.filter(({ name }) => name !== "http"))(
    "lib-$name-looks-down catches every neighbour and every higher floor",
    { timeout: 60_000 },
    ({ name }) => {
      const own = ranked.filter(({ rule }) => rule === `lib-${name}-looks-down`).map(({ rule, file }) => `${rule} ${file}`);
      expect(own).not.toEqual([]);
      expect(own.filter((breach) => !breaches().has(breach))).toEqual([]);
    },
  );

  test.each(planted)("$rule catches $file", { timeout: 60_000 }, ({ rule, file }) => {
    expect(breaches()).toContain(`${rule} ${file}`);
  });

  test("reports nothing but what was planted", { timeout: 60_000 }, () => {
    const files = new Set([...[...ranked, ...planted].map(({ file }) => file), "lib/kernel/tock.ts"]);
    expect([...breaches()].filter((breach) => !files.has(breach.split(" ")[1] ?? ""))).toEqual([]);
  });

  test("every rule of the configuration has a planted fault", { timeout: 60_000 }, async () => {
    const { default: config } = (await import(path.join(import.meta.dirname, "../../.dependency-cruiser.mjs"))) as {
      default: { forbidden: { name: string; severity: string }[] };
    };
    const caught = new Set([...breaches()].map((breach) => breach.split(" ")[0]));
    const names = new Set(config.forbidden.map(({ name }) => name));
    // Nothing is above http, so its rule can forbid nothing; it is there for the day a floor is added.
    expect([...names].filter((name) => !caught.has(name))).toEqual(["lib-http-looks-down"]);
    expect(config.forbidden.filter(({ severity }) => severity !== "error")).toEqual([]);
  });

  test("a file that the tool did not read fails the check", { timeout: 60_000 }, () => {
    const config = `import real from "./real.mjs";\nexport default { ...real, options: { ...real.options, exclude: { path: "^lib/kernel/" } } };\n`;
    const root = plant({ "lib/kernel/word.ts": "export const word = 1;\n", "scripts/up.ts": "console.log(1);\n" });
    const swap = spawnSync(
      process.execPath,
      [
        "-e",
        `const fs = require("node:fs"); fs.renameSync(".dependency-cruiser.mjs", "real.mjs"); fs.writeFileSync(".dependency-cruiser.mjs", ${JSON.stringify(config)})`,
      ],
      { cwd: root },
    );
    expect(swap.status).toBe(0);
    expect(checkBoundaries(root).breaches).toMatchObject([{ rule: "every-file-is-seen", from: "lib/kernel/word.ts" }]);
  });
});

describe("the dot rule for clocks, timers and randomness", () => {
  test.each([
    ["pure-clock", "export const at = Date.now();"],
    ["pure-clock", "export const at = new Date();"],
    ["pure-clock", "export const at = new Date;"],
    ["pure-clock", "export const at = Date();"],
    ["pure-clock", "export const f = (now = new Date()) => now;"],
    ["pure-clock", `export const at = Date["now"]();`],
    ["pure-clock", "const { now } = Date; export const at = now();"],
    ["pure-clock", "const D = Date; export const at = new D();"],
    ["pure-clock", "export const clock = { now: Date.now };"],
    ["pure-clock", "export const ms = performance.now();"],
    ["pure-clock", "export const at = Temporal.Now.instant();"],
    ["pure-timer", "setTimeout(() => {}, 1);"],
    ["pure-timer", "export const wait = { setInterval };"],
    ["pure-timer", "export const signal = AbortSignal.timeout(5);"],
    ["pure-randomness", "export const n = Math.random();"],
    ["pure-randomness", "const { random } = Math; export const n = random();"],
    ["pure-randomness", "export const id = crypto.randomUUID();"],
    ["pure-randomness", "export const id = crypto.getRandomValues(new Uint8Array(4));"],
    ["pure-time-zone", "export const at = new Date(2026, 1, 2);"],
    ["pure-time-zone", "export const hour = (at: Date) => at.getHours();"],
    ["pure-outside", "export const a = () => fetch('http://localhost');"],
    ["pure-outside", "export const a = process.env.HOME;"],
    ["pure-outside", "export const a = globalThis.Date.now();"],
    ["pure-outside", "export const a = Buffer.from('a');"],
    ["pure-outside", "console.log(1);"],
    ["pure-outside", "export const here = import.meta.dirname;"],
    ["pure-outside", "export const load = (name: string) => import(name);"],
    ["pure-outside", "export const title = () => document.title;"],
  ])("%s catches %s", (rule, text) => {
    expect(impureUses("lib/kernel/planted.ts", text).map((fault) => fault.rule)).toContain(rule);
  });

  test.each([
    "export const at = new Date(0);",
    "export const at = (text: string) => new Date(text).toISOString();",
    "export const at = Date.UTC(2026, 1, 2);",
    "export const is = (value: unknown) => value instanceof Date;",
    "export const A = z.instanceof(Date);",
    "export const f = (now: () => number) => now();",
    "export const f = ({ now, random }: { now: Date; random: Uint8Array }) => [now, random];",
    "export const f = (process: { id: number }) => process.id;",
    "export const f = (step: { document: string }) => step.document;",
    "export const f = { fetch: 1, window: 2, self: 3 };",
    "export type Fetch = typeof fetch;",
    "export type Deps = { setTimeout: (ms: number) => void; now: () => Date };",
    "export const max = Math.max(1, Math.floor(2.5));",
    "export const signal = (a: AbortSignal) => AbortSignal.any([a]);",
  ])("lets %s through", (text) => {
    expect(impureUses("lib/kernel/planted.ts", text)).toEqual([]);
  });

  test("reads undotted files of lib, and neither dotted ones nor the wiring", () => {
    const impure = "export const at = Date.now();\n";
    const root = plant({
      "lib/kernel/ids.ts": impure,
      "lib/deep/er/view.tsx": impure,
      "lib/kernel/ids.node.ts": impure,
      "lib/kernel/ids.test.ts": impure,
      "lib/env.ts": impure,
      "app/page.tsx": impure,
    });
    expect(checkPurity(root).faults.map(({ file }) => file)).toEqual(["lib/deep/er/view.tsx", "lib/kernel/ids.ts"]);
    const ran = spawnSync(process.execPath, [path.join(import.meta.dirname, "pure.ts")], { cwd: root, encoding: "utf8" });
    expect(ran.stderr).toContain("lib/kernel/ids.ts:1:19 pure-clock");
    expect(ran.status).toBe(1);
  });

  test("fails where it sees no file", () => {
    const ran = spawnSync(process.execPath, [path.join(import.meta.dirname, "pure.ts")], { cwd: plant({}), encoding: "utf8" });
    expect(ran.status).toBe(1);
  });
});

type Diagnostic = { category: string; severity: string; location: { path: string } };

describe("biome", () => {
  const check = (root: string) => {
    const ran = run(root, "@biomejs/biome/bin/biome", "check", "--reporter=json", "--max-diagnostics=none", ".");
    return { status: ran.status, diagnostics: (JSON.parse(ran.stdout) as { diagnostics: Diagnostic[] }).diagnostics };
  };

  test("lets the clean tree through", () => {
    expect(check(plant(clean))).toEqual({ status: 0, diagnostics: [] });
  });

  const react = `import { useEffect, useState } from "react";\n`;
  const planted: [rule: string, file: string, text: string][] = [
    ["lint/performance/noBarrelFile", "lib/kernel/index.ts", `export { kernelWord } from "./word.ts";\n`],
    ["lint/performance/noReExportAll", "lib/kernel/all.ts", `export * from "./word.ts";\n`],
    ["lint/style/noDefaultExport", "lib/kernel/default.ts", "export default 1;\n"],
    ["lint/style/noDefaultExport", "app/panel.tsx", "export default function Panel() {\n  return <p>1</p>;\n}\n"],
    ["lint/style/noProcessEnv", "lib/kernel/reads-env.ts", "export const port = process.env.PORT;\n"],
    ["lint/style/noProcessEnv", "inngest/reads-env.ts", "export const port = process.env.PORT;\n"],
    ["lint/suspicious/noExplicitAny", "lib/kernel/any.ts", "export const f = (value: any) => value;\n"],
    ["lint/style/noNonNullAssertion", "lib/kernel/bang.ts", "export const f = (value?: string) => value!.length;\n"],
    ["lint/style/noEnum", "lib/kernel/enum.ts", "export enum Colour {\n  red = 1,\n}\n"],
    ["lint/style/noNestedTernary", "lib/kernel/nested.ts", "export const f = (a: boolean, b: boolean) => (a ? 1 : b ? 2 : 3);\n"],
    ["lint/suspicious/noConsole", "lib/kernel/talks.ts", "console.log(1);\n"],
    ["lint/style/useFilenamingConvention", "lib/kernel/camelCase.ts", "export const a = 1;\n"],
    ["lint/style/useFilenamingConvention", "components/WordCard.tsx", "export const a = 1;\n"],
    ["lint/style/useFilenamingConvention", "lib/kernel/snake_case.ts", "export const a = 1;\n"],
    ["lint/style/useConsistentTypeDefinitions", "lib/kernel/interface.ts", "export interface Named {\n  name: string;\n}\n"],
    ["lint/style/useImportType", "lib/kernel/import-type.ts", `import { Egg } from "./egg.ts";\n\nexport type E = Egg;\n`],
    [
      "lint/style/useNodejsImportProtocol",
      "lib/kernel/files.node.ts",
      `import { readFileSync } from "fs";\n\nexport const read = readFileSync;\n`,
    ],
    [
      "lint/correctness/useImportExtensions",
      "lib/kernel/no-extension.ts",
      `import { kernelWord } from "./word";\n\nexport const w = [kernelWord];\n`,
    ],
    ["lint/correctness/noUnusedVariables", "lib/kernel/unused.ts", "const unused = 1;\nexport const used = 2;\n"],
    [
      "lint/correctness/noUnusedImports",
      "lib/kernel/unused-import.ts",
      `import { kernelWord } from "./word.ts";\n\nexport const used = 2;\n`,
    ],
    [
      "lint/correctness/useExhaustiveDependencies",
      "components/use-title.ts",
      `${react}\nexport function useTitle(title: string) {\n  const [, set] = useState("");\n  useEffect(() => set(title), []);\n}\n`,
    ],
    [
      "lint/correctness/useHookAtTopLevel",
      "components/use-maybe.ts",
      `import { useState } from "react";\n\nexport function useMaybe(yes: boolean) {\n  if (yes) useState(1);\n}\n`,
    ],
    ["lint/a11y/useAltText", "components/no-alt.tsx", `export const Picture = () => <img src="/a.png" />;\n`],
    ["lint/performance/noImgElement", "components/img.tsx", `export const Picture = () => <img src="/a.png" alt="A" />;\n`],
    ["lint/a11y/useKeyWithClickEvents", "components/click.tsx", "export const Card = () => <div onClick={() => 1}>go</div>;\n"],
    ["lint/a11y/noStaticElementInteractions", "components/static.tsx", "export const Card = () => <div onKeyDown={() => 1}>go</div>;\n"],
    ["lint/a11y/noAutofocus", "components/focus.tsx", "export const Field = () => <input autoFocus />;\n"],
    ["lint/suspicious/noFocusedTests", "lib/kernel/only.test.ts", `import { test } from "vitest";\n\ntest.only("alone", () => {});\n`],
    ["lint/suspicious/noSkippedTests", "lib/kernel/skip.test.ts", `import { test } from "vitest";\n\ntest.skip("later", () => {});\n`],
    ["lint/suspicious/noExplicitAny", "lib/kernel/any.test.ts", "export const f = (value: any) => value;\n"],
    ["format", "lib/kernel/ugly.ts", "export const a   =  'b'\n"],
    [
      "assist/source/organizeImports",
      "lib/kernel/order.ts",
      `import { z } from "zod";\nimport { kernelWord } from "./word.ts";\nimport type { Egg } from "./egg.ts";\n\nexport const o = (egg: Egg) => [z, kernelWord, egg];\n`,
    ],
  ];
  let found: Diagnostic[] | undefined;
  const diagnostics = () => {
    found ??= check(plant({ ...clean, ...Object.fromEntries(planted.map(([, file, text]) => [file, text])) })).diagnostics;
    return found;
  };

  test.each(planted)("%s catches %s", (rule, file) => {
    const caught = diagnostics().filter(({ category, location }) => category === rule && location.path.endsWith(file));
    expect(caught.map(({ severity }) => severity)).toContain("error");
  });
});

describe("tsc", () => {
  const check = (root: string) => run(root, "typescript-native/bin/tsc", "--noEmit", "--pretty", "false");

  test("lets the clean tree through", { timeout: 60_000 }, () => {
    const { status, stdout } = check(plant(clean));
    expect(stdout).toBe("");
    expect(status).toBe(0);
  });

  const planted: [option: string, file: string, code: string, text: string][] = [
    ["strict", "lib/kernel/implicit.ts", "TS7006", "export const f = (value) => value;\n"],
    ["strict", "lib/kernel/null.ts", "TS2322", "export const s: string = null;\n"],
    ["noUncheckedIndexedAccess", "lib/kernel/index-access.ts", "TS2532", "export const f = (list: string[]) => list[0].length;\n"],
    ["exactOptionalPropertyTypes", "lib/kernel/optional.ts", "TS2375", "export const o: { a?: string } = { a: undefined };\n"],
    ["verbatimModuleSyntax", "lib/kernel/verbatim.ts", "TS1484", `import { Egg } from "./egg.ts";\nexport type E = Egg;\n`],
    ["erasableSyntaxOnly", "lib/kernel/erasable.ts", "TS1294", "export class A {\n  constructor(private a: number) {}\n}\n"],
    ["noImplicitOverride", "lib/kernel/override.ts", "TS4114", "class A {\n  a() {}\n}\nexport class B extends A {\n  a() {}\n}\n"],
    [
      "noFallthroughCasesInSwitch",
      "lib/kernel/fall.ts",
      "TS7029",
      "export function f(a: number) {\n  switch (a) {\n    case 1:\n      a++;\n    default:\n      return a;\n  }\n}\n",
    ],
    ["tests are included", "lib/kernel/typed.test.ts", "TS2322", "export const n: number = 'one';\n"],
  ];
  let found: string | undefined;
  test.each(planted)("%s catches %s", { timeout: 60_000 }, (_option, file, code) => {
    found ??= check(plant({ ...clean, ...Object.fromEntries(planted.map(([, name, , text]) => [name, text])) })).stdout;
    expect(found.split("\n").filter((line) => line.startsWith(file) && line.includes(`error ${code}`))).toHaveLength(1);
  });
});

describe("knip", () => {
  type Issue = { file: string } & Record<
    "files" | "exports" | "dependencies" | "devDependencies" | "unlisted" | "types",
    { name: string }[]
  >;
  const check = (files: Record<string, string>) => {
    const ran = run(plant(files), "knip/bin/knip.js", "--reporter", "json");
    return { status: ran.status, issues: (JSON.parse(ran.stdout.slice(ran.stdout.indexOf("{"))) as { issues: Issue[] }).issues };
  };
  const dependencies = (names: string[]) => ({
    "package.json": JSON.stringify({
      type: "module",
      imports: { "#*": "./*" },
      scripts: { up: "node scripts/bootstrap.mjs up" },
      dependencies: Object.fromEntries(names.map((name) => [name, "*"])),
      devDependencies: { "dependency-cruiser": "*" },
    }),
  });
  const used = {
    "lib/kernel/word.ts": `import { z } from "zod";\nexport const word = z.string();\n`,
    "scripts/bootstrap.mjs": `const commands = { up: ["scripts/up.ts"] };\nconsole.log(commands);\n`,
    "scripts/up.ts": `import { word } from "#lib/kernel/word.ts";\nconsole.log(word);\n`,
  };

  test("lets a tree through in which everything is used", { timeout: 60_000 }, () => {
    expect(check({ ...used, ...dependencies(["zod"]) })).toEqual({ status: 0, issues: [] });
  });

  test("catches an unused export, type, file and dependency, and a package that is not declared", { timeout: 60_000 }, () => {
    const { status, issues } = check({
      ...used,
      ...dependencies(["zod", "pg"]),
      "lib/kernel/word.ts": `import { z } from "zod";\nimport "pino";\nexport const word = z.string();\nexport const orphan = 1;\nexport type Orphan = 1;\n`,
      "lib/kernel/alone.ts": "export const alone = 1;\n",
      "scripts/forgotten.ts": "console.log(1);\n",
    });
    const names = (kind: keyof Omit<Issue, "file">) => issues.flatMap((issue) => issue[kind].map(({ name }) => name));
    expect(status).toBe(1);
    expect(names("exports")).toEqual(["orphan"]);
    expect(names("types")).toEqual(["Orphan"]);
    expect(names("files").sort()).toEqual(["lib/kernel/alone.ts", "scripts/forgotten.ts"]);
    expect(names("dependencies")).toEqual(["pg"]);
    expect(names("unlisted")).toEqual(["pino"]);
  });
});
