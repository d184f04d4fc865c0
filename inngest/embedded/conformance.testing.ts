import { type Inngest, type InngestFunction, NonRetriableError, RetryAfterError } from "inngest";
import { expect } from "vitest";
import { endedOf, type World } from "./conformance-world.testing.ts";

/** What a case's functions leave for its test to see. The app runs in the test's process, whoever executes it. */
export type Notes = unknown[];

export type Case = {
  /** Of the list of conformance; the sentence says what must hold. */
  numbers: number[];
  holds: string;
  id: string;
  functions(inngest: Inngest, notes: Notes): InngestFunction.Any[];
  play(told: Told): Promise<void>;
};

export type Told = {
  world: World;
  notes: Notes;
  /** Sends the case's own event and gives the event's id. */
  send(data?: Record<string, unknown>, more?: { name?: string; id?: string }): Promise<string>;
  output(event: string, count?: number): Promise<unknown>;
};

type Body = Parameters<Inngest["createFunction"]>[1];
type Options = Partial<Parameters<Inngest["createFunction"]>[0]>;

const fn = (inngest: Inngest, id: string, body: Body, options: Options = {}): InngestFunction.Any =>
  inngest.createFunction(
    { id, triggers: [{ event: `conf/${id}` }], retries: 0, ...options } as Parameters<Inngest["createFunction"]>[0],
    body,
  );

/** A case of one function and one run, which gives `output`. */
const gives = (
  numbers: number[],
  id: string,
  holds: string,
  body: (notes: Notes) => Body,
  output: unknown,
  { options = {}, notes: expected }: { options?: Options; notes?: unknown[] } = {},
): Case => ({
  numbers,
  id,
  holds,
  functions: (inngest, notes) => [fn(inngest, id, body(notes), options)],
  async play({ send, output: outputOf, notes }) {
    expect(await outputOf(await send({ n: 1 }))).toEqual(output);
    if (expected) expect(notes).toEqual(expected);
  },
});

const later = (ms: number) => new Promise<void>((done) => setTimeout(done, ms));
const note = <T>(notes: Notes, what: unknown, value: T): T => {
  notes.push(what);
  return value;
};

