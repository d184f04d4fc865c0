import { isRecord, type Json } from "#lib/kernel/json.ts";
import { type Answers, Form, sampleAnswers } from "#lib/safety/approvals/form.ts";
import type { Workspace } from "#lib/tenancy/workspace.ts";
import type { Approval, Head } from "./state.ts";
import type { ExecutionStore } from "./store.ts";

type Of = { scope: Workspace; head: Head; ids: string[] };

/** The outputs of steps as expressions see them: what people answered to a step's form is its `form`. */
export async function withForms(
  store: ExecutionStore,
  { scope, head, ids }: Of,
  outputs: Iterable<readonly [string, Json]>,
): Promise<Record<string, Json>> {
  const steps: Record<string, Json> = Object.fromEntries(outputs);
  const slice = ids.length === 0 ? null : await store.slice(scope, head.id, { steps: ids });
  for (const id of ids) {
    const row = slice?.rows[id];
    const ref = row?.state.form;
    const answers = ref
      ? await store.payload(scope, ref.of ?? head.id, ref.id)
      : head.simulated && row?.spec.form && sampleAnswers(row.spec.form);
    const output = steps[id];
    if (answers) steps[id] = { ...(isRecord(output) && output), form: answers } as Json;
  }
  return steps;
}

/** A form with its hash, which an answer names, and what was answered to it so far. */
export type ShownForm = { hash: string; schema: Form; values?: Answers };

/** The form of an approval, for whoever looks at it. */
export async function shownForm(
  store: ExecutionStore,
  {
    scope,
    executionId,
    approval: { form, answers },
  }: { scope: Workspace; executionId: string; approval: Pick<Approval, "form" | "answers"> },
): Promise<{ form: ShownForm } | undefined> {
  if (!form) return;
  const payloads = await store.payloads(scope, executionId, [form.id, ...(answers ? [answers.id] : [])]);
  const schema = Form.safeParse(payloads.get(form.id));
  if (!schema.success) return;
  const values = answers && payloads.get(answers.id);
  return { form: { hash: form.hash, schema: schema.data, ...(isRecord(values) && { values: values as Answers }) } };
}
