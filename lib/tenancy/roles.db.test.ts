import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { closePools } from "#lib/db.ts";
import type { Access } from "./access.ts";
import { accessOf, membershipOf } from "./access.ts";
import { decidersOf } from "./approvers.postgres.ts";
import { listAudit, verifyAudit } from "./audit.postgres.ts";
import { acceptInvitation, invite, listInvitations } from "./invitations.postgres.ts";
import { authenticateKey, createKey, makeKey, revokeKey } from "./keys.postgres.ts";
import { mayStart } from "./may-start.postgres.ts";
import { listMembers, reviseMember } from "./members.postgres.ts";
import { type CustomRole, type HeldRole, type Permission, permits } from "./permissions.ts";
import { type KeptRole, roles } from "./roles.postgres.ts";
import { personOfSession } from "./sessions.postgres.ts";
import { addPerson, addWorkspace, setRole, signedIn } from "./tenancy.fixture.ts";

const access = (id: string, role: HeldRole): Access => ({
  workspace: { id: "w1" },
  actor: { kind: "member", id, name: `Person ${id}` },
  role,
  scopes: [],
  by: "cookie",
});
const owner = access("olga", "owner");
const w1 = { id: "w1" };
const tomorrow = new Date(Date.now() + 86_400_000);
const forbidden = { ok: false, refusal: { code: "forbidden" } };

let count = 0;
async function made(permissions: Permission[], who = owner): Promise<KeptRole> {
  const outcome = await roles.makeRole(who, { name: `Role ${++count}`, says: "", permissions });
  if (!outcome.ok) throw new Error(outcome.refusal.because);
  return outcome.value;
}
/** Somebody who has the role, as the next request sees them. */
async function holder(role: { id: string }, id = `p${++count}`): Promise<Access> {
  await addPerson({ id, email: `${id}@example.test`, password: "waltz of the seven seas", roles: { w1: role.id } });
  const person = await personOfSession((await signedIn(id)).session);
  const membership = person && membershipOf(person, "w1");
  if (!person || !membership) throw new Error("they are not let in");
  return accessOf(person, membership);
}
const revise = (who: Access, { id }: { id: string }, permissions: Permission[]) =>
  roles.reviseRole(who, { id, expected: undefined, permissions });

beforeAll(async () => {
  for (const id of ["w1", "w2"]) await addWorkspace(id);
  await addPerson({ id: "olga", email: "olga@example.test", password: "waltz of the seven seas", roles: { w1: "owner" } });
});
afterAll(closePools);

describe("who has a role of the workspace", () => {
  test("may what it says at this moment: a change holds for the next request of a session and of a key", async () => {
    const role = await made(["execution:read", "key:write"]);
    const clerk = await holder(role);
    expect(permits(clerk, "execution:read") && !permits(clerk, "execution:start")).toBe(true);
    const key = await makeKey({ access: clerk, name: "k", scopes: ["execution:read"], expiresAt: tomorrow });
    if (!key.ok) throw new Error(key.refusal.because);
    expect(await makeKey({ access: clerk, name: "k", scopes: ["execution:start"], expiresAt: tomorrow })).toMatchObject(forbidden);

    expect((await revise(owner, role, ["usage:read"])).ok).toBe(true);
    const person = await personOfSession((await signedIn(clerk.actor.id)).session);
    expect(person?.memberships[0]?.role).toMatchObject({ id: role.id, permissions: ["usage:read"] });
    const known = await authenticateKey(key.value.token ?? "");
    expect(known && permits(known, "execution:read")).toBe(false);
  });

  test("is invited with it, and is its member after", async () => {
    const role = await made(["execution:read"]);
    const sent = await invite({ access: owner, email: "new@example.test", role: role.id });
    if (!sent.ok) throw new Error(sent.refusal.because);
    expect((await listInvitations(w1, { limit: 50 })).data[0]?.role).toMatchObject({ id: role.id, name: role.name });
    const taken = { token: sent.value.token ?? "", name: "New", password: "waltz of the seven seas", person: undefined };
    expect((await acceptInvitation(taken)).ok).toBe(true);
    const { data } = await listMembers(w1, { limit: 50 });
    expect(data.find(({ email }) => email === "new@example.test")?.role).toMatchObject({ id: role.id });
  });

  test("decides approvals when it lets them, and is given no approvals otherwise", async () => {
    const judge = await holder(await made(["approval:read", "approval:decide"]));
    const clerk = await holder(await made(["approval:read"]));
    const { people } = await decidersOf(w1);
    expect(people.map(({ id }) => id)).toContain(judge.actor.id);
    expect(people.map(({ id }) => id)).not.toContain(clerk.actor.id);
  });

  test("starts executions at a gate when it lets them, by a key too, and not otherwise", async () => {
    const starter = await holder(await made(["execution:start", "key:write"]));
    const clerk = await holder(await made(["execution:read"]));
    const key = await makeKey({ access: starter, name: "k", scopes: ["execution:start"], expiresAt: tomorrow });
    if (!key.ok) throw new Error(key.refusal.because);
    const may = (kind: "member" | "key", id: string) => mayStart(w1, { kind, id });
    expect([await may("member", starter.actor.id), await may("key", key.value.id), await may("member", clerk.actor.id)]).toEqual([
      true,
      true,
      false,
    ]);
  });

  test("of the operator's command has a key of it, by its name", async () => {
    const role = await made(["execution:read"]);
    const key = await createKey({ workspace: "w1", name: "cron", role: role.name.toUpperCase() });
    if (!key.ok) throw new Error(key.refusal.because);
    expect((await authenticateKey(key.value.token))?.role).toMatchObject({ id: role.id });
    expect(await createKey({ workspace: "w1", name: "cron", role: "no such role" })).toMatchObject({ refusal: { code: "not_found" } });
  });
});

