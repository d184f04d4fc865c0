import { expect, test } from "vitest";
import { findContacts } from "./contacts.ts";
import { findIdentifiers } from "./identifiers.ts";
import { redact, restore } from "./redaction.ts";
import { findSecrets } from "./secrets.ts";

const all = (text: string) => redact(text, [...findSecrets(text), ...findIdentifiers(text), ...findContacts(text)]);

test.each([
  "Card 4111 1111 1111 1111, SSN 123-45-6789, dana@example.org, dana@example.org again, +44 20 7946 0958.",
  "[CARD_NUMBER_1] stood here before, and 4111 1111 1111 1111 comes after it",
  "password: [MAIL_ADDRESS_1]x9 and dana@example.org",
  "תעודת זהות 123456782 של דנה, dana@example.org",
  "password: hunter2dana@example.org",
  "nothing at all",
])("what was redacted is restored exactly: %s", (text) => {
  expect(restore(all(text))).toBe(text);
});

test("equal values get equal placeholders, which say what they stand for", () => {
  expect(all("From dana@example.org to yoav@example.org, copy dana@example.org").text).toBe(
    "From [MAIL_ADDRESS_1] to [MAIL_ADDRESS_2], copy [MAIL_ADDRESS_1]",
  );
});

test("a placeholder that the text has already is never given to a value", () => {
  const { values } = all("See [CARD_NUMBER_1]: 4111 1111 1111 1111");
  expect(Object.keys(values)).toEqual(["[CARD_NUMBER_2]"]);
});

test("no value is left in the text", () => {
  const { text, values } = all("SSN 123-45-6789, key AKIAIOSFODNN7EXAMPLE, IBAN GB82 WEST 1234 5698 7654 32");
  for (const value of Object.values(values)) expect(text).not.toContain(value);
  expect(Object.keys(values)).toHaveLength(3);
});
