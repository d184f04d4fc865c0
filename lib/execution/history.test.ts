import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { ExecutionEvent } from "./events.ts";
import { type History, momentAt, remember } from "./history.ts";
import { fold } from "./reduce.ts";
import { foldSpans } from "./spans.ts";
import { upcast } from "./upcast.ts";

const noHistory: History = { events: [], kept: [] };
const logs = readdirSync(`${import.meta.dirname}/corpus`).map((file) => {
  const { events } = JSON.parse(readFileSync(`${import.meta.dirname}/corpus/${file}`, "utf8")) as { events: unknown[] };
  return [file, events.map(upcast)] as const;
});

describe.each(logs)("%s", (_, log) => {
  test("every moment is the fold of what had happened by then", () => {
    const history = remember(noHistory, log);
    for (const { seq } of log) {
      const then = log.filter((event) => event.seq <= seq);
      expect(momentAt(history, seq)).toEqual({ last: then.at(-1), events: then, execution: fold(null, then), spans: foldSpans({}, then) });
    }
  });
});

/** A log of one request and as many steps as fill it. */
function longLog(length: number): ExecutionEvent[] {
  const envelope = (seq: number) => ({ id: `evt_${seq}`, seq, at: new Date(seq * 1_000).toISOString(), v: 1, status: "", message: "" });
  return Array.from({ length }, (_, index) =>
    index === 0
      ? {
          ...envelope(1),
          step: null,
          type: "execution.requested",
          title: "Long",
          trigger: "web",
          by: { kind: "member", id: "usr", name: "Dana" },
          autonomy: "run",
          concurrency: 8,
        }
      : { ...envelope(index + 1), step: `s${index}`, type: "step.readied", wake: 1, name: `Step ${index}`, tool: "flow.pass" },
  ) as ExecutionEvent[];
}

test("a log that grew while one looks back gives the same moments as the whole of it", () => {
  const log = longLog(1_203);
  const grown = [7, 251, 750, 1_203].reduce((history, length) => remember(history, log.slice(0, length)), noHistory);
  for (const seq of [1, 2, 249, 250, 251, 500, 1_000, 1_203]) {
    expect(momentAt(grown, seq)).toEqual(momentAt(remember(noHistory, log), seq));
    expect(Object.keys(momentAt(grown, seq)?.execution.steps ?? {})).toHaveLength(seq - 1);
  }
});

test("what is kept is folded once, whatever is looked at later", () => {
  const log = longLog(600);
  const before = remember(noHistory, log.slice(0, 500));
  const after = remember(before, log);
  expect(after.kept[0]).toBe(before.kept[0]);
  expect(after.kept[1]).toBe(before.kept[1]);
});

test("before its first event there is nothing, and after its last one there is the last", () => {
  const log = longLog(3);
  expect(momentAt(remember(noHistory, log), 0)).toBeUndefined();
  expect(momentAt(noHistory, 5)).toBeUndefined();
  expect(momentAt(remember(noHistory, log), 99)?.last.seq).toBe(3);
});
