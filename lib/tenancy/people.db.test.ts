import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { closePools, withWorkspace } from "#lib/db.ts";
import { env } from "#lib/env.ts";
import { tablesOf } from "#scripts/backup-tables.ts";
import type { Access } from "./access.ts";
import { listAudit, note, verifyAudit } from "./audit.postgres.ts";
import { beginFactor, confirmFactor, factorState, passesFactor, removeFactor } from "./factors.postgres.ts";
import { acceptInvitation, invitationOf, invite, listInvitations, revokeInvitation } from "./invitations.postgres.ts";
import { authenticateKey, listKeys, makeKey, revokeKey, rotateKey } from "./keys.postgres.ts";
import { listMembers, reviseMember } from "./members.postgres.ts";
import { within } from "./origin.node.ts";
import { changePassword, resetByOperator, resetForEmail, resetForMember, resetOf, resetPassword } from "./passwords.postgres.ts";
import { permits, type Role } from "./permissions.ts";
import { personOfSession } from "./sessions.postgres.ts";
import { settingsOf } from "./settings.postgres.ts";
import { resolve } from "./settings.ts";
import { addPerson, addWorkspace, setRole, signedIn } from "./tenancy.fixture.ts";
import { codeAt } from "./totp.ts";
import { createWorkspace } from "./workspaces.postgres.ts";

const w1 = { id: "w1" };
const access = (id: string, role: Role, workspace = w1): Access => ({
  workspace,
  actor: { kind: "member", id, name: `Person ${id}` },
  role,
  scopes: [],
  by: "cookie",
});
const owner = access("olga", "owner");
const admin = access("adi", "admin");
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000);

/** Every secret that was given out here: at the end none of them stands in any table. */
const secrets: string[] = ["a password of theirs", "waltz of the seven seas"];
const given = <T extends { token: string | null }>(made: T): T & { token: string } => {
  const { token } = made;
  if (token === null) throw new Error("it was made before");
  secrets.push(token);
  return { ...made, token };
};

async function asOwner<Row extends pg.QueryResultRow>(text: string, values: unknown[] = []): Promise<Row[]> {
  const client = new pg.Client({ connectionString: env().DATABASE_URL });
  await client.connect();
  return client
    .query<Row>(text, values)
    .then(({ rows }) => rows)
    .finally(() => client.end());
}

beforeAll(async () => {
  for (const id of ["w1", "w2", "w3"]) await addWorkspace(id);
  const people: [string, Record<string, Role>][] = [
    ["olga", { w1: "owner" }],
    ["adi", { w1: "admin" }],
    ["bo", { w1: "builder" }],
    ["vic", { w1: "viewer" }],
    ["both", { w1: "viewer", w2: "owner" }],
    ["first", { w3: "owner" }],
    ["second", { w3: "owner" }],
  ];
  for (const [id, roles] of people) await addPerson({ id, email: `${id}@example.test`, password: "a password of theirs", roles });
});
afterAll(closePools);

