import { expect, test } from "vitest";
import { BadEvent, storedEvent } from "./event-body.ts";

test("defaults are Inngest's: our id, the time of sending, no user", () => {
  expect(storedEvent({ name: "e" }, "01", 5)).toEqual({
    id: "01",
    key: undefined,
    name: "e",
    body: '{"name":"e","id":"01","data":{},"ts":5,"user":{}}',
  });
});

test("the sender's id is what functions see, and ours stays what we store by", () => {
  expect(storedEvent({ name: "e", id: "mine", data: { n: 1 } }, "01", 5)).toMatchObject({
    id: "01",
    key: "mine",
    body: expect.stringContaining('"id":"mine"'),
  });
});

test.each([
  [{ name: "" }],
  [{ name: "a\0b" }],
  [{ name: "x".repeat(300) }],
  [{ name: "e", data: [1] }],
  [{ name: "e", data: "text" }],
  [{ name: "e", ts: Number.NaN }],
  [{ name: "e", id: 7 }],
])("%j is refused", (event) => {
  expect(() => storedEvent(event as never, "01", 5)).toThrow(BadEvent);
});
