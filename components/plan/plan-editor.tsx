"use client";

import { FlaskConical, Play, Plus, Undo2 } from "lucide-react";
import { useEffect, useMemo, useReducer, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { Field, Input } from "#components/ui/field.tsx";
import { Kbd } from "#components/ui/kbd.tsx";
import { ProblemNote } from "#components/ui/problem-note.tsx";
import { Select } from "#components/ui/select.tsx";
import type { FieldError } from "#lib/kernel/outcome.ts";
import { batchesOf } from "#lib/planner/batches.ts";
import { planDiff } from "#lib/planner/plan-diff.ts";
import type { CardPlan, PlanFacts as Facts, ListedTool, Origin } from "./card.ts";
import { type Draft, type Edit, editPlan, planOf } from "./edit-plan.ts";
import { PlanChanges } from "./plan-changes.tsx";
import { PlanFacts } from "./plan-facts.tsx";
import { PlanStep } from "./plan-step.tsx";
import { SavePlan } from "./save-plan.tsx";
import { useRunPlan } from "./use-run-plan.ts";
import { useTools } from "./use-tools.ts";

type Props = { workspaceId: string; origin: Origin; card: Facts; plan: CardPlan; may: { run: boolean; save: boolean } };

/** The plan, open to every change, and the one button that lets it run; to whoever may neither run nor keep it, only the plan. */
export function PlanEditor({ workspaceId, origin, card, plan, may }: Props) {
  const first: Draft = useMemo(() => ({ steps: plan.steps, outputs: plan.outputs, unread: {} }), [plan]);
  const [draft, edit] = useReducer(editPlan, first);
  const tools = useTools({ workspaceId });
  const { run, isBusy, problem, errors } = useRunPlan({ workspaceId });
  const changes = useMemo(() => planDiff(first, draft), [first, draft]);
  const batches = useMemo(() => batchesOf(draft.steps), [draft.steps]);
  const isFixed = !(may.run || may.save);
  const isWhole = draft.steps.length > 0 && Object.keys(draft.unread).length === 0;
  const [because, setBecause] = useState("");
  // An execution goes on by another plan, and not once more by its own.
  const isNext = origin.is === "execution";
  const mayRun = may.run && isWhole && !isBusy && !(isNext && changes.length === 0);
  const start = (more: object = {}) => void run(startOf(origin, { draft, isChanged: changes.length > 0, because, more }));
  useRunKey(() => mayRun && start());
  const asks = draft.steps.filter(({ requiresApproval }) => requiresApproval).length;
  return (
    <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_22rem]">
      <section aria-label="Plan" className="grid gap-4">
        <Batches draft={draft} batches={batches} tools={tools} errors={errors} isFixed={isFixed} edit={edit} />
        {!isFixed && <AddStep tools={tools} edit={edit} />}
        {changes.length > 0 && <PlanChanges changes={changes} />}
        {problem && <ProblemNote problem={problem} />}
        {isNext && (
          <Field label="Why" hint="Kept with the version, and shown to whoever has to agree.">
            {(given) => <Input {...given} dir="auto" maxLength={300} value={because} onChange={({ target }) => setBecause(target.value)} />}
          </Field>
        )}
        <Elsewhere errors={errors} count={draft.steps.length} />
        {!isFixed && (
          <Card className="flex flex-wrap lg:sticky lg:bottom-2 items-center justify-between gap-3 p-3">
            <p className="min-w-0 grow basis-60 text-sm text-quiet">
              {asks === 0
                ? "Nothing in it needs another yes."
                : `${asks === 1 ? "1 step" : `${asks} steps`} will still ask, with what exactly will happen.`}
            </p>
            <div className="flex flex-wrap gap-2">
              {changes.length > 0 && (
                <Button kind="quiet" onClick={() => edit({ do: "begin", steps: first.steps, outputs: first.outputs })}>
                  <Undo2 aria-hidden className="size-4" />
                  Undo all
                </Button>
              )}
              {may.save && !isNext && (
                <SavePlan workspaceId={workspaceId} origin={origin} plan={planOf(draft)} isChanged={changes.length > 0} isWhole={isWhole} />
              )}
              {may.run && (
                <>
                  {!isNext && (
                    <Button disabled={!mayRun} onClick={() => start({ dryRun: true })}>
                      <FlaskConical aria-hidden className="size-4" />
                      Dry run
                    </Button>
                  )}
                  <Button kind="main" disabled={!mayRun} onClick={() => start()}>
                    <Play aria-hidden className="size-4" />
                    {runWords(isBusy, isNext)}
                  </Button>
                  <span aria-hidden className="hidden items-center gap-1 sm:flex">
                    <Kbd>⌘</Kbd>
                    <Kbd>↵</Kbd>
                  </span>
                </>
              )}
            </div>
          </Card>
        )}
      </section>
      <PlanFacts workspaceId={workspaceId} card={card} draft={draft} batches={batches.length} isEdited={changes.length > 0} />
    </div>
  );
}