describe("members", () => {
  test("an owner changes a role, and the audit says who, what and why", async () => {
    const changed = await within({ address: "203.0.113.9", agent: "a browser", requestId: "req_7" }, () =>
      reviseMember({ access: owner, id: "vic", change: { role: "approver" }, because: "covers for Noa" }),
    );
    expect(changed).toMatchObject({ ok: true, value: { id: "vic", role: "approver" } });
    const { data } = await listAudit(w1, { action: "member.changed", limit: 1 });
    expect(data[0]).toMatchObject({
      actorId: "olga",
      target: "vic",
      because: "covers for Noa",
      address: "203.0.113.9",
      agent: "a browser",
      requestId: "req_7",
      detail: { before: { role: "viewer" }, after: { role: "approver" } },
    });
  });

  test.each([
    ["an admin removes an owner", admin, "olga", "none"],
    ["an admin makes an owner", admin, "bo", { role: "owner" }],
    ["an admin makes themself an owner", admin, "adi", { role: "owner" }],
    ["a narrowed key makes an admin", { ...owner, by: "key", scopes: ["member:write"] }, "bo", { role: "admin" }],
  ] as const)("refused: %s", async (_what, who, id, change) => {
    expect(await reviseMember({ access: who as Access, id, change })).toMatchObject({ ok: false, refusal: { code: "forbidden" } });
  });

  test.each([["none"], [{ role: "admin" }], [{ disabled: true }]] as const)("the last owner stays: %j", async (change) => {
    expect(await reviseMember({ access: owner, id: "olga", change })).toMatchObject({ ok: false, refusal: { code: "conflict" } });
  });

  test("of two owners who remove each other at once, one stays", async () => {
    const w3 = { id: "w3" };
    const done = await Promise.all([
      reviseMember({ access: access("first", "owner", w3), id: "second", change: "none" }),
      reviseMember({ access: access("second", "owner", w3), id: "first", change: "none" }),
    ]);
    expect(done.filter(({ ok }) => ok)).toHaveLength(1);
    expect((await listMembers(w3, { limit: 10 })).data).toHaveLength(1);
  });

  test("somebody of another workspace is not there", async () => {
    expect(await reviseMember({ access: owner, id: "first", change: "none" })).toMatchObject({ ok: false, refusal: { code: "not_found" } });
  });
});

describe("keys", () => {
  const make = async (who: Access, scopes: Parameters<typeof makeKey>[0]["scopes"]) => {
    const made = await makeKey({ access: who, name: "crm", scopes, expiresAt: inDays(1) });
    if (!made.ok) throw new Error(made.refusal.because);
    return given(made.value);
  };

  test("a scope beyond the maker's rights is refused by its place", async () => {
    expect(await makeKey({ access: admin, name: "x", scopes: ["execution:read", "workspace:write"], expiresAt: inDays(1) })).toMatchObject({
      ok: false,
      refusal: { code: "forbidden", errors: [{ path: "scopes[1]" }] },
    });
    expect(await makeKey({ access: owner, name: "x", scopes: ["profile:write"], expiresAt: inDays(1) })).toMatchObject({ ok: false });
    const narrow: Access = { ...owner, by: "key", scopes: ["key:write", "execution:read"] };
    expect(await makeKey({ access: narrow, name: "x", scopes: ["execution:start"], expiresAt: inDays(1) })).toMatchObject({ ok: false });
  });

  test("a key may what its scopes say and no more; its secret is kept nowhere", async () => {
    const { token } = await make(admin, ["execution:read", "key:read"]);
    const known = await authenticateKey(token);
    if (!known) throw new Error("the key is not known");
    expect(permits(known, "execution:read")).toBe(true);
    expect(permits(known, "execution:start")).toBe(false);
    expect(permits(known, "profile:read")).toBe(false);
    const rows = await asOwner<{ text: string }>(
      "select row_to_json(k)::text as text from api_keys k union all select row_to_json(a)::text from audit_entries a",
    );
    expect(rows.some(({ text }) => text.includes(token) || text.includes(token.slice(14)))).toBe(false);
    expect(JSON.stringify(await listKeys(w1, { limit: 50 }))).not.toContain(token.slice(14));
  });

  test("a maker who may less now has keys that may less; one who is gone has none that work", async () => {
    const { token } = await make(access("bo", "builder"), ["workflow:write", "execution:read"]);
    await setRole("w1", "bo", "viewer");
    const known = await authenticateKey(token);
    expect(known && [permits(known, "workflow:write"), permits(known, "execution:read")]).toEqual([false, true]);
    await setRole("w1", "bo", undefined);
    expect(await authenticateKey(token)).toBeUndefined();
    await setRole("w1", "bo", "builder");
    expect(await authenticateKey(token)).toBeDefined();
  });

  test("rotation gives a new token; the old one goes on for as long as was said", async () => {
    const old = await make(admin, ["execution:read"]);
    const now = await rotateKey({ access: admin, id: old.id, graceMinutes: 10 });
    if (!now.ok) throw new Error(now.refusal.because);
    expect(now.value.scopes).toEqual(["execution:read"]);
    const { token } = given(now.value);
    expect(await authenticateKey(old.token)).toBeDefined();
    expect(await authenticateKey(old.token, new Date(Date.now() + 11 * 60_000))).toBeUndefined();
    const next = await rotateKey({ access: admin, id: now.value.id, graceMinutes: 0 });
    expect(next.ok).toBe(true);
    expect(await authenticateKey(token, new Date(Date.now() + 1_000))).toBeUndefined();
    expect(await rotateKey({ access: admin, id: now.value.id, graceMinutes: 0 })).toMatchObject({
      ok: false,
      refusal: { code: "conflict" },
    });
  });

  test("nobody rotates a key that may more than they", async () => {
    const { id } = await make(owner, ["workspace:write"]);
    expect(await rotateKey({ access: admin, id, graceMinutes: 0 })).toMatchObject({ ok: false, refusal: { code: "forbidden" } });
  });

  test("a revoked key is over at once", async () => {
    const { id, token } = await make(admin, ["execution:read"]);
    expect(await revokeKey({ access: admin, id })).toMatchObject({ ok: true, value: { revokedAt: expect.any(String) } });
    expect(await authenticateKey(token)).toBeUndefined();
  });
});

