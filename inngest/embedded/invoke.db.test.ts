import { NonRetriableError, referenceFunction } from "inngest";
import { afterEach, expect, test } from "vitest";
import { gate, type Lab, openLab, until } from "./lab.testing.ts";

let lab: Lab;
afterEach(() => lab.close());

test("invoke gives the child's value, and the child sees who asked (conformance 29)", async () => {
  lab = await openLab((inngest) => {
    const child = inngest.createFunction({ id: "child", triggers: [] }, async ({ event, step }) =>
      step.run("double", () => (event.data as { n: number }).n * 2),
    );
    const parent = inngest.createFunction({ id: "parent", triggers: [{ event: "lab/parent" }] }, async ({ step }) =>
      step.invoke("call", { function: child, data: { n: 21 } }),
    );
    return [child, parent];
  });
  await lab.send("lab/parent");
  const [parent] = await lab.ended("parent");
  expect(parent).toMatchObject({ status: "completed", output: 42 });
  const [child] = await lab.ended("child");
  expect(child?.event).toMatchObject({ name: "inngest/function.invoked", data: { n: 21 } });
  expect(child?.event.data._inngest).toMatchObject({ correlation_id: expect.stringContaining(`${parent?.id}.`) });
});

test("a child that fails is a StepError that the parent can catch (conformance 30)", async () => {
  lab = await openLab((inngest) => {
    const child = inngest.createFunction({ id: "child", triggers: [] }, () => {
      throw new NonRetriableError("cannot");
    });
    const parent = inngest.createFunction({ id: "parent", triggers: [{ event: "lab/parent" }] }, async ({ step }) =>
      step.invoke("call", { function: child, data: {} }).catch((error: Error) => ({ name: error.name, message: error.message })),
    );
    return [child, parent];
  });
  await lab.send("lab/parent");
  expect((await lab.ended("parent"))[0]?.output).toEqual({ name: "NonRetriableError", message: "cannot" });
});

test("after its timeout the parent has an error and the child goes on (conformance 31)", async () => {
  const slow = gate();
  lab = await openLab((inngest) => {
    const child = inngest.createFunction({ id: "child", triggers: [] }, async ({ step }) => {
      await step.run("slow", () => slow.passed);
      return "late";
    });
    const parent = inngest.createFunction({ id: "parent", triggers: [{ event: "lab/parent" }] }, async ({ step }) =>
      step.invoke("call", { function: child, data: {}, timeout: "1h" }).catch((error: Error) => error.name),
    );
    return [child, parent];
  });
  await lab.send("lab/parent");
  await lab.waiting("invoke");
  await lab.advance(3_600_000);
  expect((await lab.ended("parent"))[0]?.output).toBe("InngestInvokeTimeoutError");
  slow.open();
  expect((await lab.ended("child"))[0]).toMatchObject({ status: "completed", output: "late" });
});

test("an unknown function and a cancelled child are step errors and not a hang (conformance 32)", async () => {
  lab = await openLab((inngest) => {
    const child = inngest.createFunction(
      { id: "child", triggers: [], cancelOn: [{ event: "lab/stop" }] },
      async ({ step }) => void (await step.sleep("long", "1d")),
    );
    const unknown = inngest.createFunction({ id: "unknown", triggers: [{ event: "lab/unknown" }] }, async ({ step }) =>
      step
        .invoke("call", { function: referenceFunction({ functionId: "nowhere", appId: "lab" }), data: {} })
        .catch((error: Error) => error.message),
    );
    const parent = inngest.createFunction({ id: "parent", triggers: [{ event: "lab/parent" }] }, async ({ step }) =>
      step.invoke("call", { function: child, data: {} }).catch((error: Error) => error.message),
    );
    return [child, unknown, parent];
  });
  await lab.send("lab/unknown");
  expect((await lab.ended("unknown"))[0]?.output).toMatch(/no function lab-nowhere/);
  await lab.send("lab/parent");
  await lab.waiting("sleep");
  await lab.send("lab/stop");
  expect((await lab.ended("parent"))[0]?.output).toBe("function cancelled");
});

test("children invoked in parallel each answer their own call", async () => {
  lab = await openLab((inngest) => {
    const child = inngest.createFunction({ id: "child", triggers: [], concurrency: 2 }, async ({ event, step }) =>
      step.run("work", () => (event.data as { n: number }).n),
    );
    const parent = inngest.createFunction({ id: "parent", triggers: [{ event: "lab/parent" }] }, async ({ step }) =>
      Promise.all([1, 2, 3, 4, 5].map((n) => step.invoke(`call ${n}`, { function: child, data: { n } }))),
    );
    return [child, parent];
  });
  await lab.send("lab/parent");
  expect((await lab.ended("parent"))[0]?.output).toEqual([1, 2, 3, 4, 5]);
  await until(async () => (await lab.pool.query("select from executor.item")).rowCount === 0, "nothing left open");
});
