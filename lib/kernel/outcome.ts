/** What a caller may have done wrong, by the stable `code` that the HTTP contract shows. */
export type RefusalCode =
  | "invalid" // the words are off: 400 (or 422 when the shape is right and the meaning is not)
  | "unprocessable"
  | "unauthorized"
  | "forbidden"
  | "not_found"
  | "conflict"
  | "changed" // the caller's look is out of date: read again, then decide
  | "too_large"
  | "rate_limited"
  | "unavailable";

export type FieldError = { path: string; because: string };

export type Refusal = {
  code: RefusalCode;
  because: string;
  errors?: FieldError[];
  /** For an illegal state change: what would be legal now. */
  allowed?: string[];
};

export type Outcome<T> = { ok: true; value: T } | { ok: false; refusal: Refusal };

export function accept<T>(value: T): Outcome<T> {
  return { ok: true, value };
}

export function refuse(refusal: Refusal): { ok: false; refusal: Refusal } {
  return { ok: false, refusal };
}

export function assertNever(value: never): never {
  throw new Error(`unexpected: ${JSON.stringify(value)}`);
}
