"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { z } from "zod";
import { Difference } from "#components/approvals/difference.tsx";
import { ask } from "#components/ui/ask.ts";
import { ProblemNote } from "#components/ui/problem-note.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { type Payload, usePayload } from "./use-payload.ts";

/** Bytes, and the execution that keeps them. */
export type Kept = { executionId: string; id: string };

type Props = { workspaceId: string; title: string; before: Kept | undefined; after: Kept };

/** What differs between two payloads, read when somebody wants to see it. */
export function PayloadDiff({ title, ...rest }: Props) {
  const [isOpen, setOpen] = useState(false);
  return (
    <details className="grid gap-2 text-sm" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary className="min-h-6 text-quiet hover:text-ink">{title}</summary>
      {isOpen && <Sides {...rest} />}
    </details>
  );
}

function Sides({ workspaceId, before, after }: Omit<Props, "title">) {
  const was = usePayload({ workspaceId, executionId: before?.executionId ?? after.executionId, id: before?.id });
  const is = usePayload({ workspaceId, ...after });
  const missing = [was, is].find((side): side is Extract<Payload, { is: "missing" }> => side.is === "missing");
  if (missing) return <ProblemNote problem={missing.problem} />;
  if (was.is !== "there" || is.is !== "there") return <Skeleton className="h-16" />;
  if (JSON.stringify(was.value) === JSON.stringify(is.value)) return <p className="text-quiet">They are the same.</p>;
  return <Difference before={was.value} after={is.value} />;
}

const Outputs = z.object({
  steps: z.array(z.object({ id: z.string(), output: z.object({ id: z.string(), of: z.string().optional() }).optional() })),
});

type AgainProps = { workspaceId: string; stepId: string; of: string; after: Kept };

/** The output of a step that a fork did again, against what it was in the execution that it is a fork of. */
export function OutputBefore({ workspaceId, stepId, of, after }: AgainProps) {
  const { data } = useQuery({
    queryKey: ["outputs", workspaceId, of],
    queryFn: async ({ signal }) => {
      const asked = await ask(`/api/orchestrate/${of}`, { workspaceId, signal });
      return asked.ok ? Outputs.parse(asked.value) : { steps: [] };
    },
  });
  const output = data?.steps.find(({ id }) => id === stepId)?.output;
  if (!output) return null;
  return (
    <PayloadDiff
      {...{ workspaceId, after }}
      title="What differs from the execution that it is a fork of"
      before={{ executionId: output.of ?? of, id: output.id }}
    />
  );
}
