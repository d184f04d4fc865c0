"use client";

import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Field, Input } from "#components/ui/field.tsx";
import { ProblemNote } from "#components/ui/problem-note.tsx";
import { useOpen } from "./use-open.ts";

/** Asks for a link by mail. What it says is the same for every address. */
export function ForgotForm({ hasMail }: { hasMail: boolean }) {
  const { send, isBusy, problem, errorAt } = useOpen();
  const [email, setEmail] = useState("");
  const [isDone, setDone] = useState(false);
  if (!hasMail)
    return <p className="text-quiet">This installation sends no mail. Ask an admin of your workspace for a link to a new password.</p>;
  if (isDone) return <p role="status">If there is an account of this address, a link is on its way. It works once, for an hour.</p>;
  return (
    <form
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        void send("/api/password/forgot", { email }).then((done) => done && setDone(true));
      }}
    >
      <Field label="E-mail" error={errorAt("email")}>
        {(field) => (
          <Input {...field} type="email" required autoComplete="username" value={email} onChange={({ target }) => setEmail(target.value)} />
        )}
      </Field>
      {problem && <ProblemNote problem={problem} />}
      <Button type="submit" kind="main" disabled={isBusy}>
        Send me a link
      </Button>
    </form>
  );
}
