"use client";

import { X } from "lucide-react";
import Link from "next/link";
import { type ReactNode, useLayoutEffect, useMemo, useRef } from "react";
import { Decided } from "#components/approvals/decided.tsx";
import { StepChoices } from "#components/approvals/step-choices.tsx";
import { ReportFalse } from "#components/guardrails/report-false.tsx";
import { took } from "#components/ui/ago.ts";
import { CopyId } from "#components/ui/copy-id.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { Moment } from "#components/ui/moment.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import type { Times } from "#components/ui/times.ts";
import { useTimes } from "#components/ui/use-times.tsx";
import type { ExecutionEvent, PayloadRef } from "#lib/execution/events.ts";
import { type Span, timeIn, timeKinds } from "#lib/execution/spans.ts";
import type { Approval, Effect } from "#lib/execution/state.ts";
import type { StepAction } from "#lib/execution/step-actions.ts";
import type { PlannedStep } from "./details.ts";
import { EffectRow } from "./effect-row.tsx";
import { ForkStep } from "./fork-step.tsx";
import { inputChanges } from "./input-changes.ts";
import { ModelSheet, sheetIn } from "./model-sheet.tsx";
import { OutputBefore, PayloadDiff } from "./payload-diff.tsx";
import { PayloadView } from "./payload-view.tsx";
import { spanLooks } from "./span-looks.ts";
import { stepLooks } from "./status.ts";
import { StatusMark } from "./status-mark.tsx";
import type { StepRow } from "./step-rows.ts";
import { titleNow, wordsNow } from "./step-words.ts";
import type { Text } from "./texts.ts";
import type { Log } from "./use-log.ts";
import { usePayload } from "./use-payload.ts";

type Props = {
  workspaceId: string;
  executionId: string;
  row: StepRow;
  /** What it is writing now. */
  text: Text | undefined;
  planned: PlannedStep | undefined;
  effects: Effect[];
  /** What people were asked about it. */
  decided: Approval[];
  log: Log;
  now: number;
  /** What may be done with it now, beside waiting. */
  choices: StepAction[];
  /** The execution that this one is a fork of. */
  forkOf: string | undefined;
  /** Present where another execution may begin here. */
  fork: { isSimulated: boolean; mayUndo: boolean } | undefined;
  /** Whether they may say of a violation that it is none. */
  mayReport: boolean;
  onSelect: (id: string) => void;
  onClose: () => void;
};