export const cases: Case[] = [
  gives([1], "plain", "a function without steps runs once, and undefined becomes null", (notes) => () => void notes.push("ran"), null, {
    notes: ["ran"],
  }),
  gives(
    [2, 9],
    "sequence",
    "steps run in order, each once, and their results go through JSON",
    (notes) =>
      async ({ step }) => {
        const a = await step.run("a", () =>
          note(notes, "a", { at: new Date(0), gone: undefined, nan: Number.NaN, map: new Map([[1, 2]]) }),
        );
        const b = await step.run("b", () => note(notes, "b", 2));
        return [a, b];
      },
    [{ at: "1970-01-01T00:00:00.000Z", nan: null, map: {} }, 2],
    { notes: ["a", "b"] },
  ),
  gives(
    [3],
    "repeated",
    "the same step id n times is n steps",
    () =>
      async ({ step }) => {
        const all: unknown[] = [];
        for (let i = 0; i < 4; i++) all.push(await step.run("same", () => i));
        return all;
      },
    [0, 1, 2, 3],
  ),
  gives(
    [4],
    "nothing",
    "a step that returns nothing is remembered",
    (notes) =>
      async ({ step }) => {
        await step.run("nothing", () => void notes.push("ran"));
        await step.sleep("nap", "1s");
        return "end";
      },
    "end",
    { notes: ["ran"] },
  ),
  gives(
    [5],
    "arguments",
    "a step is given its arguments",
    () =>
      async ({ step }) =>
        step.run("add", (a: number, b: number) => a + b, 2, 3),
    5,
  ),
  gives(
    [6],
    "awaits",
    "timers and awaits between steps do not break the replay",
    () =>
      async ({ step }) => {
        const a = await step.run("a", () => 1);
        await later(5);
        const b = await step.run("b", () => 2);
        await Promise.resolve();
        return a + b + (await step.run("c", () => 3));
      },
    6,
  ),
  gives(
    [7],
    "attempts",
    "attempt begins at 0 and maxAttempts is retries + 1",
    () =>
      ({ attempt, maxAttempts }) => [attempt, maxAttempts],
    [0, 3],
    { options: { retries: 2 } },
  ),
  gives(
    [12],
    "fan",
    "parallel steps run once each and give their results in place",
    (notes) =>
      async ({ step }) => {
        const all = await Promise.all([0, 1, 2, 3, 4].map((i) => step.run(`p${i}`, () => note(notes, i, i * i))));
        return step.run("sum", () => all.reduce((sum, one) => sum + one, 0) + notes.length);
      },
    35,
  ),
  gives(
    [13],
    "chains",
    "two chains in parallel give the right results",
    (notes) =>
      async ({ step }) => {
        const chain = async (name: string) => {
          const first = await step.run(`${name}1`, () => note(notes, `${name}1`, name));
          return step.run(`${name}2`, () => note(notes, `${name}2`, first + first));
        };
        return [await Promise.all([chain("a"), chain("b")]), [...notes].sort()];
      },
    [
      ["aa", "bb"],
      ["a1", "a2", "b1", "b2"],
    ],
  ),
  gives(
    [14, 19],
    "mixture",
    "a step, a sleep and a wait end together",
    () =>
      async ({ step }) =>
        Promise.all([
          step.run("work", () => "done"),
          step.sleep("nap", "1s"),
          step.waitForEvent("never", { event: "conf/never", timeout: "2s" }),
        ]).then(([work, , event]) => [work, event]),
    ["done", null],
  ),
  gives(
    [15],
    "race",
    "a race is won by who finished first, at every replay",
    () =>
      async ({ step }) => {
        const first = await Promise.race([
          step.run("slow", async () => {
            await later(300);
            return "slow";
          }),
          step.run("fast", () => "fast"),
        ]);
        return [first, await step.run("after", () => "after")];
      },
    ["fast", "after"],
  ),
  gives(
    [17, 34],
    "settled",
    "of parallel steps the failed one is tried again alone",
    (notes) =>
      async ({ step }) => {
        const all = await Promise.allSettled([
          step.run("fine", () => note(notes, "fine", 1)),
          step.run("flaky", () => {
            notes.push("flaky");
            if (notes.filter((one) => one === "flaky").length === 1) throw new RetryAfterError("later", 1_000);
            return 2;
          }),
          step.run("broken", () => {
            throw new NonRetriableError("no");
          }),
        ]);
        return [
          all.map(({ status }) => status),
          notes.filter((one) => one === "fine").length,
          notes.filter((one) => one === "flaky").length,
        ];
      },
    [["fulfilled", "fulfilled", "rejected"], 1, 2],
    { options: { retries: 1 } },
  ),
  gives(
    [20],
    "timeout",
    "a wait that nobody answers gives null",
    () =>
      async ({ step }) =>
        step.waitForEvent("w", { event: "conf/none", timeout: "1s" }),
    null,
  ),
  {
    numbers: [20, 21, 22],
    id: "wait",
    holds: "a wait is ended by the event that matches and by no other, and gives it whole",
    functions: (inngest) => [
      fn(inngest, "wait", async ({ step }) => step.waitForEvent("answer", { event: "conf/wait.answer", match: "data.k", timeout: "1h" })),
    ],
    async play({ world, send, output }) {
      const event = await send({ k: "mine" });
      await world.armed();
      await send({ k: "other" }, { name: "conf/wait.answer" });
      await send({ k: "mine", extra: [1] }, { name: "conf/wait.answer" });
      expect(await output(event)).toMatchObject({
        name: "conf/wait.answer",
        data: { k: "mine", extra: [1] },
        id: expect.any(String),
        ts: expect.any(Number),
      });
    },
  },
  {
    numbers: [25],
    id: "sender",
    holds: "what a step sends triggers functions",
    functions: (inngest, notes) => [
      fn(inngest, "sender", async ({ step }) => (await step.sendEvent("send", [{ name: "conf/sent", data: { n: 7 } }])).ids),
      fn(inngest, "sent", ({ event }) => void notes.push(event.data.n)),
    ],
    async play({ world, send, output, notes }) {
      const [id] = (await output(await send())) as string[];
      await endedOf(world, id ?? "");
      expect(notes).toEqual([7]);
    },
  },
  {
    numbers: [26],
    id: "once",
    holds: "a second event with the sender's id starts nothing",
    functions: (inngest, notes) => [fn(inngest, "once", ({ event }) => void notes.push(event.id))],
    async play({ world, send, notes }) {
      const id = `once-${crypto.randomUUID()}`;
      const first = await send({}, { id });
      await endedOf(world, first);
      const second = await send({}, { id });
      await endedOf(world, await send({}, { id: `${id}-other` }));
      if (second !== first) expect(await world.runsOf(second)).toEqual([]);
      expect(notes).toEqual([id, `${id}-other`]);
    },
  },
  {
    numbers: [27],
    id: "signal",
    holds: "a signal ends the wait for it",
    functions: (inngest) => [
      fn(inngest, "signal", async ({ event, step }) =>
        step.waitForSignal("s", { signal: event.data.k, timeout: "1h", onConflict: "replace" }),
      ),
      fn(
        inngest,
        "signal.sender",
        async ({ event, step }) => void (await step.sendSignal("go", { signal: event.data.k, data: { go: 1 } })),
      ),
    ],
    async play({ world, send, output }) {
      const k = crypto.randomUUID();
      const event = await send({ k });
      await world.armed();
      await send({ k }, { name: "conf/signal.sender" });
      expect(await output(event)).toEqual({ signal: k, data: { go: 1 } });
    },
  },
  {
    numbers: [28],
    id: "filtered",
    holds: "a trigger's condition and a wildcard decide who runs",
    functions: (inngest) => [
      fn(inngest, "filtered", () => "big", { triggers: [{ event: "conf/filtered/deep/name", if: "event.data.n > 5" }] }),
      fn(inngest, "wild", () => "any", { triggers: [{ event: "conf/filtered/*" }] }),
    ],
    async play({ world, send }) {
      const name = "conf/filtered/deep/name";
      expect((await endedOf(world, await send({ n: 1 }, { name }))).map(({ output }) => output)).toEqual(["any"]);
      expect((await endedOf(world, await send({ n: 9 }, { name }), 2)).map(({ output }) => output).sort()).toEqual(["any", "big"]);
    },
  },
  {
    numbers: [29, 30, 31],
    id: "parent",
    holds: "an invocation gives the child's result, its error, or its timeout",
    functions(inngest) {
      const child = fn(inngest, "child", async ({ event, step }) => {
        if (event.data.fail) throw new NonRetriableError("child says no");
        if (event.data.slow) await step.sleep("long", "3s");
        return event.data.n * 2;
      });
      return [
        child,
        fn(inngest, "parent", async ({ step }) => {
          const caught = (error: Error) => `${error.name}: ${error.message}`;
          const invoke = (id: string, data: object, timeout?: string) =>
            step.invoke(id, { function: child, data, ...(timeout !== undefined && { timeout }) } as never);
          return [
            await invoke("good", { n: 21 }),
            await invoke("bad", { fail: true }).catch((error: Error) => error.message),
            await invoke("late", { slow: true }, "1s").catch(caught),
          ];
        }),
      ];
    },
    async play({ send, output }) {
      expect(await output(await send())).toEqual([42, expect.stringContaining("child says no"), expect.stringMatching(/time/i)]);
    },
  },
  gives(
    [33, 34, 38],
    "again",
    "a step that throws is tried again, and those before it are not",
    (notes) =>
      async ({ step }) => {
        await step.run("before", () => note(notes, "before", 0));
        await step.run("flaky", ({ length } = notes) => {
          notes.push("flaky");
          if (length < 2) throw new RetryAfterError("later", 1_000);
        });
        return step.run("after", () => notes.length);
      },
    3,
    { options: { retries: 2 }, notes: ["before", "flaky", "flaky"] },
  ),
  gives(
    [36, 37, 38],
    "caught",
    "a step that failed for good can be caught, and the run goes on",
    (notes) =>
      async ({ step }) => {
        const message = await step
          .run("broken", () => {
            notes.push("broken");
            throw new NonRetriableError("for good");
          })
          .catch((error: Error) => error.message);
        return [message, await step.run("after", () => "after")];
      },
    ["for good", "after"],
    { options: { retries: 3 }, notes: ["broken"] },
  ),
  {
    numbers: [39, 42],
    id: "failing",
    holds: "an error that nobody catches fails the run and reaches onFailure once",
    functions: (inngest, notes) => [
      fn(
        inngest,
        "failing",
        async ({ step }) => {
          await step.run("broken", () => {
            throw new NonRetriableError("not caught");
          });
        },
        { onFailure: ({ error }: { error: Error }) => void notes.push(error.message) } as Options,
      ),
    ],
    async play({ world, send, notes }) {
      const [run] = await endedOf(world, await send());
      expect(run).toMatchObject({ status: "Failed", output: { message: expect.stringContaining("not caught") } });
      for (let look = 0; look < 300 && notes.length === 0; look++) await later(20);
      expect(notes).toEqual(["not caught"]);
    },
  },
  gives(
    [40],
    "body",
    "a throw in the body runs the function again, and no step of it",
    (notes) =>
      async ({ step, attempt }) => {
        await step.run("step", () => note(notes, "step", 0));
        if (attempt === 0) throw new RetryAfterError("later", 1_000);
        return attempt;
      },
    1,
    { options: { retries: 1 }, notes: ["step"] },
  ),
  {
    numbers: [44],
    id: "cancelled",
    holds: "an event cancels the run that it matches and no other",
    functions: (inngest) => [
      fn(
        inngest,
        "cancelled",
        async ({ step }) => void (await step.waitForEvent("w", { event: "conf/cancelled.go", timeout: "1h", match: "data.k" })),
        {
          cancelOn: [{ event: "conf/cancelled.stop", match: "data.k" }],
        } as Options,
      ),
    ],
    async play({ world, send }) {
      const [a, b] = [await send({ k: "a" }), await send({ k: "b" })];
      await world.armed();
      await later(world.lookEveryMs * 20);
      await send({ k: "a" }, { name: "conf/cancelled.stop" });
      expect(await endedOf(world, a, 1, false)).toMatchObject([{ status: "Cancelled" }]);
      await send({ k: "b" }, { name: "conf/cancelled.go" });
      expect(await endedOf(world, b, 1, false)).toMatchObject([{ status: "Completed" }]);
    },
  },
  {
    numbers: [49, 52],
    id: "limited",
    holds: "a rate limit and an idempotency key drop what exceeds them",
    functions: (inngest, notes) => [
      fn(inngest, "limited", ({ event }) => void notes.push(event.data.n), { rateLimit: { limit: 1, period: "1h", key: "event.data.k" } }),
      fn(inngest, "idempotent", ({ event }) => void notes.push(event.data.n + 10), {
        idempotency: "event.data.k",
        triggers: [{ event: "conf/limited" }],
      }),
    ],
    async play({ world, send, notes }) {
      const k = crypto.randomUUID();
      await endedOf(world, await send({ k, n: 1 }), 2, false);
      const second = await send({ k, n: 2 });
      await endedOf(world, await send({ k: crypto.randomUUID(), n: 3 }), 2, false);
      expect(await world.runsOf(second)).toEqual([]);
      expect(notes.toSorted()).toEqual([1, 11, 13, 3]);
    },
  },
  {
    numbers: [50],
    id: "debounced",
    holds: "a debounce starts one run, with the last event",
    functions: (inngest, notes) => [fn(inngest, "debounced", ({ event }) => void notes.push(event.data.n), { debounce: { period: "2s" } })],
    async play({ world, send, notes }) {
      for (const n of [1, 2]) await send({ n });
      await later(world.lookEveryMs * 3);
      await send({ n: 3 });
      await later(world.lookEveryMs * 10);
      await world.pass(4_000);
      for (let look = 0; look < 300 && notes.length === 0; look++) await later(20);
      expect(notes).toEqual([3]);
    },
  },
  {
    numbers: [51],
    id: "batched",
    holds: "a batch starts when it is full, with all its events",
    functions: (inngest, notes) => [
      fn(
        inngest,
        "batched",
        ({ event, events }) => void notes.push([event.data.n, events.map((one: { data: { n: number } }) => one.data.n).sort()]),
        {
          batchEvents: { maxSize: 3, timeout: "60s" },
        },
      ),
    ],
    async play({ world, notes }) {
      await world.inngest.send([1, 2, 3].map((n) => ({ name: "conf/batched", data: { n } })));
      for (let look = 0; look < 300 && notes.length === 0; look++) await later(20);
      expect(notes).toEqual([[expect.any(Number), [1, 2, 3]]]);
    },
  },
  {
    numbers: [53],
    id: "single",
    holds: "a singleton skips a run while one is open",
    functions: (inngest) => [
      fn(inngest, "single", async ({ step }) => void (await step.waitForEvent("w", { event: "conf/single.go", timeout: "1h" })), {
        singleton: { mode: "skip" },
      }),
    ],
    async play({ world, send }) {
      const first = await send();
      await world.armed();
      const second = await send();
      await later(world.lookEveryMs * 20);
      expect(await world.runsOf(second)).toEqual([]);
      await send({}, { name: "conf/single.go" });
      expect(await endedOf(world, first, 1, false)).toMatchObject([{ status: "Completed" }]);
    },
  },
];
