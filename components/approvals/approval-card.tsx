"use client";

import { type ReactNode, useEffect, useId, useRef, useState } from "react";
import { RaiseEditor } from "#components/budgets/raise-editor.tsx";
import { RaiseView } from "#components/budgets/raise-view.tsx";
import { useKeys } from "#components/shell/use-keys.ts";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { cn } from "#components/ui/cn.ts";
import { FermataSign } from "#components/ui/fermata-sign.tsx";
import { Textarea } from "#components/ui/field.tsx";
import { JsonView } from "#components/ui/json-view.tsx";
import { Kbd } from "#components/ui/kbd.tsx";
import { ProblemNote } from "#components/ui/problem-note.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { Time } from "#components/ui/time.tsx";
import { receiversOf } from "#lib/execution/receivers.ts";
import type { Approval } from "#lib/execution/state.ts";
import type { ShownForm } from "#lib/http/contracts/approval-link.ts";
import type { Json } from "#lib/kernel/json.ts";
import { dollars } from "#lib/safety/budget.ts";
import type { Raise } from "#lib/safety/raise.ts";
import { consequences, plannedIn, raising, readable, roleCannot, sentence } from "./consequence.ts";
import { Difference } from "./difference.tsx";
import { FormFields } from "./form-fields.tsx";
import { Governance } from "./governance.tsx";
import type { InboxApproval } from "./inbox-approval.ts";
import { PayloadEditor } from "./payload-editor.tsx";
import { StepChoices } from "./step-choices.tsx";
import { Thread } from "./thread.tsx";
import { type Decision, useDecide } from "./use-decide.ts";
import { useForm } from "./use-form.ts";
import { useUndoWindow } from "./use-undo-window.ts";

type Props = {
  workspaceId: string;
  approval: Pick<Approval, "id" | "kind" | "summary" | "why" | "payloadHash" | "expiresAt"> & {
    tool?: string | undefined;
    derived?: string[] | undefined;
    form?: { hash: string } | undefined;
    effect?: string | undefined;
    step?: string | null;
    executionId?: string | undefined;
  };
  /** Not there until it is read: nothing can be approved that was not shown. */
  payload: Json | undefined;
  /** The same as it is to this person. Not there until it is known: nothing is offered to somebody who may not. */
  shown: InboxApproval | undefined;
  /** Whether their role decides at all. */
  mayDecide: boolean;
  /** Whether one may answer in its thread. */
  mayWrite: boolean;
  onDecided: () => void;
  /** What the card stands in, said under its name. */
  about?: ReactNode;
  /** It answers to a, r, e and q: there is one such card on the page. */
  hasKeys?: boolean;
};

const approvalWords = { approve: "Approve", reject: "Reject", change: "Change" };
const helpWords = { approve: "Try again", reject: "Let it fail", change: "Change the input" };
/** What stays in reach: a yes to it can be taken back for a moment. What leaves, leaves at once. */
const reversible = new Set(["write"]);
const withoutIt = ["provide_output", "skip"] as const;

