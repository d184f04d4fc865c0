"use client";

import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { ButtonLink } from "#components/ui/button-link.tsx";
import { Field, Input } from "#components/ui/field.tsx";
import { ProblemNote } from "#components/ui/problem-note.tsx";
import { policyWords } from "#lib/tenancy/password-words.ts";
import { useOpen } from "./use-open.ts";
import { useToken } from "./use-token.ts";

/** Uses a link to a new password. */
export function NewPasswordForm() {
  const token = useToken();
  const { send, isBusy, problem, errorAt } = useOpen();
  const [password, setPassword] = useState("");
  const [isDone, setDone] = useState(false);
  if (isDone)
    return (
      <>
        <p role="status">Your new password holds, and every session of yours has ended.</p>
        <ButtonLink kind="main" href="/sign-in" className="justify-self-start">
          Sign in
        </ButtonLink>
      </>
    );
  const set = async () => {
    if (await send("/api/password/reset", { token: token ?? "", password })) setDone(true);
  };
  return (
    <form
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        void set();
      }}
    >
      <Field label="New password" hint={policyWords} error={errorAt("password")}>
        {(field) => (
          <Input
            {...field}
            type="password"
            required
            autoComplete="new-password"
            value={password}
            onChange={({ target }) => setPassword(target.value)}
          />
        )}
      </Field>
      {problem && <ProblemNote problem={problem} />}
      <Button type="submit" kind="main" disabled={isBusy}>
        Set the password
      </Button>
    </form>
  );
}