/** All there is to know of one step. */
export function StepInspector({
  workspaceId,
  executionId,
  row,
  text,
  planned,
  effects,
  decided,
  log,
  now,
  choices,
  forkOf,
  fork,
  mayReport,
  onSelect,
  onClose,
}: Props) {
  const { step } = row;
  const times = useTimes();
  const events = useMemo(() => log.events.filter((event) => event.step === row.id), [log.events, row.id]);
  const about = { workspaceId, executionId };
  return (
    <section aria-label="Inspector" className="grid content-start gap-5 p-4">
      <header className="grid gap-2">
        <div className="flex items-start justify-between gap-2">
          <h2 dir="auto" className="min-w-0 text-lg font-medium break-words">
            {titleNow(row)}
          </h2>
          <IconButton label="Close (Esc)" small onClick={onClose}>
            <X aria-hidden className="size-4" />
          </IconButton>
        </div>
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <StatusMark look={stepLooks[row.status]} />
          <span className="font-mono text-xs text-quiet">{row.tool}</span>
          <CopyId id={row.id} />
        </div>
        {row.status !== "completed" && (
          <p dir="auto" className="text-sm break-words text-quiet">
            {wordsNow(row, times)}
          </p>
        )}
        {decided.map(
          (approval) => approval.status !== "open" && <Decided key={approval.id} of={{ ...approval, status: approval.status }} />,
        )}
        {step?.reused !== undefined && (
          <p className="text-sm text-quiet">
            Not done here:{" "}
            <Link href={`/${workspaceId}/executions/${step.reused}?step=${encodeURIComponent(row.id)}`} className="underline">
              another execution did it
            </Link>
          </p>
        )}
        {step?.answer && <p className="text-sm text-quiet">{answerWords[step.answer]}</p>}
        {step?.waived && (
          <p className="text-sm">
            Nobody was asked: <bdi>{step.waived.givenBy.name}</bdi> always allows it
          </p>
        )}
      </header>
      {planned && planned.dependsOn.length > 0 && (
        <Part title="Waits for">
          <ul className="flex flex-wrap gap-1.5">
            {planned.dependsOn.slice(0, 20).map((id) => (
              <li key={id}>
                <button
                  type="button"
                  onClick={() => onSelect(id)}
                  className="min-h-6 rounded-full border border-line-strong/60 px-2.5 font-mono text-xs hover:bg-sunken"
                >
                  {id}
                </button>
              </li>
            ))}
          </ul>
        </Part>
      )}
      {step?.status !== "completed" && text && (
        <Part title="Output, as it is written">
          <Writing text={text} />
        </Part>
      )}
      {step?.params ? (
        <PayloadView {...keptIn(about, step.params)} title="Input" />
      ) : (
        <Absent title="Input">It has not been put together yet.</Absent>
      )}
      {planned?.derived && (
        <Part title="From outside">
          <ul className="list-disc ps-5 text-sm">
            {planned.derived.map((said) => (
              <li key={said} className="break-words">
                <bdi>{said}</bdi>
              </li>
            ))}
          </ul>
        </Part>
      )}
      {step?.status === "completed" && (
        <div className="grid gap-2">
          <PayloadView {...keptIn(about, step.output)} title="Output" />
          {forkOf !== undefined && !step.reused && (
            <OutputBefore {...{ workspaceId }} stepId={row.id} of={forkOf} after={keptIn(about, step.output)} />
          )}
        </div>
      )}
      {step?.status !== "completed" && !text && (
        <Absent title="Output">There is none{row.status === "pending" || row.status === "ready" ? " yet" : ""}.</Absent>
      )}
      {choices.length > 0 && (
        <Part title="Take it in hand">
          {step?.params ? (
            <InHand {...about} stepId={row.id} choices={choices} input={step.params.id} />
          ) : (
            <StepChoices {...about} stepId={row.id} choices={choices.filter((choice) => choice !== "edit_input")} />
          )}
        </Part>
      )}
      {fork && (
        <Part title={decided.some(({ status }) => status !== "open") ? "Another way than was decided" : "Another way from here"}>
          <ForkStep
            {...about}
            stepId={row.id}
            name={row.name}
            input={
              step?.params && !step.iterations && row.depth === 0 ? { id: step.params.id, of: step.params.of ?? executionId } : undefined
            }
            {...fork}
          />
        </Part>
      )}
      {log.isRead ? (
        <Told mayReport={mayReport} about={about} events={events} spans={log.spans[row.id] ?? []} now={now} />
      ) : (
        <Skeleton className="h-40" />
      )}
      <Part title="Effects">
        {effects.length === 0 ? (
          <p className="text-sm text-quiet">It changed nothing in the world.</p>
        ) : (
          <ul className="grid gap-2">
            {effects.map((effect) => (
              <EffectRow key={effect.id} effect={effect} />
            ))}
          </ul>
        )}
      </Part>
    </section>
  );
}

const answerWords = {
  computed: "A dry run: the call only reads this workspace, and was made.",
  recorded: "A dry run: this is what the tool said last.",
  contract: "A dry run: this is made up, as the tool promises it.",
};

/** Bytes that another execution keeps are read there. */
function keptIn({ workspaceId, executionId }: About, { id, of }: PayloadRef) {
  return { workspaceId, executionId: of ?? executionId, id };
}

type InHandProps = { workspaceId: string; executionId: string; stepId: string; choices: StepAction[]; input: string };

/** Its input is changed from what it was called with. */
function InHand({ input, ...rest }: InHandProps) {
  const payload = usePayload({ ...rest, id: input });
  return <StepChoices {...rest} input={payload.is === "there" ? payload.value : undefined} />;
}

/** Of one height, and at its end: what comes moves nothing. A screen reader reads it when it is asked, and not word by word. */
function Writing({ text: { from, text } }: { text: Text }) {
  const box = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever there is more of it
  useLayoutEffect(() => {
    box.current?.scrollTo({ top: box.current.scrollHeight });
  }, [text]);
  return (
    <section
      ref={box}
      aria-label="The text so far"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable without a mouse
      tabIndex={0}
      className="h-60 overflow-y-auto rounded-md border border-line bg-sunken p-3 text-sm"
    >
      <p dir="auto" className="break-words whitespace-pre-wrap">
        {from > 0 && "… "}
        {text}
      </p>
    </section>
  );
}

type About = { workspaceId: string; executionId: string };

/** What only the log tells. */
type ToldProps = GuardsProps & { spans: Span[]; now: number };

