import { stepSentence } from "#lib/execution/sentence.ts";
import type { Step } from "#lib/execution/state.ts";
import { clock } from "./clock.ts";
import type { PlannedStep } from "./details.ts";
import { stepLooks } from "./status.ts";
import { StatusMark } from "./status-mark.tsx";

/** The plan in its order, each step with what the log says of it now. */
export function StepList({ planned, steps, isOver }: { planned: PlannedStep[]; steps: Record<string, Step>; isOver: boolean }) {
  const known = new Set(planned.map(({ id }) => id));
  const others = Object.values(steps).filter(({ id, parent }) => !known.has(id) && parent === undefined);
  const rows = [
    ...planned.map(({ id, name, tool }) => ({ id, name: name ?? id, tool })),
    ...others.map(({ id, name, tool }) => ({ id, name, tool })),
  ];
  return (
    <section aria-labelledby="steps" className="grid gap-3">
      <h2 id="steps" className="text-lg font-semibold">
        Steps
      </h2>
      {rows.length === 0 && <p className="text-quiet">There is no plan yet.</p>}
      <ol className="grid divide-y divide-line rounded-md border border-line bg-raised empty:hidden">
        {rows.map((row) => (
          <StepRow key={row.id} {...row} step={steps[row.id]} isOver={isOver} />
        ))}
      </ol>
    </section>
  );
}

type RowProps = { id: string; name: string; tool: string; step: Step | undefined; isOver: boolean };

/** A step that the log never spoke of waits for its inputs, or had its end with the execution. */
function StepRow({ id, name, tool, step, isOver }: RowProps) {
  const untold = isOver ? "cancelled" : "pending";
  const status = step?.status ?? untold;
  return (
    <li data-step={id} data-status={status} className="flex flex-wrap items-start justify-between gap-x-6 gap-y-1 p-4">
      <div className="grid min-w-0 grow basis-72 gap-1">
        <p className="font-medium">
          {name} <span className="font-mono text-sm font-normal text-quiet">{tool}</span>
        </p>
        <p dir="auto" className="text-sm break-words text-quiet">
          {step ? wordsOf(step) : untoldWords[untold]}
        </p>
      </div>
      <StatusMark look={stepLooks[status]} />
    </li>
  );
}

const untoldWords = { pending: "Waiting for its inputs", cancelled: "It never began" };

function wordsOf(step: Step): string | null {
  if (step.status === "completed") return step.preview;
  return "because" in step && step.status !== "retrying" ? step.because : stepSentence(step, clock);
}
