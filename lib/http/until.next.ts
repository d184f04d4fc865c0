import { accept, type Outcome, refuse } from "#lib/kernel/outcome.ts";
import { runtime } from "#lib/runtime.ts";

const longestDays = 90;

/** A time that something holds until: to come, and not so far away that nobody remembers it. */
export function untilWhen(until: string): Outcome<string> {
  const awayMs = Date.parse(until) - runtime().now().getTime();
  const faulty = (because: string) => refuse({ code: "unprocessable", because: `until: ${because}`, errors: [{ path: "until", because }] });
  if (awayMs <= 0) return faulty("is over already");
  if (awayMs > longestDays * 86_400_000) return faulty(`is more than ${longestDays} days away`);
  return accept(new Date(until).toISOString());
}
