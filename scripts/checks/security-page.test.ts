import { existsSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { promised } from "../security-tests.ts";

const root = path.join(import.meta.dirname, "../..");

test("every promise of docs/security.md has a test that is there", () => {
  const numbered = (letter: string, most: number) => Array.from({ length: most }, (_, at) => `${letter}${at + 1}`);
  const told = promised();
  const names = [...numbered("T", 8), ...numbered("X", 8), ...numbered("I", 2), ...numbered("W", 4), ...numbered("A", 2)];
  expect(told.map(({ name }) => name)).toEqual(names);
  expect(told.filter(({ files }) => files.length === 0)).toEqual([]);
  expect(told.flatMap(({ files }) => files).filter((file) => !existsSync(path.join(root, file)))).toEqual([]);
});
