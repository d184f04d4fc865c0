import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { GuardrailJudgement, GuardrailPolicyPage } from "#lib/http/contracts/guardrails.ts";
import { runtime } from "#lib/runtime.ts";
import { createKey } from "#lib/tenancy/keys.postgres.ts";
import { Role } from "#lib/tenancy/permissions.ts";
import { addWorkspace } from "#lib/tenancy/tenancy.fixture.ts";
import { POST as evaluate } from "./evaluate/route.ts";
import { PUT as change } from "./policies/[name]/route.ts";
import { GET as list } from "./route.ts";

const keys: Record<string, Record<string, string>> = {};
beforeAll(async () => {
  for (const id of ["w1", "w2"]) await addWorkspace(id);
  for (const [name, workspace, role] of [
    ...Role.options.map((role) => [role, "w1", role] as const),
    ["neighbour", "w2", "owner"] as const,
  ]) {
    const made = await createKey({ workspace, name, role });
    if (!made.ok) throw new Error(made.refusal.because);
    keys[name] = { authorization: `Bearer ${made.value.token}` };
  }
});
afterAll(() => runtime().close());

type Answer = { status: number; said: Record<string, unknown>; etag: string | null };
const answerOf = async (response: Response): Promise<Answer> => ({
  status: response.status,
  said: (await response.json()) as Record<string, unknown>,
  etag: response.headers.get("etag"),
});
const asking = (path: string, method: string, as: string, body?: unknown, more: Record<string, string> = {}) =>
  new Request(`http://fermata.test/api/guardrails${path}`, {
    method,
    headers: { ...keys[as], ...(body !== undefined && { "content-type": "application/json" }), ...more },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
const ask = async (body: unknown, as = "operator") => answerOf(await evaluate(asking("/evaluate", "POST", as, body)));
const put = async (name: string, body: unknown, as = "builder", more: Record<string, string> = {}) =>
  answerOf(await change(asking(`/policies/${name}`, "PUT", as, body, more), { params: Promise.resolve({ name }) }));

describe("a question", () => {
  test("about a text says which policy objects, where, and gives the text without its values", async () => {
    const text = "SSN 536-22-8814, write to dana@example.org";
    const { status, said } = await ask({ text, channel: "model" });
    expect(status).toBe(200);
    expect(GuardrailJudgement.safeParse(said).error).toBeUndefined();
    expect(said).toMatchObject({ verdict: "redact", redacted: "SSN [SOCIAL_SECURITY_NUMBER_1], write to [MAIL_ADDRESS_1]" });
    const [violation] = said["violations"] as { span: { start: number; end: number } }[];
    expect(text.slice(violation?.span.start, violation?.span.end)).toBe("536-22-8814");
    expect(JSON.stringify(said)).not.toContain("536-22-8814");
  });

  test("about an action takes the effect from the tool and not from who asks", async () => {
    const action = { tool: "message.send", effect: "read", params: { to: "Dana <dana@example.org>", body: "password: Kx92!mmQ" } };
    expect((await ask({ action })).said).toMatchObject({ verdict: "block" });
  });

  test("about a message decides for the moment that it names", async () => {
    const message = {
      channel: "sms",
      kind: "marketing",
      recipient: { timezone: "America/New_York", consent: "express_written" },
      history: [],
    };
    expect((await ask({ message: { ...message, now: "2026-11-20T17:00:00Z" } })).said).toMatchObject({ verdict: "allow", violations: [] });
    expect((await ask({ message: { ...message, now: "2026-11-21T03:00:00Z" } })).said).toMatchObject({
      verdict: "block",
      violations: [{ policy: "communication-limits", detector: "quiet-hours" }],
    });
  });

  test("asks the policies that it names, and no other", async () => {
    const text = "Apartment, no children. SSN 536-22-8814";
    const { said } = await ask({ text, policies: ["fair-housing"] });
    expect((said["violations"] as { policy: string }[]).map(({ policy }) => policy)).toEqual(["fair-housing"]);
  });

  test.each([
    ["nothing", {}, 400, "text"],
    ["two things", { text: "a", message: { channel: "sms" } }, 400, "text"],
    ["a policy that is not there", { text: "a", policies: ["feng-shui"] }, 422, "policies[0]"],
    ["a time that is none", { message: { channel: "sms", now: "soon" } }, 400, "message.now"],
    ["a field that is not ours", { text: "a", workspaceId: "w2" }, 400, "workspaceId"],
  ])("about %s is refused, and the place is named", async (_name, body, status, path) => {
    const refused = await ask(body);
    expect(refused.status).toBe(status);
    expect((refused.said["errors"] as { path: string }[]).map((error) => error.path)).toContain(path);
  });

  test("is for those who may ask", async () => {
    const allowed: string[] = [];
    for (const role of Role.options) if ((await ask({ text: "hello" }, role)).status === 200) allowed.push(role);
    expect(allowed).toEqual(["owner", "admin", "builder", "operator"]);
  });
});

describe("a change", () => {
  test("is the next version, holds for the next question, and for no other workspace", async () => {
    const text = "Order lunch. Guaranteed returns!";
    expect((await ask({ text })).said).toMatchObject({ verdict: "allow" });
    const changed = await put("brand-compliance", { enabled: true, severity: "critical" });
    expect(changed).toMatchObject({ status: 200, etag: '"1"', said: { version: 1, enabled: true, severity: "critical", builtIn: true } });
    expect((await ask({ text })).said).toMatchObject({ verdict: "block" });
    expect((await ask({ text }, "neighbour")).said).toMatchObject({ verdict: "allow" });
    expect((await put("brand-compliance", { enabled: false })).said).toMatchObject({ version: 2, severity: "critical" });
    expect((await ask({ text })).said).toMatchObject({ verdict: "allow" });
  });

  test("upon a version that is not in force any more is refused", async () => {
    await put("report-quality", { enabled: true });
    expect((await put("report-quality", { enabled: false }, "builder", { "if-match": '"0"' })).status).toBe(412);
    expect((await put("report-quality", { enabled: false }, "builder", { "if-match": '"1"' })).status).toBe(200);
  });

  test("makes a policy of one's own, in the same words as the shipped ones", async () => {
    const own = {
      type: "cost",
      severity: "high",
      meaning: "Nothing above a thousand without a person.",
      when: "action.amountMicros > parameters.most",
      parameters: { most: 1_000_000_000 },
    };
    expect(await put("big-money", own)).toMatchObject({ status: 200, said: { version: 1, builtIn: false, enabled: true } });
    const { said } = await ask({
      action: { tool: "pay.out", effect: "spend", amountMicros: 2_000_000_000, params: {} },
      policies: ["big-money"],
    });
    expect(said).toMatchObject({ verdict: "require_approval", violations: [{ policy: "big-money" }] });
  });

  test.each([
    ["a type that nobody evaluates", "odd-one", { type: "weather", severity: "low", meaning: "x", when: "true" }, "type"],
    ["a detector that is not there", "odd-one", { type: "cost", severity: "low", meaning: "x", detectors: ["moods"] }, "detectors.0"],
    ["a condition that is none", "odd-one", { type: "cost", severity: "low", meaning: "x", when: "action. >" }, "when"],
    ["what a shipped policy looks at", "fair-housing", { detectors: ["bulk"] }, "detectors"],
    ["a parameter that it does not have", "cost-control", { parameters: { most: 1 } }, "parameters.most"],
    ["a limit that is a word", "cost-control", { parameters: { mostMicros: "much" } }, "parameters.mostMicros"],
  ])("of %s is refused", async (_name, name, body, path) => {
    const refused = await put(name, body);
    expect(refused.status).toBe(422);
    expect((refused.said["errors"] as { path: string }[]).map((error) => error.path)).toContain(path);
  });

  test("is for those who build", async () => {
    const allowed: string[] = [];
    for (const role of Role.options) if ((await put("data-quality", { enabled: false }, role)).status === 200) allowed.push(role);
    expect(allowed).toEqual(["owner", "admin", "builder"]);
  });
});

test("the list says what each policy means and which version holds, to everybody of the workspace and nobody else", async () => {
  const { status, said } = await answerOf(await list(asking("", "GET", "viewer")));
  expect(status).toBe(200);
  expect(GuardrailPolicyPage.safeParse(said).error).toBeUndefined();
  const own = (page: Record<string, unknown>) => (page["data"] as { name: string; builtIn: boolean }[]).filter(({ builtIn }) => !builtIn);
  expect(own(said)).toMatchObject([{ name: "big-money" }]);
  const { said: theirs } = await answerOf(await list(asking("", "GET", "neighbour")));
  expect(own(theirs)).toEqual([]);
  expect((theirs["data"] as { version: number }[]).every(({ version }) => version === 0)).toBe(true);
});
