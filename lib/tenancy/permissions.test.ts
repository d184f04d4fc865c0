import { expect, test } from "vitest";
import { type Permission, permissionsOf, permits, Role } from "./permissions.ts";

// Who may do what touches the world; a change here is a change of what people were promised.
const matrix: [Permission, Role[]][] = [
  ["execution:read", Role.options],
  ["execution:start", ["owner", "admin", "builder", "operator"]],
  ["execution:control", ["owner", "admin", "builder", "operator"]],
  ["approval:read", Role.options],
  ["approval:decide", ["owner", "admin", "builder", "approver"]],
  ["audit:read", ["owner", "admin", "auditor"]],
  ["member:write", ["owner", "admin"]],
  ["key:write", ["owner", "admin"]],
  ["workspace:write", ["owner"]],
];

test.each(matrix)("%s is for %j", (permission, roles) => {
  expect(Role.options.filter((role) => permits({ role }, permission))).toEqual(roles);
});

test("a scope narrows a role and never widens it", () => {
  expect(permits({ role: "owner", scopes: ["execution:read"] }, "execution:read")).toBe(true);
  expect(permits({ role: "owner", scopes: ["execution:read"] }, "execution:start")).toBe(false);
  expect(permits({ role: "viewer", scopes: ["execution:start"] }, "execution:start")).toBe(false);
});

test("nobody but the owner may do everything", () => {
  for (const role of Role.options) if (role !== "owner") expect(permissionsOf(role).length).toBeLessThan(permissionsOf("owner").length);
});