/** A held step or plan, and the decision that releases it. */
export function ApprovalCard({ workspaceId, approval, payload, shown, mayDecide, mayWrite, onDecided, about, hasKeys = false }: Props) {
  const { id, summary, why, effect, tool, payloadHash, expiresAt } = approval;
  const heading = useId();
  const [isEditing, setEditing] = useState(false);
  // Kept here, since a change makes what decides anew.
  const [said, say] = useState<string>();
  const consequence = approval.kind === "budget" ? raising : consequences[effect ?? ""];
  const raise = approval.kind === "budget" && payload !== undefined ? (payload as Raise) : undefined;
  const receivers = payload === undefined ? [] : receiversOf(payload);
  // What it asks is in the list, and nobody answers what was not shown.
  const isWhole = approval.form === undefined || shown?.form?.hash === approval.form.hash;
  const mayNow = mayDecide && shown?.you.may === true;
  const isKnown = !mayDecide || shown !== undefined;
  return (
    <section aria-labelledby={heading} className="grid min-w-0 gap-5 rounded-lg border border-tone-wait bg-raised p-4 shadow-card sm:p-5">
      <div className="grid gap-2">
        <div className="flex items-start gap-3">
          <FermataSign className="size-7 shrink-0 text-tone-wait" />
          <h2 id={heading} className="min-w-0 text-xl font-medium break-words">
            {approval.kind === "intervention" ? "Help needed:" : "Approve?"} <bdi>{summary}</bdi>
          </h2>
        </div>
        {about}
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-sm text-quiet">
          {consequence && (
            <>
              <Badge tone={consequence.tone}>{consequence.word}</Badge>
              <span>{consequence.says}</span>
            </>
          )}
          {tool && <span className="font-mono text-xs">{tool}</span>}
          <span>
            Expires <Time at={expiresAt} />.
          </span>
          {shown && <Standing of={shown} />}
        </p>
      </div>
      {receivers.length > 0 && (
        <Part title="To whom">
          <ul className="flex flex-wrap gap-2">
            {receivers.map((receiver) => (
              <li key={receiver} className="max-w-full rounded-md bg-sunken px-2.5 py-1 text-sm font-medium break-words">
                <bdi>{receiver}</bdi>
              </li>
            ))}
          </ul>
        </Part>
      )}
      {why.length > 0 && (
        <Part title={approval.kind === "intervention" ? "What happened" : "Why it asks"}>
          <ul className="list-disc ps-5 text-sm">
            {why.map((reason) => (
              <li key={reason}>{reason}</li>
            ))}
          </ul>
        </Part>
      )}
      {approval.derived && approval.derived.length > 0 && (
        <Part title="From outside">
          <ul className="list-disc ps-5 text-sm">
            {approval.derived.map((said) => (
              <li key={said} className="break-words">
                <bdi>{said}</bdi>
              </li>
            ))}
          </ul>
        </Part>
      )}
      {payload === undefined ? <Reading /> : !isEditing && (raise ? <RaiseView raise={raise} /> : <Payload payload={payload} />)}
      {shown?.before !== undefined && shown.payloadHash === payloadHash && (
        <Part title="What was changed since it was asked">
          <Difference before={shown.before} after={shown.payload} />
        </Part>
      )}
      {shown && approval.kind !== "intervention" && (
        <Part title="Who decides">
          <Governance of={shown} />
        </Part>
      )}
      {shown?.thread && <Thread {...{ workspaceId, id, mayWrite }} thread={shown.thread} />}
      {mayNow && approval.kind === "intervention" && approval.step && approval.executionId && (
        <Part title="Go on without it">
          <StepChoices
            workspaceId={workspaceId}
            executionId={approval.executionId}
            stepId={approval.step}
            choices={withoutIt}
            onDone={onDecided}
          />
        </Part>
      )}
      {said && (
        <p role="status" className="text-sm text-tone-done">
          {said}
        </p>
      )}
      {(!isKnown || (mayNow && !isWhole)) && <Reading />}
      {mayNow && isWhole && (
        <Decide
          key={`${payloadHash}:${shown?.form?.hash}`}
          {...{ workspaceId, id, payloadHash, payload, raise, onDecided, hasKeys, isEditing, setEditing, say }}
          mayUndo={approval.kind === "step" && reversible.has(effect ?? "")}
          form={shown?.form}
          words={approval.kind === "intervention" ? helpWords : approvalWords}
        />
      )}
      {isKnown && !mayNow && (
        <p className="text-sm text-quiet">{sentence(shown?.you.because ?? (mayDecide ? "it is decided already" : roleCannot))}.</p>
      )}
    </section>
  );
}

/** Where in its plan it stands, and what that cost so far. */
function Standing({ of: { place, cost } }: { of: InboxApproval }) {
  const limit = cost.limitMicros === null ? "" : ` of ${dollars(cost.limitMicros)}`;
  return (
    <>
      {place && (
        <span className="tabular-nums">
          Step {place.step} of {place.of}.
        </span>
      )}
      <span className="tabular-nums">
        {cost.tokens === 0 && limit === "" ? "Nothing was spent so far." : `Spent so far: ${dollars(cost.micros)}${limit}.`}
      </span>
    </>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="grid min-w-0 gap-1.5">
      <h3 className="text-sm font-semibold text-quiet">{title}</h3>
      {children}
    </div>
  );
}

