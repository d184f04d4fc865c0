"use client";

import { useState } from "react";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Moment } from "#components/ui/moment.tsx";
import { Select } from "#components/ui/select.tsx";
import { Time } from "#components/ui/time.tsx";
import { Confirm } from "./confirm.tsx";
import { NewToken } from "./key-form.tsx";
import { ShownOnce } from "./shown-once.tsx";
import { useAct } from "./use-act.ts";

export type KeyRow = {
  id: string;
  name: string;
  prefix: string;
  scopes: string[];
  createdAt: string;
  createdBy: string;
  expiresAt: string | null;
  revokedAt: string | null;
  lastUsedAt: string | null;
  state: "works" | "expired" | "revoked";
};

const graces = [
  [0, "stops at once"],
  [60, "goes on for an hour"],
  [1_440, "goes on for a day"],
  [10_080, "goes on for a week"],
] as const;

type Asked = { kind: "rotate" | "revoke"; key: KeyRow };

/** The keys of the workspace: what each may, when it was last used, and when it ends. */
export function KeysRoom({ workspaceId, keys, mayChange }: { workspaceId: string; keys: KeyRow[]; mayChange: boolean }) {
  const { act, isBusy, problem, forget } = useAct(workspaceId);
  const [asked, setAsked] = useState<Asked>();
  const [grace, setGrace] = useState<number>(0);
  const [token, setToken] = useState<string>();
  const begin = (next: Asked) => {
    forget();
    setAsked(next);
  };
  const leave = () => setAsked(undefined);
  const revoke = async ({ id }: KeyRow) => {
    if (await act(`/api/keys/${id}`, { method: "DELETE" })) leave();
  };
  const rotate = async ({ id }: KeyRow) => {
    const done = await act(`/api/keys/${id}/rotate`, { method: "POST", body: { graceMinutes: grace } });
    if (!done) return;
    leave();
    setToken(NewToken.parse(done.value).token);
  };
  return (
    <>
      <ul className="grid divide-y divide-line rounded-lg border border-line bg-raised shadow-card">
        {keys.map((key) => (
          <KeyLine key={key.id} of={key} {...(mayChange && key.state === "works" && { begin })} />
        ))}
      </ul>
      {asked?.kind === "revoke" && (
        <Confirm
          isOpen
          isGrave
          title={`Revoke ${asked.key.name}?`}
          does="Revoke"
          isBusy={isBusy}
          problem={problem}
          onClose={leave}
          onDo={() => void revoke(asked.key)}
        >
          <p>Whatever uses it is refused from now on. A revoked key never comes back.</p>
        </Confirm>
      )}
      {asked?.kind === "rotate" && (
        <Confirm
          isOpen
          title={`Rotate ${asked.key.name}?`}
          does="Rotate"
          isBusy={isBusy}
          problem={problem}
          onClose={leave}
          onDo={() => void rotate(asked.key)}
        >
          <p>A new key with the same name and scopes takes its place.</p>
          <Field label="The old one">
            {(field) => (
              <Select {...field} value={grace} onChange={({ target }) => setGrace(Number(target.value))}>
                {graces.map(([minutes, words]) => (
                  <option key={minutes} value={minutes}>
                    {words}
                  </option>
                ))}
              </Select>
            )}
          </Field>
        </Confirm>
      )}
      {token && (
        <Dialog isAlert isOpen onClose={() => setToken(undefined)} title="The new key">
          <ShownOnce what="Copy it now: it is shown this once, and kept nowhere but as a hash." secret={token} />
          <Button kind="main" className="justify-self-end" onClick={() => setToken(undefined)}>
            Done
          </Button>
        </Dialog>
      )}
    </>
  );
}

const states = { works: undefined, expired: "Expired", revoked: "Revoked" } as const;

function KeyLine({ of: key, begin }: { of: KeyRow; begin?: (asked: Asked) => void }) {
  const { name, prefix, scopes, createdBy, createdAt, expiresAt, lastUsedAt, state } = key;
  const over = states[state];
  return (
    <li className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2 px-4 py-3">
      <div className="grid min-w-0 grow basis-64 gap-1">
        <p className="flex flex-wrap items-center gap-2 font-medium">
          <bdi>{name}</bdi>
          <code dir="ltr" className="font-mono text-xs font-normal text-quiet">
            fmk_{prefix}…
          </code>
          {over && <Badge tone="failed">{over}</Badge>}
        </p>
        <p className="text-sm text-quiet">
          {lastUsedAt ? (
            <>
              Last used <Time at={lastUsedAt} />
            </>
          ) : (
            "Never used"
          )}
          {expiresAt && state === "works" && (
            <>
              {" "}
              · until <Moment at={expiresAt} />
            </>
          )}
          {" · made "}
          {createdBy === "" ? (
            "on the command line"
          ) : (
            <>
              by <bdi>{createdBy}</bdi>
            </>
          )}{" "}
          <Moment at={createdAt} />
        </p>
        <details className="text-sm">
          <summary className="min-h-6 w-fit cursor-pointer text-quiet hover:text-ink">
            {scopes.length === 1 ? "1 permission" : `${scopes.length} permissions`}
          </summary>
          <ul dir="ltr" className="flex flex-wrap gap-1.5 pt-1.5">
            {scopes.map((scope) => (
              <li key={scope}>
                <Badge className="font-mono">{scope}</Badge>
              </li>
            ))}
          </ul>
        </details>
      </div>
      {begin && (
        <div className="flex gap-2">
          <Button size="sm" aria-label={`Rotate ${name}`} onClick={() => begin({ kind: "rotate", key })}>
            Rotate
          </Button>
          <Button size="sm" kind="grave" aria-label={`Revoke ${name}`} onClick={() => begin({ kind: "revoke", key })}>
            Revoke
          </Button>
        </div>
      )}
    </li>
  );
}
