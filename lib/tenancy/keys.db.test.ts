import { beforeAll, expect, test } from "vitest";
import { inWorkspace } from "#lib/db.ts";
import { authenticateKey, createKey } from "./keys.postgres.ts";
import { addWorkspace } from "./tenancy.fixture.ts";

beforeAll(async () => {
  await addWorkspace("w1");
  await addWorkspace("w2");
});

async function made(command: Partial<Parameters<typeof createKey>[0]> = {}) {
  const key = await createKey({ workspace: "w1", name: "robot", role: "operator", ...command });
  if (!key.ok) throw new Error(key.refusal.because);
  return key.value;
}

test("a key opens the workspace and the role that it was made for", async () => {
  const { id, token } = await made({ scopes: ["execution:read"] });
  expect(await authenticateKey(token)).toEqual({
    workspace: { id: "w1" },
    actor: { kind: "key", id, name: "robot" },
    role: "operator",
    scopes: ["execution:read"],
    by: "key",
  });
});

test("the token is not in the database", async () => {
  const { id, token } = await made();
  const row = await inWorkspace("w1", (tx) => tx.apiKey.findFirstOrThrow({ where: { id } }));
  expect(JSON.stringify(row)).not.toContain(token.slice(12));
});

test("another token, an expired one and a revoked one open nothing", async () => {
  const { token } = await made({ expiresAt: new Date("2020-01-01") });
  expect(await authenticateKey(token)).toBeUndefined();
  const revoked = await made();
  await inWorkspace("w1", (tx) => tx.apiKey.updateMany({ where: { id: revoked.id }, data: { revokedAt: new Date() } }));
  expect(await authenticateKey(revoked.token)).toBeUndefined();
  expect(await authenticateKey(`fmk_${"0".repeat(40)}`)).toBeUndefined();
  expect(await authenticateKey("fmk_' or 1=1 --")).toBeUndefined();
});

test("its last use is noted", async () => {
  const { id, token } = await made();
  await authenticateKey(token);
  await expect
    .poll(() => inWorkspace("w1", (tx) => tx.apiKey.findFirst({ where: { id } })).then((row) => row?.lastUsedAt))
    .toBeInstanceOf(Date);
});

test("there is no key for a workspace that is not there", async () => {
  expect(await createKey({ workspace: "nowhere", name: "x", role: "owner" })).toEqual({
    ok: false,
    refusal: { code: "not_found", because: "there is no workspace nowhere" },
  });
});

test("no workspace sees the keys of another", async () => {
  const { id } = await made();
  expect(await inWorkspace("w2", (tx) => tx.apiKey.findFirst({ where: { id } }))).toBeNull();
});
