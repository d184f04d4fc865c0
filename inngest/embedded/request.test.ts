import { expect, test } from "vitest";
import { requestBody } from "./request.ts";

test("events and memos are joined as they are, in completion order", () => {
  const body = JSON.parse(
    requestBody(
      {
        run: "r",
        hash: "step",
        fence: "42",
        kind: "discover",
        attempt: 1,
        atMs: 0,
        first: false,
        alone: false,
        fn: "app-fn",
        event: '{"name":"e","data":{"z":1,"a":2}}',
        batch: null,
        request: null,
        startMs: null,
        finishMs: null,
      },
      3,
      [
        { hash: "b", body: '{"data":1}' },
        { hash: "a", body: "null" },
      ],
    ),
  );
  expect(body).toMatchObject({
    version: -1,
    event: { name: "e", data: { z: 1, a: 2 } },
    events: [{ name: "e" }],
    steps: { b: { data: 1 }, a: null },
    ctx: {
      run_id: "r",
      fn_id: "app-fn",
      qi_id: "step",
      generation_id: 42,
      attempt: 1,
      max_attempts: 3,
      disable_immediate_execution: true,
      stack: { stack: ["b", "a"], current: 2 },
    },
  });
});
