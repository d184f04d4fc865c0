"use client";

import { type RefObject, useEffect, useRef, useState } from "react";
import type { ShownForm } from "#lib/http/contracts/approval-link.ts";
import type { FieldError } from "#lib/kernel/outcome.ts";
import type { Answers, Form } from "#lib/safety/approvals/form.ts";
import { answersIn, type Draft, draftOf, readChecks, refusedIn, wrongIn } from "./form-draft.ts";

export type FilledForm = {
  form: Form | undefined;
  draft: Draft;
  wrong: Record<string, string>;
  set: (name: string, value: Draft[string]) => void;
  root: RefObject<HTMLFieldSetElement | null>;
};

/** What somebody fills in: told by field what is wrong before it is sent, and what the server says of it after. */
export function useForm(shown: ShownForm | undefined) {
  const form = shown?.schema;
  const [draft, setDraft] = useState<Draft>(() => (form ? draftOf(form, shown.values) : {}));
  const [wrong, setWrong] = useState<Record<string, string>>({});
  const root = useRef<HTMLFieldSetElement>(null);
  const isAsking = form !== undefined;
  useEffect(() => {
    if (isAsking) void readChecks();
  }, [isAsking]);
  const tell = (found: Record<string, string>) => {
    setWrong(found);
    // After it is drawn: the first field that is not right yet.
    if (Object.keys(found).length > 0)
      requestAnimationFrame(() => root.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus());
  };
  const filled: FilledForm = {
    form,
    draft,
    wrong,
    root,
    set(name, value) {
      setDraft((was) => ({ ...was, [name]: value }));
      setWrong(({ [name]: _right, ...others }) => others);
    },
  };
  /** The answers, bound to the form that was shown; nothing where one of them is not right yet. */
  async function fill(): Promise<{ isRight: boolean; form?: { hash: string; values: Answers } }> {
    if (!shown || !form) return { isRight: true };
    const values = answersIn(form, draft);
    const found = await wrongIn(form, values);
    tell(found);
    return Object.keys(found).length > 0 ? { isRight: false } : { isRight: true, form: { hash: shown.hash, values } };
  }
  return { filled, fill, refused: (errors: FieldError[]) => tell(refusedIn(errors)) };
}
