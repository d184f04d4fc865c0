"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { useFind } from "#components/shell/use-find.ts";
import { Dialog } from "#components/ui/dialog.tsx";
import { Field, Input } from "#components/ui/field.tsx";

type Props = { workspaceId: string; id: string; isOpen: boolean; onClose: () => void };

/** Chooses the other of two executions to stand side by side. */
export function CompareWith({ workspaceId, id, isOpen, onClose }: Props) {
  const router = useRouter();
  const [text, setText] = useState("");
  const found = useFind({ workspaceId, text: text.trim(), isOpen }).filter((one) => one.id !== id);
  return (
    <Dialog isOpen={isOpen} onClose={onClose} title="Compare with">
      <div className="grid gap-3">
        <Field label="Another execution" hint="By a word of its title; the last ones stand here first.">
          {(field) => <Input {...field} type="search" dir="auto" autoFocus value={text} onChange={({ target }) => setText(target.value)} />}
        </Field>
        <ul className="grid max-h-72 overflow-auto" aria-live="polite">
          {found.map((one) => (
            <li key={one.id}>
              <button
                type="button"
                onClick={() => router.push(`/${workspaceId}/executions/${id}/compare?with=${one.id}`)}
                className="flex min-h-10 w-full items-center justify-between gap-3 rounded-md px-3 text-start text-sm hover:bg-accent-soft"
              >
                <bdi className="min-w-0 truncate">{one.title}</bdi>
                <span className="shrink-0 text-xs text-quiet">{one.status.replaceAll("_", " ")}</span>
              </button>
            </li>
          ))}
          {found.length === 0 && <li className="px-3 py-2 text-sm text-quiet">No other execution is called so.</li>}
        </ul>
      </div>
    </Dialog>
  );
}
