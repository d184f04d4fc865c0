import { z } from "zod";

/** What Postgres can store and JSON can carry: no NUL, no half of a surrogate pair. */
export const storable = (text: string): boolean => !text.includes("\u0000") && text.isWellFormed();

/** A text of at most so many characters that can be stored. */
export const Text = (max: number) =>
  z.string().max(max, `at most ${max} characters`).refine(storable, "holds a character that can't be stored");

/** The same, with something in it. */
export const Words = (max: number) => Text(max).refine((text) => text.trim() !== "", "must not be empty");

export const EmailAddress = z.email("is not an e-mail address").max(254);

export const Limit = (byDefault: number) => z.int().min(1, "at least 1").max(50, "at most 50").default(byDefault);

export const Language = z.enum(["en", "he"], "must be en or he");

const dayShape = /^\d{4}-\d{2}-\d{2}$/;
const isDay = (text: string) =>
  dayShape.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`)) && new Date(`${text}T00:00:00Z`).toISOString().startsWith(text);

/** A local day. A date-time is taken for its day, since a period is made of whole days. */
export const Day = z
  .string()
  .refine((text) => isDay(text.slice(0, 10)) && (text.length === 10 || /^T\d{2}:\d{2}/.test(text.slice(10))), "must be a day, YYYY-MM-DD");
export const dayOf = (text: string): string => text.slice(0, 10);

/** `from` after `to` is a mistake that would quietly find nothing. */
export const inOrder = ({ from, to }: { from?: string | undefined; to?: string | undefined }): boolean =>
  !from || !to || dayOf(from) <= dayOf(to);
export const outOfOrder = { message: "from must not be after to", path: ["from"] };

/** At most so many characters, with a sign that there was more. */
export const cut = (text: string, max: number): string => (text.length <= max ? text : `${text.slice(0, max - 1).trimEnd()}…`);

export const quoted = (text: string): string => `“${cut(text.trim(), 120)}”`;

/** Says the plain words of a call whatever the input is; a description must never be what breaks a call. */
export function plainly(say: () => string, otherwise: string): string {
  try {
    return say();
  } catch {
    return otherwise;
  }
}
