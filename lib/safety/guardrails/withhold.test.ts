import { expect, test } from "vitest";
import privacy from "./corpus/privacy.json" with { type: "json" };
import { findIdentifiers } from "./identifiers.ts";
import { redact } from "./redaction.ts";
import { findSecrets } from "./secrets.ts";
import { withhold } from "./withhold.ts";

const texts = Object.values(privacy as Record<string, unknown>).flatMap((list) => (Array.isArray(list) ? list.map(String) : []));

test("the first look leaves out no text in which a detector sees something", () => {
  const seen = texts.filter((text) => findSecrets(text).length + findIdentifiers(text).length > 0);
  expect(seen.length).toBeGreaterThan(50);
  for (const text of seen) expect(withhold(text)).toBe(redact(text, [...findSecrets(text), ...findIdentifiers(text)]).text);
  for (const text of seen) expect(withhold(text)).not.toBe(text);
});

test("what holds nothing of the kind stays as it is", () => {
  for (const text of ["Search documents: done", "results: 12 items, text: 840 characters", "Ask Yoav at 14:00 about lot 17", "שלום"])
    expect(withhold(text)).toBe(text);
});

test("equal values get equal placeholders, and what was withheld once is left alone", () => {
  const once = withhold("card 4539 1488 0343 6467, again 4539 1488 0343 6467, password: Kanarie-9x!Gelb");
  expect(once).toMatch(/^card (\[CARD_NUMBER_1\]), again \1, password: \[CREDENTIAL_1\]$/);
  expect(withhold(once)).toBe(once);
});
