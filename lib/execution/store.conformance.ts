import { describe, expect, test } from "vitest";
import { accept, refuse } from "#lib/kernel/outcome.ts";
import { batchesOf } from "#lib/planner/batches.ts";
import { Plan, type PlanDraft } from "#lib/planner/plan.ts";
import type { Workspace } from "#lib/tenancy/workspace.ts";
import { decideAdmit } from "./decide-admit.ts";
import { decideControl } from "./decide-control.ts";
import { decidePlan, decidePlanning, decideRequest } from "./decide-plan.ts";
import { decideSettle } from "./decide-settle.ts";
import type { By, Fact } from "./events.ts";
import { payloadOf } from "./payloads.ts";
import type { Command, ExecutionStore } from "./store.ts";

/** Two handles on the same data, as two processes have them. */
export type Opened = { one: ExecutionStore; two: ExecutionStore; newId: (prefix: string) => string };

const by: By = { kind: "member", id: "usr_1", name: "Dana" };
const at = "2026-01-15T09:00:00.000Z";
const here: Workspace = { id: "ws_here" };
const elsewhere: Workspace = { id: "ws_elsewhere" };

const said = (text: string): Fact => ({
  type: "message.sent",
  step: null,
  status: "queued",
  message: text,
  messageId: text,
  from: "a",
  to: "b",
  text,
});
const say = (text: string, cause = text): Command<string> => ({ cause, decide: () => accept({ facts: [said(text)], answer: text }) });
const keyed = (text: string, key: string, fingerprint = "same"): Command<string> => ({
  ...say(text, `${text}:${key}`),
  idempotency: { key, fingerprint, status: 202, answerOf: (answer) => ({ answer }) },
});

