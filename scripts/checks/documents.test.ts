import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { Env } from "#lib/env.ts";
import { eventTypes } from "#lib/execution/events.ts";
import { frameOf } from "#lib/streaming/frames.ts";
import { rolesPage, rolesText } from "./roles-page.ts";

const root = path.join(import.meta.dirname, "../..");
const text = (file: string) => readFileSync(path.join(root, file), "utf8");

/** The cells of the table after a comment that begins with this word. */
function tableAfter(marker: string, document: string): string[][] {
  const lines = (document.split(`<!-- ${marker}:`)[1] ?? "").split("\n").slice(2);
  const rows = lines.slice(0, lines.indexOf("", 1)).filter((line) => line.startsWith("|"));
  return rows.slice(2).map((row) =>
    row
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim().replaceAll("`", "")),
  );
}

test("the event table of ARCHITECTURE.md is the table of the code", () => {
  const told = tableAfter("events", text("ARCHITECTURE.md")).map(([type, , frame]) => `${type} ${frame}`);
  expect(told.sort()).toEqual(eventTypes.map((type) => `${type} ${frameOf(type)}`).sort());
});

test("the rooms of ARCHITECTURE.md are the ranks that the check holds", async () => {
  const { ranks } = (await import(path.join(root, ".dependency-cruiser.mjs"))) as { ranks: string[][] };
  const told = tableAfter("ranks", text("ARCHITECTURE.md")).map(([floor, room]) => `${floor} ${room}`);
  expect(told).toEqual(ranks.flatMap((rooms, rank) => rooms.map((room) => `${rank + 1} ${room}`)));
});

test("docs/roles.md is the table of the code", () => {
  expect(readFileSync(rolesPage, "utf8")).toBe(rolesText());
});

test(".env.example names every variable that env.ts reads, and no other", () => {
  const told = [...text(".env.example").matchAll(/^#? ?([A-Z][A-Z0-9_]+)=/gm)].map(([, name]) => name);
  const notForPeople = ["NODE_ENV"];
  expect(told.sort()).toEqual(
    Object.keys(Env.shape)
      .filter((name) => !notForPeople.includes(name))
      .sort(),
  );
});

test("every library has its line in the ADR, and every line its library", () => {
  const { dependencies, devDependencies } = JSON.parse(text("package.json")) as Record<
    "dependencies" | "devDependencies",
    Record<string, string>
  >;
  const told = text("docs/adr/0008-libraries.md")
    .split("\n")
    .filter((line) => line.startsWith("| ") && !line.startsWith("| library"))
    .flatMap((line) => (line.split("|")[1] ?? "").split(",").map((name) => name.trim().split(" ")[0] ?? ""));
  // Types of a library, parts of one that is named, and what only another one asks for.
  const implied =
    /^@types\/|^(react-dom|@prisma\/(driver-adapter-utils|schema-engine-wasm)|@tailwindcss\/postcss|server-only|@playwright\/test|typescript(-native)?)$/;
  const installed = Object.keys({ ...dependencies, ...devDependencies });
  expect(installed.filter((name) => !implied.test(name) && !told.includes(name))).toEqual([]);
  expect(told.filter((name) => !installed.includes(name))).toEqual([]);
});

test("no document points at a file that is not there", () => {
  const documents = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "docs/adr/README.md"];
  const dead = documents.flatMap((document) =>
    [...text(document).matchAll(/\]\((?!https?:|#)([^)#]+)/g)]
      .map(([, target = ""]) => path.join(path.dirname(document), target))
      .filter((target) => !existsSync(path.join(root, target)))
      .map((target) => `${document}: ${target}`),
  );
  expect(dead).toEqual([]);
});
