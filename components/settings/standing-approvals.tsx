"use client";

import { Plus } from "lucide-react";
import { useState } from "react";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Field, Input, Textarea } from "#components/ui/field.tsx";
import { Moment } from "#components/ui/moment.tsx";
import { ProblemNote } from "#components/ui/problem-note.tsx";
import { Nothing, Section } from "#components/ui/section.tsx";
import { Select } from "#components/ui/select.tsx";
import { Time } from "#components/ui/time.tsx";
import { Confirm } from "./confirm.tsx";
import { endOfDay } from "./delegations.tsx";
import { useAct } from "./use-act.ts";

type Rule = {
  id: string;
  tool: string;
  recipients: string[];
  hosts: string[];
  until: string;
  because: string;
  by: { name: string };
  revokedAt: string | null;
  uses: number;
  lastUsedAt: string | null;
  isOver: boolean;
};
type Props = { workspaceId: string; rules: Rule[]; tools: string[]; mayGovern: boolean };

/** What goes without asking, to whom, until when, and how often it did. */
export function StandingApprovals({ workspaceId, rules, tools, mayGovern }: Props) {
  const { act, isBusy, problem, forget } = useAct(workspaceId);
  const [isOpen, setOpen] = useState(false);
  const [revoked, setRevoked] = useState<Rule>();
  const revoke = async ({ id }: Rule) => {
    if (await act(`/api/approvals/standing/${id}`, { method: "DELETE" })) setRevoked(undefined);
  };
  return (
    <Section
      title="Always allowed"
      says="Goes without asking. Never what spends or deletes, what a plan wants to see, or what a guard objects to."
      action={
        mayGovern && (
          <Button onClick={() => setOpen(true)}>
            <Plus aria-hidden className="size-4" /> Allow something
          </Button>
        )
      }
    >
      {rules.length === 0 ? (
        <Nothing>Nothing goes without asking.</Nothing>
      ) : (
        <ul className="grid divide-y divide-line rounded-lg border border-line bg-raised shadow-card">
          {rules.map((rule) => (
            <li key={rule.id} className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2 px-4 py-3">
              <div className="grid min-w-0 grow basis-64 gap-1">
                <p className="flex flex-wrap items-center gap-2 font-medium">
                  <span dir="ltr" className="font-mono text-sm">
                    {rule.tool}
                  </span>
                  {rule.isOver && <Badge>{rule.revokedAt ? "Taken back" : "Over"}</Badge>}
                </p>
                <p className="text-sm break-words">
                  <bdi>{scopeOf(rule)}</bdi>
                </p>
                <p className="text-sm text-quiet">
                  Allowed by <bdi>{rule.by.name}</bdi> until <Moment at={rule.until} />
                  {rule.because !== "" && (
                    <>
                      : <bdi>{rule.because}</bdi>
                    </>
                  )}
                  {". "}
                  {rule.lastUsedAt ? (
                    <>
                      Used {rule.uses === 1 ? "once" : `${rule.uses} times`}, last <Time at={rule.lastUsedAt} />.
                    </>
                  ) : (
                    "Never used."
                  )}
                </p>
              </div>
              {mayGovern && !rule.isOver && (
                <Button
                  size="sm"
                  kind="grave"
                  aria-label={`Take back ${rule.tool}`}
                  onClick={() => {
                    forget();
                    setRevoked(rule);
                  }}
                >
                  Take back
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
      <Dialog isOpen={isOpen} onClose={() => setOpen(false)} title="Always allow something">
        <StandingForm {...{ workspaceId, tools }} onDone={() => setOpen(false)} />
      </Dialog>
      {revoked && (
        <Confirm
          isOpen
          isGrave
          title={`Take back ${revoked.tool}?`}
          does="Take back"
          isBusy={isBusy}
          problem={problem}
          onClose={() => setRevoked(undefined)}
          onDo={() => void revoke(revoked)}
        >
          <p>From now on somebody is asked again. What went out already stays on record.</p>
        </Confirm>
      )}
    </Section>
  );
}

function scopeOf({ recipients, hosts }: Rule): string {
  if (recipients.length === 0 && hosts.length === 0) return "One at a time, to anybody";
  return [
    ...(recipients.length > 0 ? [`Only to ${recipients.join(", ")}`] : []),
    ...(hosts.length > 0 ? [`only at ${hosts.join(", ")}`] : []),
  ].join(", ");
}

const wordsOf = (text: string) => text.split(/[\s,]+/).filter((word) => word !== "");

function StandingForm({ workspaceId, tools, onDone }: { workspaceId: string; tools: string[]; onDone: () => void }) {
  const { act, isBusy, problem, errorAt } = useAct(workspaceId);
  const [tool, setTool] = useState("");
  const [recipients, setRecipients] = useState("");
  const [hosts, setHosts] = useState("");
  const [until, setUntil] = useState("");
  const [because, setBecause] = useState("");
  const save = async () => {
    const body = { tool, recipients: wordsOf(recipients), hosts: wordsOf(hosts), until: endOfDay(until), because };
    if (await act("/api/approvals/standing", { method: "POST", body })) onDone();
  };
  const first = (field: string, text: string) => wordsOf(text).flatMap((_, at) => errorAt(`${field}[${at}]`) ?? [])[0] ?? errorAt(field);
  return (
    <form
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <Field label="Tool" error={errorAt("tool")}>
        {(field) => (
          <Select {...field} required value={tool} onChange={({ target }) => setTool(target.value)}>
            <option value="">choose a tool</option>
            {tools.map((name) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field label="Only to" hint="Addresses, or @example.org for all of a domain." error={first("recipients", recipients)}>
        {(field) => <Textarea {...field} dir="ltr" rows={2} value={recipients} onChange={({ target }) => setRecipients(target.value)} />}
      </Field>
      <Field label="Only at" hint="Hosts: api.example.org" error={first("hosts", hosts)}>
        {(field) => <Input {...field} dir="ltr" autoComplete="off" value={hosts} onChange={({ target }) => setHosts(target.value)} />}
      </Field>
      <Field label="Until the end of" hint="90 days at the most." error={errorAt("until")}>
        {(field) => <Input {...field} type="date" required value={until} onChange={({ target }) => setUntil(target.value)} />}
      </Field>
      <Field label="Why" hint="Kept in the audit.">
        {(field) => <Input {...field} dir="auto" maxLength={400} value={because} onChange={({ target }) => setBecause(target.value)} />}
      </Field>
      {problem && <ProblemNote problem={problem} />}
      <Button type="submit" kind="main" className="justify-self-end" disabled={isBusy}>
        Allow it
      </Button>
    </form>
  );
}
