import { took } from "#components/ui/ago.ts";
import { cn } from "#components/ui/cn.ts";
import { useTimes } from "#components/ui/use-times.tsx";
import { effectivenessOf, type Part } from "#lib/execution/effectiveness.ts";
import { metricsOf } from "#lib/execution/metrics.ts";
import { type Execution, isOver } from "#lib/execution/state.ts";
import type { Details } from "./details.ts";

type Props = { execution: Pick<Execution, "head" | "steps">; against: Details["effectiveness"]; now: number };

/** The execution in numbers: where its time went, how wide it ran, who asked. */
export function Glance({ execution: { head, steps }, against, now }: Props) {
  const until = head.endedAt ?? new Date(now).toISOString();
  const metrics = metricsOf(head, Object.values(steps), until);
  const facts: [string, string][] = [
    ["Asked by", head.by.name],
    ["When", useTimes().dayAndClock(head.createdAt)],
    ["Through", head.trigger],
    ["Steps", `${head.plan?.steps ?? 0} in ${head.plan?.batches === 1 ? "1 batch" : `${head.plan?.batches ?? 0} batches`}`],
    ["Side by side", `${Math.round(metrics.parallelizationGain)}% fewer turns`],
    ["Attempts", String(metrics.attempts)],
    ["Plan", head.plan ? `version ${head.plan.version}, ${head.plan.planner}` : "none yet"],
  ];
  return (
    <section aria-label="At a glance" className="grid content-start gap-5 p-4">
      <div className="grid gap-1">
        <h2 className="text-lg font-medium">At a glance</h2>
        <p className="text-sm text-quiet">
          {took(metrics.totalDuration)} {isOver(head.status) ? "from the request to the end" : "so far"}
        </p>
      </div>
      <TimeSplit
        parts={[
          { label: "Planning", ms: metrics.planningTime, bar: "bg-tone-queue" },
          { label: "Execution", ms: Math.max(0, metrics.executionTime), bar: "bg-tone-work" },
          { label: "Waits for people and other holds, of all steps", ms: metrics.humanTime, bar: "bg-tone-wait" },
          { label: "Retries, of all steps", ms: metrics.retryTime, bar: "bg-tone-retry" },
        ]}
      />
      {/* What a person ended says nothing of its plan. */}
      {against && head.status !== "cancelled" && <EffectivenessOf execution={{ head, steps }} against={against} />}
      <dl className="grid gap-1.5 text-sm">
        {facts.map(([name, value]) => (
          <div key={name} className="flex items-baseline justify-between gap-4">
            <dt className="text-quiet">{name}</dt>
            <dd className="text-end tabular-nums">
              <bdi>{value}</bdi>
            </dd>
          </div>
        ))}
      </dl>
      <p className="text-sm text-quiet">Choose a step to see what went into it and what came out.</p>
    </section>
  );
}

const partWords: Record<Part, string> = { success: "steps done", time: "time", cost: "cost", quality: "done at once" };
const percent = (share: number): string => `${Math.round(share * 100)}%`;

/** How it does against its plan, and what the figure is made of. */
function EffectivenessOf({
  execution: { head, steps },
  against: { floor, expectedMs },
}: Omit<Props, "now" | "against"> & { against: NonNullable<Props["against"]> }) {
  const { score, parts } = effectivenessOf({ head, steps: Object.values(steps), expectedMs });
  if (score === null) return null;
  const known = (Object.keys(partWords) as Part[]).flatMap((part) => {
    const value = parts[part];
    return value === null ? [] : `${partWords[part]} ${percent(value)}`;
  });
  return (
    <section aria-label="Effectiveness" className="grid gap-1 text-sm">
      <h3 className="flex items-baseline justify-between gap-4 font-medium">
        Effectiveness <span className={cn("tabular-nums", score < floor && "text-tone-failed")}>{percent(score)}</span>
      </h3>
      <p className="text-quiet">
        {score < floor ? `Under the ${percent(floor)} that is asked for` : "Against its plan"}: {known.join(", ")}.
      </p>
    </section>
  );
}

function TimeSplit({ parts }: { parts: { label: string; ms: number; bar: string }[] }) {
  const most = Math.max(1, ...parts.map(({ ms }) => ms));
  return (
    <dl className="grid gap-2.5 text-sm">
      {parts.map(({ label, ms, bar }) => (
        <div key={label} className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-3 gap-y-1">
          <dt className="text-quiet">{label}</dt>
          <dd className="tabular-nums">{took(ms)}</dd>
          <dd aria-hidden className="col-span-2 h-1.5 rounded-full bg-sunken">
            <div className={cn("h-full rounded-full", bar)} style={{ width: `${(ms / most) * 100}%` }} />
          </dd>
        </div>
      ))}
    </dl>
  );
}
