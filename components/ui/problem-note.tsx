import { CircleAlert } from "lucide-react";
import type { ReactNode } from "react";

/** What went wrong, in the words of the one who refused, and the id to ask with. */
export type Problem = { detail: string; requestId?: string };

export function ProblemNote({ problem, action }: { problem: Problem; action?: ReactNode }) {
  return (
    <div role="alert" className="flex flex-wrap items-start gap-x-3 gap-y-2 rounded-md bg-tone-failed-soft p-3 text-tone-failed">
      <CircleAlert aria-hidden className="size-5 shrink-0" />
      <p className="min-w-0 grow basis-48">
        {problem.detail}
        {problem.requestId && <span className="block text-sm text-ink">Request {problem.requestId}</span>}
      </p>
      {action}
    </div>
  );
}
