"use client";

import { useState } from "react";
import { useAct } from "#components/settings/use-act.ts";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Field, Input } from "#components/ui/field.tsx";
import { ProblemNote } from "#components/ui/problem-note.tsx";

type Props = { workspaceId: string; id: string; group: string | null; known: string[]; mayChange: boolean };

/** Who may start a workflow: everybody who starts executions, or those alone who have the permission of its group. */
export function GroupForm({ workspaceId, id, group, known, mayChange }: Props) {
  const { act, isBusy, problem, errorAt, forget } = useAct(workspaceId);
  const [isOpen, setOpen] = useState(false);
  const [text, setText] = useState(group ?? "");
  const save = async () => {
    const next = text.trim();
    if (await act(`/api/workflows/${id}`, { method: "PUT", body: { group: next === "" ? null : next } })) setOpen(false);
  };
  return (
    <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2 rounded-lg border border-line bg-raised px-4 py-3 shadow-card">
      <p className="min-w-0 grow basis-64">
        {group === null ? (
          "Whoever may start executions."
        ) : (
          <>
            Whoever may start executions and has{" "}
            <code dir="ltr" className="font-mono break-words">
              {group}:execute
            </code>
            , as has everybody who changes what it runs.
          </>
        )}
      </p>
      {mayChange && (
        <Button
          size="sm"
          aria-label="Change who may start it"
          onClick={() => {
            forget();
            setText(group ?? "");
            setOpen(true);
          }}
        >
          Change
        </Button>
      )}
      {isOpen && (
        <Dialog isOpen onClose={() => setOpen(false)} title="Who may start it">
          <form
            className="grid gap-5"
            onSubmit={(event) => {
              event.preventDefault();
              void save();
            }}
          >
            <Field
              label="Group"
              hint="Roles are given its permission: lead-generation:execute for the group lead-generation. Empty: it is of none."
              error={errorAt("group")}
            >
              {(field) => (
                <>
                  <Input
                    {...field}
                    maxLength={40}
                    pattern="[a-z][a-z0-9\-]*"
                    title="Small letters, digits and dashes, a letter first"
                    autoComplete="off"
                    dir="ltr"
                    list="known-groups"
                    value={text}
                    onChange={({ target }) => setText(target.value)}
                  />
                  <datalist id="known-groups">
                    {known.map((name) => (
                      <option key={name} value={name} />
                    ))}
                  </datalist>
                </>
              )}
            </Field>
            {problem && <ProblemNote problem={problem} />}
            <Button type="submit" kind="main" className="justify-self-end" disabled={isBusy}>
              Save
            </Button>
          </form>
        </Dialog>
      )}
    </div>
  );
}
