import { expect, test } from "vitest";
import { frame, heartbeat, retry } from "#lib/streaming/frames.ts";
import { dataIn, lookAfterMs } from "./late-frames.ts";

test("what the stream writes is read again, frame by frame", () => {
  const text =
    retry +
    frame({ seq: 7, type: "recovery.tried", json: '{"a":1}' }) +
    heartbeat +
    frame({ seq: 8, type: "effect.compensated", json: '{"b":\n2}' });
  expect(dataIn(text)).toEqual(['{"a":1}', '{"b":\n2}']);
  expect(dataIn("")).toEqual([]);
});

test("it is looked soon after the end, and later once a minute", () => {
  expect([0, 1, 2, 5, 6, 40].map(lookAfterMs)).toEqual([1_000, 2_000, 4_000, 32_000, 60_000, 60_000]);
});
