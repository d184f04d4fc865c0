import type { Dispatch, Memo } from "./journal.ts";

/** The body of a request to the SDK. Events and memos are JSON already and are only joined: the state of a long run
 *  is not parsed and printed again for each of its requests. */
export function requestBody(dispatch: Dispatch, maxAttempts: number, memos: Memo[]): string {
  const { run, hash, fence, fn, event, batch, attempt, alone } = dispatch;
  const steps = memos.map((memo) => `${JSON.stringify(memo.hash)}:${memo.body}`).join(",");
  const ctx = {
    run_id: run,
    fn_id: fn,
    qi_id: hash,
    step_id: "step",
    request_id: `${run}.${fence}`,
    generation_id: Number(fence),
    attempt,
    max_attempts: maxAttempts,
    disable_immediate_execution: !alone,
    use_api: false,
    env: "",
    stack: { stack: memos.map((memo) => memo.hash), current: memos.length },
  };
  return `{"version":-1,"use_api":false,"defers":{},"event":${event},"events":${batch ?? `[${event}]`},"steps":{${steps}},"ctx":${JSON.stringify(ctx)}}`;
}
