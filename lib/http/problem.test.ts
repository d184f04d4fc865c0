import { expect, test } from "vitest";
import { type ProblemCode, problem } from "./problem.ts";

const statuses: [ProblemCode, number][] = [
  ["invalid", 400],
  ["unauthorized", 401],
  ["forbidden", 403],
  ["not_found", 404],
  ["conflict", 409],
  ["too_large", 413],
  ["unsupported_media_type", 415],
  ["unprocessable", 422],
  ["rate_limited", 429],
  ["internal", 500],
  ["unavailable", 503],
];

test.each(statuses)("%s is answered with %i", async (code, status) => {
  const response = problem({ code, because: "so it is" }, { requestId: "req_1", instance: "/api/x" });
  expect(response.status).toBe(status);
  expect(await response.json()).toMatchObject({
    status,
    code,
    detail: "so it is",
    instance: "/api/x",
    requestId: "req_1",
    type: expect.any(String),
    title: expect.any(String),
  });
});

test("an illegal change of state says what would be legal", async () => {
  const response = problem({ code: "conflict", because: "it is over", allowed: ["fork"] }, { requestId: "r", instance: "/" });
  expect(await response.json()).toMatchObject({ allowed: ["fork"] });
});
