import { spawnSync } from "node:child_process";
import { existsSync, globSync } from "node:fs";
import path from "node:path";

type Report = {
  modules: { source: string }[];
  summary: {
    totalDependenciesCruised: number;
    violations: { from: string; to: string; rule: { name: string; severity: string }; cycle?: { name: string }[] }[];
  };
};

/** A broken rule, or a file that the tool did not see. */
export type Breach = { rule: string; from: string; to: string };

const rooms = ["app", "components", "inngest", "lib", "scripts", "bench", "e2e"];
const rootFiles = ["*.ts", "prisma/*.ts"];
const notCruised = /\.d\.ts$/;

/**
 * Runs dependency-cruiser over the whole tree. It passes green over files that it cannot read (a TypeScript that it does not know
 * leaves it with none), so every source file on the disk must be among the modules that it saw.
 */
export function checkBoundaries(root: string): { modules: number; dependencies: number; breaches: Breach[] } {
  const from = [...rooms.filter((room) => existsSync(path.join(root, room))), ...globSync(rootFiles, { cwd: root })];
  const bin = path.join(root, "node_modules/dependency-cruiser/bin/dependency-cruiser.mjs");
  const ran = spawnSync(process.execPath, [bin, "--config", ".dependency-cruiser.mjs", "--output-type", "json", ...from], {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  if (!ran.stdout.startsWith("{")) throw new Error(`dependency-cruiser gave no report: ${ran.stderr || ran.stdout || ran.error}`);
  const { modules, summary } = JSON.parse(ran.stdout) as Report;

  const seen = new Set(modules.map(({ source }) => source));
  const unseen = globSync([...rooms.map((room) => `${room}/**/*.{ts,tsx}`), ...rootFiles], { cwd: root })
    .map((file) => file.replaceAll("\\", "/"))
    .filter((file) => !notCruised.test(file) && !seen.has(file));
  return {
    modules: seen.size,
    dependencies: summary.totalDependenciesCruised,
    breaches: [
      ...summary.violations.map(({ rule, from, to, cycle }) => ({
        rule: rule.name,
        from,
        to: cycle ? cycle.map(({ name }) => name).join(" → ") : to,
      })),
      ...unseen.map((file) => ({ rule: "every-file-is-seen", from: file, to: "dependency-cruiser did not read it" })),
    ],
  };
}

if (import.meta.main) {
  const { modules, dependencies, breaches } = checkBoundaries(process.cwd());
  for (const { rule, from, to } of breaches) console.error(`${rule}: ${from} → ${to}`);
  if (modules === 0) console.error("no module was seen: is this the root of the tree?");
  console.log(`boundaries: ${modules} modules, ${dependencies} dependencies, ${breaches.length} breaches`);
  process.exitCode = modules > 0 && breaches.length === 0 ? 0 : 1;
}