function Reading() {
  return (
    <div className="grid gap-2">
      <p className="text-sm text-quiet">Reading what will happen…</p>
      <Skeleton className="h-24" />
    </div>
  );
}

/** In words first; the exact data is never further than one look down. */
function Payload({ payload }: { payload: Json }) {
  const steps = plannedIn(payload);
  const fields = steps.length > 0 ? [] : readable(payload);
  return (
    <Part title="What will happen">
      {steps.length > 0 && (
        <ol className="grid list-decimal gap-1 ps-6">
          {steps.map(({ id, name, tool }) => (
            <li key={id}>
              <bdi>{name}</bdi> <span className="font-mono text-xs text-quiet">{tool}</span>
            </li>
          ))}
        </ol>
      )}
      {fields.length > 0 && (
        <dl className="grid gap-x-6 gap-y-2 sm:grid-cols-[auto_minmax(0,1fr)]">
          {fields.map(({ name, text }) => (
            <div key={name} className="grid min-w-0 sm:col-span-2 sm:grid-cols-subgrid">
              <dt className="text-sm text-quiet">{name}</dt>
              <dd dir="auto" className="min-w-0 break-words whitespace-pre-wrap">
                {text}
              </dd>
            </div>
          ))}
        </dl>
      )}
      <JsonView value={payload} label="What will happen" />
    </Part>
  );
}

type DecideProps = Pick<Props, "workspaceId" | "payload" | "onDecided"> & {
  /** What it is about, where that is a budget. */
  raise: Raise | undefined;
  id: string;
  payloadHash: string;
  hasKeys: boolean;
  mayUndo: boolean;
  words: typeof approvalWords;
  form: ShownForm | undefined;
  isEditing: boolean;
  setEditing: (isEditing: boolean) => void;
  say: (said: string | undefined) => void;
};

