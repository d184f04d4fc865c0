import {
  Ban,
  CircleCheck,
  CircleDashed,
  CircleDot,
  CirclePause,
  CircleX,
  Hourglass,
  type LucideIcon,
  RotateCw,
  SkipForward,
} from "lucide-react";
import type { ExecutionStatus, StepStatus } from "#lib/execution/state.ts";

export type Look = { label: string; icon: LucideIcon; tone: string };

const good = "text-tone-good";
const bad = "text-tone-bad";
const wait = "text-tone-wait";
const move = "text-tone-move";
const quiet = "text-quiet";

/** The one table from a status to what people see of it: never colour alone. */
export const executionLooks: Record<ExecutionStatus, Look> = {
  queued: { label: "Queued", icon: CircleDashed, tone: quiet },
  planning: { label: "Planning", icon: CircleDot, tone: move },
  awaiting_approval: { label: "Waiting for approval", icon: Hourglass, tone: wait },
  running: { label: "Running", icon: CircleDot, tone: move },
  paused: { label: "Paused", icon: CirclePause, tone: wait },
  completed: { label: "Completed", icon: CircleCheck, tone: good },
  failed: { label: "Failed", icon: CircleX, tone: bad },
  cancelled: { label: "Cancelled", icon: Ban, tone: quiet },
};

export const stepLooks: Record<StepStatus, Look> = {
  pending: { label: "Pending", icon: CircleDashed, tone: quiet },
  ready: { label: "Ready", icon: CircleDashed, tone: move },
  held: { label: "Held", icon: Hourglass, tone: wait },
  running: { label: "Running", icon: CircleDot, tone: move },
  retrying: { label: "Trying again", icon: RotateCw, tone: wait },
  completed: { label: "Completed", icon: CircleCheck, tone: good },
  failed: { label: "Failed", icon: CircleX, tone: bad },
  skipped: { label: "Skipped", icon: SkipForward, tone: quiet },
  cancelled: { label: "Cancelled", icon: Ban, tone: quiet },
};
