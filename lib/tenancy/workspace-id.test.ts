import { globSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { faultOfId } from "./workspace-id.ts";

const app = join(import.meta.dirname, "../../app");
const firstWords = globSync("**/{page.tsx,route.ts}", { cwd: app })
  .map(
    (file) =>
      file
        .replaceAll("\\", "/")
        .split("/")
        .find((part) => !part.startsWith("(")) ?? "",
  )
  .filter((word) => !word.includes(".") && !word.startsWith("["));

test("no workspace is called like a page", () => {
  expect(new Set(firstWords).size).toBeGreaterThan(3);
  for (const word of firstWords) expect(faultOfId(word), word).toBeDefined();
});

test.each(["demo", "acme-2", "ab"])("%s is an id", (id) => {
  expect(faultOfId(id)).toBeUndefined();
});

test.each(["", "a", "Acme", "2b", "a b", "a/b", "..", "x".repeat(41), "_next"])("%j is none", (id) => {
  expect(faultOfId(id)).toBeDefined();
});
