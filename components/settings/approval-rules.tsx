"use client";

import { ArrowDown, ArrowUp, Plus } from "lucide-react";
import { useState } from "react";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { ProblemNote } from "#components/ui/problem-note.tsx";
import { Nothing, Section } from "#components/ui/section.tsx";
import { Select } from "#components/ui/select.tsx";
import type { ApprovalPolicy, ApprovalRule, SelfApproval } from "#lib/safety/approvals/policy.ts";
import { RuleForm } from "./approval-rule-form.tsx";
import { aboutOf, decidersOf, endOf } from "./approval-rule-words.ts";
import { RowActions } from "./row-actions.tsx";
import { useAct } from "./use-act.ts";

type Group = { id: string; name: string };
type Props = { workspaceId: string; version: number; policy: ApprovalPolicy; groups: Group[]; tools: string[]; mayGovern: boolean };

const selfWords: Record<SelfApproval, string> = {
  if_alone: "only where nobody else could",
  never: "never",
  always: "always",
};

/** The policy about approvals: its rules in their order, the first that fits counts. */
export function ApprovalRules({ workspaceId, version, policy, groups, tools, mayGovern }: Props) {
  const { act, isBusy, problem, errorAt, forget } = useAct(workspaceId);
  const [edited, setEdited] = useState<number | "new">();
  const save = async (next: ApprovalPolicy) => {
    if (await act("/api/approvals/policy", { method: "PUT", body: next, expected: version })) setEdited(undefined);
  };
  const { rules } = policy;
  const withRules = (next: ApprovalRule[]) => void save({ ...policy, rules: next });
  const move = (at: number, by: number) => {
    const next = [...rules];
    next.splice(at + by, 0, ...next.splice(at, 1));
    withRules(next);
  };
  const open = (which: number | "new") => {
    forget();
    setEdited(which);
  };
  const place = edited === "new" ? rules.length : (edited ?? 0);
  return (
    <Section
      title="Rules"
      says="The first rule that fits an approval counts. Without one, anybody whose role may decides alone, within a day."
      action={
        mayGovern && (
          <Button kind="main" onClick={() => open("new")}>
            <Plus aria-hidden className="size-4" /> Add a rule
          </Button>
        )
      }
    >
      {problem && edited === undefined && <ProblemNote problem={problem} />}
      <Field label="Who asked for an execution may decide about it">
        {(field) => (
          <Select
            {...field}
            className="w-full max-w-sm"
            disabled={!mayGovern || isBusy}
            value={policy.selfApproval}
            onChange={({ target }) => void save({ ...policy, selfApproval: target.value as SelfApproval })}
          >
            {Object.entries(selfWords).map(([value, words]) => (
              <option key={value} value={value}>
                {words}
              </option>
            ))}
          </Select>
        )}
      </Field>
      {rules.length === 0 ? (
        <Nothing>There is no rule yet.</Nothing>
      ) : (
        <ol className="grid divide-y divide-line rounded-lg border border-line bg-raised shadow-card">
          {rules.map((rule, at) => (
            <li key={rule.name} className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2 px-4 py-3">
              <div className="grid min-w-0 grow basis-64 gap-1">
                <p className="flex flex-wrap items-center gap-2 font-medium">
                  <bdi>{rule.name}</bdi>
                  {rule.quorum > 1 && <Badge>{rule.quorum} have to agree</Badge>}
                </p>
                <p className="text-sm text-quiet">
                  <bdi>{aboutOf(rule)}</bdi>
                </p>
                <p className="text-sm">
                  <bdi>{decidersOf(rule, groups)}</bdi>
                </p>
                <p className="text-sm text-quiet">
                  <bdi>{endOf(rule, groups)}</bdi>
                </p>
              </div>
              {mayGovern && (
                <div className="flex flex-wrap gap-2">
                  <IconButton label={`Move ${rule.name} up`} small disabled={at === 0 || isBusy} onClick={() => move(at, -1)}>
                    <ArrowUp aria-hidden className="size-4" />
                  </IconButton>
                  <IconButton
                    label={`Move ${rule.name} down`}
                    small
                    disabled={at === rules.length - 1 || isBusy}
                    onClick={() => move(at, 1)}
                  >
                    <ArrowDown aria-hidden className="size-4" />
                  </IconButton>
                  <RowActions
                    name={rule.name}
                    isBusy={isBusy}
                    onChange={() => open(at)}
                    onRemove={() => void withRules(rules.filter((_, other) => other !== at))}
                  />
                </div>
              )}
            </li>
          ))}
        </ol>
      )}
      <Dialog
        isOpen={edited !== undefined}
        onClose={() => setEdited(undefined)}
        title={edited === "new" ? "Add a rule" : "Change the rule"}
      >
        {edited !== undefined && (
          <RuleForm
            key={edited}
            rule={edited === "new" ? undefined : rules[edited]}
            {...{ groups, tools, isBusy, problem }}
            errorAt={(path) => errorAt(`rules[${place}].${path}`)}
            onSave={(rule) => withRules(rules.toSpliced(place, 1, rule))}
          />
        )}
      </Dialog>
    </Section>
  );
}
