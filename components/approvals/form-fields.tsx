import type { ReactNode } from "react";
import { Field, Input, Textarea } from "#components/ui/field.tsx";
import { Select } from "#components/ui/select.tsx";
import type { FormField } from "#lib/safety/approvals/form.ts";
import { fieldsOf, titleOf } from "#lib/safety/approvals/form-parts.ts";
import { hasChoices } from "./form-draft.ts";
import type { FilledForm } from "./use-form.ts";

const longText = 200;

/** The questions of an approval, each with the control that fits it. */
export function FormFields({ form, draft, wrong, set, root }: FilledForm) {
  if (!form) return null;
  const { title = "To answer", description, required } = form;
  return (
    <fieldset ref={root} className="grid min-w-0 gap-4 rounded-md border border-line p-4">
      <legend className="px-1 text-sm font-semibold">
        <bdi>{title}</bdi>
      </legend>
      {description && (
        <p dir="auto" className="text-sm text-quiet">
          {description}
        </p>
      )}
      {fieldsOf(form).map(([name, field]) => (
        <Question
          key={name}
          name={name}
          field={field}
          isRequired={required.includes(name)}
          value={draft[name] ?? ""}
          error={wrong[name]}
          onChange={(value) => set(name, value)}
        />
      ))}
    </fieldset>
  );
}

type Props = {
  name: string;
  field: FormField;
  isRequired: boolean;
  value: string | boolean | string[];
  error: string | undefined;
  onChange: (value: string | boolean | string[]) => void;
};

function Question({ name, field, isRequired, value, error, onChange }: Props) {
  const label: ReactNode = (
    <>
      <bdi>{titleOf(name, field)}</bdi>{" "}
      {!isRequired && field.type !== "boolean" && <span className="font-normal text-quiet">optional</span>}
    </>
  );
  const said = { label, hint: field.description, error: error === undefined ? undefined : `${titleOf(name, field)} ${error}` };
  if (field.type === "boolean")
    return (
      <label className="flex min-h-6 items-start gap-2.5 text-sm">
        <input
          type="checkbox"
          className="mt-0.5 size-4 shrink-0 accent-accent"
          checked={value === true}
          onChange={({ target }) => onChange(target.checked)}
        />
        <span className="grid min-w-0">
          <span className="font-medium">{label}</span>
          {field.description && <bdi className="text-quiet">{field.description}</bdi>}
        </span>
      </label>
    );
  if (field.type === "array" && hasChoices(field) && Array.isArray(value))
    return <Choices {...{ ...said, value, onChange }} choices={field.items.enum} />;
  const text = typeof value === "string" ? value : "";
  return (
    <Field {...said} hint={hintFor(field)}>
      {(given) => {
        const common = { ...given, value: text, "aria-required": isRequired };
        if (
          field.type === "array" ||
          (field.type === "string" && field.format === undefined && (field.maxLength ?? longText + 1) > longText)
        )
          return <Textarea {...common} rows={3} onChange={({ target }) => onChange(target.value)} />;
        if (field.type === "string" && field.enum)
          return (
            <Select {...common} className="w-full sm:w-auto sm:min-w-56" onChange={({ target }) => onChange(target.value)}>
              <option value="">Choose…</option>
              {field.enum.map((choice) => (
                <option key={choice}>{choice}</option>
              ))}
            </Select>
          );
        return <Input {...common} {...inputFor(field)} onChange={({ target }) => onChange(target.value)} />;
      }}
    </Field>
  );
}

function inputFor(field: FormField): { type: string; inputMode?: "decimal" | "numeric"; dir?: "auto" | "ltr" } {
  if (field.type === "integer") return { type: "text", inputMode: "numeric", dir: "ltr" };
  if (field.type === "number") return { type: "text", inputMode: "decimal", dir: "ltr" };
  if (field.type === "string" && field.format !== undefined) return { type: field.format };
  return { type: "text", dir: "auto" };
}

function hintFor(field: FormField): string | undefined {
  const words = field.description;
  if (field.type === "array") return [words, "One on each line."].filter(Boolean).join(" ");
  return words;
}

type ChoicesProps = {
  label: ReactNode;
  hint?: string | undefined;
  error: string | undefined;
  choices: string[];
  value: string[];
  onChange: (value: string[]) => void;
};

function Choices({ label, hint, error, choices, value, onChange }: ChoicesProps) {
  return (
    <fieldset className="grid gap-2">
      <legend className="pb-1.5 text-sm font-medium">{label}</legend>
      {choices.map((choice) => (
        <label key={choice} className="flex min-h-6 items-center gap-2.5 text-sm">
          <input
            type="checkbox"
            className="size-4 accent-accent"
            aria-invalid={error !== undefined || undefined}
            checked={value.includes(choice)}
            onChange={({ target }) => onChange(target.checked ? [...value, choice] : value.filter((one) => one !== choice))}
          />
          <bdi>{choice}</bdi>
        </label>
      ))}
      {(error ?? hint) !== undefined && (
        <p className={error === undefined ? "text-sm text-quiet" : "text-sm text-tone-failed"}>{error ?? hint}</p>
      )}
    </fieldset>
  );
}
