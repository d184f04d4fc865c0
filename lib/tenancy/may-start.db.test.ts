import { afterAll, beforeAll, expect, test } from "vitest";
import { closePools } from "#lib/db.ts";
import { mayStart } from "./may-start.postgres.ts";
import { addPerson, addWorkspace, setDisabled, setRole } from "./tenancy.fixture.ts";

beforeAll(async () => {
  await addWorkspace("here");
  await addWorkspace("there");
  await addPerson({ id: "usr_noa", email: "noa@demo.example", password: "hold-until-released", roles: { here: "operator" } });
});
afterAll(closePools);

const may = (workspace = "here", by: Parameters<typeof mayStart>[1] = { kind: "member", id: "usr_noa" }) => mayStart({ id: workspace }, by);

test("who may start is asked of the role as it is now, in this workspace", async () => {
  expect(await may()).toBe(true);
  expect(await may("there")).toBe(false);
  await setRole("here", "usr_noa", "viewer");
  expect(await may()).toBe(false);
  await setRole("here", "usr_noa", "builder");
  expect(await may()).toBe(true);
  await setDisabled("here", "usr_noa", true);
  expect(await may()).toBe(false);
});

test("a key that there is not may nothing, and the product needs no leave", async () => {
  expect(await may("here", { kind: "key", id: "key_none" })).toBe(false);
  expect(await may("here", { kind: "system", id: "gates" })).toBe(true);
});