describe("nobody gives more than they hold", () => {
  test("by making or changing a role", async () => {
    const steward = await holder(await made(["role:write", "member:write", "execution:read"]));
    expect(await roles.makeRole(steward, { name: "More", says: "", permissions: ["audit:read"] })).toMatchObject(forbidden);
    const below = await made(["execution:read"], steward);
    expect(await revise(steward, below, ["execution:read", "audit:read"])).toMatchObject(forbidden);
    expect((await revise(steward, below, ["member:write"])).ok).toBe(true);
  });

  test("by giving a role of somebody else's making to a member or an invitation", async () => {
    const steward = await holder(await made(["role:write", "member:write", "execution:read"]));
    const auditing = await made(["audit:read"]);
    const clerk = await holder(await made(["execution:read"]));
    const change = { role: auditing.id };
    expect(await reviseMember({ access: steward, id: clerk.actor.id, change })).toMatchObject(forbidden);
    expect(await invite({ access: steward, email: "x@example.test", role: auditing.id })).toMatchObject(forbidden);
  });

  test("and nobody changes or deletes their own role, or one that may do more", async () => {
    const role = await made(["role:write", "execution:read"]);
    const steward = await holder(role);
    const chief = await made(["role:write", "audit:read"]);
    for (const one of [role, chief]) {
      expect(await revise(steward, one, ["execution:read"])).toMatchObject(forbidden);
      expect(await roles.removeRole(steward, one)).toMatchObject(forbidden);
    }
  });

  test("a role that loses something takes back the open invitations of who has it", async () => {
    const role = await made(["member:write", "execution:read", "usage:read"]);
    const steward = await holder(role);
    const below = await made(["execution:read"]);
    const sent = await invite({ access: steward, email: "later@example.test", role: below.id });
    if (!sent.ok) throw new Error(sent.refusal.because);
    await revise(owner, role, ["member:write", "usage:read"]);
    const taken = { token: sent.value.token ?? "", name: "Later", password: "waltz of the seven seas", person: undefined };
    expect(await acceptInvitation(taken)).toMatchObject({ ok: false });
  });
});

