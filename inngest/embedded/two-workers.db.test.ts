import { afterEach, expect, test } from "vitest";
import { type Lab, openLab, until } from "./lab.testing.ts";

let labs: Lab[] = [];
afterEach(async () => {
  for (const lab of labs.splice(0)) await lab.close();
});

/** Several executors over one journal, each with room for little, so that every run moves between them. */
async function openWorkers(count: number, define: Parameters<typeof openLab>[0]): Promise<Lab> {
  labs = [];
  for (let i = 0; i < count; i++) labs.push(await openLab(define, { concurrency: 6 }));
  const [lab] = labs;
  if (!lab) throw new Error("no worker");
  return lab;
}

const noErrors = () => expect(labs.flatMap(({ errors }) => errors)).toEqual([]);

/** `SHAPES_RUNS=1000` plays as many as a release is judged by. */
// biome-ignore lint/style/noProcessEnv: how much a test plays is no setting of the product
const runsOfEachShape = Number(process.env["SHAPES_RUNS"] ?? 12);

const together = 20;

test(
  "chains, fans, diamonds, nests, races and waits: each body once, each run ended once",
  async () => {
    const bodies = new Map<string, number>();
    const finished: string[] = [];
    const lab = await openWorkers(2, (inngest) => {
      const body = (runId: string, name: string) => async () => {
        bodies.set(`${runId} ${name}`, (bodies.get(`${runId} ${name}`) ?? 0) + 1);
        if (name.length % 2) await new Promise((done) => setTimeout(done, 1));
        return name;
      };
      return [
        inngest.createFunction({ id: "chain", triggers: [{ event: "lab/shapes" }] }, async ({ step, runId }) => {
          for (let i = 0; i < 6; i++) await step.run(`s${i}`, body(runId, `s${i}`));
        }),
        inngest.createFunction({ id: "fan", triggers: [{ event: "lab/shapes" }] }, async ({ step, runId }) => {
          await Promise.all(Array.from({ length: 20 }, (_, i) => step.run(`p${i}`, body(runId, `p${i}`))));
          await step.run("join", body(runId, "join"));
        }),
        inngest.createFunction({ id: "diamond", triggers: [{ event: "lab/shapes" }] }, async ({ step, runId }) => {
          await step.run("top", body(runId, "top"));
          await Promise.all(
            ["l", "r"].map(async (side) => {
              await step.run(side, body(runId, side));
              await Promise.all([1, 2].map((n) => step.run(`${side}${n}`, body(runId, `${side}${n}`))));
            }),
          );
          await step.run("bottom", body(runId, "bottom"));
        }),
        inngest.createFunction({ id: "nested", triggers: [{ event: "lab/shapes" }] }, async ({ step, runId }) => {
          await Promise.all(
            ["a", "b", "c"].map(async (one) => {
              await Promise.all([1, 2].map((n) => step.run(`${one}${n}`, body(runId, `${one}${n}`))));
              await step.run(`${one} joined`, body(runId, `${one} joined`));
            }),
          );
        }),
        inngest.createFunction({ id: "race", triggers: [{ event: "lab/shapes" }] }, async ({ step, group, runId }) => {
          const first = await group.parallel({ mode: "race" }, () =>
            Promise.race(["x", "yy", "zzz"].map((name) => step.run(name, body(runId, name)))),
          );
          const second = await step.run("second", body(runId, `second`));
          return [first, second];
        }),
        inngest.createFunction({ id: "wait", triggers: [{ event: "lab/shapes" }] }, async ({ step, runId }) => {
          const [, heard] = await Promise.all([
            step.run("work", body(runId, "work")),
            step.waitForEvent("hear", { event: "lab/heard", timeout: "1h", match: "data.n" }),
          ]);
          await step.run("after", body(runId, "after"));
          return heard?.data.n;
        }),
        inngest.createFunction(
          // Its own ends would be heard as well, for ever.
          { id: "finished", triggers: [{ event: "inngest/function.finished", if: "event.data.function_id != 'lab-finished'" }] },
          ({ event }) => void finished.push(event.data.run_id as string),
        ),
      ];
    });
    const runs = runsOfEachShape;
    const shapes = ["chain", "fan", "diamond", "nested", "race", "wait"];
    for (let from = 0; from < runs; from += together) {
      const numbers = Array.from({ length: Math.min(together, runs - from) }, (_, n) => from + n);
      await lab.inngest.send(numbers.map((n) => ({ name: "lab/shapes", data: { n } })));
      await lab.waiting("event", numbers.length);
      await lab.inngest.send(numbers.map((n) => ({ name: "lab/heard", data: { n } })));
      for (const shape of shapes) {
        const completed = async () =>
          (await lab.pool.query("select from executor.run where fn = $1 and status = 'completed'", [`lab-${shape}`])).rowCount;
        await until(async () => (await completed()) === from + numbers.length, `${from + numbers.length} completed run(s) of ${shape}`);
      }
    }
    expect([...bodies].filter(([, times]) => times !== 1)).toEqual([]);
    expect(bodies.size).toBe(runs * (6 + 21 + 8 + 9 + 4 + 2));
    await until(() => finished.length === runs * shapes.length, "every end to be heard");
    expect(new Set(finished).size).toBe(runs * shapes.length);
    noErrors();
  },
  20 * 60_000,
);

test("a race of cancel, event, timeout and finish leaves no run open and none ended twice", async () => {
  const lab = await openWorkers(2, (inngest) => [
    inngest.createFunction(
      { id: "contested", triggers: [{ event: "lab/contested" }], cancelOn: [{ event: "lab/stop", match: "data.n" }] },
      async ({ step }) => {
        await Promise.all([step.run("a", () => 1), step.waitForEvent("go", { event: "lab/go", timeout: "1h", match: "data.n" })]);
        await step.run("b", () => 2);
      },
    ),
  ]);
  const runs = 60;
  await lab.inngest.send(Array.from({ length: runs }, (_, n) => ({ name: "lab/contested", data: { n } })));
  await lab.waiting("event", runs);
  await Promise.all([
    lab.inngest.send(Array.from({ length: runs }, (_, n) => ({ name: "lab/go", data: { n } }))),
    lab.inngest.send(Array.from({ length: runs }, (_, n) => ({ name: "lab/stop", data: { n } }))),
    lab.advance(3_600_000),
  ]);
  const ended = await lab.ended("contested", runs);
  expect(ended).toHaveLength(runs);
  expect((await lab.pool.query("select from executor.item")).rowCount).toBe(0);
  expect((await lab.pool.query("select from executor.fan")).rowCount).toBe(0);
  noErrors();
});
