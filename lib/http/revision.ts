import type { Outcome } from "#lib/kernel/outcome.ts";
import { accept, refuse } from "#lib/kernel/outcome.ts";

/** The entity tag of a thing that counts its changes. */
export const etagOf = (revision: number): string => `"${revision}"`;

/**
 * The revision that a change expects, from `If-Match`: undefined when it expects none (`*`, or no header).
 * A tag that was never given out matches nothing, and a list is none of ours: both are refused as not valid.
 */
export function expectedRevision(headers: Headers): Outcome<number | undefined> {
  const tag = headers.get("if-match")?.trim();
  if (tag === undefined || tag === "*") return accept(undefined);
  const [, digits] = /^"(\d{1,9})"$/.exec(tag) ?? [];
  return digits === undefined
    ? refuse({ code: "invalid", because: 'If-Match has to be one ETag as it was given, such as "3"' })
    : accept(Number(digits));
}

/** Whether the reader has this revision already: weak comparison, as RFC 9110 asks of `If-None-Match`. */
export const isKnown = (headers: Headers, revision: number): boolean =>
  (headers.get("if-none-match") ?? "").split(",").some((tag) => tag.trim().replace(/^W\//, "") === etagOf(revision));
