/**
 * The house rules of ARCHITECTURE.md, as errors. `scripts/checks/planted.test.ts` plants a fault for each rule by its name
 * and sees it caught; `scripts/checks/boundaries.ts` runs them and fails when a file of the tree was not seen.
 */

/** From the lowest floor to the highest. Rooms on one floor are neighbours: they do not import each other. */
export const ranks = [
  ["kernel"],
  ["tenancy"],
  ["safety"],
  ["models", "tools", "context"],
  ["planner"],
  ["execution"],
  ["workflows", "triggers", "learning", "observability", "streaming"],
  ["http"],
];

/** Packages that compute and touch nothing: no file, socket, clock or randomness in the calls that we make. */
export const purePackages = [
  "zod", // schemas
  "@noble/hashes", // SHA-256 and HMAC over bytes given
  "@marcbachmann/cel-js", // expressions
  "croner", // the next time of a cron pattern, from a time given
  "chrono-node", // dates in text, from a reference given
  "cheerio", // HTML that is already in memory
  "ipaddr.js", // ranges of addresses
  "ical-generator", // calendar files; the id and the stamp are given
];

export const vagueNames = ["util", "utils", "helper", "helpers", "common", "shared", "manager", "managers", "service", "services"];

const rooms = ranks.flat();
const tests = "\\.(test|testing|conformance|fixture)\\.tsx?$";
/** A name with a dot before its extension says which outside the file touches. */
const dotted = "\\.[a-z0-9-]+\\.tsx?$";
const wiring = "^lib/(db|env|runtime)\\.ts$";
const vague = `(^|[/-])(${vagueNames.join("|")})([./]|$)`;
const ours = "^(app|components|inngest|lib|prisma|scripts|bench|e2e)/";
const product = "^(app|components|inngest|lib)/|^(proxy|instrumentation)\\.ts$";

const anyOf = (names) => `(${names.join("|") || "$^"})`;
const forbid = (name, comment, from, to) => ({ name, severity: "error", comment, from, to });

const looksDown = ranks.flatMap((floor, rank) =>
  floor.map((room) =>
    forbid(
      `lib-${room}-looks-down`,
      "A room imports the floors below it. What it needs of a neighbour or of a higher floor is injected.",
      { path: `^lib/${room}/`, pathNot: tests },
      { path: `^lib/${anyOf([...ranks.slice(rank + 1).flat(), ...floor.filter((peer) => peer !== room)])}/` },
    ),
  ),
);

