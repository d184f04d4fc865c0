"use client";

import { Bookmark } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { z } from "zod";
import { ask } from "#components/ui/ask.ts";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Field, Input } from "#components/ui/field.tsx";
import { type Problem, ProblemNote } from "#components/ui/problem-note.tsx";
import type { Origin } from "./card.ts";

const Saved = z.object({ id: z.string(), version: z.int() });

type Props = { workspaceId: string; origin: Exclude<Origin, { is: "execution" }>; plan: object; isChanged: boolean; isWhole: boolean };

/** Keeps the plan: a draft under a name, a workflow as its next version. */
export function SavePlan({ workspaceId, origin, plan, isChanged, isWhole }: Props) {
  const router = useRouter();
  const [isOpen, setOpen] = useState(false);
  const [saved, setSaved] = useState<{ id: string; name: string }>();
  const isNew = origin.is === "draft";
  const word = isNew ? "Save as workflow" : `Save version ${origin.version + 1}`;
  return (
    <>
      {saved && (
        <p role="status" className="flex items-center text-sm text-tone-done">
          Saved as&nbsp;
          <Link href={`/${workspaceId}/workflows/${saved.id}`} className="underline">
            <bdi>{saved.name}</bdi>
          </Link>
        </p>
      )}
      <Button disabled={!isWhole || !(isNew || isChanged)} onClick={() => setOpen(true)}>
        <Bookmark aria-hidden className="size-4" />
        {word}
      </Button>
      <Dialog isOpen={isOpen} onClose={() => setOpen(false)} title={word}>
        <SaveForm
          label={isNew ? "Name" : "What you changed, and why"}
          hint={isNew ? "What the team will look for it by." : "Kept with the version. Executions that run stay with theirs."}
          initial={isNew ? origin.request.slice(0, nameChars) : ""}
          isRequired={isNew}
          save={async (words) => {
            const asked = isNew
              ? await ask("/api/workflows", { workspaceId, method: "POST", body: { name: words, plan } })
              : await ask(`/api/workflows/${origin.id}`, {
                  workspaceId,
                  method: "PUT",
                  expected: origin.version,
                  body: { plan, ...(words !== "" && { because: words }) },
                });
            if (!asked.ok) return asked.problem;
            setOpen(false);
            if (isNew) setSaved({ id: Saved.parse(asked.value).id, name: words });
            else router.refresh();
            return;
          }}
        />
      </Dialog>
    </>
  );
}

const nameChars = 80;

type FormProps = {
  label: string;
  hint: string;
  initial: string;
  isRequired: boolean;
  save: (words: string) => Promise<Problem | undefined>;
};

function SaveForm({ label, hint, initial, isRequired, save }: FormProps) {
  const [words, setWords] = useState(initial);
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  return (
    <form
      method="post"
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        setBusy(true);
        void save(words.trim()).then((refused) => {
          setProblem(refused);
          setBusy(false);
        });
      }}
    >
      <Field label={label} hint={hint}>
        {(given) => (
          <Input
            {...given}
            dir="auto"
            autoFocus
            required={isRequired}
            maxLength={120}
            value={words}
            onChange={({ target }) => setWords(target.value)}
          />
        )}
      </Field>
      {problem && <ProblemNote problem={problem} />}
      <Button type="submit" kind="main" disabled={isBusy || (isRequired && words.trim() === "")} className="justify-self-end">
        {isBusy ? "Saving…" : "Save"}
      </Button>
    </form>
  );
}
