"use client";

import { UserPlus } from "lucide-react";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Field, Input } from "#components/ui/field.tsx";
import { Moment } from "#components/ui/moment.tsx";
import { ProblemNote } from "#components/ui/problem-note.tsx";
import { Select } from "#components/ui/select.tsx";
import { LinkDialog } from "./link-dialog.tsx";
import type { RoleChoice } from "./role-choice.ts";
import { useAct } from "./use-act.ts";
import { MadeLink } from "./use-members.ts";

/** Asks somebody in: by mail, or by a link to hand over. */
export function InviteButton({ workspaceId, roles }: { workspaceId: string; roles: RoleChoice[] }) {
  const { act, isBusy, problem, errorAt, forget } = useAct(workspaceId);
  const [isOpen, setOpen] = useState(false);
  const [email, setEmail] = useState("");
  const [role, setRole] = useState("viewer");
  const [link, setLink] = useState<MadeLink & { to: string }>();
  const invite = async () => {
    const done = await act("/api/invitations", { method: "POST", body: { email, role } });
    if (!done) return;
    setOpen(false);
    setLink({ ...MadeLink.parse(done.value), to: email });
    setEmail("");
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
        <UserPlus aria-hidden className="size-4" /> Invite
      </Button>
      <Dialog isOpen={isOpen} onClose={() => setOpen(false)} title="Invite somebody">
        <form
          className="grid gap-4"
          onSubmit={(event) => {
            event.preventDefault();
            void invite();
          }}
        >
          <Field label="E-mail" error={errorAt("email")}>
            {(field) => (
              <Input {...field} type="email" required autoComplete="off" value={email} onChange={({ target }) => setEmail(target.value)} />
            )}
          </Field>
          <Field label="Role" hint={roles.find(({ id }) => id === role)?.says} error={errorAt("role")}>
            {(field) => (
              <Select {...field} value={role} onChange={({ target }) => setRole(target.value)}>
                {roles.map(({ id, name }) => (
                  <option key={id} value={id}>
                    {name}
                  </option>
                ))}
              </Select>
            )}
          </Field>
          {problem && <ProblemNote problem={problem} />}
          <Button type="submit" kind="main" className="justify-self-end" disabled={isBusy}>
            Invite
          </Button>
        </form>
      </Dialog>
      {link && <LinkDialog title="The invitation" link={link} onClose={() => setLink(undefined)} />}
    </>
  );
}

export type InvitationRow = { id: string; email: string; role: string; invitedBy: string; expiresAt: string };

/** Those that nobody has taken yet. */
export function InvitationList({
  workspaceId,
  invitations,
  mayChange,
}: {
  workspaceId: string;
  invitations: InvitationRow[];
  mayChange: boolean;
}) {
  const { act, isBusy, problem } = useAct(workspaceId);
  return (
    <>
      {problem && <ProblemNote problem={problem} />}
      <ul className="grid divide-y divide-line rounded-lg border border-line bg-raised shadow-card">
        {invitations.map(({ id, email, role, invitedBy, expiresAt }) => (
          <li key={id} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 py-3">
            <div className="grid min-w-0 gap-0.5">
              <p className="truncate font-medium">
                <bdi>{email}</bdi>
              </p>
              <p className="text-sm text-quiet">
                <bdi>{role}</bdi> · invited by <bdi>{invitedBy}</bdi> · until <Moment at={expiresAt} />
              </p>
            </div>
            {mayChange && (
              <Button
                size="sm"
                disabled={isBusy}
                aria-label={`Take back the invitation of ${email}`}
                onClick={() => void act(`/api/invitations/${id}`, { method: "DELETE" })}
              >
                Take back
              </Button>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}
