"use client";

import { ShieldPlus } from "lucide-react";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Field, Input } from "#components/ui/field.tsx";
import { ProblemNote } from "#components/ui/problem-note.tsx";
import type { Grant } from "#lib/tenancy/permissions.ts";
import { type Offered, PermissionBoxes } from "./permission-boxes.tsx";
import { useAct } from "./use-act.ts";

export type RoleRow = {
  id: string;
  name: string;
  says: string;
  permissions: Grant[];
  revision: number;
  changedAt: string;
  changedBy: string;
  uses: { members: number; invitations: number; keys: number; connections: number };
  /** Whether the reader may change and delete it. */
  isInReach: boolean;
};

/** Opens the form for a new role, of what the reader may do. */
export function MakeRole({ workspaceId, offered }: { workspaceId: string; offered: Offered[] }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button kind="main" onClick={() => setOpen(true)}>
        <ShieldPlus aria-hidden className="size-4" /> Make a role
      </Button>
      {isOpen && <RoleForm workspaceId={workspaceId} offered={offered} onClose={() => setOpen(false)} />}
    </>
  );
}

type Props = { workspaceId: string; offered: Offered[]; role?: RoleRow; onClose: () => void };

/** A role of the workspace, new or changed. */
export function RoleForm({ workspaceId, offered, role, onClose }: Props) {
  const { act, isBusy, problem, errorAt } = useAct(workspaceId);
  const [name, setName] = useState(role?.name ?? "");
  const [says, setSays] = useState(role?.says ?? "");
  const [chosen, setChosen] = useState<Grant[]>(role?.permissions ?? []);
  const save = async () => {
    const body = { name, says, permissions: chosen };
    const done = role
      ? await act(`/api/roles/${role.id}`, { method: "PUT", body, expected: role.revision })
      : await act("/api/roles", { method: "POST", body });
    if (done) onClose();
  };
  return (
    <Dialog isOpen onClose={onClose} title={role ? `Change ${role.name}` : "Make a role"}>
      <form
        className="grid gap-5"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        {role && role.uses.members > 0 && (
          <p className="text-sm text-quiet">It holds for everybody who has it from their next click on, and on pages that are open.</p>
        )}
        <Field label="Name" error={errorAt("name")}>
          {(field) => (
            <Input
              {...field}
              required
              maxLength={60}
              autoComplete="off"
              dir="auto"
              value={name}
              onChange={({ target }) => setName(target.value)}
            />
          )}
        </Field>
        <Field label="What it is for" hint="A sentence for whoever gives it. May be left empty." error={errorAt("says")}>
          {(field) => (
            <Input {...field} maxLength={200} autoComplete="off" dir="auto" value={says} onChange={({ target }) => setSays(target.value)} />
          )}
        </Field>
        <PermissionBoxes offered={offered} chosen={chosen} onChange={setChosen} error={errorAt("permissions")} />
        {problem && <ProblemNote problem={problem} />}
        <Button type="submit" kind="main" className="justify-self-end" disabled={isBusy || chosen.length === 0}>
          {role ? "Save" : "Make the role"}
        </Button>
      </form>
    </Dialog>
  );
}
