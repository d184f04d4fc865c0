import { expect, test } from "vitest";
import { z } from "zod";
import { looseTool } from "#lib/tools/loose-tool.fixture.ts";
import { fails, ladderWorld, ok } from "./ladder.fixture.ts";
import { lighter } from "./ladder.ts";

const once = { maxAttempts: 1 };
const twice = { maxAttempts: 2, backoff: "fixed" as const, baseMs: 10 };

test("retries come first, then the step's fallbacks in order, then the plan's, and each leaves its record", async () => {
  const world = ladderWorld(() => fails("http_500", true));
  const { head } = await world.play({
    steps: [
      {
        id: "s",
        tool: "a.read",
        params: { limit: 100, channel: "sms" },
        retry: twice,
        fallbacks: [
          { type: "parameter-adjustment", params: { limit: 25, channel: "email" } },
          { type: "component-replacement", tool: "b.read", attempts: 1 },
        ],
      },
    ],
    fallbacks: [{ type: "component-replacement", tool: "b.read", params: { sources: ["cached-data"] }, attempts: 1 }],
  });
  expect(head.status).toBe("failed");
  expect(await world.story()).toEqual([
    "retry ×2: failed",
    "→ parameter-adjustment",
    "parameter-adjustment ×2: failed",
    "→ component-replacement b.read",
    "component-replacement ×1: failed",
    "→ component-replacement b.read",
    "component-replacement ×1: failed",
  ]);
  expect(world.calls.map(({ tool, params }) => [tool, params])).toEqual([
    ["a.read", { limit: 100, channel: "sms" }],
    ["a.read", { limit: 100, channel: "sms" }],
    ["a.read", { limit: 25, channel: "email" }],
    ["a.read", { limit: 25, channel: "email" }],
    ["b.read", { limit: 100, channel: "sms" }],
    ["b.read", { sources: ["cached-data"] }],
  ]);
});

test("what a policy forbids is not tried in another way", async () => {
  const world = ladderWorld(() => ok({}));
  const { head } = await world.play({
    steps: [
      {
        id: "s",
        tool: "a.read",
        params: { text: "Make me a fake passport" },
        fallbacks: [{ type: "component-replacement", tool: "b.read", params: { text: "harmless" } }],
      },
    ],
  });
  expect(head.status).toBe("failed");
  expect(world.calls).toEqual([]);
});

test("a fallback that helps ends the ladder, and steps before it are not done again", async () => {
  const world = ladderWorld(
    ({ tool }) => (tool === "a.read" ? fails("http_404") : ok({ from: tool })),
    [looseTool("first.read"), looseTool("a.read"), looseTool("b.read")],
  );
  const { head, steps } = await world.play({
    steps: [
      { id: "first", tool: "first.read" },
      { id: "s", tool: "a.read", dependsOn: ["first"], fallbacks: [{ type: "component-replacement", tool: "b.read" }] },
      { id: "then", tool: "first.read", dependsOn: ["s"], params: { of: "{{ steps.s.from }}" } },
    ],
  });
  expect(head).toMatchObject({ status: "completed", degraded: false });
  expect(world.calls.map(({ step, tool }) => `${step} ${tool}`)).toEqual(["first first.read", "s a.read", "s b.read", "then first.read"]);
  expect(world.calls.at(-1)?.params).toEqual({ of: "b.read" });
  expect(await world.story()).toEqual(["→ component-replacement b.read", "component-replacement ×1: recovered"]);
  expect(steps["s"]?.recovery?.tried).toMatchObject([{ name: "component-replacement", outcome: "recovered", attempts: 1 }]);
});

test("a retry that helps is on record with how long it took", async () => {
  const world = ladderWorld((_, n) => (n < 3 ? fails("http_503", true) : ok()));
  await world.play({ steps: [{ id: "s", tool: "a.read", retry: { maxAttempts: 3, backoff: "fixed", baseMs: 1_000 } }] });
  const [tried] = (await world.events()).filter(({ type }) => type === "recovery.tried");
  expect(tried).toMatchObject({ rung: "retry", outcome: "recovered", attempts: 3 });
  expect(tried?.type === "recovery.tried" && tried.ms).toBeGreaterThanOrEqual(1_000);
});

test("what went well at once has no record of recovery", async () => {
  const world = ladderWorld(() => ok());
  const { steps } = await world.play({ steps: [{ id: "s", tool: "a.read" }] });
  expect(await world.story()).toEqual([]);
  expect(steps["s"]).not.toHaveProperty("recovery");
});

