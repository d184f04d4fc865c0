"use client";

import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Field, Input } from "#components/ui/field.tsx";
import { ProblemNote } from "#components/ui/problem-note.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { policyWords } from "#lib/tenancy/password-words.ts";
import { useOpen } from "./use-open.ts";
import { useSignIn } from "./use-sign-in.ts";
import { useToken } from "./use-token.ts";

const fields = [
  { name: "name", label: "Your name", type: "text", autoComplete: "name" },
  { name: "email", label: "E-mail", type: "email", autoComplete: "username" },
  { name: "password", label: "Password", type: "password", autoComplete: "new-password", hint: policyWords },
  { name: "workspaceName", label: "Name of the first workspace", type: "text", autoComplete: "organization" },
  { name: "workspaceId", label: "Its address", type: "text", autoComplete: "off", hint: "Small letters, digits and hyphens, as in /acme." },
] as const;
type FieldName = (typeof fields)[number]["name"];

const pathOf: Record<FieldName, string> = {
  name: "name",
  email: "email",
  password: "password",
  workspaceName: "workspace.name",
  workspaceId: "workspace.id",
};

/** The first workspace and its owner, for whoever has the link that the start printed. */
export function SetUpForm() {
  const token = useToken();
  const { send, isBusy, problem, errorAt } = useOpen();
  const { signIn } = useSignIn();
  const [given, setGiven] = useState<Record<FieldName, string>>({ name: "", email: "", password: "", workspaceName: "", workspaceId: "" });
  if (token === undefined) return <Skeleton className="h-96" />;
  if (token === "")
    return <p className="text-quiet">Nobody has an account here yet. Open the whole link that was printed when Fermata started.</p>;
  const begin = async () => {
    const { name, email, password, workspaceName, workspaceId } = given;
    const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    const workspace = { id: workspaceId, name: workspaceName, timeZone };
    if (await send("/api/set-up", { token, name, email, password, workspace })) await signIn({ email, password });
  };
  return (
    <form
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        void begin();
      }}
    >
      {fields.map(({ name, label, type, autoComplete, ...more }) => (
        <Field key={name} label={label} error={errorAt(pathOf[name])} {...more}>
          {(field) => (
            <Input
              {...field}
              required
              type={type}
              dir="auto"
              autoComplete={autoComplete}
              maxLength={name === "workspaceId" ? 40 : 320}
              value={given[name]}
              onChange={({ target }) => setGiven({ ...given, [name]: target.value })}
            />
          )}
        </Field>
      ))}
      {problem && <ProblemNote problem={problem} />}
      <Button type="submit" kind="main" disabled={isBusy}>
        Set up
      </Button>
    </form>
  );
}