/** What every store of executions does, whatever it keeps them in. */
export function storeConformance(name: string, open: () => Promise<Opened>): void {
  async function requested({ one, newId }: Opened, plan?: PlanDraft, concurrency = 50): Promise<string> {
    const id = newId("exe");
    await one.create(here, id, {
      cause: "requested",
      decide: () => accept(decideRequest(id, { title: "A test", trigger: "api", by, autonomy: "run", concurrency })),
    });
    if (plan) await planned(one, id, Plan.parse(plan));
    return id;
  }
  async function planned(store: ExecutionStore, id: string, plan: Plan): Promise<void> {
    const { ref } = payloadOf(id, {});
    const outcome = await store.actAll(here, id, [
      { cause: "plan", decide: (slice) => accept(decidePlanning(slice, { planner: "given" })) },
      {
        cause: "planned",
        decide: (slice) =>
          decidePlan(slice, { plan, ref, batches: batchesOf(plan.steps), gain: 0, planner: "given", notes: [], at, onlySlot: () => true }),
      },
    ]);
    expect(outcome).toMatchObject({ ok: true });
  }
  const admit = (id: string, step: string, run: string, wake = 1): Command<unknown> => ({
    cause: `admit:${step}:${wake}`,
    need: { edgesFrom: [step] },
    decide: (slice) =>
      accept(
        decideAdmit(slice, {
          step,
          wake,
          run,
          at,
          tool: "t",
          prepared: { kind: "call", params: payloadOf(id, {}).ref, effect: "read", summary: "", why: [] },
        }),
      ),
  });
  const settle = (id: string, step: string, value: string): Command<unknown> => ({
    cause: `settle:${step}`,
    need: { edgesFrom: [step] },
    payloads: [payloadOf(id, value)],
    decide: (slice) =>
      decideSettle(slice, { step, fence: 1, at, end: { kind: "completed", output: payloadOf(id, value).ref, preview: value, ms: 1 } }),
  });
  const texts = async (store: ExecutionStore, id: string, scope = here) =>
    (await store.readAfter(scope, id, 0, 1_000)).flatMap((event) => (event.type === "message.sent" ? [event.text] : []));
  const step = (id: string, dependsOn: string[] = []) => ({ id, tool: "t", dependsOn });

  describe(`${name} as a store of executions`, () => {
    test("what is created is read back, and an id is created once", async () => {
      const opened = await open();
      const id = await requested(opened);
      expect((await opened.two.slice(here, id, {}))?.execution.head).toMatchObject({ id, seq: 1, status: "queued" });
      const again = await opened.two.create(here, id, {
        cause: "requested",
        decide: () => accept(decideRequest(id, { title: "Another", trigger: "api", by, autonomy: "run", concurrency: 1 })),
      });
      expect(again).toMatchObject({ ok: true, value: { kind: "replayed" } });
      expect(await opened.one.readAfter(here, id, 0, 10)).toHaveLength(1);
    });

    test("a cause appends once, from whichever process and however often at once", async () => {
      const opened = await open();
      const id = await requested(opened);
      const outcomes = await Promise.all(
        Array.from({ length: 12 }, (_, index) => (index % 2 ? opened.one : opened.two).act(here, id, say("once"))),
      );
      expect(outcomes.every(({ ok }) => ok)).toBe(true);
      expect(outcomes.filter((outcome) => outcome.ok && outcome.value.kind === "done")).toHaveLength(1);
      expect(await texts(opened.two, id)).toEqual(["once"]);
    });

    test("commands of many owners at once all land, each with the next place", async () => {
      const opened = await open();
      const id = await requested(opened);
      const all = Array.from({ length: 40 }, (_, index) => `m${index}`);
      await Promise.all(all.map((text, index) => (index % 2 ? opened.one : opened.two).act(here, id, say(text))));
      expect((await texts(opened.one, id)).sort()).toEqual([...all].sort());
      expect((await opened.one.readAfter(here, id, 0, 100)).map(({ seq }) => seq)).toEqual(
        Array.from({ length: 41 }, (_, index) => index + 1),
      );
    });

    test("each command of an append decides on what the one before left; a refused first leaves nothing", async () => {
      const opened = await open();
      const id = await requested(opened);
      const seen: number[] = [];
      const looking = (text: string): Command<string> => ({
        ...say(text),
        decide(slice) {
          seen.push(slice.execution.head.seq);
          return accept({ facts: [said(text)], answer: text });
        },
      });
      await opened.one.actAll(here, id, [looking("a"), looking("b")]);
      expect(seen).toEqual([1, 2]);
      const no: Command<unknown> = { cause: "no", decide: () => refuse({ code: "conflict", because: "no" }) };
      expect(await opened.one.actAll(here, id, [no, say("c")])).toMatchObject({ ok: false, refusal: { because: "no" } });
      expect(await texts(opened.one, id)).toEqual(["a", "b"]);
    });

    test("a command that breaks fails alone", async () => {
      const opened = await open();
      const id = await requested(opened);
      const broken: Command<unknown> = {
        cause: "broken",
        decide: () => {
          throw new Error("a bug");
        },
      };
      const [good, bad, other] = await Promise.allSettled([
        opened.one.act(here, id, say("good")),
        opened.one.act(here, id, broken),
        opened.one.act(here, id, say("other")),
      ]);
      expect([good.status, bad.status, other.status]).toEqual(["fulfilled", "rejected", "fulfilled"]);
      expect((await texts(opened.one, id)).sort()).toEqual(["good", "other"]);
    });

    test("a key gives its first answer again; for another request it is refused as such", async () => {
      const opened = await open();
      const id = await requested(opened);
      expect(await opened.one.act(here, id, keyed("a", "k1"))).toMatchObject({ ok: true, value: { kind: "done", answer: "a" } });
      expect(await opened.two.act(here, id, keyed("a", "k1"))).toEqual({
        ok: true,
        value: { kind: "stored", status: 202, answer: { answer: "a" } },
      });
      expect(await opened.two.act(here, id, keyed("b", "k1", "other"))).toMatchObject({ ok: true, value: { kind: "stored", status: 422 } });
      expect(await opened.two.act(here, id, keyed("a", "k1", "other"))).toMatchObject({ ok: true, value: { kind: "stored", status: 422 } });
      const late: Command<string> = { ...keyed("a", "k1"), decide: () => refuse({ code: "conflict", because: "too late" }) };
      expect(await opened.two.act(here, id, late)).toMatchObject({ ok: true, value: { kind: "stored", status: 202 } });
      expect(await texts(opened.one, id)).toEqual(["a"]);
    });

    test("a key is kept also when there was nothing to do", async () => {
      const opened = await open();
      const id = await requested(opened);
      const idle: Command<string> = { ...keyed("a", "k2"), decide: () => accept({ facts: [], answer: "nothing" }) };
      await opened.one.act(here, id, idle);
      expect(await opened.two.act(here, id, keyed("a", "k2"))).toEqual({
        ok: true,
        value: { kind: "stored", status: 202, answer: { answer: "nothing" } },
      });
      expect(await texts(opened.one, id)).toEqual([]);
    });

    test("a key that is doubled takes nothing from the commands beside it", async () => {
      const opened = await open();
      const id = await requested(opened);
      await opened.one.act(here, id, keyed("a", "k3"));
      const beside = Array.from({ length: 6 }, (_, index) => `m${index}`);
      await Promise.all([
        ...beside.slice(0, 3).map((text) => opened.one.act(here, id, say(text))),
        opened.one.act(here, id, keyed("a", "k3")),
        opened.one.act(here, id, keyed("z", "k4")),
        ...beside.slice(3).map((text) => opened.one.act(here, id, say(text))),
      ]);
      expect((await texts(opened.one, id)).sort()).toEqual(["a", ...beside, "z"].sort());
      expect(await opened.two.act(here, id, keyed("z", "k4"))).toMatchObject({ ok: true, value: { kind: "stored" } });
    });

    test("one creation for a key, of many at once", async () => {
      const { one, two, newId } = await open();
      const key = newId("key");
      const create = (store: ExecutionStore, fingerprint = "same") => {
        const id = newId("exe");
        return store.create(here, id, {
          cause: "requested",
          decide: () => accept(decideRequest(id, { title: "", trigger: "api", by, autonomy: "run", concurrency: 1 })),
          idempotency: { key, fingerprint, status: 202, answerOf: () => ({ id }) },
        });
      };
      const outcomes = await Promise.all(Array.from({ length: 10 }, (_, index) => create(index % 2 ? one : two)));
      expect(outcomes.filter((outcome) => outcome.ok && outcome.value.kind === "done")).toHaveLength(1);
      const answers = new Set(
        outcomes.flatMap((outcome) => (outcome.ok && outcome.value.kind === "stored" ? [JSON.stringify(outcome.value.answer)] : [])),
      );
      expect(answers.size).toBe(1);
      expect(await create(two, "other")).toMatchObject({ ok: true, value: { kind: "stored", status: 422 } });
    });

    test("another workspace finds nothing under the id, not even while its owner acts", async () => {
      const opened = await open();
      const id = await requested(opened);
      const { ref } = payloadOf(id, "secret");
      await opened.one.act(here, id, { ...say("a"), payloads: [payloadOf(id, "secret")] });
      const [, stranger] = await Promise.all([opened.one.act(here, id, say("b")), opened.one.act(elsewhere, id, say("intruder"))]);
      expect(stranger).toMatchObject({ ok: false, refusal: { code: "not_found" } });
      expect(await opened.one.slice(elsewhere, id, { open: true })).toBeNull();
      expect(await opened.one.payload(elsewhere, id, ref.id)).toBeUndefined();
      expect(await opened.one.readAfter(elsewhere, id, 0, 10)).toEqual([]);
      expect(await opened.one.payload(here, id, ref.id)).toBe("secret");
      expect(await texts(opened.one, id)).toEqual(["a", "b"]);
    });

    test("a settled step frees its dependents, and its output is read by its step", async () => {
      const opened = await open();
      const id = await requested(opened, { steps: [step("a"), step("b", ["a"]), step("c", ["a", "b"])] });
      await opened.one.act(here, id, admit(id, "a", "run_1"));
      const slice = await opened.two.slice(here, id, { edgesFrom: ["a"], run: "run_1" });
      expect(slice).toMatchObject({ claims: [{ stepId: "a", wake: 1 }], edgesCut: false });
      expect(slice?.edges).toEqual([
        { from: "a", to: "b" },
        { from: "a", to: "c" },
      ]);
      expect(await opened.two.outputs(here, id, ["a", "b"])).toEqual(new Map());
      await opened.two.act(here, id, settle(id, "a", "out"));
      expect(await opened.one.outputs(here, id, ["a", "b"])).toEqual(new Map([["a", "out"]]));
      const after = await opened.one.slice(here, id, { steps: ["b", "c"], run: "run_1" });
      expect(after?.claims).toEqual([]);
      expect(after?.rows["b"]).toMatchObject({ waitingOn: 0, state: { status: "ready", wake: 1 } });
      expect(after?.rows["c"]).toMatchObject({ waitingOn: 1, state: { status: "pending" } });
    });

    test("a claim is renewed by its fence alone", async () => {
      const opened = await open();
      const id = await requested(opened, { steps: [step("a")] });
      await opened.one.act(here, id, admit(id, "a", "run_1"));
      expect(await opened.one.renew(here, id, "a", 1)).toMatchObject({ lost: false, halting: false });
      expect(await opened.two.renew(here, id, "a", 2)).toMatchObject({ lost: true });
      expect(await opened.two.renew(elsewhere, id, "a", 1)).toMatchObject({ lost: true });
    });

    test("two wide steps that settle in one append lose none of their dependents", async () => {
      const opened = await open();
      const fans = ["a", "b"].flatMap((from) => Array.from({ length: 150 }, (_, index) => step(`${from}${index}`, [from])));
      const id = await requested(opened, { steps: [step("a"), step("b"), ...fans] });
      await Promise.all(["a", "b"].map((from) => opened.one.act(here, id, admit(id, from, `run_${from}`))));
      // The first takes the way to the store; the other two go together behind it.
      const [, ...outcomes] = await Promise.all([
        opened.one.act(here, id, say("x")),
        ...["a", "b"].map((from) => opened.one.act(here, id, settle(id, from, from))),
      ]);
      const nudges = outcomes.flatMap((outcome) => (outcome.ok && outcome.value.kind === "done" ? outcome.value.nudges : []));
      const readied = nudges.filter(({ name: to }) => to === "step/ready").length;
      if (readied < 300) expect(nudges.some(({ name: to }) => to === "execution/advance")).toBe(true);
    });

    test("a step that begins to wait for a slot in the append that frees one is let in", async () => {
      const opened = await open();
      const id = await requested(opened, { steps: [step("a"), step("b")] }, 1);
      await opened.one.act(here, id, admit(id, "a", "run_1"));
      await Promise.all([
        opened.one.act(here, id, say("x")),
        opened.one.act(here, id, admit(id, "b", "run_2")),
        opened.one.act(here, id, settle(id, "a", "out")),
      ]);
      const now = await opened.one.slice(here, id, { steps: ["b"] });
      expect(now?.execution.head).toMatchObject({ slotWaiters: 0, running: 0 });
      expect(now?.rows["b"]?.state).toMatchObject({ status: "ready", wake: 3 });
    });

    test("the end closes every open row, and the head alone says what waits", async () => {
      const opened = await open();
      const id = await requested(opened, { steps: [step("a"), step("b"), step("c", ["a"])] }, 1);
      await opened.one.act(here, id, admit(id, "a", "run_1"));
      await opened.one.act(here, id, admit(id, "b", "run_2"));
      expect((await opened.one.slice(here, id, {}))?.execution.head).toMatchObject({ running: 1, slotWaiters: 1 });
      await opened.one.act(here, id, {
        cause: "cancel",
        need: { open: true },
        decide: (slice) => decideControl(slice, { action: "cancel", by }),
      });
      await opened.two.act(here, id, settle(id, "a", "late"));
      const end = await opened.two.slice(here, id, { steps: ["a", "b", "c"] });
      expect(end?.execution.head).toMatchObject({ status: "cancelled", running: 0, slotWaiters: 0 });
      expect(
        Object.values(end?.rows ?? {})
          .map(({ id: of, state }) => [of, state.status])
          .sort(),
      ).toEqual([
        ["a", "completed"],
        ["b", "cancelled"],
        ["c", "cancelled"],
      ]);
    });

    test("what a refused or broken transaction wrote is not there", async () => {
      const opened = await open();
      const id = await requested(opened);
      const no = await opened.one.actWith(here, id, async () =>
        accept({ cause: "no", decide: () => refuse({ code: "conflict", because: "no" }) } as Command<unknown>),
      );
      expect(no).toMatchObject({ ok: false });
      await expect(opened.one.actWith(here, id, () => Promise.reject(new Error("broke")))).rejects.toThrow("broke");
      expect(await opened.one.actWith(here, id, async () => accept(say("kept")))).toMatchObject({ ok: true, value: { kind: "done" } });
      expect(await texts(opened.two, id)).toEqual(["kept"]);
    });
  });
}
