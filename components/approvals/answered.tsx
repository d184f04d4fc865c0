import type { Json } from "#lib/kernel/json.ts";
import type { Answers, Form } from "#lib/safety/approvals/form.ts";
import { fieldsOf, titleOf } from "#lib/safety/approvals/form-parts.ts";

/** What was answered to a form. */
export function Answered({ form, values }: { form: Form; values: Answers }) {
  return (
    <dl className="grid gap-x-6 gap-y-1.5 text-sm sm:grid-cols-[auto_minmax(0,1fr)]">
      {fieldsOf(form).map(([name, field]) => (
        <div key={name} className="grid min-w-0 sm:col-span-2 sm:grid-cols-subgrid">
          <dt className="text-quiet">
            <bdi>{titleOf(name, field)}</bdi>
          </dt>
          <dd dir="auto" className="min-w-0 break-words whitespace-pre-wrap">
            {textOf(values[name])}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function textOf(value: Json | undefined): string {
  if (value === undefined) return "Not answered";
  if (typeof value === "boolean") return value ? "Yes" : "No";
  return Array.isArray(value) ? value.join(", ") : String(value);
}
