import { z } from "zod";
import { isRecord } from "./record.ts";

export { isRecord };

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** Any JSON value; what tools take and give, and what payloads hold. */
export const Json: z.ZodType<Json> = z.json() as z.ZodType<Json>;

/** JSON with object keys sorted at every depth: two equal values have one text, so one hash (RFC 8785 for the values we keep). */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner) =>
    isRecord(inner)
      ? Object.fromEntries(
          Object.keys(inner)
            .sort()
            .map((key) => [key, inner[key]]),
        )
      : inner,
  );
}
