import { expect, test } from "vitest";
import { z } from "zod";
import { looseTool } from "#lib/tools/loose-tool.fixture.ts";
import { fails, ladderWorld, ok } from "./ladder.fixture.ts";

const tools = [
  looseTool("a.read", "read", { input: z.looseObject({ of: z.string() }), output: z.looseObject({ n: z.number() }) }),
  looseTool("a.send", "send"),
  looseTool("then.read"),
];
const plan = {
  steps: [
    { id: "s", tool: "a.read", params: { of: "x" }, retry: { maxAttempts: 1 }, fallbacks: [{ type: "manual-intervention" as const }] },
    { id: "then", tool: "then.read", dependsOn: ["s"], onMissing: "run" as const, params: { from: "{{ default(steps.s.n, 0) }}" } },
  ],
};
const broken = (until: number) => ladderWorld(({ step }, n) => (step === "s" && n <= until ? fails("http_500", true) : ok({ n })), tools);

test("a step that waits for help is tried again, and the steps after it go on", async () => {
  const world = broken(1);
  await world.play(plan);
  const { controlled, head, approvals } = await world.control("retry");
  expect(controlled).toMatchObject({ ok: true, value: { step: "s", status: "ready" } });
  expect(head.status).toBe("completed");
  expect(Object.values(approvals)).toMatchObject([{ status: "approved", by: { name: "Dana" } }]);
});

test("its input is changed, and a changed input that does not fit is refused and changes nothing", async () => {
  const world = broken(1);
  await world.play(plan);
  const { seq } = (await world.state()).head;
  expect((await world.control("edit_input", { of: 1 })).controlled).toMatchObject({ ok: false, refusal: { code: "unprocessable" } });
  expect((await world.state()).head.seq).toBe(seq);
  const { head } = await world.control("edit_input", { of: "y" });
  expect(world.calls.filter(({ step }) => step === "s").at(-1)?.params).toEqual({ of: "y" });
  expect(head.status).toBe("completed");
});

test("its output is given by a person, checked like the tool's own, and is on record as theirs", async () => {
  const world = broken(9);
  await world.play(plan);
  expect((await world.control("provide_output", { n: "seven" })).controlled).toMatchObject({
    ok: false,
    refusal: { code: "unprocessable" },
  });
  const { head } = await world.control("provide_output", { n: 7 });
  expect(head).toMatchObject({ status: "completed", degraded: false });
  expect(world.calls.at(-1)?.params).toEqual({ from: 7 });
  expect((await world.events()).find(({ type }) => type === "recovery.tried")).toMatchObject({
    outcome: "recovered",
    by: { name: "Dana" },
  });
});

test("it is left out: what can do without goes on, and the end says what is missing", async () => {
  const world = broken(9);
  await world.play({ steps: [plan.steps[0] as never, { id: "then", tool: "then.read", dependsOn: ["s"], onMissing: "run" }] });
  const { head, steps } = await world.control("skip");
  expect(steps["s"]?.status).toBe("skipped");
  expect(steps["then"]?.status).toBe("completed");
  expect(head).toMatchObject({ status: "completed", degraded: true, missing: ["s"] });
});

test("asked twice it is done once; what is impossible is refused with what is possible", async () => {
  const world = broken(9);
  await world.play({ steps: [plan.steps[0] as never] });
  await Promise.all([world.control("skip", undefined, "s", "key-1"), world.control("skip", undefined, "s", "key-1")]);
  await world.control("skip");
  expect((await world.events()).filter(({ type }) => type === "step.skipped")).toHaveLength(1);
  expect((await world.control("retry")).controlled).toMatchObject({ ok: false, refusal: { code: "conflict", allowed: [] } });
  expect((await world.control("retry", undefined, "nowhere")).controlled).toMatchObject({ ok: false, refusal: { code: "not_found" } });
});

test("two people at once: one of them is obeyed, the other is told", async () => {
  const world = broken(9);
  await world.play({ steps: [plan.steps[0] as never] });
  const both = await Promise.all([world.control("skip"), world.control("provide_output", { n: 1 })]);
  expect(both.map(({ controlled }) => controlled.ok).sort()).toEqual([false, true]);
});

test("what a policy holds cannot be released past its approval", async () => {
  const world = ladderWorld(() => ok(), tools);
  await world.play({ steps: [{ id: "s", tool: "a.send" }] }, "ask_on_risk");
  for (const action of ["retry", "edit_input", "provide_output"] as const)
    expect((await world.control(action, action === "retry" ? undefined : {})).controlled).toMatchObject({
      ok: false,
      refusal: { code: "conflict", allowed: ["skip"] },
    });
  expect(world.calls).toHaveLength(0);
  expect((await world.control("skip")).steps["s"]?.status).toBe("skipped");
});

test("an input that a person changed is still held where policy wants to see it", async () => {
  const world = ladderWorld(() => fails("http_400"), tools);
  await world.play(
    { steps: [{ id: "s", tool: "a.send", params: { to: "a" }, fallbacks: [{ type: "manual-intervention" }] }] },
    "ask_on_risk",
  );
  await world.decide("approve");
  const { steps, approvals } = await world.control("edit_input", { to: "b" });
  expect(world.calls).toHaveLength(1);
  expect(steps["s"]?.status).toBe("held");
  expect(Object.values(approvals).at(-1)).toMatchObject({ kind: "step", status: "open" });
});

test("an effect whose input a person changed between two attempts has another key", async () => {
  const world = ladderWorld((_, n) => (n === 1 ? fails("http_503", true) : ok()), tools);
  await world.play({ steps: [{ id: "s", tool: "a.send", params: { to: "a" } }] }, "run", { calls: 1 });
  expect((await world.state()).steps["s"]?.status).toBe("retrying");
  const { effects, head } = await world.control("edit_input", { to: "b" });
  expect(head.status).toBe("completed");
  const [first, second] = Object.values(effects);
  expect([first?.status, second?.status]).toEqual(["failed", "done"]);
  expect(first?.key).not.toBe(second?.key);
});
