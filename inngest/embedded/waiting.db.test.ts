import { afterEach, expect, test } from "vitest";
import { type Lab, openLab } from "./lab.testing.ts";

let lab: Lab;
afterEach(() => lab.close());

test("sleep and sleepUntil end at their time (conformance 19)", async () => {
  lab = await openLab((inngest) => [
    inngest.createFunction({ id: "sleeps", triggers: [{ event: "lab/sleeps" }] }, async ({ event, step }) => {
      await step.sleep("nap", "30d");
      await step.sleepUntil("until", new Date(event.data.until as number));
      return "awake";
    }),
  ]);
  const day = 86_400_000;
  await lab.send("lab/sleeps", { until: Date.now() + 40 * day });
  const [nap] = await lab.waiting("sleep");
  expect(nap?.inMs).toBeGreaterThan(29.9 * day);
  await lab.advance(31 * day);
  const [until] = await lab.waiting("sleep");
  expect(until?.inMs).toBeLessThan(10 * day);
  await lab.advance(10 * day);
  expect((await lab.ended("sleeps"))[0]?.output).toBe("awake");
});

test("a wait ends with null at its timeout, and an `if` that is false keeps it waiting (conformance 20)", async () => {
  lab = await openLab((inngest) => [
    inngest.createFunction({ id: "waits", triggers: [{ event: "lab/waits" }] }, async ({ step }) =>
      step.waitForEvent("answer", { event: "lab/answer", timeout: "1h", if: "async.data.id == event.data.id && async.data.ok == true" }),
    ),
  ]);
  await lab.send("lab/answer", { id: "early", ok: true });
  await lab.send("lab/waits", { id: "early" });
  await lab.waiting("event");
  await lab.send("lab/answer", { id: "other", ok: true });
  await lab.send("lab/answer", { id: "early", ok: false });
  await lab.send("lab/answer", { id: "early" });
  await lab.advance(3_600_000);
  expect((await lab.ended("waits"))[0]).toMatchObject({ status: "completed", output: null });
});

test("`match` compares the trigger with the candidate, and the whole event is what the wait gives (conformance 21, 22)", async () => {
  lab = await openLab((inngest) => [
    inngest.createFunction({ id: "match", triggers: [{ event: "lab/match" }] }, async ({ step }) =>
      step.waitForEvent("answer", { event: "lab/answer", timeout: "1h", match: "data.id" }),
    ),
  ]);
  await lab.send("lab/match", { id: 7 });
  await lab.waiting("event");
  await lab.send("lab/answer", { id: 8 });
  await lab.send("lab/answer", { id: 7, z: 1, a: 2 }, { id: "mine", ts: 1_700_000_000_000 });
  const [run] = await lab.ended("match");
  expect(run?.output).toEqual({ name: "lab/answer", id: "mine", data: { id: 7, z: 1, a: 2 }, ts: 1_700_000_000_000, user: {} });
  expect(JSON.stringify(run?.output)).toContain('"z":1,"a":2');
});

test("one event resumes every run that waits for it, and also starts functions (conformance 23)", async () => {
  lab = await openLab((inngest) => [
    inngest.createFunction(
      { id: "many", triggers: [{ event: "lab/many" }] },
      async ({ step }) => (await step.waitForEvent("go", { event: "lab/go", timeout: "1h" }))?.data,
    ),
    inngest.createFunction({ id: "going", triggers: [{ event: "lab/go" }] }, () => "started"),
  ]);
  await lab.inngest.send(Array.from({ length: 25 }, () => ({ name: "lab/many", data: {} })));
  await lab.waiting("event", 25);
  await lab.send("lab/go", { n: 1 });
  expect((await lab.ended("many", 25)).every(({ output }) => (output as { n: number }).n === 1)).toBe(true);
  expect(await lab.ended("going")).toHaveLength(1);
});

test("an event and the timeout at the same instant: exactly one wins (conformance 24)", async () => {
  lab = await openLab((inngest) => [
    inngest.createFunction({ id: "tie", triggers: [{ event: "lab/tie" }] }, async ({ step }) => {
      const heard = await step.waitForEvent("go", { event: "lab/go", timeout: "1m" });
      return step.run("after", () => (heard === null ? "timeout" : "event"));
    }),
  ]);
  await lab.inngest.send(Array.from({ length: 50 }, () => ({ name: "lab/tie", data: {} })));
  await lab.waiting("event", 50);
  await Promise.all([lab.advance(60_000), lab.send("lab/go")]);
  const runs = await lab.ended("tie", 50);
  expect(runs).toHaveLength(50);
  expect(runs.every(({ status, output }) => status === "completed" && ["timeout", "event"].includes(output as string))).toBe(true);
  const { rows } = await lab.pool.query("select count(*)::int as n from executor.memo");
  expect(rows[0].n).toBe(100);
});

