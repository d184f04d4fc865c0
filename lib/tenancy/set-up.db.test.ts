import { afterAll, expect, test } from "vitest";
import { appPool, closePools } from "#lib/db.ts";
import { env } from "#lib/env.ts";
import { verifyAudit } from "./audit.postgres.ts";
import { isSetUpToken, setUpToken } from "./set-up.node.ts";
import { isEmpty, setUp } from "./set-up.postgres.ts";
import { addPerson } from "./tenancy.fixture.ts";
import { makeOwned } from "./workspaces.postgres.ts";

afterAll(closePools);

const token = setUpToken(env().NEXTAUTH_SECRET ?? "");
const given = (id: string, over: object = {}) => ({
  token,
  name: "Dana",
  email: "dana@example.test",
  password: "waltz of the seven seas",
  workspace: { id, name: `Workspace ${id}`, timeZone: "UTC" },
  ...over,
});
const owners = async (id: string) => {
  const client = await appPool().connect();
  await client.query("begin");
  await client.query("select set_config('app.workspace_id', $1, true)", [id]);
  const { rows } = await client.query("select role from members where workspace_id = $1", [id]);
  await client.query("rollback");
  client.release();
  return rows;
};

test("only the token of this installation opens the first set-up", () => {
  expect(isSetUpToken(token, env().NEXTAUTH_SECRET ?? "")).toBe(true);
  for (const wrong of ["", token.slice(1), `${token}0`, token.toUpperCase(), setUpToken("another secret")])
    expect(isSetUpToken(wrong, env().NEXTAUTH_SECRET ?? "")).toBe(false);
});

test("a wrong token, a common password and a bad id make nothing", async () => {
  expect(await isEmpty()).toBe(true);
  expect(await setUp(given("acme", { token: "x".repeat(40) }))).toMatchObject({ refusal: { code: "not_found" } });
  expect(await setUp(given("acme", { password: "Password1234" }))).toMatchObject({ refusal: { code: "unprocessable" } });
  expect(await setUp(given("API"))).toMatchObject({ refusal: { code: "invalid" } });
  expect(await isEmpty()).toBe(true);
  expect(await owners("acme")).toEqual([]);
});

test("of several at the same moment one is first, and nobody is second", async () => {
  const tried = await Promise.all([1, 2, 3, 4].map((n) => setUp(given(`acme-${n}`, { email: `dana${n}@example.test` }))));
  const won = tried.findIndex(({ ok }) => ok) + 1;
  expect(tried.filter(({ ok }) => ok)).toEqual([{ ok: true, value: { workspaceId: `acme-${won}`, email: `dana${won}@example.test` } }]);
  for (const n of [1, 2, 3, 4]) expect(await owners(`acme-${n}`)).toEqual(n === won ? [{ role: "owner" }] : []);
  expect(await isEmpty()).toBe(false);
  expect(await setUp(given("later", { email: "late@example.test" }))).toMatchObject({ refusal: { code: "not_found" } });
  expect(await verifyAudit({ id: `acme-${won}` })).toMatchObject({ isWhole: true });
});

test("a person makes another workspace and is its owner; an id that is taken is refused and changes nothing", async () => {
  await addPerson({ id: "noa", email: "noa@example.test", password: "a password of theirs", roles: {} });
  const owner = { id: "noa", name: "Noa", email: "noa@example.test" };
  const second = { id: "second", name: "Second", timeZone: "Asia/Jerusalem", owner };
  expect(await makeOwned(second)).toEqual({ ok: true, value: { workspaceId: "second", email: "noa@example.test" } });
  expect(await owners("second")).toEqual([{ role: "owner" }]);
  await addPerson({ id: "eve", email: "eve@example.test", password: "a password of theirs", roles: {} });
  expect(await makeOwned({ ...second, owner: { id: "eve", name: "Eve", email: "eve@example.test" } })).toMatchObject({
    refusal: { code: "conflict" },
  });
  expect(await owners("second")).toEqual([{ role: "owner" }]);
});
