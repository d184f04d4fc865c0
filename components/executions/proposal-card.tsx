"use client";

import { useQuery } from "@tanstack/react-query";
import { GitCompare } from "lucide-react";
import Link from "next/link";
import { z } from "zod";
import { ask } from "#components/ui/ask.ts";
import { ButtonLink } from "#components/ui/button-link.tsx";
import { Card } from "#components/ui/card.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { executionLooks } from "./status.ts";
import { StatusMark } from "./status-mark.tsx";

const Proposed = z.object({
  status: z.enum(["queued", "planning", "awaiting_approval", "running", "paused", "completed", "failed", "cancelled"]),
  fork: z.object({ planVersion: z.number(), because: z.string().optional(), asks: z.array(z.string()).optional() }).nullable(),
});

const everyMs = 4_000;

/** The plan that would take this one's place, and why. It is agreed to where it stands. */
export function ProposalCard({ workspaceId, id, proposed }: { workspaceId: string; id: string; proposed: string }) {
  const { data } = useQuery({
    queryKey: ["proposed", workspaceId, proposed],
    refetchInterval: everyMs,
    queryFn: async ({ signal }) => {
      const asked = await ask(`/api/orchestrate/${proposed}`, { workspaceId, signal });
      if (!asked.ok) throw new Error(asked.problem.detail);
      return Proposed.parse(asked.value);
    },
  });
  const address = `/${workspaceId}/executions/${proposed}`;
  const waits = data?.status === "awaiting_approval";
  // What is asked names the version and the reason first: those stand in the heading.
  const changes = data?.fork?.asks?.slice(1) ?? [];
  return (
    <Card role="region" aria-label="Another plan" className="grid min-w-0 gap-3 border-tone-wait p-4">
      <h2 className="text-lg font-medium">{data && !waits ? "Another plan was proposed" : "Another plan is proposed"}</h2>
      {!data && <Skeleton className="h-24" />}
      {data && (
        <>
          <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm">
            <StatusMark look={executionLooks[data.status]} />
            <Link href={address} className="underline">
              Plan version {(data.fork?.planVersion ?? 0) + 1}
            </Link>
          </p>
          {data.fork?.because && (
            <p dir="auto" className="text-sm break-words text-quiet">
              {data.fork.because}
            </p>
          )}
          {waits && changes.length > 0 && (
            <ul className="grid list-disc gap-0.5 ps-5 text-sm">
              {changes.map((change) => (
                <li key={change} className="break-words">
                  <bdi>{change}</bdi>
                </li>
              ))}
            </ul>
          )}
        </>
      )}
      <div className="flex flex-wrap gap-3">
        <ButtonLink kind="main" href={address}>
          {waits ? "Look at it and decide" : "Look at it"}
        </ButtonLink>
        <ButtonLink href={`/${workspaceId}/executions/${id}/compare?with=${proposed}`}>
          <GitCompare aria-hidden className="size-4" />
          Compare
        </ButtonLink>
      </div>
    </Card>
  );
}
