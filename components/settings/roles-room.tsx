"use client";

import { useState } from "react";
import { Moment } from "#components/ui/moment.tsx";
import { Confirm } from "./confirm.tsx";
import type { Offered } from "./permission-boxes.tsx";
import { RoleForm, type RoleRow } from "./role-form.tsx";
import { RowActions } from "./row-actions.tsx";
import { useAct } from "./use-act.ts";

type Props = { workspaceId: string; roles: RoleRow[]; offered: Offered[]; mayChange: boolean };

/** The roles that the workspace made, and how many have each. */
export function RolesRoom({ workspaceId, roles, offered, mayChange }: Props) {
  const { act, isBusy, problem, forget } = useAct(workspaceId);
  const [changed, setChanged] = useState<RoleRow>();
  const [removed, setRemoved] = useState<RoleRow>();
  const remove = async ({ id }: RoleRow) => {
    if (await act(`/api/roles/${id}`, { method: "DELETE" })) setRemoved(undefined);
  };
  return (
    <>
      <ul className="grid divide-y divide-line rounded-lg border border-line bg-raised shadow-card">
        {roles.map((role) => (
          <li key={role.id} className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2 px-4 py-3">
            <div className="grid min-w-0 grow basis-64 gap-0.5">
              <p className="font-medium">
                <bdi>{role.name}</bdi>
              </p>
              {role.says && (
                <p className="text-sm">
                  <bdi>{role.says}</bdi>
                </p>
              )}
              <p className="text-sm text-quiet">
                {usesOf(role)}
                {" · changed "}
                <bdi>by {role.changedBy}</bdi> <Moment at={role.changedAt} />
              </p>
            </div>
            {mayChange && role.isInReach && (
              <div className="flex gap-2">
                <RowActions
                  name={role.name}
                  onChange={() => setChanged(role)}
                  onRemove={() => {
                    forget();
                    setRemoved(role);
                  }}
                />
              </div>
            )}
          </li>
        ))}
      </ul>
      {changed && <RoleForm workspaceId={workspaceId} offered={offered} role={changed} onClose={() => setChanged(undefined)} />}
      {removed && (
        <Confirm
          isOpen
          isGrave
          title={`Remove ${removed.name}?`}
          does="Remove"
          isBusy={isBusy}
          problem={problem}
          onClose={() => setRemoved(undefined)}
          onDo={() => void remove(removed)}
        >
          <p>Nobody can be given it from now on. A role that somebody has stays.</p>
        </Confirm>
      )}
    </>
  );
}

const counted = (count: number, one: string, many: string) => (count === 0 ? [] : [`${count} ${count === 1 ? one : many}`]);

function usesOf({ uses: { members, invitations, keys, connections } }: RoleRow): string {
  const all = [
    ...counted(members, "member", "members"),
    ...counted(invitations, "invitation", "invitations"),
    ...counted(keys, "key", "keys"),
    ...counted(connections, "connection", "connections"),
  ];
  return all.length === 0 ? "Nobody has it" : `Held by ${all.join(", ")}`;
}
