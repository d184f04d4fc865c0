import { describe, expect, test } from "vitest";
import { z } from "zod";
import { accept, type RefusalCode, refuse } from "#lib/kernel/outcome.ts";
import type { Access } from "#lib/tenancy/access.ts";
import { answer, begun, ok } from "./answer.ts";
import { type Call, endpointWith } from "./endpoint.ts";

const access: Access = {
  workspace: { id: "w1" },
  actor: { kind: "member", id: "u1", name: "Dana" },
  role: "operator",
  scopes: [],
  by: "cookie",
};

const Body = z.strictObject({ steps: z.array(z.strictObject({ tool: z.string() })) });

type Setting = { who?: Access | "nobody" | "stranger"; throws?: boolean; left?: number; closedForSeconds?: number };

function setting({ who = access, throws = false, left = 99, closedForSeconds = 0 }: Setting = {}) {
  const done: string[] = [];
  const reported: unknown[] = [];
  const endpoint = endpointWith({
    authenticate: async () => {
      done.push("who");
      if (who === "nobody") return refuse({ code: "unauthorized", because: "sign in" });
      if (who === "stranger") return refuse({ code: "not_found", because: "there is nothing at this address" });
      return accept(who);
    },
    spend: async () => {
      done.push("spend");
      const of = (name: string, quota: number, remaining: number) => ({
        allowed: remaining >= 0,
        policy: { name, quota, windowSeconds: 60 },
        remaining: Math.max(0, remaining),
        retryAfterSeconds: remaining >= 0 ? 0 : 7,
      });
      return [of("caller", 100, left), of("workspace", 400, 398)];
    },
    stranger: () => ({ closedForSeconds }),
    within: (_origin, work) => work(),
    newRequestId: () => "req_1",
    report: (error) => reported.push(error),
  });
  const calls: Call<unknown, unknown, unknown>[] = [];
  const POST = endpoint({
    allow: "execution:start",
    params: z.object({ id: z.string().regex(/^exe_/) }),
    query: z.strictObject({ limit: z.coerce.number().int().optional() }),
    body: Body,
    maxBytes: 1_000,
    handle: async (call) => {
      done.push("act");
      calls.push(call);
      if (throws) throw new Error("secret: hunter2", { cause: new Error("below") });
      return answer(accept({ id: "exe_1" }), begun);
    },
  });
  const post = (init: RequestInit & { url?: string; id?: string } = {}) =>
    POST(
      new Request(init.url ?? "http://fermata.test/api/things/exe_1", {
        method: "POST",
        body: '{"steps":[{"tool":"a"}]}',
        ...init,
        headers: { "content-type": "application/json", ...(init.headers as Record<string, string>) },
      }),
      { params: Promise.resolve({ id: init.id ?? "exe_1" }) },
    );
  return { post, done, calls, reported };
}

const problemOf = async (response: Response) =>
  (await response.json()) as { code: string; detail: string; errors?: { path: string }[]; requestId: string };

// Each row breaks everything that the rows below it break: the first check that fails is the one that answers.
const badBody = { body: '{"steps":[{"tool":1}],"role":"owner"}' };
const badQuery = { ...badBody, url: "http://fermata.test/api/things/exe_1?limit=many" };
const badParams = { ...badQuery, id: "../etc" };
const foreign = { ...badParams, headers: { origin: "https://evil.test" } };
const order: [string, Setting, Parameters<ReturnType<typeof setting>["post"]>[0], number, RefusalCode][] = [
  [
    "the envelope comes first",
    { who: "nobody" },
    { ...foreign, headers: { ...foreign.headers, "idempotency-key": "two words" } },
    400,
    "invalid",
  ],
  ["then who asks", { who: "nobody" }, foreign, 401, "unauthorized"],
  ["a workspace that is not theirs is not there", { who: "stranger" }, foreign, 404, "not_found"],
  ["then whence", { who: { ...access, role: "viewer" } }, foreign, 403, "forbidden"],
  ["then whether they may", { who: { ...access, role: "viewer" } }, badParams, 403, "forbidden"],
  ["then the address", {}, badParams, 404, "not_found"],
  ["then the query", {}, badQuery, 400, "invalid"],
  ["then the body", {}, badBody, 400, "invalid"],
];

