"use client";

import { useQuery } from "@tanstack/react-query";
import { SavePlan } from "#components/plan/save-plan.tsx";
import { ask } from "#components/ui/ask.ts";
import { Button } from "#components/ui/button.tsx";
import { ButtonLink } from "#components/ui/button-link.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { ProblemNote } from "#components/ui/problem-note.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { VersionList } from "#components/workflows/version-list.tsx";
import { mayReplan } from "#lib/execution/may-replan.ts";
import type { Head } from "#lib/execution/state.ts";
import { PlanVersions } from "#lib/http/contracts/answers.ts";
import { isRecord } from "#lib/kernel/json.ts";
import { useReplan } from "./use-fork.ts";
import { usePayload } from "./use-payload.ts";
import { withoutPlan } from "./without-plan.ts";

type Plan = NonNullable<Head["plan"]>;
type Props = { workspaceId: string; id: string; head: Head; maySave: boolean; mayControl: boolean };

/** Every version of the plan, the newest first, and the way to keep the plan as a workflow. */
export function PlanSide({ workspaceId, id, head, maySave, mayControl }: Props) {
  const { plan } = head;
  if (plan === null) return <EmptyState title={withoutPlan(head)} />;
  return (
    <div className="grid gap-4">
      <Versions workspaceId={workspaceId} id={id} plan={plan} />
      {mayControl && mayReplan(head).ok && <Change workspaceId={workspaceId} id={id} hasWords={head.request !== undefined} />}
      {maySave && <Keep workspaceId={workspaceId} id={id} plan={plan} title={head.title} />}
    </div>
  );
}

function Versions({ workspaceId, id, plan }: { workspaceId: string; id: string; plan: Plan }) {
  const { data, error } = useQuery({
    queryKey: ["plans", workspaceId, id, plan.version, plan.ref.id],
    queryFn: async ({ signal }) => {
      const asked = await ask(`/api/orchestrate/${id}/plans`, { workspaceId, signal });
      if (!asked.ok) throw new Error(asked.problem.detail);
      return PlanVersions.parse(asked.value).data;
    },
  });
  if (error) return <ProblemNote problem={{ detail: error.message }} />;
  if (!data) return <Skeleton className="h-32" />;
  // Of a moment in the past, as far as they were made by then.
  const made = data.filter(({ version }) => version <= plan.version).toReversed();
  return <VersionList versions={made.map((one) => ({ ...one, by: one.by.name, isCurrent: one.version === plan.version }))} />;
}

/** It stands still: another plan may take its place. */
function Change({ workspaceId, id, hasWords }: { workspaceId: string; id: string; hasWords: boolean }) {
  const { replan, isBusy, problem } = useReplan({ workspaceId, id });
  return (
    <div className="grid gap-3">
      <div className="flex flex-wrap justify-end gap-3">
        <ButtonLink href={`/${workspaceId}/executions/${id}/replan`}>Change the plan</ButtonLink>
        {hasWords && (
          <Button disabled={isBusy} onClick={() => void replan()}>
            {isBusy ? "Planning…" : "Plan the request anew"}
          </Button>
        )}
      </div>
      {problem && <ProblemNote problem={problem} />}
    </div>
  );
}

function Keep({ workspaceId, id, plan, title }: { workspaceId: string; id: string; plan: Plan; title: string }) {
  const payload = usePayload({ workspaceId, executionId: id, id: plan.ref.id });
  const isWhole = payload.is === "there" && isRecord(payload.value);
  return (
    <div className="flex flex-wrap justify-end gap-3">
      <SavePlan
        workspaceId={workspaceId}
        origin={{ is: "draft", id: undefined, request: title }}
        plan={isWhole ? (payload.value as object) : {}}
        isChanged={false}
        isWhole={isWhole}
      />
    </div>
  );
}
