import { afterEach, expect, test } from "vitest";
import { createJournal } from "./journal.postgres.ts";
import { type Lab, openLab } from "./lab.testing.ts";

let lab: Lab;
afterEach(() => lab.close());

const day = 86_400_000;
const count = async (table: string) => (await lab.pool.query(`select from executor.${table}`)).rowCount;

test("ended runs are forgotten with their memos after a day, open ones and young ones are not", async () => {
  lab = await openLab((inngest) => [
    inngest.createFunction({ id: "short", triggers: [{ event: "lab/short" }] }, async ({ step }) => step.run("one", () => 1)),
    inngest.createFunction({ id: "long", triggers: [{ event: "lab/long" }] }, async ({ step }) => {
      await step.run("one", () => 1);
      await step.sleep("nap", "30d");
    }),
  ]);
  const journal = createJournal({ pool: lab.pool, worker: 0, leaseMs: 1_000 });
  await lab.inngest.send(Array.from({ length: 7 }, () => ({ name: "lab/short", data: {} })));
  await lab.send("lab/long");
  await lab.ended("short", 7);
  await lab.waiting("sleep");
  expect(await journal.prune(day, 500)).toBe(0);
  await lab.advance(day + 1_000);
  await lab.send("lab/short");
  await lab.ended("short", 8);
  while ((await journal.prune(day, 3)) === 3);
  expect(await count("run")).toBe(2);
  expect(await count("memo")).toBe(2);
  expect(await count("event")).toBe(1);
});

test("a sender's id is unique for as long as its event is kept, and free afterwards (conformance 26)", async () => {
  lab = await openLab((inngest) => [inngest.createFunction({ id: "once", triggers: [{ event: "lab/once" }] }, () => {})]);
  const journal = createJournal({ pool: lab.pool, worker: 0, leaseMs: 1_000 });
  await lab.send("lab/once", {}, { id: "a" });
  await lab.send("lab/once", {}, { id: "a" });
  expect(await lab.ended("once")).toHaveLength(1);
  await lab.advance(day + 1_000);
  await journal.prune(day, 500);
  await lab.send("lab/once", {}, { id: "a" });
  await lab.ended("once");
  expect(await count("event")).toBe(1);
});

test("a gate that would let everything through is forgotten", async () => {
  lab = await openLab((inngest) => [
    inngest.createFunction({ id: "once", triggers: [{ event: "lab/once" }], idempotency: "event.data.k" }, () => {}),
  ]);
  const journal = createJournal({ pool: lab.pool, worker: 0, leaseMs: 1_000 });
  for (const k of ["a", "b"]) await lab.send("lab/once", { k });
  await lab.ended("once", 2);
  await journal.prune(day, 500);
  expect(await count("gate")).toBe(2);
  await lab.advance(day + 1_000);
  await journal.prune(day, 500);
  expect(await count("gate")).toBe(0);
});
