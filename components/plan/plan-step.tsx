"use client";

import { ArrowDown, ArrowUp, ChevronDown, type LucideIcon, Trash2 } from "lucide-react";
import { useState } from "react";
import { Badge } from "#components/ui/badge.tsx";
import { cn } from "#components/ui/cn.ts";
import { FermataSign } from "#components/ui/fermata-sign.tsx";
import { Field, Input } from "#components/ui/field.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { Select } from "#components/ui/select.tsx";
import type { FieldError } from "#lib/kernel/outcome.ts";
import type { CardStep, ListedTool } from "./card.ts";
import type { Edit } from "./edit-plan.ts";
import { EffectBadge } from "./effect-badge.tsx";
import { ParamForm } from "./param-form.tsx";

type Props = {
  step: CardStep;
  /** Its place as it is shown, from 1. */
  place: number;
  /** Its neighbours in the batch: what it can change places with. */
  above: string | undefined;
  below: string | undefined;
  others: CardStep[];
  tools: ListedTool[];
  unread: Record<string, string>;
  /** Of this step alone; the paths begin after `steps[n].`. */
  errors: FieldError[];
  /** Whoever can neither run nor keep it looks. */
  isFixed: boolean;
  edit: (edit: Edit) => void;
};

/** One step of the card: what it does in plain words; opened, all of it can be changed. */
export function PlanStep({ step, place, above, below, others, tools, unread, errors, isFixed, edit }: Props) {
  const [isOpen, setOpen] = useState(false);
  const isShown = isOpen || errors.length > 0;
  const tool = tools.find(({ name }) => name === step.tool);
  const { id } = step;
  return (
    <li
      data-plan-step={id}
      className={cn("rounded-lg border border-line bg-raised shadow-card", errors.length > 0 && "border-tone-failed")}
    >
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2 p-3">
        <span aria-hidden className="w-5 text-center text-sm text-quiet tabular-nums">
          {place}
        </span>
        <button
          type="button"
          aria-expanded={isShown}
          onClick={() => setOpen(!isOpen)}
          className="flex min-h-10 min-w-0 grow basis-60 items-center gap-2 text-start"
        >
          <ChevronDown
            aria-hidden
            className={cn("size-4 shrink-0 text-quiet transition-transform", !isShown && "-rotate-90 rtl:rotate-90")}
          />
          <span className="grid min-w-0">
            <span dir="auto" className="font-medium break-words">
              {step.words}
            </span>
            <span className="font-mono text-xs text-quiet">{step.tool}</span>
          </span>
        </button>
        <span className="flex flex-wrap items-center gap-1.5">
          {step.forEach !== undefined && <Badge>for each</Badge>}
          {step.when !== undefined && <Badge>only if</Badge>}
          <EffectBadge effect={step.effect} />
          {step.requiresApproval && (
            <Badge tone="wait" icon={FermataSign}>
              Will ask
            </Badge>
          )}
        </span>
        {!isFixed && (
          <span className="flex">
            <Mover label={`Move ${id} up`} over={above} id={id} edit={edit} icon={ArrowUp} />
            <Mover label={`Move ${id} down`} over={below} id={id} edit={edit} icon={ArrowDown} />
            <IconButton label={`Remove ${id}`} small onClick={() => edit({ do: "remove", id })}>
              <Trash2 aria-hidden className="size-4" />
            </IconButton>
          </span>
        )}
      </div>
      {isShown && (
        <fieldset disabled={isFixed} aria-label={step.words} className="grid min-w-0 gap-4 border-t border-line p-4">
          {errors
            .filter(({ path }) => !path.startsWith("params."))
            .map(({ path, because }) => (
              <p key={`${path}${because}`} role="alert" className="text-sm text-tone-failed">
                {path}: {because}
              </p>
            ))}
          <div className="grid items-start gap-4 sm:grid-cols-2">
            <Field label="In plain words">
              {(given) => (
                <Input
                  {...given}
                  dir="auto"
                  maxLength={200}
                  value={step.name ?? step.words}
                  onChange={({ target }) => edit({ do: "rename", id, name: target.value })}
                />
              )}
            </Field>
            <Field label="Tool" hint={tool?.description}>
              {(given) => (
                <Select
                  {...given}
                  className="w-full"
                  value={step.tool}
                  onChange={({ target }) => {
                    const other = tools.find(({ name }) => name === target.value);
                    if (other) edit({ do: "swap", id, tool: other });
                  }}
                >
                  {!tool && <option>{step.tool}</option>}
                  {tools.map(({ name, title }) => (
                    <option key={name} value={name}>
                      {title} ({name})
                    </option>
                  ))}
                </Select>
              )}
            </Field>
          </div>
          <ParamForm
            step={step}
            tool={tool}
            unread={unread}
            errorAt={(field) => errors.find(({ path }) => isAt(path, field))?.because}
            edit={edit}
          />
          {others.length > 0 && <Waits step={step} others={others} edit={edit} />}
        </fieldset>
      )}
    </li>
  );
}

type MoverProps = { label: string; id: string; over: string | undefined; edit: (edit: Edit) => void; icon: LucideIcon };

/** Stays reachable where it leads nowhere, so that the focus is not lost at the edge. */
function Mover({ label, id, over, edit, icon: Icon }: MoverProps) {
  return (
    <IconButton label={label} small aria-disabled={over === undefined} onClick={() => over !== undefined && edit({ do: "move", id, over })}>
      <Icon aria-hidden className="size-4" />
    </IconButton>
  );
}

const isAt = (path: string, field: string): boolean =>
  path === `params.${field}` || path.startsWith(`params.${field}.`) || path.startsWith(`params.${field}[`);

const offeredAtMost = 30;

function Waits({ step, others, edit }: { step: CardStep; others: CardStep[]; edit: (edit: Edit) => void }) {
  return (
    <fieldset className="grid gap-2">
      <legend className="text-sm font-medium">Waits for</legend>
      <div className="flex flex-wrap gap-x-4 gap-y-1">
        {others.slice(0, offeredAtMost).map(({ id }) => (
          <label key={id} className="flex min-h-6 items-center gap-1.5 font-mono text-xs">
            <input
              type="checkbox"
              checked={step.dependsOn.includes(id)}
              onChange={({ target }) => edit({ do: "wait", id: step.id, on: id, isOn: target.checked })}
            />
            {id}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
