import { NonRetriableError, RetryAfterError } from "inngest";
import { afterEach, describe, expect, test } from "vitest";
import { type Lab, openLab } from "./lab.testing.ts";

let lab: Lab;
afterEach(() => lab.close());

const minute = 60_000;

describe.each([true, false])("with checkpointing %s", (on) => {
  const checkpointing = on ? { maxRuntime: 0 as const } : false;

  test("a step that throws is run again; earlier ones are not, later ones not reached (conformance 33, 35)", async () => {
    const bodies: string[] = [];
    lab = await openLab(
      (inngest) => [
        inngest.createFunction({ id: "again", retries: 2, triggers: [{ event: "lab/again" }] }, async ({ step }) => {
          await step.run("before", () => void bodies.push("before"));
          await step.run("flaky", () => {
            bodies.push("flaky");
            if (bodies.length < 4) throw new Error("not yet");
          });
          await step.run("after", () => void bodies.push("after"));
        }),
      ],
      { checkpointing },
    );
    await lab.send("lab/again");
    const [first] = await lab.waiting("discover");
    expect(bodies).toEqual(["before", "flaky"]);
    expect(first?.inMs).toBeGreaterThan(14_000);
    expect(first?.inMs).toBeLessThanOrEqual(45_000);
    await lab.advance(minute);
    const [second] = await lab.waiting("discover");
    expect(second?.inMs).toBeGreaterThan(14_000);
    await lab.advance(minute);
    expect((await lab.ended("again"))[0]?.status).toBe("completed");
    expect(bodies).toEqual(["before", "flaky", "flaky", "flaky", "after"]);
  });

  test("RetryAfterError sets the wait, in whole seconds (conformance 34)", async () => {
    lab = await openLab(
      (inngest) => [
        inngest.createFunction({ id: "later", retries: 1, triggers: [{ event: "lab/later" }] }, async ({ step, attempt }) =>
          step.run("work", () => {
            if (attempt === 0) throw new RetryAfterError("later", 90_500);
            return "done";
          }),
        ),
      ],
      { checkpointing },
    );
    await lab.send("lab/later");
    const [item] = await lab.waiting("discover");
    expect(item?.inMs).toBeGreaterThan(89_000);
    expect(item?.inMs).toBeLessThanOrEqual(91_000);
    await lab.advance(91_000);
    expect((await lab.ended("later"))[0]?.output).toBe("done");
  });

  test("NonRetriableError in a step fails it at once and can be caught, with its cause (conformance 36, 38)", async () => {
    const bodies: string[] = [];
    lab = await openLab(
      (inngest) => [
        inngest.createFunction({ id: "final", triggers: [{ event: "lab/final" }] }, async ({ step }) => {
          const caught = await step
            .run("boom", () => {
              bodies.push("boom");
              throw new NonRetriableError("no", { cause: new Error("deep") });
            })
            .catch((error: Error & { stepId?: string }) => ({
              name: error.name,
              message: error.message,
              stack: typeof error.stack,
              cause: (error.cause as Error).message,
              stepId: error.stepId,
            }));
          await step.run("clean up", () => void bodies.push("clean up"));
          return caught;
        }),
      ],
      { checkpointing },
    );
    await lab.send("lab/final");
    const [run] = await lab.ended("final");
    expect(run).toMatchObject({
      status: "completed",
      output: { name: "NonRetriableError", message: "no", stack: "string", cause: "deep", stepId: "boom" },
    });
    expect(bodies).toEqual(["boom", "clean up"]);
  });

  test("after its last attempt a step fails for good, and the function hears of it (conformance 37)", async () => {
    let bodies = 0;
    lab = await openLab(
      (inngest) => [
        inngest.createFunction({ id: "last", retries: 1, triggers: [{ event: "lab/last" }] }, async ({ step }) => {
          try {
            await step.run("boom", () => {
              bodies++;
              throw new RetryAfterError("always", 1_000);
            });
          } catch (error) {
            return step.run("heard", () => (error as Error).message);
          }
          return "never";
        }),
      ],
      { checkpointing },
    );
    await lab.send("lab/last");
    await lab.waiting("discover");
    await lab.advance(1_000);
    expect((await lab.ended("last"))[0]).toMatchObject({ status: "completed", output: "always" });
    expect(bodies).toBe(2);
  });

  test("an error that nobody catches fails the run with the original error (conformance 39)", async () => {
    lab = await openLab(
      (inngest) => [
        inngest.createFunction({ id: "uncaught", retries: 0, triggers: [{ event: "lab/uncaught" }] }, async ({ step }) => {
          await step.run("boom", () => {
            throw new TypeError("original");
          });
        }),
      ],
      { checkpointing },
    );
    await lab.send("lab/uncaught");
    expect((await lab.ended("uncaught"))[0]).toMatchObject({ status: "failed", output: { name: "TypeError", message: "original" } });
  });

  test("a throw in the body runs the whole function again, its finished steps not (conformance 40)", async () => {
    const seen: string[] = [];
    lab = await openLab(
      (inngest) => [
        inngest.createFunction({ id: "body", retries: 1, triggers: [{ event: "lab/body" }] }, async ({ step, attempt }) => {
          await step.run("once", () => void seen.push("once"));
          seen.push(`body ${attempt}`);
          if (attempt === 0) throw new RetryAfterError("again", 1_000);
        }),
      ],
      { checkpointing },
    );
    await lab.send("lab/body");
    await lab.waiting("discover");
    await lab.advance(1_000);
    expect((await lab.ended("body"))[0]?.status).toBe("completed");
    expect(seen).toEqual(["once", "body 0", "body 1"]);
  });

  test("onFailure runs once with an Error and may use steps; finished and failed are events (conformance 42, 43)", async () => {
    const heard: unknown[] = [];
    lab = await openLab(
      (inngest) => [
        inngest.createFunction(
          {
            id: "fails",
            retries: 0,
            triggers: [{ event: "lab/fails" }],
            onFailure: async ({ error, event, step }) => {
              const note = await step.run("note", () => `${error.name}: ${error.message}`);
              heard.push(error instanceof Error, note, event.data.function_id, event.data.event.data);
            },
          },
          () => {
            throw new RangeError("too far");
          },
        ),
        inngest.createFunction(
          { id: "finished", triggers: [{ event: "inngest/function.finished", if: "event.data.function_id == 'lab-fails'" }] },
          ({ event }) => event.data,
        ),
      ],
      { checkpointing },
    );
    await lab.send("lab/fails", { n: 1 });
    const [run] = await lab.ended("fails");
    await lab.ended("fails-failure");
    expect(heard).toEqual([true, "RangeError: too far", "lab-fails", { n: 1 }]);
    const [finished] = await lab.ended("finished");
    expect(finished?.output).toMatchObject({
      function_id: "lab-fails",
      run_id: run?.id,
      error: { message: "too far" },
      event: { data: { n: 1 } },
    });
    expect(await lab.runs("fails-failure")).toHaveLength(1);
  });
});

