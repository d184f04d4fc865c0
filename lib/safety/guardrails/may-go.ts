import { judge } from "./evaluate.ts";
import { MessageCase } from "./message-case.ts";
import type { Policy } from "./policy.ts";

/** Whether it may go now. `until`: from when it may, where that is a matter of time alone. */
export type MayGo = { may: true } | { may: false; policy: string; because: string; until?: string };

const quarter = 900_000;
const hour = 3_600_000;
/** Quiet hours end within a day, and a week's messages within a week. */
const looks = [
  ...Array.from({ length: 192 }, (_, index) => (index + 1) * quarter),
  ...Array.from({ length: 144 }, (_, index) => (index + 49) * hour),
];

/** Asks the rules about contacting people, as the workspace has them, at a moment; where time heals it, when. */
export function mayGo(message: object, policies: Policy[], now: Date): MayGo {
  const parsed = MessageCase.parse(message);
  const asked = policies.filter(({ enabled, detectors = [] }) => enabled && detectors.some((detector) => aboutSending.has(detector)));
  const blockedAt = (at: Date) => {
    const { violations } = judge({ kind: "message", message: parsed, now: at }, asked);
    return violations.find(({ verdict }) => verdict === "block");
  };
  const blocked = blockedAt(now);
  if (!blocked) return { may: true };
  const { policy, reason: because, detector } = blocked;
  // What somebody wants, or did not agree to, no waiting changes.
  if (detector === "opt-out" || detector === "consent") return { may: false, policy, because };
  const first = Math.ceil(now.getTime() / quarter) * quarter - quarter;
  const until = looks.map((ahead) => new Date(first + ahead)).find((at) => at > now && !blockedAt(at));
  return { may: false, policy, because, ...(until && { until: until.toISOString() }) };
}

const aboutSending: ReadonlySet<string> = new Set(["opt-out", "consent", "quiet-hours", "frequency", "bulk"]);
