import { encode, type JWT } from "next-auth/jwt";
import { beforeAll, describe, expect, test } from "vitest";
import { env } from "#lib/env.ts";
import { authOptions, personOf } from "./session.next.ts";
import { addPerson, addWorkspace, setPassword, setRole } from "./tenancy.fixture.ts";

const password = "correct horse battery staple";

beforeAll(async () => {
  await addWorkspace("w1");
  await addWorkspace("w2");
  for (const id of ["dana", "omer", "noa", "rina"])
    await addPerson({ id, email: `${id}@example.test`, password, roles: { w1: "operator" } });
});

type Authorize = (given: unknown, request: { headers: Record<string, string> }) => Promise<{ id: string } | null>;

let address = 0;
/** Signs in as the library would, each time from another address. */
async function authorize(email: string, given = password, from = `10.0.0.${++address}`) {
  const [provider] = authOptions().providers as unknown as { options: { authorize: Authorize } }[];
  return provider?.options.authorize({ email, password: given }, { headers: { "x-forwarded-for": from } });
}

/** The cookie that the library sets, and what it was made of. */
async function session(email: string) {
  const user = await authorize(email);
  if (!user) throw new Error("not signed in");
  const token = (await authOptions().callbacks?.jwt?.({ token: { sub: user.id, email }, user, account: null } as never)) as JWT;
  const cookie = await encode({ token, secret: env().NEXTAUTH_SECRET ?? "" });
  return { token, person: () => personOf((name) => (name === "next-auth.session-token" ? cookie : undefined)) };
}

test("a right password opens a session that knows the memberships of this moment", async () => {
  const { person } = await session("dana@example.test");
  expect(await person()).toMatchObject({ id: "dana", memberships: [{ workspaceId: "w1", role: "operator" }] });
  await setRole("w1", "dana", "viewer");
  await setRole("w2", "dana", "owner");
  expect((await person())?.memberships.map(({ workspaceId, role }) => [workspaceId, role])).toEqual([
    ["w1", "viewer"],
    ["w2", "owner"],
  ]);
  await setRole("w1", "dana", undefined);
  expect((await person())?.memberships.map(({ workspaceId }) => workspaceId)).toEqual(["w2"]);
});

test("an e-mail is the same in any case and with spaces around it", async () => {
  expect(await authorize("  OMER@Example.test ")).toMatchObject({ id: "omer" });
});

test("signing out ends the session, on its own and no other", async () => {
  const first = await session("omer@example.test");
  const second = await session("omer@example.test");
  await authOptions().events?.signOut?.({ token: first.token } as never);
  expect(await first.person()).toBeUndefined();
  expect(await second.person()).toMatchObject({ id: "omer" });
});

test("a new password ends every session", async () => {
  const { person } = await session("noa@example.test");
  await setPassword("noa", "another password");
  expect(await person()).toBeUndefined();
});

test.each(["", "garbage", "a.b.c.d.e"])("the cookie %j is nobody's", async (cookie) => {
  expect(await personOf(() => cookie)).toBeUndefined();
});

test("a token of another purpose, sealed with our secret, is no session", async () => {
  const cookie = await encode({ token: { sub: "dana", email: "dana@example.test", state: "x" }, secret: env().NEXTAUTH_SECRET ?? "" });
  expect(await personOf(() => cookie)).toBeUndefined();
});

describe("guessing", () => {
  test.each([
    [{ email: ["dana@example.test"], password: ["x"] }],
    [{ email: { contains: "" }, password: { not: "" } }],
    [{ email: "dana@example.test", password: "" }],
    [{ email: "dana@example.test" }],
    [undefined],
  ])("%j signs nobody in", async (given) => {
    const [provider] = authOptions().providers as unknown as { options: { authorize: Authorize } }[];
    expect(await provider?.options.authorize(given, { headers: {} })).toBeNull();
  });

  test("ten wrong passwords at once are tried and no more; even the right one waits then", async () => {
    const tries = await Promise.allSettled(Array.from({ length: 30 }, () => authorize("rina@example.test", "wrong", "10.9.9.9")));
    expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(10);
    await expect(authorize("rina@example.test", password, "10.9.9.9")).rejects.toThrow("throttled");
    expect(await authorize("rina@example.test")).toMatchObject({ id: "rina" });
  });

  test("an unknown account answers like a known one, after the same work", async () => {
    const time = async (email: string) => {
      const times: number[] = [];
      for (let round = 0; round < 9; round++) {
        const begun = performance.now();
        expect(await authorize(email, "wrong")).toBeNull();
        times.push(performance.now() - begun);
      }
      return times.sort((a, b) => a - b)[4] ?? 0;
    };
    const known = await time("omer@example.test");
    const unknown = await time("nobody@example.test");
    expect(unknown / known).toBeGreaterThan(0.5);
    expect(unknown / known).toBeLessThan(2);
  });
});
