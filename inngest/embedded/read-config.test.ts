import { expect, test } from "vitest";
import { readRegistration } from "./read-config.ts";

const config = (given: Record<string, unknown> = {}) => ({
  functions: [
    {
      id: "app-fn",
      name: "fn",
      triggers: [{ event: "e" }],
      steps: { step: { id: "step", name: "step", runtime: { type: "http", url: "" } } },
      ...given,
    },
  ],
});

test("what is absent has Inngest's default", () => {
  expect(readRegistration(config())).toMatchObject([
    { id: "app-fn", maxAttempts: 5, concurrency: [], cancels: [], crons: [], startMs: null, finishMs: null },
  ]);
});

test("a schedule may name its time zone", () => {
  const [fn] = readRegistration(config({ triggers: [{ cron: "TZ=Europe/Paris 0 9 * * *" }, { cron: "* * * * *" }] }));
  expect(fn?.crons).toEqual([{ cron: "0 9 * * *", timeZone: "Europe/Paris" }, { cron: "* * * * *" }]);
});

test("a limit may be a number, an object or two of them", () => {
  expect(readRegistration(config({ concurrency: 3 }))[0]?.concurrency).toEqual([{ limit: 3, scope: "fn" }]);
  expect(readRegistration(config({ concurrency: [{ limit: 1, key: "event.data.k" }, 10] }))[0]?.concurrency).toEqual([
    { limit: 1, key: "event.data.k", scope: "fn" },
    { limit: 10, scope: "fn" },
  ]);
});

test.each([
  [{ debounce: { period: "1s" }, batchEvents: { maxSize: 2, timeout: "1s" } }, "debounce and batchEvents"],
  [{ debounce: { period: "1s", leading: true } }, "leading"],
  [{ throttle: { limit: 0, period: "1s" } }, "throttle"],
  [{ rateLimit: { limit: 1, period: "soon" } }, "rateLimit"],
  [{ somethingNew: true }, "somethingNew"],
])("what the executor does not do is refused by name: %j", (option, name) => {
  expect(() => readRegistration(config(option))).toThrow(name);
});

test("an expression or a schedule that cannot be read is refused at registration, not when it is needed", () => {
  expect(() => readRegistration(config({ triggers: [{ event: "e", expression: "event.data." }] }))).toThrow("CEL");
  expect(() => readRegistration(config({ triggers: [{ cron: "every day" }] }))).toThrow(/schedule/);
  expect(() => readRegistration(config({ timeouts: { finish: "a while" } }))).toThrow("duration");
});
