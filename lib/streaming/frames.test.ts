import fc from "fast-check";
import { expect, test } from "vitest";
import { endings, eventTypes } from "#lib/execution/events.ts";
import { frame, frameNames, frameOf, heartbeat } from "./frames.ts";

/** What the WHATWG rules make of a stream's text. */
function parse(text: string): { id: string; event: string; data: string }[] {
  const events: { id: string; event: string; data: string }[] = [];
  let now = { id: "", event: "", data: [] as string[] };
  for (const line of text.split(/\r\n|\r|\n/)) {
    if (line === "") {
      if (now.data.length > 0) events.push({ id: now.id, event: now.event, data: now.data.join("\n") });
      now = { id: now.id, event: "", data: [] };
      continue;
    }
    const [, name = "", value = ""] = /^([^:]*):? ?(.*)$/s.exec(line) ?? [];
    if (name === "id") now.id = value;
    if (name === "event") now.event = value;
    if (name === "data") now.data.push(value);
  }
  return events;
}

test("every event has one frame, and only an ending is complete", () => {
  for (const type of eventTypes) expect(frameNames).toContain(frameOf(type));
  expect(eventTypes.filter((type) => frameOf(type) === "complete")).toEqual([...endings]);
});

test("no text in the data can forge a field or another event", () => {
  const nasty = fc
    .array(fc.constantFrom("\n", "\r", "\r\n", "\n\n", "id: 99", "event: complete", "data: x", ":", "a", " "), { maxLength: 20 })
    .map((parts) => parts.join(""));
  fc.assert(
    fc.property(nasty, fc.nat(), (json, seq) => {
      const events = parse(frame({ seq, type: "step.progressed", json: `{${json}}` }));
      expect(events).toEqual([{ id: String(seq), event: "progress", data: `{${json}}`.replaceAll(/\r\n|\r/g, "\n") }]);
    }),
  );
});

test("a heartbeat moves nobody's place", () => {
  const text = `${frame({ seq: 7, type: "step.started", json: "{}" })}${heartbeat}${frame({ seq: 8, type: "step.completed", json: "{}" })}`;
  expect(parse(text).map(({ id }) => id)).toEqual(["7", "8"]);
});
