"use client";

import { Plug } from "lucide-react";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Field, Input } from "#components/ui/field.tsx";
import { ProblemNote } from "#components/ui/problem-note.tsx";
import { Select } from "#components/ui/select.tsx";
import type { RoleChoice } from "./role-choice.ts";
import { useAct } from "./use-act.ts";

export type ConnectionRow = {
  id: string;
  name: string;
  kind: "bearer" | "basic" | "header";
  origin: string;
  header: string | null;
  fields: string[];
  usableBy: string[];
  tools: string[];
  revision: number;
  createdAt: string;
  createdBy: string;
  changedAt: string;
  changedBy: string;
  lastUsedAt: string | null;
};

/** A tool that takes a connection. */
export type ToolChoice = { id: string; name: string };

export const kindWords = { bearer: "Bearer token", basic: "User name and password", header: "A header" } as const;
const fieldWords: Record<string, string> = { token: "Token", username: "User name", password: "Password", value: "Value" };
const fieldsOf = { bearer: ["token"], basic: ["username", "password"], header: ["value"] } as const;

/** Opens the form for a new connection. */
export function MakeConnection({ workspaceId, roles, tools }: { workspaceId: string; roles: RoleChoice[]; tools: ToolChoice[] }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button kind="main" onClick={() => setOpen(true)}>
        <Plug aria-hidden className="size-4" /> Add a connection
      </Button>
      {isOpen && <ConnectionForm workspaceId={workspaceId} roles={roles} tools={tools} onClose={() => setOpen(false)} />}
    </>
  );
}

type Props = { workspaceId: string; roles: RoleChoice[]; tools: ToolChoice[]; connection?: ConnectionRow; onClose: () => void };

/** A connection, new or changed. A secret can be given and never be read; pointed elsewhere, it has to be given again. */
export function ConnectionForm({ workspaceId, roles, tools, connection, onClose }: Props) {
  const { act, isBusy, problem, errorAt } = useAct(workspaceId);
  const [name, setName] = useState(connection?.name ?? "");
  const [kind, setKind] = useState(connection?.kind ?? "bearer");
  const [origin, setOrigin] = useState(connection?.origin ?? "");
  const [header, setHeader] = useState(connection?.header ?? "x-api-key");
  const [usableBy, setUsableBy] = useState(connection?.usableBy ?? []);
  const [ofTools, setOfTools] = useState(connection?.tools ?? []);
  const [secret, setSecret] = useState<Record<string, string>>({});
  const isElsewhere = connection !== undefined && (origin !== connection.origin || (kind === "header" && header !== connection.header));
  const given = Object.fromEntries(Object.entries(secret).filter(([, value]) => value !== ""));
  const save = async () => {
    const shape = { name, origin, usableBy, tools: ofTools, ...(kind === "header" && { header }) };
    const done = connection
      ? await act(`/api/connections/${connection.id}`, {
          method: "PUT",
          body: { ...shape, ...(Object.keys(given).length > 0 && { secret: given }) },
          expected: connection.revision,
        })
      : await act("/api/connections", { method: "POST", body: { ...shape, kind, secret: given } });
    if (done) onClose();
  };
  return (
    <Dialog isOpen onClose={onClose} title={connection ? `Change ${connection.name}` : "Add a connection"}>
      <form
        className="grid gap-5"
        autoComplete="off"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <Field label="Name" hint="Steps name the connection by it." error={errorAt("name")}>
          {(field) => <Input {...field} required maxLength={80} dir="auto" value={name} onChange={({ target }) => setName(target.value)} />}
        </Field>
        <Field label="Host" hint="The one host that the secret is sent to, by https." error={errorAt("origin")}>
          {(field) => (
            <Input
              {...field}
              required
              maxLength={300}
              dir="ltr"
              placeholder="api.example.org"
              value={origin}
              onChange={({ target }) => setOrigin(target.value)}
            />
          )}
        </Field>
        {!connection && (
          <Field label="Shows who calls by">
            {(field) => (
              <Select {...field} value={kind} onChange={({ target }) => setKind(target.value as ConnectionRow["kind"])}>
                {Object.entries(kindWords).map(([value, words]) => (
                  <option key={value} value={value}>
                    {words}
                  </option>
                ))}
              </Select>
            )}
          </Field>
        )}
        {kind === "header" && (
          <Field label="Header" error={errorAt("header")}>
            {(field) => (
              <Input {...field} required maxLength={100} dir="ltr" value={header} onChange={({ target }) => setHeader(target.value)} />
            )}
          </Field>
        )}
        {fieldsOf[kind].map((field) => (
          <Field
            key={field}
            label={fieldWords[field]}
            hint={connection && (isElsewhere ? "It goes elsewhere now: give it again." : "Leave it empty to keep what is there.")}
            error={errorAt(`secret.${field}`)}
          >
            {(given) => (
              <Input
                {...given}
                required={!connection || isElsewhere}
                type={field === "username" ? "text" : "password"}
                autoComplete="new-password"
                maxLength={8000}
                dir="ltr"
                value={secret[field] ?? ""}
                onChange={({ target }) => setSecret({ ...secret, [field]: target.value })}
              />
            )}
          </Field>
        ))}
        <Only
          legend="Only for"
          choices={roles}
          chosen={usableBy}
          onChange={setUsableBy}
          hint="Executions that somebody of another role started or changed are not sent with it. With none chosen, everybody who starts executions may use it."
        />
        <Only
          legend="Only with"
          choices={[...tools, ...ofTools.filter((id) => tools.every((tool) => tool.id !== id)).map((id) => ({ id, name: id }))]}
          chosen={ofTools}
          onChange={setOfTools}
          hint="Calls of other tools are not sent with it, and no workflow that gives it to one is kept. With none chosen, every tool that takes a connection may use it."
        />
        {problem && <ProblemNote problem={problem} />}
        <Button type="submit" kind="main" className="justify-self-end" disabled={isBusy}>
          {connection ? "Save" : "Add the connection"}
        </Button>
      </form>
    </Dialog>
  );
}

type OnlyProps = {
  legend: string;
  choices: { id: string; name: string }[];
  chosen: string[];
  onChange: (chosen: string[]) => void;
  hint: string;
};

/** What a connection is limited to: some of these, or with none chosen all. */
function Only({ legend, choices, chosen, onChange, hint }: OnlyProps) {
  return (
    <fieldset className="grid gap-2">
      <legend className="pb-1.5 text-sm font-medium">{legend}</legend>
      <div className="flex flex-wrap gap-x-5 gap-y-2">
        {choices.map(({ id, name }) => (
          <label key={id} className="flex min-h-6 items-center gap-2 text-sm">
            <input
              type="checkbox"
              className="size-4 shrink-0 accent-accent"
              checked={chosen.includes(id)}
              onChange={({ target }) => onChange(target.checked ? [...chosen, id] : chosen.filter((one) => one !== id))}
            />
            <bdi>{name}</bdi>
          </label>
        ))}
      </div>
      <p className="text-sm text-quiet">{hint}</p>
    </fieldset>
  );
}
