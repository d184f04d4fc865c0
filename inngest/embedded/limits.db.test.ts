import { afterEach, expect, test } from "vitest";
import { type Lab, openLab } from "./lab.testing.ts";
import { limits } from "./limits.ts";

let lab: Lab;
afterEach(() => lab.close());

const text = (bytes: number) => "x".repeat(bytes);
const failure = async (fn: string) => (await lab.ended(fn))[0];

test("an event that is too large is refused, naming the limit", async () => {
  lab = await openLab((inngest) => [inngest.createFunction({ id: "any", triggers: [{ event: "lab/any" }] }, () => "ok")]);
  await expect(lab.send("lab/any", { text: text(limits.eventBytes) })).rejects.toThrow("512 KB");
  await lab.send("lab/any", { text: text(limits.eventBytes - 1_000) });
  expect((await lab.ended("any"))[0]?.output).toBe("ok");
});

test("an invocation whose event is too large is an error of its step", async () => {
  lab = await openLab((inngest) => {
    const child = inngest.createFunction({ id: "child", triggers: [{ event: "lab/child" }] }, () => "ok");
    return [
      child,
      inngest.createFunction({ id: "big", triggers: [{ event: "lab/big" }] }, async ({ step }) =>
        step.invoke("call", { function: child, data: { text: text(limits.eventBytes) } }).catch((error: Error) => error.message),
      ),
    ];
  });
  await lab.send("lab/big");
  expect((await failure("big"))?.output).toContain("the limit is 512 KB");
});

test.each([true, false])("a step's output beyond 4 MB fails the run, with checkpoints %s", async (checkpointing) => {
  let bodies = 0;
  lab = await openLab(
    (inngest) => [
      inngest.createFunction({ id: "big", triggers: [{ event: "lab/big" }] }, async ({ step }) => {
        await step.run("large", () => {
          bodies++;
          return text(limits.stepBytes);
        });
        await step.run("after", () => bodies++);
      }),
    ],
    { checkpointing },
  );
  await lab.send("lab/big");
  expect(await failure("big")).toMatchObject({
    status: "failed",
    output: { name: "LimitExceeded", message: expect.stringContaining("4 MB") },
  });
  expect(bodies).toBe(1);
});

test("what a function returns has the same limit", async () => {
  lab = await openLab((inngest) => [inngest.createFunction({ id: "big", triggers: [{ event: "lab/big" }] }, () => text(limits.stepBytes))]);
  await lab.send("lab/big");
  expect(await failure("big")).toMatchObject({ status: "failed", output: { message: expect.stringContaining("4 MB") } });
});

test.each([true, false])("a run ends at its limit of steps, with checkpoints %s", async (checkpointing) => {
  let bodies = 0;
  lab = await openLab(
    (inngest) => [
      inngest.createFunction({ id: "long", triggers: [{ event: "lab/long" }] }, async ({ step }) => {
        for (let i = 0; i < 30; i++) await step.run("again", () => ++bodies);
      }),
    ],
    { maxSteps: 20, checkpointing },
  );
  await lab.send("lab/long");
  expect(await failure("long")).toMatchObject({ status: "failed", output: { message: expect.stringContaining("20 steps") } });
  expect(bodies).toBeLessThanOrEqual(21);
});

test("a fan that is wider than the limit is refused before any of it runs", async () => {
  let bodies = 0;
  lab = await openLab(
    (inngest) => [
      inngest.createFunction({ id: "wide", triggers: [{ event: "lab/wide" }] }, async ({ step }) => {
        await Promise.all(Array.from({ length: 21 }, (_, i) => step.run(`s${i}`, () => ++bodies)));
      }),
    ],
    { maxSteps: 20 },
  );
  await lab.send("lab/wide");
  expect(await failure("wide")).toMatchObject({ status: "failed", output: { message: expect.stringContaining("20 steps") } });
  expect(bodies).toBe(0);
});

test("a run's state ends at 32 MB", async () => {
  let bodies = 0;
  lab = await openLab((inngest) => [
    inngest.createFunction({ id: "full", triggers: [{ event: "lab/full" }] }, async ({ step }) => {
      for (let i = 0; i < 10; i++)
        await step.run("large", () => {
          bodies++;
          return text(limits.stepBytes - 1_000);
        });
    }),
  ]);
  await lab.send("lab/full");
  expect(await failure("full")).toMatchObject({ status: "failed", output: { message: expect.stringContaining("32 MB") } });
  expect(bodies).toBe(9);
});

test("nobody may ask for more than 10,000 steps", async () => {
  lab = await openLab(() => []);
  await expect(openLab(() => [], { maxSteps: 10_001 })).rejects.toThrow("10000");
});