describe("invitations", () => {
  const send = async (email: string, role: Role = "viewer", who = owner) => {
    const made = await invite({ access: who, email, role });
    if (!made.ok) throw new Error(made.refusal.because);
    return given(made.value);
  };

  test("a link makes a member of its role, once; what is kept of it opens nothing", async () => {
    const { token, id } = await send("new@example.test", "operator");
    expect(await invitationOf(token)).toMatchObject({ workspaceName: "Workspace w1", role: "operator", isKnown: false });
    const ask = { token, name: "New One", password: "waltz of the seven seas", person: undefined };
    const both = await Promise.all([acceptInvitation(ask), acceptInvitation(ask)]);
    expect(both.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await acceptInvitation(ask)).toMatchObject({ ok: false, refusal: { code: "not_found" } });
    expect((await listMembers(w1, { limit: 50 })).data.find(({ email }) => email === "new@example.test")).toMatchObject({
      role: "operator",
    });
    const [row] = await asOwner<{ text: string }>("select row_to_json(i)::text as text from invitations i where id = $1", [id]);
    expect(row?.text).not.toContain(token);
  });

  test("a password that everybody tries is refused, and the link still works", async () => {
    const { token } = await send("weak@example.test");
    expect(await acceptInvitation({ token, name: "Weak", password: "Password123!", person: undefined })).toMatchObject({
      ok: false,
      refusal: { code: "unprocessable", errors: [{ path: "password" }] },
    });
    expect(await invitationOf(token)).toBeDefined();
  });

  test("an account that is there is joined by its own person alone", async () => {
    const { token } = await send("second@example.test", "viewer");
    expect(await acceptInvitation({ token, password: "waltz of the seven seas", name: "X", person: undefined })).toMatchObject({
      ok: false,
    });
    expect(await acceptInvitation({ token, person: { id: "vic", email: "vic@example.test" } })).toMatchObject({ ok: false });
    expect(await acceptInvitation({ token, person: { id: "second", email: "second@example.test" } })).toMatchObject({
      ok: true,
      value: { workspaceId: "w1" },
    });
  });

  test("one that was taken back, has expired, or whose maker may less now opens nothing", async () => {
    const one = await send("one@example.test");
    await revokeInvitation({ access: owner, id: one.id });
    const two = await send("two@example.test");
    await asOwner("update invitations set expires_at = now() - interval '1 second' where id = $1", [two.id]);
    const three = await send("three@example.test", "viewer", admin);
    await reviseMember({ access: owner, id: "adi", change: { role: "viewer" } });
    await reviseMember({ access: owner, id: "adi", change: { role: "admin" } });
    for (const { token } of [one, two, three]) expect(await invitationOf(token)).toBeUndefined();
    expect(JSON.stringify(await listInvitations(w1, { limit: 50 }))).not.toMatch(/(one|two|three)@example/);
  });

  test("nobody invites to a role that may more", async () => {
    expect(await invite({ access: admin, email: "x@example.test", role: "owner" })).toMatchObject({
      ok: false,
      refusal: { code: "forbidden" },
    });
  });

  test.each([null, "", [], {}, "x".repeat(40), "' or 1=1"])("the token %j is none", async (token) => {
    expect(await invitationOf(token as string)).toBeUndefined();
    expect(await resetOf(token as string)).toBeUndefined();
  });
});

