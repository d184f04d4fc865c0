import { CopyId } from "#components/ui/copy-id.tsx";
import { JsonView } from "#components/ui/json-view.tsx";
import { Moment } from "#components/ui/moment.tsx";
import type { Json } from "#lib/kernel/json.ts";
import { sentenceOf } from "./audit-words.ts";
import { deviceOf } from "./device.ts";

export type AuditRow = {
  seq: number;
  id: string;
  at: string;
  actorKind: string;
  actorName: string;
  action: string;
  target: string | null;
  because: string;
  address: string;
  agent: string;
  requestId: string;
  detail: Json;
  hash: string;
};

/** Who did what, when, from where and why; the rest of an entry unfolds. */
export function AuditList({ entries }: { entries: AuditRow[] }) {
  return (
    <ol className="grid divide-y divide-line rounded-lg border border-line bg-raised shadow-card">
      {entries.map((entry) => (
        <li key={entry.seq}>
          <details className="group">
            <summary className="flex min-h-12 cursor-pointer flex-wrap items-baseline gap-x-3 gap-y-0.5 px-4 py-2.5 hover:bg-sunken">
              <span className="w-12 shrink-0 font-mono text-xs text-quiet tabular-nums">{entry.seq}</span>
              <span className="min-w-0 grow basis-56">
                <span dir="auto">
                  <bdi className="font-medium">{entry.actorName}</bdi> {sentenceOf(entry.action)}
                  {entry.because !== "" && (
                    <span className="text-quiet">
                      {" "}
                      · <bdi>{entry.because}</bdi>
                    </span>
                  )}
                </span>
              </span>
              <Moment at={entry.at} className="text-sm text-quiet tabular-nums" />
            </summary>
            <Whole entry={entry} />
          </details>
        </li>
      ))}
    </ol>
  );
}

function Whole({ entry: { action, actorKind, target, address, agent, requestId, detail, hash } }: { entry: AuditRow }) {
  const facts: [string, React.ReactNode][] = [
    [
      "Action",
      <span key="a" className="font-mono text-xs">
        {action}
      </span>,
    ],
    ["By a", actorKind],
    ["On", target && <CopyId id={target} />],
    ["From", address !== "" && `${address}${agent === "" ? "" : `, ${deviceOf(agent)}`}`],
    ["Request", requestId !== "" && <CopyId id={requestId} />],
    ["Hash", <CopyId key="h" id={hash} label="Copy the hash" />],
  ];
  return (
    <div className="grid gap-3 border-t border-line bg-sunken px-4 py-3 text-sm">
      <dl className="grid grid-cols-[max-content_minmax(0,1fr)] gap-x-4 gap-y-1">
        {facts
          .filter(([, value]) => Boolean(value))
          .map(([name, value]) => (
            <div key={name} className="contents">
              <dt className="text-quiet">{name}</dt>
              <dd className="break-words">{value}</dd>
            </div>
          ))}
      </dl>
      {JSON.stringify(detail) !== "{}" && <JsonView value={detail} label="Details" />}
    </div>
  );
}
