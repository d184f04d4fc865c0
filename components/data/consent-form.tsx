"use client";

import { useState } from "react";
import { useAct } from "#components/settings/use-act.ts";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { ProblemNote } from "#components/ui/problem-note.tsx";
import { Select } from "#components/ui/select.tsx";
import { consentWords } from "./consent-fact.tsx";

type Props = { workspaceId: string; id: string; consent: string; isOptedOut: boolean };

/** Records what somebody agreed to. It counts from the next message on. */
export function ConsentForm({ workspaceId, id, consent: was, isOptedOut }: Props) {
  const { act, isBusy, problem } = useAct(workspaceId);
  const [consent, setConsent] = useState(was);
  const [optedOut, setOptedOut] = useState(isOptedOut);
  const [isSaved, setSaved] = useState(false);
  const save = async () => {
    const done = await act(`/api/contacts/${encodeURIComponent(id)}/consent`, { method: "PUT", body: { consent, optedOut } });
    setSaved(done !== undefined);
  };
  return (
    <form
      className="grid max-w-md gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <Field label="Consent to marketing">
        {(field) => (
          <Select {...field} value={consent} onChange={({ target }) => setConsent(target.value)}>
            {Object.entries(consentWords).map(([value, words]) => (
              <option key={value} value={value}>
                {words}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <label className="flex min-h-6 items-center gap-2.5 text-sm">
        <input type="checkbox" className="size-4 accent-accent" checked={optedOut} onChange={({ target }) => setOptedOut(target.checked)} />
        Wants no more messages
      </label>
      {problem && <ProblemNote problem={problem} />}
      <div className="flex items-center gap-3">
        <Button type="submit" disabled={isBusy}>
          Save
        </Button>
        <p role="status" className="text-sm text-tone-done">
          {isSaved && "Saved."}
        </p>
      </div>
    </form>
  );
}
