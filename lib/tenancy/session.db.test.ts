import { encode, type JWT } from "next-auth/jwt";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { appPool, closePools } from "#lib/db.ts";
import { env } from "#lib/env.ts";
import { setPassword } from "./passwords.postgres.ts";
import { authOptions, personOf } from "./session.next.ts";
import { endOtherSessions, endSession, sessionsOf } from "./sessions.postgres.ts";
import { addPerson, addWorkspace, setDisabled, setRole } from "./tenancy.fixture.ts";
import { take } from "./throttle.postgres.ts";
import { windowSeconds } from "./throttle.ts";

const password = "correct horse battery staple";

beforeAll(async () => {
  await addWorkspace("w1");
  await addWorkspace("w2");
  for (const id of ["dana", "omer", "noa", "rina", "lena", "uri", "tal"])
    await addPerson({ id, email: `${id}@example.test`, password, roles: { w1: "operator" } });
});
afterAll(closePools);

type Authorize = (given: unknown, request: { headers: Record<string, string> }) => Promise<{ id: string } | null>;

let address = 0;
/** Signs in as the library would, each time from another address. */
async function authorize(email: string, given = password, from = `10.0.0.${++address}`) {
  const [provider] = authOptions().providers as unknown as { options: { authorize: Authorize } }[];
  return provider?.options.authorize({ email, password: given }, { headers: { "x-forwarded-for": from } });
}

/** Moves every attempt back by more than the window. */
async function passWindow(): Promise<void> {
  const owner = new pg.Client({ connectionString: env().DATABASE_URL });
  await owner.connect();
  await owner
    .query("update identity.attempts set since = since - make_interval(secs => $1)", [windowSeconds + 1])
    .finally(() => owner.end());
}

/** The cookie that the library sets, and what it was made of. */
async function session(email: string) {
  const user = await authorize(email);
  if (!user) throw new Error("not signed in");
  const token = (await authOptions().callbacks?.jwt?.({ token: { sub: user.id, email }, user, account: null } as never)) as JWT;
  const cookie = await encode({ token, secret: env().NEXTAUTH_SECRET ?? "" });
  return {
    token,
    id: String(token["session"]),
    person: () => personOf((name) => (name === "next-auth.session-token" ? cookie : undefined)),
  };
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

test("a session is a row: it can be seen, and ended from another process", async () => {
  const first = await session("lena@example.test");
  const second = await session("lena@example.test");
  const third = await session("lena@example.test");
  expect((await sessionsOf("lena")).map(({ id }) => id).sort()).toEqual([first.id, second.id, third.id].sort());
  expect((await sessionsOf("lena"))[0]).toMatchObject({ address: expect.stringMatching(/^10\.0\.0\./), agent: "" });
  expect(await endSession("omer", first.id)).toBe(false);
  expect(await first.person()).toMatchObject({ id: "lena", session: first.id });
  expect(await endSession("lena", first.id)).toBe(true);
  expect(await endSession("lena", first.id)).toBe(false);
  expect(await first.person()).toBeUndefined();
  expect(await endOtherSessions("lena", second.id)).toBe(1);
  expect(await third.person()).toBeUndefined();
  expect(await second.person()).toMatchObject({ id: "lena" });
});

test("a member who is disabled is in no workspace any more, and back when enabled", async () => {
  const { person } = await session("uri@example.test");
  await setDisabled("w1", "uri", true);
  expect((await person())?.memberships).toEqual([]);
  await setDisabled("w1", "uri", false);
  expect((await person())?.memberships).toHaveLength(1);
});

test("a new session is a new one, whatever cookie was there before", async () => {
  const first = await session("omer@example.test");
  const second = await session("omer@example.test");
  expect(second.id).not.toBe(first.id);
  expect(second.id).toMatch(/^ses_/);
});

test("the app's own role can read no session, no attempt and no link but by asking a question", async () => {
  for (const table of ["sessions", "attempts", "resets", "factors", "recovery_codes"])
    await expect(appPool().query(`select * from identity.${table}`)).rejects.toThrow("permission denied");
});

test("a new password ends every session", async () => {
  const { person } = await session("noa@example.test");
  await setPassword("noa", "another long password", null);
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
  });

  test("an account that is guessed from many addresses closes for strangers, and not for where its person was before", async () => {
    await authorize("dana@example.test", password, "10.7.0.1");
    const tries = await Promise.allSettled(Array.from({ length: 20 }, (_, at) => authorize("dana@example.test", "wrong", `10.8.0.${at}`)));
    expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(10);
    await expect(authorize("dana@example.test", password, "10.8.1.1")).rejects.toThrow("throttled");
    expect(await authorize("dana@example.test", password, "10.7.0.1")).toMatchObject({ id: "dana" });
  });

  test.each([
    ["one address", (_at: number) => "10.5.0.1"],
    ["as many addresses", (at: number) => `10.5.1.${at}`],
  ])(
    "of 200 wrong passwords from %s ten are tried; when the window has passed the right one opens, and the next wrong one counts anew",
    async (_from, from) => {
      const email = "tal@example.test";
      let tried = 0;
      for (let at = 0; at < 200; at++)
        tried += await authorize(email, "wrong", from(at)).then(
          () => 1,
          () => 0,
        );
      expect(tried).toBe(10);
      await expect(authorize(email, password, "10.5.2.1")).rejects.toThrow("throttled");
      await passWindow();
      expect(await authorize(email, password, "10.5.2.2")).toMatchObject({ id: "tal" });
      await passWindow();
    },
  );

  test("an account that is not there closes like one that is", async () => {
    const tries = await Promise.allSettled(Array.from({ length: 12 }, (_, at) => authorize("ghost@example.test", "wrong", `10.6.0.${at}`)));
    expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(10);
  });

  test("takers of many limits at once never wait for each other for ever, and none is counted twice", async () => {
    const limits = ["a", "b", "c"].map((key) => ({ key: `crowd ${key}`, most: 25 }));
    const taken = await Promise.all(Array.from({ length: 60 }, (_, at) => take(at % 2 === 0 ? limits : [...limits].reverse())));
    expect(taken.filter(Boolean)).toHaveLength(25);
  });

  test("an unknown account answers like a known one, after the same work", async () => {
    const took = async (email: string) => {
      const begun = performance.now();
      expect(await authorize(email, "wrong")).toBeNull();
      return performance.now() - begun;
    };
    // In turns, so that what else the machine does meets both alike.
    const known: number[] = [];
    const unknown: number[] = [];
    for (let round = 0; round < 9; round++) {
      known.push(await took("omer@example.test"));
      unknown.push(await took("nobody@example.test"));
    }
    const median = (times: number[]) => times.sort((a, b) => a - b)[4] ?? 0;
    expect(median(unknown) / median(known)).toBeGreaterThan(0.5);
    expect(median(unknown) / median(known)).toBeLessThan(2);
  });
});
