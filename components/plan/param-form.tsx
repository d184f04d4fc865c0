"use client";

import { Plus, X } from "lucide-react";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Field, Input, Textarea } from "#components/ui/field.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { Select } from "#components/ui/select.tsx";
import type { Json } from "#lib/kernel/json.ts";
import type { CardStep, ListedTool } from "./card.ts";
import type { Edit } from "./edit-plan.ts";

type Props = {
  step: CardStep;
  tool: ListedTool | undefined;
  unread: Record<string, string>;
  errorAt: (field: string) => string | undefined;
  edit: (edit: Edit) => void;
};

/** What the step is called with, one field each; fields that the tool takes beside these can be added. */
export function ParamForm({ step, tool, unread, errorAt, edit }: Props) {
  const [chosen, setChosen] = useState("");
  const given = Object.keys(step.params);
  const others = Object.keys(tool?.input.properties ?? {}).filter((field) => !given.includes(field));
  const wanted = chosen !== "" && others.includes(chosen) ? chosen : others[0];
  const missing = others.filter((field) => errorAt(field) !== undefined);
  return (
    <div className="grid gap-3">
      {given.map((field) => (
        <div key={field} className="grid grid-cols-[minmax(0,1fr)_auto] items-start gap-1">
          <Param
            id={step.id}
            field={field}
            value={step.params[field] ?? null}
            typed={unread[`${step.id}.${field}`]}
            error={errorAt(field)}
            edit={edit}
          />
          <IconButton label={`Leave out ${field}`} small onClick={() => edit({ do: "set", id: step.id, field, value: undefined })}>
            <X aria-hidden className="size-4" />
          </IconButton>
        </div>
      ))}
      {missing.map((field) => (
        <p key={field} role="alert" className="text-sm text-tone-failed">
          {field}: {errorAt(field)}
        </p>
      ))}
      {wanted !== undefined && (
        <div className="flex flex-wrap items-center gap-2">
          <Select aria-label="A field to fill in" value={wanted} onChange={({ target }) => setChosen(target.value)}>
            {others.map((field) => (
              <option key={field}>{field}</option>
            ))}
          </Select>
          <Button size="sm" onClick={() => edit({ do: "set", id: step.id, field: wanted, value: firstValue(tool, wanted) })}>
            <Plus aria-hidden className="size-4" />
            Add field
          </Button>
        </div>
      )}
    </div>
  );
}

function firstValue(tool: ListedTool | undefined, field: string): Json {
  const type = tool?.input.properties?.[field]?.type;
  if (type === "number" || type === "integer") return 0;
  if (type === "boolean") return false;
  if (type === "array") return [];
  return type === "object" ? {} : "";
}

type ParamProps = {
  id: string;
  field: string;
  value: Json;
  typed: string | undefined;
  error: string | undefined;
  edit: (edit: Edit) => void;
};

const longText = 60;

/** Words are typed as words, numbers as numbers; whatever has parts is typed as data. */
function Param({ id, field, value, typed, error, edit }: ParamProps) {
  const set = (next: Json) => edit({ do: "set", id, field, value: next });
  if (typeof value === "boolean")
    return (
      <label className="flex min-h-10 items-center gap-2 text-sm font-medium">
        <input type="checkbox" checked={value} onChange={({ target }) => set(target.checked)} />
        {field}
      </label>
    );
  if (typeof value === "number")
    return (
      <Field label={field} error={error}>
        {(given) => <Input {...given} type="number" step="any" value={value} onChange={({ target }) => set(Number(target.value))} />}
      </Field>
    );
  if (typeof value === "string")
    return (
      <Field label={field} error={error} hint={value.includes("{{") ? "What stands in {{ }} is filled in from earlier steps" : undefined}>
        {(given) =>
          value.length > longText || value.includes("\n") ? (
            <Textarea {...given} rows={3} value={value} onChange={({ target }) => set(target.value)} />
          ) : (
            <Input {...given} dir="auto" value={value} onChange={({ target }) => set(target.value)} />
          )
        }
      </Field>
    );
  return (
    <Field label={field} hint="As data (JSON)" error={typed === undefined ? error : "This does not read as data yet"}>
      {(given) => (
        <Textarea
          {...given}
          rows={3}
          dir="ltr"
          className="font-mono text-sm"
          value={typed ?? JSON.stringify(value, null, 2)}
          onChange={({ target }) => {
            const read = readJson(target.value);
            edit(read === undefined ? { do: "unread", id, field, text: target.value } : { do: "set", id, field, value: read });
          }}
        />
      )}
    </Field>
  );
}

function readJson(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return;
  }
}
