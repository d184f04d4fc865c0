"use client";

import { Button } from "#components/ui/button.tsx";
import { Kbd } from "#components/ui/kbd.tsx";
import { PageHead } from "#components/ui/page-head.tsx";
import { ProblemNote } from "#components/ui/problem-note.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { CardView } from "./card-view.tsx";
import { PlanRequest } from "./plan-request.tsx";
import { useDraft } from "./use-draft.ts";

/** A request in words, and what it would come to. Nothing runs before somebody says so. */
export function PlanRoom({ workspaceId, request, maySave }: { workspaceId: string; request: string; maySave: boolean }) {
  const { drafting, draft } = useDraft({ workspaceId, request });
  const plan = (words: string) => {
    window.history.replaceState(null, "", `?request=${encodeURIComponent(words)}`);
    void draft(words);
  };
  return (
    <>
      <PageHead title="Plan first">Say what should be done. You see the plan, and change it, before anything runs.</PageHead>
      <PlanRequest initial={request} isBusy={drafting.is === "planning"} onPlan={plan} />
      <div aria-live="polite" className="sr-only">
        {drafting.is === "planning" && "Planning…"}
        {drafting.is === "there" && "The plan is there."}
      </div>
      {drafting.is === "planning" && <CardSkeleton />}
      {drafting.is === "failed" && (
        <div className="grid justify-items-start gap-3">
          <ProblemNote problem={drafting.problem} />
          <Button onClick={() => plan(drafting.request)}>Try again</Button>
        </div>
      )}
      {drafting.is === "there" && (
        <CardView
          key={drafting.request}
          workspaceId={workspaceId}
          request={drafting.request}
          card={drafting.card}
          before={drafting.before}
          maySave={maySave}
          onPlan={plan}
        />
      )}
      {drafting.is === "idle" && (
        <p className="text-sm text-quiet">
          <Kbd>⌘</Kbd> <Kbd>↵</Kbd> plans, and once the plan is there, approves and runs it.
        </p>
      )}
    </>
  );
}

function CardSkeleton() {
  return (
    <div className="grid gap-4 lg:grid-cols-[minmax(0,1fr)_22rem]">
      <div className="grid gap-3">
        {["one", "two", "three"].map((name) => (
          <Skeleton key={name} className="h-16" />
        ))}
      </div>
      <Skeleton className="h-60" />
    </div>
  );
}
