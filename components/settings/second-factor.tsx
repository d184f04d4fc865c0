"use client";

import { lazy, Suspense, useState } from "react";
import { z } from "zod";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Field, Input } from "#components/ui/field.tsx";
import { ProblemNote } from "#components/ui/problem-note.tsx";
import { ShownOnce } from "./shown-once.tsx";
import { useAct } from "./use-act.ts";

/** Loaded when it is needed: nobody else has to fetch what draws it. */
const QrCode = lazy(() => import("./qr-code.tsx").then((room) => ({ default: room.QrCode })));

const Begun = z.object({ secret: z.string(), address: z.string() });
const Confirmed = z.object({ recoveryCodes: z.array(z.string()) });

type State = { is: "closed" } | { is: "begun"; secret: string; address: string } | { is: "added"; codes: string[] } | { is: "removing" };

/** A code of an app beside the password. */
export function SecondFactor({ workspaceId, isOn, recoveryCodes }: { workspaceId: string; isOn: boolean; recoveryCodes: number }) {
  const { act, isBusy, problem, errorAt, forget } = useAct(workspaceId);
  const [state, setState] = useState<State>({ is: "closed" });
  const [text, setText] = useState("");
  const path = "/api/profile/second-factor";
  const go = (next: State) => {
    forget();
    setText("");
    setState(next);
  };
  const begin = async () => {
    const done = await act(path, { method: "POST" });
    if (done) go({ is: "begun", ...Begun.parse(done.value) });
  };
  const confirm = async () => {
    const done = await act(path, { method: "PUT", body: { code: text } });
    if (done) go({ is: "added", codes: Confirmed.parse(done.value).recoveryCodes });
  };
  const remove = async () => {
    if (await act(path, { method: "DELETE", body: { password: text } })) go({ is: "closed" });
  };
  const isOpen = state.is !== "closed";
  return (
    <>
      <div className="flex flex-wrap items-center gap-3">
        {isOn ? <Badge tone="done">On</Badge> : <Badge>Off</Badge>}
        <p className="grow basis-60 text-quiet">
          {isOn ? `Signing in asks for a code. ${recoveryCodes} recovery codes are left.` : "Signing in asks for the password alone."}
        </p>
        {isOn ? (
          <Button onClick={() => go({ is: "removing" })}>Remove it</Button>
        ) : (
          <Button disabled={isBusy} onClick={() => void begin()}>
            Set up a second factor
          </Button>
        )}
      </div>
      {!isOpen && problem && <ProblemNote problem={problem} />}
      <Dialog isAlert isOpen={isOpen} onClose={() => go({ is: "closed" })} title={titles[state.is]}>
        {state.is === "begun" && (
          <form
            className="grid gap-4"
            onSubmit={(event) => {
              event.preventDefault();
              void confirm();
            }}
          >
            <p className="text-sm">Scan this with an authenticator app.</p>
            <Suspense fallback={<div className="size-52 rounded-md bg-sunken" />}>
              <QrCode text={state.address} label="QR code of the key below" />
            </Suspense>
            <ShownOnce what="Or enter this key into the app by hand." secret={state.secret} />
            <a href={state.address} className="w-fit text-sm text-accent underline underline-offset-2">
              Open it in an app on this device
            </a>
            <Field label="The code that the app shows" error={errorAt("code")}>
              {(field) => (
                <Input
                  {...field}
                  required
                  inputMode="numeric"
                  autoComplete="one-time-code"
                  maxLength={6}
                  value={text}
                  onChange={({ target }) => setText(target.value)}
                />
              )}
            </Field>
            {problem && <ProblemNote problem={problem} />}
            <Button type="submit" kind="main" className="justify-self-end" disabled={isBusy}>
              Turn it on
            </Button>
          </form>
        )}
        {state.is === "added" && (
          <>
            <ShownOnce
              what="Keep these where you find them without the app. Each opens your account once, and they are shown only now."
              secret={state.codes.join("\n")}
            />
            <Button kind="main" className="justify-self-end" onClick={() => go({ is: "closed" })}>
              I have kept them
            </Button>
          </>
        )}
        {state.is === "removing" && (
          <form
            className="grid gap-4"
            onSubmit={(event) => {
              event.preventDefault();
              void remove();
            }}
          >
            <p>From then on the password alone opens your account. Its recovery codes are forgotten.</p>
            <Field label="Password" error={errorAt("password")}>
              {(field) => (
                <Input
                  {...field}
                  type="password"
                  required
                  autoComplete="current-password"
                  value={text}
                  onChange={({ target }) => setText(target.value)}
                />
              )}
            </Field>
            {problem && <ProblemNote problem={problem} />}
            <Button type="submit" kind="grave" className="justify-self-end" disabled={isBusy}>
              Remove it
            </Button>
          </form>
        )}
      </Dialog>
    </>
  );
}

const titles: Record<State["is"], string> = {
  closed: "",
  begun: "Set up a second factor",
  added: "Your recovery codes",
  removing: "Remove the second factor?",
};
