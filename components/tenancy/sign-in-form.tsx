"use client";

import Link from "next/link";
import { useRef, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Field, Input } from "#components/ui/field.tsx";
import { ProblemNote } from "#components/ui/problem-note.tsx";
import { type Credentials, useSignIn } from "./use-sign-in.ts";

type Demo = { password: string; people: { name: string; email: string; role: string }[] };

type Props = { demo?: Demo; issuer?: string; error?: string };

export function SignInForm({ demo, issuer, error }: Props) {
  const form = useRef<HTMLFormElement>(null);
  const [credentials, setCredentials] = useState<Credentials>({ email: "", password: "" });
  const { signIn, signInByIssuer, problem, isBusy, needsCode } = useSignIn(error);
  const change = (part: Partial<Credentials>) => setCredentials({ ...credentials, ...part });
  return (
    <>
      <form
        ref={form}
        method="post"
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          void signIn(credentials);
        }}
      >
        <Field label="E-mail">
          {(field) => (
            <Input
              {...field}
              name="email"
              type="email"
              autoComplete="username"
              required
              value={credentials.email}
              onChange={({ target }) => change({ email: target.value })}
            />
          )}
        </Field>
        <Field label="Password">
          {(field) => (
            <Input
              {...field}
              name="password"
              type="password"
              autoComplete="current-password"
              required
              value={credentials.password}
              onChange={({ target }) => change({ password: target.value })}
            />
          )}
        </Field>
        {needsCode && (
          <Field label="Code" hint="Of your authenticator app, or one of your recovery codes.">
            {(field) => (
              <Input
                {...field}
                name="code"
                required
                autoFocus
                autoComplete="one-time-code"
                value={credentials.code ?? ""}
                onChange={({ target }) => change({ code: target.value })}
              />
            )}
          </Field>
        )}
        {problem && <ProblemNote problem={problem} />}
        <Button type="submit" kind="main" disabled={isBusy}>
          Sign in
        </Button>
        <Link href="/forgot-password" className="w-fit min-h-6 text-sm text-quiet underline underline-offset-2 hover:text-ink">
          Forgot the password?
        </Link>
      </form>
      {issuer && (
        <Button disabled={isBusy} onClick={signInByIssuer}>
          Sign in with {issuer}
        </Button>
      )}
      {demo && <DemoSignIns demo={demo} take={(email) => void signIn({ email, password: demo.password })} isBusy={isBusy} />}
    </>
  );
}

function DemoSignIns({ demo, take, isBusy }: { demo: Demo; take: (email: string) => void; isBusy: boolean }) {
  return (
    <section aria-labelledby="demo" className="grid gap-3 border-t border-line pt-6">
      <div className="grid gap-0.5">
        <h2 id="demo" className="text-lg font-medium">
          Or look around as one of these
        </h2>
        <p className="text-sm text-quiet">
          The demo's password is <code className="font-mono text-ink select-all">{demo.password}</code>
        </p>
      </div>
      <ul className="grid gap-2">
        {demo.people.map(({ name, email, role }) => (
          <li key={email}>
            <Button
              className="h-auto w-full justify-between gap-3 text-start whitespace-normal"
              disabled={isBusy}
              onClick={() => take(email)}
            >
              <span>
                {name}, <span className="font-normal text-quiet">{role}</span>
              </span>
              <span className="text-sm font-normal text-quiet max-[24rem]:hidden">{email}</span>
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
