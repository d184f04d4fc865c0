"use client";

import { Undo2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { ask } from "#components/ui/ask.ts";
import { Button } from "#components/ui/button.tsx";
import { type Problem, ProblemNote } from "#components/ui/problem-note.tsx";
import { type ShownVersion, VersionList } from "./version-list.tsx";

type Props = { workspaceId: string; id: string; version: number; versions: ShownVersion[]; mayRestore: boolean };

/** The versions of a workflow; an older one comes back as the next version, so nothing is lost by it. */
export function WorkflowVersions({ workspaceId, id, version, versions, mayRestore }: Props) {
  const router = useRouter();
  const [busy, setBusy] = useState<number>();
  const [problem, setProblem] = useState<Problem>();
  const restore = async (restored: number) => {
    setBusy(restored);
    const asked = await ask(`/api/workflows/${id}`, { workspaceId, method: "PUT", expected: version, body: { restore: restored } });
    setProblem(asked.ok ? undefined : asked.problem);
    setBusy(undefined);
    router.refresh();
  };
  return (
    <>
      {problem && <ProblemNote problem={problem} />}
      <VersionList
        versions={versions}
        actions={(one) =>
          mayRestore &&
          !one.isCurrent && (
            <Button size="sm" className="justify-self-start" disabled={busy !== undefined} onClick={() => void restore(one.version)}>
              <Undo2 aria-hidden className="size-4" />
              Restore version {one.version}
            </Button>
          )
        }
      />
    </>
  );
}
