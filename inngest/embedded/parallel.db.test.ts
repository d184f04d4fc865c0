import { RetryAfterError } from "inngest";
import { afterEach, describe, expect, test } from "vitest";
import { gate, type Lab, mark, openLab, until } from "./lab.testing.ts";

let lab: Lab;
afterEach(() => lab.close());

describe.each([true, false])("with checkpointing %s", (on) => {
  const checkpointing = on ? { maxRuntime: 0 as const } : false;

  test("the steps of a Promise.all run at the same time, each once, with one discovery after the last (conformance 12)", async () => {
    const all = gate();
    const bodies: number[] = [];
    let discoveries = 0;
    lab = await openLab(
      (inngest) => [
        inngest.createFunction({ id: "fan", triggers: [{ event: "lab/fan" }] }, async ({ step }) => {
          const parts = await Promise.all(
            [0, 1, 2, 3, 4].map((i) =>
              step.run(`p${i}`, async () => {
                bodies.push(i);
                if (bodies.length === 5) all.open();
                await all.passed;
                return i;
              }),
            ),
          );
          discoveries++;
          return step.run("sum", () => parts.reduce((a, b) => a + b));
        }),
      ],
      { checkpointing },
    );
    await lab.send("lab/fan");
    expect((await lab.ended("fan"))[0]?.output).toBe(10);
    expect(bodies.toSorted()).toEqual([0, 1, 2, 3, 4]);
    expect(discoveries).toBe(on ? 1 : 2);
  });

  test("two chains in parallel go in lockstep, each step once (conformance 13)", async () => {
    const bodies: string[] = [];
    lab = await openLab(
      (inngest) => [
        inngest.createFunction({ id: "chains", triggers: [{ event: "lab/chains" }] }, ({ step }) => {
          const chain = async (name: string) => {
            const one = await step.run(`${name}1`, () => mark(bodies, `${name}1`, 1));
            return one + (await step.run(`${name}2`, () => mark(bodies, `${name}2`, 10)));
          };
          return Promise.all([chain("a"), chain("b")]);
        }),
      ],
      { checkpointing },
    );
    await lab.send("lab/chains");
    expect((await lab.ended("chains"))[0]?.output).toEqual([11, 11]);
    expect(bodies.slice(0, 2).toSorted()).toEqual(["a1", "b1"]);
    expect(bodies.slice(2).toSorted()).toEqual(["a2", "b2"]);
  });

  test("a step, a sleep and a wait share one Promise.all (conformance 14)", async () => {
    lab = await openLab(
      (inngest) => [
        inngest.createFunction({ id: "mixed", triggers: [{ event: "lab/mixed" }] }, async ({ step }) => {
          const [done, , heard] = await Promise.all([
            step.run("work", () => "done"),
            step.sleep("nap", "1m"),
            step.waitForEvent("hear", { event: "lab/heard", timeout: "1h" }),
          ]);
          return { done, heard: heard?.data };
        }),
      ],
      { checkpointing },
    );
    await lab.send("lab/mixed");
    await lab.waiting("sleep");
    await lab.waiting("event");
    await lab.send("lab/heard", { n: 1 });
    await lab.advance(60_000);
    expect((await lab.ended("mixed"))[0]?.output).toEqual({ done: "done", heard: { n: 1 } });
  });

  test("Promise.race is won by the step that ended first, at every replay (conformance 15)", async () => {
    const slow = gate();
    lab = await openLab(
      (inngest) => [
        inngest.createFunction({ id: "race", triggers: [{ event: "lab/race" }] }, async ({ step }) => {
          const winner = await Promise.race([
            step.run("slow", async () => {
              await slow.passed;
              return "slow";
            }),
            step.run("fast", () => "fast"),
          ]);
          await step.sleep("nap", "1m");
          return step.run("after", () => winner);
        }),
      ],
      { checkpointing },
    );
    await lab.send("lab/race");
    await until(async () => (await lab.pool.query("select from executor.memo")).rowCount === 1, "the winner's result");
    slow.open();
    await lab.waiting("sleep");
    await lab.advance(60_000);
    expect((await lab.ended("race"))[0]?.output).toBe("fast");
  });

  test("group.parallel in race mode goes on at once, runs the loser once and ends after it (conformance 16)", async () => {
    const bodies: string[] = [];
    const slow = gate();
    const afterwards = gate();
    lab = await openLab(
      (inngest) => [
        inngest.createFunction({ id: "grace", triggers: [{ event: "lab/grace" }] }, async ({ step, group }) => {
          const winner = await group.parallel({ mode: "race" }, () =>
            Promise.race([
              step.run("slow", async () => {
                bodies.push("slow");
                await slow.passed;
                return "slow";
              }),
              step.run("fast", () => mark(bodies, "fast", "fast")),
            ]),
          );
          const after = await step.run("after", () => mark(bodies, "after", `${winner} won`));
          await step.run("later", () => mark(bodies, "later", afterwards.open()));
          return after;
        }),
      ],
      { checkpointing },
    );
    await lab.send("lab/grace");
    await afterwards.passed;
    expect((await lab.runs("grace"))[0]?.status).toBe("running");
    slow.open();
    const [run] = await lab.ended("grace");
    expect(run).toMatchObject({ status: "completed", output: "fast won" });
    expect(bodies.toSorted()).toEqual(["after", "fast", "later", "slow"]);
  });

  test("of several settled together the failing one is retried alone (conformance 17)", async () => {
    const bodies: string[] = [];
    lab = await openLab(
      (inngest) => [
        inngest.createFunction({ id: "settled", retries: 1, triggers: [{ event: "lab/settled" }] }, async ({ step }) => {
          const all = await Promise.allSettled([
            step.run("good", () => mark(bodies, "good", 1)),
            step.run("bad", () => {
              bodies.push("bad");
              throw new RetryAfterError("no", 1_000);
            }),
          ]);
          return all.map(({ status }) => status);
        }),
      ],
      { checkpointing },
    );
    await lab.send("lab/settled");
    await lab.waiting("step");
    await lab.advance(1_000);
    expect((await lab.ended("settled"))[0]?.output).toEqual(["fulfilled", "rejected"]);
    expect(bodies.toSorted()).toEqual(["bad", "bad", "good"]);
  });
});