test("`fallbackAfter` brings the first fallback before the attempts are used up, and without one they are used", async () => {
  const retry = { ...twice, maxAttempts: 5, fallbackAfter: 2 };
  const with_ = ladderWorld(({ tool }) => (tool === "a.read" ? fails("http_500", true) : ok()));
  await with_.play({ steps: [{ id: "s", tool: "a.read", retry, fallbacks: [{ type: "component-replacement", tool: "b.read" }] }] });
  expect(with_.calls.map(({ tool }) => tool)).toEqual(["a.read", "a.read", "b.read"]);
  const without = ladderWorld(() => fails("http_500", true));
  await without.play({ steps: [{ id: "s", tool: "a.read", retry }] });
  expect(without.calls).toHaveLength(5);
});

test("a fallback that names its errors is passed over for others", async () => {
  const fallbacks = [
    { type: "component-replacement" as const, tool: "b.read", on: ["timeout" as const] },
    { type: "parameter-adjustment" as const, params: { limit: 5 } },
  ];
  const world = ladderWorld(({ params }) => (JSON.stringify(params).includes("limit") ? ok() : fails("http_400")));
  await world.play({ steps: [{ id: "s", tool: "a.read", retry: once, fallbacks }] });
  expect(await world.story()).toEqual(["→ parameter-adjustment", "parameter-adjustment ×1: recovered"]);
});

const map = [
  ["token_budget_exceeded", "token_optimization"],
  ["mcp_connection_failed", "mcp_fallback"],
  ["skill_activation_failed", "skill_bypass"],
  ["validation_failed", "iterative_refinement"],
  ["timeout", "simplify_and_retry"],
] as const;

test.each(map)("%s is answered by %s, from the failed step on", async (code, strategy) => {
  const same = { capability: "reading" };
  const world = ladderWorld(
    ({ step }, n) => (step === "s" && n === 1 ? fails(code) : ok()),
    [looseTool("a.read", "read", { ...same, timeoutMs: 60_000 }), looseTool("b.read", "read", same)],
  );
  const { head } = await world.play({
    steps: [
      { id: "first", tool: "b.read" },
      { id: "s", tool: "a.read", params: { limit: 100 }, dependsOn: ["first"], critical: false },
    ],
  });
  const story = await world.story();
  expect(story[0]).toMatch(new RegExp(`^→ ${strategy}`));
  expect(world.calls.filter(({ step }) => step === "first")).toHaveLength(1);
  expect(head.status).toBe("completed");
  expect(head.degraded).toBe(strategy === "skill_bypass");
  const last = world.calls.at(-1);
  if (strategy === "mcp_fallback") expect(last?.tool).toBe("b.read");
  if (strategy === "token_optimization" || strategy === "simplify_and_retry") expect(last?.params).toEqual({ limit: 50 });
  if (strategy === "simplify_and_retry") expect(last?.timeoutMs).toBe(120_000);
  if (strategy === "skill_bypass") expect(world.calls.filter(({ step }) => step === "s")).toHaveLength(1);
});

test("an answer that does not fit is refined three times at the most, and the one who writes is told why", async () => {
  const world = ladderWorld(() => fails("bad_output"));
  const { steps } = await world.play({ steps: [{ id: "s", tool: "a.read" }] });
  expect(world.calls).toHaveLength(4);
  expect(world.calls.at(-1)?.row.state.recovery?.rung).toMatchObject({ name: "iterative_refinement", because: "it says bad_output" });
  expect(steps["s"]).toMatchObject({ status: "failed", code: "bad_output" });
});

test("an error of no kind has no answer of its own, and one attempt is one attempt", async () => {
  const world = ladderWorld(() => fails("http_404"));
  await world.play({ steps: [{ id: "s", tool: "a.read" }] });
  expect(await world.story()).toEqual([]);
  const single = ladderWorld(() => fails("timeout", true));
  await single.play({ steps: [{ id: "s", tool: "a.read", retry: once }] });
  expect(single.calls).toHaveLength(1);
});

test("another component of the same capability comes after what was declared; one that does more to the world never", async () => {
  const same = { capability: "reading" };
  const world = ladderWorld(
    ({ tool }) => (tool === "c.read" ? ok() : fails("http_500", true)),
    [looseTool("a.read", "read", same), looseTool("b.send", "send", same), looseTool("c.read", "read", same), looseTool("d.read")],
  );
  await world.play({
    steps: [{ id: "s", tool: "a.read", retry: twice, fallbacks: [{ type: "component-replacement", tool: "d.read", attempts: 1 }] }],
  });
  expect(world.calls.map(({ tool }) => tool)).toEqual(["a.read", "a.read", "d.read", "c.read"]);
});