test("an answer that is not the SDK's counts as an attempt and keeps what is memoized (conformance 41)", async () => {
  const { serve } = await import("inngest/edge");
  let calls = 0;
  const bodies: string[] = [];
  lab = await openLab((inngest) => [
    inngest.createFunction({ id: "proxy", retries: 2, triggers: [{ event: "lab/proxy" }] }, async ({ step }) => {
      await step.run("one", () => void bodies.push("one"));
      await step.sleep("nap", "1s");
      await step.run("two", () => void bodies.push("two"));
    }),
  ]);
  await lab.close();
  const { createExecutor } = await import("./executor.ts");
  const { createInProcessFetch } = await import("./in-process-fetch.ts");
  const { Inngest } = await import("inngest");
  const wire = createInProcessFetch();
  const inngest = new Inngest({
    id: "lab",
    isDev: true,
    baseUrl: "http://executor.invalid",
    fetch: wire.fetch,
    checkpointing: { maxRuntime: 0 },
  });
  const real = serve({
    client: inngest,
    functions: [
      inngest.createFunction({ id: "proxy", retries: 2, triggers: [{ event: "lab/proxy" }] }, async ({ step }) => {
        await step.run("one", () => void bodies.push("one"));
        await step.sleep("nap", "1s");
        await step.run("two", () => void bodies.push("two"));
      }),
    ],
  });
  const executor = createExecutor({
    pool: lab.pool,
    handler: async (request) => {
      if (request.method === "POST" && ++calls === 2) throw new Error("socket hang up");
      if (request.method === "POST" && calls === 3) return new Response("<html>502 Bad Gateway", { status: 502 });
      return real(request);
    },
  });
  wire.answerWith(executor.fetch);
  await executor.ready();
  try {
    await inngest.send({ name: "lab/proxy", data: {} });
    await lab.waiting("sleep");
    await lab.advance(1_000);
    await lab.waiting("discover");
    await lab.advance(2 * minute);
    await lab.waiting("discover");
    await lab.advance(2 * minute);
    expect((await lab.ended("proxy"))[0]?.status).toBe("completed");
    expect(bodies).toEqual(["one", "two"]);
  } finally {
    await executor.stop({ drainMs: 100 });
  }
});
