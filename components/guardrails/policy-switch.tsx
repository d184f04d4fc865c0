"use client";

import { Button } from "#components/ui/button.tsx";
import { ProblemNote } from "#components/ui/problem-note.tsx";
import { useSwitchPolicy } from "./use-guardrails.ts";
import { titleOf } from "./words.ts";

type Props = { workspaceId: string; policy: { name: string; enabled: boolean; version: number }; mayChange: boolean };

/** Whether a policy holds for the whole workspace. Where nobody may change it, it is said in words. */
export function PolicySwitch({ workspaceId, policy, mayChange }: Props) {
  const { isOn, isBusy, problem, turn } = useSwitchPolicy({ workspaceId, ...policy });
  if (!mayChange) return <span className="text-sm text-quiet">{isOn ? "In force" : "Where a step names it"}</span>;
  return (
    <div className="grid justify-items-end gap-2">
      <Button
        type="button"
        size="sm"
        role="switch"
        aria-checked={isOn}
        aria-label={`${titleOf(policy.name)} in force`}
        disabled={isBusy}
        onClick={turn}
      >
        {isOn ? "In force" : "Only where named"}
      </Button>
      {problem && <ProblemNote problem={problem} />}
    </div>
  );
}