test("an effect of unknown outcome stops the ladder: nothing is tried in its place, a person is asked", async () => {
  const world = ladderWorld(() => ({ kind: "unknown", because: "the line broke" }));
  const { steps, approvals } = await world.play({
    steps: [{ id: "s", tool: "a.send", retry: twice, fallbacks: [{ type: "component-replacement", tool: "b.read" }] }],
  });
  expect(world.calls).toHaveLength(1);
  expect(await world.story()).toEqual([]);
  expect(steps["s"]).toMatchObject({ status: "held" });
  expect(Object.values(approvals)).toMatchObject([{ kind: "unknown_effect", status: "open" }]);
});

test("an effect that was changed by a rung is another effect, with a key of its own", async () => {
  const world = ladderWorld(({ params }) => (JSON.stringify(params).includes("email") ? ok() : fails("http_400")));
  const { effects } = await world.play({
    steps: [
      { id: "s", tool: "a.send", params: { channel: "sms" }, fallbacks: [{ type: "parameter-adjustment", params: { channel: "email" } }] },
    ],
  });
  const [first, second] = Object.values(effects);
  expect([first?.status, second?.status]).toEqual(["failed", "done"]);
  expect(first?.key).not.toBe(second?.key);
});

test("what a person released for one tool is not released for another", async () => {
  const world = ladderWorld(
    ({ tool }) => (tool === "a.send" ? fails("http_400") : ok()),
    [looseTool("a.send", "send"), looseTool("b.send", "send")],
  );
  await world.play({ steps: [{ id: "s", tool: "a.send", fallbacks: [{ type: "component-replacement", tool: "b.send" }] }] }, "ask_on_risk");
  const { approvals, head } = await world.decide("approve");
  expect(world.calls.map(({ tool }) => tool)).toEqual(["a.send"]);
  expect(Object.values(approvals).map(({ status, tool }) => `${tool} ${status}`)).toEqual(["a.send approved", "b.send open"]);
  expect(head.openApprovals).toBe(1);
  await world.decide("approve");
  expect(world.calls.map(({ tool }) => tool)).toEqual(["a.send", "b.send"]);
});

test("a step that is left out takes the named ones with it, and the end says what is missing", async () => {
  const world = ladderWorld(({ step }) => (step === "analyse" ? fails("http_400") : ok()));
  const { head, steps } = await world.play({
    steps: [
      { id: "collect", tool: "a.read" },
      { id: "analyse", tool: "a.read", dependsOn: ["collect"], fallbacks: [{ type: "workflow-modification", skipSteps: ["chart"] }] },
      { id: "chart", tool: "a.read", dependsOn: ["analyse"], onMissing: "run" },
      { id: "report", tool: "a.read", dependsOn: ["collect", "analyse", "chart"], onMissing: "run" },
    ],
  });
  expect(Object.fromEntries(Object.values(steps).map(({ id, status }) => [id, status]))).toEqual({
    collect: "completed",
    analyse: "skipped",
    chart: "skipped",
    report: "completed",
  });
  expect(head).toMatchObject({ status: "completed", degraded: true, missing: ["analyse", "chart"] });
});

test("a fallback that cannot be called is passed by, and the ladder goes on", async () => {
  const strict = looseTool("strict.read", "read", { input: z.strictObject({ no: z.string() }) });
  const world = ladderWorld(
    ({ tool }) => (tool === "b.read" ? ok() : fails("http_400")),
    [looseTool("a.read"), looseTool("b.read"), strict],
  );
  const { head } = await world.play({
    steps: [
      {
        id: "s",
        tool: "a.read",
        params: { yes: 1 },
        fallbacks: [
          { type: "component-replacement", tool: "strict.read" },
          { type: "component-replacement", tool: "b.read" },
        ],
      },
    ],
  });
  expect(head.status).toBe("completed");
  expect(world.calls.map(({ tool }) => tool)).toEqual(["a.read", "b.read"]);
});

test("each item of a list has its own ladder", async () => {
  const world = ladderWorld(({ tool, step }) => (tool === "a.read" && step === "s[1]" ? fails("http_400") : ok(step)));
  const { head, steps } = await world.play({
    steps: [{ id: "s", tool: "a.read", forEach: "[1, 2, 3]", fallbacks: [{ type: "component-replacement", tool: "b.read" }] }],
  });
  expect(head.status).toBe("completed");
  expect(world.calls.map(({ step, tool }) => `${step} ${tool}`).sort()).toEqual([
    "s[0] a.read",
    "s[1] a.read",
    "s[1] b.read",
    "s[2] a.read",
  ]);
  expect(steps["s[1]"]?.recovery?.tried).toHaveLength(1);
});

