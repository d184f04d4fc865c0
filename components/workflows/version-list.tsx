import type { ReactNode } from "react";
import { ChangeList } from "#components/plan/plan-changes.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { Moment } from "#components/ui/moment.tsx";
import type { Change } from "#lib/planner/plan-diff.ts";

export type ShownVersion = {
  version: number;
  at: string;
  by: string;
  because: string;
  steps: number;
  changes: Change[];
  isCurrent: boolean;
};

/** The lives of a plan: who made each version, when, why, and what it changed. */
export function VersionList({ versions, actions }: { versions: ShownVersion[]; actions?: (version: ShownVersion) => ReactNode }) {
  return (
    <ol className="grid gap-3">
      {versions.map((one) => {
        const { version, at, by, because, steps, changes, isCurrent } = one;
        return (
          <li key={version} className="grid gap-3 rounded-lg border border-line bg-raised p-4 shadow-card">
            <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
              <h3 className="flex items-center gap-2 font-medium">
                Version {version}
                {isCurrent && <Badge tone="work">current</Badge>}
              </h3>
              <p className="text-sm text-quiet">
                <bdi>{by}</bdi>, <Moment at={at} />, {steps === 1 ? "1 step" : `${steps} steps`}
              </p>
            </div>
            <p dir="auto" className="text-sm">
              {because}
            </p>
            {changes.length > 0 && <ChangeList changes={changes} />}
            {actions?.(one)}
          </li>
        );
      })}
    </ol>
  );
}
