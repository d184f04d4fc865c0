"use client";

import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Field, Input } from "#components/ui/field.tsx";
import { Moment } from "#components/ui/moment.tsx";
import { ProblemNote } from "#components/ui/problem-note.tsx";
import { Nothing, Section } from "#components/ui/section.tsx";
import { Select } from "#components/ui/select.tsx";
import { useAct } from "./use-act.ts";

type Person = { id: string; name: string };
type Delegation = { id: string; from: Person; to: Person; until: string; because: string };
type Props = {
  workspaceId: string;
  me: string;
  delegations: Delegation[];
  people: Person[];
  mayDelegate: boolean;
  mayGovern: boolean;
};

/** Who decides for whom, and until when. */
export function Delegations({ workspaceId, me, delegations, people, mayDelegate, mayGovern }: Props) {
  const { act, isBusy, problem, errorAt, forget } = useAct(workspaceId);
  const others = people.filter(({ id }) => id !== me);
  const [isOpen, setOpen] = useState(false);
  const [to, setTo] = useState("");
  const [until, setUntil] = useState("");
  const [because, setBecause] = useState("");
  const handOn = async () => {
    const body = { to, until: endOfDay(until), because };
    if (await act("/api/approvals/delegations", { method: "POST", body })) setOpen(false);
  };
  return (
    <Section
      title="Stand-ins"
      says="Somebody decides in another's name until a date. It is on record for whom they did."
      action={
        mayDelegate &&
        others.length > 0 && (
          <Button
            onClick={() => {
              forget();
              setOpen(true);
            }}
          >
            Hand on my approvals
          </Button>
        )
      }
    >
      {problem && !isOpen && <ProblemNote problem={problem} />}
      {delegations.length === 0 ? (
        <Nothing>Everybody decides for themselves.</Nothing>
      ) : (
        <ul className="grid divide-y divide-line rounded-lg border border-line bg-raised shadow-card">
          {delegations.map((one) => (
            <li key={one.id} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 py-3">
              <p className="min-w-0 grow basis-64">
                <bdi className="font-medium">{one.to.name}</bdi> decides for <bdi className="font-medium">{one.from.name}</bdi>
                <span className="block text-sm text-quiet">
                  until <Moment at={one.until} />
                  {one.because !== "" && (
                    <>
                      : <bdi>{one.because}</bdi>
                    </>
                  )}
                </span>
              </p>
              {(one.from.id === me || mayGovern) && mayDelegate && (
                <Button
                  size="sm"
                  kind="grave"
                  disabled={isBusy}
                  aria-label={`End: ${one.to.name} decides for ${one.from.name}`}
                  onClick={() => void act(`/api/approvals/delegations/${one.id}`, { method: "DELETE" })}
                >
                  End
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
      <Dialog isOpen={isOpen} onClose={() => setOpen(false)} title="Hand on my approvals">
        <form
          className="grid gap-4"
          onSubmit={(event) => {
            event.preventDefault();
            void handOn();
          }}
        >
          <Field label="To" hint="They decide what you might, in your name." error={errorAt("to")}>
            {(field) => (
              <Select {...field} required value={to} onChange={({ target }) => setTo(target.value)}>
                <option value="">choose somebody</option>
                {others.map(({ id, name }) => (
                  <option key={id} value={id}>
                    {name}
                  </option>
                ))}
              </Select>
            )}
          </Field>
          <Field label="Until the end of" error={errorAt("until")}>
            {(field) => <Input {...field} type="date" required value={until} onChange={({ target }) => setUntil(target.value)} />}
          </Field>
          <Field label="Why" hint="Kept in the audit.">
            {(field) => <Input {...field} dir="auto" maxLength={400} value={because} onChange={({ target }) => setBecause(target.value)} />}
          </Field>
          {problem && <ProblemNote problem={problem} />}
          <Button type="submit" kind="main" className="justify-self-end" disabled={isBusy}>
            Hand on
          </Button>
        </form>
      </Dialog>
    </Section>
  );
}

/** In the reader's own zone. */
export function endOfDay(day: string): string {
  const end = new Date(`${day}T23:59:59`);
  return Number.isNaN(end.getTime()) ? day : end.toISOString();
}