function Decide({
  workspaceId,
  id,
  payloadHash,
  payload,
  raise,
  onDecided,
  hasKeys,
  mayUndo,
  words: verbs,
  form,
  isEditing,
  setEditing,
  say,
}: DecideProps) {
  const noteField = useRef<HTMLTextAreaElement>(null);
  const [note, setNote] = useState("");
  const [missing, setMissing] = useState<string>();
  const { decide, isBusy, problem } = useDecide({ workspaceId, id, payloadHash });
  const isReady = payload !== undefined && !isBusy;
  const words = note.trim();
  const { filled, fill, refused } = useForm(form);
  const { isKept, keep, undo, send } = useUndoWindow();
  const isHere = useRef(true);
  useEffect(
    () => () => {
      isHere.current = false;
    },
    [],
  );

  const settle = async (decision: Decision) => {
    const decided = await decide({ ...decision, ...(words !== "" && { note: words }) }, refused);
    // Who went on to something else is not brought back from there.
    if (!decided || !isHere.current) return;
    if (decided.status !== "open" || decision.decision === "approve") return onDecided();
    setNote("");
    setEditing(false);
    say(wordsFor(decision));
  };
  /** A reason or a question is asked for where it is missing, and not refused afterwards. */
  const withWords = (decision: "reject" | "ask", wanted: string) => {
    if (words !== "") return void settle({ decision });
    setMissing(wanted);
    noteField.current?.focus();
  };
  /** Who agrees answers what it asks. */
  const agree = async (decision: Decision) => {
    const { isRight, form: answered } = await fill();
    if (!isRight) return;
    const decideNow = () => void settle({ ...decision, ...(answered && { form: answered }) });
    if (mayUndo) keep(decideNow);
    else decideNow();
  };
  const approve = () => isReady && void agree({ decision: "approve" });
  const reject = () => isReady && withWords("reject", "Say why, so that the one who asked can do better.");
  const question = () => isReady && withWords("ask", "Write the question here.");
  const keys = hasKeys && !isKept ? { a: approve, r: reject, q: question, e: () => setEditing(true) } : {};
  useKeys(isKept ? { u: undo } : keys);

  if (isKept) return <Kept hasKeys={hasKeys} onUndo={undo} onSend={send} />;

  if (isEditing && payload !== undefined)
    return (
      <>
        <FormFields {...filled} />
        {problem && <ProblemNote problem={problem} />}
        {raise ? (
          <RaiseEditor
            raise={raise}
            isBusy={isBusy}
            onApprove={(changed) => void agree({ decision: "edit", payload: changed })}
            onLeave={() => setEditing(false)}
          />
        ) : (
          <PayloadEditor
            payload={payload}
            isBusy={isBusy}
            onApprove={(changed) => void agree({ decision: "edit", payload: changed })}
            onLeave={() => setEditing(false)}
          />
        )}
      </>
    );
  return (
    <>
      <FormFields {...filled} />
      <div className="grid gap-1.5">
        <label htmlFor={`${id}-note`} className="text-sm font-medium">
          Note <span className="font-normal text-quiet">kept with the decision</span>
        </label>
        <Textarea
          ref={noteField}
          id={`${id}-note`}
          rows={2}
          value={note}
          aria-invalid={missing !== undefined || undefined}
          aria-describedby={`${id}-missing`}
          onChange={({ target }) => {
            setNote(target.value);
            setMissing(undefined);
          }}
        />
        <p id={`${id}-missing`} aria-live="polite" className={cn("text-sm text-tone-failed", missing === undefined && "sr-only")}>
          {missing}
        </p>
      </div>
      {problem && <ProblemNote problem={problem} />}
      <div className="sticky bottom-14 grid grid-cols-2 gap-3 rounded-md bg-raised py-3 sm:flex sm:flex-wrap lg:bottom-0">
        <Button kind="main" disabled={!isReady} onClick={approve} aria-keyshortcuts={hasKeys ? "a" : undefined}>
          {verbs.approve} <Hint of="a" isShown={hasKeys} />
        </Button>
        <Button kind="grave" disabled={!isReady} onClick={reject} aria-keyshortcuts={hasKeys ? "r" : undefined}>
          {verbs.reject} <Hint of="r" isShown={hasKeys} />
        </Button>
        <Button disabled={!isReady} onClick={() => setEditing(true)} aria-keyshortcuts={hasKeys ? "e" : undefined}>
          {verbs.change} <Hint of="e" isShown={hasKeys} />
        </Button>
        <Button disabled={!isReady} onClick={question} aria-keyshortcuts={hasKeys ? "q" : undefined}>
          Ask <Hint of="q" isShown={hasKeys} />
        </Button>
      </div>
    </>
  );
}

/** Approved, and not told to anybody yet. */
function Kept({ hasKeys, onUndo, onSend }: { hasKeys: boolean; onUndo: () => void; onSend: () => void }) {
  return (
    <div className="flex flex-wrap items-center gap-3 rounded-md bg-tone-done-soft p-3">
      <p role="status" className="grow text-sm font-medium text-tone-done">
        Approved. It is released in a few seconds.
      </p>
      <Button size="sm" autoFocus onClick={onUndo} aria-keyshortcuts="u">
        Undo <Hint of="u" isShown={hasKeys} />
      </Button>
      <Button size="sm" onClick={onSend}>
        Release it now
      </Button>
    </div>
  );
}

function wordsFor({ decision }: Decision): string {
  if (decision === "ask") return "The question is with the one who asked. The approval stays open.";
  return "Changed, and asked about as it is now: look at it and at what is said of it, then decide.";
}

function Hint({ of, isShown }: { of: string; isShown: boolean }) {
  if (!isShown) return null;
  return (
    <span aria-hidden className="hidden lg:inline">
      <Kbd>{of}</Kbd>
    </span>
  );
}
