import { describe, expect, test } from "vitest";
import { type DecideDeps, decide } from "./decide.ts";
import type { Dispatch } from "./journal.ts";
import type { Reply } from "./reply.ts";

const dispatch = (given: Partial<Dispatch> = {}): Dispatch => ({
  run: "run",
  hash: "step",
  fence: "1",
  kind: "discover",
  attempt: 0,
  atMs: 0,
  first: true,
  alone: true,
  fn: "app-fn",
  event: '{"name":"e","data":{"id":7}}',
  batch: null,
  request: null,
  startMs: null,
  finishMs: null,
  ...given,
});
const answer = (status: number, body: unknown, headers: Partial<Reply> = {}): Reply => ({
  status,
  noRetry: null,
  retryAfter: null,
  body: typeof body === "string" ? body : JSON.stringify(body),
  ...headers,
});
const deps: DecideDeps = { maxAttempts: 3, luck: 0.5, now: 0, child: () => undefined };

describe("a request that ran the function", () => {
  test("200 is the end, with the body as it came", () => {
    expect(decide(dispatch(), answer(200, '{"z":1,"a":2}'), deps)).toEqual({ move: "complete", output: '{"z":1,"a":2}' });
  });

  test("RunComplete in a 206 is the end, whatever was buffered before it", () => {
    const ops = [
      { id: "a", op: "StepRun", data: 1 },
      { id: "c", op: "RunComplete", data: { n: 1 } },
    ];
    expect(decide(dispatch(), answer(206, ops), deps)).toEqual({ move: "complete", output: '{"n":1}' });
  });

  test("a step that ran is remembered wrapped, without the SDK's internals, and asks for more", () => {
    const ops = [{ id: "a", op: "StepRun", data: { data: 1 }, rawArgs: [1], promise: {} }];
    expect(decide(dispatch({ attempt: 1 }), answer(206, ops), deps)).toEqual({
      move: "plan",
      memos: [{ hash: "a", body: '{"data":{"data":1}}' }],
      ops: [],
    });
  });

  test("a step that failed for good is remembered as its error", () => {
    const ops = [{ id: "a", op: "StepFailed", error: { name: "TypeError", message: "no", stack: "at", __serialized: true } }];
    expect(decide(dispatch(), answer(206, ops, { noRetry: "true" }), deps)).toEqual({
      move: "plan",
      memos: [{ hash: "a", body: '{"error":{"__serialized":true,"name":"TypeError","message":"no","stack":"at"}}' }],
      ops: [],
    });
  });

  test("a step that threw is tried again, at the time it asked for or by the table", () => {
    const ops = [{ id: "a", op: "StepError", error: { name: "Error", message: "later" } }];
    expect(decide(dispatch(), answer(206, ops, { noRetry: "false", retryAfter: "3" }), deps)).toMatchObject({
      move: "retry",
      delay: 3_000,
    });
    expect(decide(dispatch(), answer(206, ops), deps)).toMatchObject({ move: "retry", delay: 30_000 });
    expect(decide(dispatch({ attempt: 1 }), answer(206, ops), deps)).toMatchObject({ move: "retry", delay: 45_000 });
  });

  test("400 is final with the error as it came, 500 counts as an attempt", () => {
    const thrown = { name: "RangeError", message: "far" };
    expect(decide(dispatch(), answer(400, thrown, { noRetry: "true" }), deps)).toEqual({ move: "fail", error: thrown });
    expect(decide(dispatch(), answer(500, thrown, { noRetry: "false" }), deps)).toMatchObject({ move: "retry" });
    expect(decide(dispatch({ attempt: 2 }), answer(500, thrown), deps)).toEqual({ move: "fail", error: thrown });
  });

  test("an answer that is not the SDK's counts as an attempt", () => {
    expect(decide(dispatch(), answer(502, "<html>"), deps)).toMatchObject({ move: "retry" });
    expect(decide(dispatch(), answer(206, "{}"), deps)).toMatchObject({ move: "retry" });
  });

  test("an operation that nobody knows fails the run and is not skipped", () => {
    expect(decide(dispatch(), answer(206, [{ id: "d", op: "DeferAdd" }]), deps)).toMatchObject({
      move: "fail",
      error: { message: expect.stringContaining("DeferAdd") },
    });
  });

  test("each kind of operation becomes the item that will finish it", () => {
    const ops = [
      { id: "p", op: "StepPlanned", opts: { parallelMode: "race" } },
      { id: "s", op: "Sleep", name: "1m30s" },
      { id: "u", op: "Sleep", name: "2030-01-01T00:00:00.000Z" },
      { id: "w", op: "WaitForEvent", name: "e/answer", opts: { timeout: "1h", if: "async.data.id == event.data.id" } },
      { id: "g", op: "WaitForSignal", name: "sig", opts: { signal: "sig", timeout: "1d", conflict: "replace" } },
    ];
    expect(decide(dispatch(), answer(206, ops), deps)).toEqual({
      move: "plan",
      memos: [],
      ops: [
        { hash: "p", kind: "step", race: true },
        { hash: "s", kind: "sleep", race: false, delay: 90_000 },
        { hash: "u", kind: "sleep", race: false, until: Date.UTC(2030, 0, 1) },
        {
          hash: "w",
          kind: "event",
          topic: "e/answer",
          condition: "async.data.id == event.data.id",
          key: "data.id=7",
          race: false,
          delay: 3_600_000,
        },
        { hash: "g", kind: "signal", topic: "sig", conflict: "replace", race: false, delay: 86_400_000 },
      ],
    });
  });

  test("a function that nobody registered is an error of its step", () => {
    const ops = [{ id: "i", op: "InvokeFunction", opts: { function_id: "app-none" } }];
    const verdict = decide(dispatch(), answer(206, ops), deps);
    expect(verdict).toMatchObject({ move: "plan", ops: [], memos: [{ hash: "i" }] });
  });
});

describe("a request that was aimed at one step", () => {
  const step = dispatch({ kind: "step", hash: "a" });

  test("its result finishes the step", () => {
    expect(decide(step, answer(206, [{ id: "a", op: "StepRun", data: null }]), deps)).toEqual({ move: "finish", body: '{"data":null}' });
  });

  test("its last failure finishes the step as well", () => {
    expect(decide(step, answer(206, [{ id: "a", op: "StepFailed", error: { message: "no" } }]), deps)).toEqual({
      move: "finish",
      body: '{"error":{"name":"Error","message":"no"}}',
    });
  });

  test("a throw tries that step again", () => {
    expect(decide(step, answer(206, [{ id: "a", op: "StepError", error: {} }]), deps)).toMatchObject({ move: "retry" });
  });

  test("a step that was not found counts as an attempt, and fails the run at the last", () => {
    const gone = answer(500, { error: 'Could not find step "a"' }, { noRetry: "false" });
    expect(decide(step, gone, deps)).toMatchObject({ move: "retry" });
    expect(decide({ ...step, attempt: 2 }, gone, deps)).toMatchObject({ move: "fail", error: { error: 'Could not find step "a"' } });
  });
});