test("members that finish at the same instant give exactly one discovery, never none (conformance 18)", async () => {
  const discoveries = new Map<string, number>();
  lab = await openLab((inngest) => [
    inngest.createFunction({ id: "tie", triggers: [{ event: "lab/tie" }] }, async ({ step, runId }) => {
      await Promise.all([1, 2, 3].map((i) => step.run(`p${i}`, () => i)));
      discoveries.set(runId, (discoveries.get(runId) ?? 0) + 1);
    }),
  ]);
  await lab.inngest.send(Array.from({ length: 100 }, () => ({ name: "lab/tie", data: {} })));
  const runs = await lab.ended("tie", 100);
  expect(runs.every(({ status }) => status === "completed")).toBe(true);
  expect([...discoveries.values()].filter((n) => n !== 1)).toEqual([]);
});

test("nested and uneven parallel shapes run every step once", async () => {
  const bodies = new Map<string, number>();
  const count = (name: string) => bodies.set(name, (bodies.get(name) ?? 0) + 1);
  lab = await openLab((inngest) => [
    inngest.createFunction({ id: "nest", triggers: [{ event: "lab/nest" }] }, async ({ step }) => {
      const leaf = (name: string) => step.run(name, () => void count(name));
      await leaf("root");
      await Promise.all([
        (async () => {
          await leaf("a");
          await Promise.all([leaf("a1"), leaf("a2"), leaf("a3")]);
          await leaf("a4");
        })(),
        (async () => {
          await leaf("b");
          await leaf("b1");
        })(),
        leaf("c"),
      ]);
      await leaf("end");
    }),
  ]);
  await lab.inngest.send(Array.from({ length: 20 }, () => ({ name: "lab/nest", data: {} })));
  await lab.ended("nest", 20);
  expect(Object.fromEntries(bodies)).toEqual(
    Object.fromEntries(["root", "a", "b", "c", "a1", "a2", "a3", "a4", "b1", "end"].map((name) => [name, 20])),
  );
});