type Start = { draft: Draft; isChanged: boolean; because: string; more: object };

/** Unchanged, it runs as it is kept; changed, it goes along, and what it came from stays known. */
function startOf(origin: Origin, { draft, isChanged, because, more }: Start): { path?: string; body: object } {
  const plan = planOf(draft);
  const why = because.trim();
  if (origin.is === "execution")
    return { path: `/api/orchestrate/${origin.id}/replan`, body: { plan, ...(why !== "" && { because: why }) } };
  if (origin.is === "workflow")
    return { body: { ...(isChanged ? { plan, title: origin.name } : { workflowId: origin.id, version: origin.version }), ...more } };
  if (origin.id === undefined) return { body: { plan, ...more } };
  return { body: { draftId: origin.id, ...(isChanged && { plan }), ...more } };
}

function runWords(isBusy: boolean, isNext: boolean): string {
  if (isBusy) return "Starting…";
  return isNext ? "Go on with this plan" : "Approve & run";
}

/** Ctrl or ⌘ with Enter, wherever the focus is on the page. */
function useRunKey(run: () => void): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "Enter" || !(event.metaKey || event.ctrlKey) || event.defaultPrevented) return;
      event.preventDefault();
      run();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [run]);
}

type BatchesProps = {
  draft: Draft;
  batches: string[][];
  tools: ListedTool[];
  errors: FieldError[];
  isFixed: boolean;
  edit: (edit: Edit) => void;
};

/** What may run side by side stands together. Steps that wait for each other are in no batch, and last. */
function Batches({ draft, batches, tools, errors, isFixed, edit }: BatchesProps) {
  const placed = new Set(batches.flat());
  const loose = draft.steps.filter(({ id }) => !placed.has(id)).map(({ id }) => id);
  const groups = loose.length > 0 ? [...batches, loose] : batches;
  const at = new Map(draft.steps.map((step, index) => [step.id, { step, index }]));
  const order = groups.flat();
  if (draft.steps.length === 0) return <p className="text-quiet">The plan has no steps. Add one.</p>;
  return groups.map((ids, batch) => (
    <section key={ids[0]} aria-label={`Batch ${batch + 1}`} className="grid gap-2">
      <h2 className="flex items-baseline justify-between font-sans text-sm tracking-normal text-quiet">
        <span className="font-medium">{ids === loose ? "These wait for each other" : `Batch ${batch + 1}`}</span>
        {ids.length > 1 && ids !== loose && <span>side by side</span>}
      </h2>
      <ol className="grid gap-2">
        {ids.flatMap((id) => {
          const found = at.get(id);
          return found
            ? [
                <PlanStep
                  key={id}
                  step={found.step}
                  place={order.indexOf(id) + 1}
                  above={ids[ids.indexOf(id) - 1]}
                  below={ids[ids.indexOf(id) + 1]}
                  others={draft.steps.filter((other) => other.id !== id)}
                  tools={tools}
                  unread={draft.unread}
                  errors={ownErrors(errors, found.index)}
                  isFixed={isFixed}
                  edit={edit}
                />,
              ]
            : [];
        })}
      </ol>
    </section>
  ));
}

function ownErrors(errors: FieldError[], index: number): FieldError[] {
  const place = `steps[${index}]`;
  return errors
    .filter(({ path }) => path === place || path.startsWith(`${place}.`))
    .map(({ path, because }) => ({ path: path.slice(place.length + 1) || "step", because }));
}

/** What is wrong with the plan as a whole. */
function Elsewhere({ errors, count }: { errors: FieldError[]; count: number }) {
  const elsewhere = errors.filter(({ path }) => {
    const index = /^steps\[(\d+)\]/.exec(path)?.[1];
    return index === undefined || Number(index) >= count;
  });
  if (elsewhere.length === 0) return null;
  return (
    <ul className="grid gap-1 text-sm text-tone-failed">
      {elsewhere.map(({ path, because }) => (
        <li key={`${path}${because}`}>
          {path}: {because}
        </li>
      ))}
    </ul>
  );
}

function AddStep({ tools, edit }: { tools: ListedTool[]; edit: (edit: Edit) => void }) {
  const [name, setName] = useState("");
  const tool = tools.find((one) => one.name === name) ?? tools[0];
  if (!tool) return null;
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Select aria-label="Tool of the new step" value={tool.name} onChange={({ target }) => setName(target.value)}>
        {tools.map(({ name: one, title }) => (
          <option key={one} value={one}>
            {title}
          </option>
        ))}
      </Select>
      <Button size="sm" onClick={() => edit({ do: "add", tool })}>
        <Plus aria-hidden className="size-4" />
        Add step
      </Button>
    </div>
  );
}
