import { Badge } from "#components/ui/badge.tsx";
import { Moment } from "#components/ui/moment.tsx";
import type { Json } from "#lib/kernel/json.ts";
import type { KeptPolicy } from "#lib/safety/guardrails/kept.ts";
import type { PolicyType } from "#lib/safety/guardrails/policy.ts";
import { PolicySwitch } from "./policy-switch.tsx";
import { Replay } from "./replay.tsx";
import { parameterTitle, severityWords, titleOf, typeWords } from "./words.ts";

type Props = { type: PolicyType; policies: KeptPolicy[]; workspaceId: string; mayChange: boolean; mayAsk: boolean };

/** The policies of one kind: what each means, how strict it is, and whether it holds. */
export function PolicyGroup({ type, policies, workspaceId, mayChange, mayAsk }: Props) {
  if (policies.length === 0) return null;
  return (
    <section aria-labelledby={`policies-${type}`} className="grid gap-3">
      <h2 id={`policies-${type}`} className="text-lg font-medium">
        {typeWords[type]}
      </h2>
      <ul className="grid divide-y divide-line overflow-hidden rounded-lg border border-line bg-raised shadow-card">
        {policies.map((policy) => (
          <li key={policy.name} className="grid gap-2 p-4">
            <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
              <h3 className="flex flex-wrap items-center gap-2 font-medium">
                {titleOf(policy.name)}
                <Badge tone={severityWords[policy.severity].tone}>{severityWords[policy.severity].says}</Badge>
              </h3>
              <PolicySwitch workspaceId={workspaceId} policy={policy} mayChange={mayChange} />
            </div>
            <p dir="auto" className="max-w-prose text-sm">
              {policy.meaning}
            </p>
            <Parameters parameters={policy.parameters} />
            {mayAsk && <Replay workspaceId={workspaceId} name={policy.name} />}
            {policy.changedAt !== null && (
              <p className="text-sm text-quiet">
                Version {policy.version}, by <bdi>{policy.changedBy}</bdi>, <Moment at={policy.changedAt} />
              </p>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Parameters({ parameters }: { parameters: Record<string, Json> }) {
  const entries = Object.entries(parameters);
  if (entries.length === 0) return null;
  return (
    <dl className="flex flex-wrap gap-x-4 gap-y-1 text-sm text-quiet">
      {entries.map(([name, value]) => (
        <div key={name} className="flex min-w-0 gap-1.5">
          <dt>{parameterTitle(name)}</dt>
          <dd className="min-w-0 break-words text-ink tabular-nums">
            <bdi>{wordsOf(value)}</bdi>
          </dd>
        </div>
      ))}
    </dl>
  );
}

function wordsOf(value: Json): string {
  if (Array.isArray(value)) return value.length === 0 ? "none" : value.map(wordsOf).join(", ");
  if (typeof value === "number") return value.toLocaleString("en-US");
  return typeof value === "string" ? value : JSON.stringify(value);
}
