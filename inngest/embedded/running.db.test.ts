import { NonRetriableError } from "inngest";
import { afterEach, describe, expect, test } from "vitest";
import { type Lab, mark, openLab } from "./lab.testing.ts";

let lab: Lab;
afterEach(() => lab.close());

const modes = {
  "with checkpointing": { maxRuntime: 0 },
  "without checkpointing": false,
  buffered: { bufferedSteps: 1_000, maxRuntime: 0 },
} as const;

describe.each(Object.entries(modes))("%s", (_, checkpointing) => {
  test("a function without steps runs its body once, and undefined becomes null (conformance 1)", async () => {
    let bodies = 0;
    lab = await openLab((inngest) => [inngest.createFunction({ id: "plain", triggers: [{ event: "lab/plain" }] }, () => void bodies++)], {
      checkpointing,
    });
    await lab.send("lab/plain");
    const [run] = await lab.ended("plain");
    expect(run).toMatchObject({ status: "completed", output: null });
    expect(bodies).toBe(1);
  });

  test("each step's body runs once and its result goes through JSON (conformance 2, 4, 8)", async () => {
    const bodies: string[] = [];
    lab = await openLab(
      (inngest) => [
        inngest.createFunction({ id: "seq", triggers: [{ event: "lab/seq" }] }, async ({ step }) => {
          const date = await step.run("date", () =>
            mark(bodies, "date", { z: new Date(0), a: undefined, nan: Number.NaN, map: new Map([[1, 2]]) }),
          );
          const nothing = await step.run("nothing", () => void bodies.push("nothing"));
          const text = await step.run("text", () => mark(bodies, "text", 'NUL \0, quote ", backslash \\, lone \ud800, euro €'));
          return { date, keys: Object.keys(date), nothing, text };
        }),
      ],
      { checkpointing },
    );
    await lab.send("lab/seq");
    const [run] = await lab.ended("seq");
    expect(run?.output).toEqual({
      date: { z: "1970-01-01T00:00:00.000Z", nan: null, map: {} },
      keys: ["z", "nan", "map"],
      nothing: null,
      text: 'NUL \0, quote ", backslash \\, lone \ud800, euro €',
    });
    expect(bodies).toEqual(["date", "nothing", "text"]);
  });

  test("one id used three times is three steps, in order (conformance 3)", async () => {
    let n = 0;
    lab = await openLab(
      (inngest) => [
        inngest.createFunction({ id: "thrice", triggers: [{ event: "lab/thrice" }] }, async ({ step }) => [
          await step.run("same", () => ++n),
          await step.run("same", () => ++n),
          await step.run("same", () => ++n),
        ]),
      ],
      { checkpointing },
    );
    await lab.send("lab/thrice");
    expect((await lab.ended("thrice"))[0]?.output).toEqual([1, 2, 3]);
  });

  test("a step's arguments reach its body, and plain awaits between steps do not break replay (conformance 5, 6)", async () => {
    lab = await openLab(
      (inngest) => [
        inngest.createFunction({ id: "args", triggers: [{ event: "lab/args" }] }, async ({ step }) => {
          const sum = await step.run("add", (a: number, b: number) => a + b, 2, 3);
          await new Promise((done) => setTimeout(done, 2));
          const wrapped = await step.ai.wrap("llm", async (given: { prompt: string }) => ({ text: `hello ${given.prompt}` }), {
            prompt: "bob",
          });
          await Promise.resolve();
          return { sum, wrapped, more: await step.run("more", () => sum + 1) };
        }),
      ],
      { checkpointing },
    );
    await lab.send("lab/args");
    expect((await lab.ended("args"))[0]?.output).toEqual({ sum: 5, wrapped: { text: "hello bob" }, more: 6 });
  });

  test("the attempt starts at 0 again after every finished step (conformance 7)", async () => {
    const seen: string[] = [];
    lab = await openLab(
      (inngest) => [
        inngest.createFunction(
          { id: "attempts", retries: 2, triggers: [{ event: "lab/attempts" }] },
          async ({ step, attempt, maxAttempts }) => {
            await step.run("first", () => {
              seen.push(`first ${attempt}/${maxAttempts}`);
              if (attempt === 0) throw new Error("once");
            });
            await step.run("second", () => void seen.push(`second ${attempt}/${maxAttempts}`));
          },
        ),
      ],
      { checkpointing },
    );
    await lab.send("lab/attempts");
    await lab.waiting("discover");
    await lab.advance(60_000);
    await lab.ended("attempts");
    expect(seen).toEqual(["first 0/3", "first 1/3", "second 0/3"]);
  });
});

test("without `retries` a function has 5 attempts (conformance 7)", async () => {
  lab = await openLab((inngest) => [
    inngest.createFunction({ id: "five", triggers: [{ event: "lab/five" }] }, ({ maxAttempts }) => maxAttempts),
  ]);
  await lab.send("lab/five");
  expect((await lab.ended("five"))[0]?.output).toBe(5);
});

test("a run with 6 MB of state goes on (conformance 10)", async () => {
  lab = await openLab((inngest) => [
    inngest.createFunction({ id: "large", triggers: [{ event: "lab/large" }] }, async ({ step }) => {
      let total = 0;
      for (let i = 0; i < 6; i++) total += (await step.run(`mb${i}`, () => "x".repeat(1_000_000))).length;
      await step.sleep("nap", "1s");
      return total;
    }),
  ]);
  await lab.send("lab/large");
  await lab.waiting("sleep");
  await lab.advance(1_000);
  expect((await lab.ended("large"))[0]?.output).toBe(6_000_000);
});

test("a run longer than maxRuntime continues and runs no step twice (conformance 11)", async () => {
  const bodies: number[] = [];
  lab = await openLab(
    (inngest) => [
      inngest.createFunction({ id: "long", triggers: [{ event: "lab/long" }] }, async ({ step }) => {
        for (let i = 0; i < 6; i++) {
          await step.run(`s${i}`, async () => {
            bodies.push(i);
            await new Promise((done) => setTimeout(done, 15));
          });
        }
      }),
    ],
    { checkpointing: { maxRuntime: 40 } },
  );
  await lab.send("lab/long");
  await lab.ended("long");
  expect(bodies).toEqual([0, 1, 2, 3, 4, 5]);
});

test("a function that is not registered any more fails its runs with a clear message (conformance 64)", async () => {
  const other = await openLab((inngest) => [
    inngest.createFunction(
      { id: "removed", triggers: [{ event: "lab/removed" }] },
      async ({ step }) => void (await step.sleep("nap", "1h")),
    ),
  ]);
  await other.send("lab/removed");
  await other.waiting("sleep");
  await other.executor.stop();
  lab = await openLab((inngest) => [inngest.createFunction({ id: "kept", triggers: [{ event: "lab/kept" }] }, () => {})]);
  await lab.advance(3_600_000);
  const [run] = await lab.ended("removed");
  expect(run).toMatchObject({ status: "failed", output: { message: "no function lab-removed is registered" } });
});

test("a registration that asks for what the executor does not do is refused, naming the option", async () => {
  const refused = openLab((inngest) => [
    inngest.createFunction({ id: "odd", triggers: [{ event: "lab/odd" }], debounce: { period: "1m", leading: true } as never }, () => {
      throw new NonRetriableError("never");
    }),
  ]);
  await expect(refused).rejects.toThrow(/lab-odd.*leading/s);
  lab = await openLab((inngest) => [inngest.createFunction({ id: "kept", triggers: [{ event: "lab/kept" }] }, () => {})]);
});