test("sendEvent gives ids and its events start functions, once though the call is repeated (conformance 25)", async () => {
  lab = await openLab((inngest) => [
    inngest.createFunction({ id: "sender", triggers: [{ event: "lab/sender" }] }, async ({ step }) =>
      step.sendEvent("tell", [
        { name: "lab/told", data: { n: 1 } },
        { name: "lab/told", data: { n: 2 } },
      ]),
    ),
    inngest.createFunction({ id: "told", triggers: [{ event: "lab/told" }] }, ({ event }) => event.data.n),
  ]);
  await lab.send("lab/sender");
  const [run] = await lab.ended("sender");
  expect(run?.output).toMatchObject({ ids: [expect.any(String), expect.any(String)] });
  expect((await lab.ended("told", 2)).map(({ output }) => output).toSorted()).toEqual([1, 2]);

  const body = JSON.stringify([{ name: "lab/told", data: { n: 3 } }]);
  const repeated = () =>
    lab.executor
      .fetch("http://executor.invalid/e/key", {
        method: "POST",
        body,
        headers: { "x-inngest-event-id-seed": `${Date.now()},AAAAAAAAAAAAAA==` },
      })
      .then((answer) => answer.json());
  const seed = `1795211312057,${Buffer.from("0123456789").toString("base64")}`;
  const twice = await Promise.all(
    [1, 2].map(() =>
      lab.executor
        .fetch("http://executor.invalid/e/key", { method: "POST", body, headers: { "x-inngest-event-id-seed": seed } })
        .then((answer) => answer.json()),
    ),
  );
  expect(twice[0]).toEqual(twice[1]);
  expect((await repeated()).ids).not.toEqual(twice[0].ids);
  expect(await lab.ended("told", 4)).toHaveLength(4);
});

test("a second event with the sender's id starts nothing and is answered all the same (conformance 26)", async () => {
  lab = await openLab((inngest) => [inngest.createFunction({ id: "once", triggers: [{ event: "lab/once" }] }, ({ event }) => event.id)]);
  const [one] = (await lab.send("lab/once", {}, { id: "order-1" })).ids;
  const answers = await Promise.all(Array.from({ length: 10 }, () => lab.send("lab/once", {}, { id: "order-1" })));
  expect(answers.every(({ ids }) => ids.length === 1 && ids[0] !== one)).toBe(true);
  await lab.send("lab/once", {}, { id: "order-2" });
  const runs = await lab.ended("once", 2);
  expect(runs.map(({ output }) => output)).toEqual(["order-1", "order-2"]);
});

test("a signal reaches the run that waits for it, and nobody waiting is no error (conformance 27)", async () => {
  lab = await openLab((inngest) => [
    inngest.createFunction({ id: "signalled", triggers: [{ event: "lab/signalled" }] }, async ({ step }) =>
      step.waitForSignal("wait", { signal: "lab-sig", timeout: "1h" }),
    ),
    inngest.createFunction({ id: "second", retries: 0, triggers: [{ event: "lab/second" }] }, async ({ step }) =>
      step.waitForSignal("wait", { signal: "lab-sig", timeout: "1h" }).catch((error: Error) => error.message),
    ),
    inngest.createFunction({ id: "signaller", triggers: [{ event: "lab/signaller" }] }, async ({ step }) =>
      step.sendSignal("tell", { signal: "lab-sig", data: { go: 1 } }),
    ),
  ]);
  await lab.send("lab/signaller");
  expect((await lab.ended("signaller"))[0]?.status).toBe("completed");
  await lab.send("lab/signalled");
  await lab.waiting("signal");
  await lab.send("lab/second");
  expect((await lab.ended("second"))[0]?.output).toMatch(/already waits/);
  await lab.send("lab/signaller");
  expect((await lab.ended("signalled"))[0]?.output).toEqual({ signal: "lab-sig", data: { go: 1 } });
});

test("a trigger's `if` chooses, a wildcard matches deeper names, and defaults are filled in (conformance 28)", async () => {
  lab = await openLab((inngest) => [
    inngest.createFunction({ id: "big", triggers: [{ event: "lab/wild/n", if: "event.data.n > 5" }] }, ({ event }) => event.data.n),
    inngest.createFunction({ id: "wild", triggers: [{ event: "lab/wild/*" }] }, ({ event }) => event),
  ]);
  const before = Date.now();
  const sent = [await lab.send("lab/wild/n", { n: 5 }), await lab.send("lab/wild/n", { n: 6 }), await lab.send("lab/wild/deeper/still")];
  const runs = await lab.ended("wild", 3);
  expect((await lab.ended("big")).map(({ output }) => output)).toEqual([6]);
  const deep = runs.find(({ event }) => event.name === "lab/wild/deeper/still")?.output as { id: string; ts: number; user: unknown };
  expect(deep.id).toBe(sent[2]?.ids[0]);
  expect(deep.ts).toBeGreaterThanOrEqual(before);
});

test("an event of the future starts its run at its time", async () => {
  lab = await openLab((inngest) => [inngest.createFunction({ id: "later", triggers: [{ event: "lab/later" }] }, () => "now")]);
  await lab.send("lab/later", {}, { ts: Date.now() + 3_600_000 });
  const [item] = await lab.waiting("discover");
  expect(item?.inMs).toBeGreaterThan(3_500_000);
  await lab.advance(3_600_000);
  expect((await lab.ended("later"))[0]?.status).toBe("completed");
});
