"use client";

import { useState } from "react";
import { useAct } from "#components/settings/use-act.ts";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Field, Input, Textarea } from "#components/ui/field.tsx";
import { Moment } from "#components/ui/moment.tsx";
import { ProblemNote } from "#components/ui/problem-note.tsx";
import type { Execution } from "#lib/execution/state.ts";
import type { Json } from "#lib/kernel/json.ts";
import { PrettyValue } from "./pretty-value.tsx";

type Entry = Execution["context"][string];
type Props = { workspaceId: string; id: string; entries: Entry[]; mayEdit: boolean };

/** What the steps share: each value with its version, its writer and its time. It can be changed while nothing runs. */
export function SharedContext({ workspaceId, id, entries, mayEdit }: Props) {
  const [edited, setEdited] = useState<string>();
  return (
    <div className="grid gap-3">
      {entries.length === 0 && edited === undefined && <EmptyState title="The steps share nothing beyond their outputs" />}
      <ul className="grid gap-3">
        {entries.map((entry) => (
          <li key={entry.key} className="grid gap-2 rounded-lg border border-line bg-raised p-3">
            <div className="flex flex-wrap items-baseline justify-between gap-2">
              <h3 className="font-mono text-sm font-medium">{entry.key}</h3>
              <span className="text-xs text-quiet">
                version {entry.version}, by <bdi>{entry.writer}</bdi>, <Moment at={entry.at} />
              </span>
            </div>
            {edited === entry.key && mayEdit ? (
              <EditValue key={entry.version} {...{ workspaceId, id, entry }} onClose={() => setEdited(undefined)} />
            ) : (
              <>
                <PrettyValue value={entry.value as Json} />
                {mayEdit && (
                  <Button size="sm" className="justify-self-end" aria-label={`Change ${entry.key}`} onClick={() => setEdited(entry.key)}>
                    Change
                  </Button>
                )}
              </>
            )}
          </li>
        ))}
      </ul>
      {mayEdit && edited !== "" && (
        <Button className="justify-self-start" onClick={() => setEdited("")}>
          Share a value
        </Button>
      )}
      {mayEdit && edited === "" && <EditValue {...{ workspaceId, id }} onClose={() => setEdited(undefined)} />}
      {!mayEdit && entries.length > 0 && <p className="text-sm text-quiet">It can be changed while the execution is paused.</p>}
    </div>
  );
}

type EditProps = { workspaceId: string; id: string; entry?: Entry; onClose: () => void };

/** Bound to the version that was seen: what another changed meanwhile is not overwritten. */
function EditValue({ workspaceId, id, entry, onClose }: EditProps) {
  const { act, isBusy, problem, errorAt } = useAct(workspaceId);
  const [key, setKey] = useState(entry?.key ?? "");
  const [text, setText] = useState(() => JSON.stringify(entry?.value ?? null, null, 2));
  const value = read(text);
  const save = async () => {
    const body = { key, value, expected: entry?.version ?? 0 };
    if (await act(`/api/orchestrate/${id}/context`, { method: "PUT", body })) onClose();
  };
  return (
    <form
      className="grid gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (value !== undefined) void save();
      }}
    >
      {!entry && (
        <Field label="Key" error={errorAt("key")}>
          {(field) => <Input {...field} required maxLength={100} dir="ltr" value={key} onChange={({ target }) => setKey(target.value)} />}
        </Field>
      )}
      <Field label="Value" hint="As data (JSON)" error={value === undefined ? "This does not read as data yet" : errorAt("value")}>
        {(field) => (
          <Textarea
            {...field}
            rows={6}
            dir="ltr"
            className="font-mono text-sm"
            value={text}
            onChange={({ target }) => setText(target.value)}
          />
        )}
      </Field>
      {problem && <ProblemNote problem={problem} />}
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>Leave it</Button>
        <Button type="submit" kind="main" disabled={isBusy || value === undefined}>
          Save
        </Button>
      </div>
    </form>
  );
}

function read(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return;
  }
}
