import { expect, test } from "vitest";
import { operations } from "./contracts/operations.ts";
import { openApi } from "./openapi.ts";
import { described } from "./openapi-read.ts";

test("every operation stands in one line, with its permission", () => {
  const { groups, chosen } = described("1.0.0", undefined);
  const lines = groups.flatMap((group) => group.operations);
  expect(lines.map(({ name, permission }) => [name, permission]).sort()).toEqual(
    operations.map(({ method, path, allow }) => [`${method} ${path}`, allow ?? null]).sort(),
  );
  expect(chosen).toBeNull();
});

test("the document is made once, however often it is asked for", () => {
  expect(openApi("1.0.0")).toBe(openApi("1.0.0"));
  expect(openApi("1.0.1")).not.toBe(openApi("1.0.0"));
});

test("each of them can be read whole, and what is only a name is opened", () => {
  for (const { method, path, body } of operations) {
    const { chosen } = described("1.0.0", `${method} ${path}`);
    expect([path, chosen?.body === null]).toEqual([path, body === undefined]);
    expect(chosen?.answers.length).toBeGreaterThan(1);
    for (const { schema } of chosen?.answers ?? []) expect(Object.keys(schema as object)).not.toEqual(["$ref"]);
    for (const name of path.matchAll(/\{(\w+)\}/g))
      expect(chosen?.parameters).toContainEqual(expect.objectContaining({ name: name[1], place: "path", isRequired: true }));
  }
  expect(described("1.0.0", "get /api/nowhere").chosen).toBeNull();
});
