"use client";

import { useRef, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { ProblemNote } from "#components/ui/problem-note.tsx";
import { type Credentials, useSignIn } from "./use-sign-in.ts";

type Demo = { password: string; people: { name: string; email: string; role: string }[] };

const field =
  "grid gap-1 [&>input]:min-h-10 [&>input]:rounded-md [&>input]:border [&>input]:border-line [&>input]:bg-raised [&>input]:px-3";

export function SignInForm({ demo }: { demo?: Demo }) {
  const form = useRef<HTMLFormElement>(null);
  const [credentials, setCredentials] = useState<Credentials>({ email: "", password: "" });
  const { signIn, problem, isBusy } = useSignIn();
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
        <label className={field}>
          E-mail
          <input
            name="email"
            type="email"
            autoComplete="username"
            required
            value={credentials.email}
            onChange={({ target }) => change({ email: target.value })}
          />
        </label>
        <label className={field}>
          Password
          <input
            name="password"
            type="password"
            autoComplete="current-password"
            required
            value={credentials.password}
            onChange={({ target }) => change({ password: target.value })}
          />
        </label>
        {problem && <ProblemNote problem={problem} />}
        <Button type="submit" kind="main" disabled={isBusy}>
          Sign in
        </Button>
      </form>
      {demo && <DemoSignIns demo={demo} take={(email) => void signIn({ email, password: demo.password })} isBusy={isBusy} />}
    </>
  );
}

function DemoSignIns({ demo, take, isBusy }: { demo: Demo; take: (email: string) => void; isBusy: boolean }) {
  return (
    <section aria-labelledby="demo" className="grid gap-2 rounded-md bg-sunken p-4">
      <h2 id="demo" className="font-medium">
        Demo sign-ins
      </h2>
      <p className="text-sm text-quiet">
        The password of each is <code className="font-mono text-ink">{demo.password}</code>
      </p>
      <ul className="grid gap-2">
        {demo.people.map(({ name, email, role }) => (
          <li key={email}>
            <Button className="w-full flex-wrap justify-between text-start" disabled={isBusy} onClick={() => take(email)}>
              <span>
                {name}, {role}
              </span>
              <span className="text-sm text-quiet">{email}</span>
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