describe("a role that is in use stays", () => {
  const inUse = { ok: false, refusal: { code: "conflict", because: expect.stringContaining("in use") } };

  test("while a member has it, also a disabled one", async () => {
    const role = await made(["execution:read"]);
    const { actor } = await holder(role);
    await reviseMember({ access: owner, id: actor.id, change: { disabled: true } });
    expect(await roles.removeRole(owner, role)).toMatchObject(inUse);
    await reviseMember({ access: owner, id: actor.id, change: { role: "viewer" } });
    expect((await roles.removeRole(owner, role)).ok).toBe(true);
    expect(await reviseMember({ access: owner, id: actor.id, change: { role: role.id } })).toMatchObject({
      refusal: { code: "unprocessable", errors: [{ path: "role" }] },
    });
  });

  test("while an invitation or a key could bring it back", async () => {
    const role = await made(["execution:read"]);
    const key = await createKey({ workspace: "w1", name: "cron", role: role.id });
    if (!key.ok) throw new Error(key.refusal.because);
    expect(await roles.removeRole(owner, role)).toMatchObject(inUse);
    await revokeKey({ access: owner, id: key.value.id });
    await invite({ access: owner, email: "open@example.test", role: role.id });
    expect(await roles.removeRole(owner, role)).toMatchObject(inUse);
  });

  test("whoever is given it at the same moment has it, or it was gone before: never a member of nothing", async () => {
    for (let round = 0; round < 8; round++) {
      const role = await made(["execution:read"]);
      const id = `race-${round}`;
      await addPerson({ id, email: `${id}@example.test`, password: "waltz of the seven seas", roles: { w1: "viewer" } });
      const [given, removed] = await Promise.all([
        reviseMember({ access: owner, id, change: { role: role.id } }),
        roles.removeRole(owner, role),
      ]);
      expect(given.ok).toBe(!removed.ok);
    }
  });

  test("one that is gone all the same lets whoever is named by it do nothing", async () => {
    await addPerson({ id: "lost", email: "lost@example.test", password: "waltz of the seven seas", roles: { w1: "viewer" } });
    await setRole("w1", "lost", "rol_gone");
    const person = await personOfSession((await signedIn("lost")).session);
    const role = person?.memberships[0]?.role;
    expect(role && permits({ role }, "execution:read")).toBe(false);
  });
});

test("a name is there once, however it is written, and none is a role of the product", async () => {
  const { name } = await made(["execution:read"]);
  const again = (text: string) => roles.makeRole(owner, { name: text, says: "", permissions: ["execution:read"] });
  expect(await again(name.toUpperCase())).toMatchObject({ refusal: { code: "conflict" } });
  expect(await again("Viewer")).toMatchObject({ refusal: { code: "conflict" } });
  const both = await Promise.all([again("Twin"), again("twin")]);
  expect(both.filter(({ ok }) => ok)).toHaveLength(1);
});

test("a change upon an older revision is refused, and what came of it is in the audit, which is whole", async () => {
  const role = await made(["execution:read"]);
  expect((await roles.reviseRole(owner, { id: role.id, expected: 1, says: "reads" })).ok).toBe(true);
  expect(await roles.reviseRole(owner, { id: role.id, expected: 1, says: "late" })).toMatchObject({ refusal: { code: "changed" } });
  expect((await roles.removeRole(owner, role)).ok).toBe(true);
  const { data } = await listAudit(w1, { action: "role", limit: 3 });
  expect(data.map(({ action, target }) => [action, target])).toEqual([
    ["role.removed", role.id],
    ["role.changed", role.id],
    ["role.made", role.id],
  ]);
  expect(data[1]?.detail).toMatchObject({ before: { says: "" }, after: { says: "reads" } });
  expect((await verifyAudit(w1)).isWhole).toBe(true);
});

test("another workspace has none of it, and its ids mean nothing there", async () => {
  const role = await made(["execution:read"]);
  const other: Access = { ...owner, workspace: { id: "w2" } };
  expect(await roles.listRoles({ id: "w2" })).toEqual([]);
  expect(await roles.readRole({ id: "w2" }, role)).toMatchObject({ refusal: { code: "not_found" } });
  expect(await roles.removeRole(other, role)).toMatchObject({ refusal: { code: "not_found" } });
  expect(await invite({ access: other, email: "x@example.test", role: role.id })).toMatchObject({ refusal: { code: "unprocessable" } });
  await addPerson({ id: "far", email: "far@example.test", password: "waltz of the seven seas", roles: { w2: role.id } });
  const far: CustomRole | undefined = (await personOfSession((await signedIn("far")).session))?.memberships[0]?.role as CustomRole;
  expect(far.permissions).toEqual([]);
});
