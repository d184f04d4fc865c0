import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Validator } from "@seriousme/openapi-schema-validator";
import { expect, test } from "vitest";
import { operations } from "./contracts/operations.ts";
import { openApi } from "./openapi.ts";

const app = join(import.meta.dirname, "../../app");

/** What the tree serves: the address, the verb and the permission that each route declares. */
const served = globSync("api/**/route.ts", { cwd: app })
  .map((file) => file.replaceAll("\\", "/"))
  .filter((file) => !file.startsWith("api/auth/") && !file.startsWith("api/inngest/"))
  .flatMap((file) => {
    const text = readFileSync(join(app, file), "utf8");
    const path = `/${file
      .replace(/\/route\.ts$/, "")
      .replaceAll("[", "{")
      .replaceAll("]", "}")}`;
    return [...text.matchAll(/^export const (\w+) = (?:open)?[eE]ndpoint\(\{(?:\s*allow: "([\w:]+)")?/gm)].map(
      ([, verb = "", allow]) => `${verb.toLowerCase()} ${path} ${allow ?? "open"}`,
    );
  });

test("the document tells of every route, and of no other, with the permission that it asks for", () => {
  expect(operations.map(({ method, path, allow }) => `${method} ${path} ${allow ?? "open"}`).sort()).toEqual(served.sort());
});

test("every reference of the document leads somewhere in it", () => {
  const document = openApi("1.0.0") as { components: { schemas: Record<string, unknown> } };
  const text = JSON.stringify(document);
  const names = [...text.matchAll(/"\$ref":"([^"]+)"/g)].map(([, ref = ""]) => ref);
  expect(names.length).toBeGreaterThan(10);
  for (const ref of names) expect(Object.keys(document.components.schemas)).toContain(ref.replace("#/components/schemas/", ""));
  expect(text).not.toContain("$defs");
});

test("a plan in a start is the plan that is checked", () => {
  expect(JSON.stringify(openApi("1.0.0"))).toContain('"plan":{"$ref":"#/components/schemas/Plan"}');
});

test("the document is valid OpenAPI 3.1, by a validator", async () => {
  const validator = new Validator();
  const { valid, errors } = await validator.validate(openApi("1.0.0") as Record<string, unknown>);
  expect(errors).toBeUndefined();
  expect(valid).toBe(true);
  expect(validator.version).toBe("3.1");
});

test("the validator sees a fault", async () => {
  const broken = openApi("1.0.0") as Record<string, unknown>;
  delete broken["info"];
  expect((await new Validator().validate(broken)).valid).toBe(false);
});
