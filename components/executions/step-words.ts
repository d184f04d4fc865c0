import { took } from "#components/ui/ago.ts";
import type { Times } from "#components/ui/times.ts";
import { activeForm } from "#lib/execution/active-form.ts";
import { stepSentence } from "#lib/execution/sentence.ts";
import type { Step } from "#lib/execution/state.ts";
import type { StepRow } from "./step-rows.ts";

/** What the step is called now: in its active form while it runs. */
export const titleNow = ({ name, status }: Pick<StepRow, "name" | "status">): string => (status === "running" ? activeForm(name) : name);

/** What there is to say of the step now, in one line. */
export function wordsNow({ step, status }: Pick<StepRow, "step" | "status">, times: Times): string {
  if (!step) return status === "cancelled" ? "It never began" : "Waiting for its inputs";
  if (step.status === "completed") return plainly(step.preview);
  if ("because" in step && step.status !== "retrying") return step.because;
  const from = step.status === "held" ? step.hold.since : undefined;
  const write = (at: string) => (from === undefined || times.day(at) === times.day(from) ? times.clock(at) : times.dayAndClock(at));
  return stepSentence(step, write) ?? "";
}

/** How far the iterations of a step are. */
export function percentOf(step: Step | undefined): number | undefined {
  if (!step?.iterations || step.iterations.total === 0) return;
  return Math.round((step.iterations.settled / step.iterations.total) * 100);
}

/** How long it took from its first attempt to its end. */
export function tookOf(step: Step | undefined): string | undefined {
  if (!step?.startedAt || !step.endedAt) return;
  return took(Date.parse(step.endedAt) - Date.parse(step.startedAt));
}

const fieldsForPeople = /"(?:title|name|subject|summary|text)":"((?:[^"\\\\]|\\\\.)*)"?/g;

/** The beginning of an output as words: a preview is cut JSON, of which people want the names and the text. */
export function plainly(preview: string): string {
  if (!/^[[{]/.test(preview)) return preview;
  const words = [...preview.matchAll(fieldsForPeople)].map(([, text = ""]) => unescaped(text).trim());
  if (words.length > 0) return words.join(" · ");
  return (
    preview
      .replace(/[[\]{}"]/g, " ")
      .replace(/\s*:\s*/g, ": ")
      .replace(/\s+,/g, ",")
      .replace(/\s+/g, " ")
      .trim() || "Nothing"
  );
}

const unescaped = (text: string): string =>
  text
    .replace(/\\n/g, " ")
    .replace(/\\(["\\/])/g, "$1")
    .replace(/\\u[0-9a-f]{4}/gi, " ")
    .replace(/(^|\s)#+\s/g, "$1");