describe("passwords", () => {
  test("a link sets a new one, once, and ends every session", async () => {
    const { session } = await signedIn("vic");
    const made = await resetForMember({ access: owner, id: "vic" });
    if (!made.ok) throw new Error(made.refusal.because);
    const { token } = given(made.value);
    const set = (password: string, address: string) => resetPassword({ token, password, address });
    expect(await set("short", "192.0.2.1")).toMatchObject({ ok: false, refusal: { code: "unprocessable" } });
    const both = await Promise.all([set("waltz of the seven seas", "192.0.2.1"), set("waltz of the seven suns", "192.0.2.2")]);
    expect(both.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await personOfSession(session)).toBeUndefined();
  });

  test("no admin gives one to who could enter another workspace with it, or may more", async () => {
    expect(await resetForMember({ access: owner, id: "both" })).toMatchObject({ ok: false, refusal: { code: "conflict" } });
    expect(await resetForMember({ access: admin, id: "olga" })).toMatchObject({ ok: false, refusal: { code: "forbidden" } });
  });

  test("the operator makes one for anybody who is there", async () => {
    const link = await resetByOperator("both@example.test");
    expect(await resetOf(link?.token ?? "")).toMatchObject({ email: "both@example.test" });
    expect(await resetByOperator("nobody@example.test")).toBeUndefined();
    expect((await listAudit(w1, { action: "password.link_made", limit: 1 })).data[0]).toMatchObject({
      actorId: "both",
      because: "by the operator",
    });
  });

  test("asking by e-mail makes a link for who is there and none for who is not, and both are counted alike", async () => {
    const answers = [];
    for (const email of ["adi@example.test", "nobody@example.test"])
      for (let count = 0; count < 4; count++) answers.push(await resetForEmail({ email, address: `192.0.2.${count + 10}` }));
    expect(answers.map((one) => (one.ok ? Boolean(one.value) : one.refusal.code))).toEqual([
      ...[true, true, true, "rate_limited"],
      ...[false, false, false, "rate_limited"],
    ]);
  });

  test("a change asks for the old one, keeps the session that asks, and ends the others", async () => {
    const here = await signedIn("adi");
    const there = await signedIn("adi");
    const person = { id: "adi", email: "adi@example.test", name: "Person adi", session: here.session };
    expect(await changePassword({ person, password: "not it", next: "waltz of the seven seas" })).toMatchObject({ ok: false });
    expect(await personOfSession(there.session)).toBeDefined();
    expect(await changePassword({ person, password: "a password of theirs", next: "waltz of the seven seas" })).toMatchObject({ ok: true });
    expect(await personOfSession(here.session)).toBeDefined();
    expect(await personOfSession(there.session)).toBeUndefined();
  });
});

