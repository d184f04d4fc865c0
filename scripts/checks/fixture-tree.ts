import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const repository = path.join(import.meta.dirname, "../..");

const packageJson = {
  name: "planted",
  private: true,
  type: "module",
  imports: { "#*": "./*" },
  dependencies: { zod: "*", inngest: "*", next: "*", pg: "*", react: "*", "@ai-sdk/provider": "*" },
  devDependencies: { vitest: "*", "fast-check": "*" },
};

/** A small tree in the system's temporary folder, under the repository's real configurations and packages. */
export type FixtureTree = Disposable & { root: string };

export function plantTree(files: Record<string, string>): FixtureTree {
  const root = mkdtempSync(path.join(tmpdir(), "fermata-planted-"));
  symlinkSync(path.join(repository, "node_modules"), path.join(root, "node_modules"), "junction");
  for (const name of ["biome.json", ".dependency-cruiser.mjs", "knip.ts", "tsconfig.json"]) {
    copyFileSync(path.join(repository, name), path.join(root, name));
  }
  for (const [name, text] of Object.entries({ "package.json": `${JSON.stringify(packageJson, null, 2)}\n`, ...files })) {
    mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
    writeFileSync(path.join(root, name), text);
  }
  return { root, [Symbol.dispose]: () => rmSync(root, { recursive: true, force: true }) };
}
