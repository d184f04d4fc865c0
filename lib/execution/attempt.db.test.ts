import { afterAll, expect, test } from "vitest";
import { z } from "zod";
import { closePools } from "#lib/db.ts";
import { type AnyTool, type Attempt, defineTool, type EffectClass, type ToolContext } from "#lib/tools/tool.ts";
import { expectLegal } from "./legal.fixture.ts";
import { settleApproval } from "./settle-approval.ts";
import { isOver } from "./state.ts";
import { scope, someone, testWorld } from "./world.fixture.ts";

afterAll(closePools);

type Call = { at: number; key: string; signal: AbortSignal };

/** A tool that does what the test says at each call, and remembers the calls. */
function scripted(
  effect: EffectClass,
  run: (call: number, context: ToolContext) => Promise<Attempt<{ n: number }>>,
  more: Partial<AnyTool> = {},
) {
  const calls: Call[] = [];
  const tool = defineTool({
    name: "try.it",
    title: "Try",
    description: "Tries.",
    input: z.looseObject({}),
    output: z.object({ n: z.number() }),
    effect,
    takes: {},
    gives: {},
    describe: () => "Try",
    run: (_, context) => {
      calls.push({ at: Date.now(), key: context.idempotencyKey, signal: context.signal });
      return run(calls.length, context);
    },
    ...more,
  });
  const world = testWorld({ tools: [tool] });
  const events = (id: string) => world.store.readAfter(scope, id, 0, 1_000);
  async function play(step: object = {}, until: (status: string) => boolean = () => false): Promise<string> {
    const id = await world.start({ steps: [{ id: "s", tool: "try.it", ...step }] }, { autonomy: "run" });
    for (let look = 0; look < 150; look++) {
      await world.settle();
      const { head, steps } = expectLegal(await events(id));
      if (isOver(head.status) || until(steps["s"]?.status ?? "")) return id;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    return id;
  }
  return { world, calls, play, state: async (id: string) => expectLegal(await events(id)) };
}

const good = async (n: number) => ({ ok: true as const, output: { n } });
const busy = (retryAfterMs?: number) => ({
  ok: false as const,
  kind: "retryable" as const,
  because: "busy",
  ...(retryAfterMs !== undefined && { retryAfterMs }),
});
const untilAborted = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => signal.addEventListener("abort", () => reject(new Error("aborted"))));
const fast = { retry: { maxAttempts: 2, backoff: "fixed" as const, baseMs: 20 } };

test("a call over its limit is aborted at the limit and tried again", async () => {
  const { calls, play, state } = scripted("read", (call, { signal }) => (call === 1 ? untilAborted(signal) : good(call)));
  const began = Date.now();
  const { steps, head } = await state(await play({ timeoutMs: 150, ...fast }));
  expect(calls[0]?.signal.aborted).toBe(true);
  expect((calls[1]?.at ?? 0) - began).toBeLessThan(1_500);
  expect(head.status).toBe("completed");
  expect(steps["s"]).toMatchObject({ status: "completed", attempt: 2 });
});

test("a call that does not heed the abort is left behind within a second", async () => {
  const { play, state } = scripted("read", () => new Promise(() => {}));
  const began = Date.now();
  const { steps } = await state(await play({ timeoutMs: 100, retry: { maxAttempts: 1 } }));
  expect(steps["s"]).toMatchObject({ status: "failed", code: "timeout" });
  expect(Date.now() - began).toBeLessThan(2_500);
});

test("a call that fails for a while is tried as often as allowed and not once more", async () => {
  const { calls, play, state } = scripted("read", async () => busy());
  const { steps, head } = await state(await play({ retry: { maxAttempts: 3, backoff: "fixed", baseMs: 10 } }));
  expect(calls).toHaveLength(3);
  expect(steps["s"]).toMatchObject({ status: "failed", attempt: 3, code: "retryable" });
  expect(head.status).toBe("failed");
});

test("what the far side asks for in Retry-After is what is waited for", async () => {
  const { calls, play, state } = scripted("read", async (call) => (call === 1 ? busy(300) : good(call)));
  const { head } = await state(await play({ retry: { maxAttempts: 2, backoff: "fixed", baseMs: 1 } }));
  expect(head.status).toBe("completed");
  expect((calls[1]?.at ?? 0) - (calls[0]?.at ?? 0)).toBeGreaterThanOrEqual(299);
});

const unknown = { ok: false as const, kind: "unknown" as const, because: "the line broke" };

