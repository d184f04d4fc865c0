"use client";

import { Plus } from "lucide-react";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Field, Input } from "#components/ui/field.tsx";
import { ProblemNote } from "#components/ui/problem-note.tsx";
import { useAct } from "./use-act.ts";

/** An address from a name, as far as its letters go. */
const idFrom = (name: string): string =>
  name
    .toLowerCase()
    .normalize("NFKD")
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^[^a-z]+|-+$/g, "")
    .slice(0, 40);

/** Another workspace, of which one is the owner; then it is opened. */
export function MakeWorkspace({ workspaceId }: { workspaceId: string }) {
  const { act, isBusy, problem, errorAt, forget } = useAct(workspaceId);
  const [isOpen, setOpen] = useState(false);
  const [name, setName] = useState("");
  const [id, setId] = useState<string>();
  const address = id ?? idFrom(name);
  const make = async () => {
    const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    if (await act("/api/workspaces", { method: "POST", body: { id: address, name, timeZone } })) window.location.assign(`/${address}`);
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
        <Plus aria-hidden className="size-4" /> Make a workspace
      </Button>
      <Dialog isOpen={isOpen} onClose={() => setOpen(false)} title="Make a workspace">
        <form
          className="grid gap-5"
          onSubmit={(event) => {
            event.preventDefault();
            void make();
          }}
        >
          <Field label="Name" error={errorAt("name")}>
            {(field) => (
              <Input {...field} required maxLength={120} dir="auto" value={name} onChange={({ target }) => setName(target.value)} />
            )}
          </Field>
          <Field label="Address" hint="It stands in every link, and stays as it is." error={errorAt("id")}>
            {(field) => (
              <Input {...field} required maxLength={40} dir="ltr" value={address} onChange={({ target }) => setId(target.value)} />
            )}
          </Field>
          {problem && <ProblemNote problem={problem} />}
          <Button type="submit" kind="main" className="justify-self-end" disabled={isBusy}>
            Make it
          </Button>
        </form>
      </Dialog>
    </>
  );
}