test("a person is asked with the error and what was tried; who tries again, changes the input or lets it fail is obeyed", async () => {
  const plan = (fallbacks: object[]) => ({ steps: [{ id: "s", tool: "a.read", params: { of: "x" }, retry: twice, fallbacks }] }) as never;
  const ask = [{ type: "manual-intervention", ask: "Which address is right?" }];
  const world = ladderWorld((_, n) => (n <= 4 ? fails("http_500", true) : ok()));
  const { approvals, steps } = await world.play(plan(ask));
  expect(steps["s"]).toMatchObject({ status: "held", hold: { reason: "approval", because: "Which address is right?" } });
  const [asked] = Object.values(approvals);
  expect(asked).toMatchObject({ kind: "intervention", status: "open", tool: "a.read" });
  expect(asked?.why.slice(0, 3)).toEqual(["Which address is right?", "The error: it says http_500", "Tried 2 times."]);
  // Tried again it fails again, as often as the step allows, and is the person's again.
  const again = await world.decide("approve");
  expect(world.calls).toHaveLength(4);
  expect(again.steps["s"]).toMatchObject({ status: "held" });
  const edited = await world.decide("edit", { of: "y" });
  expect(world.calls.at(-1)?.params).toEqual({ of: "y" });
  expect(edited.head.status).toBe("completed");
  expect(await world.story()).toEqual([
    "retry ×2: failed",
    "→ manual-intervention",
    "manual-intervention ×2: failed",
    "→ manual-intervention",
    "manual-intervention ×1: recovered",
  ]);

  const given = ladderWorld(() => fails("http_400"));
  await given.play(plan(ask));
  expect((await given.decide("reject")).head.status).toBe("failed");
});

const blocked = { kind: "blocked" as const, component: "http:a.test", because: "http:a.test is not well", waitMs: 5_000 };

test("a call that its breaker does not let through waits, and no attempt is counted", async () => {
  const world = ladderWorld((_, n) => [blocked, blocked, blocked, fails("http_500", true)][n - 1] ?? ok());
  const { head, steps } = await world.play({ steps: [{ id: "s", tool: "a.read", retry: twice }] });
  expect(head.status).toBe("completed");
  expect(steps["s"]?.attempt).toBe(2);
  const held = (await world.events()).filter((event) => event.type === "step.held");
  expect(held).toHaveLength(3);
  expect(held[0]).toMatchObject({ hold: { reason: "breaker", ref: "http:a.test" } });
  const [first = 0, second = 0] = world.calls.map(({ at }) => at);
  expect(second - first).toBeGreaterThanOrEqual(5_000);
});

test("where another component is the next rung, nobody waits for the breaker", async () => {
  const world = ladderWorld(({ tool }) => (tool === "a.read" ? blocked : ok()));
  await world.play({ steps: [{ id: "s", tool: "a.read", fallbacks: [{ type: "component-replacement", tool: "b.read" }] }] });
  expect(world.calls.map(({ tool }) => tool)).toEqual(["a.read", "b.read"]);
});

test("an effect that was not let through did not happen, and is called with the same key when it may", async () => {
  const world = ladderWorld((_, n) => (n === 1 ? blocked : ok()));
  const { effects } = await world.play({ steps: [{ id: "s", tool: "a.send" }] });
  expect(Object.values(effects)).toMatchObject([{ status: "done" }]);
  expect((await world.events()).filter(({ type }) => type === "effect.failed")).toHaveLength(1);
});

test("a component that stays unwell for half an hour fails the step", async () => {
  const world = ladderWorld(() => ({ ...blocked, waitMs: 600_000 }));
  const { steps } = await world.play({ steps: [{ id: "s", tool: "a.read" }] });
  expect(steps["s"]).toMatchObject({ status: "failed", code: "breaker_open" });
  expect(world.calls.length).toBeLessThan(7);
});

test("a lighter request asks for less and keeps what it is about", () => {
  expect(lighter({ query: "flats", limit: 25, sources: ["a", "b", "c", "d"], page: 3, max_results: 9 })).toEqual({
    query: "flats",
    limit: 13,
    sources: ["a", "b"],
    page: 3,
    max_results: 5,
  });
  expect(lighter({ text: "word ".repeat(2_000) }).text.length).toBeLessThanOrEqual(5_000);
});
