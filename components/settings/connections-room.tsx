"use client";

import { useState } from "react";
import { Moment } from "#components/ui/moment.tsx";
import { Time } from "#components/ui/time.tsx";
import { Confirm } from "./confirm.tsx";
import { ConnectionForm, type ConnectionRow, kindWords, type ToolChoice } from "./connection-form.tsx";
import type { RoleChoice } from "./role-choice.ts";
import { RowActions } from "./row-actions.tsx";
import { useAct } from "./use-act.ts";

type Props = { workspaceId: string; connections: ConnectionRow[]; roles: RoleChoice[]; tools: ToolChoice[]; mayChange: boolean };

/** The connections of the workspace: where each leads, how it shows who calls, and when it was last used. */
export function ConnectionsRoom({ workspaceId, connections, roles, tools, mayChange }: Props) {
  const { act, isBusy, problem, forget } = useAct(workspaceId);
  const [changed, setChanged] = useState<ConnectionRow>();
  const [removed, setRemoved] = useState<ConnectionRow>();
  const remove = async ({ id }: ConnectionRow) => {
    if (await act(`/api/connections/${id}`, { method: "DELETE" })) setRemoved(undefined);
  };
  return (
    <>
      <ul className="grid divide-y divide-line rounded-lg border border-line bg-raised shadow-card">
        {connections.map((connection) => (
          <li key={connection.id} className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2 px-4 py-3">
            <ConnectionLine of={connection} roles={roles} tools={tools} />
            {mayChange && (
              <div className="flex gap-2">
                <RowActions
                  name={connection.name}
                  onChange={() => setChanged(connection)}
                  onRemove={() => {
                    forget();
                    setRemoved(connection);
                  }}
                />
              </div>
            )}
          </li>
        ))}
      </ul>
      {changed && (
        <ConnectionForm workspaceId={workspaceId} roles={roles} tools={tools} connection={changed} onClose={() => setChanged(undefined)} />
      )}
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
          <p>Its secret is erased. Steps that name the connection fail from now on.</p>
        </Confirm>
      )}
    </>
  );
}

function ConnectionLine({ of, roles, tools }: { of: ConnectionRow; roles: RoleChoice[]; tools: ToolChoice[] }) {
  const { name, kind, origin, header, usableBy, changedBy, changedAt, lastUsedAt } = of;
  const only = roles.filter(({ id }) => usableBy.includes(id)).map((role) => role.name);
  const withTools = of.tools.map((id) => tools.find((tool) => tool.id === id)?.name ?? id);
  return (
    <div className="grid min-w-0 grow basis-64 gap-1">
      <p className="font-medium">
        <bdi>{name}</bdi>
      </p>
      <p className="text-sm">
        <code dir="ltr" className="font-mono break-all">
          {origin}
        </code>
        {" · "}
        {kindWords[kind]}
        {header && (
          <>
            {" "}
            <code dir="ltr" className="font-mono">
              {header}
            </code>
          </>
        )}
      </p>
      {only.length > 0 && (
        <p className="text-sm">
          Only for <bdi>{only.join(", ")}</bdi>
        </p>
      )}
      {withTools.length > 0 && (
        <p className="text-sm">
          Only with <bdi>“{withTools.join("”, “")}”</bdi>
        </p>
      )}
      <p className="text-sm text-quiet">
        {lastUsedAt ? (
          <>
            Last used <Time at={lastUsedAt} />
          </>
        ) : (
          "Never used"
        )}
        {" · changed by "}
        <bdi>{changedBy}</bdi> <Moment at={changedAt} />
      </p>
    </div>
  );
}