async function asked(effect: EffectClass = "send") {
  const tried = scripted(effect, async (call) => (call === 1 ? unknown : good(call)));
  const id = await tried.play({ retry: { maxAttempts: 5 } }, (status) => status === "held");
  const { steps, effects, approvals } = await tried.state(id);
  expect(steps["s"]).toMatchObject({ status: "held", hold: { reason: "approval" } });
  expect(Object.values(effects)).toMatchObject([{ status: "unknown" }]);
  const [approval] = Object.values(approvals);
  expect(approval).toMatchObject({ kind: "unknown_effect", status: "open" });
  const decide = (command: object) =>
    settleApproval(tried.world, {
      workspace: scope,
      actor: someone,
      id: approval?.id ?? "",
      command: { payloadHash: approval?.payloadHash ?? "", ...command } as never,
    });
  return { ...tried, id, decide };
}

test("an unknown effect waits for a person and is never tried again by itself; approved, it is repeated with the same key", async () => {
  const { world, calls, id, decide, state } = await asked();
  expect(calls).toHaveLength(1);
  expect(await decide({ decision: "approve" })).toMatchObject({ ok: true });
  await world.settle();
  expect(calls.map(({ key }) => key)).toEqual([calls[0]?.key, calls[0]?.key]);
  const { head, effects } = await state(id);
  expect(head.status).toBe("completed");
  expect(Object.values(effects)).toMatchObject([{ status: "done" }]);
});

test("an unknown effect that a person says did happen is done, with the output given and the parameters as they were", async () => {
  const { world, calls, id, decide, state } = await asked();
  const before = (await state(id)).steps["s"]?.params;
  expect(await decide({ decision: "edit", payload: { n: "no number" } })).toMatchObject({ ok: false, refusal: { code: "unprocessable" } });
  expect(await decide({ decision: "edit", payload: { n: 7 } })).toMatchObject({ ok: true });
  await world.settle();
  expect(calls).toHaveLength(1);
  const { head, steps, effects } = await state(id);
  expect(head.status).toBe("completed");
  expect(Object.values(effects)).toMatchObject([{ status: "done", proof: "stated by Dana" }]);
  expect(steps["s"]?.params).toEqual(before);
  expect(await world.store.outputs(scope, id, ["s"])).toEqual(new Map([["s", { n: 7 }]]));
});

test("an unknown effect that a person rejects fails its step and stays unknown", async () => {
  const { world, calls, id, decide, state } = await asked("write");
  expect(await decide({ decision: "reject", note: "no" })).toMatchObject({ ok: true });
  await world.settle();
  expect(calls).toHaveLength(1);
  const { head, steps, effects } = await state(id);
  expect(head.status).toBe("failed");
  expect(steps["s"]).toMatchObject({ status: "failed", code: "rejected" });
  expect(Object.values(effects)).toMatchObject([{ status: "unknown" }]);
});

test("a send that is cut off by its limit, or that breaks, is unknown and not retried", async () => {
  for (const run of [
    (_: number, { signal }: ToolContext) => untilAborted(signal),
    () => Promise.reject(new Error("a bug")),
    () => new Promise<never>(() => {}),
  ]) {
    const { calls, play, state } = scripted("send", run);
    const { effects } = await state(await play({ timeoutMs: 80, ...fast }, (status) => status === "held"));
    expect(calls).toHaveLength(1);
    expect(Object.values(effects)).toMatchObject([{ status: "unknown" }]);
  }
});

test("where the tool can ask the far side, it is asked, and nobody else", async () => {
  const done = scripted("send", async () => unknown, { confirm: async () => ({ state: "done", output: { n: 9 } }) });
  expect(await done.state(await done.play(fast))).toMatchObject({ head: { status: "completed" }, approvals: {} });
  expect(done.calls).toHaveLength(1);
  const absent = scripted("send", async (call) => (call === 1 ? unknown : good(call)), { confirm: async () => ({ state: "absent" }) });
  expect(await absent.state(await absent.play(fast))).toMatchObject({ head: { status: "completed" }, approvals: {} });
  expect(new Set(absent.calls.map(({ key }) => key)).size).toBe(1);
});

test("whatever text a tool gives goes through the log, and its output comes back to the byte", async () => {
  const text = `nul \u0000, half \ud83d, \\u0000, ${"x".repeat(160)}${"😀".repeat(40)}`;
  const says = defineTool({
    name: "try.say",
    title: "Say",
    description: "Says.",
    input: z.object({}),
    output: z.string(),
    effect: "read",
    takes: {},
    gives: {},
    describe: () => text,
    run: async () => ({ ok: true as const, output: text }),
  });
  const world = testWorld({ tools: [says] });
  const id = await world.start({ steps: [{ id: "s", tool: "try.say", name: "half \udc00 a pair" }] });
  await world.settle();
  const { head, steps } = expectLegal(await world.store.readAfter(scope, id, 0, 100));
  expect(head.status).toBe("completed");
  expect(steps["s"]).toMatchObject({ name: "half \ufffd a pair", preview: `${text.length} characters` });
  expect(await world.store.outputs(scope, id, ["s"])).toEqual(new Map([["s", text]]));
});
