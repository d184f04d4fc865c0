"use client";

import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { ButtonLink } from "#components/ui/button-link.tsx";
import { Field, Input } from "#components/ui/field.tsx";
import { ProblemNote } from "#components/ui/problem-note.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { policyWords } from "#lib/tenancy/password-words.ts";
import { useInvitation } from "./use-invitation.ts";
import { useOpen } from "./use-open.ts";
import { useSignIn } from "./use-sign-in.ts";
import { useToken } from "./use-token.ts";

/** Takes an invitation: a new person says a name and a password, who is signed in says yes. */
export function InvitationForm({ signedInAs }: { signedInAs: string | undefined }) {
  const token = useToken();
  const { data: held, isPending } = useInvitation(token);
  const { send, isBusy, problem, errorAt } = useOpen();
  const { signIn } = useSignIn();
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  if (token === undefined || (token !== "" && isPending)) return <Skeleton className="h-64" />;
  if (!held)
    return <p className="text-quiet">This link is over, was used already, or is not whole. Ask whoever invited you for a new one.</p>;
  const { workspaceName, role, email, invitedBy, isKnown } = held;
  const take = async () => {
    const done = await send("/api/invitations/accept", { token, ...(!isKnown && { name, password }) });
    if (!done) return;
    if (isKnown) window.location.assign("/");
    else await signIn({ email, password });
  };
  const asked = (
    <p>
      <bdi className="font-medium">{invitedBy}</bdi> invites <bdi className="font-medium">{email}</bdi> to{" "}
      <bdi className="font-medium">{workspaceName}</bdi> as {role}.
    </p>
  );
  if (isKnown && signedInAs !== email)
    return (
      <>
        {asked}
        <p className="text-quiet">There is an account of this e-mail. Sign in with it, then open this link again.</p>
        <ButtonLink kind="main" href="/sign-in" className="justify-self-start">
          Sign in
        </ButtonLink>
      </>
    );
  return (
    <form
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        void take();
      }}
    >
      {asked}
      {!isKnown && (
        <>
          <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
          <Field label="Your name" error={errorAt("name")}>
            {(field) => (
              <Input
                {...field}
                dir="auto"
                required
                maxLength={120}
                autoComplete="name"
                value={name}
                onChange={({ target }) => setName(target.value)}
              />
            )}
          </Field>
          <Field label="Password" hint={policyWords} error={errorAt("password")}>
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
        </>
      )}
      {problem && <ProblemNote problem={problem} />}
      <Button type="submit" kind="main" disabled={isBusy}>
        Join
      </Button>
    </form>
  );
}