describe("a second factor", () => {
  const now = new Date("2026-11-21T08:00:00Z");
  const secretOf = async (id: string) => {
    const begun = await beginFactor({ id, email: `${id}@example.test` });
    if (!begun.ok) throw new Error(begun.refusal.because);
    const bits = [...begun.value.secret]
      .map((sign) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(sign).toString(2).padStart(5, "0"))
      .join("");
    return Uint8Array.from(bits.match(/.{8}/g) ?? [], (byte) => Number.parseInt(byte, 2));
  };
  const step = Math.floor(now.getTime() / 30_000);

  test("holds from its first right code on; each code and each recovery code is taken once; its secret is sealed", async () => {
    const secret = await secretOf("olga");
    expect(await factorState("olga")).toEqual({ isOn: false, recoveryCodes: 0 });
    expect(await confirmFactor("olga", "000000", now)).toMatchObject({ ok: false });
    const confirmed = await confirmFactor("olga", codeAt(secret, step), now);
    if (!confirmed.ok) throw new Error(confirmed.refusal.because);
    const [recovery = ""] = confirmed.value.recoveryCodes;
    expect(confirmed.value.recoveryCodes).toHaveLength(10);
    secrets.push(...confirmed.value.recoveryCodes, Buffer.from(secret).toString("hex"));
    expect(await passesFactor("olga", codeAt(secret, step), now)).toBe("wrong");
    expect(await passesFactor("olga", codeAt(secret, step + 1), now)).toBe("passed");
    expect(await passesFactor("olga", codeAt(secret, step + 1), now)).toBe("wrong");
    expect(await passesFactor("olga", ` ${recovery.toUpperCase()} `, now)).toBe("passed");
    expect(await passesFactor("olga", recovery, now)).toBe("wrong");
    expect(await factorState("olga")).toEqual({ isOn: true, recoveryCodes: 9 });
    const [row] = await asOwner<{ sealed: Buffer }>("select sealed from identity.factors where user_id = 'olga'");
    expect(row?.sealed.includes(Buffer.from(secret))).toBe(false);
    expect(await beginFactor({ id: "olga", email: "olga@example.test" })).toMatchObject({ ok: false });
    await removeFactor("olga");
    expect(await factorState("olga")).toEqual({ isOn: false, recoveryCodes: 0 });
  });

  test("ten wrong codes, and then even a right one waits", async () => {
    const secret = await secretOf("both");
    await confirmFactor("both", codeAt(secret, step), now);
    const tries = await Promise.all(Array.from({ length: 15 }, () => passesFactor("both", "000000", now)));
    expect(tries.filter((one) => one === "wrong")).toHaveLength(10);
    expect(await passesFactor("both", codeAt(secret, step + 1), now)).toBe("throttled");
  });
});