function Told({ about, events, spans, now, mayReport }: ToldProps) {
  const sheet = sheetIn(events);
  return (
    <>
      <Part title="Time">
        <dl className="grid grid-cols-2 gap-x-6 gap-y-1 text-sm">
          {timeKinds.map((kind) => (
            <div key={kind} className="flex items-center justify-between gap-3">
              <dt className="flex items-center gap-1.5 text-quiet">
                <span aria-hidden className={`size-2.5 rounded-sm ${spanLooks[kind].bar}`} />
                {spanLooks[kind].label}
              </dt>
              <dd className="tabular-nums">{took(timeIn(spans, kind, now))}</dd>
            </div>
          ))}
        </dl>
      </Part>
      <Attempts events={events} about={about} />
      {sheet && (
        <Part title="Models, in the order in which they are asked">
          <ModelSheet sheet={sheet} />
        </Part>
      )}
      <Guards events={events} about={about} mayReport={mayReport} />
      <Entries events={events} />
    </>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="grid gap-2">
      <h3 className="text-sm font-semibold">{title}</h3>
      {children}
    </section>
  );
}

const Absent = ({ title, children }: { title: string; children: ReactNode }) => (
  <Part title={title}>
    <p className="text-sm text-quiet">{children}</p>
  </Part>
);

const ofAttempts = new Set(["step.started", "step.retrying", "step.completed", "step.failed", "recovery.chosen", "recovery.tried"]);

function Attempts({ events, about }: Pick<ToldProps, "events" | "about">) {
  const times = useTimes();
  const told = events.filter(({ type }) => ofAttempts.has(type));
  const changes = inputChanges(events);
  return (
    <Part title="Attempts">
      {told.length === 0 ? (
        <p className="text-sm text-quiet">It was not tried yet.</p>
      ) : (
        <ol className="grid gap-1 text-sm">
          {told.map((event) => (
            <li key={event.seq} className="grid grid-cols-[5.5rem_1fr] gap-2">
              <Moment at={event.at} as="precise" className="font-mono text-xs leading-5 text-quiet" />
              <span dir="auto" className="min-w-0 break-words">
                {attemptWords(event, times)}
              </span>
            </li>
          ))}
        </ol>
      )}
      {changes.map(({ seq, before, after }) => (
        <PayloadDiff
          key={seq}
          workspaceId={about.workspaceId}
          title={`The input was changed at ${times.clock(events.find((event) => event.seq === seq)?.at ?? "")}: what differs`}
          before={keptIn(about, before)}
          after={keptIn(about, after)}
        />
      ))}
    </Part>
  );
}

const entriesAtMost = 200;

/** Everything that the log says of it, for whoever wants to know exactly. */
function Entries({ events }: { events: ExecutionEvent[] }) {
  const shown = events.slice(-entriesAtMost);
  return (
    <Part title="Log">
      <details className="text-sm">
        <summary className="min-h-6 text-quiet hover:text-ink">
          {events.length === 1 ? "1 entry" : `${events.length} entries`}
          {shown.length < events.length && `, the last ${shown.length}`}
        </summary>
        <ol className="grid gap-1 pt-1">
          {shown.map(({ seq, at, message, type }) => (
            <li key={seq} className="grid grid-cols-[5.5rem_1fr] gap-2">
              <Moment at={at} as="precise" className="font-mono text-xs leading-5 text-quiet" />
              <span className="grid min-w-0">
                <bdi className="break-words">{message}</bdi>
                <span className="font-mono text-xs text-quiet">{type}</span>
              </span>
            </li>
          ))}
        </ol>
      </details>
    </Part>
  );
}

function attemptWords(event: ExecutionEvent, { clock }: Times): string {
  if (event.type === "step.started") return `Attempt ${event.attempt}${event.recovered ? ", taken over from a lost worker" : ""}`;
  if (event.type === "step.completed") return `Done in ${took(event.ms)}${event.model ? `, by ${event.model}` : ""}`;
  if (event.type === "step.failed") return `Failed: ${event.because}`;
  if (event.type === "step.retrying") return `${event.because}; again at ${clock(event.dueAt)}`;
  if (event.type === "recovery.tried") return `${event.message}, ${took(event.ms)}`;
  return event.message;
}

type GuardsProps = { events: ExecutionEvent[]; about: About; mayReport: boolean };

function Guards({ events, about, mayReport }: GuardsProps) {
  const found = events.filter((event) => event.type === "guardrail.violated");
  return (
    <Part title="Guards">
      {found.length === 0 ? (
        <p className="text-sm text-quiet">Nothing was found.</p>
      ) : (
        <ul className="grid gap-1 text-sm">
          {found.map((event) => (
            <li key={event.seq}>
              <span className="font-medium">{event.policy}</span> ({event.verdict}): <bdi>{event.because}</bdi>{" "}
              {mayReport && <ReportFalse {...about} seq={event.seq} policy={event.policy} />}
            </li>
          ))}
        </ul>
      )}
    </Part>
  );
}
