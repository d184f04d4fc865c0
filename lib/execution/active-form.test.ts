import { expect, test } from "vitest";
import { activeForm } from "./active-form.ts";

test.each([
  ["Find documents: Tevuot", "Finding documents: Tevuot…"],
  ["Generate the text", "Generating the text…"],
  ["Set a meeting with Yoav", "Setting a meeting with Yoav…"],
  ["summarise it", "summarising it…"],
  ["Tell Yoav", "Telling Yoav…"],
  ["Agenda", "Agenda…"],
  ["חפש מסמכים", "חפש מסמכים…"],
])("%s, while it runs, reads %s", (name, active) => {
  expect(activeForm(name)).toBe(active);
});
