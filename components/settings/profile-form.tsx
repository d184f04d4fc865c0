"use client";

import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Field, Input } from "#components/ui/field.tsx";
import { ProblemNote } from "#components/ui/problem-note.tsx";
import { policyWords } from "#lib/tenancy/password-words.ts";
import { useAct } from "./use-act.ts";

/** How one is called, everywhere. */
export function NameForm({ workspaceId, name }: { workspaceId: string; name: string }) {
  const { act, isBusy, problem, errorAt } = useAct(workspaceId);
  const [next, setNext] = useState(name);
  return (
    <form
      className="flex max-w-xl flex-wrap items-end gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        void act("/api/profile", { method: "PUT", body: { name: next } });
      }}
    >
      <div className="grow basis-60">
        <Field label="Name" error={errorAt("name")}>
          {(field) => (
            <Input
              {...field}
              dir="auto"
              required
              maxLength={120}
              autoComplete="name"
              value={next}
              onChange={({ target }) => setNext(target.value)}
            />
          )}
        </Field>
      </div>
      <Button type="submit" disabled={isBusy || next.trim() === "" || next === name}>
        Save
      </Button>
      {problem && <ProblemNote problem={problem} />}
    </form>
  );
}

export function PasswordForm({ workspaceId, email }: { workspaceId: string; email: string }) {
  const { act, isBusy, problem, errorAt } = useAct(workspaceId);
  const [password, setPassword] = useState("");
  const [next, setNext] = useState("");
  const [isDone, setDone] = useState(false);
  const change = async () => {
    setDone(false);
    if (!(await act("/api/profile/password", { method: "PUT", body: { password, next } }))) return;
    setPassword("");
    setNext("");
    setDone(true);
  };
  return (
    <form
      className="grid max-w-sm gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        void change();
      }}
    >
      <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
      <Field label="Current password" error={errorAt("password")}>
        {(field) => (
          <Input
            {...field}
            type="password"
            required
            autoComplete="current-password"
            value={password}
            onChange={({ target }) => setPassword(target.value)}
          />
        )}
      </Field>
      <Field label="New password" hint={policyWords} error={errorAt("next")}>
        {(field) => (
          <Input
            {...field}
            type="password"
            required
            autoComplete="new-password"
            value={next}
            onChange={({ target }) => setNext(target.value)}
          />
        )}
      </Field>
      {problem && <ProblemNote problem={problem} />}
      <Button type="submit" className="justify-self-start" disabled={isBusy || password === "" || next === ""}>
        Change the password
      </Button>
      <p role="status" className="text-sm text-tone-done empty:hidden">
        {isDone && "It is changed. Every other session has ended."}
      </p>
    </form>
  );
}
