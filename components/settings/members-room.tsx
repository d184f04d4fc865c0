"use client";

import { Ellipsis } from "lucide-react";
import { Badge } from "#components/ui/badge.tsx";
import { Field, Textarea } from "#components/ui/field.tsx";
import { Menu, MenuItem } from "#components/ui/menu.tsx";
import { Moment } from "#components/ui/moment.tsx";
import { Select } from "#components/ui/select.tsx";
import { Confirm } from "./confirm.tsx";
import { LinkDialog } from "./link-dialog.tsx";
import type { RoleChoice } from "./role-choice.ts";
import { type MemberAct, useMembers } from "./use-members.ts";

export type MemberRow = {
  id: string;
  name: string;
  email: string;
  role: RoleChoice;
  joinedAt: string;
  disabledAt: string | null;
  keys: number;
  isYou: boolean;
  /** Whether the reader may do at least as much as this member. */
  isInReach: boolean;
};

type Props = { workspaceId: string; members: MemberRow[]; roles: RoleChoice[]; mayChange: boolean };

/** Who belongs to the workspace, and as what. A change names what it does before it is made, and acts at once. */
export function MembersRoom({ workspaceId, members, roles, mayChange }: Props) {
  const { asked, begin, leave, carryOut, because, setBecause, isBusy, problem, link, closeLink } = useMembers(workspaceId);
  return (
    <>
      <ul className="grid divide-y divide-line rounded-lg border border-line bg-raised shadow-card">
        {members.map((member) => (
          <MemberLine key={member.id} member={member} roles={roles} mayChange={mayChange && member.isInReach} begin={begin} />
        ))}
      </ul>
      {asked && (
        <Confirm {...wordsOf(asked)} isOpen isBusy={isBusy} problem={problem} onClose={leave} onDo={() => void carryOut()}>
          <p>
            <bdi>{consequenceOf(asked)}</bdi>
          </p>
          {asked.kind !== "remove" && asked.kind !== "reset" && (
            <Field label="Why" hint="Said in the audit. May be left empty.">
              {(field) => (
                <Textarea {...field} rows={2} maxLength={400} value={because} onChange={({ target }) => setBecause(target.value)} />
              )}
            </Field>
          )}
        </Confirm>
      )}
      {link && <LinkDialog title="A link to a new password" link={link} onClose={closeLink} />}
    </>
  );
}

type LineProps = { member: MemberRow; roles: RoleChoice[]; mayChange: boolean; begin: (act: MemberAct) => void };

function MemberLine({ member, roles, mayChange, begin }: LineProps) {
  const { name, email, role, joinedAt, disabledAt, isYou } = member;
  const isDisabled = disabledAt !== null;
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3">
      <span aria-hidden className="grid size-9 shrink-0 place-items-center rounded-full bg-accent-soft text-sm font-semibold text-accent">
        {name.slice(0, 1)}
      </span>
      <div className="grid min-w-0 grow basis-48 gap-0.5">
        <p className="flex flex-wrap items-center gap-2 font-medium">
          <bdi>{name}</bdi>
          {isYou && <Badge tone="accent">You</Badge>}
          {isDisabled && <Badge tone="failed">Disabled</Badge>}
        </p>
        <p className="truncate text-sm text-quiet">
          <span dir="auto">
            {email}
            <span className="max-sm:hidden">
              {" "}
              · since <Moment at={joinedAt} />
            </span>
          </span>
        </p>
      </div>
      <div className="flex items-center justify-between gap-2 max-sm:w-full max-sm:ps-13">
        {mayChange ? (
          <Select
            aria-label={`Role of ${name}`}
            value={role.id}
            onChange={({ target }) => {
              const next = roles.find(({ id }) => id === target.value);
              if (next) begin({ kind: "role", member, role: next });
            }}
          >
            {roles.map(({ id, name: words }) => (
              <option key={id} value={id}>
                {words}
              </option>
            ))}
          </Select>
        ) : (
          <span className="text-sm text-quiet" title={role.says}>
            <bdi>{role.name}</bdi>
          </span>
        )}
        {mayChange && (
          <Menu label={`More for ${name}`} look={{ kind: "quiet", size: "icon-sm" }} trigger={<Ellipsis aria-hidden className="size-4" />}>
            <MenuItem words="Link to a new password" onAction={() => begin({ kind: "reset", member })}>
              Link to a new password
            </MenuItem>
            <MenuItem words={isDisabled ? "Enable" : "Disable"} onAction={() => begin({ kind: isDisabled ? "enable" : "disable", member })}>
              {isDisabled ? "Enable" : "Disable"}
            </MenuItem>
            <MenuItem isGrave words="Remove" onAction={() => begin({ kind: "remove", member })}>
              Remove
            </MenuItem>
          </Menu>
        )}
      </div>
    </li>
  );
}

function wordsOf(act: MemberAct): { title: string; does: string; isGrave?: boolean } {
  const { name } = act.member;
  switch (act.kind) {
    case "role":
      return { title: `Make ${name} ${act.role.name}?`, does: `Make ${act.role.name}` };
    case "disable":
      return { title: `Disable ${name}?`, does: "Disable", isGrave: true };
    case "enable":
      return { title: `Enable ${name}?`, does: "Enable" };
    case "reset":
      return { title: `A new password for ${name}?`, does: "Make the link" };
    case "remove":
      return { title: `Remove ${name}?`, does: "Remove", isGrave: true };
  }
}

const keysOf = (count: number) =>
  count === 1 ? "The key that they made stops working." : `The ${count} keys that they made stop working.`;

const wordsFor = ({ name, says }: RoleChoice) => (says ? `${name}: ${says.toLowerCase()}` : name);

function consequenceOf({ kind, member, ...act }: MemberAct): string {
  const keys = member.keys > 0 ? ` ${keysOf(member.keys)}` : "";
  switch (kind) {
    case "role":
      return `From ${member.role.name} to ${"role" in act ? wordsFor(act.role) : ""}. It holds from their next click on; keys that they made never do more than they may.`;
    case "disable":
      return `They are shut out of this workspace at once, and their open pages stop.${keys} They can be enabled again.`;
    case "enable":
      return `They are ${member.role.name} again, with the keys that they made.`;
    case "reset":
      return `The link works once and for an hour. Whoever opens it sets a new password, and every session of ${member.name} ends.`;
    case "remove":
      return `They are shut out of this workspace at once. What they made stays.${keys}`;
  }
}
