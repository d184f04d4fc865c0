import { Ban, CircleCheck, CircleDashed, CircleDot, CirclePause, CircleX, RotateCw, SkipForward } from "lucide-react";
import type { ComponentType } from "react";
import { FermataSign } from "#components/ui/fermata-sign.tsx";
import type { ExecutionStatus, StepStatus } from "#lib/execution/state.ts";

export type Look = { label: string; icon: ComponentType<{ className?: string; "aria-hidden"?: boolean }>; tone: string };

const good = "text-tone-done";
const bad = "text-tone-failed";
const wait = "text-tone-wait";
const move = "text-tone-work";
const queue = "text-tone-queue";
const retry = "text-tone-retry";
const quiet = "text-quiet";

/** The one table from a status to what people see of it: never colour alone. */
export const executionLooks: Record<ExecutionStatus, Look> = {
  queued: { label: "Queued", icon: CircleDashed, tone: queue },
  planning: { label: "Planning", icon: CircleDot, tone: move },
  awaiting_approval: { label: "Waiting for approval", icon: FermataSign, tone: wait },
  running: { label: "Running", icon: CircleDot, tone: move },
  paused: { label: "Paused", icon: CirclePause, tone: wait },
  completed: { label: "Completed", icon: CircleCheck, tone: good },
  failed: { label: "Failed", icon: CircleX, tone: bad },
  cancelled: { label: "Cancelled", icon: Ban, tone: quiet },
};

const held: Look = { label: "Held", icon: FermataSign, tone: wait };

/** One that runs and yet moves only once somebody decides is held, and not at work. */
export const lookOf = ({ status, held: isHeld }: { status: ExecutionStatus; held: boolean }): Look =>
  isHeld ? held : executionLooks[status];

export const stepLooks: Record<StepStatus, Look> = {
  pending: { label: "Pending", icon: CircleDashed, tone: queue },
  ready: { label: "Ready", icon: CircleDashed, tone: queue },
  held: { label: "Held", icon: FermataSign, tone: wait },
  running: { label: "Running", icon: CircleDot, tone: move },
  retrying: { label: "Trying again", icon: RotateCw, tone: retry },
  completed: { label: "Completed", icon: CircleCheck, tone: good },
  failed: { label: "Failed", icon: CircleX, tone: bad },
  skipped: { label: "Skipped", icon: SkipForward, tone: quiet },
  cancelled: { label: "Cancelled", icon: Ban, tone: quiet },
};
