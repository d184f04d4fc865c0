import { zoneOf } from "../budget.ts";
import { fails, type Gate, notApplicable, passes, warns } from "./gate.ts";

/** A step that runs. `silentMs`: since it began or last said something; `runsMs`: since this attempt began. */
export type RunningStep = { step: string; name: string; silentMs: number; runsMs: number; limitMs: number };

export type MidFacts = {
  /** How much of its own budget is used, in percent; absent where it has none. */
  usedPercent?: number | undefined;
  /** Calls to the outside, and how many of them failed. */
  calls: number;
  errors: number;
  steps: { completed: number; failed: number };
  /** Those that run; absent at the end of a step, which reads only its neighbours. */
  running?: readonly RunningStep[];
  slots: { taken: number; of: number; waiting: number };
  /** Share of the memory that the process which looks has in use, from 0 to 1; absent where nobody measured. */
  memory?: number | undefined;
};

/** Silence for so long is worth a word, or for half of the time that a step may take where that is less. */
const silenceMs = 60_000;
/** A worker ends what took too long by itself; so much later nobody did. */
const graceMs = 30_000;

/** A step that nobody ends although its time is long over: it is taken from its worker. */
export const isOverdue = ({ runsMs, limitMs }: RunningStep): boolean => runsMs > limitMs + graceMs;

const isSilent = ({ silentMs, limitMs }: RunningStep): boolean => silentMs > Math.min(silenceMs, limitMs / 2);

const seconds = (ms: number): string => (ms < 120_000 ? `${Math.round(ms / 1_000)} s` : `${Math.round(ms / 60_000)} min`);

const tokenUsage: Gate<MidFacts> = {
  name: "token-usage",
  critical: false,
  ask({ usedPercent }) {
    if (usedPercent === undefined) return notApplicable("It has no budget of its own.");
    const said = `${Math.floor(usedPercent)} % of its budget is used`;
    switch (zoneOf(usedPercent)) {
      case "over":
        return fails(`${said}: the next call waits for room.`, "hold");
      case "red":
        return fails(`${said}: calls are made much lighter.`, "aggressive_optimize");
      case "yellow":
        return warns(`${said}: calls are made lighter.`, "optimize");
      case "green":
        return passes(`${said}.`);
    }
  },
};

const progress: Gate<MidFacts> = {
  name: "progress",
  critical: false,
  ask({ running = [] }) {
    const overdue = running.filter(isOverdue);
    const [late] = overdue;
    if (late)
      return fails(
        `${late.name} should have ended ${seconds(late.runsMs - late.limitMs)} ago and nobody ended it: it is taken from its worker.`,
        "recover",
      );
    const [silent] = running.filter(isSilent).sort((one, other) => other.silentMs - one.silentMs);
    if (!silent) return running.length === 0 ? notApplicable("No step runs.") : passes(`${running.length} steps run and say so.`);
    return warns(
      `${silent.name} has said nothing for a while; it has ${seconds(silent.limitMs)} in all, then it is stopped and the next rung is taken.`,
      "recover",
    );
  },
};

/** Fewer calls than this say nothing of a rate. */
const leastCalls = 5;
/** From here on an execution that goes on failing is stopped for a person. */
const enoughToHold = 20;

const errorRate: Gate<MidFacts> = {
  name: "error-rate",
  critical: false,
  ask({ calls, errors, steps: { completed, failed } }) {
    const tried = Math.max(calls, completed + failed);
    const wrong = Math.max(errors, failed);
    if (tried < leastCalls) return notApplicable(`Fewer than ${leastCalls} calls have ended.`);
    const percent = Math.round((wrong * 100) / tried);
    if (percent >= 50 && tried >= enoughToHold) return fails("Half of its calls fail or more: it is paused for a person.", "hold");
    if (percent >= 25) return warns("A quarter of its calls fail or more: their fallbacks take over.", "recover");
    return passes(`${percent} % of ${tried} calls failed.`);
  },
};

const resourceUsage: Gate<MidFacts> = {
  name: "resource-usage",
  critical: false,
  ask({ slots: { taken, of, waiting }, memory }) {
    if (memory !== undefined && memory >= 0.95) return fails("The worker has hardly any memory left.", "notice");
    if (memory !== undefined && memory >= 0.85) return warns("The worker runs low on memory.", "notice");
    if (taken >= of && waiting > of * 10) return warns(`All ${of} places are taken and many steps wait for one.`, "notice");
    return passes(`${taken} of ${of} places are taken.`);
  },
};

/** Asked while it runs. Their reasons stay the same while nothing changes, since only a change is written down. */
export const midGates: readonly Gate<MidFacts>[] = [tokenUsage, progress, errorRate, resourceUsage];