describe("the audit", () => {
  const scope = { id: "w2" };
  const by = { kind: "member", id: "both", name: "Person both" } as const;

  test("is one chain for each workspace, whoever writes at once", async () => {
    await Promise.all(
      Array.from({ length: 40 }, (_, at) =>
        note(scope, by, { action: "test.done", target: `t${at}`, because: "žluťoučký 😀", detail: { at, "1": "ä" } }),
      ),
    );
    expect(await verifyAudit(scope)).toMatchObject({ isWhole: true });
    const { data } = await listAudit(scope, { action: "test", limit: 100 });
    expect(new Set(data.map(({ seq }) => seq)).size).toBe(40);
    expect(await verifyAudit({ id: "nobody's" })).toMatchObject({ isWhole: true, entries: 0 });
  });

  test("what was told by its cause is told once", async () => {
    for (let count = 0; count < 2; count++) await note(scope, by, { id: "aud_cause", action: "once.told" });
    expect((await listAudit(scope, { action: "once.told", limit: 10 })).data).toHaveLength(1);
    expect(await verifyAudit(scope)).toMatchObject({ isWhole: true });
  });

  test.each([
    "update audit_entries set because = 'x' where workspace_id = 'w2'",
    "delete from audit_entries where workspace_id = 'w2'",
    "truncate audit_entries",
  ])("the database refuses, even to the owner: %s", async (text) => {
    await expect(asOwner(text)).rejects.toThrow("an audit entry is never changed or deleted");
    await expect(withWorkspace("w2", (client) => client.query(text))).rejects.toThrow("permission denied");
  });

  /** What nobody can do by the database's own rules; whoever can switch those off is found out. */
  const tampered = async (text: string) => {
    await asOwner(`begin; set local session_replication_role = replica; ${text}; commit`);
    return verifyAudit(scope);
  };

  test("verify names the first link that does not hold: one changed, one moved, one taken out, the end cut off", async () => {
    const entries = await asOwner<{ seq: number; id: string }>("select seq, id from audit_entries where workspace_id = 'w2' order by seq");
    const [, , third, fourth] = entries;
    const kept = await asOwner<{ because: string }>("select because from audit_entries where workspace_id = 'w2' and seq = 3");
    expect(await tampered("update audit_entries set because = because || ' ' where workspace_id = 'w2' and seq = 3")).toMatchObject({
      isWhole: false,
      entries: 2,
      broken: { seq: 3, id: third?.id, because: "it is not what was written" },
    });
    await asOwner("begin; set local session_replication_role = replica; commit");
    await tampered(`update audit_entries set because = '${kept[0]?.because}' where workspace_id = 'w2' and seq = 3`);
    expect(await verifyAudit(scope)).toMatchObject({ isWhole: true });
    // Written over with a hash that fits: the next one does not follow it.
    expect(
      await tampered(
        "update audit_entries set actor_name = 'Somebody' where workspace_id = 'w2' and seq = 3; update audit_entries a set hash = audit_hash(a) where workspace_id = 'w2' and seq = 3",
      ),
    ).toMatchObject({ broken: { seq: 4, id: fourth?.id, because: "it does not follow the entry before it" } });
    expect(await tampered("delete from audit_entries where workspace_id = 'w2' and seq = 2")).toMatchObject({
      broken: { seq: 2, because: "it is missing" },
    });
    expect(await tampered("delete from audit_entries where workspace_id = 'w2'")).toMatchObject({
      isWhole: false,
      entries: 0,
      broken: { seq: 1 },
    });
  });
});

test("a workspace is made once, with an invitation for its first owner and nobody else in it", async () => {
  const ask = { id: "acme", name: "Acme", timeZone: "Europe/London", ownerEmail: "Olga@Example.test " };
  const made = await createWorkspace(ask);
  if (!made.ok) throw new Error(made.refusal.because);
  const { token } = given(made.value);
  expect(await createWorkspace(ask)).toMatchObject({ ok: false, refusal: { code: "conflict" } });
  expect(await createWorkspace({ ...ask, id: "api" })).toMatchObject({ ok: false, refusal: { code: "invalid" } });
  expect((await listMembers({ id: "acme" }, { limit: 10 })).data).toEqual([]);
  expect(await acceptInvitation({ token, person: { id: "olga", email: "olga@example.test" } })).toMatchObject({ ok: true });
  expect((await listMembers({ id: "acme" }, { limit: 10 })).data).toMatchObject([{ id: "olga", role: "owner" }]);
  expect(await verifyAudit({ id: "acme" })).toMatchObject({ isWhole: true, entries: 3 });
  const said = await settingsOf({ id: "acme" }, { level: "workspace" });
  expect(resolve("autonomyMost", { workspace: said })).toMatchObject({ value: "ask_on_risk", from: "workspace" });
  expect(resolve("autonomyMost", { workspace: await settingsOf({ id: "w1" }, { level: "workspace" }) })).toMatchObject({
    value: "run",
    from: "system",
  });
});

test("no password, key, link, code or secret that was given out stands in any table", async () => {
  expect(secrets.length).toBeGreaterThan(20);
  const client = new pg.Client({ connectionString: env().DATABASE_URL });
  await client.connect();
  try {
    for (const { name } of await tablesOf(client)) {
      const { rows } = await client.query<{ text: string }>(`select t::text as text from ${name} t`);
      for (const secret of secrets)
        expect(
          rows.some(({ text }) => text.includes(secret)),
          name,
        ).toBe(false);
    }
  } finally {
    await client.end();
  }
});
