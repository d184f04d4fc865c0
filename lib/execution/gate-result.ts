import { isRecord, type Json } from "#lib/kernel/json.ts";
import type { Plan } from "#lib/planner/plan.ts";
import { CodeReport } from "#lib/safety/gates/code.ts";
import { askGates, type GateVerdict } from "#lib/safety/gates/gate.ts";
import { postGates } from "#lib/safety/gates/post.ts";
import { findingsIn } from "#lib/safety/guardrails/withhold.ts";
import { said } from "./gate-words.ts";
import type { Head } from "./state.ts";

/** So much of a result is looked through. */
const longestResult = 32_768;
const shortestResult = 20;

type About = { head: Head; plan: Plan; value: Json; missing: string[]; at: string };

/** What the gates say of a result, in the append that ends the execution. */
export function gatesAfter({ head, plan, value, missing, at }: About): GateVerdict[] {
  const text = JSON.stringify(value);
  const limitMicros = head.budget?.limitMicros;
  const { completed, failed, skipped } = head.counts;
  const report = reportIn(value);
  return said(
    askGates(postGates, {
      declared: Object.keys(plan.outputs ?? {}).length,
      missing,
      steps: { completed, failed, skipped },
      findings: text.length < shortestResult ? undefined : findingsIn(text.slice(0, longestResult)),
      durationMs: Date.parse(at) - Date.parse(head.startedAt ?? head.createdAt),
      costMicros: head.spent?.micros ?? 0,
      bounds: { ...(limitMicros !== undefined && { costMicros: limitMicros }), ...plan.bounds },
      ...(report && { report }),
    }),
  );
}

/** A report that does not read as one is none: it is data of somebody else's program. */
function reportIn(value: Json): CodeReport | undefined {
  const parsed = isRecord(value) && "codeReport" in value ? CodeReport.safeParse(value["codeReport"]) : undefined;
  return parsed?.success ? parsed.data : undefined;
}
