"use client";

import { KeyRound } from "lucide-react";
import { useState } from "react";
import { z } from "zod";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Field, Input } from "#components/ui/field.tsx";
import { ProblemNote } from "#components/ui/problem-note.tsx";
import { Select } from "#components/ui/select.tsx";
import type { Grant } from "#lib/tenancy/permissions.ts";
import { type Offered, PermissionBoxes } from "./permission-boxes.tsx";
import { ShownOnce } from "./shown-once.tsx";
import { useAct } from "./use-act.ts";

export const NewToken = z.object({ token: z.string() });

const lifetimes = [
  [30, "30 days"],
  [90, "90 days"],
  [180, "half a year"],
  [365, "a year"],
] as const;

/** Makes a key out of what the reader may do, and shows it once. */
export function MakeKey({ workspaceId, scopes }: { workspaceId: string; scopes: Offered[] }) {
  const { act, isBusy, problem, errorAt, forget } = useAct(workspaceId);
  const [isOpen, setOpen] = useState(false);
  const [name, setName] = useState("");
  const [days, setDays] = useState<number>(90);
  const [chosen, setChosen] = useState<Grant[]>([]);
  const [token, setToken] = useState<string>();
  const make = async () => {
    const done = await act("/api/keys", { method: "POST", body: { name, scopes: chosen, expiresInDays: days } });
    if (done) setToken(NewToken.parse(done.value).token);
  };
  const close = () => {
    setOpen(false);
    setToken(undefined);
    setName("");
    setChosen([]);
  };
  return (
    <>
      <Button
        kind="main"
        onClick={() => {
          forget();
          setOpen(true);
        }}
      >
        <KeyRound aria-hidden className="size-4" /> Make a key
      </Button>
      <Dialog isOpen={isOpen} isAlert={token !== undefined} onClose={close} title={token ? "Your new key" : "Make a key"}>
        {token ? (
          <>
            <ShownOnce what="Copy it now: it is shown this once, and kept nowhere but as a hash." secret={token} />
            <Button kind="main" className="justify-self-end" onClick={close}>
              Done
            </Button>
          </>
        ) : (
          <form
            className="grid gap-5"
            onSubmit={(event) => {
              event.preventDefault();
              void make();
            }}
          >
            <Field label="Name" hint="What it is for." error={errorAt("name")}>
              {(field) => (
                <Input
                  {...field}
                  required
                  maxLength={120}
                  autoComplete="off"
                  dir="auto"
                  value={name}
                  onChange={({ target }) => setName(target.value)}
                />
              )}
            </Field>
            <Field label="Works for">
              {(field) => (
                <Select {...field} value={days} onChange={({ target }) => setDays(Number(target.value))}>
                  {lifetimes.map(([count, words]) => (
                    <option key={count} value={count}>
                      {words}
                    </option>
                  ))}
                </Select>
              )}
            </Field>
            <PermissionBoxes offered={scopes} chosen={chosen} onChange={setChosen} error={errorAt("scopes")} />
            {problem && <ProblemNote problem={problem} />}
            <Button type="submit" kind="main" className="justify-self-end" disabled={isBusy || chosen.length === 0}>
              Make the key
            </Button>
          </form>
        )}
      </Dialog>
    </>
  );
}
