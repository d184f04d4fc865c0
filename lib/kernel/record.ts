/** Whether it is an object with fields. It stands by itself: what a page reads first must not bring a validator along. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