test.each(order)("%s", async (_name, where, request, status, code) => {
  const { post, done } = setting(where);
  const response = await post(request);
  expect(response.status).toBe(status);
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  expect(await problemOf(response)).toMatchObject({ code, requestId: "req_1" });
  expect(done).not.toContain("act");
});

test("what is right is acted on once and answered with its address, uncached", async () => {
  const { post, done } = setting();
  const response = await post();
  expect(response.status).toBe(202);
  expect(response.headers.get("location")).toBe("/api/orchestrate/exe_1");
  expect(response.headers.get("cache-control")).toBe("private, no-store");
  expect(response.headers.get("x-request-id")).toBe("req_1");
  expect(done).toEqual(["who", "spend", "act"]);
});

describe("a limit", () => {
  test("is told with every answer, the tightest of them first", async () => {
    const { headers } = await setting({ left: 40 }).post();
    expect(headers.get("ratelimit")).toBe('"caller";r=40;t=36');
    expect(headers.get("ratelimit-policy")).toBe('"caller";q=100;w=60, "workspace";q=400;w=60');
    expect(headers.get("retry-after")).toBeNull();
  });

  test("that is reached is refused before anything of the body is read, with the time to come back", async () => {
    const { post, done } = setting({ left: -1 });
    const response = await post(badBody);
    expect(response.status).toBe(429);
    expect(response.headers.get("retry-after")).toBe("7");
    expect(response.headers.get("ratelimit")).toBe('"caller";r=0;t=7');
    expect(await problemOf(response)).toMatchObject({ code: "rate_limited" });
    expect(done).not.toContain("act");
  });

  test("is not spent by whoever may not ask", async () => {
    const { post, done } = setting({ who: { ...access, role: "viewer" } });
    expect((await post()).status).toBe(403);
    expect(done).not.toContain("spend");
  });

  test("of strangers closes an address to strangers alone", async () => {
    const response = await setting({ who: "nobody", closedForSeconds: 12 }).post();
    expect(response.status).toBe(429);
    expect(response.headers.get("retry-after")).toBe("12");
    expect((await setting({ closedForSeconds: 12 }).post()).status).toBe(202);
  });
});

test("a refused field is named by its path", async () => {
  const response = await setting().post(badBody);
  const { errors } = await problemOf(response);
  expect(errors?.map(({ path }) => path)).toContain("steps[0].tool");
});

describe("a body", () => {
  const bodies: [string, RequestInit, number][] = [
    ["that is no JSON", { body: "{" }, 400],
    ["that is empty", { body: "" }, 400],
    ["of another content type", { headers: { "content-type": "text/plain" } }, 415],
    ["of a form", { headers: { "content-type": "application/x-www-form-urlencoded" } }, 415],
    ["that is not UTF-8", { body: new Uint8Array([0x22, 0xff, 0x22]) }, 400],
    ["over the cap", { body: JSON.stringify({ steps: [], filler: "x".repeat(1_000) }) }, 413],
    ["with a null character", { body: '{"steps":[{"tool":"a\\u0000"}]}' }, 400],
    ["with half a character", { body: '{"steps":[{"tool":"\\ud800"}]}' }, 400],
    ["nested without end", { body: "[".repeat(400) + "]".repeat(400) }, 400],
    ["with a name of the prototype", { body: '{"steps":[],"__proto__":{"role":"owner"}}' }, 400],
  ];
  test.each(bodies)("%s is refused", async (_name, init, status) => {
    const { post, done } = setting();
    expect((await post(init)).status).toBe(status);
    expect(done).not.toContain("act");
  });

  test("is read no further than the cap, whatever its length claims", async () => {
    let pulled = 0;
    const body = new ReadableStream({
      pull(controller) {
        pulled += 1;
        controller.enqueue(new TextEncoder().encode("x".repeat(400)));
      },
    });
    const { post } = setting();
    const response = await post({ body, duplex: "half" } as RequestInit);
    expect(response.status).toBe(413);
    expect(pulled).toBeLessThan(6);
  });
});

