"use client";

import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Field, Input } from "#components/ui/field.tsx";
import { type Problem, ProblemNote } from "#components/ui/problem-note.tsx";
import { Select } from "#components/ui/select.tsx";
import type { ApprovalRule, ExpiryRoute, SelfApproval } from "#lib/safety/approvals/policy.ts";
import { type EffectWord, effectWords, routeWords } from "./approval-rule-words.ts";

type Props = {
  rule: ApprovalRule | undefined;
  groups: { id: string; name: string }[];
  tools: string[];
  isBusy: boolean;
  problem: Problem | undefined;
  errorAt: (path: string) => string | undefined;
  onSave: (rule: ApprovalRule) => void;
};

type RuleKind = NonNullable<ApprovalRule["kinds"]>[number];

const effects = Object.keys(effectWords) as EffectWord[];
const wordsOf = (text: string) => text.split(/[\s,]+/).filter((word) => word !== "");

/** One rule, field by field. What is left empty does not narrow it. */
export function RuleForm({ rule, groups, tools, isBusy, problem, errorAt, onSave }: Props) {
  const [name, setName] = useState(rule?.name ?? "");
  const [toolText, setToolText] = useState(rule?.tools?.join(", ") ?? "");
  const [chosen, setChosen] = useState<EffectWord[]>(rule?.effects ?? []);
  const [kind, setKind] = useState<RuleKind | "">(rule?.kinds?.length === 1 ? (rule.kinds[0] ?? "") : "");
  const [group, setGroup] = useState(rule?.group ?? "");
  const [quorum, setQuorum] = useState(rule?.quorum ?? 1);
  const [self, setSelf] = useState<SelfApproval | "">(rule?.selfApproval ?? "");
  const [hours, setHours] = useState((rule?.expiresAfterMinutes ?? 1_440) / 60);
  const [reminder, setReminder] = useState(rule?.remindBeforeMinutes === undefined ? "" : String(rule.remindBeforeMinutes / 60));
  const [onExpiry, setOnExpiry] = useState<ExpiryRoute>(rule?.onExpiry ?? "reject");
  const [escalateTo, setEscalateTo] = useState(rule?.escalateTo ?? "");
  const [escalateHours, setEscalateHours] = useState((rule?.escalateForMinutes ?? 1_440) / 60);
  const save = () =>
    onSave({
      name,
      ...(wordsOf(toolText).length > 0 && { tools: wordsOf(toolText) }),
      ...(chosen.length > 0 && { effects: chosen }),
      ...(kind !== "" && { kinds: [kind] }),
      ...(group !== "" && { group }),
      quorum,
      ...(self !== "" && { selfApproval: self }),
      expiresAfterMinutes: Math.round(hours * 60),
      ...(reminder !== "" && { remindBeforeMinutes: Math.round(Number(reminder) * 60) }),
      onExpiry,
      ...(onExpiry === "escalate" && escalateTo !== "" && { escalateTo }),
      escalateForMinutes: Math.round(escalateHours * 60),
    });
  const groupOptions = groups.map(({ id, name: of }) => (
    <option key={id} value={id}>
      {of}
    </option>
  ));
  return (
    <form
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <Field label="Name" error={errorAt("name")}>
        {(field) => <Input {...field} required maxLength={80} dir="auto" value={name} onChange={({ target }) => setName(target.value)} />}
      </Field>
      <Field label="Tools" hint="message.send, or message.* for all of a room. Empty: every tool." error={toolErrors(toolText, errorAt)}>
        {(field) => (
          <Input
            {...field}
            dir="ltr"
            list="rule-tools"
            autoComplete="off"
            className="font-mono text-sm"
            value={toolText}
            onChange={({ target }) => setToolText(target.value)}
          />
        )}
      </Field>
      <datalist id="rule-tools">
        {tools.map((tool) => (
          <option key={tool} value={tool} />
        ))}
      </datalist>
      <fieldset className="grid gap-1.5">
        <legend className="pb-1.5 text-sm font-medium">Only what</legend>
        <div className="flex flex-wrap gap-x-4 gap-y-2">
          {effects.map((effect) => (
            <label key={effect} className="flex min-h-6 items-center gap-2 text-sm">
              <input
                type="checkbox"
                className="size-4 accent-accent"
                checked={chosen.includes(effect)}
                onChange={({ target }) => setChosen(target.checked ? [...chosen, effect] : chosen.filter((one) => one !== effect))}
              />
              {effectWords[effect]}
            </label>
          ))}
        </div>
      </fieldset>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="About">
          {(field) => (
            <Select {...field} value={kind} onChange={({ target }) => setKind(target.value as RuleKind | "")}>
              <option value="">steps, plans and budgets</option>
              <option value="step">steps</option>
              <option value="plan">whole plans</option>
              <option value="budget">budgets that are to be raised</option>
            </Select>
          )}
        </Field>
        <Field label="Decided by" error={errorAt("group")}>
          {(field) => (
            <Select {...field} value={group} onChange={({ target }) => setGroup(target.value)}>
              <option value="">anybody whose role may</option>
              {groupOptions}
            </Select>
          )}
        </Field>
        <Field label="How many have to agree" error={errorAt("quorum")}>
          {(field) => <Count {...field} max={10} value={quorum} onChange={setQuorum} />}
        </Field>
        <Field label="Who asked may decide">
          {(field) => (
            <Select {...field} value={self} onChange={({ target }) => setSelf(target.value as SelfApproval | "")}>
              <option value="">as the workspace says</option>
              <option value="if_alone">only where nobody else could</option>
              <option value="never">never</option>
              <option value="always">always</option>
            </Select>
          )}
        </Field>
        <Field label="Hours to decide" error={errorAt("expiresAfterMinutes")}>
          {(field) => <Count {...field} max={720} value={hours} onChange={setHours} />}
        </Field>
        <Field label="Remind, hours before" hint="Empty: nobody is reminded." error={errorAt("remindBeforeMinutes")}>
          {(field) => (
            <Input
              {...field}
              type="number"
              min={0.1}
              max={719}
              step="any"
              value={reminder}
              onChange={({ target }) => setReminder(target.value)}
            />
          )}
        </Field>
        <Field label="When nobody decides">
          {(field) => (
            <Select {...field} value={onExpiry} onChange={({ target }) => setOnExpiry(target.value as ExpiryRoute)}>
              {Object.entries(routeWords).map(([value, words]) => (
                <option key={value} value={value}>
                  {words}
                </option>
              ))}
            </Select>
          )}
        </Field>
        {onExpiry === "escalate" && (
          <>
            <Field label="It goes to" error={errorAt("escalateTo")}>
              {(field) => (
                <Select {...field} required value={escalateTo} onChange={({ target }) => setEscalateTo(target.value)}>
                  <option value="">choose a group</option>
                  {groupOptions}
                </Select>
              )}
            </Field>
            <Field label="For hours">{(field) => <Count {...field} max={720} value={escalateHours} onChange={setEscalateHours} />}</Field>
          </>
        )}
      </div>
      {problem && <ProblemNote problem={problem} />}
      <Button type="submit" kind="main" className="justify-self-end" disabled={isBusy}>
        Save the rule
      </Button>
    </form>
  );
}

function toolErrors(text: string, errorAt: Props["errorAt"]): string | undefined {
  const wrong = wordsOf(text).findIndex((_, at) => errorAt(`tools[${at}]`) !== undefined);
  return wrong === -1 ? errorAt("tools") : `${wordsOf(text)[wrong]} ${errorAt(`tools[${wrong}]`)}`;
}

type CountProps = { id: string; max: number; value: number; onChange: (value: number) => void };

function Count({ max, value, onChange, ...field }: CountProps) {
  return (
    <Input
      {...field}
      type="number"
      required
      min={max > 10 ? 0.1 : 1}
      max={max}
      step={max > 10 ? "any" : 1}
      value={Number.isNaN(value) ? "" : value}
      onChange={({ target }) => onChange(target.valueAsNumber)}
    />
  );
}
