import Link from "next/link";

/** Which execution wrote it; what was there before Fermata says nothing. */
export function OriginLink({ workspaceId, executionId }: { workspaceId: string; executionId: string | null }) {
  if (executionId === null) return null;
  return (
    <p className="text-sm">
      Written by{" "}
      <Link href={`/${workspaceId}/executions/${executionId}`} className="text-accent underline underline-offset-2">
        the execution <span className="font-mono text-xs">{executionId}</span>
      </Link>
    </p>
  );
}