describe("a cookie's request that changes something", () => {
  test.each([
    ["from another site", { origin: "https://evil.test" }, 403],
    ["from nowhere", { origin: "null" }, 403],
    ["from a page of ours", { origin: "http://fermata.test" }, 202],
    ["from no browser", {}, 202],
    ["that a browser calls cross-site", { "sec-fetch-site": "cross-site" }, 403],
  ])("%s", async (_name, headers, status) => {
    expect((await setting().post({ headers: headers as Record<string, string> })).status).toBe(status);
  });

  test("a key is not sent by a browser on its own, so its origin does not matter", async () => {
    const { post } = setting({ who: { ...access, by: "key" } });
    expect((await post({ headers: { origin: "https://evil.test" } })).status).toBe(202);
  });
});

describe("Idempotency-Key", () => {
  test.each([
    ["empty", ""],
    ["too long", "k".repeat(256)],
    ["with a space inside", "a b"],
    ["beyond ASCII", "clé"],
  ])("%s is refused", async (_name, key) => {
    expect((await setting().post({ headers: { "idempotency-key": key } })).status).toBe(400);
  });

  test("names the request together with what it said, however its JSON is spaced", async () => {
    const { post, calls } = setting();
    const headers = { "idempotency-key": "k1" };
    await post({ headers });
    await post({ headers, body: '{ "steps": [ { "tool": "a" } ] }' });
    await post({ headers, body: '{"steps":[{"tool":"b"}]}' });
    await post();
    const [first, spaced, other, without] = calls.map(({ caller }) => caller.idempotency);
    expect(first?.key).toBe("k1");
    expect(spaced).toEqual(first);
    expect(other?.fingerprint).not.toBe(first?.fingerprint);
    expect(without).toBeUndefined();
  });
});

test("a throw is reported under the id that the caller is told, and says nothing of itself", async () => {
  const { post, reported } = setting({ throws: true });
  const response = await post();
  expect(response.status).toBe(500);
  const text = await response.text();
  expect(text).not.toContain("hunter2");
  expect(JSON.parse(text)).toMatchObject({ code: "internal", requestId: "req_1" });
  expect(reported).toHaveLength(1);
});

test("a caller's own request id is kept when it is harmless", async () => {
  const { post } = setting();
  expect((await post({ headers: { "x-request-id": "their-7" } })).headers.get("x-request-id")).toBe("their-7");
  expect((await post({ headers: { "x-request-id": "a b" } })).headers.get("x-request-id")).toBe("req_1");
});

test("a query that says a thing twice is refused", async () => {
  expect((await setting().post({ url: "http://fermata.test/api/things/exe_1?limit=1&limit=2" })).status).toBe(400);
});

test("what was allowed at the door is asked again for as long as a stream lasts", async () => {
  const who = { ...access };
  const endpoint = endpointWith({
    authenticate: async () => accept({ ...who }),
    spend: async () => [],
    stranger: () => ({ closedForSeconds: 0 }),
    within: (_origin, work) => work(),
    newRequestId: () => "req_1",
    report: () => {},
  });
  const asked: boolean[] = [];
  const GET = endpoint({
    allow: "execution:control",
    handle: async ({ isStillAllowed }) => {
      asked.push(await isStillAllowed());
      who.role = "viewer";
      asked.push(await isStillAllowed());
      return accept(ok({}));
    },
  });
  await GET(new Request("http://fermata.test/api/things"));
  expect(asked).toEqual([true, false]);
});