/** @type {import("dependency-cruiser").IConfiguration} */
export default {
  forbidden: [
    ...looksDown,
    forbid(
      "lib-root-looks-down",
      "A file at the root of lib serves every room, so it stands on the kernel and tenancy alone. runtime.ts chooses adapters and is excepted.",
      { path: "^lib/[^/]+\\.ts$", pathNot: [tests, "^lib/runtime\\.ts$"] },
      { path: `^lib/${anyOf(rooms.filter((room) => room !== "kernel" && room !== "tenancy"))}/` },
    ),
    forbid(
      "lib-room-has-a-rank",
      "A room that is in no rank escapes every rank. Add it to `ranks` and to ARCHITECTURE.md.",
      {},
      { path: "^lib/[^/]+/", pathNot: `^lib/${anyOf(rooms)}/` },
    ),
    forbid(
      "lib-stays-below",
      "lib is the product without a face: it never imports app, components, inngest, scripts or tests' rooms.",
      { path: "^lib/", pathNot: tests },
      { path: "^(app|components|inngest|scripts|bench|e2e)/" },
    ),
    forbid(
      "core-is-pure",
      "The dot rule: an undotted file in lib imports undotted files of lib and pure packages. Name the outside in the file name, or have it injected. A type is erased and may come from anywhere.",
      { path: "^lib/", pathNot: [dotted, wiring] },
      {
        pathNot: ["^lib/[a-z0-9/-]+\\.tsx?$", "^lib/[a-z0-9/.-]+\\.json$", `node_modules/${anyOf(purePackages)}(/|$)`],
        dependencyTypesNot: ["type-only"],
      },
    ),
    forbid(
      "wiring-behind-the-dot",
      "Only dotted files and runtime.ts know the database and the environment, not even by a type.",
      { path: "^(lib|app|components)/", pathNot: [dotted, wiring] },
      { path: "^lib/(db|env)\\.ts$" },
    ),
    forbid(
      "wiring-behind-the-dot",
      "Durable functions reach the database through runtime.ts; the executor's own adapters carry a dot.",
      { path: "^inngest/", pathNot: dotted },
      { path: "^lib/db\\.ts$" },
    ),
    forbid(
      "runtime-is-chosen-outside",
      "runtime.ts chooses the adapters; a room gets them as arguments. Only http, which answers for a request, may take it as it is.",
      { path: "^lib/", pathNot: [tests, "^lib/http/.*\\.[a-z0-9-]+\\.tsx?$", wiring] },
      { path: "^lib/runtime\\.ts$" },
    ),
    forbid(
      "components-stay-in-the-browser",
      "A component imports pure files of lib, so that what it draws is what the server computes. Data reaches it as props or through the API.",
      { path: "^components/", pathNot: tests },
      {
        path: "^lib/(.*\\.[a-z0-9-]+\\.tsx?$|(db|env|runtime)\\.ts$)",
        pathNot: "\\.browser\\.tsx?$",
        dependencyTypesNot: ["type-only"],
      },
    ),
    forbid(
      "components-know-no-postgres",
      "Not even a type of a database adapter: the browser's types come from the contracts.",
      { path: "^components/" },
      { path: "^lib/.*\\.postgres\\.ts$|^prisma/" },
    ),
    forbid(
      "components-look-down",
      "Pages compose components; components know neither pages, functions nor scripts.",
      { path: "^components/", pathNot: tests },
      { path: "^(app|inngest|scripts|bench|e2e)/" },
    ),
    forbid(
      "app-composes",
      "Pages and routes compose components, lib and the dispatch of inngest; adapters are chosen by runtime.ts.",
      { path: "^app/", pathNot: tests },
      { path: "^(scripts|bench|e2e|prisma)/|^lib/.*\\.postgres\\.ts$" },
    ),
    forbid(
      "inngest-has-no-face",
      "Durable functions use lib. They know neither pages, components nor scripts.",
      { path: "^inngest/", pathNot: tests },
      { path: "^(app|components|scripts|bench|e2e)/" },
    ),
    forbid(
      "only-inngest-knows-inngest",
      "Whether Inngest or the embedded executor drives the functions is known in one room.",
      { path: ours, pathNot: "^(inngest|app/api/inngest)/|^bench/(floor-sdk|peers/(fermata|sdk))\\.ts$" },
      { path: "node_modules/inngest/" },
    ),
    forbid(
      "nothing-imports-tests",
      "A test, a benchmark or a journey is a leaf.",
      { path: product, pathNot: tests },
      { path: `^(e2e|bench)/|${tests}` },
    ),
    forbid(
      "no-runtime-cycle",
      "Two files that need each other to load are one file, or one of them knows too much. Types may refer to each other.",
      {},
      { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    ),
    ...[
      [{ path: vague, pathNot: "node_modules" }, {}],
      [{}, { path: vague, pathNot: "node_modules", dependencyTypesNot: ["core"] }],
      [{ path: vague, pathNot: "node_modules", orphan: true }, {}],
    ].map(([from, to]) => forbid("no-vague-name", "Name the file after what it does, not after the drawer it lies in.", from, to)),
    forbid("no-unresolved-import", "An import that finds nothing.", {}, { couldNotResolve: true }),
    forbid(
      "no-development-package-in-product",
      "What the product runs on is a dependency, not a development dependency.",
      { path: product, pathNot: tests },
      { dependencyTypes: ["npm-dev"], dependencyTypesNot: ["type-only"] },
    ),
  ],
  options: {
    doNotFollow: { path: "node_modules|^prisma/generated" },
    exclude: { path: "^next-env\\.d\\.ts$|^(\\.next|\\.fermata|\\.cache|docs|public|test-results|playwright-report)/" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    detectProcessBuiltinModuleCalls: true,
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "types", "default"],
      extensions: [".ts", ".tsx", ".mjs", ".js", ".json"],
      mainFields: ["module", "main", "types"],
    },
  },
};
