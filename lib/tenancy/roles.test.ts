import { describe, expect, test } from "vitest";
import { beyond, type CustomRole, covers, Grant, type Permission, permissionsOf, permits, type Rights, Role } from "./permissions.ts";
import { mayMakeRole, mayTouchRole } from "./roles.ts";

const role = (id: string, permissions: string[]): CustomRole => ({ id, name: id, says: "", permissions });
const shape = (permissions: Permission[], name = "Steward") => ({ name, says: "", permissions });

describe("a role of the workspace", () => {
  const clerk = role("rol_clerk", ["execution:read", "member:read"]);

  test("may what it was made of and what is everybody's own, and nothing else", () => {
    expect(permissionsOf(clerk)).toEqual(["execution:read", "member:read", "profile:read", "profile:write"]);
    expect(permits({ role: clerk }, "execution:start")).toBe(false);
  });

  test("is narrowed by scopes and by the maker of a key, as any role", () => {
    expect(permits({ role: clerk, scopes: ["member:read"] }, "execution:read")).toBe(false);
    expect(permits({ role: "owner", ceiling: clerk }, "execution:start")).toBe(false);
    expect(permits({ role: clerk, by: "key" }, "profile:read")).toBe(false);
  });

  test("of permissions that this version does not know may none of them", () => {
    expect(permissionsOf(role("rol_old", ["gone:write"]))).toEqual(["profile:read", "profile:write"]);
  });
});

describe("groups of tools and workflows", () => {
  const starter = role("rol_starter", ["execution:start", "lead-generation:execute"]);

  test("are run by roles that have theirs, or the one of every group", () => {
    expect(permits({ role: starter }, "lead-generation:execute")).toBe(true);
    expect(permits({ role: starter }, "messages:execute")).toBe(false);
    expect(permits({ role: role("rol_all", ["*:execute"]) }, "messages:execute")).toBe(true);
    const may = Role.options.filter((one) => permits({ role: one }, "lead-generation:execute"));
    expect(may).toEqual(["owner", "admin", "builder", "operator", "approver"]);
  });

  test("are narrowed by the scopes of a key and by its maker", () => {
    expect(permits({ role: "owner", scopes: ["execution:start"] }, "messages:execute")).toBe(false);
    expect(permits({ role: "owner", scopes: ["messages:execute"] }, "messages:execute")).toBe(true);
    expect(permits({ role: "owner", scopes: ["*:execute"] }, "messages:execute")).toBe(true);
    expect(permits({ role: "owner", ceiling: starter }, "messages:execute")).toBe(false);
  });

  test("are handed on by nobody who has not theirs, and a role that has one is out of reach", () => {
    const lead: Rights = { role: role("rol_lead", ["role:write", "member:write", "execution:start", "messages:execute"]) };
    expect(mayMakeRole(lead, { name: "S", says: "", permissions: ["messages:execute"] }).ok).toBe(true);
    expect(mayMakeRole(lead, { name: "S", says: "", permissions: ["execution:start", "web:execute"] })).toMatchObject({
      refusal: { code: "forbidden", errors: [{ path: "permissions[1]" }] },
    });
    expect([covers(lead, starter), covers(lead, "operator"), covers({ role: "admin" }, starter)]).toEqual([false, false, true]);
  });

  test("a name that is none of a group is no permission", () => {
    for (const text of ["Lead:execute", ":execute", "a b:execute", "a:execute:execute", "__proto__:execute", "x:read"])
      expect([text, Grant.safeParse(text).success]).toEqual([text, false]);
    for (const text of ["lead-generation:execute", "*:execute", "execution:start"]) expect(Grant.safeParse(text).success).toBe(true);
  });
});

describe("who makes and changes roles", () => {
  const steward = role("rol_steward", ["role:write", "member:write", "execution:read"]);

  test("puts in no more than they may do, and the place is named", () => {
    expect(mayMakeRole({ role: steward }, shape(["execution:read"])).ok).toBe(true);
    expect(mayMakeRole({ role: steward }, shape(["execution:read", "execution:start"]))).toMatchObject({
      refusal: { code: "forbidden", errors: [{ path: "permissions[1]" }] },
    });
    expect(mayMakeRole({ role: "admin" }, shape(["workspace:create"])).ok).toBe(false);
    expect(mayMakeRole({ role: "owner" }, shape(["workspace:create"])).ok).toBe(true);
  });

  test("never changes their own, by themselves or by a key of theirs", () => {
    expect(mayTouchRole({ role: steward }, steward).ok).toBe(false);
    expect(mayTouchRole({ role: "owner", ceiling: steward, by: "key" }, steward).ok).toBe(false);
    expect(mayMakeRole({ role: steward }, shape(["execution:read"]), steward).ok).toBe(false);
  });

  test("reaches no role that may more than they, to widen, narrow or delete it", () => {
    const chief = role("rol_chief", ["audit:read"]);
    expect(mayTouchRole({ role: steward }, chief).ok).toBe(false);
    expect(mayMakeRole({ role: steward }, shape(["execution:read"]), chief).ok).toBe(false);
    expect(mayTouchRole({ role: "owner" }, chief).ok).toBe(true);
  });

  test("takes no name of the product's own", () => {
    expect(mayMakeRole({ role: "owner" }, shape(["execution:read"], "Owner"))).toMatchObject({ refusal: { code: "conflict" } });
  });
});

test("whoever may make a workspace is out of reach of who may not", () => {
  const founder = role("rol_founder", ["workspace:create"]);
  expect(covers({ role: "admin" }, founder)).toBe(false);
  expect(covers({ role: "owner" }, founder)).toBe(true);
  expect(beyond({ role: "owner", by: "key" }, ["workspace:create"])).toEqual([]);
});
